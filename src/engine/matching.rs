//! Queries on trees: from a pattern to bindings, before anything semantic is asked.

use std::cell::RefCell;
use std::sync::Arc;

use streaming_iterator::StreamingIterator;
use tree_sitter::QueryCursor;

use crate::codemod::RuleQuery;
use crate::facts::{At, FileId, Package};
use crate::syntax::{Node, Source, node};
use crate::text::Span;

use super::bindings::Bindings;
use super::prefilter::Places;

/// More matches in flight than this and tree-sitter drops some: then none can be trusted.
const MATCH_LIMIT: u32 = 16_384;

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

/// The query had too many matches in flight; all its matches in this file are void.
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
    let names: Vec<Arc<str>> = query
        .query
        .capture_names()
        .iter()
        .map(|name| Arc::from(*name))
        .collect();
    let mut found = Vec::new();
    CURSOR.with_borrow_mut(|cursor| {
        cursor.set_match_limit(MATCH_LIMIT);
        cursor.set_max_start_depth(deepest_start);
        roots.iter().try_for_each(|root| {
            let mut stream = cursor.matches(&query.query, *root, source.text().as_bytes());
            while let Some(matched) = stream.next() {
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
            if cursor.did_exceed_match_limit() {
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

fn in_any(at: &At<'_>, spans: &[Span]) -> bool {
    let span = node::span(at.node);
    spans
        .iter()
        .any(|broken| broken.contains(span) || broken.conflicts(span))
}
