//! Expressions without effects.

use crate::syntax::node::{self, Descend};

use super::super::resolve::DEEPEST;
use super::super::select::Selected;
use super::super::{At, Entity, Kind, Package, Truth, Type};

impl Package<'_> {
    /// `(#pure? @e)`: evaluating it has no effect and cannot panic or block. A call is not pure
    /// unless it is known to be; what may panic is unknown.
    #[must_use]
    pub fn is_pure(&self, at: At<'_>) -> Truth {
        self.pure(at, 0)
    }

    pub(super) fn pure(&self, at: At<'_>, depth: usize) -> Truth {
        if depth > DEEPEST {
            return Truth::Unknown;
        }
        let node = at.node;
        let child = |field: &str| {
            node.child_by_field_name(field)
                .map_or(Truth::Unknown, |child| self.pure(at.with(child), depth + 1))
        };
        match node.kind() {
            "int_literal"
            | "float_literal"
            | "imaginary_literal"
            | "rune_literal"
            | "true"
            | "false"
            | "nil"
            | "iota"
            | "interpreted_string_literal"
            | "raw_string_literal"
            | "func_literal"
            | "identifier" => Truth::True,
            "parenthesized_expression"
            | "literal_value"
            | "literal_element"
            | "keyed_element"
            | "expression_list" => node::children(node)
                .into_iter()
                .fold(Truth::True, |all, child| {
                    all.and(self.pure(at.with(child), depth + 1))
                }),
            "composite_literal" => child("body").and(self.pure_keys(at)),
            "unary_expression" => {
                let operator = node.child_by_field_name("operator").map(|of| of.kind());
                match (operator, node.child_by_field_name("operand")) {
                    (Some("<-"), _) => Truth::False,
                    (Some("*"), Some(operand)) if !self.is_not_nil(at.with(operand)) => {
                        Truth::Unknown
                    }
                    _ => child("operand"),
                }
            }
            "binary_expression" => child("left")
                .and(child("right"))
                .and(self.pure_operation(at)),
            "selector_expression" => self.pure_selector(at, depth),
            "index_expression" => child("operand")
                .and(child("index"))
                .and(self.pure_index(at)),
            "call_expression" | "type_conversion_expression" => self.pure_call(at, depth),
            _ => Truth::Unknown,
        }
    }

    /// Whether an operator cannot panic on its operands.
    fn pure_operation(&self, at: At<'_>) -> Truth {
        let field = |name: &str| at.node.child_by_field_name(name).map(|node| at.with(node));
        let (Some(left), Some(operator), Some(right)) =
            (field("left"), field("operator"), field("right"))
        else {
            return Truth::Unknown;
        };
        let of = |operand: At<'_>| self.underlying(&self.type_of(operand), 0);
        let fine = match operator.node.kind() {
            // Interfaces may hold what cannot be compared.
            "==" | "!=" => [left, right].into_iter().any(|operand| {
                self.is_predeclared_nil(operand) || self.is_comparable(&self.type_of(operand))
            }),
            "/" | "%" => match of(right) {
                Type::Basic(name) if is_float(&name) => true,
                _ => self.is_nonzero(right),
            },
            "<<" | ">>" => match of(right) {
                Type::Basic(name) if name.starts_with("uint") => true,
                _ => right.node.kind() == "int_literal",
            },
            _ => true,
        };
        if fine { Truth::True } else { Truth::Unknown }
    }

    /// Literals other than zero; the compiler refuses to divide by a constant that is zero.
    fn is_nonzero(&self, at: At<'_>) -> bool {
        match at.node.kind() {
            "int_literal" | "float_literal" => !self.text(at).trim_matches(['0', '.']).is_empty(),
            "identifier" => match self.entity(at) {
                Entity::Declared(declared) => declared.kind == Kind::Constant,
                _ => false,
            },
            "selector_expression" => {
                let parts = ["operand", "field"].map(|field| at.node.child_by_field_name(field));
                let [Some(package), Some(name)] = parts else {
                    return false;
                };
                match self.entity(at.with(package)) {
                    Entity::Package(path) => {
                        self.is_fixed_member(&path, self.text(at.with(name)), &["const_spec"])
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// An element of a map is there or not; any other index may be out of range.
    fn pure_index(&self, at: At<'_>) -> Truth {
        let fine = at.node.child_by_field_name("operand").is_some_and(|of| {
            match self.underlying(&self.type_of(at.with(of)), 0) {
                Type::Map(key, _) => self.is_comparable(&key),
                _ => false,
            }
        });
        if fine { Truth::True } else { Truth::Unknown }
    }

    /// The keys of a map literal are hashed, which panics for interfaces that hold a slice.
    fn pure_keys(&self, literal: At<'_>) -> Truth {
        let Some(body) = literal.node.child_by_field_name("body") else {
            return Truth::Unknown;
        };
        let mut keys = Vec::new();
        node::walk(body, &mut |node| {
            if node.kind() == "keyed_element" {
                keys.extend(node::children(node).first().copied());
            }
            // Those within have a type of their own.
            if node.kind() == "composite_literal" {
                Descend::Past
            } else {
                Descend::Into
            }
        });
        let of = self.type_of(literal);
        known(
            keys.is_empty() || self.hashes_well(&of, 0) || {
                // The names of fields, for all that is known.
                of == Type::Unknown
                    && keys
                        .into_iter()
                        .all(|key| self.names_field(literal.with(key)))
            },
        )
    }

    /// Whether a key is a name that stands for nothing but a field.
    fn names_field(&self, key: At<'_>) -> bool {
        let name = node::children(key.node).first().copied();
        name.is_some_and(|name| {
            name.kind() == "identifier"
                && match self.meaning(self.text(key.with(name)), key) {
                    Entity::Declared(declared) => !declared.is_variable(),
                    _ => true,
                }
        })
    }

    /// A package's member, a field or a method value; through a pointer it may panic.
    fn pure_selector(&self, at: At<'_>, depth: usize) -> Truth {
        let part = |field: &str| at.node.child_by_field_name(field).map(|node| at.with(node));
        let (Some(operand), Some(field)) = (part("operand"), part("field")) else {
            return Truth::Unknown;
        };
        if let Entity::Package(_) = self.entity(operand) {
            return Truth::True;
        }
        // A method as a function of its receiver.
        if self.is_type(operand) {
            return Truth::True;
        }
        let of = self.type_of(operand);
        let name = self.text(field);
        let from = self.own_path(at.file);
        let direct = self.goes_through_pointer(&of, name, &from) == Some(false);
        let fine = match self.select(&of, name, &from) {
            Selected::Field(_) => true,
            Selected::Method(_) => {
                let pointer = self.has_pointer_receiver(&of, name, &from);
                if pointer == Some(true) && matches!(of, Type::Pointer(_)) {
                    return self.pure(operand, depth + 1).and(known(direct));
                }
                pointer.is_some() && !self.is_interface_type(&of)
            }
            Selected::Nothing | Selected::Unknown => false,
        };
        let reached = match self.underlying(&of, 0) {
            Type::Pointer(_) => self.is_not_nil(operand),
            Type::Unknown | Type::Param(_) => false,
            _ => true,
        };
        self.pure(operand, depth + 1)
            .and(known(fine && direct && reached))
    }
}

pub(super) fn known(fine: bool) -> Truth {
    if fine { Truth::True } else { Truth::Unknown }
}

fn is_float(name: &str) -> bool {
    name.starts_with("float") || name.starts_with("complex")
}
