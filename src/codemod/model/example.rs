//! What a codemod shows of itself: its documentation, and its tests.

use std::collections::BTreeMap;

use crate::text::Span;

/// A before/after pair or a text that must stay unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// One line.
    pub name: String,
    /// What must come out.
    pub expectation: Expectation,
    /// Imports for a fragment.
    pub imports: Vec<String>,
    /// Imports of `after`, where they differ.
    pub after_imports: Option<Vec<String>>,
    /// Further files of the package, by name: those beside `before` or `unchanged`.
    pub files: BTreeMap<String, String>,
    /// The same after the fix; files not named stay as they are.
    pub after_files: BTreeMap<String, String>,
    /// `go` line of the example's module; default: the newest.
    pub go: Option<(u32, u32)>,
    /// Modules that the example's go.mod requires.
    pub requires: Vec<String>,
    /// Parameter values for this example.
    pub params: BTreeMap<String, toml::Value>,
    /// The applicability (or `none` for no finding) that the example must come out with.
    pub expect: Option<String>,
    /// Where it stands in the TOML.
    pub span: Span,
}

/// What an example shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// `before` becomes `after`.
    Changes {
        /// A whole Go file, or a fragment.
        before: String,
        /// Of the same form.
        after: String,
    },
    /// Must come out as it went in.
    Unchanged(String),
}
