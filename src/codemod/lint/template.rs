//! What templates name: filters, functions with their arguments, tests, attributes, parameters.

use crate::codemod::functions;
use crate::codemod::problem::Problem;
use crate::codemod::template;
use crate::text::Span;

use super::Around;
use super::arguments;
use super::expression::{self, Kind, Word};

/// What a capture can be asked for.
const ATTRIBUTES: [&str; 8] = [
    "text",
    "name",
    "value",
    "type",
    "last_hole",
    "known",
    "comment",
    "above",
];

/// What an argument of a function stands for.
#[derive(Clone, Copy)]
enum Meaning {
    Any,
    Capture,
    Type,
    Package,
    Version,
    Regex,
}

/// A function or filter: its name, how many arguments it needs, what they stand for, and its
/// named ones. As a filter it gets the first one from its left.
type Signature = (
    &'static str,
    usize,
    &'static [Meaning],
    &'static [&'static str],
);

const SIGNATURES: [Signature; 14] = [
    ("fresh", 1, &[Meaning::Any], &["rebind"]),
    ("pkg", 1, &[Meaning::Package], &[]),
    ("zero_value", 1, &[Meaning::Capture], &[]),
    ("zero_results", 1, &[Meaning::Capture], &["last"]),
    ("parameter", 2, &[Meaning::Capture, Meaning::Type], &[]),
    ("go_at_least", 1, &[Meaning::Version], &[]),
    ("terminates", 1, &[Meaning::Capture], &[]),
    ("log_error", 2, &[Meaning::Any, Meaning::Any], &[]),
    ("decline", 1, &[Meaning::Any], &[]),
    ("quote", 1, &[Meaning::Any], &[]),
    ("unquote", 1, &[Meaning::Any], &[]),
    ("indent", 2, &[Meaning::Any, Meaning::Any], &[]),
    ("matches", 2, &[Meaning::Any, Meaning::Regex], &[]),
    ("duration", 1, &[Meaning::Any], &["tight"]),
];

/// Statements that bring in other templates, of which there are none.
const OTHERS: [&str; 5] = ["include", "import", "from", "extends", "block"];

/// Where a template first names something.
pub(in crate::codemod) fn place_of(source: &str, name: &str) -> Span {
    let words = expression::in_template(source)
        .into_iter()
        .flat_map(|code| code.words);
    let words: Vec<Word<'_>> = words.collect();
    first(&words, name).map_or(Span::at(0), |at| words[at].span)
}

/// What is said of a name in a template that nothing has.
pub(in crate::codemod) fn unknown(source: &str, name: &str, around: &Around<'_>) -> Problem {
    let words = expression::in_template(source)
        .into_iter()
        .flat_map(|code| code.words);
    unknown_name(&words.collect::<Vec<_>>(), name, around)
}

fn unknown_name(words: &[Word<'_>], name: &str, around: &Around<'_>) -> Problem {
    let at = first(words, name);
    let span = at.map_or(Span::at(0), |at| words[at].span);
    if at.is_some_and(|at| words.get(at + 1).is_some_and(|next| next.is("("))) {
        let problem = Problem::new(format!("there is no function `{name}`"), span);
        return problem.near(name, functions::functions(), "");
    }
    let problem = Problem::new(format!("nothing is called `{name}` here"), span);
    problem.near(name, around.known(), "")
}

fn first(words: &[Word<'_>], name: &str) -> Option<usize> {
    (0..words.len()).find(|at| words[*at].says(name) && !is_member(words, *at))
}

/// What is wrong with the words of a template.
pub(in crate::codemod) fn problems(source: &str, around: &Around<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for code in expression::in_template(source) {
        if let Some(first) = code.words.iter().find(|word| !word.is("-"))
            && code.statement
            && OTHERS.contains(&first.text)
        {
            let message = format!("`{}` needs other templates, and there are none", first.text);
            problems.push(Problem::new(message, first.span));
        }
        problems.extend(of_words(&code.words, around));
    }
    problems
}

/// What is wrong with the words of an expression, unknown names aside.
pub(super) fn of_words(words: &[Word<'_>], around: &Around<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.kind != Kind::Name {
            continue;
        }
        let called = words.get(at + 1).is_some_and(|next| next.is("("));
        if is_member(words, at) {
            problems.extend(member(words, at, called, around));
        } else if is_test(words, at) {
            if !template::has_test(word.text) {
                let message = format!("there is no test `{}`", word.text);
                problems.push(Problem::new(message, word.span));
            }
        } else if is_filter(words, at) && !functions::is_filter(word.text) {
            let message = format!("there is no filter `{}`", word.text);
            let problem = Problem::new(message, word.span);
            problems.push(problem.near(word.text, functions::filters(), ""));
        } else if is_filter(words, at) || (called && functions::is_function(word.text)) {
            problems.extend(call(words, at, called, around));
        } else if word.says("params")
            && let [open, key, ..] = &words[at + 1..]
            && open.is("[")
            && key.kind == Kind::Text
        {
            problems.extend(unknown_param(key, around));
        }
    }
    problems
}

/// Names of an expression that nothing has.
pub(super) fn unknown_names(
    words: &[Word<'_>],
    names: &[String],
    around: &Around<'_>,
) -> Vec<Problem> {
    let unknown = names.iter().filter(|name| !around.knows(name));
    unknown
        .map(|name| unknown_name(words, name, around))
        .collect()
}

fn is_member(words: &[Word<'_>], at: usize) -> bool {
    at > 0 && words[at - 1].is(".")
}

fn is_filter(words: &[Word<'_>], at: usize) -> bool {
    at > 0 && words[at].kind == Kind::Name && words[at - 1].is("|")
}

fn is_test(words: &[Word<'_>], at: usize) -> bool {
    let behind = |at: usize| at > 0 && words[at - 1].says("is");
    behind(at) && !words[at].says("not") || at > 1 && words[at - 1].says("not") && behind(at - 1)
}

/// `.name` behind something.
fn member(words: &[Word<'_>], at: usize, called: bool, around: &Around<'_>) -> Option<Problem> {
    let word = &words[at];
    let base = at.checked_sub(2).map(|base| &words[base])?;
    let plain = base.kind == Kind::Name && !is_member(words, at - 2);
    if plain && base.says("params") {
        return unknown_param(word, around);
    }
    if called && !base.says("loop") {
        let message = format!("values have no methods such as `{}`", word.text);
        return Some(Problem::new(message, word.span).with_remedy("use a filter: x | lower"));
    }
    if plain && around.knows(base.text) && !ATTRIBUTES.contains(&word.text) {
        let message = format!("captures have no attribute `{}`", word.text);
        return Some(Problem::new(message, word.span).near(word.text, ATTRIBUTES, ""));
    }
    None
}

fn unknown_param(word: &Word<'_>, around: &Around<'_>) -> Option<Problem> {
    if around.params.contains_key(word.text) {
        return None;
    }
    let problem = Problem::new(format!("there is no parameter `{}`", word.text), word.span);
    Some(problem.near(word.text, around.params.keys().map(String::as_str), ""))
}

/// A function or filter with its arguments.
fn call(words: &[Word<'_>], at: usize, called: bool, around: &Around<'_>) -> Vec<Problem> {
    let word = &words[at];
    let filter = is_filter(words, at);
    if !filter && !template::has_function(word.text) {
        let message = format!("`{}` is a filter and no function", word.text);
        return vec![
            Problem::new(message, word.span).with_remedy(format!("write it as x | {}", word.text)),
        ];
    }
    let Some((name, least, meanings, options)) =
        SIGNATURES.iter().find(|(name, ..)| *name == word.text)
    else {
        return Vec::new();
    };
    let arguments = if called {
        arguments_of(words, at + 1)
    } else {
        Vec::new()
    };
    let named = |argument: &&[Word<'_>]| matches!(argument, [_, is, value, ..] if is.is("=") && !value.is("="));
    let given: Vec<_> = arguments.iter().copied().filter(|it| !named(it)).collect();
    let piped = usize::from(filter);
    let (least, most) = (least - piped, meanings.len() - piped);
    let mut problems = Vec::new();
    if given.len() < least || given.len() > most {
        let who = if filter {
            format!("the filter `{name}`")
        } else {
            format!("{name}()")
        };
        let wanted = match least {
            0 => "no argument".to_owned(),
            1 => "1 argument".to_owned(),
            least => format!("{least} arguments"),
        };
        let message = format!("{who} takes {wanted}, not {}", given.len());
        problems.push(Problem::new(message, word.span));
    }
    for option in arguments.iter().copied().filter(named) {
        if !options.contains(&option[0].text) {
            let message = format!("{name}() has no option `{}`", option[0].text);
            let problem = Problem::new(message, option[0].span);
            problems.push(problem.near(option[0].text, options.iter().copied(), ""));
        }
    }
    for (argument, meaning) in given.iter().zip(&meanings[piped..]) {
        if let [only] = argument {
            problems.extend(argument_problem(only, *meaning, around));
        }
    }
    problems
}

fn argument_problem(word: &Word<'_>, meaning: Meaning, around: &Around<'_>) -> Option<Problem> {
    let literal = word.kind == Kind::Text;
    let problem = match meaning {
        Meaning::Capture if literal && !around.knows(word.text.trim_start_matches('@')) => {
            let problem = Problem::new(format!("nothing is captured as @{}", word.text), word.span);
            Some(problem.near(word.text, around.known(), "@"))
        }
        Meaning::Capture if word.kind == Kind::Number || word.says("params") => {
            Some(Problem::new("a capture is wanted here", word.span))
        }
        // What an escape stands for is not looked into.
        _ if !literal || word.text.contains('\\') => None,
        Meaning::Type => arguments::type_name(word.text),
        Meaning::Package => arguments::import_path(word.text),
        Meaning::Version => arguments::version(word.text),
        Meaning::Regex => arguments::regular(word.text),
        Meaning::Any | Meaning::Capture => None,
    };
    problem.map(|problem| Problem {
        span: word.span,
        ..problem
    })
}

/// The arguments between the parenthesis at `open` and the one that closes it.
fn arguments_of<'w, 't>(words: &'w [Word<'t>], open: usize) -> Vec<&'w [Word<'t>]> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut start = open + 1;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.text {
            _ if word.kind != Kind::Sign => {}
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 1 => {
                found.push(&words[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        if depth == 0 {
            if start < at {
                found.push(&words[start..at]);
            }
            return found;
        }
    }
    found
}
