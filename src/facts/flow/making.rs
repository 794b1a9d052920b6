//! Whether all that is done between two places is to make one value.
//!
//! What builds a value may be done once more than needed: nobody sees it. What does anything else
//! (starts a goroutine, sends, counts, registers the value somewhere) is seen each time.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, Entity, Package, Truth, Type};
use super::Knowledge;
use super::outcome::statements;

/// What is looked at, and for what.
struct Making<'k> {
    /// What stands around the region, by node: a jump there leaves it.
    around: Vec<usize>,
    /// The value's variable.
    value: Option<Declaration>,
    /// The variables that are declared in the region, and the value's.
    own: Vec<Declaration>,
    knowledge: &'k Knowledge,
}

impl Package<'_> {
    /// `(#only-makes? @v @from @to)`: between the two places, or from the first to the end of the
    /// second if that stands around it, nothing is done but to make v: variables are declared
    /// there, and they and v are assigned, filled and asked. What leaves before the second place
    /// does not count.
    #[must_use]
    pub fn only_makes(
        &self,
        value: At<'_>,
        from: At<'_>,
        to: At<'_>,
        knowledge: &Knowledge,
    ) -> Truth {
        let function = node::enclosing_function(from.node);
        let encloses = node::span(to.node).contains(node::span(from.node));
        let end = if encloses {
            to.node.end_byte()
        } else {
            to.node.start_byte()
        };
        let start = from.node.end_byte();
        let Some(function) = function.filter(|_| from.file == to.file && start <= end) else {
            return Truth::Unknown;
        };
        if node::enclosing_function(to.node).map(|of| of.id()) != Some(function.id()) {
            return Truth::Unknown;
        }
        let region = Span::new(start, end);
        let mut own = self.scopes(from.file).locals_in(region);
        let value = self.root(value);
        own.extend(value);
        let making = Making {
            value,
            around: node::ancestors(from.node).map(|of| of.id()).collect(),
            own,
            knowledge,
        };
        let mut only = true;
        node::walk(function, &mut |node| {
            let span = node::span(node);
            if !only || span.end <= region.start || region.end <= span.start {
                return Descend::Past;
            }
            if !region.contains(span) {
                return Descend::Into;
            }
            self.visit(from.with(node), &making, &mut only)
        });
        only.into()
    }

    fn visit(&self, at: At<'_>, making: &Making<'_>, only: &mut bool) -> Descend {
        let node = at.node;
        let inner = || node::children(node).first().map(|inner| at.with(*inner));
        match node.kind() {
            "func_literal" => return Descend::Past,
            "block" | "expression_case" | "default_case" | "type_case" | "communication_case"
                if self.never_comes_back(at, making) =>
            {
                return Descend::Past;
            }
            "go_statement" | "send_statement" => *only = false,
            "inc_statement" | "dec_statement" => {
                *only &= inner().is_some_and(|of| self.belongs(of, making));
            }
            "expression_statement" | "defer_statement" => {
                *only &= inner().is_some_and(|call| self.fills(call, making));
                return Descend::Past;
            }
            "assignment_statement" | "short_var_declaration" => {
                let sides = ["left", "right"].map(|side| node.child_by_field_name(side));
                if let [Some(left), Some(right)] = sides {
                    let targets: Vec<At<'_>> = node::children(left)
                        .into_iter()
                        .map(|target| at.with(target))
                        .collect();
                    let declares = node.kind() == "short_var_declaration";
                    *only &= declares || targets.iter().all(|of| self.may_be_set(*of, making));
                    *only &= self.assigns(&targets, at.with(right), making);
                }
            }
            _ => {}
        }
        Descend::Into
    }

    /// Whether control never comes from here to what follows in the region.
    fn never_comes_back(&self, at: At<'_>, making: &Making<'_>) -> bool {
        let outcome = self.list_outcome(&statements(at));
        let mut targets = outcome.breaks.iter().chain(&outcome.continues);
        !outcome.falls
            && !outcome.falls_through
            && !outcome.jumps
            && targets.all(|target| making.around.contains(target))
    }

    fn belongs(&self, at: At<'_>, making: &Making<'_>) -> bool {
        self.root(at).is_some_and(|root| making.own.contains(&root))
    }

    /// The address of a variable that is declared in the region and is not the value: it is handed
    /// out to be filled.
    fn is_part(&self, argument: At<'_>, making: &Making<'_>) -> bool {
        let operator = argument.node.child_by_field_name("operator");
        let operand = argument.node.child_by_field_name("operand");
        operator.is_some_and(|operator| operator.kind() == "&")
            && operand.is_some_and(|of| {
                let root = self.root(argument.with(of));
                root.is_some_and(|root| making.own.contains(&root)) && root != making.value
            })
    }

    fn may_be_set(&self, target: At<'_>, making: &Making<'_>) -> bool {
        self.belongs(target, making) || self.is_nothing_kept(target)
    }

    /// `_`, or an error: what is assigned there alone is no part of a value. A name that is an
    /// error's by custom is taken for one where its type is not known.
    fn is_nothing_kept(&self, target: At<'_>) -> bool {
        let name = self.text(target);
        match self.type_of(target) {
            _ if target.node.kind() != "identifier" => false,
            _ if name == "_" => true,
            Type::Unknown => name.ends_with("err") || name.ends_with("Err"),
            of => of == Type::universe("error"),
        }
    }

    /// An assignment that keeps a result other than an error makes something; one that does not is
    /// as good as its calls.
    fn assigns(&self, targets: &[At<'_>], right: At<'_>, making: &Making<'_>) -> bool {
        if !targets.iter().all(|target| self.is_nothing_kept(*target)) {
            return true;
        }
        let values = node::children(right.node);
        values
            .into_iter()
            .filter(|value| value.kind() == "call_expression")
            .all(|call| self.fills(right.with(call), making))
    }

    /// Whether a call whose results nobody keeps works on what is made, and on nothing else.
    fn fills(&self, call: At<'_>, making: &Making<'_>) -> bool {
        if call.node.kind() != "call_expression" {
            return false;
        }
        let child = |field: &str| {
            let child = call.node.child_by_field_name(field);
            child.map(|child| call.with(node::unparenthesized(child)))
        };
        let (Some(function), Some(arguments)) = (child("function"), child("arguments")) else {
            return false;
        };
        let arguments = node::children(arguments.node);
        let own = |of: &Node<'_>| self.belongs(call.with(*of), making);
        let callee = self.callee(call);
        let known = |list: fn(&Knowledge, &str) -> bool| {
            callee
                .as_ref()
                .is_some_and(|callee| list(making.knowledge, &callee.name))
        };
        if known(Knowledge::is_harmless) {
            return true;
        }
        if known(Knowledge::is_plain) && arguments.iter().any(own) {
            return true;
        }
        if arguments
            .iter()
            .any(|of| self.is_part(call.with(*of), making))
        {
            return true;
        }
        match function.node.kind() {
            "selector_expression" => self.belongs(function, making),
            "identifier" => match self.entity(function) {
                Entity::Universe(name) => match &*name {
                    "panic" => true,
                    "copy" | "delete" | "clear" | "close" => arguments.first().is_some_and(own),
                    _ => false,
                },
                _ => self.belongs(function, making),
            },
            _ => false,
        }
    }
}
