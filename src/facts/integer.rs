//! Integer constants: the lengths of arrays are part of their types.

use crate::syntax::{Node, node};

use super::resolve::{DEEPEST, Scope};
use super::{At, Entity, Kind, Package, Truth, Type};

impl Package<'_> {
    /// The value of an integer constant; none if it is not one, depends on the platform, or is
    /// spelled in a way that is not followed.
    pub(super) fn integer(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Option<i128> {
        if depth > DEEPEST {
            return None;
        }
        let side = |field: &str| self.integer(scope, of.child_by_field_name(field)?, depth + 1);
        match of.kind() {
            "int_literal" => int_literal(self.slice(scope, of)),
            "rune_literal" => rune_literal(self.slice(scope, of)),
            "parenthesized_expression" => {
                self.integer(scope, *node::children(of).first()?, depth + 1)
            }
            "unary_expression" => {
                let value = side("operand")?;
                match of.child_by_field_name("operator")?.kind() {
                    "-" => value.checked_neg(),
                    "+" => Some(value),
                    _ => None,
                }
            }
            "binary_expression" => {
                let (left, right) = (side("left")?, side("right")?);
                let shift = || u32::try_from(right).ok().filter(|by| *by < 100);
                match of.child_by_field_name("operator")?.kind() {
                    "+" => left.checked_add(right),
                    "-" => left.checked_sub(right),
                    "*" => left.checked_mul(right),
                    "/" => left.checked_div(right),
                    "%" => left.checked_rem(right),
                    "&" => Some(left & right),
                    "|" => Some(left | right),
                    "<<" if (0..1 << 24).contains(&left) => left.checked_shl(shift()?),
                    ">>" => left.checked_shr(shift()?),
                    _ => None,
                }
            }
            "identifier" => self.named_integer(scope, of, depth),
            "selector_expression" => {
                let package = of.child_by_field_name("operand")?;
                let path = match scope {
                    Scope::Own(file) => match self.entity(At {
                        file,
                        node: package,
                    }) {
                        Entity::Package(path) => path,
                        _ => return None,
                    },
                    Scope::Unit(unit, file) => {
                        let spelled = self.slice(scope, package);
                        unit.imported(file, spelled, |path| self.known_name(path))?
                    }
                };
                let name = self.slice(scope, of.child_by_field_name("field")?);
                self.declared_integer(&path, name, depth)
            }
            _ => None,
        }
    }

    fn named_integer(&self, scope: Scope<'_>, of: Node<'_>, depth: usize) -> Option<i128> {
        match scope {
            Scope::Own(file) => match self.entity(At { file, node: of }) {
                Entity::Declared(declaration) if declaration.kind == Kind::Constant => {
                    let name = self.declaration_node(declaration)?.node;
                    self.integer_of(Scope::Own(declaration.file), name, depth)
                }
                Entity::Imported(path, name) => self.declared_integer(&path, &name, depth),
                _ => None,
            },
            Scope::Unit(unit, file) => {
                let name = self.slice(scope, of);
                // Another package may have it in the builds that lack this one's.
                let own = unit.sees(file, name) == Truth::True || unit.dots(file).next().is_none();
                own.then(|| self.declared_integer(&unit.path, name, depth))?
            }
        }
    }

    fn declared_integer(&self, path: &str, name: &str, depth: usize) -> Option<i128> {
        let unit = self.unit(path)?;
        let (name, file) = unit.declaration(name)?;
        self.integer_of(Scope::Unit(&unit, file), name, depth)
    }

    /// The value of a constant by its name's node. Floats are left out by what is spelled, so a
    /// division is one of integers.
    fn integer_of(&self, scope: Scope<'_>, name: Node<'_>, depth: usize) -> Option<i128> {
        let spec = name.parent().filter(|spec| spec.kind() == "const_spec")?;
        let mut cursor = spec.walk();
        let index = spec
            .children_by_field_name("name", &mut cursor)
            .filter(Node::is_named)
            .position(|other| other.id() == name.id())?;
        if let Some(of) = spec.child_by_field_name("type") {
            let of = self.type_from(scope, of, depth + 1);
            let integer =
                matches!(self.underlying(&of, 0), Type::Basic(name) if name.contains("int"));
            if !integer {
                return None;
            }
        }
        let values = spec.child_by_field_name("value")?;
        // `iota` is an identifier that nothing declares, or a node of its own: not followed.
        let value = *node::children(values).get(index)?;
        self.integer(scope, value, depth + 1)
    }
}

fn int_literal(text: &str) -> Option<i128> {
    let text = text.replace('_', "").to_ascii_lowercase();
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0b") => (&text[2..], 2),
        Some("0o") => (&text[2..], 8),
        _ if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        _ => (&*text, 10),
    };
    i128::from_str_radix(digits, radix).ok()
}

fn rune_literal(text: &str) -> Option<i128> {
    let mut chars = text.strip_prefix('\'')?.strip_suffix('\'')?.chars();
    match (chars.next()?, chars.next()) {
        ('\\', _) | (_, Some(_)) => None,
        (only, None) => Some(i128::from(u32::from(only))),
    }
}
