//! Other packages, read once for all packages under analysis.
//!
//! Of another package only the declarations count, so the bodies of its functions are cut out
//! before it is parsed: they are most of its text.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::syntax::Source;

use super::InputFile;
use super::unit::Unit;

/// The declarations of packages by their directory. Whoever makes a [`World`](super::World) may
/// keep one in it; it is right as long as the files are what they were.
#[derive(Debug, Default)]
pub struct Library {
    units: Mutex<HashMap<PathBuf, Option<Arc<Unit>>>>,
    names: Mutex<HashMap<PathBuf, Option<Arc<str>>>>,
}

impl Library {
    /// The package in a directory; `read` is called if it was not asked for before.
    pub(super) fn unit(
        &self,
        dir: &Path,
        read: impl FnOnce() -> Option<Arc<Unit>>,
    ) -> Option<Arc<Unit>> {
        kept(&self.units, dir, read)
    }

    /// The name in the package clauses of a directory, likewise.
    pub(super) fn name(
        &self,
        dir: &Path,
        read: impl FnOnce() -> Option<Arc<str>>,
    ) -> Option<Arc<str>> {
        kept(&self.names, dir, read)
    }
}

fn kept<T: Clone>(all: &Mutex<HashMap<PathBuf, T>>, dir: &Path, read: impl FnOnce() -> T) -> T {
    let all = || all.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all().get(dir) {
        return known.clone();
    }
    // Not under the lock: two threads may both read, and both read the same.
    let new = read();
    all().insert(dir.to_path_buf(), new.clone());
    new
}

/// The name that the files of another package give it, read off their package clauses: to know a
/// name is asked far more often than anything else, and asks for no tree. `None` where a clause is
/// written in a way that this does not read.
pub(super) fn name(files: &[InputFile]) -> Option<Arc<str>> {
    let mut files = files.iter().rev().filter(|file| !is_test(file));
    files
        .next()
        .and_then(|file| clause(&file.text))
        .map(Arc::from)
}

fn is_test(file: &InputFile) -> bool {
    file.path.to_string_lossy().ends_with("_test.go")
}

/// The name in the package clause of a file, unless it is written in a way that asks for a tree.
pub(super) fn clause(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        rest = match (rest.strip_prefix("//"), rest.strip_prefix("/*")) {
            (Some(comment), _) => comment.split_once('\n')?.1,
            (_, Some(comment)) => comment.split_once("*/")?.1,
            _ => break,
        }
        .trim_start();
    }
    let name = rest.strip_prefix("package")?;
    let name = name
        .strip_prefix([' ', '\t'])?
        .trim_start_matches([' ', '\t']);
    let end = name
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(name.len());
    let (name, behind) = name.split_at(end);
    let ends = behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n', ';', '/']);
    (ends && !name.is_empty()).then_some(name)
}

/// Whether a text may declare a name at its top level: where it begins a line or stands behind a
/// keyword or a comma, and nothing is called on it or selected from it.
pub(super) fn may_declare(text: &str, name: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(start, _)| {
        let (before, behind) = (&text[..start], &text[start + name.len()..]);
        if before.ends_with(joins) || behind.starts_with(joins) || behind.starts_with('.') {
            return false;
        }
        let before = before.trim_end_matches([' ', '\t']);
        before.ends_with(['\n', ',', '(', ';', '/'])
            || ["func", "var", "type", "const"]
                .iter()
                .any(|keyword| before.ends_with(keyword))
    })
}

/// The declarations in the files of another package; tests declare nothing for it.
pub(super) fn declarations(path: &str, files: Vec<InputFile>) -> Option<Arc<Unit>> {
    let sources: Vec<Source> = files
        .into_iter()
        .filter(|file| !is_test(file))
        .filter_map(|file| outline(&file.text))
        .collect();
    (!sources.is_empty()).then(|| Arc::new(Unit::new(path.into(), sources)))
}

/// A file without the bodies of its functions; whole, should the cut have broken it.
fn outline(text: &Arc<str>) -> Option<Source> {
    intact(without_bodies(text, Bodies::Cut)).or_else(|| Source::parse(Arc::clone(text)))
}

/// The same with everything in its place, blanks where the bodies were. `None` should that have
/// broken it.
pub(super) fn outline_in_place(text: &str) -> Option<Source> {
    intact(without_bodies(text, Bodies::Blank))
}

fn intact(outline: Option<String>) -> Option<Source> {
    let outline = outline.and_then(Source::parse)?;
    outline.broken().is_empty().then_some(outline)
}

/// What becomes of the bodies of functions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bodies {
    Cut,
    Blank,
}

/// As gofmt lays code out, a function's body begins at the end of a line that begins with `func`
/// and ends with the next line that begins with `}`. Where a raw string holds such a line the cut
/// leaves an open raw string behind. `None` for a file with raw strings of several lines among its
/// declarations, where what looks like a function may be none, and for one that is laid out in
/// another way.
fn without_bodies(text: &str, bodies: Bodies) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let blank = |out: &mut String, len: usize| {
        if bodies == Bodies::Blank {
            out.extend(std::iter::repeat_n(' ', len));
        }
    };
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        if inside {
            if ["func ", "type ", "var ", "const "]
                .iter()
                .any(|word| line.starts_with(word))
            {
                return None;
            }
            inside = !line.starts_with('}');
            // A line is as long as it was; its break ends the declaration if it is the last one.
            blank(&mut out, line.len().saturating_sub(1));
            if !inside || bodies == Bodies::Blank {
                out.push('\n');
            }
            continue;
        }
        let bare = line.trim_end_matches(['\n', '\r']);
        match bare.strip_suffix('{') {
            Some(head) if bare.starts_with("func ") => {
                inside = true;
                out.push_str(head);
                blank(&mut out, line.len() - head.len() - 1);
                out.push('\n');
            }
            _ if memchr::memchr_iter(b'`', line.as_bytes()).count() % 2 == 1 => return None,
            _ => out.push_str(line),
        }
    }
    (!inside).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_go_and_declarations_stay() {
        let text = "package p\n\nfunc F(\n\ta int,\n) {\n\tg()\n}\n\nfunc G() int {\n\treturn 1\n}\n\nfunc H() {}\n\ntype T struct {\n\tx int\n}\n";
        let cut = without_bodies(text, Bodies::Cut).unwrap();
        assert!(!cut.contains("return 1"));
        assert!(cut.contains("func H() {}") && cut.contains("\tx int\n}"));
        let source = outline(&text.into()).unwrap();
        assert!(source.broken().is_empty());
    }

    #[test]
    fn a_package_clause_is_read_off_the_text() {
        let text = "// Copyright\r\n\r\n/* package q */ //go:build x\npackage  p // import \"x\"\n";
        assert_eq!(clause(text), Some("p"));
        assert_eq!(clause("package p"), Some("p"));
        assert_eq!(clause("package p;import \"x\""), Some("p"));
        assert_eq!(clause("package/**/p"), None);
        assert_eq!(clause("packages p"), None);
        assert_eq!(clause("// package p"), None);
    }

    #[test]
    fn blanks_keep_everything_in_its_place() {
        let text = "package p\r\n\r\nfunc F() {\r\n\tg(\"ü\")\r\n} // F\r\n\nvar x = 1";
        let blank = without_bodies(text, Bodies::Blank).unwrap();
        assert_eq!(blank.len(), text.len());
        assert_eq!(blank.find("var x"), text.find("var x"));
        assert!(!blank.contains("g("));
        let text = "package p\nfunc F() {\n\tg()\n\t}\nfunc G() {\n}\n";
        assert!(without_bodies(text, Bodies::Blank).is_none());
    }

    #[test]
    fn a_raw_string_with_a_closing_line_is_not_cut_apart() {
        let text = "package p\n\nfunc F() string {\n\treturn `\nfunc g() {\n}\n`\n}\n\nvar x = 1\n";
        let source = outline(&text.into()).unwrap();
        assert_eq!(source.text(), text);
        let text = "package p\n\nconst c = `\nfunc g() {\n\tx()\n}\n`\n";
        assert!(without_bodies(text, Bodies::Cut).is_none());
    }
}
