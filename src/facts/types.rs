//! What types there are, and how they are written.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::Declaration;

/// Types with more parts than this are not known.
const MOST_PARTS: usize = 1000;

/// The type of an expression, or the admission that it is not known. Aliases are followed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Type {
    /// Not known.
    #[default]
    Unknown,
    /// A predeclared type that is not an interface: `int`, `string`, `uint8` …
    Basic(Arc<str>),
    /// The type of an untyped constant: `int`, `float`, `rune`, `string`, `bool`, `complex`.
    Untyped(&'static str),
    /// `nil`
    Nil,
    /// A declared type: package path (empty for predeclared ones such as `error`), name, and type
    /// arguments.
    Named(Arc<str>, Arc<str>, Vec<Type>),
    /// A type declared in a function: its declaration and name. It is no other package's business,
    /// and so is written by its name alone.
    Local(Declaration, Arc<str>),
    /// A type parameter, by name.
    Param(Arc<str>),
    /// `*T`
    Pointer(Arc<Type>),
    /// `[]T`
    Slice(Arc<Type>),
    /// `[N]T`; the length as written, or empty where it is counted
    Array(Arc<str>, Arc<Type>),
    /// `map[K]V`
    Map(Arc<Type>, Arc<Type>),
    /// `chan T`, `<-chan T`, `chan<- T`
    Chan(Direction, Arc<Type>),
    /// A function or method
    Func(Arc<Signature>),
    /// A struct type without a name; its fields are looked up in its syntax
    Struct(Arc<Fields>),
    /// An interface type without a name
    Interface(Arc<Fields>),
    /// The results of a call with none or several
    Tuple(Vec<Type>),
}

/// Which way a channel goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `chan`
    Both,
    /// `<-chan`
    Receive,
    /// `chan<-`
    Send,
}

/// Parameters and results.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Signature {
    /// The types of the parameters; of a variadic one, its slice.
    pub params: Vec<Type>,
    /// Whether the last parameter is variadic.
    pub variadic: bool,
    /// The types of the results.
    pub results: Vec<Type>,
}

/// The members of a struct or interface: fields or methods by name, and what is embedded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Fields {
    /// Fields, or methods of an interface, by `member_id`.
    pub named: BTreeMap<Arc<str>, Type>,
    /// Embedded types.
    pub embedded: Vec<Type>,
    /// The fields of a struct in order, with their tags: they are part of its identity.
    pub layout: Vec<(Arc<str>, Arc<str>)>,
    /// Whether there may be more than is known.
    pub incomplete: bool,
}

/// What tells a field or method from others: its name, and of one that is not exported also the
/// package that declares it, since each package has its own of that name.
#[must_use]
pub fn member_id(package: &str, name: &str) -> Arc<str> {
    if name.starts_with(char::is_uppercase) {
        name.into()
    } else {
        format!("{package}.{name}").into()
    }
}

impl Type {
    /// A predeclared declared type: `error`, `any`, `comparable`.
    #[must_use]
    pub fn universe(name: &str) -> Self {
        Self::Named("".into(), name.into(), Vec::new())
    }

    /// `int`, `string` …
    #[must_use]
    pub fn basic(name: &str) -> Self {
        match name {
            "byte" => Self::Basic("uint8".into()),
            "rune" => Self::Basic("int32".into()),
            name => Self::Basic(name.into()),
        }
    }

    /// The types that it is directly made of.
    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Unknown
            | Self::Basic(_)
            | Self::Untyped(_)
            | Self::Nil
            | Self::Local(..)
            | Self::Param(_) => Vec::new(),
            Self::Named(_, _, all) | Self::Tuple(all) => all.iter().collect(),
            Self::Pointer(of) | Self::Slice(of) | Self::Array(_, of) | Self::Chan(_, of) => {
                vec![of]
            }
            Self::Map(key, value) => vec![key, value],
            Self::Func(signature) => signature.params.iter().chain(&signature.results).collect(),
            Self::Struct(fields) | Self::Interface(fields) => {
                fields.named.values().chain(&fields.embedded).collect()
            }
        }
    }

    /// Whether this holds for the type or a part of it.
    pub(super) fn any(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        test(self) || self.parts().into_iter().any(|part| part.any(test))
    }

    /// Unknown if it is larger than any type that people write: what is put together from itself
    /// again and again doubles each time.
    pub(super) fn bounded(self) -> Self {
        let mut left = MOST_PARTS;
        if self.fits(&mut left) {
            self
        } else {
            Self::Unknown
        }
    }

    fn fits(&self, left: &mut usize) -> bool {
        *left = left.saturating_sub(1);
        *left > 0 && self.parts().into_iter().all(|part| part.fits(left))
    }

    /// Whether nothing in it is unknown.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.any(&|part| match part {
            Self::Unknown => true,
            Self::Struct(fields) | Self::Interface(fields) => fields.incomplete,
            _ => false,
        })
    }

    /// Whether a type declared in a function is part of it.
    pub(super) fn mentions_local(&self) -> bool {
        self.any(&|part| matches!(part, Self::Local(..)))
    }

    /// Whether a type parameter is part of it.
    pub(super) fn mentions_parameter(&self) -> bool {
        self.any(&|part| matches!(part, Self::Param(_)))
    }

    /// The type that a variable gets from a value of this one.
    #[must_use]
    pub fn defaulted(self) -> Self {
        match self {
            Self::Untyped(kind) => match kind {
                "int" => Self::basic("int"),
                "float" => Self::basic("float64"),
                "rune" => Self::basic("rune"),
                "complex" => Self::basic("complex128"),
                "string" => Self::basic("string"),
                "bool" => Self::basic("bool"),
                _ => Self::Unknown,
            },
            Self::Nil => Self::Unknown,
            other => other,
        }
    }

    /// What a pointer points to; other types as they are.
    #[must_use]
    pub fn pointee(&self) -> &Self {
        match self {
            Self::Pointer(to) => to,
            other => other,
        }
    }

    /// With type parameters replaced by name.
    #[must_use]
    pub fn substituted(&self, map: &BTreeMap<Arc<str>, Type>) -> Self {
        if map.is_empty() {
            return self.clone();
        }
        let sub = |inner: &Type| Arc::new(inner.substituted(map));
        let all = |list: &[Type]| list.iter().map(|inner| inner.substituted(map)).collect();
        match self {
            Self::Param(name) => map.get(name).cloned().unwrap_or_else(|| self.clone()),
            Self::Named(path, name, args) => {
                Self::Named(Arc::clone(path), Arc::clone(name), all(args))
            }
            Self::Pointer(to) => Self::Pointer(sub(to)),
            Self::Slice(to) => Self::Slice(sub(to)),
            Self::Array(len, to) => Self::Array(Arc::clone(len), sub(to)),
            Self::Map(key, value) => Self::Map(sub(key), sub(value)),
            Self::Chan(direction, to) => Self::Chan(*direction, sub(to)),
            Self::Func(signature) => Self::Func(Arc::new(Signature {
                params: all(&signature.params),
                variadic: signature.variadic,
                results: all(&signature.results),
            })),
            Self::Struct(fields) => Self::Struct(Arc::new(fields.substituted(map))),
            Self::Interface(fields) => Self::Interface(Arc::new(fields.substituted(map))),
            Self::Tuple(list) => Self::Tuple(all(list)),
            Self::Unknown | Self::Basic(_) | Self::Untyped(_) | Self::Local(..) | Self::Nil => {
                self.clone()
            }
        }
    }
}

impl Fields {
    fn substituted(&self, map: &BTreeMap<Arc<str>, Type>) -> Self {
        Self {
            named: self
                .named
                .iter()
                .map(|(name, of)| (Arc::clone(name), of.substituted(map)))
                .collect(),
            embedded: self.embedded.iter().map(|of| of.substituted(map)).collect(),
            layout: self.layout.clone(),
            incomplete: self.incomplete,
        }
    }
}

/// As Go writes it, with full import paths; `unknown` where it is not known.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Basic(name) | Self::Local(_, name) | Self::Param(name) => f.write_str(name),
            Self::Untyped(kind) => write!(f, "untyped {kind}"),
            Self::Nil => f.write_str("untyped nil"),
            Self::Named(path, name, args) => {
                if !path.is_empty() {
                    write!(f, "{path}.")?;
                }
                f.write_str(name)?;
                if !args.is_empty() {
                    write!(f, "[{}]", List(args, ","))?;
                }
                Ok(())
            }
            Self::Pointer(to) => write!(f, "*{to}"),
            Self::Slice(of) => write!(f, "[]{of}"),
            Self::Array(len, of) => write!(f, "[{len}]{of}"),
            Self::Map(key, value) => write!(f, "map[{key}]{value}"),
            Self::Chan(Direction::Both, of) => match &**of {
                Self::Chan(Direction::Receive, _) => write!(f, "chan ({of})"),
                of => write!(f, "chan {of}"),
            },
            Self::Chan(Direction::Receive, of) => write!(f, "<-chan {of}"),
            Self::Chan(Direction::Send, of) => write!(f, "chan<- {of}"),
            Self::Func(signature) => write!(f, "func{signature}"),
            Self::Struct(fields) if fields.layout.is_empty() && !fields.incomplete => {
                f.write_str("struct{}")
            }
            Self::Struct(_) => f.write_str("struct{…}"),
            Self::Interface(_) => f.write_str("interface{…}"),
            Self::Tuple(list) => write!(f, "({})", List(list, ", ")),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (index, param) in self.params.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match param {
                Type::Slice(of) if self.variadic && index + 1 == self.params.len() => {
                    write!(f, "...{of}")?;
                }
                param => write!(f, "{param}")?,
            }
        }
        f.write_str(")")?;
        match self.results.as_slice() {
            [] => Ok(()),
            [only] => write!(f, " {only}"),
            many => write!(f, " ({})", List(many, ", ")),
        }
    }
}

struct List<'t>(&'t [Type], &'static str);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            write!(f, "{item}")?;
        }
        Ok(())
    }
}

/// What a call calls, by full name: `net/http.Get`, `sync.Map.Load` (the type that declares the
/// method, pointer or not, promotion followed), `panic` (predeclared).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// The full name.
    pub name: Arc<str>,
}
