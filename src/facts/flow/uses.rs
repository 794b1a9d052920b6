//! Uses and writes of variables.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::names::is_name_node;
use super::super::{At, Declaration, Entity, Package, Truth};
use super::place::Read;
use super::stretch::{Stretch, frame};

impl Package<'_> {
    /// The declaration that an expression's root identifier refers to: of `a.b[c].d`, that of `a`.
    pub(in crate::facts) fn root(&self, at: At<'_>) -> Option<Declaration> {
        match self.entity(at.with(root_name(at.node)?)) {
            Entity::Declared(declaration) => Some(declaration),
            _ => None,
        }
    }

    /// Whether some identifier below `region` refers to one of the declarations.
    pub(super) fn mentions(&self, region: At<'_>, any: &[Declaration]) -> bool {
        let mut found = false;
        node::walk(region.node, &mut |node| {
            found = found || self.refers_to_any(region.with(node), any);
            if found { Descend::Past } else { Descend::Into }
        });
        found
    }

    pub(super) fn refers_to_any(&self, at: At<'_>, any: &[Declaration]) -> bool {
        // What is called in `f[i](x)` has the nodes of a type.
        if !is_name_node(at.node) {
            return false;
        }
        // Names first: resolving is what costs.
        let text = self.text(at);
        let named = any
            .iter()
            .any(|declaration| declaration.name.slice(&self.input(declaration.file).text) == text);
        named
            && match self.entity(at) {
                Entity::Declared(declaration) => any.contains(&declaration),
                _ => false,
            }
    }

    /// The expressions written to below `region`: left sides, operands of `++` and `--`. A name
    /// that `:=` declares there is not among them.
    pub(in crate::facts) fn writes<'p>(&'p self, region: At<'p>) -> Vec<At<'p>> {
        let mut found = Vec::new();
        node::walk(region.node, &mut |node| {
            match node.kind() {
                "assignment_statement"
                | "short_var_declaration"
                | "range_clause"
                | "receive_statement" => {
                    if let Some(left) = node.child_by_field_name("left") {
                        let targets = match left.kind() {
                            "expression_list" => node::children(left),
                            _ => vec![left],
                        };
                        let old = |target: &Node<'_>| {
                            let target = region.with(*target);
                            self.declared_by(target).is_none() && self.text(target) != "_"
                        };
                        found.extend(targets.into_iter().filter(old).map(|t| region.with(t)));
                    }
                }
                "inc_statement" | "dec_statement" => {
                    found.extend(node::children(node).first().map(|of| region.with(*of)));
                }
                _ => {}
            }
            Descend::Into
        });
        found
    }

    /// `(#assigned? @v @region)`: the variable, or what it leads to by its name, is written to
    /// there. Unknown where something else may do so meanwhile: a function literal that assigns
    /// it, whoever has its address or gets that of what it leads to, other functions if it belongs
    /// to the package. What calls write behind the variable itself does not count.
    #[must_use]
    pub fn assigned(&self, variable: At<'_>, region: At<'_>) -> Truth {
        let (Some(declaration), Some(stretch)) = (self.root(variable), Stretch::of(region)) else {
            return Truth::Unknown;
        };
        let own = stretch.function.node.id();
        let mut later = false;
        for target in self.writes(region) {
            if self.root(target) == Some(declaration) {
                if frame(target.node).is_some_and(|function| function.id() == own) {
                    return Truth::True;
                }
                later = true;
            }
        }
        if later || self.hands_out_address(declaration, region) {
            return Truth::Unknown;
        }
        match self.changes(&[Read::Variable(declaration)], &stretch) {
            Truth::True => Truth::Unknown,
            other => other,
        }
    }

    /// Whether an address is taken of something that a variable leads to.
    fn hands_out_address(&self, variable: Declaration, region: At<'_>) -> bool {
        let mut found = false;
        node::walk(region.node, &mut |node| {
            let operator = node.child_by_field_name("operator");
            let operand = node.child_by_field_name("operand");
            if let Some(operand) = operand.filter(|_| node.kind() == "unary_expression")
                && operator.is_some_and(|operator| operator.kind() == "&")
            {
                found = found || self.root(region.with(operand)) == Some(variable);
            }
            if found { Descend::Past } else { Descend::Into }
        });
        found
    }
}

/// The identifier that an operand begins with.
pub(super) fn root_name(operand: Node<'_>) -> Option<Node<'_>> {
    let mut of = node::unparenthesized(operand);
    loop {
        of = match of.kind() {
            _ if is_name_node(of) => return Some(of),
            "selector_expression"
            | "index_expression"
            | "slice_expression"
            | "unary_expression"
            | "type_assertion_expression" => {
                node::unparenthesized(of.child_by_field_name("operand")?)
            }
            _ => return None,
        };
    }
}
