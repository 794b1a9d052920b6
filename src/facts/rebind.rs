//! Whether `:=` may give a name that is known already: the habit of `err`.

use crate::syntax::Node;
use crate::syntax::node::{self, Descend};

use super::{At, Entity, Package, Type};

impl Package<'_> {
    /// Whether a statement may declare (or, in the same scope, assign again) `name` by `:=`: what
    /// stands behind it in its scope never asks for the value that a variable of that name had
    /// before, and does not declare the name anew without declaring another. What is assigned again
    /// has to be an `error`, as the new value is.
    #[must_use]
    pub fn may_rebind(&self, name: &str, statement: At<'_>) -> bool {
        let old = self.meaning(name, statement);
        let local = match &old {
            Entity::Declared(declaration) => self.is_local(*declaration),
            Entity::Unknown => true,
            _ => false,
        };
        let Some(source) = self.source(statement.file).filter(|_| local) else {
            return false;
        };
        let scopes = self.scopes(statement.file);
        if let Entity::Declared(declaration) = &old
            && scopes.is_own(name, statement.node.start_byte())
            && self.declared(*declaration, statement, 0) != Type::universe("error")
        {
            return false;
        }
        let scope = scopes.span_at(statement.node.start_byte());
        let behind = statement.node.end_byte();
        let list = node::ancestors(statement.node).find(|node| node.kind() == "statement_list");
        let mut free = true;
        let mut settled = false;
        node::walk(source.root(), &mut |node| {
            let span = node::span(node);
            if !free || settled || span.end <= behind || scope.end <= span.start {
                return Descend::Past;
            }
            if node.kind() == "identifier" && span.start >= behind && source.slice(node) == name {
                let at = statement.with(node);
                let assigned = defined_by(node);
                if self.declared_by(at).is_some() {
                    let beside = assigned.is_some_and(|by| by.left.named_child_count() > 1);
                    free = beside || scopes.span_at(span.start) != scope;
                } else if self.entity(at) == old {
                    // Given a new value before anyone asks for the one from before.
                    settled = assigned.is_some_and(|by| {
                        by.statement.parent().map(|list| list.id()) == list.map(|list| list.id())
                            && !source.slice(by.right).contains(name)
                    });
                    free = settled;
                }
            }
            Descend::Into
        });
        free
    }
}

/// A `:=` statement.
struct Definition<'t> {
    statement: Node<'t>,
    left: Node<'t>,
    right: Node<'t>,
}

/// The `:=` on whose left a name stands.
fn defined_by(name: Node<'_>) -> Option<Definition<'_>> {
    let left = name
        .parent()
        .filter(|list| list.kind() == "expression_list")?;
    let statement = left
        .parent()
        .filter(|of| of.kind() == "short_var_declaration")?;
    let right = statement.child_by_field_name("right")?;
    (statement.child_by_field_name("left")?.id() == left.id()).then_some(Definition {
        statement,
        left,
        right,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::facts::{InputFile, NoWorld};

    /// Whether the statement `mark()` of a function's body may rebind `err`.
    fn may(body: &str) -> bool {
        let text = format!("package p\n\nfunc f(err error) {{\n{body}\n}}\n");
        let file = InputFile {
            path: "a.go".into(),
            text: Arc::from(text.as_str()),
            editable: true,
        };
        let package = Package::new(Path::new("."), vec![file], &NoWorld);
        let file = package.files().next().unwrap();
        let source = package.source(file).unwrap();
        let start = text.find("mark()").unwrap();
        let call = source
            .root()
            .descendant_for_byte_range(start, start + "mark()".len())
            .unwrap();
        package.may_rebind("err", At { file, node: call })
    }

    #[test]
    fn what_stands_behind_decides() {
        assert!(may("use(err)\nmark()"));
        assert!(may("mark()\nif err := g(); err != nil {\n}"));
        assert!(may("mark()\nx, err := g()\nuse(x, err)"));
        assert!(!may("mark()\nx, err := g(err)\nuse(x, err)"));
        assert!(!may("mark()\nif x {\n\ty, err := g()\n}\nuse(err)"));
        assert!(!may("mark()\nuse(err)"));
        assert!(!may("mark()\nerr = g()"));
        assert!(!may("mark()\nfunc() { use(err) }()"));
        assert!(may("if g() {\n\tmark()\n}\nuse(err)"));
        assert!(!may("if g() {\n\tmark()\n\terr := g()\n\tuse(err)\n}"));
    }

    #[test]
    fn what_is_assigned_again_is_an_error() {
        assert!(!may("{\n\tvar err string\n\tmark()\n}"));
        assert!(!may("if x {\n\tvar err *odd\n\tmark()\n}"));
        assert!(may("if x {\n\tvar err error\n\tmark()\n}"));
        assert!(!may("switch err := err.(type) {\ncase *odd:\n\tmark()\n}"));
        assert!(may("switch err := err.(type) {\ncase error:\n\tmark()\n}"));
    }
}
