//! Whether two expressions are the same.

use crate::syntax::{Node, node};

use super::super::{At, Entity, Package, Truth, Type};
use super::place::Read;
use super::stretch::Stretch;

impl Package<'_> {
    /// `(#same? @a @b)`: the same expression, parentheses and spacing aside: identifiers resolve
    /// to the same declarations, no calls inside, and nothing in it is written between the two.
    #[must_use]
    pub fn is_same<'p>(&self, one: At<'p>, other: At<'p>) -> Truth {
        let same = self.equal(one, other);
        if same != Truth::True {
            return same;
        }
        let place = self.gives_address(one) && self.gives_address(other);
        let mut reads = Vec::new();
        self.reads(one, place, &mut reads);
        // Of a whole struct, any field counts.
        let parts = matches!(
            self.underlying(&self.type_of(one), 0),
            Type::Struct(_) | Type::Array(..) | Type::Param(_) | Type::Unknown
        );
        if parts && !place && reads.iter().any(Read::is_shared) {
            reads.push(Read::Anything);
        }
        if reads.is_empty() {
            return Truth::True;
        }
        let (first, last) = if one.node.start_byte() <= other.node.start_byte() {
            (one, other)
        } else {
            (other, one)
        };
        Stretch::between(first, last).map_or(Truth::Unknown, |stretch| {
            self.changes(&reads, &stretch).negate()
        })
    }

    /// Whether what counts of an operand is only where it is: a method is called by its address.
    fn gives_address(&self, at: At<'_>) -> bool {
        let around = at.node.parent().filter(|around| {
            let operand = around.child_by_field_name("operand");
            operand.is_some_and(|operand| operand.id() == at.node.id())
        });
        let Some(around) = around else {
            return false;
        };
        let of = self.type_of(at);
        let by_method = |field: Node<'_>| {
            let name = self.text(at.with(field));
            !matches!(of, Type::Pointer(_))
                && self.has_pointer_receiver(&of, name) == Some(true)
                && self.goes_through_pointer(&of, name) == Some(false)
        };
        match around.kind() {
            "selector_expression" => around.child_by_field_name("field").is_some_and(by_method),
            "unary_expression" => {
                let operator = around.child_by_field_name("operator");
                operator.is_some_and(|operator| operator.kind() == "&")
            }
            _ => false,
        }
    }

    fn equal<'p>(&self, one: At<'p>, other: At<'p>) -> Truth {
        let (a, b) = (
            node::unparenthesized(one.node),
            node::unparenthesized(other.node),
        );
        if a.kind() != b.kind() {
            return Truth::False;
        }
        match a.kind() {
            "identifier" | "package_identifier" | "type_identifier" | "true" | "false" | "nil" => {
                match (self.entity(one.with(a)), self.entity(other.with(b))) {
                    (Entity::Unknown, _) | (_, Entity::Unknown) => Truth::Unknown,
                    (a, b) => (a == b).into(),
                }
            }
            // Two calls may give two different values.
            "call_expression" | "type_conversion_expression" => self
                .is_call(one.with(a))
                .negate()
                .and(self.equal_parts(one.with(a), other.with(b))),
            "func_literal" | "composite_literal" => Truth::False,
            "unary_expression" if self.text(one.with(a)).starts_with("<-") => Truth::False,
            _ => self.equal_parts(one.with(a), other.with(b)),
        }
    }

    fn equal_parts<'p>(&self, one: At<'p>, other: At<'p>) -> Truth {
        let parts = |of: Node<'p>| -> Vec<Node<'p>> {
            let mut cursor = of.walk();
            let all = of.children(&mut cursor);
            all.filter(|part| !part.is_extra()).collect()
        };
        let (a, b) = (parts(one.node), parts(other.node));
        if a.len() != b.len() {
            return Truth::False;
        }
        if a.is_empty() {
            return (self.text(one) == self.text(other)).into();
        }
        let pairs = a.into_iter().zip(b);
        pairs.fold(Truth::True, |all, (a, b)| {
            all.and(if a.is_named() {
                self.equal(one.with(a), other.with(b))
            } else {
                (a.kind() == b.kind()).into()
            })
        })
    }
}
