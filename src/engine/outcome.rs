//! What a run comes to, as data: reports are made of it, and only checked text is written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::codemod::Applicability;
use crate::text::Position;

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Its fix is part of what would be written. A write reports it as [`Status::Fixed`].
    WouldFix,
    /// Its fix was written.
    Fixed,
    /// It is only reported.
    Suggested,
    /// It has a fix that waits for `--unsafe`.
    NeedsUnsafe,
    /// Its fix lost against another one and did not come up again.
    Skipped,
    /// Its fix did not pass a check.
    Refused,
    /// An ignore comment covers it.
    Suppressed,
}

/// One place where a rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The codemod's id.
    pub codemod: Arc<str>,
    /// The codemod's category.
    pub category: Arc<str>,
    /// After guards and the user's cap.
    pub applicability: Applicability,
    /// What became of it.
    pub status: Status,
    /// Why it was lowered, skipped, refused or suppressed.
    pub reason: Option<String>,
    /// The file, as reported.
    pub path: PathBuf,
    /// Where `@match` starts, in the text its round began with.
    pub start: Position,
    /// Where `@match` ends (exclusive).
    pub end: Position,
    /// The columns of both counted in characters, as some report formats have it.
    pub char_columns: (usize, usize),
    /// What the user is told.
    pub message: String,
    /// What to do about it, where it has no fix.
    pub hint: Option<String>,
    /// The round that found it, from 1.
    pub round: usize,
    /// The fix, in byte offsets of the text its round began with; also of a fix not applied.
    pub edits: Vec<ReportedEdit>,
}

/// One edit of a reported fix.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReportedEdit {
    /// The file.
    pub path: PathBuf,
    /// Offset of the first byte replaced.
    pub start: usize,
    /// Offset after the last byte replaced.
    pub end: usize,
    /// The new text.
    pub text: String,
}

/// A match that a guard turned down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The codemod's id.
    pub codemod: Arc<str>,
    /// The file.
    pub path: PathBuf,
    /// Where the match starts.
    pub start: Position,
    /// The guard, as written: `#not-escapes?`.
    pub guard: String,
    /// In words.
    pub message: String,
}

/// A file, or a part of one, that could not be processed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// The 1-based line, where it is about one.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// Whether it makes the run fail (exit status 2); a declaration that does not parse does not.
    pub fatal: bool,
}

/// A rewritten file that passed every check: the only thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedText {
    path: PathBuf,
    before: Arc<str>,
    after: Arc<str>,
    codemods: Vec<Arc<str>>,
}

impl CheckedText {
    /// Only the engine's check calls this.
    pub(in crate::engine) fn new(
        path: PathBuf,
        before: Arc<str>,
        after: Arc<str>,
        codemods: Vec<Arc<str>>,
    ) -> Self {
        Self {
            path,
            before,
            after,
            codemods,
        }
    }

    /// The file, as reported.
    #[must_use]
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// What was read.
    #[must_use]
    pub fn before(&self) -> &str {
        &self.before
    }

    /// What is to be written.
    #[must_use]
    pub fn after(&self) -> &str {
        &self.after
    }

    /// The ids of the codemods that changed it, sorted.
    #[must_use]
    pub fn codemods(&self) -> &[Arc<str>] {
        &self.codemods
    }
}

/// What the work cost, for `--stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Files that were parsed.
    pub files_parsed: usize,
    /// Matches of queries, before semantic predicates.
    pub matches: usize,
    /// Rounds until nothing changed, at most.
    pub rounds: usize,
    /// Packages of which a fact was asked.
    pub packages_with_facts: usize,
}

/// What a run over one directory, or over many, comes to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Sorted by path, position, id.
    pub findings: Vec<Finding>,
    /// Sorted likewise.
    pub near_misses: Vec<NearMiss>,
    /// Changed files, sorted by path.
    pub changed: Vec<CheckedText>,
    /// What could not be processed.
    pub errors: Vec<FileError>,
    /// Counters.
    pub stats: Stats,
    /// Time spent per codemod, where the caller measures it (nanoseconds).
    pub costs: BTreeMap<Arc<str>, u64>,
}

impl Outcome {
    /// Adds what another directory came to.
    pub fn absorb(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.near_misses.extend(other.near_misses);
        self.changed.extend(other.changed);
        self.errors.extend(other.errors);
        self.stats.files_parsed += other.stats.files_parsed;
        self.stats.matches += other.stats.matches;
        self.stats.rounds = self.stats.rounds.max(other.stats.rounds);
        self.stats.packages_with_facts += other.stats.packages_with_facts;
        for (id, cost) in other.costs {
            *self.costs.entry(id).or_default() += cost;
        }
    }

    /// Adds errors that are not among those known.
    pub fn add_errors(&mut self, errors: Vec<FileError>) {
        for error in errors {
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
    }

    /// Puts everything into the order of reports: path, then place, then id.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let place = a.path.cmp(&b.path).then(a.start.cmp(&b.start));
            let place = place.then(a.codemod.cmp(&b.codemod));
            place.then(a.round.cmp(&b.round))
        });
        self.near_misses.sort_by(|a, b| {
            let place = a.path.cmp(&b.path).then(a.start.cmp(&b.start));
            let place = place.then(a.codemod.cmp(&b.codemod));
            place.then(a.guard.cmp(&b.guard))
        });
        self.changed.sort_by(|a, b| a.path().cmp(b.path()));
        self.errors.sort_by(|a, b| {
            let place = a.path.cmp(&b.path);
            place.then(a.message.cmp(&b.message))
        });
    }
}
