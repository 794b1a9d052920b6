//! From a finding to the edits that repair it.
//!
//! All edits of a rule form one [`Fix`]. Edits inside a captured node whose text another edit
//! inserts are applied to that text, so that a body can be wrapped while parts of it change.

mod answers;
mod definition;
mod exits;
mod logging;
mod parentheses;
mod place;
mod render;
mod statement;
mod uses;
mod verb;

use std::collections::{BTreeMap, BTreeSet};

use crate::codemod::{Condition, EditSpec, Region, Rule};
use crate::facts::{FileId, Knowledge, Package, Truth};
use crate::text::{Edit, EditSet, Span};

pub(in crate::engine) use super::bindings::Bindings;
pub(in crate::engine) use definition::place as place_of_definition;
pub(in crate::engine) use render::{evaluate, message};

use render::Renderer;

/// The edits of one fix, by file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::engine) struct Fix {
    /// Files touched.
    pub files: BTreeMap<FileId, FileFix>,
    /// How often it writes the same, if that is more than `max` allows.
    pub repeats: Option<usize>,
}

/// The edits of one fix in one file.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// In words.
    pub reason: String,
}

impl Declined {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

/// Finds matches of the named queries of a rule.
pub(in crate::engine) trait Matches<'p> {
    /// Those known to hold.
    fn matches(&self, query: &str, region: &Region, outer: &Bindings<'p>) -> Vec<Bindings<'p>>;
    /// The same, where it does not matter whether there are more.
    fn certain(&self, query: &str, region: &Region, outer: &Bindings<'p>) -> Vec<Bindings<'p>>;
    /// A condition's truth.
    fn holds(&self, condition: &Condition, bindings: &Bindings<'p>) -> Truth;
}

/// One edit of a fix under way, with the captured nodes whose whole text it inserts.
#[derive(Debug, Clone)]
struct Draft {
    file: FileId,
    edit: Edit,
    inserts: Vec<Inserted>,
    /// Whether it stands for an expression, of which the operators around it must take nothing.
    is_expression: bool,
}

/// Captured text within an edit's text.
#[derive(Debug, Clone)]
struct Inserted {
    /// Where in the edit's text.
    span: Span,
    /// The kind of the captured node.
    kind: String,
    /// How deep in an expression it stood.
    depth: usize,
}

/// Builds the fix of one match.
pub(in crate::engine) fn build<'p>(
    package: &'p Package<'p>,
    rule: &Rule,
    knowledge: &Knowledge,
    params: &BTreeMap<String, toml::Value>,
    bindings: &Bindings<'p>,
    matches: &dyn Matches<'p>,
) -> Result<Fix, Declined> {
    let mut renderer = Renderer::new(package, params);
    let mut tasks: Vec<(&EditSpec, Bindings<'p>)> = Vec::new();
    for spec in &rule.edits {
        let places = match &spec.each {
            Some(each) => matches.matches(&each.query, &each.region, bindings),
            None => vec![bindings.clone()],
        };
        for place in places {
            if spec
                .when
                .as_ref()
                .is_none_or(|when| matches.holds(when, &place).holds())
            {
                tasks.push((spec, place));
            }
        }
    }
    if tasks.is_empty() {
        return Err(Declined::new("what would have to change is not known"));
    }
    // Inner edits first, so that outer ones can take them along.
    tasks
        .sort_by_key(|(spec, place)| verb::extent(package, &spec.verb, place).map_or(0, Span::len));
    let mut drafts: Vec<Draft> = Vec::new();
    for (spec, place) in &tasks {
        verb::draft(
            &mut renderer,
            &spec.verb,
            place,
            knowledge,
            matches,
            &mut drafts,
        )?;
    }
    let mut fix = Fix {
        repeats: renderer.repeats,
        ..Fix::default()
    };
    let own = bindings.one("match").map(|at| at.file);
    for (file, add) in renderer.imports() {
        fix.files.entry(file).or_default().add_imports.extend(add);
    }
    if let Some(file) = own {
        let part = fix.files.entry(file).or_default();
        part.add_imports
            .extend(rule.add_imports.iter().map(|import| import.path.clone()));
        part.drop_imports.extend(rule.drop_imports.iter().cloned());
    }
    let files: BTreeSet<FileId> = drafts.iter().map(|draft| draft.file).collect();
    for file in files {
        let drop = rule.drop_imports.iter().cloned();
        fix.files.entry(file).or_default().drop_imports.extend(drop);
        let drafts: Vec<Draft> = drafts.iter().filter(|d| d.file == file).cloned().collect();
        let edits = parentheses::settle(&package.input(file).text, drafts)?;
        fix.files.entry(file).or_default().edits = edits;
    }
    // The file of the match may stay as it is.
    fix.files.retain(|_, part| *part != FileFix::default());
    Ok(fix)
}

/// Puts drafts of one file into a set.
fn collect(drafts: &[Draft]) -> Result<EditSet, Declined> {
    let mut edits = EditSet::new();
    for draft in drafts {
        edits
            .add(draft.edit.clone())
            .map_err(|overlap| Declined::new(format!("its edits overlap: {overlap}")))?;
    }
    Ok(edits)
}

/// Takes the drafts that stand inside of a span out of the list, as edits relative to its start.
fn take_inner(drafts: &mut Vec<Draft>, file: FileId, span: Span) -> Result<Vec<Draft>, Declined> {
    let inner = |draft: &Draft| draft.file == file && span.contains(draft.edit.span);
    let mut taken: Vec<Draft> = Vec::new();
    let mut kept = Vec::new();
    for draft in drafts.drain(..) {
        if inner(&draft) {
            taken.push(draft);
        } else {
            kept.push(draft);
        }
    }
    *drafts = kept;
    for draft in &mut taken {
        draft.edit.span = Span::new(
            draft.edit.span.start - span.start,
            draft.edit.span.end - span.start,
        );
    }
    collect(&taken)?;
    Ok(taken)
}
