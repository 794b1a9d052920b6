//! Type syntax to types, in a file of this package or of another one.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::parameters::type_parameters;
use super::select::agreed;
use super::types::Direction;
use super::unit::Unit;
use super::{At, Declaration, Entity, FileId, Kind, Package, Truth, Type};

/// Types nested deeper than this are not known.
pub(super) const DEEPEST: usize = 40;

/// Where a type is written.
#[derive(Clone, Copy)]
pub(super) enum Scope<'s> {
    /// In a file of the package under analysis, possibly in a function.
    Own(FileId),
    /// At the top level of a file of another package (or of this one, by its declarations).
    Unit(&'s Unit, usize),
}

impl Scope<'_> {
    pub(super) fn is_stub(self) -> bool {
        matches!(self, Self::Unit(unit, _) if unit.is_stub())
    }
}

impl Package<'_> {
    /// The type that a type node stands for.
    pub(super) fn type_from(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Type {
        if depth > DEEPEST {
            return Type::Unknown;
        }
        let inner = |field: &str| {
            of.child_by_field_name(field)
                .map_or(Type::Unknown, |inner| {
                    self.type_from(scope, inner, depth + 1)
                })
        };
        let first = || {
            let first = node::children(of).first().copied();
            first.map_or(Type::Unknown, |inner| {
                self.type_from(scope, inner, depth + 1)
            })
        };
        match of.kind() {
            "type_identifier" | "identifier" | "qualified_type" | "selector_expression" => {
                self.named(scope, of, &[], depth)
            }
            "generic_type" => {
                let args = of.child_by_field_name("type_arguments").map(node::children);
                let args: Vec<Type> = args
                    .unwrap_or_default()
                    .into_iter()
                    .map(|arg| self.type_from(scope, arg, depth + 1))
                    .collect();
                of.child_by_field_name("type")
                    .map_or(Type::Unknown, |base| self.named(scope, base, &args, depth))
            }
            "type_elem" | "type_constraint" if node::children(of).len() != 1 => Type::Unknown,
            "parenthesized_type" | "parenthesized_expression" | "type_elem" | "type_constraint" => {
                first()
            }
            "pointer_type" => Type::Pointer(Arc::new(first())),
            "unary_expression" => match of.child_by_field_name("operator").map(|op| op.kind()) {
                Some("*") => Type::Pointer(Arc::new(inner("operand"))),
                _ => Type::Unknown,
            },
            "slice_type" => Type::Slice(Arc::new(inner("element"))),
            "array_type" => {
                let length = of.child_by_field_name("length");
                match length.and_then(|length| self.integer(scope, length, depth + 1)) {
                    Some(length) => {
                        Type::Array(length.to_string().into(), Arc::new(inner("element")))
                    }
                    None => Type::Unknown,
                }
            }
            "map_type" => Type::Map(Arc::new(inner("key")), Arc::new(inner("value"))),
            "channel_type" => self.channel(scope, of, false, depth),
            "function_type" => Type::Func(Arc::new(self.signature(scope, of, depth + 1))),
            "struct_type" => Type::Struct(Arc::new(self.fields(scope, of, depth + 1))),
            "interface_type" => {
                if node::children(of).is_empty() {
                    return Type::universe("any");
                }
                Type::Interface(Arc::new(self.methods(scope, of, depth + 1)))
            }
            _ => Type::Unknown,
        }
    }

    /// An arrow belongs to the leftmost `chan` that can have it, and not to the element's, as the
    /// grammar has it: `chan<- chan T` sends channels. What is `taken` is the arrow that a type
    /// begins with.
    fn channel(&self, scope: Scope<'_>, of: Node<'_>, taken: bool, depth: usize) -> Type {
        if depth > DEEPEST {
            return Type::Unknown;
        }
        let mut cursor = of.walk();
        let words: Vec<&str> = of.children(&mut cursor).map(|child| child.kind()).collect();
        let Some(value) = of.child_by_field_name("value") else {
            return Type::Unknown;
        };
        let arrow = value.kind() == "channel_type"
            && value.child(0).is_some_and(|first| first.kind() == "<-");
        let direction = match words.as_slice() {
            ["<-", ..] if !taken => Direction::Receive,
            ["chan", "<-", ..] => Direction::Send,
            _ if arrow => {
                let element = self.channel(scope, value, true, depth + 1);
                return Type::Chan(Direction::Send, Arc::new(element));
            }
            _ => Direction::Both,
        };
        Type::Chan(direction, Arc::new(self.type_from(scope, value, depth + 1)))
    }

    pub(super) fn slice<'s>(&'s self, scope: Scope<'s>, of: Node<'_>) -> &'s str {
        match scope {
            Scope::Own(file) => self.input(file).text.get(of.byte_range()).unwrap_or(""),
            Scope::Unit(unit, file) => unit.source(file).slice(of),
        }
    }

    /// A type by name, with arguments.
    fn named(&self, scope: Scope<'_>, of: Node<'_>, args: &[Type], depth: usize) -> Type {
        let (package, name) = match of.kind() {
            "qualified_type" => (
                of.child_by_field_name("package"),
                of.child_by_field_name("name"),
            ),
            "selector_expression" => (
                of.child_by_field_name("operand"),
                of.child_by_field_name("field"),
            ),
            _ => (None, Some(of)),
        };
        let Some(name) = name else {
            return Type::Unknown;
        };
        let text = self.slice(scope, name);
        if let Some(package) = package {
            let path = match scope {
                Scope::Own(file) => match self.entity(At {
                    file,
                    node: package,
                }) {
                    Entity::Package(path) => Some(path),
                    _ => None,
                },
                Scope::Unit(unit, file) => {
                    let spelled = self.slice(scope, package);
                    unit.imported(file, spelled, |path| self.known_name(path))
                }
            };
            return path.map_or(Type::Unknown, |path| {
                self.declared_type(&path, text, args, depth)
            });
        }
        match scope {
            Scope::Own(file) => match self.entity(At { file, node: name }) {
                Entity::Declared(declaration) => self.own_type(declaration, text, args, depth),
                Entity::Universe(name) => predeclared(&name),
                Entity::Imported(path, name) => self.declared_type(&path, &name, args, depth),
                _ if self.is_variant(At { file, node: name }, Kind::Type) => {
                    self.declared_type(&self.own_path(file), text, args, depth)
                }
                _ => Type::Unknown,
            },
            Scope::Unit(unit, file) => {
                if self.is_type_parameter(scope, of, text) {
                    return Type::Param(text.into());
                }
                self.named_in_unit(unit, file, text, args, depth)
            }
        }
    }

    /// A type by its name alone, in a file of another package.
    fn named_in_unit(
        &self,
        unit: &Unit,
        file: usize,
        name: &str,
        args: &[Type],
        depth: usize,
    ) -> Type {
        let own = || self.declared_type(&unit.path, name, args, depth);
        let beyond = || {
            let mut dots = unit
                .dots(file)
                .filter(|_| name.starts_with(char::is_uppercase));
            match (dots.next(), dots.next()) {
                (None, _) => predeclared(name),
                (Some(path), None) => self.declared_type(path, name, args, depth),
                (Some(_), Some(_)) => Type::Unknown,
            }
        };
        match unit.sees(file, name) {
            Truth::False => beyond(),
            Truth::True => own(),
            // Where the file that declares it is left out, it is what it would be otherwise.
            Truth::Unknown => match beyond() {
                Type::Unknown => own(),
                beyond if beyond == own() => beyond,
                _ => Type::Unknown,
            },
        }
    }

    fn own_type(&self, declaration: Declaration, name: &str, args: &[Type], depth: usize) -> Type {
        match declaration.kind {
            Kind::TypeParameter => Type::Param(name.into()),
            Kind::Type if self.is_local(declaration) => {
                self.local_type(declaration, name, args, depth)
            }
            Kind::Type => self.declared_type(&self.own_path(declaration.file), name, args, depth),
            _ => Type::Unknown,
        }
    }

    fn local_type(
        &self,
        declaration: Declaration,
        name: &str,
        args: &[Type],
        depth: usize,
    ) -> Type {
        let spec = self
            .declaration_node(declaration)
            .and_then(|name| name.node.parent());
        let Some(spec) = spec else {
            return Type::Unknown;
        };
        match spec.kind() {
            "type_spec" if args.is_empty() => Type::Local(declaration, name.into()),
            "type_alias" => self
                .aliased(Scope::Own(declaration.file), spec, args, depth)
                .unwrap_or_default(),
            _ => Type::Unknown,
        }
    }

    /// What an alias stands for, with its type parameters replaced.
    fn aliased(
        &self,
        scope: Scope<'_>,
        alias: Node<'_>,
        args: &[Type],
        depth: usize,
    ) -> Option<Type> {
        let map = self.arguments(scope, alias, args);
        if type_parameters(alias).len() != args.len() || map.len() != args.len() {
            return None;
        }
        let of = alias.child_by_field_name("type")?;
        Some(
            self.type_from(scope, of, depth + 1)
                .substituted(&map)
                .bounded(),
        )
    }

    /// A package's type by name, aliases followed; unknown where the package cannot be read,
    /// since any name may be an alias.
    pub(super) fn declared_type(
        &self,
        path: &str,
        name: &str,
        args: &[Type],
        depth: usize,
    ) -> Type {
        if args.is_empty() {
            return self.declared_anew(path, name, args, depth);
        }
        // Aliases may be made of each other many times over.
        let key = (path.into(), name.into(), args.to_vec());
        if let Some(known) = self.instances().borrow().get(&key) {
            return known.clone();
        }
        let found = self.declared_anew(path, name, args, depth);
        self.instances().borrow_mut().insert(key, found.clone());
        found
    }

    fn declared_anew(&self, path: &str, name: &str, args: &[Type], depth: usize) -> Type {
        let Some(unit) = self.unit(path) else {
            return Type::Unknown;
        };
        let types = unit.declarations(name).into_iter().map(|(declared, file)| {
            let spec = declared.parent()?;
            match spec.kind() {
                "type_spec" => {
                    let generic = spec.child_by_field_name("type_parameters").is_some();
                    (generic != args.is_empty())
                        .then(|| Type::Named(path.into(), name.into(), args.to_vec()))
                }
                "type_alias" => self.aliased(Scope::Unit(&unit, file), spec, args, depth),
                _ => None,
            }
        });
        agreed(types).unwrap_or_default()
    }

    /// The type behind a declared one; other types as they are.
    pub(super) fn underlying(&self, of: &Type, depth: usize) -> Type {
        if depth > DEEPEST {
            return Type::Unknown;
        }
        match of {
            Type::Named(path, name, _) if !path.is_empty() && !is_unsafe_pointer(path, name) => {
                agreed(self.underlying_variants(of, depth).into_iter()).unwrap_or_default()
            }
            Type::Local(..) => match self.declared_as(of, depth) {
                Some(of) => self.underlying(&of, depth + 1),
                None => Type::Unknown,
            },
            _ => of.clone(),
        }
    }

    /// The types behind a declared one: several where platforms have their own.
    pub(super) fn underlying_variants(&self, of: &Type, depth: usize) -> Vec<Option<Type>> {
        let direct = self.direct_variants(of, depth).into_iter();
        direct
            .map(|direct| Some(self.underlying(&direct?, depth + 1)))
            .collect()
    }

    /// The type that a declared one is declared as, which may be another declared one.
    pub(super) fn declared_as(&self, of: &Type, depth: usize) -> Option<Type> {
        match of {
            Type::Local(declaration, _) => {
                let name = self.declaration_node(*declaration)?;
                let body = name.node.parent()?.child_by_field_name("type")?;
                Some(self.type_from(Scope::Own(declaration.file), body, depth + 1))
            }
            _ => agreed(self.direct_variants(of, depth).into_iter()),
        }
    }

    fn direct_variants(&self, of: &Type, depth: usize) -> Vec<Option<Type>> {
        let Type::Named(path, name, args) = of else {
            return Vec::new();
        };
        let Some(unit) = self.unit(path) else {
            return Vec::new();
        };
        let bodies = unit.declarations(name).into_iter().map(|(declared, file)| {
            let spec = declared
                .parent()
                .filter(|spec| spec.kind() == "type_spec")?;
            let body = spec.child_by_field_name("type")?;
            let scope = Scope::Unit(&unit, file);
            let map = self.arguments(scope, spec, args);
            let of = self.type_from(scope, body, depth + 1);
            Some(if map.is_empty() {
                of
            } else {
                of.substituted(&map).bounded()
            })
        });
        bodies.collect()
    }
}

/// Whether a type is `unsafe.Pointer`, which is behind itself: no source says what it is.
pub(super) fn is_unsafe_pointer(path: &str, name: &str) -> bool {
    (path, name) == ("unsafe", "Pointer")
}

/// A predeclared type.
pub(super) fn predeclared(name: &str) -> Type {
    match name {
        "error" | "any" | "comparable" => Type::universe(name),
        "bool" | "string" | "byte" | "rune" | "int" | "int8" | "int16" | "int32" | "int64"
        | "uint" | "uint8" | "uint16" | "uint32" | "uint64" | "uintptr" | "float32" | "float64"
        | "complex64" | "complex128" => Type::basic(name),
        _ => Type::Unknown,
    }
}
