//! The predicates about types.

use crate::syntax::node;

use super::resolve::{Scope, is_unsafe_pointer};
use super::select::{Member, Selected};
use super::{At, Package, Truth, Type};

impl Package<'_> {
    /// `(#type? @e "sync.Map" "*sync.Map" …)`
    #[must_use]
    pub fn has_type(&self, at: At<'_>, types: &[&str]) -> Truth {
        let of = self.type_of(at).defaulted();
        types.iter().fold(Truth::False, |any, wanted| {
            any.or(self.is_written(&of, wanted))
        })
    }

    /// `(#kind? @e "struct" …)`: of the underlying type: `basic`, `struct`, `array`, `slice`, `map`,
    /// `pointer`, `func`, `chan`, `interface`. A type parameter's is not known.
    #[must_use]
    pub fn has_kind(&self, at: At<'_>, kinds: &[&str]) -> Truth {
        let of = match at.node.kind() {
            // A type literal says it, whatever it is made of.
            "pointer_type" => return kinds.contains(&"pointer").into(),
            "slice_type" => return kinds.contains(&"slice").into(),
            "map_type" => return kinds.contains(&"map").into(),
            "function_type" => return kinds.contains(&"func").into(),
            "channel_type" => return kinds.contains(&"chan").into(),
            "array_type" | "struct_type" | "interface_type" | "type_identifier"
            | "qualified_type" | "generic_type" => self.type_from(Scope::Own(at.file), at.node, 0),
            _ => self.type_of(at).defaulted(),
        };
        if self.is_interface(&of) {
            return kinds.contains(&"interface").into();
        }
        let kind = match self.underlying(&of, 0) {
            Type::Basic(_) => "basic",
            Type::Named(path, name, _) if is_unsafe_pointer(&path, &name) => "basic",
            Type::Struct(_) => "struct",
            Type::Array(..) => "array",
            Type::Slice(_) => "slice",
            Type::Map(..) => "map",
            Type::Pointer(_) => "pointer",
            Type::Func(_) => "func",
            Type::Chan(..) => "chan",
            _ => return Truth::Unknown,
        };
        kinds.contains(&kind).into()
    }

    /// `(#implements? @e "io.Closer")`: the method set of the expression's type has the methods of
    /// that interface.
    #[must_use]
    pub fn implements(&self, at: At<'_>, interface: &str) -> Truth {
        let wanted = match interface.rsplit_once('.') {
            Some((path, name)) => self.declared_type(path, name, &[], 0),
            None => super::resolve::predeclared(interface),
        };
        let Some(methods) = self.interface_methods(&wanted, 0) else {
            return Truth::Unknown;
        };
        let of = self.type_of(at).defaulted();
        methods.iter().fold(Truth::True, |all, (id, signature)| {
            let name = id.rsplit('.').next().unwrap_or(id);
            all.and(match self.select_member(&of, Member { name, id }) {
                Selected::Method(method) if method.of_variable => Truth::False,
                Selected::Method(method) if method.always => {
                    method.signature.is_identical(signature)
                }
                Selected::Nothing | Selected::Field(_) => Truth::False,
                Selected::Method(_) | Selected::Unknown => Truth::Unknown,
            })
        })
    }

    /// `(#has-method? @e "Close" "sync.Map.Store" …)`: the type of e, or a pointer to it, has a
    /// method of one of these names; one with a type in front has to be that type's own.
    #[must_use]
    pub fn has_method(&self, at: At<'_>, names: &[&str]) -> Truth {
        let of = self.type_of(at);
        let from = self.own_path(at.file);
        names.iter().fold(Truth::False, |any, wanted| {
            let name = wanted.rsplit('.').next().unwrap_or(wanted);
            any.or(match self.select(&of, name, &from) {
                Selected::Method(method) if method.always => {
                    let owner = &method.owner;
                    (name == *wanted || format!("{owner}.{name}") == *wanted).into()
                }
                Selected::Field(_) | Selected::Nothing => Truth::False,
                Selected::Method(_) | Selected::Unknown => Truth::Unknown,
            })
        })
    }

    fn is_interface(&self, of: &Type) -> bool {
        let underlying = self.underlying(of, 0);
        matches!(underlying, Type::Interface(_))
            || matches!(&underlying, Type::Named(path, ..) if path.is_empty())
    }

    /// `(#returns? @n "error" …)`: the function around `at` has exactly these result types; `_`
    /// stands for any one type, a first `...` for any number of them.
    #[must_use]
    pub fn returns(&self, at: At<'_>, types: &[&str]) -> Truth {
        let Some(function) = node::enclosing_function(at.node) else {
            return Truth::False;
        };
        let results = self.signature(Scope::Own(at.file), function, 0).results;
        let (wanted, results) = match types.split_first() {
            Some((&"...", rest)) => {
                let skipped = results.len().saturating_sub(rest.len());
                (rest, &results[skipped..])
            }
            _ => (types, results.as_slice()),
        };
        if wanted.len() != results.len() {
            return Truth::False;
        }
        wanted
            .iter()
            .zip(results)
            .fold(Truth::True, |all, (wanted, of)| {
                all.and(match *wanted {
                    "_" => Truth::True,
                    wanted => self.is_written(of, wanted),
                })
            })
    }

    /// How the zero value of the type named by a type node is written: `nil`, `0`, `""`, `false`,
    /// `T{}`; `None` when it is not known.
    #[must_use]
    pub fn zero_value(&self, type_node: At<'_>) -> Option<String> {
        let of = self.type_from(Scope::Own(type_node.file), type_node.node, 0);
        match self.underlying(&of, 0) {
            Type::Pointer(_)
            | Type::Slice(_)
            | Type::Map(..)
            | Type::Chan(..)
            | Type::Func(_)
            | Type::Interface(_) => Some("nil".to_owned()),
            Type::Named(path, name, _)
                if path.is_empty() && *name != *"comparable" || is_unsafe_pointer(&path, &name) =>
            {
                Some("nil".to_owned())
            }
            Type::Basic(name) => Some(match &*name {
                "string" => "\"\"".to_owned(),
                "bool" => "false".to_owned(),
                _ => "0".to_owned(),
            }),
            Type::Struct(_) | Type::Array(..) => Some(format!("{}{{}}", self.text(type_node))),
            _ => None,
        }
    }
}
