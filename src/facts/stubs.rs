//! Stub tables: the exported declarations of the standard library and of well-known libraries, as
//! Go source without bodies, made by `tools/stubgen` and embedded in the binary.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::syntax::Source;

use super::unit::Unit;

/// Import path, package name and text of each stub, sorted by path.
const STUBS: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/stubs.rs"));

/// The stubs parsed so far, by import path.
type Parsed = HashMap<&'static str, Option<Arc<Unit>>>;

static UNITS: LazyLock<Mutex<Parsed>> = LazyLock::new(Mutex::default);

fn find(path: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let at = STUBS
        .binary_search_by(|(known, ..)| (*known).cmp(path))
        .ok()?;
    STUBS.get(at)
}

/// The name of a package that has a stub.
pub(super) fn package_name(path: &str) -> Option<&'static str> {
    find(path).map(|(_, name, _)| *name)
}

/// Whether a stub declares a type as another name of one; a look at the text, which is laid out by
/// gofmt, asks for no tree.
pub(super) fn has_alias(path: &str, name: &str) -> bool {
    find(path).is_some_and(|(.., text)| text.contains(&format!("\ntype {name} = ")))
}

/// The declarations of a package that has a stub, parsed at the first call of the process.
pub(super) fn unit(path: &str) -> Option<Arc<Unit>> {
    let (path, name, text) = find(path)?;
    let mut units = UNITS.lock().unwrap_or_else(PoisonError::into_inner);
    let unit = units.entry(path).or_insert_with(|| {
        Source::parse(*text).map(|source| Arc::new(Unit::of_stub(path, name, source)))
    });
    unit.clone()
}
