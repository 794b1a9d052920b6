//! The command line as a user meets it: modes, formats, statuses, configuration, commands.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use std::io::Write as _;
use std::process::Stdio;

use project::Project;
use serde_json::Value;

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

/// The same afterwards.
const NO_RACE: &str = "package m

import \"sync\"

var seen sync.Map

func Mark(k string) {
\tseen.LoadOrStore(k, true)
}
";

/// An unsafe finding.
const DSN: &str = "package m

import (
\t\"database/sql\"

\t_ \"github.com/go-sql-driver/mysql\"
)

func Open() (*sql.DB, error) {
\treturn sql.Open(\"mysql\", \"app:secret@tcp(db:3306)/app\")
}
";

const ONLY: [&str; 4] = ["-c", "sync-map-load-or-store", "-c", "mysql-dsn-timeouts"];

fn project() -> Project {
    let project = Project::new(&[("go.mod", MOD), ("a/race.go", RACE), ("dsn.go", DSN)]);
    project.commit();
    project
}

fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    args.iter().chain(&ONLY).copied().collect()
}

#[test]
fn a_dry_run_is_a_patch_that_git_takes_and_write_does_the_same() {
    let project = project();
    let shown = project.run(&with(&["--unsafe"]));
    assert_eq!(shown.status, 1, "{}", shown.err);
    assert!(
        shown
            .out
            .contains("# sync-map-load-or-store (safe) at a/race.go:8:2: ")
    );
    assert!(
        shown
            .out
            .contains("--- a/a/race.go\n+++ b/a/race.go\n@@ -5,7 +5,5 @@")
    );
    project.write("p.diff", shown.out.as_bytes());
    project.git(&["apply", "--check", "p.diff"]);
    project.git(&["apply", "p.diff"]);
    let (race, dsn) = (project.read("a/race.go"), project.read("dsn.go"));
    assert_eq!(race, NO_RACE);
    project.git(&["checkout", "-q", "."]);
    let written = project.run(&with(&["--write", "--unsafe"]));
    assert_eq!(written.status, 0, "{}", written.err);
    assert_eq!(written.out, shown.out);
    assert_eq!(
        (project.read("a/race.go"), project.read("dsn.go")),
        (race, dsn)
    );
    let again = project.run(&with(&["--unsafe", "a", "dsn.go"]));
    assert_eq!((again.status, &*again.out), (0, ""));
}

#[test]
fn unsafe_fixes_wait_and_are_remarked_on() {
    let project = project();
    let ran = project.run(&["-c", "mysql-dsn-timeouts", "--color", "never"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out
            .starts_with("# needs-unsafe: mysql-dsn-timeouts at dsn.go:10:9: "),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("1 waiting for --unsafe"), "{}", ran.err);
    assert_eq!(
        project
            .run(&["-c", "mysql-dsn-timeouts", "--exit-zero"])
            .status,
        0
    );
    assert_eq!(
        project.run(&["-c", "mysql-dsn-timeouts", "--write"]).status,
        1
    );
    assert_eq!(project.read("dsn.go"), DSN);
}

#[test]
fn a_patch_may_have_odd_names_and_no_last_newline() {
    let text = RACE.trim_end();
    let project = Project::new(&[("go.mod", MOD), ("odd \"dir\"/a b.go", text)]);
    project.commit();
    let shown = project.run(&with(&[]));
    assert!(
        shown.out.contains("\\ No newline at end of file"),
        "{}",
        shown.out
    );
    project.write("p.diff", shown.out.as_bytes());
    project.git(&["apply", "p.diff"]);
    assert_eq!(project.read("odd \"dir\"/a b.go"), NO_RACE.trim_end());
}

#[test]
fn json_has_every_key() {
    let project = project();
    let ran = project.run(&with(&["--format", "json", "--near-misses"]));
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["version"], 1);
    let finding = &json["findings"][0];
    assert_eq!(finding["codemod"], "sync-map-load-or-store");
    assert_eq!(finding["category"], "concurrency");
    assert_eq!(finding["applicability"], "safe");
    assert_eq!(finding["status"], "would-fix");
    assert_eq!(finding["reason"], Value::Null);
    assert_eq!(finding["path"], "a/race.go");
    assert_eq!(
        finding["start"],
        serde_json::json!({"line": 8, "column": 2, "offset": RACE.find("if _").unwrap()})
    );
    assert_eq!(finding["round"], 1);
    assert_eq!(finding["edits"][0]["path"], "a/race.go");
    assert_eq!(json["findings"][1]["status"], "needs-unsafe");
    for key in ["near_misses", "errors"] {
        assert!(json[key].is_array(), "{key}");
    }
    let summary = &json["summary"];
    for key in [
        "files_scanned",
        "files_parsed",
        "files_changed",
        "findings",
        "fixed",
        "elapsed_ms",
    ] {
        assert!(summary[key].is_u64(), "{key}");
    }
    assert_eq!(summary["by_codemod"]["mysql-dsn-timeouts"], 1);
    // The edits of a finding are what the patch says.
    let edit = &finding["edits"][0];
    let (start, end) = (
        edit["start"].as_u64().unwrap(),
        edit["end"].as_u64().unwrap(),
    );
    let mut text = RACE.to_owned();
    text.replace_range(
        usize::try_from(start).unwrap()..usize::try_from(end).unwrap(),
        edit["text"].as_str().unwrap(),
    );
    assert_eq!(text, NO_RACE);
}

#[test]
fn secrets_of_a_dsn_are_told_only_where_they_are_edited() {
    let project = project();
    let ran = project.run(&[
        "-c",
        "mysql-dsn-timeouts",
        "--unsafe",
        "--format",
        "text",
        "-v",
    ]);
    assert!(ran.out.contains("dsn.go:10:"), "{}", ran.out);
    assert!(!ran.out.contains("secret") && !ran.err.contains("secret"));
}

#[test]
fn sarif_is_valid() {
    let project = project();
    project.write("a/x.go", b"package m\n\n// \xc3\xa4\xc3\xb6\nfunc f( {\n");
    let ran = project.run(&with(&["--format", "sarif"]));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let schema: Value =
        serde_json::from_str(include_str!("support/sarif-schema-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let result = &report["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "sync-map-load-or-store");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        8
    );
}

#[test]
fn text_and_annotations_are_one_line_each() {
    let project = project();
    let text = project.run(&with(&["--format", "text", "a"]));
    assert!(
        text.out
            .starts_with("a/race.go:8:2: sync-map-load-or-store: "),
        "{}",
        text.out
    );
    assert_eq!(text.out.lines().count(), 1);
    let notes = project.run(&with(&["--format", "github", "a"]));
    assert!(
        notes.out.starts_with(
            "::warning file=a/race.go,line=8,col=2,endLine=10,title=sync-map-load-or-store::"
        ),
        "{}",
        notes.out
    );
}

#[test]
fn colours_only_where_asked_for() {
    let project = project();
    assert!(!project.run(&with(&[])).out.contains('\u{1b}'));
    let colour = project.run(&with(&["--color", "always"]));
    assert!(
        colour.out.contains("\u{1b}[31m-\tif _, ok"),
        "{}",
        colour.out
    );
}

#[test]
fn which_files_are_meant() {
    let generated = format!("// Code generated by hand. DO NOT EDIT.\n\n{RACE}");
    let project = Project::new(&[
        ("go.mod", MOD),
        ("a_test.go", RACE),
        ("gen/gen.go", &generated),
        ("vendor/v/v.go", RACE),
        ("testdata/t.go", RACE),
        ("_old/o.go", RACE),
        (".hidden/h.go", RACE),
        (".gitignore", "ignored/\n"),
        ("ignored/i.go", RACE),
        ("notes.txt", "nothing"),
    ]);
    project.commit();
    let paths = |args: &[&str]| -> Vec<String> {
        let ran = project.run(&with(&[&["--format", "json"], args].concat()));
        let json: Value = serde_json::from_str(&ran.out).unwrap();
        let findings = json["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|it| it["path"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(paths(&[]), ["a_test.go"]);
    assert_eq!(paths(&["./..."]), ["a_test.go"]);
    assert_eq!(paths(&["--include-tests=false"]), [""; 0]);
    assert_eq!(paths(&["--include-generated"]), ["a_test.go", "gen/gen.go"]);
    assert_eq!(
        paths(&["--include-vendor"]),
        ["a_test.go", "testdata/t.go", "vendor/v/v.go"]
    );
    // What is named is meant.
    assert_eq!(
        paths(&["gen/gen.go", "vendor/...", "ignored/i.go"]),
        ["gen/gen.go", "ignored/i.go", "vendor/v/v.go"]
    );
    assert_eq!(project.run(&["notes.txt"]).status, 2);
    assert_eq!(project.run(&["missing.go"]).status, 2);
}

#[test]
fn the_configuration_counts_for_all_folders_below_it() {
    let project = project();
    project.write(
        "gofix-pit.toml",
        b"select = [\"sync-map-load-or-store\", \"mysql-dsn-timeouts\"]\n\
          [params.mysql-dsn-timeouts]\ntimeout = \"3s\"\n\
          [applicability]\nsync-map-load-or-store = \"unsafe\"\n\
          [[override]]\npaths = [\"/a\"]\nskip = [\"sync-map-load-or-store\"]\n",
    );
    let ran = project.run(&["--unsafe"]);
    assert!(ran.out.contains("timeout=3s"), "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("race.go"), "{}", ran.out);
    project.write("b/race.go", RACE.as_bytes());
    let mut command = project.command(&["--format", "text"]);
    let output = command.current_dir(project.at("b")).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("race.go:8:2") && text.contains("[unsafe, needs-unsafe]"),
        "{text}"
    );
    let param = project.run(&["--unsafe", "--param", "mysql-dsn-timeouts.timeout=7s"]);
    assert!(param.out.contains("timeout=7s"));
    assert!(
        project
            .run(&["--no-config", "-c", "sync-map-load-or-store", "a"])
            .out
            .contains("race.go")
    );
    project.write("gofix-pit.toml", b"exclude = [\"a\"]\n");
    assert!(!project.run(&[]).out.contains(" a/race.go"));
}

#[test]
fn write_leaves_uncommitted_changes_alone() {
    let project = project();
    project.write("a/race.go", format!("{RACE}\n// more\n").as_bytes());
    project.write("b/race.go", RACE.as_bytes());
    let ran = project.run(&with(&["--write"]));
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.out
            .contains("refused: sync-map-load-or-store at a/race.go:8:2"),
        "{}",
        ran.out
    );
    assert!(project.read("a/race.go").contains("seen.Load(k)"));
    assert_eq!(
        project.read("b/race.go"),
        RACE,
        "an untracked file has no way back either"
    );
    let ran = project.run(&with(&["--write", "--allow-dirty"]));
    assert_eq!(ran.status, 1, "the DSN waits: {}", ran.err);
    assert_eq!(project.read("b/race.go"), NO_RACE);
}

#[test]
fn outside_of_git_writing_says_that_there_is_no_way_back() {
    let project = Project::new(&[("go.mod", MOD), ("race.go", RACE)]);
    let ran = project.run(&with(&["--write"]));
    assert_eq!(
        (ran.status, &*project.read("race.go")),
        (0, NO_RACE),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("no way back"), "{}", ran.err);
}

#[test]
fn an_ignore_comment_suppresses_and_one_that_does_not_is_reported() {
    let ignored = RACE.replace(
        "\tif _",
        "\t//gofixpit:ignore sync-map-load-or-store fine\n\tif _",
    );
    let idle = NO_RACE.replace(
        "\tseen.L",
        "\t//gofixpit:ignore sync-map-load-or-store\n\tseen.L",
    );
    let project = Project::new(&[("go.mod", MOD), ("a/a.go", &ignored), ("b/b.go", &idle)]);
    let ran = project.run(&with(&["--format", "json"]));
    assert_eq!(ran.status, 0, "{}", ran.out);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["findings"][0]["status"], "suppressed");
    assert!(ran.err.contains("suppresses nothing"), "{}", ran.err);
}

#[test]
fn near_misses_name_their_guard() {
    let other = RACE.replace("import \"sync\"\n\nvar seen sync.Map", "var seen Cache\n\ntype Cache struct{}\n\nfunc (Cache) Load(string) (any, bool) { return nil, false }\nfunc (Cache) Store(string, any)        {}");
    let project = Project::new(&[("go.mod", MOD), ("a.go", &other)]);
    let ran = project.run(&with(&["--near-misses"]));
    assert_eq!(ran.status, 0);
    assert!(
        ran.out
            .contains("# near miss: sync-map-load-or-store at a.go:"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains(": #"), "{}", ran.out);
}

#[test]
fn standard_input_stands_for_a_file() {
    let project = project();
    let feed = |args: &[&str]| {
        let mut child = project
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(RACE.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let (status, shown) = feed(&["-", "--stdin-path", "c/new.go"]);
    assert_eq!(status, Some(1));
    assert!(shown.contains("+++ b/c/new.go"), "{shown}");
    assert_eq!(
        feed(&["-", "--stdin-path", "c/new.go", "--write"]),
        (Some(0), NO_RACE.to_owned())
    );
    assert_eq!(feed(&["-"]).0, Some(2));
}

#[test]
fn commands_for_those_who_write_codemods() {
    let project = project();
    let list = project.run(&["list"]);
    assert!(
        list.out
            .lines()
            .any(|line| line.starts_with("defer-in-loop ") && line.contains("resources"))
    );
    let list: Value =
        serde_json::from_str(&project.run(&["list", "--format", "json"]).out).unwrap();
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|it| it["id"] == "defer-in-loop")
    );
    let explain = project.run(&["explain", "sync-map-load-or-store"]);
    assert!(explain.out.contains("```diff"), "{}", explain.out);
    assert_eq!(project.run(&["explain", "sync-map-load-or-stor"]).status, 2);

    let new = project.run(&["new", "no-sprintf-errors", "--dir", "mods"]);
    assert_eq!(new.status, 0, "{}", new.err);
    let test = project.run(&["test", "mods/no-sprintf-errors.toml"]);
    assert_eq!(test.status, 0, "{}{}", test.out, test.err);
    assert_eq!(project.run(&["test", "mods"]).status, 0);
    assert_eq!(
        project
            .run(&["new", "no-sprintf-errors", "--dir", "mods"])
            .status,
        2,
        "it is not overwritten"
    );
    assert_eq!(project.run(&["new", "No_Kebab"]).status, 2);
    project.write("e.go", b"package m\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n\nfunc e(n int) error { return errors.New(fmt.Sprintf(\"%d\", n)) }\n");
    let ran = project.run(&["-c", "mods/no-sprintf-errors.toml", "e.go"]);
    assert!(
        ran.out
            .contains("+func e(n int) error { return fmt.Errorf(\"%d\", n) }"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(ran.out.contains("-\t\"errors\""), "{}", ran.out);

    let query = project.run(&[
        "query",
        "((call_expression function: (_) @f) @call (#calls? @call \"fmt.Sprintf\"))",
        "e.go",
    ]);
    assert!(
        query.out.contains("e.go:8:41: pattern 1"),
        "{}{}",
        query.out,
        query.err
    );
    assert!(query.out.contains("@f 8:41 fmt.Sprintf"), "{}", query.out);
    let query = project.run(&["query", "mods/no-sprintf-errors.toml", "e.go"]);
    assert!(
        query.out.contains("rule 1, pattern 1"),
        "{}{}",
        query.out,
        query.err
    );

    let tree = project.run(&["tree", "e.go", "--at", "8:41", "--facts"]);
    assert!(
        tree.out.contains("(identifier) 8:41-8:44 \"fmt\""),
        "{}",
        tree.out
    );
    assert!(tree.out.contains("-> package fmt"), "{}", tree.out);
    let tree = project.run(&["tree", "e.go", "--format", "json", "--facts"]);
    assert!(serde_json::from_str::<Value>(&tree.out).is_ok());
}

#[test]
fn a_codemod_of_ten_lines_runs() {
    let project = Project::new(&[
        (
            "a.go",
            "package a\n\nfunc old(int) int { return 0 }\n\nfunc new2(int) int { return 0 }\n\nvar x = old(1)\n",
        ),
        (
            "one-off.toml",
            "id = \"one-off\"\ntitle = \"old is gone\"\napplicability = \"safe\"\n[[rule]]\nmessage = \"old is gone\"\nquery = '''\n((call_expression function: (identifier) @f) @match (#eq? @f \"old\"))\n'''\n[[rule.edit]]\nreplace = \"f\"\nwith = \"new2\"\n",
        ),
    ]);
    let ran = project.run(&["-c", "./one-off.toml"]);
    assert!(
        ran.out.contains("-var x = old(1)\n+var x = new2(1)\n"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn a_fix_of_which_no_edit_is_known_to_apply_is_a_suggestion() {
    let edit = |with: &str, when: &str| {
        format!("[[rule.edit]]\nreplace = \"f\"\nwith = \"{with}\"\nwhen = \"({when} @a)\"\n")
    };
    let codemod = format!(
        "id = \"one-off\"\ntitle = \"t\"\napplicability = \"safe\"\n[[rule]]\nmessage = \"m\"\nquery = '((call_expression function: (identifier) @f arguments: (argument_list (_) @a)) @match (#eq? @f \"old\"))'\n{}{}",
        edit("pure", "#pure?"),
        edit("other", "#not-pure?")
    );
    let project = Project::new(&[
        ("a.go", "package a\n\nvar x = old(*p)\n"),
        ("one-off.toml", &codemod),
    ]);
    let ran = project.run(&["-c", "./one-off.toml"]);
    let reason = "(what would have to change is not known)";
    assert!(ran.out.contains(reason), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_not_there_yet_says_so() {
    let project = project();
    for args in [
        &["undo"][..],
        &["--verify", "build"],
        &["--verify", "vet", "--write"],
    ] {
        let ran = project.run(args);
        assert_eq!((ran.status, &*ran.out), (2, ""), "{args:?}");
        assert!(ran.err.contains("not there yet"), "{}", ran.err);
    }
    assert_eq!(project.run(&["--verify", "none", "-c", "ioutil"]).status, 0);
}

#[test]
fn statistics_and_silence() {
    let project = project();
    let ran = project.run(&with(&["--stats"]));
    assert!(
        ran.err.contains("files read: 2") && ran.err.contains("packages with facts: 2"),
        "{}",
        ran.err
    );
    let none = project.run(&["--stats", "-c", "ioutil"]);
    assert!(
        none.err
            .contains("files parsed: 0\nmatches: 0\npackages with facts: 0"),
        "{}",
        none.err
    );
    assert_eq!(project.run(&with(&["-q"])).err, "");
}

/// The text with what differs from run to run taken out.
fn steady(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(" read in ") {
        Some((before, _)) => format!("{before} read in …"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What the commands print, for reviewers. The first is that of the README.
#[test]
fn the_output_of_every_command_is_reviewed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("snapshots/commands");
    for (name, args) in [
        (
            "examples",
            &[
                "--dry-run",
                "--unsafe",
                "--exit-zero",
                "--no-config",
                "examples",
            ][..],
        ),
        (
            "examples-text",
            &[
                "--format",
                "text",
                "--near-misses",
                "--no-config",
                "examples",
            ],
        ),
        ("help", &["--help"]),
        ("list", &["list"]),
        ("explain", &["explain", "sync-map-load-or-store"]),
        (
            "tree",
            &[
                "tree",
                "--facts",
                "--at",
                "50",
                "examples/internal/cache/cache.go",
            ],
        ),
        (
            "query",
            &[
                "query",
                "((call_expression) @call (#calls? @call \"sync.Map.Load\"))",
                "examples",
            ],
        ),
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_gofix-pit"))
            .args(args)
            .env("COLUMNS", "100")
            .current_dir(root)
            .output()
            .unwrap();
        let status = output.status.code().unwrap();
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        let page = format!(
            "$ gofix-pit {}\n{}\n{}status {status}\n",
            args.join(" "),
            steady(&out),
            if err.is_empty() {
                String::new()
            } else {
                format!("--- standard error\n{}\n", steady(&err))
            },
        );
        insta::with_settings!({
            snapshot_path => &folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, page);
        });
    }
}
