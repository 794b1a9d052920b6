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
    let dropped = drop.iter().any(|path| !still_used(path));
    if add.is_empty() && !dropped {
        return Ok(EditSet::new());
    }
    let _ = source;
    Err(Declined {
        guard: "imports".to_owned(),
        reason: "imports cannot be edited yet".to_owned(),
    })
}
