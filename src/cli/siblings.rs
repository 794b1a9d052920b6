//! One file among its siblings, for commands that look at a single file.

use std::path::Path;
use std::sync::Arc;

use crate::facts::{InputFile, World};

/// The files of a file's package, itself first, so that it can be named. Nothing is to be edited.
pub(super) fn with_siblings(path: &Path, text: Arc<str>, world: &dyn World) -> Vec<InputFile> {
    let own = InputFile {
        path: path.to_path_buf(),
        text,
        editable: false,
    };
    let siblings = world.directory(path.parent().unwrap_or(Path::new("")));
    let others = siblings.into_iter().filter(|input| input.path != path);
    std::iter::once(own).chain(others).collect()
}
