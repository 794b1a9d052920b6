//! `gofix-pit tree`: the syntax tree as queries see it, and the facts as predicates see them.

use std::io::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::disk;
use crate::facts::{At, Entity, Package, Type};
use crate::syntax::{Node, Source};
use crate::text::{Position, Span};

use super::Exit;
use super::args::{Plain, TreeArgs};
use super::failure::Failed;
use super::outside::Outside;
use super::siblings::with_siblings;

/// A node as it is printed.
#[derive(Serialize)]
struct Shown {
    depth: usize,
    field: Option<String>,
    kind: String,
    named: bool,
    start: Position,
    end: Position,
    text: Option<String>,
    #[serde(rename = "type")]
    of_type: Option<String>,
    declaration: Option<String>,
}

pub(super) fn tree(args: &TreeArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    let path = disk::shown_path(&args.file, &outside.current);
    let failed = |reason: String| Failed::new(format!("{}: {reason}", path.display()));
    if path.extension().is_none_or(|extension| extension != "go") {
        return Err(failed("not a .go file".to_owned()));
    }
    let text = disk::read(&path).map_err(failed)?;
    let dir = path.parent().unwrap_or(Path::new(""));
    let world = outside.world();
    let package = Package::new(dir, with_siblings(&path, text, &world), &world);
    let file = package.files().next();
    let (Some(file), Some(source)) = (file, file.and_then(|file| package.source(file))) else {
        return Err(failed("cannot be parsed".to_owned()));
    };
    let root = match &args.at {
        None => source.root(),
        Some(at) => around(source, at).map_err(Failed::new)?,
    };
    let mut shown = Vec::new();
    collect(root, &mut |node, depth, field| {
        if !node.is_named() && args.format == Plain::Text && field.is_none() {
            return;
        }
        let at = At { file, node };
        let facts = args.facts && node.is_named();
        shown.push(Shown {
            depth,
            field,
            kind: node.kind().to_owned(),
            named: node.is_named(),
            start: source.lines().position(node.start_byte()),
            end: source.lines().position(node.end_byte()),
            text: (node.named_child_count() == 0).then(|| source.slice(node).to_owned()),
            of_type: facts.then(|| of_type(&package, at)).flatten(),
            declaration: facts.then(|| declaration(&package, at)).flatten(),
        });
    });
    match args.format {
        Plain::Text => {
            for node in &shown {
                writeln!(outside.out, "{}", line(node))?;
            }
        }
        Plain::Json => {
            serde_json::to_writer_pretty(&mut outside.out, &shown).map_err(std::io::Error::from)?;
            writeln!(outside.out)?;
        }
    }
    Ok(Exit::Clean)
}

fn collect(node: Node<'_>, visit: &mut impl FnMut(Node<'_>, usize, Option<String>)) {
    let mut cursor = node.walk();
    let (mut depth, mut field) = (0, None);
    loop {
        visit(cursor.node(), depth, field.take());
        if cursor.goto_first_child() {
            depth += 1;
        } else {
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                depth -= 1;
            }
        }
        field = cursor.field_name().map(str::to_owned);
    }
}

/// The smallest node around a place; of a whole line, what covers its text.
fn around<'s>(source: &'s Source, at: &str) -> Result<Node<'s>, String> {
    let wrong = || format!("--at {at}: it has the form LINE or LINE:COLUMN, from 1");
    let (line, column) = match at.split_once(':') {
        Some((line, column)) => (line, Some(column)),
        None => (at, None),
    };
    let line: usize = line.parse().map_err(|_| wrong())?;
    let start = source.lines().line_start(line).ok_or_else(|| {
        format!(
            "--at {at}: the file has {} lines",
            source.lines().line_count()
        )
    })?;
    let rest = &source.text()[start..];
    let text = rest.lines().next().unwrap_or("");
    let span = if let Some(column) = column {
        let column: usize = column.parse().map_err(|_| wrong())?;
        if column == 0 || column > text.len() + 1 {
            return Err(format!("--at {at}: the line has {} bytes", text.len()));
        }
        Span::at(start + column - 1)
    } else {
        let indent = text.len() - text.trim_start().len();
        Span::new(start + indent, start + text.trim_end().len().max(indent))
    };
    source
        .root()
        .named_descendant_for_byte_range(span.start, span.end)
        .ok_or_else(wrong)
}

fn of_type(package: &Package<'_>, at: At<'_>) -> Option<String> {
    let kind = at.node.kind();
    let expression = kind.ends_with("_expression")
        || kind.ends_with("_literal")
        || matches!(
            kind,
            "identifier" | "field_identifier" | "true" | "false" | "nil" | "iota"
        );
    if !expression {
        return None;
    }
    Some(match package.type_of(at) {
        Type::Unknown => "unknown".to_owned(),
        known => known.to_string(),
    })
}

fn declaration(package: &Package<'_>, at: At<'_>) -> Option<String> {
    if !matches!(
        at.node.kind(),
        "identifier" | "type_identifier" | "package_identifier" | "label_name"
    ) {
        return None;
    }
    Some(match package.entity(at) {
        Entity::Declared(declaration) => {
            let input = package.input(declaration.file);
            let at = crate::text::LineIndex::new(&input.text).position(declaration.name.start);
            format!("{}:{}:{}", input.path.display(), at.line, at.column)
        }
        Entity::Package(path) => format!("package {path}"),
        Entity::Imported(path, name) => format!("{path}.{name}"),
        Entity::Universe(_) => "predeclared".to_owned(),
        Entity::Blank => "blank".to_owned(),
        Entity::Unknown => "unknown".to_owned(),
    })
}

fn line(node: &Shown) -> String {
    let indent = "  ".repeat(node.depth);
    let field = node
        .field
        .as_ref()
        .map_or(String::new(), |field| format!("{field}: "));
    let kind = if node.named {
        format!("({})", node.kind)
    } else {
        format!("{:?}", node.kind)
    };
    let text = match &node.text {
        Some(text) if node.named => format!(" {text:?}"),
        _ => String::new(),
    };
    let of_type = node
        .of_type
        .as_ref()
        .map_or(String::new(), |it| format!(" : {it}"));
    let declaration = node
        .declaration
        .as_ref()
        .map_or(String::new(), |it| format!(" -> {it}"));
    format!(
        "{indent}{field}{kind} {}:{}-{}:{}{text}{of_type}{declaration}",
        node.start.line, node.start.column, node.end.line, node.end.column
    )
}
