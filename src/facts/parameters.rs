//! Type parameters of declarations, of methods and of receivers: which names they are and what is
//! put in their place.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::syntax::{Node, node};

use super::resolve::Scope;
use super::{Package, Type};

impl Package<'_> {
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

    /// Whether a name in a declaration of another package is one of its type parameters, or of its
    /// receiver's.
    pub(super) fn is_type_parameter(&self, scope: Scope<'_>, of: Node<'_>, name: &str) -> bool {
        let is = |known: &Node<'_>| self.slice(scope, *known) == name;
        node::ancestors(of).any(|around| {
            type_parameters(around).iter().any(is)
                || receiver_arguments(around).iter().any(is)
                || around.kind() == "method_declaration"
                    && self.has_type_parameter(scope, around, Some(name))
        })
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
