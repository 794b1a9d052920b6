//! How the declarations of a package are collected.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::syntax::{Node, Source, node};

use super::super::builds::Build;
use super::super::{doubt, imports};
use super::receivers::{base_type, receiver_type};
use super::{File, Methods, Site, Unit};

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
}

/// The specs of a declaration, also of a parenthesized one.
pub(in crate::facts) fn specs(declaration: Node<'_>) -> Vec<Node<'_>> {
    node::children(declaration)
        .into_iter()
        .flat_map(|child| match child.kind() {
            "var_spec_list" => node::children(child),
            _ => vec![child],
        })
        .collect()
}
