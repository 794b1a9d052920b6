//! Whole statements: inserted beside others, deleted with their lines.

use crate::codemod::Template;
use crate::facts::At;
use crate::syntax::node;
use crate::text::{Edit, Span, line_start};

use super::render::{Placed, Renderer};
use super::{Bindings, Declined, Draft, Inserted, place};

/// On which side of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// Statements beside the one that holds `target`.
pub(super) fn insert<'p>(
    renderer: &mut Renderer<'_, 'p>,
    template: &Template,
    bindings: &Bindings<'p>,
    target: At<'p>,
    side: Side,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let newline = place::newline(renderer.package, target);
    if let Some((statement, indent)) = place::in_one_line_body(renderer.package, target) {
        let placed = renderer.placed(template, bindings, statement, &indent, None, drafts)?;
        if !placed.text.is_empty() {
            let line = format!("{newline}{indent}");
            drafts.push(match side {
                Side::Before => {
                    whole_lines(target, statement.node.start_byte(), "", &placed, "", &line)
                }
                Side::After => {
                    whole_lines(target, statement.node.end_byte(), &line, &placed, "", "")
                }
            });
        }
        return Ok(());
    }
    let statement = place::statement(renderer.package, target)?;
    let indent = statement.indent.clone();
    let placed = renderer.placed(template, bindings, statement.at, &indent, None, drafts)?;
    if placed.text.is_empty() {
        return Ok(());
    }
    let draft = match side {
        Side::Before => whole_lines(target, statement.lines.start, &indent, &placed, "", newline),
        Side::After => {
            let lead = format!("{newline}{indent}");
            whole_lines(target, statement.line_end, &lead, &placed, "", "")
        }
    };
    drafts.push(draft);
    Ok(())
}

/// An insertion of `lead`, the placed text, and `tail`.
fn whole_lines(
    target: At<'_>,
    offset: usize,
    lead: &str,
    placed: &Placed,
    tail: &str,
    newline: &str,
) -> Draft {
    let text = format!("{lead}{}{tail}{newline}", placed.text);
    let inserts = placed
        .inserts
        .iter()
        .map(|insert| Inserted {
            span: Span::new(lead.len() + insert.span.start, lead.len() + insert.span.end),
            ..insert.clone()
        })
        .collect();
    Draft {
        file: target.file,
        edit: Edit::insert(offset, text),
        inserts,
        is_expression: false,
    }
}

/// Deletes a statement or declaration with its line, or the label of a statement. Comments above
/// it stay; a comment behind it stays on a line of its own.
pub(super) fn delete<'p>(
    renderer: &Renderer<'_, 'p>,
    target: At<'p>,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    if target.node.kind() == "label_name" {
        let span = label(place::source(renderer.package, target)?.text(), target)?;
        drafts.push(Draft {
            file: target.file,
            edit: Edit::delete(span),
            inserts: Vec::new(),
            is_expression: false,
        });
        return Ok(());
    }
    let statement = place::statement(renderer.package, target)?;
    if statement.at.node.id() != target.node.id() {
        return Err(Declined::new("only a whole statement can be deleted"));
    }
    if place::directive_above(renderer.package, target)? {
        return Err(Declined::new(
            "the directive above it would be taken for one of the next statement",
        ));
    }
    let span = match statement.comment {
        Some(comment) => Span::new(target.node.start_byte(), comment.start),
        None => with_spare_blanks(
            place::source(renderer.package, target)?.text(),
            statement.lines,
        ),
    };
    drafts.push(Draft {
        file: target.file,
        edit: Edit::delete(span),
        inserts: Vec::new(),
        is_expression: false,
    });
    Ok(())
}

/// The line of a label, or the label alone where its statement shares the line.
fn label(text: &str, target: At<'_>) -> Result<Span, Declined> {
    let span = node::span(target.node);
    let labels = target
        .node
        .parent()
        .is_some_and(|parent| parent.kind() == "labeled_statement");
    let line = text[span.end..].split_inclusive('\n').next().unwrap_or("");
    let Some(behind) = line.strip_prefix(':').filter(|_| labels) else {
        return Err(Declined::new(
            "only the label of a statement can be deleted",
        ));
    };
    if behind.trim().is_empty() {
        return Ok(Span::new(
            line_start(text, span.start),
            span.end + line.len(),
        ));
    }
    if behind.trim_start().starts_with('/') {
        return Err(Declined::new("a comment stands behind the label"));
    }
    let blanks = behind.len() - behind.trim_start().len();
    Ok(Span::new(span.start, span.end + 1 + blanks))
}

/// Deleted lines together with the blank lines that parted them from others: none is left that is
/// the second in a row (gofmt allows one) or parts nothing from a brace.
pub(super) fn with_spare_blanks(text: &str, lines: Span) -> Span {
    let above = text[..lines.start].trim_end_matches([' ', '\t', '\r', '\n']);
    let below = text[lines.end..].trim_start_matches([' ', '\t', '\r', '\n']);
    let blank_above = text[above.len()..lines.start].matches('\n').count() > 1;
    let next = &text[lines.end..text.len() - below.len()];
    if blank_above && (next.contains('\n') || below.starts_with('}')) {
        let rest = &text[above.len()..lines.start];
        let newline = rest.find('\n').map_or(0, |at| at + 1);
        return Span::new(above.len() + newline, lines.end);
    }
    if above.ends_with('{') && next.contains('\n') {
        let blank = next.rfind('\n').map_or(0, |at| at + 1);
        return Span::new(lines.start, lines.end + blank);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a text without the lines that say `gone`.
    fn without(text: &str) -> String {
        let start = text.find("\tgone").unwrap();
        let span = with_spare_blanks(text, Span::new(start, start + "\tgone\n".len()));
        format!("{}{}", &text[..span.start], &text[span.end..])
    }

    #[test]
    fn a_deleted_statement_leaves_no_gap() {
        assert_eq!(without("{\n\ta\n\n\tgone\n}\n"), "{\n\ta\n}\n");
        assert_eq!(without("{\n\tgone\n\n\ta\n}\n"), "{\n\ta\n}\n");
        let between = "{\n\ta\n\n\tgone\n\n\tb\n}\n";
        assert_eq!(without(between), "{\n\ta\n\n\tb\n}\n");
        let beside = "{\n\ta\n\tgone\n\n\tb\n}\n";
        assert_eq!(without(beside), "{\n\ta\n\n\tb\n}\n");
        assert_eq!(without("{\n\ta\n\tgone\n}\n"), "{\n\ta\n}\n");
    }
}
