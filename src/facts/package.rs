//! The files of one directory, parsed when asked for.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::syntax::{Node, Source};

use super::{Module, World};

/// A file as handed in: where it stands and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Path as it is to be reported.
    pub path: PathBuf,
    /// The whole text.
    pub text: Arc<str>,
    /// Whether a fix may edit it; siblings that a run was not pointed at are only read.
    pub editable: bool,
}

/// A file of a [`Package`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// Its place among the files that the package was made of.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node and the file it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'p> {
    /// The file.
    pub file: FileId,
    /// The node, of that file's tree.
    pub node: Node<'p>,
}

impl<'p> At<'p> {
    /// Another node of the same file.
    #[must_use]
    pub fn with(self, node: Node<'p>) -> Self {
        Self {
            file: self.file,
            node,
        }
    }
}

struct PackageFile {
    input: InputFile,
    source: OnceCell<Option<Source>>,
}

/// The files of one directory and what is known of them. Files are kept in the order given;
/// those with another package clause (external tests) are present but declare nothing for the
/// others.
pub struct Package<'w> {
    dir: PathBuf,
    files: Vec<PackageFile>,
    world: &'w dyn World,
    module: OnceCell<Option<Module>>,
}

impl<'w> Package<'w> {
    /// A package of these files, all of directory `dir`.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>, files: Vec<InputFile>, world: &'w dyn World) -> Self {
        let files = files
            .into_iter()
            .map(|input| PackageFile {
                input,
                source: OnceCell::new(),
            })
            .collect();
        Self {
            dir: dir.into(),
            files,
            world,
            module: OnceCell::new(),
        }
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// A file as it was handed in.
    #[must_use]
    pub fn input(&self, file: FileId) -> &InputFile {
        &self.files[file.0 as usize].input
    }

    /// A file's tree, parsed at the first call; `None` if it cannot be parsed at all.
    #[must_use]
    pub fn source(&self, file: FileId) -> Option<&Source> {
        let file = &self.files[file.0 as usize];
        file.source
            .get_or_init(|| Source::parse(Arc::clone(&file.input.text)))
            .as_ref()
    }

    /// The text of a node.
    #[must_use]
    pub fn text(&self, at: At<'_>) -> &str {
        let text = &self.files[at.file.0 as usize].input.text;
        text.get(at.node.byte_range()).unwrap_or("")
    }

    /// The module the directory belongs to, if any.
    #[must_use]
    pub fn module(&self) -> Option<&Module> {
        self.module
            .get_or_init(|| self.world.module(&self.dir))
            .as_ref()
    }

    /// Other packages and directories.
    #[must_use]
    pub fn world(&self) -> &'w dyn World {
        self.world
    }
}
