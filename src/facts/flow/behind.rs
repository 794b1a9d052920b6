//! Where control can get from the end of a node: what stands behind it, and, in loops, ahead of it.

use crate::syntax::{Node, node};

use super::super::{At, Declaration, Package};
use super::loops::is_arm;
use super::outcome::{Outcome, clauses, statements};
use super::stretch::is_in_place;

/// Where control can get from some place.
#[derive(Default)]
pub(super) struct Behind<'p> {
    /// It gets there.
    pub reached: Vec<Node<'p>>,
    /// It may: the order of evaluation is not laid down, or the case of a select is another one.
    pub perhaps: Vec<Node<'p>>,
}

impl<'p> Behind<'p> {
    /// What of a node stands behind a part of it.
    fn rest(&mut self, of: Node<'p>, part: Node<'p>) {
        let later = node::children(of).into_iter();
        self.reached
            .extend(later.filter(|one| one.start_byte() >= part.end_byte()));
    }
}

/// The way from a node outwards.
struct Climb<'p> {
    behind: Behind<'p>,
    /// How what lies behind can end.
    outcome: Outcome,
    /// Where it has got to.
    inner: Node<'p>,
    /// Whether it came through a `return`.
    returning: bool,
}

impl Package<'_> {
    /// Where control can get from the end of a node in the frame of its function, as far as one
    /// and the same variable is concerned.
    pub(super) fn behind<'p>(&'p self, at: At<'p>, variable: Declaration) -> Behind<'p> {
        let mut climb = Climb {
            behind: Behind::default(),
            outcome: self.end_of(at),
            inner: at.node,
            returning: at.node.kind() == "return_statement",
        };
        for around in node::ancestors(at.node) {
            if node::is_function(around) && !is_in_place(around) {
                break;
            }
            self.climb(&mut climb, at.with(around), variable);
            climb.inner = around;
        }
        climb.behind
    }

    fn climb<'p>(&'p self, climb: &mut Climb<'p>, around: At<'p>, variable: Declaration) {
        let (of, inner) = (around.node, climb.inner);
        match of.kind() {
            "statement_list" => {
                let later = statements(around)
                    .into_iter()
                    .filter(|one| one.node.start_byte() >= inner.end_byte());
                for statement in later {
                    if !climb.outcome.falls {
                        break;
                    }
                    climb.behind.reached.push(statement.node);
                    let so_far = std::mem::take(&mut climb.outcome);
                    climb.outcome = so_far.then(self.outcome(statement));
                }
            }
            "if_statement" if is_arm(of, inner) => {}
            "for_statement" if inner.kind() == "block" => {
                self.climb_body(climb, around, variable);
            }
            "expression_switch_statement" | "type_switch_statement" | "select_statement"
                if clauses(of).iter().any(|one| one.id() == inner.id()) =>
            {
                let mut falls_through = climb.outcome.falls_through;
                for next in clauses(of) {
                    if falls_through && next.start_byte() >= inner.end_byte() {
                        // Its values are not asked for.
                        let list = node::children(next).into_iter();
                        let list = list.filter(|part| part.kind() == "statement_list");
                        climb.behind.reached.extend(list);
                        falls_through = self.end_of(around.with(next)).falls_through;
                    }
                }
                let so_far = std::mem::take(&mut climb.outcome);
                climb.outcome = self.fall_through(around, inner, so_far).leaving(of);
            }
            "func_literal" => {
                let mut reached = climb.behind.reached.iter();
                let returned = climb.returning || reached.any(|part| returns(*part, of));
                // A panic may be over where the literal is called.
                let recovers = self.text(around).contains("recover()");
                climb.outcome = Outcome {
                    falls: climb.outcome.falls || returned || recovers,
                    ..Outcome::default()
                };
                climb.returning = false;
            }
            // What calls a function literal that never ends does not either.
            _ if !climb.outcome.falls && is_header(of, inner) => {}
            "return_statement" | "expression_statement" => {
                climb.returning |= of.kind() == "return_statement";
                climb.outcome = self.outcome(around);
            }
            "expression_case" | "communication_case" if inner.kind() != "statement_list" => {
                self.climb_case(climb, around);
            }
            "for_statement" => {
                climb.behind.reached.extend(parts_again(of, variable));
                climb.outcome = self.outcome(around);
            }
            "if_statement" | "expression_switch_statement" | "type_switch_statement" => {
                climb.behind.rest(of, inner);
                climb.outcome = self.outcome(around);
            }
            "block" | "labeled_statement" | "for_clause" | "expression_case" | "type_case"
            | "default_case" | "communication_case" => {}
            // Its arguments are evaluated before it runs.
            "call_expression" if inner.kind() == "func_literal" => {}
            "binary_expression" if is_conditional(of) => climb.behind.rest(of, inner),
            // What stands behind it in a statement is evaluated later; that what stands ahead of
            // it is evaluated earlier is only said of calls.
            _ => {
                climb.behind.rest(of, inner);
                let ahead = node::children(of).into_iter();
                let ahead = ahead.filter(|part| part.end_byte() <= inner.start_byte());
                climb.behind.perhaps.extend(ahead);
            }
        }
    }

    fn climb_body<'p>(&'p self, climb: &mut Climb<'p>, around: At<'p>, variable: Declaration) {
        let of = around.node;
        let mut outcome = std::mem::take(&mut climb.outcome);
        let again = outcome.falls || outcome.continues.contains(&of.id());
        outcome.falls = false;
        outcome = outcome.leaving(of);
        if again {
            // What the body declares is another variable next time.
            if !node::span(climb.inner).contains(variable.name) {
                climb.behind.reached.extend(parts_again(of, variable));
            }
            outcome = outcome.or(self.outcome(around));
        }
        climb.outcome = outcome;
    }

    /// From what stands behind a `case`.
    fn climb_case<'p>(&'p self, climb: &mut Climb<'p>, case: At<'p>) {
        climb.behind.rest(case.node, climb.inner);
        let Some(around) = case.node.parent() else {
            return;
        };
        let others = clauses(around).into_iter();
        let others = others.filter(|one| one.id() != case.node.id());
        if case.node.kind() == "communication_case" {
            climb.behind.perhaps.extend(others);
            climb.outcome = self.outcome(case.with(around));
            return;
        }
        climb.behind.reached.extend(others.filter(|one| {
            one.kind() == "default_case" || one.start_byte() >= case.node.end_byte()
        }));
        climb.outcome = self.outcome_from_case(case);
    }
}

/// Whether a part of a node is evaluated, and not executed.
fn is_header(of: Node<'_>, part: Node<'_>) -> bool {
    !matches!(
        of.kind(),
        "block" | "labeled_statement" | "type_case" | "default_case"
    ) && !matches!(part.kind(), "block" | "statement_list")
}

/// Whether a node holds a `return` of that function.
fn returns(of: Node<'_>, function: Node<'_>) -> bool {
    let mut found = false;
    node::walk(of, &mut |node| {
        found |= node.kind() == "return_statement"
            && node::enclosing_function(node).is_some_and(|own| own.id() == function.id());
        node::Descend::Into
    });
    found
}

/// Whether the right operand is evaluated after the left one, if at all.
fn is_conditional(of: Node<'_>) -> bool {
    of.child_by_field_name("operator")
        .is_some_and(|operator| matches!(operator.kind(), "&&" | "||"))
}

/// What of a loop runs once more: all but what it begins with.
fn parts_again(of: Node<'_>, variable: Declaration) -> Vec<Node<'_>> {
    let mut parts = Vec::new();
    for part in node::children(of) {
        match part.kind() {
            "for_clause" => {
                let fields = ["condition", "update"].into_iter();
                parts.extend(fields.filter_map(|field| part.child_by_field_name(field)));
            }
            // Each iteration has variables of its own.
            "range_clause" => {
                if node::span(part).contains(variable.name) {
                    return Vec::new();
                }
                parts.extend(part.child_by_field_name("left"));
            }
            _ => parts.push(part),
        }
    }
    parts
}
