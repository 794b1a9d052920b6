//! Keys of rules and edits that do nothing beside the others.

use toml::Spanned;

use crate::codemod::compile::Compiler;
use crate::codemod::manifest::{Edit, Rule};
use crate::codemod::model::Applicability;

use super::arguments;

/// Complains about guards that never lower anything, and about imports that are none.
pub(in crate::codemod) fn rule(compiler: &mut Compiler<'_>, rule: &Rule, best: Applicability) {
    let level = rule.applicability.as_ref().map_or(best, |it| *it.get_ref());
    for guard in &rule.lower {
        let to = &guard.get_ref().to;
        if *to.get_ref() >= level {
            let level = level.as_str();
            compiler.at(to, format!("this lowers nothing: the rule is `{level}`"));
        }
    }
    for path in rule.imports.add.iter().chain(&rule.imports.drop) {
        if let Some(problem) = arguments::import_path(path.get_ref()) {
            compiler.at(path, problem.message);
        }
    }
}

/// Complains about keys that mean nothing beside this verb, and about `each` without a place.
pub(in crate::codemod) fn superfluous(
    compiler: &mut Compiler<'_>,
    spanned: &Spanned<Edit>,
    verb: &str,
) {
    let edit = spanned.get_ref();
    let with = matches!(verb, "replace" | "at_definition");
    let insert = !with && verb != "delete";
    let exits = verb == "at_exits";
    for (key, value, read) in [
        ("with", edit.with.as_ref(), with),
        ("insert", edit.insert.as_ref(), insert),
        ("from", edit.from.as_ref(), exits),
        ("of", edit.of.first(), exits),
        ("max", edit.max.as_ref(), exits),
        ("early", edit.early.as_ref(), exits),
        ("in", edit.within.as_ref(), edit.each.is_some()),
    ] {
        let Some(value) = value.filter(|_| !read) else {
            continue;
        };
        let beside = match key {
            "in" => "an edit without `each`".to_owned(),
            _ => format!("`{verb}`"),
        };
        compiler.at(value, format!("`{key}` means nothing for {beside}"));
    }
    if let Some(each) = &edit.each
        && edit.within.is_none()
    {
        compiler.at(
            each,
            "`each` needs `in`: a capture, `function`, `file` or `package`",
        );
    }
}
