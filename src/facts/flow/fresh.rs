//! Variables that lead to nothing but what was made for them.

use crate::syntax::node;

use super::super::{At, Declaration, Kind, Package};
use super::escape::Watch;

impl Package<'_> {
    /// Whether what is stored in a variable goes where a watched value goes, or nowhere.
    pub(super) fn is_own(&self, variable: Declaration, watch: &Watch<'_>) -> bool {
        watch.own.contains(&variable) || self.is_made_here(variable, watch)
    }

    /// Whether all that a variable ever leads to was made in the region for it: nobody else has it.
    pub(super) fn is_made_here(&self, variable: Declaration, watch: &Watch<'_>) -> bool {
        if variable.kind != Kind::Variable || !watch.holds(variable) {
            return false;
        }
        let Some(name) = self.declaration_node(variable) else {
            return false;
        };
        let Some(home) = self.home(variable) else {
            return false;
        };
        if self.address_taken(variable, home) {
            return false;
        }
        let declared = name.node.parent().and_then(|list| match list.kind() {
            "var_spec" => Some(list),
            _ => list
                .parent()
                .filter(|statement| statement.kind() == "short_var_declaration"),
        });
        let Some(declared) = declared else {
            return false;
        };
        let assigned = self
            .writes(home)
            .into_iter()
            .filter(|target| {
                self.root(*target) == Some(variable) && target.node.kind() == "identifier"
            })
            .map(|target| node::ancestors(target.node).nth(1));
        std::iter::once(Some(declared))
            .chain(assigned)
            .all(|by| by.is_some_and(|by| self.makes(home.with(by), variable)))
    }

    /// Whether all that a statement assigns is new, or added to the variable's own elements.
    fn makes(&self, statement: At<'_>, variable: Declaration) -> bool {
        let values = ["value", "right"]
            .into_iter()
            .find_map(|field| statement.node.child_by_field_name(field));
        let Some(values) = values else {
            return statement.node.kind() == "var_spec";
        };
        let list = values.kind() == "expression_list";
        list && node::children(values).into_iter().all(|value| {
            let value = statement.with(node::unparenthesized(value));
            match value.node.kind() {
                "composite_literal" => true,
                "nil" => self.is_predeclared_nil(value),
                "unary_expression" => value
                    .node
                    .child_by_field_name("operand")
                    .is_some_and(|of| of.kind() == "composite_literal"),
                "call_expression" => self.callee(value).is_some_and(|callee| {
                    let first = value
                        .node
                        .child_by_field_name("arguments")
                        .and_then(|arguments| node::children(arguments).first().copied());
                    match &*callee.name {
                        "make" | "new" => true,
                        "append" => first.is_some_and(|first| {
                            first.kind() == "identifier"
                                && self.root(value.with(first)) == Some(variable)
                        }),
                        _ => false,
                    }
                }),
                _ => false,
            }
        })
    }
}
