//! A package as its declarations: of real files or of a stub, which is Go source without bodies.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::syntax::{Node, Source, node};
use crate::text::Span;

use super::imports::{self, Binds, Import};

/// Where a top-level declaration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Site {
    pub file: usize,
    /// The declared name.
    pub name: Span,
}

/// The declarations of one package.
#[derive(Debug)]
pub(super) struct Unit {
    pub path: Arc<str>,
    pub name: Arc<str>,
    files: Vec<(Source, Vec<Import>)>,
    names: HashMap<Arc<str>, Vec<Site>>,
    /// By type name, then method name.
    methods: HashMap<Arc<str>, HashMap<Arc<str>, Vec<Site>>>,
    /// Names, and `Type.Method`s, that exist but are not known, since they differ by platform.
    differs: BTreeSet<Arc<str>>,
    /// Whether it is a stub.
    stub: bool,
    /// Whether it is a stub of only what other stubs mention.
    partial: bool,
}

impl Unit {
    /// The declarations of these files, all with the same package clause.
    pub fn new(path: Arc<str>, sources: Vec<Source>) -> Self {
        let mut unit = Self {
            path,
            name: "".into(),
            files: Vec::new(),
            names: HashMap::new(),
            methods: HashMap::new(),
            differs: BTreeSet::new(),
            stub: false,
            partial: false,
        };
        for source in sources {
            unit.collect(&source);
            let imports = imports::of(&source);
            unit.files.push((source, imports));
        }
        unit
    }

    fn collect(&mut self, source: &Source) {
        let file = self.files.len();
        for child in node::children(source.root()) {
            let add = |unit: &mut Self, name: Node<'_>| {
                let site = Site {
                    file,
                    name: node::span(name),
                };
                unit.names
                    .entry(source.slice(name).into())
                    .or_default()
                    .push(site);
            };
            match child.kind() {
                "package_clause" => {
                    if let Some(name) = node::children(child).first() {
                        self.name = source.slice(*name).into();
                    }
                }
                "function_declaration" => {
                    if let Some(name) = child.child_by_field_name("name") {
                        add(self, name);
                    }
                }
                "method_declaration" => self.collect_method(source, file, child),
                "const_declaration" | "var_declaration" | "type_declaration" => {
                    for spec in specs(child) {
                        let mut cursor = spec.walk();
                        let names: Vec<_> =
                            spec.children_by_field_name("name", &mut cursor).collect();
                        for name in names.into_iter().filter(Node::is_named) {
                            add(self, name);
                        }
                    }
                }
                _ => {}
            }
        }
        let first = source.text().lines().next().unwrap_or_default();
        self.stub |= first.starts_with("// stub of ");
        self.partial |= self.stub && first.contains("; partial: ");
        for line in source
            .text()
            .lines()
            .filter_map(|line| line.strip_prefix("// differs: "))
        {
            self.differs
                .extend(line.split(", ").map(|name| Arc::from(name.trim())));
        }
    }

    fn collect_method(&mut self, source: &Source, file: usize, method: Node<'_>) {
        let (Some(receiver), Some(name)) =
            (receiver_type(method), method.child_by_field_name("name"))
        else {
            return;
        };
        let site = Site {
            file,
            name: node::span(name),
        };
        let of = self
            .methods
            .entry(source.slice(receiver).into())
            .or_default();
        of.entry(source.slice(name).into()).or_default().push(site);
    }

    /// The only declaration of a name; none where variants differ.
    pub fn declaration(&self, name: &str) -> Option<(Node<'_>, usize)> {
        if self.differs.contains(name) {
            return None;
        }
        match self.names.get(name)?.as_slice() {
            [site] => self.node(*site).map(|node| (node, site.file)),
            _ => None,
        }
    }

    /// All declarations of a name: several where platforms have their own. None of a name that
    /// differs in ways that the declarations don't tell.
    pub fn declarations(&self, name: &str) -> Vec<(Node<'_>, usize)> {
        if self.differs.contains(name) {
            return Vec::new();
        }
        let sites = self.names.get(name).map_or(&[][..], Vec::as_slice);
        let all = sites
            .iter()
            .map(|site| self.node(*site).map(|node| (node, site.file)));
        all.collect::<Option<_>>().unwrap_or_default()
    }

    /// What is known of a method that a type declares itself: its name nodes and files.
    pub fn method(&self, of: &str, name: &str) -> Declared<'_> {
        if self.differs.contains(format!("{of}.{name}").as_str()) {
            return Declared::Differs;
        }
        let sites = self.methods.get(of).and_then(|methods| methods.get(name));
        let Some(sites) = sites else {
            return Declared::No;
        };
        let all = sites
            .iter()
            .map(|site| self.node(*site).map(|node| (node, site.file)));
        all.collect::<Option<_>>()
            .map_or(Declared::Differs, Declared::Yes)
    }

    /// Whether a name is declared at all.
    pub fn declares(&self, name: &str) -> bool {
        self.names.contains_key(name) || self.differs.contains(name)
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
        &self.files[file].0
    }

    /// The import path that a package name stands for in a file; `None` if there is none or a dot
    /// import makes it uncertain.
    pub fn imported(
        &self,
        file: usize,
        name: &str,
        own_name: impl Fn(&str) -> Arc<str>,
    ) -> Option<Arc<str>> {
        let import = self.files[file]
            .1
            .iter()
            .find(|import| match &import.binds {
                Binds::Alias(alias) => **alias == *name,
                Binds::Default => *own_name(&import.path) == *name,
                Binds::Dot | Binds::Blank => false,
            })?;
        Some(Arc::clone(&import.path))
    }

    /// The packages whose names a file has without a qualifier.
    pub fn dots(&self, file: usize) -> impl Iterator<Item = &Arc<str>> {
        self.files[file]
            .1
            .iter()
            .filter(|import| import.binds == Binds::Dot)
            .map(|import| &import.path)
    }

    fn node(&self, site: Site) -> Option<Node<'_>> {
        let root = self.files[site.file].0.root();
        root.descendant_for_byte_range(site.name.start, site.name.end)
    }
}

/// A method declared by a type.
#[derive(Debug, Clone)]
pub(super) enum Declared<'u> {
    /// Its name and file; several where platforms have their own.
    Yes(Vec<(Node<'u>, usize)>),
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

/// The name of the type that a method belongs to.
pub(super) fn receiver_type(method: Node<'_>) -> Option<Node<'_>> {
    let list = method.child_by_field_name("receiver")?;
    let mut of = node::children(list).first()?.child_by_field_name("type")?;
    loop {
        of = match of.kind() {
            "pointer_type" | "parenthesized_type" => *node::children(of).first()?,
            "generic_type" => of.child_by_field_name("type")?,
            "type_identifier" => return Some(of),
            _ => return None,
        };
    }
}
