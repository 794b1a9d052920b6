//! Whether a value outlives a region: returned, sent, stored outside, captured, handed over.

use std::cell::RefCell;

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};
use crate::text::Span;

use super::super::{At, Declaration, FileId, Kind, Package, Truth};
use super::Knowledge;
use super::outcome::statements;
use super::release::acquisition;
use super::storage::{Storage, is_called};
use super::taint::Taint;

/// Where values are watched.
pub(super) struct Watch<'w> {
    /// The statements.
    pub region: At<'w>,
    /// What is declared here does not outlive it.
    pub bounds: Span,
    /// The variables of the values themselves: what is stored in these goes where they go.
    pub own: Vec<Declaration>,
    /// All that needs the values.
    pub taint: Taint,
    /// Whether it is a function that was handed the values: what it returns is its caller's
    /// business.
    pub called: bool,
    pub knowledge: &'w Knowledge,
    pub bodies: &'w Bodies,
}

/// The functions that were looked into, each with the parameters that were of interest. Those
/// without an answer are being looked into.
pub(super) type Bodies = RefCell<Vec<Looked>>;

/// One of them.
pub(super) struct Looked {
    pub at: (FileId, usize),
    pub handed: Vec<Declaration>,
    pub own: Vec<Declaration>,
    pub answer: Option<Truth>,
}

impl Watch<'_> {
    pub fn holds(&self, declaration: Declaration) -> bool {
        declaration.file == self.region.file && self.bounds.contains(declaration.name)
    }

    /// Whether what a variable leads to outlives the region for sure: what callers hand in is
    /// their own.
    pub fn is_outer(&self, variable: Declaration) -> bool {
        let parameter = matches!(variable.kind, Kind::Parameter | Kind::Receiver);
        !self.holds(variable) || parameter && !self.called
    }
}

impl Package<'_> {
    /// `(#escapes? @v @region)`: true if the variable, or what wraps it, is returned itself, sent,
    /// stored outside of the region, handed to a method of something that outlives it, captured by
    /// a function that is not called in place, or passed to `go`; unknown when only a function that
    /// is not known could keep it (a callee, a method of its own), or when only something of a
    /// plain type gets out that may share its memory.
    #[must_use]
    pub fn escapes(&self, variable: At<'_>, region: At<'_>, knowledge: &Knowledge) -> Truth {
        let Some(root) = self.root(variable) else {
            return Truth::Unknown;
        };
        // Guards ask for it and for its contrary, rule by rule.
        let by = std::ptr::from_ref(knowledge).addr();
        let key = (root, region.node.id(), by);
        if let Some(known) = self.escaping().borrow().get(&key) {
            return *known;
        }
        let truth = self.lets_out_of(root, region, knowledge);
        self.escaping().borrow_mut().insert(key, truth);
        truth
    }

    fn lets_out_of(&self, root: Declaration, region: At<'_>, knowledge: &Knowledge) -> Truth {
        let bodies = Bodies::default();
        let statements = statements_of(region);
        let mut taint = self.taint(&[root], &statements, knowledge);
        // What was acquired together with it may lead to it.
        if let Some(acquired) = acquisition(&statements, &[root]) {
            self.add_siblings(statements[acquired], &[root], &mut taint);
            taint = self.taint(&taint.all, &statements, knowledge);
        }
        let watch = Watch {
            region,
            bounds: bounds(region.node),
            own: vec![root],
            taint,
            called: false,
            knowledge,
            bodies: &bodies,
        };
        let mut worst = self.watched(&watch);
        // A variable of further out has its value longer than the region lasts.
        if !watch.holds(root) {
            worst = worst.or(Truth::Unknown);
        }
        worst
    }

    /// What comes of the values where they are watched.
    pub(super) fn watched(&self, watch: &Watch<'_>) -> Truth {
        let mut worst = Truth::False;
        node::walk(watch.region.node, &mut |node| {
            if worst == Truth::True {
                return Descend::Past;
            }
            worst = worst.or(self.lets_out(watch.region.with(node), watch));
            Descend::Into
        });
        worst
    }

    fn lets_out(&self, at: At<'_>, watch: &Watch<'_>) -> Truth {
        let node = at.node;
        let keeps = |value: Node<'_>| self.keeps(at.with(value), watch);
        match node.kind() {
            "return_statement" => self.returns_it(at, watch),
            "send_statement" => node
                .child_by_field_name("value")
                .map_or(Truth::Unknown, keeps),
            "func_literal" if is_called(node) => Truth::False,
            // Whoever gets a function may call it any time.
            "go_statement" | "func_literal" => self.goes_with_mentioned(at, watch),
            "assignment_statement"
            | "short_var_declaration"
            | "range_clause"
            | "receive_statement" => self.stores(at, watch),
            "call_expression" | "type_conversion_expression" => self.hands_over(at, watch),
            _ => Truth::False,
        }
    }

    fn returns_it(&self, at: At<'_>, watch: &Watch<'_>) -> Truth {
        let values = node::children(at.node).into_iter();
        let values: Vec<Node<'_>> = values
            .flat_map(|child| match child.kind() {
                "expression_list" => node::children(child),
                _ => vec![child],
            })
            .collect();
        let function = node::enclosing_function(at.node);
        let inner =
            function.is_some_and(|of| node::span(watch.region.node).contains(node::span(of)));
        if watch.called && !inner {
            return Truth::False;
        }
        let kept = if values.is_empty() {
            let results = watch.taint.all.iter().filter(|of| of.kind == Kind::Result);
            let own = results.filter(|of| {
                function.is_some_and(|around| {
                    of.file == at.file && node::span(around).contains(of.name)
                })
            });
            own.fold(Truth::False, |worst, of| {
                worst.or(self.goes_with(*of, at, watch))
            })
        } else {
            let values = values.into_iter();
            values.fold(Truth::False, |worst, value| {
                worst.or(self.keeps(at.with(value), watch))
            })
        };
        match kept {
            // It is for whoever calls that function to let it out.
            Truth::True if inner => Truth::Unknown,
            kept => kept,
        }
    }

    /// Assignments to what outlives the region.
    fn stores(&self, at: At<'_>, watch: &Watch<'_>) -> Truth {
        let list = |field: &str| match at.node.child_by_field_name(field) {
            Some(list) if list.kind() == "expression_list" => node::children(list),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        let (targets, values) = (list("left"), list("right"));
        let mut worst = Truth::False;
        for (index, target) in targets.iter().enumerate() {
            let value = if values.len() == targets.len() {
                values.get(index)
            } else {
                values.first()
            };
            let Some(value) = value else {
                continue;
            };
            let target = at.with(*target);
            let outlives = self.outlives(target, watch);
            if outlives == Truth::False {
                continue;
            }
            let value = at.with(*value);
            // What is kept is the target's type; a plain one keeps nothing, or memory at most.
            let of = if values.len() == targets.len() {
                self.kept_type(target, value)
            } else {
                self.type_of(target)
            };
            let kept = if self.is_plain(&of) {
                self.keeps_plain(value, &of, watch)
            } else {
                self.keeps(value, watch)
            };
            worst = worst.or(outlives.and(kept));
        }
        worst
    }

    /// Whether what is stored to a target is there when control is out of the region.
    fn outlives(&self, target: At<'_>, watch: &Watch<'_>) -> Truth {
        if self.text(target) == "_" {
            return Truth::False;
        }
        let Some(root) = self.root(target) else {
            return Truth::True;
        };
        if let Storage::Within(variable) = self.storage(target) {
            if watch.holds(variable) {
                return is_given_late(target, variable, watch);
            }
            return Truth::True;
        }
        let direct = node::unparenthesized(target.node)
            .child_by_field_name("operand")
            .is_some_and(|operand| node::unparenthesized(operand).kind() == "identifier");
        if direct && self.is_own(root, watch) {
            return Truth::False;
        }
        // What a local variable leads to may be anyone's; what it was read out of tells whose.
        if watch.is_outer(root) || self.is_part_of_outer(root, watch) {
            Truth::True
        } else {
            Truth::Unknown
        }
    }

    /// Whether a variable was declared as another name for a part of something that outlives the
    /// region.
    fn is_part_of_outer(&self, variable: Declaration, watch: &Watch<'_>) -> bool {
        let part = || {
            let name = self.declaration_node(variable)?;
            let names = name.node.parent()?;
            let values = match names.kind() {
                "var_spec" => names.child_by_field_name("value"),
                _ => names.parent()?.child_by_field_name("right"),
            };
            let values = match values? {
                list if list.kind() == "expression_list" => node::children(list),
                one => vec![one],
            };
            let own = node::children(names);
            let index = own.iter().position(|other| other.id() == name.node.id())?;
            let value = values.get(index).or_else(|| values.first())?;
            let value = node::unparenthesized(*value);
            let of = self.root(name.with(value))?;
            Some(value.kind() != "call_expression" && watch.is_outer(of))
        };
        part().unwrap_or(false)
    }

    /// Whether a value keeps hold of a tainted variable.
    pub(super) fn keeps(&self, value: At<'_>, watch: &Watch<'_>) -> Truth {
        if !self.needs(value, &watch.taint.all, watch.knowledge) {
            return Truth::False;
        }
        let of = self.type_of(value);
        if self.is_plain(&of) {
            return self.keeps_plain(value, &of, watch);
        }
        let inner = value.with(node::unparenthesized(value.node));
        if self.is_call(inner) != Truth::False && !of.is_known() {
            let wraps = self
                .callee(inner)
                .is_some_and(|callee| watch.knowledge.is_wrapper(&callee.name));
            return if wraps { Truth::True } else { Truth::Unknown };
        }
        Truth::True
    }
}

/// Whether a deferred function assigns to a result of the one around it: whatever that returns,
/// this is what its caller gets.
fn is_given_late(target: At<'_>, result: Declaration, watch: &Watch<'_>) -> Truth {
    if result.kind != Kind::Result {
        return Truth::False;
    }
    let mut functions = node::ancestors(target.node).filter(|of| node::is_function(*of));
    let mut deferred = false;
    let owner = functions.find(|function| {
        let own = node::span(*function).contains(result.name);
        let late = node::ancestors(*function).nth(1);
        deferred |= !own && late.is_some_and(|of| of.kind() == "defer_statement");
        own
    });
    let inner = owner.is_some_and(|of| node::span(watch.region.node).contains(node::span(of)));
    match (deferred, inner, watch.called) {
        (false, ..) | (_, false, true) => Truth::False,
        (_, true, _) => Truth::Unknown,
        (_, false, false) => Truth::True,
    }
}

/// What counts as inside of a region: for the body of a function, its parameters as well.
fn bounds(region: Node<'_>) -> Span {
    let function = node::ancestors(region)
        .take(2)
        .find(|around| node::is_function(*around))
        .filter(|function| {
            let body = function.child_by_field_name("body");
            body.is_some_and(|body| node::span(region).contains(inside(body)))
        });
    node::span(function.unwrap_or(region))
}

/// The statements of a block, without its braces.
fn inside(block: Node<'_>) -> Span {
    let list = node::children(block).into_iter().next();
    list.map_or(node::span(block), node::span)
}

/// The statements of a region, or the region itself if it is one.
pub(super) fn statements_of(region: At<'_>) -> Vec<At<'_>> {
    match statements(region) {
        all if all.is_empty() => vec![region],
        all => all,
    }
}
