//! Edits as typed → checked: exactly one verb each, with what that verb needs and no more.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Spanned;

use crate::text::Span;

use super::compile::Compiler;
use super::lint::{self, Around};
use super::manifest;
use super::model::{Capture, Each, EditSpec, HARMLESS_USE, Param, Region, Verb};
use super::query::Checked;

/// The edits of a rule; `rewrite` is short for replacing `match`.
pub(super) fn compile(
    compiler: &mut Compiler<'_>,
    rule: &manifest::Rule,
    checked: &Checked,
    named: &BTreeMap<String, Checked>,
    params: &BTreeMap<String, Param>,
) -> Option<Vec<EditSpec>> {
    if let Some(rewrite) = &rule.rewrite {
        if let Some(edit) = rule.edit.first() {
            compiler.at(edit, "a rule has either `rewrite` or [[rule.edit]]");
            return None;
        }
        let with = compiler.template(rewrite, &[checked], params)?;
        let verb = Verb::Replace {
            target: "match".into(),
            through: None,
            with,
        };
        return Some(vec![EditSpec {
            verb,
            each: None,
            when: None,
            span: rewrite.span().into(),
        }]);
    }
    let edits: Vec<Option<EditSpec>> = rule
        .edit
        .iter()
        .map(|edit| one(compiler, edit, checked, named, params))
        .collect();
    edits.into_iter().collect()
}

fn one(
    compiler: &mut Compiler<'_>,
    spanned: &Spanned<manifest::Edit>,
    checked: &Checked,
    named: &BTreeMap<String, Checked>,
    params: &BTreeMap<String, Param>,
) -> Option<EditSpec> {
    let edit = spanned.get_ref();
    let each = match &edit.each {
        Some(name) if !named.contains_key(name.get_ref()) => {
            compiler.at(name, format!("no query is called `{}`", name.get_ref()));
            return None;
        }
        Some(name) => Some(Each {
            query: name.get_ref().clone(),
            region: region(compiler, edit.within.as_ref(), checked)?,
        }),
        None => None,
    };
    let mut scopes: Vec<&Checked> = vec![checked];
    scopes.extend(each.as_ref().and_then(|each| named.get(&each.query)));
    let verb = verb(compiler, spanned, &scopes, params)?;
    let mut verb = with_uses(compiler, verb, edit, named)?;
    let around = Around {
        scopes,
        queries: named,
        params,
    };
    let mut condition = |text: &Option<Spanned<String>>| match text {
        Some(text) => compiler.condition(text, &around).map(Some),
        None => Some(None),
    };
    let when = condition(&edit.when)?;
    if let Verb::AtExits { early, .. } = &mut verb {
        *early = condition(&edit.early)?;
    }
    Some(EditSpec {
        verb,
        each,
        when,
        span: Span::from(spanned.span()),
    })
}

/// `uses = "name"` of `at_definition`.
fn with_uses(
    compiler: &mut Compiler<'_>,
    verb: Verb,
    edit: &manifest::Edit,
    named: &BTreeMap<String, Checked>,
) -> Option<Verb> {
    let Some(name) = &edit.uses else {
        return Some(verb);
    };
    let Verb::AtDefinition { target, with, .. } = verb else {
        compiler.at(name, "`uses` belongs to `at_definition`");
        return None;
    };
    let Some(query) = named.get(name.get_ref()) else {
        compiler.at(name, format!("[rule.queries] has no `{}`", name.get_ref()));
        return None;
    };
    if !query.knows(&target) && !query.knows(HARMLESS_USE) {
        let wanted = format!("the query captures neither @{target} nor @{HARMLESS_USE}");
        compiler.at(name, wanted);
        return None;
    }
    Some(Verb::AtDefinition {
        target,
        with,
        uses: Some(name.get_ref().clone()),
    })
}

fn region(
    compiler: &mut Compiler<'_>,
    within: Option<&Spanned<String>>,
    checked: &Checked,
) -> Option<Region> {
    match within.map(|within| (within, within.get_ref().as_str())) {
        None | Some((_, "file")) => Some(Region::File),
        Some((_, "package")) => Some(Region::Package),
        Some((_, "function")) => Some(Region::Function),
        Some((_, name)) if checked.knows(name) => Some(Region::Capture(name.into())),
        Some((within, _)) => {
            lint::no_capture(compiler, within, &[checked]);
            None
        }
    }
}

fn verb(
    compiler: &mut Compiler<'_>,
    spanned: &Spanned<manifest::Edit>,
    scopes: &[&Checked],
    params: &BTreeMap<String, Param>,
) -> Option<Verb> {
    let edit = spanned.get_ref();
    let verbs = [
        ("replace", &edit.replace),
        ("delete", &edit.delete),
        ("before", &edit.before),
        ("after", &edit.after),
        ("append", &edit.append),
        ("prepend", &edit.prepend),
        ("at_exits", &edit.at_exits),
        ("at_definition", &edit.at_definition),
    ];
    let mut given = verbs
        .iter()
        .filter_map(|(name, value)| Some((*name, value.as_ref()?)));
    let (Some((name, target)), None) = (given.next(), given.next()) else {
        compiler.at(spanned, "an edit has exactly one verb: replace, delete, before, after, append, prepend, at_exits or at_definition");
        return None;
    };
    lint::superfluous(compiler, spanned, name);
    let captured = |compiler: &mut Compiler<'_>, name: &Spanned<String>| -> Option<Capture> {
        if scopes.iter().any(|scope| scope.knows(name.get_ref())) {
            return Some(Arc::from(name.get_ref().as_str()));
        }
        lint::no_capture(compiler, name, scopes);
        None
    };
    let target = captured(compiler, target)?;
    let (text_key, text) = match name {
        "replace" | "at_definition" => ("with", edit.with.as_ref()),
        _ => ("insert", edit.insert.as_ref()),
    };
    let through = match &edit.through {
        Some(_) if name != "replace" => {
            compiler.at(spanned, "`through` belongs to `replace`");
            return None;
        }
        Some(through) => Some(captured(compiler, through)?),
        None => None,
    };
    if name == "delete" {
        return Some(Verb::Delete { target });
    }
    let Some(text) = text else {
        compiler.at(spanned, format!("`{name}` needs `{text_key}`"));
        return None;
    };
    let template = compiler.template(text, scopes, params)?;
    Some(match name {
        "replace" => Verb::Replace {
            target,
            through,
            with: template,
        },
        "before" => Verb::Before {
            target,
            insert: template,
        },
        "after" => Verb::After {
            target,
            insert: template,
        },
        "append" => Verb::Append {
            target,
            insert: template,
        },
        "prepend" => Verb::Prepend {
            target,
            insert: template,
        },
        "at_definition" => Verb::AtDefinition {
            target,
            with: template,
            uses: None,
        },
        _ => {
            let Some(from) = &edit.from else {
                compiler.at(spanned, "`at_exits` needs `from`");
                return None;
            };
            let max = match &edit.max {
                Some(max) => Some(compiler.template(max, scopes, params)?),
                None => None,
            };
            Verb::AtExits {
                block: target,
                from: captured(compiler, from)?,
                of: edit
                    .of
                    .iter()
                    .map(|of| captured(compiler, of))
                    .collect::<Option<_>>()?,
                early: None,
                insert: template,
                max,
            }
        }
    })
}
