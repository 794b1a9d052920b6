//! Go source as trees: the only owner of `tree_sitter_go`.
//!
//! A [`Source`] is one file's text with its tree. Node text is always taken from the original
//! text, also where the tree was made from a masked copy.

pub mod align;
pub mod node;
mod source;

pub use source::{Source, language};
pub use tree_sitter::Node;
