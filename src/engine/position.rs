//! Predicates about where nodes stand: what is before what, and who are neighbours. Comments don't
//! count; they may stand anywhere.

use crate::facts::{At, Truth};
use crate::syntax::Node;

/// `(#before? @a @b)`: a ends before b begins.
pub(super) fn before(one: At<'_>, other: At<'_>) -> Truth {
    (one.file == other.file && one.node.end_byte() <= other.node.start_byte()).into()
}

/// `(#follows? @b @a)`: b stands right behind a in the same list.
pub(super) fn follows(behind: At<'_>, ahead: At<'_>) -> Truth {
    let next = neighbour(ahead.node, Node::next_named_sibling);
    (behind.file == ahead.file && next.is_some_and(|next| next.id() == behind.node.id())).into()
}

/// `(#first? @n)`
pub(super) fn is_first(at: At<'_>) -> Truth {
    neighbour(at.node, Node::prev_named_sibling)
        .is_none()
        .into()
}

/// `(#last? @n)`
pub(super) fn is_last(at: At<'_>) -> Truth {
    neighbour(at.node, Node::next_named_sibling)
        .is_none()
        .into()
}

fn neighbour<'t>(node: Node<'t>, step: impl Fn(&Node<'t>) -> Option<Node<'t>>) -> Option<Node<'t>> {
    std::iter::successors(step(&node), &step).find(|node| node.kind() != "comment")
}
