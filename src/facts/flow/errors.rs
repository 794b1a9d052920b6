//! Whether an error has been looked at.

use crate::syntax::{Node, node};

use super::super::{At, Package, Truth, Type};
use super::outcome::statements;

impl Package<'_> {
    /// `(#error-checked? @s @n)`: the error that statement `s` assigns has been tested before `n`,
    /// in the same list, by an `if err != nil` that leaves. A statement that assigns none has
    /// nothing to check; one whose error goes to `_` has not been checked.
    #[must_use]
    pub fn error_checked(&self, statement: At<'_>, before: At<'_>) -> Truth {
        let (Some(left), Some(right)) = (
            statement.node.child_by_field_name("left"),
            statement.node.child_by_field_name("right"),
        ) else {
            return Truth::Unknown;
        };
        let error = Type::universe("error");
        let values = node::children(right);
        let [value] = values.as_slice() else {
            return Truth::Unknown;
        };
        let index = match self.type_of(statement.with(*value)) {
            Type::Tuple(all) => all.iter().position(|of| *of == error),
            Type::Unknown => {
                // What cannot be typed is judged by whether its last name is tested as an error.
                let last = node::children(left)
                    .len()
                    .checked_sub(1)
                    .filter(|last| *last > 0);
                match last {
                    Some(last) => Some(last),
                    None => return Truth::Unknown,
                }
            }
            of if of == error => Some(0),
            _ => None,
        };
        let Some(index) = index else {
            return Truth::True;
        };
        let Some(name) = node::children(left).get(index).copied() else {
            return Truth::Unknown;
        };
        let Some(list) = statement.node.parent() else {
            return Truth::Unknown;
        };
        let checked = statements(statement.with(list)).into_iter().any(|between| {
            between.node.start_byte() >= statement.node.end_byte()
                && between.node.end_byte() <= before.node.start_byte()
                && self.leaves_on_error(between, statement.with(name))
        });
        checked.into()
    }

    /// `if err != nil { … }` whose body leaves.
    fn leaves_on_error(&self, at: At<'_>, error: At<'_>) -> bool {
        let is = |kind: &str, of: Option<Node<'_>>| of.is_some_and(|of| of.kind() == kind);
        let Some(condition) = at.node.child_by_field_name("condition") else {
            return false;
        };
        let condition = node::unparenthesized(condition);
        let left = condition.child_by_field_name("left");
        let tests = is("binary_expression", Some(condition))
            && is("!=", condition.child_by_field_name("operator"))
            && is("nil", condition.child_by_field_name("right"))
            && left.is_some_and(|left| self.refers_to(at.with(left), error) == Truth::True);
        let body = at.node.child_by_field_name("consequence");
        at.node.kind() == "if_statement"
            && tests
            && body.is_some_and(|body| !self.outcome(at.with(body)).falls)
    }
}
