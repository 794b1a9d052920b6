//! The `at_definition` verb: a new value for a string constant, written where it is spelled.
//!
//! Old and new value are compared; what differs must fall into one literal, and is written there
//! in the literal's own spelling. Everything else of the literal stays as it is.

use crate::codemod::{Template, quote};
use crate::facts::{At, Constant, Hole, Literal, Piece, unit_len, unquote};
use crate::text::{Edit, Span};

use super::render::Renderer;
use super::{Bindings, Declined, Draft};

/// Adds the edit.
pub(super) fn draft<'p>(
    renderer: &mut Renderer<'_, 'p>,
    with: &Template,
    bindings: &Bindings<'p>,
    at: At<'p>,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let package = renderer.package;
    let constant = package
        .constant(at)
        .ok_or_else(|| Declined::new("its value is not known"))?;
    let new = renderer.plain(with, bindings, at)?.text;
    let (file, edit) = edit(&constant, &new, |literal| {
        literal.span.slice(&package.input(literal.file).text)
    })?;
    drafts.push(Draft {
        file,
        edit,
        inserts: Vec::new(),
    });
    Ok(())
}

fn declined(reason: &str) -> Declined {
    Declined::new(reason)
}

/// The edit that makes `new` of a constant.
fn edit<'s>(
    constant: &Constant,
    new: &str,
    spelled: impl Fn(&Literal) -> &'s str,
) -> Result<(crate::facts::FileId, Edit), Declined> {
    let old = constant.value();
    let (changed, text) = difference(&old, new);
    let mut start = 0;
    let mut best: Option<(&Literal, Span)> = None;
    let mut last: Option<(&Piece, usize)> = None;
    for piece in &constant.pieces {
        let len = match piece {
            Piece::Literal(literal) => literal.value.len(),
            Piece::Hole(_) => Constant::HOLE.len_utf8(),
        };
        // At a seam the text before it is extended, not the text behind it.
        if let Piece::Literal(literal) = piece
            && best.is_none()
            && Span::new(start, start + len).contains(changed)
        {
            best = Some((
                literal,
                Span::new(changed.start - start, changed.end - start),
            ));
        }
        start += len;
        last = Some((piece, start));
    }
    let Some((literal, within)) = best else {
        return match last {
            Some((Piece::Hole(hole), end)) if changed == Span::at(end) => beside(hole, text),
            _ => Err(declined("what would change is only known at run time")),
        };
    };
    let source = spelled(literal);
    let from = offset(literal, source, within.start)?;
    let to = offset(literal, source, within.end)?;
    let span = Span::new(literal.span.start + from, literal.span.start + to);
    Ok((literal.file, Edit::replace(span, written(literal, text)?)))
}

/// A new literal behind an operand of a concatenation.
fn beside(hole: &Hole, text: &str) -> Result<(crate::facts::FileId, Edit), Declined> {
    let Some((file, span)) = hole.operand else {
        return Err(declined("what would change is only known at run time"));
    };
    Ok((file, Edit::insert(span.end, format!("+{}", quote(text)))))
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

/// Where the byte `at` of a literal's value is spelled, from the start of its span.
fn offset(literal: &Literal, source: &str, at: usize) -> Result<usize, Declined> {
    let (mut value, mut spelled) = (0, 0);
    while value < at {
        let rest = &source[spelled..];
        let len = if literal.spelling.raw {
            rest.chars().next().map(char::len_utf8)
        } else {
            unit_len(rest)
        };
        let Some(len) = len else {
            return Err(declined("the literal's spelling is not understood"));
        };
        let unit = &rest[..len];
        if literal.spelling.format && rest.starts_with("%%") {
            value += 1;
            spelled += 2;
            continue;
        }
        let meant = if literal.spelling.raw {
            Some(unit.replace('\r', ""))
        } else {
            unquote(&format!("\"{unit}\""))
        };
        value += meant
            .ok_or_else(|| declined("the literal holds bytes that are no text"))?
            .len();
        spelled += len;
    }
    if value == at {
        Ok(spelled)
    } else {
        Err(declined("it would change half a character"))
    }
}

/// Text as the literal spells it.
fn written(literal: &Literal, text: &str) -> Result<String, Declined> {
    let text = if literal.spelling.format {
        text.replace('%', "%%")
    } else {
        text.to_owned()
    };
    if !literal.spelling.raw {
        let quoted = quote(&text);
        return Ok(quoted[1..quoted.len() - 1].to_owned());
    }
    if text.contains('`') {
        return Err(declined("a raw string cannot hold a backquote"));
    }
    Ok(text)
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
