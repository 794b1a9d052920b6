//! Whether an error has been looked at.

use crate::syntax::{Node, node};

use super::super::select::Selected;
use super::super::{At, Declaration, Entity, Package, Truth, Type};
use super::outcome::statements;
use super::place::Read;
use super::stretch::Stretch;

/// What a statement assigns errors to.
struct Errors<'p> {
    targets: Vec<At<'p>>,
    /// Whether that it is an error is told by its place alone.
    guessed: bool,
}

impl Package<'_> {
    /// `(#error-checked? @s @n)`: the error that statement `s` assigns has been tested before `n`,
    /// in the same list, by an `if err != nil` that leaves, and was not assigned anew before that.
    /// Where `n` stands outside of the list, the branch may lead there, so that it is not known.
    /// A statement that assigns none has nothing to check; one whose error goes to `_` has not
    /// been checked.
    #[must_use]
    pub fn error_checked(&self, statement: At<'_>, before: At<'_>) -> Truth {
        let Some(Errors { targets, guessed }) = self.errors_of(statement) else {
            return Truth::Unknown;
        };
        let list = statement.node.parent();
        let Some(list) = list.filter(|list| list.kind() == "statement_list") else {
            return if targets.is_empty() {
                Truth::True
            } else {
                Truth::Unknown
            };
        };
        let inside = node::span(list).contains(node::span(before.node));
        let later: Vec<At<'_>> = statements(statement.with(list))
            .into_iter()
            .filter(|one| {
                one.node.start_byte() >= statement.node.end_byte()
                    && one.node.start_byte() <= before.node.start_byte()
            })
            .collect();
        let checked = targets.into_iter().fold(Truth::True, |all, error| {
            all.and(match self.entity(error) {
                Entity::Blank => Truth::False,
                Entity::Declared(variable) if inside => {
                    self.is_checked(error, variable, &later, before)
                }
                _ => Truth::Unknown,
            })
        });
        match checked {
            Truth::False if guessed => Truth::Unknown,
            checked => checked,
        }
    }

    /// The targets that a statement assigns errors to.
    fn errors_of<'p>(&self, statement: At<'p>) -> Option<Errors<'p>> {
        let spec = match statement.node.kind() {
            "var_declaration" => node::children(statement.node).into_iter().next()?,
            _ => statement.node,
        };
        let mut cursor = spec.walk();
        let targets: Vec<Node<'p>> = match spec.child_by_field_name("left") {
            Some(left) => node::children(left),
            None => spec
                .children_by_field_name("name", &mut cursor)
                .filter(Node::is_named)
                .collect(),
        };
        let values = spec
            .child_by_field_name("right")
            .or_else(|| spec.child_by_field_name("value"))?;
        let [value] = node::children(values).try_into().ok()?;
        let types = match self.type_of(statement.with(value)) {
            Type::Tuple(all) => all,
            // What cannot be typed has its error last, if it has several results.
            Type::Unknown if targets.len() > 1 => {
                return Some(Errors {
                    targets: vec![statement.with(*targets.last()?)],
                    guessed: true,
                });
            }
            Type::Unknown => return None,
            one => vec![one],
        };
        let all = targets.iter().zip(types);
        let mut unknown = false;
        let errors: Vec<At<'p>> = all
            .filter(|(_, of)| {
                unknown |= !of.is_known();
                self.is_error(of)
            })
            .map(|(target, _)| statement.with(*target))
            .collect();
        (!unknown || !errors.is_empty()).then_some(Errors {
            targets: errors,
            guessed: false,
        })
    }

    /// Whether a type is `error`, or one that is made to be one.
    fn is_error(&self, of: &Type) -> bool {
        match self.select(of, "Error", "") {
            Selected::Method(method) => match &method.signature {
                Type::Func(signature) => {
                    signature.params.is_empty() && signature.results == [Type::basic("string")]
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The last of the statements behind the assignment may be the one that `before` stands in.
    fn is_checked(
        &self,
        error: At<'_>,
        variable: Declaration,
        later: &[At<'_>],
        before: At<'_>,
    ) -> Truth {
        let asked = node::span(before.node);
        let mut mentioned = false;
        for statement in later {
            if node::span(statement.node).contains(asked) {
                // Whether it is tested on the way is not followed.
                mentioned |= self
                    .references(variable, *statement)
                    .iter()
                    .any(|at| !asked.contains(node::span(at.node)));
                break;
            }
            let Some(condition) = self.leaves_on_error(*statement, variable) else {
                // There are other ways to look at it.
                mentioned |= self.mentions(*statement, &[variable]);
                continue;
            };
            // By the time of the test it has to be the same error still.
            let stretch = Stretch::between(error, condition);
            return stretch.map_or(Truth::Unknown, |stretch| {
                self.changes(&[Read::Variable(variable)], &stretch).negate()
            });
        }
        if mentioned {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// What an `if` compares with nil, if it leaves where it is an error.
    fn leaves_on_error<'p>(&self, at: At<'p>, error: Declaration) -> Option<At<'p>> {
        if at.node.kind() != "if_statement" {
            return None;
        }
        let condition = at.node.child_by_field_name("condition")?;
        let tested = self.tests_error(at.with(condition), error)?;
        let body = at.node.child_by_field_name("consequence")?;
        let outcome = self.outcome(at.with(body));
        (!outcome.falls && !outcome.jumps).then_some(tested)
    }

    /// The error in a condition that holds whenever it is not nil: `err != nil || …`.
    fn tests_error<'p>(&self, condition: At<'p>, error: Declaration) -> Option<At<'p>> {
        let of = node::unparenthesized(condition.node);
        let (left, right) = (
            condition.with(of.child_by_field_name("left")?),
            condition.with(of.child_by_field_name("right")?),
        );
        match of.child_by_field_name("operator")?.kind() {
            "||" => self
                .tests_error(left, error)
                .or_else(|| self.tests_error(right, error)),
            "!=" => {
                let is_nil = self.is_predeclared_nil(right);
                let is_error = self.entity(left) == Entity::Declared(error);
                (is_nil && is_error).then_some(left)
            }
            _ => None,
        }
    }
}
