//! What files of one directory say holds for the builds that have them, whatever their layout; what
//! differs between builds, or cannot be read, is unknown. Each test is a way to be fooled.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/facts.rs"]
mod facts;

use facts::{Memory, callee_of, marked, nth, package, type_of};
use gofix_pit::facts::{Entity, Truth};

const LOCKED: &str =
    "package p\nimport \"sync\"\ntype T struct{ sync.Mutex }\nfunc f(t *T) { /*!*/t.TryLock() }\n";

/// What `t.TryLock()` calls, a promoted method, beside another file.
fn beside(name: &str, text: &str) -> Option<String> {
    callee_of(&package(&[("a.go", LOCKED), (name, text)]), "t.TryLock()")
}

#[test]
fn a_method_of_some_builds_only_leaves_the_promoted_one_in_doubt() {
    let method = "package p\nfunc (t *T) TryLock() int { return 1 }\n";
    assert_eq!(beside("b.go", method).unwrap(), "./p.T.TryLock");
    assert_eq!(beside("b_windows.go", method), None);
    assert_eq!(beside("b_test.go", method), None);
    let tagged = format!("//go:build fast\n\n{method}");
    assert_eq!(beside("b.go", &tagged), None);
    let script = format!("//go:build ignore\n\n{method}");
    assert_eq!(beside("b.go", &script).unwrap(), "sync.Mutex.TryLock");
    let all = [
        ("a.go", LOCKED),
        ("b.go", &format!("//go:build !windows\n\n{method}")),
        ("b_windows.go", method),
    ];
    let callee = callee_of(&package(&all), "t.TryLock()");
    assert_eq!(callee.unwrap(), "./p.T.TryLock", "each build has one");
}

#[test]
fn a_method_that_nothing_else_could_be_is_it() {
    let p = package(&[
        (
            "a.go",
            "package p\ntype T int\nfunc f(t T) { _ = /*!*/t.x(); _ = t }\n",
        ),
        ("b_linux.go", "package p\nfunc (T) x() int { return 1 }\n"),
    ]);
    assert_eq!(type_of(&p, "t.x()"), "int");
}

#[test]
fn an_import_is_not_what_another_build_declares() {
    let p = package(&[
        (
            "a_linux.go",
            "package p\nimport \"log\"\nfunc f() { log.Println() }\n",
        ),
        (
            "a_windows.go",
            "package p\nfunc log(s string) int { return 1 }\n",
        ),
    ]);
    assert_eq!(p.is_package(nth(&p, "log", 2), &["log"]), Truth::True);
    let p = package(&[
        (
            "a.go",
            "package p\nimport . \"strings\"\nvar x = ToUpper(\"\")\n",
        ),
        (
            "a_windows.go",
            "package p\nfunc ToUpper(s string) int { return 1 }\n",
        ),
    ]);
    assert_eq!(p.entity(nth(&p, "ToUpper", 1)), Entity::Unknown);
}

#[test]
fn what_is_predeclared_elsewhere_is_in_doubt_in_types_too() {
    let text =
        "package p\ntype T struct{ a any; b error }\nfunc f(t T) { _ = /*!*/t.a; _ = /*!*/t.b }\n";
    let old = "//go:build !go1.18\n\npackage p\ntype any = interface{}\n";
    let odd = "//go:build odd\n\npackage p\ntype error interface{ Code() int }\n";
    let p = package(&[("a.go", text), ("old.go", old), ("odd.go", odd)]);
    assert_eq!(type_of(&p, "t.b"), "unknown");
    assert_eq!(type_of(&p, "t.a"), "any", "the same either way");
}

#[test]
fn programs_beside_a_package_are_not_part_of_it() {
    let script = "//go:build ignore\n\npackage main\n\ntype D struct{ A string }\nfunc (D) Lock() int { return 1 }\nfunc New() string { return \"\" }\nfunc main() {}\n";
    let files = [
        (
            "dep.go",
            "package gox\ntype D struct{ M }\ntype M struct{}\nfunc (M) Lock() string { return \"\" }\nfunc New() *D { return nil }\n",
        ),
        ("zz_gen.go", script),
    ];
    let world = Memory::default().with("example.com/dep-go", &files);
    let p = world.package(&[(
        "a.go",
        "package m\nimport \"example.com/dep-go\"\nvar x = /*!*/gox.New().Lock()\n",
    )]);
    assert_eq!(type_of(&p, "gox.New().Lock()"), "string");
    let own = "package gox\ntype E struct{ D }\nfunc f(e E) { _ = /*!*/e.Lock() }\n";
    let p = world.package(&[("a.go", own), files[0], files[1]]);
    assert_eq!(callee_of(&p, "e.Lock()").unwrap(), "m.M.Lock");
}

#[test]
fn tests_of_a_package_are_another_one_by_their_file_and_clause() {
    let files = [
        (
            "c_test.go",
            "package p_test\nimport \"x_test\"\ntype T struct{ y string }\nvar a = /*!*/p.New()\nvar b = /*!*/T{}\nvar c = /*!*/p.Hook\n",
        ),
        (
            "a.go",
            "package p\ntype T struct{ x int }\nfunc New() T { return T{} }\n",
        ),
        ("b_test.go", "package p\nvar Hook = 1\n"),
    ];
    let world = Memory::default();
    let inputs = |files: &[(&str, &str)]| -> Vec<gofix_pit::facts::InputFile> {
        let p = world.package(files);
        p.files().map(|file| p.input(file).clone()).collect()
    };
    let p = gofix_pit::facts::Package::new("x_test", inputs(&files), &world);
    assert_eq!(type_of(&p, "p.New()"), "x_test.T");
    assert_eq!(type_of(&p, "T{}"), "x_test_test.T");
    assert_eq!(type_of(&p, "p.Hook"), "int");
}

#[test]
fn layout_hides_and_makes_no_declarations() {
    let odd = "package p\nfunc init() {\n\t}\n\tfunc (t *T) TryLock() int {\n\treturn 1\n}\n";
    assert_eq!(beside("b.go", odd).unwrap(), "./p.T.TryLock");
    let line = "package p\nfunc init() {}; func (t *T) TryLock() int { return 1 }\n";
    assert_eq!(beside("b.go", line).unwrap(), "./p.T.TryLock");
    let text = "package p\n\nfunc text() string {\n\treturn `{\n}\nfunc (t *T) TryLock() int {\n` + \"\"\n}\n";
    assert_eq!(beside("b.go", text).unwrap(), "sync.Mutex.TryLock");
    let quotes = "package p\nfunc init() {\n\t_ = '{'; _ = \"{\"; _ = '\\''; /* { */ // {\n}\nfunc (t *T) TryLock() int {\n\treturn 1\n}\n";
    assert_eq!(beside("b.go", quotes).unwrap(), "./p.T.TryLock");
}

#[test]
fn what_does_not_parse_may_declare_what_it_spells() {
    let broken = "package p\nfunc g() {\n\tif x {\n\t}\n\t}\n\tfunc (t *T) TryLock() int { return 1 }\n\tfunc len(x any) string { return \"\" }\n}\n";
    assert_eq!(beside("b.go", broken), None);
    let head = "package p\nfunc (t *T) TryLock( int {\n}\n";
    assert_eq!(beside("b.go", head), None);
    let body = "package p\nfunc g() {\n\tt.TryLock := = 1\n}\n";
    assert_eq!(beside("b.go", body).unwrap(), "sync.Mutex.TryLock");
    let p = package(&[
        (
            "a.go",
            "package p\nvar n = /*!*/len(\"\")\nvar m = /*!*/cap([]int{})\n",
        ),
        ("b.go", broken),
    ]);
    assert_eq!(type_of(&p, "len(\"\")"), "unknown");
    assert_eq!(type_of(&p, "cap([]int{})"), "int");
    let p = package(&[
        ("a.go", "package p\nfunc f(x T) { _ = /*!*/x; _ = x }\n"),
        (
            "b.go",
            "package p\ntype (\n\tT struct{ a int }\n\tU struct { , }\n)\n",
        ),
    ]);
    assert_eq!(p.has_type(marked(&p, "x"), &["int"]), Truth::Unknown);
}

#[test]
fn two_imports_that_may_have_one_name_are_told_apart_or_unknown() {
    let known = "package m\nimport (\n\t\"example.com/missing/errors\"\n\t\"errors\"\n)\nvar x = /*!*/errors.New(\"\")\n";
    let p = package(&[("a.go", known)]);
    assert_eq!(
        callee_of(&p, "errors.New(\"\")").unwrap(),
        "errors.New",
        "the other one is called otherwise"
    );
    let guessed = "package m\nimport (\n\t\"example.com/a/redis\"\n\t\"example.com/b/go-redis\"\n)\nvar x = /*!*/redis.New(\"\")\n";
    let p = package(&[("a.go", guessed)]);
    assert_eq!(callee_of(&p, "redis.New(\"\")"), None);
    let misnamed = "package m\nimport (\n\t\"example.com/a/redis\"\n\t\"example.com/redis/client\"\n)\nvar x = /*!*/redis.New(\"\")\n";
    let p = package(&[("a.go", misnamed)]);
    assert_eq!(callee_of(&p, "redis.New(\"\")"), None, "who is `client`?");
    let used = misnamed.replace("\n)\n", "\n)\nvar y = client.X\n");
    let p = package(&[("a.go", &used)]);
    assert_eq!(
        callee_of(&p, "redis.New(\"\")").unwrap(),
        "example.com/a/redis.New"
    );
    let predeclared = "package m\nimport \"example.com/go-len\"\nvar x = /*!*/len(\"\")\n";
    assert_eq!(
        type_of(&package(&[("a.go", predeclared)]), "len(\"\")"),
        "unknown"
    );
}
