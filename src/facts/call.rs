//! What calls call, and what they give.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::{Scope, type_parameters};
use super::select::Selected;
use super::types::Signature;
use super::{At, Callee, Entity, Kind, Package, Truth, Type, universe};

impl Package<'_> {
    /// What a `call_expression` calls; `None` when it cannot be told.
    #[must_use]
    pub fn callee(&self, call: At<'_>) -> Option<Callee> {
        let function = call.node.child_by_field_name("function");
        let function = function.or_else(|| {
            let of = call.node.child_by_field_name("type")?;
            of.child_by_field_name("type")
                .filter(|_| of.kind() == "generic_type")
        })?;
        let name = self.function_name(call.with(node::unparenthesized(function)))?;
        Some(Callee { name: name.into() })
    }

    fn function_name(&self, at: At<'_>) -> Option<String> {
        match at.node.kind() {
            "identifier" | "type_identifier" => match self.entity(at) {
                Entity::Declared(declaration) if declaration.kind == Kind::Function => Some(
                    format!("{}.{}", self.own_path(declaration.file), self.text(at)),
                ),
                Entity::Universe(name) => Some(name.to_string()),
                _ => None,
            },
            "index_expression" | "type_instantiation_expression" => {
                let inner = at.node.child_by_field_name("operand");
                let inner = inner.or_else(|| at.node.child_by_field_name("type"))?;
                self.function_name(at.with(inner))
            }
            "selector_expression" | "qualified_type" => {
                let operand = at
                    .node
                    .child_by_field_name("operand")
                    .or_else(|| at.node.child_by_field_name("package"))?;
                let field = at
                    .node
                    .child_by_field_name("field")
                    .or_else(|| at.node.child_by_field_name("name"))?;
                let name = self.text(at.with(field));
                if let Entity::Package(path) = self.entity(at.with(operand)) {
                    return Some(format!("{path}.{name}"));
                }
                match self.select(&self.type_of(at.with(operand)), name) {
                    Selected::Method(owner, _) => Some(format!("{owner}.{name}")),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `(#calls? @call "sync.Map.Load" …)`. A name may end in `*`.
    #[must_use]
    pub fn calls(&self, call: At<'_>, names: &[&str]) -> Truth {
        if !matches!(
            call.node.kind(),
            "call_expression" | "type_conversion_expression"
        ) {
            return Truth::False;
        }
        match self.callee(call) {
            Some(callee) => names.iter().any(|name| covers(name, &callee.name)).into(),
            None => Truth::Unknown,
        }
    }

    /// The type of a call: its results, one alone or several as a tuple.
    pub(super) fn call(&self, at: At<'_>, depth: usize) -> Type {
        let Some(function) = at.node.child_by_field_name("function") else {
            return Type::Unknown;
        };
        let function = node::unparenthesized(function);
        if self.is_type(at.with(function)) {
            return self.type_from(Scope::Own(at.file), function, depth + 1);
        }
        if function.kind() == "identifier"
            && let Entity::Universe(name) = self.entity(at.with(function))
            && universe::is_function(&name)
        {
            return self.builtin(at, &name, depth);
        }
        if let Some(generic) = self.generic_results(at, function, depth) {
            return generic;
        }
        let of = self.infer(at.with(function), depth + 1);
        match self.underlying(&of, 0) {
            Type::Func(signature) => results(&signature),
            _ => Type::Unknown,
        }
    }

    /// A call of a generic function: results after type inference from the arguments, or with
    /// the type arguments given.
    fn generic_results(&self, at: At<'_>, function: Node<'_>, depth: usize) -> Option<Type> {
        let (base, given) = match function.kind() {
            "index_expression" => {
                let index = function.child_by_field_name("index")?;
                (function.child_by_field_name("operand")?, vec![index])
            }
            "type_instantiation_expression" => {
                let mut parts = node::children(function);
                (parts.remove(0), parts)
            }
            _ => (function, Vec::new()),
        };
        let (unit, name) = match base.kind() {
            "identifier" | "type_identifier" => match self.entity(at.with(base)) {
                Entity::Declared(declaration) if declaration.kind == Kind::Function => (
                    self.unit(&self.own_path(declaration.file))?,
                    self.text(at.with(base)),
                ),
                _ => return None,
            },
            "selector_expression" => {
                let operand = base.child_by_field_name("operand")?;
                let Entity::Package(path) = self.entity(at.with(operand)) else {
                    return None;
                };
                let field = base.child_by_field_name("field")?;
                (self.unit(&path)?, self.text(at.with(field)))
            }
            _ => return None,
        };
        let (declared, file) = unit.declaration(name)?;
        let declaration = declared
            .parent()
            .filter(|d| d.kind() == "function_declaration")?;
        let params = type_parameters(declaration);
        if params.is_empty() {
            return None;
        }
        let scope = Scope::Unit(&unit, file);
        let signature = self.signature(scope, declaration, depth + 1);
        let mut map: BTreeMap<Arc<str>, Type> = BTreeMap::new();
        for (param, arg) in params.iter().zip(given) {
            let arg = self.type_from(Scope::Own(at.file), arg, depth + 1);
            map.insert(self.slice(scope, *param).into(), arg);
        }
        let arguments = at.node.child_by_field_name("arguments").map(node::children);
        for (param, argument) in signature.params.iter().zip(arguments.unwrap_or_default()) {
            if !signature.variadic {
                let of = self.infer(at.with(argument), depth + 1).defaulted();
                unify(param, &of, &mut map);
            }
        }
        let solved = params
            .iter()
            .all(|param| map.contains_key(self.slice(scope, *param)));
        if !solved {
            return Some(Type::Unknown);
        }
        Some(results(&Signature {
            results: signature
                .results
                .iter()
                .map(|of| of.substituted(&map))
                .collect(),
            ..Signature::default()
        }))
    }

    /// `f[T](x)` and `[]byte(x)`: a conversion, or a call of a generic function.
    pub(super) fn conversion(&self, at: At<'_>, depth: usize) -> Type {
        let Some(of) = at.node.child_by_field_name("type") else {
            return Type::Unknown;
        };
        if of.kind() == "generic_type" {
            let base = of.child_by_field_name("type");
            let is_type = base.is_some_and(|base| match base.kind() {
                "type_identifier" => match self.entity(at.with(base)) {
                    Entity::Declared(declaration) => declaration.kind == Kind::Type,
                    _ => false,
                },
                _ => false,
            });
            if !is_type {
                return Type::Unknown;
            }
        }
        self.type_from(Scope::Own(at.file), of, depth + 1)
    }

    fn builtin(&self, at: At<'_>, name: &str, depth: usize) -> Type {
        let arguments = at.node.child_by_field_name("arguments").map(node::children);
        let arguments = arguments.unwrap_or_default();
        let first = arguments.first().map(|first| at.with(*first));
        match name {
            "len" | "cap" | "copy" => Type::basic("int"),
            "append" => first.map_or(Type::Unknown, |first| self.infer(first, depth + 1)),
            "make" => first.map_or(Type::Unknown, |first| {
                self.type_from(Scope::Own(at.file), first.node, depth + 1)
            }),
            // Since Go 1.26 the argument is a type or a value, and a name may be either.
            "new" => first.map_or(Type::Unknown, |first| {
                let mut of = self.type_from(Scope::Own(at.file), first.node, depth + 1);
                if !of.is_known() && !self.is_type(first) {
                    of = self.infer(first, depth + 1).defaulted();
                }
                // `new(*p)` and `new(m[i])` look like types too.
                let ambiguous = matches!(first.node.kind(), "pointer_type" | "generic_type");
                match of {
                    of if ambiguous && !of.is_known() => Type::Unknown,
                    Type::Unknown | Type::Nil | Type::Tuple(_) => Type::Unknown,
                    of => Type::Pointer(Arc::new(of)),
                }
            }),
            "recover" => Type::universe("any"),
            "min" | "max" => {
                let types = arguments
                    .iter()
                    .map(|argument| self.infer(at.with(*argument), depth + 1));
                let types: Vec<Type> = types.collect();
                let sized = types.iter().find(|of| !matches!(of, Type::Untyped(_)));
                sized.cloned().unwrap_or_default()
            }
            "panic" | "print" | "println" | "clear" | "close" | "delete" => Type::Tuple(Vec::new()),
            _ => Type::Unknown,
        }
    }
}

fn results(signature: &Signature) -> Type {
    match signature.results.as_slice() {
        [only] => only.clone(),
        many => Type::Tuple(many.to_vec()),
    }
}

fn unify(param: &Type, of: &Type, map: &mut BTreeMap<Arc<str>, Type>) {
    match (param, of) {
        (_, Type::Unknown) => {}
        (Type::Param(name), of) => {
            map.entry(Arc::clone(name)).or_insert_with(|| of.clone());
        }
        (Type::Pointer(param), Type::Pointer(of)) | (Type::Slice(param), Type::Slice(of)) => {
            unify(param, of, map);
        }
        (Type::Map(key, value), Type::Map(of_key, of_value)) => {
            unify(key, of_key, map);
            unify(value, of_value, map);
        }
        (Type::Named(p, n, params), Type::Named(q, m, args)) if p == q && n == m => {
            for (param, of) in params.iter().zip(args) {
                unify(param, of, map);
            }
        }
        (Type::Func(param), Type::Func(of)) => {
            let pairs = param.params.iter().zip(&of.params);
            for (param, of) in pairs.chain(param.results.iter().zip(&of.results)) {
                unify(param, of, map);
            }
        }
        _ => {}
    }
}

/// Whether a name as predicates write it covers a full name: the same, or a prefix with `*`.
pub(super) fn covers(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => pattern == name,
    }
}
