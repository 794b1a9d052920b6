//! Imports after a fix: those the new text needs come in, sorted into their group as gofmt would;
//! those nothing uses any more go, if no comment goes with them.

use std::collections::BTreeSet;

use crate::syntax::{Node, Source, node};
use crate::text::{Edit, EditSet, LineEnding, Span, line_start};

use super::fix::Declined;

fn declined(reason: impl Into<String>) -> Declined {
    Declined {
        reason: reason.into(),
    }
}

/// An import spec of a file.
struct Spec<'s> {
    node: Node<'s>,
    path: &'s str,
    named: bool,
}

/// The edits that add and drop imports in `source`, a text that has been edited already.
/// `still_used` tells whether a path is still referred to in it.
///
/// # Errors
/// When a dropped import carries a comment that would be lost.
pub(in crate::engine) fn import_edits(
    source: &Source,
    add: &BTreeSet<String>,
    drop: &BTreeSet<String>,
    still_used: &dyn Fn(&str) -> bool,
) -> Result<EditSet, Declined> {
    let specs = specs(source);
    let mut edits = EditSet::new();
    let gone: Vec<&Spec<'_>> = specs
        .iter()
        .filter(|spec| drop.contains(spec.path) && !still_used(spec.path))
        .collect();
    let new: Vec<&String> = add
        .iter()
        .filter(|path| !specs.iter().any(|spec| spec.path == **path && !spec.named))
        .collect();
    let mut put = |edit: Edit| edits.add(edit).map_err(|clash| declined(clash.to_string()));
    let group = main_group(source);
    // A declaration of one import without parentheses is rewritten as a whole.
    if let Some(only) = group.filter(|group| !is_block(source, *group)) {
        return single(source, only, &specs, &gone, &new);
    }
    for spec in &gone {
        put(Edit::delete(line_of(source, spec.node)?))?;
    }
    match group {
        Some(group) => {
            let kept: Vec<&Spec<'_>> = specs
                .iter()
                .filter(|spec| node::span(group).contains(node::span(spec.node)))
                .filter(|spec| !gone.iter().any(|g| g.node.id() == spec.node.id()))
                .collect();
            if kept.is_empty() && new.is_empty() {
                let whole = declaration_lines(source, group);
                return collected([Edit::delete(whole)]);
            }
            let (among, apart): (Vec<&String>, Vec<&String>) = new.into_iter().partition(|path| {
                let mut kept = kept.iter();
                kept.any(|spec| is_standard(spec.path) == is_standard(path))
            });
            for path in among {
                put(Edit::insert(
                    place_for(source, &kept, path),
                    line(source, path),
                ))?;
            }
            if let Some(edit) = new_group(source, group, &kept, &apart) {
                put(edit)?;
            }
        }
        None if new.is_empty() => {}
        None => put(new_block(source, &new))?,
    }
    Ok(edits)
}

fn collected(list: impl IntoIterator<Item = Edit>) -> Result<EditSet, Declined> {
    let mut edits = EditSet::new();
    for edit in list {
        edits
            .add(edit)
            .map_err(|clash| declined(clash.to_string()))?;
    }
    Ok(edits)
}

fn specs(source: &Source) -> Vec<Spec<'_>> {
    let mut specs = Vec::new();
    for declaration in declarations(source) {
        node::walk(declaration, &mut |spec| {
            if spec.kind() != "import_spec" {
                return node::Descend::Into;
            }
            if let Some(path) = spec.child_by_field_name("path") {
                specs.push(Spec {
                    node: spec,
                    path: source.slice(path).trim_matches(['"', '`']),
                    named: spec.child_by_field_name("name").is_some(),
                });
            }
            node::Descend::Past
        });
    }
    specs
}

fn declarations(source: &Source) -> impl Iterator<Item = Node<'_>> {
    node::children(source.root())
        .into_iter()
        .filter(|n| n.kind() == "import_declaration")
}

/// The first import declaration that is not `import "C"`.
fn main_group(source: &Source) -> Option<Node<'_>> {
    declarations(source).find(|group| !source.slice(*group).ends_with("\"C\""))
}

fn is_block(source: &Source, group: Node<'_>) -> bool {
    source.slice(group).ends_with(')')
}

fn newline(source: &Source) -> &'static str {
    LineEnding::of(source.text()).as_str()
}

fn line(source: &Source, path: &str) -> String {
    format!("\t\"{path}\"{}", newline(source))
}

/// Paths of a kind that the block has none of so far: a group of their own, the standard library's
/// ahead of all others. Where the block is empty they are of both kinds.
fn new_group(
    source: &Source,
    block: Node<'_>,
    kept: &[&Spec<'_>],
    paths: &[&String],
) -> Option<Edit> {
    let first = paths.first()?;
    let eol = newline(source);
    let end = line_start(source.text(), block.end_byte().saturating_sub(1));
    let lines: String = paths.iter().map(|path| line(source, path)).collect();
    Some(match kept.first() {
        None => Edit::insert(end, lines),
        Some(top) if is_standard(first) => {
            let place = line_start(source.text(), top.node.start_byte());
            Edit::insert(place, format!("{lines}{eol}"))
        }
        Some(_) => Edit::insert(end, format!("{eol}{lines}")),
    })
}

/// Where a path goes in a block: into the first group with its like, in sorted order. Paths whose
/// first element has no dot are the standard library's.
fn place_for(source: &Source, kept: &[&Spec<'_>], path: &str) -> usize {
    let text = source.text();
    let alike = |spec: &&&Spec<'_>| is_standard(spec.path) == is_standard(path);
    // An import of the same path that is there already has a name, and names sort behind none.
    let next = kept.iter().filter(alike).find(|spec| spec.path >= path);
    let Some(beside) = next.or_else(|| kept.iter().rfind(alike)) else {
        return text.len();
    };
    // Where others stand among them, gofmt sorts all of them together.
    let together = run(source, kept, beside);
    match together.iter().find(|spec| spec.path >= path) {
        Some(next) => line_start(text, next.node.start_byte()),
        None => next_line(text, together.last().unwrap_or(beside).node.end_byte()),
    }
}

/// The specs around one that no blank line parts from it.
fn run<'k, 's>(source: &Source, kept: &'k [&'k Spec<'s>], of: &Spec<'_>) -> &'k [&'k Spec<'s>] {
    let parted = |pair: &[&Spec<'_>]| {
        let between = pair[0].node.end_byte()..pair[1].node.start_byte();
        let lines = source.text().get(between).unwrap_or("").split('\n');
        let inner = lines.clone().count().saturating_sub(1);
        lines.take(inner).skip(1).any(|line| line.trim().is_empty())
    };
    let mut runs = kept.chunk_by(|one, next| !parted(&[*one, *next]));
    runs.find(|run| run.iter().any(|spec| spec.node.id() == of.node.id()))
        .unwrap_or(&[])
}

fn is_standard(path: &str) -> bool {
    !path.split('/').next().unwrap_or(path).contains('.')
}

fn next_line(text: &str, offset: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at + 1)
}

/// The line of a spec, if nothing else stands on it.
fn line_of(source: &Source, spec: Node<'_>) -> Result<Span, Declined> {
    let text = source.text();
    let span = Span::new(
        line_start(text, spec.start_byte()),
        next_line(text, spec.end_byte()),
    );
    if span.slice(text).trim() != source.slice(spec) {
        return Err(declined("an import that goes carries a comment"));
    }
    Ok(span)
}

/// A declaration with its line and the blank line behind it.
fn declaration_lines(source: &Source, group: Node<'_>) -> Span {
    let text = source.text();
    let start = line_start(text, group.start_byte());
    let mut end = next_line(text, group.end_byte());
    let behind = next_line(text, end);
    if text[end..behind].trim().is_empty() {
        end = behind;
    }
    Span::new(start, end)
}

/// `import "x"`: becomes a block, another single import, or nothing.
fn single(
    source: &Source,
    group: Node<'_>,
    specs: &[Spec<'_>],
    gone: &[&Spec<'_>],
    new: &[&String],
) -> Result<EditSet, Declined> {
    let span = node::span(group);
    let own: Vec<&Spec<'_>> = specs
        .iter()
        .filter(|spec| span.contains(node::span(spec.node)))
        .collect();
    let goes = own
        .iter()
        .any(|spec| gone.iter().any(|g| g.node.id() == spec.node.id()));
    if gone.len() > usize::from(goes) {
        return Err(declined("imports that go stand in several declarations"));
    }
    if !goes && new.is_empty() {
        return Ok(EditSet::new());
    }
    let mut all: Vec<(String, String)> = new
        .iter()
        .map(|path| ((*path).clone(), format!("\"{path}\"")))
        .collect();
    if !goes {
        all.extend(
            own.iter()
                .map(|spec| (spec.path.to_owned(), source.slice(spec.node).to_owned())),
        );
    }
    all.sort_by_key(|(path, _)| (!is_standard(path), path.clone()));
    let eol = newline(source);
    let text = match all.as_slice() {
        [] => {
            line_of(source, group)?;
            return collected([Edit::delete(declaration_lines(source, group))]);
        }
        [(_, only)] => format!("import {only}"),
        many => {
            let mut text = format!("import ({eol}");
            for (index, (path, spec)) in many.iter().enumerate() {
                if index > 0 && is_standard(&many[index - 1].0) != is_standard(path) {
                    text.push_str(eol);
                }
                text.extend(["\t", spec, eol]);
            }
            text + ")"
        }
    };
    collected([Edit::replace(span, text)])
}

/// The first imports of a file, behind the package clause or `import "C"`.
fn new_block(source: &Source, paths: &[&String]) -> Edit {
    let eol = newline(source);
    let anchor = node::children(source.root())
        .into_iter()
        .take_while(|child| matches!(child.kind(), "package_clause" | "import_declaration"))
        .last()
        .map_or(0, |anchor| next_line(source.text(), anchor.end_byte()));
    let mut text = match paths {
        [only] => format!("{eol}import \"{only}\"{eol}"),
        many => {
            let lines: String = many.iter().map(|path| line(source, path)).collect();
            format!("{eol}import ({eol}{lines}){eol}")
        }
    };
    if anchor == source.text().len() && !source.text().ends_with('\n') {
        text.insert_str(0, eol);
    }
    Edit::insert(anchor, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &str, add: &[&str], drop: &[&str]) -> String {
        let source = Source::parse(text).unwrap();
        let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        match import_edits(&source, &set(add), &set(drop), &|_| false) {
            Ok(edits) => edits.apply(text),
            Err(declined) => declined.reason,
        }
    }

    #[test]
    fn a_path_goes_to_its_place_in_its_group() {
        let text = "package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\n\t\"x.org/y\"\n)\n";
        assert_eq!(
            change(text, &["io", "a.org/b", "time"], &["os"]),
            "package p\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"time\"\n\n\t\"a.org/b\"\n\t\"x.org/y\"\n)\n"
        );
    }

    #[test]
    fn a_first_path_of_its_kind_begins_a_group() {
        let foreign = "package p\n\nimport (\n\t\"h.org/x\"\n)\n";
        assert_eq!(
            change(foreign, &["fmt", "os", "z.org/y"], &[]),
            "package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\n\t\"h.org/x\"\n\t\"z.org/y\"\n)\n"
        );
        let standard = "package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n";
        assert_eq!(
            change(standard, &["io", "h.org/x"], &[]),
            "package p\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"os\"\n\n\t\"h.org/x\"\n)\n"
        );
    }

    #[test]
    fn a_group_of_both_kinds_stays_sorted() {
        let mixed = "package p\n\nimport (\n\t\"fmt\"\n\t\"h.org/x\"\n)\n";
        assert_eq!(
            change(mixed, &["context", "io", "a.org/b"], &[]),
            "package p\n\nimport (\n\t\"a.org/b\"\n\t\"context\"\n\t\"fmt\"\n\t\"h.org/x\"\n\t\"io\"\n)\n"
        );
    }

    #[test]
    fn a_single_import_becomes_another_or_a_block_or_nothing() {
        let text = "package p\n\nimport \"io/ioutil\"\n\nvar x int\n";
        assert_eq!(
            change(text, &["os"], &["io/ioutil"]),
            text.replace("io/ioutil", "os")
        );
        assert_eq!(
            change(text, &[], &["io/ioutil"]),
            "package p\n\nvar x int\n"
        );
        assert_eq!(
            change(text, &["a.org/b"], &[]),
            "package p\n\nimport (\n\t\"io/ioutil\"\n\n\t\"a.org/b\"\n)\n\nvar x int\n"
        );
    }

    #[test]
    fn a_file_without_imports_gets_some_and_cgo_stays_alone() {
        assert_eq!(
            change("package p\n\nvar x int\n", &["os"], &[]),
            "package p\n\nimport \"os\"\n\nvar x int\n"
        );
        let cgo = "package p\n\n// #include <a.h>\nimport \"C\"\n\nvar x int\n";
        assert_eq!(
            change(cgo, &["os", "io"], &[]),
            "package p\n\n// #include <a.h>\nimport \"C\"\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nvar x int\n"
        );
    }

    #[test]
    fn an_import_with_a_comment_is_not_dropped() {
        let text = "package p\n\nimport (\n\t\"io/ioutil\" // old\n\t\"os\"\n)\n";
        assert_eq!(
            change(text, &[], &["io/ioutil"]),
            "an import that goes carries a comment"
        );
    }
}
