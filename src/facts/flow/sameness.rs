//! Whether two expressions are the same.

use crate::syntax::{Node, node};
use crate::text::Span;

use super::super::names::may_be_key;
use super::super::{At, Entity, Package, Truth, Type};

impl Package<'_> {
    /// `(#same? @a @b)`: the same expression, parentheses and spacing aside: identifiers resolve
    /// to the same declarations, no calls inside (but conversions), nothing received, and nothing
    /// in it is written between the two.
    #[must_use]
    pub fn is_same(&self, one: At<'_>, other: At<'_>) -> Truth {
        let mut reads = Vec::new();
        let same = self.equal(one, other, &mut reads);
        if same != Truth::True {
            return same;
        }
        let (first, last) = if one.node.start_byte() <= other.node.start_byte() {
            (one.node, other.node)
        } else {
            (other.node, one.node)
        };
        let function = node::enclosing_function(first);
        if function.map(|f| f.id()) != node::enclosing_function(last).map(|f| f.id()) {
            return Truth::Unknown;
        }
        let Some(function) = function else {
            return Truth::True;
        };
        let between = Span::new(first.end_byte(), last.start_byte());
        let written = self.writes(one.with(function)).into_iter().any(|target| {
            between.contains(node::span(target.node))
                && reads.iter().any(|read| self.may_change(target, *read))
        });
        (!written).into()
    }

    /// Whether what is written may be a part of what is read by way of a variable. Two fields of
    /// one struct are not.
    fn may_change(&self, target: At<'_>, read: At<'_>) -> bool {
        let Some(root) = self.root(target) else {
            return false;
        };
        if self.entity(read) != Entity::Declared(root) {
            return false;
        }
        let mut variable = node::unparenthesized(target.node);
        while variable.kind() != "identifier" {
            let inner = variable.child_by_field_name("operand");
            match inner.or_else(|| node::children(variable).first().copied()) {
                Some(inner) => variable = inner,
                None => return true,
            }
        }
        let (written, read) = (fields(target.with(variable)), fields(read));
        let parting = written
            .iter()
            .zip(&read)
            .find(|(a, b)| self.text(**a) != self.text(**b));
        !parting.is_some_and(|(a, b)| self.is_own_field(*a) && self.is_own_field(*b))
    }

    /// Whether a selected field is the struct's own, and nothing that it embeds.
    fn is_own_field(&self, field: At<'_>) -> bool {
        let Some(operand) = field
            .node
            .parent()
            .and_then(|of| of.child_by_field_name("operand"))
        else {
            return false;
        };
        let of = self.type_of(field.with(operand));
        match self.underlying(of.pointee(), 0) {
            Type::Struct(fields) => {
                let name = self.text(field);
                let embedded = fields.embedded.iter().map(|of| of.pointee().to_string());
                fields.named.contains_key(name)
                    && embedded
                        .into_iter()
                        .all(|of| of.rsplit('.').next() != Some(name))
            }
            _ => false,
        }
    }

    fn equal<'p>(&self, one: At<'p>, other: At<'_>, reads: &mut Vec<At<'p>>) -> Truth {
        let (a, b) = (
            node::unparenthesized(one.node),
            node::unparenthesized(other.node),
        );
        if a.kind() != b.kind() {
            return Truth::False;
        }
        match a.kind() {
            "identifier" | "package_identifier" | "type_identifier" => {
                match (self.entity(one.with(a)), self.entity(other.with(b))) {
                    (Entity::Unknown, _) | (_, Entity::Unknown) => Truth::Unknown,
                    (Entity::Declared(of), Entity::Declared(other)) => {
                        reads.push(one.with(a));
                        (of == other).into()
                    }
                    (a, b) => (a == b).into(),
                }
            }
            // Two calls may give two different values.
            "call_expression" => {
                let function = a.child_by_field_name("function");
                if function.is_some_and(|function| self.is_type(one.with(function))) {
                    self.equal_parts(one.with(a), other.with(b), reads)
                } else {
                    Truth::False
                }
            }
            "func_literal" => Truth::False,
            "composite_literal" => self.equal_literals(one.with(a), other.with(b), reads),
            "unary_expression" if is_new(a) => Truth::False,
            _ => self.equal_parts(one.with(a), other.with(b), reads),
        }
    }

    /// Literals of structs and arrays are values; those of slices and maps are made anew.
    fn equal_literals<'p>(&self, one: At<'p>, other: At<'_>, reads: &mut Vec<At<'p>>) -> Truth {
        match self.has_kind(one, &["struct", "array"]) {
            Truth::True => self.equal_parts(one, other, reads),
            unsure => unsure,
        }
    }

    fn equal_parts<'p>(&self, one: At<'p>, other: At<'_>, reads: &mut Vec<At<'p>>) -> Truth {
        let parts = |of: Node<'_>| of.child_count();
        if parts(one.node) != parts(other.node) {
            return Truth::False;
        }
        if parts(one.node) == 0 {
            return (self.text(one) == self.text(other)).into();
        }
        // A field's name in a literal refers to nothing by itself.
        if let (Some(a), Some(b)) = (self.field_key(one), self.field_key(other)) {
            return (self.text(a) == self.text(b)).into();
        }
        let mut all = Truth::True;
        let (mut a, mut b) = (one.node.walk(), other.node.walk());
        for (a, b) in one.node.children(&mut a).zip(other.node.children(&mut b)) {
            all = all.and(if a.is_named() {
                self.equal(one.with(a), other.with(b), reads)
            } else {
                (a.kind() == b.kind()).into()
            });
        }
        all
    }

    /// The identifier that is the key of an element, where it names a field.
    fn field_key<'p>(&self, element: At<'p>) -> Option<At<'p>> {
        let key = element.with(*node::children(element.node).first()?);
        (may_be_key(key.node) && self.entity(key) == Entity::Unknown).then_some(key)
    }
}

/// The fields that are selected of a variable, one of the other.
fn fields(variable: At<'_>) -> Vec<At<'_>> {
    let mut found = Vec::new();
    let mut of = variable.node;
    while let Some(parent) = of.parent() {
        let field = parent.child_by_field_name("field");
        match (parent.kind(), field) {
            ("selector_expression", Some(field)) if field.id() != of.id() => {
                found.push(variable.with(field));
            }
            ("parenthesized_expression", _) => {}
            _ => break,
        }
        of = parent;
    }
    found
}

/// Whether evaluating it twice gives two things: what is received, and the address of a literal.
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
