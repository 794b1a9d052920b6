//! What stands in the way of a release that is not deferred: whatever would make it run at another
//! time, not at all, or on something else.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, Entity, Package};
use super::release::Release;
use super::stretch::frame;

/// Why there is no explicit release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What stands in the way, in words for the user.
    pub reason: String,
    /// Where.
    pub span: Span,
}

impl Obstacle {
    pub(super) fn new(at: Node<'_>, reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            span: node::span(at),
        }
    }
}

impl Package<'_> {
    pub(super) fn no_obstacle(
        &self,
        block: At<'_>,
        rest: &[At<'_>],
        roots: &[Declaration],
        tainted: &[Declaration],
    ) -> Result<(), Obstacle> {
        if let Some(function) = node::enclosing_function(block.node) {
            let mut goto = None;
            node::walk(function, &mut |node| {
                if node.kind() == "goto_statement" {
                    goto = Some(node);
                }
                Descend::Into
            });
            if let Some(goto) = goto {
                return Err(Obstacle::new(goto, "the function has a goto"));
            }
        }
        for statement in rest {
            let mut found = None;
            node::walk(statement.node, &mut |node| {
                match node.kind() {
                    "labeled_statement" => found = Some((node, "a label stands behind it")),
                    "defer_statement" if self.mentions(statement.with(node), tainted) => {
                        found = Some((node, "another deferred call needs it"));
                    }
                    _ => {}
                }
                Descend::Into
            });
            if let Some((node, reason)) = found {
                return Err(Obstacle::new(node, reason));
            }
            for root in roots {
                let written = self
                    .writes(*statement)
                    .into_iter()
                    .find(|target| self.root(*target) == Some(*root));
                if let Some(written) = written {
                    return Err(Obstacle::new(
                        written.node,
                        "it is assigned again behind it",
                    ));
                }
                // A method that is called by its address finds it where `defer` did.
                if self.addressed_by(*root, *statement, &["unary_expression"]) {
                    return Err(Obstacle::new(
                        statement.node,
                        "its address is taken behind it",
                    ));
                }
            }
        }
        self.no_literal_assigns(block, roots)
    }

    /// What a function literal assigns may be something else wherever that is called.
    fn no_literal_assigns(&self, block: At<'_>, roots: &[Declaration]) -> Result<(), Obstacle> {
        let own = frame(block.node).map(|function| function.id());
        for root in roots {
            let Some(home) = self.home(*root) else {
                continue;
            };
            let assigned = self.writes(home).into_iter().find(|target| {
                self.root(*target) == Some(*root)
                    && frame(target.node).map(|function| function.id()) != own
            });
            if let Some(target) = assigned {
                return Err(Obstacle::new(target.node, "a function literal assigns it"));
            }
        }
        Ok(())
    }

    /// Every name of the deferred call must mean the same at each place where it will stand.
    pub(super) fn names_reach(&self, from: At<'_>, release: &Release<'_>) -> Result<(), Obstacle> {
        let mut names = Vec::new();
        node::walk(from.node, &mut |node| {
            if node.kind() == "identifier" {
                names.push(from.with(node));
            }
            Descend::Into
        });
        let places = release.exits.iter().map(|exit| exit.statement);
        for place in places.chain(release.after) {
            for name in &names {
                let text = self.text(*name);
                let same = self.meaning_behind(text, place, release.after == Some(place))
                    == self.entity(*name);
                let inner = self.declaration_within(*name, from);
                if !same && !inner {
                    return Err(Obstacle::new(
                        place.node,
                        format!("`{text}` means something else where it would be released"),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Whether a name is declared inside the deferred call itself, as in a closure.
    fn declaration_within(&self, name: At<'_>, from: At<'_>) -> bool {
        match self.entity(name) {
            Entity::Declared(declaration) => {
                declaration.file == from.file && node::span(from.node).contains(declaration.name)
            }
            _ => false,
        }
    }

    fn meaning_behind(&self, name: &str, place: At<'_>, behind: bool) -> Entity {
        if behind {
            // Behind the statement its own declarations are visible, those inside it are not.
            return self.meaning_at(name, place.file, place.node.end_byte());
        }
        self.meaning(name, place)
    }
}
