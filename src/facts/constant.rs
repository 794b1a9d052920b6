//! String constants, in pieces, with the places in the source that spell them.

use crate::syntax::{Node, node};
use crate::text::Span;

use super::resolve::DEEPEST;
use super::{At, Declaration, Entity, FileId, Kind, Package};

/// A part of a string constant that is spelled in one literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text from a string literal.
    Literal(Literal),
    /// Text that is only known at run time.
    Hole(Hole),
}

/// Text that stands in a string literal of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The file of the literal.
    pub file: FileId,
    /// The bytes that spell the text: the inside of a literal, or a stretch of a format.
    pub span: Span,
    /// What they stand for.
    pub value: String,
    /// How they are written.
    pub spelling: Spelling,
}

/// How the text of a literal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// Between backquotes.
    pub raw: bool,
    /// As a format: `%` is written twice.
    pub format: bool,
}

/// A part whose value is not known: an operand of a concatenation or a verb of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The expression that fills it, as written; empty if there is none.
    pub source: String,
    /// Whether only a number can stand there (`%d`).
    pub numeric: bool,
    /// The operand itself, where it is one of a concatenation.
    pub operand: Option<(FileId, Span)>,
}

/// A string of which at least a part is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Constant {
    /// The parts in order.
    pub pieces: Vec<Piece>,
    /// The constants and variables that were looked through on the way.
    pub through: Vec<Declaration>,
}

impl Constant {
    /// Stands for a hole in [`Constant::value`].
    pub const HOLE: char = '\u{FFFC}';

    /// The whole value, each hole as [`Constant::HOLE`].
    #[must_use]
    pub fn value(&self) -> String {
        let mut value = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => value.push_str(&literal.value),
                Piece::Hole(_) => value.push(Self::HOLE),
            }
        }
        value
    }

    /// Whether nothing of it is left to run time.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Hole(_)))
    }
}

impl Package<'_> {
    /// The string that an expression is known to evaluate to, in pieces: literals, constants and
    /// never-reassigned variables of the package (in whichever file), concatenations, and
    /// `fmt.Sprintf` with a constant format. `None` where no part of it is spelled in a literal.
    #[must_use]
    pub fn constant(&self, at: At<'_>) -> Option<Constant> {
        let mut constant = Constant::default();
        self.pieces(at, 0, &mut constant);
        let spelled = constant
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Literal(_)));
        spelled.then_some(constant)
    }

    fn pieces(&self, at: At<'_>, depth: usize, constant: &mut Constant) {
        let inner = node::unparenthesized(at.node);
        let at = at.with(inner);
        let hole = |constant: &mut Constant| {
            let source = self.text(at).to_owned();
            let operand = Some((at.file, node::span(at.node)));
            constant.pieces.push(Piece::Hole(Hole {
                source,
                numeric: false,
                operand,
            }));
        };
        if depth > DEEPEST {
            return hole(constant);
        }
        match inner.kind() {
            "interpreted_string_literal" | "raw_string_literal" => match self.literal(at) {
                Some(literal) => constant.pieces.push(Piece::Literal(literal)),
                None => hole(constant),
            },
            "binary_expression" => {
                let operator = inner.child_by_field_name("operator").map(|op| op.kind());
                let sides = ["left", "right"].map(|side| inner.child_by_field_name(side));
                match (operator, sides) {
                    (Some("+"), [Some(left), Some(right)]) => {
                        self.pieces(at.with(left), depth + 1, constant);
                        self.pieces(at.with(right), depth + 1, constant);
                    }
                    _ => hole(constant),
                }
            }
            "identifier" => match self.only_value(at) {
                Some((declaration, value)) if !constant.through.contains(&declaration) => {
                    constant.through.push(declaration);
                    self.pieces(value, depth + 1, constant);
                }
                _ => hole(constant),
            },
            "call_expression" => {
                let formats = self
                    .callee(at)
                    .is_some_and(|callee| *callee.name == *"fmt.Sprintf");
                if !formats || self.format(at, depth, constant).is_none() {
                    hole(constant);
                }
            }
            _ => hole(constant),
        }
    }

    fn literal(&self, at: At<'_>) -> Option<Literal> {
        let text = self.text(at);
        let span = node::span(at.node);
        Some(Literal {
            file: at.file,
            span: Span::new(span.start + 1, span.end - 1),
            value: unquote(text)?,
            spelling: Spelling {
                raw: text.starts_with('`'),
                format: false,
            },
        })
    }

    /// The only value that a constant or a never-reassigned variable has.
    pub(super) fn only_value(&self, at: At<'_>) -> Option<(Declaration, At<'_>)> {
        let Entity::Declared(declaration) = self.entity(at) else {
            return None;
        };
        if !matches!(declaration.kind, Kind::Constant | Kind::Variable) {
            return None;
        }
        let name = self.declaration_node(declaration)?;
        let parent = name.node.parent()?;
        let (values, names) = match parent.kind() {
            "var_spec" | "const_spec" => {
                let mut cursor = parent.walk();
                let names: Vec<Node<'_>> = parent
                    .children_by_field_name("name", &mut cursor)
                    .filter(Node::is_named)
                    .collect();
                (parent.child_by_field_name("value")?, names)
            }
            "expression_list" => {
                let statement = parent
                    .parent()
                    .filter(|s| s.kind() == "short_var_declaration")?;
                (
                    statement.child_by_field_name("right")?,
                    node::children(parent),
                )
            }
            _ => return None,
        };
        let values = node::children(values);
        if values.len() != names.len() || self.is_reassigned(declaration) {
            return None;
        }
        let index = names
            .iter()
            .position(|other| other.id() == name.node.id())?;
        Some((declaration, name.with(*values.get(index)?)))
    }

    /// Whether a variable is or may be written to anywhere: by its name, or through its address.
    fn is_reassigned(&self, declaration: Declaration) -> bool {
        if declaration.kind == Kind::Constant {
            return false;
        }
        if self.is_local(declaration) {
            return self
                .home(declaration)
                .is_none_or(|function| self.may_write(declaration, function));
        }
        self.is_exported(declaration)
            || self
                .files_that_name(declaration)
                .any(|file| self.may_write(declaration, file))
    }

    fn may_write(&self, declaration: Declaration, region: At<'_>) -> bool {
        self.writes(region)
            .iter()
            .any(|target| self.root(*target) == Some(declaration))
            || self.address_taken(declaration, region)
    }

    /// `fmt.Sprintf(format, …)`
    fn format(&self, call: At<'_>, depth: usize, constant: &mut Constant) -> Option<()> {
        let arguments = node::children(call.node.child_by_field_name("arguments")?);
        let (format, operands) = arguments.split_first()?;
        let mut inner = Constant::default();
        self.pieces(call.with(*format), depth + 1, &mut inner);
        let [Piece::Literal(literal)] = inner.pieces.as_slice() else {
            return None;
        };
        let text = &self.input(literal.file).text;
        let spelled = literal.span.slice(text);
        // Only where what is spelled is what is meant can places in it be told.
        if !literal.spelling.raw && spelled.contains('\\') || spelled != literal.value {
            return None;
        }
        let stretches = stretches(spelled)?;
        let verbs = stretches
            .iter()
            .filter(|stretch| matches!(stretch, Stretch::Verb(_)))
            .count();
        if verbs != operands.len() {
            return None;
        }
        let mut operands = operands.iter();
        constant.through.extend(inner.through);
        for stretch in stretches {
            constant.pieces.push(match stretch {
                Stretch::Text(span) => Piece::Literal(Literal {
                    file: literal.file,
                    span: Span::new(
                        literal.span.start + span.start,
                        literal.span.start + span.end,
                    ),
                    value: span.slice(spelled).replace("%%", "%"),
                    spelling: Spelling {
                        format: true,
                        ..literal.spelling
                    },
                }),
                Stretch::Verb(verb) => Piece::Hole(Hole {
                    source: operands
                        .next()
                        .map_or("", |of| self.text(call.with(*of)))
                        .to_owned(),
                    numeric: matches!(verb, 'd' | 'x' | 'o' | 'b'),
                    operand: None,
                }),
            });
        }
        Some(())
    }
}

/// A part of a format.
enum Stretch {
    Text(Span),
    Verb(char),
}

/// A format's texts and verbs; `None` if it uses widths from arguments or argument indexes.
fn stretches(format: &str) -> Option<Vec<Stretch>> {
    let mut stretches = Vec::new();
    let bytes = format.as_bytes();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b'%' {
            at += 1;
            continue;
        }
        if bytes.get(at + 1) == Some(&b'%') {
            at += 2;
            continue;
        }
        stretches.push(Stretch::Text(Span::new(start, at)));
        at += 1;
        while bytes
            .get(at)
            .is_some_and(|b| matches!(b, b'+' | b'-' | b'#' | b' ' | b'.' | b'0'..=b'9'))
        {
            at += 1;
        }
        let verb = char::from(*bytes.get(at)?);
        if !verb.is_ascii_alphabetic() {
            return None;
        }
        stretches.push(Stretch::Verb(verb));
        at += 1;
        start = at;
    }
    stretches.push(Stretch::Text(Span::new(start, at)));
    Some(stretches)
}

/// The value of a Go string literal; `None` if it is none, or not UTF-8.
#[must_use]
pub fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('`') {
        return raw.strip_suffix('`').map(|text| text.replace('\r', ""));
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while !rest.is_empty() {
        let len = unit_len(rest)?;
        let (unit, behind) = rest.split_at(len);
        escape(unit, &mut bytes)?;
        rest = behind;
    }
    String::from_utf8(bytes).ok()
}

/// The length in bytes of the first character or escape of an interpreted literal's inside.
#[must_use]
pub fn unit_len(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        ('\\', Some('u')) => Some(6),
        ('\\', Some('U')) => Some(10),
        ('\\', Some('x' | '0'..='7')) => Some(4),
        ('\\', Some(c)) => Some(1 + c.len_utf8()),
        ('\\', None) => None,
        (c, _) => Some(c.len_utf8()),
    }
    .filter(|len| text.is_char_boundary(*len) && *len <= text.len())
}

fn escape(unit: &str, out: &mut Vec<u8>) -> Option<()> {
    let Some(escape) = unit.strip_prefix('\\') else {
        out.extend_from_slice(unit.as_bytes());
        return Some(());
    };
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
    match escape.split_at_checked(1)? {
        ("a", "") => out.push(7),
        ("b", "") => out.push(8),
        ("f", "") => out.push(12),
        ("n", "") => out.push(b'\n'),
        ("r", "") => out.push(b'\r'),
        ("t", "") => out.push(b'\t'),
        ("v", "") => out.push(11),
        ("\\", "") => out.push(b'\\'),
        ("\"", "") => out.push(b'"'),
        ("x", digits) => out.push(u8::try_from(hex(digits)?).ok()?),
        ("u" | "U", digits) => {
            let c = char::from_u32(hex(digits)?)?;
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        _ => out.push(u8::from_str_radix(escape, 8).ok()?),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_stand_for_what_go_says() {
        assert_eq!(
            unquote(r#""a\n\x41\u00e9\101\"""#).as_deref(),
            Some("a\nA\u{e9}A\"")
        );
        assert_eq!(unquote("`a\\n\r\n`").as_deref(), Some("a\\n\n"));
        assert_eq!(unquote(r#""\xff""#), None);
        assert_eq!(unquote("x"), None);
    }
}
