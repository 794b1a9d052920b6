//! What there is at a place that a fix may use: variables by name, functions of other packages.

use super::select::Selected;
use super::types::member_id;
use super::{At, Declaration, Entity, FileId, Kind, Package, Type};

/// Something that holds a value and can be spelled at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible {
    /// As it is spelled there: `logger`, `s.logger`.
    pub text: String,
    /// Its type, as far as it is known.
    pub of: Type,
    /// Whether it belongs to the function around, or to its receiver.
    pub is_local: bool,
}

impl Package<'_> {
    /// The variables and parameters of known type at a place, the nearest first, then the fields of
    /// the receiver, then what the package declares. Locals that are declared without a value are
    /// left out, since they may have none yet.
    #[must_use]
    pub fn variables(&self, at: At<'_>) -> Vec<Visible> {
        let mut found = Vec::new();
        let locals = self.scopes(at.file).visible_at(at.node.start_byte());
        let receiver = locals
            .iter()
            .find(|(_, declaration)| declaration.kind == Kind::Receiver)
            .copied();
        for (name, declaration) in locals {
            if self.has_value(declaration) {
                found.extend(self.visible(name, declaration));
            }
        }
        if let Some((name, declaration)) = receiver
            && let Some(receiver) = self.visible(name, declaration)
            && let Type::Struct(fields) = self.underlying(receiver.of.pointee(), 0)
        {
            for (id, of) in &fields.named {
                let field = id.rsplit('.').next().unwrap_or(id);
                if member_id(&self.own_path(at.file), field) != *id {
                    continue;
                }
                found.push(Visible {
                    text: format!("{name}.{field}"),
                    of: of.clone(),
                    is_local: true,
                });
            }
        }
        let mut outer: Vec<(&str, Declaration)> = Vec::new();
        let top = self.top_level(at.file).into_iter();
        for (name, declarations) in top.flat_map(|top| &top.names) {
            if let [only] = declarations.as_slice()
                && only.kind == Kind::Variable
                && self.meaning(name, at) == Entity::Declared(*only)
            {
                outer.push((name, *only));
            }
        }
        outer.sort_by_key(|(name, _)| *name);
        let outer = outer.into_iter();
        found.extend(outer.filter_map(|(name, declaration)| self.visible(name, declaration)));
        found.retain(|visible| visible.of.is_known());
        found
    }

    fn visible(&self, name: &str, declaration: Declaration) -> Option<Visible> {
        let node = self.declaration_node(declaration)?;
        Some(Visible {
            text: name.to_owned(),
            of: self.type_of(node),
            is_local: self.is_local(declaration),
        })
    }

    /// Whether a local declaration says what the variable holds.
    fn has_value(&self, declaration: Declaration) -> bool {
        match declaration.kind {
            Kind::Parameter | Kind::Receiver => true,
            Kind::Variable => self.declaration_node(declaration).is_some_and(|name| {
                let of = name.node.parent();
                of.is_some_and(|of| {
                    of.kind() != "var_spec" || of.child_by_field_name("value").is_some()
                })
            }),
            _ => false,
        }
    }

    /// The type of a function of another package, if it is known to have one of that name.
    #[must_use]
    pub fn function_of(&self, path: &str, name: &str) -> Type {
        self.member(path, name, 0)
    }

    /// The type of a method that a variable has in every build, itself or by embedding, as a file
    /// sees it.
    #[must_use]
    pub fn method_of(&self, of: &Type, name: &str, file: FileId) -> Type {
        match self.select(of, name, &self.own_path(file)) {
            Selected::Method(method) if method.always => method.signature,
            _ => Type::Unknown,
        }
    }
}
