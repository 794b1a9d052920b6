//! Parameters of connection strings: which are there, and how missing ones are appended.
//!
//! Three grammars: `[user[:password]@][net[(addr)]]/db[?k=v&…]` ([`Form::Dsn`], where the *last*
//! slash ends the address, since passwords may hold any of `/?@:`), URLs, and `k=v k=v`. A value
//! may have holes ([`HOLE`]) that only run time fills; what a hole might hide is not known.

/// Stands for text that is only known at run time.
pub const HOLE: char = crate::facts::Constant::HOLE;

/// A grammar of connection strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `user:password@net(addr)/db?k=v`
    Dsn,
    /// `scheme://user:password@host/path?k=v`
    Url,
    /// `k=v k=v`
    KeyValue,
}

/// The text with every wanted parameter that it lacks appended.
///
/// # Errors
/// Why that cannot be done safely.
pub fn with_params(form: Form, text: &str, wanted: &[(String, String)]) -> Result<String, String> {
    let present = keys(form, text)?;
    let missing: Vec<String> = wanted
        .iter()
        .filter(|(key, _)| !present.iter().any(|there| there == key))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if missing.is_empty() {
        return Ok(text.to_owned());
    }
    for (key, _) in wanted {
        let twin = present
            .iter()
            .find(|there| *there != key && there.eq_ignore_ascii_case(key));
        if let Some(twin) = twin {
            return Err(format!(
                "it has `{twin}`, and keys are case-sensitive: `{key}` is meant"
            ));
        }
    }
    Ok(match form {
        Form::KeyValue => format!("{} {}", text.trim_end_matches(' '), missing.join(" ")),
        Form::Dsn | Form::Url => {
            let separator = match parameters(form, text) {
                None => "?",
                Some(params) if params.is_empty() || params.ends_with('&') => "",
                Some(_) => "&",
            };
            format!("{text}{separator}{}", missing.join("&"))
        }
    })
}

/// Whether any of the keys is missing; `None` where it cannot be told.
#[must_use]
pub fn lacks(form: Form, text: &str, wanted: &[&str]) -> Option<bool> {
    let present = keys(form, text).ok()?;
    Some(
        wanted
            .iter()
            .any(|key| !present.iter().any(|there| there == key)),
    )
}

/// The keys of the parameters that are there.
fn keys(form: Form, text: &str) -> Result<Vec<String>, String> {
    match form {
        Form::Dsn => {
            if text.contains("://") {
                return Err("it is a URL, which this driver does not understand".to_owned());
            }
            let Some(slash) = text.rfind('/') else {
                return Err("it has no `/` before the database name".to_owned());
            };
            let rest = &text[slash + 1..];
            let (name, query) = rest
                .split_once('?')
                .map_or((rest, None), |(n, q)| (n, Some(q)));
            if query.is_none() && name.contains(HOLE) && name.chars().count() > 1 {
                return Err("what fills the database name may carry parameters".to_owned());
            }
        }
        Form::Url => {
            if text.contains('#') {
                return Err("it has a fragment".to_owned());
            }
            if !text.contains("://") {
                return Err("it is not a URL".to_owned());
            }
        }
        Form::KeyValue => {
            if text.trim().is_empty() || !text.contains('=') {
                return Err("it is not of the form `key=value`".to_owned());
            }
        }
    }
    let items: Vec<&str> = match form {
        Form::KeyValue => text.split_whitespace().collect(),
        Form::Dsn | Form::Url => {
            parameters(form, text).map_or(Vec::new(), |params| params.split('&').collect())
        }
    };
    let mut keys = Vec::new();
    for item in items {
        match item.split_once('=') {
            Some((key, _)) if key.contains(HOLE) => return Err(hidden()),
            Some((key, _)) => keys.push(key.to_owned()),
            None if item.contains(HOLE) => return Err(hidden()),
            None => {}
        }
    }
    Ok(keys)
}

fn hidden() -> String {
    "parameters that only run time knows may be among what is there".to_owned()
}

fn parameters(form: Form, text: &str) -> Option<&str> {
    let tail = match form {
        Form::Dsn => &text[text.rfind('/')? + 1..],
        Form::Url => text,
        Form::KeyValue => return None,
    };
    tail.split_once('?').map(|(_, params)| params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(form: Form, text: &str) -> Result<String, String> {
        with_params(form, text, &[("timeout".to_owned(), "5s".to_owned())])
    }

    #[test]
    fn the_last_slash_ends_the_address_whatever_the_password_holds() {
        let dsn = "app:s3cr?t/x@tcp(db:3306)/shop";
        assert_eq!(add(Form::Dsn, dsn).unwrap(), format!("{dsn}?timeout=5s"));
        assert_eq!(add(Form::Dsn, "/d?a=b&").unwrap(), "/d?a=b&timeout=5s");
        assert_eq!(add(Form::Dsn, "/d?timeout=0").unwrap(), "/d?timeout=0");
    }

    #[test]
    fn what_cannot_be_told_is_declined() {
        assert!(add(Form::Dsn, "nothing").is_err());
        assert!(add(Form::Dsn, "/d?Timeout=3s").is_err());
        assert!(add(Form::Dsn, "/d?a=b&\u{FFFC}").is_err());
        assert!(add(Form::Dsn, "mysql://h/d").is_err());
        assert!(add(Form::Url, "redis://h/0#x").is_err());
        assert_eq!(lacks(Form::Dsn, "/d?\u{FFFC}", &["timeout"]), None);
    }

    #[test]
    fn urls_and_key_value_strings_have_their_own_separators() {
        assert_eq!(
            add(Form::Url, "redis://h/0?db=1").unwrap(),
            "redis://h/0?db=1&timeout=5s"
        );
        assert_eq!(
            add(Form::KeyValue, "host=db user=u ").unwrap(),
            "host=db user=u timeout=5s"
        );
    }
}
