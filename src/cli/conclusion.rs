//! The end of a run: the report, what is said of it, and the status.

use crate::report::{self, About, Format, Report};

use super::Exit;
use super::args::RunArgs;
use super::failure::Failed;
use super::outside::Outside;
use super::scan::Scan;

/// Reports a finished run and says how the program ends.
pub(super) fn conclude(
    report: &Report,
    args: &RunArgs,
    outside: &mut Outside,
) -> Result<Exit, Failed> {
    report.write(args.format, outside.paint, &mut outside.out)?;
    outside.finish()?;
    tell(report, args);
    let failed = report.outcome.errors.iter().any(|error| error.fatal);
    Ok(match (failed, report.open().next().is_some()) {
        (true, _) => Exit::Failed,
        (false, true) if !args.exit_zero => Exit::Findings,
        (false, _) => Exit::Clean,
    })
}

/// What went wrong, on standard error.
pub(super) fn tell_errors(report: &Report, args: &RunArgs) {
    for error in &report.outcome.errors {
        if error.fatal || !args.quiet {
            let kind = if error.fatal { "error" } else { "warning" };
            Outside::say(format!(
                "{kind}: {}: {}",
                error.path.display(),
                error.message
            ));
        }
    }
}

/// Errors, the summary and what it cost, on standard error.
fn tell(report: &Report, args: &RunArgs) {
    tell_errors(report, args);
    if !args.quiet && args.format != Format::Json {
        Outside::say(report::summary(report).trim_end());
    }
    if args.stats {
        let stats = &report.outcome.stats;
        Outside::say(format!(
            "files read: {}\nfiles parsed: {}\nmatches: {}\npackages with facts: {}\nrounds: {}\nelapsed: {} ms",
            report.files_scanned,
            stats.files_parsed,
            stats.matches,
            stats.packages_with_facts,
            stats.rounds,
            report.elapsed.as_millis()
        ));
    }
}

/// The codemods of a run, by id.
pub(super) fn about(scan: &Scan<'_>) -> Vec<About> {
    let entries = scan.selection.entries().iter();
    let mut about: Vec<About> = entries
        .map(|entry| About {
            id: entry.codemod.id.to_string(),
            title: entry.codemod.title.clone(),
            docs: entry.codemod.docs.clone(),
            applicability: entry.codemod.applicability,
        })
        .collect();
    about.sort_by(|a, b| a.id.cmp(&b.id));
    about
}
