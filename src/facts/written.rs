//! Types as authors of codemods write them.

use super::universe;

/// A type as written, `map[string]interface{}`, in the form in which types print,
/// `map[string]any`; `None` for what is no type that an expression may be asked for: names are
/// those of predeclared types, or have their full import path in front.
#[must_use]
pub fn written_type(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text };
    let written = reader.read()?;
    reader.rest.trim().is_empty().then_some(written)
}

/// Whether this could be an import path.
#[must_use]
pub fn is_import_path(text: &str) -> bool {
    let element = |element: &str| {
        !element.is_empty()
            && element
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '~' | '+' | '@'))
    };
    text.split('/').all(element)
}

/// Whether this could be a name in Go.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a name is that of a predeclared type.
#[must_use]
pub fn is_predeclared_type(name: &str) -> bool {
    universe::declares(name)
        && !universe::is_function(name)
        && !matches!(name, "iota" | "nil" | "true" | "false")
}

/// Whether a name is that of a predeclared function or type: what a call may call.
#[must_use]
pub fn is_predeclared_callee(name: &str) -> bool {
    universe::is_function(name) || is_predeclared_type(name)
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_word(&mut self, word: &str) -> bool {
        let before = self.rest;
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/');
        if self.take(word) && !self.rest.starts_with(joins) {
            return true;
        }
        self.rest = before;
        false
    }

    /// What stands in front of one of these characters.
    fn until(&mut self, stops: &[char]) -> &'t str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(stops).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken.trim_end()
    }

    fn read(&mut self) -> Option<String> {
        if self.take("(") {
            let inner = self.read()?;
            return self.take(")").then_some(inner);
        }
        if self.take("*") {
            return Some(format!("*{}", self.read()?));
        }
        if self.take("[") {
            let length = self.until(&[']']);
            let known = length.is_empty() || length.chars().all(|c| c.is_ascii_digit());
            if !known && !is_name(length) || !self.take("]") {
                return None;
            }
            return Some(format!("[{length}]{}", self.read()?));
        }
        if self.take("<-") {
            if !self.take_word("chan") {
                return None;
            }
            return Some(format!("<-chan {}", self.read()?));
        }
        if self.take_word("chan") {
            let direction = if self.take("<-") { "<-" } else { "" };
            let of = self.read()?;
            // The arrow would be that of the first one otherwise.
            if direction.is_empty() && of.starts_with("<-") {
                return Some(format!("chan ({of})"));
            }
            return Some(format!("chan{direction} {of}"));
        }
        if self.take_word("map") {
            if !self.take("[") {
                return None;
            }
            let key = self.read()?;
            if !self.take("]") {
                return None;
            }
            return Some(format!("map[{key}]{}", self.read()?));
        }
        if self.take_word("func") {
            return self.function();
        }
        if self.take_word("interface") {
            return (self.take("{") && self.take("}")).then(|| "any".to_owned());
        }
        if self.take_word("struct") {
            return (self.take("{") && self.take("}")).then(|| "struct{}".to_owned());
        }
        self.named()
    }

    fn function(&mut self) -> Option<String> {
        if !self.take("(") {
            return None;
        }
        let params = self.list(")", true)?.join(", ");
        let results = if self.take("(") {
            self.list(")", false)?
        } else if self.rest.trim_start().is_empty()
            || self.rest.trim_start().starts_with([',', ')', ']'])
        {
            Vec::new()
        } else {
            vec![self.read()?]
        };
        Some(match results.as_slice() {
            [] => format!("func({params})"),
            [only] => format!("func({params}) {only}"),
            many => format!("func({params}) ({})", many.join(", ")),
        })
    }

    /// Types parted by commas, up to what closes them; the last may be variadic.
    fn list(&mut self, close: &str, variadic: bool) -> Option<Vec<String>> {
        let mut list = Vec::new();
        if self.take(close) {
            return Some(list);
        }
        loop {
            let dots = if variadic && self.take("...") {
                "..."
            } else {
                ""
            };
            list.push(format!("{dots}{}", self.read()?));
            if self.take(close) {
                return Some(list);
            }
            if !self.take(",") || !dots.is_empty() {
                return None;
            }
        }
    }

    fn named(&mut self) -> Option<String> {
        let word = self.until(&['[', ']', '(', ')', '{', '}', ',', '*', '<', ' ', '\t']);
        let name = match word {
            "byte" => "uint8".to_owned(),
            "rune" => "int32".to_owned(),
            word if is_predeclared_type(word) => word.to_owned(),
            word => {
                let (path, name) = word.rsplit_once('.')?;
                if !is_import_path(path) || !is_name(name) {
                    return None;
                }
                word.to_owned()
            }
        };
        if name.contains('.') && self.take("[") {
            return Some(format!("{name}[{}]", self.list("]", false)?.join(",")));
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_take_the_form_in_which_they_print() {
        for (text, printed) in [
            ("*sync.Map", "*sync.Map"),
            ("[]byte", "[]uint8"),
            ("map[string]interface{}", "map[string]any"),
            ("map[rune] []byte", "map[int32][]uint8"),
            ("[4]gopkg.in/yaml.v3.Node", "[4]gopkg.in/yaml.v3.Node"),
            ("<-chan struct{}", "<-chan struct{}"),
            ("chan<- (chan int)", "chan<- chan int"),
            (
                "sync/atomic.Pointer[ net/http.Server ]",
                "sync/atomic.Pointer[net/http.Server]",
            ),
            ("iter.Seq2[string,error]", "iter.Seq2[string,error]"),
            ("func()", "func()"),
            (
                "func(context.Context, ...any) (int, error)",
                "func(context.Context, ...any) (int, error)",
            ),
            (
                "func(net/http.ResponseWriter,*net/http.Request)",
                "func(net/http.ResponseWriter, *net/http.Request)",
            ),
            ("func() (error)", "func() error"),
            ("map[string]func() error", "map[string]func() error"),
        ] {
            assert_eq!(written_type(text).as_deref(), Some(printed), "{text}");
        }
    }

    #[test]
    fn what_is_no_type_is_told() {
        for text in [
            "",
            "[][",
            "Client",
            "map[string]",
            "net/http.",
            "sync.Map*",
            "struct{ a int }",
            "[...]int",
            "func(ctx context.Context)",
            "iota",
            "nil",
            "net/http.Client foo",
            "*",
            "append",
            "github.com/redis/go-redis/*.Client",
        ] {
            assert_eq!(written_type(text), None, "{text}");
        }
    }
}
