//! Small questions about nodes that every layer above asks.

use tree_sitter::Node;

use crate::text::Span;

/// The byte span of a node.
#[must_use]
pub fn span(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

/// The node's ancestors, nearest first.
pub fn ancestors(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(node.parent(), Node::parent)
}

/// The named children that are not comments.
#[must_use]
pub fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .collect()
}

/// All nodes below and including `node`, in source order.
pub fn walk<'t>(node: Node<'t>, visit: &mut impl FnMut(Node<'t>) -> Descend) {
    let mut cursor = node.walk();
    loop {
        let descend = visit(cursor.node());
        if descend == Descend::Into && cursor.goto_first_child() {
            continue;
        }
        loop {
            if cursor.node().id() == node.id() {
                return;
            }
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// Whether [`walk`] goes into a node's children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Descend {
    /// Visit the children.
    Into,
    /// Go on behind the node.
    Past,
}

/// The expression without the parentheses around it.
#[must_use]
pub fn unparenthesized(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == "parenthesized_expression" {
        match children(node).first() {
            Some(inner) => node = *inner,
            None => break,
        }
    }
    node
}

/// The nearest function around a node: `function_declaration`, `method_declaration` or
/// `func_literal`.
#[must_use]
pub fn enclosing_function(node: Node<'_>) -> Option<Node<'_>> {
    ancestors(node).find(|node| is_function(*node))
}

/// Whether the node is a function with a body of its own.
#[must_use]
pub fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_declaration" | "method_declaration" | "func_literal"
    )
}

/// The statement that holds `node` directly in a statement list, or `node` itself if it is one.
#[must_use]
pub fn enclosing_statement(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    loop {
        let parent = node.parent()?;
        if parent.kind() == "statement_list" {
            return Some(node);
        }
        node = parent;
    }
}
