//! Other packages, read once for all packages under analysis.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::syntax::Source;

use super::builds::Build;
use super::unit::Unit;
use super::{InputFile, clauses, outline};

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
/// name is asked far more often than anything else, and asks for no tree.
pub(super) fn name(files: &[InputFile]) -> Option<Arc<str>> {
    clauses::of_package(files.iter().filter(|file| !is_test(&file.path))).map(Arc::from)
}

/// Whether a file is a test by its name.
pub(super) fn is_test(path: &Path) -> bool {
    path.to_string_lossy().ends_with("_test.go")
}

/// The declarations in the files of another package. Tests declare nothing for it, nor does what
/// is of another package than the rest.
pub(super) fn declarations(path: &str, files: &[InputFile]) -> Option<Arc<Unit>> {
    let name = name(files)?;
    let sources: Vec<(Source, Build)> = files
        .iter()
        .filter(|file| !is_test(&file.path) && clauses::of_file(&file.text) == Some(&*name))
        .map(|file| (file, Build::of(&file.path, &file.text)))
        .filter(|(_, build)| !build.is_alone())
        .filter_map(|(file, build)| Some((outline::cut(&file.text)?, build)))
        .collect();
    (!sources.is_empty()).then(|| Arc::new(Unit::new(path.into(), name, sources)))
}
