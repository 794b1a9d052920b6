//! Literals that a file, or the very node that a pattern begins at, must contain for the pattern
//! to match there.

use std::collections::BTreeMap;

use super::model::{Literal, LiteralSet};
use super::sexp::Sexp;

/// The sets of a pattern: of each, one literal must occur. Only what is certain is taken: text
/// compared with a captured node, import paths, and keywords or operators of the pattern itself.
/// Names of functions count (`#calls?`), since a call spells its callee's last name; types do
/// not, since a variable's type may be spelled in another file.
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
        if item.as_predicate().is_some() || matches!(item, Sexp::Capture(..)) {
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
            };
            here.insert(name, captured);
        }
        for (name, mut captured) in here {
            captured.always &= !optional;
            into.entry(name)
                .and_modify(|known| {
                    known.always |= captured.always;
                    known.name &= captured.name;
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
            name: all.flatten().all(|one| one.name),
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
        within: true,
    }
}

fn of_predicate(
    name: &str,
    args: &[Sexp],
    captures: &BTreeMap<&str, Captured>,
) -> Option<LiteralSet> {
    let (first, rest) = args.split_first()?;
    let texts: Vec<&str> = rest
        .iter()
        .filter_map(|arg| match arg {
            Sexp::Text(text, _) | Sexp::Word(text, _) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let capture = match first {
        Sexp::Capture(name, _) => captures.get(name.as_str()).copied(),
        _ => None,
    };
    let (texts, word, within) = match name {
        // Where a capture is absent a test of its text holds, and one of what it calls does not.
        "eq?" | "any-of?" => {
            let sure = capture.filter(|capture| capture.always)?;
            (texts, sure.name, true)
        }
        "pkg?" => {
            let stems = texts.iter().map(|path| path.trim_end_matches("/*"));
            (stems.collect(), false, false)
        }
        "calls?" => {
            let last =
                |name: &&'_ str| name.len() - name.rsplit(['.', '/']).next().map_or(0, str::len);
            let names = texts.iter().map(|name| &name[last(name)..]);
            (
                names.filter(|name| !name.contains('*')).collect(),
                true,
                true,
            )
        }
        _ => return None,
    };
    let complete = texts.len() == rest.len() && !texts.iter().any(|text| text.is_empty());
    let mut any: Vec<Literal> = texts
        .into_iter()
        .map(|text| Literal {
            text: text.to_owned(),
            word: word && is_word(text),
        })
        .collect();
    any.sort();
    any.dedup();
    (complete && !any.is_empty()).then_some(LiteralSet { any, within })
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
