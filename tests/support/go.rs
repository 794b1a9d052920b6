//! The Go side of the tests: what the compiler, vet and gofmt say, and what programs do.
//!
//! A machine without Go cannot tell; there the tests say so and pass, unless
//! `GOFIX_PIT_REQUIRE_GO=1` asks them not to.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, LazyLock};

use gofix_pit::codemod::Catalog;
use gofix_pit::engine::{Finding, Fixes, Options, Selected, Selection, run};
use gofix_pit::facts::{InputFile, Module, World};

/// The version of the Go on the PATH as (major, minor).
static VERSION: LazyLock<Option<(u32, u32)>> = LazyLock::new(|| {
    let output = Command::new("go")
        .args(["env", "GOVERSION"])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut numbers = text.trim().strip_prefix("go")?.split('.');
    let major = numbers.next()?.parse().ok()?;
    Some((major, numbers.next()?.parse().ok()?))
});

/// The version of Go, or `None` (said aloud) where there is none and none is required.
pub fn version_or_skip(test: &str) -> Option<(u32, u32)> {
    if VERSION.is_none() {
        let required = std::env::var_os("GOFIX_PIT_REQUIRE_GO").is_some_and(|value| value == "1");
        assert!(!required, "{test} needs Go, and there is none on the PATH");
        // Not `eprintln!`: the test harness would swallow it.
        let _ = writeln!(std::io::stderr(), "SKIPPED (needs Go): {test}");
    }
    *VERSION
}

/// The module that pins the libraries.
pub fn cases_module() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go")
}

/// A command of the Go toolchain in a directory; fails the test with what it wrote.
pub fn go(dir: &Path, args: &[&str]) -> String {
    let output = Command::new("go")
        .args(args)
        .current_dir(dir)
        .output()
        .expect("go starts");
    said(&format!("go {}", args.join(" ")), &output)
}

/// What a successful command wrote to standard output.
pub fn said(what: &str, output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{what}: {}\n{stdout}{stderr}",
        output.status
    );
    stdout.into_owned()
}

/// A package to compile.
#[derive(serde::Serialize)]
pub struct Case {
    /// What failures are reported under.
    pub name: String,
    /// Texts of files by name.
    pub files: BTreeMap<String, String>,
}

/// What the tools say about a case.
#[derive(serde::Deserialize, Debug)]
pub struct Verdict {
    /// The case's.
    pub name: String,
    /// The compiler's complaints.
    pub compile: Vec<String>,
    /// Those of `go vet`.
    pub vet: Vec<String>,
    /// Files that gofmt would change.
    pub unformatted: Vec<String>,
}

/// Compiles and vets packages against the pinned libraries, in one go.
pub fn verdicts(cases: &[Case]) -> Vec<Verdict> {
    let mut child = Command::new("go")
        .args(["run", "./cmd/vetcases"])
        .current_dir(cases_module())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("go starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = serde_json::to_vec(cases).expect("cases are JSON");
    stdin.write_all(&input).expect("vetcases reads");
    drop(stdin);
    let output = child.wait_with_output().expect("vetcases ends");
    let verdicts: Vec<Verdict> =
        serde_json::from_str(&said("vetcases", &output)).expect("vetcases writes JSON");
    assert_eq!(verdicts.len(), cases.len());
    verdicts
}

/// What gofix-pit makes of a package (texts of files by name) with all fixes of one codemod, some
/// of its parameters set; and what it found.
pub fn rewritten_package(
    id: &str,
    texts: &BTreeMap<String, String>,
    set: BTreeMap<String, toml::Value>,
) -> (BTreeMap<String, String>, Vec<Finding>) {
    let codemod = Catalog::built_in()
        .get(id)
        .expect("the codemod is built in");
    let mut params: BTreeMap<String, toml::Value> = codemod
        .params
        .iter()
        .map(|(name, param)| (name.clone(), param.default.clone()))
        .collect();
    params.extend(set);
    let selection = Selection::new(vec![Selected {
        codemod: Arc::clone(codemod),
        params,
        cap: None,
        skip: None,
    }]);
    let files = texts
        .iter()
        .map(|(name, text)| InputFile {
            path: name.into(),
            text: Arc::from(text.as_str()),
            editable: true,
        })
        .collect();
    let options = Options {
        fixes: Fixes::Unsafe,
        near_misses: false,
    };
    let outcome = run(Path::new("."), files, &selection, &Requires, options);
    assert!(outcome.errors.is_empty(), "{id}: {:?}", outcome.errors);
    let mut after = texts.clone();
    for changed in &outcome.changed {
        let name = changed.path().to_string_lossy().into_owned();
        after.insert(name, changed.after().to_owned());
    }
    (after, outcome.findings)
}

/// A module that requires what `tests/go` does, with one file in it.
struct Requires;

impl World for Requires {
    fn directory(&self, _: &Path) -> Vec<InputFile> {
        Vec::new()
    }

    fn package(&self, _: &str, _: &Path) -> Option<(PathBuf, Vec<InputFile>)> {
        None
    }

    fn module(&self, _: &Path) -> Option<Module> {
        static REQUIRES: LazyLock<Vec<Arc<str>>> = LazyLock::new(|| {
            let text = std::fs::read_to_string(cases_module().join("go.mod")).unwrap_or_default();
            let lines = text.lines().filter_map(|line| line.strip_prefix('\t'));
            lines
                .map(|line| line.split(" //").next().unwrap_or(line))
                .map(Arc::from)
                .collect()
        });
        Some(Module {
            import_path: "example.com/cases".into(),
            go_version: Some((1, 26)),
            requires: REQUIRES.clone(),
        })
    }
}
