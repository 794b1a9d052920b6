//! From the matches of a rule in a file to candidates: findings with the fixes they ask for.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::codemod::{Applicability, Rule};
use crate::facts::{Declaration, FileId, Package};
use crate::syntax::node;
use crate::text::Span;

use super::bindings::Bindings;
use super::fix::{self, Declined, Fix};
use super::matching;
pub(super) use super::matching::TooManyMatches;
use super::near::{self, Reason};
use super::outcome::NearMiss;
use super::predicate::{Judge, go_version};
use super::prefilter::Places;
use super::search::Searched;
use super::selection::{RuleId, Selected};

/// The capture that a finding points at.
const MATCH: &str = "match";

/// A place where a rule holds.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The rule, by its place in the selection.
    pub rule: RuleId,
    /// The file of `@match`.
    pub file: FileId,
    /// `@match`.
    pub span: Span,
    /// After guards and the user's cap.
    pub applicability: Applicability,
    /// Why it was lowered.
    pub reason: Option<String>,
    /// What the user is told.
    pub message: String,
    /// What to do about it, where it has no fix.
    pub hint: Option<String>,
    /// The fix, unless the finding is only a suggestion.
    pub fix: Option<Fix>,
    /// A later rule of the codemod that has a fix for the place goes first: this one has none, or
    /// one that repeats itself.
    pub yields: bool,
    /// The constant or variable that an `at_definition` edit changes.
    pub defined: Option<Declaration>,
    /// Where it was found, if that is not where it is told: a file, and an offset in it.
    pub found_at: Vec<(FileId, usize)>,
}

impl Candidate {
    /// All places that it is about, as offsets: an ignore comment at any of them covers it.
    pub fn places(&self) -> impl Iterator<Item = (FileId, usize)> + '_ {
        let own = std::iter::once((self.file, self.span.start));
        own.chain(self.found_at.iter().copied())
    }
}

/// What one rule comes to in one file.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    /// In order of place.
    pub candidates: Vec<Candidate>,
    /// Matches that a guard turned down.
    pub near_misses: Vec<near::Counted>,
    /// Matches before semantic predicates.
    pub matches: usize,
    /// A named query took too much work: what asked for it is not known.
    pub too_much: bool,
}

/// Runs one rule over one file.
pub(super) fn harvest<'p>(
    package: &'p Package<'p>,
    file: FileId,
    id: RuleId,
    selected: &Selected,
    places: &Places<'p>,
    searched: &Searched,
    near_misses: bool,
) -> Result<Harvest, TooManyMatches> {
    let codemod = &selected.codemod;
    let rule = &codemod.rules[id.rule];
    let mut harvest = Harvest::default();
    if codemod.go.is_some_and(|least| go_version(package) < least) {
        return Ok(harvest);
    }
    let judge = Judge {
        package,
        rule,
        knowledge: &codemod.knowledge,
        params: &selected.params,
        uncertain: Cell::new(false),
        too_much: RefCell::default(),
        searched,
        id,
    };
    let mut accepted: Vec<Bindings<'_>> = Vec::new();
    let mut missed: Vec<(Bindings<'_>, Reason)> = Vec::new();
    for found in matching::matches_at(package, file, &rule.query, places)? {
        harvest.matches += 1;
        let predicates = &rule.query.predicates[found.pattern];
        let when = |when| judge.condition(when, &found.bindings).holds();
        if judge.first_failure(predicates, &found.bindings).is_none()
            && rule.when.as_ref().is_none_or(when)
        {
            accepted.push(found.bindings);
        } else if near_misses
            && let Some(reason) = near::reason(&judge, predicates, &found.bindings)
        {
            missed.push((found.bindings, reason));
        }
    }
    for (bindings, alone) in by_place(accepted) {
        if alone {
            harvest
                .candidates
                .extend(candidate(&judge, id, selected, &bindings));
        } else if near_misses {
            missed.push((bindings, Reason::ambiguous()));
        }
    }
    for (bindings, reason) in missed {
        harvest
            .near_misses
            .extend(near_miss(package, selected, &bindings, reason));
    }
    harvest.too_much = !judge.too_much.borrow().is_empty();
    harvest.candidates.sort_by_key(|candidate| candidate.span);
    Ok(harvest)
}

/// The first match of each place, and whether it is the only one there; those that differ only
/// in `_`-captures are one.
fn by_place(accepted: Vec<Bindings<'_>>) -> Vec<(Bindings<'_>, bool)> {
    let mut found: Vec<(Bindings<'_>, bool)> = Vec::new();
    let mut places: BTreeMap<Span, usize> = BTreeMap::new();
    for bindings in accepted {
        let Some(at) = bindings.one(MATCH) else {
            continue;
        };
        match places.entry(node::span(at.node)) {
            Entry::Vacant(place) => {
                place.insert(found.len());
                found.push((bindings, true));
            }
            Entry::Occupied(place) => {
                let (first, alone) = &mut found[*place.get()];
                *alone = *alone && first.identity() == bindings.identity();
            }
        }
    }
    found
}

fn near_miss(
    package: &Package<'_>,
    selected: &Selected,
    bindings: &Bindings<'_>,
    reason: Reason,
) -> Option<near::Counted> {
    let at = bindings.one(MATCH)?;
    let source = package.source(at.file)?;
    let near = NearMiss {
        codemod: Arc::clone(&selected.codemod.id),
        path: package.input(at.file).path.clone(),
        start: source.lines().position(at.node.start_byte()),
        guard: reason.guard,
        message: reason.message,
    };
    Some((near, reason.failed))
}

fn candidate<'p>(
    judge: &Judge<'p, '_>,
    id: RuleId,
    selected: &Selected,
    bindings: &Bindings<'p>,
) -> Option<Candidate> {
    let at = bindings.one(MATCH)?;
    let rule = judge.rule;
    let (mut applicability, mut reason) = lowered(judge, rule, bindings);
    if let Some(cap) = selected.cap
        && cap < applicability
    {
        applicability = cap;
        reason = Some("capped by the configuration".to_owned());
    }
    let mut built = None;
    let mut yields = false;
    if applicability > Applicability::Suggest && !rule.edits.is_empty() {
        match build(judge, selected, bindings) {
            Ok(fix) => {
                if let Some(times) = fix.repeats {
                    applicability = applicability.min(Applicability::Unsafe);
                    reason = Some(format!("it is written {times} times"));
                    yields = true;
                }
                built = Some(fix);
            }
            Err(declined) => {
                applicability = Applicability::Suggest;
                reason = Some(declined.reason);
                yields = true;
            }
        }
    } else {
        applicability = Applicability::Suggest;
    }
    let render = |template| fix::message(judge.package, template, &selected.params, bindings);
    Some(Candidate {
        rule: id,
        file: at.file,
        span: node::span(at.node),
        applicability,
        reason,
        message: render(&rule.message),
        hint: rule.hint.as_ref().filter(|_| built.is_none()).map(render),
        fix: built,
        yields,
        defined: fix::place_of_definition(judge.package, rule, bindings),
        found_at: Vec::new(),
    })
}

fn build<'p>(
    judge: &Judge<'p, '_>,
    selected: &Selected,
    bindings: &Bindings<'p>,
) -> Result<Fix, Declined> {
    judge.uncertain.set(false);
    let fix = fix::build(
        judge.package,
        judge.rule,
        judge.knowledge,
        &selected.params,
        bindings,
        judge,
    )?;
    if judge.uncertain.get() {
        return Err(Declined {
            reason: "not every place that would have to change is known".to_owned(),
        });
    }
    for file in fix.files.keys() {
        let input = judge.package.input(*file);
        if !input.editable {
            return Err(Declined {
                reason: format!(
                    "{} would have to change and is not part of this run",
                    input.path.display()
                ),
            });
        }
    }
    Ok(fix)
}

/// The rule's applicability after its guards, and the first reason for the lowest level.
fn lowered<'p>(
    judge: &Judge<'p, '_>,
    rule: &Rule,
    bindings: &Bindings<'p>,
) -> (Applicability, Option<String>) {
    let mut level = rule.applicability;
    let mut reason = None;
    for guard in &rule.lower {
        if guard.to >= level {
            continue;
        }
        let holds = judge.condition(&guard.condition, bindings).holds();
        if holds != guard.unless {
            level = guard.to;
            reason = Some(guard.because.clone());
        }
    }
    (level, reason)
}
