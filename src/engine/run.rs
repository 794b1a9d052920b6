//! Rounds to a fixed point over the files of one directory.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::facts::{FileId, InputFile, Package, World};

use super::apply::{self, Applied};
use super::candidate::Candidate;
use super::outcome::{CheckedText, FileError, Finding, Outcome, ReportedEdit, Status};
use super::plan::{self, Choice};
use super::round::{self, Decision, Survey};
use super::selection::{RuleId, Selection};
use super::{Options, suppression};

/// Fixes that go on making new findings after so many rounds feed on each other.
const MOST_ROUNDS: usize = 20;

/// As do those that make a file so much longer than it was, or than this.
const MOST_GROWTH: usize = 4;
const SHORT: usize = 4 * 1024;

/// Who fixed something in so many of the last rounds is among those that feed on each other.
const LAST_ROUNDS: usize = 4;

/// Runs the selected codemods over one directory's files until nothing new is found.
///
/// `files` are all Go files of the directory; those not `editable` are only read. A panic does
/// not leave this function: it becomes an error of the file or the directory.
#[must_use]
pub fn run(
    dir: &Path,
    files: Vec<InputFile>,
    selection: &Selection,
    world: &dyn World,
    options: Options,
) -> Outcome {
    let mut run = Run {
        dir,
        originals: files,
        selection,
        world,
        options,
        barred: BTreeMap::new(),
    };
    let outcome = catch_unwind(AssertUnwindSafe(move || {
        loop {
            match run.to_fixed_point() {
                Ok(outcome) => return outcome,
                Err(endless) => run.barred.extend(endless),
            }
        }
    }));
    outcome.unwrap_or_else(|panic| Outcome {
        errors: vec![round::internal_error(dir.to_path_buf(), &*panic)],
        ..Outcome::default()
    })
}

/// Why a fix of such a codemod is not applied.
const ENDLESS: &str = "the codemod's fixes lead to new findings without end";

struct Run<'r> {
    dir: &'r Path,
    originals: Vec<InputFile>,
    selection: &'r Selection,
    world: &'r dyn World,
    options: Options,
    /// Codemods whose fixes did not come to an end, and the file of the last one: none of them is
    /// applied.
    barred: BTreeMap<usize, FileId>,
}

/// A finding that was not fixed when it was first seen, and where it stands by now.
struct Open {
    rule: RuleId,
    file: FileId,
    offset: usize,
    finding: Finding,
}

impl Run<'_> {
    /// What it comes to; or which codemods never come to an end, and where.
    fn to_fixed_point(&self) -> Result<Outcome, BTreeMap<usize, FileId>> {
        let mut rounds: Vec<BTreeMap<usize, FileId>> = Vec::new();
        let mut outcome = Outcome::default();
        let mut texts = self.originals.clone();
        let mut open: Vec<Open> = Vec::new();
        let mut changed_by: BTreeMap<FileId, BTreeSet<Arc<str>>> = BTreeMap::new();
        let mut package = Package::new(self.dir, texts.clone(), self.world);
        for number in 1.. {
            // Of near misses only those of the files as they are count.
            let near_misses = self.options.near_misses && number == 1;
            let survey = round::survey(&package, &texts, self.selection, near_misses);
            outcome.stats.rounds = number;
            outcome.stats.matches += survey.stats.matches;
            if number == 1 {
                outcome.stats.files_parsed = survey.stats.files_parsed;
                outcome.stats.packages_with_facts = usize::from(package.was_asked());
            }
            let decided = self.decided(&package, &survey, &open);
            let decision =
                round::decide(&package, &texts, &survey.candidates, decided, self.options);
            let describe = |index| self.finding(&package, &survey, &decision, index, number);
            open = still_open(&survey, &decision, &open, describe);
            if number == 1 {
                self.first_round(&package, &survey, &mut outcome);
            }
            let Some(applied) = &decision.applied else {
                break;
            };
            rounds.push(BTreeMap::new());
            for (index, candidate) in chosen(&survey, &decision) {
                if let Some(round) = rounds.last_mut() {
                    round.insert(candidate.rule.entry, candidate.file);
                }
                outcome.findings.push(describe(index));
                for file in candidate.fix.iter().flat_map(|fix| fix.files.keys()) {
                    let id = Arc::clone(&self.selection.entries()[candidate.rule.entry].codemod.id);
                    changed_by.entry(*file).or_default().insert(id);
                }
            }
            advance(&mut texts, &mut open, &package, applied);
            package = package.with_texts(texts.clone());
            if number == MOST_ROUNDS || self.grew(&texts) {
                return Err(rounds
                    .into_iter()
                    .rev()
                    .take(LAST_ROUNDS)
                    .flatten()
                    .collect());
            }
        }
        outcome
            .findings
            .extend(open.into_iter().map(|open| open.finding));
        outcome.changed = self.changed(&texts, &changed_by);
        outcome.errors.extend(self.endless());
        outcome.sort();
        Ok(outcome)
    }

    /// Whether fixes made some file much longer than any fix has a reason to.
    fn grew(&self, texts: &[InputFile]) -> bool {
        let mut pairs = self.originals.iter().zip(texts);
        pairs.any(|(before, after)| after.text.len() > MOST_GROWTH * before.text.len().max(SHORT))
    }

    /// Fixes that never come to an end are a defect of their codemods, of which one is told for
    /// the whole directory.
    fn endless(&self) -> Option<FileError> {
        let file = self.barred.values().next()?;
        let id = |entry: &usize| &*self.selection.entries()[*entry].codemod.id;
        let ids: Vec<&str> = self.barred.keys().map(id).collect();
        let whose = if ids.len() > 1 { "their" } else { "its" };
        Some(FileError {
            path: self.originals[file.index()].path.clone(),
            line: None,
            message: format!(
                "{}: {whose} fixes lead to new findings without end; none of them is applied",
                ids.join(", ")
            ),
            fatal: true,
        })
    }

    /// What is settled before choosing: ignore comments and earlier refusals.
    fn decided(
        &self,
        package: &Package<'_>,
        survey: &Survey,
        open: &[Open],
    ) -> BTreeMap<usize, Choice> {
        let mut decided = BTreeMap::new();
        for (index, candidate) in survey.candidates.iter().enumerate() {
            let id = &self.selection.entries()[candidate.rule.entry].codemod.id;
            let ignored = |(file, offset): (FileId, usize)| {
                let ignores = survey.ignores.get(&file).map_or(&[][..], Vec::as_slice);
                let source = package.source(file).filter(|_| !ignores.is_empty());
                let line = source.map_or(0, |source| source.lines().position(offset).line);
                suppression::covers(ignores, id, line)
            };
            // All of them, so that each comment is known to be of use.
            if candidate.places().filter(|place| ignored(*place)).count() > 0 {
                decided.insert(index, Choice::Suppressed);
            } else if self.is_barred(candidate)
                || open
                    .iter()
                    .any(|open| open.is(candidate) && open.finding.status == Status::Refused)
            {
                decided.insert(index, Choice::Refused);
            }
        }
        decided
    }

    fn first_round(&self, package: &Package<'_>, survey: &Survey, outcome: &mut Outcome) {
        outcome.errors.extend(survey.errors.iter().cloned());
        if self.options.near_misses {
            outcome
                .near_misses
                .extend(survey.near_misses.iter().cloned());
        }
        for (file, ignores) in &survey.ignores {
            for ignore in ignores.iter().filter(|ignore| !ignore.used.get()) {
                let idle = self.selection.idle(ignore.id.as_deref());
                outcome.errors.extend(idle.map(|why| FileError {
                    path: package.input(*file).path.clone(),
                    line: Some(ignore.line),
                    message: format!("line {}: {why}", ignore.line),
                    fatal: false,
                }));
            }
        }
    }

    fn finding(
        &self,
        package: &Package<'_>,
        survey: &Survey,
        decision: &Decision,
        index: usize,
        round: usize,
    ) -> Finding {
        let candidate = &survey.candidates[index];
        let codemod = &self.selection.entries()[candidate.rule.entry].codemod;
        let input = package.input(candidate.file);
        let lines = crate::text::LineIndex::new(&input.text);
        let (status, reason) = self.verdict(package, survey, decision, index);
        let mut edits: Vec<ReportedEdit> = Vec::new();
        for (file, part) in candidate.fix.iter().flat_map(|fix| &fix.files) {
            let path = &package.input(*file).path;
            let whole = apply::whole_edits(package, *file, part).into_iter();
            edits.extend(whole.map(|edit| ReportedEdit {
                path: path.clone(),
                start: edit.span.start,
                end: edit.span.end,
                text: edit.text,
            }));
        }
        Finding {
            codemod: Arc::clone(&codemod.id),
            category: Arc::clone(&codemod.category),
            applicability: candidate.applicability,
            status,
            reason: reason.or_else(|| candidate.reason.clone()),
            path: input.path.clone(),
            start: lines.position(candidate.span.start),
            end: lines.position(candidate.span.end),
            char_columns: (
                char_column(&input.text, candidate.span.start),
                char_column(&input.text, candidate.span.end),
            ),
            message: candidate.message.clone(),
            hint: candidate.hint.clone(),
            round,
            edits,
        }
    }

    fn verdict(
        &self,
        package: &Package<'_>,
        survey: &Survey,
        decision: &Decision,
        index: usize,
    ) -> (Status, Option<String>) {
        match decision.choices[index] {
            Choice::Chosen => (Status::WouldFix, None),
            Choice::NoFix => (Status::Suggested, None),
            Choice::NotAllowed => (Status::NeedsUnsafe, None),
            Choice::Suppressed => (Status::Suppressed, Some("ignore comment".to_owned())),
            Choice::Refused if self.is_barred(&survey.candidates[index]) => {
                (Status::Refused, Some(ENDLESS.to_owned()))
            }
            Choice::Refused => (Status::Refused, decision.refusals.get(&index).cloned()),
            Choice::Overlaps(other) => {
                let winner = &survey.candidates[other];
                let id = &self.selection.entries()[winner.rule.entry].codemod.id;
                let input = package.input(winner.file);
                let line = crate::text::LineIndex::new(&input.text)
                    .position(winner.span.start)
                    .line;
                let reason = format!("overlaps {id} at {}:{line}", input.path.display());
                (Status::Skipped, Some(reason))
            }
        }
    }

    fn changed(
        &self,
        texts: &[InputFile],
        changed_by: &BTreeMap<FileId, BTreeSet<Arc<str>>>,
    ) -> Vec<CheckedText> {
        changed_by
            .iter()
            .filter_map(|(file, codemods)| {
                let (before, after) = (self.originals.get(file.index())?, texts.get(file.index())?);
                (before.text != after.text).then(|| {
                    CheckedText::new(
                        before.path.clone(),
                        Arc::clone(&before.text),
                        Arc::clone(&after.text),
                        codemods.iter().cloned().collect(),
                    )
                })
            })
            .collect()
    }

    /// Whether its fix would be applied, were it not that its codemod's never come to an end.
    fn is_barred(&self, candidate: &Candidate) -> bool {
        self.barred.contains_key(&candidate.rule.entry)
            && candidate.fix.is_some()
            && plan::allowed(candidate.applicability, self.options.fixes)
    }
}

impl Open {
    fn is(&self, candidate: &Candidate) -> bool {
        self.rule == candidate.rule
            && self.file == candidate.file
            && self.offset == candidate.span.start
    }
}

fn chosen<'s>(
    survey: &'s Survey,
    decision: &'s Decision,
) -> impl Iterator<Item = (usize, &'s Candidate)> {
    survey
        .candidates
        .iter()
        .enumerate()
        .filter(|(index, _)| decision.choices[*index] == Choice::Chosen)
}

/// The findings of this round that were not fixed. One that an earlier round had already seen
/// keeps its first place and round, with what is said of it now.
fn still_open(
    survey: &Survey,
    decision: &Decision,
    earlier: &[Open],
    describe: impl Fn(usize) -> Finding,
) -> Vec<Open> {
    let mut open = Vec::new();
    for (index, candidate) in survey.candidates.iter().enumerate() {
        if decision.choices[index] == Choice::Chosen {
            continue;
        }
        let mut finding = describe(index);
        if let Some(first) = earlier.iter().find(|open| open.is(candidate)) {
            finding.round = first.finding.round;
            finding.start = first.finding.start;
            finding.end = first.finding.end;
            finding.char_columns = first.finding.char_columns;
            finding.edits.clone_from(&first.finding.edits);
            if finding.status == Status::Refused {
                finding.reason.clone_from(&first.finding.reason);
            }
        }
        open.push(Open {
            rule: candidate.rule,
            file: candidate.file,
            offset: candidate.span.start,
            finding,
        });
    }
    open
}

/// To the next round's texts.
fn advance(texts: &mut [InputFile], open: &mut [Open], package: &Package<'_>, applied: &Applied) {
    for (file, input) in package.files().zip(texts) {
        if let Some((text, _)) = applied.files.get(&file) {
            input.text = Arc::clone(text);
        }
    }
    for open in open {
        open.offset = applied.map(open.file, open.offset);
    }
}

/// The 1-based column of an offset, in characters.
fn char_column(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    before[line..].chars().count() + 1
}
