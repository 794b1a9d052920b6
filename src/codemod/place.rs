//! From a place in a string value to its place in the TOML that spells it: escapes, and the line
//! break behind opening quotes, make the two differ.

use crate::text::Span;

/// The offset in `source` of the byte at `offset` of the string that `span` spells.
pub(super) fn in_toml(source: &str, span: Span, offset: usize) -> usize {
    let text = span.slice(source);
    let literal = text.starts_with('\'');
    let quotes = if text.starts_with("'''") || text.starts_with("\"\"\"") {
        3
    } else {
        1
    };
    let end = text.len().saturating_sub(quotes);
    let mut at = match text.get(quotes..) {
        Some(rest) if quotes == 3 && rest.starts_with("\r\n") => quotes + 2,
        Some(rest) if quotes == 3 && rest.starts_with('\n') => quotes + 1,
        _ => quotes,
    };
    let mut value = 0;
    while at < end && value < offset {
        let rest = &text[at..];
        let (spelled, meant) = match rest.chars().next() {
            Some('\\') if !literal => escape(rest),
            Some(c) => (c.len_utf8(), c.len_utf8()),
            None => break,
        };
        at += spelled;
        value += meant;
    }
    span.start + at.min(end.max(quotes))
}

/// How long an escape is, as spelled and as meant.
fn escape(text: &str) -> (usize, usize) {
    let coded = |digits: usize| {
        let code = text
            .get(2..2 + digits)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        let meant = code.and_then(char::from_u32).map_or(1, char::len_utf8);
        (2 + digits, meant)
    };
    match text[1..].chars().next() {
        Some('x') => coded(2),
        Some('u') => coded(4),
        Some('U') => coded(8),
        // At the end of a line it takes all blanks behind it along.
        Some(c) if c.is_whitespace() => (text.len() - text[1..].trim_start().len(), 0),
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rest of the TOML from where the value has `word`.
    fn from(toml: &str, word: &str) -> String {
        #[derive(serde::Deserialize)]
        struct File {
            v: toml::Spanned<String>,
        }
        let file: File = toml::from_str(toml).unwrap();
        let offset = file.v.get_ref().find(word).unwrap();
        toml[in_toml(toml, file.v.span().into(), offset)..].to_owned()
    }

    #[test]
    fn escapes_and_line_breaks_are_counted_as_they_are_spelled() {
        assert_eq!(from("v = 'a b'", "b"), "b'");
        assert_eq!(from("v = \"\\\"\\t\\u00e4\\U0001F600\\x41b\"", "b"), "b\"");
        assert_eq!(from("v = '''\n\\n\nb'''\n", "b"), "b'''\n");
        assert_eq!(from("v = '''\r\na\r\nb'''\n", "b"), "b'''\n");
        assert_eq!(from("v = \"\"\"\na \\\n   cb\"\"\"\n", "b"), "b\"\"\"\n");
        assert_eq!(from("v = \"\"\"aä\nb\"\"\"\n", "b"), "b\"\"\"\n");
    }
}
