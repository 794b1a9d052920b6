//! Codemods on text: match → predicates → fixes → plan → checked text, to a fixed point.
//!
//! Pure: text and a [`World`](crate::facts::World) in, findings and [`CheckedText`] out.

mod outcome;
mod selection;

pub use outcome::{
    CheckedText, FileError, Finding, NearMiss, Outcome, ReportedEdit, Stats, Status,
};
pub use selection::{Selected, Selection};

use crate::facts::{InputFile, World};

/// What a run is asked to do beyond its selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Which fixes are applied.
    pub fixes: Fixes,
    /// Whether near misses are collected.
    pub near_misses: bool,
}

/// Which fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fixes {
    /// Only `safe` ones.
    #[default]
    Safe,
    /// `unsafe` ones too.
    Unsafe,
}

/// Runs the selected codemods over one directory's files until nothing new is found.
///
/// `files` are all Go files of the directory; those not `editable` are only read. A panic does
/// not leave this function: it becomes an error of the file.
#[must_use]
pub fn run(
    dir: &std::path::Path,
    files: Vec<InputFile>,
    selection: &Selection,
    world: &dyn World,
    options: Options,
) -> Outcome {
    let _ = (dir, files, selection, world, options);
    Outcome::default()
}
