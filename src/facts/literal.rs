//! Composite literals: elements without a type of their own, the fields that keys name, and the
//! length of arrays that are counted.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::{DEEPEST, Scope};
use super::select::Selected;
use super::types::member_id;
use super::{At, Entity, Kind, Package, Type};

/// What the elements between a literal's braces belong to.
fn around(element: Node<'_>) -> Option<(Node<'_>, bool)> {
    let element = element.parent().filter(|n| n.kind() == "literal_element")?;
    let parent = element.parent()?;
    if parent.kind() != "keyed_element" {
        return Some((parent, false));
    }
    let key = node::children(parent).first()?.id() == element.id();
    Some((parent.parent()?, key))
}

/// The literal that an identifier is a key of.
pub(super) fn key_of(at: At<'_>) -> Option<At<'_>> {
    match around(at.node) {
        Some((value, true)) => Some(at.with(value)),
        _ => None,
    }
}

impl Package<'_> {
    /// The type of a literal by the node between its braces.
    fn literal_type(&self, value: At<'_>, depth: usize) -> Type {
        let Some(parent) = value.node.parent() else {
            return Type::Unknown;
        };
        match parent.kind() {
            "composite_literal" => self.infer(value.with(parent), depth + 1),
            _ => self.infer(value, depth + 1),
        }
    }

    /// `{…}` as an element: of the type that its literal's elements have.
    pub(super) fn elided(&self, at: At<'_>, depth: usize) -> Type {
        if at
            .node
            .parent()
            .is_some_and(|n| n.kind() == "composite_literal")
        {
            return Type::Unknown; // only the braces of a whole literal
        }
        let Some((outer, is_key)) = around(at.node) else {
            return Type::Unknown;
        };
        if depth > DEEPEST {
            return Type::Unknown;
        }
        let outer = self.literal_type(at.with(outer), depth + 1);
        let outer = match outer {
            // `&T` is left out, too.
            Type::Pointer(to) => (*to).clone(),
            other => other,
        };
        match (self.underlying(&outer, 0), is_key) {
            (Type::Slice(of) | Type::Array(_, of) | Type::Map(_, of), false)
            | (Type::Map(of, _), true) => (*of).clone(),
            _ => Type::Unknown,
        }
    }

    /// The type of the field that a key names.
    pub(super) fn field_of_key(&self, at: At<'_>, depth: usize) -> Type {
        let Some(value) = key_of(at) else {
            return Type::Unknown;
        };
        let of = self.literal_type(value, depth + 1);
        match self.underlying(of.pointee(), 0) {
            // A key names a field of the struct itself, not a promoted one.
            Type::Struct(fields) => {
                let id = member_id(&self.own_path(at.file), self.text(at));
                fields.named.get(&id).cloned().unwrap_or_default()
            }
            Type::Unknown => match self.select(&of, self.text(at), &self.own_path(at.file)) {
                Selected::Field(of) => of,
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }

    /// Whether the keys of the literal that an identifier is a key of are expressions: it is known
    /// not to be a struct.
    pub(super) fn is_expression_key(&self, at: At<'_>) -> bool {
        let Some(value) = key_of(at) else {
            return false;
        };
        let written = value
            .node
            .parent()
            .and_then(|literal| literal.child_by_field_name("type"));
        if written.is_some_and(|of| {
            matches!(
                of.kind(),
                "map_type" | "slice_type" | "array_type" | "implicit_length_array_type"
            )
        }) {
            return true;
        }
        let of = self.literal_type(value, 0);
        matches!(
            self.underlying(of.pointee(), 0),
            Type::Map(..) | Type::Slice(_) | Type::Array(..)
        )
    }

    /// `[...]T{…}`
    pub(super) fn counted_array(&self, literal: At<'_>, of: At<'_>, depth: usize) -> Type {
        let element = of.node.child_by_field_name("element");
        let Some((element, body)) = element.zip(literal.node.child_by_field_name("body")) else {
            return Type::Unknown;
        };
        let scope = Scope::Own(of.file);
        let (mut next, mut length) = (0, 0);
        for element in node::children(body) {
            if element.kind() == "keyed_element" {
                let key = element.named_child(0).and_then(|key| key.named_child(0));
                match key.and_then(|key| self.integer(scope, key, depth + 1)) {
                    Some(at) => next = at,
                    None => return Type::Unknown,
                }
            }
            next += 1;
            length = length.max(next);
        }
        let element = self.type_from(scope, element, depth + 1);
        Type::Array(length.to_string().into(), Arc::new(element))
    }

    /// Whether an expression is known to be a constant.
    pub(super) fn is_constant(&self, at: At<'_>, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let all = |fields: &[&str]| {
            fields.iter().all(|field| {
                at.node
                    .child_by_field_name(field)
                    .is_some_and(|part| self.is_constant(at.with(part), depth + 1))
            })
        };
        match at.node.kind() {
            "int_literal"
            | "float_literal"
            | "imaginary_literal"
            | "rune_literal"
            | "interpreted_string_literal"
            | "raw_string_literal"
            | "true"
            | "false"
            | "iota" => true,
            "parenthesized_expression" => node::children(at.node)
                .first()
                .is_some_and(|inner| self.is_constant(at.with(*inner), depth + 1)),
            "unary_expression" => all(&["operand"]),
            "binary_expression" => all(&["left", "right"]),
            "identifier" => match self.entity(at) {
                Entity::Declared(declaration) => declaration.kind == Kind::Constant,
                Entity::Universe(name) => matches!(&*name, "true" | "false" | "iota"),
                _ => self.is_variant(at, Kind::Constant),
            },
            "selector_expression" => {
                let package = at.node.child_by_field_name("operand");
                let name = at.node.child_by_field_name("field");
                let Some((package, name)) = package.zip(name) else {
                    return false;
                };
                let Entity::Package(path) = self.entity(at.with(package)) else {
                    return false;
                };
                let unit = self.unit(&path);
                unit.is_some_and(|unit| {
                    let declared = unit.declarations(self.text(at.with(name)));
                    !declared.is_empty()
                        && declared.iter().all(|(name, _)| {
                            name.parent().is_some_and(|s| s.kind() == "const_spec")
                        })
                })
            }
            "call_expression" => {
                let function = at.node.child_by_field_name("function");
                let arguments = at.node.child_by_field_name("arguments").map(node::children);
                match (function, arguments.as_deref()) {
                    (Some(function), Some([only])) => {
                        self.is_type(at.with(function))
                            && self.is_constant(at.with(*only), depth + 1)
                            && matches!(
                                self.underlying(&self.infer(at, depth + 1), 0),
                                Type::Basic(_)
                            )
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}
