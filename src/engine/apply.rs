//! Fixes onto text: edits, then imports, then gofmt's alignment, then the checks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::facts::{At, Entity, FileId, InputFile, Package};
use crate::syntax::node::{self, Descend};
use crate::syntax::{Source, align, bodies};
use crate::text::{Edit, EditSet, Span};

use super::check;
use super::fix::{FileFix, Fix};
use super::imports;
use super::plan;

/// The texts after a round, with the edits that lead there, one set after the other.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// By file: the new text and the steps to it.
    pub files: BTreeMap<FileId, (Arc<str>, Vec<EditSet>)>,
}

impl Applied {
    /// Where an offset of the old text of a file stands now.
    pub fn map(&self, file: FileId, offset: usize) -> usize {
        let steps = self
            .files
            .get(&file)
            .map_or(&[][..], |(_, steps)| steps.as_slice());
        steps.iter().fold(offset, |offset, step| step.map(offset))
    }
}

/// Applies fixes that do not conflict, all of them or none.
///
/// # Errors
/// Why the result is not to be trusted.
pub(super) fn apply<'f>(
    package: &Package<'_>,
    inputs: &[InputFile],
    fixes: impl Iterator<Item = &'f Fix>,
) -> Result<Applied, String> {
    let merged = plan::merged(fixes);
    let mut applied = Applied::default();
    for (file, fix) in &merged {
        let text = &package.input(*file).text;
        let mut steps = Vec::new();
        let mut text = step(text, fix.edits.clone(), &mut steps)?;
        if !fix.add_imports.is_empty() || !fix.drop_imports.is_empty() {
            let edits = import_step(package, inputs, *file, fix, &text)?;
            text = step(&text, edits, &mut steps)?;
        }
        applied.files.insert(*file, (text.into(), steps));
    }
    verify(package, inputs, &applied)?;
    Ok(applied)
}

/// Applies one more set of edits, and puts right what gofmt would put right after them: columns
/// out of line, bodies too long for one line.
fn step(text: &str, edits: EditSet, steps: &mut Vec<EditSet>) -> Result<String, String> {
    if edits.is_empty() {
        return Ok(text.to_owned());
    }
    let after = edits.apply(text);
    let (old, new) = (parsed(text)?, parsed(&after)?);
    let columns = set(align::alignment_edits(&old, &edits, &new))?;
    let bodies = set(moved(bodies::body_edits(&old, &edits, &new), &columns))?;
    steps.push(edits);
    let aligned = columns.apply(&after);
    if !columns.is_empty() {
        steps.push(columns);
    }
    step(&aligned, bodies, steps)
}

/// Edits of a text as edits of the same text after others, that are at other places.
fn moved(edits: Vec<Edit>, others: &EditSet) -> Vec<Edit> {
    let place = |span: Span| Span::new(others.map(span.start), others.map(span.end));
    let moved = edits.into_iter();
    moved
        .map(|edit| Edit::replace(place(edit.span), edit.text))
        .collect()
}

fn set(edits: Vec<Edit>) -> Result<EditSet, String> {
    let mut set = EditSet::new();
    for edit in edits {
        set.add(edit).map_err(|overlap| overlap.to_string())?;
    }
    Ok(set)
}

fn import_step(
    package: &Package<'_>,
    inputs: &[InputFile],
    file: FileId,
    fix: &FileFix,
    text: &str,
) -> Result<EditSet, String> {
    let source = parsed(text)?;
    let texts = BTreeMap::from([(file, Arc::from(text))]);
    let after = with_texts(package, inputs, &texts);
    let used = used_imports(&after, file, &EditSet::new());
    imports::import_edits(&source, &fix.add_imports, &fix.drop_imports, &|path| {
        used.contains(path)
    })
    .map_err(|declined| declined.reason)
}

/// The edits of a fix in one file, those of its imports included, for one who applies this fix
/// alone.
pub(super) fn whole_edits(package: &Package<'_>, file: FileId, fix: &FileFix) -> Vec<Edit> {
    let mut edits: Vec<Edit> = fix.edits.as_slice().to_vec();
    if fix.add_imports.is_empty() && fix.drop_imports.is_empty() {
        return edits;
    }
    let Some(source) = package.source(file) else {
        return edits;
    };
    let used = if fix.drop_imports.is_empty() {
        BTreeSet::new()
    } else {
        used_imports(package, file, &fix.edits)
    };
    // What an edit replaces may stand in its new text again.
    let written = |path: &str| {
        let name = package.import_name(file, path);
        name.is_some_and(|name| {
            let use_of_it = format!("{name}.");
            edits.iter().any(|edit| edit.text.contains(&use_of_it))
        })
    };
    let imports = imports::import_edits(source, &fix.add_imports, &fix.drop_imports, &|path| {
        used.contains(path) || written(path)
    });
    if let Ok(imports) = imports {
        edits.extend(imports.as_slice().iter().cloned());
        edits.sort_by_key(|edit| edit.span);
    }
    edits
}

/// The paths of the imports that a file refers to, outside of what edits replace.
pub(super) fn used_imports(
    package: &Package<'_>,
    file: FileId,
    replaced: &EditSet,
) -> BTreeSet<Arc<str>> {
    let mut used = BTreeSet::new();
    let Some(source) = package.source(file) else {
        return used;
    };
    if !source.hidden().is_empty() {
        // What the tree does not show may refer to any of them.
        return package.named_imports(file).into_iter().collect();
    }
    node::walk(source.root(), &mut |node| {
        let gone = |edit: &Edit| edit.span.contains(node::span(node));
        if matches!(node.kind(), "identifier" | "package_identifier")
            && !replaced.as_slice().iter().any(gone)
            && package.binds_import(source.slice(node), file)
            && let Entity::Package(path) = package.entity(At { file, node })
        {
            used.insert(path);
        }
        if node.kind() == "import_declaration" {
            Descend::Past
        } else {
            Descend::Into
        }
    });
    used
}

fn parsed(text: &str) -> Result<Source, String> {
    Source::parse(text).ok_or_else(|| "the result is too large to parse".to_owned())
}

/// The same package with other texts for some files.
pub(super) fn with_texts<'w>(
    package: &Package<'w>,
    inputs: &[InputFile],
    texts: &BTreeMap<FileId, Arc<str>>,
) -> Package<'w> {
    let files = package
        .files()
        .zip(inputs)
        .map(|(file, input)| InputFile {
            text: texts.get(&file).unwrap_or(&input.text).clone(),
            ..input.clone()
        })
        .collect();
    package.with_texts(files)
}

fn verify(package: &Package<'_>, inputs: &[InputFile], applied: &Applied) -> Result<(), String> {
    let texts = applied
        .files
        .iter()
        .map(|(file, (text, _))| (*file, Arc::clone(text)))
        .collect();
    let after = with_texts(package, inputs, &texts);
    for (file, (_, steps)) in &applied.files {
        let mut touched: Vec<Span> = Vec::new();
        for step in steps {
            touched = touched
                .into_iter()
                .map(|span| Span::new(step.map(span.start), step.map(span.end)))
                .collect();
            touched.extend(step.written());
        }
        check::check(package, &after, *file, &touched).map_err(|refusal| refusal.to_string())?;
    }
    Ok(())
}
