//! The methods of interfaces, which have all of those that they embed at one depth.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::resolve::DEEPEST;
use super::select::{Member, Method, Selected};
use super::types::{Fields, Signature};
use super::{Package, Type};

impl Package<'_> {
    /// A method of an interface type by its name.
    pub(super) fn interface_method(&self, of: &Type, member: Member<'_>, depth: usize) -> Selected {
        if depth > DEEPEST {
            return Selected::Unknown;
        }
        match of {
            Type::Named(path, own, _) if path.is_empty() => match (&**own, member.name) {
                ("error", "Error") => method("error", error_method()),
                _ => Selected::Nothing,
            },
            Type::Named(..) | Type::Local(..) => match self.declared_as(of, 0) {
                Some(Type::Interface(methods)) => {
                    // A type declared in a function has no name that means anything elsewhere.
                    let owner = match of {
                        Type::Named(path, own, _) => format!("{path}.{own}"),
                        _ => "interface".to_owned(),
                    };
                    self.declared_method(&methods, &owner, member, depth)
                }
                Some(other) => self.interface_method(&other, member, depth + 1),
                None => Selected::Unknown,
            },
            Type::Interface(methods) => self.declared_method(methods, "interface", member, depth),
            _ => Selected::Unknown,
        }
    }

    /// A method that an interface lists or embeds.
    fn declared_method(
        &self,
        methods: &Fields,
        owner: &str,
        member: Member<'_>,
        depth: usize,
    ) -> Selected {
        if let Some(signature) = methods.named.get(member.id) {
            return method(owner, signature.clone());
        }
        let mut unknown = methods.incomplete;
        for embedded in &methods.embedded {
            match self.interface_method(embedded, member, depth + 1) {
                Selected::Nothing | Selected::Field(_) => {}
                Selected::Unknown => unknown = true,
                found @ Selected::Method(_) => return found,
            }
        }
        if unknown {
            Selected::Unknown
        } else {
            Selected::Nothing
        }
    }

    /// All methods of an interface; `None` where one is not known.
    pub(super) fn interface_methods(
        &self,
        of: &Type,
        depth: usize,
    ) -> Option<BTreeMap<Arc<str>, Type>> {
        if depth > DEEPEST {
            return None;
        }
        match self.underlying(of, 0) {
            Type::Named(path, name, _) if path.is_empty() => match &*name {
                "any" => Some(BTreeMap::new()),
                "error" => Some(BTreeMap::from([("Error".into(), error_method())])),
                _ => None,
            },
            Type::Interface(methods) if !methods.incomplete => {
                let mut all = methods.named.clone();
                for embedded in &methods.embedded {
                    all.extend(self.interface_methods(embedded, depth + 1)?);
                }
                Some(all)
            }
            _ => None,
        }
    }
}

fn method(owner: &str, signature: Type) -> Selected {
    Selected::Method(Method {
        owner: owner.into(),
        signature,
        always: true,
        of_variable: false,
    })
}

fn error_method() -> Type {
    Type::Func(Arc::new(Signature {
        results: vec![Type::basic("string")],
        ..Signature::default()
    }))
}
