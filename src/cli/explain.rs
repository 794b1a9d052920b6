//! `gofix-pit explain`: what a codemod's author says of it, and what its examples show. The
//! examples are tests, so what is shown is what happens.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use similar::TextDiff;

use crate::codemod::{Catalog, Codemod, Example, Expectation};

use super::Exit;
use super::args::ExplainArgs;
use super::catalog;
use super::failure::Failed;
use super::outside::Outside;

pub(super) fn explain(args: &ExplainArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    let codemod = if catalog::means_file(&args.id) {
        catalog::of_file(Path::new(&args.id), Catalog::built_in())?
    } else {
        Arc::clone(catalog::by_id(
            &catalog::with_folders(&args.codemods)?,
            &args.id,
        )?)
    };
    outside.out.write_all(page(&codemod).as_bytes())?;
    Ok(Exit::Clean)
}

/// The page of a codemod, in Markdown.
fn page(codemod: &Codemod) -> String {
    let mut out = format!("# {}\n\n{}\n\n", codemod.id, codemod.title);
    let _ = writeln!(
        out,
        "Category: {} · Applicability: {}{}{}\n",
        codemod.category,
        codemod.applicability.as_str(),
        codemod.go.map_or(String::new(), |(major, minor)| format!(
            " · Go {major}.{minor} or newer"
        )),
        if codemod.enabled {
            ""
        } else {
            " · off by default"
        }
    );
    if !codemod.docs.is_empty() {
        let _ = writeln!(out, "{}\n", codemod.docs);
    }
    if !codemod.params.is_empty() {
        out.push_str("## Parameters\n\n");
        for (name, param) in &codemod.params {
            let _ = writeln!(
                out,
                "- `{name}` (default `{}`): {}",
                param.default, param.doc
            );
        }
        out.push('\n');
    }
    out.push_str("## Examples\n\n");
    for example in &codemod.examples {
        let _ = writeln!(out, "### {}\n\n{}", example.name, shown(example));
    }
    if !codemod.references.is_empty() {
        out.push_str("## References\n\n");
        for reference in &codemod.references {
            let _ = writeln!(out, "- {reference}");
        }
    }
    out
}

fn shown(example: &Example) -> String {
    match &example.expectation {
        Expectation::Changes { before, after } => {
            let mut out = fenced("diff", &changed(before, after));
            for (name, after) in &example.after_files {
                let before = example.files.get(name).map_or("", String::as_str);
                let _ = write!(
                    out,
                    "`{name}`:\n\n{}",
                    fenced("diff", &changed(before, after))
                );
            }
            out
        }
        Expectation::Unchanged(text) => {
            format!(
                "Left as it is:\n\n{}",
                fenced("go", text.trim_matches('\n'))
            )
        }
    }
}

fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}

/// The whole text, with signs where it changes.
fn changed(before: &str, after: &str) -> String {
    let (before, after) = (before.trim_matches('\n'), after.trim_matches('\n'));
    let diff = TextDiff::from_lines(before, after);
    let mut out = String::new();
    for change in diff.iter_all_changes() {
        let _ = writeln!(
            out,
            "{}{}",
            change.tag(),
            change.value().trim_end_matches('\n')
        );
    }
    out
}
