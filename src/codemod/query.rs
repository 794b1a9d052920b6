//! Queries: compiled by tree-sitter, checked by us.
//!
//! tree-sitter accepts much that can only be a mistake: unknown predicates are ignored, a
//! predicate outside of its pattern filters nothing, and some shapes cost time that grows with
//! the square of a function's length. All of it is refused here, at its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tree_sitter::{CaptureQuantifier, Query};

use crate::syntax;
use crate::text::Span;

use super::lint;
use super::literals;
use super::model::{Applicability, Needs, PredicateArg, Rule, RuleQuery};
use super::pattern::Pattern;
use super::predicate;
use super::problem::Problem;
use super::roots;
use super::sexp::{self, Sexp};
use super::template::Template;

/// A compiled query and how often each capture occurs in a match of each pattern.
pub(super) struct Checked {
    pub query: RuleQuery,
    /// By pattern: capture name and quantifier.
    pub captures: Vec<Vec<(String, CaptureQuantifier)>>,
}

impl Checked {
    /// Whether a capture stands exactly once in every match of every pattern.
    pub fn always(&self, name: &str) -> bool {
        self.captures.iter().all(|captures| {
            captures
                .iter()
                .any(|(known, quantifier)| known == name && *quantifier == CaptureQuantifier::One)
        })
    }

    /// The names of all captures.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = self.captures.iter().flatten();
        all.filter(|(_, quantifier)| *quantifier != CaptureQuantifier::Zero)
            .map(|(name, _)| name.as_str())
    }

    /// Whether a capture is known at all.
    pub fn knows(&self, name: &str) -> bool {
        self.captures
            .iter()
            .flatten()
            .any(|(known, quantifier)| known == name && *quantifier != CaptureQuantifier::Zero)
    }
}

/// What a query is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'c> {
    /// A rule's own: each pattern captures `@match`.
    Rule,
    /// A named one: predicates may use the captures of the rule's query, and these.
    Named(&'c Checked, &'c BTreeSet<String>),
    /// To look around: no capture is asked for.
    Bare,
}

/// What was made of texts before: rules share named queries.
pub(super) struct Analysed {
    known: BTreeMap<String, Arc<Pattern>>,
    /// Whether the texts are known to be queries that are sound: they are not checked.
    trusted: bool,
}

impl Analysed {
    pub fn new(trusted: bool) -> Self {
        Self {
            known: BTreeMap::new(),
            trusted,
        }
    }
}

/// Compiles a query. Places are those of `text`.
pub(super) fn compile(
    text: &str,
    purpose: Purpose<'_>,
    analysed: &mut Analysed,
) -> Result<Checked, Vec<Problem>> {
    let items = sexp::read(text).map_err(|(message, span)| vec![Problem::new(message, span)])?;
    let mut problems = shape_problems(&items);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut predicates = Vec::new();
    let mut needs = Vec::new();
    let mut blanked = text.to_owned();
    for pattern in &items {
        // The captures behind a pattern belong to it and are no patterns of their own.
        if matches!(pattern, Sexp::Capture(..)) {
            continue;
        }
        let mut semantic = Vec::new();
        for (name, span, args, whole) in predicates_in(pattern) {
            if predicate::is_textual(name) {
                problems.extend(lint::textual(name, span, args));
                continue;
            }
            match predicate::predicate(name, span, args) {
                Ok(checked) => semantic.push((checked, whole)),
                Err(problem) => problems.push(problem),
            }
        }
        // tree-sitter knows only captures of the pattern itself; what is ours is ours to read.
        for (_, whole) in &semantic {
            blanked.replace_range(whole.range(), &" ".repeat(whole.len()));
        }
        needs.push(Needs {
            literals: literals::of_pattern(pattern),
            roots: roots::of_pattern(pattern),
        });
        predicates.push(semantic);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let query = match analysed.known.get(&blanked) {
        Some(known) => Arc::clone(known),
        None if analysed.trusted => Arc::new(Pattern::trusted(blanked.clone())),
        None => {
            let query = Query::new(&syntax::language(), &blanked)
                .map_err(|error| vec![lint::of_query(&error, &items)])?;
            Arc::new(Pattern::checked(blanked.clone(), query))
        }
    };
    analysed.known.insert(blanked, Arc::clone(&query));
    let captures = if analysed.trusted {
        written_captures(&items)
    } else {
        query.query().map(captures_of).unwrap_or_default()
    };
    if captures.len() != predicates.len() {
        let span = Span::new(0, text.len().min(1));
        return Err(vec![Problem::new(
            "the query's patterns cannot be told apart",
            span,
        )]);
    }
    let checked = Checked {
        query: RuleQuery {
            pattern: query,
            predicates: predicates
                .iter()
                .map(|list| cheapest_first(list.iter().map(|(p, _)| p.clone()).collect()))
                .collect(),
            needs,
        },
        captures,
    };
    problems.extend(uncaptured(text, &checked, &predicates, purpose));
    if matches!(purpose, Purpose::Rule) && !checked.always("match") {
        let mut patterns = items
            .iter()
            .filter(|item| !matches!(item, Sexp::Capture(..)))
            .zip(&checked.captures);
        let once = |(name, quantifier): &(String, CaptureQuantifier)| {
            name == "match" && *quantifier == CaptureQuantifier::One
        };
        let without = patterns.find(|(_, captures)| !captures.iter().any(once));
        let start = without.map_or(0, |(item, _)| item.span().start);
        let span = Span::new(start, start + 1);
        problems.push(
            Problem::new("a pattern does not capture @match", span)
                .with_remedy("put @match behind the node that the finding is about"),
        );
    }
    if problems.is_empty() {
        Ok(checked)
    } else {
        Err(problems)
    }
}

/// Captures that predicates name and their pattern does not have.
fn uncaptured(
    text: &str,
    checked: &Checked,
    predicates: &[Vec<(super::model::Predicate, Span)>],
    purpose: Purpose<'_>,
) -> Vec<Problem> {
    let known_outside = |name: &str| match purpose {
        Purpose::Named(outer, around) => outer.knows(name) || around.contains(name),
        Purpose::Rule | Purpose::Bare => false,
    };
    let mut problems = Vec::new();
    for (pattern, list) in predicates.iter().enumerate() {
        for (checked_predicate, whole) in list {
            for arg in &checked_predicate.args {
                if let PredicateArg::Capture(name) = arg {
                    let here = checked.captures[pattern]
                        .iter()
                        .any(|(known, q)| **known == **name && *q != CaptureQuantifier::Zero);
                    if !here && !known_outside(name) {
                        let message = format!("@{name} is not captured in this pattern");
                        let outside = match purpose {
                            Purpose::Named(outer, around) => Some((outer, around)),
                            Purpose::Rule | Purpose::Bare => None,
                        };
                        let outside = outside.into_iter().flat_map(|(outer, around)| {
                            outer.names().chain(around.iter().map(String::as_str))
                        });
                        let known = checked.names().chain(outside);
                        let place = lint::place_of_capture(text, *whole, name);
                        problems.push(Problem::new(message, place).near(name, known, "@"));
                    }
                }
            }
        }
    }
    problems
}

/// By pattern: capture name and quantifier.
fn captures_of(query: &Query) -> Vec<Vec<(String, CaptureQuantifier)>> {
    let names = query.capture_names();
    let of_pattern = |pattern| {
        let quantifiers = query.capture_quantifiers(pattern);
        let names = names.iter().map(|name| (*name).to_owned());
        names.zip(quantifiers.iter().copied()).collect()
    };
    (0..query.pattern_count()).map(of_pattern).collect()
}

/// By pattern: what it captures, as if always. Enough for a query that is known to be sound.
fn written_captures(items: &[Sexp]) -> Vec<Vec<(String, CaptureQuantifier)>> {
    let mut patterns: Vec<Vec<&str>> = Vec::new();
    for item in items {
        match (item, patterns.last_mut()) {
            (Sexp::Capture(name, _), Some(last)) => last.push(name),
            (Sexp::Capture(..), None) => {}
            (pattern, _) => {
                let mut names = Vec::new();
                lint::captures_of(std::slice::from_ref(pattern), &mut names);
                patterns.push(names);
            }
        }
    }
    let once = |name: &str| (name.to_owned(), CaptureQuantifier::One);
    let patterns = patterns.into_iter();
    patterns
        .map(|names| names.into_iter().map(once).collect())
        .collect()
}

/// A rule that only looks: a query without message, edits or `@match`. A pattern that captures
/// nothing captures itself as `@match`, so that its matches have a place.
///
/// # Errors
/// What is wrong with the query, at byte offsets of `text`.
pub fn bare_rule(text: &str) -> Result<Rule, Vec<Problem>> {
    let mut analysed = Analysed::new(false);
    let mut checked = compile(text, Purpose::Bare, &mut analysed)?;
    let items = sexp::read(text).unwrap_or_default();
    let ends = bare_ends(&items);
    if !ends.is_empty() {
        let mut named = text.to_owned();
        for end in ends.into_iter().rev() {
            named.insert_str(end, " @match");
        }
        checked = compile(&named, Purpose::Bare, &mut analysed)?;
    }
    let message = Template::compile("", Span::at(0))
        .map_err(|(message, _)| vec![Problem::new(message, Span::at(0))])?;
    Ok(Rule {
        message,
        query: checked.query,
        queries: BTreeMap::new(),
        applicability: Applicability::Suggest,
        when: None,
        lower: Vec::new(),
        edits: Vec::new(),
        add_imports: Vec::new(),
        drop_imports: Vec::new(),
        hint: None,
    })
}

/// Where the node of a pattern ends that captures nothing.
fn bare_ends(items: &[Sexp]) -> Vec<usize> {
    let is_node = |item: &Sexp| matches!(item, Sexp::List(..) | Sexp::Either(..));
    let mut ends = Vec::new();
    for (index, item) in items.iter().enumerate().filter(|(_, item)| is_node(item)) {
        let mut names = Vec::new();
        lint::captures_of(std::slice::from_ref(item), &mut names);
        if !names.is_empty() || matches!(items.get(index + 1), Some(Sexp::Capture(..))) {
            continue;
        }
        ends.push(match item {
            // Of a group it is the first node.
            Sexp::List(inner, _) if inner.first().is_some_and(is_node) => {
                let first = bare_ends(&inner[..1]);
                first.first().copied().unwrap_or(item.span().end)
            }
            _ => item.span().end,
        });
    }
    ends
}

/// Text before types before flow, in the order written otherwise.
fn cheapest_first(mut predicates: Vec<super::model::Predicate>) -> Vec<super::model::Predicate> {
    predicates.sort_by_key(|predicate| predicate.name.cost());
    predicates
}

/// All predicates below a pattern: name, its place, arguments, the whole list's place.
pub(super) fn predicates_in(item: &Sexp) -> Vec<(&str, Span, &[Sexp], Span)> {
    if let Some((name, span, args)) = item.as_predicate() {
        return vec![(name, span, args, item.span())];
    }
    match item {
        Sexp::List(items, _) | Sexp::Either(items, _) => {
            items.iter().flat_map(predicates_in).collect()
        }
        _ => Vec::new(),
    }
}

fn shape_problems(items: &[Sexp]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut patterns = 0;
    for item in items {
        match item {
            _ if item.as_predicate().is_some() => problems.push(
                Problem::new(
                    "this predicate stands outside of its pattern and filters nothing",
                    item.span(),
                )
                .with_remedy("put pattern and predicates into one pair of parentheses"),
            ),
            Sexp::List(inner, span) => {
                patterns += 1;
                if matches_everything(inner) {
                    problems.push(Problem::new("this pattern matches every node", *span));
                }
                problems.extend(lint::expensive(item));
            }
            Sexp::Either(..) => {
                patterns += 1;
                problems.extend(lint::expensive(item));
            }
            Sexp::Capture(..) => {}
            other => problems.push(Problem::new("this is no pattern", other.span())),
        }
    }
    if patterns == 0 && problems.is_empty() {
        problems.push(Problem::new("the query has no pattern", Span::at(0)));
    }
    problems
}

/// `(_) @x`, also inside a group with predicates.
fn matches_everything(items: &[Sexp]) -> bool {
    match items.first() {
        Some(Sexp::Word(word, _)) if word == "_" => !items
            .iter()
            .skip(1)
            .any(|item| matches!(item, Sexp::List(..)) && item.as_predicate().is_none()),
        Some(Sexp::List(inner, _)) if !matches!(items.get(1), Some(Sexp::List(..)) if items[1].as_predicate().is_none()) => {
            matches_everything(inner)
        }
        _ => false,
    }
}
