//! Newer and odder Go made palatable to the grammar.
//!
//! The grammar does not know `new(expr)` (Go 1.26), type parameters of methods (Go 1.27), methods
//! of type literals (`struct{ T }.Method`), groups whose last declaration shares the line of the
//! bracket (`const ( A = 1 )`), and headers without a first statement (`if ; ok {`). A copy of the
//! same length, in which `new` and the type literals are other names, the type parameters are
//! blank and the semicolons stand where the grammar wants them, parses; its tree fits the
//! original, and all text is taken from there.

use tree_sitter::Parser;

use crate::text::Span;

use super::scan::{Kind, Token, tokens};
use super::source::parse_bytes;

/// What was changed in the copy.
#[derive(Debug, Clone, Default)]
pub(super) struct Masked {
    /// The copy.
    pub bytes: Vec<u8>,
    /// The names of the type parameters of methods, which the tree lacks.
    pub type_parameters: Vec<Span>,
}

/// A copy of `text` that says the same in older words; `None` if there is nothing to say so.
pub(super) fn masked(parser: &mut Parser, text: &str) -> Option<Masked> {
    let bytes = text.as_bytes();
    let tokens: Vec<Token> = tokens(bytes).filter(|t| t.kind != Kind::Comment).collect();
    let mut copy = Masked {
        bytes: bytes.to_vec(),
        type_parameters: Vec::new(),
    };
    let first_ends = first_ends(&tokens);
    let mut budget = 4 * text.len();
    let mut changed = false;
    for (index, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word {
            continue;
        }
        match token.span.slice(text) {
            "new" | "make" => {
                let open = tokens.get(index + 1).map(|next| next.kind);
                let Some(Some(end)) = first_ends.get(index + 1) else {
                    continue;
                };
                if open == Some(Kind::Mark(b'('))
                    && !is_type(parser, text, &tokens[index + 2..*end], &mut budget)
                {
                    // Another name of the same length that nothing in Go treats differently.
                    copy.bytes[token.span.end - 1] = b'_';
                    changed = true;
                }
            }
            "struct" | "interface" => {
                if let Some(literal) = selected_type(text, &tokens[index..]) {
                    copy.bytes[literal.range()][token.span.len()..].fill(b'_');
                    changed = true;
                }
            }
            "const" | "var" | "type" | "import" => {
                changed |= end_group(&mut copy.bytes, &tokens[index + 1..]);
            }
            "if" | "switch" => {
                if let Some(next) = tokens.get(index + 1)
                    && next.kind == Kind::Mark(b';')
                {
                    blank(&mut copy.bytes, &tokens[index + 1..index + 2]);
                    changed = true;
                }
            }
            "func" if index == 0 || tokens[index - 1].kind == Kind::Newline => {
                if let Some(list) = method_type_parameters(text, &tokens[index + 1..]) {
                    copy.type_parameters.extend(names(text, list));
                    blank(&mut copy.bytes, list);
                    changed = true;
                }
            }
            _ => {}
        }
    }
    changed.then_some(copy)
}

/// The type literal of which a method is selected, `struct{ T }.Method`: the grammar wants a name
/// there. One that goes on in other lines stays as it is.
fn selected_type(text: &str, tokens: &[Token]) -> Option<Span> {
    let (first, rest) = tokens.split_first()?;
    let body = bracketed(rest, b'{', b'}')?;
    let [dot, name, ..] = rest.get(body.len()..)? else {
        return None;
    };
    let literal = Span::new(first.span.start, body.last()?.span.end);
    let selects = dot.kind == Kind::Mark(b'.') && name.kind == Kind::Word;
    (selects && !literal.slice(text).contains('\n')).then_some(literal)
}

/// Ends the last declaration of a group as a line would; one that leaves no room for that loses its
/// brackets, if it is the only one.
fn end_group(bytes: &mut [u8], tokens: &[Token]) -> bool {
    let Some([open, inner @ .., close]) = bracketed(tokens, b'(', b')') else {
        return false;
    };
    let ends = |token: &Token| matches!(token.kind, Kind::Newline | Kind::Mark(b';'));
    let Some(last) = inner.last().filter(|last| !ends(last)) else {
        return false;
    };
    if last.span.end < close.span.start {
        bytes[last.span.end] = b';';
        return true;
    }
    if inner.iter().any(ends) {
        return false;
    }
    blank(bytes, &[*open, *close]);
    true
}

/// Overwrites tokens with spaces; the comments and line ends between them stay.
fn blank(bytes: &mut [u8], tokens: &[Token]) {
    for token in tokens.iter().filter(|t| t.kind != Kind::Newline) {
        bytes[token.span.range()].fill(b' ');
    }
}

/// For each opening bracket the index of the comma or bracket that ends its first element.
fn first_ends(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark(b'(' | b'[' | b'{') => open.push(index),
            Kind::Mark(b',') => {
                if let Some(last) = open.last() {
                    ends[*last].get_or_insert(index);
                }
            }
            Kind::Mark(b')' | b']' | b'}') => {
                if let Some(last) = open.pop() {
                    ends[last].get_or_insert(index);
                }
            }
            _ => {}
        }
    }
    ends
}

/// Whether the grammar takes these tokens for a type. Calls and literals are told apart at a
/// glance; the rest is parsed, as long as the budget of bytes lasts.
fn is_type(parser: &mut Parser, text: &str, tokens: &[Token], budget: &mut usize) -> bool {
    let mut words = tokens.iter().filter(|token| token.kind != Kind::Newline);
    let Some(first) = words.next() else {
        return false;
    };
    let call = first.kind == Kind::Word
        && !matches!(first.span.slice(text), "func" | "chan")
        && words
            .next()
            .is_some_and(|second| second.kind == Kind::Mark(b'('));
    if call || first.kind == Kind::Literal {
        return false;
    }
    let last = tokens.iter().rfind(|token| token.kind != Kind::Newline);
    let end = last.map_or(first.span.end, |last| last.span.end);
    let argument = Span::new(first.span.start, end);
    if argument.len() > *budget {
        return false;
    }
    *budget -= argument.len();
    let declaration = format!("var _ {}\n", argument.slice(text));
    parse_bytes(parser, declaration.as_bytes()).is_some_and(|tree| !tree.root_node().has_error())
}

/// The type parameter list, brackets included, of the method whose `func` stands before.
fn method_type_parameters<'t>(text: &str, behind: &'t [Token]) -> Option<&'t [Token]> {
    let receiver = bracketed(behind, b'(', b')')?;
    let (name, rest) = behind[receiver.len()..].split_first()?;
    if name.kind != Kind::Word || name.span.slice(text) == "func" {
        return None;
    }
    let list = bracketed(rest, b'[', b']')?;
    let next = rest.get(list.len())?;
    (next.kind == Kind::Mark(b'(')).then_some(list)
}

/// The tokens from an opening bracket at the start to its partner.
fn bracketed(tokens: &[Token], open: u8, close: u8) -> Option<&[Token]> {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark(mark) if mark == open => depth += 1,
            Kind::Mark(mark) if mark == close && depth <= 1 => {
                return (depth == 1).then(|| &tokens[..=index]);
            }
            Kind::Mark(mark) if mark == close => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The names that a type parameter list declares: the words ahead of each constraint.
fn names(text: &str, list: &[Token]) -> Vec<Span> {
    let mut names = Vec::new();
    let mut depth = 0usize;
    let mut pending = true;
    for token in list {
        match token.kind {
            Kind::Mark(b'(' | b'[' | b'{') => depth += 1,
            Kind::Mark(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            Kind::Mark(b',') if depth == 1 => pending = true,
            Kind::Word if pending && depth == 1 && token.span.slice(text) != "interface" => {
                names.push(token.span);
                pending = false;
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked_text(text: &str) -> Option<(String, Vec<String>)> {
        let mut parser = Parser::new();
        parser.set_language(&super::super::language()).unwrap();
        let copy = masked(&mut parser, text)?;
        assert_eq!(copy.bytes.len(), text.len());
        let names = copy
            .type_parameters
            .iter()
            .map(|n| n.slice(text).to_owned());
        Some((String::from_utf8(copy.bytes).unwrap(), names.collect()))
    }

    #[test]
    fn new_of_a_type_stays_and_new_of_a_value_is_another_call() {
        for kept in [
            "new(T)",
            "new(p.T)",
            "new([]int)",
            "new(chan (int))",
            "new(func())",
            "renew(1)",
        ] {
            assert_eq!(masked_text(&format!("var x = {kept}")), None, "{kept}");
        }
        for value in [
            "1",
            "f(x)",
            "T{}",
            "[]int{1}",
            "-x",
            "func(){}()",
            "a.b.c",
            "",
            "\"s\"",
        ] {
            let (copy, _) = masked_text(&format!("var x = new({value})")).unwrap();
            assert_eq!(copy, format!("var x = ne_({value})"));
        }
        let (copy, _) = masked_text("var x = new(new(1), new(T))").unwrap();
        assert_eq!(copy, "var x = ne_(ne_(1), new(T))");
    }

    #[test]
    fn a_type_literal_that_a_method_is_selected_of_is_another_name() {
        let (copy, _) = masked_text("var x = struct{ T }.M").unwrap();
        assert_eq!(copy, "var x = struct_____.M");
        for kept in [
            "struct{ T }{}.M",
            "(struct{ T }).M",
            "struct{\n}.M",
            "a.struct{}",
        ] {
            assert_eq!(masked_text(&format!("var x = {kept}")), None, "{kept}");
        }
    }

    #[test]
    fn type_parameters_of_methods_are_blank_and_known_by_name() {
        let text = "func (r *R[K]) M[A, B any, C interface{ ~[]A }](x A) {}";
        let (copy, names) = masked_text(text).unwrap();
        assert_eq!(names, ["A", "B", "C"]);
        assert_eq!(
            copy.split_whitespace().collect::<String>(),
            "func(r*R[K])M(xA){}"
        );
        let (copy, _) = masked_text("func (r R) M[\n\t// c\n\tT any,\n](x T) {}").unwrap();
        assert_eq!(copy, "func (r R) M \n\t// c\n\t      \n (x T) {}");
        assert_eq!(masked_text("func f[T any](x T) {}"), None);
        assert_eq!(masked_text("func (r R) m() [3]int {}"), None);
    }
}
