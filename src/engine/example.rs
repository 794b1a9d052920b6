//! Examples of codemods are tests: what `before` becomes must be `after`, byte for byte.
//!
//! An example is a whole Go file, or a fragment (declarations or statements), which is wrapped
//! into `package p` with its imports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::codemod::{Codemod, Example, Expectation};
use crate::facts::{InputFile, Module, World};
use crate::syntax::{Source, node};

use super::{Fixes, Options, Outcome, Selected, Selection, Status, run};

/// The Go version of an example's module unless it names one.
const NEWEST_GO: (u32, u32) = (1, 27);

/// The name of an example's own file.
const FILE: &str = "example.go";

/// What running an example comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails {
        /// Why, in one line.
        reason: String,
        /// The file it is about.
        file: String,
        /// What should have come out.
        expected: String,
        /// What did.
        got: String,
    },
}

/// An example's files as Go files: before, and as expected afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// By file name.
    pub before: BTreeMap<String, String>,
    /// By file name; the same for an example that must stay unchanged.
    pub after: BTreeMap<String, String>,
}

impl Shown {
    /// The Go files of an example.
    #[must_use]
    pub fn of(example: &Example) -> Self {
        let (before, after) = match &example.expectation {
            Expectation::Changes { before, after } => (before, after),
            Expectation::Unchanged(text) => (text, text),
        };
        let imports = &example.imports;
        let after_imports = example.after_imports.as_ref().unwrap_or(imports);
        let mut shown = Self {
            before: example.files.clone(),
            after: example.files.clone(),
        };
        shown.after.extend(example.after_files.clone());
        shown
            .before
            .insert(FILE.to_owned(), whole_file(before, imports));
        shown
            .after
            .insert(FILE.to_owned(), whole_file(after, after_imports));
        shown
    }
}

/// Runs one example of a codemod, `unsafe` fixes included, and once more over its result.
#[must_use]
pub fn run_example(codemod: &Arc<Codemod>, example: &Example) -> Verdict {
    let shown = Shown::of(example);
    let selection = selection(codemod, example);
    let outcome = apply(&selection, example, &shown.before);
    if let Some(error) = outcome.errors.first() {
        return fails(format!("error: {}", error.message), &error.path, "", "");
    }
    let mut got = shown.before.clone();
    for changed in &outcome.changed {
        got.insert(
            changed.path().to_string_lossy().into_owned(),
            changed.after().to_owned(),
        );
    }
    for (name, expected) in &shown.after {
        let text = got.get(name).map_or("", String::as_str);
        if !same_file(expected, text) {
            let stayed = shown.before.get(name).is_some_and(|before| before == text);
            let reason = match (stayed, outcome.findings.first()) {
                (true, Some(finding)) => format!(
                    "nothing changed: {}",
                    finding
                        .reason
                        .as_deref()
                        .unwrap_or("the finding is only a suggestion")
                ),
                (true, None) => "nothing was found".to_owned(),
                (false, _) => "the result differs".to_owned(),
            };
            return fails(reason, Path::new(name), expected, text);
        }
    }
    if let Some(reason) = unexpected(example, &outcome) {
        return fails(reason, Path::new(FILE), "", "");
    }
    let again = apply(&selection, example, &got);
    if let Some(changed) = again.changed.first() {
        let reason = "a second run changes it again".to_owned();
        return fails(reason, changed.path(), changed.before(), changed.after());
    }
    Verdict::Holds
}

fn fails(reason: String, file: &Path, expected: &str, got: &str) -> Verdict {
    Verdict::Fails {
        reason,
        file: file.to_string_lossy().into_owned(),
        expected: expected.to_owned(),
        got: got.to_owned(),
    }
}

/// Why the findings are not those that the example expects.
fn unexpected(example: &Example, outcome: &Outcome) -> Option<String> {
    let changes = matches!(example.expectation, Expectation::Changes { .. });
    let expect = match (example.expect.as_deref(), changes) {
        (Some(expect), _) => expect,
        (None, true) => return None,
        (None, false) => "none",
    };
    let found = outcome
        .findings
        .iter()
        .filter(|finding| finding.status != Status::Suppressed)
        .map(|finding| (finding.applicability, finding.reason.as_deref()))
        .min();
    let (level, reason) = match found {
        None => ("none", None),
        Some((level, reason)) => (level.as_str(), reason),
    };
    let because = reason.map_or(String::new(), |reason| format!(" ({reason})"));
    (level != expect).then(|| format!("expected {expect}, found {level}{because}"))
}

fn selection(codemod: &Arc<Codemod>, example: &Example) -> Selection {
    let mut params: BTreeMap<String, toml::Value> = codemod
        .params
        .iter()
        .map(|(name, param)| (name.clone(), param.default.clone()))
        .collect();
    params.extend(example.params.clone());
    let codemod = Arc::clone(codemod);
    Selection::new(vec![Selected {
        codemod,
        params,
        cap: None,
        skip: None,
    }])
}

fn apply(selection: &Selection, example: &Example, texts: &BTreeMap<String, String>) -> Outcome {
    let files = texts
        .iter()
        .map(|(name, text)| InputFile {
            path: PathBuf::from(name),
            text: Arc::from(text.as_str()),
            editable: true,
        })
        .collect();
    let world = ExampleWorld {
        module: Module {
            import_path: "example.com/p".into(),
            go_version: Some(example.go.unwrap_or(NEWEST_GO)),
            requires: example
                .requires
                .iter()
                .map(|path| path.as_str().into())
                .collect(),
        },
    };
    let options = Options {
        fixes: Fixes::Unsafe,
        near_misses: false,
    };
    run(Path::new("."), files, selection, &world, options)
}

/// A module with nothing in it but the example.
struct ExampleWorld {
    module: Module,
}

impl World for ExampleWorld {
    fn directory(&self, _: &Path) -> Vec<InputFile> {
        Vec::new()
    }

    fn package(&self, _: &str, _: &Path) -> Option<(PathBuf, Vec<InputFile>)> {
        None
    }

    fn module(&self, _: &Path) -> Option<Module> {
        Some(self.module.clone())
    }
}

/// A fragment as a file; a whole file as it is.
fn whole_file(text: &str, imports: &[String]) -> String {
    let Some(source) = Source::parse(text) else {
        return text.to_owned();
    };
    let children = node::children(source.root());
    if children
        .iter()
        .any(|child| child.kind() == "package_clause")
    {
        return text.to_owned();
    }
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
    let declarations = children.iter().all(|child| {
        child.kind().ends_with("_declaration") && child.kind() != "short_var_declaration"
    });
    let text = text.trim_matches('\n');
    if declarations {
        file.extend([text, "\n"]);
        return file;
    }
    file.push_str("func _() {\n");
    for line in text.lines() {
        let indent = if line.is_empty() { "" } else { "\t" };
        file.extend([indent, line, "\n"]);
    }
    file.push_str("}\n");
    file
}

/// Equal but for how the import block is laid out: that of a fragment is made up.
fn same_file(expected: &str, got: &str) -> bool {
    expected == got || split_imports(expected) == split_imports(got)
}

fn split_imports(text: &str) -> Option<(Vec<String>, String)> {
    let source = Source::parse(text)?;
    let mut imports = Vec::new();
    let mut body = String::new();
    for child in node::children(source.root()) {
        if child.kind() == "import_declaration" {
            let words = source.slice(child).split_whitespace();
            imports.extend(
                words
                    .filter(|word| word.starts_with('"'))
                    .map(str::to_owned),
            );
        } else if child.kind() != "package_clause" && body.is_empty() {
            source.text()[child.start_byte()..].clone_into(&mut body);
        }
    }
    imports.sort();
    (!text.starts_with("package p\n\nimport (") || !imports.is_empty()).then_some((imports, body))
}
