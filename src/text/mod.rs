//! Text as bytes with places in it: spans, lines, edit sets, indentation and line endings.
//!
//! This layer knows neither Go nor files. Every offset is a byte offset into UTF-8 text, every
//! line and column is 1-based, and columns count bytes.

mod edit;
mod indent;
mod lines;
mod span;

pub use edit::{Edit, EditSet, Overlap};
pub use indent::{LineEnding, indentation_at, line_start, reindent};
pub use lines::{LineIndex, Position};
pub use span::Span;
