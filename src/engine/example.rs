//! Examples of codemods are tests: what `before` becomes must be `after`, byte for byte.
//!
//! An example is a whole Go file, or a fragment (declarations or statements), which is wrapped
//! into `package p` with its imports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::codemod::{Codemod, Example, Expectation, Part};
use crate::facts::{InputFile, Module, World};
use crate::syntax::{Source, node};
use crate::text::Span;

use super::fragment::{Wrapped, wrapped};
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
        /// Where the codemod's TOML says otherwise.
        span: Span,
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
            .insert(FILE.to_owned(), wrapped(before, imports).text);
        shown
            .after
            .insert(FILE.to_owned(), wrapped(after, after_imports).text);
        shown
    }
}

/// Runs one example of a codemod, `unsafe` fixes included, and once more over its result.
#[must_use]
pub fn run_example(codemod: &Arc<Codemod>, example: &Example) -> Verdict {
    let shown = Shown::of(example);
    match flaw(codemod, example, &shown) {
        None => Verdict::Holds,
        Some(flaw) => Verdict::Fails {
            span: codemod.place_in_example(example, &flaw.part, flaw.offset),
            reason: flaw.reason,
            file: flaw.file,
            expected: flaw.expected,
            got: flaw.got,
        },
    }
}

/// What is wrong with an example, and which part of it says so.
struct Flaw {
    reason: String,
    file: String,
    expected: String,
    got: String,
    part: Part,
    /// In the text of the part, as typed.
    offset: Option<usize>,
}

impl Flaw {
    fn new(reason: impl Into<String>, file: &str, part: Part, offset: Option<usize>) -> Self {
        Self {
            reason: reason.into(),
            file: file.to_owned(),
            expected: String::new(),
            got: String::new(),
            part,
            offset,
        }
    }

    fn with(self, expected: &str, got: &str) -> Self {
        Self {
            expected: expected.to_owned(),
            got: got.to_owned(),
            ..self
        }
    }
}

fn flaw(codemod: &Arc<Codemod>, example: &Example, shown: &Shown) -> Option<Flaw> {
    if let Some(flaw) = syntax_flaw(example) {
        return Some(flaw);
    }
    let (before, _) = part_of(example, FILE, false);
    let selection = selection(codemod, example);
    let outcome = apply(&selection, example, &shown.before);
    if let Some(error) = outcome.errors.first() {
        let reason = format!("error: {}", error.message);
        return Some(Flaw::new(
            reason,
            &error.path.to_string_lossy(),
            before,
            None,
        ));
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
        if same_file(expected, text) {
            continue;
        }
        let stayed = shown.before.get(name).is_some_and(|before| before == text);
        let flaw = match (stayed, outcome.findings.first()) {
            (true, Some(finding)) => {
                let reason = finding.reason.as_deref();
                let reason = reason.unwrap_or("the finding is only a suggestion");
                let reason = format!("nothing changed: {reason}");
                let (part, text) = part_of(example, &finding.path.to_string_lossy(), false);
                let offset = text.original(finding.start.offset);
                Flaw::new(reason, name, part, offset)
            }
            (true, None) => Flaw::new("nothing was found", name, before, None),
            (false, _) => {
                let (part, typed) = part_of(example, name, true);
                let offset = typed.original(first_difference(expected, text));
                Flaw::new("the result differs", name, part, offset)
            }
        };
        return Some(flaw.with(expected, text));
    }
    if let Some(reason) = unexpected(example, &outcome) {
        let finding = outcome.findings.first();
        let flaw = match (&example.expect, finding) {
            (None, Some(finding)) => {
                let (part, text) = part_of(example, &finding.path.to_string_lossy(), false);
                let offset = text.original(finding.start.offset);
                Flaw::new(reason, FILE, part, offset)
            }
            _ => Flaw::new(reason, FILE, Part::Expect, None),
        };
        return Some(flaw);
    }
    let again = apply(&selection, example, &got);
    again.changed.first().map(|changed| {
        let name = changed.path().to_string_lossy();
        let (part, _) = part_of(example, &name, true);
        let flaw = Flaw::new("a second run changes it again", &name, part, None);
        flaw.with(changed.before(), changed.after())
    })
}

/// The first of an example's texts that does not parse.
fn syntax_flaw(example: &Example) -> Option<Flaw> {
    let names = |after: bool| {
        let further = if after {
            &example.after_files
        } else {
            &example.files
        };
        let own = std::iter::once(FILE);
        own.chain(further.keys().map(String::as_str))
            .map(move |name| (name, after))
            .collect::<Vec<_>>()
    };
    let mut all = names(false);
    all.extend(names(true));
    all.into_iter().find_map(|(name, after)| {
        let (part, wrapped) = part_of(example, name, after);
        let source = Source::parse(wrapped.text.as_str())?;
        let error = source.syntax_errors().first()?;
        let offset = wrapped.original(error.offset);
        let reason = format!("it does not parse: {}", error.message);
        Some(Flaw::new(reason, name, part, offset))
    })
}

/// The part of an example that says what a file is, before or after the fix, as a Go file.
fn part_of(example: &Example, name: &str, after: bool) -> (Part, Wrapped) {
    if name != FILE {
        return match (example.after_files.get(name), example.files.get(name)) {
            (Some(text), _) if after => (Part::AfterFile(name.to_owned()), wrapped(text, &[])),
            (_, text) => {
                let text = text.map_or("", String::as_str);
                (Part::File(name.to_owned()), wrapped(text, &[]))
            }
        };
    }
    let imports = match &example.after_imports {
        Some(imports) if after => imports,
        _ => &example.imports,
    };
    match &example.expectation {
        Expectation::Changes { after: text, .. } if after => (Part::After, wrapped(text, imports)),
        Expectation::Changes { before: text, .. } => (Part::Before, wrapped(text, imports)),
        Expectation::Unchanged(text) => (Part::Unchanged, wrapped(text, imports)),
    }
}

/// Where the text of the first line begins in which two texts differ, in the first of them.
fn first_difference(one: &str, other: &str) -> usize {
    let lines = one.split_inclusive('\n').zip(other.split_inclusive('\n'));
    let same = lines.take_while(|(one, other)| one == other);
    let start: usize = same.map(|(line, _)| line.len()).sum();
    let line = one[start..].split('\n').next().unwrap_or("");
    start + line.len() - line.trim_start().len()
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
