//! From the paths a user typed to the Go files that are meant.
//!
//! Directories are walked as the go command does it: names that begin with `.` or `_` are left
//! out, `vendor` and `testdata` too unless asked for; besides, what git ignores. A path that was
//! typed is always meant. Symbolic links are not followed, so a loop cannot arise and nothing
//! outside the given paths is reached.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use ignore::gitignore::Gitignore;
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::Failure;

/// What to walk.
#[derive(Debug, Clone)]
pub struct Walk {
    /// As typed: files, directories, `dir/...`.
    pub paths: Vec<PathBuf>,
    /// Whether `vendor` and `testdata` directories are entered.
    pub vendor: bool,
    /// Whether `_test.go` files count.
    pub tests: bool,
    /// Paths left out, as absolute patterns.
    pub exclude: Option<Gitignore>,
    /// The directory that relative paths are relative to.
    pub current: PathBuf,
    /// How many threads list directories; 0 lets the machine decide.
    pub threads: usize,
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Go files as they are reported, sorted; each once.
    pub files: BTreeSet<PathBuf>,
    /// Those of them that were typed by name.
    pub named: BTreeSet<PathBuf>,
    /// What could not be listed.
    pub failures: Vec<Failure>,
}

/// Lists the Go files that are meant.
#[must_use]
pub fn walk(walk: &Walk) -> Found {
    let mut found = Found::default();
    for typed in &walk.paths {
        let path = meant_path(&without_dots(typed), &walk.current);
        match std::fs::metadata(&path) {
            Err(error) => found.failures.push(Failure::io(&path, &error)),
            Ok(metadata) if metadata.is_dir() => directory(walk, &path, &mut found),
            Ok(_) if is_go(&path) => {
                found.named.insert(path.clone());
                found.files.insert(path);
            }
            Ok(_) => found
                .failures
                .push(Failure::new(path, "neither a directory nor a .go file")),
        }
    }
    found.failures.sort_by(|a, b| a.path.cmp(&b.path));
    found.failures.dedup();
    found
}

fn directory(walk: &Walk, root: &Path, found: &mut Found) {
    let results = Mutex::new((Vec::new(), Vec::new()));
    let walker = WalkBuilder::new(root)
        .follow_links(false)
        .threads(walk.threads)
        .filter_entry({
            let walk = walk.clone();
            move |entry| entry.depth() == 0 || is_meant(&walk, entry)
        })
        .build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            let result = match entry {
                Ok(entry) => is_file(&entry).then(|| Ok(entry.into_path())),
                Err(error) => Some(Err(failure(&error, root))),
            };
            // A poisoned lock: another thread of the walk panicked, and that ends the walk.
            let Ok(mut results) = results.lock() else {
                return WalkState::Quit;
            };
            match result {
                Some(Ok(path)) => results.0.push(without_leading_dot(&path)),
                Some(Err(failure)) => results.1.push(failure),
                None => {}
            }
            WalkState::Continue
        })
    });
    let (files, failures) = results.into_inner().unwrap_or_default();
    found.files.extend(files);
    found.failures.extend(failures);
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && is_go(entry.path())
}

fn is_go(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("go"))
}

fn is_meant(walk: &Walk, entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with(['.', '_']) {
        return false;
    }
    let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
    if is_dir && !walk.vendor && matches!(&*name, "vendor" | "testdata") {
        return false;
    }
    if !is_dir && !walk.tests && name.ends_with("_test.go") {
        return false;
    }
    walk.exclude.as_ref().is_none_or(|globs| {
        let absolute = absolute(entry.path(), &walk.current);
        !absolute.starts_with(globs.path())
            || !globs
                .matched_path_or_any_parents(&absolute, is_dir)
                .is_ignore()
    })
}

fn failure(error: &ignore::Error, root: &Path) -> Failure {
    let mut path = root.to_path_buf();
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path.clone_from(at);
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            ignore::Error::Io(error) => {
                return Failure::io(without_leading_dot(&path), error);
            }
            other => return Failure::new(without_leading_dot(&path), other.to_string()),
        }
    }
}

/// `dir/...` means `dir`: directories are walked anyway.
fn without_dots(typed: &Path) -> PathBuf {
    match (typed.file_name(), typed.parent()) {
        (Some(name), Some(parent)) if name == "..." => {
            if parent.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                parent.to_path_buf()
            }
        }
        _ => typed.to_path_buf(),
    }
}

/// The path by which git knows what was typed: without links and `..`, if that is below the current
/// directory; so each file has one name, and a patch can name it.
fn meant_path(typed: &Path, current: &Path) -> PathBuf {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let below = real(&current.join(typed))
        .zip(real(current))
        .and_then(|(path, current)| Some(path.strip_prefix(current).ok()?.to_path_buf()));
    match below {
        Some(below) => shown_path(&below, current),
        None => shown_path(typed, current),
    }
}

/// A path as it is reported: relative to the current directory where it lies below it, without
/// `.` in it. `.` itself stays.
#[must_use]
pub fn shown_path(typed: &Path, current: &Path) -> PathBuf {
    let below = typed.strip_prefix(current).unwrap_or(typed);
    let mut shown = PathBuf::new();
    for component in below.components() {
        match component {
            Component::CurDir => {}
            other => shown.push(other),
        }
    }
    if shown.as_os_str().is_empty() {
        shown.push(".");
    }
    shown
}

/// The same path from the root, without `.` and `..`.
pub(super) fn absolute(path: &Path, current: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for component in current.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole
}

fn without_leading_dot(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}
