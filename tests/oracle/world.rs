//! A world of directories as the oracle lists them: no search, no module cache lookups.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gofix_pit::facts::{InputFile, Library, Module, World};

/// Directories by import path.
pub struct Disk {
    dirs: HashMap<String, PathBuf>,
    paths: HashMap<PathBuf, String>,
    library: Library,
}

impl Disk {
    pub fn new(dirs: HashMap<String, PathBuf>) -> Self {
        let paths = dirs.iter().map(|(path, dir)| (dir.clone(), path.clone()));
        Self {
            paths: paths.collect(),
            dirs,
            library: Library::default(),
        }
    }
}

/// All Go files of a directory, also those that the build leaves out.
pub fn read(dir: &Path) -> Vec<InputFile> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .collect();
    files.sort();
    let input = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).ok()?.into();
        Some(InputFile {
            path,
            text,
            editable: false,
        })
    };
    files.into_iter().filter_map(input).collect()
}

impl World for Disk {
    fn directory(&self, dir: &Path) -> Vec<InputFile> {
        read(dir)
    }

    fn package(&self, import_path: &str, _: &Path) -> Option<(PathBuf, Vec<InputFile>)> {
        let dir = self.dirs.get(import_path)?;
        Some((dir.clone(), read(dir)))
    }

    fn module(&self, dir: &Path) -> Option<Module> {
        Some(Module {
            import_path: self.paths.get(dir)?.as_str().into(),
            go_version: Some((1, 26)),
            requires: Vec::new(),
        })
    }

    fn library(&self) -> Option<&Library> {
        Some(&self.library)
    }
}
