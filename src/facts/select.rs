//! Fields and methods by name, with embedding: the shallowest one wins, two at one depth are none.
//! <https://go.dev/ref/spec#Selectors>

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::parameters::receiver_arguments;
use super::resolve::Scope;
use super::types::member_id;
use super::unit::{Declared, Unit};
use super::{Package, Type};

/// Embedding deeper than this is not followed.
const DEEPEST_EMBEDDING: usize = 12;

/// What a selector selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selected {
    /// A field.
    Field(Type),
    /// A method.
    Method(Method),
    /// There is none.
    Nothing,
    /// Cannot be told.
    Unknown,
}

/// A method that was selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Method {
    /// The full name of the type that declares it.
    pub owner: Arc<str>,
    /// Its type, without the receiver.
    pub signature: Type,
    /// Whether it is there in every build.
    pub always: bool,
    /// Whether it asks for a pointer that the value does not give: it is a method of the variable,
    /// and not of its type.
    pub of_variable: bool,
}

/// A field's or method's name, and what tells it from those of other packages.
#[derive(Clone, Copy)]
pub(super) struct Member<'m> {
    pub name: &'m str,
    pub id: &'m str,
}

/// A type that promotes its members.
#[derive(Clone)]
struct Embedded {
    of: Type,
    /// Whether a pointer stands on the way to it.
    indirect: bool,
    /// Whether it is embedded twice at its depth.
    twice: bool,
}

impl Package<'_> {
    /// What `name` selects of a value of a type, in a file of the package with this import path.
    pub(super) fn select(&self, of: &Type, name: &str, from: &str) -> Selected {
        let id = member_id(from, name);
        self.select_member(of, Member { name, id: &id })
    }

    /// The same for a member of whichever package.
    pub(super) fn select_member(&self, of: &Type, member: Member<'_>) -> Selected {
        let (start, indirect) = match of {
            Type::Pointer(to) => (&**to, true),
            other => (other, false),
        };
        let behind = if self.is_spelled_as_struct(start) {
            None
        } else {
            Some(self.underlying(start, 0))
        };
        match (behind.unwrap_or_default(), indirect) {
            // A pointer to an interface or to a pointer has neither fields nor methods.
            (Type::Interface(_) | Type::Pointer(_), true) => return Selected::Nothing,
            (Type::Named(path, ..), true) if path.is_empty() => return Selected::Nothing,
            // A declared pointer type has the fields of what it points to.
            (Type::Pointer(to), false) => {
                return match self.select_member(&Type::Pointer(to), member) {
                    Selected::Method(_) => Selected::Nothing,
                    other => other,
                };
            }
            _ => {}
        }
        let mut level = vec![Embedded {
            of: start.clone(),
            indirect,
            twice: false,
        }];
        let mut seen: Vec<Type> = Vec::new();
        // A method that only some builds have, and what would be selected without it.
        let mut sometimes: Option<Method> = None;
        let mut found = Selected::Unknown;
        for _ in 0..DEEPEST_EMBEDDING {
            match self.select_at_depth(&level, member, &mut seen, &mut sometimes) {
                Ok(next) if next.is_empty() => {
                    found = Selected::Nothing;
                    break;
                }
                Ok(next) => level = next,
                Err(selected) => {
                    found = selected;
                    break;
                }
            }
        }
        match (sometimes, found) {
            (Some(method), Selected::Nothing) => Selected::Method(method),
            (Some(_), _) => Selected::Unknown,
            (None, found) => found,
        }
    }

    /// Whether a type is certainly a struct by how it is declared: that asks for none of its fields.
    fn is_spelled_as_struct(&self, of: &Type) -> bool {
        let Type::Named(path, name, _) = of else {
            return matches!(of, Type::Struct(_));
        };
        self.unit(path).is_some_and(|unit| {
            let all = unit.declarations(name);
            let is_struct = |(name, _): &(Node<'_>, usize)| {
                let body = name
                    .parent()
                    .and_then(|spec| spec.child_by_field_name("type"));
                body.is_some_and(|body| body.kind() == "struct_type")
            };
            !all.is_empty() && all.iter().all(is_struct)
        })
    }

    /// What is selected of the types at one depth of embedding, or else those at the next.
    fn select_at_depth(
        &self,
        level: &[Embedded],
        member: Member<'_>,
        seen: &mut Vec<Type>,
        sometimes: &mut Option<Method>,
    ) -> Result<Vec<Embedded>, Selected> {
        let mut next: Vec<Embedded> = Vec::new();
        let mut found: Option<Selected> = None;
        for embedded in level {
            if seen.contains(&embedded.of) {
                continue;
            }
            seen.push(embedded.of.clone());
            let mut inner = Vec::new();
            let here = self.select_here(&embedded.of, member, embedded.indirect, &mut inner);
            match here {
                Selected::Unknown => return Err(Selected::Unknown),
                Selected::Method(method)
                    if !method.always && sometimes.is_none() && !embedded.twice =>
                {
                    *sometimes = Some(method);
                }
                Selected::Nothing => {}
                // Two at one depth: neither is selected.
                _ if found.is_some() || embedded.twice || sometimes.is_some() => {
                    return Err(Selected::Unknown);
                }
                selected => found = Some(selected),
            }
            for of in inner {
                let pointer = matches!(of, Type::Pointer(_));
                let of = of.pointee().clone();
                match next.iter_mut().find(|known| known.of == of) {
                    Some(known) => known.twice = true,
                    None => next.push(Embedded {
                        of,
                        indirect: embedded.indirect || pointer,
                        twice: embedded.twice,
                    }),
                }
            }
        }
        match found {
            Some(found) => Err(found),
            None => Ok(next),
        }
    }

    /// What a type itself has by that name; what it embeds goes to `inner`.
    fn select_here(
        &self,
        of: &Type,
        member: Member<'_>,
        indirect: bool,
        inner: &mut Vec<Type>,
    ) -> Selected {
        match of {
            Type::Named(path, own, args) if !path.is_empty() => {
                let Some(unit) = self.unit(path) else {
                    return Selected::Unknown;
                };
                let visible = *member_id(path, member.name) == *member.id;
                let types = unit.declarations(own);
                let files: Vec<usize> = types.iter().map(|(_, file)| *file).collect();
                if files.is_empty() {
                    return Selected::Unknown;
                }
                let declared = if visible {
                    unit.method(own, member.name, &files)
                } else {
                    Declared::No
                };
                let (sites, always) = match declared {
                    Declared::Differs => return Selected::Unknown,
                    Declared::No => return self.select_underlying(of, files.len(), member, inner),
                    Declared::Yes(sites) => (sites, true),
                    Declared::Sometimes(sites) => (sites, false),
                };
                // A method of one platform's type may be a field of another's.
                if files.len() > 1 && self.field_of_variants(of, member) != Selected::Nothing {
                    return Selected::Unknown;
                }
                if !always && files.len() == 1 {
                    let otherwise = self.select_underlying(of, files.len(), member, inner);
                    if otherwise != Selected::Nothing {
                        return Selected::Unknown;
                    }
                }
                let signatures = sites.iter().map(|(name, file)| {
                    self.method_signature(Scope::Unit(&unit, *file), *name, args)
                });
                let by_pointer =
                    |(name, file): &(Node<'_>, usize)| is_by_pointer(&unit, *name, *file);
                Selected::Method(Method {
                    owner: format!("{path}.{own}").into(),
                    signature: agreed(signatures).unwrap_or_default(),
                    always,
                    of_variable: !indirect && sites.iter().any(by_pointer),
                })
            }
            _ => self.select_underlying(of, 1, member, inner),
        }
    }

    /// The same of a type without methods of its own.
    fn select_underlying(
        &self,
        of: &Type,
        variants: usize,
        member: Member<'_>,
        inner: &mut Vec<Type>,
    ) -> Selected {
        match self.underlying(of, 0) {
            Type::Struct(fields) => {
                if let Some(of) = fields.named.get(member.id) {
                    return Selected::Field(of.clone());
                }
                inner.extend(fields.embedded.iter().cloned());
                Selected::Nothing
            }
            Type::Interface(_) => self.interface_method(of, member, 0),
            Type::Named(path, ..) if path.is_empty() => self.interface_method(of, member, 0),
            Type::Unknown if variants > 1 => match self.field_of_variants(of, member) {
                Selected::Field(of) => Selected::Field(of),
                _ => Selected::Unknown,
            },
            Type::Unknown | Type::Param(_) | Type::Local(..) => Selected::Unknown,
            _ => Selected::Nothing,
        }
    }

    /// A field that all variants of a type have alike, embedding left out; nothing if none has it
    /// nor embeds anything.
    fn field_of_variants(&self, of: &Type, member: Member<'_>) -> Selected {
        let mut bodies = self.underlying_variants(of, 0).into_iter();
        let here = |body: Option<Type>| match body {
            Some(Type::Struct(fields)) => match fields.named.get(member.id) {
                Some(of) => Selected::Field(of.clone()),
                None if fields.embedded.is_empty() && !fields.incomplete => Selected::Nothing,
                None => Selected::Unknown,
            },
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
}

/// Whether a method's receiver is a pointer.
fn is_by_pointer<'u>(unit: &'u Unit, name: Node<'u>, file: usize) -> bool {
    let written = name
        .parent()
        .and_then(|method| method.child_by_field_name("receiver"))
        .and_then(|list| node::children(list).first().copied())
        .and_then(|receiver| receiver.child_by_field_name("type"));
    written.is_none_or(|of| unit.is_pointer(of, file))
}

/// What all say; nothing where they differ, or one of them cannot tell.
pub(super) fn agreed<T: PartialEq>(all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let all: Option<Vec<T>> = all.collect();
    let mut all = all?.into_iter();
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}
