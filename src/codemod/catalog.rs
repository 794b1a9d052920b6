//! The codemods of a run: those embedded in the binary, and those handed in.

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::compile::compile;
use super::model::{Codemod, Origin};
use super::others;
use super::problem::Problem;

/// Category, id and text of each embedded codemod, sorted.
const EMBEDDED: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/codemods.rs"));

static BUILT_IN: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

/// A codemod that did not compile: where its text came from, the text, and what is wrong.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// The path to show.
    pub path: String,
    /// The TOML text.
    pub source: String,
    /// At least one.
    pub problems: Vec<Problem>,
}

/// Codemods by id.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    codemods: Vec<Arc<Codemod>>,
    rejected: Vec<Rejected>,
}

impl Catalog {
    /// The codemods embedded in the binary, compiled once per process.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn embedded() -> Self {
        // They are checked by the tests, as an author's are when they are loaded.
        let compiled: Vec<_> = EMBEDDED
            .par_iter()
            .map(|(category, stem, source)| compile(source, Origin::BuiltIn(stem), stem, category))
            .collect();
        let mut catalog = Self::default();
        for ((category, stem, source), compiled) in EMBEDDED.iter().zip(compiled) {
            let path = format!("codemods/{category}/{stem}.toml");
            catalog.keep(&path, source, compiled);
        }
        catalog
    }

    /// Compiles and adds a codemod; one that does not compile, or whose id is taken, is kept as
    /// [`Rejected`].
    pub fn add(&mut self, path: &str, source: &str, origin: Origin, stem: &str, category: &str) {
        self.keep(path, source, compile(source, origin, stem, category));
    }

    fn keep(&mut self, path: &str, source: &str, compiled: Result<Codemod, Vec<Problem>>) {
        let problems = match compiled {
            Ok(codemod) if self.get(&codemod.id).is_none() => {
                self.codemods.push(Arc::new(codemod));
                return;
            }
            Ok(codemod) => {
                let message = format!("there is already a codemod `{}`", codemod.id);
                vec![Problem::new(message, others::place_of_id(source))]
            }
            Err(problems) => problems,
        };
        self.rejected.push(Rejected {
            path: path.to_owned(),
            source: source.to_owned(),
            problems,
        });
    }

    /// The codemod with an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Codemod>> {
        self.codemods.iter().find(|codemod| &*codemod.id == id)
    }

    /// All codemods, in the order in which they were added.
    #[must_use]
    pub fn codemods(&self) -> &[Arc<Codemod>] {
        &self.codemods
    }

    /// Those that did not compile.
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected
    }
}
