//! Lexical scopes of one file: every local declaration, and from where on it is visible.

use std::collections::HashMap;

use crate::syntax::Source;
use crate::text::Span;

use super::names::Declaration;
use super::package::FileId;
use super::scoping::Builder;

/// All scopes of a file. The first is the file itself and holds its top-level declarations.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub(super) all: Vec<Scope>,
    /// Labels by function span.
    pub(super) labels: Vec<(Span, String, Declaration)>,
    /// The names of type switches, each of which every clause of its switch declares.
    pub(super) guards: Vec<Declaration>,
    /// Every declaration by the span of its name.
    pub(super) declared: HashMap<Span, Declaration>,
}

#[derive(Debug)]
pub(super) struct Scope {
    pub span: Span,
    pub parent: Option<usize>,
    pub names: HashMap<String, Vec<Binding>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Binding {
    pub visible_from: usize,
    pub declaration: Declaration,
}

impl Scopes {
    pub fn of(file: FileId, source: &Source) -> Self {
        Builder::scopes_of(file, source)
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
            .chain(self.guards.iter().copied())
            .filter(|declaration| span.contains(declaration.name))
            .collect();
        found.sort_by_key(|declaration| declaration.name);
        found.dedup();
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

    /// Whether the innermost scope at an offset has a name of its own by then.
    pub fn is_own(&self, name: &str, offset: usize) -> bool {
        let scope = &self.all[self.innermost(offset)];
        let bindings = scope.names.get(name);
        bindings.is_some_and(|all| all.iter().any(|binding| binding.visible_from <= offset))
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
