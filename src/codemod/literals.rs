//! Literals that a package, a file, or the very node that a pattern begins at must contain for the
//! pattern to match there.

use std::collections::BTreeMap;

use super::model::{Literal, LiteralSet, Predicate, PredicateArg, PredicateName, Reach, RuleQuery};
use super::sexp::Sexp;

/// The sets of a pattern: of each, one literal must occur. Only what is certain is taken: text
/// compared with a captured node, import paths, and keywords or operators of the pattern itself.
/// Names of functions count (`#calls?`), since a call spells its callee's last name. Types count
/// where they are spelled: in composite literals and parameters; a variable's type may be spelled
/// in another file. A type that has another name in another package is not looked for.
pub(super) fn of_pattern(pattern: &Sexp) -> Vec<LiteralSet> {
    let mut captures = BTreeMap::new();
    note_captures(std::slice::from_ref(pattern), &mut captures);
    let mut sets = Vec::new();
    collect(pattern, false, &captures, &mut sets);
    sets.sort();
    sets.dedup();
    sets
}

/// What is known of a capture of a pattern.
#[derive(Clone, Copy)]
struct Captured {
    /// It stands in every match.
    always: bool,
    /// What it captures is a name.
    name: bool,
    /// Its type is spelled where it stands, or in the declaration around it.
    typed: bool,
}

/// Kinds of nodes that are one name and nothing else.
const NAMES: [&str; 5] = [
    "identifier",
    "field_identifier",
    "type_identifier",
    "package_identifier",
    "label_name",
];

/// The captures of items that stand side by side.
fn note_captures<'s>(items: &'s [Sexp], into: &mut BTreeMap<&'s str, Captured>) {
    for (index, item) in items.iter().enumerate() {
        if item.as_predicate().is_some() || matches!(item, Sexp::Capture(..)) || is_quantifier(item)
        {
            continue;
        }
        let mut behind = items[index + 1..].iter();
        let optional = is_optional(items.get(index + 1));
        let mut here = BTreeMap::new();
        match item {
            Sexp::List(inner, _) => note_captures(inner, &mut here),
            Sexp::Either(inner, _) => note_alternatives(inner, &mut here),
            _ => {}
        }
        let own = behind.by_ref().skip_while(|next| is_quantifier(next));
        for capture in own {
            let Sexp::Capture(name, _) = capture else {
                break;
            };
            let captured = Captured {
                always: true,
                name: is_name(item),
                typed: spells_its_type(items, index),
            };
            here.insert(name, captured);
        }
        for (name, mut captured) in here {
            captured.always &= !optional;
            into.entry(name)
                .and_modify(|known| {
                    known.always |= captured.always;
                    known.name &= captured.name;
                    known.typed &= captured.typed;
                })
                .or_insert(captured);
        }
    }
}

/// A capture stands in every match if it does in every alternative.
fn note_alternatives<'s>(items: &'s [Sexp], into: &mut BTreeMap<&'s str, Captured>) {
    let mut alternatives = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if matches!(item, Sexp::List(..) | Sexp::Either(..) | Sexp::Text(..)) {
            let captures = items[index + 1..]
                .iter()
                .take_while(|next| is_quantifier(next) || matches!(next, Sexp::Capture(..)))
                .count();
            let mut here = BTreeMap::new();
            note_captures(&items[index..=index + captures], &mut here);
            alternatives.push(here);
        } else if !matches!(item, Sexp::Capture(..)) {
            // A wildcard or a field name: nothing is certain of what is captured beside it.
            alternatives.push(BTreeMap::new());
        }
    }
    for name in alternatives.iter().flat_map(BTreeMap::keys) {
        let all = alternatives.iter().map(|one| one.get(name));
        let captured = Captured {
            always: all.clone().all(|one| one.is_some_and(|one| one.always)),
            name: all.clone().flatten().all(|one| one.name),
            typed: all.flatten().all(|one| one.typed),
        };
        into.insert(name, captured);
    }
}

fn is_name(item: &Sexp) -> bool {
    match item {
        Sexp::List(items, _) => {
            matches!(items.as_slice(), [Sexp::Word(kind, _)] if NAMES.contains(&kind.as_str()))
        }
        Sexp::Either(items, _) => items.iter().all(is_name),
        _ => false,
    }
}

/// A composite literal, or the name of a parameter.
fn spells_its_type(items: &[Sexp], index: usize) -> bool {
    let head = |item: &Sexp, kind: &str| matches!(item, Sexp::Word(word, _) if word == kind);
    let is_name = || {
        let before = index.checked_sub(1).map(|before| &items[before]);
        before.is_some_and(|before| head(before, "name:"))
    };
    match &items[index] {
        Sexp::List(inner, _)
            if inner
                .first()
                .is_some_and(|item| head(item, "composite_literal")) =>
        {
            true
        }
        _ => {
            items
                .first()
                .is_some_and(|item| head(item, "parameter_declaration"))
                && is_name()
        }
    }
}

fn is_quantifier(item: &Sexp) -> bool {
    matches!(item, Sexp::Word(word, _) if matches!(word.as_str(), "?" | "*" | "+"))
}

fn is_optional(behind: Option<&Sexp>) -> bool {
    matches!(behind, Some(Sexp::Word(word, _)) if word == "?" || word == "*")
}

fn collect(
    item: &Sexp,
    optional: bool,
    captures: &BTreeMap<&str, Captured>,
    sets: &mut Vec<LiteralSet>,
) {
    if let Some((name, _, args)) = item.as_predicate() {
        if !optional {
            sets.extend(of_predicate(name, args, captures));
        }
        return;
    }
    if let Sexp::Either(items, _) = item {
        for item in items {
            collect(item, true, captures, sets);
        }
    }
    if let Sexp::List(items, _) = item {
        for (index, item) in items.iter().enumerate() {
            // What may be absent says nothing, and neither does one of several alternatives.
            let quantified = is_optional(items.get(index + 1));
            match item {
                Sexp::Text(text, _) if !optional && !quantified && text.len() > 1 => {
                    sets.push(spelled(text));
                }
                Sexp::List(..) | Sexp::Either(..) => {
                    collect(item, optional || quantified, captures, sets);
                }
                _ => {}
            }
        }
        if let Some(Sexp::Word(kind, _)) = items.first()
            && let Some(keyword) = keyword(kind)
            && !optional
        {
            sets.push(spelled(keyword));
        }
    }
}

/// A token that stands in every match.
fn spelled(token: &str) -> LiteralSet {
    LiteralSet {
        any: vec![Literal {
            text: token.to_owned(),
            word: is_word(token),
        }],
        reach: Reach::Node,
    }
}

fn of_predicate(name: &str, args: &[Sexp], captures: &BTreeMap<&str, Captured>) -> Vec<LiteralSet> {
    let Some((first, rest)) = args.split_first() else {
        return Vec::new();
    };
    let texts: Option<Vec<&str>> = rest
        .iter()
        .map(|arg| match arg {
            Sexp::Text(text, _) | Sexp::Word(text, _) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let Some(texts) = texts else {
        return Vec::new();
    };
    let capture = match first {
        Sexp::Capture(name, _) => captures.get(name.as_str()),
        _ => None,
    };
    let sets = match (name, capture) {
        // Where a capture is absent a test of its text holds, and one of what it calls does not.
        ("eq?" | "any-of?", Some(sure)) if sure.always => {
            vec![set(&texts, sure.name, Reach::Node)]
        }
        ("pkg?", Some(_)) => {
            let stems: Vec<_> = texts
                .iter()
                .map(|path| path.trim_end_matches("/*"))
                .collect();
            vec![set(&stems, false, Reach::File)]
        }
        ("calls?", Some(_)) => {
            let names: Vec<_> = texts.iter().map(|name| last_name(name)).collect();
            vec![set(&names, true, Reach::Node)]
        }
        ("type?", Some(sure)) if sure.always && sure.typed => of_types(&texts),
        _ => Vec::new(),
    };
    sets.into_iter().flatten().collect()
}

/// The names of types, and the packages that they are from.
fn of_types(types: &[&str]) -> Vec<Option<LiteralSet>> {
    let parts: Option<Vec<(&str, &str)>> = types
        .iter()
        .map(|name| name.trim_start_matches('*').rsplit_once('.'))
        .collect();
    let Some(parts) = parts else {
        return Vec::new();
    };
    let (paths, names): (Vec<&str>, Vec<&str>) = parts.into_iter().unzip();
    let stems: Vec<&str> = paths
        .iter()
        .map(|path| path.trim_end_matches("/*"))
        .collect();
    let plain = |path: &&str| {
        let mut bytes = path.bytes();
        bytes.all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
    };
    if !stems.iter().all(plain) || !names.iter().all(|name| is_word(name)) {
        return Vec::new();
    }
    vec![
        set(&names, true, Reach::Type),
        set(&stems, false, Reach::Import),
    ]
}

fn last_name(name: &str) -> &str {
    name.rsplit(['.', '/']).next().unwrap_or(name)
}

/// One of these texts, unless one may be anything.
fn set(texts: &[&str], word: bool, reach: Reach) -> Option<LiteralSet> {
    let mut any: Vec<Literal> = texts
        .iter()
        .map(|text| Literal {
            text: (*text).to_owned(),
            word: word && is_word(text),
        })
        .collect();
    any.sort();
    any.dedup();
    let anything = any
        .iter()
        .any(|literal| literal.text.is_empty() || (word && literal.text.contains('*')));
    (!anything && !any.is_empty()).then_some(LiteralSet { any, reach })
}

/// What the named queries need that a rule's query asks to match somewhere (`#contains?`).
pub(super) fn add_contained(query: &mut RuleQuery, named: &BTreeMap<String, RuleQuery>) {
    for (needs, predicates) in query.needs.iter_mut().zip(&query.predicates) {
        let contained = predicates
            .iter()
            .filter_map(|predicate| contained(predicate, named));
        needs.literals.extend(contained.flatten());
        needs.literals.sort();
        needs.literals.dedup();
    }
}

fn contained(
    predicate: &Predicate,
    named: &BTreeMap<String, RuleQuery>,
) -> Option<Vec<LiteralSet>> {
    let (PredicateName::Contains, false) = (predicate.name, predicate.negated) else {
        return None;
    };
    let [region, PredicateArg::Text(name)] = predicate.args.as_slice() else {
        return None;
    };
    let reach = match region {
        PredicateArg::Text(region) if region == "package" => Reach::Package,
        PredicateArg::Text(_) => Reach::File,
        // What a pattern captures stands in the node that it begins at.
        PredicateArg::Capture(_) => Reach::Node,
    };
    let (first, others) = named.get(name)?.needs.split_first()?;
    // Of several patterns any may be the one that matches: what all of them need is needed.
    let sets = first.literals.iter().filter(|set| {
        others.iter().all(|other| other.literals.contains(set))
            && (set.reach == Reach::Node || set.reach == Reach::File)
    });
    let here = sets.map(|set| LiteralSet {
        any: set.any.clone(),
        reach: match set.reach {
            Reach::Node => reach,
            _ if reach == Reach::Package => reach,
            _ => Reach::File,
        },
    });
    Some(here.collect())
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The keyword or operator that every node of a kind is spelled with.
fn keyword(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "defer_statement" => "defer",
        "go_statement" => "go",
        "select_statement" => "select",
        "for_statement" => "for",
        "if_statement" => "if",
        "return_statement" => "return",
        "goto_statement" => "goto",
        "break_statement" => "break",
        "continue_statement" => "continue",
        "expression_switch_statement" | "type_switch_statement" => "switch",
        "range_clause" => "range",
        "communication_case" | "expression_case" | "type_case" => "case",
        "default_case" => "default",
        "interface_type" => "interface",
        "struct_type" => "struct",
        "channel_type" => "chan",
        "map_type" => "map",
        "func_literal" | "function_declaration" | "method_declaration" => "func",
        "import_declaration" => "import",
        "var_declaration" => "var",
        "const_declaration" => "const",
        "type_declaration" => "type",
        "short_var_declaration" => ":=",
        "send_statement" => "<-",
        "nil" => "nil",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sexp;
    use super::*;

    #[test]
    fn an_optional_capture_promises_nothing() {
        let texts = |pattern: &str| -> Vec<String> {
            let items = sexp::read(pattern).unwrap();
            let sets = of_pattern(&items[0]).into_iter();
            sets.flat_map(|set| set.any).map(|one| one.text).collect()
        };
        assert_eq!(texts("((call (identifier) @x) (#eq? @x \"a\"))"), ["a"]);
        for quantifier in ["?", "*"] {
            let pattern = format!("((call (identifier){quantifier} @x) (#eq? @x \"a\"))");
            assert_eq!(texts(&pattern), [""; 0], "{quantifier}");
        }
    }
}
