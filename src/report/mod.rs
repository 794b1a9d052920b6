//! What is told of a run. Reports are data before they are output: one [`Report`], and one file
//! per output format, each writing to the writer it is handed.

mod diff;
mod github;
mod json;
mod sarif;
mod style;
mod summary;
mod text;

pub use style::Paint;
pub use summary::summary;

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use crate::codemod::Applicability;
use crate::engine::{Finding, Outcome, Status};
use crate::text::Position;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// A patch that `git apply` takes; what it leaves open stands in comment lines.
    #[default]
    Diff,
    /// One line per finding.
    Text,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that annotate a pull request on GitHub.
    Github,
}

/// What a codemod is, for formats that list the rules they know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The codemod's id.
    pub id: String,
    /// One line.
    pub title: String,
    /// Markdown.
    pub docs: String,
    /// The best case.
    pub applicability: Applicability,
}

/// A finished run.
#[derive(Debug, Clone)]
pub struct Report {
    /// Findings, near misses, changed files and errors of all directories, sorted.
    pub outcome: Outcome,
    /// The codemods that ran, sorted by id.
    pub codemods: Vec<About>,
    /// Files that were read.
    pub files_scanned: usize,
    /// From the first file to the last.
    pub elapsed: Duration,
    /// Whether the changed files could not be written.
    pub write_failed: bool,
}

impl Report {
    /// Findings that leave something to do: see the exit status 1.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.outcome
            .findings
            .iter()
            .filter(|finding| is_open(finding))
    }

    /// How many findings have a status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        let findings = self.outcome.findings.iter();
        findings.filter(|finding| finding.status == status).count()
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, format: Format, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Diff => diff::write(self, paint, out),
            Format::Text => text::write(self, paint, out),
            Format::Json => json::write(self, out),
            Format::Sarif => sarif::write(self, out),
            Format::Github => github::write(self, out),
        }
    }
}

/// Whether a finding is above `suggest`, and neither applied nor suppressed.
fn is_open(finding: &Finding) -> bool {
    match finding.status {
        Status::Fixed | Status::Suggested | Status::Suppressed => false,
        Status::WouldFix | Status::NeedsUnsafe | Status::Skipped | Status::Refused => true,
    }
}

/// A path with `/` between its parts.
fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        separator => text.replace(separator, "/"),
    }
}

/// The same as the bytes that the system knows it by, where these need not be text.
fn slashed_bytes(path: &Path) -> Vec<u8> {
    match std::path::MAIN_SEPARATOR {
        '/' => path.as_os_str().as_encoded_bytes().to_vec(),
        _ => slashed(path).into_bytes(),
    }
}

/// `path:line:column`, as editors jump to it.
fn place(path: &Path, at: Position) -> String {
    format!("{}:{}:{}", slashed(path), at.line, at.column)
}

/// How a status is spelled in reports.
fn status_word(status: Status) -> &'static str {
    match status {
        Status::WouldFix => "would-fix",
        Status::Fixed => "fixed",
        Status::Suggested => "suggested",
        Status::NeedsUnsafe => "needs-unsafe",
        Status::Skipped => "skipped",
        Status::Refused => "refused",
        Status::Suppressed => "suppressed",
    }
}

/// A message on one line.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
