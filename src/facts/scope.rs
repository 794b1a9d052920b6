//! Lexical scopes of one file: every local declaration, and from where on it is visible.
//!
//! One walk in source order; scopes nest, so the open ones form a stack. Nothing recurses, so
//! deep code costs no stack.

use std::collections::HashMap;

use crate::syntax::node::{self, Descend};
use crate::syntax::{Node, Source};
use crate::text::Span;

use super::names::{Declaration, Kind};
use super::package::FileId;
use super::parameters::receiver_arguments;

/// All scopes of a file. The first is the file itself and holds its top-level declarations.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    all: Vec<Scope>,
    /// Labels by function span.
    labels: Vec<(Span, String, Declaration)>,
    /// Every declaration by the span of its name.
    declared: HashMap<Span, Declaration>,
}

#[derive(Debug)]
struct Scope {
    span: Span,
    parent: Option<usize>,
    names: HashMap<String, Vec<Binding>>,
}

#[derive(Debug, Clone, Copy)]
struct Binding {
    visible_from: usize,
    declaration: Declaration,
}

impl Scopes {
    pub fn of(file: FileId, source: &Source) -> Self {
        let root = source.root();
        let mut builder = Builder {
            file,
            source,
            scopes: Self::default(),
            open: Vec::new(),
        };
        // The root node begins at the first token; the file's scope covers all of it.
        builder.push(Span::new(0, source.text().len()));
        node::walk(root, &mut |node| {
            builder.visit(node);
            Descend::Into
        });
        builder.scopes
    }

    /// The declaration that `name` refers to at `offset`, innermost scope first, the top level of
    /// the file left out.
    pub fn local(&self, name: &str, offset: usize) -> Option<Declaration> {
        let mut at = Some(self.innermost(offset));
        while let Some(index) = at {
            if index == 0 {
                return None;
            }
            if let Some(bindings) = self.all[index].names.get(name) {
                let visible = bindings.iter().rev().find(|b| b.visible_from <= offset);
                if let Some(binding) = visible {
                    return Some(binding.declaration);
                }
            }
            at = self.all[index].parent;
        }
        None
    }

    /// The local names visible at an offset, the nearest first; what they shadow is left out.
    pub fn visible_at(&self, offset: usize) -> Vec<(&str, Declaration)> {
        let mut found: Vec<(&str, Declaration)> = Vec::new();
        let mut at = self.innermost(offset);
        while at > 0 {
            let scope = &self.all[at];
            let mut here: Vec<(&str, Declaration)> = Vec::new();
            for (name, bindings) in &scope.names {
                let visible = bindings.iter().rev().find(|b| b.visible_from <= offset);
                if let Some(binding) = visible
                    && !found.iter().any(|(known, _)| known == name)
                {
                    here.push((name, binding.declaration));
                }
            }
            here.sort_by_key(|(_, declaration)| std::cmp::Reverse(declaration.name));
            found.extend(here);
            at = scope.parent.unwrap_or(0);
        }
        found
    }

    /// The file's own top-level declarations.
    pub fn top_level(&self) -> impl Iterator<Item = (&str, Declaration)> {
        self.all
            .first()
            .into_iter()
            .flat_map(|scope| &scope.names)
            .flat_map(|(name, bindings)| bindings.iter().map(|b| (name.as_str(), b.declaration)))
    }

    /// The label `name` of the function at `offset`.
    pub fn label(&self, name: &str, offset: usize) -> Option<Declaration> {
        self.labels
            .iter()
            .filter(|(function, label, _)| {
                label == name && function.start <= offset && offset < function.end
            })
            .min_by_key(|(function, ..)| function.len())
            .map(|(.., declaration)| *declaration)
    }

    /// The declaration whose name stands at this span.
    pub fn declared_at(&self, name: Span) -> Option<Declaration> {
        self.declared.get(&name).copied()
    }

    /// All local declarations within a span.
    pub fn locals_in(&self, span: Span) -> Vec<Declaration> {
        let bindings = self
            .all
            .iter()
            .skip(1)
            .flat_map(|scope| scope.names.values().flatten());
        let labels = self.labels.iter().map(|(.., declaration)| *declaration);
        let mut found: Vec<Declaration> = bindings
            .map(|binding| binding.declaration)
            .chain(labels)
            .filter(|declaration| span.contains(declaration.name))
            .collect();
        found.sort_by_key(|declaration| declaration.name);
        found
    }

    /// Second declarations of a name in one local scope, within a span.
    pub fn declared_twice(&self, span: Span) -> Vec<Declaration> {
        let bindings = self
            .all
            .iter()
            .skip(1)
            .flat_map(|scope| scope.names.values());
        bindings
            .flat_map(|bindings| bindings.iter().skip(1))
            .map(|binding| binding.declaration)
            .filter(|declaration| span.contains(declaration.name))
            .collect()
    }

    /// The span of the innermost scope at an offset.
    pub fn span_at(&self, offset: usize) -> Span {
        self.all[self.innermost(offset)].span
    }

    fn innermost(&self, offset: usize) -> usize {
        // Scopes are in order of their starts, so the last one that covers the offset is it.
        let after = self.all.partition_point(|scope| scope.span.start <= offset);
        let mut at = after.saturating_sub(1);
        while at > 0 && self.all[at].span.end <= offset {
            match self.all[at].parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        at
    }
}

struct Builder<'s> {
    file: FileId,
    source: &'s Source,
    scopes: Scopes,
    open: Vec<usize>,
}

impl Builder<'_> {
    fn push(&mut self, span: Span) {
        let parent = self.open.last().copied();
        self.open.push(self.scopes.all.len());
        self.scopes.all.push(Scope {
            span,
            parent,
            names: HashMap::new(),
        });
    }

    fn visit(&mut self, node: Node<'_>) {
        let start = node.start_byte();
        while self.open.len() > 1
            && self
                .open
                .last()
                .is_some_and(|top| self.scopes.all[*top].span.end <= start)
        {
            self.open.pop();
        }
        if opens_scope(node) {
            if node.kind() == "function_declaration" {
                self.declare_field(node, "name", Kind::Function, 0);
            }
            self.push(node::span(node));
            if node.kind() == "method_declaration" {
                for name in receiver_arguments(node) {
                    self.declare(name, Kind::TypeParameter, node.start_byte(), self.top());
                }
                let source = self.source;
                for name in source.method_type_parameters(node) {
                    self.declare_at(name, Kind::TypeParameter, node.start_byte(), self.top());
                }
            }
        }
        match node.kind() {
            "parameter_declaration" | "variadic_parameter_declaration" => self.parameter(node),
            "type_parameter_declaration" => {
                self.declare_field(node, "name", Kind::TypeParameter, node.start_byte());
            }
            "short_var_declaration" => self.assigned_names(node, node.end_byte()),
            "range_clause" | "receive_statement" if defines(node) => {
                self.assigned_names(node, node.end_byte());
            }
            "var_spec" => self.declare_field(node, "name", Kind::Variable, node.end_byte()),
            "const_spec" => self.declare_field(node, "name", Kind::Constant, node.end_byte()),
            "type_spec" | "type_alias" => self.type_name(node),
            "type_switch_statement" => self.type_switch(node),
            "labeled_statement" => self.label(node),
            _ => {}
        }
    }

    fn declare(&mut self, name: Node<'_>, kind: Kind, visible_from: usize, scope: usize) {
        self.declare_at(node::span(name), kind, visible_from, scope);
    }

    fn declare_at(&mut self, name: Span, kind: Kind, visible_from: usize, scope: usize) {
        let text = name.slice(self.source.text());
        if text == "_" || text.is_empty() {
            return;
        }
        let declaration = Declaration {
            file: self.file,
            name,
            kind,
        };
        self.scopes.declared.insert(declaration.name, declaration);
        let names = &mut self.scopes.all[scope].names;
        names.entry(text.to_owned()).or_default().push(Binding {
            visible_from,
            declaration,
        });
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn declare_field(&mut self, node: Node<'_>, field: &str, kind: Kind, visible_from: usize) {
        let mut cursor = node.walk();
        let names: Vec<Node<'_>> = node
            .children_by_field_name(field, &mut cursor)
            .filter(|name| is_name(*name))
            .collect();
        for name in names {
            self.declare(name, kind, visible_from, self.top());
        }
    }

    /// Parameters of functions that have a body are visible in it; those of function types and of
    /// interface methods declare nothing.
    fn parameter(&mut self, node: Node<'_>) {
        let Some(list) = node.parent() else {
            return;
        };
        let Some(function) = list
            .parent()
            .filter(|function| node::is_function(*function))
        else {
            return self.unseen(node);
        };
        let is = |field| {
            function
                .child_by_field_name(field)
                .is_some_and(|n| n.id() == list.id())
        };
        let kind = match (is("receiver"), is("result")) {
            (true, _) => Kind::Receiver,
            (_, true) => Kind::Result,
            _ => Kind::Parameter,
        };
        let body = function.child_by_field_name("body");
        let visible_from = body.map_or(function.end_byte(), |body| body.start_byte());
        self.declare_field(node, "name", kind, visible_from);
    }

    /// The names in a function type stand for themselves and are visible nowhere.
    fn unseen(&mut self, parameter: Node<'_>) {
        let mut cursor = parameter.walk();
        for name in parameter.children_by_field_name("name", &mut cursor) {
            let declaration = Declaration {
                file: self.file,
                name: node::span(name),
                kind: Kind::Parameter,
            };
            self.scopes.declared.insert(declaration.name, declaration);
        }
    }

    /// `:=` declares only the names that its own scope does not have yet.
    fn assigned_names(&mut self, node: Node<'_>, visible_from: usize) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        for name in node::children(left) {
            if !is_name(name) {
                continue;
            }
            let scope = self.top();
            if !self.scopes.all[scope]
                .names
                .contains_key(self.source.slice(name))
            {
                self.declare(name, Kind::Variable, visible_from, scope);
            }
        }
    }

    /// A type is visible from its own name on; the type parameters only within its declaration.
    fn type_name(&mut self, node: Node<'_>) {
        let Some(name) = node.child_by_field_name("name") else {
            return;
        };
        let scope = self.top();
        // A generic type has just opened a scope for its parameters: its name stands outside.
        let opened = self.scopes.all[scope].span == node::span(node);
        let outer = if opened {
            self.scopes.all[scope].parent.unwrap_or(0)
        } else {
            scope
        };
        self.declare(name, Kind::Type, name.start_byte(), outer);
    }

    fn type_switch(&mut self, node: Node<'_>) {
        let Some(alias) = node.child_by_field_name("alias") else {
            return;
        };
        let value = node.child_by_field_name("value").unwrap_or(alias);
        for name in node::children(alias) {
            if is_name(name) {
                self.declare(name, Kind::Variable, value.end_byte(), self.top());
            }
        }
    }

    fn label(&mut self, node: Node<'_>) {
        let (Some(label), Some(function)) = (
            node.child_by_field_name("label"),
            node::enclosing_function(node),
        ) else {
            return;
        };
        let declaration = Declaration {
            file: self.file,
            name: node::span(label),
            kind: Kind::Label,
        };
        let text = self.source.slice(label).to_owned();
        self.scopes.declared.insert(declaration.name, declaration);
        self.scopes
            .labels
            .push((node::span(function), text, declaration));
    }
}

/// Whether a node is a name: some predeclared ones have nodes of their own.
fn is_name(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "identifier" | "true" | "false" | "nil" | "iota"
    )
}

fn opens_scope(node: Node<'_>) -> bool {
    match node.kind() {
        // A function's body is the block its parameters belong to.
        "block" => !node.parent().is_some_and(node::is_function),
        "function_declaration"
        | "method_declaration"
        | "func_literal"
        | "if_statement"
        | "for_statement"
        | "expression_switch_statement"
        | "type_switch_statement"
        | "select_statement"
        | "expression_case"
        | "default_case"
        | "type_case"
        | "communication_case" => true,
        "type_spec" => node.child_by_field_name("type_parameters").is_some(),
        _ => false,
    }
}

/// Whether a range clause or a receive uses `:=`.
fn defines(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == ":=")
}
