//! The main job: look, apply if asked to, report.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use crate::disk::{self, Found};
use crate::engine::{CheckedText, FileError, Status};
use crate::report::Report;

use super::Exit;
use super::args::{RunArgs, Verify};
use super::conclusion::{about, conclude};
use super::failure::Failed;
use super::outside::Outside;
use super::scan::{Scan, Scanned};
use super::settings::Settings;
use super::stdin;

/// Why a finding of a file with uncommitted changes is not fixed.
const DIRTY: &str = "the file has uncommitted changes (--allow-dirty writes it all the same)";

pub(super) fn run(args: &RunArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    match args.verify {
        Verify::None => {}
        Verify::Build | Verify::Vet => {
            return Err(Failed::new(
                "--verify is not there yet: this version checks syntax, names, imports and comments itself; run go build on the result",
            ));
        }
    }
    let from_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    if args.stdin_path.is_some() && !from_stdin {
        return Err(Failed::new(
            "--stdin-path says what \"-\" is taken for, and \"-\" is not among the paths",
        ));
    }
    let since = Instant::now();
    let settings = Settings::new(args, &outside.current)?;
    let world = outside.world();
    let mut scan = Scan {
        selection: &settings.selection,
        world: &world,
        options: settings.options,
        generated: settings.generated,
        protected: BTreeSet::new(),
    };
    if from_stdin {
        return stdin::run(args, &scan, outside, since);
    }
    let found = disk::walk(&settings.walk);
    let watched = outside.watched && !args.quiet;
    let mut scanned = scan.all(&found, args.jobs, watched)?;
    if args.write {
        scanned = without_dirty(scanned, &mut scan, &found, args, outside)?;
        write(&mut scanned);
    }
    let report = Report {
        codemods: about(&scan),
        files_scanned: scanned.files,
        elapsed: since.elapsed(),
        outcome: scanned.outcome,
    };
    if args.verbose && scanned.generated > 0 {
        Outside::say(format!(
            "{} left out (--include-generated looks at them)",
            match scanned.generated {
                1 => "1 generated file".to_owned(),
                count => format!("{count} generated files"),
            }
        ));
    }
    conclude(&report, args, outside)
}

/// Looks again, with the files protected that git has no way back for.
fn without_dirty(
    first: Scanned,
    scan: &mut Scan<'_>,
    found: &Found,
    args: &RunArgs,
    outside: &Outside,
) -> Result<Scanned, Failed> {
    if args.allow_dirty || first.outcome.changed.is_empty() {
        return Ok(first);
    }
    let changed = first.outcome.changed.iter().map(CheckedText::path);
    let tree = disk::uncommitted(changed, &outside.current);
    if !tree.outside.is_empty() && !args.quiet {
        Outside::say("warning: some files are in no git repository: there will be no way back");
    }
    if tree.uncommitted.is_empty() {
        return Ok(first);
    }
    // All files, not only those that were to change: a fix that gives way lets others through.
    let all: BTreeSet<PathBuf> = found.files.clone();
    let all = disk::uncommitted(all.iter().map(PathBuf::as_path), &outside.current);
    scan.protected = all.uncommitted;
    let mut second = scan.all(found, args.jobs, false)?;
    // What is told of the protected files is what the first look came to.
    second.outcome.stats = first.outcome.stats;
    for mut finding in first.outcome.findings {
        let touches_protected = finding
            .edits
            .iter()
            .any(|edit| scan.protected.contains(&edit.path));
        if finding.status == Status::WouldFix && touches_protected {
            finding.status = Status::Refused;
            finding.reason = Some(DIRTY.to_owned());
            second.outcome.findings.retain(|other| {
                (&other.path, other.start, &other.codemod)
                    != (&finding.path, finding.start, &finding.codemod)
            });
            second.outcome.findings.push(finding);
        } else if scan.protected.contains(&finding.path) {
            second.outcome.findings.push(finding);
        }
    }
    second.outcome.sort();
    Ok(second)
}

/// Writes the changed texts. If that fails nothing is changed, and every finding stays open.
fn write(scanned: &mut Scanned) {
    let outcome = &mut scanned.outcome;
    let texts: Vec<&CheckedText> = outcome.changed.iter().collect();
    match disk::write_all(&texts) {
        Ok(()) => {
            for finding in &mut outcome.findings {
                if finding.status == Status::WouldFix {
                    finding.status = Status::Fixed;
                }
            }
        }
        Err(error) => outcome.errors.push(FileError {
            message: format!("{}; nothing was written", error.reason),
            path: error.path,
            fatal: true,
        }),
    }
}
