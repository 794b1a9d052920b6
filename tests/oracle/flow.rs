//! Control flow against the oracle's: ends of lists, statements that leave them, loops.

use std::collections::HashMap;

use gofix_pit::facts::{At, Truth};
use gofix_pit::syntax::Node;
use gofix_pit::syntax::node::{self, Descend};

use crate::compare::{Comparison, Span};
use crate::record::FileRecord;
use crate::tally::Verdict;

/// Statements of lists, and blocks and clauses, by where they begin: where they end is not the same
/// for Go's parser and ours. Whatever else a graph is made of by where it begins and ends.
#[derive(Default)]
struct Places<'p> {
    statements: HashMap<usize, Node<'p>>,
    lists: HashMap<usize, Node<'p>>,
    others: HashMap<Span, Node<'p>>,
}

impl<'p> Places<'p> {
    fn new(root: Node<'p>) -> Self {
        let mut places = Self::default();
        node::walk(root, &mut |node| {
            let start = node.start_byte();
            match node.kind() {
                "block" | "expression_case" | "type_case" | "default_case"
                | "communication_case" => {
                    places.lists.insert(start, node);
                }
                _ => {}
            }
            if node.is_named() {
                places.others.insert((start, node.end_byte()), node);
            }
            let listed = node
                .parent()
                .is_some_and(|parent| parent.kind() == "statement_list");
            if listed && node.is_named() && node.kind() != "comment" {
                places.statements.insert(start, node);
            }
            Descend::Into
        });
        places
    }
}

impl<'p> Comparison<'p, '_> {
    pub(crate) fn flow(&mut self, of: &FileRecord) {
        let places = Places::new(self.source.root());
        for (kind, ends) in [
            ("ends of functions", &of.bodies),
            ("ends of lists", &of.lists),
        ] {
            for (span, theirs) in ends {
                self.end(kind, self.found(&places.lists, *span), *span, theirs);
            }
        }
        for (span, theirs) in &of.exits {
            self.exits(self.found(&places.lists, *span), *span, theirs);
        }
        for (span, theirs) in &of.statements {
            let at = self.found(&places.statements, *span);
            if let Some((first, again)) = theirs.split_once(' ') {
                self.terminating("terminating statements", at, *span, first);
                self.again("statements in loops", at, *span, again);
            }
        }
        for (span, theirs) in &of.steps {
            let at = places.others.get(span).map(|node| self.place_of(*node));
            self.again("steps in loops", at, *span, theirs);
        }
    }

    fn found(&self, places: &HashMap<usize, Node<'p>>, span: Span) -> Option<At<'p>> {
        places.get(&span.0).map(|node| self.place_of(*node))
    }

    fn place_of(&self, node: Node<'p>) -> At<'p> {
        At {
            file: self.file,
            node,
        }
    }

    /// A terminating list by the specification is one for us; beyond that we follow the control
    /// flow, as the oracle's graph does.
    fn end(&mut self, kind: &str, at: Option<At<'p>>, span: Span, theirs: &str) {
        let ours = at.map_or(Truth::Unknown, |at| self.package.terminates(at));
        let agrees = match ours {
            Truth::True => theirs.ends_with("unreached"),
            Truth::False => theirs == "open reached",
            Truth::Unknown => true,
        };
        self.judge_flow(kind, ours, agrees, span, theirs);
        let theirs = theirs.split(' ').next().unwrap_or_default();
        self.terminating("terminating lists", at, span, theirs);
    }

    fn terminating(&mut self, kind: &str, at: Option<At<'p>>, span: Span, theirs: &str) {
        let ours = at.map_or(Truth::Unknown, |at| {
            self.package.is_terminating_statement(at).into()
        });
        let agrees = (ours == Truth::True) == (theirs == "terminating");
        self.judge_flow(kind, ours, agrees, span, theirs);
    }

    fn again(&mut self, kind: &str, at: Option<At<'p>>, span: Span, theirs: &str) {
        let ours = at.map_or(Truth::Unknown, |at| self.package.in_loop(at));
        let agrees = (ours == Truth::True) == (theirs == "again");
        self.judge_flow(kind, ours, agrees, span, theirs);
    }

    fn judge_flow(&mut self, kind: &str, ours: Truth, agrees: bool, span: Span, theirs: &str) {
        let verdict = match (ours, agrees) {
            (Truth::Unknown, _) => Verdict::Unknown,
            (_, true) => Verdict::Known,
            (_, false) => Verdict::Wrong,
        };
        self.tell(kind, verdict, span, &format!("{ours:?}"), theirs);
    }

    fn exits(&mut self, at: Option<At<'p>>, span: Span, theirs: &str) {
        let kind = "statements that leave a list";
        let Some(at) = at else {
            self.tell(kind, Verdict::Unknown, span, "", theirs);
            return;
        };
        let ours: Vec<String> = self
            .package
            .leaving(at, at)
            .iter()
            .map(|exit| match exit.node.kind() {
                "expression_statement" => format!("p{}", exit.node.start_byte()),
                _ => exit.node.start_byte().to_string(),
            })
            .collect();
        let ours = ours.join(" ");
        let verdict = if ours == theirs {
            Verdict::Known
        } else {
            Verdict::Wrong
        };
        self.tell(kind, verdict, span, &ours, theirs);
    }
}
