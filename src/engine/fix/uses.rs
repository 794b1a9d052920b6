//! Whether every use of a constant or variable can do with the value that a fix gives it.
//!
//! From each use on, the places of the rule's named query are looked for nearby: in the statement of
//! the use, and, where the use makes a value of another constant or variable, near the uses of that.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::codemod::{HARMLESS_USE, Region};
use crate::facts::{At, Declaration, FileId, Package, Piece};
use crate::syntax::{Node, node};
use crate::text::{Edit, LineIndex, Span};

use super::definition::{self, Change, Spelled};
use super::render::Renderer;
use super::{Bindings, Declined, Matches};

/// How far a value is followed from one variable to the next.
const FURTHEST: usize = 8;

/// The name of the statement that is searched, which no query can capture.
const NEARBY: &str = " nearby";

/// Declines unless all uses of what changes are among those of the named query.
pub(super) fn check<'p>(
    renderer: &mut Renderer<'_, 'p>,
    change: &Change<'_>,
    bindings: &Bindings<'p>,
    matches: &dyn Matches<'p>,
    spelled: &[Spelled],
) -> Result<(), Declined> {
    let Some(query) = change.uses else {
        return Ok(());
    };
    let package = renderer.package;
    let mut search = Search {
        change,
        bindings,
        matches,
        query,
        wanted: edits(spelled),
    };
    let own = bindings.one(change.target);
    let own = own.map(|at| Place::new(package, at, spelled));
    let mut seen: Vec<Declaration> = Vec::new();
    let mut open: Vec<Declaration> = through(spelled);
    while let Some(declaration) = open.pop() {
        if seen.contains(&declaration) {
            continue;
        }
        seen.push(declaration);
        if package.is_visible_outside(declaration) {
            let name = name_of(package, declaration);
            return Err(Declined::new(format!(
                "other packages may use `{name}`, too"
            )));
        }
        for used in references(package, declaration) {
            if own.as_ref().is_some_and(|own| own.covers(used)) {
                continue;
            }
            let places = search.near(renderer, used, 0);
            let Some(place) = places.iter().find(|place| place.covers(used)) else {
                return Err(used_otherwise(package, declaration, used));
            };
            // What it goes through there changes, too.
            open.extend(&place.through);
        }
    }
    Ok(())
}

fn name_of<'p>(package: &'p Package<'_>, declaration: Declaration) -> &'p str {
    declaration
        .name
        .slice(&package.input(declaration.file).text)
}

fn used_otherwise(package: &Package<'_>, declaration: Declaration, used: At<'_>) -> Declined {
    let name = name_of(package, declaration);
    let input = package.input(used.file);
    let at = used.node.start_byte();
    let line = LineIndex::new(&input.text).position(at).line;
    let place = input.path.display();
    Declined::new(format!("`{name}` is also used at {place}:{line}"))
}

fn references<'p>(package: &'p Package<'p>, declaration: Declaration) -> Vec<At<'p>> {
    let name = name_of(package, declaration);
    let spells = |file: &FileId| package.input(*file).text.contains(name);
    let files = package.files().filter(spells);
    let roots = files.filter_map(|file| {
        let node = package.source(file)?.root();
        Some(At { file, node })
    });
    roots
        .flat_map(|root| package.references(declaration, root))
        .collect()
}

fn edits(spelled: &[Spelled]) -> BTreeSet<(FileId, Edit)> {
    let edits = spelled.iter();
    edits
        .map(|spelled| (spelled.file, spelled.edit.clone()))
        .collect()
}

fn through(spelled: &[Spelled]) -> Vec<Declaration> {
    spelled.iter().flat_map(|s| s.through.clone()).collect()
}

/// A place that a constant or variable may be used at.
struct Place {
    /// It, and the declarations of what its value is made of.
    spans: Vec<(FileId, Span)>,
    /// What the same edits change there.
    through: Vec<Declaration>,
}

impl Place {
    fn new(package: &Package<'_>, at: At<'_>, spelled: &[Spelled]) -> Self {
        let mut spans = vec![(at.file, node::span(at.node))];
        let pieces = package.constant(at).map(|c| c.pieces).unwrap_or_default();
        for declaration in pieces.iter().flat_map(Piece::through) {
            let name = package.declaration_node(*declaration);
            let whole = name.and_then(|name| specification(name.node));
            spans.extend(whole.map(|whole| (declaration.file, node::span(whole))));
        }
        Self {
            spans,
            through: through(spelled),
        }
    }

    /// Whether a use stands here, or in what is used here.
    fn covers(&self, used: At<'_>) -> bool {
        let mut spans = self.spans.iter();
        spans.any(|(file, span)| *file == used.file && span.contains(node::span(used.node)))
    }
}

/// The names and values around a node that declare constants or variables together.
fn specification(of: Node<'_>) -> Option<Node<'_>> {
    let mut around = node::ancestors(of).take_while(|node| !node::is_function(*node));
    around.find(|node| {
        matches!(
            node.kind(),
            "const_spec" | "var_spec" | "short_var_declaration"
        )
    })
}

/// What is looked for.
struct Search<'a, 'p> {
    change: &'a Change<'a>,
    bindings: &'a Bindings<'p>,
    matches: &'a dyn Matches<'p>,
    query: &'a str,
    /// Where the value is used the same way, it gets these.
    wanted: BTreeSet<(FileId, Edit)>,
}

impl<'p> Search<'_, 'p> {
    /// The places that a use may belong to.
    fn near(&mut self, renderer: &mut Renderer<'_, 'p>, used: At<'p>, depth: usize) -> Vec<Place> {
        let package = renderer.package;
        let mut outer = self.bindings.clone();
        let nearby = used.with(statement(used.node));
        outer.captures.insert(Arc::from(NEARBY), vec![nearby]);
        let region = Region::Capture(Arc::from(NEARBY));
        let mut places = Vec::new();
        for found in self.matches.certain(self.query, &region, &outer) {
            if let Some(at) = found.one(HARMLESS_USE) {
                places.push(Place::new(package, at, &[]));
            } else if let Some(at) = found.one(self.change.target)
                && let Ok(spelled) = definition::spelled(renderer, self.change, &found)
                && edits(&spelled) == self.wanted
            {
                places.push(Place::new(package, at, &spelled));
            }
        }
        if depth < FURTHEST
            && let Some(whole) = specification(used.node)
        {
            let mut names = Vec::new();
            node::walk(whole, &mut |node| {
                names.extend(package.declared_by(used.with(node)));
                node::Descend::Into
            });
            for next in names.into_iter().flat_map(|name| references(package, name)) {
                places.extend(self.near(renderer, next, depth + 1));
            }
        }
        places
    }
}

/// The statement or top-level declaration around an expression.
fn statement(of: Node<'_>) -> Node<'_> {
    let mut at = of;
    while let Some(parent) = at.parent() {
        if matches!(parent.kind(), "statement_list" | "block" | "source_file") {
            break;
        }
        at = parent;
    }
    at
}
