//! Every Go file that gofmt accepts is understood, and whatever else comes is survived.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it could not test"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use gofix_pit::codemod::Catalog;
use gofix_pit::engine::{Fixes, Options, Outcome, Selected, Selection, run};
use gofix_pit::facts::{At, InputFile, NoWorld, Package};
use gofix_pit::syntax::{Node, Source, node};

fn parse(text: &str) -> Source {
    Source::parse(text).unwrap()
}

fn messages(source: &Source) -> Vec<String> {
    let lines = source.lines();
    let message = |e: &gofix_pit::syntax::SyntaxError| {
        let at = lines.position(e.offset);
        format!("{}:{}: {}", at.line, at.column, e.message)
    };
    source.syntax_errors().iter().map(message).collect()
}

/// Every codemod of the catalogue over one file.
fn run_all(text: &str) -> Outcome {
    let entries = Catalog::built_in()
        .codemods()
        .iter()
        .map(|codemod| Selected {
            codemod: Arc::clone(codemod),
            params: codemod
                .params
                .iter()
                .map(|(name, param)| (name.clone(), param.default.clone()))
                .collect(),
            cap: None,
            skip: None,
        });
    let file = InputFile {
        path: "a.go".into(),
        text: Arc::from(text),
        editable: true,
    };
    let options = Options {
        fixes: Fixes::Unsafe,
        near_misses: true,
    };
    let selection = Selection::new(entries.collect());
    run(Path::new("."), vec![file], &selection, &NoWorld, options)
}

fn all_nodes<'t>(source: &'t Source, kind: &str) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    node::walk(source.root(), &mut |node| {
        if node.kind() == kind {
            found.push(node);
        }
        node::Descend::Into
    });
    found
}

const NEW_OF_VALUES: &str = r#"package p

func f(x int, p *T, c chan int) {
	_ = new(1 + 2)
	_ = new("x")
	_ = new(g(x))
	_ = new(T{A: 1})
	_ = new([]int{1, 2})
	_ = new(-x)
	_ = new(!true)
	_ = new(<-c)
	_ = new(&x)
	_ = new(p.a.b)
	_ = new(x == 1)
	_ = new(func() int { return 1 }())
	_ = new(new(new(int)))
	_ = new(map[string]int{"new(": 1})
	_ = new(x.(int))
	_ = new(a[1:2])
	_ = new(a[i+1])
	_ = new(
		f(x), // why
	)
	_ = new /* c */ (1.5)
	_ = new(int)
	_ = new([]int)
	_ = new(func(int) string)
	_ = new(struct{ A int })
	_ = h(new(T), new(3))
}
"#;

#[test]
fn new_of_a_value_is_a_call_of_new() {
    let source = parse(NEW_OF_VALUES);
    assert_eq!(messages(&source), Vec::<String>::new());
    let functions = all_nodes(&source, "call_expression");
    let news = functions
        .iter()
        .filter_map(|call| call.child_by_field_name("function"))
        .filter(|function| source.slice(*function) == "new");
    // One stands in a string, another has a comment ahead of its parenthesis.
    assert_eq!(news.count(), NEW_OF_VALUES.matches("new(").count());
}

const GENERIC_METHODS: &str = "package p

type R[K comparable] struct{ k K }

type A[P any] = map[string]P

func (r R[K]) M[T any, U interface{ ~[]T }](x T, u U) (T, U) {
\tvar y T = x
\treturn y, u
}

func (r *R[K]) N[
\t// T is a type.
\tT any,
](x T) {
}

func (*R[K]) O[T ~int | ~string]() (_ T) { return }

func use(r R[int], fs []func()) {
\t_, _ = r.M[int, []int](1, nil)
\tr.N[int](1)
\tr.N(1)
\tg := r.O[int]
\t_ = g()
\tfs[0]()
}
";

#[test]
fn methods_may_have_type_parameters() {
    let source = parse(GENERIC_METHODS);
    assert_eq!(messages(&source), Vec::<String>::new());
    let methods = all_nodes(&source, "method_declaration");
    let parameters = |method: &Node<'_>| -> Vec<String> {
        let names = source.method_type_parameters(*method);
        names.map(|n| n.slice(source.text()).to_owned()).collect()
    };
    let found: Vec<_> = methods.iter().map(parameters).collect();
    assert_eq!(found, [vec!["T", "U"], vec!["T"], vec!["T"]]);
    assert_eq!(all_nodes(&source, "comment").len(), 1);
    assert!(source.slice(methods[0]).contains("M[T any, U"));
}

#[test]
fn the_pointer_of_new_points_to_the_type_of_its_value() {
    let text = "package p\n\ntype T struct{ a int8 }\n\ntype G[K any] struct{}\n\nfunc (g G[K]) M[S any](s S) S { return s }\n\nfunc f(x uint8, p *T, m []T, n map[string]int, g G[int]) {\n\tv := []any{new(1), new(\"s\"), new(x), new(T), new(T{}), new(p), new(*p), new(p.a), new(m[0]), new(n), new([]T), new(nil), new(float64(x)), g.M(x)}\n}\n";
    let file = InputFile {
        path: "a.go".into(),
        text: Arc::from(text),
        editable: true,
    };
    let package = Package::new(".", vec![file], &NoWorld);
    let file = package.files().next().unwrap();
    let source = package.source(file).unwrap();
    assert_eq!(messages(source), Vec::<String>::new());
    let list = all_nodes(source, "literal_value");
    let types: Vec<String> = node::children(list[0])
        .into_iter()
        .map(|element| node::children(element)[0])
        .map(|node| {
            format!(
                "{} {}",
                source.slice(node),
                package.type_of(At { file, node })
            )
        })
        .collect();
    let expected = [
        "new(1) *int",
        "new(\"s\") *string",
        "new(x) *uint8",
        "new(T) *./p.T",
        "new(T{}) *./p.T",
        "new(p) **./p.T",
        "new(*p) *./p.T",
        "new(p.a) unknown",
        "new(m[0]) *./p.T",
        "new(n) *map[string]int",
        "new([]T) *[]./p.T",
        "new(nil) unknown",
        "new(float64(x)) *float64",
        "g.M(x) unknown",
    ];
    assert_eq!(types, expected);
}

#[test]
fn a_broken_declaration_harms_no_other() {
    let broken = [
        "func b() {\n\tx := 1 + / 2\n}",
        "func b() {\n\tif x {\n\t\ty()\n}",
        "func b() {\n\ty()\n}\n}",
        "func b() {\n\tx := \"\n}",
        "func b() {\n\tx := `\n}`",
        "func b() (\n}",
        "type B struct {\n\tA int B\n}",
        "var b = [",
        "const b = )",
        "x := 1",
        "func b()\n{\n\ty()\n}",
        "func {\n}",
    ];
    for wrong in broken {
        let good = "func a() {\n\tg()\n}";
        let text = format!(
            "package p\n\nimport \"os\"\n\n{good}\n\n{wrong}\n\n{good}\n\n// c\nvar x = 1\n"
        );
        let source = parse(&text);
        let place = text.find(wrong).unwrap();
        assert!(!source.broken().is_empty(), "{wrong}");
        for span in source.broken() {
            let within = place <= span.start && span.end <= place + wrong.len();
            assert!(within, "{wrong}\n\n{:?}", span.slice(&text));
        }
        let functions = all_nodes(&source, "function_declaration");
        let sound = functions.iter().filter(|f| source.slice(**f) == good);
        assert_eq!(sound.count(), 2, "{wrong}");
        assert!(!all_nodes(&source, "var_declaration").is_empty(), "{wrong}");
    }
}

#[test]
fn the_reason_and_the_place_are_told() {
    let text = "package p\n\nfunc a() {\n\tf(1,\n}\n\nfunc b() {\n\tdefer f()\n\tif x {\n}\n\nfunc c() {}\n";
    let expected = [
        "4:6: syntax error: missing `)`",
        "10:2: syntax error: missing `}`",
    ];
    assert_eq!(messages(&parse(text)), expected);
}

#[test]
fn a_run_tells_what_it_leaves_alone() {
    let text = "package p\n\nimport \"sync\"\n\nfunc a(m *sync.Map) {\n\tfor {\n\t\tif _, ok := m.Load(1); !ok {\n\t\t\tm.Store(1, 2)\n\t\t}\n\t\tf(1,\n\t}\n}\n\nfunc b() {}\n";
    let outcome = run_all(text);
    let told: Vec<_> = outcome
        .errors
        .iter()
        .map(|e| (e.message.as_str(), e.fatal))
        .collect();
    let expected = "10:7: syntax error: missing `)`; the declaration at line 5 is left alone";
    assert_eq!(told, [(expected, false)]);
}

/// Deep nesting of every kind: what is repeated before and behind, and what stands around.
const DEEP: [(&str, &str, &str); 18] = [
    ("x := @1@", "(", ")"),
    ("@@", "{\n", "}\n"),
    ("x := @y@", "!", ""),
    ("x := @y@", "- ", ""),
    ("x := @y@", "y + ", ""),
    ("x := @y@", "<-", ""),
    ("var x @y@", "*", ""),
    ("x := @int{}@", "[]", ""),
    ("x @@", ".a()", ""),
    ("if a {}@@", " else if a {}", ""),
    ("@@", "func() {", "}()"),
    ("x := @1@", "new(", ")"),
    ("x := @1@", "new(func() int { return ", "}())"),
    ("x := @y@", "a[b](", ")"),
    ("var x @int@", "map[a]", ""),
    ("var x @int@", "struct{ a ", "}"),
    ("x := @1@", "T{", "}"),
    ("@x()@", "a: ", ""),
];

fn deep(shape: (&str, &str, &str), levels: usize, closed: bool) -> String {
    let (around, open, close) = shape;
    let close = if closed { close } else { "" };
    let parts: Vec<&str> = around.split('@').collect();
    let inner = format!(
        "{}{}{}{}{}",
        parts[0],
        open.repeat(levels),
        parts[1],
        close.repeat(levels),
        parts[2]
    );
    format!(
        "package p\n\nimport (\n\t\"os\"\n\t\"sync\"\n)\n\nfunc a() {{\n\tgood()\n}}\n\nfunc deep(name string) {{\n\tfor {{\n\t\tf, err := os.Open(name)\n\t\tif err != nil {{\n\t\t\treturn\n\t\t}}\n\t\tdefer f.Close()\n\t\t{inner}\n\t}}\n}}\n\nfunc b(m *sync.Map) {{\n\tfor {{\n\t\tdefer good()\n\t}}\n}}\n"
    )
}

#[test]
fn deep_nesting_is_set_aside() {
    for shape in DEEP {
        for closed in [true, false] {
            let text = deep(shape, 10_000, closed);
            let source = parse(&text);
            let deep = text.find("func deep").unwrap()..text.find("\n\nfunc b").unwrap();
            assert!(!source.broken().is_empty(), "{shape:?}");
            for span in source.broken() {
                assert!(
                    deep.start <= span.start && span.end <= deep.end,
                    "{shape:?}"
                );
            }
            if closed {
                assert!(
                    messages(&source)[0].contains("nested too deeply"),
                    "{shape:?}: {:?}",
                    messages(&source)
                );
            }
            assert_eq!(
                all_nodes(&source, "function_declaration").len(),
                3,
                "{shape:?}"
            );
        }
        let outcome = run_all(&deep(shape, 10_000, true));
        assert!(
            outcome.errors.iter().all(|e| !e.fatal),
            "{:?}",
            outcome.errors
        );
    }
}

/// Nothing overflows the stack of an ordinary thread on what is just not too deep.
#[test]
fn nesting_within_the_limit_is_walked() {
    for shape in DEEP {
        // Each level takes a few nodes: one of these is about as deep as it may be.
        for levels in [190, 970] {
            let outcome = run_all(&deep(shape, levels, true));
            assert!(
                outcome.errors.iter().all(|e| !e.fatal),
                "{:?}",
                outcome.errors
            );
        }
    }
}

#[test]
fn odd_files_are_read_as_they_are() {
    let file = "package p\n\nfunc f() {\n\tg()\n}\n";
    let odd = [
        String::new(),
        "\n".to_owned(),
        "// only a comment".to_owned(),
        "/* only\na comment */\n".to_owned(),
        "package p".to_owned(),
        format!("\u{feff}{file}"),
        file.replace('\n', "\r\n"),
        file.trim_end().to_owned(),
        format!("\u{feff}{}", file.replace('\n', "\r\n").trim_end()),
        file.replace("g()", "new(1)").replace('\n', "\r\n"),
    ];
    for text in odd {
        let source = parse(&text);
        assert_eq!(messages(&source), Vec::<String>::new(), "{text:?}");
        assert_eq!(source.text(), text);
        if text.contains("func") {
            let body = all_nodes(&source, "function_declaration")[0];
            assert!(source.slice(body).starts_with("func f() {"), "{text:?}");
        }
        assert!(run_all(&text).errors.is_empty(), "{text:?}");
    }
    let source = parse("package p\n\nfunc f() {\n\tg(\0)\n}\n\nfunc g() {}\n");
    assert!(source.broken().len() <= 1);
    assert_eq!(all_nodes(&source, "function_declaration").len(), 2);
    parse(&"\0".repeat(10_000));
}

/// Time grows with the size: a file of many megabytes is read in seconds, errors or not.
#[test]
fn a_large_file_takes_no_more_than_its_share() {
    let lines = |line: &str, kilobytes: usize| {
        let mut text = "package p\n\n".to_owned();
        for number in 0..kilobytes * 1_000 / line.len() {
            let _ = write!(text, "{}", line.replace('#', &number.to_string()));
        }
        text
    };
    for line in [
        "func f#() { x := g(1, \"s\"); _ = x }\n",
        "func f#() { x := 1 + / }\n",
        "func f#() { x := new(1) }\n",
        "func (r R) f#[T any]() {}\n",
        "}}}} func f# (\n",
    ] {
        let small = lines(line, 200);
        let begin = std::time::Instant::now();
        parse(&small);
        let unit = begin.elapsed();
        let large = lines(line, 1600);
        let begin = std::time::Instant::now();
        parse(&large);
        let factor = begin.elapsed().as_secs_f64() / unit.as_secs_f64();
        assert!(
            factor < 24.0,
            "{line}: 8 times the size took {factor:.1} times as long ({unit:?})"
        );
    }
}

/// What gofmt accepts and no person writes: an anonymous interface as a method expression's
/// receiver, a blank label ahead of a brace, and errors that only the type checker finds.
const KNOWN_GAPS: [&str; 25] = [
    "bug002.go",
    "bug003.go",
    "bug004.go",
    "bug123.go",
    "bug280.go",
    "bug287.go",
    "bug340.go",
    "bug358.go",
    "const2.go",
    "ddd1.go",
    "issue11614.go",
    "issue15055.go",
    "issue16428.go",
    "issue20233.go",
    "issue20245.go",
    "issue24470.go",
    "issue38125.go",
    "issue4452.go",
    "issue4470.go",
    "issue51521.go",
    "issue52278.go",
    "issue70175.go",
    "method7.go",
    "used.go",
    "method4.dir",
];

#[test]
fn every_file_of_the_standard_library_parses() {
    let Some(root) = go_root() else {
        return;
    };
    let mut bad = BTreeSet::new();
    let mut seen = 0;
    // Where Go is required, as on the build server, all files; elsewhere some.
    let required = std::env::var_os("GOFIX_PIT_REQUIRE_GO").is_some_and(|set| set == "1");
    let part = if required { 1 } else { 5 };
    let mut number = 0..;
    let mut folders = vec![root.join("src"), root.join("test")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name();
            if entry.file_type().unwrap().is_dir() {
                if name != "testdata" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ext| ext == "go")
                && number.next().is_some_and(|number| number % part == 0)
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                seen += 1;
                let source = parse(&text);
                if !source.broken().is_empty() {
                    bad.insert(path);
                }
            }
        }
    }
    let is_known = |path: &&PathBuf| {
        !KNOWN_GAPS
            .iter()
            .any(|gap| path.components().any(|part| part.as_os_str() == *gap))
    };
    let accepted: Vec<&PathBuf> = bad
        .iter()
        .filter(is_known)
        .filter(|p| gofmt_accepts(p))
        .collect();
    eprintln!("{seen} files parsed, {} of them set aside", bad.len());
    assert_eq!(accepted, Vec::<&PathBuf>::new());
}

fn gofmt_accepts(path: &Path) -> bool {
    let output = Command::new("gofmt").arg("-e").arg(path).output();
    output.is_ok_and(|output| output.status.success())
}

/// The Go installation, or a loud line that there is none.
fn go_root() -> Option<PathBuf> {
    let output = Command::new("go").args(["env", "GOROOT"]).output();
    let root = output.ok().filter(|output| output.status.success());
    if root.is_none() {
        let required = std::env::var_os("GOFIX_PIT_REQUIRE_GO").is_some_and(|set| set == "1");
        assert!(!required, "there is no go, and GOFIX_PIT_REQUIRE_GO=1");
        eprintln!("SKIPPED (needs Go): the standard library");
    }
    let root = String::from_utf8(root?.stdout).unwrap();
    Some(root.trim().into())
}
