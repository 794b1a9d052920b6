//! A package as its declarations: of real files or of a stub, which is Go source without bodies.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::syntax::{Node, Source, node};
use crate::text::Span;

use super::builds::Build;
use super::imports::{self, Binds, Import};
use super::{Truth, doubt};

/// Where a top-level declaration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Site {
    pub file: usize,
    /// The declared name.
    pub name: Span,
}

/// Aliases of aliases are followed as far as this.
const LONGEST_CHAIN: usize = 20;

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
    /// The declarations of these files, all with the same package clause.
    pub fn new(path: Arc<str>, name: Arc<str>, sources: Vec<(Source, Build)>) -> Self {
        let mut unit = Self {
            path,
            name,
            files: Vec::new(),
            names: HashMap::new(),
            methods: HashMap::new(),
            aliases: BTreeSet::new(),
            differs: BTreeSet::new(),
            doubtful: BTreeSet::new(),
            stub: false,
            partial: false,
        };
        for (source, build) in sources {
            unit.collect(&source);
            let doubtful = doubt::names(&source).into_iter().map(Arc::from);
            unit.doubtful.extend(doubtful);
            let imports = imports::of(&source);
            unit.files.push(File {
                source,
                imports,
                build,
            });
        }
        unit.follow_aliases();
        unit
    }

    /// The declarations of a stub.
    pub fn of_stub(path: &str, name: &str, source: Source) -> Self {
        let first = source.text().lines().next().unwrap_or_default();
        let partial = first.contains("; partial: ");
        let lines = source.text().lines();
        let differs = lines
            .filter_map(|line| line.strip_prefix("// differs: "))
            .flat_map(|line| line.split(", ").map(|name| Arc::from(name.trim())))
            .collect();
        Self {
            stub: true,
            partial,
            differs,
            ..Self::new(path.into(), name.into(), vec![(source, Build::default())])
        }
    }

    fn collect(&mut self, source: &Source) {
        let file = self.files.len();
        for child in node::children(source.root()) {
            let mut add = |name: Node<'_>| {
                let site = Site {
                    file,
                    name: node::span(name),
                };
                let sites = self.names.entry(source.slice(name).into()).or_default();
                sites.push(site);
            };
            match child.kind() {
                "function_declaration" => {
                    if let Some(name) = child.child_by_field_name("name") {
                        add(name);
                    }
                }
                "method_declaration" => self.collect_method(source, file, child),
                "const_declaration" | "var_declaration" | "type_declaration" => {
                    for spec in specs(child) {
                        if spec.kind() == "type_alias" {
                            let name = spec.child_by_field_name("name");
                            let name = name.map(|name| Arc::from(source.slice(name)));
                            self.aliases.extend(name);
                        }
                        let mut cursor = spec.walk();
                        spec.children_by_field_name("name", &mut cursor)
                            .filter(Node::is_named)
                            .for_each(&mut add);
                    }
                }
                _ => {}
            }
        }
    }

    fn collect_method(&mut self, source: &Source, file: usize, method: Node<'_>) {
        let Some(name) = method.child_by_field_name("name") else {
            return;
        };
        let site = Site {
            file,
            name: node::span(name),
        };
        let name: Arc<str> = source.slice(name).into();
        let Some(receiver) = receiver_type(method) else {
            self.doubtful.insert(name);
            return;
        };
        let of = self.methods.entry(source.slice(receiver).into());
        of.or_default().entry(name).or_default().push(site);
    }

    /// A method may be declared on another name of its type.
    fn follow_aliases(&mut self) {
        if self.methods.keys().all(|of| !self.aliases.contains(of)) {
            return;
        }
        let mut followed = Methods::new();
        for (receiver, methods) in std::mem::take(&mut self.methods) {
            let targets = self.targets(&receiver);
            // An alias that is not one in every build makes its methods those of either type.
            if targets.len() > 1 {
                for to in &targets {
                    let all = methods.keys().map(|name| format!("{to}.{name}").into());
                    self.differs.extend(all);
                }
            }
            for to in targets {
                let of: &mut HashMap<_, Vec<Site>> = followed.entry(to).or_default();
                for (name, sites) in &methods {
                    of.entry(Arc::clone(name)).or_default().extend(sites);
                }
            }
        }
        self.methods = followed;
    }

    /// The types of this package that a name stands for, aliases followed.
    fn targets(&self, name: &Arc<str>) -> BTreeSet<Arc<str>> {
        let mut targets = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![Arc::clone(name)];
        while let Some(name) = open.pop() {
            if !seen.insert(Arc::clone(&name)) {
                continue;
            }
            let sites = self.names.get(&name).map_or(&[][..], Vec::as_slice);
            let aliased = sites.iter().map(|site| {
                let spec = self.node(*site)?.parent()?;
                let of = spec.child_by_field_name("type")?;
                (spec.kind() == "type_alias").then_some((of, site.file))
            });
            let aliased: Vec<_> = aliased.collect();
            if aliased.is_empty() || aliased.iter().any(Option::is_none) {
                targets.insert(name);
            }
            for (of, file) in aliased.into_iter().flatten() {
                open.extend(base_type(of).map(|base| self.files[file].source.slice(base).into()));
            }
        }
        targets
    }

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

    /// Whether a receiver's type is a pointer, possibly by an alias.
    pub fn is_pointer<'u>(&'u self, mut of: Node<'u>, mut file: usize) -> bool {
        for _ in 0..LONGEST_CHAIN {
            let next = match of.kind() {
                "pointer_type" => return true,
                "parenthesized_type" => node::children(of).first().map(|inner| (*inner, file)),
                "type_identifier" => self.alias(self.files[file].source.slice(of)),
                _ => None,
            };
            match next {
                Some(next) => (of, file) = next,
                None => return false,
            }
        }
        false
    }

    /// What a name is an alias of.
    fn alias(&self, name: &str) -> Option<(Node<'_>, usize)> {
        let (name, file) = self.declarations(name).first().copied()?;
        let spec = name.parent().filter(|spec| spec.kind() == "type_alias")?;
        Some((spec.child_by_field_name("type")?, file))
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

/// The specs of a declaration, also of a parenthesized one.
pub(super) fn specs(declaration: Node<'_>) -> Vec<Node<'_>> {
    node::children(declaration)
        .into_iter()
        .flat_map(|child| match child.kind() {
            "var_spec_list" => node::children(child),
            _ => vec![child],
        })
        .collect()
}

/// The name of the type that a method belongs to, as its receiver has it.
pub(super) fn receiver_type(method: Node<'_>) -> Option<Node<'_>> {
    let list = method.child_by_field_name("receiver")?;
    base_type(node::children(list).first()?.child_by_field_name("type")?)
}

/// The name of a type of this package, without what is around it.
fn base_type(mut of: Node<'_>) -> Option<Node<'_>> {
    loop {
        of = match of.kind() {
            "pointer_type" | "parenthesized_type" => *node::children(of).first()?,
            "generic_type" => of.child_by_field_name("type")?,
            "type_identifier" => return Some(of),
            _ => return None,
        };
    }
}
