//! The functions and filters of templates.

use std::borrow::Cow;
use std::fmt::Write as _;

use minijinja::value::{Kwargs, Rest, Value};
use minijinja::{Environment, Error, ErrorKind, State};
use regex::Regex;

use crate::facts::unquote;

use super::connection::words;
use super::ledger::{ask, decline};

/// Functions that ask facts.
const QUESTIONS: [&str; 8] = [
    "fresh",
    "pkg",
    "zero_value",
    "zero_results",
    "parameter",
    "go_at_least",
    "terminates",
    "log_error",
];

/// Filters of our own, which also work as functions.
const FILTERS: [&str; 5] = ["matches", "quote", "unquote", "indent", "duration"];

/// minijinja's own filters that make sense for text.
const STANDARD_FILTERS: [&str; 14] = [
    "upper", "lower", "trim", "replace", "join", "first", "last", "length", "default", "sort",
    "unique", "int", "split", "lines",
];

/// Whether a name is a function and so no capture.
pub(super) fn is_function(name: &str) -> bool {
    QUESTIONS.contains(&name)
        || FILTERS.contains(&name)
        || words::contains(name)
        || matches!(name, "decline" | "range" | "dict" | "namespace")
}

/// The names of our own functions.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    QUESTIONS.into_iter().chain(FILTERS).chain(words::names())
}

/// Whether a name is a filter.
pub(super) fn is_filter(name: &str) -> bool {
    filters().any(|known| known == name)
}

/// The names of all filters.
pub(super) fn filters() -> impl Iterator<Item = &'static str> {
    let own = FILTERS.into_iter().chain(words::names());
    own.chain(STANDARD_FILTERS)
}

/// Makes everything known to an environment.
pub(super) fn register(env: &mut Environment<'_>) {
    for name in QUESTIONS {
        env.add_function(
            name,
            move |state: &State<'_, '_>, args: Rest<Value>, kwargs: Kwargs| {
                ask(state, name, &args, &kwargs)
            },
        );
    }
    env.add_function("decline", |state: &State<'_, '_>, reason: String| {
        Err::<Value, Error>(decline(state, reason))
    });
    both(env, "quote", |_, text, _| Ok(Value::from(quote(text))));
    both(env, "unquote", |state, text, _| {
        unquote(text)
            .map(Value::from)
            .ok_or_else(|| decline(state, format!("{text} is not a string literal")))
    });
    env.add_filter("indent", indent);
    env.add_function("indent", indent);
    env.add_filter("matches", matches);
    env.add_function("matches", matches);
    env.add_filter("duration", duration);
    env.add_function("duration", duration);
    words::register(env);
}

/// A function that is a filter too: text first, then what else it takes.
pub(super) fn both(
    env: &mut Environment<'_>,
    name: impl Into<Cow<'static, str>>,
    run: impl Fn(&State<'_, '_>, &str, &[Value]) -> Result<Value, Error> + Send + Sync + Clone + 'static,
) {
    let call = move |state: &State<'_, '_>, text: Value, more: Rest<Value>| {
        run(state, &text.to_string(), &more)
    };
    let name = name.into();
    env.add_filter(name.clone(), call.clone());
    env.add_function(name, call);
}

/// `5s` as a Go expression, `5 * time.Second`; `tight` for an argument among others, where gofmt
/// leaves out the blanks.
#[expect(
    clippy::needless_pass_by_value,
    reason = "minijinja hands arguments over by value"
)]
fn duration(state: &State<'_, '_>, text: &Value, options: Kwargs) -> Result<Value, Error> {
    let tight: Option<bool> = options.get("tight")?;
    options.assert_all_used()?;
    let text = text.to_string();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unit = match &text[digits..] {
        "ns" => "Nanosecond",
        "us" => "Microsecond",
        "ms" => "Millisecond",
        "s" => "Second",
        "m" => "Minute",
        "h" => "Hour",
        _ => {
            return Err(decline(
                state,
                format!("`{text}` is not a duration such as 5s"),
            ));
        }
    };
    let time = ask(
        state,
        "pkg",
        &[Value::from("time")],
        &Kwargs::from_iter::<[(&str, Value); 0]>([]),
    )?;
    let times = if tight == Some(true) { "*" } else { " * " };
    Ok(Value::from(format!(
        "{}{times}{time}.{unit}",
        &text[..digits]
    )))
}

/// Whether a regular expression matches somewhere in a text.
fn matches(text: &Value, pattern: &str) -> Result<bool, Error> {
    let regex = Regex::new(pattern).map_err(|error| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("bad regular expression: {error}"),
        )
    })?;
    Ok(regex.is_match(&text.to_string()))
}

fn indent(text: &str, tabs: usize) -> String {
    let prefix = "\t".repeat(tabs);
    text.split('\n')
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!("{prefix}{line}")
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// An interpreted Go string literal.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
