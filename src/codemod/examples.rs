//! Examples as typed → checked: what they show, and that there are enough of them.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::text::Span;

use super::compile::Compiler;
use super::manifest;
use super::model::{Applicability, Example, Expectation, Param};

impl Compiler<'_> {
    /// An example as typed, checked.
    pub(super) fn example(
        &mut self,
        spanned: &Spanned<manifest::Example>,
        params: &BTreeMap<String, Param>,
    ) -> Option<Example> {
        let example = spanned.get_ref();
        for (name, value) in &example.params {
            let Some(param) = params.get(name) else {
                self.at(spanned, format!("there is no parameter `{name}`"));
                continue;
            };
            if let Err(why) = param.check(value) {
                self.at(spanned, format!("{name}: {why}"));
            }
        }
        let expectation = match (&example.before, &example.after, &example.unchanged) {
            (Some(before), Some(after), None) => Expectation::Changes {
                before: before.clone(),
                after: after.clone(),
            },
            (None, None, Some(text)) => Expectation::Unchanged(text.clone()),
            _ => {
                self.at(
                    spanned,
                    "an example has `before` and `after`, or `unchanged`",
                );
                return None;
            }
        };
        if let Some(expect) = &example.expect
            && !["safe", "unsafe", "suggest", "none"].contains(&expect.get_ref().as_str())
        {
            self.at(expect, "expected is one of safe, unsafe, suggest, none");
        }
        Some(Example {
            name: example.name.clone(),
            expectation,
            imports: example.imports.clone(),
            after_imports: example.after_imports.clone(),
            files: example.files.clone(),
            after_files: example.after_files.clone(),
            go: example.go.as_ref().and_then(|go| self.version(go)),
            requires: example.requires.clone(),
            params: example.params.clone(),
            expect: example
                .expect
                .as_ref()
                .map(|expect| expect.get_ref().clone()),
            span: Span::from(spanned.span()),
        })
    }

    /// Complains if nothing shows what the codemod finds, or what it leaves alone.
    pub(super) fn enough_examples<'e>(
        &mut self,
        id: &Spanned<String>,
        best: Applicability,
        examples: impl Iterator<Item = &'e Example>,
    ) {
        let (mut shows, mut spares) = (false, false);
        for example in examples {
            match (&example.expectation, example.expect.as_deref()) {
                (Expectation::Changes { .. }, _) => shows = true,
                (_, Some("suggest")) => shows |= best == Applicability::Suggest,
                (Expectation::Unchanged(_), _) => spares = true,
            }
        }
        if !shows {
            self.at(id, "the codemod has no example of what it finds");
        }
        if !spares {
            self.at(
                id,
                "the codemod has no `unchanged` example of what it must leave alone",
            );
        }
    }
}
