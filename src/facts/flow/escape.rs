//! Whether a value outlives a region: returned, sent, stored outside, captured, handed over.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::{At, Declaration, Package, Truth};
use super::Knowledge;
use super::outcome::statements;
use super::taint::Taint;

impl Package<'_> {
    /// `(#escapes? @v @region)`: true if the variable, or what wraps it, is returned itself, sent,
    /// stored outside of the region, captured by a function that is not called in place, or
    /// passed to `go`; unknown when only a callee that is not known could keep it.
    #[must_use]
    pub fn escapes(&self, variable: At<'_>, region: At<'_>, knowledge: &Knowledge) -> Truth {
        let Some(root) = self.root(variable) else {
            return Truth::Unknown;
        };
        let inner = match statements(region) {
            all if all.is_empty() => vec![region],
            all => all,
        };
        let taint = self.taint(&[root], &inner, knowledge);
        let mut worst = Truth::False;
        node::walk(region.node, &mut |node| {
            if worst == Truth::True {
                return Descend::Past;
            }
            worst = worst.or(self.lets_out(region.with(node), region, &taint, knowledge));
            Descend::Into
        });
        worst
    }

    fn lets_out(&self, at: At<'_>, region: At<'_>, taint: &Taint, knowledge: &Knowledge) -> Truth {
        let node = at.node;
        let keeps = |value: Node<'_>| self.keeps(at.with(value), taint, knowledge);
        match node.kind() {
            "return_statement" => node::children(node)
                .into_iter()
                .flat_map(|child| match child.kind() {
                    "expression_list" => node::children(child),
                    _ => vec![child],
                })
                .fold(Truth::False, |worst, value| worst.or(keeps(value))),
            "send_statement" => node
                .child_by_field_name("value")
                .map_or(Truth::Unknown, keeps),
            "go_statement" => self.mentions(at, &taint.all).into(),
            "func_literal" => {
                let called = node.parent().is_some_and(|parent| {
                    parent.kind() == "call_expression"
                        && parent
                            .child_by_field_name("function")
                            .is_some_and(|f| f.id() == node.id())
                });
                match (called, self.mentions(at, &taint.all)) {
                    (_, false) | (true, true) => Truth::False,
                    (false, true) => Truth::Unknown,
                }
            }
            "assignment_statement" | "short_var_declaration" => {
                self.stores(at, region, taint, knowledge)
            }
            "call_expression" => self.hands_over(at, region, taint, knowledge),
            _ => Truth::False,
        }
    }

    /// Assignments to what is declared outside of the region.
    fn stores(&self, at: At<'_>, region: At<'_>, taint: &Taint, knowledge: &Knowledge) -> Truth {
        let list = |field: &str| {
            at.node
                .child_by_field_name(field)
                .map(node::children)
                .unwrap_or_default()
        };
        let (targets, values) = (list("left"), list("right"));
        let mut worst = Truth::False;
        for (index, target) in targets.iter().enumerate() {
            let value = if values.len() == targets.len() {
                values.get(index)
            } else {
                values.first()
            };
            let Some(value) = value else {
                continue;
            };
            let outside = match self.root(at.with(*target)) {
                Some(root) => !is_inside(root, region),
                None => self.text(at.with(*target)) != "_",
            };
            // What is kept is the target's type; a plain one keeps nothing.
            let plain = self.is_plain(&self.type_of(at.with(*target)), 0);
            if outside && !plain {
                worst = worst.or(self.keeps(at.with(*value), taint, knowledge));
            }
        }
        worst
    }

    /// Whether a value keeps hold of a tainted variable.
    fn keeps(&self, value: At<'_>, taint: &Taint, knowledge: &Knowledge) -> Truth {
        if !self.needs(value, &taint.all, knowledge) {
            return Truth::False;
        }
        let of = self.type_of(value);
        if self.is_plain(&of, 0) {
            return Truth::False;
        }
        let inner = node::unparenthesized(value.node);
        if inner.kind() == "call_expression" && !of.is_known() {
            let wraps = self
                .callee(value.with(inner))
                .is_some_and(|callee| knowledge.is_wrapper(&callee.name));
            return if wraps { Truth::True } else { Truth::Unknown };
        }
        Truth::True
    }

    /// Calls that get a tainted variable as an argument.
    fn hands_over(
        &self,
        at: At<'_>,
        region: At<'_>,
        taint: &Taint,
        knowledge: &Knowledge,
    ) -> Truth {
        let Some(arguments) = at.node.child_by_field_name("arguments") else {
            return Truth::False;
        };
        let handed = node::children(arguments).into_iter().any(|argument| {
            argument.kind() != "func_literal"
                && self.needs(at.with(argument), &taint.all, knowledge)
                && !self.is_plain(&self.type_of(at.with(argument)), 0)
        });
        if !handed {
            return Truth::False;
        }
        if let Some(callee) = self.callee(at)
            && (knowledge.is_plain(&callee.name) || knowledge.is_wrapper(&callee.name))
        {
            return Truth::False;
        }
        let function = at
            .node
            .child_by_field_name("function")
            .map(node::unparenthesized);
        let receiver = function
            .filter(|function| function.kind() == "selector_expression")
            .and_then(|function| function.child_by_field_name("operand"))
            .and_then(|operand| self.root(at.with(operand)));
        match receiver {
            // A method of something that outlives the region may well keep it.
            Some(root) if !taint.all.contains(&root) && !is_inside(root, region) => Truth::True,
            Some(root) if taint.all.contains(&root) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

fn is_inside(declaration: Declaration, region: At<'_>) -> bool {
    declaration.file == region.file && node::span(region.node).contains(declaration.name)
}
