//! Near misses: what looks like a finding, and is none.
//!
//! A query first finds what its codemod is about and then turns some of it down. Code of which it
//! is known that the codemod is not about it is no near miss: another type, another function,
//! another place. Unless it looks the same, that is: by name, by text, by the loop around it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::codemod::{Predicate, PredicateArg, PredicateName as Name};
use crate::facts::{At, Truth};
use crate::syntax::node;

use super::bindings::Bindings;
use super::outcome::NearMiss;
use super::predicate::Judge;

/// A near miss, and how many guards turned it down.
pub(super) type Counted = (NearMiss, usize);

/// Why a match is a near miss: what turned it down first, in words, and how much else did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    /// The guard, as written.
    pub guard: String,
    /// In words.
    pub message: String,
    /// How many guards did not hold.
    pub failed: usize,
}

impl Reason {
    /// A match that is not the only one of its place.
    pub fn ambiguous() -> Self {
        Self {
            guard: "one match".to_owned(),
            message: "one match is meant, and there are several here".to_owned(),
            failed: 0,
        }
    }

    fn of(guard: String, truth: Truth, failed: usize) -> Self {
        let message = match truth {
            Truth::Unknown => format!("{guard} is not known to hold here"),
            Truth::True | Truth::False => format!("{guard} does not hold here"),
        };
        Self {
            guard,
            message,
            failed,
        }
    }
}

/// Why a match that was turned down is a near miss, if it is one.
pub(super) fn reason<'p>(
    judge: &Judge<'p, '_>,
    predicates: &[Predicate],
    bindings: &Bindings<'p>,
) -> Option<Reason> {
    let mut first: Option<(String, Truth)> = None;
    let mut failed = 0;
    for predicate in predicates {
        let truth = judge.predicate(predicate, bindings);
        if truth.holds() {
            continue;
        }
        if truth == Truth::False && is_far(judge, predicate, bindings) {
            return None;
        }
        failed += 1;
        first.get_or_insert_with(|| (predicate.to_string(), truth));
    }
    if first.is_none() {
        let when = judge.rule.when.as_ref()?;
        first = Some(("when".to_owned(), judge.condition(when, bindings)));
        failed = 1;
    }
    let (guard, truth) = first?;
    Some(Reason::of(guard, truth, failed))
}

/// Whether a predicate that is known not to hold says that this is not what its codemod is about.
fn is_far<'p>(judge: &Judge<'p, '_>, predicate: &Predicate, bindings: &Bindings<'p>) -> bool {
    if predicate.negated {
        return false;
    }
    let package = judge.package;
    let nodes = |index: usize| match predicate.args.get(index) {
        Some(PredicateArg::Capture(name)) => bindings.all(name),
        _ => &[],
    };
    let texts = || {
        predicate.args.iter().filter_map(|arg| match arg {
            PredicateArg::Text(text) => Some(text.as_str()),
            PredicateArg::Capture(_) => None,
        })
    };
    let looks_the_same = |spelled: &dyn Fn(At<'p>) -> String| {
        nodes(0).iter().any(|at| {
            let spelled = spelled(*at);
            texts().any(|wanted| last_name(wanted) == last_name(&spelled))
        })
    };
    match predicate.name {
        Name::Calls => {
            let spelled = |at: &At<'p>| {
                let function = at.node.child_by_field_name("function");
                function.map_or("", |node| package.text(at.with(node)))
            };
            !nodes(0).iter().any(|at| {
                let mut names = texts();
                names.any(|name| is_spelled_like(spelled(at), name))
            })
        }
        Name::Type => !looks_the_same(&|at| package.type_of(at).to_string()),
        Name::Pkg => !looks_the_same(&|at| package.text(at).to_owned()),
        Name::Same => {
            let text = |index: usize| nodes(index).first().map(|at| package.text(*at));
            text(0) != text(1)
        }
        // What leaves a loop each time around looks as if it were repeated.
        Name::InLoop => !nodes(0).iter().any(|at| {
            node::ancestors(at.node)
                .take_while(|ancestor| !node::is_function(*ancestor))
                .any(|ancestor| ancestor.kind() == "for_statement")
        }),
        Name::Kind
        | Name::Implements
        | Name::Returns
        | Name::Inside
        | Name::Field
        | Name::RefersTo
        | Name::SameNode
        | Name::SameIndex
        | Name::Within => true,
        _ => false,
    }
}

/// Whether the function of a call is spelled as one of this full name might be: `sql.Open` or
/// `Open` for `database/sql.Open`, and anything's `Load` for `sync.Map.Load`.
fn is_spelled_like(spelled: &str, name: &str) -> bool {
    if last_name(spelled) != last_name(name) {
        return false;
    }
    let short = name.rsplit('/').next().unwrap_or(name);
    let function = short.matches('.').count() < 2;
    !function || !spelled.contains('.') || spelled == short
}

/// The last name of a function, type or import path, without what makes it another type.
fn last_name(text: &str) -> &str {
    let text = text.trim_end_matches("/*").trim_end_matches('*');
    let text = text.trim_start_matches(['*', '[', ']']);
    let text = text.split('[').next().unwrap_or(text);
    text.rsplit(['.', '/']).next().unwrap_or(text)
}

/// Of the near misses of a codemod at one place the one that got furthest.
pub(super) fn nearest(near_misses: Vec<Counted>) -> Vec<NearMiss> {
    let mut best: BTreeMap<(Arc<str>, usize), Counted> = BTreeMap::new();
    for (near, failed) in near_misses {
        let place = (Arc::clone(&near.codemod), near.start.offset);
        match best.get(&place) {
            Some((_, least)) if *least <= failed => {}
            _ => {
                best.insert(place, (near, failed));
            }
        }
    }
    best.into_values().map(|(near, _)| near).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_look_like_others() {
        for (spelled, name, like) in [
            ("sql.Open", "database/sql.Open", true),
            ("Open", "database/sql.Open", true),
            ("os.Open", "database/sql.Open", false),
            ("c.m.Load", "sync.Map.Load", true),
            ("c.m.Store", "sync.Map.Load", false),
            ("close", "close", true),
        ] {
            assert_eq!(is_spelled_like(spelled, name), like, "{spelled} {name}");
        }
    }

    #[test]
    fn names_are_the_last_of_what_is_written() {
        for (text, name) in [
            ("net/http.Client", "Client"),
            ("*net/http.Client", "Client"),
            ("[]*net/http.Client", "Client"),
            ("sync/atomic.Pointer[net/http.Client]", "Pointer"),
            ("github.com/redis/go-redis/*", "go-redis"),
            ("go.uber.org/zap.*", ""),
            ("c.m.Load", "Load"),
            ("http", "http"),
        ] {
            assert_eq!(last_name(text), name, "{text}");
        }
    }
}
