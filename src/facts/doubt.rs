//! What may be declared by what does not parse.

use crate::syntax::scan::{Kind, Token, tokens};
use crate::syntax::{Node, Source, node};
use crate::text::Span;

use super::outline;

/// The names that the broken declarations of a file may declare, methods included; more rather than
/// less. A function of which only the body is broken declares what it says.
pub(super) fn names(source: &Source) -> Vec<Box<str>> {
    let mut names = Vec::new();
    for broken in source.broken() {
        if !is_function(source, *broken) {
            names.extend(declared(broken.slice(source.text())));
        }
    }
    names
}

/// Whether a broken declaration is certainly one function: it has a sound head, and braces that
/// match from its body's first to the end.
fn is_function(source: &Source, declaration: Span) -> bool {
    let text = declaration.slice(source.text());
    let body = outline::bodies(text).unwrap_or_default();
    let is_rest = |at: usize| {
        tokens(&text.as_bytes()[at..])
            .all(|token| matches!(token.kind, Kind::Comment | Kind::Newline))
    };
    let alone = matches!(body.as_slice(), [body] if is_rest(body.end));
    let mut at_start = node::children(source.root()).into_iter().filter(|child| {
        child.start_byte() == declaration.start
            && matches!(child.kind(), "function_declaration" | "method_declaration")
    });
    alone
        && at_start.any(|function| {
            let mut cursor = function.walk();
            let mut head = function
                .children(&mut cursor)
                .filter(|child| child.kind() != "block");
            head.all(|child| !is_wrong(child))
        })
}

fn is_wrong(node: Node<'_>) -> bool {
    node.has_error() || node.is_error() || node.is_missing()
}

/// All names that keywords in a text may declare.
fn declared(text: &str) -> Vec<Box<str>> {
    let tokens: Vec<Token> = tokens(text.as_bytes())
        .filter(|token| token.kind != Kind::Comment)
        .collect();
    let word = |at: usize| match tokens.get(at) {
        Some(Token {
            kind: Kind::Word,
            span,
        }) => Some(span.slice(text)),
        _ => None,
    };
    let mut names: Vec<Box<str>> = Vec::new();
    for at in 0..tokens.len() {
        match word(at) {
            Some("func") => {
                let name = match tokens.get(at + 1).map(|token| token.kind) {
                    Some(Kind::Mark(b'(')) => word(closing(&tokens, at + 1) + 1),
                    _ => word(at + 1),
                };
                names.extend(name.map(Box::from));
            }
            Some("type" | "var" | "const") => {
                let group = tokens.get(at + 1).map(|token| token.kind) == Some(Kind::Mark(b'('));
                let end = if group {
                    closing(&tokens, at + 1)
                } else {
                    line_end(&tokens, at + 1)
                };
                let begins = |at: &usize| {
                    matches!(
                        tokens[at - 1].kind,
                        Kind::Newline | Kind::Mark(b'(' | b',' | b';')
                    )
                };
                names.extend(word(at + 1).map(Box::from));
                let others = (at + 2..end).filter(begins).filter_map(word);
                names.extend(others.map(Box::from));
            }
            _ => {}
        }
    }
    names
}

/// The index of the bracket that closes the one at an index; of the last token if none does.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Mark(b'(') => depth += 1,
            Kind::Mark(b')') if depth <= 1 => return at,
            Kind::Mark(b')') => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

fn line_end(tokens: &[Token], from: usize) -> usize {
    let ends = |token: &Token| token.kind == Kind::Newline;
    let line = tokens.iter().skip(from).position(ends);
    line.map_or(tokens.len(), |line| from + line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keywords_declare_is_in_doubt() {
        for (text, names) in [
            ("func f( int {", &["f"][..]),
            ("func (t *T) Lock( int {", &["Lock"]),
            ("var a, b = x", &["a", "b"]),
            (
                "type (\n\tA struct {\n\t\tx , }\n\tB int\n)",
                &["A", "x", "B"],
            ),
            (
                "func f() {\n\t}\n\t}\n\ttype error struct{}\n\tfunc (t T) M() int {}",
                &["f", "error", "M"],
            ),
        ] {
            let found = declared(text);
            for name in names {
                assert!(
                    found.iter().any(|known| **known == **name),
                    "{text}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_function_with_a_broken_body_declares_itself() {
        let names = |text: &str| names(&Source::parse(text).unwrap());
        assert!(names("package p\n\nfunc f() {\n\tx := = 1\n}\n").is_empty());
        let text = "package p\n\nfunc f() {\n\tx := = 1\n\t}\n\tfunc g() {\n}\n";
        assert!(names(text).iter().any(|name| **name == *"g"));
        assert!(names("package p\n\nfunc f() {}\n").is_empty());
    }
}
