//! Shapes of queries that cost time that grows with the square of a list's length, or faster.
//!
//! tree-sitter tries every way in which the siblings of a pattern can be found. Siblings that
//! `.` ties together, or to an end of the list, have one; so has what a field names. What says
//! more than a kind of node is taken for rare. Two of the rest are tried in all pairs, and nearly
//! always their author meant neighbours.

use crate::codemod::problem::Problem;
use crate::codemod::sexp::Sexp;
use crate::syntax::grammar;
use crate::text::Span;

/// Siblings that `.` ties together.
struct Run {
    span: Span,
    /// Something says which ones are meant.
    restrained: bool,
}

/// What is wrong with the shape of a pattern.
pub(in crate::codemod) fn expensive(pattern: &Sexp) -> Vec<Problem> {
    let mut problems = Vec::new();
    look_into(pattern, &mut problems);
    problems
}

fn look_into(item: &Sexp, problems: &mut Vec<Problem>) {
    let (Sexp::List(inner, _) | Sexp::Either(inner, _)) = item else {
        return;
    };
    if item.as_predicate().is_some() {
        return;
    }
    let repeated = repeated_wildcard(inner);
    if repeated.is_empty() && matches!(item, Sexp::List(..)) && may_be_long(inner) {
        problems.extend(untied(inner));
    }
    problems.extend(repeated);
    for item in inner {
        look_into(item, problems);
    }
}

/// Whether the siblings stand in a list, that of an unknown parent included.
fn may_be_long(items: &[Sexp]) -> bool {
    match items.first() {
        Some(Sexp::Word(kind, _)) => kind == "_" || grammar::is_list(kind),
        _ => true,
    }
}

/// A repeated wildcard among siblings is tried at every pair of places.
fn repeated_wildcard(items: &[Sexp]) -> Vec<Problem> {
    let pairs = items.iter().zip(items.iter().skip(1));
    pairs
        .filter(|(item, next)| {
            let wildcard = matches!(item, Sexp::List(inner, _) | Sexp::Either(inner, _)
                if matches!(inner.as_slice(), [Sexp::Word(word, _)] if word == "_"));
            wildcard && matches!(next, Sexp::Word(word, _) if word == "*" || word == "+")
        })
        .map(|(item, _)| {
            let message = "a repeated wildcard is tried at every pair of siblings";
            Problem::new(message, item.span()).with_remedy("capture the list node instead")
        })
        .collect()
}

fn untied(items: &[Sexp]) -> Option<Problem> {
    let mut free = runs(items).into_iter().filter(|run| !run.restrained);
    let (_, second) = (free.next()?, free.next()?);
    let message = "every pair of these siblings is tried: nothing ties this to what is in front";
    Some(Problem::new(message, second.span).with_remedy(
        "put `.` between neighbours, or look for one of them by a named query (#contains?)",
    ))
}

fn runs(items: &[Sexp]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // Whether `.` stands in front of what comes next, and a field's name.
    let (mut tied, mut field) = (false, false);
    // The first word of a list is its kind.
    let kind = usize::from(matches!(items.first(), Some(Sexp::Word(..))));
    for item in &items[kind..] {
        match item {
            Sexp::Word(word, _) if word == "." => tied = true,
            Sexp::Word(word, _) if word.ends_with(':') => field = true,
            Sexp::List(..) | Sexp::Either(..) if item.as_predicate().is_none() => {
                let restrained = field || !is_bare(item);
                match runs.last_mut() {
                    Some(run) if tied => run.restrained |= restrained,
                    last => {
                        let first = last.is_none();
                        runs.push(Run {
                            span: item.span(),
                            restrained: restrained || (first && tied),
                        });
                    }
                }
                (tied, field) = (false, false);
            }
            // A keyword or an operator.
            Sexp::Text(..) => (tied, field) = (false, false),
            _ => {}
        }
    }
    if let Some(run) = runs.last_mut() {
        run.restrained |= tied;
    }
    runs
}

/// Only kinds of nodes, and nothing of what is in them.
fn is_bare(item: &Sexp) -> bool {
    let quiet = |item: &Sexp| matches!(item, Sexp::Word(..) | Sexp::Capture(..) | Sexp::Text(..));
    match item {
        Sexp::List(items, _) => items.iter().all(quiet),
        Sexp::Either(items, _) => items.iter().all(|item| quiet(item) || is_bare(item)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codemod::sexp;

    fn is_expensive(query: &str) -> bool {
        let items = sexp::read(query).unwrap();
        items.iter().any(|item| !expensive(item).is_empty())
    }

    #[test]
    fn what_is_tried_in_pairs_is_expensive() {
        for query in [
            "((statement_list (expression_statement) @a (expression_statement) @b) @match)",
            "((statement_list (expression_statement)+ @a (expression_statement)+ @b) @match)",
            "((expression_statement)* @a (expression_statement) @match)",
            "((comment) @a (function_declaration) @match)",
            "((_ (return_statement) @a [(go_statement) (defer_statement)] @b) @match)",
            "((block (statement_list (go_statement) @a . (_) @c (defer_statement) @b)) @match)",
            "((statement_list (go_statement) (defer_statement (_) @x) (go_statement)) @match)",
            "((argument_list (identifier) @a (_)* @rest) @match)",
        ] {
            assert!(is_expensive(query), "{query}");
        }
    }

    #[test]
    fn what_is_tied_or_rare_is_not() {
        for query in [
            "((statement_list (expression_statement) @a . (expression_statement) @b) @match)",
            "((statement_list . (expression_statement) @a (expression_statement) @b) @match)",
            "((statement_list (expression_statement) @a (return_statement) @b .) @match)",
            "((statement_list (expression_statement (call_expression)) @a (go_statement) @b) @match)",
            "((comment)* @a . (function_declaration name: (_) @n) @match)",
            "((binary_expression (identifier) @a (identifier) @b) @match)",
            "((call_expression function: (_) @f arguments: (_) @a) @match)",
            "((if_statement (block) @a (block) @b) @match)",
            "((statement_list (expression_statement)+ @a) @match)",
            "((identifier) @match (#eq? @match \"x\"))",
            "((parameter_declaration (identifier) @a (type_identifier) @b) @match)",
        ] {
            assert!(!is_expensive(query), "{query}");
        }
    }
}
