//! Go's predeclared identifiers.

const TYPES: [&str; 23] = [
    "any",
    "bool",
    "byte",
    "comparable",
    "complex128",
    "complex64",
    "error",
    "float32",
    "float64",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "rune",
    "string",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uintptr",
    "iota",
];
const VALUES: [&str; 3] = ["false", "nil", "true"];
const FUNCTIONS: [&str; 18] = [
    "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max",
    "min", "new", "panic", "print", "println", "real", "recover",
];

/// Whether a name is predeclared.
pub(super) fn declares(name: &str) -> bool {
    TYPES.contains(&name) || VALUES.contains(&name) || is_function(name)
}

/// Whether a name is a predeclared function.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}
