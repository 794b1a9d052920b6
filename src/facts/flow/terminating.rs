//! Terminating statements, as the specification has them: what the compiler goes by where it asks
//! for a `return`.
//!
//! Jumps by `goto` don't matter here: whatever leads to the last statement of a terminating list,
//! control does not get past it.

use crate::syntax::{Node, node};

use super::super::{At, Entity, Package, Truth};
use super::outcome::{clauses, has_condition, statements};

impl Package<'_> {
    /// `(#terminates? @block)`: control never falls off its end, by the specification or by how
    /// the statements in it end.
    #[must_use]
    pub fn terminates(&self, at: At<'_>) -> Truth {
        if self.is_terminating_statement(at) {
            return Truth::True;
        }
        let outcome = if is_clause(at.node) || at.node.kind() == "statement_list" {
            self.list_outcome(&statements(at))
        } else {
            self.outcome(at)
        };
        if outcome.falls {
            Truth::False
        } else if outcome.jumps {
            Truth::Unknown
        } else {
            Truth::True
        }
    }

    /// Whether a statement is terminating, or the list of a block or clause is, as the
    /// specification defines it.
    #[must_use]
    pub fn is_terminating_statement(&self, at: At<'_>) -> bool {
        if is_clause(at.node) || at.node.kind() == "statement_list" {
            self.is_terminating_list(&statements(at))
        } else {
            self.is_terminating(at)
        }
    }

    /// Whether a list ends in a terminating statement.
    fn is_terminating_list(&self, statements: &[At<'_>]) -> bool {
        statements
            .last()
            .is_some_and(|last| self.is_terminating(*last))
    }

    /// Whether a statement is terminating.
    fn is_terminating(&self, at: At<'_>) -> bool {
        let node = at.node;
        let ends = |of: Node<'_>| self.is_terminating_list(&statements(at.with(of)));
        match node.kind() {
            "return_statement" | "goto_statement" => true,
            "block" => ends(node),
            "labeled_statement" => node::children(node)
                .into_iter()
                .nth(1)
                .is_some_and(|inner| self.is_terminating(at.with(inner))),
            "if_statement" => {
                node.child_by_field_name("consequence").is_some_and(ends)
                    && node
                        .child_by_field_name("alternative")
                        .is_some_and(|other| self.is_terminating(at.with(other)))
            }
            "for_statement" => !has_condition(node) && !self.has_break(at),
            "expression_switch_statement" | "type_switch_statement" | "select_statement" => {
                let clauses = clauses(node);
                let complete = node.kind() == "select_statement"
                    || clauses.iter().any(|clause| clause.kind() == "default_case");
                complete
                    && clauses.into_iter().all(|clause| {
                        let list = statements(at.with(clause));
                        self.is_terminating_list(&list)
                            || list.last().is_some_and(|last| falls_through(last.node))
                    })
                    && !self.has_break(at)
            }
            "expression_statement" => node::children(node)
                .first()
                .is_some_and(|call| self.is_panic(at.with(node::unparenthesized(*call)))),
            _ => false,
        }
    }

    fn is_panic(&self, call: At<'_>) -> bool {
        let function = call.node.child_by_field_name("function");
        function.is_some_and(|function| {
            let function = call.with(node::unparenthesized(function));
            self.entity(function) == Entity::Universe("panic".into())
        })
    }

    /// Whether a `break` anywhere in a statement is about that statement.
    fn has_break(&self, at: At<'_>) -> bool {
        let mut found = false;
        node::walk(at.node, &mut |inner| {
            if node::is_function(inner) {
                return node::Descend::Past;
            }
            found |= inner.kind() == "break_statement"
                && self
                    .jump_target(at.with(inner))
                    .is_some_and(|target| target.id() == at.node.id());
            node::Descend::Into
        });
        found
    }
}

fn is_clause(of: Node<'_>) -> bool {
    matches!(
        of.kind(),
        "expression_case" | "type_case" | "default_case" | "communication_case"
    )
}

/// A `fallthrough`, which may have a label.
fn falls_through(of: Node<'_>) -> bool {
    match of.kind() {
        "labeled_statement" => node::children(of)
            .into_iter()
            .nth(1)
            .is_some_and(falls_through),
        kind => kind == "fallthrough_statement",
    }
}
