//! Several matches that are about one declared value are one finding, told where it is declared.

use crate::facts::Package;

use super::candidate::Candidate;

/// Merges candidates of a codemod that want the very same of one constant or variable.
pub(super) fn by_definition(package: &Package<'_>, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut merged: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let first = merged
            .iter_mut()
            .find(|other| candidate.defined.is_some() && alike(other, &candidate));
        match first {
            Some(first) => join(package, first, &candidate),
            None => merged.push(candidate),
        }
    }
    merged
}

fn alike(one: &Candidate, other: &Candidate) -> bool {
    one.rule.entry == other.rule.entry
        && one.defined == other.defined
        && one.applicability == other.applicability
        && one.fix == other.fix
        && (&one.message, &one.hint, &one.reason) == (&other.message, &other.hint, &other.reason)
}

fn join(package: &Package<'_>, first: &mut Candidate, other: &Candidate) {
    if first.found_at.is_empty() {
        first.found_at.push((first.file, first.span.start));
        // A file that is none of this run's has no findings.
        let declared = first.defined;
        if let Some(declared) = declared.filter(|of| package.input(of.file).editable) {
            first.file = declared.file;
            first.span = declared.name;
        }
    }
    first.found_at.push((other.file, other.span.start));
}
