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

/// What a list of parameters or results declares in one go: names that have one type.
pub(crate) struct Group<'t> {
    /// None where there is only a type.
    pub names: Vec<Node<'t>>,
    pub of: Option<Node<'t>>,
    pub variadic: bool,
}

impl<'t> Group<'t> {
    /// How many parameters there are.
    pub fn count(&self) -> usize {
        self.names.len().max(1)
    }

    /// What stands for the parameters: their names, or the type.
    pub fn places(&self) -> Vec<Node<'t>> {
        if self.names.is_empty() {
            self.of.into_iter().collect()
        } else {
            self.names.clone()
        }
    }
}

/// The groups of a list of parameters or results.
///
/// Of a list with many names the grammar reads the first ones as types. Go has names for all of a
/// list or for none, so that what looks like such a type is a name of the next one's type.
pub(crate) fn groups(list: Node<'_>) -> Vec<Group<'_>> {
    let all = node::children(list).into_iter().filter(|of| {
        matches!(
            of.kind(),
            "parameter_declaration" | "variadic_parameter_declaration"
        )
    });
    let mut groups: Vec<Group<'_>> = all
        .map(|declaration| {
            let mut cursor = declaration.walk();
            let names = declaration.children_by_field_name("name", &mut cursor);
            Group {
                names: names.filter(Node::is_named).collect(),
                of: declaration.child_by_field_name("type"),
                variadic: declaration.kind() == "variadic_parameter_declaration",
            }
        })
        .collect();
    if groups.iter().all(|group| group.names.is_empty()) {
        return groups;
    }
    let mut named: Vec<Group<'_>> = Vec::with_capacity(groups.len());
    let mut ahead = Vec::new();
    for mut group in groups.drain(..) {
        match group.of.filter(|of| of.kind() == "type_identifier") {
            Some(name) if group.names.is_empty() && !group.variadic => ahead.push(name),
            _ => {
                ahead.append(&mut group.names);
                group.names = std::mem::take(&mut ahead);
                named.push(group);
            }
        }
    }
    // What is left has no type: no Go.
    named.extend(ahead.into_iter().map(|name| Group {
        names: vec![name],
        of: None,
        variadic: false,
    }));
    named
}

/// The group that a name of a list of parameters or results belongs to.
pub(crate) fn group_of(name: Node<'_>) -> Option<Group<'_>> {
    let list = name.parent()?.parent()?;
    let mut groups = groups(list).into_iter();
    groups.find(|group| group.names.iter().any(|own| own.id() == name.id()))
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
