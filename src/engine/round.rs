//! One round: candidates of all files, the choice among them, and the texts that come of it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::facts::{FileId, InputFile, Package};
use crate::syntax::Source;

use super::Options;
use super::apply::{self, Applied};
use super::candidate::{self, Candidate};
use super::merge;
use super::near;
use super::outcome::{FileError, NearMiss, Stats};
use super::plan::{self, Choice};
use super::prefilter::{Mentions, Nodes};
use super::search::Searched;
use super::selection::{Selected, Selection};
use super::suppression::{self, Ignore};

/// Everything found in one state of the texts.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// In order of file, then rule, then place.
    pub candidates: Vec<Candidate>,
    /// Matches that a guard turned down.
    pub near_misses: Vec<NearMiss>,
    /// Files that could not be surveyed.
    pub errors: Vec<FileError>,
    /// Ignore comments by file.
    pub ignores: BTreeMap<FileId, Vec<Ignore>>,
    /// Counters of this survey.
    pub stats: Stats,
}

/// Looks for candidates in all editable files.
pub(super) fn survey(
    package: &Package<'_>,
    inputs: &[InputFile],
    selection: &Selection,
    near_misses: bool,
) -> Survey {
    let mut survey = Survey::default();
    let mentioned: Vec<Mentions> = inputs
        .iter()
        .map(|input| selection.mentions(input.text.as_bytes()))
        .collect();
    let searched = Searched::default();
    let together = selection.together(package.dir(), inputs, &mentioned);
    for ((file, input), mentions) in package.files().zip(inputs).zip(&mentioned) {
        if !input.editable {
            continue;
        }
        let rules = selection.possible(&input.path, mentions, Some(&together));
        if rules.is_empty() && !suppression::mentioned(input.text.as_bytes()) {
            continue;
        }
        survey.stats.files_parsed += 1;
        let surveyed = catch_unwind(AssertUnwindSafe(|| {
            let mut part = Survey {
                errors: syntax_errors(&input.path, package.source(file)),
                ..Survey::default()
            };
            let nodes = package
                .source(file)
                .map_or_else(Nodes::default, |source| Nodes::of(source, &rules));
            let mut missed = Vec::new();
            for possible in &rules {
                let id = possible.rule;
                let selected = &selection.entries()[id.entry];
                let places = selection.places(possible, mentions, &nodes);
                if places.are_none() {
                    continue;
                }
                match candidate::harvest(
                    package,
                    file,
                    id,
                    selected,
                    &places,
                    &searched,
                    near_misses,
                ) {
                    Ok(harvest) => {
                        part.stats.matches += harvest.matches;
                        for candidate in harvest.candidates {
                            part.propose(candidate);
                        }
                        missed.extend(harvest.near_misses);
                        if harvest.too_much {
                            part.errors.push(too_much(input, selected, "a named query"));
                        }
                    }
                    Err(candidate::TooManyMatches) => {
                        part.errors.push(too_much(input, selected, "its query"));
                    }
                }
            }
            part.near_misses = near::nearest(missed);
            part.near_misses.retain(|near| {
                !part.candidates.iter().any(|found| {
                    let id = &selection.entries()[found.rule.entry].codemod.id;
                    *id == near.codemod && found.span.start == near.start.offset
                })
            });
            part.ignores
                .insert(file, suppression::ignores(package, file));
            part
        }));
        match surveyed {
            Ok(part) => survey.absorb(part),
            Err(panic) => survey
                .errors
                .push(internal_error(input.path.clone(), &*panic)),
        }
    }
    survey.candidates = merge::by_definition(package, survey.candidates);
    survey
}

/// Of a query that would take for ever nothing is taken.
fn too_much(input: &InputFile, selected: &Selected, query: &str) -> FileError {
    FileError {
        path: input.path.clone(),
        line: None,
        message: format!(
            "{}: {query} has too many ways to match here, and none of them is taken",
            selected.codemod.id
        ),
        fatal: false,
    }
}

/// What of a file is left alone, and why.
fn syntax_errors(path: &Path, source: Option<&Source>) -> Vec<FileError> {
    let error = |line, message, fatal| FileError {
        path: path.to_path_buf(),
        line,
        message,
        fatal,
    };
    let Some(source) = source else {
        return vec![error(None, "cannot be parsed".to_owned(), true)];
    };
    let lines = source.lines();
    let mut errors: Vec<FileError> = Vec::new();
    for wrong in source.syntax_errors() {
        let at = lines.position(wrong.offset);
        let from = lines.position(wrong.declaration.start).line;
        errors.push(error(
            Some(at.line),
            format!(
                "{}:{}: {}; the declaration at line {from} is left alone",
                at.line, at.column, wrong.message
            ),
            false,
        ));
    }
    errors
}

/// What of a text would be left alone. A run tells that only of files in which something could be
/// found: the others are not parsed.
#[must_use]
pub fn left_alone(path: &Path, text: &Arc<str>) -> Vec<FileError> {
    let look = || syntax_errors(path, Source::parse(Arc::clone(text)).as_ref());
    catch_unwind(AssertUnwindSafe(look))
        .unwrap_or_else(|panic| vec![internal_error(path.to_path_buf(), &*panic)])
}

impl Survey {
    /// Rules of a codemod are alternatives: the first that holds at a place speaks for it, unless
    /// it yields to one that has a fix.
    fn propose(&mut self, candidate: Candidate) {
        let earlier = self.candidates.iter_mut().find(|earlier| {
            earlier.rule.entry == candidate.rule.entry && earlier.span == candidate.span
        });
        match earlier {
            Some(earlier) if earlier.yields && candidate.fix.is_some() => *earlier = candidate,
            Some(_) => {}
            None => self.candidates.push(candidate),
        }
    }

    fn absorb(&mut self, part: Self) {
        self.candidates.extend(part.candidates);
        self.near_misses.extend(part.near_misses);
        self.errors.extend(part.errors);
        self.ignores.extend(part.ignores);
        self.stats.matches += part.stats.matches;
    }
}

/// A panic as the error of a path.
pub(super) fn internal_error(
    path: std::path::PathBuf,
    panic: &(dyn std::any::Any + Send),
) -> FileError {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    FileError {
        path,
        line: None,
        message: format!("internal error: {said}"),
        fatal: true,
    }
}

/// What a round decided, candidate by candidate, and the texts after it.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// One per candidate.
    pub choices: Vec<Choice>,
    /// Why a candidate was refused.
    pub refusals: BTreeMap<usize, String>,
    /// The new texts; `None` if nothing was chosen.
    pub applied: Option<Applied>,
}

/// Chooses fixes and applies them. Of those that do not pass the checks together, one that passes
/// alone waits for the next round, as after an overlap; the others are refused.
pub(super) fn decide(
    package: &Package<'_>,
    inputs: &[InputFile],
    candidates: &[Candidate],
    mut decided: BTreeMap<usize, Choice>,
    options: Options,
) -> Decision {
    let mut refusals = BTreeMap::new();
    loop {
        let choices = plan::choose(candidates, &decided, options.fixes);
        let chosen: Vec<usize> = (0..choices.len())
            .filter(|index| choices[*index] == Choice::Chosen)
            .collect();
        if chosen.is_empty() {
            return Decision {
                choices,
                refusals,
                applied: None,
            };
        }
        let fixes = |of: &[usize]| -> Vec<_> {
            of.iter()
                .filter_map(|index| candidates[*index].fix.as_ref())
                .collect()
        };
        if let Ok(applied) = apply::apply(package, inputs, fixes(&chosen).into_iter()) {
            return Decision {
                choices,
                refusals,
                applied: Some(applied),
            };
        }
        let mut good: Vec<usize> = Vec::new();
        for index in chosen {
            good.push(index);
            if let Err(reason) = apply::apply(package, inputs, fixes(&good).into_iter()) {
                good.pop();
                let passes =
                    |of: &[usize]| apply::apply(package, inputs, fixes(of).into_iter()).is_ok();
                let rival = good.iter().find(|other| !passes(&[**other, index]));
                match rival {
                    Some(other) if passes(&[index]) => {
                        decided.insert(index, Choice::Overlaps(*other));
                    }
                    _ => {
                        refusals.insert(index, reason);
                        decided.insert(index, Choice::Refused);
                    }
                }
            }
        }
    }
}
