//! Whether every use of a constant or variable can do with the value that a fix gives it.

use std::collections::BTreeSet;

use crate::codemod::{HARMLESS_USE, Region};
use crate::facts::{At, Constant, Declaration, Package};
use crate::syntax::node;
use crate::text::LineIndex;

use super::definition::{self, Change, Spelled};
use super::render::Renderer;
use super::{Bindings, Declined, Matches};

/// A place that a constant or variable may be used at.
struct Place<'p> {
    at: At<'p>,
    /// What its value is made of; `None` where any value will do.
    value: Option<Constant>,
}

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
    let mut declarations: Vec<Declaration> = Vec::new();
    for declaration in spelled.iter().flat_map(|spelled| &spelled.through) {
        if !declarations.contains(declaration) {
            declarations.push(*declaration);
        }
    }
    let mut places: Option<Vec<Place<'p>>> = None;
    for declaration in declarations {
        let name = declaration
            .name
            .slice(&package.input(declaration.file).text);
        if package.is_visible_outside(declaration) {
            let reason = format!("other packages may use `{name}`, too");
            return Err(Declined::new(reason));
        }
        for used in references(package, declaration) {
            let places = places.get_or_insert_with(|| {
                let mut places = alike(renderer, change, bindings, matches, spelled, query);
                if let Some(own) = bindings.one(change.target) {
                    let value = package.constant(own);
                    places.push(Place { at: own, value });
                }
                places
            });
            if !places.iter().any(|place| place.covers(package, used)) {
                let input = package.input(used.file);
                let line = LineIndex::new(&input.text)
                    .position(used.node.start_byte())
                    .line;
                let place = input.path.display();
                let reason = format!("`{name}` is also used at {place}:{line}");
                return Err(Declined::new(reason));
            }
        }
    }
    Ok(())
}

fn references<'p>(package: &'p Package<'p>, declaration: Declaration) -> Vec<At<'p>> {
    let name = declaration
        .name
        .slice(&package.input(declaration.file).text);
    let spells = |file: &_| package.input(*file).text.contains(name);
    let files = package.files().filter(spells);
    let roots = files.filter_map(|file| {
        let node = package.source(file)?.root();
        Some(At { file, node })
    });
    roots
        .flat_map(|root| package.references(declaration, root))
        .collect()
}

/// The places of the named query: those that get the very same edits, and those that do not mind.
fn alike<'p>(
    renderer: &mut Renderer<'_, 'p>,
    change: &Change<'_>,
    bindings: &Bindings<'p>,
    matches: &dyn Matches<'p>,
    spelled: &[Spelled],
    query: &str,
) -> Vec<Place<'p>> {
    let own = bindings
        .one(change.target)
        .map(|at| (at.file, at.node.id()));
    let wanted: BTreeSet<_> = spelled.iter().map(|s| (s.file, &s.edit)).collect();
    let mut places = Vec::new();
    for found in matches.certain(query, &Region::Package, bindings) {
        if let Some(at) = found.one(HARMLESS_USE) {
            places.push(Place { at, value: None });
            continue;
        }
        let Some(at) = found.one(change.target) else {
            continue;
        };
        if own == Some((at.file, at.node.id())) {
            continue;
        }
        let Ok(edits) = definition::spelled(renderer, change, &found) else {
            continue;
        };
        let same: BTreeSet<_> = edits.iter().map(|s| (s.file, &s.edit)).collect();
        if same == wanted {
            let value = renderer.package.constant(at);
            places.push(Place { at, value });
        }
    }
    places
}

impl Place<'_> {
    /// Whether a use stands here, or in what is used here.
    fn covers(&self, package: &Package<'_>, used: At<'_>) -> bool {
        let within = |at: At<'_>| {
            at.file == used.file && node::span(at.node).contains(node::span(used.node))
        };
        let pieces = self.value.iter().flat_map(|value| &value.pieces);
        let mut through = pieces.flat_map(crate::facts::Piece::through);
        within(self.at)
            || through.any(|declaration| {
                let name = package.declaration_node(*declaration);
                name.is_some_and(|name| {
                    let mut around = node::ancestors(name.node);
                    let whole = around.find(|node| {
                        matches!(
                            node.kind(),
                            "const_spec" | "var_spec" | "short_var_declaration"
                        )
                    });
                    whole.is_some_and(|whole| within(name.with(whole)))
                })
            })
    }
}
