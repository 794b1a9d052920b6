//! The functions and filters of templates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use minijinja::value::{Kwargs, Rest, Value};
use minijinja::{Environment, Error, State};
use regex::Regex;

use crate::text::Span;

use super::connection::{self, Form};
use super::ledger::{ask, decline};

/// Functions that ask facts.
const QUESTIONS: [&str; 5] = ["fresh", "pkg", "zero_value", "zero_results", "go_at_least"];

/// Filters of our own, which also work as functions.
const FILTERS: [&str; 10] = [
    "quote",
    "unquote",
    "indent",
    "dsn_params",
    "dsn_lacks",
    "url_params",
    "url_lacks",
    "kv_params",
    "kv_lacks",
    "duration",
];

/// minijinja's own filters that make sense for text.
const STANDARD_FILTERS: [&str; 14] = [
    "upper", "lower", "trim", "replace", "join", "first", "last", "length", "default", "sort",
    "unique", "int", "split", "lines",
];

static FILTER_USE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"@(?:\{|%)[^@]*?\|\s*([A-Za-z_]\w*)").ok());

/// Whether a name is a function and so no capture.
pub(super) fn is_function(name: &str) -> bool {
    QUESTIONS.contains(&name)
        || FILTERS.contains(&name)
        || matches!(name, "range" | "dict" | "namespace")
}

/// The first filter in a template that does not exist.
pub(super) fn unknown_filter(source: &str) -> Option<(String, Span)> {
    let uses = FILTER_USE.as_ref()?;
    uses.captures_iter(source)
        .filter_map(|found| found.get(1))
        .find_map(|name| {
            let known =
                FILTERS.contains(&name.as_str()) || STANDARD_FILTERS.contains(&name.as_str());
            (!known).then(|| (name.as_str().to_owned(), Span::from(name.range())))
        })
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
    both(env, "quote", |_, text, _| Ok(Value::from(quote(text))));
    both(env, "unquote", |state, text, _| {
        unquote(text)
            .map(Value::from)
            .ok_or_else(|| decline(state, format!("{text} is not a string literal")))
    });
    env.add_filter("indent", indent);
    for (name, form) in [
        ("dsn_params", Form::Dsn),
        ("url_params", Form::Url),
        ("kv_params", Form::KeyValue),
    ] {
        both(env, name, move |state, text, wanted| {
            connection::with_params(form, text, &wanted)
                .map(Value::from)
                .map_err(|reason| decline(state, reason))
        });
    }
    for (name, form) in [
        ("dsn_lacks", Form::Dsn),
        ("url_lacks", Form::Url),
        ("kv_lacks", Form::KeyValue),
    ] {
        both(env, name, move |_, text, wanted| {
            let keys: Vec<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
            Ok(match connection::lacks(form, text, &keys) {
                Some(lacks) => Value::from(lacks),
                None => Value::from(()),
            })
        });
    }
}

/// Key and value pairs in the order written.
type Pairs = Vec<(String, String)>;

/// A function that is a filter too: text first, then a dict of wanted parameters.
fn both(
    env: &mut Environment<'_>,
    name: &'static str,
    run: impl Fn(&State<'_, '_>, &str, Pairs) -> Result<Value, Error> + Send + Sync + Clone + 'static,
) {
    let function = run.clone();
    let call = move |state: &State<'_, '_>, text: Value, wanted: Option<Value>| {
        function(state, &text.to_string(), pairs(wanted.as_ref())?)
    };
    env.add_filter(name, call.clone());
    env.add_function(name, call);
}

fn pairs(wanted: Option<&Value>) -> Result<Pairs, Error> {
    let Some(wanted) = wanted else {
        return Ok(Vec::new());
    };
    let mut pairs = Vec::new();
    for key in wanted.try_iter()? {
        let value = wanted.get_item(&key)?;
        pairs.push((key.to_string(), value.to_string()));
    }
    Ok(pairs)
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

/// The value of a Go string literal; `None` if it is none, or not UTF-8.
#[must_use]
pub fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('`') {
        return raw.strip_suffix('`').map(|text| text.replace('\r', ""));
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let simple: BTreeMap<char, u8> = BTreeMap::from([
            ('a', 7),
            ('b', 8),
            ('f', 12),
            ('n', 10),
            ('r', 13),
            ('t', 9),
            ('v', 11),
            ('\\', b'\\'),
            ('"', b'"'),
        ]);
        let escape = chars.next()?;
        if let Some(byte) = simple.get(&escape) {
            bytes.push(*byte);
            continue;
        }
        let (digits, radix, first) = match escape {
            'x' => (2, 16, None),
            'u' => (4, 16, None),
            'U' => (8, 16, None),
            '0'..='7' => (2, 8, Some(escape)),
            _ => return None,
        };
        let number: String = first
            .into_iter()
            .chain(chars.by_ref().take(digits))
            .collect();
        let code = u32::from_str_radix(&number, radix).ok()?;
        match escape {
            'u' | 'U' => {
                bytes.extend_from_slice(char::from_u32(code)?.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => bytes.push(u8::try_from(code).ok()?),
        }
    }
    String::from_utf8(bytes).ok()
}
