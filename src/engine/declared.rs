//! The names that a file declares for its whole package: a fix that takes one away must not leave
//! anyone in the package who says it.

use std::collections::BTreeSet;

use crate::syntax::node::{self, Descend};
use crate::syntax::{Node, Source};

/// Functions, variables, constants and types. Methods are not looked up: many have one name.
pub(super) fn names(source: &Source) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut add = |of: Node<'_>| {
        let mut cursor = of.walk();
        let own = of.children_by_field_name("name", &mut cursor);
        names.extend(own.map(|name| source.text().get(name.byte_range()).unwrap_or("")));
    };
    for declaration in node::children(source.root()) {
        match declaration.kind() {
            "function_declaration" => add(declaration),
            "var_declaration" | "const_declaration" | "type_declaration" => {
                node::walk(declaration, &mut |node| match node.kind() {
                    "var_spec" | "const_spec" | "type_spec" | "type_alias" => {
                        add(node);
                        Descend::Past
                    }
                    _ => Descend::Into,
                });
            }
            _ => {}
        }
    }
    names
}
