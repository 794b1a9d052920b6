//! What types are made of, by their syntax: parameters and results, fields, methods.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::parameters::{Group, groups};
use super::resolve::Scope;
use super::types::{Fields, Signature, member_id};
use super::{Package, Type, unquote};

impl Package<'_> {
    /// Parameters and results of a function, method, function type or interface method.
    pub(super) fn signature(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Signature {
        let mut signature = Signature::default();
        if let Some(list) = of.child_by_field_name("parameters") {
            for group in groups(list) {
                let each = self.type_of_group(scope, &group, depth);
                signature.variadic |= group.variadic;
                let all = std::iter::repeat_n(each, group.count());
                signature.params.extend(all);
            }
        }
        match of.child_by_field_name("result") {
            Some(list) if list.kind() == "parameter_list" => {
                for group in groups(list) {
                    let each = self.type_of_group(scope, &group, depth);
                    let all = std::iter::repeat_n(each, group.count());
                    signature.results.extend(all);
                }
            }
            Some(only) => signature
                .results
                .push(self.type_from(scope, only, depth + 1)),
            None => {}
        }
        signature
    }

    /// The type of parameters or results that are declared in one go.
    pub(super) fn type_of_group(&self, scope: Scope<'_>, group: &Group<'_>, depth: usize) -> Type {
        let each = group
            .of
            .map_or(Type::Unknown, |of| self.type_from(scope, of, depth + 1));
        if group.variadic {
            Type::Slice(Arc::new(each))
        } else {
            each
        }
    }

    /// The import path of the package whose file a scope is in.
    fn path_of(&self, scope: Scope<'_>) -> Arc<str> {
        match scope {
            Scope::Own(file) => self.own_path(file),
            Scope::Unit(unit, _) => Arc::clone(&unit.path),
        }
    }

    pub(super) fn fields(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Fields {
        let path = self.path_of(scope);
        let mut fields = Fields::default();
        let list = node::children(of).first().copied();
        for field in list.map(node::children).unwrap_or_default() {
            let Some(written) = field.child_by_field_name("type") else {
                fields.incomplete = true;
                continue;
            };
            let of = self.type_from(scope, written, depth + 1);
            let tag = self.tag(scope, field);
            let mut cursor = field.walk();
            let names: Vec<Node<'_>> = field.children_by_field_name("name", &mut cursor).collect();
            if names.is_empty() {
                let pointer = field.child(0).is_some_and(|child| child.kind() == "*");
                let of = if pointer {
                    Type::Pointer(Arc::new(of))
                } else {
                    of
                };
                fields.embedded.push(of.clone());
                // An embedded field is a field by its type's name, too.
                let Some(name) = base_name(written) else {
                    fields.incomplete = true;
                    continue;
                };
                let id = member_id(&path, self.slice(scope, name));
                fields.layout.push((Arc::clone(&id), tag));
                fields.named.insert(id, of);
                continue;
            }
            for name in names {
                let name = self.slice(scope, name);
                let id = member_id(&path, name);
                fields.layout.push((Arc::clone(&id), Arc::clone(&tag)));
                let twice = fields.named.insert(id, of.clone()).is_some();
                // Stubs mark structs of which fields were left out with a blank one.
                fields.incomplete |= twice || name == "_" && scope.is_stub();
            }
        }
        fields
    }

    /// The tag of a field as it reads; the same one may be spelled in two ways.
    fn tag(&self, scope: Scope<'_>, field: Node<'_>) -> Arc<str> {
        let tag = field.child_by_field_name("tag");
        let tag = tag.map(|tag| self.slice(scope, tag));
        tag.map(|tag| unquote(tag).unwrap_or_else(|| tag.to_owned()))
            .unwrap_or_default()
            .into()
    }

    pub(super) fn methods(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Fields {
        let path = self.path_of(scope);
        let mut fields = Fields::default();
        for element in node::children(of) {
            match (element.kind(), element.child_by_field_name("name")) {
                ("method_elem", Some(name)) => {
                    let signature = self.signature(scope, element, depth + 1);
                    let of = Type::Func(Arc::new(signature));
                    let id = member_id(&path, self.slice(scope, name));
                    fields.named.insert(id, of);
                }
                ("type_elem", _) => {
                    fields
                        .embedded
                        .push(self.type_from(scope, element, depth + 1));
                }
                _ => fields.incomplete = true,
            }
        }
        fields
    }
}

/// The name that an embedded field has.
fn base_name(of: Node<'_>) -> Option<Node<'_>> {
    match of.kind() {
        "type_identifier" => Some(of),
        "qualified_type" => of.child_by_field_name("name"),
        "generic_type" => base_name(of.child_by_field_name("type")?),
        "pointer_type" | "parenthesized_type" => base_name(*node::children(of).first()?),
        _ => None,
    }
}
