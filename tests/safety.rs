//! The invariants of `src/lib.rs` that a user would feel, each by its name (INV-PURE and INV-DATA
//! are in `tidy.rs`, INV-FMT against gofmt itself in `align.rs`).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use project::Project;

const MOD: &str = "module example.com/m\n\ngo 1.24\n";

const RACE: &str = "package m\n\nimport \"sync\"\n\nvar seen sync.Map\n\nfunc Mark(k string) {\n\tif _, ok := seen.Load(k); !ok {\n\t\tseen.Store(k, true)\n\t}\n}\n";

/// A one-off codemod that renames calls.
fn rename(edits: &str) -> String {
    format!(
        "id = \"one-off\"\ntitle = \"t\"\napplicability = \"safe\"\n[[rule]]\nmessage = \"m\"\nquery = '''\n((call_expression function: (identifier) @f arguments: (argument_list) @args) @match (#eq? @f \"old\"))\n'''\n{edits}"
    )
}

#[test]
fn inv_whole_a_fix_over_two_files_is_refused_whole() {
    // The signature is in one file, a call in another that has uncommitted changes.
    let project = Project::new(&[
        ("go.mod", MOD),
        (
            "a.go",
            "package m\n\nimport \"sync\"\n\nfunc run(wg sync.WaitGroup) {\n\twg.Done()\n}\n",
        ),
        (
            "b.go",
            "package m\n\nimport \"sync\"\n\nfunc Start() {\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo run(wg)\n\twg.Wait()\n}\n",
        ),
    ]);
    project.commit();
    let shown = project.run(&["-c", "waitgroup-by-value", "--unsafe"]);
    assert!(
        shown.out.contains("+++ b/a.go") && shown.out.contains("+++ b/b.go"),
        "{}",
        shown.out
    );
    let before = (
        project.read("a.go"),
        format!("{}\n// more\n", project.read("b.go")),
    );
    project.write("b.go", before.1.as_bytes());
    let ran = project.run(&["-c", "waitgroup-by-value", "--unsafe", "--write"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert_eq!((project.read("a.go"), project.read("b.go")), before);
    assert!(
        ran.out.contains("refused: waitgroup-by-value"),
        "{}",
        ran.out
    );
}

#[test]
fn inv_checked_a_fix_that_breaks_the_file_is_refused() {
    let project = Project::new(&[(
        "a.go",
        "package m\n\nfunc old() int { return 1 }\n\nvar x = old()\n",
    )]);
    for (with, because) in [
        ("rewrite = \"(\"", "would not parse"),
        ("rewrite = \"undefinedName()\"", "undefinedName"),
        ("rewrite = \"1\"\nimports = { add = [\"os\"] }", "os"),
    ] {
        project.write("one-off.toml", rename(with).as_bytes());
        let ran = project.run(&["-c", "one-off.toml", "--write"]);
        assert_eq!(
            ran.status,
            i32::from(!ran.out.contains("suggested")),
            "{with}: {}",
            ran.out
        );
        assert!(
            project.read("a.go").contains("var x = old()"),
            "{with}: {}",
            ran.out
        );
        assert!(ran.out.contains(because), "{with}: {}", ran.out);
    }
}

#[test]
fn inv_local_line_endings_bom_and_odd_formatting_stay() {
    let odd = format!(
        "\u{feff}{}",
        RACE.replace("package m\n", "package   m\nvar  z  =  1\n")
    )
    .replace('\n', "\r\n");
    let odd = odd.trim_end().to_owned();
    let project = Project::new(&[("go.mod", MOD), ("a.go", &odd)]);
    let ran = project.run(&["-c", "sync-map-load-or-store", "--write"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let expected = odd.replace(
        "\tif _, ok := seen.Load(k); !ok {\r\n\t\tseen.Store(k, true)\r\n\t}\r\n",
        "\tseen.LoadOrStore(k, true)\r\n",
    );
    assert_ne!(expected, odd);
    assert_eq!(project.read("a.go"), expected);
}

#[test]
fn inv_comments_no_comment_is_lost() {
    let inside = RACE.replace(
        "\t\tseen.Store",
        "\t\t// the first one counts\n\t\tseen.Store",
    );
    let beside = RACE
        .replace("\tif _", "\t// mark it\n\tif _")
        .replace("true)\n\t}", "true)\n\t} // done");
    let project = Project::new(&[("go.mod", MOD), ("in/a.go", &inside), ("by/a.go", &beside)]);
    let ran = project.run(&["-c", "sync-map-load-or-store", "--write"]);
    for (path, comments) in [
        ("in/a.go", &["// the first one counts"][..]),
        ("by/a.go", &["// mark it", "// done"]),
    ] {
        for comment in comments {
            assert!(
                project.read(path).contains(comment),
                "{path}: {}",
                project.read(path)
            );
        }
    }
    // Fixed in a way that keeps it, or refused with that reason.
    assert!(
        ran.out.contains("comment") || project.read("in/a.go").contains("seen.LoadOrStore("),
        "{}",
        ran.out
    );
}

#[test]
fn inv_stable_any_number_of_threads_gives_the_same_bytes() {
    let mut project = Project::new(&[("go.mod", MOD)]);
    for number in 0..40 {
        project.write(&format!("d{number}/a.go"), RACE.as_bytes());
        project.write(
            &format!("d{number}/b.go"),
            RACE.replace("Mark", "Other")
                .replace("seen", "met")
                .as_bytes(),
        );
    }
    let outputs: Vec<String> = ["1", "2", "8"]
        .iter()
        .flat_map(|jobs| ["diff", "text", "github", "sarif"].map(|format| (*jobs, format)))
        .map(|(jobs, format)| {
            project
                .run(&["-j", jobs, "--format", format, "--near-misses"])
                .out
        })
        .collect();
    assert!(outputs[0].contains("d39/b.go"));
    for format in 0..4 {
        assert_eq!(outputs[format], outputs[4 + format]);
        assert_eq!(outputs[format], outputs[8 + format]);
    }
    assert_eq!(project.run(&["--write", "-q"]).status, 0);
    let again = project.run(&["--write"]);
    assert_eq!((again.status, &*again.out), (0, ""));
    project = Project::new(&[]);
    assert_eq!(project.run(&[]).status, 0, "no files, no findings");
}

#[test]
fn inv_unknown_what_is_not_known_finds_nothing() {
    // The type of `m` comes from a package that nobody can read.
    let unknown = RACE
        .replace("var seen sync.Map", "var seen = other.New()")
        .replace("\"sync\"", "\"example.org/other\"");
    let broken = RACE.replace("var seen sync.Map", "var seen sync.Map.");
    let project = Project::new(&[("go.mod", MOD), ("u/a.go", &unknown), ("b/a.go", &broken)]);
    let ran = project.run(&["-c", "sync-map-load-or-store"]);
    assert_eq!((ran.status, &*ran.out), (0, ""), "{}", ran.err);
}

#[test]
fn inv_shown_what_is_shown_is_written() {
    let project = Project::new(&[("go.mod", MOD), ("a.go", RACE)]);
    project.commit();
    let shown = project.run(&["--unsafe"]);
    project.write("p.diff", shown.out.as_bytes());
    let written = project.run(&["--unsafe", "--write"]);
    assert_eq!(written.out, shown.out);
    project.git(&["apply", "--check", "-R", "p.diff"]);
}

#[test]
fn inv_loud_what_was_left_out_is_told() {
    let project = Project::new(&[
        ("go.mod", MOD),
        (
            "bad.go",
            "package m\n\nfunc f() {\n\tx := \n}\n\nvar gofix = `pit:ignore`\n",
        ),
        (
            "gen.go",
            "// Code generated by x. DO NOT EDIT.\n\npackage m\n",
        ),
    ]);
    project.write("nul.go", b"package m\n\0");
    let ran = project.run(&["-v"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("error: nul.go: not text: NUL at byte 10"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("warning: bad.go: "), "{}", ran.err);
    assert!(ran.err.contains("1 generated file"), "{}", ran.err);
}
