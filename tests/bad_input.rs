//! What goes wrong outside ends in one clear message and the right status, and loses nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use project::{Project, Ran};

const RACE: &str = "package m\n\nimport \"sync\"\n\nvar seen sync.Map\n\nfunc Mark(k string) {\n\tif _, ok := seen.Load(k); !ok {\n\t\tseen.Store(k, true)\n\t}\n}\n";

const SOUND: &str = r#"id = "x"
title = "a title"
applicability = "safe"

[params.limit]
default = "3"

[[rule]]
message = "calls @{f}"
query = '''
((call_expression function: (identifier) @f arguments: (argument_list . (_) @a)) @match
 (#eq? @f "old") (#pure? @a))
'''
rewrite = "new(@{a})"

[[example]]
name = "changes"
before = "old(1)"
after = "new(1)"

[[example]]
name = "stays"
unchanged = "other(1)"
"#;

/// Each mistake in a codemod, as (what, by what, line:column, a part of the message).
const MISTAKES: [(&str, &str, &str, &str); 26] = [
    ("title = ", "titel = ", "2:1", "did you mean `title`?"),
    (
        "applicability = \"safe\"",
        "applicability = \"sure\"",
        "3:17",
        "unknown variant `sure`",
    ),
    (
        "applicability = \"safe\"\n",
        "",
        "",
        "missing field `applicability`",
    ),
    ("id = \"x\"", "id = \"X y\"", "1:6", "kebab-case"),
    ("id = \"x\"", "id = \"y\"", "1:6", "not the file's name"),
    ("#pure?", "#puer?", "12:19", "did you mean #pure?"),
    (
        "(#pure? @a)",
        "(#pure? @a @f)",
        "12:19",
        "takes 1 arguments",
    ),
    ("(#pure? @a)", "(#pure? \"a\")", "12:26", "takes a capture"),
    (
        ")\n'''\nrewrite",
        ") (#pure? @a)\n'''\nrewrite",
        "12:31",
        "outside of its pattern",
    ),
    (") @match", ")", "11:1", "does not capture @match"),
    ("(call_expression", "(cal_expression", "11:3", "no node"),
    (
        "function: (identifier)",
        "func: (identifier)",
        "11:19",
        "no field",
    ),
    (
        "((call_expression function: (identifier) @f arguments: (argument_list . (_) @a)) @match",
        "((_) @match @f @a",
        "11:1",
        "matches every node",
    ),
    (
        "(argument_list . (_) @a)",
        "(argument_list (_) @a (_)* @r)",
        "11:78",
        "pair of siblings",
    ),
    ("@match\n (#eq?", "@match (#eq?", "", "ok"),
    ("(#pure? @a))", "(#pure? @a)", "11:1", "never closed"),
    ("(#pure? @a)", "(#pure? @b)", "12:26", "not captured"),
    ("(#pure? @a)", "(#set! a b)", "12:19", "does nothing here"),
    ("@{f}", "@{g}", "9:20", "nothing is called `g`"),
    (
        "new(@{a})",
        "new(@{params.limt})",
        "14:25",
        "did you mean `limit`?",
    ),
    ("new(@{a})", "new(@{a|shout})", "14:20", "no filter `shout`"),
    ("new(@{a})", "new(@{a)", "14:19", "expected end"),
    (
        "rewrite = \"new(@{a})\"",
        "[[rule.edit]]\nreplace = \"a\"",
        "",
        "with",
    ),
    (
        "after = \"new(1)\"",
        "after = \"new(2)\"",
        "19:10",
        "does not hold",
    ),
    (
        "unchanged = \"other(1)\"",
        "unchanged = \"old(1)\"",
        "",
        "does not hold",
    ),
    ("title = \"a title\"", "title \"a title\"", "2:7", "="),
];

/// Exactly one message, whatever it takes.
fn one_message(ran: &Ran, part: &str) {
    let told: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("gofix-pit: ") || line.starts_with("error: "))
        .collect();
    assert_eq!(told.len(), 1, "{}", ran.err);
    assert!(ran.err.contains(part), "{part}: {}", ran.err);
    assert!(
        !ran.err.contains("panicked") && !ran.err.contains("RUST_BACKTRACE"),
        "{}",
        ran.err
    );
}

#[test]
fn mistakes_in_a_codemod() {
    for (what, by, place, part) in MISTAKES {
        assert!(SOUND.contains(what), "{what}");
        let project = Project::new(&[
            ("x.toml", &SOUND.replacen(what, by, 1)),
            ("a.go", "package a\n"),
        ]);
        let ran = project.run(&["-c", "x.toml"]);
        if part == "ok" {
            assert_eq!(ran.status, 0, "{}", ran.err);
            continue;
        }
        assert_eq!(ran.status, 2, "{by}: {}", ran.err);
        one_message(&ran, part);
        assert!(
            ran.err.starts_with(&format!("gofix-pit: x.toml:{place}")),
            "{place}: {}",
            ran.err
        );
        assert!(ran.err.contains('^'), "no caret: {}", ran.err);
    }
}

#[test]
fn codemods_that_cannot_be_read() {
    let project = Project::new(&[
        ("a.go", "package a\n"),
        ("mods/c/ioutil.toml", &SOUND.replace("\"x\"", "\"ioutil\"")),
        ("bytes.toml", ""),
    ]);
    project.write("bytes.toml", b"id = \"\xff\"");
    for (args, part) in [
        (&["-c", "missing.toml"][..], "missing.toml: "),
        (&["-c", "no-such-id"], "there is no codemod `no-such-id`"),
        (&["-c", "ioutils"], "did you mean `ioutil`?"),
        (&["-c", "bytes.toml"], "not valid UTF-8 at byte 6"),
        (&["--codemods", "nowhere"], "nowhere: "),
        (&["--codemods", "mods"], "already a codemod `ioutil`"),
        (&["--skip", "no-such-id"], "no codemod"),
        (&["--category", "htpp"], "there is no category `htpp`"),
        (&["--param", "ioutil"], "ID.KEY=VALUE"),
        (&["--param", "ioutil.x=1"], "no parameter `x`"),
        (&["--param", "nope.x=1"], "no codemod `nope`"),
        (&["explain", "nope"], "no codemod `nope`"),
        (&["query", "((_) @x"], "never closed"),
        (&["tree", "missing.go"], "missing.go: "),
        (&["tree", "a.go", "--at", "77"], "the file has"),
        (&["-", "--write"], "--stdin-path"),
    ] {
        let ran = project.run(args);
        assert_eq!(ran.status, 2, "{args:?}: {}{}", ran.out, ran.err);
        one_message(&ran, part);
    }
    for args in [
        &["--format", "xml"][..],
        &["--nonsense"],
        &["-j", "0"],
        &["--write", "--dry-run"],
    ] {
        let ran = project.run(args);
        assert_eq!((ran.status, &*ran.out), (2, ""), "{args:?}");
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
}

#[test]
fn mistakes_in_the_configuration() {
    for (text, place, part) in [
        ("selct = []\n", "1:1", "did you mean `select`?"),
        ("skip = [\"ioutl\"]\n", "1:9", "did you mean `ioutil`?"),
        ("skip = \"ioutil\"\n", "1:8", "expected a sequence"),
        ("[params.ioutil]\nx = 1\n", "2:1", "no parameter `x`"),
        (
            "[params.mysql-dsn-timeouts]\ntimeout = 3\n",
            "2:11",
            "a string is expected here, not an integer",
        ),
        (
            "[applicability]\nioutil = \"sure\"\n",
            "2:10",
            "unknown variant",
        ),
        ("exclude = [\"a{\"]\n", "1:12", ""),
        (
            "[[override]]\nskip = [\"ioutil\"]\n",
            "1:1",
            "missing field `paths`",
        ),
        ("select = [\n", "", ""),
    ] {
        let project = Project::new(&[("gofix-pit.toml", text), ("a.go", "package a\n")]);
        let ran = project.run(&[]);
        assert_eq!(ran.status, 2, "{text}: {}", ran.err);
        one_message(&ran, part);
        assert!(
            ran.err
                .starts_with(&format!("gofix-pit: gofix-pit.toml:{place}")),
            "{}",
            ran.err
        );
    }
}

#[test]
fn files_that_are_no_go_text() {
    for (bytes, part) in [
        (&b"package m\n\xff\n"[..], "not valid UTF-8 at byte 10"),
        (b"package m\n\0\n", "NUL at byte 10"),
        (b"\xff\xfep\0a\0", "NUL at byte 3"),
        (b"\x7fELF\x02\x01\x01\0", "NUL at byte 7"),
    ] {
        let project = Project::new(&[("good.go", RACE)]);
        project.write("bad.go", bytes);
        let ran = project.run(&["--write"]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        one_message(&ran, part);
        assert_eq!(fs::read(project.at("bad.go")).unwrap(), bytes);
        assert!(
            project.read("good.go").contains("LoadOrStore"),
            "the others go on"
        );
    }
}

#[test]
fn odd_files_that_are_fine() {
    let project = Project::new(&[
        ("empty.go", ""),
        ("comment.go", "// only a comment"),
        (
            "bom.go",
            &format!("\u{feff}{}", RACE.replace("Mark", "A").replace("seen", "a")),
        ),
        (
            "crlf.go",
            &RACE
                .replace("Mark", "B")
                .replace("seen", "b")
                .replace('\n', "\r\n"),
        ),
        (
            "no-newline.go",
            RACE.replace("Mark", "C").replace("seen", "c").trim_end(),
        ),
        ("garbage.go", "%%% this is not Go at all )))\n"),
    ]);
    let ran = project.run(&["--write", "-c", "sync-map-load-or-store"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for path in ["bom.go", "crlf.go", "no-newline.go"] {
        assert!(project.read(path).contains("LoadOrStore"), "{path}");
    }
    assert_eq!(
        project.read("garbage.go"),
        "%%% this is not Go at all )))\n"
    );
}

#[test]
fn a_declaration_that_does_not_parse_is_left_alone() {
    let text = format!("{RACE}\nfunc broken( {{\n");
    let project = Project::new(&[("a.go", &text)]);
    let ran = project.run(&["--write", "-c", "sync-map-load-or-store"]);
    assert!(ran.status <= 1, "{}", ran.err);
    assert!(ran.err.contains("warning: a.go: "), "{}", ran.err);
    assert!(project.read("a.go").ends_with("func broken( {\n"));
}

#[test]
fn ten_thousand_nested_parentheses() {
    let nested = format!(
        "package m\n\nvar x = {}1{}\n",
        "(".repeat(10_000),
        ")".repeat(10_000)
    );
    let both = format!(
        "{RACE}\nvar x = {}1{}\n",
        "(".repeat(10_000),
        ")".repeat(10_000)
    );
    let braces = format!(
        "{RACE}\nfunc f() {}{}\n",
        "{".repeat(10_000),
        "}".repeat(10_000)
    );
    let project = Project::new(&[("a/a.go", &nested), ("b/b.go", &both), ("c/c.go", &braces)]);
    let ran = project.run(&["--write"]);
    assert!(ran.status <= 1, "{} {}", ran.status, ran.err);
    assert!(ran.err.contains("nested too deeply"), "{}", ran.err);
}

#[test]
fn a_file_of_fifty_megabytes() {
    let project = Project::new(&[("good.go", RACE)]);
    let big = format!(
        "package m\n\n{}",
        "// seen.Load(k) LoadOrStore sync.Map Store\n".repeat(1_250_000)
    );
    project.write("big.go", big.as_bytes());
    let ran = project.run(&["--write"]);
    assert_eq!(ran.status, 2);
    one_message(&ran, "big.go: too large");
    assert_eq!(
        fs::metadata(project.at("big.go")).unwrap().len(),
        u64::try_from(big.len()).unwrap()
    );
    assert!(project.read("good.go").contains("LoadOrStore"));
}

/// Whether permissions mean nothing to this user.
fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

#[test]
fn unreadable_files_and_folders() {
    if is_root() {
        eprintln!("SKIPPED (needs a user who is not root): unreadable files and folders");
        return;
    }
    let project = Project::new(&[("good.go", RACE), ("no.go", RACE), ("dir/x.go", RACE)]);
    fs::set_permissions(project.at("no.go"), fs::Permissions::from_mode(0o000)).unwrap();
    let ran = project.run(&["no.go"]);
    assert_eq!(ran.status, 2);
    one_message(&ran, "permission denied");
    fs::set_permissions(project.at("dir"), fs::Permissions::from_mode(0o000)).unwrap();
    let ran = project.run(&["dir"]);
    assert_eq!(ran.status, 2);
    one_message(&ran, "permission denied");
    fs::set_permissions(project.at("dir"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn links_and_loops() {
    let project = Project::new(&[("in/a.go", RACE), ("out/b.go", RACE)]);
    symlink(project.at("in"), project.at("in/loop")).unwrap();
    symlink(project.at("out"), project.at("in/away")).unwrap();
    symlink(project.at("out/b.go"), project.at("in/link.go")).unwrap();
    symlink(project.at("nowhere"), project.at("in/dangling.go")).unwrap();
    let ran = project.run(&["in", "--write"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(project.read("in/a.go").contains("LoadOrStore"));
    assert_eq!(project.read("out/b.go"), RACE, "links are not followed");
    // A link that is named is meant: the file behind it is written, and the link stays one.
    let ran = project.run(&["in/link.go", "--write"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(project.read("out/b.go").contains("LoadOrStore"));
    assert!(
        fs::symlink_metadata(project.at("in/link.go"))
            .unwrap()
            .is_symlink()
    );
    let ran = project.run(&["in/dangling.go"]);
    assert_eq!(ran.status, 2);
    one_message(&ran, "no such file");
}

#[test]
fn things_that_are_no_files() {
    let project = Project::new(&[("a.txt", "x"), ("dir.go/inner.go", RACE)]);
    assert!(
        Command::new("mkfifo")
            .arg(project.at("pipe.go"))
            .status()
            .unwrap()
            .success()
    );
    let ran = project.run(&["pipe.go"]);
    assert_eq!(ran.status, 2);
    one_message(&ran, "not a regular file");
    assert_eq!(
        project.run(&["--write"]).status,
        0,
        "a walk passes over it, and goes into dir.go"
    );
    assert!(project.read("dir.go/inner.go").contains("LoadOrStore"));
    one_message(
        &project.run(&["a.txt"]),
        "neither a directory nor a .go file",
    );
    one_message(&project.run(&["missing"]), "no such file");
}

#[test]
fn a_target_that_cannot_be_written_keeps_all_as_it_was() {
    let project = Project::new(&[("a.go", RACE), ("sub/b.go", RACE)]);
    fs::set_permissions(project.at("sub/b.go"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = project.run(&["--write"]);
    assert_eq!(ran.status, 2);
    one_message(&ran, "sub/b.go: the file is read-only; nothing was written");
    assert_eq!(
        (project.read("a.go"), project.read("sub/b.go")),
        (RACE.to_owned(), RACE.to_owned())
    );
    let left: Vec<_> = fs::read_dir(project.path())
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "no temporary file stays: {left:?}");
}

#[test]
fn a_full_disk_keeps_all_as_it_was() {
    // Files of this shell's children may have no more than one block of 512 bytes.
    let filler = format!("{RACE}\n{}", "// filler\n".repeat(200));
    let project = Project::new(&[("a.go", RACE), ("b/b.go", &filler)]);
    let command = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} --write -c sync-map-load-or-store",
        env!("CARGO_BIN_EXE_gofix-pit")
    );
    let output = Command::new("bash")
        .args(["-c", &command])
        .current_dir(project.path())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(
        err.contains("b/b.go: file too large; nothing was written"),
        "{err}"
    );
    assert_eq!(
        (project.read("a.go"), project.read("b/b.go")),
        (RACE.to_owned(), filler)
    );
}

#[test]
fn files_that_vanish_or_change_during_the_run() {
    // A child that holds the terminal's end of a pipe would be needed to stop the program half
    // way; what reading and writing do with such files is what counts, so they are called.
    let project = Project::new(&[("a.go", RACE)]);
    let found = gofix_pit::disk::read(&project.at("gone.go"));
    assert_eq!(found.unwrap_err(), "no such file or directory");
    let shown = project.run(&["-c", "sync-map-load-or-store"]);
    assert_eq!(shown.status, 1);
    let selection = selection();
    let input = gofix_pit::facts::InputFile {
        path: project.at("a.go"),
        text: RACE.into(),
        editable: true,
    };
    let outcome = gofix_pit::engine::run(
        project.path(),
        vec![input],
        &selection,
        &gofix_pit::facts::NoWorld,
        gofix_pit::engine::Options::default(),
    );
    let texts: Vec<_> = outcome.changed.iter().collect();
    assert_eq!(texts.len(), 1);
    project.write("a.go", b"package changed\n");
    let error = gofix_pit::disk::write_all(&texts).unwrap_err().to_string();
    assert!(
        error.ends_with("a.go: the file changed while it was worked on; nothing was written"),
        "{error}"
    );
    assert_eq!(project.read("a.go"), "package changed\n");
    fs::remove_file(project.at("a.go")).unwrap();
    let error = gofix_pit::disk::write_all(&texts).unwrap_err().to_string();
    assert!(error.contains("no such file"), "{error}");
    assert!(!project.at("a.go").exists());
}

fn selection() -> gofix_pit::engine::Selection {
    let codemod = gofix_pit::codemod::Catalog::built_in()
        .get("sync-map-load-or-store")
        .unwrap();
    gofix_pit::engine::Selection::new(vec![gofix_pit::engine::Selected {
        codemod: std::sync::Arc::clone(codemod),
        params: std::collections::BTreeMap::new(),
        cap: None,
        skip: None,
    }])
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let project = Project::new(&[("a.go", RACE)]);
    let command = format!(
        "{} | true; exit ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_gofix-pit")
    );
    let status = Command::new("bash")
        .args(["-c", &command])
        .current_dir(project.path())
        .status()
        .unwrap();
    assert!(status.code().is_some_and(|code| code <= 1), "{status}");
}
