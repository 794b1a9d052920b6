//! Ignore comments: `//gofixpit:ignore <id> [reason]` on the line of a finding or the line above.
//!
//! gofmt keeps only the form without a hyphen as a directive, so that is the one to write;
//! `//gofix-pit:ignore` and `// gofix-pit:ignore` are understood too.

use std::cell::Cell;

use crate::facts::{FileId, Package};
use crate::syntax::node::{self, Descend};

const MARKERS: [&str; 2] = ["gofixpit:ignore", "gofix-pit:ignore"];

/// An ignore comment.
#[derive(Debug)]
pub(super) struct Ignore {
    /// The codemod's id.
    pub id: String,
    /// The 1-based line of the comment.
    pub line: usize,
    /// Whether it suppressed something.
    pub used: Cell<bool>,
}

/// Whether a file may hold an ignore comment.
pub(super) fn mentioned(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"pit:ignore").is_some()
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
            let ids = ids(source.slice(node));
            found.extend(ids.map(|id| Ignore {
                id,
                line,
                used: Cell::new(false),
            }));
        }
        Descend::Into
    });
    found
}

fn ids(comment: &str) -> impl Iterator<Item = String> {
    let body = comment.trim_start_matches('/').trim_start();
    let rest = MARKERS.iter().find_map(|marker| body.strip_prefix(marker));
    let words = rest
        .filter(|rest| rest.starts_with([' ', '\t']))
        .map(str::trim_start);
    let id = words
        .and_then(|words| words.split_whitespace().next())
        .map(str::to_owned);
    id.into_iter()
}

/// Whether one of the comments covers a finding of `id` that starts on `line`; it counts as used.
pub(super) fn covers(ignores: &[Ignore], id: &str, line: usize) -> bool {
    let mut covered = false;
    for ignore in ignores {
        if ignore.id == id && (ignore.line == line || ignore.line + 1 == line) {
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
    fn all_spellings_name_an_id_and_others_do_not() {
        let first = |text: &str| ids(text).next();
        assert_eq!(
            first("//gofixpit:ignore ioutil old API"),
            Some("ioutil".to_owned())
        );
        assert_eq!(
            first("// gofix-pit:ignore ioutil"),
            Some("ioutil".to_owned())
        );
        assert_eq!(first("//gofixpit:ignored ioutil"), None);
        assert_eq!(first("//gofixpit:ignore"), None);
    }
}
