//! S-expressions of queries and conditions, with places: enough to say where a predicate stands.

use crate::text::Span;

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sexp {
    /// `( … )`
    List(Vec<Sexp>, Span),
    /// `[ … ]`: one of them
    Either(Vec<Sexp>, Span),
    /// `@name`
    Capture(String, Span),
    /// `#name?`, without `#`
    Predicate(String, Span),
    /// `"text"`, unescaped
    Text(String, Span),
    /// Anything else: node kinds, `field:`, `.`, `!field`, `*`
    Word(String, Span),
}

impl Sexp {
    /// Its place in the text that was read.
    pub fn span(&self) -> Span {
        match self {
            Self::List(_, span)
            | Self::Either(_, span)
            | Self::Capture(_, span)
            | Self::Predicate(_, span)
            | Self::Text(_, span)
            | Self::Word(_, span) => *span,
        }
    }

    /// The predicate's name and its list, if this is `(#name? …)`.
    pub fn as_predicate(&self) -> Option<(&str, Span, &[Sexp])> {
        match self {
            Self::List(items, _) => match items.split_first() {
                Some((Self::Predicate(name, span), args)) => Some((name, *span, args)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Reads all expressions of a text; what is left open at its end is an error at its start.
pub(super) fn read(text: &str) -> Result<Vec<Sexp>, (String, Span)> {
    let bytes = text.as_bytes();
    let mut stack: Vec<(Vec<Sexp>, usize)> = vec![(Vec::new(), 0)];
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let item = match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            b';' => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'(' | b'[' => {
                stack.push((Vec::new(), at));
                at += 1;
                continue;
            }
            b')' | b']' => {
                at += 1;
                let closed = stack.pop().filter(|_| !stack.is_empty());
                let Some((items, open)) = closed else {
                    return Err(("nothing is open here".to_owned(), Span::new(start, at)));
                };
                let span = Span::new(open, at);
                if bytes[open] == b'[' {
                    Sexp::Either(items, span)
                } else {
                    Sexp::List(items, span)
                }
            }
            b'"' => {
                let (value, end) = string(text, at)?;
                at = end;
                Sexp::Text(value, Span::new(start, at))
            }
            _ => {
                at += word_len(&bytes[at..]);
                let span = Span::new(start, at);
                let word = span.slice(text);
                match word.as_bytes()[0] {
                    b'@' => Sexp::Capture(word[1..].to_owned(), span),
                    b'#' => Sexp::Predicate(word[1..].to_owned(), span),
                    _ => Sexp::Word(word.to_owned(), span),
                }
            }
        };
        if let Some((items, _)) = stack.last_mut() {
            items.push(item);
        }
    }
    match stack.pop() {
        Some((items, _)) if stack.is_empty() => Ok(items),
        Some((_, open)) => Err(("this is never closed".to_owned(), Span::new(open, open + 1))),
        None => Ok(Vec::new()),
    }
}

fn word_len(bytes: &[u8]) -> usize {
    let stop = |byte: &u8| {
        matches!(
            byte,
            b' ' | b'\t' | b'\r' | b'\n' | b'(' | b')' | b'[' | b']' | b'"' | b';'
        )
    };
    bytes.iter().position(stop).unwrap_or(bytes.len()).max(1)
}

fn string(text: &str, open: usize) -> Result<(String, usize), (String, Span)> {
    let mut value = String::new();
    let mut chars = text[open + 1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((value, open + 1 + at + 1)),
            '\\' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((_, 'r')) => value.push('\r'),
                Some((_, '0')) => value.push('\0'),
                Some((_, other)) => value.push(other),
                None => break,
            },
            c => value.push(c),
        }
    }
    Err((
        "this string is never closed".to_owned(),
        Span::new(open, open + 1),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let text = "(call) @m (#eq? @m \"a)\\\"\") ; (";
        let items = read(text).unwrap();
        assert_eq!(items.len(), 3);
        let (name, span, args) = items[2].as_predicate().unwrap();
        assert_eq!((name, span.slice(text)), ("eq?", "#eq?"));
        assert_eq!(args[1], Sexp::Text("a)\"".to_owned(), Span::new(19, 25)));
    }

    #[test]
    fn unbalanced_text_is_an_error_at_its_place() {
        assert_eq!(read("(a (b)").unwrap_err().1, Span::new(0, 1));
        assert_eq!(read("a)").unwrap_err().1, Span::new(1, 2));
        assert_eq!(read("(a \"b)").unwrap_err().1, Span::new(3, 4));
    }
}
