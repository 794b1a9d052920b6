//! Where the matches of a pattern can begin, so that not every query has to walk every tree.

use crate::syntax;

use super::model::Roots;
use super::sexp::Sexp;

/// The nodes that a pattern can begin at, read off its text. Where that does not tell, it may
/// begin anywhere.
pub(super) fn of_pattern(pattern: &Sexp) -> Roots {
    match pattern {
        Sexp::Either(items, _) => {
            let mut all = Vec::new();
            for item in items {
                match item {
                    Sexp::Capture(..) => {}
                    Sexp::List(..) | Sexp::Either(..) => match of_pattern(item) {
                        Roots::Kinds(kinds) => all.extend(kinds),
                        Roots::Declarations | Roots::File => return Roots::File,
                    },
                    _ => return Roots::File,
                }
            }
            all.sort_unstable();
            all.dedup();
            Roots::Kinds(all)
        }
        Sexp::List(items, _) => match items.split_first() {
            Some((Sexp::Word(kind, _), inner)) if kind == "_" => wildcard(inner),
            Some((Sexp::Word(kind, _), inner)) => of_kind(kind, inner),
            _ => group(items),
        },
        _ => Roots::File,
    }
}

/// A node of any kind. One with a field is no file, so it is, or is in, a declaration.
fn wildcard(inner: &[Sexp]) -> Roots {
    let has_field = inner.windows(3).any(|items| match items {
        [Sexp::Word(field, _), Sexp::List(..), behind] => {
            field.ends_with(':') && !matches!(behind, Sexp::Word(word, _) if matches!(word.as_str(), "?" | "*" | "+"))
        }
        _ => false,
    }) || matches!(inner, [.., Sexp::Word(field, _), Sexp::List(..)] if field.ends_with(':'));
    if has_field {
        Roots::Declarations
    } else {
        Roots::File
    }
}

fn of_kind(kind: &str, inner: &[Sexp]) -> Roots {
    // `(supertype/kind)`, and kinds that are never asked for by themselves.
    let plain = kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        && !kind.starts_with('_')
        && !matches!(inner.first(), Some(Sexp::Word(word, _)) if word.starts_with('/'));
    let language = syntax::language();
    let id = language.id_for_node_kind(kind, true);
    if !plain || id == 0 || language.node_kind_is_supertype(id) {
        return Roots::File;
    }
    Roots::Kinds(vec![id])
}

/// Parentheses around a pattern and its predicates. Siblings begin nowhere in particular.
fn group(items: &[Sexp]) -> Roots {
    let mut only = None;
    for item in items {
        if item.as_predicate().is_some() || matches!(item, Sexp::Capture(..)) {
            continue;
        }
        if only.is_some() || !matches!(item, Sexp::List(..) | Sexp::Either(..)) {
            return Roots::File;
        }
        only = Some(item);
    }
    only.map_or(Roots::File, of_pattern)
}
