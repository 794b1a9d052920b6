//! The type of an expression.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::{DEEPEST, Scope};
use super::select::{Selected, agreed};
use super::types::Direction;
use super::unit::Unit;
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
        let found = self.infer_new(at, depth).bounded();
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
            "identifier" | "type_identifier" | "true" | "false" | "nil" | "iota" => {
                self.identifier(at, depth)
            }
            "int_literal" => Type::Untyped("int"),
            "float_literal" => Type::Untyped("float"),
            "imaginary_literal" => Type::Untyped("complex"),
            "rune_literal" => Type::Untyped("rune"),
            "interpreted_string_literal" | "raw_string_literal" => Type::Untyped("string"),
            "parenthesized_expression" => node::children(at.node)
                .first()
                .map_or(Type::Unknown, |inner| {
                    self.infer(at.with(*inner), depth + 1)
                }),
            "selector_expression" => self.selector(at, depth),
            "call_expression" => self.call(at, depth),
            "type_conversion_expression" => self.conversion(at, depth),
            "composite_literal" => match child("type") {
                Some(of) if of.node.kind() == "implicit_length_array_type" => {
                    self.counted_array(at, of, depth)
                }
                _ => written("type"),
            },
            "literal_value" => self.elided(at, depth),
            "func_literal" => Type::Func(Arc::new(self.signature(
                Scope::Own(at.file),
                at.node,
                depth + 1,
            ))),
            "unary_expression" => self.unary(at, depth),
            "binary_expression" => self.binary(at, depth),
            "index_expression" => match self.generic_value(at, depth) {
                Some(function) => function,
                None => self.indexed(&of("operand")),
            },
            "type_instantiation_expression" | "generic_type" => {
                self.generic_value(at, depth).unwrap_or_default()
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
                if declaration.kind == Kind::Function
                    && let Some(generic) = self.generic_value(at, depth)
                {
                    return generic;
                }
                self.declared(declaration, at, depth)
            }
            Entity::Universe(name) => match &*name {
                "true" | "false" => Type::Untyped("bool"),
                "nil" => Type::Nil,
                "iota" => Type::Untyped("int"),
                _ => Type::Unknown,
            },
            Entity::Imported(path, name) => self.member(&path, &name, depth),
            Entity::Unknown if super::literal::key_of(at).is_some() => self.field_of_key(at, depth),
            _ if [Kind::Function, Kind::Constant, Kind::Variable]
                .iter()
                .any(|kind| self.is_variant(at, *kind)) =>
            {
                self.member(&self.own_path(at.file), self.text(at), depth)
            }
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
            return match self.member(&path, name, depth) {
                Type::Unknown => self.generic_value(at, depth).unwrap_or_default(),
                known => known,
            };
        }
        if self.is_type(at.with(operand)) {
            return self.method_expression(at.with(operand), name, depth);
        }
        let of = self.infer(at.with(operand), depth + 1);
        match self.select(&of, name, &self.own_path(at.file)) {
            Selected::Field(of) => of,
            Selected::Method(method) => method.signature,
            Selected::Nothing | Selected::Unknown => Type::Unknown,
        }
    }

    /// The type of an exported variable, constant or function of another package.
    pub(super) fn member(&self, path: &str, name: &str, depth: usize) -> Type {
        let Some(unit) = self.unit(path) else {
            return Type::Unknown;
        };
        let types = unit.declarations(name).into_iter().map(|(declared, file)| {
            let scope = Scope::Unit(&unit, file);
            let spec = declared.parent()?;
            Some(match spec.kind() {
                "function_declaration" if spec.child_by_field_name("type_parameters").is_none() => {
                    Type::Func(Arc::new(self.signature(scope, spec, depth + 1)))
                }
                "var_spec" | "const_spec" => {
                    let valued = super::declared::valued(spec)?;
                    match valued.child_by_field_name("type") {
                        Some(of) => self.type_from(scope, of, depth + 1),
                        None => self.initial_type(&unit, name, valued, depth),
                    }
                }
                _ => Type::Unknown,
            })
        });
        agreed(types).unwrap_or_default()
    }

    /// The type that a package-level variable or constant without one gets from its value.
    fn initial_type(&self, unit: &Unit, name: &str, spec: Node<'_>, depth: usize) -> Type {
        let value = spec.child_by_field_name("value").map(node::children);
        match value.as_deref() {
            Some([only]) if literal_type(*only) != Type::Unknown && spec.kind() == "const_spec" => {
                literal_type(*only)
            }
            _ if unit.is_stub() => Type::Unknown,
            _ => self.type_elsewhere(&unit.path, name, depth),
        }
    }

    /// `T.Method` as a function of its receiver.
    fn method_expression(&self, receiver: At<'_>, name: &str, depth: usize) -> Type {
        let inner = node::unparenthesized(receiver.node);
        let of = self.type_from(Scope::Own(receiver.file), inner, depth + 1);
        let Selected::Method(method) = self.select(&of, name, &self.own_path(receiver.file)) else {
            return Type::Unknown;
        };
        match method.signature {
            Type::Func(signature) => {
                let mut signature = (*signature).clone();
                signature.params.insert(0, of);
                Type::Func(Arc::new(signature))
            }
            _ => Type::Unknown,
        }
    }

    /// Whether an expression is a type's name, as in a conversion or a method expression.
    pub(super) fn is_type(&self, at: At<'_>) -> bool {
        let inner = node::unparenthesized(at.node);
        match inner.kind() {
            "identifier" | "type_identifier" => match self.entity(at.with(inner)) {
                Entity::Declared(declaration) => {
                    matches!(declaration.kind, Kind::Type | Kind::TypeParameter)
                }
                Entity::Universe(name) => super::resolve::predeclared(&name) != Type::Unknown,
                Entity::Imported(path, name) => self.declares_type(&path, &name),
                _ => self.is_variant(at.with(inner), Kind::Type),
            },
            "unary_expression" => inner
                .child_by_field_name("operand")
                .filter(|_| self.text(at.with(inner)).starts_with('*'))
                .is_some_and(|operand| self.is_type(at.with(operand))),
            "selector_expression" | "qualified_type" => {
                let (package, name) = match inner.kind() {
                    "qualified_type" => ("package", "name"),
                    _ => ("operand", "field"),
                };
                let package = inner.child_by_field_name(package);
                let package = package.map(|package| self.entity(at.with(package)));
                match package.zip(inner.child_by_field_name(name)) {
                    Some((Entity::Package(path), name)) => {
                        self.declares_type(&path, self.text(at.with(name)))
                    }
                    _ => false,
                }
            }
            "generic_type" => inner
                .child_by_field_name("type")
                .is_some_and(|base| self.is_type(at.with(base))),
            "index_expression" => inner
                .child_by_field_name("operand")
                .is_some_and(|base| self.is_type(at.with(base))),
            "type_instantiation_expression" => node::children(inner)
                .first()
                .is_some_and(|base| self.is_type(at.with(*base))),
            kind => kind.ends_with("_type"),
        }
    }

    fn declares_type(&self, path: &str, name: &str) -> bool {
        self.unit(path).is_some_and(|unit| {
            let declared = unit.declarations(name);
            !declared.is_empty()
                && declared.iter().all(|(name, _)| {
                    name.parent()
                        .is_some_and(|spec| matches!(spec.kind(), "type_spec" | "type_alias"))
                })
        })
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

    /// Long concatenations lean to the left, so the left side is a loop and not a descent.
    fn binary(&self, at: At<'_>, depth: usize) -> Type {
        let mut spine = vec![at.node];
        let mut left = at.node.child_by_field_name("left");
        while let Some(next) = left.filter(|next| next.kind() == "binary_expression") {
            spine.push(next);
            left = next.child_by_field_name("left");
        }
        let mut of = left.map_or(Type::Unknown, |left| self.infer(at.with(left), depth + 1));
        for node in spine.into_iter().rev() {
            let operator = node
                .child_by_field_name("operator")
                .map_or("", |op| op.kind());
            let right = || {
                node.child_by_field_name("right")
                    .map(|right| at.with(right))
            };
            let right_type = || right().map_or(Type::Unknown, |right| self.infer(right, depth + 1));
            of = match (operator, of) {
                ("==" | "!=" | "<" | "<=" | ">" | ">=", _) => Type::Untyped("bool"),
                ("<<" | ">>", Type::Untyped(kind)) => match right() {
                    Some(right) if self.is_constant(right, depth + 1) => {
                        Type::Untyped(if kind == "float" { "int" } else { kind })
                    }
                    // Its type is that of what it is used with.
                    _ => Type::Unknown,
                },
                ("<<" | ">>", left) => left,
                // Both sides of all others have one type, unless one of them is an untyped
                // constant.
                (_, left) => match (left, right_type()) {
                    (Type::Untyped(one), Type::Untyped(other)) => Type::Untyped(wider(one, other)),
                    (Type::Untyped(_) | Type::Unknown, Type::Untyped(_) | Type::Unknown) => {
                        Type::Unknown
                    }
                    (Type::Untyped(_) | Type::Unknown, typed) | (typed, _) => typed,
                },
            };
        }
        of
    }

    pub(super) fn indexed(&self, operand: &Type) -> Type {
        match self.underlying(operand, 0) {
            Type::Slice(of) | Type::Array(_, of) | Type::Map(_, of) => (*of).clone(),
            Type::Basic(name) if *name == *"string" => Type::basic("uint8"),
            Type::Untyped("string") => Type::basic("uint8"),
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
pub(super) fn wider(one: &'static str, other: &'static str) -> &'static str {
    let rank = |kind: &str| {
        ["int", "rune", "float", "complex"]
            .iter()
            .position(|k| *k == kind)
    };
    if rank(other) > rank(one) { other } else { one }
}
