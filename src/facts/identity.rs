//! When types are the same: as Go has it, and as an author of a codemod writes one.

use super::types::Fields;
use super::{Package, Truth, Type, stubs};

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
        if !of.is_known() {
            return Truth::Unknown;
        }
        // Such a type may have the name of another one, and is none that can be asked for.
        if of.mentions_local() || of.mentions_parameter() {
            return Truth::False;
        }
        let own = canonical(&of.to_string(), &str::to_owned);
        let wanted = canonical(wanted, &|name| self.without_alias(name));
        // Members of structs and interfaces don't print.
        let rest = wanted.replace("struct{}", "");
        let lists = |word| rest.contains(word);
        if own.contains('\u{2026}') && (lists("struct{") || lists("interface{")) {
            return Truth::Unknown;
        }
        (own == wanted).into()
    }

    /// `os.FileInfo` is another name of `io/fs.FileInfo`.
    fn without_alias(&self, name: &str) -> String {
        let Some((path, last)) = name.rsplit_once('.') else {
            return name.to_owned();
        };
        if !stubs::has_alias(path, last) {
            return name.to_owned();
        }
        match self.declared_type(path, last, &[], 0) {
            Type::Unknown => name.to_owned(),
            of => canonical(&of.to_string(), &str::to_owned),
        }
    }
}

/// A type without spacing that means nothing, with the predeclared names that types print with.
fn canonical(text: &str, named: &dyn Fn(&str) -> String) -> String {
    let joins =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '~' | '\u{2026}');
    let mut out = String::new();
    let mut rest = text.trim();
    let mut spaced = false;
    while let Some(first) = rest.chars().next() {
        let len = if first.is_whitespace() {
            spaced = true;
            rest = rest.trim_start();
            continue;
        } else if joins(first) && !rest.starts_with("...") {
            rest.find(|c: char| !joins(c)).unwrap_or(rest.len())
        } else if rest.starts_with("...") {
            "...".len()
        } else {
            first.len_utf8()
        };
        let (word, behind) = rest.split_at(len);
        if spaced && out.ends_with(joins) && word.starts_with(joins) {
            out.push(' ');
        }
        spaced = false;
        out += &match word {
            "byte" => "uint8".to_owned(),
            "rune" => "int32".to_owned(),
            word if word.contains('.') => named(word),
            word => word.to_owned(),
        };
        rest = behind;
    }
    out.replace("interface{}", "any")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_compared_as_they_are_meant() {
        let plain = |text: &str| canonical(text, &str::to_owned);
        for (one, two) in [
            ("map[string][]byte", "map[string][]uint8"),
            (
                "func(a.B, ...rune) (int, error)",
                "func(a.B,...int32)(int,error)",
            ),
            ("chan  interface{}", "chan any"),
            ("chan<- struct {}", "chan<- struct{}"),
            ("x/y-z.T[int, string]", "x/y-z.T[int,string]"),
        ] {
            assert_eq!(plain(one), plain(two));
        }
        assert_ne!(plain("example.com/byte.T"), plain("example.com/uint8.T"));
        assert_eq!(plain("chan int"), "chan int");
    }
}
