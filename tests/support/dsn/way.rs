//! The ways in which Go code writes a string.

use std::fmt::Write as _;

use super::super::random::Random;
use super::{Parts, Program, hexadecimal};

/// A way in which Go code writes a connection string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Literal,
    Escapes,
    Raw,
    Constant,
    Grouped,
    Elsewhere,
    Variable,
    Local,
    Pieces,
    Format,
    Indexed,
    DeclaredFormat,
    FormatOfConstants,
    Concatenation,
}

const WAYS: &[Way] = &[
    Way::Literal,
    Way::Escapes,
    Way::Raw,
    Way::Constant,
    Way::Grouped,
    Way::Elsewhere,
    Way::Variable,
    Way::Local,
    Way::Pieces,
    Way::Format,
    Way::Indexed,
    Way::DeclaredFormat,
    Way::FormatOfConstants,
    Way::Concatenation,
];

impl Way {
    pub fn pick(random: &mut Random) -> Self {
        random.pick(WAYS)
    }

    /// The statements in front of, and the expression for, a connection string. What it refers to is
    /// added to the program.
    pub fn write(
        self,
        random: &mut Random,
        number: usize,
        parts: &Parts,
        program: &mut Program,
    ) -> (String, String) {
        let text = parts.text();
        let name = format!("dsn{number}");
        let only = |expression: String| (String::new(), expression);
        match self {
            Self::Literal => only(quoted(&text)),
            Self::Escapes => only(escaped(&text, random)),
            Self::Raw => only(format!("`{text}`")),
            Self::Constant => {
                let _ = writeln!(program.beside, "const {name} = {}\n", quoted(&text));
                only(name)
            }
            Self::Grouped => {
                let _ = writeln!(
                    program.beside,
                    "const (\n\tlimit{number} = {number}\n\t{name} string = {}\n)\n",
                    quoted(&text)
                );
                only(name)
            }
            Self::Elsewhere => {
                let _ = writeln!(program.elsewhere, "const {name} = {}\n", quoted(&text));
                only(name)
            }
            Self::Variable => {
                let _ = writeln!(program.beside, "var {name} = {}\n", quoted(&text));
                only(name)
            }
            Self::Local => (format!("{name} := {}", quoted(&text)), name),
            Self::Pieces => {
                let (head, rest) = cut(&text, random);
                let (body, tail) = cut(rest, random);
                let _ = writeln!(program.beside, "const head{number} = {}\n", quoted(head));
                let _ = writeln!(program.elsewhere, "var tail{number} = {}\n", quoted(tail));
                only(format!("head{number} + {} + (tail{number})", quoted(body)))
            }
            Self::Format => {
                let middle = secret(number, parts, program);
                let format = format_of(parts, "%s");
                only(format!("fmt.Sprintf({}, {middle})", quoted(&format)))
            }
            Self::Indexed => {
                let middle = secret(number, parts, program);
                let format = escaped(&format_of(parts, "%[2]s"), random);
                only(format!("fmt.Sprintf({format}, {number}, {middle})"))
            }
            Self::DeclaredFormat => {
                let middle = secret(number, parts, program);
                let format = format_of(parts, "%v");
                let _ = writeln!(program.elsewhere, "const {name} = {}\n", quoted(&format));
                only(format!("fmt.Sprintf({name}, {middle})"))
            }
            Self::FormatOfConstants => {
                let _ = writeln!(program.beside, "const {name} = {}\n", quoted(&text));
                only(format!("fmt.Sprintf(\"%s\", {name})"))
            }
            Self::Concatenation => {
                let middle = secret(number, parts, program);
                let mut operands = vec![middle];
                if !parts.before.is_empty() {
                    operands.insert(0, quoted(&parts.before));
                }
                if !parts.after.is_empty() {
                    operands.push(quoted(&parts.after));
                }
                only(operands.join(" + "))
            }
        }
    }
}

/// A variable with the middle, which no one reads off the source.
fn secret(number: usize, parts: &Parts, program: &mut Program) -> String {
    let _ = writeln!(
        program.beside,
        "var secret{number} = decoded(\"{}\")\n",
        hexadecimal(&parts.middle)
    );
    format!("secret{number}")
}

fn format_of(parts: &Parts, verb: &str) -> String {
    let plain = |text: &str| text.replace('%', "%%");
    format!("{}{verb}{}", plain(&parts.before), plain(&parts.after))
}

fn cut<'t>(text: &'t str, random: &mut Random) -> (&'t str, &'t str) {
    let mut cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    cuts.push(text.len());
    text.split_at(random.pick(&cuts))
}

/// An interpreted string literal.
fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\t' => literal.push_str("\\t"),
            '\n' => literal.push_str("\\n"),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// The same with some characters written as escapes, but for what a format is made of.
fn escaped(text: &str, random: &mut Random) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        let must = matches!(c, '"' | '\\' | '\t' | '\n');
        if must || c != '%' && random.one_in(4) {
            let code = u32::from(c);
            let _ = match code {
                0..=0x7f if random.one_in(2) => write!(literal, "\\x{code:02x}"),
                0..=0x7f => write!(literal, "\\{code:03o}"),
                _ => write!(literal, "\\u{code:04x}"),
            };
        } else {
            literal.push(c);
        }
    }
    literal.push('"');
    literal
}
