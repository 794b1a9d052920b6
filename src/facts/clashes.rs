//! What goes wrong with names when code changes: a new one is taken already, or one is left that
//! nothing declares, that is declared twice or that nothing uses. Go compiles none of these.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::lookup::Found;
use super::names::{is_member, may_be_key};
use super::{At, Kind, Package};

impl Package<'_> {
    /// Whether `name` means anything at `at`, or is used below it in the same scope: declaring it
    /// there would capture or clash.
    #[must_use]
    pub fn is_taken(&self, name: &str, at: At<'_>) -> bool {
        let offset = at.node.start_byte();
        if matches!(self.find(name, at.file, offset), Found::Entity(_)) {
            return true;
        }
        let Some(source) = self.source(at.file) else {
            return true;
        };
        let scope = self.scopes(at.file).span_at(offset);
        let mut taken = false;
        node::walk(source.root(), &mut |node| {
            let span = node::span(node);
            taken |= node.named_child_count() == 0
                && scope.contains(span)
                && matches!(
                    node.kind(),
                    "identifier" | "type_identifier" | "package_identifier"
                )
                && source.slice(node) == name;
            let outside = span.end <= scope.start || scope.end <= span.start;
            if taken || outside {
                Descend::Past
            } else {
                Descend::Into
            }
        });
        taken
    }

    /// Identifiers below `region` that stand for nothing that is known to be declared; names that
    /// a dot import may declare are not among them.
    #[must_use]
    pub fn undefined<'p>(&'p self, region: At<'p>) -> Vec<At<'p>> {
        let mut found = Vec::new();
        node::walk(region.node, &mut |node| {
            let at = region.with(node);
            let name = matches!(
                node.kind(),
                "identifier" | "type_identifier" | "package_identifier"
            );
            if name && !may_be_key(node) && !is_member(node) && self.declared_by(at).is_none() {
                let what = self.find(self.text(at), at.file, node.start_byte());
                if matches!(what, Found::Nothing) {
                    found.push(at);
                }
            }
            if matches!(node.kind(), "package_clause" | "import_declaration") {
                return Descend::Past;
            }
            Descend::Into
        });
        found
    }

    /// `:=` statements in `region` that declare nothing new, and names declared twice in one
    /// scope.
    #[must_use]
    pub fn redeclared<'p>(&'p self, region: At<'p>) -> Vec<At<'p>> {
        let mut found = Vec::new();
        node::walk(region.node, &mut |node| {
            if node.kind() == "short_var_declaration"
                && let Some(left) = node.child_by_field_name("left")
            {
                let names = node::children(left);
                let new = names
                    .iter()
                    .any(|name| self.declared_by(region.with(*name)).is_some());
                if !new {
                    found.extend(names.first().map(|name| region.with(*name)));
                }
            }
            Descend::Into
        });
        let doubles = self
            .scopes(region.file)
            .declared_twice(node::span(region.node));
        found.extend(
            doubles
                .into_iter()
                .filter_map(|double| self.declaration_node(double)),
        );
        found
    }

    /// Local variables declared in `region` and never used, and labels never jumped to.
    #[must_use]
    pub fn unused<'p>(&'p self, region: At<'p>) -> Vec<At<'p>> {
        self.scopes(region.file)
            .locals_in(node::span(region.node))
            .into_iter()
            .filter(|local| matches!(local.kind, Kind::Variable | Kind::Label))
            .filter_map(|local| {
                let at = self.declaration_node(local)?;
                let within = node::enclosing_function(at.node)?;
                let references = self.references(local, at.with(within));
                let used = references
                    .iter()
                    .any(|at| local.kind == Kind::Label || !is_assigned(at.node));
                (!used && !self.named_as_key(at, within)).then_some(at)
            })
            .collect()
    }

    /// Whether the name stands somewhere as what may be the key of a literal.
    fn named_as_key(&self, name: At<'_>, within: Node<'_>) -> bool {
        let text = self.text(name);
        let mut named = false;
        node::walk(within, &mut |node| {
            named |= node.kind() == "identifier"
                && may_be_key(node)
                && self.text(name.with(node)) == text;
            Descend::Into
        });
        named
    }
}

/// Whether an identifier is only written to: alone on the left of `=` or `:=`.
fn is_assigned(identifier: Node<'_>) -> bool {
    let Some(list) = identifier
        .parent()
        .filter(|node| node.kind() == "expression_list")
    else {
        return false;
    };
    list.parent().is_some_and(|statement| {
        matches!(
            statement.kind(),
            "assignment_statement" | "short_var_declaration" | "range_clause"
        ) && statement
            .child_by_field_name("left")
            .is_some_and(|left| left.id() == list.id())
            && statement
                .child_by_field_name("operator")
                .is_none_or(|operator| operator.kind() == "=")
    })
}
