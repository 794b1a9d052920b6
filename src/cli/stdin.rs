//! One file through standard input, for editors: its text is that of the stream, its package that
//! of the path it is taken for.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::disk;
use crate::engine::{Status, left_alone};
use crate::report::Report;

use super::Exit;
use super::args::RunArgs;
use super::conclusion::{about, conclude, tell_errors};
use super::failure::Failed;
use super::outside::Outside;
use super::scan::Scan;

/// With `--write` the new text goes to standard output, instead of the report.
pub(super) fn run(
    args: &RunArgs,
    scan: &Scan<'_>,
    outside: &mut Outside,
    since: Instant,
) -> Result<Exit, Failed> {
    let Some(path) = &args.stdin_path else {
        return Err(Failed::new(
            "\"-\" needs --stdin-path: the path that standard input is taken for",
        ));
    };
    if args.paths.len() > 1 {
        return Err(Failed::new("\"-\" stands alone"));
    }
    let path = disk::shown_path(path, &outside.current);
    let text = disk::decode(Outside::read_stdin()?)
        .map_err(|reason| Failed::new(format!("standard input: {reason}")))?;
    let dir = path.parent().unwrap_or(Path::new(""));
    let mut outcome = scan.texts(dir, BTreeMap::from([(path.clone(), Arc::clone(&text))]));
    outcome.add_errors(left_alone(&path, &text));
    outcome.sort();
    if args.write {
        for finding in &mut outcome.findings {
            if finding.status == Status::WouldFix {
                finding.status = Status::Fixed;
            }
        }
    }
    let report = Report {
        codemods: about(scan),
        files_scanned: 1,
        elapsed: since.elapsed(),
        write_failed: false,
        outcome,
    };
    if !args.write {
        return conclude(&report, args, outside);
    }
    let changed = report.outcome.changed.first();
    let new_text = changed.map_or(&*text, |changed| changed.after());
    outside.out.write_all(new_text.as_bytes())?;
    outside.finish()?;
    tell_errors(&report, args);
    let failed = report.outcome.errors.iter().any(|error| error.fatal);
    Ok(match (failed, report.open().next().is_some()) {
        (true, _) => Exit::Failed,
        (false, true) if !args.exit_zero => Exit::Findings,
        (false, _) => Exit::Clean,
    })
}
