//! The last lines on standard error: what was done, what is left, and how to go on.

use std::fmt::Write as _;

use crate::engine::Status;

use super::Report;

/// The summary of a run, and what the user can do next, in lines.
#[must_use]
pub fn summary(report: &Report) -> String {
    let changed = report.outcome.changed.len();
    let (would, fixed) = (report.count(Status::WouldFix), report.count(Status::Fixed));
    let mut said = Vec::new();
    if fixed > 0 {
        said.push(format!("{} applied in {}", fixes(fixed), files(changed)));
    }
    if would > 0 {
        let what = if report.write_failed {
            "that could not be applied"
        } else {
            "to apply"
        };
        said.push(format!("{} {what} in {}", fixes(would), files(changed)));
    }
    for (status, what) in [
        (Status::NeedsUnsafe, "waiting for --unsafe"),
        (Status::Skipped, "skipped"),
        (Status::Refused, "refused"),
        (Status::Suggested, "suggested"),
        (Status::Suppressed, "suppressed"),
    ] {
        let count = report.count(status);
        if count > 0 {
            said.push(format!("{count} {what}"));
        }
    }
    if said.is_empty() {
        said.push("nothing found".to_owned());
    }
    let mut out = format!(
        "{}; {} read in {:.2} s\n",
        said.join(", "),
        files(report.files_scanned),
        report.elapsed.as_secs_f64()
    );
    if report.write_failed {
        let _ = writeln!(out, "nothing was written");
    } else if would > 0 {
        let _ = writeln!(out, "run again with --write to apply");
    }
    out
}

fn fixes(count: usize) -> String {
    match count {
        1 => "1 fix".to_owned(),
        count => format!("{count} fixes"),
    }
}

fn files(count: usize) -> String {
    match count {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    }
}
