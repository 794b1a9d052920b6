//! Named queries: whether and where they match inside a region (`#contains?`, `each`).
//!
//! A region is often a whole package, and is asked about again at every match of a rule. So texts
//! that lack a literal of the query are not even parsed, and what does not depend on the match is
//! asked once for all of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::codemod::{Literal, Predicate, PredicateArg, PredicateName, Reach, Region, RuleQuery};
use crate::facts::{FileId, Truth};
use crate::syntax::{Node, node};

use super::bindings::Bindings;
use super::matching;
use super::predicate::Judge;
use super::prefilter;
use super::selection::RuleId;

/// What the named queries of rules came to in the package as a whole, by rule and name.
#[derive(Debug, Default)]
pub(super) struct Searched {
    truths: RefCell<HashMap<(RuleId, Arc<str>), Truth>>,
}

impl<'p> Judge<'p, '_> {
    /// `(#contains? region name)`
    pub(super) fn contains(&self, args: &[PredicateArg], bindings: &Bindings<'p>) -> Truth {
        let [region, PredicateArg::Text(name)] = args else {
            return Truth::Unknown;
        };
        let region = match region {
            PredicateArg::Capture(capture) => Region::Capture(capture.clone()),
            PredicateArg::Text(region) => match region.as_str() {
                "function" => Region::Function,
                "package" => Region::Package,
                "file" => Region::File,
                _ => return Truth::Unknown,
            },
        };
        let Some(query) = self.rule.queries.get(name) else {
            return Truth::Unknown;
        };
        if region != Region::Package || self.depends_on_match(query) {
            return self.found(query, &region, bindings);
        }
        let key = (self.id, Arc::from(name.as_str()));
        if let Some(known) = self.searched.truths.borrow().get(&key) {
            return *known;
        }
        let truth = self.found(query, &region, bindings);
        self.searched.truths.borrow_mut().insert(key, truth);
        truth
    }

    fn found(&self, query: &RuleQuery, region: &Region, bindings: &Bindings<'p>) -> Truth {
        let mut truth = Truth::False;
        for (file, within) in self.places(region, bindings) {
            for (holds, _) in self.search_file(query, file, within, bindings) {
                truth = truth.or(holds);
            }
            if truth == Truth::True {
                break;
            }
        }
        truth
    }

    /// Whether what a named query matches may differ from match to match of the rule's own.
    fn depends_on_match(&self, query: &RuleQuery) -> bool {
        let (Some(own), Some(outer)) = (query.pattern.query(), self.rule.query.pattern.query())
        else {
            return true;
        };
        let (own, outer) = (own.capture_names(), outer.capture_names());
        let says = |text: &str| {
            let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.any(|word| outer.contains(&word))
        };
        let asks = |predicate: &Predicate| {
            matches!(
                predicate.name,
                PredicateName::File | PredicateName::Contains
            ) || predicate.args.iter().any(|arg| match arg {
                PredicateArg::Capture(name) => !own.contains(&&**name),
                PredicateArg::Text(text) => predicate.name == PredicateName::Where && says(text),
            })
        };
        own.iter().any(|name| outer.contains(name)) || query.predicates.iter().flatten().any(asks)
    }

    /// All matches of a query in a region, each with the truth of its predicates; those known not
    /// to hold are left out. Too many matches to tell are one of unknown truth.
    pub(super) fn search(
        &self,
        query: &RuleQuery,
        region: &Region,
        outer: &Bindings<'p>,
    ) -> Vec<(Truth, Bindings<'p>)> {
        let places = self.places(region, outer).into_iter();
        places
            .flat_map(|(file, within)| self.search_file(query, file, within, outer))
            .collect()
    }

    fn search_file(
        &self,
        query: &RuleQuery,
        file: FileId,
        within: Option<Node<'p>>,
        outer: &Bindings<'p>,
    ) -> Vec<(Truth, Bindings<'p>)> {
        let text = &self.package.input(file).text;
        if !may_match(query, text, within) {
            return Vec::new();
        }
        let unknown = || vec![(Truth::Unknown, Bindings::default())];
        let key = (std::ptr::from_ref(query).addr(), file);
        if self.too_much.borrow().contains(&key) {
            return unknown();
        }
        let Ok(matches) = matching::matches(self.package, file, query, within) else {
            self.too_much.borrow_mut().push(key);
            return unknown();
        };
        let mut found = Vec::new();
        for matched in matches {
            let joined = matched.bindings.within(outer);
            let truth =
                query.predicates[matched.pattern]
                    .iter()
                    .fold(Truth::True, |truth, predicate| {
                        if truth == Truth::False {
                            return truth;
                        }
                        truth.and(self.predicate(predicate, &joined))
                    });
            if truth != Truth::False {
                found.push((truth, joined));
            }
        }
        found
    }

    fn places(&self, region: &Region, outer: &Bindings<'p>) -> Vec<(FileId, Option<Node<'p>>)> {
        match region {
            Region::Capture(name) => outer
                .all(name)
                .iter()
                .map(|at| (at.file, Some(at.node)))
                .collect(),
            Region::Function => {
                let at = outer.one("match");
                let function = at.and_then(|at| node::enclosing_function(at.node));
                at.zip(function)
                    .map(|(at, function)| (at.file, Some(function)))
                    .into_iter()
                    .collect()
            }
            Region::File => {
                let file = outer.captures.values().flatten().map(|at| at.file).next();
                file.into_iter().map(|file| (file, None)).collect()
            }
            Region::Package => self.package.files().map(|file| (file, None)).collect(),
        }
    }
}

/// Whether all that some pattern cannot match without is there.
fn may_match(query: &RuleQuery, text: &str, within: Option<Node<'_>>) -> bool {
    let region = within.map_or(text, |node| text.get(node.byte_range()).unwrap_or(text));
    query.needs.iter().any(|needs| {
        needs.literals.iter().all(|set| {
            let text = match set.reach {
                Reach::Node => region,
                Reach::File => text,
                Reach::Type | Reach::Package | Reach::Import => return true,
            };
            set.any.iter().any(|literal| mentions(text, literal))
        })
    })
}

fn mentions(text: &str, literal: &Literal) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, &literal.text)
        .any(|start| !literal.word || prefilter::is_word(bytes, start, start + literal.text.len()))
}
