//! `go.mod` and `go.work`, as far as it takes to find packages: <https://go.dev/ref/mod>.

/// What a `go.mod` or `go.work` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GoMod {
    /// The module's path; empty in a `go.work`.
    pub module: String,
    /// The `go` line as (major, minor).
    pub go: Option<(u32, u32)>,
    /// Module path and version.
    pub requires: Vec<(String, String)>,
    /// What stands in for what.
    pub replaces: Vec<Replace>,
    /// Directories that a `go.work` uses.
    pub uses: Vec<String>,
}

/// A `replace` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replace {
    /// The module replaced.
    pub path: String,
    /// Only this version of it.
    pub version: Option<String>,
    /// A directory (it begins with `.` or `/`), or another module's path.
    pub target: String,
    /// The other module's version.
    pub target_version: Option<String>,
}

impl Replace {
    /// Whether the target is a directory.
    pub fn is_local(&self) -> bool {
        self.target_version.is_none() && self.target.starts_with(['.', '/'])
    }
}

/// Reads a `go.mod` or `go.work`. Lines that are not understood say nothing.
pub(super) fn parse(text: &str) -> GoMod {
    let mut file = GoMod::default();
    let mut block: Option<String> = None;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or("");
        let mut words: Vec<String> = line.split_whitespace().map(unquoted).collect();
        match (&block, words.as_slice()) {
            (_, []) => {}
            (Some(_), [only]) if only == ")" => block = None,
            (Some(verb), _) => {
                words.insert(0, verb.clone());
                directive(&mut file, &words);
            }
            (None, [verb, open]) if open == "(" => block = Some(verb.clone()),
            (None, _) => directive(&mut file, &words),
        }
    }
    file
}

fn directive(file: &mut GoMod, words: &[String]) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["module", path] => (*path).clone_into(&mut file.module),
        ["go", version] => file.go = go_version(version),
        ["require", path, version] => file
            .requires
            .push(((*path).to_owned(), (*version).to_owned())),
        ["use", dir] => file.uses.push((*dir).to_owned()),
        ["replace", rest @ ..] => file.replaces.extend(replace(rest)),
        _ => {}
    }
}

fn replace(words: &[&str]) -> Option<Replace> {
    let arrow = words.iter().position(|word| *word == "=>")?;
    let (old, new) = (&words[..arrow], &words[arrow + 1..]);
    Some(Replace {
        path: (*old.first()?).to_owned(),
        version: old.get(1).map(|version| (*version).to_owned()),
        target: (*new.first()?).to_owned(),
        target_version: new.get(1).map(|version| (*version).to_owned()),
    })
}

/// `1.22.3`, `1.22` and `1.22rc1` are (1, 22).
fn go_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?;
    let digits = minor
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(minor.len());
    Some((major, minor[..digits].parse().ok()?))
}

fn unquoted(word: &str) -> String {
    let inner = |quote: char| {
        word.strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
    };
    inner('"').or_else(|| inner('`')).unwrap_or(word).to_owned()
}

/// A module path as the module cache spells it: capitals are `!` and their small letter.
pub(super) fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_uppercase() {
            out.push('!');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_lines_are_read() {
        let file = parse(
            "module \"example.com/m\" // why\n\ngo 1.22.3\nrequire a.b/c v1.0.0\n\
             require (\n\td.e/f v2.0.0 // indirect\n)\n\
             replace a.b/c => ../c\nreplace (\n\td.e/f v2.0.0 => g.h/i v3.0.0\n)\nretract v0.1.0\n",
        );
        assert_eq!(file.module, "example.com/m");
        assert_eq!(file.go, Some((1, 22)));
        assert_eq!(file.requires.len(), 2);
        assert!(file.replaces[0].is_local());
        assert!(!file.replaces[1].is_local());
        assert_eq!(file.replaces[1].version.as_deref(), Some("v2.0.0"));
    }

    #[test]
    fn a_workspace_names_directories() {
        let file = parse("go 1.21rc2\nuse ./a\nuse (\n\t./b\n\t.\n)\n");
        assert_eq!(file.go, Some((1, 21)));
        assert_eq!(file.uses, ["./a", "./b", "."]);
    }

    #[test]
    fn capitals_are_escaped() {
        assert_eq!(escaped("github.com/IBM/sarama"), "github.com/!i!b!m/sarama");
    }
}
