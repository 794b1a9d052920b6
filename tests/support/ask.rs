//! Questions about facts that the Go code itself asks: calls of `yes`, `no` and `may` say what has
//! to be known of their argument where they stand.

use std::sync::Arc;

use gofix_pit::facts::{At, InputFile, NoWorld, Package, Truth};
use gofix_pit::syntax::node::{self, Descend};

pub const HELPERS: [&str; 2] = [
    "
func yes(...any) bool { return true }
func no(...any) bool { return true }
func may(...any) bool { return true }
func one(...any) {}
",
    "",
];

pub fn package(files: &[&str]) -> Package<'static> {
    let files = files.iter().enumerate().map(|(index, text)| InputFile {
        path: format!("{index}.go").into(),
        text: Arc::from(format!("package p\n{text}{}", HELPERS[index.min(1)]).as_str()),
        editable: true,
    });
    Package::new(".", files.collect(), &NoWorld)
}

/// A call of one of the three: what has to be known, and its arguments.
pub struct Asked<'p> {
    pub expected: Truth,
    pub call: At<'p>,
    pub arguments: Vec<At<'p>>,
}

/// All calls of a function of the first file.
pub fn calls<'p>(package: &'p Package<'_>, name: &str) -> Vec<Asked<'p>> {
    let file = package.files().next().unwrap();
    let mut found = Vec::new();
    node::walk(package.source(file).unwrap().root(), &mut |node| {
        let function = node.child_by_field_name("function");
        if let Some(function) = function.filter(|_| node.kind() == "call_expression") {
            let called = package.text(At {
                file,
                node: function,
            });
            let expected = match called {
                "yes" => Truth::True,
                "no" => Truth::False,
                _ => Truth::Unknown,
            };
            let arguments = node.child_by_field_name("arguments").unwrap();
            let arguments = node::children(arguments).into_iter();
            if called == name {
                found.push(Asked {
                    expected,
                    call: At { file, node },
                    arguments: arguments.map(|node| At { file, node }).collect(),
                });
            }
        }
        Descend::Into
    });
    found
}

/// Asks at each `yes`, `no` and `may` of a text.
pub fn ask(files: &[&str], question: impl for<'p> Fn(&'p Package<'_>, &Asked<'p>) -> Truth) {
    let package = package(files);
    let (mut asked, mut wrong) = (0, Vec::new());
    for name in ["yes", "no", "may"] {
        for call in calls(&package, name) {
            asked += 1;
            let told = question(&package, &call);
            if told != call.expected {
                let text = package.text(call.call.with(call.call.node.parent().unwrap()));
                let ahead = &package.input(call.call.file).text[..call.call.node.start_byte()];
                let line = ahead.lines().next_back().unwrap();
                wrong.push(format!("{told:?}: {text} in {line}"));
            }
        }
    }
    assert!(asked > 0, "nothing is asked in {}", files[0]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
