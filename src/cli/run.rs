//! The main job: look, apply if asked to, report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::disk::{self, Found};
use crate::engine::{CheckedText, FileError, Status};
use crate::report::{Format, Report};

use super::Exit;
use super::args::{RunArgs, Verify};
use super::conclusion::{about, conclude};
use super::failure::Failed;
use super::outside::Outside;
use super::scan::{Scan, Scanned};
use super::settings::{Settings, threads};
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
    let mut scanned = scan.all(&found, settings.walk.threads, watched)?;
    let mut written = Ok(());
    if args.write {
        scanned = without_dirty(scanned, &mut scan, &found, args, outside)?;
        written = write(&mut scanned);
    } else if args.format == Format::Diff && !args.quiet {
        warn_of_paths(&scanned.outcome.changed, outside);
    }
    let report = Report {
        codemods: about(&scan),
        files_scanned: scanned.files,
        elapsed: since.elapsed(),
        write_failed: written.is_err(),
        outcome: scanned.outcome,
    };
    for (count, what) in [
        (scanned.generated, "generated"),
        (scanned.ignored, "ignored"),
    ] {
        if args.verbose && count > 0 {
            let files = if count == 1 { "file" } else { "files" };
            Outside::say(format!(
                "{count} {what} {files} left out (--include-generated looks at them)"
            ));
        }
    }
    conclude(&report, args, outside)
}

/// Says where `git apply` would not do what the patch says.
fn warn_of_paths(changed: &[CheckedText], outside: &Outside) {
    let paths = || changed.iter().map(CheckedText::path);
    if let Some(far) = paths().find(|path| path.is_absolute() || path.starts_with("..")) {
        Outside::say(format!(
            "warning: git apply takes no path outside of the current directory: {}",
            far.display()
        ));
    }
    // Of a path that begins with its own directory's git guesses that the directory is to be
    // stripped, too.
    if let Some(prefix) = disk::below_top(&outside.current)
        && let Some(odd) = paths().find(|path| path.starts_with(&prefix))
    {
        Outside::say(format!(
            "warning: git apply -p1 is what applies this patch: without it {} would be taken for another file",
            odd.display()
        ));
    }
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
    let asked = |files: &mut dyn Iterator<Item = &Path>| {
        disk::uncommitted(files, &outside.current).map_err(|error| {
            Failed::new(format!("{error}; --allow-dirty writes without asking git"))
        })
    };
    let mut changed = changed;
    let tree = asked(&mut changed)?;
    if !tree.outside.is_empty() && !args.quiet {
        Outside::say("warning: some files are in no git repository: there will be no way back");
    }
    if tree.uncommitted.is_empty() {
        return Ok(first);
    }
    // All files, not only those that were to change: a fix that gives way lets others through.
    let all: BTreeSet<PathBuf> = found.files.clone();
    scan.protected = asked(&mut all.iter().map(PathBuf::as_path))?.uncommitted;
    let mut second = scan.all(found, threads(args), false)?;
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

/// Writing failed; the error is among those of the run.
struct NothingWritten;

/// Writes the changed texts. If that fails nothing is changed, and every finding stays open.
fn write(scanned: &mut Scanned) -> Result<(), NothingWritten> {
    let outcome = &mut scanned.outcome;
    let texts: Vec<&CheckedText> = outcome.changed.iter().collect();
    if let Err(error) = disk::write_all(&texts) {
        outcome.errors.push(FileError {
            message: format!("{}; nothing was written", error.reason),
            path: error.path,
            line: None,
            fatal: true,
        });
        return Err(NothingWritten);
    }
    for finding in &mut outcome.findings {
        if finding.status == Status::WouldFix {
            finding.status = Status::Fixed;
        }
    }
    Ok(())
}
