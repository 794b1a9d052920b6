//! Which logger a file logs an error with: the table in `stubs/loggers.toml`, asked top to bottom.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::{At, Entity, Package, Type, Visible};

/// The last resort: part of every Go installation.
const STANDARD: &str = "log";

/// What Go services log with. A table that cannot be read is empty; a test reads it.
static LOGGERS: LazyLock<Vec<Logger>> = LazyLock::new(|| {
    let table: Result<Table, _> = toml::from_str(include_str!("../../../stubs/loggers.toml"));
    table.map(|table| table.logger).unwrap_or_default()
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    logger: Vec<Logger>,
}

/// A row: what is at hand, and how it is called.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Logger {
    package: Option<String>,
    #[serde(rename = "type")]
    of: Option<String>,
    has: Option<String>,
    call: String,
}

/// A way to log an error at a place: the text of the call, in which what stands in braces is still
/// to be filled in.
pub(super) struct Call {
    call: &'static str,
    /// What it is called on.
    logger: On,
}

enum On {
    /// A package, which is imported if it is not yet.
    Package(String),
    Variable(String),
}

/// The logger to use at a place: one that the function has, else a package that the file imports,
/// else one that the package has, else the standard library's.
pub(super) fn call_at(package: &Package<'_>, at: At<'_>) -> Option<Call> {
    let (near, far): (Vec<Visible>, Vec<Visible>) = package
        .variables(at)
        .into_iter()
        .partition(|visible| visible.is_local);
    let standard = || {
        let mut rows = LOGGERS.iter();
        let row = rows.find(|row| row.package.as_deref() == Some(STANDARD));
        row.map(|row| row.on(On::Package(STANDARD.to_owned())))
    };
    variable(package, at, &near)
        .or_else(|| {
            let (row, path) = imported(package, at)?;
            // Who has a logger that the package made logs with that.
            let prefix = format!("{path}.");
            let made = |visible: &&Visible| {
                let of = visible.of.to_string();
                of.trim_start_matches('*').starts_with(&prefix)
            };
            let made: Vec<Visible> = far.iter().filter(made).cloned().collect();
            Some(variable(package, at, &made).unwrap_or_else(|| row.on(On::Package(path))))
        })
        .or_else(|| variable(package, at, &far))
        .or_else(standard)
}

/// A package that the file imports to log with: its row and its path.
fn imported(package: &Package<'_>, at: At<'_>) -> Option<(&'static Logger, String)> {
    let imports = package.named_imports(at.file);
    let usable = |path: &str| {
        let name = package.import_name(at.file, path);
        name.is_some_and(
            |name| matches!(package.meaning(&name, at), Entity::Package(found) if *found == *path),
        )
    };
    LOGGERS.iter().find_map(|row| {
        let wanted = row.package.as_ref()?;
        let path = imports.iter().find(|path| match &row.has {
            None => ***path == **wanted && usable(path),
            Some(function) => {
                is_like(&package.package_name(path), wanted)
                    && formats(&package.function_of(path, function))
                    && usable(path)
            }
        })?;
        Some((row, path.to_string()))
    })
}

/// The first of some variables that something can be logged with.
fn variable(package: &Package<'_>, at: At<'_>, variables: &[Visible]) -> Option<Call> {
    variables.iter().find_map(|visible| {
        let written = visible.of.to_string();
        let row = LOGGERS.iter().find(|row| match (&row.of, &row.has) {
            (Some(of), None) => *of == written,
            (Some(name), Some(method)) => {
                is_like(&visible.text, name)
                    && formats(&package.method_of(&visible.of, method, at.file))
            }
            (None, _) => false,
        })?;
        Some(row.on(On::Variable(visible.text.clone())))
    })
}

impl Logger {
    fn on(&'static self, logger: On) -> Call {
        Call {
            call: &self.call,
            logger,
        }
    }
}

impl Call {
    /// The whole call; `import` gives the name of a package.
    pub fn written(
        &self,
        what: &str,
        err: &str,
        mut import: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<String, String> {
        let mut out = String::new();
        let mut rest = self.call;
        while let Some((text, behind)) = rest.split_once('{') {
            let (word, behind) = behind.split_once('}').unwrap_or((behind, ""));
            out.push_str(text);
            match (word, &self.logger) {
                ("logger", On::Variable(name)) => out.push_str(name),
                ("logger", On::Package(path)) => out.push_str(&import(path)?),
                ("what", _) => out.push_str(what),
                ("err", _) => out.push_str(err),
                (path, _) => out.push_str(&import(path)?),
            }
            rest = behind;
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// `*x*`: whether a name has x in it, in upper or lower case.
fn is_like(name: &str, pattern: &str) -> bool {
    name.to_lowercase().contains(pattern.trim_matches('*'))
}

/// Whether a function takes a format and what goes into it.
fn formats(of: &Type) -> bool {
    let Type::Func(signature) = of else {
        return false;
    };
    let arguments = [
        Type::basic("string"),
        Type::Slice(Type::universe("any").into()),
    ];
    signature.variadic && signature.params == arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_every_row_is_complete() {
        assert!(LOGGERS.len() > 10);
        for row in LOGGERS.iter() {
            assert_ne!(row.package.is_some(), row.of.is_some(), "{}", row.call);
            let wanted = row.package.as_ref().or(row.of.as_ref()).unwrap();
            let any = wanted.len() > 1 && wanted.starts_with('*') && wanted.ends_with('*');
            assert_eq!(any, row.has.is_some(), "{wanted}");
            for word in ["{logger}", "{what}", "{err}"] {
                assert!(row.call.contains(word), "{}", row.call);
            }
        }
        assert!(
            LOGGERS
                .iter()
                .any(|row| row.package.as_deref() == Some(STANDARD))
        );
    }

    #[test]
    fn a_call_is_filled_in() {
        let call = Call {
            call: "{logger}.Error(\"{what}\", {x/zap}.Error({err}))",
            logger: On::Variable("l".to_owned()),
        };
        let import = |path: &str| Ok(format!("<{path}>"));
        let written = call.written("it", "err", import);
        assert_eq!(written.unwrap(), "l.Error(\"it\", <x/zap>.Error(err))");
    }
}
