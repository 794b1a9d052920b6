//! The statements that leave a region: what has to be done before its end has to be done ahead of
//! each of them too.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::{At, Package, Truth};

impl Package<'_> {
    /// The statements below `at` that leave `block` (a block or clause around it): returns, jumps
    /// to somewhere else, and calls of `panic`. Nested functions are left out.
    #[must_use]
    pub fn leaving<'p>(&'p self, block: At<'p>, at: At<'p>) -> Vec<At<'p>> {
        let mut found = Vec::new();
        node::walk(at.node, &mut |node| {
            if node.kind() == "func_literal" {
                return Descend::Past;
            }
            let here = at.with(node);
            if self.leaves(here, block) {
                found.push(here);
            }
            Descend::Into
        });
        found
    }

    /// `(#leaves? @s @region)`: control leaves the region at that statement: a return, a jump to
    /// somewhere else, a call of `panic`. Unknown for a statement that stands elsewhere.
    #[must_use]
    pub fn leaves_region(&self, at: At<'_>, region: At<'_>) -> Truth {
        let within =
            at.file == region.file && node::span(region.node).contains(node::span(at.node));
        if !within {
            return Truth::Unknown;
        }
        let function = |of: Node<'_>| node::enclosing_function(of).map(|function| function.id());
        (function(at.node) == function(region.node) && self.leaves(at, region)).into()
    }

    /// `(#jumps-to? @jump @target)`: that loop, switch or select is what a `break` or `continue`
    /// is about. Unknown where a label has no statement.
    #[must_use]
    pub fn jumps_to(&self, jump: At<'_>, target: At<'_>) -> Truth {
        if !matches!(jump.node.kind(), "break_statement" | "continue_statement") {
            return Truth::False;
        }
        self.jump_target(jump).map_or(Truth::Unknown, |found| {
            (jump.file == target.file && found.id() == target.node.id()).into()
        })
    }

    fn leaves(&self, at: At<'_>, block: At<'_>) -> bool {
        let inside = node::span(block.node);
        let outside = |target: Option<Node<'_>>| {
            target.is_none_or(|target| !inside.contains(node::span(target)))
        };
        match at.node.kind() {
            "return_statement" => true,
            "break_statement" | "continue_statement" => outside(self.jump_target(at)),
            "goto_statement" => outside(self.label_target(at)),
            "fallthrough_statement" => at.node.parent().is_some_and(|list| {
                list.id() == block.node.id()
                    || list
                        .parent()
                        .is_some_and(|around| around.id() == block.node.id())
            }),
            "expression_statement" => node::children(at.node).first().is_some_and(|call| {
                call.kind() == "call_expression"
                    && self
                        .callee(at.with(*call))
                        .is_some_and(|callee| *callee.name == *"panic")
            }),
            _ => false,
        }
    }

    /// The statement whose label a `goto` has.
    fn label_target<'p>(&self, goto: At<'p>) -> Option<Node<'p>> {
        let label = node::children(goto.node).into_iter().next()?;
        let mut found = None;
        node::walk(node::enclosing_function(goto.node)?, &mut |node| {
            let own = node
                .child_by_field_name("label")
                .filter(|_| node.kind() == "labeled_statement");
            if own.is_some_and(|own| self.text(goto.with(own)) == self.text(goto.with(label))) {
                found = Some(node);
            }
            // Those of a function within this one are its own.
            if node.kind() == "func_literal" && !node::span(node).contains(node::span(label)) {
                Descend::Past
            } else {
                Descend::Into
            }
        });
        found
    }
}
