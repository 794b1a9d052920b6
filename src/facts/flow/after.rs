//! Whether a variable is used where control gets later.

use crate::syntax::{Node, node};

use super::super::{At, Declaration, Kind, Package, Truth};
use super::outcome::statements;
use super::stretch::{frame, has_goto};

impl Package<'_> {
    /// `(#used-after? @v @n)`: the variable is used where control can get after `n`; to assign all
    /// of it is no use. Unknown where only something else can tell: a function literal that has it
    /// and may be called, whoever has its address, a `goto`, other functions if it belongs to the
    /// package.
    #[must_use]
    pub fn used_after(&self, variable: At<'_>, at: At<'_>) -> Truth {
        let Some(declaration) = self.root(variable).filter(|of| of.is_variable()) else {
            return Truth::Unknown;
        };
        let local = self.is_local(declaration);
        let home = match self.home(declaration) {
            Some(home) if local => home,
            _ => match node::ancestors(at.node)
                .filter(|of| node::is_function(*of))
                .last()
            {
                Some(function) => at.with(function),
                None => return Truth::Unknown,
            },
        };
        let uses = self.uses_of(declaration, home);
        if at
            .node
            .parent()
            .is_some_and(|around| matches!(around.kind(), "defer_statement" | "go_statement"))
        {
            // When that call is made, who knows.
            return if uses.is_empty() && local {
                Truth::False
            } else {
                Truth::Unknown
            };
        }
        let behind = self.behind(at, declaration);
        let within = |all: &[Node<'_>], of: Node<'_>| {
            all.iter()
                .any(|top| node::span(*top).contains(node::span(of)) && self.is_live(at, of, *top))
        };
        if uses.iter().any(|of| within(&behind.reached, *of)) {
            return Truth::True;
        }
        let function = frame(at.node).map(|of| of.id());
        let elsewhere = uses.iter().any(|of| {
            within(&behind.perhaps, *of) || frame(*of).map(|around| around.id()) != function
        });
        let jumps = !uses.is_empty() && has_goto(home.node);
        let recovers = declaration.kind == Kind::Result && self.text(home).contains("recover()");
        if elsewhere || jumps || recovers || !local || self.is_reachable(declaration) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// What reads a variable: what names it other than to assign all of it, and, of a result, each
    /// `return` without operands.
    fn uses_of<'p>(&'p self, declaration: Declaration, home: At<'p>) -> Vec<Node<'p>> {
        let mut uses: Vec<Node<'_>> = self
            .references(declaration, home)
            .into_iter()
            .map(|at| at.node)
            .filter(|of| !is_overwritten(*of))
            .collect();
        if declaration.kind == Kind::Result {
            node::walk(home.node, &mut |node| {
                let bare = node.kind() == "return_statement" && node::children(node).is_empty();
                let function = node::enclosing_function(node);
                if bare && function.is_some_and(|of| node::span(of).contains(declaration.name)) {
                    uses.push(node);
                }
                node::Descend::Into
            });
        }
        uses
    }

    /// Whether control gets to a node if it gets to a statement around it: nothing ahead of it in
    /// their lists always leaves.
    fn is_live(&self, at: At<'_>, of: Node<'_>, top: Node<'_>) -> bool {
        let mut inner = of;
        for around in node::ancestors(of) {
            if inner.id() == top.id() {
                break;
            }
            if around.kind() == "statement_list" {
                let ahead: Vec<At<'_>> = statements(at.with(around))
                    .into_iter()
                    .filter(|one| one.node.end_byte() <= inner.start_byte())
                    .collect();
                if !self.list_outcome(&ahead).falls {
                    return false;
                }
            }
            inner = around;
        }
        true
    }
}

/// Whether a name stands where all of the variable is assigned.
fn is_overwritten(name: Node<'_>) -> bool {
    let list = match name.parent() {
        Some(list) if list.kind() == "expression_list" => list,
        _ => name,
    };
    list.parent().is_some_and(|statement| {
        let assigns = match statement.kind() {
            "short_var_declaration" | "range_clause" | "receive_statement" => true,
            "assignment_statement" => statement
                .child_by_field_name("operator")
                .is_some_and(|operator| operator.kind() == "="),
            _ => false,
        };
        let left = statement.child_by_field_name("left");
        assigns && left.is_some_and(|left| left.id() == list.id())
    })
}
