//! What can be done with values of a type without a panic, and without calling methods of theirs.

use super::super::resolve::DEEPEST;
use super::super::select::Selected;
use super::super::{Package, Type};
use super::plain::Seen;

impl Package<'_> {
    /// Whether two values of a type, or one of it and one of an interface, can be compared without
    /// a panic.
    pub(super) fn is_comparable(&self, of: &Type) -> bool {
        self.compares_well(of, &mut Seen::new(), 0)
    }

    fn compares_well(&self, of: &Type, seen: &mut Seen, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let declared = matches!(of, Type::Named(..) | Type::Local(..));
        if declared && !seen.insert(of.clone()) {
            return true;
        }
        match self.underlying(of, 0) {
            Type::Basic(_) | Type::Untyped(_) | Type::Nil | Type::Pointer(_) | Type::Chan(..) => {
                true
            }
            Type::Array(_, of) => self.compares_well(&of, seen, depth + 1),
            Type::Struct(fields) => {
                let mut types = fields.named.values();
                !fields.incomplete && types.all(|field| self.compares_well(field, seen, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether formatting a value may call methods of it, or of what it holds.
    pub(super) fn may_format_itself(&self, of: &Type) -> bool {
        self.formats_itself(of, &mut Seen::new(), 0)
    }

    fn formats_itself(&self, of: &Type, seen: &mut Seen, depth: usize) -> bool {
        if depth > DEEPEST {
            return true;
        }
        if is_time(of) {
            return false;
        }
        let declared = matches!(of, Type::Named(..) | Type::Local(..));
        if declared && !seen.insert(of.clone()) {
            return false;
        }
        let methods = ["Error", "Format", "GoString", "String"].into_iter();
        let mut selected = methods.map(|name| self.select(of, name, ""));
        if !selected.all(|found| matches!(found, Selected::Nothing | Selected::Field(_))) {
            return true;
        }
        let mut inner = |of: &Type| self.formats_itself(of, seen, depth + 1);
        match self.underlying(of, 0) {
            Type::Basic(_) | Type::Untyped(_) | Type::Nil | Type::Chan(..) | Type::Func(_) => false,
            Type::Slice(of) | Type::Array(_, of) | Type::Pointer(of) => inner(&of),
            Type::Map(key, value) => inner(&key) || inner(&value),
            Type::Struct(fields) => fields.incomplete || fields.named.values().any(inner),
            _ => true,
        }
    }

    /// Whether no map that a literal of a type may make has keys that can panic.
    pub(super) fn hashes_well(&self, of: &Type, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        match self.underlying(of, 0) {
            Type::Map(key, value) => {
                self.is_comparable(&key) && self.hashes_well(&value, depth + 1)
            }
            // Literals within it have their own types, unless these are left out.
            Type::Slice(of) | Type::Array(_, of) | Type::Pointer(of) => {
                self.hashes_well(&of, depth + 1)
            }
            Type::Unknown | Type::Param(_) => false,
            _ => true,
        }
    }
}

/// Whether it is a type of package time that says a point or a span of it.
pub(super) fn is_time(of: &Type) -> bool {
    match of {
        Type::Named(path, name, _) if **path == *"time" => {
            matches!(&**name, "Time" | "Duration" | "Month" | "Weekday")
        }
        _ => false,
    }
}
