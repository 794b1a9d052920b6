//! `gofix-pit query`: every match of a query with its captures, and which predicate turned it
//! down.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::codemod::{Catalog, Codemod, Rule, bare_rule};
use crate::disk::{self, Walk};
use crate::engine::{Explored, Grounds, explore};
use crate::facts::{FileId, Package};
use crate::text::{LineIndex, Span};

use super::Exit;
use super::args::QueryArgs;
use super::catalog;
use super::failure::Failed;
use super::outside::Outside;
use super::siblings::with_siblings;

/// The longest text of a capture that is shown in full, in characters.
const WIDTH: usize = 60;

/// What is asked: one query, or those of a codemod's rules.
enum Asked {
    Query(Box<Rule>),
    Codemod(Arc<Codemod>),
}

pub(super) fn query(args: &QueryArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    let asked = if args.query.trim_start().starts_with(['(', '[', ';']) {
        Asked::Query(Box::new(
            bare_rule(&args.query)
                .map_err(|problems| Failed::at("query", &args.query, &problems))?,
        ))
    } else {
        Asked::Codemod(catalog::of_file(
            Path::new(&args.query),
            Catalog::built_in(),
        )?)
    };
    let paths = if args.paths.is_empty() {
        vec![PathBuf::from(".")]
    } else {
        args.paths.clone()
    };
    let found = disk::walk(&Walk {
        paths,
        vendor: false,
        tests: true,
        exclude: None,
        current: outside.current.clone(),
        threads: 0,
    });
    let mut exit = Exit::Clean;
    for failure in &found.failures {
        Outside::say(format!(
            "error: {}: {}",
            failure.path.display(),
            failure.message
        ));
        exit = Exit::Failed;
    }
    let world = outside.world();
    for path in &found.files {
        let text = match disk::read(path) {
            Ok(text) => text,
            Err(reason) => {
                Outside::say(format!("error: {}: {reason}", path.display()));
                exit = Exit::Failed;
                continue;
            }
        };
        let dir = path.parent().unwrap_or(Path::new(""));
        let package = Package::new(dir, with_siblings(path, text, &world), &world);
        let Some(file) = package.files().next() else {
            continue;
        };
        match &asked {
            Asked::Query(rule) => show(&package, file, rule, &Grounds::default(), "", outside)?,
            Asked::Codemod(codemod) => {
                let grounds = Grounds {
                    knowledge: codemod.knowledge.clone(),
                    params: codemod
                        .params
                        .iter()
                        .map(|(name, param)| (name.clone(), param.default.clone()))
                        .collect(),
                };
                for (index, rule) in codemod.rules.iter().enumerate() {
                    let label = format!("rule {}, ", index + 1);
                    show(&package, file, rule, &grounds, &label, outside)?;
                }
            }
        }
    }
    Ok(exit)
}

fn show(
    package: &Package<'_>,
    file: FileId,
    rule: &Rule,
    grounds: &Grounds,
    label: &str,
    outside: &mut Outside,
) -> Result<(), Failed> {
    let input = package.input(file);
    let Some(matches) = explore(package, file, rule, grounds) else {
        Outside::say(format!(
            "warning: {}: too many ways to match, and none of them is taken",
            input.path.display()
        ));
        return Ok(());
    };
    let lines = LineIndex::new(&input.text);
    for found in matches {
        let Explored {
            pattern,
            captures,
            turned_down_by,
        } = found;
        let start = captures.iter().map(|(_, span)| span.start).min();
        let at = lines.position(start.unwrap_or(0));
        let guard =
            turned_down_by.map_or(String::new(), |guard| format!(", turned down by {guard}"));
        writeln!(
            outside.out,
            "{}:{}:{}: {label}pattern {}{guard}",
            input.path.display(),
            at.line,
            at.column,
            pattern + 1
        )?;
        for (name, span) in &captures {
            let at = lines.position(span.start);
            let text = shortened(&input.text, *span);
            writeln!(outside.out, "    @{name} {}:{} {text}", at.line, at.column)?;
        }
    }
    Ok(())
}

/// The text of a place on one line, cut where it gets long.
fn shortened(text: &str, span: Span) -> String {
    let line = span
        .slice(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
