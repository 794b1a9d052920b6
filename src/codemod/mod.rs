//! Codemods: from a TOML file to something that can be run.
//!
//! A manifest is read as typed, with the place of every value, and then compiled into an
//! immutable [`Codemod`]; every mistake an author can make is found on that way and reported at
//! its place. Nothing here looks at Go files.

mod catalog;
mod compile;
mod connection;
mod edit;
mod examples;
mod functions;
mod ledger;
mod lint;
mod literals;
mod manifest;
mod model;
mod named;
mod others;
mod pattern;
mod place;
mod predicate;
mod problem;
mod query;
mod roots;
mod sexp;
mod shown;
mod template;

pub use model::{
    Applicability, Capture, Codemod, Condition, Each, EditSpec, Example, Expectation, Import,
    Literal, LiteralSet, Lower, Needs, Origin, Param, Predicate, PredicateArg, PredicateName,
    Reach, Region, Roots, Rule, RuleQuery, Verb,
};

pub(crate) use model::HARMLESS_USE;

pub use catalog::{Catalog, Rejected};
pub use compile::compile;
pub use functions::quote;
pub use pattern::Pattern;
pub use problem::{Problem, nearest};
pub use query::bare_rule;
pub use shown::Part;
pub use template::{
    Answers, CaptureText, Insert, Question, RenderError, Rendered, Template, evaluate,
};
