//! What comes from a value: the value itself, and variables that something of it was assigned to.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, Package, Truth};
use super::called::Called;
use super::stretch::has_goto;

impl Package<'_> {
    /// `(#depends-on? @e @v)`: e mentions v, or a variable that was assigned, between the two, from
    /// an expression that depends on v. Unknown where something of v may have got there otherwise:
    /// before that, by way of a loop, through a pointer or a call.
    #[must_use]
    pub fn depends_on(&self, value: At<'_>, variable: At<'_>) -> Truth {
        let (Some(root), Some(function)) =
            (self.root(variable), node::enclosing_function(value.node))
        else {
            return Truth::Unknown;
        };
        let (from, to) = (variable.node.end_byte(), value.node.start_byte());
        if variable.file != value.file || to < from {
            return Truth::Unknown;
        }
        let region = Span::new(from, to);
        let mut known = vec![root];
        loop {
            let before = known.len();
            node::walk(function, &mut |node| {
                let span = node::span(node);
                if span.end <= region.start || region.end <= span.start {
                    return Descend::Past;
                }
                if region.contains(span) {
                    self.pass_on(value.with(node), &mut known);
                }
                Descend::Into
            });
            if known.len() == before {
                return if self.mentions(value, &known) {
                    Truth::True
                } else if self.may_depend(value, root, &known) {
                    Truth::Unknown
                } else {
                    Truth::False
                };
            }
        }
    }

    fn pass_on(&self, at: At<'_>, known: &mut Vec<Declaration>) {
        for (target, value) in assigned(at.node) {
            let depends = self.mentions(at.with(value), known);
            if let Some(root) = self.root(at.with(target))
                && depends
                && !known.contains(&root)
            {
                known.push(root);
            }
        }
    }

    /// Whether something of a variable may have got into a value in whatever way.
    fn may_depend(&self, value: At<'_>, variable: Declaration, known: &[Declaration]) -> bool {
        let mut functions = node::ancestors(value.node).filter(|of| node::is_function(*of));
        let Some(own) = functions.next() else {
            return true;
        };
        let function = functions.last();
        // What stands behind the value comes ahead of it another time.
        let later = function.is_some() || has_goto(own);
        let function = function.unwrap_or(own);
        let end = node::ancestors(value.node)
            .take_while(|around| around.id() != own.id())
            .filter(|around| around.kind() == "for_statement")
            .last()
            .map_or(value.node.start_byte(), |around| around.end_byte());
        let end = if later { function.end_byte() } else { end };
        let mut found = known.to_vec();
        loop {
            let before = found.len();
            node::walk(function, &mut |node| {
                if node.start_byte() >= end {
                    return Descend::Past;
                }
                // What has the value as a part comes after it.
                let around = node::span(node).contains(node::span(value.node));
                if !around || end > value.node.start_byte() {
                    self.may_pass_on(value.with(node), &mut found);
                }
                Descend::Into
            });
            if found.len() == before {
                break;
            }
        }
        // Who was handed it may have put it into what belongs to the package.
        let package = !self.is_local(variable) || self.is_handed(value, &found);
        let mut names = false;
        node::walk(value.node, &mut |node| {
            let root = self.root(value.with(node));
            names |= root.is_some_and(|of| of.is_variable() && !self.is_local(of));
            Descend::Into
        });
        self.mentions(value, &found) || package && names
    }

    /// Whether a call ahead of a value gets one of the variables.
    fn is_handed(&self, value: At<'_>, any: &[Declaration]) -> bool {
        let Some(function) = node::enclosing_function(value.node) else {
            return true;
        };
        let mut found = false;
        node::walk(function, &mut |node| {
            let ahead = node.start_byte() < value.node.start_byte();
            let around = node::span(node).contains(node::span(value.node));
            found = found
                || ahead
                    && !around
                    && matches!(node.kind(), "call_expression" | "send_statement")
                    && self.mentions(value.with(node), any);
            if ahead && !found {
                Descend::Into
            } else {
                Descend::Past
            }
        });
        found
    }

    fn may_pass_on(&self, at: At<'_>, found: &mut Vec<Declaration>) {
        let known = found.clone();
        let mut add = |of: At<'_>| {
            let root = self.root(of).filter(|of| of.is_variable());
            found.extend(root.filter(|root| !known.contains(root)));
        };
        let pairs = match at.node.kind() {
            "send_statement" => {
                let fields = ["channel", "value"].map(|field| at.node.child_by_field_name(field));
                match fields {
                    [Some(channel), Some(value)] => vec![(channel, value)],
                    _ => Vec::new(),
                }
            }
            "call_expression" | "type_conversion_expression" => {
                if self.mentions(at, &known) {
                    let called = Called::of(at).into_iter();
                    let parts = called.flat_map(|called| {
                        let receiver = called.receiver();
                        called.arguments.into_iter().chain(receiver)
                    });
                    parts
                        .filter(|part| !self.leads_nowhere(*part))
                        .for_each(&mut add);
                }
                return;
            }
            _ => assigned(at.node),
        };
        for (target, value) in pairs {
            let (target, value) = (at.with(target), at.with(value));
            if self.mentions(value, &known) {
                add(target);
            } else if self.mentions(target, &known) && !self.leads_nowhere(value) {
                // The two lead to the same.
                add(value);
            }
        }
    }
}

/// What a statement assigns, and to what.
fn assigned(node: Node<'_>) -> Vec<(Node<'_>, Node<'_>)> {
    let all = |field: &str| -> Vec<Node<'_>> {
        let mut cursor = node.walk();
        let children = node.children_by_field_name(field, &mut cursor);
        children
            .flat_map(|child| match child.kind() {
                "expression_list" => node::children(child),
                _ => vec![child],
            })
            .collect()
    };
    let (targets, values) = match node.kind() {
        "short_var_declaration" | "assignment_statement" | "range_clause" | "receive_statement" => {
            (all("left"), all("right"))
        }
        "var_spec" => (all("name"), all("value")),
        "type_switch_statement" => (all("alias"), all("value")),
        _ => return Vec::new(),
    };
    let one_to_one = values.len() == targets.len();
    let pairs = targets
        .into_iter()
        .enumerate()
        .filter_map(|(index, target)| {
            let value = if one_to_one {
                values.get(index)
            } else {
                values.first()
            };
            value.map(|value| (target, *value))
        });
    pairs.collect()
}
