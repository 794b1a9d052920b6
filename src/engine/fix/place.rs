//! Where statements begin and end as lines.

use crate::facts::{At, Package};
use crate::syntax::{Node, Source, node};
use crate::text::{LineEnding, Span, indentation_at, line_start};

use super::Declined;

/// The statement that holds a node, with the lines it stands on.
pub(super) struct Statement<'p> {
    /// The node and its file.
    pub at: At<'p>,
    /// From the start of its first line to behind the newline of its last one.
    pub lines: Span,
    /// Where its last line ends, in front of the newline.
    pub line_end: usize,
    /// The white space it begins with.
    pub indent: String,
    /// A comment behind it on its last line.
    pub comment: Option<Span>,
}

/// The file's newline characters.
pub(super) fn newline(package: &Package<'_>, at: At<'_>) -> &'static str {
    LineEnding::of(&package.input(at.file).text).as_str()
}

/// The tree of the file of a node.
pub(super) fn source<'p>(package: &'p Package<'_>, at: At<'_>) -> Result<&'p Source, Declined> {
    package
        .source(at.file)
        .ok_or_else(|| Declined::new("the file cannot be parsed"))
}

/// What a captured node stands for when its text is moved or replaced: its own bytes. A list of
/// statements brings the comments along that stand above its first and below its last statement,
/// on lines of their own; it may end with a line break.
pub(super) fn captured(package: &Package<'_>, at: At<'_>) -> Span {
    let own = node::span(at.node);
    let Some(parent) = at
        .node
        .parent()
        .filter(|_| at.node.kind() == "statement_list")
    else {
        return own;
    };
    let text = &package.input(at.file).text;
    let mut cursor = parent.walk();
    let around: Vec<Node<'_>> = parent.children(&mut cursor).collect();
    let Some(index) = around.iter().position(|node| node.id() == at.node.id()) else {
        return own;
    };
    let stands_alone = |comment: &&Node<'_>| {
        let start = comment.start_byte();
        comment.kind() == "comment" && text[line_start(text, start)..start].trim().is_empty()
    };
    let above = around[..index].iter().rev().take_while(stands_alone).last();
    // Below the last statement of a clause they may be about the next clause.
    let below = around[index + 1..]
        .iter()
        .take_while(|node| parent.kind() == "block" && stands_alone(node))
        .last();
    Span::new(
        above.map_or(own.start, Node::start_byte),
        below.map_or(own.end, Node::end_byte),
    )
}

/// The comment that stands on lines of its own right above a node.
pub(super) fn comment_above<'p>(text: &str, node: Node<'p>) -> Option<Span> {
    let mut above: Option<Span> = None;
    let mut next = node;
    // A comment ahead of the first statement stands beside the list.
    let before = |node: Node<'p>| {
        let list = || node.parent().filter(|list| list.kind() == "statement_list");
        node.prev_sibling()
            .or_else(|| list().and_then(|list| list.prev_sibling()))
    };
    while let Some(comment) = before(next) {
        let start = comment.start_byte();
        let adjoins = comment.end_position().row + 1 == next.start_position().row;
        let alone = text[line_start(text, start)..start].trim().is_empty();
        if comment.kind() != "comment" || !adjoins || !alone {
            break;
        }
        let end = above.map_or(comment.end_byte(), |above| above.end);
        above = Some(Span::new(start, end));
        next = comment;
    }
    above
}

/// The statement, or top-level declaration, that holds `at`, alone on its lines.
pub(super) fn statement<'p>(
    package: &'p Package<'_>,
    at: At<'p>,
) -> Result<Statement<'p>, Declined> {
    let own = is_listed(at.node).then_some(at.node);
    let Some(found) = own.or_else(|| node::ancestors(at.node).find(|node| is_listed(*node))) else {
        return Err(Declined::new("there is no statement to stand beside"));
    };
    let source = source(package, at)?;
    let text = source.text();
    let span = node::span(found);
    let start = line_start(text, span.start);
    let mut indent = indentation_at(text, span.start).to_owned();
    if start + indent.len() != span.start {
        return Err(Declined::new("something stands in front of it on its line"));
    }
    if found.kind() == "labeled_statement" {
        // A label stands one tab further out than the statements of its list.
        indent.push('\t');
    }
    let line = text[span.end..].split('\n').next().unwrap_or("");
    let line_end = span.end + line.trim_end_matches('\r').len();
    let comment = comment_behind(text, span.end);
    if comment.is_none() && !line.trim().is_empty() {
        return Err(Declined::new("something stands behind it on its line"));
    }
    let end = (span.end + line.len() + 1).min(text.len());
    Ok(Statement {
        at: at.with(found),
        lines: Span::new(start, end),
        line_end,
        indent,
        comment,
    })
}

/// The comment that is all that stands between an offset and the end of its line.
pub(super) fn comment_behind(text: &str, offset: usize) -> Option<Span> {
    let line = text[offset..].split('\n').next().unwrap_or("");
    let behind = line.trim();
    let from = offset + line.len() - line.trim_start().len();
    let comment = behind.starts_with("//")
        || behind.starts_with("/*") && behind.find("*/") == Some(behind.len() - 2);
    comment.then(|| Span::new(from, from + behind.len()))
}

/// Whether a comment on the line above a statement is meant for a tool and for that statement:
/// `//nolint:errcheck`, `//lint:ignore …`, `//go:…`.
pub(super) fn directive_above(package: &Package<'_>, at: At<'_>) -> Result<bool, Declined> {
    let text = source(package, at)?.text();
    let start = line_start(text, at.node.start_byte());
    let above = text[..start].lines().next_back().unwrap_or("").trim();
    Ok(above.strip_prefix("//").is_some_and(is_directive))
}

/// As gofmt tells directives from prose: no blank behind the slashes, and a word with a colon. The
/// linters' own mark needs none.
fn is_directive(comment: &str) -> bool {
    let word: String = comment
        .chars()
        .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        .collect();
    let behind = comment[word.len()..].chars().next();
    !word.is_empty() && (behind == Some(':') || word == "nolint")
}

/// The statement that holds `at` in a function body that stands on one line, with the
/// indentation of that line. gofmt's line breaks come once the edits are made.
pub(super) fn in_one_line_body<'p>(
    package: &'p Package<'_>,
    at: At<'p>,
) -> Option<(At<'p>, String)> {
    let own = is_listed(at.node).then_some(at.node);
    let found = own.or_else(|| node::ancestors(at.node).find(|node| is_listed(*node)))?;
    let body = found.parent()?.parent()?;
    if !is_one_line_body(package, at.with(body)) {
        return None;
    }
    let text = source(package, at).ok()?.text();
    let indent = indentation_at(text, found.start_byte()).to_owned();
    Some((at.with(found), indent))
}

/// Whether a block is a function's body and stands on one line.
pub(super) fn is_one_line_body(package: &Package<'_>, block: At<'_>) -> bool {
    block.node.kind() == "block"
        && block.node.parent().is_some_and(node::is_function)
        && !package.text(block).contains('\n')
}

fn is_listed(node: Node<'_>) -> bool {
    node.parent()
        .is_some_and(|parent| matches!(parent.kind(), "statement_list" | "source_file"))
}
