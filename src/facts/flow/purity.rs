//! Expressions without effects.

use crate::syntax::node;

use super::super::{At, Entity, Package, Truth};

/// Functions without effects that cannot panic on any argument.
const PURE_CALLS: [&str; 26] = [
    "len",
    "cap",
    "new",
    "min",
    "max",
    "complex",
    "real",
    "imag",
    "errors.New",
    "strconv.Itoa",
    "strconv.Format*",
    "strconv.Quote*",
    "fmt.Sprint*",
    "fmt.Errorf",
    "strings.To*",
    "strings.Trim*",
    "strings.Has*",
    "strings.Contains*",
    "strings.Index*",
    "strings.Join",
    "strings.Split*",
    "strings.Fields",
    "strings.EqualFold",
    "strings.Compare",
    "strings.Count",
    "path.Join",
];

impl Package<'_> {
    /// `(#pure? @e)`: evaluating it has no effect and cannot panic or block.
    #[must_use]
    pub fn is_pure(&self, at: At<'_>) -> Truth {
        self.pure(at, 0)
    }

    fn pure(&self, at: At<'_>, depth: usize) -> Truth {
        if depth > super::super::resolve::DEEPEST {
            return Truth::Unknown;
        }
        let node = at.node;
        let child = |field: &str| {
            node.child_by_field_name(field)
                .map_or(Truth::Unknown, |child| self.pure(at.with(child), depth + 1))
        };
        let all = || {
            node::children(node)
                .into_iter()
                .fold(Truth::True, |all, child| {
                    all.and(self.pure(at.with(child), depth + 1))
                })
        };
        match node.kind() {
            "int_literal"
            | "float_literal"
            | "imaginary_literal"
            | "rune_literal"
            | "true"
            | "false"
            | "nil"
            | "iota"
            | "interpreted_string_literal"
            | "raw_string_literal"
            | "func_literal"
            | "identifier" => Truth::True,
            kind if kind.ends_with("_type") || kind.ends_with("_identifier") => Truth::True,
            "parenthesized_expression"
            | "literal_value"
            | "literal_element"
            | "keyed_element"
            | "expression_list"
            | "argument_list" => all(),
            "composite_literal" => child("body"),
            "unary_expression" => {
                match node
                    .child_by_field_name("operator")
                    .map(|operator| operator.kind())
                {
                    Some("<-") => Truth::False,
                    Some("*") => Truth::Unknown,
                    _ => child("operand"),
                }
            }
            "binary_expression" => {
                let operator = node
                    .child_by_field_name("operator")
                    .map_or("", |op| op.kind());
                let divisor = node.child_by_field_name("right");
                let literal = divisor.is_some_and(|right| {
                    matches!(right.kind(), "int_literal" | "float_literal")
                        && !self
                            .text(at.with(right))
                            .trim_matches(['0', '.'])
                            .is_empty()
                });
                let can_panic = matches!(operator, "/" | "%" | "<<" | ">>") && !literal;
                let parts = child("left").and(child("right"));
                if can_panic {
                    parts.and(Truth::Unknown)
                } else {
                    parts
                }
            }
            "selector_expression" => self.pure_selector(at, depth),
            "call_expression" => self.pure_call(at, depth),
            "type_conversion_expression" => child("operand"),
            _ => Truth::Unknown,
        }
    }

    /// A package's member or a field; through a pointer it may panic.
    fn pure_selector(&self, at: At<'_>, depth: usize) -> Truth {
        let Some(operand) = at.node.child_by_field_name("operand") else {
            return Truth::Unknown;
        };
        if let Entity::Package(_) = self.entity(at.with(operand)) {
            return Truth::True;
        }
        let of = self.type_of(at.with(operand));
        let inner = self.pure(at.with(operand), depth + 1);
        match of {
            super::super::Type::Pointer(_) => {
                // A receiver that its method goes on to use is as good as not nil.
                match self.entity(at.with(operand)) {
                    Entity::Declared(d) if d.kind == super::super::Kind::Receiver => inner,
                    _ => inner.and(Truth::Unknown),
                }
            }
            super::super::Type::Named(..) | super::super::Type::Struct(_) => inner,
            _ => Truth::Unknown,
        }
    }

    fn pure_call(&self, at: At<'_>, depth: usize) -> Truth {
        let (Some(function), Some(arguments)) = (
            at.node.child_by_field_name("function"),
            at.node.child_by_field_name("arguments"),
        ) else {
            return Truth::Unknown;
        };
        let arguments = || self.pure(at.with(arguments), depth + 1);
        if self.is_type(at.with(function)) {
            // A conversion of a slice to an array may panic; of anything else it does not.
            return arguments();
        }
        let names: &[&str] = &PURE_CALLS;
        match self.callee(at) {
            Some(callee) if *callee.name == *"make" => {
                let sized = at.node.child_by_field_name("arguments").map(node::children);
                let literal = sized.unwrap_or_default().into_iter().skip(1);
                let literal = literal.into_iter().all(|size| size.kind() == "int_literal");
                if literal { Truth::True } else { Truth::Unknown }
            }
            Some(callee)
                if names
                    .iter()
                    .any(|n| super::super::call::covers(n, &callee.name)) =>
            {
                arguments()
            }
            Some(_) => Truth::False,
            None => Truth::Unknown,
        }
    }
}
