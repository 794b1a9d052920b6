//! Offsets to lines and columns and back.

use memchr::memchr_iter;

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in bytes.
    pub column: usize,
    /// Byte offset from the start of the text.
    pub offset: usize,
}

/// The starts of a text's lines. `\n` ends a line; a `\r` before it belongs to the line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    len: usize,
}

impl LineIndex {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
            .collect();
        Self {
            starts,
            len: text.len(),
        }
    }

    /// The place of a byte offset; one past the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.len);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        Position {
            line,
            column: offset - start + 1,
            offset,
        }
    }

    /// The offset at which a 1-based line starts, if there is such a line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_one_based_and_count_bytes() {
        let index = LineIndex::new("aé\nb");
        assert_eq!(
            index.position(0),
            Position {
                line: 1,
                column: 1,
                offset: 0
            }
        );
        assert_eq!(
            index.position(3),
            Position {
                line: 1,
                column: 4,
                offset: 3
            }
        );
        assert_eq!(
            index.position(4),
            Position {
                line: 2,
                column: 1,
                offset: 4
            }
        );
        assert_eq!(
            index.position(99),
            Position {
                line: 2,
                column: 2,
                offset: 5
            }
        );
    }
}
