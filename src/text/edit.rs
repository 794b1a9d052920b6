//! Edits that are sorted and disjoint by construction.

use super::Span;

/// Replaces the bytes of `span` by `text`. An empty span inserts, an empty text deletes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Replaces `span` by `text`.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// Inserts `text` at `offset`.
    #[must_use]
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self {
            span: Span::at(offset),
            text: text.into(),
        }
    }

    /// Deletes `span`.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self {
            span,
            text: String::new(),
        }
    }
}

/// Two edits want the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("edit {new} overlaps edit {existing}")]
pub struct Overlap {
    /// The span already in the set.
    pub existing: Span,
    /// The span that was refused.
    pub new: Span,
}

/// Edits of one text: sorted by place and disjoint. Insertions at one place keep the order in
/// which they were added by [`EditSet::add`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

impl EditSet {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an edit; an insertion beside an equal place goes after those already there.
    ///
    /// # Errors
    /// [`Overlap`] when it claims bytes that another edit of the set claims.
    pub fn add(&mut self, edit: Edit) -> Result<(), Overlap> {
        let clash = self.edits.iter().find(|other| {
            other.span.conflicts(edit.span) && !(other.span.is_empty() && edit.span.is_empty())
        });
        if let Some(other) = clash {
            return Err(Overlap {
                existing: other.span,
                new: edit.span,
            });
        }
        // Insertions stand ahead of a replacement that begins at the same offset.
        let key = |e: &Edit| (e.span.start, !e.span.is_empty());
        let index = self.edits.partition_point(|other| key(other) <= key(&edit));
        self.edits.insert(index, edit);
        Ok(())
    }

    /// Whether any edit of the two sets claims the same bytes or the same place of insertion.
    #[must_use]
    pub fn conflicts(&self, other: &Self) -> bool {
        self.edits
            .iter()
            .any(|a| other.edits.iter().any(|b| a.span.conflicts(b.span)))
    }

    /// The edits in order of their places.
    #[must_use]
    pub fn as_slice(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The text after all edits. Edits must lie within `text` on character boundaries, which
    /// holds for edits made from spans of its syntax nodes.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let grown: usize = self.edits.iter().map(|edit| edit.text.len()).sum();
        let mut out = String::with_capacity(text.len() + grown);
        let mut done = 0;
        for edit in &self.edits {
            out.push_str(Span::new(done, edit.span.start).slice(text));
            out.push_str(&edit.text);
            done = edit.span.end;
        }
        out.push_str(Span::new(done, text.len()).slice(text));
        out
    }

    /// Where a byte offset of the old text stands in the new one. An offset inside a replaced
    /// span maps to the start of its replacement; one at an insertion maps behind it.
    #[must_use]
    pub fn map(&self, offset: usize) -> usize {
        let mut delta = 0isize;
        for edit in &self.edits {
            if edit.span.start > offset {
                break;
            }
            if edit.span.end > offset {
                return edit.span.start.saturating_add_signed(delta);
            }
            delta += edit.text.len().cast_signed() - edit.span.len().cast_signed();
        }
        offset.saturating_add_signed(delta)
    }

    /// The spans of the new text that the edits wrote.
    #[must_use]
    pub fn written(&self) -> Vec<Span> {
        let mut delta = 0isize;
        self.edits
            .iter()
            .map(|edit| {
                let start = edit.span.start.saturating_add_signed(delta);
                delta += edit.text.len().cast_signed() - edit.span.len().cast_signed();
                Span::new(start, start + edit.text.len())
            })
            .collect()
    }
}

impl IntoIterator for EditSet {
    type Item = Edit;
    type IntoIter = std::vec::IntoIter<Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.edits.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_order_of_place_whatever_the_order_of_adding() {
        let mut set = EditSet::new();
        set.add(Edit::replace(Span::new(4, 5), "X")).unwrap();
        set.add(Edit::insert(0, "<")).unwrap();
        set.add(Edit::insert(0, "-")).unwrap();
        set.add(Edit::delete(Span::new(1, 3))).unwrap();
        assert_eq!(set.apply("abcdef"), "<-adXf");
        assert_eq!(set.map(5), 5);
        assert_eq!(set.map(3), 3);
        assert_eq!(set.written()[2], Span::at(3));
    }

    #[test]
    fn an_overlapping_edit_is_refused() {
        let mut set = EditSet::new();
        set.add(Edit::delete(Span::new(1, 4))).unwrap();
        assert!(set.add(Edit::insert(2, "x")).is_err());
        assert!(set.add(Edit::insert(1, "x")).is_ok());
        assert!(set.add(Edit::insert(4, "x")).is_ok());
    }
}
