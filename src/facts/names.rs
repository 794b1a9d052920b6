//! Which declaration a name refers to.

use std::sync::Arc;

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::imports::{self, Binds};
use super::{At, FileId, Package, Truth};
use super::{library, stubs, universe};

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

/// What a name was found to be.
enum Found {
    Entity(Entity),
    /// Nothing declares it.
    Nothing,
}

impl Package<'_> {
    /// What the identifier at `at` stands for there. Field names and the keys of struct literals
    /// are not identifiers in this sense and give [`Entity::Unknown`].
    #[must_use]
    pub fn entity(&self, at: At<'_>) -> Entity {
        match at.node.kind() {
            // The last four have nodes of their own, and can be declared like any other name.
            "identifier" | "type_identifier" | "package_identifier" | "true" | "false" | "nil"
            | "iota"
                if (!may_be_key(at.node) || self.is_expression_key(at)) && !is_member(at.node) => {}
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

    fn find(&self, name: &str, file: FileId, offset: usize) -> Found {
        if name == "_" {
            return Found::Entity(Entity::Blank);
        }
        if let Some(declaration) = self.scopes(file).local(name, offset) {
            return Found::Entity(Entity::Declared(declaration));
        }
        if let Some(declarations) = self.top_level(file).and_then(|names| names.get(name)) {
            let own = declarations
                .iter()
                .find(|declaration| declaration.file == file);
            return Found::Entity(match (own, declarations.as_slice()) {
                (Some(own), _) => Entity::Declared(*own),
                // Where that file is left out, the name is what Go declares.
                (None, all)
                    if universe::declares(name)
                        && all.iter().all(|one| self.is_optional(one.file)) =>
                {
                    Entity::Unknown
                }
                (None, [only]) => Entity::Declared(*only),
                // Variants of one name, by build tags: which one it is cannot be told.
                _ => Entity::Unknown,
            });
        }
        let mut dot = Vec::new();
        for import in self.imports(file) {
            let bound = match &import.binds {
                Binds::Default => *self.package_name(&import.path) == *name,
                Binds::Alias(alias) => **alias == *name,
                Binds::Dot => {
                    dot.push(&import.path);
                    false
                }
                Binds::Blank => false,
            };
            if bound {
                return Found::Entity(Entity::Package(Arc::clone(&import.path)));
            }
        }
        // Dot imports bring in what is exported, and nothing else.
        if name.starts_with(char::is_uppercase) && !dot.is_empty() {
            return Found::Entity(self.imported_by_dot(name, &dot));
        }
        if universe::declares(name) {
            return Found::Entity(Entity::Universe(name.into()));
        }
        Found::Nothing
    }

    /// The one of these packages that declares a name; not known if one of them cannot be read.
    fn imported_by_dot(&self, name: &str, paths: &[&Arc<str>]) -> Entity {
        let mut found = Entity::Unknown;
        for path in paths {
            let Some(unit) = self.unit(path).filter(|unit| unit.is_complete()) else {
                return Entity::Unknown;
            };
            if unit.declares(name) {
                found = Entity::Imported(Arc::clone(path), name.into());
            }
        }
        found
    }

    /// Whether an identifier stands for something that files declare each for their own platform,
    /// all of the same kind.
    pub(super) fn is_variant(&self, at: At<'_>, kind: Kind) -> bool {
        let name = self.text(at);
        let all = self.top_level(at.file).and_then(|names| names.get(name));
        all.is_some_and(|all| all.len() > 1 && all.iter().all(|one| one.kind == kind))
            && self
                .scopes(at.file)
                .local(name, at.node.start_byte())
                .is_none()
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
            .is_some_and(|names| names.contains_key(name))
    }

    /// The name by which a file refers to an imported package: its alias or its package name.
    /// `None` if the file does not import it, or only as `_` or `.`.
    #[must_use]
    pub fn import_name(&self, file: FileId, path: &str) -> Option<Arc<str>> {
        self.imports(file)
            .iter()
            .filter(|import| *import.path == *path)
            .find_map(|import| match &import.binds {
                Binds::Default => Some(self.package_name(path)),
                Binds::Alias(alias) => Some(Arc::clone(alias)),
                Binds::Dot | Binds::Blank => None,
            })
    }

    /// Whether a file of the package imports a package of this module.
    #[must_use]
    pub fn imports_from(&self, module: &str) -> bool {
        self.files().any(|file| {
            self.input(file).text.contains(module)
                && self.imports(file).iter().any(|import| {
                    let rest = import.path.strip_prefix(module);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
        })
    }

    /// The name a package has when imported without an alias: from the stubs, else from the
    /// package itself where it can be read, else by the usual rules (`/vN`, `.vN`, `go-`).
    #[must_use]
    pub fn package_name(&self, path: &str) -> Arc<str> {
        if let Some(name) = stubs::package_name(path) {
            return name.into();
        }
        if let Some(known) = self.package_names().borrow().get(path) {
            return Arc::clone(known);
        }
        let name = self.clause_elsewhere(path).unwrap_or_else(|| {
            let unit = self.unit(path).filter(|unit| !unit.name.is_empty());
            unit.map_or_else(
                || imports::usual_name(path).into(),
                |unit| Arc::clone(&unit.name),
            )
        });
        let mut names = self.package_names().borrow_mut();
        names.insert(path.into(), Arc::clone(&name));
        name
    }

    /// What another package calls itself, without reading more of it.
    fn clause_elsewhere(&self, path: &str) -> Option<Arc<str>> {
        if self.files().any(|file| *self.own_path(file) == *path) {
            return None;
        }
        let (dir, files) = self.world().package(path, self.dir())?;
        let read = || library::name(&files);
        match self.world().library() {
            Some(library) => library.name(&dir, read),
            None => read(),
        }
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

    /// `(#pkg? @id "path" …)`: the identifier stands for one of these imports. A path that ends
    /// in `/*` covers the path itself and every major version below it.
    #[must_use]
    pub fn is_package(&self, at: At<'_>, paths: &[&str]) -> Truth {
        match self.entity(at) {
            Entity::Package(path) => paths.iter().any(|wanted| covers(wanted, &path)).into(),
            Entity::Unknown => Truth::Unknown,
            _ => Truth::False,
        }
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
            (Entity::Declared(one), Entity::Declared(other)) => (one == other).into(),
            _ => Truth::False,
        }
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

    /// The paths of a file's imports that bind a name.
    #[must_use]
    pub fn named_imports(&self, file: FileId) -> Vec<Arc<str>> {
        let binds =
            |import: &&imports::Import| matches!(import.binds, Binds::Default | Binds::Alias(_));
        let named = self
            .imports(file)
            .iter()
            .filter(binds)
            .filter(|import| *import.path != *"C");
        named.map(|import| Arc::clone(&import.path)).collect()
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

fn covers(wanted: &str, path: &str) -> bool {
    match wanted.strip_suffix("/*") {
        Some(stem) => {
            let rest = path.strip_prefix(stem);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("/v"))
        }
        None => wanted == path,
    }
}

/// Whether an identifier is the key of a composite literal's element: of a struct it names a
/// field, of a map it is an expression.
fn may_be_key(identifier: Node<'_>) -> bool {
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
fn is_member(name: Node<'_>) -> bool {
    let qualified = name.parent().filter(|node| node.kind() == "qualified_type");
    qualified
        .and_then(|qualified| qualified.child_by_field_name("name"))
        .is_some_and(|member| member.id() == name.id())
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
