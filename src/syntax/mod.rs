//! Go source as trees: the only owner of `tree_sitter_go`.
//!
//! A [`Source`] is one file's text with its tree. Node text is always taken from the original
//! text, also where the tree was made from a masked copy. A declaration that does not parse, or is
//! nested too deeply, is set aside with a reason, and does not disturb the others.

pub mod align;
pub mod bodies;
mod depth;
pub mod grammar;
mod mask;
pub mod node;
pub mod operators;
mod recover;
mod refused;
pub(crate) mod scan;
mod source;

pub use recover::SyntaxError;
pub use refused::refused;
pub use source::{Source, language};
pub use tree_sitter::Node;
