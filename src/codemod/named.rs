//! Named queries: which of them a rule has, and whose captures each may use.
//!
//! A codemod's own queries are for all its rules, each of which has other captures; so a rule has
//! of them what it asks for and no more.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::text::Span;

use super::manifest;
use super::sexp::{self, Sexp};

/// A named query of a rule.
pub(super) struct Named<'m> {
    /// Its key.
    pub name: &'m str,
    /// As typed.
    pub text: &'m Spanned<String>,
    /// The captures of the named queries that ask for it.
    pub around: BTreeSet<String>,
}

/// The named queries of a rule: its own, and those of the codemod that it asks for.
pub(super) fn of_rule<'m>(
    rule: &'m manifest::Rule,
    shared: &'m BTreeMap<String, Spanned<String>>,
) -> Vec<Named<'m>> {
    let mut wanted: BTreeSet<String> = rule.queries.keys().cloned().collect();
    wanted.extend(asked_by_rule(rule));
    let text = |name: &str| rule.queries.get(name).or_else(|| shared.get(name));
    loop {
        let more: BTreeSet<String> = wanted
            .iter()
            .filter_map(|name| text(name))
            .flat_map(|text| asked(text.get_ref()).into_keys())
            .collect();
        let before = wanted.len();
        wanted.extend(more);
        if wanted.len() == before {
            break;
        }
    }
    let known = rule.queries.iter().chain(shared);
    let mut found: Vec<Named<'m>> = Vec::new();
    for (name, text) in known {
        if wanted.contains(name) && !found.iter().any(|known| known.name == name) {
            found.push(Named {
                name,
                text,
                around: BTreeSet::new(),
            });
        }
    }
    let around: Vec<_> = found.iter().map(|of| captures_around(of, &found)).collect();
    for (named, around) in found.iter_mut().zip(around) {
        named.around = around;
    }
    found
}

/// Those of the codemod's queries that no rule asks for.
pub(super) fn unasked<'m>(
    rules: &'m [Spanned<manifest::Rule>],
    shared: &'m BTreeMap<String, Spanned<String>>,
) -> impl Iterator<Item = &'m Spanned<String>> {
    let of_rules = rules
        .iter()
        .flat_map(|rule| of_rule(rule.get_ref(), shared));
    let asked: BTreeSet<&str> = of_rules.map(|named| named.name).collect();
    shared
        .iter()
        .filter(move |(name, _)| !asked.contains(name.as_str()))
        .map(|(_, text)| text)
}

/// The captures of all queries from which a search may have come to this one.
fn captures_around(named: &Named<'_>, all: &[Named<'_>]) -> BTreeSet<String> {
    let mut callers: BTreeSet<&str> = BTreeSet::new();
    let mut of = vec![named.name];
    while let Some(name) = of.pop() {
        for caller in all {
            let asks = asked(caller.text.get_ref()).contains_key(name);
            if asks && callers.insert(caller.name) {
                of.push(caller.name);
            }
        }
    }
    let mut found = BTreeSet::new();
    for caller in all.iter().filter(|of| callers.contains(of.name)) {
        for item in sexp::read(caller.text.get_ref()).unwrap_or_default() {
            captures(&item, &mut found);
        }
    }
    found
}

fn captures(item: &Sexp, found: &mut BTreeSet<String>) {
    match item {
        Sexp::Capture(name, _) => {
            found.insert(name.clone());
        }
        Sexp::List(items, _) | Sexp::Either(items, _) => {
            for item in items {
                captures(item, found);
            }
        }
        _ => {}
    }
}

/// All conditions of a rule.
fn conditions(rule: &manifest::Rule) -> impl Iterator<Item = &Spanned<String>> {
    rule.lower
        .iter()
        .flat_map(|lower| [&lower.get_ref().unless, &lower.get_ref().when])
        .chain([&rule.when])
        .chain(rule.edit.iter().flat_map(|edit| {
            let edit = edit.get_ref();
            [&edit.when, &edit.early]
        }))
        .flatten()
}

fn asked_by_rule(rule: &manifest::Rule) -> BTreeSet<String> {
    let texts = conditions(rule).chain([&rule.query]);
    let mut found: BTreeSet<String> = texts
        .flat_map(|text| asked(text.get_ref()).into_keys())
        .collect();
    let each = rule
        .edit
        .iter()
        .filter_map(|edit| edit.get_ref().each.as_ref());
    found.extend(each.map(|name| name.get_ref().clone()));
    found
}

/// The names that a query or condition asks for with `#contains?`, with their places.
fn asked(text: &str) -> BTreeMap<String, Span> {
    let mut found = BTreeMap::new();
    for item in sexp::read(text).unwrap_or_default() {
        contained(&item, &mut found);
    }
    found
}

fn contained(item: &Sexp, found: &mut BTreeMap<String, Span>) {
    if let Some((name, _, args)) = item.as_predicate() {
        if let (
            "contains?" | "not-contains?",
            [_, Sexp::Word(query, place) | Sexp::Text(query, place)],
        ) = (name, args)
        {
            found.insert(query.clone(), *place);
        }
        return;
    }
    if let Sexp::List(items, _) | Sexp::Either(items, _) = item {
        for item in items {
            contained(item, found);
        }
    }
}
