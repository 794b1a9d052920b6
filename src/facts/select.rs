//! Fields and methods by name, with embedding: the shallowest one wins, two at one depth are none.

use std::sync::Arc;

use crate::syntax::Node;

use super::parameters::receiver_arguments;
use super::resolve::{DEEPEST, Scope};
use super::types::Fields;
use super::unit::Declared;
use super::{Package, Type};

/// Embedding deeper than this is not followed.
const DEEPEST_EMBEDDING: usize = 8;

/// What a selector selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selected {
    /// A field.
    Field(Type),
    /// A method: the full name of the type that declares it, and its signature.
    Method(Arc<str>, Type),
    /// There is none.
    Nothing,
    /// Cannot be told.
    Unknown,
}

impl Package<'_> {
    /// What `name` selects of a value of a type.
    pub(super) fn select(&self, of: &Type, name: &str) -> Selected {
        let mut level = vec![of.pointee().clone()];
        let mut seen: Vec<Type> = Vec::new();
        for _ in 0..DEEPEST_EMBEDDING {
            let mut next = Vec::new();
            let mut found = Vec::new();
            for of in level {
                if seen.contains(&of) {
                    continue;
                }
                match self.select_here(&of, name, &mut next) {
                    Selected::Unknown => return Selected::Unknown,
                    Selected::Nothing => {}
                    selected => found.push(selected),
                }
                seen.push(of);
            }
            match found.len() {
                0 => {}
                1 => return found.remove(0),
                _ => return Selected::Unknown,
            }
            if next.is_empty() {
                return Selected::Nothing;
            }
            level = next;
        }
        Selected::Unknown
    }

    /// What a type itself has by that name; what it embeds goes to `next`.
    fn select_here(&self, of: &Type, name: &str, next: &mut Vec<Type>) -> Selected {
        match of {
            Type::Named(path, own, _) if path.is_empty() => match (&**own, name) {
                ("error", "Error") => {
                    let signature = super::types::Signature {
                        results: vec![Type::basic("string")],
                        ..Default::default()
                    };
                    Selected::Method("error".into(), Type::Func(Arc::new(signature)))
                }
                _ => Selected::Nothing,
            },
            Type::Named(path, own, args) => {
                let Some(unit) = self.unit(path) else {
                    return Selected::Unknown;
                };
                let declarations = unit.declarations(own).len();
                match unit.method(own, name) {
                    Declared::Differs => return Selected::Unknown,
                    Declared::Yes(all) => {
                        // A method of one platform's type may be a field of another's.
                        if declarations > 1 && self.field_of_variants(of, name) != Selected::Nothing
                        {
                            return Selected::Unknown;
                        }
                        let signatures = all.into_iter().map(|(name, file)| {
                            self.method_signature(Scope::Unit(&unit, file), name, args)
                        });
                        let signature = agreed(signatures).unwrap_or_default();
                        return Selected::Method(format!("{path}.{own}").into(), signature);
                    }
                    Declared::No => {}
                }
                match self.underlying(of, 0) {
                    Type::Struct(fields) => {
                        member(&fields, name, next).map_or(Selected::Nothing, Selected::Field)
                    }
                    Type::Interface(methods) => match member(&methods, name, next) {
                        Some(method) => Selected::Method(format!("{path}.{own}").into(), method),
                        None => Selected::Nothing,
                    },
                    Type::Unknown if declarations > 1 => match self.field_of_variants(of, name) {
                        Selected::Field(of) => Selected::Field(of),
                        _ => Selected::Unknown,
                    },
                    Type::Unknown | Type::Param(_) => Selected::Unknown,
                    _ => Selected::Nothing,
                }
            }
            // A type declared in a function has no methods of its own.
            Type::Local(..) => match self.underlying(of, 0) {
                Type::Local(..) => Selected::Unknown,
                underlying => self.select_here(&underlying, name, next),
            },
            Type::Struct(fields) => {
                member(fields, name, next).map_or(Selected::Nothing, Selected::Field)
            }
            Type::Interface(methods) => match member(methods, name, next) {
                Some(method) => Selected::Method("interface".into(), method),
                None => Selected::Nothing,
            },
            Type::Unknown | Type::Param(_) => Selected::Unknown,
            _ => Selected::Nothing,
        }
    }

    /// A field that all variants of a type have alike, embedding left out; nothing if none has it
    /// nor embeds anything.
    fn field_of_variants(&self, of: &Type, name: &str) -> Selected {
        let mut bodies = self.underlying_variants(of, 0).into_iter();
        let here = |body: Option<Type>| match body {
            Some(Type::Struct(fields)) => {
                let mut next = Vec::new();
                match member(&fields, name, &mut next) {
                    Some(of) => Selected::Field(of),
                    None if next.is_empty() && !fields.incomplete => Selected::Nothing,
                    None => Selected::Unknown,
                }
            }
            _ => Selected::Unknown,
        };
        let Some(first) = bodies.next().map(here) else {
            return Selected::Unknown;
        };
        if bodies.all(|body| here(body) == first) {
            first
        } else {
            Selected::Unknown
        }
    }

    /// The signature of a method by its name's node, for the type arguments of its receiver.
    fn method_signature(&self, scope: Scope<'_>, name: Node<'_>, args: &[Type]) -> Option<Type> {
        let method = name.parent()?;
        if self.has_type_parameter(scope, method, None) {
            return None;
        }
        let names = receiver_arguments(method);
        let names = names.iter().map(|name| Arc::from(self.slice(scope, *name)));
        let map = names.zip(args.iter().cloned()).collect();
        let signature = Type::Func(Arc::new(self.signature(scope, method, 0)));
        Some(signature.substituted(&map))
    }

    /// The names and types of all methods of an interface; `None` where one is not known.
    pub(super) fn interface_methods(
        &self,
        of: &Type,
        depth: usize,
    ) -> Option<Vec<(Arc<str>, Type)>> {
        if depth > DEEPEST {
            return None;
        }
        match self.underlying(of, 0) {
            Type::Named(path, name, _) if path.is_empty() => match &*name {
                "any" => Some(Vec::new()),
                "error" => match self.select(of, "Error") {
                    Selected::Method(_, signature) => Some(vec![("Error".into(), signature)]),
                    _ => None,
                },
                _ => None,
            },
            Type::Interface(methods) if !methods.incomplete => {
                let mut all: Vec<(Arc<str>, Type)> = methods
                    .named
                    .iter()
                    .map(|(name, of)| (Arc::clone(name), of.clone()))
                    .collect();
                for embedded in &methods.embedded {
                    all.extend(self.interface_methods(embedded, depth + 1)?);
                }
                Some(all)
            }
            _ => None,
        }
    }
}

/// What all say; nothing where they differ, or one of them cannot tell.
pub(super) fn agreed<T: PartialEq>(all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let all: Option<Vec<T>> = all.collect();
    let mut all = all?.into_iter();
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

fn member(fields: &Fields, name: &str, next: &mut Vec<Type>) -> Option<Type> {
    next.extend(fields.embedded.iter().map(|of| of.pointee().clone()));
    fields.named.get(name).cloned()
}
