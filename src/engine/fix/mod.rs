//! From a finding to the edits that repair it. (Interface; its body comes with the verbs.)

use std::collections::{BTreeMap, BTreeSet};

use crate::codemod::{Condition, Region, Rule, Template};
use crate::facts::{FileId, Package, Truth};
use crate::text::EditSet;

pub(in crate::engine) use super::bindings::Bindings;

/// The edits of one fix, by file.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Fix {
    /// Files touched.
    pub files: BTreeMap<FileId, FileFix>,
}

/// The edits of one fix in one file.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct FileFix {
    /// Text edits.
    pub edits: EditSet,
    /// Imports that the new text needs.
    pub add_imports: BTreeSet<String>,
    /// Imports to drop if no use remains.
    pub drop_imports: BTreeSet<String>,
}

/// A fix that cannot be made for this match.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Declined {
    /// What turned it down.
    pub guard: String,
    /// In words.
    pub reason: String,
}

/// Finds matches of the named queries of a rule.
pub(in crate::engine) trait Matches<'p> {
    /// Those known to hold.
    fn matches(&self, query: &str, region: &Region, outer: &Bindings<'p>) -> Vec<Bindings<'p>>;
    /// A condition's truth.
    fn holds(&self, condition: &Condition, bindings: &Bindings<'p>) -> Truth;
}

/// Builds the fix of one match.
pub(in crate::engine) fn build<'p>(
    package: &'p Package<'p>,
    rule: &Rule,
    params: &BTreeMap<String, toml::Value>,
    bindings: &Bindings<'p>,
    matches: &dyn Matches<'p>,
) -> Result<Fix, Declined> {
    let _ = (package, params);
    for edit in &rule.edits {
        if edit
            .when
            .as_ref()
            .is_some_and(|when| !matches.holds(when, bindings).holds())
        {
            continue;
        }
        if let Some(each) = &edit.each {
            let _ = matches.matches(&each.query, &each.region, bindings);
        }
        // Until the verbs exist every fix is declined, so that nothing is half done.
        return Err(Declined {
            guard: "verb".to_owned(),
            reason: "this edit cannot be made yet".to_owned(),
        });
    }
    Ok(Fix::default())
}

/// Renders a message.
pub(in crate::engine) fn message<'p>(
    package: &'p Package<'p>,
    template: &Template,
    params: &BTreeMap<String, toml::Value>,
    bindings: &Bindings<'p>,
) -> String {
    let _ = (package, params, bindings);
    template.source.clone()
}

/// The truth of a template expression.
pub(in crate::engine) fn evaluate<'p>(
    package: &'p Package<'p>,
    params: &BTreeMap<String, toml::Value>,
    bindings: &Bindings<'p>,
    expression: &str,
) -> Truth {
    let _ = (package, params, bindings, expression);
    Truth::Unknown
}
