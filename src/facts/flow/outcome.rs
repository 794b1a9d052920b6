//! How a statement can end: by falling through to the next one, or by a jump.

use std::collections::BTreeSet;

use crate::syntax::{Node, node};

use super::super::{At, Package};

/// Functions after which control does not come back.
const NEVER_RETURN: [&str; 22] = [
    "panic",
    "os.Exit",
    "runtime.Goexit",
    "log.Fatal",
    "log.Fatalf",
    "log.Fatalln",
    "log.Panic",
    "log.Panicf",
    "log.Panicln",
    "log.Logger.Fatal",
    "log.Logger.Fatalf",
    "log.Logger.Fatalln",
    "log.Logger.Panic",
    "log.Logger.Panicf",
    "log.Logger.Panicln",
    "syscall.Exit",
    "testing.common.Fatal",
    "testing.common.Fatalf",
    "testing.common.FailNow",
    "testing.common.Skip",
    "testing.common.Skipf",
    "testing.common.SkipNow",
];

/// The ways in which control can leave a statement or list. Targets are node ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// On to what follows.
    pub falls: bool,
    /// Behind these loops, switches and selects.
    pub breaks: BTreeSet<usize>,
    /// To the heads of these loops.
    pub continues: BTreeSet<usize>,
    /// To the next clause.
    pub falls_through: bool,
    /// To a label anywhere in the function.
    pub jumps: bool,
}

impl Outcome {
    pub fn falling() -> Self {
        Self {
            falls: true,
            ..Self::default()
        }
    }

    /// What happens if `next` follows.
    pub fn then(mut self, next: Self) -> Self {
        if self.falls {
            self.falls = false;
            self.or(next)
        } else {
            self
        }
    }

    /// Either of the two.
    pub fn or(mut self, other: Self) -> Self {
        self.falls |= other.falls;
        self.falls_through |= other.falls_through;
        self.jumps |= other.jumps;
        self.breaks.extend(other.breaks);
        self.continues.extend(other.continues);
        self
    }

    /// Outside of the statement `target`: a break of it falls, a continue of it has been dealt
    /// with.
    pub fn leaving(mut self, target: Node<'_>) -> Self {
        self.falls |= self.breaks.remove(&target.id());
        self.continues.remove(&target.id());
        self
    }
}

impl Package<'_> {
    /// How a list of statements can end.
    pub(super) fn list_outcome(&self, statements: &[At<'_>]) -> Outcome {
        statements.iter().fold(Outcome::falling(), |so_far, next| {
            if so_far.falls {
                so_far.then(self.outcome(*next))
            } else {
                so_far
            }
        })
    }

    /// How a statement can end.
    pub(super) fn outcome(&self, at: At<'_>) -> Outcome {
        let node = at.node;
        let block = |field: &str| {
            node.child_by_field_name(field)
                .map_or_else(Outcome::falling, |block| {
                    self.list_outcome(&statements(at.with(block)))
                })
        };
        match node.kind() {
            "return_statement" => Outcome::default(),
            "goto_statement" => Outcome {
                jumps: true,
                ..Outcome::default()
            },
            "fallthrough_statement" => Outcome {
                falls_through: true,
                ..Outcome::default()
            },
            "break_statement" => match self.jump_target(at) {
                Some(target) => Outcome {
                    breaks: [target.id()].into(),
                    ..Outcome::default()
                },
                None => Outcome {
                    jumps: true,
                    ..Outcome::default()
                },
            },
            "continue_statement" => match self.jump_target(at) {
                Some(target) => Outcome {
                    continues: [target.id()].into(),
                    ..Outcome::default()
                },
                None => Outcome {
                    jumps: true,
                    ..Outcome::default()
                },
            },
            "block" => self.list_outcome(&statements(at)),
            "labeled_statement" => {
                let inner = node::children(node).into_iter().nth(1);
                inner.map_or_else(Outcome::falling, |inner| self.outcome(at.with(inner)))
            }
            "if_statement" => {
                let alternative = node
                    .child_by_field_name("alternative")
                    .map_or_else(Outcome::falling, |other| self.outcome(at.with(other)));
                block("consequence").or(alternative)
            }
            "for_statement" => {
                let mut body = block("body");
                body.falls = has_condition(node);
                body.leaving(node)
            }
            "expression_switch_statement" | "type_switch_statement" | "select_statement" => {
                self.clauses_outcome(at)
            }
            "expression_statement" => {
                let call = node::children(node).first().copied();
                let ends = call.is_some_and(|call| self.never_returns(at.with(call)));
                Outcome {
                    falls: !ends,
                    ..Outcome::default()
                }
            }
            _ => Outcome::falling(),
        }
    }

    fn clauses_outcome(&self, at: At<'_>) -> Outcome {
        let clauses = clauses(at.node);
        let selects = at.node.kind() == "select_statement";
        let has_default = clauses.iter().any(|clause| clause.kind() == "default_case");
        let mut all = Outcome {
            falls: !selects && !has_default,
            ..Outcome::default()
        };
        for clause in clauses {
            let mut end = self.list_outcome(&statements(at.with(clause)));
            // The next clause's own end is counted with that clause.
            end.falls_through = false;
            all = all.or(end);
        }
        all.leaving(at.node)
    }

    /// Whether a call is known not to come back.
    pub(super) fn never_returns(&self, at: At<'_>) -> bool {
        at.node.kind() == "call_expression"
            && self
                .callee(at)
                .is_some_and(|callee| NEVER_RETURN.contains(&&*callee.name))
    }

    /// The statement that a `break` or `continue` is about.
    pub(super) fn jump_target<'p>(&self, at: At<'p>) -> Option<Node<'p>> {
        let label = node::children(at.node).into_iter().next();
        let continues = at.node.kind() == "continue_statement";
        for around in node::ancestors(at.node) {
            if node::is_function(around) {
                return None;
            }
            let fits = match around.kind() {
                "for_statement" => true,
                "expression_switch_statement" | "type_switch_statement" | "select_statement" => {
                    !continues
                }
                _ => false,
            };
            let wanted = match label {
                None => fits,
                Some(label) => {
                    fits && around.parent().is_some_and(|parent| {
                        parent.kind() == "labeled_statement"
                            && parent.child_by_field_name("label").is_some_and(|own| {
                                self.text(at.with(own)) == self.text(at.with(label))
                            })
                    })
                }
            };
            if wanted {
                return Some(around);
            }
        }
        None
    }
}

/// Whether a loop can end by its head: it has a condition or a range.
pub(super) fn has_condition(of: Node<'_>) -> bool {
    let head = node::children(of)
        .into_iter()
        .find(|child| child.kind() != "block");
    match head {
        None => false,
        Some(head) if head.kind() == "for_clause" => {
            head.child_by_field_name("condition").is_some()
        }
        Some(_) => true,
    }
}

/// The clauses of a switch or select.
pub(super) fn clauses(of: Node<'_>) -> Vec<Node<'_>> {
    node::children(of)
        .into_iter()
        .filter(|child| {
            matches!(
                child.kind(),
                "expression_case" | "type_case" | "default_case" | "communication_case"
            )
        })
        .collect()
}

/// The statements of a block, clause or statement list.
pub(in crate::facts) fn statements(at: At<'_>) -> Vec<At<'_>> {
    let list = match at.node.kind() {
        "statement_list" => Some(at.node),
        _ => node::children(at.node)
            .into_iter()
            .find(|child| child.kind() == "statement_list"),
    };
    let all = list.map(node::children).unwrap_or_default();
    all.into_iter()
        .filter(|statement| statement.kind() != "empty_statement")
        .map(|statement| at.with(statement))
        .collect()
}
