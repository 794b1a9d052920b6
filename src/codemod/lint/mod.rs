//! Mistakes that compile: names that mean nothing where they stand, so that a predicate never
//! holds, a guard never turns anything down, or a template fails when it is too late.
//!
//! It goes through the text once more, where every word has its place.

mod arguments;
mod expression;
mod keys;
mod shape;
mod template;
mod textual;

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::text::Span;

use super::compile::Compiler;
use super::model::{Param, Predicate, PredicateArg, PredicateName};
use super::predicate;
use super::problem::{Problem, nearest};
use super::query::{self, Checked};
use super::sexp::{self, Sexp};

pub(super) use keys::{rule, superfluous};
pub(super) use shape::expensive;
pub(super) use template::{place_of, problems as of_template, unknown};
pub(super) use textual::{captures_of, of_query, textual};

/// What the words of a rule may refer to.
pub(super) struct Around<'c> {
    /// The queries whose captures are known.
    pub scopes: Vec<&'c Checked>,
    /// The named queries.
    pub queries: &'c BTreeMap<String, Checked>,
    /// The codemod's parameters.
    pub params: &'c BTreeMap<String, Param>,
}

impl<'c> Around<'c> {
    /// What the conditions and queries of a rule may refer to.
    pub fn new(
        rule: &'c Checked,
        queries: &'c BTreeMap<String, Checked>,
        params: &'c BTreeMap<String, Param>,
    ) -> Self {
        Self {
            scopes: vec![rule],
            queries,
            params,
        }
    }

    /// All captures.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.scopes.iter().flat_map(|scope| scope.names())
    }

    /// Whether something is captured by this name.
    pub fn knows(&self, name: &str) -> bool {
        self.known().any(|known| known == name)
    }
}

/// Checks the queries of a rule, all of which have been compiled: what their predicates name.
pub(super) fn queries(compiler: &mut Compiler<'_>, around: &Around<'_>) {
    // A named query may use the captures of those that ask for it; that they are there has been
    // seen to.
    let mut scopes = around.scopes.clone();
    scopes.extend(around.queries.values());
    let wide = Around { scopes, ..*around };
    let circular = circular(around.queries);
    for (index, text) in std::mem::take(&mut compiler.queries).iter().enumerate() {
        predicates(compiler, text, &wide);
        // The first is the rule's own, which nothing can ask for.
        if index == 0 || circular.is_empty() {
            continue;
        }
        for_each_predicate(text.get_ref(), |name, _, args| {
            if name.ends_with("contains?")
                && let [_, Sexp::Text(of, span) | Sexp::Word(of, span)] = args
                && circular.contains(of.as_str())
            {
                let message = format!("the query `{of}` asks for itself, without end");
                compiler.within(text, Problem::new(message, *span));
            }
        });
    }
}

/// Checks a condition: what it captures, and what its predicates name.
pub(super) fn condition(compiler: &mut Compiler<'_>, text: &Spanned<String>, around: &Around<'_>) {
    for_each_predicate(text.get_ref(), |_, _, args| {
        for arg in args {
            if let Sexp::Capture(name, span) = arg
                && !around.knows(name)
            {
                let problem = Problem::new(format!("nothing is captured as @{name}"), *span);
                compiler.within(text, problem.near(name, around.known(), "@"));
            }
        }
    });
    predicates(compiler, text, around);
}

/// Complains about a capture that no query has.
pub(super) fn no_capture(compiler: &mut Compiler<'_>, name: &Spanned<String>, scopes: &[&Checked]) {
    let message = format!("nothing is captured as `{}`", name.get_ref());
    let problem = Problem::new(message, name.span().into());
    let known = scopes.iter().flat_map(|scope| scope.names());
    compiler
        .problems
        .push(problem.near(name.get_ref(), known, ""));
}

fn predicates(compiler: &mut Compiler<'_>, text: &Spanned<String>, around: &Around<'_>) {
    for_each_predicate(text.get_ref(), |name, span, args| {
        let Ok(checked) = predicate::predicate(name, span, args) else {
            return;
        };
        for problem in arguments::problems(checked.name, args, around) {
            compiler.within(text, problem);
        }
    });
}

/// The named queries that ask for themselves, directly or by others: they would ask without end.
fn circular(queries: &BTreeMap<String, Checked>) -> BTreeSet<&str> {
    let asked = |name: &str| -> BTreeSet<&str> {
        let query = queries.get(name).map(|checked| &checked.query);
        let predicates = query.into_iter().flat_map(|query| &query.predicates);
        let contains = |of: &&Predicate| of.name == PredicateName::Contains;
        let args = predicates.flatten().filter(contains).map(|of| &of.args);
        args.filter_map(|args| match args.get(1) {
            Some(PredicateArg::Text(name)) => Some(name.as_str()),
            _ => None,
        })
        .collect()
    };
    let asks_for_itself = |name: &&str| {
        let mut reached = asked(name);
        loop {
            let next: BTreeSet<&str> = reached.iter().flat_map(|name| asked(name)).collect();
            let before = reached.len();
            reached.extend(next);
            if reached.len() == before {
                return reached.contains(name);
            }
        }
    };
    let names = queries.keys().map(String::as_str);
    names.filter(asks_for_itself).collect()
}

/// Where a predicate at a place of a query first says a capture.
pub(super) fn place_of_capture(text: &str, predicate: Span, name: &str) -> Span {
    let mut place = predicate;
    for_each_predicate(predicate.slice(text), |_, _, args| {
        let said = args.iter().find_map(|arg| match arg {
            Sexp::Capture(capture, span) if capture == name => Some(*span),
            _ => None,
        });
        if let Some(span) = said {
            let start = predicate.start;
            place = Span::new(start + span.start, start + span.end);
        }
    });
    place
}

fn for_each_predicate(text: &str, mut visit: impl FnMut(&str, Span, &[Sexp])) {
    // What can't be read has been told already.
    for item in sexp::read(text).unwrap_or_default() {
        for (name, span, args, _) in query::predicates_in(&item) {
            visit(name, span, args);
        }
    }
}

impl Problem {
    /// The same with the nearest known word as remedy, if any is near; `sign` goes in front.
    #[must_use]
    pub(super) fn near<'k>(
        self,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
        sign: &str,
    ) -> Self {
        match nearest(word, known) {
            Some(near) => self.with_remedy(format!("did you mean `{sign}{near}`?")),
            None => self,
        }
    }
}
