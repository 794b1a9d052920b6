//! What calls call, and what they give.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::Scope;
use super::select::Selected;
use super::types::Signature;
use super::{At, Callee, Entity, Kind, Package, Truth, Type, universe};

impl Package<'_> {
    /// What a `call_expression` calls; `None` when it cannot be told.
    #[must_use]
    pub fn callee(&self, call: At<'_>) -> Option<Callee> {
        let key = (call.file, call.node.id());
        if let Some(known) = self.callees().borrow().get(&key) {
            return known.clone();
        }
        let callee = self.callee_of(call);
        self.callees().borrow_mut().insert(key, callee.clone());
        callee
    }

    fn callee_of(&self, call: At<'_>) -> Option<Callee> {
        let function = call.node.child_by_field_name("function");
        let function = function.or_else(|| {
            let of = call.node.child_by_field_name("type")?;
            Some(of).filter(|of| of.kind() == "generic_type")
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
                Entity::Imported(path, name) => Some(format!("{path}.{name}")),
                _ if self.is_variant(at, Kind::Function) => {
                    Some(format!("{}.{}", self.own_path(at.file), self.text(at)))
                }
                _ => None,
            },
            "index_expression" | "type_instantiation_expression" | "generic_type" => {
                let inner = at.node.child_by_field_name("operand");
                let inner = at.with(inner.or_else(|| at.node.child_by_field_name("type"))?);
                let name = self.function_name(inner)?;
                self.is_generic(inner).then_some(name)
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
                let from = self.own_path(at.file);
                match self.select(&self.type_of(at.with(operand)), name, &from) {
                    Selected::Method(method) => Some(format!("{}.{name}", method.owner)),
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
            Some(callee) => {
                let is_covered = |name: &&str| {
                    covers(name, &callee.name)
                        || self
                            .without_alias_of_owner(name)
                            .is_some_and(|name| covers(&name, &callee.name))
                };
                names.iter().any(is_covered).into()
            }
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
        if let Some(of) = self.unsafe_builtin(at.with(function), at, depth) {
            return of;
        }
        if let Some(generic) = self.instantiated(at, function, depth) {
            return match generic {
                Type::Func(signature) => results(&signature),
                _ => Type::Unknown,
            };
        }
        let of = self.infer(at.with(function), depth + 1);
        match self.underlying(&of, 0) {
            Type::Func(signature) => results(&signature),
            _ => Type::Unknown,
        }
    }

    /// `f[T](x)` and `[]byte(x)`: a conversion, or a call of a generic function.
    pub(super) fn conversion(&self, at: At<'_>, depth: usize) -> Type {
        let Some(mut of) = at.node.child_by_field_name("type") else {
            return Type::Unknown;
        };
        // `*(*T)(x)` parses as a conversion to `*(*T)`, but Go reads what a conversion to `*T` gives.
        let mut read = 0;
        while of.kind() == "pointer_type" {
            let Some(inner) = node::children(of).first().copied() else {
                return Type::Unknown;
            };
            of = inner;
            read += 1;
        }
        if read > 0 && of.kind() != "parenthesized_type" || is_open(of, at) {
            return Type::Unknown;
        }
        if read > 0 {
            let mut of = self.type_from(Scope::Own(at.file), of, depth + 1);
            for _ in 0..read {
                of = match self.underlying(&of, 0) {
                    Type::Pointer(to) => (*to).clone(),
                    _ => return Type::Unknown,
                };
            }
            return of;
        }
        if of.kind() == "generic_type" && !self.is_type(at.with(of)) {
            return match self.instantiated(at, of, depth) {
                Some(Type::Func(signature)) => results(&signature),
                Some(_) => Type::Unknown,
                None => self.call_of_element(at.with(of), depth),
            };
        }
        self.type_from(Scope::Own(at.file), of, depth + 1)
    }

    /// `new(*p)`: a pointer to what is read where a type seems to stand.
    fn read_in_type(&self, at: At<'_>, depth: usize) -> Type {
        let inner = node::children(at.node).first().copied();
        let Some(inner) = inner.filter(|_| at.node.kind() == "pointer_type") else {
            return Type::Unknown;
        };
        let inner = at.with(unparenthesized_type(inner));
        let is_variable = inner.node.kind() == "type_identifier" && !self.is_type(inner);
        let of = is_variable.then(|| self.infer(inner, depth + 1));
        match of.map(|of| self.underlying(&of, 0)) {
            Some(Type::Pointer(to)) => Type::Pointer(to),
            _ => Type::Unknown,
        }
    }

    /// What the functions of package unsafe give, which no Go source declares.
    fn unsafe_builtin(&self, function: At<'_>, call: At<'_>, depth: usize) -> Option<Type> {
        let package = function.node.child_by_field_name("operand")?;
        let name = function.node.child_by_field_name("field")?;
        if self.entity(function.with(package)) != Entity::Package("unsafe".into()) {
            return None;
        }
        let arguments = call.node.child_by_field_name("arguments")?;
        let first = || {
            let first = node::children(arguments).first().copied();
            first.map_or(Type::Unknown, |first| {
                self.infer(call.with(first), depth + 1)
            })
        };
        let pointer = |to: Type| match to {
            Type::Unknown => Type::Unknown,
            to => Type::Pointer(Arc::new(to)),
        };
        Some(match self.text(call.with(name)) {
            "Sizeof" | "Offsetof" | "Alignof" => Type::basic("uintptr"),
            "String" => Type::basic("string"),
            "StringData" => pointer(Type::basic("uint8")),
            "Slice" => match self.underlying(&first(), 0) {
                Type::Pointer(to) => Type::Slice(to),
                _ => Type::Unknown,
            },
            "SliceData" => match self.underlying(&first(), 0) {
                Type::Slice(of) => Type::Pointer(of),
                _ => Type::Unknown,
            },
            _ => return None,
        })
    }

    /// `m[k](x)` parses as a conversion to a generic type.
    fn call_of_element(&self, of: At<'_>, depth: usize) -> Type {
        let Some(operand) = of.node.child_by_field_name("type") else {
            return Type::Unknown;
        };
        let operand = self.infer(of.with(operand), depth + 1);
        let function = self.indexed(&operand);
        match self.underlying(&function, 0) {
            Type::Func(signature) => results(&signature),
            _ => Type::Unknown,
        }
    }

    fn builtin(&self, at: At<'_>, name: &str, depth: usize) -> Type {
        let arguments = at.node.child_by_field_name("arguments").map(node::children);
        let arguments = arguments.unwrap_or_default();
        let first = arguments.first().map(|first| at.with(*first));
        match name {
            "len" | "cap" | "copy" => Type::basic("int"),
            // The values may be those of one call.
            "append" => match first.map(|first| self.infer(first, depth + 1)) {
                Some(Type::Tuple(all)) => all.into_iter().next().unwrap_or_default(),
                of => of.unwrap_or_default(),
            },
            "make" => first.map_or(Type::Unknown, |first| {
                self.type_from(Scope::Own(at.file), first.node, depth + 1)
            }),
            // Since Go 1.26 the argument is a type or a value, and a name may be either.
            "new" => first.map_or(Type::Unknown, |first| {
                let first = first.with(unparenthesized_type(first.node));
                let mut of = self.type_from(Scope::Own(at.file), first.node, depth + 1);
                if !of.is_known() && !self.is_type(first) {
                    of = self.infer(first, depth + 1).defaulted();
                }
                // `new(*p)` and `new(m[i])` look like types too.
                let ambiguous = matches!(first.node.kind(), "pointer_type" | "generic_type");
                match of {
                    of if ambiguous && !of.is_known() => self.read_in_type(first, depth),
                    Type::Unknown | Type::Nil | Type::Tuple(_) => Type::Unknown,
                    of => Type::Pointer(Arc::new(of)),
                }
            }),
            "real" | "imag" => match first.map(|first| self.infer(first, depth + 1)) {
                Some(Type::Basic(name)) if *name == *"complex128" => Type::basic("float64"),
                Some(Type::Basic(name)) if *name == *"complex64" => Type::basic("float32"),
                _ => Type::Unknown,
            },
            "complex" => {
                let parts = arguments
                    .iter()
                    .map(|argument| self.infer(at.with(*argument), depth + 1));
                match parts.into_iter().find(|of| !matches!(of, Type::Untyped(_))) {
                    Some(Type::Basic(name)) if *name == *"float64" => Type::basic("complex128"),
                    Some(Type::Basic(name)) if *name == *"float32" => Type::basic("complex64"),
                    _ => Type::Unknown,
                }
            }
            "recover" => Type::universe("any"),
            "min" | "max" => {
                let types = arguments
                    .iter()
                    .map(|argument| self.infer(at.with(*argument), depth + 1));
                let types: Vec<Type> = types.collect();
                let sized = types.iter().find(|of| !matches!(of, Type::Untyped(_)));
                let widest = || {
                    let kinds = types.iter().filter_map(|of| match of {
                        Type::Untyped(kind) => Some(*kind),
                        _ => None,
                    });
                    kinds.reduce(super::infer::wider).map(Type::Untyped)
                };
                sized.cloned().or_else(widest).unwrap_or_default()
            }
            "panic" | "print" | "println" | "clear" | "close" | "delete" => Type::Tuple(Vec::new()),
            _ => Type::Unknown,
        }
    }
}

/// Whether Go reads a conversion to this type otherwise than its tree says: `<-chan T(x)` receives.
fn is_open(of: Node<'_>, conversion: At<'_>) -> bool {
    matches!(of.kind(), "channel_type" | "function_type")
        && of.start_byte() == conversion.node.start_byte()
}

/// The type within parentheses.
fn unparenthesized_type(mut of: Node<'_>) -> Node<'_> {
    while of.kind() == "parenthesized_type" {
        match node::children(of).first() {
            Some(inner) => of = *inner,
            None => break,
        }
    }
    of
}

fn results(signature: &Signature) -> Type {
    match signature.results.as_slice() {
        [only] => only.clone(),
        many => Type::Tuple(many.to_vec()),
    }
}

/// Whether a name as predicates write it covers a full name: the same, or a prefix with `*`.
pub(super) fn covers(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => pattern == name,
    }
}
