//! Lists of expressions over several lines: elements of literals, arguments, case values.
//!
//! gofmt aligns neighbouring lines of a list only if their keys are of similar size: a line
//! whose key is much longer or shorter than those before begins new columns.

use crate::syntax::{Node, node};

use super::layout::Layout;

/// Keys up to this size are similar whatever their ratio.
const SMALL: usize = 40;

/// Keys that differ from the mean by this factor are not similar.
const RATIO: f64 = 2.5;

/// Lays out the elements of a list that opens at an offset.
pub(super) fn lay_out(layout: &mut Layout<'_>, open: usize, list: &[Node<'_>]) {
    let (Some(first), Some(end)) = (list.first(), list.last()) else {
        return;
    };
    let open = layout.line(open);
    let first_line = layout.line(first.start_byte());
    if open == layout.line(end.end_byte()) {
        return;
    }
    let mut sizes = Sizes::default();
    // The last element that began a line; none yet if the list begins on the opening line.
    let mut began = (open < first_line).then_some(0);
    let mut previous_line = open;
    let mut size = 0;
    for (index, element) in list.iter().enumerate() {
        let line = layout.line(element.start_byte());
        let previous_size = size;
        size = size_of(layout, *element);
        let dissimilar = sizes.dissimilar(previous_size, size);
        let broken = previous_line < line;
        if broken && index > 0 {
            let end = layout.line(list[index - 1].end_byte());
            if end < line {
                let section = dissimilar || began.is_none_or(|began| began + 1 < index);
                if !section && end + 1 == line {
                    layout.link(end);
                }
                began = Some(index);
                if section || end + 1 < line {
                    sizes = Sizes::default();
                }
            }
        }
        if let Some(colon) = colon(*element) {
            let column = list.len() > 1 && size > 0 && broken;
            layout.gap(colon.end_byte(), usize::from(column));
        }
        sizes.add(size);
        previous_line = line;
    }
}

fn colon(element: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = element.walk();
    let mut children = element.children(&mut cursor);
    (element.kind() == "keyed_element")
        .then(|| children.find(|child| child.kind() == ":"))
        .flatten()
}

/// The size of an element, of its key if it has one; 0 if it takes several lines.
fn size_of(layout: &Layout<'_>, element: Node<'_>) -> usize {
    let text = layout.text(element);
    if text.contains('\n') {
        return 0;
    }
    if colon(element).is_some() {
        return node::children(element)
            .first()
            .map_or(0, |key| layout.text(*key).len());
    }
    text.len()
}

/// The sizes since columns last began.
#[derive(Debug, Default)]
struct Sizes {
    logarithms: f64,
    count: u32,
}

impl Sizes {
    fn add(&mut self, size: usize) {
        if let Ok(size) = u32::try_from(size)
            && size > 0
        {
            self.logarithms += f64::from(size).ln();
            self.count += 1;
        }
    }

    /// Whether a line with an element of this size begins new columns.
    fn dissimilar(&self, previous: usize, size: usize) -> bool {
        if previous == 0 || size == 0 {
            return true;
        }
        if self.count == 0 || previous <= SMALL && size <= SMALL {
            return false;
        }
        let mean = (self.logarithms / f64::from(self.count)).exp();
        let ratio = f64::from(u32::try_from(size).unwrap_or(u32::MAX)) / mean;
        RATIO * ratio <= 1.0 || RATIO <= ratio
    }
}
