//! Where control goes, and what follows from it: exits, loops, last use, escape, purity.
//!
//! Functions are small, so everything is a walk over the tree; there is no graph and no SSA.

mod depends;
mod errors;
mod escape;
mod knowledge;
mod leaving;
mod loops;
mod making;
mod nil;
mod obstacle;
mod outcome;
mod purity;
mod release;
mod sameness;
mod taint;
mod terminating;
mod uses;

pub use knowledge::Knowledge;
pub use obstacle::Obstacle;
pub use release::{Exit, Release};
