//! What becomes of a value that a function is handed, as its receiver or as an argument. Functions
//! of this package are looked into; of others a codemod knows, or nobody does.

use crate::syntax::{Node, node};
use crate::text::Span;

use super::super::parameters::{Group, groups};
use super::super::select::Selected;
use super::super::{At, Package, Truth};
use super::called::{Called, bare};
use super::escape::{Looked, Watch, statements_of};

/// Of the functions that a value is handed on to, no more than this are looked into.
const MOST_BODIES: usize = 24;

/// Builtins that keep nothing; what some of them give is seen where it goes.
const BUILTINS: [&str; 14] = [
    "cap", "clear", "close", "complex", "delete", "imag", "len", "make", "max", "min", "new",
    "print", "println", "real",
];

/// How a method gets its receiver.
enum Receiver {
    /// There is none that matters.
    None,
    /// This package declares it: its body tells, if it is at hand.
    Own,
    /// Another package does.
    Foreign,
    /// Cannot be told, or what is called is a field of it.
    Unknown,
}

impl Package<'_> {
    /// A call that gets a tainted value.
    pub(super) fn hands_over(&self, at: At<'_>, watch: &Watch<'_>) -> Truth {
        let Some(called) = Called::of(at) else {
            return Truth::False;
        };
        if self.is_conversion(called.function) == Truth::True {
            return Truth::False;
        }
        let needed = |of: At<'_>| self.passes_on(of, &watch.taint.all, watch.knowledge);
        if self.only_copies(at, &called) {
            return Truth::False;
        }
        let handed: Vec<usize> = called
            .arguments
            .iter()
            .enumerate()
            .filter(|(_, argument)| argument.node.kind() != "func_literal" && needed(**argument))
            .map(|(index, _)| index)
            .collect();
        let operand = called.receiver();
        let own = operand.is_some_and(needed);
        let function = called.function;
        if operand.is_none() && function.node.kind() != "func_literal" && needed(function) {
            // A method or closure in a variable has what it needs.
            return Truth::Unknown;
        }
        if handed.is_empty() && !own {
            return Truth::False;
        }
        if let Some(callee) = self.callee(at) {
            let name = &*callee.name;
            if watch.knowledge.is_keeper(name) {
                return Truth::True;
            }
            if BUILTINS.contains(&name)
                || watch.knowledge.is_plain(name)
                || watch.knowledge.is_wrapper(name)
            {
                return Truth::False;
            }
            if name == "append" {
                // What nothing is added of is seen where the result goes.
                return match handed.as_slice() {
                    [0] => Truth::False,
                    _ => self.appends(at, &called, watch),
                };
            }
        }
        let receiver = match operand.filter(|_| own) {
            Some(operand) => self.receiver(called.function, operand),
            None => Receiver::None,
        };
        match receiver {
            Receiver::None if handed.is_empty() => Truth::False,
            Receiver::None => {
                let root = operand.and_then(|operand| self.root(operand));
                let outer = root
                    .is_some_and(|root| watch.is_outer(root) && !watch.taint.all.contains(&root));
                let led = handed.iter().any(|index| {
                    let argument = called.arguments.get(*index);
                    argument.is_some_and(|of| !self.is_plain(&self.type_of(*of)))
                });
                match self.looks_into(&called, &handed, None, watch) {
                    // A method of something that outlives the region may well keep it; what is
                    // plain it is more likely to copy.
                    Truth::Unknown if outer && led => Truth::True,
                    kept => kept,
                }
            }
            // A method of the value itself; what it leads to may be anyone's.
            Receiver::Foreign => {
                let led_to =
                    operand.is_some_and(|of| bare(of.node).kind() == "selector_expression");
                if led_to && !handed.is_empty() {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
            Receiver::Own => self.looks_into(&called, &handed, operand, watch),
            Receiver::Unknown => Truth::Unknown,
        }
    }

    /// Whether a call copies elements that lead to nothing.
    fn only_copies(&self, at: At<'_>, called: &Called<'_>) -> bool {
        let name = self.callee(at).map(|callee| callee.name);
        let Some(from) = called.arguments.get(1) else {
            return false;
        };
        match name.as_deref() {
            Some("append") => {
                from.node.kind() == "variadic_argument" && !self.spreads_memory(*from)
            }
            Some("copy") => !self.has_sharing_elements(*from),
            _ => false,
        }
    }

    fn receiver(&self, function: At<'_>, receiver: At<'_>) -> Receiver {
        let Some(field) = function.node.child_by_field_name("field") else {
            return Receiver::Unknown;
        };
        let name = self.text(function.with(field));
        let from = self.own_path(function.file);
        match self.select(&self.type_of(receiver), name, &from) {
            Selected::Method(method) if !method.always => Receiver::Unknown,
            Selected::Method(method) => match method.owner.rsplit_once('.') {
                Some((path, _)) if self.files().any(|file| *self.own_path(file) == *path) => {
                    Receiver::Own
                }
                Some(_) => Receiver::Foreign,
                // Of an interface without a name, or of `error`.
                None if *method.owner == *"error" => Receiver::Foreign,
                None => Receiver::Unknown,
            },
            Selected::Field(_) | Selected::Nothing | Selected::Unknown => Receiver::Unknown,
        }
    }

    /// The result is seen where it goes; that it shares its elements with others is not.
    fn appends(&self, at: At<'_>, called: &Called<'_>, watch: &Watch<'_>) -> Truth {
        let Some(to) = called.arguments.first() else {
            return Truth::Unknown;
        };
        let to = to.with(bare(to.node));
        let alone = match to.node.kind() {
            "composite_literal" => true,
            "nil" if self.is_predeclared_nil(to) => true,
            "type_conversion_expression" => to
                .node
                .child_by_field_name("operand")
                .is_some_and(|of| self.is_predeclared_nil(to.with(of))),
            _ => match self.root(to) {
                Some(root) if watch.holds(root) => {
                    to.node.kind() == "identifier" && self.is_made_here(root, watch)
                }
                // That it goes back there is seen as well.
                _ => node::ancestors(at.node)
                    .nth(1)
                    .and_then(|statement| statement.child_by_field_name("left"))
                    .is_some_and(|left| self.text(at.with(left)) == self.text(to)),
            },
        };
        if alone { Truth::False } else { Truth::Unknown }
    }

    /// What a function of this package does with these arguments, and with its receiver.
    fn looks_into(
        &self,
        called: &Called<'_>,
        handed: &[usize],
        receiver: Option<At<'_>>,
        watch: &Watch<'_>,
    ) -> Truth {
        let Some(function) = self.own_body(called.function) else {
            return Truth::Unknown;
        };
        let Some(body) = function.node.child_by_field_name("body") else {
            return Truth::Unknown;
        };
        let (mut roots, mut own) = (Vec::new(), Vec::new());
        let arguments = handed.iter().map(|index| ("parameters", *index));
        let operands = handed
            .iter()
            .filter_map(|index| called.arguments.get(*index));
        let parameters = receiver
            .map(|_| ("receiver", 0))
            .into_iter()
            .chain(arguments);
        for ((list, index), operand) in parameters.zip(receiver.iter().chain(operands)) {
            let Some(parameter) = parameter_at(function, list, index) else {
                return Truth::Unknown;
            };
            let parameter = self.scopes(function.file).declared_at(parameter);
            let itself = bare(operand.node).kind() == "identifier"
                && self
                    .root(*operand)
                    .is_some_and(|root| self.is_own(root, watch));
            own.extend(parameter.filter(|_| itself));
            // What has no name is not used.
            roots.extend(parameter);
        }
        let at = (function.file, function.node.start_byte());
        let mut index = 0;
        for looked in watch.bodies.borrow().iter() {
            if looked.at == at && looked.handed == roots && looked.own == own {
                // What is being looked into already lets out nothing more by being called again.
                return looked.answer.unwrap_or(Truth::False);
            }
            index += 1;
        }
        if index >= MOST_BODIES {
            return Truth::Unknown;
        }
        watch.bodies.borrow_mut().push(Looked {
            at,
            handed: roots.clone(),
            own: own.clone(),
            answer: None,
        });
        let body = function.with(body);
        let answer = self.watched(&Watch {
            region: body,
            bounds: node::span(function.node),
            taint: self.taint(&roots, &statements_of(body), watch.knowledge),
            own,
            called: true,
            knowledge: watch.knowledge,
            bodies: watch.bodies,
        });
        if let Some(looked) = watch.bodies.borrow_mut().get_mut(index) {
            looked.answer = Some(answer);
        }
        answer
    }
}

/// The name of the parameter that gets the n-th argument; its type where it has none.
fn parameter_at(function: At<'_>, list: &str, index: usize) -> Option<Span> {
    let list = function.node.child_by_field_name(list)?;
    let places: Vec<Node<'_>> = groups(list).iter().flat_map(Group::places).collect();
    let variadic = places.len().checked_sub(1)?;
    places.get(index.min(variadic)).copied().map(node::span)
}
