//! What each verb of the language does to the text.

use crate::codemod::{Template, Verb};
use crate::facts::{At, Knowledge, Package};
use crate::syntax::node;
use crate::text::{Edit, Span, indentation_at, line_start};

use super::definition::{self, Change};
use super::exits::{self, AtExits};
use super::render::{Placed, Renderer};
use super::statement::{self, Side};
use super::{Bindings, Declined, Draft, Matches, parentheses, place};

/// The capture that a verb works on.
pub(super) fn target(verb: &Verb) -> &str {
    match verb {
        Verb::Replace { target, .. }
        | Verb::Delete { target }
        | Verb::Before { target, .. }
        | Verb::After { target, .. }
        | Verb::Append { target, .. }
        | Verb::Prepend { target, .. }
        | Verb::AtDefinition { target, .. } => target,
        Verb::AtExits { block, .. } => block,
    }
}

/// What a verb works on: the node of its target, or all that it replaces from there on. A template
/// that says where the comment behind that goes replaces the comment as well.
pub(super) fn extent(package: &Package<'_>, verb: &Verb, bindings: &Bindings<'_>) -> Option<Span> {
    let at = bindings.one(target(verb))?;
    let span = place::captured(package, at);
    let Verb::Replace { through, with, .. } = verb else {
        return Some(span);
    };
    let last = through.as_ref().and_then(|name| bindings.all(name).last());
    let last = last.unwrap_or(&at);
    let mut end = place::captured(package, *last).end;
    if with.source.contains(".comment") {
        let comment = place::comment_behind(&package.input(at.file).text, end);
        end = comment.map_or(end, |comment| comment.end);
    }
    (last.file == at.file && span.end <= end).then(|| Span::new(span.start, end))
}

/// Adds the edits of a verb to the drafts.
pub(super) fn draft<'p>(
    renderer: &mut Renderer<'_, 'p>,
    verb: &Verb,
    bindings: &Bindings<'p>,
    knowledge: &Knowledge,
    matches: &dyn Matches<'p>,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let name = target(verb);
    let at = bindings
        .one(name)
        .ok_or_else(|| Declined::new(format!("@{name} is not one node here")))?;
    match verb {
        Verb::Before { insert, .. } if is_element(at) => {
            element(renderer, insert, bindings, at, Side::Before, drafts)
        }
        Verb::After { insert, .. } if is_element(at) => {
            element(renderer, insert, bindings, at, Side::After, drafts)
        }
        Verb::Replace { with, .. } => {
            let span = extent(renderer.package, verb, bindings)
                .ok_or_else(|| Declined::new("what is to be replaced is not one part of a file"))?;
            replace(renderer, with, bindings, at, span, drafts)
        }
        Verb::Delete { .. } => statement::delete(renderer, at, drafts),
        Verb::Before { insert, .. } => {
            statement::insert(renderer, insert, bindings, at, Side::Before, drafts)
        }
        Verb::After { insert, .. } => {
            statement::insert(renderer, insert, bindings, at, Side::After, drafts)
        }
        Verb::Append { insert, .. } => list(renderer, insert, bindings, at, Side::After, drafts),
        Verb::Prepend { insert, .. } => list(renderer, insert, bindings, at, Side::Before, drafts),
        Verb::AtExits {
            from,
            of,
            early,
            insert,
            max,
            ..
        } => {
            let one = |name: &str| {
                let found = bindings.one(name);
                found.ok_or_else(|| Declined::new(format!("@{name} is not one node here")))
            };
            let max = match max {
                Some(max) => Some(renderer.number(max, bindings, at)?),
                None => None,
            };
            let verb = AtExits {
                block: at,
                from: one(from)?,
                of: of.iter().map(|name| one(name)).collect::<Result<_, _>>()?,
                early: early
                    .as_ref()
                    .is_none_or(|early| matches.holds(early, bindings).holds()),
                insert,
                max,
            };
            exits::draft(renderer, &verb, bindings, knowledge, drafts)
        }
        Verb::AtDefinition { target, with, uses } => {
            let change = Change {
                target,
                with,
                uses: uses.as_deref(),
            };
            definition::draft(renderer, &change, bindings, matches, drafts)
        }
    }
}

fn replace<'p>(
    renderer: &mut Renderer<'_, 'p>,
    with: &Template,
    bindings: &Bindings<'p>,
    at: At<'p>,
    whole: Span,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let text = place::source(renderer.package, at)?.text();
    let label_first = at.node.kind() == "statement_list"
        && at.node.child(0).is_some_and(|first| {
            first.kind() == "labeled_statement" && first.start_byte() == whole.start
        });
    if label_first {
        // Its indentation is not that of the other statements.
        return Err(Declined::new("the statements begin with a label"));
    }
    let span = whole;
    // A list of statements ends with a line break that is not its own.
    let own = span.slice(text).trim_end_matches(['\n', '\r']).len();
    let span = Span::new(span.start, span.start + own);
    let indent = indentation_at(text, span.start).to_owned();
    let mut placed = renderer.placed(with, bindings, at, &indent, Some(whole), drafts)?;
    let span = blank_line_above(text, span, &indent, &mut placed);
    drafts.push(Draft {
        file: at.file,
        is_expression: is_operand(at) && parentheses::is_expression(&placed.text),
        edit: Edit::replace(span, placed.text),
        inserts: placed.inserts,
    });
    Ok(())
}

/// Whether a node is an expression within another one, or in the header of a statement.
fn is_operand(at: At<'_>) -> bool {
    let expression = at.node.kind().ends_with("_expression")
        || at.node.kind().ends_with("_literal")
        || at.node.kind() == "identifier";
    expression
        && at
            .node
            .parent()
            .is_some_and(|parent| parent.kind() != "expression_statement")
}

/// A template that begins with a blank line wants one above, unless there is one already, or the
/// block begins there; the line of the place must not be left with its white space alone.
fn blank_line_above(text: &str, span: Span, indent: &str, placed: &mut Placed) -> Span {
    let start = line_start(text, span.start);
    let lead = placed.text.len() - placed.text.trim_start_matches(['\r', '\n']).len();
    if lead == 0 || start + indent.len() != span.start {
        return span;
    }
    let above = text[..start].trim_end_matches(['\r', '\n']);
    // Behind a brace there is nothing to be parted from.
    let blank = text[above.len()..start].matches('\n').count() > 1 || above.ends_with('{');
    let newline = if placed.text.starts_with('\r') {
        "\r\n"
    } else {
        "\n"
    };
    // What follows the blank line begins with the indentation of the place already.
    let (from, head) = if blank {
        (lead + indent.len(), "")
    } else {
        (lead, newline)
    };
    let rest = placed.text.split_off(from.min(placed.text.len()));
    placed.text = format!("{head}{rest}");
    for insert in &mut placed.inserts {
        let shift = |at: usize| at + head.len() - from;
        insert.span = Span::new(shift(insert.span.start), shift(insert.span.end));
    }
    Span::new(if blank { span.start } else { start }, span.end)
}

/// At the start or the end of a block, literal, argument or parameter list.
fn list<'p>(
    renderer: &mut Renderer<'_, 'p>,
    insert: &Template,
    bindings: &Bindings<'p>,
    at: At<'p>,
    side: Side,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let source = place::source(renderer.package, at)?;
    let text = source.text();
    let span = node::span(at.node);
    let newline = place::newline(renderer.package, at);
    let outer = indentation_at(text, span.start).to_owned();
    let inner = format!("{outer}\t");
    let statements = at.node.kind() == "block";
    let items: Vec<_> = node::children(at.node)
        .into_iter()
        .flat_map(|child| match child.kind() {
            "statement_list" => node::children(child),
            _ => vec![child],
        })
        .collect();
    let stands_for_many = |item: &crate::syntax::Node<'_>| {
        matches!(
            item.kind(),
            "variadic_argument" | "variadic_parameter_declaration"
        )
    };
    if side == Side::After && items.last().is_some_and(stands_for_many) {
        return Err(Declined::new("the last element stands for any number"));
    }
    if side == Side::Before
        && let [only] = items.as_slice()
        && only.kind() == "variadic_argument"
    {
        return Err(Declined::new("the only element stands for all of them"));
    }
    let multiline = Span::new(span.start, span.end).slice(text).contains('\n');
    let (open, close) = (span.start + 1, span.end - 1);
    if statements
        && !multiline
        && let Some((first, last)) = items.first().zip(items.last())
    {
        if place::is_one_line_body(renderer.package, at) {
            let item = if side == Side::Before { first } else { last };
            return statement::insert(renderer, insert, bindings, at.with(*item), side, drafts);
        }
        return Err(Declined::new("the block stands on one line"));
    }
    let ends = items.first().zip(items.last());
    let (offset, lead, tail) = match (ends, multiline || statements) {
        (None, false) => (open, String::new(), String::new()),
        (None, true) => (
            open,
            format!("{newline}{inner}"),
            match (statements, multiline) {
                (true, true) => String::new(),
                (true, false) => format!("{newline}{outer}"),
                (false, _) => ",".to_owned(),
            },
        ),
        (Some((first, _)), false) if side == Side::Before => {
            (first.start_byte(), String::new(), ", ".to_owned())
        }
        (Some((_, last)), false) => (last.end_byte(), ", ".to_owned(), String::new()),
        (Some((first, last)), true) => {
            let item = if side == Side::Before { first } else { last };
            let own_line = text[line_start(text, item.start_byte())..item.start_byte()]
                .trim()
                .is_empty();
            if !own_line && !statements {
                return Err(Declined::new("its elements share lines"));
            }
            let comma = if statements { "" } else { "," };
            let indent = indentation_at(text, item.start_byte());
            match side {
                Side::Before => (
                    line_start(text, item.start_byte()),
                    indent.to_owned(),
                    format!("{comma}{newline}"),
                ),
                Side::After => {
                    // Behind the last line that belongs to the list, its comment included.
                    let end = line_start(text, close);
                    if end <= item.end_byte() {
                        return Err(Declined::new("its end shares a line with an element"));
                    }
                    (end, indent.to_owned(), format!("{comma}{newline}"))
                }
            }
        }
    };
    let placed = renderer.placed(insert, bindings, at, &inner, None, drafts)?;
    drafts.push(whole(at, offset, &lead, placed, &tail));
    Ok(())
}

/// Whether a node is an element of a literal, argument or parameter list.
fn is_element(at: At<'_>) -> bool {
    let list = at.node.parent().map_or("", |list| list.kind());
    matches!(list, "literal_value" | "argument_list" | "parameter_list")
}

/// Beside an element of a list: on a line of its own where the element has one.
fn element<'p>(
    renderer: &mut Renderer<'_, 'p>,
    insert: &Template,
    bindings: &Bindings<'p>,
    at: At<'p>,
    side: Side,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let text = place::source(renderer.package, at)?.text();
    let newline = place::newline(renderer.package, at);
    let span = node::span(at.node);
    let start = line_start(text, span.start);
    let indent = indentation_at(text, span.start);
    let own_line = start + indent.len() == span.start;
    let line_end = memchr::memchr(b'\n', &text.as_bytes()[span.end..])
        .map_or(text.len(), |end| span.end + end + 1);
    let behind = text[span.end..line_end].trim();
    let alone = behind
        .strip_prefix(',')
        .is_some_and(|rest| rest.trim().is_empty() || rest.trim().starts_with("//"));
    let (offset, lead, tail) = match (own_line, side) {
        (true, Side::Before) => (start, indent.to_owned(), format!(",{newline}")),
        (true, Side::After) if alone => (line_end, indent.to_owned(), format!(",{newline}")),
        (_, Side::Before) => (span.start, String::new(), ", ".to_owned()),
        (_, Side::After) => (span.end, ", ".to_owned(), String::new()),
    };
    let placed = renderer.placed(insert, bindings, at, indent, None, drafts)?;
    drafts.push(whole(at, offset, &lead, placed, &tail));
    Ok(())
}

/// An insertion of `lead`, the placed text, and `tail`.
fn whole(at: At<'_>, offset: usize, lead: &str, placed: Placed, tail: &str) -> Draft {
    let mut inserts = placed.inserts;
    for insert in &mut inserts {
        insert.span = Span::new(lead.len() + insert.span.start, lead.len() + insert.span.end);
    }
    Draft {
        file: at.file,
        edit: Edit::insert(offset, format!("{lead}{}{tail}", placed.text)),
        inserts,
        is_expression: false,
    }
}
