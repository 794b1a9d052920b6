//! Uses and writes of variables.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, Entity, Package, Truth};

impl Package<'_> {
    /// The declaration that an expression's root identifier refers to: of `a.b[c].d`, that of `a`.
    pub(in crate::facts) fn root(&self, at: At<'_>) -> Option<Declaration> {
        let mut of = node::unparenthesized(at.node);
        loop {
            of = match of.kind() {
                "identifier" => {
                    return match self.entity(at.with(of)) {
                        Entity::Declared(declaration) => Some(declaration),
                        _ => None,
                    };
                }
                "selector_expression"
                | "index_expression"
                | "slice_expression"
                | "unary_expression"
                | "type_assertion_expression" => {
                    node::unparenthesized(of.child_by_field_name("operand")?)
                }
                "parenthesized_expression" => node::unparenthesized(of),
                _ => return None,
            };
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
        if at.node.kind() != "identifier" {
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
                        let old =
                            |target: &Node<'_>| self.declared_by(region.with(*target)).is_none();
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

    /// Whether the address of the variable itself, or of a part of it, is taken below `region`.
    pub(in crate::facts) fn address_taken(&self, of: Declaration, region: At<'_>) -> bool {
        let mut found = false;
        node::walk(region.node, &mut |node| {
            let address = node.kind() == "unary_expression"
                && node
                    .child_by_field_name("operator")
                    .is_some_and(|op| op.kind() == "&");
            if address && let Some(operand) = node.child_by_field_name("operand") {
                found |= self.root(region.with(operand)) == Some(of);
            }
            Descend::Into
        });
        found
    }

    /// `(#assigned? @v @region)`: unknown where its address is taken.
    #[must_use]
    pub fn assigned(&self, variable: At<'_>, region: At<'_>) -> Truth {
        let Some(declaration) = self.root(variable) else {
            return Truth::Unknown;
        };
        if self
            .writes(region)
            .iter()
            .any(|target| self.root(*target) == Some(declaration))
        {
            return Truth::True;
        }
        if self.address_taken(declaration, region) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// `(#used-after? @v @n)`: the variable is used where control can get after `n`.
    #[must_use]
    pub fn used_after(&self, variable: At<'_>, at: At<'_>) -> Truth {
        let (Some(declaration), Some(function)) =
            (self.root(variable), node::enclosing_function(at.node))
        else {
            return Truth::Unknown;
        };
        let outer = node::ancestors(at.node)
            .take_while(|around| !node::is_function(*around))
            .filter(|around| {
                around.kind() == "for_statement" && !node::span(*around).contains(declaration.name)
            })
            .last();
        let from = outer.map_or(at.node.end_byte(), |outer| outer.start_byte());
        let region = Span::new(from, function.end_byte());
        self.references(declaration, at.with(function))
            .iter()
            .map(|found| node::span(found.node))
            .any(|found| region.contains(found) && !node::span(at.node).contains(found))
            .into()
    }
}
