//! `gofix-pit list`

use std::collections::BTreeMap;
use std::io::Write as _;

use serde::Serialize;

use crate::codemod::Codemod;

use super::Exit;
use super::args::{ListArgs, Plain};
use super::catalog;
use super::failure::Failed;
use super::outside::Outside;

#[derive(Serialize)]
struct Entry<'c> {
    id: &'c str,
    category: &'c str,
    applicability: &'c str,
    title: &'c str,
    enabled: bool,
    go: Option<String>,
    params: BTreeMap<&'c str, ParamEntry<'c>>,
    references: &'c [String],
}

#[derive(Serialize)]
struct ParamEntry<'c> {
    default: &'c toml::Value,
    doc: &'c str,
}

pub(super) fn list(args: &ListArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    let catalog = catalog::with_folders(&args.codemods)?;
    let mut codemods: Vec<&Codemod> = catalog.codemods().iter().map(|it| &**it).collect();
    codemods.sort_by(|a, b| a.id.cmp(&b.id));
    match args.format {
        Plain::Text => text(&codemods, outside)?,
        Plain::Json => {
            let entries: Vec<Entry<'_>> = codemods.iter().map(|it| entry(it)).collect();
            serde_json::to_writer_pretty(&mut outside.out, &entries)
                .map_err(std::io::Error::from)?;
            writeln!(outside.out)?;
        }
    }
    Ok(Exit::Clean)
}

fn text(codemods: &[&Codemod], outside: &mut Outside) -> Result<(), Failed> {
    let width = |of: fn(&Codemod) -> &str| codemods.iter().map(|it| of(it).len()).max();
    let id = width(|it| &it.id).unwrap_or(0);
    let category = width(|it| &it.category).unwrap_or(0);
    for codemod in codemods {
        let off = if codemod.enabled {
            ""
        } else {
            " (off by default)"
        };
        writeln!(
            outside.out,
            "{:id$}  {:category$}  {:7}  {}{off}",
            codemod.id,
            codemod.category,
            codemod.applicability.as_str(),
            codemod.title
        )?;
    }
    Ok(())
}

fn entry(codemod: &Codemod) -> Entry<'_> {
    let params = codemod.params.iter().map(|(name, param)| {
        let entry = ParamEntry {
            default: &param.default,
            doc: &param.doc,
        };
        (name.as_str(), entry)
    });
    Entry {
        id: &codemod.id,
        category: &codemod.category,
        applicability: codemod.applicability.as_str(),
        title: &codemod.title,
        enabled: codemod.enabled,
        go: codemod.go.map(|(major, minor)| format!("{major}.{minor}")),
        params: params.collect(),
        references: &codemod.references,
    }
}
