//! What is told beside the findings: hints, near misses, ignore comments that do nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use project::Project;

const MOD: &str = "module example.com/m\n\ngo 1.24\n";

/// A safe finding.
const RACE: &str = "package m

import \"sync\"

var seen sync.Map

func Mark(k string) {
\tif _, ok := seen.Load(k); !ok {
\t\tseen.Store(k, true)
\t}
}
";

const ONLY: [&str; 4] = ["-c", "sync-map-load-or-store", "-c", "mysql-dsn-timeouts"];

fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    args.iter().chain(&ONLY).copied().collect()
}

#[test]
fn ignore_comments_name_one_codemod_or_several() {
    let ignored = |comment: &str| RACE.replace("\tif _", &format!("\t{comment}\n\tif _"));
    for (comment, status, said) in [
        (
            "//gofixpit:ignore ioutil,sync-map-load-or-store fine",
            0,
            "",
        ),
        ("//gofixpit:ignore ioutil, sync-map-load-or-store", 0, ""),
        ("/* gofixpit:ignore sync-map-load-or-store */", 0, ""),
        (
            "//gofixpit:ignore mysql-dsn-timeouts,sync-map-load-or-store",
            0,
            "line 8: the ignore comment for mysql-dsn-timeouts suppresses nothing",
        ),
        (
            "//gofixpit:ignore iotuil",
            1,
            "line 8: the ignore comment names `iotuil`, which is no codemod; did you mean `ioutil`?",
        ),
        (
            "//gofixpit:ignore",
            1,
            "line 8: the ignore comment names no codemod",
        ),
        (
            "//gofixpit:ignore:ioutil",
            1,
            "line 8: the ignore comment names no codemod",
        ),
        // A codemod that does not run can't suppress anything.
        ("//gofixpit:ignore ioutil", 1, ""),
    ] {
        let project = Project::new(&[("go.mod", MOD), ("a.go", &ignored(comment))]);
        let ran = project.run(&with(&[]));
        assert_eq!(ran.status, status, "{comment}: {}", ran.err);
        let told: Vec<&str> = ran
            .err
            .lines()
            .filter_map(|line| line.strip_prefix("warning: a.go: "))
            .collect();
        assert_eq!(told.join("\n"), said, "{comment}");
    }
}

#[test]
fn a_hint_is_for_findings_without_a_fix() {
    let text = |extra: &str| {
        format!(
            "package m\n\nimport \"io/ioutil\"\n\nfunc read(n string{extra}) ([]byte, error) {{\n\treturn ioutil.ReadFile(n)\n}}\n"
        )
    };
    // `os` means something else in one of them.
    let project = Project::new(&[
        ("go.mod", MOD),
        ("fixed/a.go", &text("")),
        ("left/a.go", &text(", os int")),
    ]);
    for format in ["diff", "text", "json", "sarif", "github"] {
        let told = |folder: &str| {
            let ran = project.run(&["-c", "ioutil", "--format", format, folder]);
            ran.out.contains("use io or os")
        };
        assert!(!told("fixed"), "{format}");
        assert!(told("left"), "{format}");
    }
}

/// The near misses of some codemods in a file, as `line: message`.
fn near_misses(codemods: &[&str], text: &str) -> Vec<String> {
    let project = Project::new(&[("go.mod", MOD), ("a.go", text)]);
    let mut args = vec!["--near-misses", "--format", "json"];
    args.extend(codemods.iter().flat_map(|id| ["-c", id]));
    let ran = project.run(&args);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let misses = json["near_misses"].as_array().unwrap().iter();
    misses
        .map(|miss| {
            let message = miss["message"].as_str().unwrap();
            assert!(message.starts_with(miss["guard"].as_str().unwrap()));
            format!("{}: {message}", miss["start"]["line"])
        })
        .collect()
}

#[test]
fn near_misses_are_what_looks_like_a_finding() {
    let text = "package m

import (
\t\"net/http\"
\t\"os\"
\t\"sync\"

\t\"example.com/unknown\"
)

type Client struct{}

type cache struct{ sync.Mutex }

func (c *cache) Load(string) (any, bool) { return nil, false }

func (c *cache) Store(string, any) {}

var (
\t_ = http.Client{}
\t_ = Client{}
\t_ = cache{}
\t_ = unknown.Client{}
)

func look(c *cache, k string) {
\tif _, ok := c.Load(k); !ok {
\t\tc.Store(k, 1)
\t}
}

func first(names []string) {
\tf, err := os.Open(names[0])
\tif err != nil {
\t\treturn
\t}
\tdefer f.Close()
\tfor _, name := range names {
\t\tg, err := os.Open(name)
\t\tif err != nil {
\t\t\treturn
\t\t}
\t\tdefer g.Close()
\t\treturn
\t}
}
";
    // Another type is none, but for one of the same name, or one that is not known.
    assert_eq!(
        near_misses(&["http-client-no-timeout"], text),
        [
            "21: #type? does not hold here",
            "23: #type? is not known to hold here"
        ]
    );
    assert_eq!(
        near_misses(&["sync-map-load-or-store"], text),
        ["27: #calls? does not hold here"]
    );
    // A defer in no loop is none; one in a loop that is left is.
    assert_eq!(
        near_misses(&["defer-in-loop"], text),
        ["43: #in-loop? does not hold here"]
    );
}

#[test]
fn what_is_not_known_is_told_from_what_does_not_hold() {
    let text = RACE
        .replace("var seen sync.Map", "var seen = unknown.Map()")
        .replace("import \"sync\"", "import \"example.com/unknown\"");
    assert_eq!(
        near_misses(&["sync-map-load-or-store"], &text),
        ["8: #calls? is not known to hold here"]
    );
}

#[test]
fn who_names_a_file_is_told_what_of_it_does_not_parse() {
    let broken = "package m\n\nfunc broken( {\n";
    let project = Project::new(&[("go.mod", MOD), ("a.go", broken), ("b.go", RACE)]);
    let said =
        "warning: a.go: 3:1: syntax error near `func`; the declaration at line 3 is left alone\n";
    let ran = project.run(&with(&["a.go"]));
    assert_eq!((ran.status, &*ran.out), (0, ""));
    assert!(ran.err.starts_with(said), "{}", ran.err);
    // Nothing could be found in it, so a run over the folder does not look into it.
    let ran = project.run(&with(&["."]));
    assert!(!ran.err.contains("a.go"), "{}", ran.err);
    for args in [
        &["-", "--stdin-path", "a.go", "--write"][..],
        &["-", "--stdin-path", "a.go"],
    ] {
        let mut command = project.command(&with(args));
        let input = std::fs::File::open(project.at("a.go")).unwrap();
        let output = command.stdin(input).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(err.starts_with(said), "{err}");
        let out = String::from_utf8_lossy(&output.stdout);
        let wanted = if args.contains(&"--write") {
            broken
        } else {
            ""
        };
        assert_eq!(out, wanted);
    }
    let ran = project.run(&["--stdin-path", "a.go"]);
    assert_eq!((ran.status, &*ran.out), (2, ""));
    assert!(ran.err.contains("is not among the paths"), "{}", ran.err);
}

#[test]
fn what_was_looked_at_is_counted_though_nothing_may_be_written() {
    let generated = format!("// Code generated by hand. DO NOT EDIT.\n\n{RACE}");
    let project = Project::new(&[("go.mod", MOD), ("a.go", RACE), ("gen/g.go", &generated)]);
    project.commit();
    project.write("a.go", format!("{RACE}\n// more\n").as_bytes());
    let ran = project.run(&with(&["--write", "--format", "json", "-v"]));
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["findings"][0]["status"], "refused");
    assert_eq!(json["summary"]["files_parsed"], 1);
    assert!(ran.err.contains("1 generated file left out"), "{}", ran.err);
}
