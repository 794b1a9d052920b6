//! Where a resource can be released explicitly instead of by `defer`, so that nothing but the
//! time of the release changes.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, Entity, Package};
use super::Knowledge;
use super::obstacle::Obstacle;
use super::outcome::statements;
use super::taint::Taint;

/// Where a resource can be released explicitly instead of by `defer`.
#[derive(Debug, Clone, Default)]
pub struct Release<'p> {
    /// Statements that leave the block while the resource is still needed or open: release ahead
    /// of each.
    pub exits: Vec<Exit<'p>>,
    /// The statement after which nothing needs the resource any more; `None` if control never
    /// gets behind it.
    pub after: Option<At<'p>>,
}

/// A statement that leaves a region.
#[derive(Debug, Clone)]
pub struct Exit<'p> {
    /// `return`, `break`, `continue`, `panic(…)` or `fallthrough`.
    pub statement: At<'p>,
    /// Operands to evaluate ahead of the release, since some operand uses the resource. Constants,
    /// `nil` and plain identifiers are not among them.
    pub bind: Vec<At<'p>>,
}

/// The index of the statement that declares the first of the resources.
pub(super) fn acquisition(statements: &[At<'_>], roots: &[Declaration]) -> Option<usize> {
    let root = roots.first()?;
    statements.iter().position(|statement| {
        statement.file == root.file && node::span(statement.node).contains(root.name)
    })
}

impl Package<'_> {
    /// Where `block` is left after the statement `from`, and, if they may go `early`, where
    /// `resources` (identifiers) and all that needs them are last used in it.
    ///
    /// # Errors
    /// [`Obstacle`] when an explicit release cannot be exact: `goto`, a label behind `from`, a name
    /// shadowed where it would be needed, the resource reassigned, another deferred call that
    /// needs it.
    pub fn releases<'p>(
        &'p self,
        block: At<'p>,
        from: At<'p>,
        resources: &[At<'p>],
        early: bool,
        knowledge: &Knowledge,
    ) -> Result<Release<'p>, Obstacle> {
        let all = statements(block);
        let Some(index) = all.iter().position(|s| s.node.id() == from.node.id()) else {
            return Err(Obstacle::new(from.node, "it does not stand in that block"));
        };
        let rest = &all[index + 1..];
        let roots: Option<Vec<Declaration>> = resources.iter().map(|at| self.root(*at)).collect();
        let Some(roots) = roots else {
            return Err(Obstacle::new(from.node, "what it releases is not known"));
        };
        let acquired = acquisition(&all, &roots).unwrap_or(index);
        let mut taint = self.taint(&roots, &all[acquired + 1..], knowledge);
        self.add_siblings(all[acquired], &roots, &mut taint);
        let taint = self.taint(&taint.all, &all[acquired + 1..], knowledge);
        self.no_obstacle(block, rest, &roots, &taint.all)?;
        let last = rest
            .iter()
            .rposition(|s| self.uses(*s, &taint.all, knowledge))
            .filter(|_| early)
            .map(|last| self.last_in_first_out(rest, last, knowledge));
        // What nothing uses is held for its own sake (a lock, a server, the other end of a pipe):
        // then it is held until the end.
        let span = last.map_or(rest, |last| &rest[..=last]);
        let mut release = Release::default();
        let (mut inner, mut end) = (span, from);
        if let [before @ .., last] = span {
            end = *last;
            if self.releases_already(*last, from) {
                inner = before;
            } else if self.list_outcome(&[end]).falls {
                release.after = Some(end);
            }
        } else {
            release.after = Some(end);
        }
        for statement in inner {
            let mut exits = self.exits(block, *statement, &taint.all, knowledge);
            exits.retain(|exit| !self.released_just_before(exit.statement, from));
            release.exits.extend(exits);
        }
        self.names_reach(from, &release)?;
        Ok(release)
    }

    /// Whether a statement makes the very call that `deferred` would make, and always: then
    /// nothing is left to release behind it.
    fn releases_already(&self, statement: At<'_>, deferred: At<'_>) -> bool {
        let Some(call) = node::children(deferred.node).first().copied() else {
            return false;
        };
        let first = match statement.node.kind() {
            "if_statement" => statement.node.child_by_field_name("initializer"),
            _ => Some(statement.node),
        };
        let value = first.and_then(|first| match first.kind() {
            "expression_statement" => node::children(first).first().copied(),
            "short_var_declaration" | "assignment_statement" => {
                let right = first.child_by_field_name("right")?;
                node::children(right).first().copied()
            }
            _ => None,
        });
        value.is_some_and(|value| {
            value.kind() == "call_expression"
                && self.text(statement.with(value)) == self.text(deferred.with(call))
        })
    }

    /// Whether the statement ahead of an exit makes the very call that `deferred` would make.
    fn released_just_before(&self, exit: At<'_>, deferred: At<'_>) -> bool {
        let earlier = std::iter::successors(exit.node.prev_named_sibling(), |node| {
            node.prev_named_sibling()
        });
        let mut statements = earlier.filter(|node| node.kind() != "comment");
        statements
            .next()
            .is_some_and(|statement| self.releases_already(exit.with(statement), deferred))
    }

    /// What was acquired together with a resource may need it, as the reader over a connection
    /// that came with the connection.
    pub(super) fn add_siblings(
        &self,
        acquisition: At<'_>,
        roots: &[Declaration],
        taint: &mut Taint,
    ) {
        let Some(left) = acquisition.node.child_by_field_name("left") else {
            return;
        };
        for target in node::children(left) {
            let target = acquisition.with(target);
            if let Some(root) = self.root(target)
                && !roots.contains(&root)
                && !taint.all.contains(&root)
                && !self.leads_nowhere(target)
            {
                taint.all.push(root);
            }
        }
    }

    /// The index of the last of the statements that a release has to wait for if `last` is the
    /// last to need the resource: what was acquired later and is released still later goes first,
    /// as it would with `defer`.
    fn last_in_first_out(
        &self,
        statements: &[At<'_>],
        mut last: usize,
        knowledge: &Knowledge,
    ) -> usize {
        let Some(first) = statements.first() else {
            return last;
        };
        loop {
            let open = Span::new(first.node.start_byte(), statements[last].node.end_byte());
            let mut latest = last;
            for (index, statement) in statements.iter().enumerate() {
                let mut acquired = self.released_by(*statement);
                acquired.retain(|declaration| {
                    declaration.file == first.file && open.contains(declaration.name)
                });
                if acquired.is_empty() {
                    continue;
                }
                if statement.node.kind() == "defer_statement" {
                    let taint = self.taint(&acquired, statements, knowledge);
                    let needs = |s: &At<'_>| self.uses(*s, &taint.all, knowledge);
                    latest = latest.max(statements.iter().rposition(needs).unwrap_or(index));
                } else {
                    latest = latest.max(index);
                }
            }
            if latest == last {
                return last;
            }
            last = latest;
        }
    }

    /// What a statement could release: `x.Close()` and `cancel()` without arguments and without a
    /// use of the result, and whatever a `defer` mentions.
    fn released_by(&self, statement: At<'_>) -> Vec<Declaration> {
        let mut released = Vec::new();
        match statement.node.kind() {
            "defer_statement" => node::walk(statement.node, &mut |node| {
                released.extend(self.root(statement.with(node)));
                Descend::Into
            }),
            "expression_statement" => {
                let call = node::children(statement.node)
                    .into_iter()
                    .find(|call| call.kind() == "call_expression");
                let arguments = call.and_then(|call| call.child_by_field_name("arguments"));
                let function = call.and_then(|call| call.child_by_field_name("function"));
                if let (Some(arguments), Some(function)) = (arguments, function)
                    && node::children(arguments).is_empty()
                {
                    released.extend(self.root(statement.with(function)));
                }
            }
            _ => {}
        }
        released
    }

    /// The statements below `at` that leave `block`, each with what to bind ahead of it.
    fn exits<'p>(
        &'p self,
        block: At<'p>,
        at: At<'p>,
        tainted: &[Declaration],
        knowledge: &Knowledge,
    ) -> Vec<Exit<'p>> {
        self.leaving(block, at)
            .into_iter()
            .map(|statement| Exit {
                bind: self.operands_to_bind(statement, tainted, knowledge),
                statement,
            })
            .collect()
    }

    fn operands_to_bind<'p>(
        &'p self,
        exit: At<'p>,
        tainted: &[Declaration],
        knowledge: &Knowledge,
    ) -> Vec<At<'p>> {
        let operands: Vec<Node<'p>> = match exit.node.kind() {
            "return_statement" => node::children(exit.node)
                .into_iter()
                .flat_map(|child| match child.kind() {
                    "expression_list" => node::children(child),
                    _ => vec![child],
                })
                .collect(),
            "expression_statement" => node::children(exit.node)
                .first()
                .and_then(|call| call.child_by_field_name("arguments"))
                .map(node::children)
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        if !operands
            .iter()
            .any(|operand| self.uses(exit.with(*operand), tainted, knowledge))
        {
            return Vec::new();
        }
        operands
            .into_iter()
            .filter(|operand| !self.is_trivial(exit.with(*operand)))
            .map(|operand| exit.with(operand))
            .collect()
    }

    /// Whether an operand gives the same before and after a release: a constant, `nil`, a variable.
    fn is_trivial(&self, operand: At<'_>) -> bool {
        match operand.node.kind() {
            "identifier"
            | "nil"
            | "true"
            | "false"
            | "int_literal"
            | "float_literal"
            | "rune_literal"
            | "interpreted_string_literal"
            | "raw_string_literal" => true,
            "selector_expression" => operand
                .node
                .child_by_field_name("operand")
                .is_some_and(|of| matches!(self.entity(operand.with(of)), Entity::Package(_))),
            _ => false,
        }
    }
}
