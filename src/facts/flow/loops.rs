//! Whether something can run more than once per call of its function: whether control can get from
//! it back to the head of a loop, and from there to it again. Syntax alone does not make a loop: a
//! body that always returns runs once.

use crate::syntax::{Node, node};

use super::super::{At, Package, Truth};
use super::outcome::{Outcome, clauses, statements};

impl Package<'_> {
    /// `(#in-loop? @n)`: some path from `n` leads back to it within the same function.
    #[must_use]
    pub fn in_loop(&self, at: At<'_>) -> Truth {
        let in_for = node::ancestors(at.node)
            .take_while(|around| !node::is_function(*around))
            .any(|around| around.kind() == "for_statement");
        if !in_for && !self.jumps_by_label(at) {
            return Truth::False;
        }
        self.comes_back(at, self.end_of(at))
    }

    /// How a node can end, be it a statement, a part of one, or a list of them.
    pub(super) fn end_of(&self, at: At<'_>) -> Outcome {
        match at.node.kind() {
            "expression_case" | "type_case" | "default_case" | "communication_case"
            | "statement_list" => self.list_outcome(&statements(at)),
            _ => self.outcome(at),
        }
    }

    /// The same, of a node that ends in these ways.
    fn comes_back(&self, at: At<'_>, mut outcome: Outcome) -> Truth {
        let (mut inner, mut innermost) = (at.node, at.node);
        for around in node::ancestors(at.node) {
            let within = at.with(around);
            match around.kind() {
                // They may not fall, even if what stands in them does.
                "return_statement" | "expression_statement" => outcome = self.outcome(within),
                "statement_list" => {
                    let (before, behind): (Vec<At<'_>>, Vec<At<'_>>) = statements(within)
                        .into_iter()
                        .filter(|statement| statement.node.id() != inner.id())
                        .partition(|statement| statement.node.end_byte() <= inner.start_byte());
                    if !self.list_outcome(&before).falls {
                        // What control does not get to, it gets to by a label at most.
                        return if self.jumps_by_label(at) {
                            Truth::Unknown
                        } else {
                            Truth::False
                        };
                    }
                    outcome = outcome.then(self.list_outcome(&behind));
                }
                "if_statement" if !is_arm(around, inner) => outcome = self.outcome(within),
                "for_statement" => match self.by_loop(within, inner, innermost, &outcome) {
                    Some(truth) => return truth,
                    None if inner.kind() == "block" => {
                        outcome.falls = false;
                        outcome = outcome.leaving(around);
                    }
                    None => outcome = self.outcome(within),
                },
                "communication_case" if inner.kind() != "statement_list" => {
                    return self.by_communication(within, at.node);
                }
                "expression_case" if inner.kind() != "statement_list" => {
                    outcome = self.outcome_from_case(within);
                }
                "expression_switch_statement" | "type_switch_statement" | "select_statement" => {
                    if clauses(around).iter().any(|one| one.id() == inner.id()) {
                        outcome = self.fall_through(within, inner, outcome).leaving(around);
                    } else {
                        outcome = self.outcome(within);
                    }
                }
                _ if node::is_function(around) => break,
                _ => {}
            }
            if outcome.jumps {
                return Truth::Unknown;
            }
            (innermost, inner) = (inner, around);
        }
        Truth::False
    }

    /// Whether a part of a loop runs again by that loop; none if that is left to what stands
    /// around it.
    fn by_loop(
        &self,
        of: At<'_>,
        part: Node<'_>,
        in_part: Node<'_>,
        outcome: &Outcome,
    ) -> Option<Truth> {
        if part.kind() == "block" {
            let again = outcome.falls || outcome.continues.contains(&of.node.id());
            return again.then_some(Truth::True);
        }
        let is = |field: &str| {
            part.child_by_field_name(field)
                .is_some_and(|of| of.id() == in_part.id())
        };
        let (once, last) = match part.kind() {
            "for_clause" => (is("initializer"), is("update")),
            "range_clause" => (is("right"), false),
            _ => (false, false),
        };
        if once {
            return None;
        }
        let body = of.node.child_by_field_name("body")?;
        let end = self.list_outcome(&statements(of.with(body)));
        if end.falls || end.continues.contains(&of.node.id()) {
            return Some(Truth::True);
        }
        if end.jumps {
            return Some(Truth::Unknown);
        }
        last.then_some(Truth::False)
    }

    /// What stands behind a `case` of a select: channels and values to send are evaluated whichever
    /// case is taken, what is assigned to only in this one.
    fn by_communication(&self, case: At<'_>, part: Node<'_>) -> Truth {
        let (Some(select), Some(communication)) = (
            case.node.parent(),
            case.node.child_by_field_name("communication"),
        ) else {
            return Truth::Unknown;
        };
        let any = self.in_loop(case.with(select));
        let holds = |of: Node<'_>| node::span(of).contains(node::span(part));
        let right = communication.child_by_field_name("right");
        let evaluated = match right.map(node::unparenthesized) {
            Some(receive) => receive.child_by_field_name("operand").is_some_and(holds),
            None => node::children(communication).into_iter().any(holds),
        };
        if evaluated {
            return any;
        }
        let this = self.in_loop(case);
        let assigned = communication.child_by_field_name("left").is_some_and(holds);
        if assigned || any == this {
            this
        } else {
            Truth::Unknown
        }
    }

    /// How a switch can end from the values of one of its cases on.
    pub(super) fn outcome_from_case(&self, case: At<'_>) -> Outcome {
        let Some(switch) = case.node.parent() else {
            return Outcome::falling();
        };
        let clauses = clauses(switch);
        let default = clauses.iter().position(|of| of.kind() == "default_case");
        let mut all = Outcome {
            falls: default.is_none(),
            ..Outcome::default()
        };
        for (index, clause) in clauses.into_iter().enumerate() {
            let later = clause.start_byte() >= case.node.start_byte();
            if later || default == Some(index) {
                let end = self.list_outcome(&statements(case.with(clause)));
                all = all.or(self.fall_through(case.with(switch), clause, end));
            }
        }
        all
    }

    /// How a clause ends if the clauses that it falls through to are counted in.
    pub(super) fn fall_through(
        &self,
        switch: At<'_>,
        clause: Node<'_>,
        mut outcome: Outcome,
    ) -> Outcome {
        let behind = clauses(switch.node)
            .into_iter()
            .filter(|other| other.start_byte() >= clause.end_byte());
        for next in behind {
            if !outcome.falls_through {
                break;
            }
            outcome.falls_through = false;
            outcome = outcome.or(self.list_outcome(&statements(switch.with(next))));
        }
        outcome
    }

    /// Whether the function around has a `goto`.
    fn jumps_by_label(&self, at: At<'_>) -> bool {
        let Some(function) = node::enclosing_function(at.node) else {
            return false;
        };
        // Text first: it is what costs least.
        let mut found = false;
        if self.text(at.with(function)).contains("goto") {
            node::walk(function, &mut |node| {
                found |= node.kind() == "goto_statement";
                node::Descend::Into
            });
        }
        found
    }
}

/// Whether a part of an `if` is what it leads to, not what it tests.
pub(super) fn is_arm(of: Node<'_>, part: Node<'_>) -> bool {
    ["consequence", "alternative"].into_iter().any(|field| {
        of.child_by_field_name(field)
            .is_some_and(|arm| arm.id() == part.id())
    })
}
