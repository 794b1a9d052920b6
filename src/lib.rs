//! gofix-pit finds the classic pitfalls of Go backend code and rewrites them.
//!
//! The library is the engine; the binary is a thin shell over [`cli`]. Imports run one way:
//! `text ← syntax ← facts ← codemod ← engine ← {disk, report} ← cli ← main`
//! (held by `tests/tidy.rs`).
//!
//! Invariants, each held by a test of its name:
//!
//! - **INV-PURE** `text`, `syntax`, `facts`, `codemod` and `engine` touch no file system, clock,
//!   environment or output; files reach `facts` through [`facts::World`].
//! - **INV-DATA** no codemod id and no library-specific special case appears in `src/`; the
//!   catalogue is TOML alone.
//! - **INV-WHOLE** a fix is applied whole or not at all, across files too.
//! - **INV-CHECKED** only checked text reaches the disk.
//! - **INV-LOCAL** bytes outside the edits stay, line endings, BOM and last newline included.
//! - **INV-COMMENTS** no comment is lost.
//! - **INV-FMT** a file that was gofmt-clean stays gofmt-clean.
//! - **INV-STABLE** same input, same bytes out at any thread count; a second run changes nothing.
//! - **INV-UNKNOWN** what is not known never satisfies a predicate, negated or not.
//! - **INV-SHOWN** what was shown is what is written.
//! - **INV-LOUD** every file not processed and every fix not applied can be listed with its reason.

pub mod cli;
pub mod codemod;
pub mod disk;
pub mod engine;
pub mod facts;
pub mod report;
pub mod syntax;
pub mod text;
