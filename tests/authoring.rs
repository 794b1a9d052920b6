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
