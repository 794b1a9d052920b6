//! What every rewritten text must pass before it may be written (INV-CHECKED, INV-COMMENTS).
//!
//! Problems that the text had before do not count: a fix is refused for what it breaks, not for
//! what it found broken.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{At, Entity, FileId, Package};
use crate::syntax::node::{self, Descend};
use crate::syntax::refused;
use crate::text::{EditSet, Span};

use super::declared;

/// Why a rewritten text is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::engine) enum Refusal {
    /// It does not parse where it did before.
    #[error("the result would not parse")]
    Syntax,
    /// A comment is gone.
    #[error("the comment {0:?} would be lost")]
    Comment(String),
    /// A name means nothing.
    #[error("`{0}` would be undefined")]
    Undefined(String),
    /// A local variable or label is not used any more.
    #[error("`{0}` would be declared and not used")]
    Unused(String),
    /// An import is not used any more.
    #[error("the import {0:?} would not be used any more")]
    Import(String),
    /// A function with results does not return at its end.
    #[error("control would get to the end of a function that has results")]
    Return,
    /// A name is declared twice in one scope.
    #[error("`{0}` would be declared twice")]
    Twice(String),
}

/// Compares a file before and after. Names are checked in the top-level declarations that hold a
/// touched span (of the new text).
pub(in crate::engine) fn check(
    before: &Package<'_>,
    after: &Package<'_>,
    file: FileId,
    touched: &[Span],
) -> Result<(), Refusal> {
    let (Some(old), Some(new)) = (before.source(file), after.source(file)) else {
        return Err(Refusal::Syntax);
    };
    let bad = refused(new, touched).len();
    let everything = [Span::new(0, old.text().len())];
    if new.broken().len() > old.broken().len() || bad > 0 && bad > refused(old, &everything).len() {
        return Err(Refusal::Syntax);
    }
    let mut comments = counted(comments(after, file));
    for comment in self::comments(before, file) {
        match comments.get_mut(&comment) {
            Some(left) if *left > 0 => *left -= 1,
            _ => return Err(Refusal::Comment(comment)),
        }
    }
    let (was, is) = (unused_imports(before, file), unused_imports(after, file));
    if let Some(path) = is.into_iter().find(|path| !was.contains(path)) {
        return Err(Refusal::Import(path));
    }
    let open = open_ends(after, file, touched);
    if open > 0 && open > open_ends(before, file, &everything) {
        return Err(Refusal::Return);
    }
    if let Some(name) = gone(before, after, file) {
        return Err(Refusal::Undefined(name));
    }
    let is = names(after, file, Some(touched));
    if is.are_right() {
        return Ok(());
    }
    let was = names(before, file, None);
    let more = |is: &[String], was: &[String]| -> Option<String> {
        let mut was = counted(was.iter().cloned());
        is.iter()
            .find(|name| match was.get_mut(*name) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            })
            .cloned()
    };
    // A name that meant nothing before may do so in one more place.
    if let Some(name) = is
        .undefined
        .into_iter()
        .find(|name| !was.undefined.contains(name))
    {
        return Err(Refusal::Undefined(name));
    }
    if let Some(name) = more(&is.unused, &was.unused) {
        return Err(Refusal::Unused(name));
    }
    if let Some(name) = more(&is.twice, &was.twice) {
        return Err(Refusal::Twice(name));
    }
    Ok(())
}

/// A name that the file declared for its package and does not any more, though someone says it.
fn gone(before: &Package<'_>, after: &Package<'_>, file: FileId) -> Option<String> {
    let (old, new) = (before.source(file)?, after.source(file)?);
    let is = declared::names(new);
    let gone: BTreeSet<&str> = declared::names(old).difference(&is).copied().collect();
    if gone.is_empty() {
        return None;
    }
    after.files().find_map(|file| {
        let undefined = names(after, file, None).undefined;
        undefined
            .into_iter()
            .find(|name| gone.contains(name.as_str()))
    })
}

fn counted<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_insert(0) += 1;
    }
    counts
}

/// The comments of a file, each without the indentation of its further lines.
fn comments(package: &Package<'_>, file: FileId) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(source) = package.source(file) {
        node::walk(source.root(), &mut |node| {
            if node.kind() == "comment" {
                let lines = source.slice(node).lines().map(str::trim);
                found.push(lines.collect::<Vec<_>>().join("\n"));
            }
            Descend::Into
        });
    }
    found
}

fn unused_imports(package: &Package<'_>, file: FileId) -> Vec<String> {
    let used = super::apply::used_imports(package, file, &EditSet::new());
    package
        .named_imports(file)
        .into_iter()
        .filter(|path| !used.contains(path))
        .map(|path| path.to_string())
        .collect()
}

struct Names {
    undefined: Vec<String>,
    unused: Vec<String>,
    twice: Vec<String>,
}

impl Names {
    fn are_right(&self) -> bool {
        self.undefined.is_empty() && self.unused.is_empty() && self.twice.is_empty()
    }
}

fn names(package: &Package<'_>, file: FileId, touched: Option<&[Span]>) -> Names {
    let mut names = Names {
        undefined: Vec::new(),
        unused: Vec::new(),
        twice: Vec::new(),
    };
    let Some(source) = package.source(file) else {
        return names;
    };
    for declaration in node::children(source.root()) {
        let span = node::span(declaration);
        let hit = |touched: &Span| touched.start <= span.end && span.start <= touched.end;
        if touched.is_some_and(|touched| !touched.iter().any(hit)) {
            continue;
        }
        let at = At {
            file,
            node: declaration,
        };
        let text = |found: Vec<At<'_>>| -> Vec<String> {
            found
                .into_iter()
                .map(|at| package.text(at).to_owned())
                .collect()
        };
        names.undefined.extend(text(package.undefined(at)));
        names.undefined.extend(text(lost_labels(package, at)));
        names.unused.extend(text(package.unused(at)));
        names.twice.extend(text(package.redeclared(at)));
    }
    names
}

/// The labels that jumps name and nothing carries.
fn lost_labels<'p>(package: &Package<'p>, region: At<'p>) -> Vec<At<'p>> {
    let mut lost = Vec::new();
    node::walk(region.node, &mut |node| {
        let jumps = matches!(
            node.kind(),
            "break_statement" | "continue_statement" | "goto_statement"
        );
        let label = node::children(node).first().copied().filter(|_| jumps);
        lost.extend(
            label
                .map(|label| region.with(label))
                .filter(|label| package.entity(*label) == Entity::Unknown),
        );
        Descend::Into
    });
    lost
}

/// How many functions with results have an end that control may get to.
fn open_ends(package: &Package<'_>, file: FileId, touched: &[Span]) -> usize {
    let mut open = 0;
    let Some(source) = package.source(file) else {
        return open;
    };
    node::walk(source.root(), &mut |node| {
        let span = node::span(node);
        let hit = |touched: &Span| touched.start <= span.end && span.start <= touched.end;
        if !touched.iter().any(hit) {
            return Descend::Past;
        }
        let results = node.child_by_field_name("result").is_some();
        if node::is_function(node)
            && results
            && let Some(body) = node.child_by_field_name("body")
            && !package.is_terminating_statement(At { file, node: body })
        {
            open += 1;
        }
        Descend::Into
    });
    open
}
