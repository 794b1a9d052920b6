//! A compiled codemod. Only `compile` makes one, so whoever holds one need not check it again.

mod edit;
mod example;
mod param;
mod predicate;
mod query;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Template;
use crate::facts::Knowledge;

pub(crate) use edit::HARMLESS_USE;
pub use edit::{Each, EditSpec, Region, Verb};
pub use example::{Example, Expectation};
pub use param::Param;
pub use predicate::{Condition, Predicate, PredicateArg, PredicateName};
pub use query::{Literal, LiteralSet, Needs, Reach, Roots, RuleQuery};

/// How far a fix may be trusted to run unattended, best last.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Reported with a hint, never edited.
    Suggest,
    /// Compiles and is advisable, but changes something observable.
    Unsafe,
    /// Needs no person.
    Safe,
}

impl Applicability {
    /// As written in a codemod.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suggest => "suggest",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Where a codemod came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the binary; the path below `codemods/`.
    BuiltIn(&'static str),
    /// Read from a file.
    File(std::path::PathBuf),
}

/// One codemod, checked.
#[derive(Debug)]
pub struct Codemod {
    /// Kebab-case; the file's name.
    pub id: Arc<str>,
    /// One line for lists.
    pub title: String,
    /// The folder it stands in, or `local` for a file given by path.
    pub category: Arc<str>,
    /// The best case.
    pub applicability: Applicability,
    /// Least Go version, as (major, minor).
    pub go: Option<(u32, u32)>,
    /// Whether it runs without being asked for.
    pub enabled: bool,
    /// Ids of codemods whose fixes go first where both want the same text.
    pub after: Vec<String>,
    /// Markdown.
    pub docs: String,
    /// Sections of the guide, URLs.
    pub references: Vec<String>,
    /// Parameters by name.
    pub params: BTreeMap<String, Param>,
    /// What it knows of the functions that captured values are handed to.
    pub knowledge: Knowledge,
    /// In the order of the file.
    pub rules: Vec<Rule>,
    /// In the order of the file.
    pub examples: Vec<Example>,
    /// Where it came from.
    pub origin: Origin,
    /// Its TOML text, which places point into.
    pub source: Arc<str>,
}

/// One query with its message and its edits.
#[derive(Debug)]
pub struct Rule {
    /// What the user is told.
    pub message: Template,
    /// Finds `@match`.
    pub query: RuleQuery,
    /// Named queries for `#contains?` and `each`.
    pub queries: BTreeMap<String, RuleQuery>,
    /// The rule's own best case, if lower than the codemod's.
    pub applicability: Applicability,
    /// Must hold for a finding, beside the query's predicates.
    pub when: Option<Condition>,
    /// Guards that lower a single match, in order.
    pub lower: Vec<Lower>,
    /// All together are one fix. Empty: the rule only reports.
    pub edits: Vec<EditSpec>,
    /// Imports that the fix adds (where not yet there) and drops (where no use remains).
    pub add_imports: Vec<Import>,
    /// See `add_imports`.
    pub drop_imports: Vec<String>,
    /// What to do about a finding that is not fixed.
    pub hint: Option<Template>,
}

/// An import to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The import path.
    pub path: String,
}

/// A guard that lowers the applicability of one match.
#[derive(Debug)]
pub struct Lower {
    /// The condition.
    pub condition: Condition,
    /// `true`: lowers unless the condition is known to hold (`unless = …`); `false`: lowers if it
    /// is known to hold (`when = …`).
    pub unless: bool,
    /// To what.
    pub to: Applicability,
    /// Shown as the finding's reason.
    pub because: String,
}

/// A capture's name, without `@`.
pub type Capture = Arc<str>;
