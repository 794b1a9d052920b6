//! A package as its declarations: of real files or of a stub, which is Go source without bodies.

mod collect;
mod receivers;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::syntax::{Node, Source};
use crate::text::Span;

use super::Truth;
use super::builds::Build;
use super::imports::{self, Binds, Import};

pub(super) use collect::specs;

/// Where a top-level declaration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Site {
    pub file: usize,
    /// The declared name.
    pub name: Span,
}

/// A file of a package: its declarations and what they are seen with.
#[derive(Debug)]
struct File {
    source: Source,
    imports: Vec<Import>,
    build: Build,
}

/// The methods of types: by type name, then method name.
type Methods = HashMap<Arc<str>, HashMap<Arc<str>, Vec<Site>>>;

/// The declarations of one package.
#[derive(Debug)]
pub(super) struct Unit {
    pub path: Arc<str>,
    pub name: Arc<str>,
    files: Vec<File>,
    names: HashMap<Arc<str>, Vec<Site>>,
    methods: Methods,
    /// Names that are another one's in some build.
    aliases: BTreeSet<Arc<str>>,
    /// Names, and `Type.Method`s, that exist but are not known, since they differ by platform.
    differs: BTreeSet<Arc<str>>,
    /// Names that what does not parse may declare, methods included.
    doubtful: BTreeSet<Arc<str>>,
    /// Whether it is a stub.
    stub: bool,
    /// Whether it is a stub of only what other stubs mention.
    partial: bool,
}

impl Unit {
    /// The only declaration of a name; none where variants differ.
    pub fn declaration(&self, name: &str) -> Option<(Node<'_>, usize)> {
        match self.declarations(name).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// All declarations of a name: several where platforms have their own. None of a name that
    /// differs in ways that the declarations don't tell.
    pub fn declarations(&self, name: &str) -> Vec<(Node<'_>, usize)> {
        if self.differs.contains(name) || self.doubtful.contains(name) {
            return Vec::new();
        }
        let sites = self.names.get(name).map_or(&[][..], Vec::as_slice);
        self.nodes(sites).unwrap_or_default()
    }

    /// What is known of a method that a type declares itself, as far as some files (those of the
    /// type) may have it.
    pub fn method(&self, of: &str, name: &str, seen_from: &[usize]) -> Declared<'_> {
        if self.doubtful.contains(name) || self.differs.contains(format!("{of}.{name}").as_str()) {
            return Declared::Differs;
        }
        let sites = self.methods.get(of).and_then(|methods| methods.get(name));
        let Some(sites) = sites else {
            return Declared::No;
        };
        let build = |file: &usize| &self.files[*file].build;
        let met: Vec<Site> = sites
            .iter()
            .filter(|site| {
                seen_from
                    .iter()
                    .any(|from| build(from).meets(build(&site.file)))
            })
            .copied()
            .collect();
        if met.is_empty() {
            return Declared::No;
        }
        let builds: Vec<&Build> = met.iter().map(|site| build(&site.file)).collect();
        let covered = seen_from
            .iter()
            .all(|from| build(from).is_covered_by(&builds));
        match self.nodes(&met) {
            None => Declared::Differs,
            Some(all) if covered => Declared::Yes(all),
            Some(all) => Declared::Sometimes(all),
        }
    }

    /// The same as far as all files that declare the type may have it.
    pub fn method_of(&self, of: &str, name: &str) -> Declared<'_> {
        let types = self.declarations(of);
        let files: Vec<usize> = types.iter().map(|(_, file)| *file).collect();
        self.method(of, name, &files)
    }

    /// Whether a name is declared at all.
    pub fn declares(&self, name: &str) -> bool {
        self.names.contains_key(name) || self.differs.contains(name) || self.doubtful.contains(name)
    }

    /// Whether a file always sees a declaration of a name, or never.
    pub fn sees(&self, file: usize, name: &str) -> Truth {
        if self.differs.contains(name) || self.doubtful.contains(name) {
            return Truth::Unknown;
        }
        let sites = self.names.get(name).map_or(&[][..], Vec::as_slice);
        let others = sites.iter().map(|site| &self.files[site.file].build);
        self.files[file].build.sees(&others.collect::<Vec<_>>())
    }

    /// Whether it was made of a stub.
    pub fn is_stub(&self) -> bool {
        self.stub
    }

    /// Whether what it does not declare does not exist.
    pub fn is_complete(&self) -> bool {
        !self.partial
    }

    /// A file's tree.
    pub fn source(&self, file: usize) -> &Source {
        &self.files[file].source
    }

    /// The import path that a package name stands for in a file, where it can be told. `known` says
    /// what a package calls itself.
    pub fn imported(
        &self,
        file: usize,
        name: &str,
        known: impl Fn(&str) -> Option<Arc<str>>,
    ) -> Option<Arc<str>> {
        let mut guess = None;
        let mut guesses = 0;
        for import in &self.files[file].imports {
            let bound = match &import.binds {
                Binds::Alias(alias) => Some(Arc::clone(alias)),
                Binds::Default => known(&import.path),
                Binds::Dot | Binds::Blank => continue,
            };
            match bound {
                Some(bound) if *bound == *name => return Some(Arc::clone(&import.path)),
                None if imports::usual_name(&import.path) == name => {
                    guess = Some(Arc::clone(&import.path));
                    guesses += 1;
                }
                _ => {}
            }
        }
        guess.filter(|_| guesses == 1)
    }

    /// The packages whose names a file has without a qualifier.
    pub fn dots(&self, file: usize) -> impl Iterator<Item = &Arc<str>> {
        self.files[file]
            .imports
            .iter()
            .filter(|import| import.binds == Binds::Dot)
            .map(|import| &import.path)
    }

    fn node(&self, site: Site) -> Option<Node<'_>> {
        let root = self.files[site.file].source.root();
        root.descendant_for_byte_range(site.name.start, site.name.end)
    }

    /// The nodes of names, and their files; none if one is not there.
    fn nodes(&self, sites: &[Site]) -> Option<Vec<(Node<'_>, usize)>> {
        let all = sites
            .iter()
            .map(|site| self.node(*site).map(|node| (node, site.file)));
        all.collect()
    }
}

/// A method declared by a type.
#[derive(Debug, Clone)]
pub(super) enum Declared<'u> {
    /// Its name and file; several where platforms have their own.
    Yes(Vec<(Node<'u>, usize)>),
    /// The same, but there are builds without it.
    Sometimes(Vec<(Node<'u>, usize)>),
    /// It exists, but not in one form.
    Differs,
    /// The type declares no such method.
    No,
}
