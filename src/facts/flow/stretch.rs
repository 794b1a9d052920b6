//! Stretches of code: what is evaluated, and executed, from one place to another.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::At;
use super::storage::is_called;

/// A part of a function.
pub(super) struct Stretch<'p> {
    /// The function whose frame it belongs to.
    pub function: At<'p>,
    pub span: Span,
    /// The operand with whose evaluation it begins.
    pub first: Option<Node<'p>>,
    /// The operand with whose evaluation it ends.
    pub last: Option<Node<'p>>,
    /// Whether a part of it may come again before it ends.
    pub again: bool,
}

impl<'p> Stretch<'p> {
    /// A whole region.
    pub fn of(region: At<'p>) -> Option<Self> {
        let function = if node::is_function(region.node) {
            region.node
        } else {
            frame(region.node)?
        };
        Some(Self {
            function: region.with(function),
            span: node::span(region.node),
            first: None,
            last: None,
            again: false,
        })
    }

    /// From the evaluation of one operand to that of a later one of the same frame.
    pub fn between(first: At<'p>, last: At<'p>) -> Option<Self> {
        let function = frame(first.node)?;
        if frame(last.node)?.id() != function.id() {
            return None;
        }
        let (begin, end) = (simple(first.node), simple(last.node));
        // What is assigned to gets its value behind the rest of the statement.
        let assigned = begin.child_by_field_name("left");
        let start = match assigned.filter(|left| holds(*left, first.node)) {
            Some(_) => begin.end_byte().min(end.end_byte()),
            None => begin.start_byte(),
        };
        let mut stretch = Self {
            function: first.with(function),
            span: Span::new(start, end.end_byte()),
            first: Some(first.node),
            last: Some(last.node),
            again: false,
        };
        // What comes again may come between.
        let again: Vec<Node<'_>> = if has_goto(function) {
            vec![function]
        } else {
            let loops = |of: Node<'p>, but: Node<'p>| {
                node::ancestors(of)
                    .take_while(move |around| around.id() != function.id())
                    .filter(move |around| {
                        around.kind() == "for_statement"
                            && repeats(*around, of)
                            && !repeats(*around, but)
                    })
            };
            let around_last = loops(last.node, first.node);
            loops(first.node, last.node).chain(around_last).collect()
        };
        for again in again {
            stretch.last = None;
            stretch.again = true;
            stretch.span = Span::new(
                stretch.span.start.min(again.start_byte()),
                stretch.span.end.max(again.end_byte()),
            );
        }
        Some(stretch)
    }

    /// Whether what stands at a node takes place in the stretch.
    pub fn holds(&self, of: Node<'_>) -> bool {
        of.start_byte() < self.span.end && self.span.start < of.end_byte() && {
            // What has the last operand as a part follows it.
            !self.last.is_some_and(|last| holds(of, last))
        }
    }
}

pub(super) fn holds(outer: Node<'_>, inner: Node<'_>) -> bool {
    node::span(outer).contains(node::span(inner))
}

/// Whether a loop holds a node, and not in what it begins with.
fn repeats(of: Node<'_>, part: Node<'_>) -> bool {
    let once = node::children(of)
        .into_iter()
        .filter_map(|head| match head.kind() {
            "for_clause" => head.child_by_field_name("initializer"),
            "range_clause" => head.child_by_field_name("right"),
            _ => None,
        })
        .any(|once| holds(once, part));
    holds(of, part) && !once
}

/// The function in whose frame a node is evaluated: function literals that are called in place are
/// a part of the one around them.
pub(super) fn frame(of: Node<'_>) -> Option<Node<'_>> {
    node::ancestors(of).find(|around| {
        node::is_function(*around) && !(around.kind() == "func_literal" && is_in_place(*around))
    })
}

/// Whether a function literal is called where it stands, and not later.
pub(super) fn is_in_place(literal: Node<'_>) -> bool {
    is_called(literal)
        && node::ancestors(literal)
            .nth(1)
            .is_some_and(|around| !matches!(around.kind(), "go_statement" | "defer_statement"))
}

/// The largest part of a statement that holds a node and no other statements: a simple statement, or
/// what an `if` or a loop asks for.
fn simple(of: Node<'_>) -> Node<'_> {
    let mut inner = of;
    for around in node::ancestors(of) {
        match around.kind() {
            "statement_list"
            | "block"
            | "if_statement"
            | "for_statement"
            | "for_clause"
            | "expression_switch_statement"
            | "type_switch_statement"
            | "select_statement"
            | "expression_case"
            | "type_case"
            | "communication_case"
            | "default_case"
            | "labeled_statement" => return inner,
            _ if node::is_function(around) => return inner,
            _ => inner = around,
        }
    }
    inner
}

pub(super) fn has_goto(function: Node<'_>) -> bool {
    let mut found = false;
    node::walk(function, &mut |node| {
        found |= node.kind() == "goto_statement";
        if found { Descend::Past } else { Descend::Into }
    });
    found
}
