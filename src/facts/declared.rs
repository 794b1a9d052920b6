//! The type that a declaration gives its name.

use std::sync::Arc;

use crate::syntax::{Node, node};

use super::package::Initial;
use super::parameters::group_of;
use super::resolve::{DEEPEST, Scope};
use super::select::agreed;
use super::types::Direction;
use super::unit::specs;
use super::{At, Declaration, Entity, FileId, Kind, Package, Type};

impl Package<'_> {
    /// Whether other packages can say its name: exported, and not of a command.
    #[must_use]
    pub fn is_visible_outside(&self, declaration: Declaration) -> bool {
        let name = declaration.name.slice(&self.input(declaration.file).text);
        name.starts_with(char::is_uppercase)
            && !self.is_local(declaration)
            && self.clause(declaration.file) != Some("main")
    }

    /// Whether a declaration stands within a function.
    pub(super) fn is_local(&self, declaration: Declaration) -> bool {
        self.declaration_node(declaration)
            .is_none_or(|at| node::enclosing_function(at.node).is_some())
    }

    /// The type of what a declaration declares, as seen from a use of it.
    pub(super) fn declared(&self, declaration: Declaration, r#use: At<'_>, depth: usize) -> Type {
        let Some(name) = self.declaration_node(declaration) else {
            return Type::Unknown;
        };
        let scope = Scope::Own(declaration.file);
        let Some(parent) = name.node.parent() else {
            return Type::Unknown;
        };
        match parent.kind() {
            "parameter_declaration" | "variadic_parameter_declaration" => {
                let Some(group) = group_of(name.node) else {
                    return Type::Unknown;
                };
                self.type_of_group(scope, &group, depth)
            }
            "var_spec" => self.specified(name, parent, depth),
            "const_spec" => self.constant_type(name, parent, depth),
            "function_declaration" if declaration.kind == Kind::Function => {
                if parent.child_by_field_name("type_parameters").is_some() {
                    return Type::Unknown;
                }
                Type::Func(Arc::new(self.signature(scope, parent, depth + 1)))
            }
            "expression_list" => self.assigned_type(name, parent, r#use, depth),
            _ => Type::Unknown,
        }
    }

    /// The type of a package-level name, told by the whole package that declares it.
    pub(super) fn type_elsewhere(&self, path: &str, name: &str, depth: usize) -> Type {
        if depth > DEEPEST {
            return Type::Unknown;
        }
        let own = self.files().find(|file| *self.own_path(*file) == *path);
        if let Some(file) = own {
            return self.type_at_top_level(file, name, depth);
        }
        if !self.initial().borrow().contains_key(path) {
            let types = self.initial_types(path, depth);
            self.initial().borrow_mut().insert(path.into(), types);
        }
        let initial = self.initial().borrow();
        let of = initial.get(path).and_then(|types| types.get(name));
        of.cloned().unwrap_or_default()
    }

    /// The other package is looked at as a whole, once. Imports have no cycles, so neither has
    /// this.
    fn initial_types(&self, path: &str, depth: usize) -> Initial {
        let Some((dir, mut files)) = self.world().package(path, self.dir()) else {
            return Initial::new();
        };
        files.retain(|file| !file.path.to_string_lossy().ends_with("_test.go"));
        let other = Package::new(dir, files, self.world());
        let Some(file) = other.files().find(|file| *other.own_path(*file) == *path) else {
            return Initial::new();
        };
        let exported = other
            .top_level(file)
            .into_iter()
            .flat_map(|top| &top.names)
            .filter(|(name, all)| {
                name.starts_with(char::is_uppercase)
                    && all
                        .iter()
                        .all(|one| matches!(one.kind, Kind::Variable | Kind::Constant))
            });
        exported
            .map(|(name, _)| (Arc::clone(name), other.type_at_top_level(file, name, depth)))
            // Its own declarations mean nothing here.
            .filter(|(_, of)| of.is_known() && !of.mentions_local())
            .collect()
    }

    fn type_at_top_level(&self, file: FileId, name: &str, depth: usize) -> Type {
        let top = self.top_level(file);
        let all = top
            .filter(|top| !top.doubtful.contains(name))
            .and_then(|top| top.names.get(name));
        let types = all.into_iter().flatten().map(|declaration| {
            let at = self.declaration_node(*declaration)?;
            Some(self.declared(*declaration, at, depth + 1))
        });
        agreed(types).unwrap_or_default()
    }

    /// `var a, b T = x, y`
    fn specified(&self, name: At<'_>, spec: Node<'_>, depth: usize) -> Type {
        if let Some(of) = spec.child_by_field_name("type") {
            return self.type_from(Scope::Own(name.file), of, depth + 1);
        }
        let index = index_of(spec, "name", name.node);
        match spec.child_by_field_name("value") {
            Some(values) => self.value_at(name.with(values), index, depth).defaulted(),
            None => Type::Unknown,
        }
    }

    /// `const a, b T = x, y`; a spec without values repeats the last one that had some.
    fn constant_type(&self, name: At<'_>, spec: Node<'_>, depth: usize) -> Type {
        let index = index_of(spec, "name", name.node);
        let Some(source) = valued(spec) else {
            return Type::Unknown;
        };
        if let Some(of) = source.child_by_field_name("type") {
            return self.type_from(Scope::Own(name.file), of, depth + 1);
        }
        match source.child_by_field_name("value") {
            Some(values) => self.value_at(name.with(values), index, depth),
            None => Type::Unknown,
        }
    }

    /// `a, b := …` in all its places.
    fn assigned_type(&self, name: At<'_>, left: Node<'_>, r#use: At<'_>, depth: usize) -> Type {
        let Some(statement) = left.parent() else {
            return Type::Unknown;
        };
        let index = node::children(left)
            .iter()
            .position(|n| n.id() == name.node.id());
        let Some(index) = index else {
            return Type::Unknown;
        };
        let right = statement.child_by_field_name("right");
        match statement.kind() {
            "short_var_declaration" => right.map_or(Type::Unknown, |values| {
                self.value_at(name.with(values), index, depth).defaulted()
            }),
            "range_clause" => right.map_or(Type::Unknown, |over| {
                let over = self.infer(name.with(over), depth + 1);
                self.ranged(&over, index)
            }),
            "receive_statement" => match (index, right) {
                (0, Some(value)) => self.infer(name.with(value), depth + 1).defaulted(),
                (1, _) => Type::basic("bool"),
                _ => Type::Unknown,
            },
            "type_switch_statement" => self.switched(statement, r#use, depth),
            _ => Type::Unknown,
        }
    }

    /// The n-th value of an expression list, or of the one call or comma-ok form in it.
    fn value_at(&self, list: At<'_>, index: usize, depth: usize) -> Type {
        let values = match list.node.kind() {
            "expression_list" => node::children(list.node),
            _ => vec![list.node],
        };
        match values.as_slice() {
            [only] => {
                let value = self.infer(list.with(*only), depth + 1);
                match (value, index) {
                    (Type::Tuple(all), index) => all.get(index).cloned().unwrap_or_default(),
                    (value, 0) => value,
                    (_, 1) if has_comma_ok(*only) => Type::basic("bool"),
                    _ => Type::Unknown,
                }
            }
            many => many.get(index).map_or(Type::Unknown, |value| {
                self.infer(list.with(*value), depth + 1)
            }),
        }
    }

    /// What ranging over a value gives: key or index first, element second.
    fn ranged(&self, over: &Type, index: usize) -> Type {
        let underlying = self.underlying(over, 0);
        let of = match &underlying {
            Type::Pointer(to) => self.underlying(to, 0),
            other => other.clone(),
        };
        match (of, index) {
            (Type::Slice(_) | Type::Array(..) | Type::Untyped("int"), 0) => Type::basic("int"),
            (Type::Slice(of) | Type::Array(_, of), 1)
            | (Type::Chan(Direction::Both | Direction::Receive, of), 0) => (*of).clone(),
            (Type::Map(key, _), 0) => (*key).clone(),
            (Type::Map(_, value), 1) => (*value).clone(),
            (Type::Basic(name), index) if *name == *"string" => of_string(index),
            (Type::Untyped("string"), index) => of_string(index),
            (Type::Basic(_), 0) => over.clone(),
            (Type::Func(signature), index) => match signature.params.first() {
                Some(Type::Func(yields)) => yields.params.get(index).cloned().unwrap_or_default(),
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }

    /// The variable of a type switch: in a clause with one type it has that, else the value's.
    fn switched(&self, switch: Node<'_>, r#use: At<'_>, depth: usize) -> Type {
        let value = || {
            switch
                .child_by_field_name("value")
                .map_or(Type::Unknown, |value| {
                    self.infer(r#use.with(value), depth + 1)
                })
        };
        let clause = node::ancestors(r#use.node).find(|node| {
            node.parent()
                .is_some_and(|parent| parent.id() == switch.id())
        });
        let Some(clause) = clause.filter(|clause| clause.kind() == "type_case") else {
            return value();
        };
        let mut cursor = clause.walk();
        let types: Vec<Node<'_>> = clause.children_by_field_name("type", &mut cursor).collect();
        let types: Vec<Node<'_>> = types.into_iter().filter(Node::is_named).collect();
        match types.as_slice() {
            [only] if self.entity(r#use.with(*only)) == Entity::Universe("nil".into()) => value(),
            [only] => self.type_from(Scope::Own(r#use.file), *only, depth + 1),
            _ => value(),
        }
    }
}

/// The spec that says what a constant is: its own, or the last one before it that has values.
pub(super) fn valued(spec: Node<'_>) -> Option<Node<'_>> {
    if spec.kind() != "const_spec" || spec.child_by_field_name("value").is_some() {
        return Some(spec);
    }
    specs(spec.parent()?)
        .into_iter()
        .take_while(|other| other.start_byte() <= spec.start_byte())
        .filter(|other| other.child_by_field_name("value").is_some())
        .last()
}

fn of_string(index: usize) -> Type {
    Type::basic(if index == 0 { "int" } else { "rune" })
}

fn index_of(spec: Node<'_>, field: &str, name: Node<'_>) -> usize {
    let mut cursor = spec.walk();
    spec.children_by_field_name(field, &mut cursor)
        .filter(Node::is_named)
        .position(|other| other.id() == name.id())
        .unwrap_or(0)
}

/// Whether an expression has a form with a second result that tells whether there was a value.
fn has_comma_ok(of: Node<'_>) -> bool {
    let of = node::unparenthesized(of);
    match of.kind() {
        "index_expression" | "type_assertion_expression" => true,
        // `<-chan T(x)` receives; what else looks like a conversion may be a call.
        "type_conversion_expression" => of
            .child_by_field_name("type")
            .is_some_and(|to| to.kind() == "channel_type" && to.start_byte() == of.start_byte()),
        "unary_expression" => of
            .child_by_field_name("operator")
            .is_some_and(|operator| operator.kind() == "<-"),
        _ => false,
    }
}
