//! Which fixes of a round are applied together.
//!
//! In order of application (codemod, then rule); of one codemod the later place goes first, so
//! that what was acquired last is released first. A fix that overlaps a chosen one waits for the
//! next round.

use std::collections::BTreeMap;

use crate::codemod::Applicability;
use crate::facts::FileId;
use crate::text::EditSet;

use super::Fixes;
use super::candidate::Candidate;
use super::fix::Fix;

/// What the plan says of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Part of this round.
    Chosen,
    /// Overlaps the candidate with this index, which is chosen.
    Overlaps(usize),
    /// Has a fix that this run may not apply.
    NotAllowed,
    /// Has no fix.
    NoFix,
    /// Was refused by a check in this run.
    Refused,
    /// Covered by an ignore comment.
    Suppressed,
}

/// Decides about every candidate; `choices` comes with those already decided.
pub(super) fn choose(
    candidates: &[Candidate],
    decided: &BTreeMap<usize, Choice>,
    fixes: Fixes,
) -> Vec<Choice> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&candidates[*a], &candidates[*b]);
        let codemod = a.rule.entry.cmp(&b.rule.entry);
        codemod
            .then(a.file.cmp(&b.file))
            .then(b.span.cmp(&a.span))
            .then(a.rule.cmp(&b.rule))
    });
    let mut choices = vec![Choice::NoFix; candidates.len()];
    let mut chosen: Vec<usize> = Vec::new();
    for index in order {
        let candidate = &candidates[index];
        choices[index] = match (decided.get(&index), &candidate.fix) {
            (Some(choice), _) => *choice,
            (None, None) => Choice::NoFix,
            (None, Some(_)) if !allowed(candidate.applicability, fixes) => Choice::NotAllowed,
            (None, Some(fix)) => {
                let clash = chosen.iter().find(|other| {
                    candidates[**other]
                        .fix
                        .as_ref()
                        .is_some_and(|o| conflict(o, fix))
                });
                if let Some(other) = clash {
                    Choice::Overlaps(*other)
                } else {
                    chosen.push(index);
                    Choice::Chosen
                }
            }
        };
    }
    choices
}

/// Whether a run may apply fixes of an applicability.
pub(super) fn allowed(applicability: Applicability, fixes: Fixes) -> bool {
    match applicability {
        Applicability::Safe => true,
        Applicability::Unsafe => fixes == Fixes::Unsafe,
        Applicability::Suggest => false,
    }
}

fn conflict(one: &Fix, other: &Fix) -> bool {
    one.files.iter().any(|(file, one)| {
        other
            .files
            .get(file)
            .is_some_and(|other| one.edits.conflicts(&other.edits))
    })
}

/// The edits of several fixes that do not conflict, by file.
pub(super) fn merged<'f>(
    fixes: impl Iterator<Item = &'f Fix>,
) -> BTreeMap<FileId, super::fix::FileFix> {
    let mut merged: BTreeMap<FileId, super::fix::FileFix> = BTreeMap::new();
    for fix in fixes {
        for (file, part) in &fix.files {
            let target = merged.entry(*file).or_default();
            add_all(&mut target.edits, &part.edits);
            target.add_imports.extend(part.add_imports.iter().cloned());
            target
                .drop_imports
                .extend(part.drop_imports.iter().cloned());
        }
    }
    merged
}

fn add_all(target: &mut EditSet, edits: &EditSet) {
    for edit in edits.as_slice() {
        // Chosen fixes do not conflict, so each edit finds its place.
        let added = target.add(edit.clone());
        debug_assert!(added.is_ok(), "chosen fixes overlap: {added:?}");
    }
}
