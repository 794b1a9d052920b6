//! A codemod as typed: TOML with the place of every value that a message may point to.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::model::Applicability;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub id: Spanned<String>,
    pub title: Spanned<String>,
    pub applicability: Spanned<Applicability>,
    pub go: Option<Spanned<String>>,
    #[serde(default = "yes")]
    pub enabled: bool,
    #[serde(default)]
    pub after: Vec<String>,
    #[serde(default)]
    pub docs: String,
    #[serde(default)]
    pub references: Vec<String>,
    #[serde(default)]
    pub params: BTreeMap<String, Param>,
    #[serde(default)]
    pub knowledge: Knowledge,
    #[serde(default)]
    pub queries: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub rule: Vec<Spanned<Rule>>,
    #[serde(default)]
    pub example: Vec<Spanned<Example>>,
}

fn yes() -> bool {
    true
}

/// `[knowledge]`: full names of functions and methods, `*` at the end for any rest
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Knowledge {
    #[serde(default)]
    pub plain_results: Vec<String>,
    #[serde(default)]
    pub wrappers: Vec<String>,
    #[serde(default)]
    pub post_close: Vec<String>,
    #[serde(default)]
    pub harmless: Vec<String>,
    #[serde(default)]
    pub keepers: Vec<String>,
}

/// `[params.name]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Param {
    pub default: Spanned<toml::Value>,
    #[serde(default)]
    pub doc: String,
    pub matches: Option<Spanned<String>>,
}

/// `[[rule]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub message: Spanned<String>,
    pub query: Spanned<String>,
    pub rewrite: Option<Spanned<String>>,
    #[serde(default)]
    pub edit: Vec<Spanned<Edit>>,
    #[serde(default)]
    pub queries: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub imports: Imports,
    pub when: Option<Spanned<String>>,
    #[serde(default)]
    pub lower: Vec<Spanned<Lower>>,
    pub applicability: Option<Spanned<Applicability>>,
    pub hint: Option<Spanned<String>>,
}

/// `imports = { add = […], drop = […] }`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Imports {
    #[serde(default)]
    pub add: Vec<Spanned<String>>,
    #[serde(default)]
    pub drop: Vec<Spanned<String>>,
}

/// `lower = [{ unless | when, to, because }]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lower {
    pub unless: Option<Spanned<String>>,
    pub when: Option<Spanned<String>>,
    pub to: Spanned<Applicability>,
    pub because: Spanned<String>,
}

/// `[[rule.edit]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub replace: Option<Spanned<String>>,
    pub through: Option<Spanned<String>>,
    pub delete: Option<Spanned<String>>,
    pub before: Option<Spanned<String>>,
    pub after: Option<Spanned<String>>,
    pub append: Option<Spanned<String>>,
    pub prepend: Option<Spanned<String>>,
    pub at_exits: Option<Spanned<String>>,
    pub at_definition: Option<Spanned<String>>,
    pub with: Option<Spanned<String>>,
    pub insert: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
    #[serde(default)]
    pub of: Vec<Spanned<String>>,
    pub max: Option<Spanned<String>>,
    pub early: Option<Spanned<String>>,
    pub uses: Option<Spanned<String>>,
    pub each: Option<Spanned<String>>,
    #[serde(rename = "in")]
    pub within: Option<Spanned<String>>,
    pub when: Option<Spanned<String>>,
}

/// `[[example]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub unchanged: Option<String>,
    #[serde(default)]
    pub imports: Vec<String>,
    pub after_imports: Option<Vec<String>>,
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    #[serde(default)]
    pub after_files: BTreeMap<String, String>,
    pub go: Option<Spanned<String>>,
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub params: BTreeMap<String, toml::Value>,
    pub expect: Option<Spanned<String>>,
}
