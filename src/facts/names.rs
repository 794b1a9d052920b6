//! Which declaration a name refers to.

use std::sync::Arc;

use crate::text::Span;

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
        let _ = at;
        Entity::Unknown
    }

    /// The name by which a file refers to an imported package: its alias or its package name.
    /// `None` if the file does not import it, or only as `_` or `.`.
    #[must_use]
    pub fn import_name(&self, file: FileId, path: &str) -> Option<Arc<str>> {
        let _ = (file, path);
        None
    }

    /// The name a package has when imported without an alias: from the package itself where it
    /// can be read, else from the stubs, else by the usual rules (`/vN`, `.vN`, `go-`).
    #[must_use]
    pub fn package_name(&self, path: &str) -> Arc<str> {
        path.rsplit('/').next().unwrap_or(path).into()
    }

    /// The identifiers within `region` that refer to `declaration`, the declaring one left out.
    #[must_use]
    pub fn references<'p>(&'p self, declaration: Declaration, region: At<'p>) -> Vec<At<'p>> {
        let _ = (declaration, region);
        Vec::new()
    }

    /// The declaration that this name makes, if it stands in declaring position.
    #[must_use]
    pub fn declared_by(&self, at: At<'_>) -> Option<Declaration> {
        let _ = at;
        None
    }

    /// The node of the declared name.
    #[must_use]
    pub fn declaration_node(&self, declaration: Declaration) -> Option<At<'_>> {
        let root = self.source(declaration.file)?.root();
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
        let _ = (name, at);
        true
    }

    /// `(#pkg? @id "path" …)`: the identifier stands for one of these imports. A path that ends
    /// in `/*` covers the path itself and every major version below it.
    #[must_use]
    pub fn is_package(&self, at: At<'_>, paths: &[&str]) -> Truth {
        let _ = (at, paths);
        Truth::Unknown
    }

    /// `(#refers-to? @use @def)`: both name the same declaration.
    #[must_use]
    pub fn refers_to(&self, one: At<'_>, other: At<'_>) -> Truth {
        let _ = (one, other);
        Truth::Unknown
    }

    /// Identifiers below `region` that stand for nothing that is known to be declared; names that
    /// a dot import or an unreadable sibling file may declare are not among them.
    #[must_use]
    pub fn undefined<'p>(&'p self, region: At<'p>) -> Vec<At<'p>> {
        let _ = region;
        Vec::new()
    }

    /// Local variables declared in `region` and never used, and labels never jumped to.
    #[must_use]
    pub fn unused<'p>(&'p self, region: At<'p>) -> Vec<At<'p>> {
        let _ = region;
        Vec::new()
    }
}
