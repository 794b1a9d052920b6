//! The catalogue loads, and every mistake of an author is told at its place.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use gofix_pit::codemod::{Catalog, Codemod, Origin, compile};
use gofix_pit::engine::{Shown, Verdict, run_example};

#[test]
fn every_embedded_codemod_compiles() {
    let catalog = Catalog::built_in();
    let complaints: Vec<String> = catalog
        .rejected()
        .iter()
        .flat_map(|bad| {
            bad.problems
                .iter()
                .map(|problem| problem.render(&bad.path, &bad.source))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(!catalog.codemods().is_empty());
}

#[test]
fn every_example_holds() {
    let mut failures = Vec::new();
    for codemod in Catalog::built_in().codemods() {
        for example in &codemod.examples {
            if let Verdict::Fails {
                reason,
                file,
                expected,
                got,
            } = run_example(codemod, example)
            {
                let diff = similar::TextDiff::from_lines(&expected, &got);
                let diff = diff.unified_diff().header("expected", "got").to_string();
                failures.push(format!(
                    "{}: {}: {file}: {reason}\n{diff}",
                    codemod.id, example.name
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} examples fail\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

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

/// The rendered problems of the sound codemod with one replacement.
fn problems(replace: &str, by: &str) -> String {
    assert!(
        SOUND.contains(replace),
        "{replace} is not in the sound codemod"
    );
    let source = SOUND.replacen(replace, by, 1);
    match compile(&source, Origin::File("x.toml".into()), "x", "local") {
        Ok(_) => "loads".to_owned(),
        Err(problems) => problems
            .iter()
            .map(|problem| problem.render("x.toml", &source))
            .collect(),
    }
}

#[test]
fn the_sound_codemod_loads() {
    assert_eq!(problems("a title", "another title"), "loads");
}

#[test]
fn mistakes_are_told_at_their_place() {
    let mistakes = [
        ("unknown key", "applicability =", "aplicability ="),
        ("unknown applicability", "\"safe\"", "\"sure\""),
        ("id is not kebab-case", "id = \"x\"", "id = \"X_y\""),
        ("id is not the file's name", "id = \"x\"", "id = \"y\""),
        ("unknown predicate", "#pure?", "#puer?"),
        ("too many arguments", "#pure? @a", "#pure? @a @f"),
        ("wrong kind of argument", "#pure? @a", "#pure? \"a\""),
        (
            "predicate outside of its pattern",
            " (#eq? @f \"old\") (#pure? @a))",
            ") (#pure? @a)",
        ),
        ("no @match", ") @match", ")"),
        ("unknown node", "call_expression", "cal_expression"),
        ("unknown field", "function:", "func:"),
        (
            "pattern that is never closed",
            "(#pure? @a))",
            "(#pure? @a)",
        ),
        ("unknown capture in a predicate", "#pure? @a", "#pure? @b"),
        ("unknown capture in the message", "@{f}", "@{g}"),
        ("unknown parameter", "new(@{a})\"", "new(@{params.limt})\""),
        ("unknown filter", "new(@{a})\"", "new(@{a|shout})\""),
        ("broken template", "new(@{a})\"", "new(@{a)\""),
        ("directive", "#pure? @a", "#set! a b"),
        ("optional capture in a template", "(_) @a)", "(_)? @a)"),
        (
            "every node",
            "(call_expression function: (identifier) @f arguments: (argument_list . (_) @a)) @match\n (#eq? @f \"old\") (#pure? @a)",
            "(_) @match @f @a",
        ),
        (
            "repeated wildcard",
            ". (_) @a)",
            "(identifier) @a (_)* @rest)",
        ),
        ("broken TOML", "title = ", "title "),
        (
            "both rewrite and edit",
            "[[example]]",
            "[[rule.edit]]\ndelete = \"match\"\n\n[[example]]",
        ),
        (
            "no changing example",
            "before = \"old(1)\"\nafter = \"new(1)\"",
            "unchanged = \"old(1)\"",
        ),
        (
            "no unchanged example",
            "unchanged = \"other(1)\"",
            "before = \"old(2)\"\nafter = \"new(2)\"",
        ),
        ("example without text", "unchanged = \"other(1)\"\n", ""),
        (
            "a default that the parameter cannot have",
            "default = \"3\"",
            "default = \"3\"\nmatches = '[a-z]+'",
        ),
        (
            "a pattern that is none",
            "default = \"3\"",
            "default = \"3\"\nmatches = '('",
        ),
        (
            "an example with a parameter that there is not",
            "before = \"old(1)\"",
            "params = { limt = \"x\" }\nbefore = \"old(1)\"",
        ),
        (
            "uses that are no query",
            "rewrite = \"new(@{a})\"",
            "[[rule.edit]]\nat_definition = \"a\"\nwith = \"x\"\nuses = \"used\"",
        ),
        (
            "uses of another verb",
            "rewrite = \"new(@{a})\"",
            "[[rule.edit]]\ndelete = \"a\"\nuses = \"used\"",
        ),
        (
            "uses that capture nothing of use",
            "rewrite = \"new(@{a})\"",
            "[rule.queries]\nused = '((call_expression) @c)'\n\n[[rule.edit]]\nat_definition = \"a\"\nwith = \"x\"\nuses = \"used\"",
        ),
    ];
    let mut page = String::new();
    for (name, replace, by) in mistakes {
        let told = problems(replace, by);
        assert_ne!(told, "loads", "{name}");
        let _ = writeln!(page, "## {name}\n{told}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("authors-mistakes", page));
}

/// What the examples of a codemod show, for reviewers: each as a diff.
fn shown(codemod: &Codemod) -> String {
    let mut page = String::new();
    for example in &codemod.examples {
        let expect = example
            .expect
            .as_ref()
            .map_or(String::new(), |it| format!(" ({it})"));
        let _ = writeln!(page, "## {}{expect}", example.name);
        let shown = Shown::of(example);
        for (name, after) in &shown.after {
            let before = shown.before.get(name).map_or("", String::as_str);
            if before != after {
                let diff = similar::TextDiff::from_lines(before, after);
                let _ = write!(page, "{}", diff.unified_diff().header(name, name));
            }
        }
        if shown.before == shown.after {
            page.push_str("left as it is\n");
        }
        page.push('\n');
    }
    page
}

#[test]
fn the_diff_of_every_example_is_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/codemods");
    let mut known = BTreeSet::new();
    insta::with_settings!({
        snapshot_path => &folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        for codemod in Catalog::built_in().codemods() {
            known.insert(format!("{}.snap", codemod.id));
            insta::assert_snapshot!(&*codemod.id, shown(codemod));
        }
    });
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            known.contains(&name),
            "snapshots/codemods/{name}: there is no such codemod"
        );
    }
}
