//! The types that methods are declared on, by whichever name.

use crate::syntax::{Node, node};

use super::Unit;

/// Aliases of aliases are followed as far as this.
const LONGEST_CHAIN: usize = 20;

impl Unit {
    /// Whether a receiver's type is a pointer, possibly by an alias.
    pub fn is_pointer<'u>(&'u self, mut of: Node<'u>, mut file: usize) -> bool {
        for _ in 0..LONGEST_CHAIN {
            let next = match of.kind() {
                "pointer_type" => return true,
                "parenthesized_type" => node::children(of).first().map(|inner| (*inner, file)),
                "type_identifier" => self.alias(self.files[file].source.slice(of)),
                _ => None,
            };
            match next {
                Some(next) => (of, file) = next,
                None => return false,
            }
        }
        false
    }

    /// What a name is an alias of.
    fn alias(&self, name: &str) -> Option<(Node<'_>, usize)> {
        let (name, file) = self.declarations(name).first().copied()?;
        let spec = name.parent().filter(|spec| spec.kind() == "type_alias")?;
        Some((spec.child_by_field_name("type")?, file))
    }
}

/// The name of the type that a method belongs to, as its receiver has it.
pub(super) fn receiver_type(method: Node<'_>) -> Option<Node<'_>> {
    let list = method.child_by_field_name("receiver")?;
    base_type(node::children(list).first()?.child_by_field_name("type")?)
}

/// The name of a type of this package, without what is around it.
pub(super) fn base_type(mut of: Node<'_>) -> Option<Node<'_>> {
    loop {
        of = match of.kind() {
            "pointer_type" | "parenthesized_type" => *node::children(of).first()?,
            "generic_type" => of.child_by_field_name("type")?,
            "type_identifier" => return Some(of),
            _ => return None,
        };
    }
}
