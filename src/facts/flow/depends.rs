//! What comes from a value: the value itself, and variables that something of it was assigned to.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, Package, Truth};

impl Package<'_> {
    /// `(#depends-on? @e @v)`: e mentions v, or a variable that was assigned, between the two, from
    /// an expression that depends on v.
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
                return self.mentions(value, &known).into();
            }
        }
    }

    fn pass_on(&self, at: At<'_>, known: &mut Vec<Declaration>) {
        let node = at.node;
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
            "short_var_declaration" | "assignment_statement" | "range_clause" => {
                (all("left"), all("right"))
            }
            "var_spec" => (all("name"), all("value")),
            "type_switch_statement" => (all("alias"), all("value")),
            _ => return,
        };
        for (index, target) in targets.iter().enumerate() {
            let value = match values.get(index) {
                Some(value) if values.len() == targets.len() => Some(value),
                _ => values.first(),
            };
            let depends = value.is_some_and(|value| self.mentions(at.with(*value), known));
            if let Some(root) = self.root(at.with(*target))
                && depends
                && !known.contains(&root)
            {
                known.push(root);
            }
        }
    }
}
