//! Names mean what Go says they mean, or are unknown. Each test is a way to be fooled.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/facts.rs"]
mod facts;

use facts::{nth, package};
use gofix_pit::facts::{At, Entity, Package, Truth};

/// Whether the use is bound to the n-th occurrence of the same word.
fn bound_to(package: &Package<'_>, word: &str, r#use: usize, declaration: usize) -> bool {
    package.refers_to(nth(package, word, r#use), nth(package, word, declaration)) == Truth::True
}

#[test]
fn a_declaration_is_visible_from_behind_its_statement_on() {
    let p = package(&[(
        "a.go",
        "package p\nfunc f(x int) {\n\tif x := x; x > 0 {\n\t\tx := x\n\t\t_ = x\n\t}\n\t_ = x\n}\n",
    )]);
    assert!(
        bound_to(&p, "x", 3, 1),
        "the initialiser sees the parameter"
    );
    assert!(bound_to(&p, "x", 4, 2), "the condition sees the new one");
    assert!(bound_to(&p, "x", 6, 2));
    assert!(bound_to(&p, "x", 7, 5));
    assert!(bound_to(&p, "x", 8, 1), "the if's own name ends with it");
}

#[test]
fn define_reuses_names_of_its_own_scope_and_parameters() {
    let p = package(&[(
        "a.go",
        "package p\nfunc f(err error) {\n\ta, err := g()\n\tb, err := g()\n\t_, _, _ = a, b, err\n}\n",
    )]);
    assert!(bound_to(&p, "err", 2, 1));
    assert!(bound_to(&p, "err", 3, 1));
    assert!(bound_to(&p, "err", 4, 1));
}

#[test]
fn an_import_can_be_shadowed_at_every_level() {
    let text = "package p\nimport \"net/http\"\nfunc f(r *http.Request) {\n\thttp.Get(\"\")\n\thttp := 1\n\t_ = http\n}\nfunc g(http int) { _ = http }\n";
    let p = package(&[("a.go", text)]);
    let is = |n| p.is_package(nth(&p, "http", n), &["net/http"]);
    assert_eq!(is(2), Truth::True, "in a type");
    assert_eq!(is(3), Truth::True);
    assert_eq!(is(5), Truth::False, "shadowed by a local");
    assert_eq!(is(7), Truth::False, "shadowed by a parameter");
    let shadowed = package(&[("a.go", text), ("b.go", "package p\nvar http = 1\n")]);
    assert_eq!(
        shadowed.is_package(nth(&shadowed, "http", 3), &["net/http"]),
        Truth::False
    );
    let other = package(&[
        ("a.go", text),
        ("b_test.go", "package p_test\nvar http = 1\n"),
    ]);
    assert_eq!(
        other.is_package(nth(&other, "http", 3), &["net/http"]),
        Truth::True
    );
}

#[test]
fn aliases_versions_and_dot_imports() {
    let text = "package p\nimport (\n\tweb \"net/http\"\n\t\"github.com/redis/go-redis/v9\"\n\t. \"fmt\"\n)\nvar _ = web.Get\nvar _ = redis.Nil\nvar _ = Println\nvar _ = len\n";
    let p = package(&[("a.go", text)]);
    assert_eq!(p.is_package(nth(&p, "web", 2), &["net/http"]), Truth::True);
    let redis = nth(&p, "redis", 3);
    assert_eq!(
        p.is_package(redis, &["github.com/redis/go-redis/*"]),
        Truth::True
    );
    assert_eq!(
        p.entity(nth(&p, "Println", 1)),
        Entity::Imported("fmt".into(), "Println".into())
    );
    assert_eq!(
        p.entity(nth(&p, "len", 1)),
        Entity::Universe("len".into()),
        "no dot import can declare what is not exported"
    );
    let p = package(&[(
        "a.go",
        "package p\nimport . \"example.com/unseen\"\nvar _ = Println\n",
    )]);
    assert_eq!(p.entity(nth(&p, "Println", 1)), Entity::Unknown);
}

#[test]
fn a_shadowed_builtin_is_not_predeclared() {
    let p = package(&[("a.go", "package p\nfunc f(len int) { _ = len; _ = cap }\n")]);
    assert!(bound_to(&p, "len", 2, 1));
    assert_eq!(p.entity(nth(&p, "cap", 1)), Entity::Universe("cap".into()));
}

#[test]
fn variants_by_build_tag_are_unknown_from_elsewhere() {
    let variants = [
        ("a.go", "package p\nvar _ = limit\n"),
        ("b_linux.go", "package p\nconst limit = 1\n"),
        ("b_windows.go", "package p\nvar limit = 2\n"),
    ];
    let p = package(&variants);
    assert_eq!(p.entity(nth(&p, "limit", 1)), Entity::Unknown);
}

#[test]
fn clauses_labels_and_type_switches_have_their_own_scopes() {
    let text = "package p\nfunc f(x any, c chan int) {\nL:\n\tfor i := range 3 {\n\t\tselect {\n\t\tcase v := <-c:\n\t\t\t_ = v\n\t\tdefault:\n\t\t\tv := i\n\t\t\t_ = v\n\t\t}\n\t\tcontinue L\n\t}\n\tswitch y := x.(type) {\n\tcase int:\n\t\t_ = y\n\t}\n}\n";
    let p = package(&[("a.go", text)]);
    assert!(bound_to(&p, "v", 2, 1));
    assert!(bound_to(&p, "v", 4, 3));
    assert!(bound_to(&p, "i", 2, 1));
    assert!(bound_to(&p, "L", 2, 1));
    assert!(bound_to(&p, "y", 2, 1));
}

#[test]
fn a_clause_of_a_type_switch_has_its_own_variable() {
    let text = "package p\nfunc f(v any) {\n\tswitch x := v.(type) {\n\tcase error:\n\t\tx, y := g()\n\t\t_, _ = x, y\n\tcase int:\n\t\tfunc() { _ = x }()\n\tdefault:\n\t\t{\n\t\t\tx := x\n\t\t\t_ = x\n\t\t}\n\t}\n}\n";
    let p = package(&[("a.go", text)]);
    for r#use in [2, 3, 4, 6] {
        assert!(bound_to(&p, "x", r#use, 1), "{use}");
    }
    assert!(bound_to(&p, "x", 7, 5));
    let file = p.files().next().unwrap();
    let root = p.source(file).unwrap().root();
    assert!(p.redeclared(At { file, node: root }).is_empty());
    let twice = "package p\nfunc f(v any) {\n\tswitch x := v.(type) {\n\tcase int, string:\n\t\tx := 1\n\t\t_ = x\n\t}\n}\n";
    let p = package(&[("a.go", twice)]);
    let file = p.files().next().unwrap();
    let root = p.source(file).unwrap().root();
    assert_eq!(
        p.redeclared(At { file, node: root }).len(),
        1,
        "Go refuses it"
    );
    let outer = "package p\ntype x int\nfunc f(v any) {\n\tswitch x := v.(type) {\n\tcase x, []x:\n\t\t_ = x\n\t}\n}\n";
    let p = package(&[("a.go", outer)]);
    assert!(bound_to(&p, "x", 3, 1), "the types stand outside");
    assert!(bound_to(&p, "x", 4, 1));
    assert!(bound_to(&p, "x", 5, 2));
    let two = "package p\nfunc f(v any) {\n\tswitch x := v.(type) {\n\tcase int:\n\t\tg(x, x)\n\tcase bool:\n\t\tg(x)\n\t}\n}\n";
    let p = package(&[("a.go", two)]);
    assert!(bound_to(&p, "x", 3, 2));
    assert!(!bound_to(&p, "x", 4, 2), "each clause has its own");
    let x = |n| nth(&p, "x", n);
    assert_eq!(p.is_same(x(2), x(3)), Truth::True);
    assert_eq!(p.is_same(x(2), x(4)), Truth::False);
    assert_eq!(p.means_same(x(2), x(3)), Truth::True);
    assert_eq!(p.means_same(x(2), x(4)), Truth::False);
}

#[test]
fn many_names_in_a_row_are_names() {
    let text = "package p\nvar log int\nfunc f(log, b, c, d, e, f, g, h, i, j, k int) (r, s, t, u, v, w, x, y, z, a string) {\n\t_ = log\n\t_ = f\n\tr = s\n\treturn\n}\n";
    let p = package(&[("a.go", text)]);
    assert!(bound_to(&p, "log", 3, 2));
    assert!(bound_to(&p, "f", 3, 2), "and not to the function");
    assert!(bound_to(&p, "r", 2, 1));
}

#[test]
fn type_parameters_are_visible_in_their_list_and_not_in_the_receivers_type() {
    let text = "package p\ntype E struct{}\nfunc f[S ~[]E, E any](s S) {}\ntype T[T any] struct{ v T }\nfunc (t T[T]) m() T { return t.v }\ntype A[E any] = []E\nvar x E\n";
    let p = package(&[("a.go", text)]);
    assert!(bound_to(&p, "E", 2, 3));
    assert!(bound_to(&p, "E", 5, 4));
    assert!(bound_to(&p, "E", 6, 1));
    assert!(bound_to(&p, "T", 3, 2));
    assert!(bound_to(&p, "T", 4, 1));
    assert!(bound_to(&p, "T", 6, 5));
}

#[test]
fn one_name_is_the_same_thing_wherever_it_is_declared() {
    let text = "package p\nimport (\n\t\"fmt\"\n\t. \"strings\"\n)\nfunc f() {\n\tfmt.Print(ToUpper(\"\"), len(\"\"), nil)\n\tfmt.Print(ToUpper(\"\"), len(\"\"), nil)\n\t{\n\t\tlen := 1\n\t\t_ = len\n\t}\n}\n";
    let p = package(&[("a.go", text)]);
    for (word, first) in [("fmt", 2), ("ToUpper", 1), ("len", 1), ("nil", 1)] {
        assert!(bound_to(&p, word, first, first + 1), "{word}");
    }
    assert_eq!(
        p.refers_to(nth(&p, "len", 1), nth(&p, "len", 3)),
        Truth::False
    );
    assert_eq!(p.refers_to(nth(&p, "_", 1), nth(&p, "_", 1)), Truth::False);
    assert_eq!(p.entity(nth(&p, "p", 1)), Entity::Unknown, "of the clause");
}

#[test]
fn keys_of_literals_are_not_taken_for_variables() {
    let p = package(&[(
        "a.go",
        "package p\ntype T struct{ a int }\nfunc f(a int) T { return T{a: a} }\n",
    )]);
    assert_eq!(p.entity(nth(&p, "a", 3)), Entity::Unknown);
    assert!(bound_to(&p, "a", 4, 2));
}

#[test]
fn unused_and_undefined_names_are_told() {
    let text = "package p\nfunc f() {\n\ta := 1\n\tb := 2\n\tb = 3\n\tc := 4\n\tc++\n\t_ = d\nL:\n\tfor {\n\t}\n}\n";
    let p = package(&[("a.go", text)]);
    let file = p.files().next().unwrap();
    let root = At {
        file,
        node: p.source(file).unwrap().root(),
    };
    let names = |found: Vec<At<'_>>| -> Vec<String> {
        found.into_iter().map(|at| p.text(at).to_owned()).collect()
    };
    assert_eq!(names(p.undefined(root)), ["d"]);
    assert_eq!(names(p.unused(root)), ["a", "b", "L"]);
}

#[test]
fn a_name_used_below_is_taken() {
    let text = "package p\nvar ctx int\nfunc f() {\n\tg()\n\t_ = ctx\n}\nfunc h() { g() }\n";
    let p = package(&[("a.go", text)]);
    assert!(p.is_taken("ctx", nth(&p, "g", 1)));
    assert!(p.is_taken("len", nth(&p, "g", 1)));
    assert!(!p.is_taken("cancel", nth(&p, "g", 1)));
}
