//! Looking at what a query matches, for people who write one.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::codemod::Rule;
use crate::facts::{FileId, Knowledge, Package};
use crate::syntax::node;
use crate::text::Span;

use super::candidate::TooManyMatches;
use super::matching;
use super::predicate::Judge;
use super::search::Searched;
use super::selection::RuleId;

/// What a rule's predicates are judged on beside the facts.
#[derive(Debug, Clone, Default)]
pub struct Grounds {
    /// What its codemod knows of functions.
    pub knowledge: Knowledge,
    /// The parameters of its codemod.
    pub params: BTreeMap<String, toml::Value>,
}

/// One match of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explored {
    /// Which pattern of the query, from 0.
    pub pattern: usize,
    /// The captures, in order of place: name without `@`, and where.
    pub captures: Vec<(String, Span)>,
    /// The first semantic predicate that is not known to hold.
    pub turned_down_by: Option<String>,
}

/// All matches of a rule's query in a file; `None` if there are too many to trust any.
#[must_use]
pub fn explore(
    package: &Package<'_>,
    file: FileId,
    rule: &Rule,
    grounds: &Grounds,
) -> Option<Vec<Explored>> {
    let searched = Searched::default();
    let judge = Judge {
        package,
        rule,
        knowledge: &grounds.knowledge,
        params: &grounds.params,
        uncertain: Cell::new(false),
        too_much: RefCell::default(),
        searched: &searched,
        id: RuleId { entry: 0, rule: 0 },
    };
    let matches = match matching::matches(package, file, &rule.query, None) {
        Ok(matches) => matches,
        Err(TooManyMatches) => return None,
    };
    let explored = matches.into_iter().map(|found| {
        let predicates = &rule.query.predicates[found.pattern];
        let failed = judge.first_failure(predicates, &found.bindings);
        let mut captures: Vec<(String, Span)> = Vec::new();
        for (name, nodes) in &found.bindings.captures {
            captures.extend(
                nodes
                    .iter()
                    .map(|at| (name.to_string(), node::span(at.node))),
            );
        }
        captures.sort_by(|(a, at), (b, bt)| at.cmp(bt).then(a.cmp(b)));
        Explored {
            pattern: found.pattern,
            captures,
            turned_down_by: failed.map(ToString::to_string),
        }
    });
    Some(explored.collect())
}
