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
    writeln!(outside.out, "{held} examples hold, {failed} fail")?;
    Ok(match failed {
        0 => Exit::Clean,
        _ => Exit::Findings,
    })
}

fn examples(codemod: &Arc<Codemod>, outside: &mut Outside) -> Result<(usize, usize), Failed> {
    let (mut held, mut failed) = (0, 0);
    for example in &codemod.examples {
        let Verdict::Fails {
            reason,
            file,
            expected,
            got,
        } = run_example(codemod, example)
        else {
            held += 1;
            continue;
        };
        failed += 1;
        writeln!(
            outside.out,
            "FAIL {}: {}: {reason} ({file})",
            codemod.id, example.name
        )?;
        if expected != got {
            let diff = TextDiff::from_lines(&expected, &got);
            let diff = diff.unified_diff().header("expected", "got").to_string();
            writeln!(outside.out, "{diff}")?;
        }
    }
    if codemod.examples.is_empty() {
        writeln!(outside.out, "FAIL {}: it has no examples", codemod.id)?;
        failed += 1;
    }
    if failed == 0 {
        writeln!(outside.out, "ok   {}: {held} examples", codemod.id)?;
    }
    Ok((held, failed))
}
