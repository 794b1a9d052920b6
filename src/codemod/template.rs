//! Templates: minijinja with `@{ }`, `@% %@`, `@# #@`, over the captures of one match.
//!
//! What a template asks that only the engine can know (a fresh name, an import's local name, a
//! zero value) is a [`Question`]: rendering stops at an unanswered one, the engine answers, and
//! rendering starts again. So templates stay data and facts stay borrowed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, ErrorKind, UndefinedBehavior};

use crate::text::Span;

use super::functions;
use super::ledger::{CaptureObject, LEDGER, Ledger};

/// More questions than this in one template can only be a loop.
const MOST_QUESTIONS: usize = 200;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    let syntax = SyntaxConfig::builder()
        .variable_delimiters("@{", "}")
        .block_delimiters("@%", "%@")
        .comment_delimiters("@#", "#@")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    // The delimiters are constants; were they refused, no template would load, and tests tell.
    if let Ok(syntax) = syntax {
        env.set_syntax(syntax);
    }
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    functions::register(&mut env);
    env
}

/// A compiled template. Only captures and parameters that are always there are used in it, or
/// behind a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    fn answer(&mut self, question: &Question) -> Result<Value, String>;
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
    /// Compiles a template; `span` is its place in the TOML.
    ///
    /// # Errors
    /// A syntax error, with its place within `source` where it is known.
    pub fn compile(source: &str, span: Span) -> Result<Self, (String, Option<Span>)> {
        let template = ENVIRONMENT
            .template_from_str(source)
            .map_err(|error| syntax_error(&error))?;
        let mut captures: Vec<String> = template
            .undeclared_variables(false)
            .into_iter()
            .filter(|name| name != "params" && !functions::is_function(name))
            .filter(|name| !source.contains(&format!("set {name} =")))
            .collect();
        captures.sort();
        Ok(Self {
            source: source.to_owned(),
            span,
            captures,
        })
    }

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
        let failed = |error: minijinja::Error| RenderError::Failed(error.to_string());
        let template = ENVIRONMENT
            .template_from_str(&self.source)
            .map_err(failed)?;
        let ledger = Arc::new(Ledger::default());
        let context = self.context(captures, params, &ledger);
        ask_until_settled(&ledger, answers, || {
            template.render_with_spans(context.clone())
        })
        .map(|(text, spans)| {
            let inserts = spans
                .iter()
                .filter_map(|span| {
                    let range = span.source_range();
                    // Text that happens to read like a capture's name is only text.
                    let before = self.source.get(..range.start)?.trim_end();
                    let capture = self.source.get(range)?.trim();
                    let printed = before.ends_with("@{") || before.ends_with("@{-");
                    (printed && captures.contains_key(capture)).then(|| Insert {
                        capture: capture.to_owned(),
                        span: span.output_range().into(),
                    })
                })
                .collect();
            Rendered { text, inserts }
        })
    }

    fn context(
        &self,
        captures: &BTreeMap<String, CaptureText>,
        params: &BTreeMap<String, toml::Value>,
        ledger: &Arc<Ledger>,
    ) -> BTreeMap<String, Value> {
        let mut context = base_context(captures, params, ledger);
        for name in &self.captures {
            // A capture that took no part is false in a condition and an error elsewhere.
            context
                .entry(name.clone())
                .or_insert_with(|| Value::from(()));
        }
        context
    }
}

/// Evaluates an expression over captures and parameters: true, false, or `None` for unknown.
///
/// # Errors
/// [`RenderError`] as for [`Template::render`].
pub fn evaluate(
    expression: &str,
    captures: &BTreeMap<String, CaptureText>,
    params: &BTreeMap<String, toml::Value>,
    answers: &mut dyn Answers,
) -> Result<Option<bool>, RenderError> {
    let compiled = ENVIRONMENT
        .compile_expression(expression)
        .map_err(|error| RenderError::Failed(error.to_string()))?;
    let ledger = Arc::new(Ledger::default());
    let context = base_context(captures, params, &ledger);
    let value = ask_until_settled(&ledger, answers, || compiled.eval(context.clone()))?;
    Ok((!value.is_none() && !value.is_undefined()).then(|| value.is_true()))
}

/// Compiles an expression only to see whether that can be done.
///
/// # Errors
/// As [`Template::compile`].
pub(super) fn check_expression(expression: &str) -> Result<(), (String, Option<Span>)> {
    let compiled = ENVIRONMENT.compile_expression(expression);
    compiled.map(drop).map_err(|error| syntax_error(&error))
}

/// The names that an expression needs from outside, functions and parameters aside.
pub(super) fn names_of(expression: &str) -> Vec<String> {
    let compiled = ENVIRONMENT.compile_expression(expression);
    let names = compiled.map(|compiled| compiled.undeclared_variables(false));
    let mut names: Vec<String> = names
        .unwrap_or_default()
        .into_iter()
        .filter(|name| name != "params" && !functions::is_function(name))
        .collect();
    names.sort();
    names
}

/// Whether there is a test by this name: `x is name`.
pub(super) fn has_test(name: &str) -> bool {
    evaluation_fails_with(&format!("'' is {name}")) != Some(ErrorKind::UnknownTest)
}

/// Whether there is a function by this name.
pub(super) fn has_function(name: &str) -> bool {
    evaluation_fails_with(&format!("{name}()")) != Some(ErrorKind::UnknownFunction)
}

fn evaluation_fails_with(expression: &str) -> Option<ErrorKind> {
    let compiled = ENVIRONMENT.compile_expression(expression);
    let result = compiled.and_then(|compiled| compiled.eval(()));
    result.err().map(|error| error.kind())
}

fn syntax_error(error: &minijinja::Error) -> (String, Option<Span>) {
    let detail = error.detail().map(str::to_owned);
    let message = detail.unwrap_or_else(|| error.kind().to_string());
    (message, error.range().map(Span::from))
}

fn base_context(
    captures: &BTreeMap<String, CaptureText>,
    params: &BTreeMap<String, toml::Value>,
    ledger: &Arc<Ledger>,
) -> BTreeMap<String, Value> {
    let mut context: BTreeMap<String, Value> = captures
        .iter()
        .map(|(name, capture)| {
            let object = CaptureObject::new(name, &capture.text, ledger);
            (name.clone(), Value::from_object(object))
        })
        .collect();
    context.insert("params".to_owned(), Value::from(of_params(params)));
    context.insert(
        LEDGER.to_owned(),
        Value::from_dyn_object(Arc::clone(ledger)),
    );
    context
}

fn of_params(params: &BTreeMap<String, toml::Value>) -> BTreeMap<String, Value> {
    params
        .iter()
        .map(|(name, value)| (name.clone(), of_toml(value)))
        .collect()
}

fn of_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(flag) => Value::from(*flag),
        toml::Value::Datetime(time) => Value::from(time.to_string()),
        toml::Value::Array(items) => Value::from(items.iter().map(of_toml).collect::<Vec<_>>()),
        toml::Value::Table(table) => Value::from(
            table
                .iter()
                .map(|(k, v)| (k.clone(), of_toml(v)))
                .collect::<BTreeMap<_, _>>(),
        ),
    }
}

fn ask_until_settled<T>(
    ledger: &Arc<Ledger>,
    answers: &mut dyn Answers,
    render: impl Fn() -> Result<T, minijinja::Error>,
) -> Result<T, RenderError> {
    for _ in 0..MOST_QUESTIONS {
        let result = render();
        let declined = ledger.take_declined();
        match (ledger.take_open(), result) {
            // What came after an open question was said without its answer.
            (None, _) if declined.is_some() => {
                return Err(RenderError::Declined(declined.unwrap_or_default()));
            }
            (Some(question), _) => {
                let answer = answers.answer(&question).map_err(RenderError::Declined)?;
                ledger.settle(question, answer);
            }
            (None, Ok(value)) => return Ok(value),
            (None, Err(error)) => return Err(RenderError::Failed(error.to_string())),
        }
    }
    Err(RenderError::Failed("it asks without end".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Answers for Fixed {
        fn answer(&mut self, question: &Question) -> Result<Value, String> {
            match question.name.as_str() {
                "fresh" => Ok(Value::from(format!("{}2", question.args[0]))),
                "value" => Ok(Value::from("u@tcp(h)/d")),
                other => Err(format!("nobody knows {other}")),
            }
        }
    }

    fn captures() -> BTreeMap<String, CaptureText> {
        BTreeMap::from([
            (
                "map".to_owned(),
                CaptureText {
                    text: "c.m".to_owned(),
                },
            ),
            (
                "key".to_owned(),
                CaptureText {
                    text: "\"@{x}\"".to_owned(),
                },
            ),
        ])
    }

    fn render(source: &str) -> Result<Rendered, RenderError> {
        let template = Template::compile(source, Span::at(0)).expect("compiles");
        template.render(&captures(), &BTreeMap::new(), &mut Fixed)
    }

    #[test]
    fn captured_text_is_never_substituted_again_and_its_place_is_known() {
        let rendered = render("@{map}.LoadOrStore(@{key})").unwrap();
        assert_eq!(rendered.text, "c.m.LoadOrStore(\"@{x}\")");
        let places: Vec<_> = rendered
            .inserts
            .iter()
            .map(|i| i.span.slice(&rendered.text))
            .collect();
        assert_eq!(places, ["c.m", "\"@{x}\""]);
    }

    #[test]
    fn text_that_reads_like_a_capture_is_text() {
        let rendered = render("map @{fresh('key')} @{map}").unwrap();
        assert_eq!(rendered.text, "map key2 c.m");
        assert_eq!(rendered.inserts.len(), 1);
        assert_eq!(rendered.inserts[0].span.slice(&rendered.text), "c.m");
    }

    #[test]
    fn questions_are_answered_or_decline_the_fix() {
        assert_eq!(
            render("@{fresh('ctx')} := @{fresh('ctx')}").unwrap().text,
            "ctx2 := ctx2"
        );
        let declined = render("@{zero_value(map)}").unwrap_err();
        assert_eq!(
            declined,
            RenderError::Declined("nobody knows zero_value".to_owned())
        );
    }

    #[test]
    fn braces_nest_inside_an_expression() {
        let text = render("@{map.value | dsn_params({'timeout': '5s'})}")
            .unwrap()
            .text;
        assert_eq!(text, "u@tcp(h)/d?timeout=5s");
    }

    #[test]
    fn broken_templates_are_found_at_load() {
        assert!(Template::compile("@{map", Span::at(0)).is_err());
    }
}
