//! Whether two expressions are the same.

use crate::syntax::{Node, node};

use super::super::names::may_be_key;
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
        let by_address = self.gives_address(one) && self.gives_address(other);
        let mut reads = Vec::new();
        self.reads(one, by_address, &mut reads);
        // Of a whole struct, any field counts.
        let parts = matches!(
            self.underlying(&self.type_of(one), 0),
            Type::Struct(_) | Type::Array(..) | Type::Param(_) | Type::Unknown
        );
        if parts && !by_address && reads.iter().any(Read::is_shared) {
            reads.push(Read::Anything);
        }
        if reads.is_empty() && !by_address {
            return Truth::True;
        }
        let (first, last) = if one.node.start_byte() <= other.node.start_byte() {
            (one, other)
        } else {
            (other, one)
        };
        let Some(stretch) = Stretch::between(first, last) else {
            return Truth::Unknown;
        };
        // What others do to it, they do to the same one.
        let assigned = by_address
            && self
                .written_in(&stretch)
                .into_iter()
                .any(|target| self.is_around(target, first));
        if assigned {
            return if stretch.again {
                Truth::Unknown
            } else {
                Truth::False
            };
        }
        self.changes(&reads, &stretch).negate()
    }

    /// Whether a target is an operand, or what that is a part of.
    fn is_around(&self, target: At<'_>, operand: At<'_>) -> bool {
        let of = node::unparenthesized(operand.node);
        let inner = of.child_by_field_name("operand");
        self.equal(target, operand) == Truth::True
            || inner.is_some_and(|inner| self.is_around(target, operand.with(inner)))
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
        let from = self.own_path(at.file);
        let by_method = |field: Node<'_>| {
            let name = self.text(at.with(field));
            !matches!(of, Type::Pointer(_))
                && self.has_pointer_receiver(&of, name, &from) == Some(true)
                && self.goes_through_pointer(&of, name, &from) == Some(false)
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
                    (a, b) => (a == b && self.in_one_clause(&a, one, other)).into(),
                }
            }
            // Two calls may give two different values.
            "call_expression" | "type_conversion_expression" => self
                .is_call(one.with(a))
                .negate()
                .and(self.equal_parts(one.with(a), other.with(b))),
            "func_literal" => Truth::False,
            "composite_literal" => self.equal_literals(one.with(a), other.with(b)),
            "unary_expression" if is_new(a) => Truth::False,
            _ => self.equal_parts(one.with(a), other.with(b)),
        }
    }

    /// Literals of structs and arrays are values; those of slices and maps are made anew.
    fn equal_literals<'p>(&self, one: At<'p>, other: At<'p>) -> Truth {
        match self.has_kind(one, &["struct", "array"]) {
            Truth::True => self.equal_parts(one, other),
            unsure => unsure,
        }
    }

    /// The identifier that is the key of an element, where it names a field.
    fn field_key<'p>(&self, element: At<'p>) -> Option<At<'p>> {
        let key = element.with(*node::children(element.node).first()?);
        (may_be_key(key.node) && self.entity(key) == Entity::Unknown).then_some(key)
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
        // A field's name in a literal refers to nothing by itself.
        if let (Some(a), Some(b)) = (self.field_key(one), self.field_key(other)) {
            return (self.text(a) == self.text(b)).into();
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

/// What is received, and the address of a literal, is another one each time.
fn is_new(unary: Node<'_>) -> bool {
    let operator = unary.child_by_field_name("operator");
    let operand = unary.child_by_field_name("operand");
    match operator.map(|operator| operator.kind()) {
        Some("<-") => true,
        Some("&") => {
            operand.is_some_and(|of| node::unparenthesized(of).kind() == "composite_literal")
        }
        _ => false,
    }
}
