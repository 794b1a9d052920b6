//! The catalogue loads, and its examples hold.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use gofix_pit::codemod::{Catalog, Codemod, Origin, Rule};
use gofix_pit::engine::{Shown, Verdict, run_example};

/// Those in the binary are trusted at run time: here each is checked as an author's would be.
#[test]
fn every_embedded_codemod_compiles() {
    let mut catalog = Catalog::default();
    for codemod in Catalog::built_in().codemods() {
        let path = format!("codemods/{}/{}.toml", codemod.category, codemod.id);
        let source = std::fs::read_to_string(&path).expect("the codemod's file");
        let origin = Origin::File(path.clone().into());
        catalog.add(&path, &source, origin, &codemod.id, &codemod.category);
    }
    let rejected = catalog.rejected().iter();
    let complaints: Vec<String> = rejected
        .chain(Catalog::built_in().rejected())
        .flat_map(|bad| {
            bad.problems
                .iter()
                .map(|problem| problem.render(&bad.path, &bad.source))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(!catalog.codemods().is_empty());
    for (trusted, checked) in Catalog::built_in()
        .codemods()
        .iter()
        .zip(catalog.codemods())
    {
        for (trusted, checked) in trusted.rules.iter().zip(&checked.rules) {
            let queries = |rule: &Rule| -> Vec<Vec<String>> {
                let all = [&rule.query].into_iter().chain(rule.queries.values());
                all.map(|query| query.pattern.query().expect("a query"))
                    .map(|query| {
                        query
                            .capture_names()
                            .iter()
                            .map(|n| (*n).to_owned())
                            .collect()
                    })
                    .collect()
            };
            assert_eq!(queries(trusted), queries(checked));
        }
    }
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
                ..
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

#[test]
fn codemods_name_others_that_there_are() {
    let catalog = Catalog::built_in();
    for codemod in catalog.codemods() {
        let unknown = codemod.unknown_others(&[catalog], |_| false);
        assert!(unknown.is_empty(), "{}: {unknown:?}", codemod.id);
    }
}
