//! `k=v k='a value' …`, as `conninfo_parse` of libpq, pgx and lib/pq read it: blanks may stand
//! around the `=`, a backslash makes the next character plain.

use super::{HIDDEN, HOLE, Parameter, Parameters, Unreadable};
use crate::text::Span;

pub(super) fn read(text: &str) -> Result<Parameters, Unreadable> {
    // Behind a `=` it belongs to a value.
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let scheme = scheme.filter(|scheme| !scheme.contains('='));
    if scheme.is_some_and(|scheme| scheme.contains(HOLE)) {
        return Err(Unreadable::Unknown(
            "whether it is a URL is only known at run time",
        ));
    }
    if scheme.is_some() || text.trim().is_empty() {
        return Err(Unreadable::Not("it is not of the form `key=value`"));
    }
    let mut reader = Reader { text, at: 0 };
    let mut all = Vec::new();
    reader.blanks();
    while reader.at < text.len() {
        all.push(reader.parameter()?);
        reader.blanks();
    }
    let open = all.last().is_some_and(|last: &Parameter| {
        let value = last.value.slice(text);
        value.is_empty() || value.ends_with([HOLE, '\\'])
    });
    // Behind a value that may be empty, what follows would be taken for it.
    let (place, around) = if open {
        (0, ["", " ", " "])
    } else if text.ends_with(is_blank) {
        (text.len(), ["", " ", ""])
    } else {
        (text.len(), [" ", " ", ""])
    };
    Ok(Parameters {
        all,
        more: None,
        place,
        around,
    })
}

fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{b}'
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_blank).len();
    }

    fn parameter(&mut self) -> Result<Parameter, Unreadable> {
        let start = self.at;
        let rest = self.rest();
        let len = rest.find(|c| is_blank(c) || c == '=').unwrap_or(rest.len());
        let name = rest[..len].to_owned();
        if name.contains(HOLE) {
            return Err(Unreadable::Unknown(HIDDEN));
        }
        self.at += len;
        let key = Span::new(start, self.at);
        self.blanks();
        if !self.rest().starts_with('=') || name.is_empty() {
            return Err(self.refused("it is not of the form `key=value`"));
        }
        self.at += 1;
        self.blanks();
        let quoted = self.rest().starts_with('\'');
        if quoted {
            self.at += 1;
        }
        let from = self.at;
        let mut chars = self.text[from..].char_indices();
        let mut end = None;
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if quoted && c == '\'' || !quoted && is_blank(c) {
                end = Some(from + at);
                break;
            }
        }
        let end = match end {
            Some(end) => end,
            None if quoted => return Err(self.refused("a quote in it has no end")),
            None => self.text.len(),
        };
        self.at = end + usize::from(quoted);
        let value = if quoted {
            Span::new(from - 1, end + 1)
        } else {
            Span::new(from, end)
        };
        Ok(Parameter { name, key, value })
    }

    /// Nothing that run time fills in can mend it, unless it fills in something before.
    fn refused(&self, reason: &'static str) -> Unreadable {
        if self.text.contains(HOLE) {
            Unreadable::Unknown(reason)
        } else {
            Unreadable::Not(reason)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Form, lacks, with_params};

    fn add(text: &str) -> Result<String, String> {
        let wanted = ("timeout".to_owned(), "5".to_owned());
        with_params(Form::KeyValue, text, &[wanted])
    }

    #[test]
    fn one_blank_parts_what_is_added() {
        assert_eq!(add("host=db user=u").unwrap(), "host=db user=u timeout=5");
        assert_eq!(add("host=db\n\t").unwrap(), "host=db\n\ttimeout=5");
    }

    #[test]
    fn what_is_quoted_is_no_key() {
        let text = r"password='a \' timeout=3' host = db";
        assert_eq!(add(text).unwrap(), format!("{text} timeout=5"));
        let text = r"password=a\ timeout=3 host=db";
        assert_eq!(add(text).unwrap(), format!("{text} timeout=5"));
        let there = "host=db timeout = 3";
        assert_eq!(add(there).unwrap(), there);
    }

    #[test]
    fn behind_a_value_that_may_be_empty_nothing_is_put() {
        assert_eq!(
            add("host=db password=").unwrap(),
            "timeout=5 host=db password="
        );
        let text = "host=db password=\u{FFFC}";
        assert_eq!(add(text).unwrap(), format!("timeout=5 {text}"));
        let text = "host=db password='\u{FFFC}'";
        assert_eq!(add(text).unwrap(), format!("{text} timeout=5"));
    }

    #[test]
    fn what_is_none_or_cannot_be_told() {
        for text in ["host", "password='x", "=x", "a b=c"] {
            let lacks = lacks(Form::KeyValue, text, &["timeout"]);
            assert_eq!(lacks, Some(false), "{text}");
        }
        for text in ["\u{FFFC} host=db", "host=db \u{FFFC}", "a='\u{FFFC}"] {
            assert_eq!(lacks(Form::KeyValue, text, &["timeout"]), None, "{text}");
        }
    }
}
