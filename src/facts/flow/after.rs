//! Whether a variable is used where control gets later.

use crate::syntax::{Node, node};

use super::super::{At, Declaration, Kind, Package, Truth};
use super::loops::is_arm;
use super::outcome::{Outcome, clauses, statements};
use super::stretch::{frame, has_goto, is_in_place};

/// Where control can get from some place.
#[derive(Default)]
struct Behind<'p> {
    /// It gets there.
    reached: Vec<Node<'p>>,
    /// It may: the order of evaluation is not laid down, or the case of a select is another one.
    perhaps: Vec<Node<'p>>,
}

impl Package<'_> {
    /// `(#used-after? @v @n)`: the variable is used where control can get after `n`; to assign all
    /// of it is no use. Unknown where only something else can tell: a function literal that has it
    /// and may be called, whoever has its address, a `goto`, other functions if it belongs to the
    /// package.
    #[must_use]
    pub fn used_after(&self, variable: At<'_>, at: At<'_>) -> Truth {
        let Some(declaration) = self.root(variable).filter(|of| of.is_variable()) else {
            return Truth::Unknown;
        };
        let local = self.is_local(declaration);
        let home = match self.home(declaration) {
            Some(home) if local => home,
            _ => match node::ancestors(at.node)
                .filter(|of| node::is_function(*of))
                .last()
            {
                Some(function) => at.with(function),
                None => return Truth::Unknown,
            },
        };
        let uses = self.uses_of(declaration, home);
        let behind = self.behind(at, declaration);
        let within = |all: &[Node<'_>], of: Node<'_>| {
            all.iter()
                .any(|top| node::span(*top).contains(node::span(of)) && self.is_live(at, of, *top))
        };
        if uses.iter().any(|of| within(&behind.reached, *of)) {
            return Truth::True;
        }
        let function = frame(at.node).map(|of| of.id());
        let elsewhere = uses.iter().any(|of| {
            within(&behind.perhaps, *of) || frame(*of).map(|around| around.id()) != function
        });
        let jumps = !uses.is_empty() && has_goto(home.node);
        let recovers = declaration.kind == Kind::Result && self.text(home).contains("recover()");
        if elsewhere || jumps || recovers || !local || self.is_reachable(declaration) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// What reads a variable: what names it other than to assign all of it, and, of a result, each
    /// `return` without operands.
    fn uses_of<'p>(&'p self, declaration: Declaration, home: At<'p>) -> Vec<Node<'p>> {
        let mut uses: Vec<Node<'_>> = self
            .references(declaration, home)
            .into_iter()
            .map(|at| at.node)
            .filter(|of| !is_overwritten(*of))
            .collect();
        if declaration.kind == Kind::Result {
            node::walk(home.node, &mut |node| {
                let bare = node.kind() == "return_statement" && node::children(node).is_empty();
                let function = node::enclosing_function(node);
                if bare && function.is_some_and(|of| node::span(of).contains(declaration.name)) {
                    uses.push(node);
                }
                node::Descend::Into
            });
        }
        uses
    }

    /// Whether control gets to a node if it gets to a statement around it: nothing ahead of it in
    /// their lists always leaves.
    fn is_live(&self, at: At<'_>, of: Node<'_>, top: Node<'_>) -> bool {
        let mut inner = of;
        for around in node::ancestors(of) {
            if inner.id() == top.id() {
                break;
            }
            if around.kind() == "statement_list" {
                let ahead: Vec<At<'_>> = statements(at.with(around))
                    .into_iter()
                    .filter(|one| one.node.end_byte() <= inner.start_byte())
                    .collect();
                if !self.list_outcome(&ahead).falls {
                    return false;
                }
            }
            inner = around;
        }
        true
    }

    /// Where control can get from the end of a node in the frame of its function, as far as one
    /// and the same variable is concerned.
    fn behind<'p>(&'p self, at: At<'p>, variable: Declaration) -> Behind<'p> {
        let mut behind = Behind::default();
        let mut outcome = self.end_of(at);
        let mut inner = at.node;
        for around in node::ancestors(at.node) {
            let within = at.with(around);
            match around.kind() {
                "statement_list" => {
                    let later = statements(within)
                        .into_iter()
                        .filter(|one| one.node.start_byte() >= inner.end_byte());
                    for statement in later {
                        if !outcome.falls {
                            break;
                        }
                        behind.reached.push(statement.node);
                        outcome = outcome.then(self.outcome(statement));
                    }
                }
                "if_statement" if is_arm(around, inner) => {}
                "for_statement" if inner.kind() == "block" => {
                    let again = outcome.falls || outcome.continues.contains(&around.id());
                    outcome.falls = false;
                    outcome = outcome.leaving(around);
                    if again {
                        // What the body declares is another variable next time.
                        if !node::span(inner).contains(variable.name) {
                            behind.reached.extend(parts_again(around, variable));
                        }
                        outcome = outcome.or(self.outcome(within));
                    }
                }
                "for_statement" => {
                    behind.reached.extend(parts_again(around, variable));
                    outcome = self.outcome(within);
                }
                "expression_case" if inner.kind() != "statement_list" => {
                    let own = node::children(around).into_iter();
                    let own = own.filter(|part| part.start_byte() >= inner.end_byte());
                    behind.reached.extend(own);
                    let all = around.parent().map(clauses).unwrap_or_default();
                    behind.reached.extend(all.into_iter().filter(|clause| {
                        clause.kind() == "default_case" || clause.start_byte() >= around.end_byte()
                    }));
                    outcome = self.outcome_from_case(within);
                }
                "communication_case" if inner.kind() != "statement_list" => {
                    let own = node::children(around).into_iter();
                    let own = own.filter(|part| part.start_byte() >= inner.end_byte());
                    behind.reached.extend(own);
                    let all = around.parent().map(clauses).unwrap_or_default();
                    let others = all.into_iter().filter(|one| one.id() != around.id());
                    behind.perhaps.extend(others);
                    outcome = around
                        .parent()
                        .map_or_else(Outcome::falling, |select| self.outcome(at.with(select)));
                }
                "expression_switch_statement" | "type_switch_statement" | "select_statement"
                    if clauses(around).iter().any(|one| one.id() == inner.id()) =>
                {
                    let mut falls_through = outcome.falls_through;
                    for next in clauses(around) {
                        if falls_through && next.start_byte() >= inner.end_byte() {
                            behind.reached.push(next);
                            falls_through = self.end_of(at.with(next)).falls_through;
                        }
                    }
                    outcome = self.fall_through(within, inner, outcome).leaving(around);
                }
                "if_statement" | "expression_switch_statement" | "type_switch_statement" => {
                    let later = node::children(around).into_iter();
                    let later = later.filter(|part| part.start_byte() >= inner.end_byte());
                    behind.reached.extend(later);
                    outcome = self.outcome(within);
                }
                "func_literal" if is_in_place(around) => outcome = Outcome::falling(),
                _ if node::is_function(around) => break,
                "block" | "labeled_statement" | "for_clause" | "expression_case" | "type_case"
                | "default_case" | "communication_case" => {}
                "return_statement" | "expression_statement" => outcome = self.outcome(within),
                // Its arguments are evaluated before it runs.
                "call_expression" if inner.kind() == "func_literal" => {}
                "binary_expression" if is_left(around, inner) => {
                    behind.reached.extend(around.child_by_field_name("right"));
                }
                "binary_expression" if is_conditional(around) => {}
                // What stands behind it in a statement is evaluated later; that what stands ahead
                // of it is evaluated earlier is only said of calls.
                _ => {
                    for part in node::children(around) {
                        if part.start_byte() >= inner.end_byte() {
                            behind.reached.push(part);
                        } else if part.end_byte() <= inner.start_byte() {
                            behind.perhaps.push(part);
                        }
                    }
                }
            }
            inner = around;
        }
        behind
    }
}

fn is_left(of: Node<'_>, part: Node<'_>) -> bool {
    of.child_by_field_name("left")
        .is_some_and(|left| left.id() == part.id())
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

/// Whether a name stands where all of the variable is assigned.
fn is_overwritten(name: Node<'_>) -> bool {
    let list = match name.parent() {
        Some(list) if list.kind() == "expression_list" => list,
        _ => name,
    };
    list.parent().is_some_and(|statement| {
        let assigns = match statement.kind() {
            "short_var_declaration" | "range_clause" | "receive_statement" => true,
            "assignment_statement" => statement
                .child_by_field_name("operator")
                .is_some_and(|operator| operator.kind() == "="),
            _ => false,
        };
        let left = statement.child_by_field_name("left");
        assigns && left.is_some_and(|left| left.id() == list.id())
    })
}
