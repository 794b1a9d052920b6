//! Imported packages by name: what a file calls them, and which ones a name stands for.

use std::collections::HashMap;
use std::sync::Arc;

use super::imports::{self, Binds};
use super::{At, Entity, FileId, Package, Truth, library, stubs, universe};

/// What a name that an import binds stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    /// This package.
    Package(Arc<str>),
    /// This one, if it is called as its path suggests.
    Guess(Arc<str>),
    /// One of several packages of which the names are not known.
    Unknown,
}

impl Bound {
    pub fn entity(&self) -> Entity {
        match self {
            Self::Package(path) | Self::Guess(path) => Entity::Package(Arc::clone(path)),
            Self::Unknown => Entity::Unknown,
        }
    }

    /// Whether the file certainly imports something by that name.
    pub fn is_certain(&self) -> bool {
        matches!(self, Self::Package(_))
    }
}

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
        if let Some(known) = self.imported().borrow().get(module) {
            return *known;
        }
        let found = self.files().any(|file| {
            self.input(file).text.contains(module)
                && self.imports(file).iter().any(|import| {
                    let rest = import.path.strip_prefix(module);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
        });
        self.imported().borrow_mut().insert(module.into(), found);
        found
    }

    /// The name a package has when imported without an alias: from the stubs, else from the
    /// package itself where it can be read, else by the usual rules (`/vN`, `.vN`, `go-`).
    #[must_use]
    pub fn package_name(&self, path: &str) -> Arc<str> {
        self.known_name(path)
            .unwrap_or_else(|| imports::usual_name(path).into())
    }

    /// The same where it is not just a guess.
    pub(super) fn known_name(&self, path: &str) -> Option<Arc<str>> {
        if let Some(name) = stubs::package_name(path) {
            return Some(name.into());
        }
        if let Some(known) = self.package_names().borrow().get(path) {
            return known.clone();
        }
        let name = self.clause_elsewhere(path).or_else(|| {
            let unit = self.unit(path).filter(|unit| !unit.name.is_empty());
            unit.map(|unit| Arc::clone(&unit.name))
        });
        let mut names = self.package_names().borrow_mut();
        names.insert(path.into(), name.clone());
        name
    }

    /// What the names that a file's imports bind stand for. Go refuses two imports of one name, so
    /// one of which the name is known beats those that only seem to have it.
    pub(super) fn bound_names(&self, file: FileId) -> HashMap<Arc<str>, Bound> {
        let mut bound: HashMap<Arc<str>, Bound> = HashMap::new();
        let mut guesses: Vec<(Arc<str>, Arc<str>)> = Vec::new();
        for import in self.imports(file) {
            let path = Arc::clone(&import.path);
            let name = match &import.binds {
                Binds::Default => self.known_name(&path),
                Binds::Alias(alias) => Some(Arc::clone(alias)),
                Binds::Dot | Binds::Blank => continue,
            };
            match name {
                Some(name) => {
                    let new = Bound::Package(path);
                    let other = bound.get(&name).is_some_and(|old| *old != new);
                    bound.insert(name, if other { Bound::Unknown } else { new });
                }
                None => guesses.push((imports::usual_name(&path).into(), path)),
            }
        }
        let known = |name: &Arc<str>| bound.contains_key(name);
        let text = &self.input(file).text;
        // One that is not used by the name that it seems to have must have another one.
        let misnamed = |(name, path): &(Arc<str>, Arc<str>), wanted: &str| {
            (known(name) || !selects_from(text, name)) && mentions(path, wanted)
        };
        let told: Vec<(Arc<str>, Bound)> = guesses
            .iter()
            .filter(|(name, _)| !known(name))
            .map(|(name, path)| {
                let clashes = guesses
                    .iter()
                    .filter(|(_, other)| other != path)
                    .any(|other| other.0 == *name || misnamed(other, name));
                let of = if clashes || universe::declares(name) {
                    Bound::Unknown
                } else {
                    Bound::Guess(Arc::clone(path))
                };
                (Arc::clone(name), of)
            })
            .collect();
        bound.extend(told);
        bound
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

/// Whether a text may select something from what has this name.
fn selects_from(text: &str, name: &str) -> bool {
    text.match_indices(name)
        .any(|(at, _)| text[at + name.len()..].trim_start().starts_with('.'))
}

/// Whether a name is one of the words of a path.
fn mentions(path: &str, name: &str) -> bool {
    path.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == name)
}
