//! SARIF 2.1.0, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>, with fixes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use serde_json::{Value, json};

use crate::engine::{Finding, ReportedEdit, Status};

use super::{About, Report, is_open, slashed};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let index: BTreeMap<&str, usize> = report
        .codemods
        .iter()
        .enumerate()
        .map(|(at, about)| (about.id.as_str(), at))
        .collect();
    let findings = report.outcome.findings.iter();
    let results: Vec<Value> = findings
        .filter(|finding| finding.status != Status::Fixed)
        .map(|finding| result(finding, index.get(&*finding.codemod).copied()))
        .collect();
    let notifications: Vec<Value> = report
        .outcome
        .errors
        .iter()
        .map(|error| {
            json!({
                "level": if error.fatal { "error" } else { "warning" },
                "message": { "text": error.message },
                "locations": [{ "physicalLocation": { "artifactLocation": artifact(&slashed(&error.path)) } }],
            })
        })
        .collect();
    let successful = !report.outcome.errors.iter().any(|error| error.fatal);
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gofix-pit",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": report.codemods.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": successful,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn rule(about: &About) -> Value {
    let help = match about.docs.trim() {
        "" => about.title.as_str(),
        docs => docs,
    };
    json!({
        "id": about.id,
        "shortDescription": { "text": about.title },
        "help": { "text": help, "markdown": help },
        "properties": { "applicability": about.applicability.as_str() },
    })
}

fn result(finding: &Finding, rule: Option<usize>) -> Value {
    let mut text = finding.message.clone();
    for more in [&finding.reason, &finding.hint].into_iter().flatten() {
        text = format!("{text} ({more})");
    }
    let mut result = json!({
        "ruleId": &*finding.codemod,
        "level": if is_open(finding) { "warning" } else { "note" },
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact(&slashed(&finding.path)),
            "region": {
                "startLine": finding.start.line,
                "startColumn": finding.char_columns.0,
                "endLine": finding.end.line,
                "endColumn": finding.char_columns.1,
            },
        }}],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    // Offsets of later rounds are those of a text that no reader of the report has.
    if finding.round == 1 && !finding.edits.is_empty() {
        result["fixes"] = json!([{ "artifactChanges": changes(&finding.edits) }]);
    }
    if finding.status == Status::Suppressed {
        result["suppressions"] = json!([{ "kind": "inSource" }]);
    }
    result
}

fn changes(edits: &[ReportedEdit]) -> Vec<Value> {
    let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(slashed(&edit.path)).or_default().push(json!({
            "deletedRegion": { "byteOffset": edit.start, "byteLength": edit.end - edit.start },
            "insertedContent": { "text": edit.text },
        }));
    }
    by_file
        .into_iter()
        .map(|(path, replacements)| {
            json!({ "artifactLocation": artifact(&path), "replacements": replacements })
        })
        .collect()
}

/// A path as a relative URI: bytes that a URI may not hold are percent-encoded.
fn artifact(path: &str) -> Value {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(char::from(byte));
            }
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    if path.starts_with('/') {
        json!({ "uri": format!("file://{uri}") })
    } else {
        json!({ "uri": uri })
    }
}
