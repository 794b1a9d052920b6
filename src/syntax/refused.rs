//! What Go refuses and the grammar lets pass: lists without a comma ahead of a closing bracket on a
//! line of its own, or with something behind `xs...`; expressions that are no statements; `go` and
//! `defer` of what is no call.

use super::Source;
use super::node::{self, Descend};
use crate::text::Span;

/// The lists and statements of the top-level declarations that hold one of the spans which Go
/// would refuse.
#[must_use]
pub fn refused(source: &Source, within: &[Span]) -> Vec<Span> {
    let mut refused = Vec::new();
    for declaration in node::children(source.root()) {
        let span = node::span(declaration);
        let hit = |touched: &Span| touched.start <= span.end && span.start <= touched.end;
        if !within.iter().any(hit) {
            continue;
        }
        node::walk(declaration, &mut |node| {
            let bad = match node.kind() {
                "argument_list"
                | "parameter_list"
                | "literal_value"
                | "type_arguments"
                | "type_parameter_list" => is_refused(node),
                "expression_statement" => !node::children(node).first().is_some_and(|of| does(*of)),
                "go_statement" | "defer_statement" => {
                    let call = node::children(node).first().copied();
                    !call.is_some_and(is_call)
                }
                _ => false,
            };
            if bad {
                refused.push(node::span(node));
            }
            Descend::Into
        });
    }
    refused
}

/// Whether an expression does something, and may be a statement: calls and receives.
fn does(of: super::Node<'_>) -> bool {
    let of = node::unparenthesized(of);
    let receives = || {
        let operator = of.child_by_field_name("operator");
        operator.is_some_and(|operator| operator.kind() == "<-")
    };
    is_call(of) || of.kind() == "unary_expression" && receives()
}

/// A call of an instance, `f[int](x)`, looks like a conversion.
fn is_call(of: super::Node<'_>) -> bool {
    matches!(of.kind(), "call_expression" | "type_conversion_expression")
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

    fn count(body: &str) -> usize {
        let text = format!("package p\n\nfunc f() {{\n{body}\n}}\n");
        let source = Source::parse(text.as_str()).unwrap();
        refused(&source, &[Span::new(0, text.len())]).len()
    }

    #[test]
    fn a_line_break_ahead_of_the_bracket_needs_a_comma() {
        assert_eq!(count("g(\n\t1,\n\t2, // two\n)"), 0);
        assert_eq!(count("g(\n\t1,\n\t2)"), 0);
        assert_eq!(count("g(\n)"), 0);
        assert_eq!(count("x := T{\n\ta: 1, // one\n\t// none\n}\n_ = x"), 0);
        assert_eq!(count("g(\n\t1,\n\t2\n)"), 1);
        assert_eq!(count("x := T{\n\ta: 1 // one\n}\n_ = x"), 1);
    }

    #[test]
    fn nothing_follows_what_stands_for_many() {
        assert_eq!(count("g(1, s...)\n\tg(s...,)"), 0);
        assert_eq!(count("g(s..., 1)"), 1);
    }

    #[test]
    fn statements_do_something() {
        assert_eq!(
            count("g()\n\t<-c\n\t(g())\n\tdefer g()\n\tgo func() {}()"),
            0
        );
        assert_eq!(count("3 + 3"), 1);
        assert_eq!(count("x"), 1);
        assert_eq!(count("defer 3 + 3"), 1);
        assert_eq!(count("go (g())"), 1);
    }
}
