//! Predicates and conditions as written → checked.

use std::fmt;

use crate::text::Span;

use super::model::{Condition, Predicate, PredicateArg, PredicateName};
use super::problem::{Problem, nearest};
use super::sexp::{self, Sexp};

/// What a predicate's argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Capture,
    /// A capture, or `function`, `file` or `package`
    Region,
    Text,
    /// One string or more
    Texts,
    /// A capture or a string
    Either,
}

/// Every semantic predicate, with its arguments.
const TABLE: [(&str, PredicateName, &[Slot]); 43] = [
    ("eq", PredicateName::Eq, &[Slot::Capture, Slot::Either]),
    ("match", PredicateName::Match, &[Slot::Capture, Slot::Text]),
    (
        "any-of",
        PredicateName::AnyOf,
        &[Slot::Capture, Slot::Texts],
    ),
    ("pkg", PredicateName::Pkg, &[Slot::Capture, Slot::Texts]),
    ("type", PredicateName::Type, &[Slot::Capture, Slot::Texts]),
    ("calls", PredicateName::Calls, &[Slot::Capture, Slot::Texts]),
    (
        "implements",
        PredicateName::Implements,
        &[Slot::Capture, Slot::Text],
    ),
    ("same", PredicateName::Same, &[Slot::Capture, Slot::Capture]),
    (
        "refers-to",
        PredicateName::RefersTo,
        &[Slot::Capture, Slot::Capture],
    ),
    ("pure", PredicateName::Pure, &[Slot::Capture]),
    ("const", PredicateName::Const, &[Slot::Capture]),
    (
        "inside",
        PredicateName::Inside,
        &[Slot::Capture, Slot::Texts],
    ),
    ("in-loop", PredicateName::InLoop, &[Slot::Capture]),
    (
        "contains",
        PredicateName::Contains,
        &[Slot::Region, Slot::Text],
    ),
    (
        "used-after",
        PredicateName::UsedAfter,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "assigned",
        PredicateName::Assigned,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "escapes",
        PredicateName::Escapes,
        &[Slot::Capture, Slot::Capture],
    ),
    ("terminates", PredicateName::Terminates, &[Slot::Capture]),
    (
        "leaves",
        PredicateName::Leaves,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "jumps-to",
        PredicateName::JumpsTo,
        &[Slot::Capture, Slot::Capture],
    ),
    ("nil", PredicateName::Nil, &[Slot::Capture]),
    (
        "returns",
        PredicateName::Returns,
        &[Slot::Capture, Slot::Texts],
    ),
    ("where", PredicateName::Where, &[Slot::Text]),
    (
        "same-index",
        PredicateName::SameIndex,
        &[Slot::Capture, Slot::Capture],
    ),
    ("go", PredicateName::Go, &[Slot::Text]),
    ("param", PredicateName::Param, &[Slot::Text, Slot::Texts]),
    ("requires", PredicateName::Requires, &[Slot::Texts]),
    ("present", PredicateName::Present, &[Slot::Capture]),
    (
        "error-checked",
        PredicateName::ErrorChecked,
        &[Slot::Capture, Slot::Capture],
    ),
    ("file", PredicateName::File, &[Slot::Texts]),
    ("field", PredicateName::Field, &[Slot::Capture, Slot::Texts]),
    ("kind", PredicateName::Kind, &[Slot::Capture, Slot::Texts]),
    (
        "within",
        PredicateName::Within,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "same-node",
        PredicateName::SameNode,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "same-function",
        PredicateName::SameFunction,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "before",
        PredicateName::Before,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "follows",
        PredicateName::Follows,
        &[Slot::Capture, Slot::Capture],
    ),
    ("first", PredicateName::First, &[Slot::Capture]),
    ("last", PredicateName::Last, &[Slot::Capture]),
    (
        "means-same",
        PredicateName::MeansSame,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "depends-on",
        PredicateName::DependsOn,
        &[Slot::Capture, Slot::Capture],
    ),
    (
        "only-makes",
        PredicateName::OnlyMakes,
        &[Slot::Capture, Slot::Capture, Slot::Capture],
    ),
    (
        "has-method",
        PredicateName::HasMethod,
        &[Slot::Capture, Slot::Texts],
    ),
];

impl PredicateName {
    /// The name as written in a query, without `#`, `not-` and `?`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let known = TABLE.iter().find(|(_, name, _)| *name == self);
        known.map_or("", |(text, ..)| text)
    }
}

impl PredicateName {
    /// Roughly what it costs to ask: text, then names and types, then searches, then flow.
    pub(super) fn cost(self) -> u8 {
        match self {
            Self::Eq
            | Self::Match
            | Self::AnyOf
            | Self::Present
            | Self::Param
            | Self::Go
            | Self::File
            | Self::Field
            | Self::SameNode
            | Self::Within
            | Self::Before
            | Self::First
            | Self::Last
            | Self::SameFunction => 0,
            // What is in no loop is mostly told by its ancestors.
            Self::Inside | Self::SameIndex | Self::Requires | Self::InLoop => 1,
            Self::Pkg | Self::RefersTo => 2,
            Self::Calls
            | Self::Type
            | Self::Kind
            | Self::Implements
            | Self::Returns
            | Self::Const
            | Self::HasMethod => 3,
            // Neighbours are cheap to tell; but first it is asked whether the two belong together.
            Self::Pure
            | Self::Same
            | Self::Terminates
            | Self::Leaves
            | Self::JumpsTo
            | Self::Nil
            | Self::ErrorChecked
            | Self::Follows
            | Self::MeansSame => 4,
            Self::Contains
            | Self::UsedAfter
            | Self::Assigned
            | Self::Escapes
            | Self::Where
            | Self::DependsOn
            | Self::OnlyMakes => 5,
        }
    }
}

/// As in a query, without its arguments: `#not-escapes?`.
impl fmt::Display for Predicate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let negation = if self.negated { "not-" } else { "" };
        write!(out, "#{negation}{}?", self.name.as_str())
    }
}

/// Predicates that tree-sitter applies itself when they stand in a query.
pub(super) fn is_textual(name: &str) -> bool {
    let name = name.trim_end_matches('?');
    let name = name
        .strip_prefix("any-")
        .filter(|rest| *rest != "of")
        .unwrap_or(name);
    let name = name.strip_prefix("not-").unwrap_or(name);
    matches!(name, "eq" | "match" | "any-of")
}

/// Reads a condition: predicates in sequence, `(and …)`, `(or …)`, `(not …)`.
pub(super) fn condition(text: &str) -> Result<Condition, Problem> {
    let items = sexp::read(text).map_err(|(message, span)| Problem::new(message, span))?;
    if items.is_empty() {
        return Err(Problem::new("an empty condition", Span::new(0, text.len())));
    }
    all(&items)
}

fn all(items: &[Sexp]) -> Result<Condition, Problem> {
    let mut parts = items.iter().map(part).collect::<Result<Vec<_>, _>>()?;
    if parts.len() == 1 {
        return Ok(parts.remove(0));
    }
    Ok(Condition::All(parts))
}

fn part(item: &Sexp) -> Result<Condition, Problem> {
    if let Some((name, span, args)) = item.as_predicate() {
        return predicate(name, span, args).map(Condition::Is);
    }
    if let Sexp::List(items, span) = item
        && let Some((Sexp::Word(word, place), rest)) = items.split_first()
    {
        let parts = || rest.iter().map(part).collect::<Result<Vec<_>, _>>();
        return match (word.as_str(), rest) {
            ("and", _) => parts().map(Condition::All),
            ("or", _) => parts().map(Condition::Any),
            ("not", [only]) => Ok(Condition::Not(Box::new(part(only)?))),
            ("not", _) => Err(Problem::new("`not` takes one condition", *span)),
            _ => Err(Problem::new(format!("`{word}` is no condition"), *place)
                .with_remedy("conditions are predicates such as (#pure? @x), and, or, not")),
        };
    }
    Err(Problem::new(
        "a condition is made of predicates such as (#pure? @x)",
        item.span(),
    ))
}

/// Checks one predicate: its name and its arguments.
pub(super) fn predicate(name: &str, span: Span, args: &[Sexp]) -> Result<Predicate, Problem> {
    let Some(stem) = name.strip_suffix('?') else {
        return Err(Problem::new(format!("#{name} does nothing here"), span)
            .with_remedy("predicates end in `?`; directives such as #set! are not applied"));
    };
    let (negated, stem) = match stem.strip_prefix("not-") {
        Some(rest) => (true, rest),
        None => (false, stem),
    };
    let Some((_, name, slots)) = TABLE.iter().find(|(known, ..)| *known == stem) else {
        let problem = Problem::new(format!("there is no predicate #{stem}?"), span);
        return Err(
            match nearest(stem, TABLE.iter().map(|(known, ..)| *known)) {
                Some(known) => problem.with_remedy(format!("did you mean #{known}?")),
                None => problem,
            },
        );
    };
    Ok(Predicate {
        name: *name,
        negated,
        args: arguments(stem, span, slots, args)?,
    })
}

fn arguments(
    name: &str,
    span: Span,
    slots: &[Slot],
    args: &[Sexp],
) -> Result<Vec<PredicateArg>, Problem> {
    let many = slots.last() == Some(&Slot::Texts);
    if args.len() < slots.len() || (args.len() > slots.len() && !many) {
        let wanted = slots.len();
        let more = if many { " or more" } else { "" };
        return Err(Problem::new(
            format!(
                "#{name}? takes {wanted}{more} arguments, not {}",
                args.len()
            ),
            span,
        ));
    }
    args.iter()
        .enumerate()
        .map(|(index, arg)| argument(name, slots[index.min(slots.len() - 1)], arg))
        .collect()
}

fn argument(name: &str, slot: Slot, arg: &Sexp) -> Result<PredicateArg, Problem> {
    match (slot, arg) {
        (Slot::Capture | Slot::Region | Slot::Either, Sexp::Capture(capture, _)) => {
            Ok(PredicateArg::Capture(capture.as_str().into()))
        }
        (Slot::Text | Slot::Texts | Slot::Either, Sexp::Text(text, _) | Sexp::Word(text, _)) => {
            Ok(PredicateArg::Text(text.clone()))
        }
        (Slot::Region, Sexp::Word(word, _))
            if matches!(word.as_str(), "function" | "file" | "package") =>
        {
            Ok(PredicateArg::Text(word.clone()))
        }
        (slot, arg) => {
            let wanted = match slot {
                Slot::Capture => "a capture",
                Slot::Region => "a capture, `function`, `file` or `package`",
                Slot::Text | Slot::Texts => "a string",
                Slot::Either => "a capture or a string",
            };
            Err(Problem::new(
                format!("#{name}? takes {wanted} here"),
                arg.span(),
            ))
        }
    }
}
