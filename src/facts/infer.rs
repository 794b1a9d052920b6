//! The type of an expression.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::{DEEPEST, Scope};
use super::select::Selected;
use super::types::Direction;
use super::{At, Entity, Kind, Package, Type};

impl Package<'_> {
    /// The type of an expression.
    #[must_use]
    pub fn type_of(&self, at: At<'_>) -> Type {
        self.infer(at, 0)
    }

    /// The same, at a depth of recursion; what is asked about itself is not known.
    pub(super) fn infer(&self, at: At<'_>, depth: usize) -> Type {
        if depth > DEEPEST {
            return Type::Unknown;
        }
        let key = (at.file, at.node.id());
        if let Some(known) = self.types().borrow().get(&key) {
            return known.clone();
        }
        self.types().borrow_mut().insert(key, Type::Unknown);
        let found = self.infer_new(at, depth);
        self.types().borrow_mut().insert(key, found.clone());
        found
    }

    fn infer_new(&self, at: At<'_>, depth: usize) -> Type {
        let child = |field: &str| at.node.child_by_field_name(field).map(|node| at.with(node));
        let of =
            |field: &str| child(field).map_or(Type::Unknown, |inner| self.infer(inner, depth + 1));
        let written = |field: &str| {
            child(field).map_or(Type::Unknown, |inner| {
                self.type_from(Scope::Own(at.file), inner.node, depth + 1)
            })
        };
        match at.node.kind() {
            // The argument of `new` may be a variable where the grammar expects a type.
            "identifier" | "type_identifier" => self.identifier(at, depth),
            "int_literal" | "iota" => Type::Untyped("int"),
            "float_literal" => Type::Untyped("float"),
            "imaginary_literal" => Type::Untyped("complex"),
            "rune_literal" => Type::Untyped("rune"),
            "interpreted_string_literal" | "raw_string_literal" => Type::Untyped("string"),
            "true" | "false" => Type::Untyped("bool"),
            "nil" => Type::Nil,
            "parenthesized_expression" => node::children(at.node)
                .first()
                .map_or(Type::Unknown, |inner| {
                    self.infer(at.with(*inner), depth + 1)
                }),
            "selector_expression" => self.selector(at, depth),
            "call_expression" => self.call(at, depth),
            "type_conversion_expression" => self.conversion(at, depth),
            "composite_literal" => match child("type") {
                Some(of) if of.node.kind() == "implicit_length_array_type" => Type::Unknown,
                _ => written("type"),
            },
            "func_literal" => Type::Func(Arc::new(self.signature(
                Scope::Own(at.file),
                at.node,
                depth + 1,
            ))),
            "unary_expression" => self.unary(at, depth),
            "binary_expression" => self.binary(at, depth),
            "index_expression" => {
                let operand = of("operand");
                self.indexed(&operand)
            }
            "slice_expression" => match self.underlying(&of("operand"), 0) {
                Type::Slice(_) => of("operand"),
                Type::Basic(name) if *name == *"string" => of("operand"),
                Type::Untyped("string") => Type::basic("string"),
                Type::Pointer(to) => match self.underlying(&to, 0) {
                    Type::Array(_, of) => Type::Slice(of),
                    _ => Type::Unknown,
                },
                Type::Array(_, of) => Type::Slice(of),
                _ => Type::Unknown,
            },
            "type_assertion_expression" => written("type"),
            _ => Type::Unknown,
        }
    }

    fn identifier(&self, at: At<'_>, depth: usize) -> Type {
        match self.entity(at) {
            Entity::Declared(declaration)
                if !matches!(
                    declaration.kind,
                    Kind::Type | Kind::TypeParameter | Kind::Label
                ) =>
            {
                self.declared(declaration, at, depth)
            }
            Entity::Universe(name) => match &*name {
                "true" | "false" => Type::Untyped("bool"),
                "nil" => Type::Nil,
                "iota" => Type::Untyped("int"),
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }

    fn selector(&self, at: At<'_>, depth: usize) -> Type {
        let (Some(operand), Some(field)) = (
            at.node.child_by_field_name("operand"),
            at.node.child_by_field_name("field"),
        ) else {
            return Type::Unknown;
        };
        let name = self.text(at.with(field));
        if operand.kind() == "identifier"
            && let Entity::Package(path) = self.entity(at.with(operand))
        {
            return self.member(&path, name, depth);
        }
        if self.is_type(at.with(operand)) {
            return Type::Unknown;
        }
        let of = self.infer(at.with(operand), depth + 1);
        match self.select(&of, name) {
            Selected::Field(of) | Selected::Method(_, of) => of,
            Selected::Nothing | Selected::Unknown => Type::Unknown,
        }
    }

    /// The type of an exported variable, constant or function of another package.
    fn member(&self, path: &str, name: &str, depth: usize) -> Type {
        let Some(unit) = self.unit(path) else {
            return Type::Unknown;
        };
        let Some((declared, file)) = unit.declaration(name) else {
            return Type::Unknown;
        };
        let scope = Scope::Unit(&unit, file);
        let Some(spec) = declared.parent() else {
            return Type::Unknown;
        };
        match spec.kind() {
            "function_declaration" if spec.child_by_field_name("type_parameters").is_none() => {
                Type::Func(Arc::new(self.signature(scope, spec, depth + 1)))
            }
            "var_spec" | "const_spec" => match spec.child_by_field_name("type") {
                Some(of) => self.type_from(scope, of, depth + 1),
                None if spec.kind() == "const_spec" => {
                    let value = spec.child_by_field_name("value");
                    let value = value.and_then(|list| node::children(list).first().copied());
                    value.map_or(Type::Unknown, literal_type)
                }
                None => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }

    /// Whether an expression is a type's name, as in a conversion or a method expression.
    pub(super) fn is_type(&self, at: At<'_>) -> bool {
        let inner = node::unparenthesized(at.node);
        match inner.kind() {
            "identifier" => match self.entity(at.with(inner)) {
                Entity::Declared(declaration) => {
                    matches!(declaration.kind, Kind::Type | Kind::TypeParameter)
                }
                Entity::Universe(name) => super::resolve::predeclared(&name) != Type::Unknown,
                _ => false,
            },
            "unary_expression" => inner
                .child_by_field_name("operand")
                .filter(|_| self.text(at.with(inner)).starts_with('*'))
                .is_some_and(|operand| self.is_type(at.with(operand))),
            "selector_expression" => {
                let operand = inner.child_by_field_name("operand");
                let field = inner.child_by_field_name("field");
                match operand
                    .map(|operand| self.entity(at.with(operand)))
                    .zip(field)
                {
                    Some((Entity::Package(path), field)) => {
                        let name = self.text(at.with(field));
                        self.unit(&path)
                            .and_then(|unit| {
                                let (declared, _) = unit.declaration(name)?;
                                Some(matches!(
                                    declared.parent()?.kind(),
                                    "type_spec" | "type_alias"
                                ))
                            })
                            .unwrap_or(false)
                    }
                    _ => false,
                }
            }
            "type_instantiation_expression" | "generic_type" => true,
            kind => kind.ends_with("_type"),
        }
    }

    fn unary(&self, at: At<'_>, depth: usize) -> Type {
        let Some(operand) = at.node.child_by_field_name("operand") else {
            return Type::Unknown;
        };
        let of = self.infer(at.with(operand), depth + 1);
        match at
            .node
            .child_by_field_name("operator")
            .map(|operator| operator.kind())
        {
            Some("&") if of.is_known() || matches!(of, Type::Named(..) | Type::Struct(_)) => {
                Type::Pointer(Arc::new(of))
            }
            Some("*") => match self.underlying(&of, 0) {
                Type::Pointer(to) => (*to).clone(),
                _ => Type::Unknown,
            },
            Some("<-") => match self.underlying(&of, 0) {
                Type::Chan(Direction::Both | Direction::Receive, of) => (*of).clone(),
                _ => Type::Unknown,
            },
            Some("!" | "-" | "+" | "^") => of,
            _ => Type::Unknown,
        }
    }

    fn binary(&self, at: At<'_>, depth: usize) -> Type {
        let side = |field: &str| {
            at.node
                .child_by_field_name(field)
                .map_or(Type::Unknown, |side| self.infer(at.with(side), depth + 1))
        };
        let operator = at
            .node
            .child_by_field_name("operator")
            .map_or("", |op| op.kind());
        match operator {
            "==" | "!=" | "<" | "<=" | ">" | ">=" => Type::Untyped("bool"),
            "<<" | ">>" => match side("left") {
                Type::Untyped(_) => Type::Unknown,
                left => left,
            },
            _ => match (side("left"), side("right")) {
                (Type::Unknown, _) | (_, Type::Unknown) => Type::Unknown,
                (Type::Untyped(one), Type::Untyped(other)) => Type::Untyped(wider(one, other)),
                (Type::Untyped(_), typed) | (typed, _) => typed,
            },
        }
    }

    fn indexed(&self, operand: &Type) -> Type {
        match self.underlying(operand, 0) {
            Type::Slice(of) | Type::Array(_, of) | Type::Map(_, of) => (*of).clone(),
            Type::Basic(name) if *name == *"string" => Type::basic("uint8"),
            Type::Pointer(to) => match self.underlying(&to, 0) {
                Type::Array(_, of) => (*of).clone(),
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }
}

/// The type of a constant of a stub without a type.
fn literal_type(value: Node<'_>) -> Type {
    match value.kind() {
        "int_literal" => Type::Untyped("int"),
        "float_literal" => Type::Untyped("float"),
        "rune_literal" => Type::Untyped("rune"),
        "interpreted_string_literal" | "raw_string_literal" => Type::Untyped("string"),
        "true" | "false" => Type::Untyped("bool"),
        _ => Type::Unknown,
    }
}

/// The kind of an untyped operation: the later of int, rune, float, complex.
fn wider(one: &'static str, other: &'static str) -> &'static str {
    let rank = |kind: &str| {
        ["int", "rune", "float", "complex"]
            .iter()
            .position(|k| *k == kind)
    };
    if rank(other) > rank(one) { other } else { one }
}
