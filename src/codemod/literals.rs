//! Literals that a file must contain for a pattern to match in it.

use super::model::LiteralSet;
use super::sexp::Sexp;

/// The sets of a pattern: of each, one literal must occur. Only what is certain is taken: text
/// compared with a captured node, import paths, and keywords or operators of the pattern itself.
/// Names of functions count (`#calls?`), since a call spells its callee's last name; types do
/// not, since a variable's type may be spelled in another file.
pub(super) fn of_pattern(pattern: &Sexp) -> Vec<LiteralSet> {
    let mut sets = Vec::new();
    collect(pattern, false, &mut sets);
    sets.sort();
    sets.dedup();
    sets
}

fn collect(item: &Sexp, optional: bool, sets: &mut Vec<LiteralSet>) {
    if let Some((name, _, args)) = item.as_predicate() {
        let texts: Vec<String> = args
            .iter()
            .skip(1)
            .filter_map(|arg| match arg {
                Sexp::Text(text, _) | Sexp::Word(text, _) => Some(text.clone()),
                _ => None,
            })
            .collect();
        let set: LiteralSet = match name {
            "eq?" | "any-of?" if args.len() > texts.len() => texts,
            "pkg?" => texts
                .iter()
                .map(|path| path.trim_end_matches("/*").to_owned())
                .collect(),
            "calls?" => texts
                .iter()
                .map(|name| name.rsplit(['.', '/']).next().unwrap_or(name).to_owned())
                .filter(|name| !name.contains('*'))
                .collect(),
            _ => Vec::new(),
        };
        let complete = set.len() + 1 == args.len() && !set.iter().any(String::is_empty);
        if complete && !optional && !set.is_empty() {
            sets.push(set);
        }
        return;
    }
    if let Sexp::Either(items, _) = item {
        for item in items {
            collect(item, true, sets);
        }
    }
    if let Sexp::List(items, _) = item {
        for (index, item) in items.iter().enumerate() {
            // What may be absent says nothing, and neither does one of several alternatives.
            let quantified = matches!(items.get(index + 1), Some(Sexp::Word(word, _)) if word == "?" || word == "*");
            match item {
                Sexp::Text(text, _) if !optional && !quantified && text.len() > 1 => {
                    sets.push(vec![text.clone()]);
                }
                Sexp::List(..) | Sexp::Either(..) => collect(item, optional || quantified, sets),
                _ => {}
            }
        }
        if let Some(Sexp::Word(kind, _)) = items.first()
            && let Some(keyword) = keyword(kind)
            && !optional
        {
            sets.push(vec![keyword.to_owned()]);
        }
    }
}

/// The keyword that every node of a kind is spelled with.
fn keyword(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "defer_statement" => "defer",
        "go_statement" => "go",
        "select_statement" => "select",
        "for_statement" => "for",
        "if_statement" => "if",
        "return_statement" => "return",
        "goto_statement" => "goto",
        "range_clause" => "range",
        "interface_type" => "interface",
        "struct_type" => "struct",
        "channel_type" => "chan",
        "map_type" => "map",
        "func_literal" | "function_declaration" | "method_declaration" => "func",
        "import_declaration" | "import_spec" => "import",
        _ => return None,
    })
}
