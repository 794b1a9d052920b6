//! Authors' mistakes, each at its place in the TOML.

use std::fmt::Write as _;

use crate::text::{LineIndex, Span};

/// A mistake in a codemod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// Where, in byte offsets of the TOML text.
    pub span: Span,
    /// What to do about it, where it can be told.
    pub remedy: Option<String>,
}

impl Problem {
    /// A problem without a remedy.
    #[must_use]
    pub fn new(message: impl Into<String>, span: Span) -> Self {
        Self {
            message: message.into(),
            span,
            remedy: None,
        }
    }

    /// What is wrong with a TOML text, with the nearest known key for an unknown one.
    #[must_use]
    pub fn of_toml(error: &toml::de::Error) -> Self {
        let span = error.span().map_or(Span::at(0), Span::from);
        let message = error.message().to_owned();
        let unknown = message
            .strip_prefix("unknown field `")
            .or_else(|| message.strip_prefix("unknown variant `"));
        let remedy = unknown.and_then(|rest| {
            let (word, known) = rest.split_once('`')?;
            let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
            nearest(word, known).map(|near| format!("did you mean `{near}`?"))
        });
        Self {
            message,
            span,
            remedy,
        }
    }

    /// The same with a remedy.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// `path:line:column: message`, the line, a caret under the place, and the remedy.
    #[must_use]
    pub fn render(&self, path: &str, source: &str) -> String {
        let lines = LineIndex::new(source);
        let place = lines.position(self.span.start);
        let start = lines.line_start(place.line).unwrap_or(0);
        let line = source[start..].lines().next().unwrap_or("");
        let gutter = place.line.to_string();
        let before = line.get(..place.column - 1).unwrap_or(line);
        // Tabs keep their width in front of the caret.
        let pad: String = before
            .chars()
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let rest = line.len().saturating_sub(place.column - 1);
        let carets = "^".repeat(self.span.len().clamp(1, rest.max(1)));
        let mut out = format!("{path}:{}:{}: {}\n", place.line, place.column, self.message);
        let _ = writeln!(out, "{gutter} | {line}");
        let _ = writeln!(out, "{} | {pad}{carets}", " ".repeat(gutter.len()));
        if let Some(remedy) = &self.remedy {
            let _ = writeln!(out, "{} = {remedy}", " ".repeat(gutter.len()));
        }
        out
    }
}

/// The known word nearest to a mistyped one, if any is near and has something in common with it.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            let longest = candidate.len().max(word.len());
            *distance <= 1 + longest / 4 && *distance < longest
        })
        .min()
        .map(|(_, candidate)| candidate)
}
