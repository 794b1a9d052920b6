//! The command line as those meet it who write codemods.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use project::Project;

/// A codemod without examples.
const BARE: &str = "id = \"x\"\ntitle = \"old is gone\"\napplicability = \"safe\"\n\n[[rule]]\nmessage = \"old is gone\"\nquery = '((call_expression function: (identifier) @f) @match (#eq? @f \"old\"))'\n";

#[test]
fn a_codemod_named_by_another_is_known_or_stands_beside_it() {
    let after = |id: &str| format!("after = [\"ioutil\", \"{id}\"]\n{BARE}");
    let project = Project::new(&[
        ("a.go", "package a\n"),
        ("x.toml", &after("iotuil")),
        ("mods/one/x.toml", &after("y")),
        ("mods/two/y.toml", &BARE.replace("\"x\"", "\"y\"")),
        ("more/x.toml", &after("yy")),
    ]);
    let place = "x.toml:1:20: there is no codemod `iotuil`\n";
    for args in [&["-c", "x.toml"][..], &["test", "x.toml"]] {
        let ran = project.run(args);
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.contains(place), "{}", ran.err);
        assert!(ran.err.contains("did you mean `ioutil`?"), "{}", ran.err);
    }
    for args in [
        &["-c", "mods/one/x.toml"][..],
        &["--codemods", "mods"],
        &["--codemods", "mods", "-c", "mods/one/x.toml"],
    ] {
        let ran = project.run(args);
        assert_eq!(ran.status, 0, "{args:?}: {}", ran.err);
    }
    let ran = project.run(&["--codemods", "more"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("more/x.toml:1:20: "), "{}", ran.err);
}

/// A codemod with an example of each form.
const EXAMPLES: &str = r#"
rewrite = "new(1)"

[[example]]
name = "an expression"
before = "old()"
after = "new(1)"

[[example]]
name = "statements"
before = '''
x := 1
if x > 0 {
	old()
}
'''
after = '''
x := 1
if x > 0 {
	new(1)
}
'''
files = { "more.go" = "package p\n" }

[[example]]
name = "another function"
unchanged = '''
func f() {
	other()
}
'''
"#;

#[test]
fn an_example_that_does_not_hold_has_its_place() {
    for (replace, by, place, said) in [
        (
            "after = \"new(1)\"",
            "after = \"new(2)\"",
            "14:10",
            "new(2)\"",
        ),
        ("\tnew(1)\n", "\tnew(2)\n", "27:2", "\tnew(2)"),
        ("\tother()", "\told()", "36:2", "\told()"),
        ("before = \"old()\"", "before = \"ol()\"", "13:1", "^^^^^^"),
        (
            "before = \"old()\"",
            "before = \"old(\"",
            "13:14",
            "does not parse",
        ),
        (
            "x := 1\nif x > 0 {\n\told()",
            "x := 1\nif x > 0 {\n\told())",
            "21:7",
            "does not parse",
        ),
        ("\tnew(1)\n", "\tnew(1)))\n", "27:8", "does not parse"),
        ("\tother()\n}", "\tother()\n}}", "37:2", "does not parse"),
        (
            "package p\\n",
            "package p\\n\\nfunc {",
            "30:37",
            "does not parse",
        ),
        (
            "unchanged = '''\nfunc f() {\n\tother()",
            "expect = \"safe\"\nunchanged = '''\nfunc f() {\n\tother()",
            "34:1",
            "expected safe, found none",
        ),
    ] {
        let sound = format!("{BARE}{EXAMPLES}");
        assert!(sound.contains(replace), "{replace}");
        let project = Project::new(&[
            ("x.toml", &sound.replacen(replace, by, 1)),
            ("a.go", "package a\n"),
        ]);
        let ran = project.run(&["test", "x.toml"]);
        assert_eq!(ran.status, 1, "{by}: {}{}", ran.out, ran.err);
        let first = format!("x.toml:{place}: the example \"");
        assert!(ran.out.starts_with(&first), "{place}: {}", ran.out);
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
        assert!(
            ran.out.contains(" | ") && ran.out.contains('^'),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("FAIL x: 1 of 3 examples\n"), "{}", ran.out);
        assert!(
            ran.out.ends_with("2 examples hold, 1 fails\n"),
            "{}",
            ran.out
        );
        let run = project.run(&["-c", "x.toml"]);
        assert_eq!(run.status, 2, "{by}: {}", run.err);
        assert!(run.err.contains(&first), "{place}: {}", run.err);
    }
}

/// Go text with so many calls of `old`, each on a line of its own.
fn calls(count: usize) -> String {
    let calls = "\told()\n".repeat(count);
    format!("package a\n\nfunc old() {{}}\n\nfunc f() {{\n{calls}}}\n")
}

#[test]
fn a_codemod_that_matches_what_it_writes_is_named_and_not_applied() {
    let edit = "[[rule.edit]]\nbefore = \"match\"\ninsert = \"old()\"\n";
    let other = "id = \"y\"\ntitle = \"t\"\napplicability = \"safe\"\n\n[[rule]]\nmessage = \"m\"\nquery = '((call_expression function: (identifier) @f) @match (#eq? @f \"older\"))'\nrewrite = \"oldest()\"\n";
    let there = "id = \"z\"\ntitle = \"t\"\napplicability = \"safe\"\n\n[[rule]]\nmessage = \"m\"\nquery = '((call_expression function: (identifier) @f) @match (#eq? @f \"ping\"))'\nrewrite = \"pong()\"\n";
    let back = there
        .replace("\"z\"", "\"w\"")
        .replace("ping", "p")
        .replace("pong", "ping")
        .replace("\"p\"", "\"pong\"");
    let more = calls(18).replacen("\told()", "\tolder()\n\tping()\n\told()", 1)
        + "\nfunc older() {}\n\nfunc oldest() {}\n\nfunc ping() {}\n\nfunc pong() {}\n";
    let project = Project::new(&[
        ("one/a.go", &calls(1)),
        ("many/a.go", &calls(18)),
        ("more/a.go", &more),
        ("x.toml", &format!("{BARE}\n{edit}")),
        (
            "rewrite/x.toml",
            &format!("{BARE}\nrewrite = \"old(@{{match}})\"\n"),
        ),
        ("y.toml", other),
        ("z.toml", there),
        ("w.toml", &back),
    ]);
    for codemod in ["x.toml", "rewrite/x.toml"] {
        for (folder, count) in [("one", 1), ("many", 18)] {
            let ran = project.run(&["-c", codemod, folder, "--write"]);
            assert_eq!(ran.status, 2, "{}", ran.err);
            let error = format!(
                "error: {folder}/a.go: x: its fixes lead to new findings without end; none of them is applied\n"
            );
            assert!(ran.err.starts_with(&error), "{}", ran.err);
            assert_eq!(ran.err.matches("without end").count(), 1, "{}", ran.err);
            assert_eq!(ran.out.lines().count(), count, "{}", ran.out);
            assert!(!ran.out.contains(" in round "), "{}", ran.out);
            assert_eq!(project.read(&format!("{folder}/a.go")), calls(count));
        }
    }
    // Those that have no part in it are applied.
    let ran = project.run(&[
        "-c", "x.toml", "-c", "y.toml", "-c", "z.toml", "-c", "w.toml", "more", "--write",
    ]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("w, x, z: their fixes"), "{}", ran.err);
    assert_eq!(
        project.read("more/a.go"),
        more.replace("\tolder()", "\toldest()")
    );
}

#[test]
fn a_query_with_too_many_ways_to_match_ends_soon_and_is_told() {
    let query =
        "((statement_list (expression_statement (_)) @a (expression_statement (_)) @b) @match)";
    let named = "((source_file) @match (#contains? file pairs))'\nqueries = { pairs = '((statement_list (expression_statement (_)) @_a (expression_statement (_)) @_b) @_c)' }";
    let codemod = |query: &str| {
        format!(
            "id = \"x\"\ntitle = \"t\"\napplicability = \"suggest\"\n\n[[rule]]\nmessage = \"m\"\nquery = '{query}"
        )
    };
    let project = Project::new(&[
        ("few/a.go", &calls(100)),
        ("many/a.go", &calls(3000)),
        ("x.toml", &format!("{}'\n", codemod(query))),
        ("named/x.toml", &format!("{}\n", codemod(named))),
    ]);
    // Each pair is a match of the same place: none of them is meant.
    let few = project.run(&["-c", "x.toml", "few", "--near-misses", "--format", "text"]);
    assert_eq!((few.status, few.out.lines().count()), (0, 1), "{}", few.err);
    assert!(few.out.contains("near miss: one match"), "{}", few.out);
    for (toml, said) in [
        (
            "x.toml",
            "warning: many/a.go: x: its query has too many ways to match here",
        ),
        (
            "named/x.toml",
            "warning: many/a.go: x: a named query has too many ways to match here",
        ),
    ] {
        let since = std::time::Instant::now();
        let many = project.run(&["-c", toml, "many"]);
        assert!(since.elapsed().as_secs() < 60, "{:?}", since.elapsed());
        assert_eq!((many.status, &*many.out), (0, ""), "{}", many.err);
        assert!(many.err.contains(said), "{}", many.err);
    }
}

#[test]
fn folders_of_codemods_are_read_to_the_bottom() {
    let mod_of = |id: &str| format!("{}{EXAMPLES}", BARE.replace("\"x\"", &format!("\"{id}\"")));
    let project = Project::new(&[
        ("a.go", &calls(1)),
        ("mods/top.toml", &mod_of("top")),
        ("mods/http/side.toml", &mod_of("side")),
        ("mods/team/grpc/deep.toml", &mod_of("deep")),
        ("mods/gofix-pit.toml", "codemods = [\".\"]\n"),
        ("mods/.git/config.toml", "[core]\n"),
        ("empty/sub/readme.md", "nothing\n"),
    ]);
    std::os::unix::fs::symlink(project.at("mods"), project.at("mods/http/up")).unwrap();
    let ran = project.run(&["test", "mods"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    for id in ["top", "side", "deep"] {
        assert!(
            ran.out.contains(&format!("ok   {id}: 3 examples\n")),
            "{}",
            ran.out
        );
    }
    assert!(
        ran.out.ends_with("9 examples hold, 0 fail\n"),
        "{}",
        ran.out
    );
    let listed = project.run(&["list", "--codemods", "mods"]).out;
    let category = |id: &str| {
        let mut lines = listed
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.find(|words| words[0] == id).unwrap()[1].to_owned()
    };
    assert_eq!(category("top"), "local");
    assert_eq!(category("side"), "http");
    assert_eq!(category("deep"), "grpc");
    for args in [&["test", "empty"][..], &["--codemods", "empty"]] {
        let ran = project.run(args);
        assert_eq!((ran.status, &*ran.out), (2, ""), "{}", ran.err);
        assert_eq!(ran.err, "gofix-pit: empty: there is no codemod in it\n");
    }
}

#[test]
fn matches_have_a_place_whether_or_not_anything_is_captured() {
    let project = Project::new(&[("a.go", &calls(1)), ("go.mod", "module m\n")]);
    for query in [
        "(call_expression)",
        "[(call_expression) (go_statement)]",
        "((call_expression) (#not-file? \"b.go\"))",
        "(call_expression function: (identifier))",
        "((expression_statement) . (comment)?)",
    ] {
        let ran = project.run(&["query", query, "a.go"]);
        assert!(
            ran.out.starts_with("a.go:6:2: pattern 1\n"),
            "{query}: {}{}",
            ran.out,
            ran.err
        );
        assert!(
            ran.out.contains("    @match 6:2 old()\n"),
            "{query}: {}",
            ran.out
        );
    }
    let own = project.run(&["query", "(call_expression) @call", "a.go"]);
    assert!(!own.out.contains("@match"), "{}", own.out);
    let tree = project.run(&["tree", "go.mod"]);
    assert_eq!((tree.status, &*tree.out), (2, ""));
    assert_eq!(tree.err, "gofix-pit: go.mod: not a .go file\n");
}
