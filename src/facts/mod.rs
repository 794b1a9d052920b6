//! What is known about Go code beyond its syntax: names, types, constants and control flow.
//!
//! A fact is right or unknown, never guessed ([`Truth`], [`Type::Unknown`]). Facts are asked of a
//! [`Package`], the files of one directory, and are made on demand: a file that nobody asks about
//! is not parsed. Other packages come through a [`World`], so nothing here touches a file system.

mod call;
mod clashes;
mod constant;
mod declared;
mod flow;
mod generic;
mod imported;
mod imports;
mod infer;
mod integer;
mod judgement;
mod library;
mod literal;
mod members;
mod moving;
mod names;
mod package;
mod parameters;
mod reach;
mod rebind;
mod resolve;
mod scope;
mod select;
mod stubs;
mod truth;
mod types;
mod unit;
mod universe;
mod world;

pub use constant::{Constant, Hole, Literal, Piece, Spelling, unit_len, unquote};
pub use flow::{Exit, Knowledge, Obstacle, Release};
pub use library::Library;
pub use names::{Declaration, Entity, Kind};
pub use package::{At, FileId, InputFile, Package};
pub use truth::Truth;
pub use types::{Callee, Direction, Fields, Signature, Type};
pub use world::{Module, NoWorld, World};
