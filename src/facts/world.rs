//! The window through which facts see files that were not handed in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{InputFile, Library, Truth};

/// What a `go.mod` (or `go.work`) says about a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The import path of the directory that was asked about.
    pub import_path: Arc<str>,
    /// The `go` line as (major, minor), if there is one.
    pub go_version: Option<(u32, u32)>,
    /// Required module paths, replaced ones included, each with its version behind a blank where
    /// that is known.
    pub requires: Vec<Arc<str>>,
}

impl Module {
    /// Whether it requires a module, `path`, or one of at least a version, `path v1.2.3`.
    #[must_use]
    pub fn requires(&self, wanted: &str) -> Truth {
        let (path, least) = parted(wanted);
        let Some(required) = self.requires.iter().find(|it| parted(it).0 == path) else {
            return Truth::False;
        };
        let Some(least) = least else {
            return Truth::True;
        };
        match (numbers(parted(required).1.unwrap_or("")), numbers(least)) {
            (Some(version), Some(least)) => (version >= least).into(),
            _ => Truth::Unknown,
        }
    }
}

fn parted(module: &str) -> (&str, Option<&str>) {
    module
        .split_once(' ')
        .map_or((module, None), |(path, version)| (path, Some(version)))
}

/// `v1.2.3-rc1` is (1, 2, 3).
fn numbers(version: &str) -> Option<(u32, u32, u32)> {
    let version = version.strip_prefix('v')?;
    let plain = version.split(['-', '+']).next().unwrap_or(version);
    let mut parts = plain.split('.').map(|part| part.parse().ok());
    let mut next = || parts.next().unwrap_or(Some(0));
    Some((next()?, next()?, next()?))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_at_least_another() {
        let module = Module {
            import_path: "m".into(),
            go_version: None,
            requires: vec!["a/b v8.11.5".into(), "c".into()],
        };
        assert_eq!(module.requires("a/b"), Truth::True);
        assert_eq!(module.requires("a/b v8.11.0"), Truth::True);
        assert_eq!(module.requires("a/b v8.12"), Truth::False);
        assert_eq!(module.requires("a"), Truth::False);
        assert_eq!(module.requires("c v1.0.0"), Truth::Unknown);
    }
}
