//! Whether two expressions are the same.

use crate::syntax::{Node, node};
use crate::text::Span;

use super::super::{At, Declaration, Entity, Package, Truth};

impl Package<'_> {
    /// `(#same? @a @b)`: the same expression, parentheses and spacing aside: identifiers resolve
    /// to the same declarations, no calls inside, and nothing in it is written between the two.
    #[must_use]
    pub fn is_same(&self, one: At<'_>, other: At<'_>) -> Truth {
        let mut roots = Vec::new();
        let same = self.equal(one, other, &mut roots);
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
                && self.root(target).is_some_and(|root| roots.contains(&root))
        });
        (!written).into()
    }

    fn equal(&self, one: At<'_>, other: At<'_>, roots: &mut Vec<Declaration>) -> Truth {
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
                    (Entity::Declared(a), Entity::Declared(b)) => {
                        roots.push(a);
                        (a == b).into()
                    }
                    (a, b) => (a == b).into(),
                }
            }
            // Two calls may give two different values.
            "call_expression" | "func_literal" | "composite_literal" => Truth::False,
            _ => self.equal_parts(one.with(a), other.with(b), roots),
        }
    }

    fn equal_parts(&self, one: At<'_>, other: At<'_>, roots: &mut Vec<Declaration>) -> Truth {
        let parts = |of: Node<'_>| of.child_count();
        if parts(one.node) != parts(other.node) {
            return Truth::False;
        }
        if parts(one.node) == 0 {
            return (self.text(one) == self.text(other)).into();
        }
        let mut all = Truth::True;
        let (mut a, mut b) = (one.node.walk(), other.node.walk());
        for (a, b) in one.node.children(&mut a).zip(other.node.children(&mut b)) {
            all = all.and(if a.is_named() {
                self.equal(one.with(a), other.with(b), roots)
            } else {
                (a.kind() == b.kind()).into()
            });
        }
        all
    }
}
