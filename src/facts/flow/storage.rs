//! Where what an expression names is kept: in a variable itself, or somewhere that a variable only
//! leads to. Only the first cannot change behind the variable's back.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::super::names::is_name_node;
use super::super::resolve::DEEPEST;
use super::super::select::Selected;
use super::super::types::member_id;
use super::super::unit::Declared;
use super::super::{At, Declaration, Entity, Package, Type};
use super::uses::root_name;

/// Where an operand is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// In a variable of this package: it, a field, an element of an array.
    Within(Declaration),
    /// In that variable, or behind a pointer in it.
    Perhaps(Declaration),
    /// Behind a pointer, in a slice or map, in another package, or nowhere at all.
    Elsewhere,
}

impl Storage {
    /// The variable that it may be a part of.
    pub fn variable(self) -> Option<Declaration> {
        match self {
            Self::Within(variable) | Self::Perhaps(variable) => Some(variable),
            Self::Elsewhere => None,
        }
    }
}

impl Package<'_> {
    /// Where an operand is kept.
    pub(super) fn storage(&self, at: At<'_>) -> Storage {
        let mut of = node::unparenthesized(at.node);
        let mut sure = true;
        loop {
            let step = match of.kind() {
                _ if is_name_node(of) => {
                    return match self.entity(at.with(of)) {
                        Entity::Declared(variable) if sure => Storage::Within(variable),
                        Entity::Declared(variable) => Storage::Perhaps(variable),
                        _ => Storage::Elsewhere,
                    };
                }
                "selector_expression" => self.selects_within(at.with(of)),
                "index_expression" => self.indexes_within(at.with(of)),
                _ => return Storage::Elsewhere,
            };
            match (step, of.child_by_field_name("operand")) {
                (Some(false), _) | (_, None) => return Storage::Elsewhere,
                (known, Some(operand)) => {
                    sure &= known.is_some();
                    of = node::unparenthesized(operand);
                }
            }
        }
    }

    /// Whether a field is a part of the operand's own value.
    fn selects_within(&self, at: At<'_>) -> Option<bool> {
        let operand = at.with(at.node.child_by_field_name("operand")?);
        if let Entity::Package(_) = self.entity(operand) {
            return Some(false);
        }
        let of = self.type_of(operand);
        match self.underlying(&of, 0) {
            Type::Pointer(_) => Some(false),
            Type::Struct(_) => {
                let field = at.node.child_by_field_name("field")?;
                let from = self.own_path(at.file);
                self.goes_through_pointer(&of, self.text(at.with(field)), &from)
                    .map(|through| !through)
            }
            _ => None,
        }
    }

    fn indexes_within(&self, at: At<'_>) -> Option<bool> {
        let operand = at.with(at.node.child_by_field_name("operand")?);
        match self.underlying(&self.type_of(operand), 0) {
            Type::Array(..) => Some(true),
            Type::Slice(_) | Type::Map(..) | Type::Pointer(_) | Type::Basic(_) => Some(false),
            _ => None,
        }
    }

    /// Whether what a struct has by promotion stands behind an embedded pointer (or interface).
    /// The pointer that the struct itself may stand behind does not count.
    pub(super) fn goes_through_pointer(&self, of: &Type, name: &str, from: &str) -> Option<bool> {
        let mut of = of.pointee().clone();
        for _ in 0..DEEPEST {
            let Type::Struct(fields) = self.underlying(&of, 0) else {
                // Its own method, or nothing that can be told.
                return matches!(self.select(&of, name, from), Selected::Method(_))
                    .then_some(false);
            };
            if fields.named.contains_key(&member_id(from, name))
                || self.has_own_method(&of, name)?
            {
                return Some(false);
            }
            let mut through = fields
                .embedded
                .iter()
                .filter(|embedded| self.select(embedded, name, from) != Selected::Nothing);
            let (Some(only), None) = (through.next(), through.next()) else {
                return None;
            };
            let (Type::Named(_, own, _) | Type::Local(_, own)) = only else {
                return None;
            };
            // The field that it is by its type's name tells how it is embedded.
            let declared_in = match &of {
                Type::Named(path, ..) => path,
                _ => from,
            };
            let field = fields.named.get(&member_id(declared_in, own));
            match field.filter(|_| !fields.incomplete)? {
                Type::Pointer(_) => return Some(true),
                field if field != only => return None,
                field if self.is_interface_type(field) => return Some(true),
                _ => {}
            }
            of = only.clone();
        }
        None
    }

    /// Whether a type declares a method itself.
    fn has_own_method(&self, of: &Type, name: &str) -> Option<bool> {
        let Type::Named(path, own, _) = of else {
            return Some(false);
        };
        match self.unit(path)?.method_of(own, name) {
            Declared::Yes(_) => Some(true),
            Declared::No => Some(false),
            Declared::Sometimes(_) | Declared::Differs => None,
        }
    }

    /// The operand below a node whose address is taken there: by `&`, by a method that is called
    /// (or meant) by its receiver's address, by a slice of an array.
    pub(super) fn addressed<'p>(&self, at: At<'p>) -> Option<At<'p>> {
        let operand = at.with(at.node.child_by_field_name("operand")?);
        let taken = match at.node.kind() {
            "unary_expression" => at
                .node
                .child_by_field_name("operator")
                .is_some_and(|operator| operator.kind() == "&"),
            "slice_expression" => matches!(
                self.underlying(&self.type_of(operand), 0),
                Type::Array(..) | Type::Unknown | Type::Param(_)
            ),
            "selector_expression" => self.receives_address(at, operand),
            _ => false,
        };
        taken.then_some(operand)
    }

    fn receives_address(&self, selector: At<'_>, operand: At<'_>) -> bool {
        // Only what is kept somewhere can be addressed.
        let value = node::unparenthesized(operand.node);
        let kept = matches!(
            value.kind(),
            "identifier" | "selector_expression" | "index_expression"
        );
        let Some(field) = selector.node.child_by_field_name("field").filter(|_| kept) else {
            return false;
        };
        if let Entity::Package(_) = self.entity(operand) {
            return false;
        }
        let of = self.type_of(operand);
        if matches!(of, Type::Pointer(_)) || self.is_interface_type(&of) {
            return false;
        }
        let name = self.text(selector.with(field));
        let from = self.own_path(selector.file);
        match self.select(&of, name, &from) {
            Selected::Field(_) | Selected::Nothing => false,
            Selected::Method(_) => {
                self.has_pointer_receiver(&of, name, &from) != Some(false)
                    && self.goes_through_pointer(&of, name, &from) != Some(true)
            }
            // A method for all that is known, if it is called.
            Selected::Unknown => is_called(selector.node),
        }
    }

    /// Whether the address of the variable itself, or of a part of it, is or may be taken below
    /// `region`.
    pub(in crate::facts) fn address_taken(&self, of: Declaration, region: At<'_>) -> bool {
        let kinds = [
            "unary_expression",
            "slice_expression",
            "selector_expression",
        ];
        self.addressed_by(of, region, &kinds)
    }

    /// The same by one of these kinds of expressions.
    pub(super) fn addressed_by(&self, of: Declaration, region: At<'_>, kinds: &[&str]) -> bool {
        let name = of.name.slice(&self.input(of.file).text);
        let mut found = false;
        node::walk(region.node, &mut |node| {
            // Names first: what stands there is what costs.
            let names = kinds.contains(&node.kind())
                && root_name(node).is_some_and(|root| self.text(region.with(root)) == name);
            found = found
                || names
                    && self
                        .addressed(region.with(node))
                        .is_some_and(|operand| self.storage(operand).variable() == Some(of));
            if found { Descend::Past } else { Descend::Into }
        });
        found
    }
}

/// Whether a function is called where it stands.
pub(super) fn is_called(function: Node<'_>) -> bool {
    function.parent().is_some_and(|parent| {
        parent.kind() == "call_expression"
            && parent
                .child_by_field_name("function")
                .is_some_and(|called| called.id() == function.id())
    })
}
