//! Ignore comments: `//gofixpit:ignore <id>[,<id>…] [reason]` on the line of a finding or the line
//! above.
//!
//! gofmt keeps only the form without a hyphen as a directive, so that is the one to write;
//! `//gofix-pit:ignore` and `// gofix-pit:ignore` are understood too. A `//nolint` that names no
//! linter, or all of them, holds for its line.

use std::cell::Cell;

use crate::facts::{FileId, Package};
use crate::syntax::node::{self, Descend};

const MARKERS: [&str; 2] = ["gofixpit:ignore", "gofix-pit:ignore"];

/// What an ignore comment says of one codemod.
#[derive(Debug)]
pub(super) struct Ignore {
    /// The codemod's id; `None` where the comment names no codemod.
    pub id: Option<String>,
    /// The 1-based line of the comment.
    pub line: usize,
    /// Whether it suppressed something.
    pub used: Cell<bool>,
}

/// Whether a file may hold an ignore comment.
pub(super) fn mentioned(bytes: &[u8]) -> bool {
    let says = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    says(b"pit:ignore") || says(b"nolint")
}

/// The ignore comments of a file.
pub(super) fn ignores(package: &Package<'_>, file: FileId) -> Vec<Ignore> {
    let text = &package.input(file).text;
    if !mentioned(text.as_bytes()) {
        return Vec::new();
    }
    let Some(source) = package.source(file) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    node::walk(source.root(), &mut |node| {
        if node.kind() == "comment" {
            let line = source.lines().position(node.start_byte()).line;
            let text = source.slice(node);
            let ids = ids(text);
            if is_nolint(text) {
                found.push(Ignore {
                    id: Some(ALL.to_owned()),
                    line,
                    // It is for others, too.
                    used: Cell::new(true),
                });
            }
            found.extend(ids.into_iter().map(|id| Ignore {
                id,
                line,
                used: Cell::new(false),
            }));
        }
        Descend::Into
    });
    found
}

/// Stands for every codemod.
const ALL: &str = "*";

fn is_nolint(comment: &str) -> bool {
    let body = comment.trim_start_matches('/').trim_start();
    let Some(rest) = body.strip_prefix("nolint") else {
        return false;
    };
    match rest.strip_prefix(':') {
        Some(names) => names
            .split([' ', '/'])
            .next()
            .is_some_and(|names| names.split(',').any(|name| name == "all")),
        None => rest.is_empty() || rest.starts_with([' ', '\t', '/']),
    }
}

/// The ids that a comment names; one `None` for an ignore comment that names none.
fn ids(comment: &str) -> Vec<Option<String>> {
    let body = comment.trim_start_matches("//").trim_start_matches("/*");
    let body = body.trim_end_matches("*/").trim();
    let rest = MARKERS.iter().find_map(|marker| body.strip_prefix(marker));
    let Some(rest) = rest.filter(|rest| !rest.starts_with(is_part_of_word)) else {
        return Vec::new();
    };
    if !rest.starts_with([' ', '\t']) {
        return vec![None];
    }
    let mut found = Vec::new();
    for word in rest.split_whitespace() {
        let ids = word.split(',').filter(|id| !id.is_empty());
        found.extend(ids.map(|id| Some(id.to_owned())));
        if !word.ends_with(',') {
            break;
        }
    }
    if found.is_empty() { vec![None] } else { found }
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether one of the comments covers a finding of `id` that starts on `line`; it counts as used.
pub(super) fn covers(ignores: &[Ignore], id: &str, line: usize) -> bool {
    let mut covered = false;
    for ignore in ignores {
        let named = ignore.id.as_deref() == Some(id);
        let near = ignore.line == line || named && ignore.line + 1 == line;
        if near && (named || ignore.id.as_deref() == Some(ALL)) {
            ignore.used.set(true);
            covered = true;
        }
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_name_ids_and_others_do_not() {
        let named = |text: &str| {
            let ids = ids(text).into_iter();
            ids.map(Option::unwrap_or_default).collect::<Vec<_>>()
        };
        for text in [
            "//gofixpit:ignore old-api old API",
            "// gofix-pit:ignore old-api",
            "/* gofixpit:ignore old-api */",
        ] {
            assert_eq!(named(text), ["old-api"], "{text}");
        }
        for text in [
            "//gofixpit:ignore a,b old",
            "//gofixpit:ignore a, b old",
            "//gofixpit:ignore a,b",
        ] {
            assert_eq!(named(text), ["a", "b"], "{text}");
        }
        for text in [
            "//gofixpit:ignore",
            "//gofixpit:ignore ",
            "//gofixpit:ignore:old-api",
            "//gofixpit:ignore ,",
            "/*gofixpit:ignore*/",
        ] {
            assert_eq!(named(text), [""], "{text}");
        }
        assert_eq!(named("//gofixpit:ignored old-api"), [""; 0]);
        assert_eq!(named("// see gofixpit:ignore old-api"), [""; 0]);
    }

    #[test]
    fn nolint_without_names_is_for_all() {
        for text in [
            "//nolint",
            "// nolint // why",
            "//nolint:all",
            "//nolint:errcheck,all",
        ] {
            assert!(is_nolint(text), "{text}");
        }
        for text in ["//nolint:errcheck", "//nolinting", "// no nolint"] {
            assert!(!is_nolint(text), "{text}");
        }
    }
}
