//! The packages that can be seen from this one, by import path, and this one's own path.

use std::sync::Arc;

use super::unit::Unit;
use super::{FileId, Package, library, stubs};

impl Package<'_> {
    /// The import path of the package of a file, or a made-up one where no module says.
    pub(super) fn own_path(&self, file: FileId) -> Arc<str> {
        let clause = self.clause(file).unwrap_or("_");
        match self.module() {
            Some(module) if clause.ends_with("_test") && !module.import_path.ends_with("_test") => {
                format!("{}_test", module.import_path).into()
            }
            Some(module) => Arc::clone(&module.import_path),
            None => format!("./{clause}").into(),
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
        if !own.is_empty() {
            let sources = own
                .iter()
                .filter_map(|file| self.declarations(*file).cloned())
                .collect();
            return Some(Arc::new(Unit::new(path.into(), sources)));
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
        let read = || library::declarations(path, files);
        match self.world().library() {
            Some(library) => library.unit(&dir, read),
            None => read(),
        }
    }
}
