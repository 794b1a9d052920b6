//! The packages that can be seen from this one, by import path, and this one's own path.

use std::sync::Arc;

use super::unit::Unit;
use super::{FileId, Package, library, stubs};

impl Package<'_> {
    /// The import path of a file's package by its clause: the module's, if it is that of the most
    /// files; that of its external tests; or a made-up one, since what else stands in a directory
    /// has none.
    pub(super) fn path_of_clause(&self, file: FileId) -> Arc<str> {
        let clause = self.clause(file).unwrap_or("_");
        let Some(module) = self.module() else {
            return format!("./{clause}").into();
        };
        let is_test = |file: FileId| library::is_test(&self.input(file).path);
        let of_tests = clause.strip_suffix("_test").filter(|_| is_test(file));
        let own = match self.main_clause() {
            Some(own) => Some(own),
            None if self.files().all(is_test) => of_tests.or(Some(clause)),
            None => None,
        };
        match of_tests {
            _ if own == Some(clause) => Arc::clone(&module.import_path),
            Some(_) if of_tests == own => format!("{}_test", module.import_path).into(),
            _ => format!("{}#{clause}", module.import_path).into(),
        }
    }

    /// The declarations of a package as seen from here.
    pub(super) fn unit(&self, path: &str) -> Option<Arc<Unit>> {
        if let Some(unit) = self.units().borrow().get(path) {
            return unit.clone();
        }
        let unit = self.load_unit(path);
        self.units().borrow_mut().insert(path.into(), unit.clone());
        unit
    }

    fn load_unit(&self, path: &str) -> Option<Arc<Unit>> {
        let own: Vec<FileId> = self
            .files()
            .filter(|file| *self.own_path(*file) == *path)
            .collect();
        if let Some(first) = own.first() {
            let name = self.clause(*first).unwrap_or_default().into();
            let sources = own
                .iter()
                .filter_map(|file| {
                    Some((self.declarations(*file)?.clone(), self.build(*file).clone()))
                })
                .collect();
            return Some(Arc::new(Unit::new(path.into(), name, sources)));
        }
        // A standard package only ever gains declarations. A library may have changed since its
        // stub was made, and a stub may tell only a part, so there the package itself comes first.
        let stub = || stubs::unit(path);
        let is_library = path
            .split('/')
            .next()
            .is_some_and(|host| host.contains('.'));
        match stub().filter(|stub| !is_library && stub.is_complete()) {
            Some(stub) => Some(stub),
            None => self.read_unit(path).or_else(stub),
        }
    }

    fn read_unit(&self, path: &str) -> Option<Arc<Unit>> {
        let (dir, files) = self.world().package(path, self.dir())?;
        let read = || library::declarations(path, &files);
        match self.world().library() {
            Some(library) => library.unit(&dir, read),
            None => read(),
        }
    }
}
