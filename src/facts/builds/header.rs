//! What the name and the first lines of a file say about its builds, by the rules of the go command:
//! <https://pkg.go.dev/cmd/go#hdr-Build_constraints>.

use std::path::Path;

use crate::syntax::scan::{Kind, tokens};

use super::Expression;
use super::platforms::{is_arch, is_os};

/// Stands for a test of the package: other packages never see one.
const TEST: &str = "_test";

/// `name_GOOS_GOARCH_test.go` and its shorter forms.
pub(super) fn by_name(path: &Path) -> Option<Expression> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let is_test = name.ends_with("_test.go");
    let stem = name.split('.').next()?;
    let parts: Vec<&str> = stem.split('_').skip(1).collect();
    let mut rest = parts.as_slice();
    if let [before @ .., "test"] = rest {
        rest = before;
    }
    let words = match rest {
        [.., os, arch] if is_os(os) && is_arch(arch) => vec![*os, *arch],
        [.., one] if is_os(one) || is_arch(one) => vec![*one],
        _ => Vec::new(),
    };
    let test = is_test.then_some(TEST);
    let all = words.into_iter().chain(test).map(Expression::tag);
    all.reduce(Expression::and)
}

/// The `//go:build` line, or else the `// +build` lines; and `import "C"`.
pub(super) fn by_text(text: &str) -> Option<Expression> {
    let uses_cgo = imports_c(text).then(|| Expression::tag("cgo"));
    let stated = if memchr::memmem::find(text.as_bytes(), b"build").is_some() {
        stated(text)
    } else {
        None
    };
    stated.into_iter().chain(uses_cgo).reduce(Expression::and)
}

fn stated(text: &str) -> Option<Expression> {
    let mut old: Option<Expression> = None;
    for line in leading_comments(text) {
        if let Some(constraint) = line.strip_prefix("//go:build")
            && constraint.starts_with([' ', '\t'])
        {
            return Some(parsed(constraint));
        }
        let words = line.trim_start_matches('/').trim_start();
        if let Some(options) = words.strip_prefix("+build")
            && options.starts_with([' ', '\t'])
        {
            let both = |old: Expression| old.and(options_of(options));
            old = Some(old.map_or_else(|| options_of(options), both));
        }
    }
    // Modules that say at least `go 1.18` don't heed such lines.
    old.map(|old| old.or(Expression::tag("+build")))
}

/// The line comments ahead of the package clause.
fn leading_comments(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_start_matches('\u{feff}');
    let comments = tokens(text.as_bytes())
        .filter(|token| token.kind != Kind::Newline)
        .map_while(|token| (token.kind == Kind::Comment).then(|| token.span.slice(text)));
    comments
        .filter(|comment| comment.starts_with("//"))
        .map(str::trim_end)
}

/// `linux,386 !cgo`: either of what spaces part, each of what commas part.
fn options_of(line: &str) -> Expression {
    let term = |term: &str| match term.strip_prefix('!') {
        Some(tag) => Expression::tag(tag).negated(),
        None => Expression::tag(term),
    };
    let option = |option: &str| option.split(',').map(term).reduce(Expression::and);
    let all = line.split_whitespace().filter_map(option);
    all.reduce(Expression::or)
        .unwrap_or_else(|| Expression::tag(line))
}

/// A `//go:build` line's expression; one that is not understood is a tag like no other.
fn parsed(text: &str) -> Expression {
    let words: Vec<&str> = words(text);
    let mut rest = words.as_slice();
    match alternatives(&mut rest, 0) {
        Some(expression) if rest.is_empty() => expression,
        _ => Expression::tag(text),
    }
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && !rest.starts_with("//") {
        let mark = ["||", "&&", "!", "(", ")"]
            .into_iter()
            .find(|mark| rest.starts_with(mark));
        let len = mark.map_or_else(
            || {
                rest.find(|c: char| " \t!()&|".contains(c))
                    .unwrap_or(rest.len())
            },
            str::len,
        );
        let (word, behind) = rest.split_at(len.max(1).min(rest.len()));
        words.push(word);
        rest = behind.trim_start();
    }
    words
}

fn alternatives(words: &mut &[&str], depth: usize) -> Option<Expression> {
    let mut all = conjunction(words, depth)?;
    while let ["||", rest @ ..] = words {
        *words = rest;
        all = all.or(conjunction(words, depth)?);
    }
    Some(all)
}

fn conjunction(words: &mut &[&str], depth: usize) -> Option<Expression> {
    let mut all = factor(words, depth)?;
    while let ["&&", rest @ ..] = words {
        *words = rest;
        all = all.and(factor(words, depth)?);
    }
    Some(all)
}

fn factor(words: &mut &[&str], depth: usize) -> Option<Expression> {
    let (first, rest) = words.split_first()?;
    *words = rest;
    match *first {
        _ if depth > 50 => None,
        "!" => Some(factor(words, depth + 1)?.negated()),
        "(" => {
            let inner = alternatives(words, depth + 1)?;
            let (close, rest) = words.split_first()?;
            *words = rest;
            (*close == ")").then_some(inner)
        }
        ")" | "&&" | "||" | "&" | "|" => None,
        tag => Some(Expression::tag(tag)),
    }
}

/// Whether a file has `import "C"`.
fn imports_c(text: &str) -> bool {
    if memchr::memmem::find(text.as_bytes(), b"\"C\"").is_none()
        && memchr::memmem::find(text.as_bytes(), b"`C`").is_none()
    {
        return false;
    }
    tokens(text.as_bytes())
        .take_while(|token| {
            token.kind != Kind::Word
                || !matches!(token.span.slice(text), "func" | "var" | "const" | "type")
        })
        .any(|token| {
            token.kind == Kind::Literal && matches!(token.span.slice(text), "\"C\"" | "`C`")
        })
}
