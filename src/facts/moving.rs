//! Whether code can stand elsewhere and still mean what it means.

use crate::syntax::node::{self, Descend};

use super::names::{is_member, is_name_node, may_be_key};
use super::{At, Entity, Package, Truth};

impl Package<'_> {
    /// `(#means-same? @n @at)`: each name in n, but for those that n declares itself, would mean
    /// the same at the place at. Only what is declared in functions can tell the two apart.
    #[must_use]
    pub fn means_same(&self, names: At<'_>, place: At<'_>) -> Truth {
        if names.file != place.file {
            return Truth::Unknown;
        }
        let scopes = self.scopes(names.file);
        let inside = node::span(names.node);
        let mut same = true;
        node::walk(names.node, &mut |node| {
            let name = is_name_node(node);
            let at = names.with(node);
            let key = may_be_key(node) && !self.is_expression_key(at);
            if name && !key && !is_member(node) && self.declared_by(at).is_none() {
                let text = self.text(at);
                let here = scopes.local(text, node.start_byte());
                let own = here.is_some_and(|found| inside.contains(found.name));
                let there = scopes.local(text, place.node.start_byte());
                let one = here
                    .is_none_or(|found| self.in_one_clause(&Entity::Declared(found), at, place));
                same &= own || here == there && one;
            }
            Descend::Into
        });
        same.into()
    }
}
