//! What needs a resource: the variables that wrap it or were made with it.
//!
//! A variable assigned from an expression that mentions the resource needs it, unless its type is
//! plain (nothing of a plain value can refer back) and shares no memory, or the call that made it
//! is known to keep nothing.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::{At, Callee, Declaration, Kind, Package};
use super::Knowledge;

/// The resource's own variables and those that need it.
#[derive(Debug, Clone)]
pub(super) struct Taint {
    pub all: Vec<Declaration>,
}

impl Package<'_> {
    /// All that needs `resources` within the statements.
    pub(super) fn taint(
        &self,
        resources: &[Declaration],
        statements: &[At<'_>],
        knowledge: &Knowledge,
    ) -> Taint {
        let mut taint = Taint {
            all: resources.to_vec(),
        };
        // Loops may use early what they assign late: go on until nothing is new.
        loop {
            let before = taint.all.len();
            for statement in statements {
                self.spread(*statement, &mut taint, knowledge);
            }
            if taint.all.len() == before {
                return taint;
            }
        }
    }

    fn spread(&self, statement: At<'_>, taint: &mut Taint, knowledge: &Knowledge) {
        node::walk(statement.node, &mut |node| {
            let at = statement.with(node);
            match node.kind() {
                "short_var_declaration"
                | "assignment_statement"
                | "range_clause"
                | "receive_statement" => {
                    let left = node.child_by_field_name("left");
                    let right = node.child_by_field_name("right");
                    if let (Some(left), Some(right)) = (left, right) {
                        self.assign(at.with(left), at.with(right), taint, knowledge);
                    }
                }
                "var_spec" => {
                    let mut cursor = node.walk();
                    let names: Vec<Node<'_>> =
                        node.children_by_field_name("name", &mut cursor).collect();
                    if let Some(values) = node.child_by_field_name("value") {
                        self.assign_all(at, &names, at.with(values), taint, knowledge);
                    }
                }
                "type_switch_statement" => {
                    let alias = node.child_by_field_name("alias");
                    let value = node.child_by_field_name("value");
                    if let (Some(alias), Some(value)) = (alias, value) {
                        self.assign(at.with(alias), at.with(value), taint, knowledge);
                    }
                }
                "call_expression" => self.fill(at, taint, knowledge),
                _ => {}
            }
            Descend::Into
        });
    }

    fn assign(&self, left: At<'_>, right: At<'_>, taint: &mut Taint, knowledge: &Knowledge) {
        let targets = match left.node.kind() {
            "expression_list" => node::children(left.node),
            _ => vec![left.node],
        };
        self.assign_all(left, &targets, right, taint, knowledge);
    }

    fn assign_all(
        &self,
        at: At<'_>,
        targets: &[Node<'_>],
        right: At<'_>,
        taint: &mut Taint,
        knowledge: &Knowledge,
    ) {
        let values = match right.node.kind() {
            "expression_list" => node::children(right.node),
            _ => vec![right.node],
        };
        for (index, target) in targets.iter().enumerate() {
            let value = if values.len() == targets.len() {
                values[index]
            } else {
                values[0]
            };
            if !self.needs(at.with(value), &taint.all, knowledge) {
                continue;
            }
            let Some(root) = self.root(at.with(*target)) else {
                continue;
            };
            let value = at.with(value);
            let of = if values.len() == targets.len() {
                self.kept_type(at.with(*target), value)
            } else {
                self.type_of(at.with(*target))
            };
            let plain = target.kind() == "identifier"
                && self.is_plain(&of)
                && !self.lends(value, &of, &taint.all, knowledge);
            if !plain && !taint.all.contains(&root) {
                taint.all.push(root);
            }
        }
    }

    /// A call that gets the resource beside the address of a variable may put it there.
    fn fill(&self, call: At<'_>, taint: &mut Taint, knowledge: &Knowledge) {
        let mentions = self.needs_in_call(call, &taint.all, knowledge);
        if !mentions
            || self
                .callee(call)
                .is_some_and(|c| knowledge.is_plain(&c.name))
        {
            return;
        }
        let Some(arguments) = call.node.child_by_field_name("arguments") else {
            return;
        };
        self.take(call, &node::children(arguments), taint, knowledge);
        for argument in node::children(arguments) {
            let address = argument.kind() == "unary_expression"
                && argument
                    .child_by_field_name("operator")
                    .is_some_and(|op| op.kind() == "&");
            if let (true, Some(operand)) = (address, argument.child_by_field_name("operand"))
                && let Some(root) = self.root(call.with(operand))
                && !taint.all.contains(&root)
                && !self.leads_nowhere(call.with(operand))
            {
                taint.all.push(root);
            }
        }
    }

    /// A variable of which a method gets the resource may keep it, as `w.Reset(f)` does.
    fn take(&self, call: At<'_>, arguments: &[Node<'_>], taint: &mut Taint, knowledge: &Knowledge) {
        let known = |callee: Callee| knowledge.is_wrapper(&callee.name);
        if self.callee(call).is_some_and(known) {
            return;
        }
        let function = call.node.child_by_field_name("function");
        let receiver = function.and_then(|of| of.child_by_field_name("operand"));
        let root = receiver.and_then(|receiver| self.root(call.with(receiver)));
        let Some(root) = root.filter(|root| root.kind == Kind::Variable) else {
            return;
        };
        let handed = arguments.iter().any(|argument| {
            let argument = call.with(*argument);
            self.needs(argument, &taint.all, knowledge) && !self.is_plain(&self.type_of(argument))
        });
        if handed && !taint.all.contains(&root) {
            taint.all.push(root);
        }
    }

    fn needs_in_call(&self, call: At<'_>, any: &[Declaration], knowledge: &Knowledge) -> bool {
        self.uses(call, any, knowledge)
    }

    /// Whether the value of an expression may need one of the variables.
    pub(super) fn needs(&self, value: At<'_>, any: &[Declaration], knowledge: &Knowledge) -> bool {
        let inner = node::unparenthesized(value.node);
        if inner.kind() == "call_expression"
            && let Some(callee) = self.callee(value.with(inner))
            && (knowledge.is_plain(&callee.name) || knowledge.is_post_close(&callee.name))
        {
            return false;
        }
        self.uses(value, any, knowledge)
    }

    /// Whether a node uses one of the variables: mentions it other than by a call that may follow
    /// the release.
    pub(super) fn uses(&self, region: At<'_>, any: &[Declaration], knowledge: &Knowledge) -> bool {
        let mut found = false;
        node::walk(region.node, &mut |node| {
            let at = region.with(node);
            if found {
                return Descend::Past;
            }
            if node.kind() == "call_expression"
                && !knowledge.post_close.is_empty()
                && node
                    .child_by_field_name("arguments")
                    .is_some_and(|a| a.named_child_count() == 0)
                && self
                    .callee(at)
                    .is_some_and(|callee| knowledge.is_post_close(&callee.name))
            {
                return Descend::Past;
            }
            found = self.refers_to_any(at, any);
            Descend::Into
        });
        found
    }
}
