//! What types are made of, by their syntax: parameters and results, fields, methods.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::Scope;
use super::types::{Fields, Signature};
use super::{Package, Type};

impl Package<'_> {
    /// Parameters and results of a function, method, function type or interface method.
    pub(super) fn signature(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Signature {
        let mut signature = Signature::default();
        if let Some(list) = of.child_by_field_name("parameters") {
            for parameter in node::children(list) {
                let each = parameter
                    .child_by_field_name("type")
                    .map_or(Type::Unknown, |of| self.type_from(scope, of, depth + 1));
                let mut cursor = parameter.walk();
                let count = parameter
                    .children_by_field_name("name", &mut cursor)
                    .count()
                    .max(1);
                if parameter.kind() == "variadic_parameter_declaration" {
                    signature.variadic = true;
                    signature.params.push(Type::Slice(Arc::new(each)));
                } else {
                    signature.params.extend(std::iter::repeat_n(each, count));
                }
            }
        }
        match of.child_by_field_name("result") {
            Some(list) if list.kind() == "parameter_list" => {
                for result in node::children(list) {
                    let each = result
                        .child_by_field_name("type")
                        .map_or(Type::Unknown, |of| self.type_from(scope, of, depth + 1));
                    let mut cursor = result.walk();
                    let count = result
                        .children_by_field_name("name", &mut cursor)
                        .count()
                        .max(1);
                    signature.results.extend(std::iter::repeat_n(each, count));
                }
            }
            Some(only) => signature
                .results
                .push(self.type_from(scope, only, depth + 1)),
            None => {}
        }
        signature
    }

    pub(super) fn fields(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Fields {
        let mut fields = Fields::default();
        let list = node::children(of).first().copied();
        for field in list.map(node::children).unwrap_or_default() {
            let Some(written) = field.child_by_field_name("type") else {
                fields.incomplete = true;
                continue;
            };
            let of = self.type_from(scope, written, depth + 1);
            let mut cursor = field.walk();
            let names: Vec<Node<'_>> = field.children_by_field_name("name", &mut cursor).collect();
            if names.is_empty() {
                fields.embedded.push(of.clone());
                // An embedded field is a field by its type's name, too.
                if let Some(name) = base_name(written) {
                    let pointer = field.child(0).is_some_and(|child| child.kind() == "*");
                    let of = if pointer {
                        Type::Pointer(Arc::new(of))
                    } else {
                        of
                    };
                    fields.named.insert(self.slice(scope, name).into(), of);
                }
                continue;
            }
            for name in names {
                match self.slice(scope, name) {
                    // Stubs mark structs of which fields were left out this way.
                    "_" => {
                        let twice = fields.named.insert("_".into(), of.clone()).is_some();
                        fields.incomplete |= twice || scope.is_stub();
                    }
                    name => {
                        fields.named.insert(name.into(), of.clone());
                    }
                }
            }
        }
        fields
    }

    pub(super) fn methods(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Fields {
        let mut fields = Fields::default();
        for element in node::children(of) {
            match (element.kind(), element.child_by_field_name("name")) {
                ("method_elem", Some(name)) => {
                    let signature = self.signature(scope, element, depth + 1);
                    let of = Type::Func(Arc::new(signature));
                    fields.named.insert(self.slice(scope, name).into(), of);
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
        "pointer_type" => base_name(*node::children(of).first()?),
        _ => None,
    }
}
