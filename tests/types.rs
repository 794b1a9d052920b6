//! Types and callees are what Go says they are, or unknown. Each test is a way to be fooled; that
//! nothing else fools us is what tests/oracle finds out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/facts.rs"]
mod facts;

use facts::{callee_of, marked, package, type_of};
use gofix_pit::facts::{Truth, Type};

fn of(text: &str, spelled: &str) -> String {
    type_of(&package(&[("a.go", text)]), spelled)
}

fn callee(text: &str, spelled: &str) -> Option<String> {
    callee_of(&package(&[("a.go", text)]), spelled)
}

#[test]
fn a_shadowed_import_lends_no_types() {
    let text = "package p\nimport \"os\"\ntype o struct{}\nfunc (o) Getpid() string { return \"\" }\nfunc f(os o) { _ = /*!*/os.Getpid() }\n";
    assert_eq!(of(text, "os.Getpid()"), "string");
    assert_eq!(callee(text, "os.Getpid()").unwrap(), "./p.o.Getpid");
}

#[test]
fn a_shadowed_builtin_gives_what_its_declaration_says() {
    let text = "package p\nfunc len(x any) string { return \"\" }\nvar n = /*!*/len(1)\n";
    assert_eq!(of(text, "len(1)"), "string");
    let text = "package p\nfunc f() {\n\ttype error struct{ x int }\n\tvar e error\n\t_ = /*!*/e.x\n\t_ = e\n}\n";
    assert_eq!(of(text, "e.x"), "int");
    let text = "package p\nfunc f(nil string, iota []byte) { _ = /*!*/nil; _ = iota }\n";
    assert_eq!(of(text, "nil"), "string");
}

#[test]
fn a_builtin_that_another_build_shadows_is_unknown() {
    let p = package(&[
        ("a.go", "package p\nvar n = /*!*/min(1, 2)\n"),
        (
            "a_windows.go",
            "package p\nfunc min(a, b int) string { return \"\" }\n",
        ),
    ]);
    assert_eq!(p.type_of(marked(&p, "min(1, 2)")), Type::Unknown);
}

#[test]
fn the_same_method_name_on_another_type_is_another_method() {
    let text = "package p\nimport \"sync\"\ntype m struct{}\nfunc (m) Load(k any) (any, bool) { return nil, false }\nfunc f(a m, b *sync.Map) { /*!*/a.Load(1); b.Load(1) }\n";
    assert_eq!(callee(text, "a.Load(1)").unwrap(), "./p.m.Load");
}

#[test]
fn a_local_type_is_not_the_one_of_the_same_name() {
    let text = "package p\ntype T struct{ a string }\nfunc f() {\n\ttype T struct{ a int }\n\tvar x T\n\t_ = /*!*/x.a\n}\n";
    assert_eq!(of(text, "x.a"), "int");
    let p = package(&[(
        "a.go",
        "package p\ntype T struct{}\nfunc f() {\n\ttype T struct{}\n\tvar x T\n\t_ = /*!*/x\n}\n",
    )]);
    assert_eq!(p.has_type(marked(&p, "x"), &["./p.T"]), Truth::False);
}

#[test]
fn variants_that_differ_are_unknown_and_those_that_agree_are_not() {
    let p = package(&[
        (
            "a.go",
            "package p\nvar a = /*!*/size()\nvar b = /*!*/name()\nfunc f(x file) { _ = /*!*/x.fd; _ = /*!*/x.id; _ = /*!*/x.mode }\n",
        ),
        (
            "b_linux.go",
            "package p\nfunc size() int { return 1 }\nfunc name() string { return \"\" }\ntype file struct { fd int; id int; mode int }\n",
        ),
        (
            "b_windows.go",
            "package p\nfunc size() int64 { return 1 }\nfunc name() string { return \"\" }\ntype file struct { fd uintptr; id int }\nfunc (file) mode() int { return 0 }\n",
        ),
    ]);
    let of = |spelled: &str| p.type_of(marked(&p, spelled)).to_string();
    assert_eq!(of("size()"), "unknown");
    assert_eq!(of("name()"), "string");
    assert_eq!(of("x.fd"), "unknown");
    assert_eq!(of("x.id"), "int");
    assert_eq!(of("x.mode"), "unknown", "a field here, a method there");
}

#[test]
fn what_cgo_makes_is_unknown() {
    let text = "package p\n// int f();\nimport \"C\"\nvar x = /*!*/C.f()\n";
    assert_eq!(of(text, "C.f()"), "unknown");
}

#[test]
fn type_arguments_are_given_or_follow_or_are_unknown() {
    let head = "package p\ntype L[T any] struct{ v T }\nfunc (l *L[E]) Get() E { return l.v }\nfunc Of[T any](a, b T) T { return a }\nfunc At[S ~[]E, E any](s S) E { return s[0] }\nfunc Make[T any]() (t T) { return }\ntype ints []int\n";
    let of = |body: &str, spelled: &str| of(&format!("{head}{body}"), spelled);
    assert_eq!(
        of("func f(l *L[string]) { _ = /*!*/l.Get() }", "l.Get()"),
        "string"
    );
    assert_eq!(of("var x = /*!*/Of(1, 2.5)", "Of(1, 2.5)"), "float64");
    assert_eq!(
        of("func f(x int8) { _ = /*!*/Of(1, x) }", "Of(1, x)"),
        "int8"
    );
    assert_eq!(of("var x = /*!*/At(ints{})", "At(ints{})"), "int");
    assert_eq!(of("var x = /*!*/Make[bool]()", "Make[bool]()"), "bool");
    assert_eq!(of("var x int = /*!*/Make()", "Make()"), "unknown");
    assert_eq!(
        of("func f[T any](x T) { _ = /*!*/x }", "x"),
        "T",
        "a type parameter is known by its name only"
    );
}

#[test]
fn a_method_hides_the_one_it_embeds() {
    let text = "package p\nimport \"sync\"\ntype m struct{ sync.Map }\nfunc (m) Load(k int) int { return k }\nfunc f(x m) { /*!*/x.Load(1); /*!*/x.Store(1, 2) }\n";
    assert_eq!(callee(text, "x.Load(1)").unwrap(), "./p.m.Load");
    assert_eq!(callee(text, "x.Store(1, 2)").unwrap(), "sync.Map.Store");
    assert_eq!(of(text, "x.Load(1)"), "int");
    let text = "package p\nimport \"sync\"\ntype m struct{ sync.Map; sync.WaitGroup; n }\ntype n struct{ sync.Pool }\nfunc f(x *m) { /*!*/x.Get() }\n";
    assert_eq!(callee(text, "x.Get()").unwrap(), "sync.Pool.Get");
}

#[test]
fn two_embedded_methods_of_one_name_are_none() {
    let text = "package p\nimport \"sync\"\ntype m struct{ sync.Mutex; sync.RWMutex }\nfunc f(x *m) { /*!*/x.Lock() }\n";
    assert_eq!(callee(text, "x.Lock()"), None);
}

#[test]
fn aliases_are_followed_to_the_end() {
    let text = "package p\nimport web \"net/http\"\ntype (\n\tA = B\n\tB = *C\n\tC = web.Client\n)\nvar x A\nvar y = /*!*/x\n";
    assert_eq!(of(text, "x"), "*net/http.Client");
}

#[test]
fn what_is_declared_by_itself_is_unknown() {
    let text = "package p\ntype A = B\ntype B = A\nvar x A\nvar y = /*!*/x\n";
    assert_eq!(of(text, "x"), "unknown");
    let text = "package p\nvar a = b\nvar b = a\nvar c = /*!*/a\n";
    assert_eq!(of(text, "a"), "unknown");
    let text = "package p\ntype T struct{ T }\nfunc f(t T) { _ = /*!*/t.x }\n";
    assert_eq!(of(text, "t.x"), "unknown");
    let text = "package p\nconst n = m\nconst m = n\nvar a [n]int\nvar b = /*!*/a\n";
    assert_eq!(of(text, "a"), "unknown");
}

#[test]
fn a_broken_sibling_takes_only_itself_along() {
    let p = package(&[
        (
            "a.go",
            "package p\nvar a = /*!*/fine()\nvar b = /*!*/odd()\n",
        ),
        (
            "b.go",
            "package p\nfunc fine() string { return \"\" }\nfunc odd( int {\n",
        ),
    ]);
    assert_eq!(p.type_of(marked(&p, "fine()")).to_string(), "string");
    assert_eq!(p.type_of(marked(&p, "odd()")), Type::Unknown);
}

#[test]
fn a_star_before_a_conversion_reads_through_it() {
    let text =
        "package p\nimport \"unsafe\"\nfunc f(p unsafe.Pointer) { _ = /*!*/*(*[4]byte)(p) }\n";
    assert_eq!(of(text, "*(*[4]byte)(p)"), "[4]uint8");
}

#[test]
fn several_values_go_into_a_generic_call() {
    let text = "package p\nfunc two() (int, error) { return 0, nil }\nfunc first[T any](x T, err error) T { return x }\nvar x = /*!*/first(two())\n";
    assert_eq!(of(text, "first(two())"), "int");
}

#[test]
fn elements_and_keys_of_literals_have_types() {
    let text = "package p\ntype T struct{ n []int8 }\nvar x = map[string][]*T{\"\": {{n: nil}, /*!*/{}}}\n";
    assert_eq!(of(text, "{}"), "*./p.T");
    let text = "package p\nconst k = 2\nvar x = [...]string{k: \"\", \"\"}\nvar y = /*!*/x\n";
    assert_eq!(of(text, "x"), "[4]string");
}

#[test]
fn the_parameters_of_an_alias_are_its_own() {
    let text = "package p\ntype Set[T comparable] = map[T]E\ntype Pair[error any] = []error\ntype T struct{ X int }\ntype E struct{ Y string }\nfunc f(t T, s Set[string], e error, p Pair[T]) {\n\ttype Local[Q any] = []Q\n\tvar l Local[int]\n\t_ = /*!*/t.X; _ = /*!*/s[\"\"]; _ = /*!*/e; _ = /*!*/p[0]; _ = /*!*/l\n}\n";
    for (spelled, wanted) in [
        ("t.X", "int"),
        ("s[\"\"]", "./p.E"),
        ("e", "error"),
        ("p[0]", "./p.T"),
        ("l", "[]int"),
    ] {
        assert_eq!(of(text, spelled), wanted, "{spelled}");
    }
}

#[test]
fn new_of_what_looks_like_a_type_is_that_of_its_value() {
    let text = "package p\nfunc f(v *int, m map[string]int8) {\n\t_ = /*!*/new((*v)); _ = /*!*/new(*v); _ = /*!*/new((*int)); _ = /*!*/new((m[\"\"]))\n}\n";
    assert_eq!(of(text, "new((*v))"), "*int");
    assert_eq!(of(text, "new(*v)"), "*int");
    assert_eq!(of(text, "new((*int))"), "**int");
    assert_eq!(of(text, "new((m[\"\"]))"), "*int8");
}

#[test]
fn a_method_of_a_type_literal_disturbs_nothing() {
    let text = "package p\ntype A struct{}\nfunc (A) Close() error { return nil }\nfunc f() int {\n\tg := struct{ A }.Close\n\tx := 1\n\t_ = g\n\treturn /*!*/x\n}\n";
    let p = package(&[("a.go", text)]);
    let file = p.files().next().unwrap();
    assert!(p.source(file).unwrap().broken().is_empty());
    assert_eq!(type_of(&p, "x"), "int");
}

#[test]
fn a_call_of_an_element_is_neither_a_conversion_nor_has_it_a_second_value() {
    let text = "package p\nimport (\n\t\"example.com/unknown\"\n\t\"net/http\"\n\t\"sync/atomic\"\n)\nvar m map[string]func(int) (int8, error)\nfunc f(k string, ch chan int) {\n\ta, b := unknown.All[k](1)\n\tc, d := m[k](1)\n\te, g := m[k]\n\t_, _, _ = /*!*/b, /*!*/d, /*!*/g\n\t_, _, _, _ = a, c, e, ch\n\t/*!*/unknown.Funcs[k](1)\n\t/*!*/http.Funcs[k](1)\n\t_ = /*!*/atomic.Pointer[int](x)\n}\n";
    assert_eq!(of(text, "b"), "unknown");
    assert_eq!(of(text, "d"), "error");
    assert_eq!(of(text, "g"), "bool");
    assert_eq!(callee(text, "unknown.Funcs[k](1)"), None);
    assert_eq!(callee(text, "http.Funcs[k](1)"), None);
    let generic = callee(text, "atomic.Pointer[int](x)").unwrap();
    assert_eq!(generic, "sync/atomic.Pointer");
}

#[test]
fn an_unsafe_pointer_is_basic() {
    let text = "package p\nimport \"unsafe\"\ntype T unsafe.Pointer\nfunc f(p unsafe.Pointer, t T) { _, _ = /*!*/p, /*!*/t }\n";
    let p = package(&[("a.go", text)]);
    for name in ["p", "t"] {
        assert_eq!(p.has_kind(marked(&p, name), &["basic"]), Truth::True);
        assert_eq!(p.has_kind(marked(&p, name), &["pointer"]), Truth::False);
    }
}

/// Two hundred files, of which one has a match, in less time than anyone notices.
#[test]
#[cfg_attr(debug_assertions, ignore = "a matter of optimised builds")]
fn facts_for_two_hundred_files_take_no_time() {
    let body = "\tx, err := f0(n)\n\tif err != nil {\n\t\treturn nil, fmt.Errorf(\"at %d: %w\", n, err)\n\t}\n\tx.count += n\n".repeat(20);
    let files: Vec<(String, String)> = (0..200)
        .map(|n| {
            let functions = format!(
                "type t{n} struct{{ next *t{n}; count int }}\n\nfunc (t *t{n}) step() *t{n} {{\n\treturn t.next\n}}\n\nfunc f{n}(n int) (*t0, error) {{\n{body}\treturn nil, nil\n}}\n"
            );
            (format!("f{n}.go"), format!("package p\n\nimport \"fmt\"\n\n{functions}"))
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let main = "package p\n\nfunc g(x *t150) {\n\ty, err := f199(1)\n\t_, _ = /*!*/y, err\n\t_ = /*!*/x.step().count\n}\n";
    let mut all = vec![("a.go", main)];
    all.extend(files);
    let once = || {
        let p = package(&all);
        let before = std::time::Instant::now();
        assert_eq!(type_of(&p, "y"), "*./p.t0");
        assert_eq!(type_of(&p, "x.step().count"), "int");
        before.elapsed()
    };
    // The machine may be busy with something else, now and then.
    let took = (0..10).map(|_| once()).min().unwrap_or_default();
    assert!(took.as_millis() < 50, "facts took {took:?}");
}

#[test]
fn a_long_list_has_names_too() {
    let head = "package p\ntype log int\ntype k string\n";
    let of = |text: &str, spelled: &str| of(&format!("{head}{text}"), spelled);
    let many = "log, b, c, d, e, f, g, h, i, j, k *log";
    assert_eq!(
        of(&format!("func run({many}) {{ _ = /*!*/log }}"), "log"),
        "*./p.log"
    );
    assert_eq!(
        of(
            &format!("var _ = func({many}, x ...k) {{ _ = /*!*/b; _ = /*!*/x }}"),
            "b"
        ),
        "*./p.log"
    );
    assert_eq!(
        of(
            &format!("func (m k) run() ({many}) {{ /*!*/log = nil; return }}"),
            "log"
        ),
        "*./p.log"
    );
    assert_eq!(
        of(
            "var x interface{ M(a1, b, c, d, e, f, g, h, i, j, l int, n k) }\nvar _ = /*!*/x.M",
            "x.M"
        ),
        "func(int, int, int, int, int, int, int, int, int, int, int, ./p.k)"
    );
    assert_eq!(
        of(
            "func t(log, k, int, int, int, int, int, int, int, int, int, bool) {}\nvar _ = /*!*/t",
            "t"
        ),
        "func(./p.log, ./p.k, int, int, int, int, int, int, int, int, int, bool)",
        "a list of types only"
    );
}

#[test]
fn an_arrow_belongs_to_the_leftmost_channel() {
    for (written, told) in [
        ("chan<- chan int", "chan<- chan int"),
        ("chan <- chan <- chan int", "chan<- chan<- chan int"),
        ("chan (<-chan int)", "chan (<-chan int)"),
        ("chan<- <-chan int", "chan<- <-chan int"),
        ("<-chan <-chan int", "<-chan <-chan int"),
        ("chan chan<- int", "chan chan<- int"),
        ("<-chan chan <-chan int", "<-chan chan<- chan int"),
        ("[]chan<- chan int", "[]chan<- chan int"),
    ] {
        let text = format!("package p\nvar x {written}\nvar _ = /*!*/x\n");
        assert_eq!(of(&text, "x"), told, "{written}");
    }
}

#[test]
fn a_constant_is_no_more_than_its_constraint_leaves_open() {
    let head = "package p\nimport \"cmp\"\ntype My int\ntype Float interface { ~float32 | ~float64 }\ntype One interface { My }\nfunc A[T float64](t T) T { return t }\nfunc B[T interface{ My }](t T) T { return t }\nfunc C[T One](t T) T { return t }\nfunc D[T int|float64](t ...T) T { return t[0] }\nfunc E[T cmp.Ordered](t T) T { return t }\nfunc G[S ~[]E, E any](e E, s S) E { return e }\nfunc H[T any](t T) T { return t }\nfunc two() ([]string, string) { return nil, \"\" }\n";
    for (value, told) in [
        ("A(0)", "unknown"),
        ("B(0)", "unknown"),
        ("C(0)", "unknown"),
        ("D(0)", "int"),
        ("D(0, 1.5)", "float64"),
        ("E(0)", "int"),
        ("H('a')", "int32"),
        ("G(0, []int8{})", "int8"),
        ("append(two())", "[]string"),
    ] {
        let text = format!("{head}var _ = /*!*/{value}\n");
        let of = of(&text, value);
        assert!(
            of == told || of == "unknown" && value == "E(0)",
            "{value}: {of}"
        );
    }
}

#[test]
fn types_that_are_made_of_themselves_are_not_followed_to_the_end() {
    let text = "package p\ntype F[T any] func(func(F[T]))\nfunc f(F[int]) {}\nfunc g[T any](F[T]) T { panic(1) }\nfunc h() { _ = /*!*/g(f) }\n";
    assert!(matches!(of(text, "g(f)").as_str(), "unknown" | "int"));
    let text = "package p\ntype F[T any] func(F[T], F[T])\nfunc f(F[int], F[int]) {}\nfunc g[T any](F[T]) T { panic(1) }\nfunc h() { _ = /*!*/g(f) }\n";
    assert!(matches!(of(text, "g(f)").as_str(), "unknown" | "int"));
}

#[test]
fn a_type_that_doubles_is_not_known_for_long() {
    use std::fmt::Write as _;
    let mut text = "package p\ntype P[A, B any] struct { a A; b B }\nfunc mk[A, B any](a A, b B) P[A, B] { return P[A, B]{a, b} }\nfunc f() {\n\tx0 := 1\n".to_owned();
    for n in 1..=40 {
        let before = n - 1;
        writeln!(text, "\tx{n} := mk(x{before}, x{before})").unwrap();
    }
    text.push_str("\t_ = /*!*/x2\n\t_ = /*!*/x40\n}\n");
    let p = package(&[("a.go", text.as_str())]);
    assert_eq!(type_of(&p, "x2"), "./p.P[./p.P[int,int],./p.P[int,int]]");
    assert_eq!(type_of(&p, "x40"), "unknown");
    let mut text =
        "package p\ntype P[A, B any] struct { a A; b B }\ntype A0[T any] = P[T, T]\n".to_owned();
    for n in 1..=40 {
        let before = n - 1;
        writeln!(text, "type A{n}[T any] = A{before}[A{before}[T]]").unwrap();
    }
    text.push_str("var x A40[int]\nvar _ = /*!*/x\n");
    assert_eq!(of(&text, "x"), "unknown");
}
