//! A query as tree-sitter runs it.
//!
//! tree-sitter's analysis is most of what loading a codemod costs, and most runs need few of all
//! queries: those that nobody has to check are analysed when a file first calls for them.

use std::sync::OnceLock;

use tree_sitter::Query;

use crate::syntax;

/// The text of a query, without the predicates that are ours, and what tree-sitter makes of it.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    analysed: OnceLock<Option<Query>>,
}

impl Pattern {
    /// Of a text that was seen to be a query before.
    pub(super) fn trusted(text: String) -> Self {
        Self {
            text,
            analysed: OnceLock::new(),
        }
    }

    /// Of a text and its query.
    pub(super) fn checked(text: String, query: Query) -> Self {
        Self {
            text,
            analysed: OnceLock::from(Some(query)),
        }
    }

    /// What matches; `None` for a text that is no query, which never happens to a codemod whose
    /// catalogue is tested.
    #[must_use]
    pub fn query(&self) -> Option<&Query> {
        let analyse = || Query::new(&syntax::language(), &self.text).ok();
        self.analysed.get_or_init(analyse).as_ref()
    }
}
