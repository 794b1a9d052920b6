//! Codemods from disk beside those of the binary.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::codemod::{Catalog, Codemod, Example, Origin, Problem, nearest};
use crate::disk;
use crate::engine::{Verdict, run_example};

use super::config;
use super::failure::Failed;

/// The category of a codemod that stands in no category's folder.
const LOCAL: &str = "local";

/// The built-in codemods and those of some folders.
pub(super) fn with_folders(folders: &[PathBuf]) -> Result<Catalog, Failed> {
    let mut catalog = Catalog::built_in().clone();
    for folder in folders {
        add_folder(&mut catalog, folder)?;
    }
    checked(catalog, Catalog::built_in())
}

/// The codemods of files and folders alone, which may name those of another catalogue.
pub(super) fn of_paths(paths: &[PathBuf], others: &Catalog) -> Result<Catalog, Failed> {
    let mut catalog = Catalog::default();
    for path in paths {
        if path.is_dir() {
            add_folder(&mut catalog, path)?;
        } else {
            add_file(&mut catalog, path, LOCAL)?;
        }
    }
    checked(catalog, others)
}

/// One codemod by its file; its id may be that of one of the others.
pub(super) fn of_file(path: &Path, others: &Catalog) -> Result<Arc<Codemod>, Failed> {
    let catalog = of_paths(&[path.to_path_buf()], others)?;
    let codemod = catalog.codemods().first().cloned();
    codemod.ok_or_else(|| Failed::new(format!("{}: no codemod", path.display())))
}

/// Makes sure that the examples of a codemod from disk hold, as they are what its author says
/// that it does. Those of built-in ones are tests of this program.
pub(super) fn examples_hold(codemod: &Arc<Codemod>) -> Result<(), Failed> {
    if matches!(codemod.origin, Origin::BuiltIn(_)) {
        return Ok(());
    }
    let shown = shown(codemod);
    let mut problems = Vec::new();
    for example in &codemod.examples {
        let problem = problem(example, &run_example(codemod, example));
        let remedy = format!("`gofix-pit test {shown}` shows what comes out");
        problems.extend(problem.map(|problem| problem.with_remedy(remedy)));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failed::at(&shown, &codemod.source, &problems))
}

/// What is wrong with an example, at its place.
pub(super) fn problem(example: &Example, verdict: &Verdict) -> Option<Problem> {
    let Verdict::Fails { reason, span, .. } = verdict else {
        return None;
    };
    let message = format!("the example \"{}\" does not hold: {reason}", example.name);
    Some(Problem::new(message, *span))
}

/// The path of a codemod, as messages show it.
pub(super) fn shown(codemod: &Codemod) -> String {
    match &codemod.origin {
        Origin::BuiltIn(stem) => format!("codemods/{}/{stem}.toml", codemod.category),
        Origin::File(path) => path.display().to_string(),
    }
}

/// Whether a word of the command line means a file rather than an id.
pub(super) fn means_file(word: &str) -> bool {
    word.contains(['/', '\\'])
        || Path::new(word)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// A codemod by id, or the nearest known id.
pub(super) fn by_id<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Arc<Codemod>, Failed> {
    catalog
        .get(id)
        .ok_or_else(|| Failed::new(unknown(catalog, id)))
}

/// What to say of an id that no codemod has.
pub(super) fn unknown(catalog: &Catalog, id: &str) -> String {
    let known = catalog.codemods().iter().map(|codemod| &*codemod.id);
    let near = nearest(id, known).map(|near| format!("; did you mean `{near}`?"));
    format!("there is no codemod `{id}`{}", near.unwrap_or_default())
}

fn checked(catalog: Catalog, others: &Catalog) -> Result<Catalog, Failed> {
    if !catalog.rejected().is_empty() {
        return Err(Failed::rejected(catalog.rejected()));
    }
    for codemod in catalog.codemods() {
        let Origin::File(path) = &codemod.origin else {
            continue;
        };
        let problems = codemod.unknown_others(&[&catalog, others], |id| stands_beside(path, id));
        if !problems.is_empty() {
            let shown = path.display().to_string();
            return Err(Failed::at(&shown, &codemod.source, &problems));
        }
    }
    Ok(catalog)
}

/// Whether a codemod that is not part of this run has its file beside that of another, or in the
/// folder of another category.
fn stands_beside(path: &Path, id: &str) -> bool {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = format!("{id}.toml");
    let categories = folder.parent().and_then(|parent| listed(parent).ok());
    folder.join(&name).is_file()
        || categories
            .into_iter()
            .flatten()
            .any(|category| category.join(&name).is_file())
}

/// Every `<id>.toml` of a folder and of those in it, in order of path; the folder that one stands
/// in is its category.
fn add_folder(catalog: &mut Catalog, folder: &Path) -> Result<(), Failed> {
    let mut found: Vec<(PathBuf, String)> = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut open = vec![(folder.to_path_buf(), LOCAL.to_owned())];
    while let Some((folder, category)) = open.pop() {
        // A link may lead back up.
        let place = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        for path in listed(&folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name == config::NAME {
                continue;
            }
            if is_codemod(&path) {
                found.push((path, category.clone()));
            } else if path.is_dir() {
                let category = name.into_owned();
                open.push((path, category));
            }
        }
    }
    if found.is_empty() {
        let shown = folder.display();
        return Err(Failed::new(format!("{shown}: there is no codemod in it")));
    }
    found.sort();
    for (path, category) in found {
        add_file(catalog, &path, &category)?;
    }
    Ok(())
}

fn is_codemod(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "toml")
        && path.is_file()
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let failed = |error: std::io::Error| {
        Failed::new(format!("{}: {}", folder.display(), disk::plain(&error)))
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn add_file(catalog: &mut Catalog, path: &Path, category: &str) -> Result<(), Failed> {
    let shown = path.display().to_string();
    let source = disk::read(path).map_err(|reason| Failed::new(format!("{shown}: {reason}")))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let origin = Origin::File(path.to_path_buf());
    catalog.add(&shown, &source, origin, &stem, category);
    Ok(())
}
