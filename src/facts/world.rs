//! The window through which facts see files that were not handed in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{InputFile, Library};

/// What a `go.mod` (or `go.work`) says about a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The import path of the directory that was asked about.
    pub import_path: Arc<str>,
    /// The `go` line as (major, minor), if there is one.
    pub go_version: Option<(u32, u32)>,
    /// Required module paths, replaced ones included.
    pub requires: Vec<Arc<str>>,
}

/// Reads other files on demand. Implementations cache; answers do not change during a run.
pub trait World: Sync {
    /// All `.go` files of a directory, those of a run's input included.
    fn directory(&self, dir: &Path) -> Vec<InputFile>;

    /// The files of another package, as seen from `dir`: of the same module or workspace, of
    /// `vendor/`, or of the module cache. Standard packages come from stubs instead and are hardly
    /// asked for here; libraries are, since their stubs may be of another version.
    fn package(&self, import_path: &str, dir: &Path) -> Option<(PathBuf, Vec<InputFile>)>;

    /// The module that a directory belongs to.
    fn module(&self, dir: &Path) -> Option<Module>;

    /// Where packages that were read are kept for others that ask for them.
    fn library(&self) -> Option<&Library> {
        None
    }
}

/// A world without files: fragments, tests, text from standard input.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoWorld;

impl World for NoWorld {
    fn directory(&self, _: &Path) -> Vec<InputFile> {
        Vec::new()
    }

    fn package(&self, _: &str, _: &Path) -> Option<(PathBuf, Vec<InputFile>)> {
        None
    }

    fn module(&self, _: &Path) -> Option<Module> {
        None
    }
}
