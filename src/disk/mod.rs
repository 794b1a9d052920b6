//! The file system: which files there are, what they say, and how they are replaced.
//!
//! The only part that reads and writes. Whatever goes wrong with one file becomes a [`Failure`] of
//! that file, so that one odd file never ends a run.

mod gomod;
mod read;
mod repository;
mod walk;
mod world;
mod write;

pub use read::{LARGEST, decode, is_generated, is_ignored, read};
pub use repository::{GitError, Tree, below_top, uncommitted};
pub use walk::{Found, Walk, shown_path, walk};
pub use world::DiskWorld;
pub use write::{WriteError, write_all};

use std::path::PathBuf;

/// What is wrong with one file or directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The path, as reported.
    pub path: PathBuf,
    /// In words.
    pub message: String,
}

impl Failure {
    /// A failure at a path.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }

    /// A failure of the operating system, without Rust's `(os error 2)`.
    #[must_use]
    pub fn io(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        Self::new(path, plain(error))
    }
}

/// An error of the operating system in words, without its number.
#[must_use]
pub fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text[..end].to_lowercase()
}
