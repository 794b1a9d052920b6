//! Calls of generic functions: type arguments as given, or as they follow from the arguments.
//!
//! What Go infers in ways that are not followed here leaves the call unknown; two arguments that
//! seem to ask for different types do so as well.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::syntax::{Node, node};

use super::parameters::type_parameters;
use super::resolve::{DEEPEST, Scope};
use super::types::Signature;
use super::{At, Entity, Kind, Package, Type};

/// What is known of the type arguments of one call.
#[derive(Default)]
pub(super) struct Solution {
    pub map: BTreeMap<Arc<str>, Type>,
    /// The type parameters of the function.
    names: Vec<Arc<str>>,
    /// The widest kind of the untyped constants that a type parameter gets.
    pub untyped: BTreeMap<Arc<str>, &'static str>,
    conflict: bool,
    /// How many comparisons it took: types may be made of themselves.
    steps: usize,
}

/// Inference that takes more steps than this leaves the call unknown.
const MOST_STEPS: usize = 2000;

impl Package<'_> {
    /// The signature of a generic function as a call uses it; none if the function is not
    /// generic.
    pub(super) fn instantiated(
        &self,
        call: At<'_>,
        function: Node<'_>,
        depth: usize,
    ) -> Option<Type> {
        let (base, mut given) = parts(function)?;
        if let Some(list) = call.node.child_by_field_name("type_arguments") {
            given = node::children(list);
        }
        let (path, name) = self.generic_name(call.with(base))?;
        let unit = self.unit(&path)?;
        let (declared, file) = unit.declaration(&name)?;
        let declaration = declared
            .parent()
            .filter(|d| d.kind() == "function_declaration")?;
        let params = type_parameters(declaration);
        if params.is_empty() {
            return None;
        }
        let scope = Scope::Unit(&unit, file);
        let signature = self.signature(scope, declaration, depth + 1);
        let mut solution = Solution {
            names: params
                .iter()
                .map(|param| self.slice(scope, *param).into())
                .collect(),
            ..Solution::default()
        };
        for (param, arg) in solution.names.clone().into_iter().zip(given) {
            let arg = self.type_from(Scope::Own(call.file), arg, depth + 1);
            solution.map.insert(param, arg);
        }
        self.unify_arguments(call, &signature, &mut solution, depth);
        self.unify_constraints(scope, declaration, &mut solution, depth);
        self.default_constants(scope, declaration, &mut solution, depth);
        // By a constant, too, one may follow from another one.
        self.unify_constraints(scope, declaration, &mut solution, depth);
        let solved = solution
            .names
            .iter()
            .all(|name| solution.map.contains_key(name));
        if !solved || solution.conflict {
            return Some(Type::Unknown);
        }
        Some(Type::Func(Arc::new(signature)).substituted(&solution.map))
    }

    /// A generic function by name or with type arguments, where it is called or only meant.
    pub(super) fn generic_value(&self, at: At<'_>, depth: usize) -> Option<Type> {
        let called = at.node.parent().filter(|parent| {
            parent.kind() == "call_expression"
                && parent.child_by_field_name("function") == Some(at.node)
                || parent.kind() == "type_conversion_expression"
                    && parent.child_by_field_name("type") == Some(at.node)
        });
        let apart = called.and_then(|call| call.child_by_field_name("type_arguments"));
        let around = at.node.parent().filter(|_| called.is_none());
        let named = around
            .and_then(parts)
            .is_some_and(|(name, _)| name == at.node);
        if named || apart.is_some() {
            return None; // the name in `f[T]`: a function of no one type
        }
        self.instantiated(at.with(called.unwrap_or(at.node)), at.node, depth)
    }

    /// Whether a name is that of a function or type with type parameters, and not that of a value
    /// with elements.
    pub(super) fn is_generic(&self, name: At<'_>) -> bool {
        let Some((path, name)) = self.generic_name(name) else {
            return self.is_type(name);
        };
        let unit = self.unit(&path);
        unit.is_some_and(|unit| {
            let declared = unit.declarations(&name);
            let has_parameters = |(name, _): &(Node<'_>, usize)| {
                let declaration = name.parent();
                declaration.is_some_and(|of| !type_parameters(of).is_empty())
            };
            !declared.is_empty() && declared.iter().all(has_parameters)
        })
    }

    /// Package and name of a function that is called by name.
    fn generic_name(&self, base: At<'_>) -> Option<(Arc<str>, Arc<str>)> {
        let (package, name) = match base.node.kind() {
            "identifier" | "type_identifier" => match self.entity(base) {
                Entity::Declared(declaration) if declaration.kind == Kind::Function => {
                    return Some((self.own_path(declaration.file), self.text(base).into()));
                }
                Entity::Imported(path, name) => return Some((path, name)),
                _ => return None,
            },
            "selector_expression" => ("operand", "field"),
            "qualified_type" => ("package", "name"),
            _ => return None,
        };
        let package = base.node.child_by_field_name(package)?;
        let name = base.node.child_by_field_name(name)?;
        match self.entity(base.with(package)) {
            Entity::Package(path) => Some((path, self.text(base.with(name)).into())),
            _ => None,
        }
    }

    fn unify_arguments(
        &self,
        call: At<'_>,
        signature: &Signature,
        solution: &mut Solution,
        depth: usize,
    ) {
        let arguments = match call.node.child_by_field_name("arguments") {
            Some(list) => node::children(list),
            None => call
                .node
                .child_by_field_name("operand")
                .into_iter()
                .collect(),
        };
        let spread = arguments
            .last()
            .is_some_and(|last| last.kind() == "variadic_argument");
        let mut types: Vec<Type> = arguments
            .iter()
            .map(|argument| {
                let inner = match argument.kind() {
                    "variadic_argument" => node::children(*argument).first().copied(),
                    _ => Some(*argument),
                };
                inner.map_or(Type::Unknown, |inner| {
                    self.infer(call.with(inner), depth + 1)
                })
            })
            .collect();
        if let [Type::Tuple(all)] = types.as_slice() {
            types = all.clone();
        }
        let last = signature.params.len().saturating_sub(1);
        for (index, of) in types.iter().enumerate() {
            let param = match signature.params.get(index.min(last)) {
                Some(Type::Slice(element)) if signature.variadic && index >= last && !spread => {
                    element
                }
                Some(param) => param,
                None => return,
            };
            match (param, of) {
                (Type::Param(name), Type::Untyped(kind)) => {
                    let widest = solution.untyped.entry(Arc::clone(name)).or_insert(kind);
                    *widest = super::infer::wider(widest, kind);
                }
                (_, Type::Unknown | Type::Nil | Type::Untyped(_)) => {}
                (param, of) => self.unify(param, of, solution, 0),
            }
        }
    }

    pub(super) fn unify(&self, param: &Type, of: &Type, solution: &mut Solution, depth: usize) {
        solution.steps += 1;
        if depth > DEEPEST || solution.steps > MOST_STEPS {
            solution.conflict = true;
            return;
        }
        let depth = depth + 1;
        match (param, of) {
            (_, Type::Unknown) => {}
            (Type::Param(name), of) if solution.names.contains(name) => {
                let known = solution
                    .map
                    .entry(Arc::clone(name))
                    .or_insert_with(|| of.clone());
                solution.conflict |= known != of;
            }
            (Type::Pointer(param), Type::Pointer(of))
            | (Type::Slice(param), Type::Slice(of))
            | (Type::Array(_, param), Type::Array(_, of))
            | (Type::Chan(_, param), Type::Chan(_, of)) => self.unify(param, of, solution, depth),
            (Type::Map(key, value), Type::Map(of_key, of_value)) => {
                self.unify(key, of_key, solution, depth);
                self.unify(value, of_value, solution, depth);
            }
            (Type::Named(p, n, params), Type::Named(q, m, args)) if p == q && n == m => {
                for (param, of) in params.iter().zip(args) {
                    self.unify(param, of, solution, depth);
                }
            }
            (Type::Func(param), Type::Func(of)) => {
                let pairs = param.params.iter().zip(&of.params);
                for (param, of) in pairs.chain(param.results.iter().zip(&of.results)) {
                    self.unify(param, of, solution, depth);
                }
            }
            // `[]T` takes a declared slice type, too; and a declared function type a function.
            (Type::Slice(_) | Type::Map(..) | Type::Chan(..) | Type::Func(_), Type::Named(..)) => {
                match self.underlying(of, 0) {
                    Type::Named(..) => {}
                    of => self.unify(param, &of, solution, depth),
                }
            }
            (Type::Named(path, ..), Type::Func(_) | Type::Slice(_) | Type::Map(..))
                if !path.is_empty() =>
            {
                match self.underlying(param, 0) {
                    Type::Named(..) => {}
                    param => self.unify(&param, of, solution, depth),
                }
            }
            _ => {}
        }
    }
}

/// What is called, and the type arguments given.
fn parts(function: Node<'_>) -> Option<(Node<'_>, Vec<Node<'_>>)> {
    Some(match function.kind() {
        "index_expression" => (
            function.child_by_field_name("operand")?,
            vec![function.child_by_field_name("index")?],
        ),
        "type_instantiation_expression" => {
            let mut parts = node::children(function);
            if parts.is_empty() {
                return None;
            }
            (parts.remove(0), parts)
        }
        "generic_type" => (
            function.child_by_field_name("type")?,
            node::children(function.child_by_field_name("type_arguments")?),
        ),
        _ => (function, Vec::new()),
    })
}
