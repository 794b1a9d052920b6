//! Where control goes, and what follows from it: exits, loops, last use, escape, purity.
//!
//! Functions are small, so everything is a walk over the tree; there is no graph and no SSA.

mod after;
mod behind;
mod called;
mod change;
mod constancy;
mod depends;
mod effects;
mod errors;
mod escape;
mod fresh;
mod handing;
mod harmless;
mod knowledge;
mod leaving;
mod loops;
mod making;
mod memory;
mod nil;
mod obstacle;
mod outcome;
mod place;
mod plain;
mod pointers;
mod pure_calls;
mod purity;
mod reachable;
mod release;
mod sameness;
mod storage;
mod stretch;
mod taint;
mod terminating;
mod uses;
mod values;

pub use knowledge::Knowledge;
pub use obstacle::Obstacle;
pub use release::{Exit, Release};
