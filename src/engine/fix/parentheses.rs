//! Captured expressions keep their meaning where they are spliced in.
//!
//! The edited text is parsed: a captured expression must stand in the tree as one node of its
//! kind. Where an operator beside it binds tighter, or a composite literal meets the brace of a
//! header, it does not, and gets parentheses.

use crate::syntax::Source;
use crate::text::{EditSet, Span};

use super::{Declined, Draft, collect};

/// The edits of one file, with parentheses where they are needed.
pub(super) fn settle(text: &str, mut drafts: Vec<Draft>) -> Result<EditSet, Declined> {
    drafts.sort_by_key(|draft| (draft.edit.span.start, !draft.edit.span.is_empty()));
    let edits = collect(&drafts)?;
    let wanting = torn(text, &drafts, &edits)?;
    if wanting.is_empty() {
        return Ok(edits);
    }
    for (draft, span) in wanting.iter().rev() {
        let text = &mut drafts[*draft].edit.text;
        text.insert(span.end, ')');
        text.insert(span.start, '(');
    }
    collect(&drafts)
}

/// Expressions that do not stand as one node: the draft, and where in its text. In order.
fn torn(text: &str, drafts: &[Draft], edits: &EditSet) -> Result<Vec<(usize, Span)>, Declined> {
    if drafts.iter().all(|draft| draft.inserts.is_empty()) {
        return Ok(Vec::new());
    }
    let after = edits.apply(text);
    let source = Source::parse(after.as_str())
        .ok_or_else(|| Declined::new("the result cannot be parsed"))?;
    let mut torn = Vec::new();
    for (index, (draft, written)) in drafts.iter().zip(edits.written()).enumerate() {
        for insert in &draft.inserts {
            let place = Span::new(
                written.start + insert.span.start,
                written.start + insert.span.end,
            );
            if can_be_parenthesized(&insert.kind) && !is_one_node(&source, place) {
                torn.push((index, insert.span));
            }
        }
    }
    Ok(torn)
}

fn can_be_parenthesized(kind: &str) -> bool {
    matches!(
        kind,
        "binary_expression" | "unary_expression" | "composite_literal" | "func_literal"
    ) || kind == "type_conversion_expression"
}

fn is_one_node(source: &Source, span: Span) -> bool {
    let root = source.root();
    root.descendant_for_byte_range(span.start, span.end)
        .is_some_and(|node| {
            node.start_byte() == span.start && node.end_byte() == span.end && !node.has_error()
        })
}
