//! What remains of a file of which a part does not parse.
//!
//! A syntax error of one declaration easily swallows its neighbours. Declarations of formatted
//! Go, and little else, begin at the first column, so the text can be cut there, each piece judged alone, and the
//! bad ones blanked in the copy that is parsed.

use std::borrow::Cow;

use tree_sitter::{Node, Parser, Tree};

use crate::text::Span;

use super::depth;
use super::scan::{Kind, tokens};
use super::source::parse_bytes;

/// A declaration that is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The whole declaration: nothing in it is to be matched.
    pub declaration: Span,
    /// The offset at which it goes wrong.
    pub offset: usize,
    /// What is wrong there.
    pub message: String,
}

/// A tree whose bad declarations are known.
pub(super) struct Recovered {
    pub tree: Tree,
    /// In order, disjoint.
    pub errors: Vec<SyntaxError>,
    /// Parts of the text that the tree does not show.
    pub hidden: Vec<Span>,
}

/// Judges `tree`, made of `bytes`, and if need be makes another without what is bad.
pub(super) fn recovered(
    parser: &mut Parser,
    bytes: Cow<'_, [u8]>,
    tree: Tree,
) -> Option<Recovered> {
    let suspects = suspects(tree.root_node(), &bytes);
    if suspects.is_empty() {
        return Some(Recovered {
            tree,
            errors: Vec::new(),
            hidden: Vec::new(),
        });
    }
    let mut bytes = bytes.into_owned();
    let mut errors: Vec<SyntaxError> = Vec::new();
    let mut hidden = Vec::new();
    for piece in pieces(&bytes) {
        let touching = touching(&suspects, piece);
        let Some(first) = touching.first() else {
            continue;
        };
        // An error that stays within one declaration harms no other.
        let alone = touching.iter().all(|s| piece.contains(s.span));
        if alone && !touching.iter().any(|s| s.deep) {
            errors.push(SyntaxError {
                declaration: piece,
                offset: first.offset,
                message: first.message.clone(),
            });
            continue;
        }
        let Some(mut error) = error_within(parser, &bytes[piece.range()]) else {
            continue;
        };
        error.declaration = piece;
        error.offset += piece.start;
        errors.push(error);
        hidden.push(blank(parser, &mut bytes, piece));
    }
    if hidden.is_empty() {
        return Some(Recovered {
            tree,
            errors: or_of_suspects(errors, &suspects),
            hidden,
        });
    }
    let tree = parse_bytes(parser, &bytes)?;
    let left = self::suspects(tree.root_node(), &bytes);
    Some(Recovered {
        tree,
        errors: or_of_suspects(errors, &left),
        hidden,
    })
}

/// The errors, and those suspects that none of them covers.
fn or_of_suspects(mut errors: Vec<SyntaxError>, suspects: &[Suspect]) -> Vec<SyntaxError> {
    let known = errors.len();
    for suspect in suspects {
        let ahead = errors[..known].partition_point(|e| e.declaration.start <= suspect.span.start);
        let nearest = ahead.checked_sub(1).map(|at| errors[at].declaration);
        if !nearest.is_some_and(|declaration| declaration.contains(suspect.span)) {
            errors.push(SyntaxError {
                declaration: suspect.span,
                offset: suspect.offset,
                message: suspect.message.clone(),
            });
        }
    }
    errors.sort_by_key(|error| error.declaration);
    errors
}

/// A node at the top of the tree that something is wrong with.
struct Suspect {
    span: Span,
    offset: usize,
    message: String,
    deep: bool,
}

/// Those of the suspects, which are in order and disjoint, that share bytes with a piece.
fn touching(suspects: &[Suspect], piece: Span) -> &[Suspect] {
    let begin =
        suspects.partition_point(|s| s.span.end <= piece.start && s.span.start < piece.start);
    let len = suspects[begin..].partition_point(|s| s.span.start < piece.end);
    &suspects[begin..begin + len]
}

fn suspects(root: Node<'_>, bytes: &[u8]) -> Vec<Suspect> {
    let whole = root.kind() == "ERROR";
    if whole {
        return vec![suspect(root, bytes)];
    }
    let mut cursor = root.walk();
    root.children(&mut cursor)
        .filter_map(|child| {
            if child.has_error() || child.is_missing() {
                return Some(suspect(child, bytes));
            }
            if child.is_named() && !is_declaration(child.kind()) {
                return Some(Suspect {
                    span: Span::from(child.byte_range()),
                    offset: child.start_byte(),
                    message: "syntax error: statement outside of a function".to_owned(),
                    deep: false,
                });
            }
            let offset = depth::too_deep(child)?;
            Some(Suspect {
                span: Span::from(child.byte_range()),
                offset,
                message: format!("nested too deeply (more than {} levels)", depth::DEEPEST),
                deep: true,
            })
        })
        .collect()
}

fn is_declaration(kind: &str) -> bool {
    kind == "comment"
        || kind == "package_clause"
        || kind.ends_with("_declaration") && kind != "short_var_declaration"
}

fn suspect(child: Node<'_>, bytes: &[u8]) -> Suspect {
    let (offset, message) = first_error(child, bytes);
    Suspect {
        span: Span::from(child.byte_range()),
        offset,
        message,
        deep: depth::too_deep(child).is_some(),
    }
}

/// The first place that is wrong, in words.
fn first_error(node: Node<'_>, bytes: &[u8]) -> (usize, String) {
    let mut at = node;
    loop {
        if at.is_missing() {
            let message = format!("syntax error: missing `{}`", at.kind());
            return (at.start_byte(), message);
        }
        let mut cursor = at.walk();
        let inner = at
            .children(&mut cursor)
            .find(|child| child.has_error() || child.is_missing());
        match inner {
            Some(inner) => at = inner,
            None => break,
        }
    }
    // The parser gave up somewhere in the node; where it begins is the best that is known.
    let start = at.start_byte();
    let near = tokens(&bytes[start..]).find(|token| token.kind != Kind::Newline);
    let near = near.map(|token| &bytes[start..][token.span.range()]);
    let message = match near.map(str::from_utf8) {
        Some(Ok(near)) if near.len() <= 40 => format!("syntax error near `{near}`"),
        _ => "syntax error".to_owned(),
    };
    (start, message)
}

/// What is wrong with a piece that stands alone, if anything; relative to it.
fn error_within(parser: &mut Parser, piece: &[u8]) -> Option<SyntaxError> {
    let tree = parse_bytes(parser, piece)?;
    suspects(tree.root_node(), piece)
        .into_iter()
        .next()
        .map(|suspect| SyntaxError {
            declaration: suspect.span,
            offset: suspect.offset,
            message: suspect.message,
        })
}

/// Overwrites a declaration with spaces, for a function only its body if the rest is sound.
fn blank(parser: &mut Parser, bytes: &mut [u8], piece: Span) -> Span {
    let text = &bytes[piece.range()];
    let body = text.starts_with(b"func").then(|| {
        let mut tokens = tokens(text).peekable();
        std::iter::from_fn(|| tokens.next().map(|token| (token, tokens.peek().copied())))
            .find(|(token, next)| {
                token.kind == Kind::Mark(b'{') && next.is_none_or(|n| n.kind == Kind::Newline)
            })
            .map(|(token, _)| token.span.start)
    });
    let header = body
        .flatten()
        .filter(|at| error_within(parser, &text[..*at]).is_none());
    let hidden = Span::new(piece.start + header.unwrap_or(0), piece.end);
    for byte in &mut bytes[hidden.range()] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    hidden
}

/// The text cut where a word stands at the first column that is no label. Comments ahead of it
/// belong to the piece before, which is of no consequence.
fn pieces(bytes: &[u8]) -> Vec<Span> {
    let mut starts = vec![0];
    let mut tokens = tokens(bytes).peekable();
    while let Some(token) = tokens.next() {
        let start = token.span.start;
        if token.kind != Kind::Word || start == 0 || bytes[start - 1] != b'\n' {
            continue;
        }
        let label = tokens.peek().is_some_and(|next| {
            next.kind == Kind::Mark(b':') && bytes.get(next.span.end) != Some(&b'=')
        });
        if !label {
            starts.push(start);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let trimmed = bytes[*start..end].trim_ascii_end().len();
            Span::new(*start, start + trimmed)
        })
        .collect()
}
