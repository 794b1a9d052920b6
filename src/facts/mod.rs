//! What is known about Go code beyond its syntax: names, types, constants and control flow.
//!
//! A fact is right or unknown, never guessed ([`Truth`], [`Type::Unknown`]). Facts are asked of a
//! [`Package`], the files of one directory, and are made on demand: a file that nobody asks about
//! is not parsed. Other packages come through a [`World`], so nothing here touches a file system.

mod builds;
mod call;
mod clashes;
mod clauses;
mod constant;
mod constraints;
mod declared;
mod doubt;
mod flow;
mod generic;
mod identity;
mod imported;
mod imports;
mod infer;
mod integer;
mod interfaces;
mod judgement;
mod library;
mod literal;
mod lookup;
mod members;
mod moving;
mod names;
mod outline;
mod package;
mod parameters;
mod reach;
mod rebind;
mod resolve;
mod scope;
mod scoping;
mod select;
mod stubs;
mod truth;
mod types;
mod unit;
mod universe;
mod visible;
mod world;
mod written;

pub use constant::{Constant, Hole, Literal, Operand, Piece, Spelling, unquote};
pub use flow::{Exit, Knowledge, Obstacle, Release};
pub use library::Library;
pub use names::{Declaration, Entity, Kind};
pub use package::{At, FileId, InputFile, Package};
pub(crate) use parameters::groups as parameter_groups;
pub use truth::Truth;
pub use types::{Callee, Direction, Fields, Signature, Type};
pub use visible::Visible;
pub use world::{Module, NoWorld, World};
pub use written::{
    is_import_path, is_name, is_predeclared_callee, is_predeclared_type, written_type,
};
