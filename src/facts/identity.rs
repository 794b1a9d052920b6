//! When types are the same: as Go has it, and as an author of a codemod writes one.

use super::types::Fields;
use super::{Package, Truth, Type, stubs, written_type};

impl Type {
    /// Whether two types are identical: <https://go.dev/ref/spec#Type_identity>.
    pub(super) fn is_identical(&self, other: &Self) -> Truth {
        let unsure = |of: &Self| matches!(of, Self::Unknown | Self::Param(_));
        if unsure(self) || unsure(other) {
            return Truth::Unknown;
        }
        match (self, other) {
            (Self::Named(p, n, one), Self::Named(q, m, two)) if p == q && n == m => {
                all_identical(one, two)
            }
            (Self::Tuple(one), Self::Tuple(two)) => all_identical(one, two),
            (Self::Pointer(one), Self::Pointer(two)) | (Self::Slice(one), Self::Slice(two)) => {
                one.is_identical(two)
            }
            (Self::Array(n, one), Self::Array(m, two)) if n == m => one.is_identical(two),
            (Self::Chan(a, one), Self::Chan(b, two)) if a == b => one.is_identical(two),
            (Self::Map(k, one), Self::Map(l, two)) => k.is_identical(l).and(one.is_identical(two)),
            (Self::Func(one), Self::Func(two)) if one.variadic == two.variadic => {
                all_identical(&one.params, &two.params)
                    .and(all_identical(&one.results, &two.results))
            }
            (Self::Struct(one), Self::Struct(two)) => one.are_fields_of(two),
            (Self::Interface(one), Self::Interface(two)) => one.are_methods_of(two),
            // Only by what it embeds could an interface be another one.
            (Self::Interface(of), Self::Named(path, ..))
            | (Self::Named(path, ..), Self::Interface(of))
                if path.is_empty() && (of.incomplete || !of.embedded.is_empty()) =>
            {
                Truth::Unknown
            }
            _ => (self == other).into(),
        }
    }
}

fn all_identical(one: &[Type], two: &[Type]) -> Truth {
    if one.len() != two.len() {
        return Truth::False;
    }
    let pairs = one.iter().zip(two);
    pairs.fold(Truth::True, |all, (one, two)| {
        all.and(one.is_identical(two))
    })
}

impl Fields {
    /// Fields have an order and tags.
    fn are_fields_of(&self, other: &Self) -> Truth {
        if self.incomplete || other.incomplete {
            return Truth::Unknown;
        }
        if self.layout != other.layout || self.embedded.len() != other.embedded.len() {
            return Truth::False;
        }
        self.are_alike(other)
            .and(all_identical(&self.embedded, &other.embedded))
    }

    /// What is embedded may be listed by the other one.
    fn are_methods_of(&self, other: &Self) -> Truth {
        let plain = |of: &Self| of.embedded.is_empty() && !of.incomplete;
        if !plain(self) || !plain(other) {
            return Truth::Unknown;
        }
        if self.named.len() != other.named.len() {
            return Truth::False;
        }
        self.are_alike(other)
    }

    fn are_alike(&self, other: &Self) -> Truth {
        let pairs = self.named.iter().zip(&other.named);
        pairs.fold(Truth::True, |all, ((name, one), (same, two))| {
            let named = Truth::from(name == same);
            all.and(named).and(one.is_identical(two))
        })
    }
}

impl Package<'_> {
    /// Whether a type is what an author writes with full import paths.
    pub(super) fn is_written(&self, of: &Type, wanted: &str) -> Truth {
        let Some(wanted) = written_type(wanted).filter(|_| of.is_known()) else {
            return Truth::Unknown;
        };
        // Such a type may have the name of another one, and is none that can be asked for.
        if of.mentions_local() || of.mentions_parameter() {
            return Truth::False;
        }
        let own = of.to_string();
        (own == wanted || own == self.without_aliases(&wanted)).into()
    }

    /// The name of a method that is written with another name of its type.
    pub(super) fn without_alias_of_owner(&self, method: &str) -> Option<String> {
        let (owner, name) = method.rsplit_once('.')?;
        let (path, last) = owner.rsplit_once('.')?;
        if !stubs::has_alias(path, last) {
            return None;
        }
        match self.declared_type(path, last, &[], 0).pointee() {
            Type::Named(path, of, _) => Some(format!("{path}.{of}.{name}")),
            _ => None,
        }
    }

    /// `*os.FileInfo` is another name of `*io/fs.FileInfo`.
    fn without_aliases(&self, written: &str) -> String {
        let is_mark = |c: char| "*[](){}<>, ".contains(c);
        let words = written.split_inclusive(is_mark).map(|word| {
            let name = word.trim_end_matches(is_mark);
            match name.trim_start_matches("...").rsplit_once('.') {
                Some((path, last)) if stubs::has_alias(path, last) => {
                    match self.declared_type(path, last, &[], 0) {
                        Type::Unknown => word.to_owned(),
                        of => word.replace(&format!("{path}.{last}"), &of.to_string()),
                    }
                }
                _ => word.to_owned(),
            }
        });
        words.collect()
    }
}
