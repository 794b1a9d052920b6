//! Type syntax to types, in a file of this package or of another one.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::syntax::{Node, node};

use super::select::agreed;
use super::types::Direction;
use super::unit::Unit;
use super::{At, Declaration, Entity, FileId, Kind, Package, Type, library, stubs};

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
    /// The import path of the package of a file, or a made-up one where no module says.
    pub(super) fn own_path(&self, file: FileId) -> Arc<str> {
        let clause = self.clause(file).unwrap_or("_");
        match self.module() {
            Some(module) if clause.ends_with("_test") && !module.import_path.ends_with("_test") => {
                format!("{}_test", module.import_path).into()
            }
            Some(module) => Arc::clone(&module.import_path),
            None => format!("./{clause}").into(),
        }
    }

    /// The declarations of a package as seen from here.
    pub(super) fn unit(&self, path: &str) -> Option<Arc<Unit>> {
        if let Some(unit) = self.units().borrow().get(path) {
            return unit.clone();
        }
        let unit = self.load_unit(path);
        self.units().borrow_mut().insert(path.into(), unit.clone());
        unit
    }

    fn load_unit(&self, path: &str) -> Option<Arc<Unit>> {
        let own: Vec<FileId> = self
            .files()
            .filter(|file| *self.own_path(*file) == *path)
            .collect();
        if !own.is_empty() {
            let sources = own
                .iter()
                .filter_map(|file| self.declarations(*file).cloned())
                .collect();
            return Some(Arc::new(Unit::new(path.into(), sources)));
        }
        // A standard package only ever gains declarations. A library may have changed since its
        // stub was made, and a stub may tell only a part, so there the package itself comes first.
        let stub = || stubs::unit(path);
        let is_library = path
            .split('/')
            .next()
            .is_some_and(|host| host.contains('.'));
        match stub().filter(|stub| !is_library && stub.is_complete()) {
            Some(stub) => Some(stub),
            None => self.read_unit(path).or_else(stub),
        }
    }

    fn read_unit(&self, path: &str) -> Option<Arc<Unit>> {
        let (dir, files) = self.world().package(path, self.dir())?;
        let read = || library::declarations(path, files);
        match self.world().library() {
            Some(library) => library.unit(&dir, read),
            None => read(),
        }
    }

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
            "channel_type" => Type::Chan(direction(of), Arc::new(inner("value"))),
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

    pub(super) fn slice<'s>(&'s self, scope: Scope<'s>, of: Node<'_>) -> &'s str {
        match scope {
            Scope::Own(file) => self.input(file).text.get(of.byte_range()).unwrap_or(""),
            Scope::Unit(unit, file) => unit.source(file).slice(of),
        }
    }

    /// Whether a method declares type parameters of its own, by this name or, without one, at all.
    pub(super) fn has_type_parameter(
        &self,
        scope: Scope<'_>,
        method: Node<'_>,
        name: Option<&str>,
    ) -> bool {
        let source = match scope {
            Scope::Own(file) => self.declarations(file),
            Scope::Unit(unit, file) => Some(unit.source(file)),
        };
        source.is_some_and(|source| {
            source
                .method_type_parameters(method)
                .any(|known| name.is_none_or(|name| known.slice(source.text()) == name))
        })
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
                    unit.imported(file, spelled, |path| self.package_name(path))
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
                if is_type_parameter(unit, of, text, self, scope) {
                    return Type::Param(text.into());
                }
                if unit.declares(text) {
                    return self.declared_type(&unit.path, text, args, depth);
                }
                let mut dots = unit
                    .dots(file)
                    .filter(|_| text.starts_with(char::is_uppercase));
                match (dots.next(), dots.next()) {
                    (None, _) => predeclared(text),
                    (Some(path), None) => self.declared_type(path, text, args, depth),
                    (Some(_), Some(_)) => Type::Unknown,
                }
            }
        }
    }

    fn own_type(&self, declaration: Declaration, name: &str, args: &[Type], depth: usize) -> Type {
        match declaration.kind {
            Kind::TypeParameter => Type::Param(name.into()),
            Kind::Type if self.is_local(declaration) => self.local_type(declaration, name, depth),
            Kind::Type => self.declared_type(&self.own_path(declaration.file), name, args, depth),
            _ => Type::Unknown,
        }
    }

    fn local_type(&self, declaration: Declaration, name: &str, depth: usize) -> Type {
        let spec = self
            .declaration_node(declaration)
            .and_then(|name| name.node.parent());
        match spec.map(|spec| (spec.kind(), spec.child_by_field_name("type"))) {
            Some(("type_spec", _)) => Type::Local(declaration, name.into()),
            Some(("type_alias", Some(of))) => {
                self.type_from(Scope::Own(declaration.file), of, depth + 1)
            }
            _ => Type::Unknown,
        }
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
                "type_alias" if args.is_empty() => {
                    let of = spec.child_by_field_name("type")?;
                    Some(self.type_from(Scope::Unit(&unit, file), of, depth + 1))
                }
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
            Type::Named(path, ..) if !path.is_empty() => {
                agreed(self.underlying_variants(of, depth).into_iter()).unwrap_or_default()
            }
            Type::Local(declaration, _) => {
                let spec = self
                    .declaration_node(*declaration)
                    .and_then(|name| name.node.parent());
                let body = spec.and_then(|spec| spec.child_by_field_name("type"));
                body.map_or(Type::Unknown, |body| {
                    let of = self.type_from(Scope::Own(declaration.file), body, depth + 1);
                    self.underlying(&of, depth + 1)
                })
            }
            _ => of.clone(),
        }
    }

    /// The types behind a declared one: several where platforms have their own.
    pub(super) fn underlying_variants(&self, of: &Type, depth: usize) -> Vec<Option<Type>> {
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
            let direct = self.type_from(scope, body, depth + 1).substituted(&map);
            Some(self.underlying(&direct, depth + 1))
        });
        bodies.collect()
    }

    /// Type parameters of a declaration → arguments.
    pub(super) fn arguments(
        &self,
        scope: Scope<'_>,
        spec: Node<'_>,
        args: &[Type],
    ) -> BTreeMap<Arc<str>, Type> {
        let names = type_parameters(spec);
        let names = names
            .into_iter()
            .map(|name| Arc::from(self.slice(scope, name)));
        names.zip(args.iter().cloned()).collect()
    }
}

fn direction(of: Node<'_>) -> Direction {
    let mut cursor = of.walk();
    let words: Vec<&str> = of.children(&mut cursor).map(|child| child.kind()).collect();
    match words.as_slice() {
        ["<-", ..] => Direction::Receive,
        [_, "<-", ..] => Direction::Send,
        _ => Direction::Both,
    }
}

/// The names of a declaration's type parameters.
pub(super) fn type_parameters(declaration: Node<'_>) -> Vec<Node<'_>> {
    let Some(list) = declaration.child_by_field_name("type_parameters") else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for parameter in node::children(list) {
        let mut cursor = parameter.walk();
        names.extend(parameter.children_by_field_name("name", &mut cursor));
    }
    names
}

/// Whether a name in a declaration of another package is one of its type parameters, or of its
/// receiver's.
fn is_type_parameter(
    _unit: &Unit,
    of: Node<'_>,
    name: &str,
    package: &Package<'_>,
    scope: Scope<'_>,
) -> bool {
    let declared = |around: Node<'_>| {
        type_parameters(around)
            .into_iter()
            .any(|known| package.slice(scope, known) == name)
            || receiver_arguments(around)
                .iter()
                .any(|known| package.slice(scope, *known) == name)
            || around.kind() == "method_declaration"
                && package.has_type_parameter(scope, around, Some(name))
    };
    node::ancestors(of).any(declared)
}

/// The names by which a method's receiver calls its type parameters.
pub(super) fn receiver_arguments(method: Node<'_>) -> Vec<Node<'_>> {
    let mut names = Vec::new();
    if let Some(list) = method.child_by_field_name("receiver") {
        node::walk(list, &mut |inner| {
            if inner.kind() == "type_arguments" {
                for argument in node::children(inner) {
                    names.extend(node::children(argument).first());
                }
            }
            node::Descend::Into
        });
    }
    names
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
