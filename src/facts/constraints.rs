//! What the constraints of type parameters say of type arguments.

use crate::syntax::{Node, node};

use super::generic::Solution;
use super::resolve::{DEEPEST, Scope};
use super::{Package, Type};

impl Package<'_> {
    /// Constants decide only where nothing else has, and that may be a constraint's core type.
    pub(super) fn default_constants(
        &self,
        scope: Scope<'_>,
        declaration: Node<'_>,
        solution: &mut Solution,
        depth: usize,
    ) {
        let Some(list) = declaration.child_by_field_name("type_parameters") else {
            return;
        };
        for parameter in node::children(list) {
            let constraint = parameter.child_by_field_name("type");
            let mut cursor = parameter.walk();
            for name in parameter.children_by_field_name("name", &mut cursor) {
                let name = self.slice(scope, name);
                let Some(kind) = solution.untyped.get(name) else {
                    continue;
                };
                let free = constraint.is_some_and(|of| self.says_no_type(scope, of, depth));
                if free && !solution.map.contains_key(name) {
                    let of = Type::Untyped(kind).defaulted();
                    solution.map.insert(name.into(), of);
                }
            }
        }
    }

    /// Whether a constraint does not lay down one type: it has none, or several, or all of an
    /// underlying type.
    fn says_no_type(&self, scope: Scope<'_>, constraint: Node<'_>, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let inner = node::children(constraint);
        match constraint.kind() {
            "type_constraint" | "type_elem" => match inner.as_slice() {
                [only] => self.says_no_type(scope, *only, depth + 1),
                several => !several.is_empty(),
            },
            "negated_type" => true,
            "interface_type" => {
                let mut types = inner.into_iter().filter(|of| of.kind() != "method_elem");
                match (types.next(), types.next()) {
                    (None, _) => true,
                    (Some(only), None) => self.says_no_type(scope, only, depth + 1),
                    _ => false,
                }
            }
            _ => match self.type_from(scope, constraint, depth + 1) {
                Type::Named(path, ..) if path.is_empty() => true,
                Type::Named(path, name, _) => self.unit(&path).is_some_and(|unit| {
                    let declared = unit.declaration(&name);
                    let body = declared.and_then(|(name, file)| {
                        Some((name.parent()?.child_by_field_name("type")?, file))
                    });
                    body.is_some_and(|(body, file)| {
                        body.kind() == "interface_type"
                            && self.says_no_type(Scope::Unit(&unit, file), body, depth + 1)
                    })
                }),
                _ => false,
            },
        }
    }

    /// `S ~[]E`: what is known of S tells E.
    pub(super) fn unify_constraints(
        &self,
        scope: Scope<'_>,
        declaration: Node<'_>,
        solution: &mut Solution,
        depth: usize,
    ) {
        let Some(list) = declaration.child_by_field_name("type_parameters") else {
            return;
        };
        for parameter in node::children(list) {
            let core = parameter
                .child_by_field_name("type")
                .map(node::children)
                .and_then(|terms| <[Node<'_>; 1]>::try_from(terms).ok())
                .filter(|[term]| term.kind() == "negated_type")
                .and_then(|[term]| node::children(term).first().copied());
            let Some(core) = core else {
                continue;
            };
            let core = self.type_from(scope, core, depth + 1);
            let mut cursor = parameter.walk();
            for name in parameter.children_by_field_name("name", &mut cursor) {
                if let Some(of) = solution.map.get(self.slice(scope, name)).cloned() {
                    let of = self.underlying(&of, 0);
                    self.unify(&core, &of, solution, 0);
                }
            }
        }
    }
}
