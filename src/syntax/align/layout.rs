//! Where gofmt aligns: the gaps of each line that belong to columns, and which lines share them.
//!
//! The rules are those of `go/printer`: what it separates by a vertical tab or, ahead of a
//! trailing comment, by a tab is a gap; where it breaks lines by a form feed, columns end.

use std::collections::HashMap;

use crate::syntax::node::{self, Descend};
use crate::syntax::{Node, Source};
use crate::text::{Span, line_start};

use super::elements;

/// White space between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The white space itself.
    pub span: Span,
    /// How many cells end here: all but the first are empty. None means a mere space.
    pub cells: usize,
    /// Whether it was a tab.
    pub hard: bool,
}

/// One line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where its text begins, behind the indentation.
    pub start: usize,
    /// Its gaps in order.
    pub gaps: Vec<Gap>,
    /// Whether its columns go on in the next line.
    pub linked: bool,
    /// Whether it begins within a literal or comment, or does not parse: hands off.
    pub opaque: bool,
}

/// The lines of a file, from 0.
pub(super) fn lines(source: &Source) -> Vec<Line> {
    let mut layout = Layout {
        source,
        lines: vec![Line::default(); source.lines().line_count()],
        comment_cells: HashMap::new(),
    };
    for (index, line) in layout.lines.iter_mut().enumerate() {
        let start = source.lines().line_start(index + 1).unwrap_or_default();
        let rest = source.text()[start..].bytes();
        line.start = start + rest.take_while(|byte| *byte == b'\t').count();
    }
    let mut comments = Vec::new();
    node::walk(source.root(), &mut |node| {
        layout.visit(node);
        if node.kind() == "comment" {
            comments.push(node);
        }
        Descend::Into
    });
    for comment in comments {
        layout.comment(comment);
    }
    let opaque = source
        .broken()
        .iter()
        .map(|span| (layout.line(span.start), layout.line(span.end)));
    for (from, to) in opaque.collect::<Vec<_>>() {
        layout.opaque(from, to);
    }
    for line in &mut layout.lines {
        if line.opaque {
            line.gaps.clear();
        }
        line.gaps.sort_by_key(|gap| gap.span);
        line.gaps.dedup_by_key(|gap| gap.span);
    }
    layout.lines
}

pub(super) struct Layout<'s> {
    source: &'s Source,
    lines: Vec<Line>,
    /// By the end of a field or specification: the cells ahead of its comment.
    comment_cells: HashMap<usize, usize>,
}

impl Layout<'_> {
    /// The line of an offset, from 0.
    pub fn line(&self, offset: usize) -> usize {
        self.source.lines().position(offset).line - 1
    }

    /// The text of a node.
    pub fn text(&self, node: Node<'_>) -> &str {
        self.source.slice(node)
    }

    fn is_one_line(&self, node: Node<'_>) -> bool {
        self.line(node.start_byte()) == self.line(node.end_byte())
    }

    /// The columns of a line go on in the next one.
    pub fn link(&mut self, line: usize) {
        self.lines[line].linked = true;
    }

    fn opaque(&mut self, from: usize, to: usize) {
        for line in &mut self.lines[from..=to] {
            line.opaque = true;
            line.linked = false;
        }
    }

    /// A gap behind the cell that ends at an offset, or a mere space if no cell ends there.
    pub fn gap(&mut self, offset: usize, cells: usize) {
        let rest = &self.source.text()[offset..];
        let width = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let line_ends = rest[width..].starts_with(['\n', '\r']) || rest.len() == width;
        if width > 0 && !line_ends {
            self.push(Span::new(offset, offset + width), cells, false);
        }
    }

    fn push(&mut self, span: Span, cells: usize, hard: bool) {
        let line = self.line(span.start);
        self.lines[line].gaps.push(Gap { span, cells, hard });
    }

    fn visit(&mut self, node: Node<'_>) {
        match node.kind() {
            "source_file" => self.declarations(node),
            "statement_list" | "import_spec_list" | "interface_type" => {
                self.sequence(&node::children(node));
            }
            "field_declaration_list" => self.fields(node),
            "const_declaration" | "var_spec_list" => self.values(node),
            "type_declaration" => self.types(node),
            "function_declaration" | "method_declaration" => {
                if let Some(body) = node.child_by_field_name("body")
                    && self.is_one_line(body)
                {
                    let head = &self.source.text()[..body.start_byte()];
                    self.gap(head.trim_end_matches([' ', '\t']).len(), 1);
                }
            }
            "literal_value" | "argument_list" | "type_arguments" => {
                elements::lay_out(self, node.start_byte(), &node::children(node));
            }
            "expression_case" => {
                if let Some(list) = node.child_by_field_name("value") {
                    elements::lay_out(self, node.start_byte(), &node::children(list));
                }
            }
            "type_case" => {
                let mut cursor = node.walk();
                let types = node.children_by_field_name("type", &mut cursor);
                let types: Vec<Node<'_>> = types.filter(Node::is_named).collect();
                elements::lay_out(self, node.start_byte(), &types);
            }
            "raw_string_literal" | "comment" => {
                let (from, to) = (self.line(node.start_byte()), self.line(node.end_byte()));
                if from < to {
                    self.lines[from].linked = false;
                    self.opaque(from + 1, to);
                }
            }
            _ => {}
        }
    }

    /// Lines of neighbouring items share columns unless the first of the two takes several.
    fn sequence(&mut self, items: &[Node<'_>]) {
        for pair in items.windows(2) {
            let (end, next) = (
                self.line(pair[0].end_byte()),
                self.line(pair[1].start_byte()),
            );
            if end + 1 == next && self.is_one_line(pair[0]) {
                self.link(end);
            }
        }
    }

    fn declarations(&mut self, file: Node<'_>) {
        for pair in node::children(file).windows(2) {
            let (end, next) = (
                self.line(pair[0].end_byte()),
                self.line(pair[1].start_byte()),
            );
            let function = matches!(
                pair[1].kind(),
                "function_declaration" | "method_declaration"
            );
            if end + 1 == next && (!function || self.is_one_line(pair[1])) {
                self.link(end);
            }
        }
    }

    fn fields(&mut self, list: Node<'_>) {
        let fields = node::children(list);
        self.sequence(&fields);
        if self.is_one_line(list) {
            return;
        }
        let columns = usize::from(fields.len() > 1);
        for field in fields {
            let name = last_of(field, "name");
            if let Some(name) = name {
                self.gap(name.end_byte(), columns);
            }
            let mut cells = if name.is_some() { 1 } else { 2 };
            if let Some(tag) = field.child_by_field_name("tag") {
                let head = &self.source.text()[..tag.start_byte()];
                let cells_of_tag = if name.is_some() { 2 } else { 1 };
                self.gap(
                    head.trim_end_matches([' ', '\t']).len(),
                    columns * cells_of_tag,
                );
                cells = 0;
            }
            self.comment_cells.insert(field.end_byte(), columns * cells);
        }
    }

    fn values(&mut self, list: Node<'_>) {
        let specs = node::children(list);
        self.sequence(&specs);
        let columns = usize::from(specs.len() > 1);
        let keep = keep_type_column(&specs);
        for (spec, keep) in specs.iter().zip(keep) {
            let Some(name) = last_of(*spec, "name") else {
                continue;
            };
            let of = spec.child_by_field_name("type");
            let value = spec.child_by_field_name("value");
            let column = of.is_some() || keep;
            match (of, value) {
                (Some(of), value) => {
                    self.gap(name.end_byte(), columns);
                    if value.is_some() {
                        self.gap(of.end_byte(), columns);
                    }
                }
                (None, Some(_)) => {
                    self.gap(name.end_byte(), columns * (1 + usize::from(keep)));
                }
                (None, None) => {}
            }
            let cells = 3 - usize::from(column) - usize::from(value.is_some());
            self.comment_cells.insert(spec.end_byte(), columns * cells);
        }
    }

    fn types(&mut self, declaration: Node<'_>) {
        let specs = node::children(declaration);
        self.sequence(&specs);
        let columns = usize::from(specs.len() > 1);
        for spec in specs {
            let head = spec.child_by_field_name("type_parameters");
            if let Some(head) = head.or_else(|| spec.child_by_field_name("name")) {
                self.gap(head.end_byte(), columns);
            }
        }
    }

    /// A comment that ends its line and does not begin it.
    fn comment(&mut self, comment: Node<'_>) {
        let text = self.source.text();
        let line = line_start(text, comment.start_byte());
        let end = text[line..comment.start_byte()]
            .trim_end_matches([' ', '\t'])
            .len()
            + line;
        if end == line || !only_comments(&text[comment.end_byte()..]) {
            return;
        }
        let cells = self.comment_cells.get(&end).copied().unwrap_or_default();
        self.push(
            Span::new(end, comment.start_byte()),
            cells.max(1),
            cells == 0,
        );
    }
}

/// Whether nothing but comments stands in the rest of a line.
fn only_comments(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r']);
        if rest.is_empty() || rest.starts_with('\n') || rest.starts_with("//") {
            return true;
        }
        let Some(comment) = rest.strip_prefix("/*") else {
            return false;
        };
        rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
    }
}

fn last_of<'t>(node: Node<'t>, field: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    let named = node
        .children_by_field_name(field, &mut cursor)
        .filter(Node::is_named);
    named.last()
}

/// Whether a specification without a type leaves room for one: in a run of those with values,
/// all do if one of them has a type.
fn keep_type_column(specs: &[Node<'_>]) -> Vec<bool> {
    let has = |spec: &Node<'_>, field| spec.child_by_field_name(field).is_some();
    let mut keep = vec![false; specs.len()];
    let mut from = 0;
    while from < specs.len() {
        if !has(&specs[from], "value") {
            from += 1;
            continue;
        }
        let run = specs[from..]
            .iter()
            .take_while(|spec| has(spec, "value"))
            .count();
        let typed = specs[from..from + run].iter().any(|spec| has(spec, "type"));
        keep[from..from + run].fill(typed);
        from += run;
    }
    keep
}
