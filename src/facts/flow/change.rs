//! Whether what is read may change while control is in a stretch of code.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::{At, Declaration, Package, Truth};
use super::effects::Happened;
use super::place::Read;
use super::stretch::{Stretch, frame, holds, is_in_place};

/// Where a variable of a loop is a new one in each iteration.
const OWN_VARIABLES: (u32, u32) = (1, 22);

impl Package<'_> {
    /// Whether a read may give something else after the stretch than before: true where what is
    /// read is assigned in it.
    pub(super) fn changes<'p>(&'p self, reads: &[Read], stretch: &Stretch<'p>) -> Truth {
        let mut changes = Truth::False;
        for target in self.written_in(stretch) {
            if self.write_hits(target, reads) {
                let own = self.storage(target).variable();
                let sure = reads.iter().any(|read| match read {
                    Read::Variable(variable) => own == Some(*variable),
                    _ => false,
                });
                if sure && !stretch.again && !updates(target.node) {
                    return Truth::True;
                }
                changes = Truth::Unknown;
            }
        }
        let open: Vec<Read> = reads
            .iter()
            .filter(|read| match read {
                Read::Variable(variable) => self.is_written_elsewhere(*variable, stretch),
                _ => true,
            })
            .cloned()
            .collect();
        if self.something_happens(reads, &open, stretch) {
            changes = Truth::Unknown;
        }
        changes
    }

    /// What the statements of a stretch assign to.
    pub(super) fn written_in<'p>(&'p self, stretch: &Stretch<'p>) -> Vec<At<'p>> {
        let mut targets = self.writes(stretch.function);
        targets.retain(|target| {
            let last = stretch.last.zip(assigning(target.node));
            let is_first = stretch
                .first
                .is_some_and(|first| first.id() == target.node.id());
            stretch.span.contains(node::span(target.node))
                && frame(target.node).map(|of| of.id()) == Some(stretch.function.node.id())
                && !last.is_some_and(|(last, by)| holds(by, last))
                && !is_first
        });
        targets
    }

    /// Whether something may write to a variable that does not stand in the stretch's function.
    fn is_written_elsewhere(&self, variable: Declaration, stretch: &Stretch<'_>) -> bool {
        if self.is_reachable(variable) {
            return true;
        }
        let mut written = |region: At<'_>| {
            self.writes(region).into_iter().any(|target| {
                self.storage(target).variable() == Some(variable)
                    && (target.file != stretch.function.file
                        || frame(target.node).map(|of| of.id()) != Some(stretch.function.node.id()))
            })
        };
        if self.is_local(variable) {
            let shared = || self.is_shared_by_iterations(variable, stretch);
            self.home(variable).is_none_or(&mut written) || shared()
        } else {
            self.files_that_name(variable).any(written)
        }
    }

    /// Whether a loop gives a variable new values while a function literal has it.
    fn is_shared_by_iterations(&self, variable: Declaration, stretch: &Stretch<'_>) -> bool {
        let Some(name) = self.declaration_node(variable) else {
            return true;
        };
        let by_loop = node::ancestors(name.node)
            .take_while(|around| around.kind() != "block")
            .any(|around| matches!(around.kind(), "range_clause" | "for_clause"));
        let version = self.module().and_then(|module| module.go_version);
        by_loop
            && frame(name.node).map(|of| of.id()) != Some(stretch.function.node.id())
            && version.is_none_or(|version| version < OWN_VARIABLES)
    }

    fn something_happens(&self, all: &[Read], open: &[Read], stretch: &Stretch<'_>) -> bool {
        let mut happened = Happened::to(all, open);
        node::walk(stretch.function.node, &mut |node| {
            let own = node.id() == stretch.function.node.id();
            let later = node.kind() == "func_literal" && !own && !is_in_place(node);
            if later || happened.is_over() {
                return Descend::Past;
            }
            let skipped = match node.kind() {
                "call_expression" => {
                    let function = node.child_by_field_name("function");
                    function.is_some_and(|of| of.kind() == "func_literal" && is_in_place(of))
                        || node.parent().is_some_and(|of| {
                            matches!(of.kind(), "defer_statement" | "go_statement")
                        })
                }
                _ => own,
            };
            if !skipped && stretch.holds(node) {
                self.happens(stretch.function.with(node), &mut happened);
            }
            Descend::Into
        });
        happened.is_over()
    }
}

/// The statement, or part of a loop's head, that writes to a target.
fn assigning(target: Node<'_>) -> Option<Node<'_>> {
    node::ancestors(target).find(|around| around.kind() != "expression_list")
}

/// Whether a write stands in the head of a loop, and so does not come where it stands.
fn updates(target: Node<'_>) -> bool {
    node::ancestors(target)
        .take_while(|around| around.kind() != "block")
        .any(|around| matches!(around.kind(), "for_clause" | "range_clause"))
}
