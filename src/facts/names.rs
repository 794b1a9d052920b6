//! Which declaration a name refers to.

use std::sync::Arc;

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::lookup::Found;
use super::{At, FileId, Package, Truth};

/// What kind of thing a name declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `const`
    Constant,
    /// `var` and `:=`, range variables, type-switch variables
    Variable,
    /// A parameter, also of a function literal
    Parameter,
    /// A named result
    Result,
    /// A method's receiver
    Receiver,
    /// `type`
    Type,
    /// A type parameter
    TypeParameter,
    /// A top-level function
    Function,
    /// A label
    Label,
}

/// A declaration in the package under analysis. Two are the same iff file and span are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Declaration {
    /// The file.
    pub file: FileId,
    /// The declared name's span in it.
    pub name: Span,
    /// What it declares.
    pub kind: Kind,
}

/// What an identifier stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entity {
    /// Something declared in this package, locally or at its top level.
    Declared(Declaration),
    /// An imported package, by its full path.
    Package(Arc<str>),
    /// A name that a dot import brought in: package path and name.
    Imported(Arc<str>, Arc<str>),
    /// Predeclared (`len`, `nil`, `error` …), not shadowed.
    Universe(Arc<str>),
    /// The blank identifier.
    Blank,
    /// Cannot be told.
    Unknown,
}

impl Package<'_> {
    /// What the identifier at `at` stands for there. Field names and the keys of struct literals
    /// are not identifiers in this sense and give [`Entity::Unknown`].
    #[must_use]
    pub fn entity(&self, at: At<'_>) -> Entity {
        let key = (at.file, at.node.id());
        if let Some(known) = self.entities().borrow().get(&key) {
            return known.clone();
        }
        let entity = self.entity_of(at);
        self.entities().borrow_mut().insert(key, entity.clone());
        entity
    }

    fn entity_of(&self, at: At<'_>) -> Entity {
        match at.node.kind() {
            // The last four have nodes of their own, and can be declared like any other name.
            "identifier" | "type_identifier" | "package_identifier" | "true" | "false" | "nil"
            | "iota"
                if (!may_be_key(at.node) || self.is_expression_key(at))
                    && !is_member(at.node)
                    && !names_package(at.node) => {}
            "label_name" => {
                let label = self
                    .scopes(at.file)
                    .label(self.text(at), at.node.start_byte());
                return label.map_or(Entity::Unknown, Entity::Declared);
            }
            _ => return Entity::Unknown,
        }
        if let Some(declaration) = self.declared_by(at) {
            return Entity::Declared(declaration);
        }
        match self.find(self.text(at), at.file, at.node.start_byte()) {
            Found::Entity(entity) => entity,
            Found::Nothing => Entity::Unknown,
        }
    }

    /// What a name would mean at a place, whether or not it stands there; [`Entity::Unknown`]
    /// where nothing declares it.
    #[must_use]
    pub fn meaning(&self, name: &str, at: At<'_>) -> Entity {
        match self.find(name, at.file, at.node.start_byte()) {
            Found::Entity(entity) => entity,
            Found::Nothing => Entity::Unknown,
        }
    }

    /// The same at a byte offset of a file.
    pub(super) fn meaning_at(&self, name: &str, file: FileId, offset: usize) -> Entity {
        match self.find(name, file, offset) {
            Found::Entity(entity) => entity,
            Found::Nothing => Entity::Unknown,
        }
    }

    /// Whether some file of the package declares a name at its top level.
    #[must_use]
    pub fn is_top_level(&self, name: &str, file: FileId) -> bool {
        self.top_level(file)
            .is_some_and(|top| top.names.contains_key(name))
    }

    /// The identifiers within `region` that refer to `declaration`, the declaring one left out.
    #[must_use]
    pub fn references<'p>(&'p self, declaration: Declaration, region: At<'p>) -> Vec<At<'p>> {
        let Some(source) = self.declarations(declaration.file) else {
            return Vec::new();
        };
        let name = declaration.name.slice(source.text());
        let mut found = Vec::new();
        node::walk(region.node, &mut |node| {
            let at = region.with(node);
            let candidate = node.named_child_count() == 0
                && self.text(at) == name
                && (at.file != declaration.file || node::span(node) != declaration.name);
            if candidate && self.entity(at) == Entity::Declared(declaration) {
                found.push(at);
            }
            Descend::Into
        });
        found
    }

    /// The declaration that this name makes, if it stands in declaring position.
    #[must_use]
    pub fn declared_by(&self, at: At<'_>) -> Option<Declaration> {
        self.scopes(at.file).declared_at(node::span(at.node))
    }

    /// The node of the declared name.
    #[must_use]
    pub fn declaration_node(&self, declaration: Declaration) -> Option<At<'_>> {
        let root = self.declarations(declaration.file)?.root();
        let node = root.descendant_for_byte_range(declaration.name.start, declaration.name.end)?;
        Some(At {
            file: declaration.file,
            node,
        })
    }

    /// `(#refers-to? @use @def)`: both name the same declaration.
    #[must_use]
    pub fn refers_to(&self, one: At<'_>, other: At<'_>) -> Truth {
        // Two names are never one declaration, whatever they mean.
        let names = |at: At<'_>| at.node.kind() == "identifier";
        if names(one) && names(other) && self.text(one) != self.text(other) {
            return Truth::False;
        }
        match (self.entity(one), self.entity(other)) {
            (Entity::Unknown, _) | (_, Entity::Unknown) => Truth::Unknown,
            // A blank name declares nothing that another could name.
            (Entity::Blank, _) => Truth::False,
            (one_entity, other_entity) => {
                (one_entity == other_entity && self.in_one_clause(&one_entity, one, other)).into()
            }
        }
    }

    /// Whether two uses of a name that is declared in one place are about one variable: each clause
    /// of a type switch has its own.
    pub(super) fn in_one_clause(&self, of: &Entity, one: At<'_>, other: At<'_>) -> bool {
        let Entity::Declared(declaration) = of else {
            return true;
        };
        if !self.scopes(declaration.file).guards.contains(declaration) {
            return true;
        }
        match (
            clause(one.node, declaration),
            clause(other.node, declaration),
        ) {
            (Some(one), Some(other)) => one.id() == other.id(),
            // The name of the switch stands for all of them.
            _ => true,
        }
    }
}

/// The clause around a node of the type switch that declares a variable.
fn clause<'t>(of: Node<'t>, variable: &Declaration) -> Option<Node<'t>> {
    let mut around = std::iter::once(of).chain(node::ancestors(of));
    let clause = around.find(|node| {
        node.parent().is_some_and(|switch| {
            let alias = switch.child_by_field_name("alias");
            alias.is_some_and(|alias| node::span(alias).contains(variable.name))
        })
    });
    clause.filter(|node| node.kind().ends_with("_case"))
}

/// Whether a node is a name; the predeclared values have nodes of their own, and may be shadowed.
pub(super) fn is_name_node(of: Node<'_>) -> bool {
    matches!(
        of.kind(),
        "identifier" | "type_identifier" | "package_identifier" | "true" | "false" | "nil" | "iota"
    )
}

/// Whether a name is that of a package clause, which no scope has.
fn names_package(name: Node<'_>) -> bool {
    name.parent()
        .is_some_and(|parent| parent.kind() == "package_clause")
}

/// Whether an identifier is the key of a composite literal's element: of a struct it names a
/// field, of a map it is an expression.
pub(super) fn may_be_key(identifier: Node<'_>) -> bool {
    let Some(element) = identifier
        .parent()
        .filter(|node| node.kind() == "literal_element")
    else {
        return false;
    };
    let keyed = element
        .parent()
        .filter(|node| node.kind() == "keyed_element");
    keyed
        .and_then(|keyed| keyed.named_child(0))
        .is_some_and(|key| key.id() == element.id())
}

/// Whether a type's name is that of another package's type, behind the package's name.
pub(super) fn is_member(name: Node<'_>) -> bool {
    let qualified = name.parent().filter(|node| node.kind() == "qualified_type");
    qualified
        .and_then(|qualified| qualified.child_by_field_name("name"))
        .is_some_and(|member| member.id() == name.id())
}
