//! Parameters of connection strings: which are there, what they say, and how they are set.
//!
//! Three grammars, each as its drivers read it: [`Form::Dsn`], [`Form::Url`] and
//! [`Form::KeyValue`]; [`Form::Conninfo`] is one of the latter two. A text may have holes ([`HOLE`]) that only run time fills; what a hole
//! might hide is not known. No message repeats any of the text but a key: the rest may be secret.

mod dsn;
mod keyword;
mod url;
pub(in crate::codemod) mod words;

use crate::text::Span;

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
    /// `postgres://user:password@host/path?k=v`, or `k=v k=v`
    Conninfo,
}

/// Why the parameters of a text cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unreadable {
    /// It is none of that form, whatever run time fills in: drivers refuse it, too.
    Not(&'static str),
    /// It may be, but what is there is not known.
    Unknown(&'static str),
}

impl Unreadable {
    fn reason(&self) -> &'static str {
        match self {
            Self::Not(reason) | Self::Unknown(reason) => reason,
        }
    }
}

const HIDDEN: &str = "parameters that only run time knows may be among what is there";

/// A parameter that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parameter {
    /// As the driver understands it.
    name: String,
    /// Where the name stands.
    key: Span,
    /// Where the value stands, as it is spelled.
    value: Span,
}

/// The parameters of a text, and where to put more.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parameters {
    /// Those that are known to be there.
    all: Vec<Parameter>,
    /// Why there may be more.
    more: Option<&'static str>,
    /// Where new ones go.
    place: usize,
    /// What goes before, between and behind new ones.
    around: [&'static str; 3],
}

impl Form {
    fn read(self, text: &str) -> Result<Parameters, Unreadable> {
        match self {
            Self::Dsn => dsn::read(text),
            Self::Url => url::read(text),
            Self::Conninfo if url::is_postgres(text) => url::read(text),
            Self::KeyValue | Self::Conninfo => keyword::read(text),
        }
    }

    fn complete(self, text: &str) -> Result<Parameters, Unreadable> {
        self.read(text).and_then(Parameters::complete)
    }
}

impl Parameters {
    /// All of them, or why that is not known.
    fn complete(self) -> Result<Self, Unreadable> {
        match self.more {
            Some(reason) => Err(Unreadable::Unknown(reason)),
            None => Ok(self),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.all.iter().any(|there| there.name == key)
    }

    /// A parameter that is a wanted one but for its letters' case.
    fn twin(&self, key: &str) -> Option<&Parameter> {
        let twin = |there: &&Parameter| there.name != key && there.name.eq_ignore_ascii_case(key);
        self.all.iter().find(twin)
    }
}

/// The text with every wanted parameter that it lacks appended.
///
/// # Errors
/// Why that cannot be done safely.
pub fn with_params(form: Form, text: &str, wanted: &[(String, String)]) -> Result<String, String> {
    let there = form.complete(text).map_err(|why| why.reason().to_owned())?;
    if let Some((key, twin)) = wanted
        .iter()
        .find_map(|(key, _)| Some((key, there.twin(key)?)))
    {
        let twin = &twin.name;
        return Err(format!(
            "it has `{twin}`, and keys are case-sensitive: `{key}` is meant"
        ));
    }
    let missing: Vec<String> = wanted
        .iter()
        .filter(|(key, _)| !there.has(key))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if missing.is_empty() {
        return Ok(text.to_owned());
    }
    let [before, between, behind] = there.around;
    let (head, tail) = text.split_at(there.place);
    Ok(format!(
        "{head}{before}{}{behind}{tail}",
        missing.join(between)
    ))
}

/// Whether a parameter is missing; `None` where it cannot be told. Nothing is missing in a text
/// that is none of this form, nor where one of them is there in another case of letters.
#[must_use]
pub fn lacks(form: Form, text: &str, wanted: &[&str]) -> Option<bool> {
    match form.read(text) {
        Ok(there) if wanted.iter().any(|key| there.twin(key).is_some()) => Some(false),
        Ok(there) => match wanted.iter().any(|key| !there.has(key)) {
            true if there.more.is_some() => None,
            lacks => Some(lacks),
        },
        Err(Unreadable::Not(_)) => Some(false),
        Err(Unreadable::Unknown(_)) => None,
    }
}

/// The parameters that are there but for the case of their letters, as they are spelled; `None`
/// where it cannot be told.
#[must_use]
pub fn misspelled(form: Form, text: &str, wanted: &[&str]) -> Option<Vec<String>> {
    let there = match form.complete(text) {
        Ok(there) => there,
        Err(Unreadable::Not(_)) => return Some(Vec::new()),
        Err(Unreadable::Unknown(_)) => return None,
    };
    let twins = wanted.iter().filter_map(|key| there.twin(key));
    Some(twins.map(|twin| twin.name.clone()).collect())
}

/// The text with those parameters as they are spelled in `wanted`.
///
/// # Errors
/// Why they cannot be told, or which of them is there in both spellings.
pub fn respelled(form: Form, text: &str, wanted: &[&str]) -> Result<String, String> {
    let there = form.complete(text).map_err(|why| why.reason().to_owned())?;
    let both = |key: &&&str| there.has(key) && there.twin(key).is_some();
    if let Some(key) = wanted.iter().find(both) {
        return Err(format!("it has `{key}`, too"));
    }
    let replacements = there.all.iter().filter_map(|parameter| {
        let twin = |key: &&&str| parameter.name.eq_ignore_ascii_case(key);
        Some((parameter.key, (*wanted.iter().find(twin)?).to_owned()))
    });
    Ok(replaced(text, replacements.collect()))
}

/// The value of a parameter as it is spelled, nothing if it is not there; `None` where it cannot
/// be told. Of several the last.
#[must_use]
pub fn value<'t>(form: Form, text: &'t str, key: &str) -> Option<&'t str> {
    match form.complete(text) {
        Ok(there) => {
            let mut named = there.all.iter().rev().filter(|there| there.name == key);
            Some(named.next().map_or("", |named| named.value.slice(text)))
        }
        Err(Unreadable::Not(_)) => Some(""),
        Err(Unreadable::Unknown(_)) => None,
    }
}

/// The text with other values for parameters that are there.
///
/// # Errors
/// Why they cannot be told.
pub fn with_values(form: Form, text: &str, values: &[(String, String)]) -> Result<String, String> {
    let there = form.complete(text).map_err(|why| why.reason().to_owned())?;
    let replacements = there.all.iter().filter_map(|parameter| {
        let (_, value) = values.iter().find(|(key, _)| *key == parameter.name)?;
        Some((parameter.value, value.clone()))
    });
    Ok(replaced(text, replacements.collect()))
}

fn replaced(text: &str, replacements: Vec<(Span, String)>) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (span, new) in replacements {
        out.push_str(&text[done..span.start]);
        out.push_str(&new);
        done = span.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The parameters of a query `k=v&k=v` at the end of a text, if it has one. Items without `=` are
/// among them if they are said to count.
fn of_query(text: &str, query: Option<&str>, bare: bool) -> Parameters {
    let mut all = Vec::new();
    let mut more = None;
    let mut at = text.len() - query.map_or(0, str::len);
    for item in query.unwrap_or("").split('&') {
        let (key, value) = item
            .split_once('=')
            .map_or((item, None), |(k, v)| (k, Some(v)));
        if key.contains(HOLE) {
            more = Some(HIDDEN);
        } else if let Some(value) = value.or((bare && !key.is_empty()).then_some("")) {
            let end = at + item.len();
            all.push(Parameter {
                name: key.to_owned(),
                key: Span::new(at, at + key.len()),
                value: Span::new(end - value.len(), end),
            });
        }
        at += item.len() + 1;
    }
    let before = match query {
        None => "?",
        Some(query) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    Parameters {
        all,
        more,
        place: text.len(),
        around: [before, "&", ""],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(form: Form, text: &str) -> Result<String, String> {
        with_params(form, text, &[("timeout".to_owned(), "5s".to_owned())])
    }

    #[test]
    fn what_is_no_connection_string_lacks_nothing() {
        for form in [Form::Dsn, Form::Url, Form::KeyValue, Form::Conninfo] {
            for text in ["", "nothing"] {
                assert_eq!(lacks(form, text, &["timeout"]), Some(false), "{text}");
                assert!(add(form, text).is_err(), "{text}");
            }
            assert_eq!(lacks(form, "\u{FFFC}", &["timeout"]), None);
        }
    }

    #[test]
    fn other_cases_of_letters_are_found_and_mended() {
        let dsn = "u:p@/d?Timeout=1s&x=y&READTIMEOUT=2s";
        let wanted = ["timeout", "readTimeout"];
        assert_eq!(
            misspelled(Form::Dsn, dsn, &wanted).unwrap(),
            ["Timeout", "READTIMEOUT"]
        );
        assert_eq!(lacks(Form::Dsn, dsn, &wanted), Some(false));
        assert!(add(Form::Dsn, dsn).is_err());
        assert_eq!(
            respelled(Form::Dsn, dsn, &wanted).unwrap(),
            "u:p@/d?timeout=1s&x=y&readTimeout=2s"
        );
    }

    #[test]
    fn values_are_read_and_replaced() {
        let dsn = "u:?timeout=9@/d?timeout=5&x=y";
        assert_eq!(value(Form::Dsn, dsn, "timeout"), Some("5"));
        assert_eq!(value(Form::Dsn, dsn, "loc"), Some(""));
        let values = [("timeout".to_owned(), "5s".to_owned())];
        assert_eq!(
            with_values(Form::Dsn, dsn, &values).unwrap(),
            "u:?timeout=9@/d?timeout=5s&x=y"
        );
    }
}
