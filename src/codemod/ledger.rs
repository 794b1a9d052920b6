//! The questions of one rendering and their answers so far.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::value::{Kwargs, Object, ObjectRepr, Value};
use minijinja::{Error, ErrorKind, State};

use super::template::Question;

/// The context variable under which functions find the ledger; not a name a template can write.
pub(super) const LEDGER: &str = " ledger";

/// Questions, answers and refusals of one rendering.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    answers: BTreeMap<Question, Value>,
    open: Option<Question>,
    declined: Option<String>,
}

impl Ledger {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer, or `None` after noting the question down.
    fn ask(&self, question: Question) -> Option<Value> {
        let mut entries = self.entries();
        let answer = entries.answers.get(&question).cloned();
        if answer.is_none() && entries.open.is_none() {
            entries.open = Some(question);
        }
        answer
    }

    /// The question at which rendering stopped.
    pub fn take_open(&self) -> Option<Question> {
        self.entries().open.take()
    }

    /// Why a function declined.
    pub fn take_declined(&self) -> Option<String> {
        self.entries().declined.take()
    }

    /// Notes an answer down.
    pub fn settle(&self, question: Question, answer: Value) {
        self.entries().answers.insert(question, answer);
    }
}

impl Object for Ledger {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// A capture: prints as its text; attributes other than `text` and `name` are questions.
#[derive(Debug)]
pub(super) struct CaptureObject {
    name: String,
    text: String,
    ledger: Arc<Ledger>,
}

impl CaptureObject {
    pub fn new(name: &str, text: &str, ledger: &Arc<Ledger>) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            ledger: Arc::clone(ledger),
        }
    }
}

impl Object for CaptureObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "text" => Some(Value::from(self.text.as_str())),
            "name" => Some(Value::from(self.name.as_str())),
            attribute => self.ledger.ask(Question {
                name: attribute.to_owned(),
                args: vec![format!("@{}", self.name)],
            }),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A function whose answer only facts know.
pub(super) fn ask(
    state: &State<'_, '_>,
    name: &str,
    args: &[Value],
    kwargs: &Kwargs,
) -> Result<Value, Error> {
    let mut words: Vec<String> = args.iter().map(argument).collect();
    for key in kwargs.args() {
        let value: Value = kwargs.get(key)?;
        words.push(format!("{key}={}", argument(&value)));
    }
    let question = Question {
        name: name.to_owned(),
        args: words,
    };
    let ledger = ledger(state)?;
    ledger
        .ask(question)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "not answered yet"))
}

/// Declines the whole fix.
pub(super) fn decline(state: &State<'_, '_>, reason: String) -> Error {
    if let Ok(ledger) = ledger(state) {
        ledger.entries().declined = Some(reason.clone());
    }
    Error::new(ErrorKind::InvalidOperation, reason)
}

fn ledger(state: &State<'_, '_>) -> Result<Arc<Ledger>, Error> {
    state
        .lookup(LEDGER)
        .and_then(|value| value.downcast_object::<Ledger>())
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "no facts here"))
}

fn argument(value: &Value) -> String {
    match value.downcast_object_ref::<CaptureObject>() {
        Some(capture) => format!("@{}", capture.name),
        None => value.to_string(),
    }
}
