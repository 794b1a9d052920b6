//! Where a name is declared: in the file, in the package, in what is imported, or in Go itself.

use std::sync::Arc;

use super::imported::Bound;
use super::imports::Binds;
use super::universe;
use super::{At, Declaration, Entity, FileId, Kind, Package, Truth};

/// What a name was found to be.
pub(super) enum Found {
    Entity(Entity),
    /// Nothing declares it.
    Nothing,
}

/// What the files of a package declare by one name, as far as one of them may see it: and whether
/// it is there in each build that has that file.
enum TopLevelName {
    None,
    One(Declaration, Truth),
    Several(Vec<Declaration>, Truth),
    /// A declaration that does not parse may be of that name.
    Doubtful,
}

impl Package<'_> {
    /// What a name means at an offset of a file.
    pub(super) fn find(&self, name: &str, file: FileId, offset: usize) -> Found {
        if name == "_" {
            return Found::Entity(Entity::Blank);
        }
        if let Some(declaration) = self.scopes(file).local(name, offset) {
            return Found::Entity(Entity::Declared(declaration));
        }
        // Go refuses a package that declares what a file of it imports, but for what cgo makes; only
        // where it looks as if one did is it searched.
        let import = self.imports_by_name(file).get(name);
        if let Some(bound) = import
            && (name == "C" || !self.may_declare(name))
        {
            return Found::Entity(bound.entity());
        }
        let behind = || match import {
            Some(bound) => Found::Entity(bound.entity()),
            None => self.find_beyond(name, file),
        };
        match self.at_top_level(name, file) {
            TopLevelName::None => behind(),
            TopLevelName::One(declaration, _) if declaration.file == file => {
                Found::Entity(Entity::Declared(declaration))
            }
            // Since Go refuses both, this file's build is not that of the declaration.
            TopLevelName::One(_, Truth::Unknown) | TopLevelName::Several(_, Truth::Unknown)
                if import.is_some_and(Bound::is_certain) =>
            {
                behind()
            }
            TopLevelName::One(declaration, always) => Found::Entity(
                // In builds without that file, the name is what it would be otherwise.
                if always == Truth::True || matches!(behind(), Found::Nothing) {
                    Entity::Declared(declaration)
                } else {
                    Entity::Unknown
                },
            ),
            // Variants of one name: which one it is cannot be told.
            TopLevelName::Several(..) | TopLevelName::Doubtful => Found::Entity(Entity::Unknown),
        }
    }

    /// What a name is that nothing in the package declares.
    fn find_beyond(&self, name: &str, file: FileId) -> Found {
        let dot: Vec<_> = self
            .imports(file)
            .iter()
            .filter(|import| matches!(import.binds, Binds::Dot))
            .map(|import| &import.path)
            .collect();
        // Dot imports bring in what is exported, and nothing else.
        if name.starts_with(char::is_uppercase) && !dot.is_empty() {
            return Found::Entity(self.imported_by_dot(name, &dot));
        }
        if universe::declares(name) {
            return Found::Entity(Entity::Universe(name.into()));
        }
        Found::Nothing
    }

    /// How many declarations a name has at the top level of a file's package, those of other
    /// platforms included.
    pub(super) fn variants(&self, name: &str, file: FileId) -> usize {
        let top = self.top_level(file);
        let all = top.and_then(|top| top.names.get(name));
        all.map_or(0, Vec::len)
    }

    /// What the package's files declare by a name, as far as a file may see it.
    fn at_top_level(&self, name: &str, file: FileId) -> TopLevelName {
        let Some(top) = self.top_level(file) else {
            return TopLevelName::None;
        };
        if top.doubtful.contains(name) {
            return TopLevelName::Doubtful;
        }
        let all = top.names.get(name).map_or(&[][..], Vec::as_slice);
        if let Some(own) = all.iter().find(|declaration| declaration.file == file) {
            return TopLevelName::One(*own, Truth::True);
        }
        let build = self.build(file);
        let met: Vec<Declaration> = all
            .iter()
            .filter(|declaration| build.meets(self.build(declaration.file)))
            .copied()
            .collect();
        let builds = met.iter().map(|declaration| self.build(declaration.file));
        let always = build.sees(&builds.collect::<Vec<_>>());
        match met.as_slice() {
            [] => TopLevelName::None,
            [only] => TopLevelName::One(*only, always),
            _ => TopLevelName::Several(met, always),
        }
    }

    /// The one of these packages that declares a name; not known if one of them cannot be read.
    fn imported_by_dot(&self, name: &str, paths: &[&Arc<str>]) -> Entity {
        let mut found = Entity::Unknown;
        for path in paths {
            let Some(unit) = self.unit(path).filter(|unit| unit.is_complete()) else {
                return Entity::Unknown;
            };
            if unit.declares(name) {
                // Two of them do only in different builds.
                if found != Entity::Unknown {
                    return Entity::Unknown;
                }
                found = Entity::Imported(Arc::clone(path), name.into());
            }
        }
        found
    }

    /// Whether an identifier stands for something that files declare each for their own platform,
    /// all of the same kind, one of them in every build.
    pub(super) fn is_variant(&self, at: At<'_>, kind: Kind) -> bool {
        let name = self.text(at);
        let local = || self.scopes(at.file).local(name, at.node.start_byte());
        match self.at_top_level(name, at.file) {
            TopLevelName::Several(all, always) => {
                all.iter().all(|one| one.kind == kind)
                    && local().is_none()
                    && !self.imports_by_name(at.file).contains_key(name)
                    && (always == Truth::True
                        || matches!(self.find_beyond(name, at.file), Found::Nothing))
            }
            _ => false,
        }
    }
}
