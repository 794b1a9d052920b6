//! What a match captured.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::At;
use crate::syntax::node;
use crate::text::Span;

/// The captured nodes of one match, by capture name (without `@`), usually one each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::engine) struct Bindings<'p> {
    /// Name → nodes, in source order.
    pub captures: BTreeMap<Arc<str>, Vec<At<'p>>>,
}

impl<'p> Bindings<'p> {
    /// The nodes of a capture; none if it took no part in the match.
    pub fn all(&self, name: &str) -> &[At<'p>] {
        self.captures.get(name).map_or(&[], Vec::as_slice)
    }

    /// The only node of a capture.
    pub fn one(&self, name: &str) -> Option<At<'p>> {
        match self.all(name) {
            [at] => Some(*at),
            _ => None,
        }
    }

    /// These captures with those of an outer match behind them; inner ones win.
    pub fn within(mut self, outer: &Self) -> Self {
        for (name, nodes) in &outer.captures {
            self.captures
                .entry(Arc::clone(name))
                .or_insert_with(|| nodes.clone());
        }
        self
    }

    /// What tells two matches of one place apart: the spans of the captures that are more than
    /// tests.
    pub fn identity(&self) -> Vec<(Arc<str>, Vec<Span>)> {
        self.captures
            .iter()
            .filter(|(name, _)| !name.starts_with('_'))
            .map(|(name, nodes)| {
                (
                    Arc::clone(name),
                    nodes.iter().map(|at| node::span(at.node)).collect(),
                )
            })
            .collect()
    }
}
