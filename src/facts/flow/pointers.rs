//! Pointers that are not nil where they stand.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::select::Selected;
use super::super::{At, Declaration, Entity, Kind, Package, Truth, Type};
use super::outcome::statements;
use super::stretch::has_goto;

impl Package<'_> {
    /// Whether a pointer is known not to be nil: it is compared with nil around it, or control
    /// would not have got here if it were nil. A method's receiver is taken not to be nil where
    /// the method never asks.
    pub(super) fn is_not_nil(&self, at: At<'_>) -> bool {
        let at = at.with(node::unparenthesized(at.node));
        if self.is_nil(at) == Truth::False {
            return true;
        }
        let Entity::Declared(variable) = self.entity(at) else {
            return false;
        };
        let Some(home) = self.home(variable) else {
            return false;
        };
        let written = self
            .writes(home)
            .into_iter()
            .any(|target| self.storage(target).variable() == Some(variable));
        if !self.is_local(variable) || written || self.address_taken(variable, home) {
            return false;
        }
        variable.kind == Kind::Receiver && !self.asks_for_nil(variable, home)
            || self.is_dereferenced_before(variable, at)
    }

    /// Whether a function compares a variable with nil somewhere.
    fn asks_for_nil(&self, variable: Declaration, function: At<'_>) -> bool {
        let mut asks = false;
        node::walk(function.node, &mut |node| {
            if node.kind() == "binary_expression" {
                let sides = ["left", "right"].map(|side| node.child_by_field_name(side));
                let is_nil = |side: &Node<'_>| side.kind() == "nil";
                let sides: Vec<Node<'_>> = sides.into_iter().flatten().collect();
                asks |= sides.iter().any(is_nil)
                    && sides
                        .iter()
                        .any(|side| self.refers_to_any(function.with(*side), &[variable]));
            }
            Descend::Into
        });
        asks
    }

    /// Whether something that is evaluated ahead of a place, whatever happens, needs what a pointer
    /// points to.
    fn is_dereferenced_before(&self, variable: Declaration, at: At<'_>) -> bool {
        if node::enclosing_function(at.node).is_none_or(has_goto) {
            return false;
        }
        let mut inner = at.node;
        for around in node::ancestors(at.node) {
            if node::is_function(around) {
                return false;
            }
            let part = |field: &str| {
                around
                    .child_by_field_name(field)
                    .filter(|part| part.end_byte() <= inner.start_byte())
            };
            let ahead: Vec<Node<'_>> = match around.kind() {
                "statement_list" => statements(at.with(around))
                    .into_iter()
                    .map(|statement| statement.node)
                    .filter(|statement| statement.end_byte() <= inner.start_byte())
                    .collect(),
                "if_statement" | "expression_switch_statement" => {
                    ["initializer", "condition", "value"]
                        .into_iter()
                        .filter_map(part)
                        .collect()
                }
                "binary_expression" => part("left").into_iter().collect(),
                "for_statement" if inner.kind() == "block" => node::children(around)
                    .into_iter()
                    .filter(|head| head.id() != inner.id())
                    .collect(),
                _ => Vec::new(),
            };
            if ahead
                .into_iter()
                .any(|of| self.dereferences(variable, at.with(of)))
            {
                return true;
            }
            inner = around;
        }
        false
    }

    /// Whether evaluating a node always needs what a pointer points to.
    fn dereferences(&self, variable: Declaration, of: At<'_>) -> bool {
        let mut found = false;
        node::walk(of.node, &mut |node| {
            let at = of.with(node);
            match node.kind() {
                "func_literal" | "block" | "expression_case" | "type_case" | "default_case"
                | "communication_case" => return Descend::Past,
                // What else they hold may be left out.
                "if_statement" | "for_clause" => {
                    let always = ["initializer", "condition"].into_iter();
                    found |= always
                        .filter_map(|field| node.child_by_field_name(field))
                        .any(|part| self.dereferences(variable, at.with(part)));
                    return Descend::Past;
                }
                "selector_expression" => {
                    let operand = node.child_by_field_name("operand");
                    let field = node.child_by_field_name("field");
                    if let (Some(operand), Some(field)) = (operand, field)
                        && self.refers_to_any(at.with(operand), &[variable])
                    {
                        let of = self.type_of(at.with(operand));
                        found |= matches!(of, Type::Pointer(_))
                            && matches!(
                                self.select(
                                    &of,
                                    self.text(at.with(field)),
                                    &self.own_path(at.file)
                                ),
                                Selected::Field(_)
                            );
                    }
                }
                // Its right operand may be left out.
                "binary_expression" => {
                    let conditional = node
                        .child_by_field_name("operator")
                        .is_some_and(|operator| matches!(operator.kind(), "&&" | "||"));
                    if conditional {
                        found |= node
                            .child_by_field_name("left")
                            .is_some_and(|left| self.dereferences(variable, at.with(left)));
                        return Descend::Past;
                    }
                }
                _ => {}
            }
            Descend::Into
        });
        found
    }
}
