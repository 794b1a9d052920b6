//! The code of a template, in words: enough to say which names it uses, and where.

use crate::text::Span;

/// One word of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// What it is.
    pub kind: Kind,
    /// As written; a string without its quotes.
    pub text: &'t str,
    /// Where, quotes included.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Text,
    Number,
    /// One character of punctuation
    Sign,
}

impl Word<'_> {
    /// Whether it is this punctuation.
    pub fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Whether it is this name or keyword.
    pub fn says(&self, name: &str) -> bool {
        self.kind == Kind::Name && self.text == name
    }
}

/// A piece of code in a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Code<'t> {
    /// `@% … %@`, in contrast to `@{ … }`.
    pub statement: bool,
    /// In order.
    pub words: Vec<Word<'t>>,
}

/// All code of a template.
pub(super) fn in_template(source: &str) -> Vec<Code<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = source[at..].find('@').map(|open| at + open) {
        let inside = open + 2;
        match source.as_bytes().get(open + 1) {
            Some(b'{') => {
                let (words, end) = read(source, inside, "}");
                found.push(Code {
                    statement: false,
                    words,
                });
                at = end;
            }
            Some(b'%') => {
                let (words, end) = read(source, inside, "%@");
                let raw = words.iter().any(|word| word.says("raw"));
                found.push(Code {
                    statement: true,
                    words,
                });
                let rest = source[end..].find("endraw").filter(|_| raw);
                at = rest.map_or(end, |rest| end + rest);
            }
            Some(b'#') => {
                let close = source[inside..].find("#@");
                at = close.map_or(source.len(), |close| inside + close + 2);
            }
            _ => at = open + 1,
        }
    }
    found
}

/// The words of an expression that stands alone.
pub(super) fn alone(source: &str) -> Vec<Word<'_>> {
    read(source, 0, "").0
}

/// Words up to `close` outside of strings and braces, and where it ends.
fn read<'t>(source: &'t str, start: usize, close: &str) -> (Vec<Word<'t>>, usize) {
    let mut words = Vec::new();
    let mut at = start;
    let mut depth = 0;
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        if depth == 0 && !close.is_empty() && rest.starts_with(close) {
            return (words, at + close.len());
        }
        let (kind, len) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '"' | '\'' => (Kind::Text, string_len(rest, c)),
            c if c.is_alphabetic() || c == '_' => (Kind::Name, word_len(rest)),
            c if c.is_ascii_digit() => (Kind::Number, word_len(rest)),
            c => (Kind::Sign, c.len_utf8()),
        };
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        let text = match kind {
            Kind::Text => rest.get(1..len - 1).unwrap_or(""),
            _ => &rest[..len],
        };
        words.push(Word {
            kind,
            text,
            span: Span::new(at, at + len),
        });
        at += len;
    }
    (words, source.len())
}

fn word_len(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    end.unwrap_or(text.len())
}

fn string_len(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<Vec<&str>> {
        let codes = in_template(source).into_iter();
        codes
            .map(|code| code.words.iter().map(|word| word.text).collect())
            .collect()
    }

    #[test]
    fn code_ends_outside_of_strings_and_braces() {
        assert_eq!(
            words("a@b @{x|f({'k': '}'})} @{ y.text -}"),
            [
                vec!["x", "|", "f", "(", "{", "k", ":", "}", "}", ")"],
                vec!["y", ".", "text", "-"]
            ]
        );
        assert_eq!(
            words("@# no @{x} #@ @% if a %@ @% raw %@ @{b} @% endraw %@"),
            [vec!["if", "a"], vec!["raw"]]
        );
        assert_eq!(words("@{ 'é"), [[""]]);
    }

    #[test]
    fn places_are_those_of_the_source() {
        let source = "ä @{ x.value }";
        let code = in_template(source);
        let places: Vec<_> = code[0].words.iter().map(|w| w.span.slice(source)).collect();
        assert_eq!(places, ["x", ".", "value"]);
        assert_eq!(alone("a == 'b'")[3].span, Span::new(5, 8));
    }
}
