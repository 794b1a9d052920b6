//! Queries on trees: from a pattern to bindings, before anything semantic is asked.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use streaming_iterator::StreamingIterator;
use tree_sitter::{QueryCursor, QueryCursorOptions, QueryCursorState};

use crate::codemod::RuleQuery;
use crate::facts::{At, FileId, Package};
use crate::syntax::{Node, Source, node};
use crate::text::Span;

use super::bindings::Bindings;
use super::prefilter::Places;

/// More matches in flight than this and tree-sitter drops some: then none can be trusted. Each is
/// compared with each other at every node, so it is also what keeps a query from crawling.
const MOST_IN_FLIGHT: u32 = 1024;

/// The work that a query may make of a file, whatever the file's size, and per byte of it. It is
/// counted and not timed, so that what is found depends on no machine.
const LEAST_WORK: usize = 10_000;
const BYTES_OF_WORK: usize = 8;

/// tree-sitter reports after so many steps of all matches in flight; if it got on by fewer bytes
/// than this meanwhile, there were many, and each was compared with each.
const USUAL_BYTES: usize = 128;
const FEWEST_BYTES: usize = 4;

/// Nodes that all matches of a query in a file may capture together.
const MOST_CAPTURED: usize = 400_000;

thread_local! {
    static CURSOR: RefCell<QueryCursor> = RefCell::new(QueryCursor::new());
}

/// A match of one pattern of a query.
#[derive(Debug, Clone)]
pub(super) struct Match<'p> {
    /// Which pattern of the query.
    pub pattern: usize,
    /// What it captured.
    pub bindings: Bindings<'p>,
}

/// The query had too many matches in flight, or took too much work; all its matches in this file
/// are void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooManyMatches;

/// All matches of `query` in a file, or below `within`, outside of broken declarations.
pub(super) fn matches<'p>(
    package: &'p Package<'_>,
    file: FileId,
    query: &RuleQuery,
    within: Option<Node<'p>>,
) -> Result<Vec<Match<'p>>, TooManyMatches> {
    let Some(source) = package.source(file) else {
        return Ok(Vec::new());
    };
    let root = within.unwrap_or_else(|| source.root());
    matches_from(source, file, query, &[root], None)
}

/// The matches of `query` in a file that can be told from where they begin.
pub(super) fn matches_at<'p>(
    package: &'p Package<'_>,
    file: FileId,
    query: &RuleQuery,
    places: &Places<'p>,
) -> Result<Vec<Match<'p>>, TooManyMatches> {
    let Some(source) = package.source(file) else {
        return Ok(Vec::new());
    };
    match places {
        Places::File => matches_from(source, file, query, &[source.root()], None),
        Places::Below(nodes) => matches_from(source, file, query, nodes, None),
        Places::At(nodes) => matches_from(source, file, query, nodes, Some(0)),
    }
}

fn matches_from<'p>(
    source: &'p Source,
    file: FileId,
    query: &RuleQuery,
    roots: &[Node<'p>],
    deepest_start: Option<u32>,
) -> Result<Vec<Match<'p>>, TooManyMatches> {
    let Some(pattern) = query.pattern.query() else {
        return Ok(Vec::new());
    };
    let names: Vec<Arc<str>> = pattern
        .capture_names()
        .iter()
        .map(|name| Arc::from(*name))
        .collect();
    let mut found = Vec::new();
    CURSOR.with_borrow_mut(|cursor| {
        cursor.set_match_limit(MOST_IN_FLIGHT);
        cursor.set_max_start_depth(deepest_start);
        let mut work = Work::of(source.text());
        let mut captured = 0;
        roots.iter().try_for_each(|root| {
            let mut on_progress =
                |state: &QueryCursorState| work.go_on(state.current_byte_offset());
            let options = QueryCursorOptions::new().progress_callback(&mut on_progress);
            let text = source.text().as_bytes();
            let mut stream = cursor.matches_with_options(pattern, *root, text, options);
            while let Some(matched) = stream.next() {
                captured += matched.captures().len();
                if captured > MOST_CAPTURED {
                    return Err(TooManyMatches);
                }
                let mut bindings = Bindings::default();
                for capture in matched.captures() {
                    let name = Arc::clone(&names[capture.index as usize]);
                    bindings.captures.entry(name).or_default().push(At {
                        file,
                        node: capture.node,
                    });
                }
                found.push(Match {
                    pattern: matched.pattern_index,
                    bindings,
                });
            }
            drop(stream);
            if cursor.did_exceed_match_limit() || work.is_done() {
                Err(TooManyMatches)
            } else {
                Ok(())
            }
        })
    })?;
    let broken = source.broken();
    found.retain(|found| {
        !found
            .bindings
            .captures
            .values()
            .flatten()
            .any(|at| in_any(at, broken))
    });
    Ok(found)
}

/// What is left of the work that a query may make of a file.
struct Work {
    left: usize,
    at: usize,
}

impl Work {
    fn of(text: &str) -> Self {
        Self {
            left: LEAST_WORK + text.len() / BYTES_OF_WORK,
            at: 0,
        }
    }

    /// Charges what was done until here.
    fn go_on(&mut self, at: usize) -> ControlFlow<()> {
        let bytes = at.abs_diff(self.at).clamp(FEWEST_BYTES, USUAL_BYTES);
        self.at = at;
        self.left = self.left.saturating_sub(USUAL_BYTES / bytes);
        if self.is_done() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn is_done(&self) -> bool {
        self.left == 0
    }
}

fn in_any(at: &At<'_>, spans: &[Span]) -> bool {
    let span = node::span(at.node);
    spans
        .iter()
        .any(|broken| broken.contains(span) || broken.conflicts(span))
}
