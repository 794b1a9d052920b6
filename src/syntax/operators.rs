//! Blanks around operators, as gofmt writes them: how close an operator stands to its operands
//! depends on how deep in an expression it is, so an expression that moves may have to be respaced.
//!
//! The rules are those of `go/printer`, for expressions that stand on one line.

use crate::text::{Edit, Span};

use super::node::{self, Descend};
use super::{Node, Source};

/// How deep in an expression a node stands, by gofmt's count: 1 on its own, more among several
/// arguments and as an operand.
#[must_use]
pub fn depth(of: Node<'_>) -> usize {
    let Some(parent) = of.parent() else {
        return 1;
    };
    let is = |field: &str| {
        let child = parent.child_by_field_name(field);
        child.is_some_and(|child| child.id() == of.id())
    };
    match parent.kind() {
        "binary_expression" => {
            let same = of.kind() == "binary_expression" && precedence(of) == precedence(parent);
            depth(parent) + usize::from(!(is("left") && same))
        }
        "argument_list" => parent
            .parent()
            .map_or(1, |call| depth(call) + several(parent)),
        "call_expression" => {
            depth(parent) + parent.child_by_field_name("arguments").map_or(0, several)
        }
        "selector_expression"
        | "unary_expression"
        | "type_assertion_expression"
        | "type_conversion_expression"
        | "variadic_argument" => depth(parent),
        "parenthesized_expression" => depth(parent).saturating_sub(1).max(1),
        "index_expression" if is("index") => depth(parent) + 1,
        "expression_list" => {
            let sides = ["left", "right"].map(|side| {
                let statement = parent.parent();
                let list = statement.and_then(|statement| statement.child_by_field_name(side));
                list.is_some_and(|list| node::children(list).len() > 1)
            });
            1 + usize::from(sides == [true, true])
        }
        _ => 1,
    }
}

fn several(arguments: Node<'_>) -> usize {
    usize::from(node::children(arguments).len() > 1)
}

/// The edits of a text that put blanks around the operators in an expression, or take them away, as
/// gofmt would. What spans lines is left alone, and so are functions in it.
#[must_use]
pub fn blanks(source: &Source, expression: Node<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    node::walk(expression, &mut |node| {
        if node.kind() == "func_literal" {
            return Descend::Past;
        }
        if node.kind() == "binary_expression" {
            edits.extend(around(source, node).into_iter().flatten());
        }
        Descend::Into
    });
    edits.sort();
    edits
}

/// The two gaps of one operator.
fn around(source: &Source, node: Node<'_>) -> Option<Vec<Edit>> {
    let left = node.child_by_field_name("left")?;
    let operator = node.child_by_field_name("operator")?;
    let right = node.child_by_field_name("right")?;
    let gaps = [
        Span::new(left.end_byte(), operator.start_byte()),
        Span::new(operator.end_byte(), right.start_byte()),
    ];
    let text = source.text();
    if gaps
        .iter()
        .any(|gap| !gap.slice(text).trim_matches(' ').is_empty())
    {
        return None;
    }
    let wanted = if precedence(node) < cutoff(node) {
        " "
    } else {
        ""
    };
    let wrong = gaps.into_iter().filter(|gap| gap.slice(text) != wanted);
    Some(wrong.map(|gap| Edit::replace(gap, wanted)).collect())
}

/// Operators that bind less tightly than this stand apart from their operands.
fn cutoff(node: Node<'_>) -> u8 {
    let mut seen = Seen::default();
    seen.look(node);
    let alone = depth(node) == 1;
    match seen {
        Seen { problem, .. } if problem > 0 => problem + 1,
        Seen {
            sum: true,
            product: true,
            ..
        } if alone => 5,
        _ if alone => 6,
        _ => 4,
    }
}

/// What there is in an expression without its parentheses.
#[derive(Default)]
struct Seen {
    sum: bool,
    product: bool,
    /// How loose two operators have to be not to read as another one.
    problem: u8,
}

impl Seen {
    fn look(&mut self, node: Node<'_>) {
        let own = precedence(node);
        self.sum |= own == 4;
        self.product |= own == 5;
        let operator = node
            .child_by_field_name("operator")
            .map_or("", |o| o.kind());
        if let Some(left) = node.child_by_field_name("left")
            && left.kind() == "binary_expression"
            && precedence(left) >= own
        {
            self.look(left);
        }
        let Some(right) = node.child_by_field_name("right") else {
            return;
        };
        match right.kind() {
            "binary_expression" if precedence(right) > own => self.look(right),
            "unary_expression" => {
                let unary = right
                    .child_by_field_name("operator")
                    .map_or("", |o| o.kind());
                self.problem = self.problem.max(match (operator, unary) {
                    ("/", "*") | ("&", "&" | "^") => 5,
                    ("+", "+") | ("-", "-") => 4,
                    _ => 0,
                });
            }
            _ => {}
        }
    }
}

fn precedence(node: Node<'_>) -> u8 {
    match node
        .child_by_field_name("operator")
        .map_or("", |o| o.kind())
    {
        "||" => 1,
        "&&" => 2,
        "==" | "!=" | "<" | "<=" | ">" | ">=" => 3,
        "+" | "-" | "|" | "^" => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::EditSet;

    /// A statement as gofmt would write it.
    fn formatted(statement: &str) -> String {
        let text = format!("package p\n\nfunc f() {{\n\t{statement}\n}}\n");
        let source = Source::parse(text.as_str()).unwrap();
        let mut edits = EditSet::new();
        for edit in blanks(&source, source.root()) {
            edits.add(edit).unwrap();
        }
        let after = edits.apply(&text);
        let lines: Vec<&str> = after.lines().collect();
        lines[3].trim().to_owned()
    }

    #[test]
    fn blanks_are_those_of_gofmt() {
        for statement in [
            "x = a + b",
            "x = a*b + c",
            "x = a + b*c",
            "x = a * b",
            "x = a<<1 | b",
            "f(a + b)",
            "f(a+b, c)",
            "f(g(a+b), c)",
            "f(g(a + b))",
            "x = a + f(b+c)",
            "x = (a + b) * c",
            "x = a == b+c && d",
            "x = a && b == c",
            "x, y = a+b, c",
            "return a + b, c",
            "x = m[a+b]",
            "x = T{F: a + b}",
            "x = \":\" + a + \":\" + b",
            "f(a == b, c)",
            "x = a - -b",
            "x = a / *b",
            "f(a, func() int { return a + b })",
        ] {
            assert_eq!(formatted(statement), statement);
            let spread = statement.replace('+', " + ").replace("  +  ", " + ");
            assert_eq!(formatted(&spread), statement, "{spread}");
        }
    }
}
