//! What the value of an expression is read from.

use std::sync::Arc;

use crate::syntax::node;

use super::super::names::{is_name_node, may_be_key};
use super::super::{At, Declaration, Entity, Kind, Package, Truth, Type};
use super::called::Called;

/// Something that a value is read from, and that could be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// A variable of this package.
    Variable(Declaration),
    /// A field of that name, behind a pointer.
    Field(Arc<str>),
    /// An element of a slice, or of an array behind a pointer.
    Element,
    /// An element of a map.
    Entry,
    /// What a pointer points to, another package's variable, or what cannot be told.
    Anything,
}

impl Package<'_> {
    /// What the value of an expression is read from; with `place`, what its address depends on.
    pub(super) fn reads(&self, at: At<'_>, place: bool, found: &mut Vec<Read>) {
        let of = node::unparenthesized(at.node);
        let at = at.with(of);
        let part = |field: &str| of.child_by_field_name(field).map(|node| at.with(node));
        match of.kind() {
            _ if is_name_node(of) => self.reads_name(at, place, found),
            "selector_expression" => self.reads_field(at, place, found),
            "index_expression" => {
                let (Some(operand), Some(index)) = (part("operand"), part("index")) else {
                    return found.push(Read::Anything);
                };
                self.reads(index, false, found);
                match self.underlying(&self.type_of(operand), 0) {
                    Type::Array(..) => {
                        let before = found.len();
                        self.reads(operand, place, found);
                        let shared = !place && found[before..].iter().any(Read::is_shared);
                        found.extend(shared.then_some(Read::Element));
                    }
                    Type::Basic(_) | Type::Untyped(_) => self.reads(operand, false, found),
                    Type::Map(..) => {
                        self.reads(operand, false, found);
                        found.push(Read::Entry);
                    }
                    Type::Slice(_) | Type::Pointer(_) => {
                        self.reads(operand, false, found);
                        found.extend((!place).then_some(Read::Element));
                    }
                    _ => {
                        self.reads(operand, false, found);
                        found.push(Read::Anything);
                    }
                }
            }
            "unary_expression" => {
                let operator = of.child_by_field_name("operator").map(|of| of.kind());
                let Some(operand) = part("operand") else {
                    return found.push(Read::Anything);
                };
                self.reads(operand, operator == Some("&"), found);
                let read = operator == Some("*") && !place || operator == Some("<-");
                found.extend(read.then_some(Read::Anything));
            }
            "call_expression" | "type_conversion_expression" => {
                let called = Called::of(at);
                if self.is_call(at) != Truth::False {
                    found.push(Read::Anything);
                }
                for argument in called.into_iter().flat_map(|called| called.arguments) {
                    self.reads(argument, false, found);
                }
            }
            "type_assertion_expression"
            | "slice_expression"
            | "binary_expression"
            | "literal_value"
            | "literal_element"
            | "keyed_element" => {
                for child in node::children(of) {
                    self.reads(at.with(child), false, found);
                }
            }
            "composite_literal" => {
                if let Some(body) = part("body") {
                    self.reads(body, false, found);
                }
            }
            kind if kind.ends_with("_literal") || kind.ends_with("_type") => {}
            _ => found.push(Read::Anything),
        }
    }

    fn reads_name(&self, at: At<'_>, place: bool, found: &mut Vec<Read>) {
        match self.entity(at) {
            // A field's name in a literal is read from nowhere.
            Entity::Unknown if may_be_key(at.node) && !self.is_expression_key(at) => {}
            Entity::Declared(variable) if variable.is_variable() => {
                found.extend((!place).then_some(Read::Variable(variable)));
            }
            Entity::Declared(_) | Entity::Universe(_) | Entity::Package(_) => {}
            Entity::Imported(path, name) => self.reads_member(&path, &name, found),
            Entity::Blank | Entity::Unknown => found.push(Read::Anything),
        }
    }

    fn reads_field(&self, at: At<'_>, place: bool, found: &mut Vec<Read>) {
        let part = |field: &str| at.node.child_by_field_name(field).map(|node| at.with(node));
        let (Some(operand), Some(field)) = (part("operand"), part("field")) else {
            return found.push(Read::Anything);
        };
        let name = self.text(field);
        if let Entity::Package(path) = self.entity(operand) {
            return self.reads_member(&path, name, found);
        }
        let of = self.type_of(operand);
        let direct = self.goes_through_pointer(&of, name, &self.own_path(at.file)) == Some(false);
        match self.underlying(&of, 0) {
            Type::Struct(_) if direct => {
                let before = found.len();
                self.reads(operand, place, found);
                // Pointers may lead to the inner struct, too.
                let shared = !place && found[before..].iter().any(Read::is_shared);
                found.extend(shared.then(|| Read::Field(name.into())));
            }
            Type::Pointer(_) if direct => {
                self.reads(operand, false, found);
                found.extend((!place).then(|| Read::Field(name.into())));
            }
            _ => {
                self.reads(operand, false, found);
                found.push(Read::Anything);
            }
        }
    }

    fn reads_member(&self, path: &str, name: &str, found: &mut Vec<Read>) {
        if !self.is_fixed_member(path, name, &["const_spec", "function_declaration"]) {
            found.push(Read::Anything);
        }
    }

    /// Whether a package declares a name in one of these ways.
    pub(super) fn is_fixed_member(&self, path: &str, name: &str, ways: &[&str]) -> bool {
        self.unit(path).is_some_and(|unit| {
            let declared = unit.declarations(name);
            !declared.is_empty()
                && declared.iter().all(|(name, _)| {
                    let by = name.parent();
                    by.is_some_and(|by| ways.contains(&by.kind()))
                })
        })
    }
}

impl Read {
    /// Whether it is read from where other pointers may lead to as well.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Field(_) | Self::Element | Self::Anything)
    }
}

impl Declaration {
    /// Whether it holds a value that can change.
    pub(super) fn is_variable(self) -> bool {
        matches!(
            self.kind,
            Kind::Variable | Kind::Parameter | Kind::Result | Kind::Receiver
        )
    }
}
