//! What is claimed of Go is checked with Go: examples compile against the real libraries, and
//! programs are run before and after.

#[cfg(test)]
#[path = "support/bodies.rs"]
mod bodies;
#[cfg(test)]
#[path = "support/dsn/mod.rs"]
mod dsn;
#[cfg(test)]
#[path = "support/go.rs"]
mod go;
#[cfg(test)]
#[path = "support/program.rs"]
mod program;
#[cfg(test)]
#[path = "support/random.rs"]
mod random;
#[cfg(test)]
#[path = "support/releases.rs"]
mod releases;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use dsn::postgres::Form;
use go::{Case, Verdict};
use gofix_pit::codemod::{Catalog, Example, Expectation};
use gofix_pit::engine::Shown;
use program::Program;
use rayon::prelude::*;

/// The stub tables say what their sources say. Those of the standard library are of one version of
/// Go, which its headers name, and are compared by that.
#[test]
fn stub_tables_are_current() {
    if go::version_or_skip("stub tables").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = root.join("tools/stubgen");
    go::go(&tool, &["run", ".", "-lib", "-check"]);
    let header = fs::read_to_string(root.join("stubs/std/fmt.go.txt")).expect("a stub");
    let version = go::go(&tool, &["env", "GOVERSION"]);
    if header
        .lines()
        .next()
        .unwrap_or_default()
        .contains(version.trim())
    {
        go::go(&tool, &["run", ".", "-std", "-check"]);
    }
}

#[test]
fn examples_of_codemods_compile_before_and_after() {
    let Some(version) = go::version_or_skip("examples of codemods compile") else {
        return;
    };
    let mut cases = Vec::new();
    for codemod in Catalog::built_in().codemods() {
        for example in &codemod.examples {
            if example.go.is_none_or(|go| go <= version) && !stands_alone(example) {
                cases.extend(cases_of(&codemod.id, example));
            }
        }
    }
    assert!(cases.len() > 20, "{} cases", cases.len());
    let verdicts = go::verdicts(&cases);
    let complaints: Vec<String> = verdicts.chunks(2).flat_map(complaints).collect();
    assert!(
        complaints.is_empty(),
        "{} complaints\n\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

/// Whether an example is about a package of a familiar name that is another one. There is none to
/// compile it with, and it stays unchanged.
fn stands_alone(example: &Example) -> bool {
    matches!(&example.expectation, Expectation::Unchanged(text) if text.contains("\"example.com/"))
        || example
            .imports
            .iter()
            .any(|path| path.starts_with("example.com/"))
}

/// An example as a pair: before, and after (of one that stays unchanged, twice the same).
fn cases_of(id: &str, example: &Example) -> [Case; 2] {
    let shown = Shown::of(example);
    let name = match &example.expectation {
        Expectation::Changes { .. } => format!("{id}: {}", example.name),
        Expectation::Unchanged(_) => format!("{id}: {} (unchanged)", example.name),
    };
    [
        Case {
            name: format!("{name}: before"),
            files: shown.before,
        },
        Case {
            name: format!("{name}: after"),
            files: shown.after,
        },
    ]
}

/// Both must compile; the rewrite may bring neither a complaint of vet nor one of gofmt.
fn complaints(pair: &[Verdict]) -> Vec<String> {
    let [before, after] = pair else {
        return vec!["half a pair".to_owned()];
    };
    let mut complaints: Vec<String> = pair
        .iter()
        .flat_map(|verdict| {
            let lines = verdict.compile.iter();
            lines.map(|line| format!("{}: {line}", verdict.name))
        })
        .collect();
    let known: BTreeSet<&str> = before.vet.iter().map(|line| without_place(line)).collect();
    for line in &after.vet {
        if !known.contains(without_place(line)) {
            complaints.push(format!("{}: vet: {line}", after.name));
        }
    }
    for file in &after.unformatted {
        if !before.unformatted.contains(file) {
            complaints.push(format!("{}: gofmt would change {file}", after.name));
        }
    }
    complaints
}

/// `example.go:7:3: text` → `text`
fn without_place(line: &str) -> &str {
    line.splitn(4, ':').last().unwrap_or(line)
}

#[test]
fn complaints_are_heard() {
    if go::version_or_skip("complaints are heard").is_none() {
        return;
    }
    let sound = "package p\n\nfunc f() { process(1) }\n";
    let wrong = [
        ("undefined: g", "package p\n\nfunc f() { g(1) }\n"),
        ("imported and not used", "package p\n\nimport \"fmt\"\n"),
        (
            "is not in std",
            "package p\n\nimport \"x/nope\"\n\nvar _ = nope.X\n",
        ),
        ("expected 'IDENT'", "package p\n\nfunc {\n"),
        (
            "has arg 1 of wrong type int",
            "package p\n\nimport \"fmt\"\n\nfunc f() { fmt.Printf(\"%s\", 1) }\n",
        ),
        (
            "gofmt would change",
            "package p\n\nfunc f()  { process(1) }\n",
        ),
    ];
    let mut cases = Vec::new();
    for (expected, text) in wrong {
        for text in [sound, text] {
            cases.push(Case {
                name: expected.to_owned(),
                files: BTreeMap::from([("example.go".to_owned(), text.to_owned())]),
            });
        }
    }
    for (pair, (expected, _)) in go::verdicts(&cases).chunks(2).zip(wrong) {
        let told = complaints(pair);
        assert!(
            told.len() == 1 && told[0].contains(expected),
            "{expected}: {told:?}"
        );
    }
}

#[test]
fn the_example_service_builds_and_vets() {
    if go::version_or_skip("the example service builds").is_none() {
        return;
    }
    let service = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    go::go(&service, &["build", "./..."]);
    go::go(&service, &["vet", "./..."]);
    let gofmt = std::process::Command::new("gofmt")
        .args(["-l", "."])
        .current_dir(&service)
        .output()
        .expect("gofmt starts");
    assert_eq!(go::said("gofmt", &gofmt), "");
}

#[test]
fn programs_do_after_what_is_claimed() {
    if go::version_or_skip("programs before and after").is_none() {
        return;
    }
    let mut programs = Vec::new();
    let mut headers = Vec::new();
    for codemod in program::folders(&go::cases_module().join("programs")) {
        for folder in program::folders(&codemod) {
            let text = program::text(&folder);
            let name = format!("{}-{}", program::base(&codemod), program::base(&folder));
            let params = program::params(&text);
            headers.push(text.clone());
            let files = BTreeMap::from([("main.go".to_owned(), text)]);
            let id = program::base(&codemod);
            programs.push(Program::of_files(&id, &name, files, params));
        }
    }
    assert!(programs.len() >= 8, "{} programs", programs.len());
    let built = program::build(&programs);
    let mut wrong = Vec::new();
    for (program, header) in programs.iter().zip(&headers) {
        let driver = program::marked(header, "run: ");
        let driver: Vec<&str> = driver.split_whitespace().collect();
        for time in ["before", "after"] {
            let expected = program::marked(header, &format!("{time}: "));
            assert!(!expected.is_empty(), "{}: no {time}", program.name);
            let got = built.run(&format!("{}-{time}", program.name), &driver);
            if got != expected {
                wrong.push(format!(
                    "{} {time}: expected\n{expected}but got\n{got}",
                    program.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn completed_connection_strings_differ_in_their_timeouts_alone() {
    if go::version_or_skip("completed connection strings").is_none() {
        return;
    }
    let kinds = [
        (
            "mysql",
            "mysql-dsn-timeouts",
            dsn::mysql::program(CONNECTIONS, 1),
        ),
        (
            "postgres-url",
            "postgres-dsn-timeout",
            dsn::postgres::program(Form::Url, CONNECTIONS, 2),
        ),
        (
            "postgres-keywords",
            "postgres-dsn-timeout",
            dsn::postgres::program(Form::Keywords, CONNECTIONS, 3),
        ),
        (
            "redis",
            "redis-options-timeouts",
            dsn::redis::program(CONNECTIONS, 4),
        ),
    ];
    let programs: Vec<Program> = kinds
        .into_par_iter()
        .map(|(name, codemod, files)| Program::of_files(codemod, name, files, BTreeMap::new()))
        .collect();
    let built = program::build(&programs);
    for program in &programs {
        let before = built.run(&format!("{}-before", program.name), &[]);
        let [valid, 0, _, 0] = numbers(&before)[..] else {
            panic!("{}: {before}", program.name);
        };
        let after = built.run(&format!("{}-after", program.name), &[]);
        let [still_valid, completed, untouched, 0] = numbers(&after)[..] else {
            panic!("{}: {after}", program.name);
        };
        assert_eq!(valid, still_valid);
        assert!(completed >= 200, "{}: {completed} completed", program.name);
        // A host at the very end may bring parameters along.
        assert!(untouched <= 20, "{}: {after}", program.name);
    }
}

/// Generated connection strings of each kind.
const CONNECTIONS: usize = 320;

/// The numbers in a program's last line.
fn numbers(said: &str) -> Vec<usize> {
    let last = said.lines().last().unwrap_or("");
    last.split(|c: char| !c.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Generated loop bodies: all of them in an optimised build, which takes a minute; a part otherwise.
const BODIES: usize = if cfg!(debug_assertions) { 200 } else { 2000 };
/// Two packages, for as many threads at least.
const BODIES_PER_PACKAGE: usize = BODIES / 2;

#[test]
fn loop_bodies_release_once_and_in_time() {
    if go::version_or_skip("loop bodies").is_none() {
        return;
    }
    let firsts: Vec<usize> = (0..BODIES).step_by(BODIES_PER_PACKAGE).collect();
    let mut programs: Vec<Program> = firsts
        .par_iter()
        .map(|first| {
            // One package has all releases written out, the other one function literals, too.
            let max_closes = if *first == 0 { 40 } else { 1 };
            releases::loops(*first, BODIES_PER_PACKAGE, max_closes)
        })
        .collect();
    programs.push(releases::naive(&programs[0]));
    let built = program::build(&programs);
    let mut wrong = Vec::new();
    let mut converted = 0;
    let mut wrapped = 0;
    for program in &programs {
        wrapped += releases::wrapped(&program.after) - releases::wrapped(&program.before);
        let before = built.run(&format!("{}-before", program.name), &[]);
        let after = built.run(&format!("{}-after", program.name), &[]);
        let still_defers = releases::functions_that_defer(&program.after);
        let deferred = releases::functions_that_defer(&program.before);
        converted += deferred.len() - still_defers.len();
        let complaints = releases::complaints(&before, &after, &still_defers);
        if program.name == "naive" {
            let early = complaints
                .iter()
                .filter(|c| c.contains("after its release"));
            assert!(early.count() > 100, "what is naive is not noticed");
        } else {
            wrong.extend(complaints);
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{}",
        wrong.len(),
        releases::told(&wrong, &programs)
    );
    assert!(converted > BODIES / 2, "{converted} functions converted");
    assert!(wrapped >= BODIES / 100, "{wrapped} loops became literals");
}
