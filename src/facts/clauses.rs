//! Package clauses, without a tree: which one a file has, and which one is its directory's.

use crate::syntax::scan::{Kind, tokens};

use super::InputFile;
use super::builds::Build;

/// The name in the package clause of a file.
pub(super) fn of_file(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let mut words = tokens(text.as_bytes())
        .filter(|token| !matches!(token.kind, Kind::Comment | Kind::Newline))
        .map(|token| (token.kind, token.span.slice(text)));
    match (words.next()?, words.next()?) {
        ((Kind::Word, "package"), (Kind::Word, name)) => Some(name),
        _ => None,
    }
}

/// The name of the package that files of one directory are of, where one can be told. What another
/// clause heads, or is only documentation, is not part of it.
pub(super) fn of_package<'f>(files: impl Iterator<Item = &'f InputFile>) -> Option<&'f str> {
    let all: Vec<(&InputFile, &str)> = files
        .filter_map(|file| Some((file, of_file(&file.text)?)))
        .filter(|(_, clause)| *clause != "documentation")
        .collect();
    let build = |file: &InputFile| Build::of(&file.path, &file.text);
    // A program that is run alone is often kept beside a package, and never part of it.
    let part = |file: &InputFile| !build(file).is_alone();
    only(all.iter().map(|(_, clause)| *clause))
        .or_else(|| only(all.iter().filter(|one| part(one.0)).map(|one| one.1)))
        .or_else(|| {
            let everywhere = all.iter().filter(|one| build(one.0).is_everywhere());
            only(everywhere.map(|one| one.1))
        })
        .or_else(|| {
            only(
                all.iter()
                    .map(|one| one.1)
                    .filter(|clause| *clause != "main"),
            )
        })
}

/// What all are, if they are the same.
fn only<'t>(mut all: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_clause_is_read_off_the_text() {
        let text = "// Copyright\r\n\r\n/* package q */ //go:build x\npackage  p // import \"x\"\n";
        assert_eq!(of_file(text), Some("p"));
        for text in [
            "package p",
            "package p;import \"x\"",
            "package/**/\np",
            "\u{feff}package p",
        ] {
            assert_eq!(of_file(text), Some("p"), "{text}");
        }
        for text in ["packages p", "// package p", "package"] {
            assert_eq!(of_file(text), None, "{text}");
        }
    }

    #[test]
    fn most_files_of_a_directory_are_of_one_package() {
        let name = |files: &[(&str, &str)]| {
            let files: Vec<InputFile> = files
                .iter()
                .map(|(name, text)| InputFile {
                    path: name.into(),
                    text: (*text).into(),
                    editable: false,
                })
                .collect();
            of_package(files.iter()).map(str::to_owned)
        };
        let script = ("z.go", "//go:build ignore\n\npackage main\n");
        assert_eq!(name(&[("a.go", "package p"), script]).as_deref(), Some("p"));
        assert_eq!(name(&[script]).as_deref(), Some("main"));
        let documentation = ("doc.go", "package documentation");
        assert_eq!(
            name(&[documentation, ("a.go", "package p")]).as_deref(),
            Some("p")
        );
        assert_eq!(name(&[("a.go", "package p"), ("b.go", "package q")]), None);
        let linux = ("b_linux.go", "package q");
        assert_eq!(name(&[("a.go", "package p"), linux]).as_deref(), Some("p"));
        assert_eq!(name(&[]), None);
    }
}
