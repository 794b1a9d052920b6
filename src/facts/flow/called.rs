//! Calls in whatever way they are spelled, and the bodies of this package's own functions.
//!
//! `f[T](x)` and `fs[i](x)` parse as conversions to a generic type: what is called decides.

use crate::syntax::{Node, node};

use super::super::select::Selected;
use super::super::unit::Declared;
use super::super::{At, Declaration, Entity, FileId, Kind, Package, Truth, Type};

/// What is called, or converted to, and with what.
pub(super) struct Called<'p> {
    pub function: At<'p>,
    pub arguments: Vec<At<'p>>,
}

impl<'p> Called<'p> {
    /// The parts of a call or conversion.
    pub fn of(at: At<'p>) -> Option<Self> {
        let field = |name: &str| at.node.child_by_field_name(name);
        let (function, arguments) = match at.node.kind() {
            "call_expression" => (field("function")?, node::children(field("arguments")?)),
            "type_conversion_expression" => (field("type")?, vec![field("operand")?]),
            _ => return None,
        };
        Some(Self {
            function: at.with(bare(function)),
            arguments: arguments.into_iter().map(|of| at.with(of)).collect(),
        })
    }

    /// The operand of the selector that is called.
    pub fn receiver(&self) -> Option<At<'p>> {
        let of = self.function.node;
        let operand = of.child_by_field_name("operand");
        operand
            .filter(|_| of.kind() == "selector_expression")
            .map(|operand| self.function.with(operand))
    }
}

impl Package<'_> {
    /// Whether what is "called" is a type, so that nothing is called at all.
    pub(super) fn is_conversion(&self, function: At<'_>) -> Truth {
        let of = function.with(bare(function.node));
        let inner = |field: &str| of.node.child_by_field_name(field).map(|node| of.with(node));
        match of.node.kind() {
            "array_type" | "slice_type" | "map_type" | "channel_type" | "function_type"
            | "struct_type" | "interface_type" => Truth::True,
            "generic_type" => inner("type").map_or(Truth::Unknown, |of| self.is_conversion(of)),
            "index_expression" | "unary_expression" => {
                inner("operand").map_or(Truth::Unknown, |of| self.is_conversion(of))
            }
            "pointer_type" | "type_instantiation_expression" => node::children(of.node)
                .first()
                .map_or(Truth::Unknown, |first| self.is_conversion(of.with(*first))),
            "identifier" | "type_identifier" => self.names_type(of, self.entity(of)),
            "selector_expression" | "qualified_type" => {
                let parts = (
                    inner("operand").or_else(|| inner("package")),
                    inner("field").or_else(|| inner("name")),
                );
                let (Some(operand), Some(name)) = parts else {
                    return Truth::Unknown;
                };
                match self.entity(operand) {
                    Entity::Package(path) => {
                        let name = self.text(name).into();
                        self.names_type(of, Entity::Imported(path, name))
                    }
                    Entity::Unknown if operand.node.kind() != "selector_expression" => {
                        if self.type_of(operand).is_known() {
                            Truth::False
                        } else {
                            Truth::Unknown
                        }
                    }
                    _ => Truth::False,
                }
            }
            "func_literal" | "call_expression" | "type_conversion_expression" => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn names_type(&self, of: At<'_>, entity: Entity) -> Truth {
        match entity {
            Entity::Declared(declaration) => {
                matches!(declaration.kind, Kind::Type | Kind::TypeParameter).into()
            }
            Entity::Universe(_) => self.is_type(of).into(),
            _ if self.is_type(of) => Truth::True,
            Entity::Imported(path, name) => {
                let declared = self.unit(&path).is_some_and(|unit| unit.declares(&name));
                if declared {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            _ => Truth::Unknown,
        }
    }

    /// Whether evaluating a node calls something: a call that is no conversion.
    pub(super) fn is_call(&self, at: At<'_>) -> Truth {
        Called::of(at).map_or(Truth::False, |called| {
            self.is_conversion(called.function).negate()
        })
    }

    /// The function or method of this package that a call calls, if it is that one for sure and
    /// its body is at hand. Its file is parsed as a whole for that.
    pub(super) fn own_body(&self, function: At<'_>) -> Option<At<'_>> {
        let of = bare(function.node);
        let (file, name) = match of.kind() {
            "identifier" | "type_identifier" => match self.entity(function.with(of)) {
                Entity::Declared(found) if found.kind == Kind::Function => self.only(found)?,
                _ => return None,
            },
            "generic_type" => {
                return self.own_body(function.with(of.child_by_field_name("type")?));
            }
            "index_expression" => {
                return self.own_body(function.with(of.child_by_field_name("operand")?));
            }
            "selector_expression" => self.own_method(function.with(of))?,
            _ => return None,
        };
        let root = self.source(file)?.root();
        let name = root.descendant_for_byte_range(name.start, name.end)?;
        let declaration = name.parent().filter(|of| node::is_function(*of))?;
        declaration.child_by_field_name("body")?;
        Some(At {
            file,
            node: declaration,
        })
    }

    /// A declaration of which there are no variants for other platforms.
    fn only(&self, found: Declaration) -> Option<(FileId, crate::text::Span)> {
        let name = found.name.slice(&self.input(found.file).text);
        (self.variants(name, found.file) == 1).then_some((found.file, found.name))
    }

    /// The method that a selector selects, if this package declares it.
    fn own_method(&self, selector: At<'_>) -> Option<(FileId, crate::text::Span)> {
        let operand = selector.node.child_by_field_name("operand")?;
        let name = self.text(selector.with(selector.node.child_by_field_name("field")?));
        let from = self.own_path(selector.file);
        let of = self.type_of(selector.with(operand));
        let Selected::Method(method) = self.select(&of, name, &from) else {
            return None;
        };
        let (path, owner) = method.owner.rsplit_once('.').filter(|_| method.always)?;
        let own: Vec<FileId> = self
            .files()
            .filter(|file| *self.own_path(*file) == *path)
            .filter(|file| self.declarations(*file).is_some())
            .collect();
        if own.is_empty() {
            return None;
        }
        match self.unit(path)?.method_of(owner, name) {
            Declared::Yes(all) => match all.as_slice() {
                [(name, file)] => Some((*own.get(*file)?, node::span(*name))),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a method is called by its receiver's address. `None` where that cannot be told,
    /// and for what is no method. `from` is the package that says the name.
    pub(super) fn has_pointer_receiver(&self, of: &Type, name: &str, from: &str) -> Option<bool> {
        let Selected::Method(method) = self.select(of, name, from) else {
            return None;
        };
        let (path, owner) = method.owner.rsplit_once('.').filter(|_| method.always)?;
        let unit = self.unit(path)?;
        let Declared::Yes(all) = unit.method_of(owner, name) else {
            // A method of an interface is called by what the interface holds.
            return self.is_interface_type(of).then_some(false);
        };
        let mut receivers = all.into_iter().map(|(name, _)| {
            let list = name.parent()?.child_by_field_name("receiver")?;
            let of = node::children(list).first()?.child_by_field_name("type")?;
            Some(bare(of).kind() == "pointer_type")
        });
        let first = receivers.next()??;
        receivers.all(|other| other == Some(first)).then_some(first)
    }

    /// Whether values of a type are interfaces. Type parameters are none, nor is what is not
    /// known.
    pub(super) fn is_interface_type(&self, of: &Type) -> bool {
        match self.underlying(of, 0) {
            Type::Interface(_) => true,
            Type::Named(path, ..) => path.is_empty(),
            _ => false,
        }
    }
}

/// A function or type without the parentheses around it.
pub(super) fn bare(mut of: Node<'_>) -> Node<'_> {
    while matches!(of.kind(), "parenthesized_expression" | "parenthesized_type") {
        match node::children(of).first() {
            Some(inner) => of = *inner,
            None => break,
        }
    }
    of
}
