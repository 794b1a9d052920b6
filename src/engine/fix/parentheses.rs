//! Captured expressions keep their meaning, and gofmt's form, where they are spliced in.
//!
//! The edited text is parsed: a captured expression must stand in the tree as one node of its
//! kind. Where an operator beside it binds tighter, or a composite literal meets the brace of a
//! header, it does not, and gets parentheses. Where it stands deeper in an expression than it did,
//! or less deep, its operators get the blanks that gofmt gives them there.

use crate::syntax::{Node, Source, operators};
use crate::text::{Edit, EditSet, Span};

use super::{Declined, Draft, collect};

/// The edits of one file, with parentheses where they are needed.
pub(super) fn settle(text: &str, mut drafts: Vec<Draft>) -> Result<EditSet, Declined> {
    drafts.sort_by_key(|draft| (draft.edit.span.start, !draft.edit.span.is_empty()));
    let edits = collect(&drafts)?;
    let changes = changes(text, &edits, &drafts)?;
    for (draft, changes) in drafts.iter_mut().zip(changes) {
        draft.edit.text = set(changes)?.apply(&draft.edit.text);
    }
    collect(&drafts)
}

fn set(changes: Vec<Edit>) -> Result<EditSet, Declined> {
    let mut edits = EditSet::new();
    for change in changes {
        let clash = |overlap| Declined::new(format!("its captures overlap: {overlap}"));
        edits.add(change).map_err(clash)?;
    }
    Ok(edits)
}

/// What operators are made of, and what begins the body of a literal.
const OPERATORS: [char; 13] = [
    '+', '-', '*', '/', '%', '&', '|', '^', '<', '>', '=', '!', '{',
];

/// What has to change in the text of each draft.
fn changes(text: &str, edits: &EditSet, drafts: &[Draft]) -> Result<Vec<Vec<Edit>>, Declined> {
    let mut all = vec![Vec::new(); drafts.len()];
    // Nothing can come between the parts of a name or of a call of names.
    let plain = |text: &str| !text.contains(OPERATORS);
    let settled = |draft: &Draft| {
        let mut inserts = draft.inserts.iter();
        !draft.is_expression && inserts.all(|insert| plain(insert.span.slice(&draft.edit.text)))
    };
    if drafts.iter().all(settled) {
        return Ok(all);
    }
    let after = edits.apply(text);
    let source = Source::parse(after.as_str())
        .ok_or_else(|| Declined::new("the result cannot be parsed"))?;
    for ((draft, written), changes) in drafts.iter().zip(edits.written()).zip(&mut all) {
        if draft.is_expression && one_node(&source, written).is_none() {
            changes.push(Edit::insert(0, "("));
            changes.push(Edit::insert(draft.edit.text.len(), ")"));
        }
        for insert in &draft.inserts {
            let place = Span::new(
                written.start + insert.span.start,
                written.start + insert.span.end,
            );
            let Some(node) = one_node(&source, place) else {
                if can_be_parenthesized(&insert.kind) {
                    changes.push(Edit::insert(insert.span.start, "("));
                    changes.push(Edit::insert(insert.span.end, ")"));
                }
                continue;
            };
            if operators::depth(node) != insert.depth {
                let blanks = operators::blanks(&source, node).into_iter();
                changes.extend(blanks.map(|blank| {
                    let within = |at: usize| at - written.start;
                    let span = Span::new(within(blank.span.start), within(blank.span.end));
                    Edit::replace(span, blank.text)
                }));
            }
        }
    }
    Ok(all)
}

/// Whether a text is one expression that operators beside it could pull apart.
pub(super) fn is_expression(text: &str) -> bool {
    let head = "package p\n\nvar _ = ";
    let Some(source) = Source::parse(format!("{head}{text}\n")) else {
        return false;
    };
    let span = Span::new(head.len(), head.len() + text.len());
    let whole = one_node(&source, span);
    source.broken().is_empty() && whole.is_some_and(|node| can_be_parenthesized(node.kind()))
}

fn can_be_parenthesized(kind: &str) -> bool {
    matches!(
        kind,
        "binary_expression" | "unary_expression" | "composite_literal" | "func_literal"
    ) || kind == "type_conversion_expression"
}

fn one_node(source: &Source, span: Span) -> Option<Node<'_>> {
    let node = source
        .root()
        .descendant_for_byte_range(span.start, span.end)?;
    let whole = node.start_byte() == span.start && node.end_byte() == span.end;
    (whole && !node.has_error()).then_some(node)
}
