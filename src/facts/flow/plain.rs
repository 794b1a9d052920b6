//! Types of which nothing can refer to anything, and what they may have all the same.

use std::collections::HashSet;

use super::super::resolve::DEEPEST;
use super::super::types::Fields;
use super::super::{At, Package, Type};
use super::values::is_time;

/// Declared types that were looked at: types may be made of each other, and many times over.
pub(super) type Seen = HashSet<Type>;

impl Package<'_> {
    /// Whether nothing of a value can refer to anything: bool, numeric, string, error, times, and
    /// arrays, slices, maps and structs of these only.
    pub(super) fn is_plain(&self, of: &Type) -> bool {
        self.has_plain_parts(of, &mut Seen::new(), 0)
    }

    fn has_plain_parts(&self, of: &Type, seen: &mut Seen, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let mut plain = |of: &Type| self.has_plain_parts(of, seen, depth + 1);
        match of {
            Type::Basic(_) | Type::Untyped(_) | Type::Nil => true,
            Type::Slice(of) | Type::Array(_, of) => plain(of),
            Type::Map(key, value) => plain(key) && plain(value),
            Type::Named(path, name, _) if path.is_empty() => **name == *"error",
            of if is_time(of) => true,
            Type::Named(..) | Type::Local(..) => {
                // What is looked at already decides by its other parts.
                if !seen.insert(of.clone()) {
                    return true;
                }
                match self.underlying(of, 0) {
                    Type::Named(..) | Type::Local(..) => false,
                    underlying => self.has_plain_parts(&underlying, seen, depth + 1),
                }
            }
            Type::Struct(fields) => !fields.incomplete && parts(fields).all(plain),
            Type::Tuple(all) => all.iter().all(plain),
            Type::Unknown
            | Type::Param(_)
            | Type::Pointer(_)
            | Type::Chan(..)
            | Type::Func(_)
            | Type::Interface(_) => false,
        }
    }

    /// Whether copies of a value of a plain type share memory: it is or has a slice or a map.
    pub(super) fn shares(&self, of: &Type) -> bool {
        let test = |part: &Type| matches!(part, Type::Slice(_) | Type::Map(..));
        self.has_part(of, &test, &mut Seen::new(), 0)
    }

    /// Whether a value of a plain type is or has an `error`.
    pub(super) fn has_error(&self, of: &Type) -> bool {
        let test = |part: &Type| *part == Type::universe("error");
        self.has_part(of, &test, &mut Seen::new(), 0)
    }

    fn has_part(
        &self,
        of: &Type,
        test: &dyn Fn(&Type) -> bool,
        seen: &mut Seen,
        depth: usize,
    ) -> bool {
        if depth > DEEPEST || test(of) {
            return true;
        }
        let mut has = |of: &Type| self.has_part(of, test, seen, depth + 1);
        match of {
            Type::Slice(of) | Type::Array(_, of) => has(of),
            Type::Map(key, value) => has(key) || has(value),
            Type::Tuple(all) => all.iter().any(has),
            Type::Struct(fields) => parts(fields).any(has),
            of if is_time(of) => false,
            Type::Named(path, ..) if path.is_empty() => false,
            Type::Named(..) | Type::Local(..) => {
                seen.insert(of.clone())
                    && self.has_part(&self.underlying(of, 0), test, seen, depth + 1)
            }
            _ => false,
        }
    }

    /// Whether nothing can be reached or written through the value of an expression.
    pub(super) fn leads_nowhere(&self, at: At<'_>) -> bool {
        let of = self.type_of(at);
        self.is_plain(&of) && !self.shares(&of)
    }
}

fn parts(fields: &Fields) -> impl Iterator<Item = &Type> {
    fields.named.values().chain(&fields.embedded)
}
