//! Selectors, method sets and the identity of types are what Go says they are, or unknown. Each test
//! is a way to be fooled.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/facts.rs"]
mod facts;

use facts::{Memory, callee_of, marked, package, type_of};
use gofix_pit::facts::Truth;

#[test]
fn what_is_not_exported_is_each_packages_own() {
    let base = "package base\ntype Base struct { mu int; name string; deep }\ntype deep struct { Shown int }\nfunc (*Base) reset() int { return 1 }\nfunc (*Base) Reset() bool { return true }\n";
    let world = Memory::default().with("base", &[("a.go", base)]);
    let own = "package m\nimport (\n\t\"base\"\n\t\"sync\"\n)\ntype inner struct { mu sync.Mutex; name []byte }\nfunc (*inner) reset() string { return \"\" }\ntype wrap struct{ inner }\ntype outer struct { base.Base; wrap }\nfunc f(o *outer) { _ = /*!*/o.mu; _ = /*!*/o.name; _ = /*!*/o.reset(); _ = /*!*/o.Reset(); _ = /*!*/o.Shown }\n";
    let p = world.package(&[("a.go", own)]);
    for (spelled, of) in [
        ("o.mu", "sync.Mutex"),
        ("o.name", "[]uint8"),
        ("o.reset()", "string"),
        ("o.Reset()", "bool"),
        ("o.Shown", "int"),
    ] {
        assert_eq!(type_of(&p, spelled), of, "{spelled}");
    }
    let text = "package p\nimport \"sync\"\ntype core struct{ w int }\nfunc (core) lockSlow() int { return 1 }\ntype T struct { sync.Mutex; *core2 }\ntype core2 struct{ core }\nfunc f(t T) { _ = /*!*/t.lockSlow() }\n";
    let p = package(&[("a.go", text)]);
    assert_eq!(
        type_of(&p, "t.lockSlow()"),
        "int",
        "of the standard library, too"
    );
}

#[test]
fn methods_may_be_declared_on_another_name_of_their_type() {
    let text = "package p\nimport \"sync\"\ntype Map struct{ sync.Map }\ntype second = third\ntype third = Map\ntype by = *Map\nfunc (m *second) Load(k any) int { return 1 }\nfunc (m by) Clear() int { return 1 }\nfunc f(m Map) { /*!*/m.Load(1); /*!*/m.Clear() }\n";
    let p = package(&[("a.go", text)]);
    assert_eq!(callee_of(&p, "m.Load(1)").unwrap(), "./p.Map.Load");
    assert_eq!(callee_of(&p, "m.Clear()").unwrap(), "./p.Map.Clear");
    let p = package(&[
        (
            "a.go",
            "package p\nimport \"sync\"\ntype A struct{ sync.Map }\ntype B struct{ sync.Map }\nfunc (*C) Load() int { return 1 }\nfunc f(a A, b B) { /*!*/a.Load(1); b.Load(1) }\n",
        ),
        ("b_linux.go", "package p\ntype C = A\n"),
        ("b_windows.go", "package p\ntype C = B\n"),
    ]);
    assert_eq!(
        callee_of(&p, "a.Load(1)"),
        None,
        "another type's on another platform"
    );
}

#[test]
fn an_interface_has_its_methods_at_one_depth() {
    let text = "package p\nimport \"io\"\ntype deep struct{ inner }\ntype inner struct{}\nfunc (inner) Close() string { return \"\" }\ntype T struct { io.ReadWriteCloser; deep }\ntype E error\ntype R io.ReadCloser\nfunc f(t T, e E, r R) { /*!*/t.Close(); /*!*/e.Error(); /*!*/r.Close() }\n";
    let p = package(&[("a.go", text)]);
    assert_eq!(callee_of(&p, "t.Close()").unwrap(), "io.Closer.Close");
    assert_eq!(callee_of(&p, "e.Error()").unwrap(), "error.Error");
    assert_eq!(callee_of(&p, "r.Close()").unwrap(), "io.Closer.Close");
}

/// Whether marked variables implement interfaces.
fn implement(text: &str, asked: &[(&str, &str, Truth)]) {
    let p = package(&[("a.go", text)]);
    for (name, interface, expected) in asked {
        let truth = p.implements(marked(&p, name), interface);
        assert_eq!(truth, *expected, "{name}: {interface}");
    }
}

#[test]
fn method_sets_are_those_of_the_type() {
    use Truth::{False, True, Unknown};
    implement(
        "package p\nimport (\n\t\"bytes\"\n\t\"io\"\n\t\"os\"\n)\ntype A struct{}\nfunc (A) Close() error { return nil }\ntype P struct{}\nfunc (*P) Close() error { return nil }\ntype D struct { B; C }\ntype B struct{ A }\ntype C struct{ A }\ntype W struct{ P }\ntype V struct{ *P }\ntype E error\ntype F struct{ *os.File }\nfunc f() {\n\tvar value A; var pointer *A; var pair **A; var other P; var double *D; var wrapped W; var outer *W; var inner V\n\tvar closer io.Closer; var far *io.Closer; var own E; var err *error; var file F; var buf bytes.Buffer\n\t_, _, _, _ = /*!*/value, /*!*/pointer, /*!*/pair, /*!*/other\n\t_, _, _, _ = /*!*/double, /*!*/wrapped, /*!*/outer, /*!*/inner\n\t_, _, _, _ = /*!*/closer, /*!*/far, /*!*/own, /*!*/err\n\t_, _ = /*!*/file, /*!*/buf\n}\n",
        &[
            ("value", "io.Closer", True),
            ("pointer", "io.Closer", True),
            ("pair", "io.Closer", False),
            ("other", "io.Closer", False),
            ("double", "io.Closer", Unknown),
            ("wrapped", "io.Closer", False),
            ("outer", "io.Closer", True),
            ("inner", "io.Closer", True),
            ("closer", "io.Closer", True),
            ("far", "io.Closer", False),
            ("own", "error", True),
            ("err", "error", False),
            ("file", "io.ReadWriteCloser", True),
            ("buf", "io.Writer", False),
            ("buf", "io.Closer", False),
        ],
    );
}

#[test]
fn methods_are_the_same_if_their_types_are_identical() {
    use Truth::{False, True, Unknown};
    let world = Memory::default().with(
        "lib",
        &[("a.go", "package lib\ntype S interface { M(struct{ A, B int }) }\ntype T interface { M(struct{ A int `x:\"\"` }) }\ntype U interface { M(interface{ Close() error }) }\ntype V interface { M(struct{ a int }) }\ntype Sealed interface { seal() }\n")],
    );
    let of = |param: &str, interface: &str| {
        let text = format!(
            "package m\nimport \"io\"\ntype T struct{{}}\nfunc (T) M({param}) {{}}\nfunc (T) seal() {{}}\nvar _ io.Reader\nfunc f(t T) {{ _ = /*!*/t }}\n"
        );
        let p = world.package(&[("a.go", &text)]);
        p.implements(marked(&p, "t"), interface)
    };
    assert_eq!(of("struct{ A int; B int }", "lib.S"), True);
    assert_eq!(of("struct{ B, A int }", "lib.S"), False, "order");
    assert_eq!(of("struct{ A int `x:\"\"` }", "lib.T"), True);
    assert_eq!(of("struct{ A int \"x:\\\"\\\"\" }", "lib.T"), True);
    assert_eq!(of("struct{ A int }", "lib.T"), False, "tags");
    assert_eq!(of("interface{ Close() error }", "lib.U"), True);
    assert_eq!(
        of("interface{ io.Closer }", "lib.U"),
        Unknown,
        "spelled otherwise"
    );
    assert_eq!(of("struct{ a int }", "lib.V"), False, "another package's a");
    assert_eq!(of("", "lib.Sealed"), False, "another package's seal");
}

#[test]
fn a_method_of_some_builds_is_not_known_to_be_there() {
    let p = package(&[
        (
            "a.go",
            "package p\ntype T struct{}\nfunc f(t T) { _ = /*!*/t }\n",
        ),
        (
            "b_linux.go",
            "package p\nfunc (T) Close() error { return nil }\n",
        ),
    ]);
    assert_eq!(p.implements(marked(&p, "t"), "io.Closer"), Truth::Unknown);
}

#[test]
fn an_ast_node_of_ones_own_is_none() {
    implement(
        "package p\nimport (\n\t\"go/ast\"\n\t\"go/token\"\n)\ntype own struct{}\nfunc (*own) Pos() token.Pos { return 0 }\nfunc (*own) End() token.Pos { return 0 }\nfunc (*own) exprNode() {}\ntype has struct{ *ast.Ident }\nfunc f(x *own, y *ast.Ident, z has) { _, _, _ = /*!*/x, /*!*/y, /*!*/z }\n",
        &[
            ("x", "go/ast.Node", Truth::True),
            ("x", "go/ast.Expr", Truth::False),
            ("y", "go/ast.Expr", Truth::True),
            ("z", "go/ast.Expr", Truth::True),
        ],
    );
}

#[test]
fn a_declared_pointer_has_fields_and_no_methods() {
    let text = "package p\ntype E struct{ X int }\nfunc (E) M() int { return 1 }\ntype P *E\nfunc f(p P) { _ = /*!*/p.X; _ = /*!*/p.M }\n";
    let p = package(&[("a.go", text)]);
    assert_eq!(type_of(&p, "p.X"), "int");
    assert_eq!(type_of(&p, "p.M"), "unknown");
}

#[test]
fn the_name_of_a_type_parameter_or_local_type_is_no_types_name() {
    let text = "package p\nfunc f[error any](a []error, m map[string]error, g func(error) int, pp *[]error) error {\n\t_, _, _, _ = /*!*/a, /*!*/m, /*!*/g, /*!*/pp\n\tpanic(0)\n}\n";
    let p = package(&[("a.go", text)]);
    for (name, wanted) in [
        ("a", "[]error"),
        ("m", "map[string]error"),
        ("g", "func(error) int"),
        ("pp", "*[]error"),
    ] {
        assert_eq!(
            p.has_type(marked(&p, name), &[wanted]),
            Truth::False,
            "{name}"
        );
    }
    assert_eq!(p.returns(marked(&p, "a"), &["error"]), Truth::False);
    let text = "package p\nfunc f() {\n\ttype error interface{ Foo() }\n\t_ = func() error { _ = /*!*/1; return nil }\n\t_ = func() []error { _ = /*!*/2; return nil }\n}\n";
    let p = package(&[("a.go", text)]);
    assert_eq!(p.returns(marked(&p, "1"), &["error"]), Truth::False);
    assert_eq!(p.returns(marked(&p, "2"), &["[]error"]), Truth::False);
}

#[test]
fn types_may_be_asked_for_by_their_other_names() {
    let text = "package p\nimport \"os\"\nfunc f(i os.FileInfo, e *os.PathError, b []byte, m map[string]interface{}, c chan struct{}, u func(rune) (int, error)) {\n\t_, _, _, _, _, _ = /*!*/i, /*!*/e, /*!*/b, /*!*/m, /*!*/c, /*!*/u\n\t/*!*/i.Name()\n}\n";
    let p = package(&[("a.go", text)]);
    for (name, wanted) in [
        ("i", "os.FileInfo"),
        ("i", "io/fs.FileInfo"),
        ("e", "*os.PathError"),
        ("b", "[]byte"),
        ("m", "map[string]interface{}"),
        ("c", "chan struct{}"),
        ("u", "func(rune) (int, error)"),
    ] {
        assert_eq!(
            p.has_type(marked(&p, name), &[wanted]),
            Truth::True,
            "{wanted}"
        );
    }
    let call = marked(&p, "i.Name()");
    assert_eq!(p.calls(call, &["os.FileInfo.Name"]), Truth::True);
    assert_eq!(p.calls(call, &["os.DirEntry.Name"]), Truth::False);
}
