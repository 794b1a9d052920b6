//! Types in the form in which the oracle writes them (`text` in its types.go).

use std::sync::Arc;

use gofix_pit::facts::{Direction, Fields, Package, Signature, Type};

/// Stands for a part that is not known.
pub const HOLE: char = '?';

/// A type's full form: unlike its display, with the members of structs and interfaces.
pub fn written(package: &Package<'_>, of: &Type) -> String {
    match of {
        Type::Unknown => HOLE.to_string(),
        Type::Basic(name) | Type::Param(name) => name.to_string(),
        Type::Local(declaration, name) => {
            let path = package.input(declaration.file).path.display();
            format!("{name}@{path}:{}", declaration.name.start)
        }
        Type::Named(path, name, args) => {
            let mut text = name.to_string();
            if !path.is_empty() {
                text = format!("{path}.{name}");
            }
            if !args.is_empty() {
                text = format!("{text}[{}]", list(package, args, ","));
            }
            text
        }
        Type::Pointer(to) => format!("*{}", written(package, to)),
        Type::Slice(of) => format!("[]{}", written(package, of)),
        Type::Array(len, of) => format!("[{len}]{}", written(package, of)),
        Type::Map(key, value) => {
            format!("map[{}]{}", written(package, key), written(package, value))
        }
        Type::Chan(Direction::Both, of) => format!("chan {}", written(package, of)),
        Type::Chan(Direction::Receive, of) => format!("<-chan {}", written(package, of)),
        Type::Chan(Direction::Send, of) => format!("chan<- {}", written(package, of)),
        Type::Func(of) => format!("func{}", signature(package, of)),
        Type::Struct(fields) => format!("struct{{{}}}", self::fields(package, fields)),
        Type::Interface(methods) => format!("interface{{{}}}", self::methods(package, methods)),
        Type::Tuple(all) => format!("({})", list(package, all, ", ")),
        Type::Untyped(_) | Type::Nil => of.to_string(),
    }
}

fn fields(package: &Package<'_>, fields: &Fields) -> String {
    if fields.incomplete {
        return HOLE.to_string();
    }
    let one = |(name, tag): &(Arc<str>, Arc<str>)| {
        let of = written(package, fields.named.get(name).unwrap_or(&Type::Unknown));
        match &**tag {
            "" => format!("{name} {of}"),
            tag => format!("{name} {of} {tag:?}"),
        }
    };
    let all: Vec<String> = fields.layout.iter().map(one).collect();
    all.join("; ")
}

fn methods(package: &Package<'_>, methods: &Fields) -> String {
    if methods.incomplete {
        return HOLE.to_string();
    }
    let named = methods.named.iter();
    let mut all: Vec<String> = named
        .map(|(name, of)| format!("{name} {}", written(package, of)))
        .collect();
    all.sort();
    let embedded = methods.embedded.iter();
    all.extend(embedded.map(|of| format!("+{}", written(package, of))));
    all.join("; ")
}

fn signature(package: &Package<'_>, of: &Signature) -> String {
    let mut params: Vec<String> = of.params.iter().map(|of| written(package, of)).collect();
    if of.variadic
        && let (Some(Type::Slice(of)), Some(text)) = (of.params.last(), params.last_mut())
    {
        *text = format!("...{}", written(package, of));
    }
    let params = format!("({})", params.join(", "));
    match of.results.as_slice() {
        [] => params,
        [only] => format!("{params} {}", written(package, only)),
        many => format!("{params} ({})", list(package, many, ", ")),
    }
}

fn list(package: &Package<'_>, all: &[Type], separator: &str) -> String {
    let all: Vec<String> = all.iter().map(|of| written(package, of)).collect();
    all.join(separator)
}

/// Whether the known parts of a type agree with the whole.
pub fn agrees(partial: &str, whole: &str) -> bool {
    let mut parts = partial.split(HOLE);
    let Some(mut rest) = parts.next().and_then(|first| whole.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
