//! How Go spells the text of a literal: what a spelling stands for, and where a byte of the text
//! is spelled.

use super::Literal;

impl Literal {
    /// Where the byte `at` of its value is spelled, from the start of its span; `source` is the
    /// text of the span. `None` within a character or an escape.
    #[must_use]
    pub fn spelled_at(&self, source: &str, at: usize) -> Option<usize> {
        let (mut value, mut spelled) = (0, 0);
        while value < at {
            let rest = source.get(spelled..)?;
            if self.spelling.format && rest.starts_with("%%") {
                value += 1;
                spelled += 2;
                continue;
            }
            let first = rest.chars().next()?;
            let len = if self.spelling.raw {
                first.len_utf8()
            } else {
                unit_len(rest)?
            };
            value += match (self.spelling.raw, first) {
                (true, '\r') => 0,
                (true, _) => len,
                (false, _) => unquote(&format!("\"{}\"", &rest[..len]))?.len(),
            };
            spelled += len;
        }
        (value == at).then_some(spelled)
    }
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
fn unit_len(text: &str) -> Option<usize> {
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
