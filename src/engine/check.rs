//! What every rewritten text must pass. (Interface; its body comes with the verbs.)

use crate::facts::{FileId, Package};
use crate::text::Span;

/// Why a rewritten text is not written.
#[derive(Debug, Clone, thiserror::Error)]
pub(in crate::engine) enum Refusal {
    /// It does not parse.
    #[error("the result would not parse")]
    Syntax,
}

/// Compares a file before and after.
pub(in crate::engine) fn check(
    before: &Package<'_>,
    after: &Package<'_>,
    file: FileId,
    touched: &[Span],
) -> Result<(), Refusal> {
    let _ = (before, file, touched);
    let broken = after
        .source(file)
        .is_none_or(|source| !source.broken().is_empty());
    if broken { Err(Refusal::Syntax) } else { Ok(()) }
}
