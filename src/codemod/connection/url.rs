//! `scheme://user:password@host/path?k=v&…`: what is behind the first `?` is the query.

use super::{HOLE, Parameters, Unreadable, of_query};

/// Whether drivers for `PostgreSQL` take it for a URL.
pub(super) fn is_postgres(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

pub(super) fn read(text: &str) -> Result<Parameters, Unreadable> {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let named = |scheme: &str| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
    };
    match scheme {
        Some(scheme) if named(scheme) => {}
        _ if text.starts_with(HOLE) => {
            return Err(Unreadable::Unknown(
                "how it begins is only known at run time",
            ));
        }
        _ => return Err(Unreadable::Not("it is not a URL")),
    }
    if text.contains('#') {
        return Err(Unreadable::Not("it has a fragment"));
    }
    if begins_with_credentials(text) {
        return Err(Unreadable::Unknown(
            "some drivers take its `?` for a part of the credentials",
        ));
    }
    let query = text.split_once('?').map(|(_, query)| query);
    let mut there = of_query(text, query, true);
    for parameter in &mut there.all {
        parameter.name = decoded(&parameter.name);
    }
    Ok(there)
}

/// Whether a `?` stands in front of what may be the `@` behind the credentials: libpq and pgx look
/// for that one first, other parsers end everything at a `?`.
fn begins_with_credentials(text: &str) -> bool {
    let authority = text.split_once("://").map_or("", |(_, rest)| rest);
    let credentials = authority
        .find(['@', '/'])
        .map(|end| authority.split_at(end));
    credentials
        .is_some_and(|(credentials, rest)| rest.starts_with('@') && credentials.contains('?'))
}

/// A key with its `%5F` and `+` resolved.
fn decoded(key: &str) -> String {
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escape = behind.get(..2).filter(|_| *first == b'%');
        let escape = escape.and_then(|hex| std::str::from_utf8(hex).ok());
        let escape = escape.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = escape {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Form, lacks, with_params};

    fn add(text: &str) -> Result<String, String> {
        with_params(Form::Url, text, &[("timeout".to_owned(), "5s".to_owned())])
    }

    #[test]
    fn parameters_go_behind_those_that_are_there() {
        assert_eq!(
            add("redis://h/0?db=1").unwrap(),
            "redis://h/0?db=1&timeout=5s"
        );
        assert_eq!(
            add("unix://u@/a.sock").unwrap(),
            "unix://u@/a.sock?timeout=5s"
        );
        assert_eq!(add("redis://h?").unwrap(), "redis://h?timeout=5s");
        // What has no `=` is there, with nothing as its value.
        for there in ["redis://h?%74imeout=1", "redis://h?timeout"] {
            assert_eq!(add(there).unwrap(), there);
        }
    }

    #[test]
    fn what_is_none_or_cannot_be_told() {
        assert_eq!(lacks(Form::Url, "redis://h/0#x", &["timeout"]), Some(false));
        assert_eq!(lacks(Form::Url, "host=db", &["timeout"]), Some(false));
        assert_eq!(lacks(Form::Url, "\u{FFFC}://h", &["timeout"]), None);
        assert_eq!(lacks(Form::Url, "a://h?\u{FFFC}", &["timeout"]), None);
        assert_eq!(lacks(Form::Url, "a://u:p?w@h/d", &["timeout"]), None);
        assert_eq!(lacks(Form::Url, "a://h/d?u=a@b", &["timeout"]), Some(true));
    }
}
