//! The functions of templates that read and set parameters: `dsn_params`, `url_lacks` and so on,
//! each a form of connection strings and what is done with it.

use std::sync::LazyLock;

use minijinja::value::Value;
use minijinja::{Environment, Error, State};

use super::{Form, lacks, misspelled, respelled, value, with_params, with_values};
use crate::codemod::functions::both;
use crate::codemod::ledger::decline;

const FORMS: [(&str, Form); 4] = [
    ("dsn", Form::Dsn),
    ("url", Form::Url),
    ("kv", Form::KeyValue),
    ("conninfo", Form::Conninfo),
];

const DEEDS: [&str; 6] = ["params", "lacks", "value", "set", "misspelled", "respell"];

/// `dsn_params`, `dsn_lacks`, …
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let forms = FORMS.iter().map(|(form, _)| form);
    let named = |form| DEEDS.iter().map(move |deed| format!("{form}_{deed}"));
    forms.flat_map(named).collect()
});

/// The names of all of them.
pub(in crate::codemod) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(String::as_str)
}

/// Whether there is a function of this name.
pub(in crate::codemod) fn contains(name: &str) -> bool {
    names().any(|known| known == name)
}

/// Makes all of them known to an environment.
pub(in crate::codemod) fn register(env: &mut Environment<'_>) {
    for (name, form) in FORMS {
        for deed in DEEDS {
            both(env, format!("{name}_{deed}"), move |state, text, more| {
                run(state, form, deed, text, more)
            });
        }
    }
}

fn run(
    state: &State<'_, '_>,
    form: Form,
    deed: &str,
    text: &str,
    more: &[Value],
) -> Result<Value, Error> {
    let new = |result: Result<String, String>| {
        result
            .map(Value::from)
            .map_err(|reason| decline(state, reason))
    };
    let unknown = || decline(state, "its parameters are not known".to_owned());
    let keys = match deed {
        "params" | "set" => Vec::new(),
        _ => keys_of(more.first())?,
    };
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    match deed {
        "params" => new(with_params(form, text, &pairs(more)?)),
        "set" => new(with_values(form, text, &pairs(more)?)),
        "respell" => new(respelled(form, text, &keys)),
        "lacks" => Ok(lacks(form, text, &keys).map_or(Value::from(()), Value::from)),
        "misspelled" => misspelled(form, text, &keys)
            .map(Value::from)
            .ok_or_else(unknown),
        _ => value(form, text, keys.first().unwrap_or(&""))
            .map(Value::from)
            .ok_or_else(unknown),
    }
}

/// Key and value pairs in the order written.
type Pairs = Vec<(String, String)>;

/// A dict's entries; of those that a second argument lists, in its order.
fn pairs(more: &[Value]) -> Result<Pairs, Error> {
    let Some(wanted) = more.first() else {
        return Ok(Vec::new());
    };
    let mut pairs = Vec::new();
    for key in more.get(1).unwrap_or(wanted).try_iter()? {
        let value = wanted.get_item(&key)?;
        pairs.push((key.to_string(), value.to_string()));
    }
    Ok(pairs)
}

/// One key, or several in a list or as the keys of a dict.
fn keys_of(keys: Option<&Value>) -> Result<Vec<String>, Error> {
    let Some(keys) = keys else {
        return Ok(Vec::new());
    };
    if let Some(only) = keys.as_str() {
        return Ok(vec![only.to_owned()]);
    }
    Ok(keys.try_iter()?.map(|key| key.to_string()).collect())
}
