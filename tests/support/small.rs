//! Small codemods of one rule, each with examples of what it does.

use std::sync::Arc;

use gofix_pit::codemod::{Origin, compile};
use gofix_pit::engine::{Verdict, run_example};

/// What the examples mention and do not declare.
const DECLARED: &str = "package p\n\nvar old, done bool\n\ntype T struct{ A, B, C int }\n\nfunc both() {}\n\nfunc after(any) {}\n\nfunc end() {}\n\nfunc g(...int) int { return 0 }\n\nfunc new() {}\n";

/// A codemod of this one rule holds its examples.
pub fn holds(rule: &str) {
    let mut parts = rule.split("[[example]]");
    let mut source = "id = \"x\"\ntitle = \"x\"\napplicability = \"safe\"\n".to_owned();
    source.push_str(parts.next().unwrap_or_default());
    for example in parts {
        source.extend(["[[example]]", example]);
        source.extend([
            "\n[example.files]\n\"declared.go\" = '''\n",
            DECLARED,
            "'''\n",
        ]);
    }
    let codemod = compile(&source, Origin::File("x.toml".into()), "x", "local");
    let codemod = codemod.map_err(|problems| {
        let told = problems
            .iter()
            .map(|problem| problem.render("x.toml", &source));
        told.collect::<String>()
    });
    let codemod = codemod.expect("the codemod loads");
    let codemod = Arc::new(codemod);
    assert!(!codemod.examples.is_empty());
    for example in &codemod.examples {
        let verdict = run_example(&codemod, example);
        assert_eq!(verdict, Verdict::Holds, "{}", example.name);
    }
}
