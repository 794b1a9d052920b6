//! Examples are whole Go files, or fragments (declarations or statements), which are wrapped into
//! `package p` with their imports. What is found there has its place in what was typed.

use crate::syntax::{Source, node};

/// A fragment as a file, or a whole file as it is.
pub(super) struct Wrapped {
    /// The Go file.
    pub text: String,
    /// Where pieces of the text begin, there and in what was typed.
    pieces: Vec<(usize, usize)>,
}

impl Wrapped {
    /// The place in what was typed; `None` in front of it.
    pub fn original(&self, offset: usize) -> Option<usize> {
        let mut before = self.pieces.iter().rev();
        let piece = before.find(|(start, _)| *start <= offset);
        piece.map(|(start, typed)| typed + (offset - start))
    }

    /// Where it does not parse, in what was typed.
    fn first_error(&self) -> Option<usize> {
        let source = Source::parse(self.text.as_str())?;
        let error = source.syntax_errors().first()?.offset;
        Some(self.original(error).unwrap_or(0))
    }
}

/// The Go file that a text of an example means.
pub(super) fn wrapped(text: &str, imports: &[String]) -> Wrapped {
    let as_typed = || Wrapped {
        text: text.to_owned(),
        pieces: vec![(0, 0)],
    };
    let Some(source) = Source::parse(text) else {
        return as_typed();
    };
    let children = node::children(source.root());
    if children
        .iter()
        .any(|child| child.kind() == "package_clause")
    {
        return as_typed();
    }
    let declarations = children.iter().all(|child| {
        child.kind().ends_with("_declaration") && child.kind() != "short_var_declaration"
    });
    let wrapped = inside_of(text, imports, declarations);
    let Some(error) = wrapped.first_error() else {
        return wrapped;
    };
    // A mistake makes it look like what it is not: what goes further is what was meant.
    let other = inside_of(text, imports, !declarations);
    match other.first_error() {
        Some(other) if other <= error => wrapped,
        _ => other,
    }
}

/// A fragment in a file, or in a function of it.
fn inside_of(text: &str, imports: &[String], declarations: bool) -> Wrapped {
    let mut file = String::from("package p\n\n");
    if !imports.is_empty() {
        let mut imports: Vec<&String> = imports.iter().collect();
        imports.sort();
        file.push_str("import (\n");
        for path in imports {
            file.extend(["\t\"", path.as_str(), "\"\n"]);
        }
        file.push_str(")\n\n");
    }
    let mut typed = text.len() - text.trim_start_matches('\n').len();
    let text = text.trim_matches('\n');
    if declarations {
        let pieces = vec![(file.len(), typed)];
        file.extend([text, "\n"]);
        return Wrapped { text: file, pieces };
    }
    file.push_str("func _() {\n");
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\r', '\n']);
        let indent = if content.is_empty() { "" } else { "\t" };
        pieces.push((file.len() + indent.len(), typed));
        typed += line.len();
        file.extend([indent, content, "\n"]);
    }
    file.push_str("}\n");
    Wrapped { text: file, pieces }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_file_are_places_in_the_fragment() {
        for typed in [
            "\nx := 1\n\ny(x)\n",
            "func f() { y(1) }",
            "\npackage q\n\nvar y int\n",
        ] {
            let wrapped = wrapped(typed, &["fmt".to_owned()]);
            let offset = wrapped.text.find('y').unwrap();
            assert_eq!(
                wrapped.original(offset),
                typed.find('y'),
                "{}",
                wrapped.text
            );
        }
        assert_eq!(wrapped("f()", &[]).original(3), None);
    }
}
