//! Lists that Go's parser refuses and the grammar lets pass: without a comma ahead of a closing
//! bracket on a line of its own, or with something behind `xs...`.

use super::Source;
use super::node::{self, Descend};
use crate::text::Span;

/// The lists below the top-level declarations that hold one of the spans which Go's parser would
/// refuse.
#[must_use]
pub fn refused_lists(source: &Source, within: &[Span]) -> Vec<Span> {
    let mut refused = Vec::new();
    for declaration in node::children(source.root()) {
        let span = node::span(declaration);
        let hit = |touched: &Span| touched.start <= span.end && span.start <= touched.end;
        if !within.iter().any(hit) {
            continue;
        }
        node::walk(declaration, &mut |node| {
            let list = matches!(
                node.kind(),
                "argument_list"
                    | "parameter_list"
                    | "literal_value"
                    | "type_arguments"
                    | "type_parameter_list"
            );
            if list && is_refused(node) {
                refused.push(node::span(node));
            }
            Descend::Into
        });
    }
    refused
}

fn is_refused(list: super::Node<'_>) -> bool {
    let mut cursor = list.walk();
    let parts: Vec<_> = list
        .children(&mut cursor)
        .filter(|part| part.kind() != "comment")
        .collect();
    let [_, inner @ .., close] = parts.as_slice() else {
        return false;
    };
    let Some(final_part) = inner.last() else {
        return false;
    };
    let broken =
        final_part.kind() != "," && final_part.end_position().row < close.start_position().row;
    let many = inner
        .iter()
        .position(|part| part.kind() == "variadic_argument");
    let behind = many.is_some_and(|many| inner[many + 1..].iter().any(|part| part.kind() != ","));
    broken || behind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> usize {
        let text = format!("package p\n\nfunc f() {{\n{body}\n}}\n");
        let source = Source::parse(text.as_str()).unwrap();
        refused_lists(&source, &[Span::new(0, text.len())]).len()
    }

    #[test]
    fn a_line_break_ahead_of_the_bracket_needs_a_comma() {
        assert_eq!(refused("g(\n\t1,\n\t2, // two\n)"), 0);
        assert_eq!(refused("g(\n\t1,\n\t2)"), 0);
        assert_eq!(refused("g(\n)"), 0);
        assert_eq!(refused("x := T{\n\ta: 1, // one\n\t// none\n}\n_ = x"), 0);
        assert_eq!(refused("g(\n\t1,\n\t2\n)"), 1);
        assert_eq!(refused("x := T{\n\ta: 1 // one\n}\n_ = x"), 1);
    }

    #[test]
    fn nothing_follows_what_stands_for_many() {
        assert_eq!(refused("g(1, s...)\n\tg(s...,)"), 0);
        assert_eq!(refused("g(s..., 1)"), 1);
    }
}
