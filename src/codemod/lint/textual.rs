//! What tree-sitter itself reads of a query: of its own predicates it says only in which pattern
//! one is wrong, and one that it does not know it ignores.

use tree_sitter::{QueryError, QueryErrorKind};

use crate::codemod::problem::Problem;
use crate::codemod::sexp::Sexp;
use crate::syntax::grammar;
use crate::text::Span;

use super::arguments;

/// All that there are.
const KNOWN: [&str; 10] = [
    "eq?",
    "not-eq?",
    "any-eq?",
    "any-not-eq?",
    "match?",
    "not-match?",
    "any-match?",
    "any-not-match?",
    "any-of?",
    "not-any-of?",
];

/// What is wrong with `(#eq? …)`, `(#match? …)` or `(#any-of? …)`, their negations and `any-`
/// forms included.
pub(in crate::codemod) fn textual(name: &str, span: Span, args: &[Sexp]) -> Option<Problem> {
    if !KNOWN.contains(&name) {
        let problem = Problem::new(format!("there is no predicate #{name}"), span);
        return Some(problem.near(name, KNOWN, "#"));
    }
    let list = name.contains("any-of");
    let pattern = name.contains("match");
    if args.len() < 2 || (args.len() > 2 && !list) {
        let more = if list { " or more" } else { "" };
        let message = format!("#{name} takes 2{more} arguments, not {}", args.len());
        return Some(Problem::new(message, span));
    }
    let (first, rest) = args.split_first()?;
    if !matches!(first, Sexp::Capture(..)) {
        return Some(Problem::new(
            format!("#{name} takes a capture here"),
            first.span(),
        ));
    }
    for arg in rest {
        match arg {
            Sexp::Text(text, span) | Sexp::Word(text, span) if pattern => {
                if let Some(problem) = arguments::regular(text) {
                    return Some(Problem {
                        span: *span,
                        ..problem
                    });
                }
            }
            Sexp::Text(..) | Sexp::Word(..) => {}
            Sexp::Capture(..) if !list && !pattern => {}
            other => {
                let wanted = if list || pattern {
                    "a string"
                } else {
                    "a capture or a string"
                };
                let message = format!("#{name} takes {wanted} here");
                return Some(Problem::new(message, other.span()));
            }
        }
    }
    None
}

/// What tree-sitter says of a query that it does not take.
pub(in crate::codemod) fn of_query(error: &QueryError, items: &[Sexp]) -> Problem {
    let word = error.message.trim_matches('"');
    let span = Span::new(error.offset, error.offset + word.len().max(1));
    let short = Span::new(error.offset, error.offset + 1);
    match error.kind {
        QueryErrorKind::NodeType => Problem::new(format!("query: Go has no node `{word}`"), span)
            .near(word, grammar::kinds().iter().copied(), ""),
        QueryErrorKind::Field => Problem::new(format!("query: Go has no field `{word}`"), span)
            .near(word, grammar::fields().iter().copied(), ""),
        QueryErrorKind::Capture => {
            let mut known = Vec::new();
            captures_of(items, &mut known);
            Problem::new(
                format!("query: @{word} is not captured in this pattern"),
                span,
            )
            .near(word, known, "@")
        }
        QueryErrorKind::Structure => Problem::new("query: no Go code can have this shape", short),
        QueryErrorKind::Predicate | QueryErrorKind::Syntax | QueryErrorKind::Language => {
            let said = error.message.lines().next().unwrap_or("syntax error");
            Problem::new(format!("query: {said}"), short)
        }
    }
}

/// The captures of patterns, those of predicates aside.
pub(in crate::codemod) fn captures_of<'s>(items: &'s [Sexp], into: &mut Vec<&'s str>) {
    for item in items {
        match item {
            Sexp::Capture(name, _) => into.push(name),
            Sexp::List(inner, _) | Sexp::Either(inner, _) if item.as_predicate().is_none() => {
                captures_of(inner, into);
            }
            _ => {}
        }
    }
}
