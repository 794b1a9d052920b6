//! Plain values that lead somewhere all the same: slices and maps share what they are made of, and
//! an `error` may be anything.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::{At, Declaration, Package, Truth, Type};
use super::Knowledge;
use super::called::{Called, bare};
use super::escape::Watch;

impl Package<'_> {
    /// Whether what is kept of an expression, as a value of a plain type, may share memory with
    /// one of the variables, or have it inside of an `error`.
    pub(super) fn lends(
        &self,
        value: At<'_>,
        of: &Type,
        any: &[Declaration],
        knowledge: &Knowledge,
    ) -> bool {
        self.needs(value, any, knowledge)
            && (self.shares(of) && self.shares_memory(value, any, knowledge)
                || self.has_error(of) && self.is_disguised(value, any))
    }

    /// Whether something of one of the variables gets on with the value of an expression.
    pub(super) fn passes_on(
        &self,
        value: At<'_>,
        any: &[Declaration],
        knowledge: &Knowledge,
    ) -> bool {
        let of = self.type_of(value);
        if self.is_plain(&of) {
            self.lends(value, &of, any, knowledge)
        } else {
            self.needs(value, any, knowledge)
        }
    }

    /// The type that tells what is kept where one value is assigned: of an `error` the value's own,
    /// if it is known.
    pub(super) fn kept_type(&self, target: At<'_>, value: At<'_>) -> Type {
        let of = self.type_of(target);
        let ranges = node::ancestors(target.node)
            .take(2)
            .any(|around| around.kind() == "range_clause");
        if of != Type::universe("error") || ranges {
            return of;
        }
        match self.type_of(value) {
            own if own.is_known() && !matches!(own, Type::Tuple(_)) => own,
            _ => of,
        }
    }

    fn shares_memory(&self, value: At<'_>, any: &[Declaration], knowledge: &Knowledge) -> bool {
        let of = node::unparenthesized(value.node);
        let at = value.with(of);
        match of.kind() {
            "composite_literal" => of.child_by_field_name("body").is_some_and(|body| {
                elements(at.with(body))
                    .into_iter()
                    .any(|part| self.passes_on(part, any, knowledge))
            }),
            "call_expression" | "type_conversion_expression" => {
                self.call_shares(at, any, knowledge)
            }
            _ => self.uses(at, any, knowledge),
        }
    }

    fn call_shares(&self, at: At<'_>, any: &[Declaration], knowledge: &Knowledge) -> bool {
        let Some(called) = Called::of(at) else {
            return true;
        };
        if self.is_conversion(called.function) == Truth::True {
            // The bytes of a string are copied.
            let mut converted = called.arguments.into_iter();
            return converted.any(|of| self.passes_on(of, any, knowledge));
        }
        let name = self.callee(at).map(|callee| callee.name);
        match name.as_deref() {
            Some("append") => {
                let parts = called.arguments.iter();
                parts
                    .enumerate()
                    .any(|(index, part)| match part.node.kind() {
                        "variadic_argument" if index > 0 => {
                            self.spreads_memory(*part) && self.uses(*part, any, knowledge)
                        }
                        _ => self.passes_on(*part, any, knowledge),
                    })
            }
            Some("make" | "new") => false,
            _ => self.uses(at, any, knowledge),
        }
    }

    /// Whether the elements of what stands in `append(x, s...)` share memory; it is they that are
    /// copied.
    pub(super) fn spreads_memory(&self, spread: At<'_>) -> bool {
        let inner = node::children(spread.node).first().copied();
        inner.is_none_or(|inner| self.has_sharing_elements(spread.with(inner)))
    }

    /// Whether a copy of the elements of a value shares memory with it.
    pub(super) fn has_sharing_elements(&self, of: At<'_>) -> bool {
        match self.underlying(&self.type_of(of), 0) {
            Type::Slice(of) => !self.is_plain(&of) || self.shares(&of),
            Type::Basic(_) | Type::Untyped(_) => false,
            _ => true,
        }
    }

    /// Whether an `error` may be or have one of the variables: a literal does, or another `error`
    /// that was found to.
    fn is_disguised(&self, value: At<'_>, any: &[Declaration]) -> bool {
        let mut found = false;
        node::walk(value.node, &mut |node| {
            let at = value.with(node);
            found = found
                || match node.kind() {
                    "composite_literal" => {
                        self.mentions(at, any) && !self.is_plain(&self.type_of(at))
                    }
                    "identifier" => {
                        self.refers_to_any(at, any) && self.has_error(&self.type_of(at))
                    }
                    _ => false,
                };
            if found { Descend::Past } else { Descend::Into }
        });
        found
    }

    /// Whether what is kept of an expression, as a value of a plain type, keeps hold of what is
    /// watched: it is the watched variable, or all of its memory, or may be a part of it.
    pub(super) fn keeps_plain(&self, value: At<'_>, of: &Type, watch: &Watch<'_>) -> Truth {
        if !self.lends(value, of, &watch.taint.all, watch.knowledge) {
            return Truth::False;
        }
        let itself = whole(value.node).is_some_and(|name| {
            let root = self.root(value.with(name));
            root.is_some_and(|root| watch.own.contains(&root))
        });
        if itself { Truth::True } else { Truth::Unknown }
    }

    /// Whether what is watched goes where a variable goes that needs it: one of a plain type may
    /// have a part of it only.
    pub(super) fn goes_with(&self, variable: Declaration, at: At<'_>, watch: &Watch<'_>) -> Truth {
        if !watch.taint.all.contains(&variable) {
            return Truth::False;
        }
        if watch.own.contains(&variable) || !self.is_plain(&self.declared(variable, at, 0)) {
            return Truth::True;
        }
        Truth::Unknown
    }

    /// The same for all that a node mentions.
    pub(super) fn goes_with_mentioned(&self, at: At<'_>, watch: &Watch<'_>) -> Truth {
        let all = watch.taint.all.iter();
        let mentioned = all.filter(|one| self.mentions(at, &[**one]));
        mentioned.fold(Truth::False, |worst, one| {
            worst.or(self.goes_with(*one, at, watch))
        })
    }
}

/// The name of the variable that an expression is all or a stretch of.
fn whole(of: Node<'_>) -> Option<Node<'_>> {
    let of = bare(of);
    match of.kind() {
        "identifier" => Some(of),
        "slice_expression" => whole(of.child_by_field_name("operand")?),
        _ => None,
    }
}

/// The values in a literal, those of literals within it included.
fn elements(body: At<'_>) -> Vec<At<'_>> {
    let mut found = Vec::new();
    node::walk(body.node, &mut |node| {
        if matches!(
            node.kind(),
            "literal_value" | "keyed_element" | "literal_element"
        ) {
            return Descend::Into;
        }
        found.push(body.with(node));
        Descend::Past
    });
    found
}
