//! Codemods on text: match → predicates → fixes → plan → checked text, to a fixed point.
//!
//! Pure: text and a [`World`](crate::facts::World) in, findings and [`CheckedText`] out.

mod apply;
mod bindings;
mod candidate;
mod check;
mod declared;
mod example;
mod explore;
mod fix;
mod fragment;
mod imports;
mod matching;
mod merge;
mod near;
mod outcome;
mod plan;
mod position;
mod predicate;
mod prefilter;
mod round;
mod run;
mod search;
mod selection;
mod suppression;

pub use example::{Shown, Verdict, run_example};
pub use explore::{Explored, Grounds, explore};
pub use outcome::{
    CheckedText, FileError, Finding, NearMiss, Outcome, ReportedEdit, Stats, Status,
};
pub use round::left_alone;
pub use run::run;
pub use selection::{PathFilter, Selected, Selection};

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
