//! The `at_definition` verb: a new value for a string constant, written where it is spelled.
//!
//! Old and new value are compared between the parts that only run time knows; what differs must
//! fall into one literal each, and is written there in the literal's own spelling. Everything
//! else of the literal stays as it is.

use crate::codemod::{Rule, Template, Verb, quote};
use crate::facts::{Constant, Declaration, FileId, Hole, Literal, Operand, Package, Piece};
use crate::text::{Edit, Span};

use super::render::Renderer;
use super::{Bindings, Declined, Draft, Matches, uses};

/// What an `at_definition` edit asks for.
pub(super) struct Change<'t> {
    /// The capture of the expression.
    pub target: &'t str,
    /// Its new value.
    pub with: &'t Template,
    /// The named query of allowed uses.
    pub uses: Option<&'t str>,
}

/// An edit that makes a part of a new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    pub file: FileId,
    pub edit: Edit,
    /// The constants and variables whose value changes with it.
    pub through: Vec<Declaration>,
}

/// Adds the edits.
pub(super) fn draft<'p>(
    renderer: &mut Renderer<'_, 'p>,
    change: &Change<'_>,
    bindings: &Bindings<'p>,
    matches: &dyn Matches<'p>,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let spelled = spelled(renderer, change, bindings)?;
    uses::check(renderer, change, bindings, matches, &spelled)?;
    drafts.extend(spelled.into_iter().map(|spelled| Draft {
        file: spelled.file,
        edit: spelled.edit,
        inserts: Vec::new(),
        is_expression: false,
    }));
    Ok(())
}

/// The edits that give the expression its new value.
pub(super) fn spelled<'p>(
    renderer: &mut Renderer<'_, 'p>,
    change: &Change<'_>,
    bindings: &Bindings<'p>,
) -> Result<Vec<Spelled>, Declined> {
    let package = renderer.package;
    let unknown = || Declined::new("its value is not known");
    let at = bindings.one(change.target).ok_or_else(unknown)?;
    let constant = package.constant(at).ok_or_else(unknown)?;
    let new = renderer.plain(change.with, bindings, at)?.text;
    let edits = edits(package, &constant, &new)?;
    if edits.is_empty() {
        return Err(Declined::new("nothing would change"));
    }
    Ok(edits)
}

/// Where the end of an `at_definition` edit's value is spelled: the innermost constant or variable,
/// if any. Matches that share it are about the same value.
pub(in crate::engine) fn place<'p>(
    package: &'p Package<'p>,
    rule: &Rule,
    bindings: &Bindings<'p>,
) -> Option<Declaration> {
    let target = rule.edits.iter().find_map(|spec| match &spec.verb {
        Verb::AtDefinition { target, .. } => Some(target),
        _ => None,
    })?;
    let pieces = package.constant(bindings.one(target)?)?.pieces;
    let last = pieces.iter().rev().find_map(|piece| match piece {
        Piece::Literal(literal) => Some(literal),
        Piece::Hole(_) => None,
    })?;
    let outer = last.operand.map_or(last.through.len(), |of| of.outer);
    last.through[..outer].last().copied()
}

fn at_run_time() -> Declined {
    Declined::new("what would change is only known at run time")
}

/// The edits that make `new` of a constant.
fn edits(package: &Package<'_>, constant: &Constant, new: &str) -> Result<Vec<Spelled>, Declined> {
    let sections = sections(constant);
    let new: Vec<&str> = new.split(Constant::HOLE).collect();
    if sections.len() != new.len() {
        return Err(at_run_time());
    }
    let mut edits = Vec::new();
    for (section, new) in sections.iter().zip(new) {
        let (changed, text) = difference(&section.value(), new);
        if changed.is_empty() && text.is_empty() {
            continue;
        }
        edits.extend(section.edits(package, changed, text)?);
    }
    Ok(edits)
}

/// What stands between two holes, and the hole in front.
#[derive(Default)]
struct Section<'c> {
    hole: Option<&'c Hole>,
    literals: Vec<&'c Literal>,
}

fn sections(constant: &Constant) -> Vec<Section<'_>> {
    let mut sections = vec![Section::default()];
    for piece in &constant.pieces {
        match (piece, sections.last_mut()) {
            (Piece::Literal(literal), Some(section)) => section.literals.push(literal),
            (Piece::Literal(_), None) => {}
            (Piece::Hole(hole), _) => sections.push(Section {
                hole: Some(hole),
                literals: Vec::new(),
            }),
        }
    }
    sections
}

impl Section<'_> {
    fn value(&self) -> String {
        self.literals.iter().map(|l| l.value.as_str()).collect()
    }

    /// The edits that put `text` where `changed` is.
    fn edits(
        &self,
        package: &Package<'_>,
        changed: Span,
        text: &str,
    ) -> Result<Vec<Spelled>, Declined> {
        let mut start = 0;
        let mut edits = Vec::new();
        for (index, literal) in self.literals.iter().enumerate() {
            let own = Span::new(start, start + literal.value.len());
            start = own.end;
            if changed.is_empty() && changed.start == own.end {
                // What fills a verb is something of its own: the format behind it can be extended.
                if literal.fills && index + 1 < self.literals.len() {
                    continue;
                }
                if let Some(operand) = literal.operand {
                    return Ok(vec![behind(package, operand, &literal.through, text)]);
                }
            }
            // At a seam the text before it is extended, not the text behind it.
            if own.contains(changed) {
                let within = Span::new(changed.start - own.start, changed.end - own.start);
                return Ok(vec![written(package, literal, within, text)?]);
            }
            // What keeps its length can be cut where the literals are.
            let from = changed.start.max(own.start);
            let to = changed.end.min(own.end);
            if text.len() == changed.len() && from < to {
                let cut = text
                    .get(from - changed.start..to - changed.start)
                    .ok_or_else(half)?;
                let within = Span::new(from - own.start, to - own.start);
                edits.push(written(package, literal, within, cut)?);
            }
        }
        match self.hole {
            _ if !edits.is_empty() => Ok(edits),
            Some(hole) if self.literals.is_empty() => Ok(vec![beside(package, hole, text)?]),
            _ => Err(Declined::new("what would change is spelled in pieces")),
        }
    }
}

fn half() -> Declined {
    Declined::new("it would change half a character")
}

/// A change within a literal, in its own spelling.
fn written(
    package: &Package<'_>,
    literal: &Literal,
    within: Span,
    text: &str,
) -> Result<Spelled, Declined> {
    let source = literal.span.slice(&package.input(literal.file).text);
    let from = literal.spelled_at(source, within.start).ok_or_else(half)?;
    let to = literal.spelled_at(source, within.end).ok_or_else(half)?;
    let span = Span::new(literal.span.start + from, literal.span.start + to);
    let text = if literal.spelling.format {
        text.replace('%', "%%")
    } else {
        text.to_owned()
    };
    let text = if !literal.spelling.raw {
        let quoted = quote(&text);
        quoted[1..quoted.len() - 1].to_owned()
    } else if text.contains('`') {
        return Err(Declined::new("a raw string cannot hold a backquote"));
    } else {
        text
    };
    Ok(Spelled {
        file: literal.file,
        edit: Edit::replace(span, text),
        through: literal.through.clone(),
    })
}

/// A new literal behind an operand of which nothing is known.
fn beside(package: &Package<'_>, hole: &Hole, text: &str) -> Result<Spelled, Declined> {
    let (file, span) = hole.operand.ok_or_else(at_run_time)?;
    let operand = Operand {
        file,
        span,
        outer: hole.through.len(),
    };
    Ok(behind(package, operand, &hole.through, text))
}

/// A new literal behind an operand of a concatenation, with its operator as gofmt has put the one
/// in front of that operand.
fn behind(package: &Package<'_>, operand: Operand, through: &[Declaration], text: &str) -> Spelled {
    let before = &package.input(operand.file).text[..operand.span.start];
    let plus = if before.ends_with('+') { "+" } else { " + " };
    Spelled {
        file: operand.file,
        edit: Edit::insert(operand.span.end, format!("{plus}{}", quote(text))),
        through: through[..operand.outer].to_vec(),
    }
}

/// The bytes of `old` that differ, and what stands there in `new`.
fn difference<'n>(old: &str, new: &'n str) -> (Span, &'n str) {
    let shared = |a: &mut dyn Iterator<Item = (char, char)>| -> usize {
        a.take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum()
    };
    let prefix = shared(&mut old.chars().zip(new.chars()));
    let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
    let suffix = shared(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
    (
        Span::new(prefix, old.len() - suffix),
        &new_rest[..new_rest.len() - suffix],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        assert_eq!(difference("a/b", "a/b?c"), (Span::at(3), "?c"));
        assert_eq!(difference("t=5&x", "t=5s&x"), (Span::at(3), "s"));
        assert_eq!(
            difference("m=64M", "m=67108864"),
            (Span::new(3, 5), "7108864")
        );
    }
}
