//! What git says of files that are about to be written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// As many files are named in one command line, well below every system's limit.
const AT_ONCE: usize = 500;

/// What git knows of a set of files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Those with changes that are not committed; untracked and ignored ones are among them.
    pub uncommitted: BTreeSet<PathBuf>,
    /// Those outside any repository.
    pub outside: BTreeSet<PathBuf>,
}

/// Git could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("git does not tell what has been committed in {}: {reason}", top.display())]
pub struct GitError {
    /// The root of the working tree.
    pub top: PathBuf,
    /// What git, or the system, says.
    pub reason: String,
}

/// Which of some files have a committed state to go back to. `current` is the directory that
/// their paths are relative to.
///
/// # Errors
/// If git is not there, or refuses to look at a repository: then nobody knows.
pub fn uncommitted<'f>(
    files: impl Iterator<Item = &'f Path>,
    current: &Path,
) -> Result<Tree, GitError> {
    let mut tree = Tree::default();
    let mut repositories: BTreeMap<PathBuf, Vec<(PathBuf, &Path)>> = BTreeMap::new();
    for file in files {
        let real = std::fs::canonicalize(current.join(file)).ok();
        let found = real.and_then(|real| Some((top(&real)?, real)));
        match found {
            Some((top, real)) => repositories.entry(top).or_default().push((real, file)),
            None => {
                tree.outside.insert(file.to_path_buf());
            }
        }
    }
    for (top, files) in &repositories {
        for files in files.chunks(AT_ONCE) {
            let paths = files
                .iter()
                .filter_map(|(real, _)| real.strip_prefix(top).ok());
            let listed = status(top, paths)?;
            let changed = files
                .iter()
                .filter(|(real, _)| listed.iter().any(|at| real.starts_with(at)));
            tree.uncommitted
                .extend(changed.map(|(_, file)| file.to_path_buf()));
        }
    }
    Ok(tree)
}

/// The path of a directory below the root of the working tree that holds it; `None` outside of
/// any, and at the root itself.
#[must_use]
pub fn below_top(dir: &Path) -> Option<PathBuf> {
    let real = std::fs::canonicalize(dir).ok()?;
    let top = real.ancestors().find(|dir| dir.join(".git").exists())?;
    let below = real.strip_prefix(top).ok()?;
    (!below.as_os_str().is_empty()).then(|| below.to_path_buf())
}

/// The root of the working tree that holds a file.
fn top(file: &Path) -> Option<PathBuf> {
    let mut dirs = file.ancestors().skip(1);
    dirs.find(|dir| dir.join(".git").exists())
        .map(Path::to_path_buf)
}

/// Those of some files (or directories that hold them) that differ from what is committed.
fn status<'p>(top: &Path, paths: impl Iterator<Item = &'p Path>) -> Result<Vec<PathBuf>, GitError> {
    let failed = |reason: String| GitError {
        top: top.to_path_buf(),
        reason,
    };
    let output = Command::new("git")
        .args(["--literal-pathspecs", "status", "--porcelain=v1", "-z"])
        .args(["--untracked-files=all", "--no-renames", "--ignored", "--"])
        .args(paths)
        .current_dir(top)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| failed(super::plain(&error)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().next().unwrap_or("it failed");
        return Err(failed(first.trim_start_matches("fatal: ").to_owned()));
    }
    // Each entry: two letters of status, a space, the path from the root.
    let text = String::from_utf8_lossy(&output.stdout);
    let entries = text.split('\0').filter_map(|entry| entry.get(3..));
    Ok(entries.map(|path| top.join(path)).collect())
}
