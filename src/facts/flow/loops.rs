//! Whether something can run more than once per call of its function, and whether control ever
//! gets to the end of a block.

use crate::syntax::node;

use super::super::{At, Package, Truth};
use super::outcome::{Outcome, clauses, statements};

impl Package<'_> {
    /// `(#terminates? @block)`: control never falls off its end.
    #[must_use]
    pub fn terminates(&self, at: At<'_>) -> Truth {
        let (outcome, terminating) = match at.node.kind() {
            "statement_list" | "expression_case" | "type_case" | "default_case"
            | "communication_case" => {
                let list = statements(at);
                (self.list_outcome(&list), self.is_terminating_list(&list))
            }
            _ => (self.outcome(at), self.is_terminating(at)),
        };
        if terminating {
            Truth::True
        } else if outcome.falls {
            Truth::False
        } else if outcome.jumps {
            Truth::Unknown
        } else {
            Truth::True
        }
    }

    /// `(#in-loop? @n)`: some path from `n` leads back to the head of a loop of the same
    /// function. Syntax alone does not make a loop: a body that always returns runs once.
    #[must_use]
    pub fn in_loop(&self, at: At<'_>) -> Truth {
        let mut outcome = Outcome::falling();
        let mut inner = at.node;
        for around in node::ancestors(at.node) {
            match around.kind() {
                "statement_list" => {
                    let rest: Vec<At<'_>> = statements(at.with(around))
                        .into_iter()
                        .filter(|statement| statement.node.start_byte() >= inner.end_byte())
                        .collect();
                    outcome = outcome.then(self.list_outcome(&rest));
                }
                "for_statement" => {
                    // What stands in the head runs again only by way of the body.
                    let in_head = inner.kind() != "block";
                    let again = outcome.falls || outcome.continues.contains(&around.id());
                    if in_head && inner.kind() != "for_clause" && outcome.falls {
                        return Truth::Unknown;
                    }
                    if again && !in_head {
                        return Truth::True;
                    }
                    if in_head {
                        let again = self.outcome(at.with(around));
                        if around.child_by_field_name("body").is_none() || again.jumps {
                            return Truth::Unknown;
                        }
                        return self.head_repeats(at.with(around));
                    }
                    outcome.falls = false;
                    outcome = outcome.leaving(around);
                }
                "expression_switch_statement" | "type_switch_statement" | "select_statement" => {
                    if outcome.falls_through {
                        outcome.falls_through = false;
                        let next = clauses(around)
                            .into_iter()
                            .find(|clause| clause.start_byte() >= inner.end_byte());
                        if let Some(next) = next {
                            let next = self.list_outcome(&statements(at.with(next)));
                            // Several fallthroughs in a row: rare, and then not known.
                            if next.falls_through {
                                return Truth::Unknown;
                            }
                            outcome = outcome.or(next);
                        }
                    }
                    outcome = outcome.leaving(around);
                }
                _ if node::is_function(around) => break,
                _ => {}
            }
            if outcome.jumps {
                return Truth::Unknown;
            }
            inner = around;
        }
        Truth::False
    }

    /// Whether a loop's head is reached again after its body.
    fn head_repeats(&self, at: At<'_>) -> Truth {
        let Some(body) = at.node.child_by_field_name("body") else {
            return Truth::Unknown;
        };
        let end = self.list_outcome(&statements(at.with(body)));
        (end.falls || end.continues.contains(&at.node.id())).into()
    }
}
