//! Where in the TOML an example says what: for messages about one that does not hold.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::text::Span;

use super::model::{Codemod, Example};
use super::place;

/// A value of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `before`
    Before,
    /// `after`
    After,
    /// `unchanged`
    Unchanged,
    /// `expect`
    Expect,
    /// A further file, by name.
    File(String),
    /// A further file after the fix, by name.
    AfterFile(String),
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    example: Vec<Spanned<Values>>,
}

#[derive(Deserialize)]
struct Values {
    before: Option<Spanned<String>>,
    after: Option<Spanned<String>>,
    unchanged: Option<Spanned<String>>,
    expect: Option<Spanned<String>>,
    #[serde(default)]
    files: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    after_files: BTreeMap<String, Spanned<String>>,
}

impl Codemod {
    /// The place of a part of one of its examples: the line of the byte at `offset` of the value,
    /// or the part's key.
    #[must_use]
    pub fn place_in_example(&self, example: &Example, part: &Part, offset: Option<usize>) -> Span {
        let file = toml::from_str::<File>(&self.source);
        let examples = file.map_or_else(|_| Vec::new(), |file| file.example);
        let found = examples
            .iter()
            .find(|found| found.span().start == example.span.start);
        let Some(values) = found.map(Spanned::get_ref) else {
            return example.span;
        };
        let value = match part {
            Part::Before => values.before.as_ref(),
            Part::After => values.after.as_ref(),
            Part::Unchanged => values.unchanged.as_ref(),
            Part::Expect => values.expect.as_ref(),
            Part::File(name) => values.files.get(name),
            Part::AfterFile(name) => values.after_files.get(name),
        };
        let Some(value) = value else {
            return example.span;
        };
        let span = Span::from(value.span());
        let Some(offset) = offset else {
            return key(&self.source, span.start);
        };
        let start = place::in_toml(&self.source, span, offset);
        let line = self.source[start..].lines().next().unwrap_or("");
        let end = place::in_toml(&self.source, span, usize::MAX);
        Span::new(start, (start + line.trim_end().len()).min(end))
    }
}

/// The key of the value that begins at `start`.
fn key(source: &str, start: usize) -> Span {
    let before = source[..start].trim_end();
    let before = before.strip_suffix('=').unwrap_or(before).trim_end();
    let begin = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '{' | ','))
        .map_or(0, |at| at + 1);
    Span::new(begin, before.len())
}
