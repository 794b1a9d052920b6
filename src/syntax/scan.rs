//! Go's tokens, as far as they can be told without a grammar.
//!
//! What the grammar cannot parse must still be cut into words, strings and comments: to find what
//! to mask, and where the next declaration begins.

use crate::text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
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
pub(crate) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// The tokens of `bytes`, from the start on.
pub(crate) fn tokens(bytes: &[u8]) -> impl Iterator<Item = Token> {
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

/// Where the block that opens at an offset ends, behind its brace. `None` if it does not, if a
/// literal or comment in it does not, or if a line in it begins as only declarations do: then
/// braces are not to be relied on.
pub(crate) fn body_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = open;
    loop {
        let rest = bytes.get(at..)?;
        at += match rest.first()? {
            b'{' => {
                depth += 1;
                1
            }
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => {
                depth -= 1;
                1
            }
            quote @ (b'"' | b'\'') => closed_by_quote(rest, *quote).ok()?,
            b'`' => 2 + memchr::memchr(b'`', &rest[1..])?,
            b'/' if rest.starts_with(b"//") => memchr::memchr(b'\n', rest)?,
            b'/' if rest.starts_with(b"/*") => 4 + memchr::memmem::find(&rest[2..], b"*/")?,
            b'\n' if begins_declaration(&rest[1..]) => return None,
            _ => 1,
        };
    }
}

fn begins_declaration(line: &[u8]) -> bool {
    let words: [&[u8]; 4] = [b"func ", b"type ", b"var ", b"const "];
    words.iter().any(|word| line.starts_with(word))
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The length of a literal with escapes, that ends at its line's end at the latest.
fn quoted(rest: &[u8], quote: u8) -> usize {
    closed_by_quote(rest, quote).unwrap_or_else(|open| open)
}

/// The same; an error if it is not closed there.
fn closed_by_quote(rest: &[u8], quote: u8) -> Result<usize, usize> {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return Err(at),
            byte if *byte == quote => return Ok(at + 1),
            _ => at += 1,
        }
    }
    Err(rest.len())
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
