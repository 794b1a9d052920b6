//! What templates ask and only facts know.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;

use crate::codemod::{Answers, Question};
use crate::engine::predicate::{go_version, parse_version};
use crate::facts::{At, Entity, FileId, Package, Piece, Truth};
use crate::syntax::{Node, node};

use super::{Bindings, logging, place};

/// Answers the questions of one fix. Names once given stay given: the same wish gets the same
/// name in every edit of the fix.
pub(super) struct Facts<'a, 'p> {
    pub package: &'p Package<'p>,
    pub bindings: &'a Bindings<'p>,
    /// Where the text goes: names are fresh there.
    pub at: At<'p>,
    pub names: &'a mut BTreeMap<(FileId, String), String>,
    pub imports: &'a mut BTreeMap<FileId, BTreeSet<String>>,
}

impl Answers for Facts<'_, '_> {
    fn answer(&mut self, question: &Question) -> Result<Value, String> {
        let first = question.args.first().map_or("", String::as_str);
        match question.name.as_str() {
            "fresh" => {
                let rebind = question
                    .args
                    .iter()
                    .any(|arg| arg.eq_ignore_ascii_case("rebind=true"));
                Ok(Value::from(self.fresh(first, rebind)))
            }
            "pkg" => self.package_name(first).map(Value::from),
            "value" => self.captured(first).and_then(|at| {
                let constant = self.package.constant(at);
                constant
                    .map(|constant| Value::from(constant.value()))
                    .ok_or_else(|| "its value is not known".to_owned())
            }),
            // Whether any part of it is.
            "known" => self
                .captured(first)
                .map(|at| Value::from(self.package.constant(at).is_some())),
            // What fills the last part that only run time knows: its source, unless that is a
            // number.
            "last_hole" => self.captured(first).map(|at| {
                let pieces = self
                    .package
                    .constant(at)
                    .map(|c| c.pieces)
                    .unwrap_or_default();
                let hole = pieces.iter().rev().find_map(|piece| match piece {
                    Piece::Hole(hole) if hole.numeric => Some(String::new()),
                    Piece::Hole(hole) => Some(hole.source.clone()),
                    Piece::Literal(_) => None,
                });
                Value::from(hole.unwrap_or_default())
            }),
            "type" => self.captured(first).and_then(|at| {
                let known = self.package.type_of(at);
                match known {
                    crate::facts::Type::Unknown => Err("its type is not known".to_owned()),
                    known => Ok(Value::from(known.to_string())),
                }
            }),
            "comment" => self.captured(first).map(|at| {
                let text = &self.package.input(at.file).text;
                let comment = place::comment_behind(text, at.node.end_byte());
                Value::from(comment.map_or("", |comment| comment.slice(text)))
            }),
            "above" => self.captured(first).map(|at| {
                let text = &self.package.input(at.file).text;
                let comment = place::comment_above(text, at.node);
                Value::from(comment.map_or("", |comment| comment.slice(text)))
            }),
            "terminates" => self
                .captured(first)
                .map(|at| Value::from(self.package.terminates(at).holds())),
            "zero_value" => self.captured(first).and_then(|at| {
                let zero = self.package.zero_value(at);
                zero.map(Value::from)
                    .ok_or_else(|| "its zero value is not known".to_owned())
            }),
            "log_error" => self.log_error(question).map(Value::from),
            "parameter" => self.parameter(question).map(Value::from),
            "zero_results" => self.zero_results(question).map(Value::from),
            "go_at_least" => parse_version(first)
                .map(|least| Value::from(go_version(self.package) >= least))
                .ok_or_else(|| format!("`{first}` is no Go version")),
            other => Err(format!("captures have no attribute `{other}`")),
        }
    }
}

impl<'p> Facts<'_, 'p> {
    fn captured(&self, argument: &str) -> Result<At<'p>, String> {
        let name = argument.strip_prefix('@').unwrap_or(argument);
        self.bindings
            .one(name)
            .ok_or_else(|| format!("nothing is captured as `{name}`"))
    }

    /// A name that is free here. With `rebind`, also one that is known already, if nothing
    /// behind means the old variable: then `:=` may say it again.
    pub fn fresh(&mut self, wish: &str, rebind: bool) -> String {
        let key = (self.at.file, wish.to_owned());
        if let Some(given) = self.names.get(&key) {
            return given.clone();
        }
        let mut name = wish.to_owned();
        let mut number = 2;
        let taken = |name: &str| {
            self.package.is_taken(name, self.at)
                && !(rebind && self.package.may_rebind(name, self.at))
        };
        while taken(&name) || self.names.values().any(|n| *n == name) {
            name = format!("{wish}{number}");
            number += 1;
        }
        self.names.insert(key, name.clone());
        name
    }

    /// The local name of a package, to be imported if it is not yet.
    fn package_name(&mut self, path: &str) -> Result<String, String> {
        let imported = self.package.import_name(self.at.file, path);
        let name = imported
            .clone()
            .unwrap_or_else(|| self.package.package_name(path));
        let means = self.package.meaning(&name, self.at);
        let free = match (&means, &imported) {
            (Entity::Package(found), Some(_)) => **found == *path,
            (Entity::Unknown, None) => !self.package.is_top_level(&name, self.at.file),
            _ => false,
        };
        if !free {
            return Err(format!("the name `{name}` means something else here"));
        }
        if imported.is_none() {
            self.imports
                .entry(self.at.file)
                .or_default()
                .insert(path.to_owned());
        }
        Ok(name.to_string())
    }

    /// A call that logs an error, with what the file logs with.
    fn log_error(&mut self, question: &Question) -> Result<String, String> {
        let [what, err] = question.args.as_slice() else {
            return Err("log_error() takes a text and the name of an error".to_owned());
        };
        let call = logging::call_at(self.package, self.at)
            .ok_or_else(|| "there is nothing to log with".to_owned())?;
        let err = match err.strip_prefix('@') {
            Some(_) => self.package.text(self.captured(err)?),
            None => err,
        };
        call.written(what, err, |path| self.package_name(path))
    }

    /// The parameter of a type, by which it is known at a captured place.
    fn parameter(&self, question: &Question) -> Result<String, String> {
        let [place, of] = question.args.as_slice() else {
            return Err("parameter() takes a capture and a type".to_owned());
        };
        let at = self.captured(place)?;
        let function = node::enclosing_function(at.node).ok_or("there is no function around")?;
        let list = function.child_by_field_name("parameters");
        let mut names = Vec::new();
        for declaration in list.map(node::children).unwrap_or_default() {
            let mut cursor = declaration.walk();
            names.extend(declaration.children_by_field_name("name", &mut cursor));
        }
        let means = |name: &Node<'_>| {
            let name = at.with(*name);
            matches!(self.package.meaning(self.package.text(name), at),
                Entity::Declared(found) if found.name == node::span(name.node))
        };
        names
            .into_iter()
            .filter(means)
            .find(|name| self.package.has_type(at.with(*name), &[of]) == Truth::True)
            .map(|name| self.package.text(at.with(name)).to_owned())
            .ok_or_else(|| format!("the function has no parameter of type {of}"))
    }

    /// The operands of a `return` that gives up: zero values, with the last one as given.
    fn zero_results(&self, question: &Question) -> Result<String, String> {
        let at = self.captured(question.args.first().map_or("", String::as_str))?;
        let last = question
            .args
            .iter()
            .find_map(|arg| arg.strip_prefix("last="));
        let function = node::enclosing_function(at.node).ok_or("there is no function around")?;
        let Some(result) = function.child_by_field_name("result") else {
            return Err("the function has no results".to_owned());
        };
        let mut results = Vec::new();
        if result.kind() == "parameter_list" {
            for parameter in node::children(result) {
                let r#type = parameter.child_by_field_name("type");
                let mut cursor = parameter.walk();
                let names: Vec<_> = parameter
                    .children_by_field_name("name", &mut cursor)
                    .collect();
                if names.is_empty() {
                    results.extend(r#type.map(|r#type| (None, r#type)));
                }
                for name in names {
                    results.extend(r#type.map(|r#type| (Some(name), r#type)));
                }
            }
        } else {
            results.push((None, result));
        }
        let mut operands = Vec::new();
        for (index, (name, r#type)) in results.iter().enumerate() {
            operands.push(match (last, name) {
                (Some(last), _) if index + 1 == results.len() => {
                    // An error of a type of its own is another thing.
                    let error = Entity::Universe("error".into());
                    if self.package.entity(at.with(*r#type)) != error {
                        return Err("the last result is not of type error".to_owned());
                    }
                    last.trim_start_matches('@').to_owned()
                }
                (_, Some(name)) if self.package.text(at.with(*name)) != "_" => {
                    self.named_result(at.with(*name))?
                }
                _ => self
                    .package
                    .zero_value(at.with(*r#type))
                    .ok_or("the zero value of a result is not known")?,
            });
        }
        Ok(operands.join(", "))
    }

    /// A named result as an operand: what it holds by now, if its name means it here.
    fn named_result(&self, name: At<'p>) -> Result<String, String> {
        let text = self.package.text(name);
        match self.package.meaning(text, self.at) {
            Entity::Declared(declaration) if declaration.name == node::span(name.node) => {
                Ok(text.to_owned())
            }
            _ => Err(format!("the name `{text}` means something else here")),
        }
    }
}
