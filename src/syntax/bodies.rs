//! Function bodies on one line, broken where gofmt breaks them.
//!
//! gofmt keeps `func f() { x() }` on its line as long as it is short. An edit inside may make it
//! too long, or put a line break into it: then every statement goes to a line of its own.

use crate::text::{Edit, EditSet, LineEnding, Span, indentation_at};

use super::node::{self, Descend};
use super::{Node, Source};

/// Head and body of a function on one line are at most so long together.
const LONGEST: usize = 100;

/// More statements never stand on one line.
const MOST_STATEMENTS: usize = 5;

/// The edits that break the bodies which `edits`, leading from `before` to `after`, made too long
/// for one line.
#[must_use]
pub fn body_edits(before: &Source, edits: &EditSet, after: &Source) -> Vec<Edit> {
    let bodies = bodies_to_break(before, edits, after);
    let mut broken = Vec::new();
    for body in &bodies {
        let depth = bodies.iter().filter(|outer| outer.holds(body.open)).count();
        // A comment between statements on one line has no place of its own to go to.
        let Some(found) = lines_of_their_own(after, body, depth) else {
            return Vec::new();
        };
        broken.extend(found);
    }
    broken.extend(shifted_lines(after, &bodies));
    broken.sort();
    broken
}

/// A function's body that is to be broken.
struct Body<'t> {
    node: Node<'t>,
    /// Behind its opening brace.
    open: usize,
    /// Behind its last statement.
    end: usize,
}

impl Body<'_> {
    /// Whether it goes on from ahead of an offset to behind it.
    fn holds(&self, offset: usize) -> bool {
        self.open < offset && offset <= self.end
    }
}

/// In order: outer ones ahead of those within.
fn bodies_to_break<'t>(before: &Source, edits: &EditSet, after: &'t Source) -> Vec<Body<'t>> {
    let written = edits.written();
    let mut functions = Vec::new();
    node::walk(after.root(), &mut |node| {
        let span = node::span(node);
        if !written
            .iter()
            .any(|w| w.start <= span.end && span.start <= w.end)
        {
            return Descend::Past;
        }
        if node::is_function(node) {
            functions.push(node);
        }
        Descend::Into
    });
    let mut bodies: Vec<Body<'_>> = Vec::new();
    for function in functions.into_iter().rev() {
        let Some(body) = function.child_by_field_name("body") else {
            continue;
        };
        let statements = statements(body);
        let (Some(first), Some(last)) = (statements.first(), statements.last()) else {
            continue;
        };
        let candidate = Body {
            node: body,
            open: body.start_byte() + 1,
            end: last.end_byte(),
        };
        let lead = Span::new(candidate.open, first.start_byte()).slice(after.text());
        let broken_within = bodies.iter().any(|inner| candidate.holds(inner.open));
        if !lead.contains('\n')
            && (broken_within
                || statements.len() > MOST_STATEMENTS
                || is_too_long(after, function, body))
            && stood_on_one_line(before, edits, body.start_byte())
        {
            bodies.push(candidate);
        }
    }
    bodies.reverse();
    bodies
}

/// The statements of a block.
fn statements(body: Node<'_>) -> Vec<Node<'_>> {
    let lists = node::children(body).into_iter();
    lists.flat_map(node::children).collect()
}

fn is_too_long(source: &Source, function: Node<'_>, body: Node<'_>) -> bool {
    let inner = |from: usize, to: usize| Span::new(from, to).slice(source.text());
    let head = inner(function.start_byte(), body.start_byte()).trim_end();
    let content = inner(body.start_byte() + 1, body.end_byte().saturating_sub(1)).trim();
    // gofmt counts the space behind `func` of a declaration twice.
    let twice = usize::from(function.kind() != "func_literal");
    head.contains('\n') || content.contains('\n') || head.len() + twice + content.len() > LONGEST
}

/// Whether the body that opens at an offset of the new text is new, or stood on one line before.
fn stood_on_one_line(before: &Source, edits: &EditSet, open: usize) -> bool {
    let mut origin = open;
    for (edit, written) in edits.as_slice().iter().zip(edits.written()) {
        if written.start <= open && open < written.end {
            return true;
        }
        if written.end <= open {
            origin = open - written.end + edit.span.end;
        }
    }
    let found = before.root().descendant_for_byte_range(origin, origin + 1);
    let body = found.and_then(|brace| brace.parent());
    body.is_some_and(|body| body.kind() == "block" && !before.slice(body).contains('\n'))
}

/// The edits that put each statement of a body to lines of its own, `depth` levels further in
/// than its line is. `None` where comments stand between them on a line.
fn lines_of_their_own(source: &Source, body: &Body<'_>, depth: usize) -> Option<Vec<Edit>> {
    let text = source.text();
    let statements = statements(body.node);
    let indent = indentation_at(text, body.open).to_owned() + &"\t".repeat(depth);
    let newline = LineEnding::of(text).as_str();
    let mut edits = Vec::new();
    let mut from = body.open;
    let close = body.node.end_byte().checked_sub(1)?;
    let starts = statements
        .iter()
        .map(|statement| (statement.start_byte(), "\t"));
    let ends = statements.iter().map(Node::end_byte);
    for ((to, tab), next) in starts.chain([(close, "")]).zip(ends.chain([close])) {
        let between = Span::new(from, to);
        let separator = between.slice(text);
        if !separator
            .trim_matches([' ', '\t', '\r', '\n', ';'])
            .is_empty()
        {
            return None;
        }
        if !separator.contains('\n') {
            edits.push(Edit::replace(between, format!("{newline}{indent}{tab}")));
        }
        from = next;
    }
    Some(edits)
}

/// The edits that move the lines within broken bodies one level in for each.
fn shifted_lines(source: &Source, bodies: &[Body<'_>]) -> Vec<Edit> {
    let text = source.text();
    let mut edits = Vec::new();
    let mut done = 0;
    for body in bodies {
        let kept = raw_strings(body.node);
        let from = body.open.max(done);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes().get(from..body.end).unwrap_or(&[]));
        for start in breaks.map(|at| from + at + 1) {
            let blank = text[start..].starts_with(['\n', '\r']);
            let in_literal = kept
                .iter()
                .any(|span| span.start < start && start < span.end);
            if !blank && !in_literal {
                let depth = bodies.iter().filter(|body| body.holds(start)).count();
                edits.push(Edit::insert(start, "\t".repeat(depth)));
            }
        }
        done = done.max(body.end);
    }
    edits
}

/// The raw strings of a body: their lines are never moved.
fn raw_strings(body: Node<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    node::walk(body, &mut |node| {
        if node.kind() == "raw_string_literal" {
            found.push(node::span(node));
        }
        Descend::Into
    });
    found
}
