//! Calls and conversions without effects.

use crate::syntax::node;

use super::super::{At, Entity, Package, Truth, Type};
use super::called::Called;
use super::harmless::{self, Call};
use super::purity::known;

impl Package<'_> {
    pub(super) fn pure_call(&self, at: At<'_>, depth: usize) -> Truth {
        let Some(called) = Called::of(at) else {
            return Truth::Unknown;
        };
        let arguments = || {
            called.arguments.iter().fold(Truth::True, |all, argument| {
                let of = match argument.node.kind() {
                    "variadic_argument" => node::children(argument.node).first().copied(),
                    _ => Some(argument.node),
                };
                let of = of.map_or(Truth::Unknown, |of| self.pure(at.with(of), depth + 1));
                all.and(of)
            })
        };
        match self.is_conversion(called.function) {
            Truth::True => return arguments().and(self.pure_conversion(at, called.arguments[0])),
            Truth::Unknown => return Truth::Unknown,
            Truth::False => {}
        }
        // What is no declared function is none of those that are known to be pure, nor is one of
        // this package, whatever that is called.
        let own = matches!(self.entity(called.function), Entity::Declared(_));
        let Some(known_as) = self.callee(at).filter(|_| !own) else {
            return Truth::False;
        };
        let literal = |index: usize, fits: &dyn Fn(u32) -> bool| {
            let given = called.arguments.get(index).map(|of| self.text(*of));
            known(given.and_then(|text| text.parse().ok()).is_some_and(fits))
        };
        match harmless::call(&known_as.name) {
            Some(Call::Pure) => arguments(),
            // Since Go 1.26 the argument may be a value, which looks like a type.
            Some(Call::New) => called.arguments.first().map_or(Truth::Unknown, |of| {
                known(self.is_conversion(*of).holds()).or(self.pure(*of, depth + 1))
            }),
            Some(Call::Make) => {
                let mut sizes = called.arguments.iter().skip(1);
                known(sizes.all(|size| size.node.kind() == "int_literal"))
            }
            Some(Call::Formats) => {
                let plain = called.arguments.iter().all(|argument| {
                    let of = self.type_of(*argument);
                    of.is_known() && !self.may_format_itself(&of)
                });
                arguments().and(known(plain))
            }
            Some(Call::Base(index)) => {
                arguments().and(literal(index, &|base| (2..=36).contains(&base)))
            }
            Some(Call::Bits(index)) => {
                arguments().and(literal(index, &|bits| matches!(bits, 32 | 64)))
            }
            None => Truth::False,
        }
    }

    /// A slice may be too short for the array that it is converted to.
    fn pure_conversion(&self, at: At<'_>, operand: At<'_>) -> Truth {
        let target = self.underlying(&self.type_of(at), 0);
        let pointee = self.underlying(target.pointee(), 0);
        let array = |of: &Type| matches!(of, Type::Array(..) | Type::Unknown | Type::Param(_));
        if !array(&target) && !array(&pointee) {
            return Truth::True;
        }
        let of = self.underlying(&self.type_of(operand), 0);
        known(!matches!(
            of,
            Type::Slice(_) | Type::Unknown | Type::Param(_)
        ))
    }
}
