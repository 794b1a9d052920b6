//! What type an expression has, and what a call calls.

use std::fmt;
use std::sync::Arc;

use super::{At, Package, Truth};

/// The type of an expression, or the admission that it is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Type {
    /// Not known.
    #[default]
    Unknown,
    /// A predeclared or declared type: package path (empty for predeclared) and name.
    Named(Arc<str>, Arc<str>),
    /// `*T`
    Pointer(Arc<Type>),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Named(path, name) if path.is_empty() => f.write_str(name),
            Self::Named(path, name) => write!(f, "{path}.{name}"),
            Self::Pointer(to) => write!(f, "*{to}"),
        }
    }
}

/// What a call calls, by full name: `net/http.Get`, `sync.Map.Load` (the type that declares the
/// method, pointer or not, promotion followed), `panic` (predeclared).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// The full name.
    pub name: Arc<str>,
}

impl Package<'_> {
    /// The type of an expression.
    #[must_use]
    pub fn type_of(&self, at: At<'_>) -> Type {
        let _ = at;
        Type::Unknown
    }

    /// What a `call_expression` calls; `None` when it cannot be told.
    #[must_use]
    pub fn callee(&self, call: At<'_>) -> Option<Callee> {
        let _ = call;
        None
    }

    /// `(#type? @e "sync.Map" "*sync.Map" …)`
    #[must_use]
    pub fn has_type(&self, at: At<'_>, types: &[&str]) -> Truth {
        let _ = (at, types);
        Truth::Unknown
    }

    /// `(#calls? @call "sync.Map.Load" …)`
    #[must_use]
    pub fn calls(&self, call: At<'_>, names: &[&str]) -> Truth {
        let _ = (call, names);
        Truth::Unknown
    }

    /// `(#implements? @e "io.Closer")`
    #[must_use]
    pub fn implements(&self, at: At<'_>, interface: &str) -> Truth {
        let _ = (at, interface);
        Truth::Unknown
    }

    /// `(#returns? @n "error" …)`: the function around `at` has exactly these result types; `_`
    /// stands for any one type, a first `...` for any number of them.
    #[must_use]
    pub fn returns(&self, at: At<'_>, types: &[&str]) -> Truth {
        let _ = (at, types);
        Truth::Unknown
    }

    /// How the zero value of the type named by a type node is written: `nil`, `0`, `""`, `false`,
    /// `T{}`; `None` when it is not known.
    #[must_use]
    pub fn zero_value(&self, type_node: At<'_>) -> Option<String> {
        let _ = type_node;
        None
    }
}
