//! The files that facts ask for: siblings, other packages of the module, `vendor`, the module
//! cache. Each directory is read once.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::facts::{InputFile, Library, Module, World};

use super::gomod::{self, GoMod};
use super::walk::{absolute, shown_path};

/// A [`World`] of real files.
#[derive(Debug)]
pub struct DiskWorld {
    current: PathBuf,
    cache: Option<PathBuf>,
    directories: Memo<Vec<InputFile>>,
    modules: Memo<Option<Arc<Root>>>,
    library: Library,
}

/// A module's root directory.
#[derive(Debug)]
struct Root {
    dir: PathBuf,
    file: GoMod,
    /// The other modules of the workspace.
    workspace: Vec<(PathBuf, GoMod)>,
}

impl DiskWorld {
    /// Relative paths are relative to `current`; `cache` is Go's module cache, where there is one.
    #[must_use]
    pub fn new(current: PathBuf, cache: Option<PathBuf>) -> Self {
        Self {
            current,
            cache,
            directories: Memo::default(),
            modules: Memo::default(),
            library: Library::default(),
        }
    }

    /// The module that holds an absolute directory.
    fn root(&self, dir: &Path) -> Option<Arc<Root>> {
        self.modules.get(dir, || {
            let Some(text) = read_text(&dir.join("go.mod")) else {
                return self.root(dir.parent()?);
            };
            let file = gomod::parse(&text);
            let workspace = dir.ancestors().find_map(workspace).unwrap_or_default();
            Some(Arc::new(Root {
                dir: dir.to_path_buf(),
                file,
                workspace,
            }))
        })
    }

    fn candidates(&self, root: &Root, import_path: &str) -> Vec<PathBuf> {
        let mut dirs = Vec::new();
        let own = std::iter::once((&root.dir, &root.file));
        let others = root.workspace.iter().map(|(dir, file)| (dir, file));
        for (dir, file) in own.chain(others) {
            if let Some(rest) = below(import_path, &file.module) {
                let package = dir.join(rest);
                // A go.mod in between begins another module.
                if self
                    .root(&package)
                    .is_some_and(|nearest| nearest.dir == *dir)
                {
                    dirs.push(package);
                }
            }
        }
        dirs.push(root.dir.join("vendor").join(import_path));
        dirs.extend(self.required(root, import_path));
        dirs
    }

    /// The directory of a package of a required module: the longest path that fits counts.
    fn required(&self, root: &Root, import_path: &str) -> Option<PathBuf> {
        let (path, version) = root
            .file
            .requires
            .iter()
            .filter(|(path, _)| below(import_path, path).is_some())
            .max_by_key(|(path, _)| path.len())?;
        let rest = below(import_path, path)?;
        let replaced = root.file.replaces.iter().find(|replace| {
            replace.path == *path && replace.version.as_ref().is_none_or(|only| only == version)
        });
        let (path, version) = match replaced {
            Some(replace) if replace.is_local() => {
                return Some(absolute(&root.dir.join(&replace.target), &root.dir).join(rest));
            }
            Some(replace) => (&replace.target, replace.target_version.as_ref()?),
            None => (path, version),
        };
        let module = format!("{}@{}", gomod::escaped(path), gomod::escaped(version));
        Some(self.cache.as_ref()?.join(module).join(rest))
    }
}

impl World for DiskWorld {
    fn directory(&self, dir: &Path) -> Vec<InputFile> {
        // The current directory's own path is empty, and no directory has that name.
        let dir = absolute(dir, &self.current);
        self.directories.get(&dir, || go_files(&dir, &self.current))
    }

    fn package(&self, import_path: &str, dir: &Path) -> Option<(PathBuf, Vec<InputFile>)> {
        let root = self.root(&absolute(dir, &self.current))?;
        self.candidates(&root, import_path)
            .into_iter()
            .find_map(|candidate| {
                let shown = shown_path(&candidate, &self.current);
                let files = self.directory(&shown);
                (!files.is_empty()).then_some((shown, files))
            })
    }

    fn module(&self, dir: &Path) -> Option<Module> {
        let dir = absolute(dir, &self.current);
        let root = self.root(&dir)?;
        let rest = dir.strip_prefix(&root.dir).ok()?;
        let rest = rest.to_string_lossy().replace('\\', "/");
        let import_path = match (&*root.file.module, &*rest) {
            // The module of the standard library lends its packages no prefix.
            ("std", rest) => rest.to_owned(),
            (module, "") => module.to_owned(),
            (module, rest) => format!("{module}/{rest}"),
        };
        let requires = root
            .file
            .requires
            .iter()
            .map(|(path, version)| Arc::from(format!("{path} {version}")));
        Some(Module {
            import_path: import_path.into(),
            go_version: root.file.go,
            requires: requires.collect(),
        })
    }

    fn library(&self) -> Option<&Library> {
        Some(&self.library)
    }
}

/// The other modules that a `go.work` in this directory names.
fn workspace(dir: &Path) -> Option<Vec<(PathBuf, GoMod)>> {
    let work = gomod::parse(&read_text(&dir.join("go.work"))?);
    let modules = work.uses.iter().filter_map(|used| {
        let used = absolute(Path::new(used), dir);
        let file = gomod::parse(&read_text(&used.join("go.mod"))?);
        Some((used, file))
    });
    Some(modules.collect())
}

/// The part of an import path below a module's path.
fn below<'i>(import_path: &'i str, module: &str) -> Option<&'i str> {
    if module.is_empty() {
        return None;
    }
    let rest = import_path.strip_prefix(module)?;
    match rest.strip_prefix('/') {
        Some(rest) => Some(rest),
        None => rest.is_empty().then_some(rest),
    }
}

fn read_text(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The files that the go command would look at. One that is not text says nothing.
fn go_files(dir: &Path, current: &Path) -> Vec<InputFile> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension() == Some(OsStr::new("go")))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with(['.', '_'])
        })
        .collect();
    paths.sort();
    let files = paths.into_iter().filter_map(|path| {
        let text = super::read(&path).ok()?;
        Some(InputFile {
            path: shown_path(&path, current),
            text,
            editable: false,
        })
    });
    files.collect()
}

/// Answers by path, each worked out once.
#[derive(Debug)]
struct Memo<T>(Mutex<HashMap<PathBuf, T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Memo<T> {
    /// The lock is not held while `make` runs: two threads may both make an answer, and both make
    /// the same.
    fn get(&self, path: &Path, make: impl FnOnce() -> T) -> T {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(path) {
            return known.clone();
        }
        let answer = make();
        lock().insert(path.to_path_buf(), answer.clone());
        answer
    }
}
