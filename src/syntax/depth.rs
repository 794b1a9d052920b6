//! How deep a tree is.
//!
//! Questions about nodes walk up and down the tree, so what they cost grows with its depth:
//! code nested deeper than any person nests it is set aside.

use tree_sitter::Node;

/// A declaration whose tree is deeper is not looked at.
pub(super) const DEEPEST: usize = 1000;

/// Where a node below `top` stands deeper than [`DEEPEST`]; `None` if there is none.
///
/// Subtrees with too few nodes to be that deep are passed over, so that the ordinary declaration
/// costs nothing.
pub(super) fn too_deep(top: Node<'_>) -> Option<usize> {
    let mut cursor = top.walk();
    let mut depth = 0;
    loop {
        let node = cursor.node();
        let may_be = depth + node.descendant_count() > DEEPEST;
        if may_be && depth > DEEPEST {
            return Some(node.start_byte());
        }
        if may_be && cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if depth == 0 || !cursor.goto_parent() {
                return None;
            }
            depth -= 1;
        }
        if depth == 0 {
            return None;
        }
    }
}
