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
pub struct Library(Mutex<HashMap<PathBuf, Option<Arc<Unit>>>>);

impl Library {
    /// The package in a directory; `read` is called if it was not asked for before.
    pub(super) fn unit(
        &self,
        dir: &Path,
        read: impl FnOnce() -> Option<Arc<Unit>>,
    ) -> Option<Arc<Unit>> {
        let units = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = units().get(dir) {
            return known.clone();
        }
        // Not under the lock: two threads may both read, and both read the same.
        let unit = read();
        units().insert(dir.to_path_buf(), unit.clone());
        unit
    }
}

/// The declarations in the files of another package; tests declare nothing for it.
pub(super) fn declarations(path: &str, files: Vec<InputFile>) -> Option<Arc<Unit>> {
    let sources: Vec<Source> = files
        .into_iter()
        .filter(|file| !file.path.to_string_lossy().ends_with("_test.go"))
        .filter_map(|file| outline(&file.text))
        .collect();
    (!sources.is_empty()).then(|| Arc::new(Unit::new(path.into(), sources)))
}

/// A file without the bodies of its functions; whole, should the cut have broken it.
fn outline(text: &Arc<str>) -> Option<Source> {
    let cut = without_bodies(text).and_then(Source::parse);
    cut.filter(|cut| cut.broken().is_empty())
        .or_else(|| Source::parse(Arc::clone(text)))
}

/// As gofmt lays code out, a function's body begins at the end of a line that begins with `func`
/// and ends with the next line that is `}` alone. Where a raw string holds such a line the cut
/// leaves an open raw string behind, which cannot be parsed. `None` for a file with raw strings of
/// several lines among its declarations: what looks like a function there is none.
fn without_bodies(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() / 4);
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if inside {
            inside = bare != "}";
            continue;
        }
        match bare.strip_suffix('{') {
            Some(head) if bare.starts_with("func ") => {
                inside = true;
                out.push_str(head.trim_end());
                out.push('\n');
            }
            _ if memchr::memchr_iter(b'`', line.as_bytes()).count() % 2 == 1 => return None,
            _ => out.push_str(line),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_go_and_declarations_stay() {
        let text = "package p\n\nfunc F(\n\ta int,\n) {\n\tg()\n}\n\nfunc G() int {\n\treturn 1\n}\n\nfunc H() {}\n\ntype T struct {\n\tx int\n}\n";
        let cut = without_bodies(text).unwrap();
        assert!(!cut.contains("return 1"));
        assert!(cut.contains("func H() {}") && cut.contains("\tx int\n}"));
        let source = outline(&text.into()).unwrap();
        assert!(source.broken().is_empty());
    }

    #[test]
    fn a_raw_string_with_a_closing_line_is_not_cut_apart() {
        let text = "package p\n\nfunc F() string {\n\treturn `\nfunc g() {\n}\n`\n}\n\nvar x = 1\n";
        let source = outline(&text.into()).unwrap();
        assert_eq!(source.text(), text);
        let text = "package p\n\nconst c = `\nfunc g() {\n\tx()\n}\n`\n";
        assert!(without_bodies(text).is_none());
    }
}
