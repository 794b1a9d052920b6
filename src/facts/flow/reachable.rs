//! Who can write to a variable: those who have its address, and, of a package's variables, other
//! functions and packages.

use crate::syntax::node;

use super::super::{At, Declaration, Package};

impl Package<'_> {
    /// Whether pointers may lead to a variable: its address is or may be taken somewhere.
    pub(super) fn is_reachable(&self, variable: Declaration) -> bool {
        if self.is_local(variable) {
            return self
                .home(variable)
                .is_none_or(|function| self.address_taken(variable, function));
        }
        self.is_exported(variable)
            || self.is_named_by_broken(variable)
            || self
                .files_that_name(variable)
                .any(|file| self.address_taken(variable, file))
    }

    /// The outermost function that a local variable belongs to.
    pub(in crate::facts) fn home(&self, variable: Declaration) -> Option<At<'_>> {
        let root = self.source(variable.file)?.root();
        let name = root.descendant_for_byte_range(variable.name.start, variable.name.end)?;
        let outermost = node::ancestors(name)
            .filter(|of| node::is_function(*of))
            .last()?;
        Some(At {
            file: variable.file,
            node: outermost,
        })
    }

    /// The whole of each file that spells the name of a package-level variable: others are not
    /// worth parsing.
    pub(in crate::facts) fn files_that_name(
        &self,
        variable: Declaration,
    ) -> impl Iterator<Item = At<'_>> {
        let name = variable.name.slice(&self.input(variable.file).text);
        let clause = self.clause(variable.file);
        self.files()
            .filter(move |file| {
                *file == variable.file
                    || self.clause(*file) == clause && self.input(*file).text.contains(name)
            })
            .filter_map(|file| {
                let node = self.source(file)?.root();
                Some(At { file, node })
            })
    }

    /// Whether what does not parse of some file spells the name of a package-level variable: there
    /// anything may be done to it.
    pub(in crate::facts) fn is_named_by_broken(&self, variable: Declaration) -> bool {
        let name = variable.name.slice(&self.input(variable.file).text);
        self.files_that_name(variable).any(|at| {
            self.source(at.file).is_some_and(|source| {
                let mut broken = source.broken().iter().chain(source.hidden());
                broken.any(|span| span.slice(source.text()).contains(name))
            })
        })
    }

    /// Whether other packages can write to a package-level variable. Of a program, only the tests
    /// beside it are such.
    pub(in crate::facts) fn is_exported(&self, variable: Declaration) -> bool {
        let name = variable.name.slice(&self.input(variable.file).text);
        let clause = self.clause(variable.file);
        name.starts_with(char::is_uppercase)
            && (clause != Some("main")
                || self.files().any(|file| {
                    self.clause(file) != clause && self.input(file).text.contains(name)
                }))
    }
}
