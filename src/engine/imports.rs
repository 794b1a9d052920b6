//! Imports after a fix. (Interface; its body comes with the verbs.)

use std::collections::BTreeSet;

use crate::syntax::Source;
use crate::text::EditSet;

use super::fix::Declined;

/// Adds and drops imports.
pub(in crate::engine) fn import_edits(
    source: &Source,
    add: &BTreeSet<String>,
    drop: &BTreeSet<String>,
    still_used: &dyn Fn(&str) -> bool,
) -> Result<EditSet, Declined> {
    let _ = (source, add, drop, still_used);
    Ok(EditSet::new())
}
