//! Whether a string is a constant.

use crate::syntax::node;

use super::super::resolve::DEEPEST;
use super::super::{At, Entity, Kind, Package, Truth};
use super::called::Called;

impl Package<'_> {
    /// `(#const? @e)`: a string that the package can tell: a constant, a variable that only ever has
    /// the value of one, a concatenation or format of such. Not so where a part of it is only known
    /// at run time; unknown for constants that are not known, as those of other packages.
    #[must_use]
    pub fn is_constant_string(&self, at: At<'_>) -> Truth {
        match self.constant(at) {
            Some(constant) if constant.is_complete() => Truth::True,
            _ if self.varies(at, 0) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Whether only run time knows a value, or it is no string.
    fn varies(&self, at: At<'_>, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let at = at.with(node::unparenthesized(at.node));
        let part = |field: &str| at.node.child_by_field_name(field).map(|node| at.with(node));
        match at.node.kind() {
            "identifier" | "nil" | "true" | "false" | "iota" => match self.entity(at) {
                Entity::Declared(declared) => match declared.kind {
                    Kind::Constant => false,
                    Kind::Variable => self
                        .only_value(at)
                        .is_none_or(|(_, value)| self.varies(value, depth + 1)),
                    _ => true,
                },
                Entity::Universe(_) => true,
                _ => false,
            },
            "selector_expression" => {
                let (Some(operand), Some(name)) = (part("operand"), part("field")) else {
                    return false;
                };
                match self.entity(operand) {
                    Entity::Package(path) => {
                        self.is_fixed_member(&path, self.text(name), &["var_spec"])
                    }
                    Entity::Unknown => self.type_of(operand).is_known(),
                    _ => true,
                }
            }
            "call_expression" | "type_conversion_expression" => match self.is_call(at) {
                Truth::True => true,
                Truth::False => Called::of(at).is_some_and(|called| {
                    let mut converted = called.arguments.into_iter();
                    converted.all(|of| self.varies(of, depth + 1))
                }),
                Truth::Unknown => false,
            },
            "binary_expression" => {
                let sides = [part("left"), part("right")].into_iter().flatten();
                sides.into_iter().any(|side| self.varies(side, depth + 1))
            }
            "index_expression"
            | "slice_expression"
            | "type_assertion_expression"
            | "unary_expression"
            | "composite_literal"
            | "func_literal"
            | "int_literal"
            | "float_literal"
            | "rune_literal"
            | "imaginary_literal" => true,
            _ => false,
        }
    }
}
