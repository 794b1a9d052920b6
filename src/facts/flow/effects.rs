//! What statements and calls may write to.

use crate::syntax::node::{self, Descend};

use super::super::{At, FileId, Package, Truth, Type};
use super::called::Called;
use super::harmless::{self, Sync};
use super::place::Read;
use super::storage::Storage;
use super::values::is_time;

/// Of the functions that a call leads to, no more than this are looked into.
const MOST_BODIES: usize = 24;

impl Package<'_> {
    /// Whether a write to `target` may change what one of the reads reads.
    pub(super) fn write_hits(&self, target: At<'_>, reads: &[Read]) -> bool {
        let storage = self.storage(target);
        let kind = self.kind_of_target(target);
        // Unless pointers lead to it, nothing but the variable itself is written to.
        let alone = matches!(storage, Storage::Within(variable) if !self.is_reachable(variable));
        let whole = !matches!(
            self.underlying(&self.type_of(target), 0),
            Type::Basic(_)
                | Type::Pointer(_)
                | Type::Slice(_)
                | Type::Map(..)
                | Type::Chan(..)
                | Type::Func(_)
                | Type::Interface(_)
        );
        reads.iter().any(|read| match read {
            Read::Variable(variable) if storage.variable() == Some(*variable) => true,
            Read::Variable(variable) => match (storage, kind) {
                (Storage::Within(_), _) => false,
                (_, Target::Field(_)) => self.is_reachable(*variable),
                (_, Target::Entry) => self.root(target) == Some(*variable),
                _ => self.root(target) == Some(*variable) || self.is_reachable(*variable),
            },
            Read::Entry => kind == Target::Entry,
            _ if alone || kind == Target::Entry => false,
            Read::Anything => true,
            Read::Field(name) => {
                whole || kind == Target::Pointee || kind == Target::Field(name.as_ref())
            }
            Read::Element => whole || !matches!(kind, Target::Field(_)),
        })
    }

    fn kind_of_target<'a>(&'a self, target: At<'_>) -> Target<'a> {
        let of = node::unparenthesized(target.node);
        match of.kind() {
            "selector_expression" => match of.child_by_field_name("field") {
                Some(field) => Target::Field(self.text(target.with(field))),
                None => Target::Pointee,
            },
            "index_expression" => {
                let operand = of.child_by_field_name("operand");
                match operand.map(|of| self.underlying(&self.type_of(target.with(of)), 0)) {
                    Some(Type::Map(..)) => Target::Entry,
                    _ => Target::Element,
                }
            }
            "unary_expression" => Target::Pointee,
            _ => Target::Variable,
        }
    }

    /// Takes down what happens at a node to the reads, apart from what is assigned there.
    pub(super) fn happens(&self, at: At<'_>, so_far: &mut Happened<'_>) {
        match at.node.kind() {
            "send_statement" => so_far.anything(),
            "go_statement" => so_far.lets_go |= !so_far.open.is_empty(),
            "unary_expression" => {
                let operator = at.node.child_by_field_name("operator");
                if operator.is_some_and(|operator| operator.kind() == "<-") {
                    so_far.anything();
                }
            }
            "range_clause" => {
                let over = at.node.child_by_field_name("right");
                let of = over.map(|over| self.underlying(&self.type_of(at.with(over)), 0));
                // Channels wait, functions do as they like.
                if matches!(
                    of,
                    None | Some(Type::Unknown | Type::Param(_) | Type::Chan(..) | Type::Func(_))
                ) {
                    so_far.anything();
                }
            }
            "call_expression" | "type_conversion_expression" => match Called::of(at) {
                Some(called) => self.call_happens(at, &called, so_far),
                None => so_far.anything(),
            },
            _ => {}
        }
    }

    fn call_happens(&self, at: At<'_>, called: &Called<'_>, so_far: &mut Happened<'_>) {
        if self.is_conversion(called.function) == Truth::True {
            return;
        }
        if let Some(callee) = self.callee(at) {
            let name = &*callee.name;
            if !name.contains('.') {
                so_far.lets_go |= name == "close" && !so_far.open.is_empty();
                so_far.hit |= self.builtin_hits(name, called, so_far.all);
                return;
            }
            if so_far.open.is_empty() {
                return;
            }
            let inert = || called.arguments.iter().all(|of| self.is_inert(*of));
            match harmless::synchronises(name) {
                Some(Sync::LetsGo) => return so_far.lets_go = true,
                Some(Sync::Waits) => return so_far.waits = true,
                None if harmless::is_quiet(name) && inert() => return,
                None => {}
            }
        }
        let Some(own) = self.own_body(called.function) else {
            return so_far.anything();
        };
        let place = (own.file, own.node.start_byte());
        // Looked into already, or about to be.
        if so_far.seen.contains(&place) {
            return;
        }
        so_far.seen.push(place);
        let body = own.node.child_by_field_name("body").map(|of| own.with(of));
        match body.filter(|_| so_far.seen.len() <= MOST_BODIES) {
            Some(body) => self.body_happens(body, so_far),
            None => so_far.anything(),
        }
    }

    fn body_happens(&self, body: At<'_>, so_far: &mut Happened<'_>) {
        so_far.hit |= self
            .writes(body)
            .into_iter()
            .any(|target| self.write_hits(target, so_far.open));
        node::walk(body.node, &mut |node| {
            if so_far.is_over() {
                return Descend::Past;
            }
            self.happens(body.with(node), so_far);
            Descend::Into
        });
    }

    /// Some builtins change what their first argument leads to.
    fn builtin_hits(&self, name: &str, called: &Called<'_>, reads: &[Read]) -> bool {
        let Some(first) = called.arguments.first() else {
            return false;
        };
        if !matches!(name, "clear" | "delete" | "copy" | "append") {
            return false;
        }
        let of = self.underlying(&self.type_of(*first), 0);
        let entries = name == "delete" || matches!(of, Type::Map(..));
        reads.iter().any(|read| match read {
            Read::Variable(variable) => {
                name != "append" && self.root(*first) == Some(*variable)
                    || !entries && self.is_reachable(*variable)
            }
            Read::Entry => entries,
            _ => !entries,
        })
    }

    /// Whether an argument is a value that a callee can neither call nor write through.
    fn is_inert(&self, argument: At<'_>) -> bool {
        let of = self.type_of(argument);
        match &of {
            Type::Basic(_) | Type::Untyped(_) => true,
            Type::Named(..) => {
                is_time(&of)
                    || matches!(self.underlying(&of, 0), Type::Basic(_))
                        && !self.may_format_itself(&of)
            }
            _ => false,
        }
    }
}

/// What happens to some reads in a stretch of code.
pub(super) struct Happened<'r> {
    /// All of them, which builtins may be handed.
    all: &'r [Read],
    /// Those that can be written to from elsewhere.
    open: &'r [Read],
    /// Something may write to one of them.
    hit: bool,
    /// Other goroutines may go on, and know that they do so after what was read here.
    lets_go: bool,
    /// What others did is waited for.
    waits: bool,
    seen: Vec<Place>,
}

impl<'r> Happened<'r> {
    pub fn to(all: &'r [Read], open: &'r [Read]) -> Self {
        Self {
            all,
            open,
            hit: false,
            lets_go: false,
            waits: false,
            seen: Vec::new(),
        }
    }

    /// Whether a read may give something else by now. Another goroutine can only write what is
    /// read without regard to it if it was let go, and see to it that this is known if it is
    /// waited for; either alone would be a race.
    pub fn is_over(&self) -> bool {
        self.hit || self.lets_go && self.waits
    }

    /// Something that nothing is known of.
    fn anything(&mut self) {
        self.hit |= !self.open.is_empty();
    }
}

/// What is written to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target<'a> {
    Variable,
    Field(&'a str),
    Element,
    Entry,
    Pointee,
}

/// Where a function stands.
type Place = (FileId, usize);
