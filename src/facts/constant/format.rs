//! `fmt.Sprintf` with a format that is spelled in literals: its texts, and what fills its verbs.

use crate::syntax::{Node, node};
use crate::text::Span;

use super::super::{At, Package};
use super::{Hole, Literal, Piece, Spelling, Walk};

impl Package<'_> {
    /// `fmt.Sprintf(format, …)`
    pub(super) fn format(&self, call: At<'_>, depth: usize, walk: &mut Walk) -> Option<()> {
        let arguments = node::children(call.node.child_by_field_name("arguments")?);
        let (format, operands) = arguments.split_first()?;
        let literals = self.spelled(call.with(*format), depth + 1, &walk.through)?;
        let spread = |operand: &Node<'_>| operand.kind() == "variadic_argument";
        if operands.iter().any(spread) || literals.iter().any(|l| l.spelling.format) {
            return None;
        }
        let mut pieces = Vec::new();
        let mut arguments = Arguments::default();
        for literal in &literals {
            for stretch in stretches(&literal.value, &mut arguments)? {
                match stretch {
                    Stretch::Text(span) => {
                        pieces.push(Piece::Literal(self.stretch(literal, span)?));
                    }
                    Stretch::Verb(verb) => {
                        let operand = call.with(*operands.get(verb.operand)?);
                        pieces.extend(self.filled(&verb, operand, depth, walk));
                    }
                }
            }
        }
        // What is left over is appended, unless some verb has said which operand it means.
        if !arguments.indexed && arguments.next != operands.len() {
            return None;
        }
        walk.pieces.extend(pieces);
        Some(())
    }

    /// A text of a format.
    fn stretch(&self, literal: &Literal, span: Span) -> Option<Literal> {
        let source = literal.span.slice(&self.input(literal.file).text);
        let start = literal.spelled_at(source, span.start)?;
        let end = literal.spelled_at(source, span.end)?;
        Some(Literal {
            file: literal.file,
            span: Span::new(literal.span.start + start, literal.span.start + end),
            value: span.slice(&literal.value).replace("%%", "%"),
            spelling: Spelling {
                format: true,
                ..literal.spelling
            },
            through: literal.through.clone(),
            operand: None,
            fills: false,
        })
    }

    /// What stands for a verb: the literals of its operand, or a hole.
    fn filled(&self, verb: &Verb, operand: At<'_>, depth: usize, walk: &Walk) -> Vec<Piece> {
        // A type of its own may have a way of its own to be written.
        if verb.plain
            && self.has_type(operand, &["string"]).holds()
            && let Some(literals) = self.spelled(operand, depth + 1, &walk.through)
        {
            let fills = |literal| Literal {
                fills: true,
                ..literal
            };
            return literals
                .into_iter()
                .map(fills)
                .map(Piece::Literal)
                .collect();
        }
        vec![Piece::Hole(Hole {
            source: self.text(operand).to_owned(),
            numeric: verb.numeric,
            operand: None,
            through: walk.through.clone(),
        })]
    }
}

/// A part of a format.
#[derive(Debug, PartialEq, Eq)]
enum Stretch {
    Text(Span),
    Verb(Verb),
}

#[derive(Debug, PartialEq, Eq)]
struct Verb {
    /// Which operand, from 0.
    operand: usize,
    /// `%s` or `%v` without flags: a string stands there as it is.
    plain: bool,
    /// Only a number can stand there.
    numeric: bool,
}

/// How far the operands of a format are used.
#[derive(Debug, Default)]
struct Arguments {
    next: usize,
    /// Some verb says which operand it takes.
    indexed: bool,
}

/// A format's texts and verbs; `None` if it takes widths from operands, or makes no sense.
fn stretches(format: &str, arguments: &mut Arguments) -> Option<Vec<Stretch>> {
    let mut stretches = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(percent) = format[at..].find('%').map(|found| at + found) {
        if format[percent + 1..].starts_with('%') {
            at = percent + 2;
            continue;
        }
        let (verb, len) = verb(&format[percent + 1..], arguments)?;
        stretches.push(Stretch::Text(Span::new(start, percent)));
        stretches.push(Stretch::Verb(verb));
        at = percent + 1 + len;
        start = at;
    }
    stretches.push(Stretch::Text(Span::new(start, format.len())));
    Some(stretches)
}

/// The verb behind a `%`, and its length.
fn verb(text: &str, arguments: &mut Arguments) -> Option<(Verb, usize)> {
    let flags = text.len()
        - text
            .trim_start_matches(|c: char| "+-# .".contains(c) || c.is_ascii_digit())
            .len();
    let mut len = flags;
    if let Some(rest) = text[len..].strip_prefix('[') {
        let (index, _) = rest.split_once(']')?;
        arguments.next = index.parse::<usize>().ok()?.checked_sub(1)?;
        arguments.indexed = true;
        len += index.len() + 2;
    }
    let verb = text[len..]
        .chars()
        .next()
        .filter(char::is_ascii_alphabetic)?;
    let operand = arguments.next;
    arguments.next += 1;
    let verb = Verb {
        operand,
        plain: flags == 0 && matches!(verb, 's' | 'v'),
        numeric: matches!(verb, 'd' | 'o' | 'b'),
    };
    Some((verb, len + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operands(format: &str) -> Option<(Vec<usize>, bool)> {
        let mut arguments = Arguments::default();
        let stretches = stretches(format, &mut arguments)?;
        let operands = stretches.into_iter().filter_map(|stretch| match stretch {
            Stretch::Verb(verb) => Some(verb.operand),
            Stretch::Text(_) => None,
        });
        Some((operands.collect(), arguments.indexed))
    }

    #[test]
    fn verbs_take_their_operands_in_order_or_by_index() {
        assert_eq!(operands("%s:%05d%%/%v"), Some((vec![0, 1, 2], false)));
        assert_eq!(operands("%[2]s %[1]s %s"), Some((vec![1, 0, 1], true)));
        assert_eq!(operands("100%%"), Some((vec![], false)));
    }

    #[test]
    fn what_makes_no_sense_is_not_known() {
        for format in ["%*d", "%", "%[x]s", "%[0]s", "%!", "%[1s"] {
            assert_eq!(operands(format), None, "{format}");
        }
    }
}
