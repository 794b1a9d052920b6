//! gofmt's alignment. (Interface.)

use crate::text::{Edit, Span};

use super::Source;

/// The white space edits that gofmt would make around the touched spans.
#[must_use]
pub fn alignment_edits(source: &Source, touched: &[Span]) -> Vec<Edit> {
    let _ = (source, touched);
    Vec::new()
}
