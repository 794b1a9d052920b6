//! `gofix-pit test`: the examples of codemods are their tests.

use std::io::Write as _;
use std::sync::Arc;

use similar::TextDiff;

use crate::codemod::{Catalog, Codemod};
use crate::engine::{Verdict, run_example};

use super::Exit;
use super::args::TestArgs;
use super::catalog;
use super::failure::Failed;
use super::outside::Outside;

pub(super) fn test(args: &TestArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    let catalog = if args.paths.is_empty() {
        Catalog::built_in().clone()
    } else {
        catalog::of_paths(&args.paths, Catalog::built_in())?
    };
    let (mut held, mut failed) = (0, 0);
    for codemod in catalog.codemods() {
        let (good, bad) = examples(codemod, outside)?;
        held += good;
        failed += bad;
    }
    let all = if held == 1 { "holds" } else { "hold" };
    let none = if failed == 1 { "fails" } else { "fail" };
    writeln!(outside.out, "{} {all}, {failed} {none}", counted(held))?;
    Ok(match failed {
        0 => Exit::Clean,
        _ => Exit::Findings,
    })
}

fn examples(codemod: &Arc<Codemod>, outside: &mut Outside) -> Result<(usize, usize), Failed> {
    let (mut held, mut failed) = (0, 0);
    for example in &codemod.examples {
        let verdict = run_example(codemod, example);
        let Some(problem) = catalog::problem(example, &verdict) else {
            held += 1;
            continue;
        };
        failed += 1;
        let rendered = problem.render(&catalog::shown(codemod), &codemod.source);
        write!(outside.out, "{rendered}")?;
        if let Verdict::Fails {
            file,
            expected,
            got,
            ..
        } = verdict
            && expected != got
        {
            let diff = TextDiff::from_lines(&expected, &got);
            let (expected, got) = (format!("{file} (expected)"), format!("{file} (got)"));
            let diff = diff.unified_diff().header(&expected, &got).to_string();
            write!(outside.out, "{diff}")?;
        }
        writeln!(outside.out)?;
    }
    match (held, failed) {
        (0, 0) => {
            writeln!(outside.out, "FAIL {}: it has no examples", codemod.id)?;
            failed = 1;
        }
        (held, 0) => writeln!(outside.out, "ok   {}: {}", codemod.id, counted(held))?,
        (held, failed) => {
            let all = counted(held + failed);
            writeln!(outside.out, "FAIL {}: {failed} of {all}", codemod.id)?;
        }
    }
    Ok((held, failed))
}

fn counted(examples: usize) -> String {
    match examples {
        1 => "1 example".to_owned(),
        count => format!("{count} examples"),
    }
}
