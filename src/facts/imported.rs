//! Imported packages by name: what a file calls them, and which ones a name stands for.

use std::sync::Arc;

use super::imports::{self, Binds};
use super::{At, Entity, FileId, Package, Truth, library, stubs};

impl Package<'_> {
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

    /// Whether an import of the file binds this name, where nothing shadows it.
    #[must_use]
    pub fn binds_import(&self, name: &str, file: FileId) -> bool {
        self.imports_by_name(file).contains_key(name)
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
