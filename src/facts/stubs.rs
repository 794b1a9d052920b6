//! Stub tables: the exported declarations of the standard library and of well-known libraries, as
//! Go source without bodies, made by `tools/stubgen` and embedded in the binary.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::syntax::Source;

use super::unit::Unit;

/// Import path, package name and text of each stub, sorted by path.
const STUBS: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/stubs.rs"));

/// The stubs parsed so far, by import path.
type Parsed = HashMap<&'static str, Option<Arc<Unit>>>;

static UNITS: LazyLock<Mutex<Parsed>> = LazyLock::new(Mutex::default);

/// Package and name of the aliases of all stubs: gofmt gives each a line of its own, so that no tree
/// is needed to find them.
static ALIASES: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut aliases = HashSet::new();
    for (path, _, text) in STUBS {
        for start in memchr::memmem::find_iter(text.as_bytes(), "\ntype ") {
            let line = text[start + "\ntype ".len()..].lines().next();
            let name = line.and_then(|line| line.split_once(" = "));
            aliases.extend(name.map(|(name, _)| (*path, name)));
        }
    }
    aliases
});

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

/// Whether a stub declares a type as another name of one.
pub(super) fn has_alias(path: &str, name: &str) -> bool {
    ALIASES.contains(&(path, name))
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
