//! Go's tokens, as far as they can be told without a grammar.
//!
//! What the grammar cannot parse must still be cut into words, strings and comments: to find what
//! to mask, and where the next declaration begins.

use crate::text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, keyword or number.
    Word,
    /// A string or rune literal; one that is not closed goes to the end of its line or of the
    /// text.
    Literal,
    /// A comment.
    Comment,
    /// A line break outside of literals and comments.
    Newline,
    /// One byte of an operator or bracket.
    Mark(u8),
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// The tokens of `bytes`, from the start on.
pub(super) fn tokens(bytes: &[u8]) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes[at..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | 0))
            .count();
        let first = *bytes.get(at)?;
        let rest = &bytes[at..];
        let (kind, len) = match first {
            b'\n' => (Kind::Newline, 1),
            b'"' | b'\'' => (Kind::Literal, quoted(rest, first)),
            b'`' => (Kind::Literal, closed(rest, 1, b"`")),
            b'/' if rest.starts_with(b"//") => (
                Kind::Comment,
                memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            ),
            b'/' if rest.starts_with(b"/*") => (Kind::Comment, closed(rest, 2, b"*/")),
            byte if is_letter(byte) => {
                let len = rest.iter().take_while(|byte| is_letter(**byte)).count();
                (Kind::Word, len)
            }
            byte => (Kind::Mark(byte), 1),
        };
        let span = Span::new(at, at + len);
        at += len;
        Some(Token { kind, span })
    })
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The length of a literal with escapes, that ends at its line's end at the latest.
fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            byte if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length up to and including `end`, searched from `from` on.
fn closed(rest: &[u8], from: usize, end: &[u8]) -> usize {
    memchr::memmem::find(&rest[from..], end).map_or(rest.len(), |found| from + found + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_strings_and_comments_are_no_tokens() {
        let text = "a \"(\\\"\" '\\'' `(\n` // (\n/* ( */ b2(";
        let found: Vec<(Kind, &str)> = tokens(text.as_bytes())
            .map(|token| (token.kind, token.span.slice(text)))
            .collect();
        let expected = [
            (Kind::Word, "a"),
            (Kind::Literal, "\"(\\\"\""),
            (Kind::Literal, "'\\''"),
            (Kind::Literal, "`(\n`"),
            (Kind::Comment, "// ("),
            (Kind::Newline, "\n"),
            (Kind::Comment, "/* ( */"),
            (Kind::Word, "b2"),
            (Kind::Mark(b'('), "("),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_closed_ends_somewhere() {
        for text in ["\"a", "\"a\\", "'", "`a\n", "/* a", "//", "\"a\nb"] {
            let end = tokens(text.as_bytes()).last().map(|token| token.span.end);
            assert_eq!(end, Some(text.len()), "{text:?}");
        }
    }
}
