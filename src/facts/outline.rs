//! Files without the bodies of their functions: only declarations count for the others, and bodies
//! are most of a text.
//!
//! What a body is is told by tokens, whatever the layout: in a declaration that begins with `func`,
//! the first brace outside of brackets that is not that of a struct or interface type, up to its
//! partner. Where brackets don't match nothing is left out.

use std::sync::Arc;

use crate::syntax::Source;
use crate::syntax::scan::{Kind, Token, body_end, tokens};
use crate::text::Span;

/// A file without the bodies of its functions; whole, should something be wrong with it.
pub(super) fn cut(text: &Arc<str>) -> Option<Source> {
    without_bodies(text, Bodies::Cut)
        .and_then(intact)
        .or_else(|| Source::parse(Arc::clone(text)))
}

/// The same with everything in its place, blanks where the bodies were. `None` should something be
/// wrong with it.
pub(super) fn in_place(text: &str) -> Option<Source> {
    without_bodies(text, Bodies::Blank).and_then(intact)
}

fn intact(outline: String) -> Option<Source> {
    let outline = Source::parse(outline)?;
    outline.broken().is_empty().then_some(outline)
}

/// What becomes of the bodies of functions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bodies {
    Cut,
    Blank,
}

fn without_bodies(text: &str, bodies: Bodies) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for body in self::bodies(text)? {
        out.push_str(&text[done..body.start]);
        if bodies == Bodies::Blank {
            for line in body.slice(text).split_inclusive('\n') {
                let ends = usize::from(line.ends_with('\n'));
                out.extend(std::iter::repeat_n(' ', line.len() - ends));
                out.push_str(&line[line.len() - ends..]);
            }
        }
        done = body.end;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// The bodies of a file's top-level functions, in order; `None` if its brackets don't match.
pub(super) fn bodies(text: &str) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut place = Place::default();
    'from: loop {
        for token in tokens(&text.as_bytes()[at..]) {
            let token = Token {
                kind: token.kind,
                span: Span::new(token.span.start + at, token.span.end + at),
            };
            if place.opens_body(token) {
                let end = body_end(text.as_bytes(), token.span.start)?;
                found.push(Span::new(token.span.start, end));
                place.leave_body();
                at = end;
                continue 'from;
            }
            place.go_past(token, text)?;
        }
        return (place.depth == 0).then_some(found);
    }
}

/// What has been read of a file's top level so far.
struct Place {
    /// Open brackets.
    depth: usize,
    /// Whether a declaration may begin here.
    fresh: bool,
    /// Whether this is a function's head.
    head: bool,
    /// Whether the word before was `struct` or `interface`.
    behind_type: bool,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            depth: 0,
            fresh: true,
            head: false,
            behind_type: false,
        }
    }
}

impl Place {
    fn opens_body(&self, token: Token) -> bool {
        self.head && self.depth == 0 && !self.behind_type && token.kind == Kind::Mark(b'{')
    }

    fn leave_body(&mut self) {
        self.head = false;
        self.fresh = false;
    }

    fn go_past(&mut self, token: Token, text: &str) -> Option<()> {
        match token.kind {
            Kind::Newline | Kind::Mark(b';') if self.depth == 0 => {
                // A head that goes on in another line keeps its body: that is no loss but of time.
                (self.fresh, self.head) = (true, false);
                return Some(());
            }
            Kind::Newline | Kind::Comment => return Some(()),
            Kind::Mark(b'(' | b'[' | b'{') => self.depth += 1,
            Kind::Mark(b')' | b']' | b'}') => self.depth = self.depth.checked_sub(1)?,
            _ => {}
        }
        let word = match token.kind {
            Kind::Word => token.span.slice(text),
            _ => "",
        };
        self.head |= self.fresh && self.depth == 0 && word == "func";
        self.behind_type = matches!(word, "struct" | "interface");
        self.fresh = false;
        Some(())
    }
}

/// Whether a text may declare a name at its top level: where it begins a line or stands behind a
/// keyword or a comma, and nothing is called on it or selected from it.
pub(super) fn may_declare(text: &str, name: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(start, _)| {
        let (before, behind) = (&text[..start], &text[start + name.len()..]);
        if before.ends_with(joins) || behind.starts_with(joins) || behind.starts_with('.') {
            return false;
        }
        let before = before.trim_end_matches([' ', '\t', '\r']);
        before.ends_with(['\n', ',', '(', ';', '/'])
            || ["func", "var", "type", "const"]
                .iter()
                .any(|keyword| before.ends_with(keyword))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(text: &str) -> Option<String> {
        without_bodies(text, Bodies::Blank)
    }

    #[test]
    fn bodies_go_and_declarations_stay() {
        let text = "package p\n\nfunc F(\n\ta int,\n) {\n\tg()\n}\n\nfunc G() int {\n\treturn 1\n}\n\nfunc H() { h() }\n\ntype T struct {\n\tx int\n}\n\nvar f = func() { i() }\n";
        let cut = without_bodies(text, Bodies::Cut).unwrap();
        for gone in ["return 1", "g()", "h()"] {
            assert!(!cut.contains(gone), "{gone}");
        }
        assert!(cut.contains("func H() \n") && cut.contains("\tx int\n}") && cut.contains("i()"));
        let source = super::cut(&text.into()).unwrap();
        assert!(source.broken().is_empty());
    }

    #[test]
    fn blanks_keep_everything_in_its_place() {
        let text = "package p\r\n\r\nfunc F() {\r\n\tg(\"\u{fc}\")\r\n} // F\r\n\r\nvar x = 1";
        let blank = blank(text).unwrap();
        assert_eq!(blank.len(), text.len());
        assert_eq!(blank.find("var x"), text.find("var x"));
        assert_eq!(blank.find("// F"), text.find("// F"));
        assert!(!blank.contains("g("));
    }

    #[test]
    fn no_layout_makes_a_body_of_what_is_none() {
        for text in [
            "func f() {\n\t}\n\tfunc g() {\n}\n",
            "func f(); func g() {}\n",
            "func f() struct{ a int } {\n}\n\tvar x int\n",
            "func f(a interface{ m() }) interface /* { */ { m() }\nvar x int\n",
            "func f[T interface{ ~int }](x [len(\"}\")]T)\ntype t struct{ x int }\n",
            "var f =\nfunc() int { return 1 }()\n",
            "type t struct{ f func() }\nvar v = t{func() {}}\n",
            "func f() string {\n\treturn `\n}\nfunc g() {\n`\n}\nvar x = '}'\n",
            "func f() { _ = '\"'; _ = \"\\\"}\"; _ = '\\''; _ = '{' /* { */ // {\n}\nvar x int\n",
        ] {
            let text = format!("package p\n\n{text}");
            let names = |source: &Source| -> Vec<(String, usize)> {
                let children = crate::syntax::node::children(source.root()).into_iter();
                children
                    .map(|child| (child.kind().to_owned(), child.start_byte()))
                    .collect()
            };
            let whole = Source::parse(&*text).unwrap();
            assert!(whole.broken().is_empty(), "{text}");
            let outline = in_place(&text).unwrap_or_else(|| whole.clone());
            assert_eq!(names(&outline), names(&whole), "{text}");
        }
    }

    #[test]
    fn where_brackets_do_not_match_nothing_is_left_out() {
        for text in [
            "package p\nfunc f() {\n",
            "package p\nfunc f() }\n",
            "package p\nfunc f() {\n\tif x {\n}\nfunc g() {\n}\n}\n",
            "package p\nfunc f() {\n\t_ = \"\n}\n",
            "package p\nfunc f() {\n\t_ = `\n}\n",
        ] {
            assert_eq!(blank(text), None, "{text}");
        }
    }
}
