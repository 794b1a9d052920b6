//! gofmt's alignment, repaired where an edit disturbed it.
//!
//! A longer key, a new entry, a removed one: each moves the columns of its neighbours. What is
//! repaired are the columns that an edit touches, if they were as gofmt has them before; what
//! was not is left as it is.

mod columns;
mod elements;
mod layout;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::{Edit, EditSet, Span};

use super::Source;
use columns::Cell;
use layout::Line;

/// The white space edits that make the lines around `edits` look as gofmt would have them:
/// `edits` lead from `before` to `after`, the result from `after` on.
#[must_use]
pub fn alignment_edits(before: &Source, edits: &EditSet, after: &Source) -> Vec<Edit> {
    if edits.is_empty() {
        return Vec::new();
    }
    let new_lines = layout::lines(after);
    let touched = Touched::new(before, edits, after);
    let mut repairs = Vec::new();
    let mut crooked: Option<BTreeSet<usize>> = None;
    for section in sections(&new_lines) {
        if !section.clone().any(|line| touched.near.contains(&line)) {
            continue;
        }
        let found = repairs_of(after, &new_lines[section.clone()]);
        if found.is_empty() {
            continue;
        }
        let crooked = crooked.get_or_insert_with(|| crooked_lines(before));
        if !touched.origins(section).any(|line| crooked.contains(&line)) {
            repairs.extend(found);
        }
    }
    repairs
}

/// All lines of a file that are not aligned as gofmt does it, from 0.
#[must_use]
pub fn crooked_lines(source: &Source) -> BTreeSet<usize> {
    let lines = layout::lines(source);
    sections(&lines)
        .filter(|section| !repairs_of(source, &lines[section.clone()]).is_empty())
        .flatten()
        .collect()
}

/// The runs of lines that share columns.
fn sections(lines: &[Line]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += lines[at..]
            .iter()
            .take_while(|line| line.gaps.is_empty())
            .count();
        let first = at;
        let goes_on = |line: usize| {
            lines[line].linked
                && lines
                    .get(line + 1)
                    .is_some_and(|next| !next.gaps.is_empty())
        };
        if first == lines.len() {
            return None;
        }
        while goes_on(at) {
            at += 1;
        }
        at += 1;
        Some(first..at)
    })
}

/// The edits that align the lines of a section.
fn repairs_of(source: &Source, lines: &[Line]) -> Vec<Edit> {
    let text = source.text();
    let cells = lines.iter().map(|line| {
        let mut start = line.start;
        let mut width = 0;
        let mut cells = Vec::new();
        for gap in &line.gaps {
            width += Span::new(start, gap.span.start).slice(text).chars().count();
            start = gap.span.end;
            if gap.cells == 0 {
                width += 1;
                continue;
            }
            let hard = gap.hard;
            cells.push(Cell { width, hard });
            let empty = Cell { width: 0, hard };
            cells.extend(std::iter::repeat_n(empty, gap.cells - 1));
            width = 0;
        }
        cells
    });
    let cells: Vec<Vec<Cell>> = cells.collect();
    let widths = columns::widths(&cells);
    let mut edits = Vec::new();
    for ((line, cells), widths) in lines.iter().zip(&cells).zip(&widths) {
        let mut at = 0;
        for gap in &line.gaps {
            let own = at..at + gap.cells;
            at = own.end;
            let room = own.map(|cell| widths[cell].saturating_sub(cells[cell].width));
            let room = if gap.cells == 0 { 1 } else { room.sum() };
            let wanted = " ".repeat(room);
            if gap.span.slice(text) != wanted {
                edits.push(Edit::replace(gap.span, wanted));
            }
        }
    }
    edits
}

/// What edits do to lines, all counted from 0.
struct Touched {
    /// Lines of the new text that an edit wrote to, and those beside them.
    near: BTreeSet<usize>,
    /// For each edit the lines that it wrote, and those that it replaced.
    edits: Vec<(Range<usize>, Range<usize>)>,
}

impl Touched {
    fn new(before: &Source, edits: &EditSet, after: &Source) -> Self {
        let lines = |source: &Source, span: Span| {
            let line = |offset| source.lines().position(offset).line - 1;
            line(span.start)..line(span.end) + 1
        };
        let pairs = edits.as_slice().iter().zip(edits.written());
        let edits: Vec<(Range<usize>, Range<usize>)> = pairs
            .map(|(edit, written)| (lines(after, written), lines(before, edit.span)))
            .collect();
        let near = edits
            .iter()
            .flat_map(|(written, _)| written.start.saturating_sub(1)..written.end + 1)
            .collect();
        Self { near, edits }
    }

    /// The lines of the old text that lines of the new text come from.
    fn origins(&self, section: Range<usize>) -> impl Iterator<Item = usize> {
        section.flat_map(|line| {
            let behind = self
                .edits
                .partition_point(|(written, _)| written.end <= line);
            let untouched = match behind.checked_sub(1) {
                Some(last) => {
                    let (written, replaced) = &self.edits[last];
                    replaced.end + (line - written.end)
                }
                None => line,
            };
            let writing: Vec<usize> = self.edits[behind..]
                .iter()
                .take_while(|(written, _)| written.start <= line)
                .flat_map(|(_, replaced)| replaced.clone())
                .collect();
            if writing.is_empty() {
                vec![untouched]
            } else {
                writing
            }
        })
    }
}
