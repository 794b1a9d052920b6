//! What the strings of predicates name: kinds of nodes, types, functions, versions, queries.

use globset::Glob;
use regex::Regex;

use crate::codemod::model::PredicateName as Name;
use crate::codemod::problem::Problem;
use crate::codemod::sexp::Sexp;
use crate::codemod::template;
use crate::facts::{
    is_import_path, is_name, is_predeclared_callee, is_predeclared_type, written_type,
};
use crate::syntax::grammar;
use crate::text::Span;

use super::Around;
use super::expression;

/// The kinds of types that `#kind?` tells apart.
const TYPE_KINDS: [&str; 9] = [
    "basic",
    "struct",
    "array",
    "slice",
    "map",
    "pointer",
    "func",
    "chan",
    "interface",
];

/// What is wrong with the arguments of a predicate.
pub(super) fn problems(name: Name, args: &[Sexp], around: &Around<'_>) -> Vec<Problem> {
    let texts: Vec<(&str, Span)> = args
        .iter()
        .filter_map(|arg| match arg {
            Sexp::Text(text, span) | Sexp::Word(text, span) => Some((text.as_str(), *span)),
            _ => None,
        })
        .collect();
    let each = |check: fn(&str) -> Option<Problem>| {
        let problems = texts.iter().filter_map(|(text, span)| {
            let problem = check(text)?;
            Some(Problem {
                span: *span,
                ..problem
            })
        });
        problems.collect()
    };
    match name {
        Name::Inside => texts
            .iter()
            .filter(|(text, _)| *text != "until")
            .filter_map(|(text, span)| kind(text, *span))
            .collect(),
        Name::Field => each(field),
        Name::Kind => each(type_kind),
        Name::Type => each(type_name),
        Name::Returns => each(result),
        Name::Calls => each(callee),
        Name::Implements => each(interface),
        Name::Pkg => each(import_pattern),
        Name::Requires => each(module),
        Name::Go => each(version),
        Name::Match => each(regular),
        Name::File => each(file_name),
        Name::Param => param(&texts, around).into_iter().collect(),
        Name::Contains => query(args, around).into_iter().collect(),
        Name::Where => texts
            .iter()
            .flat_map(|(text, span)| condition(text, *span, around))
            .collect(),
        _ => Vec::new(),
    }
}

/// A problem whose place is that of the argument.
fn wrong(message: impl Into<String>) -> Problem {
    Problem::new(message, Span::at(0))
}

fn kind(text: &str, span: Span) -> Option<Problem> {
    let kinds = grammar::kinds();
    let problem = || Problem::new(format!("Go has no node `{text}`"), span);
    (!kinds.contains(text)).then(|| problem().near(text, kinds.iter().copied(), ""))
}

fn field(text: &str) -> Option<Problem> {
    let Some((node, field)) = text.split_once('.') else {
        return Some(wrong(
            "a field is written `kind.field`, as in `call_expression.function`",
        ));
    };
    let of = grammar::fields_of(node);
    if of.iter().any(|known| known == field) {
        return None;
    }
    if !grammar::kinds().contains(node) {
        return kind(node, Span::at(0));
    }
    let problem = wrong(format!("`{node}` has no field `{field}`"));
    Some(problem.near(field, of.iter().map(String::as_str), ""))
}

fn type_kind(text: &str) -> Option<Problem> {
    if TYPE_KINDS.contains(&text) {
        return None;
    }
    let problem = wrong(format!("no type is of kind `{text}`"));
    let near = problem.clone().near(text, TYPE_KINDS, "");
    Some(match near.remedy {
        Some(_) => near,
        None => problem.with_remedy(format!("kinds are {}", TYPE_KINDS.join(", "))),
    })
}

/// What a type that is asked for looks like.
pub(super) fn type_name(text: &str) -> Option<Problem> {
    if written_type(text).is_some() {
        return None;
    }
    let problem = wrong(format!("no expression is of type `{text}`"));
    Some(
        problem.with_remedy(
            "types are written in full, as in `*net/http.Client` or `map[string]error`",
        ),
    )
}

fn result(text: &str) -> Option<Problem> {
    match text {
        "_" | "..." => None,
        text => type_name(text),
    }
}

fn callee(text: &str) -> Option<Problem> {
    let known = match text.strip_suffix('*') {
        Some(start) => start.is_empty() || is_import_path(start.trim_end_matches(['.', '/'])),
        None => is_of_package(text) || is_predeclared_callee(text),
    };
    if known {
        return None;
    }
    let problem = wrong(format!("`{text}` is no function's name"));
    Some(problem.with_remedy(
        "functions are written `net/http.Get`, methods `sync.Map.Load`, those of Go `close`",
    ))
}

/// `import/path.Name`, or `import/path.Type.Name`
fn is_of_package(text: &str) -> bool {
    text.rsplit_once('.')
        .is_some_and(|(path, name)| is_import_path(path) && is_name(name))
}

fn interface(text: &str) -> Option<Problem> {
    if is_of_package(text) || is_predeclared_type(text) {
        return None;
    }
    let problem = wrong(format!("`{text}` is no interface's name"));
    Some(problem.with_remedy("interfaces are written `io.Closer`"))
}

/// An import path, or one with `/*` for any major version.
fn import_pattern(text: &str) -> Option<Problem> {
    import_path(text.strip_suffix("/*").unwrap_or(text))
}

pub(super) fn import_path(text: &str) -> Option<Problem> {
    match text {
        "" => Some(wrong("the import path is empty")),
        text if is_import_path(text) => None,
        text => Some(wrong(format!("`{text}` is no import path"))),
    }
}

/// A module's path, perhaps with a version behind it.
fn module(text: &str) -> Option<Problem> {
    import_path(text.split(' ').next().unwrap_or_default())
}

pub(super) fn version(text: &str) -> Option<Problem> {
    let parts = text.split_once('.');
    let number = |part: &str| part.parse::<u32>().is_ok();
    if parts.is_some_and(|(major, minor)| number(major) && number(minor)) {
        return None;
    }
    Some(wrong("a Go version is written like \"1.21\""))
}

pub(super) fn regular(text: &str) -> Option<Problem> {
    let error = Regex::new(text).err()?;
    // The last line of a syntax error says what is wrong, those above show where.
    let said = error.to_string();
    let why = said.lines().last().unwrap_or_default();
    let why = why.strip_prefix("error: ").unwrap_or(why);
    Some(wrong(format!("this is no regular expression: {why}")))
}

fn file_name(text: &str) -> Option<Problem> {
    if text.contains('/') {
        return Some(wrong(
            "only the name of the file is looked at, which has no `/`",
        ));
    }
    let error = Glob::new(text).err()?;
    Some(wrong(format!("this is no pattern: {}", error.kind())))
}

fn param(texts: &[(&str, Span)], around: &Around<'_>) -> Option<Problem> {
    let (name, span) = texts.first()?;
    if around.params.contains_key(*name) {
        return None;
    }
    let problem = Problem::new(format!("there is no parameter `{name}`"), *span);
    Some(problem.near(name, around.params.keys().map(String::as_str), ""))
}

fn query(args: &[Sexp], around: &Around<'_>) -> Option<Problem> {
    let [_, Sexp::Text(name, span) | Sexp::Word(name, span)] = args else {
        return None;
    };
    if around.queries.contains_key(name) {
        return None;
    }
    let problem = Problem::new(format!("no query is called `{name}`"), *span);
    Some(problem.near(name, around.queries.keys().map(String::as_str), ""))
}

fn condition(text: &str, span: Span, around: &Around<'_>) -> Vec<Problem> {
    // Where an escape stands in the string, places in it cannot be told any more.
    let plain = span.len() == text.len() + 2;
    let place = |inner: Span| {
        if plain {
            Span::new(span.start + 1 + inner.start, span.start + 1 + inner.end)
        } else {
            span
        }
    };
    if let Err((message, inner)) = template::check_expression(text) {
        return vec![Problem::new(message, inner.map_or(span, place))];
    }
    let words = expression::alone(text);
    let problems = super::template::of_words(&words, around);
    let unknown = super::template::unknown_names(&words, &template::names_of(text), around);
    problems
        .into_iter()
        .chain(unknown)
        .map(|problem| Problem {
            span: place(problem.span),
            ..problem
        })
        .collect()
}
