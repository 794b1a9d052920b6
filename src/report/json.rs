//! One JSON document, version 1. Every key is always present; offsets are bytes, lines and
//! columns are 1-based, columns in bytes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::engine::{Finding, Status};
use crate::text::Position;

use super::{Report, slashed};

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    findings: Vec<FindingEntry<'r>>,
    near_misses: Vec<MissEntry<'r>>,
    errors: Vec<ErrorEntry<'r>>,
    summary: Summary<'r>,
}

#[derive(Serialize)]
struct FindingEntry<'r> {
    codemod: &'r str,
    category: &'r str,
    applicability: &'r str,
    status: Status,
    reason: Option<&'r str>,
    path: String,
    start: Place,
    end: Place,
    message: &'r str,
    hint: Option<&'r str>,
    round: usize,
    edits: Vec<EditEntry<'r>>,
}

#[derive(Serialize)]
struct EditEntry<'r> {
    path: String,
    start: usize,
    end: usize,
    text: &'r str,
}

#[derive(Serialize)]
struct MissEntry<'r> {
    codemod: &'r str,
    path: String,
    start: Place,
    guard: &'r str,
    message: &'r str,
}

#[derive(Serialize)]
struct ErrorEntry<'r> {
    path: String,
    message: &'r str,
}

#[derive(Serialize)]
struct Summary<'r> {
    files_scanned: usize,
    files_parsed: usize,
    files_changed: usize,
    findings: usize,
    fixed: usize,
    by_codemod: BTreeMap<&'r str, usize>,
    elapsed_ms: u128,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

impl From<Position> for Place {
    fn from(at: Position) -> Self {
        Self {
            line: at.line,
            column: at.column,
            offset: at.offset,
        }
    }
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let outcome = &report.outcome;
    let mut by_codemod = BTreeMap::new();
    for finding in &outcome.findings {
        *by_codemod.entry(&*finding.codemod).or_insert(0) += 1;
    }
    let near_misses = outcome.near_misses.iter().map(|miss| MissEntry {
        codemod: &miss.codemod,
        path: slashed(&miss.path),
        start: miss.start.into(),
        guard: &miss.guard,
        message: &miss.message,
    });
    let errors = outcome.errors.iter().map(|error| ErrorEntry {
        path: slashed(&error.path),
        message: &error.message,
    });
    let document = Document {
        version: 1,
        findings: outcome.findings.iter().map(entry).collect(),
        near_misses: near_misses.collect(),
        errors: errors.collect(),
        summary: Summary {
            files_scanned: report.files_scanned,
            files_parsed: outcome.stats.files_parsed,
            files_changed: outcome.changed.len(),
            findings: outcome.findings.len(),
            fixed: report.count(Status::Fixed),
            by_codemod,
            elapsed_ms: report.elapsed.as_millis(),
        },
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn entry(finding: &Finding) -> FindingEntry<'_> {
    let edits = finding.edits.iter().map(|edit| EditEntry {
        path: slashed(&edit.path),
        start: edit.start,
        end: edit.end,
        text: &edit.text,
    });
    FindingEntry {
        codemod: &finding.codemod,
        category: &finding.category,
        applicability: finding.applicability.as_str(),
        status: finding.status,
        reason: finding.reason.as_deref(),
        path: slashed(&finding.path),
        start: finding.start.into(),
        end: finding.end.into(),
        message: &finding.message,
        hint: finding.hint.as_deref(),
        round: finding.round,
        edits: edits.collect(),
    }
}
