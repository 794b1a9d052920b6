//! How the scopes of a file are found.

use std::collections::HashMap;

use crate::syntax::node::{self, Descend};
use crate::syntax::{Node, Source};
use crate::text::Span;

use super::names::{Declaration, Kind};
use super::package::FileId;
use super::parameters::{groups, receiver_arguments};
use super::scope::{Binding, Scope, Scopes};

pub(super) struct Builder<'s> {
    file: FileId,
    source: &'s Source,
    scopes: Scopes,
    open: Vec<usize>,
}

impl<'s> Builder<'s> {
    /// One walk in source order; scopes nest, so the open ones form a stack. Nothing recurses, so
    /// deep code costs no stack.
    pub fn scopes_of(file: FileId, source: &'s Source) -> Scopes {
        let root = source.root();
        let mut builder = Self {
            file,
            source,
            scopes: Scopes::default(),
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
            match node.kind() {
                "method_declaration" => self.receiver(node),
                "type_case" | "default_case" => self.clause(node),
                _ => {}
            }
        }
        match node.kind() {
            "parameter_list" => self.parameters(node),
            // All of a list are visible in all of it.
            "type_parameter_declaration" => {
                let list = node.parent().unwrap_or(node);
                self.declare_field(node, "name", Kind::TypeParameter, list.start_byte());
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

    /// Parameters of functions that have a body are visible in it; the names in a function type or
    /// an interface stand for themselves and are visible nowhere.
    fn parameters(&mut self, list: Node<'_>) {
        let names = groups(list).into_iter().flat_map(|group| group.names);
        let Some(function) = list
            .parent()
            .filter(|function| node::is_function(*function))
        else {
            for name in names {
                let declaration = Declaration {
                    file: self.file,
                    name: node::span(name),
                    kind: Kind::Parameter,
                };
                self.scopes.declared.insert(declaration.name, declaration);
            }
            return;
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
        for name in names {
            self.declare(name, kind, visible_from, self.top());
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

    /// The type parameters of a method. The type in its receiver is none of them, whatever its
    /// name; and the names themselves declare what they say.
    fn receiver(&mut self, method: Node<'_>) {
        let behind = method
            .child_by_field_name("receiver")
            .map_or(method.start_byte(), |receiver| receiver.end_byte());
        for name in receiver_arguments(method) {
            self.declare(name, Kind::TypeParameter, behind, self.top());
        }
        let source = self.source;
        for name in source.method_type_parameters(method) {
            self.declare_at(name, Kind::TypeParameter, behind, self.top());
        }
    }

    fn type_switch(&mut self, switch: Node<'_>) {
        for name in guard(switch).filter(|name| self.source.slice(*name) != "_") {
            let declaration = Declaration {
                file: self.file,
                name: node::span(name),
                kind: Kind::Variable,
            };
            self.scopes.declared.insert(declaration.name, declaration);
            self.scopes.guards.push(declaration);
        }
    }

    /// Each clause of a type switch has a variable of its own by the name of the switch, in the
    /// scope of its statements.
    fn clause(&mut self, clause: Node<'_>) {
        let switch = clause
            .parent()
            .filter(|switch| switch.kind() == "type_switch_statement");
        let mut cursor = clause.walk();
        let colon = clause
            .children(&mut cursor)
            .find(|child| child.kind() == ":")
            .map_or(clause.start_byte(), |colon| colon.end_byte());
        for name in switch.into_iter().flat_map(guard) {
            self.declare(name, Kind::Variable, colon, self.top());
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
        "type_spec" | "type_alias" => node.child_by_field_name("type_parameters").is_some(),
        _ => false,
    }
}

/// The name that a type switch gives its value.
fn guard(switch: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let alias = switch.child_by_field_name("alias").map(node::children);
    alias
        .unwrap_or_default()
        .into_iter()
        .filter(|name| is_name(*name))
}

/// Whether a range clause or a receive uses `:=`.
fn defines(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == ":=")
}
