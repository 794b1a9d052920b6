//! Whether a value is `nil` where it stands.

use crate::syntax::{Node, node};

use super::super::{At, Declaration, Entity, Package, Truth};
use super::place::Read;
use super::stretch::Stretch;

/// Functions that never give `nil`.
const NEVER_NIL: [&str; 4] = ["errors.New", "fmt.Errorf", "make", "new"];

impl Package<'_> {
    /// `(#nil? @e)`: `nil` itself, or a variable that was compared with `nil` around the place and
    /// not written since. False for what is made there (a literal, an address, `errors.New`) and
    /// for a variable that was found not to be `nil`.
    #[must_use]
    pub fn is_nil(&self, at: At<'_>) -> Truth {
        let value = node::unparenthesized(at.node);
        match value.kind() {
            "nil" if self.is_predeclared_nil(at) => Truth::True,
            "composite_literal" | "func_literal" => Truth::False,
            "unary_expression" => {
                let address = value
                    .child_by_field_name("operator")
                    .is_some_and(|operator| operator.kind() == "&");
                if address {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            "call_expression" => {
                let made = self
                    .callee(at.with(value))
                    .is_some_and(|callee| NEVER_NIL.contains(&&*callee.name));
                if made { Truth::False } else { Truth::Unknown }
            }
            "identifier" => match self.entity(at.with(value)) {
                Entity::Declared(variable) => self.compared_around(at.with(value), variable),
                _ => Truth::Unknown,
            },
            _ => Truth::Unknown,
        }
    }

    /// Whether an expression is `nil`, and nothing declares that name.
    pub(super) fn is_predeclared_nil(&self, at: At<'_>) -> bool {
        let of = node::unparenthesized(at.node);
        of.kind() == "nil" && self.entity(at.with(of)) == Entity::Universe("nil".into())
    }

    /// What the innermost comparison with `nil` around a use of a variable says of it.
    fn compared_around(&self, at: At<'_>, variable: Declaration) -> Truth {
        let mut inner = at.node;
        for around in node::ancestors(at.node) {
            if node::is_function(around) {
                break;
            }
            if around.kind() == "if_statement"
                && let Some(condition) = around.child_by_field_name("condition")
            {
                let is = |field: &str| {
                    around
                        .child_by_field_name(field)
                        .is_some_and(|branch| branch.id() == inner.id())
                };
                let says = if is("consequence") {
                    self.known_if_true(at.with(condition), variable)
                } else if is("alternative") {
                    self.compares(at.with(condition), variable).negate()
                } else {
                    Truth::Unknown
                };
                if says != Truth::Unknown {
                    return if self.stays(variable, at.with(condition), inner) {
                        says
                    } else {
                        Truth::Unknown
                    };
                }
            }
            inner = around;
        }
        Truth::Unknown
    }

    /// What a condition that holds says of the variable: `v != nil && …` says that it is not `nil`.
    fn known_if_true(&self, condition: At<'_>, variable: Declaration) -> Truth {
        let of = node::unparenthesized(condition.node);
        let field = |name: &str| of.child_by_field_name(name);
        let both = field("operator").is_some_and(|operator| operator.kind() == "&&");
        if !both {
            return self.compares(condition.with(of), variable);
        }
        [field("left"), field("right")]
            .into_iter()
            .flatten()
            .map(|side| self.known_if_true(condition.with(side), variable))
            .find(|says| *says != Truth::Unknown)
            .unwrap_or(Truth::Unknown)
    }

    /// `v == nil` is true of `nil`, `v != nil` false; anything else says nothing.
    fn compares(&self, condition: At<'_>, variable: Declaration) -> Truth {
        let of = node::unparenthesized(condition.node);
        let field = |name: &str| of.child_by_field_name(name);
        let (Some(left), Some(operator), Some(right)) =
            (field("left"), field("operator"), field("right"))
        else {
            return Truth::Unknown;
        };
        let is_variable = left.kind() == "identifier"
            && self.entity(condition.with(left)) == Entity::Declared(variable);
        let with_nil = self.is_predeclared_nil(condition.with(right));
        match (is_variable && with_nil, operator.kind()) {
            (true, "==") => Truth::True,
            (true, "!=") => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Whether nothing can have written the variable between the comparison and the use.
    fn stays(&self, variable: Declaration, condition: At<'_>, branch: Node<'_>) -> bool {
        let Some(mut stretch) = Stretch::of(condition) else {
            return false;
        };
        stretch.span.end = branch.end_byte();
        self.changes(&[Read::Variable(variable)], &stretch) == Truth::False
    }
}
