//! What evaluating an expression does, and what is the same before and after: right or unknown.
//! Each case is a way to be fooled.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/ask.rs"]
mod ask;

use std::sync::Arc;

use ask::{Asked, ask, calls};
use gofix_pit::facts::{At, InputFile, NoWorld, Package, Truth};

#[test]
fn pure_is_what_cannot_panic_and_calls_nothing() {
    let text = r#"
import ("errors"; "fmt"; "io"; "os"; "strconv"; "strings"; "time")
type E struct{ x int }
type T struct { *E; y int; in E }
type P *E
type K string
func (k K) String() string { return "" }
func (t T) Value() int { return 1 }
func (t *T) Pointer() int { return 1 }
func gen[X any](x X) X { return x }
const c = 3
func f(a, b any, s []int, t T, pt *T, p P, r io.Reader, m map[string]func(int) int, n int, u uint8,
	fs []func(int) int, k K, e error, x float64, ar [2]int, em map[any]int, ch chan int) {
	may(a == b); yes(a != nil); yes(a == 1); yes(n == 1); yes(t.in == t.in); may(e == io.EOF)
	may(struct{ a any }{a} == struct{ a any }{b}); yes(struct{ n int }{n} == struct{ n int }{n})
	may([4]int(s)); may((*[4]int)(s)); yes([]int(s)); yes([2]int(ar)); yes(K("x")); yes(any(s)); yes((*T)(pt))
	no(gen[int](3)); no(m["x"](3)); no(fs[0](3)); no(fs[n](3)); no((fs[n])(3)); no(gen[[]int](s)); no((gen[int])(3))
	may(t.x); may(p.x); yes(t.y); yes(t.in.x); yes(&t.y); may(&pt.y); may(&t.x)
	may(r.Read); yes(T.Value); yes(t.Value); yes(pt.Pointer); no(t.Value())
	no(strings.IndexFunc("a", nil)); no(strings.TrimFunc("a", nil)); no(strings.ContainsFunc("", nil))
	yes(strings.Index("a", k.String2)); yes(strings.Split("a", "b")); no(strings.SplitSeq("a", "b")); no(strings.Repeat("a", n))
	may(strconv.FormatInt(1, n)); yes(strconv.FormatInt(1, 10)); may(strconv.FormatInt(1, 99))
	may(strconv.FormatFloat(x, 'f', 1, n)); yes(strconv.FormatFloat(x, 'f', 1, 64)); yes(strconv.Quote("a"))
	may(map[any]int{a: 1}); yes(map[string]any{"a": a}); may([]map[any]int{{a: 1}}); yes(T{y: n}); yes(&T{E: &E{x: 1}})
	yes(map[T]int{t: 1}); yes(map[E]int{t.in: 1}); may(map[struct{ a any }]int{{a}: 1})
	may(em[a]); yes(map[string]int{}["a"]); may(s[0]); may(ar[n]); no(<-ch)
	may(1 << n); yes(1 << u); yes(n << 3); may(n / n); yes(n / 2); yes(n / c); yes(n % 1_0); yes(x / x); yes(1 / time.Second)
	yes(fmt.Sprintf("%d %s", n, "x")); may(fmt.Sprint(k)); may(fmt.Errorf("x: %w", e)); may(fmt.Sprint(a)); yes(fmt.Sprint(time.Second, s))
	yes(errors.New("x")); no(os.Getenv("x")); no(append(s, 1)); yes(len(s)); yes(make(map[string]int)); may(make([]int, n)); yes(make([]int, 3))
	yes(new(T)); may(new(fs[0])); yes(func() { panic(1) }); no(func() int { return 1 }()); may(a.(int)); may(s[1:])
}
func (k K) String2() string { return "" }
"#
    .replace("k.String2", "\"b\"");
    ask(&[&text], |package, asked| {
        package.is_pure(asked.arguments[0])
    });
}

#[test]
fn a_pointer_that_was_needed_before_is_not_nil() {
    let text = "
type T struct { x int; next *T; in struct{ y int } }
func use(...any) {}
func (t *T) a() { yes(t.x); yes(&t.in.y); may(t.next.x); func() { yes(t.x) }() }
func v(t *T) { may(*t) }
func (t *T) b() { may(t.x); if t == nil { return }; if t != nil { yes(t.x) } }
func (t *T) c() { t = t.next; may(t.x) }
func (t T) d() { yes(t.x); may(t.next.x) }
func e(t *T) { use(t.x); yes(t.x); if t.next != nil { may(t.next.x) } }
func f(t *T) { if false { use(t.x) }; may(t.x) }
func g(t *T) { if t.x > 0 { yes(t.x) } else { yes(t.x) }; yes(t.x) }
func h(t *T) { if false && t.x > 0 { use(1) }; may(t.x) }
func i(t *T) { if t != nil && yes(t.x) { use(1) }; may(t.x) }
func j(t *T) { func() { use(t.x) }; may(t.x); use(&t.in.y); yes(t.x) }
func k(t *T) { use(t.x); t = nil; may(t.x) }
func l(t *T) { use(t.a); may(t.x) }
func n1(t *T) { if false { use(1) } else if t.x > 0 { use(1) }; may(t.x) }
func n4(t *T) { for i := 0; i < 3; i += t.x { use(1) }; may(t.x) }
func n2(t *T) { for i := t.x; i < 3; i++ { yes(t.x) }; yes(t.x) }
func n3(t *T) { for range t.x { yes(t.x) }; defer use(t.x); yes(t.x) }
func m(t *T) { goto in; use(t.x); in: may(t.x) }
";
    let text = text.replace("yes(t.x) {", "t.x > 0 {");
    ask(&[&text], |package, asked| {
        package.is_pure(asked.arguments[0])
    });
}

/// Whether the argument is the same as that of the call of `one` before it in the same function;
/// of calls, what counts is what they are called on.
fn same(package: &Package<'_>, asked: &Asked<'_>) -> Truth {
    let of = |at: At<'_>| {
        let callee = at.node.child_by_field_name("function");
        let selector = callee.filter(|callee| callee.kind() == "selector_expression");
        let operand = selector.and_then(|callee| callee.child_by_field_name("operand"));
        (at.file, operand.unwrap_or(at.node).byte_range())
    };
    let ones = calls(package, "one");
    let before = ones
        .iter()
        .rfind(|one| one.call.node.start_byte() < asked.call.node.start_byte())
        .unwrap();
    let [one, other] = [before.arguments[0], asked.arguments[0]].map(|at| {
        let (file, range) = of(at);
        let root = package.source(file).unwrap().root();
        let mut node = root
            .descendant_for_byte_range(range.start, range.end)
            .unwrap();
        while let Some(parent) = node.parent().filter(|parent| parent.byte_range() == range) {
            node = parent;
        }
        At { file, node }
    });
    package.is_same(one, other)
}

#[test]
fn the_same_is_what_nothing_wrote_in_between() {
    let text = r#"
import ("sync"; "time"; "fmt"; "strings")
type C struct { n, k int; m sync.Map; pm *sync.Map; ms []sync.Map; in struct{ m sync.Map }; a [2]int; mu sync.Mutex }
func (c *C) inc() { c.n++ }
func (c *C) peek() int { return c.n + 1 }
func (c *C) other() { c.k = 1 }
func other() {}
func mutate(p *int) { *p++ }
func conv[T any](x T) T { return x }
func fresh() *C { return &C{n: 1, k: len(strings.ToUpper("x"))} }
func stamp() time.Time { return time.Now() }
func unknown(f func()) { f() }
func loops(n int) int { if n > 0 { return loops(n - 1) }; return 0 }
var g, once int
var never = 1
var set = 1
func touch() { g++ }
func init() { p := &set; *p = 2 }

func a(ch chan int, k int, fs []func(int) int, x any) {
	one(<-ch); no(<-ch); one(conv[int](3)); no(conv[int](3)); one(fs[0](1)); no(fs[0](1)); one(fs[k](1)); no(fs[k](1))
	one(int(k)); yes(int(k)); one((k)); yes(k); one(x.(C)); yes(x.(C)); one(k); no(g); one(k + 1); yes(k /* x */ + 1)
}
func b(m map[int]int, k int) { one(m[k]); yes(m[k]); mutate(&k); may(m[k]) }
func c1(m map[int]int, k int) { one(m[k]); other(); yes(m[k]); delete(m, k); may(m[k]); one(m); clear(m); may(m) }
func c2(m map[int]int, k int) { one(m[k]); k = 2; no(m[k]) }
func c3(m map[int]int, k int) { one(m[k]); m[3] = 2; may(m[k]) }
func c4(m map[int]int, k int) { one(k); inc := func() { k++ }; yes(k); inc(); may(k) }
func c5(m map[int]int, k int) { p := &k; one(k); yes(k); *p = 3; may(k) }
func c6(m map[int]int, k int) { one(k); if m != nil { k := 3; k++ }; yes(k) }
func c7(m map[int]int, k int) { one(k); for i := range m { may(k); k = i } }
func c8(m map[int]int, k int) { for i := range m { k = i; one(k); yes(k) }; may(k) }
func c9(m map[int]int, k int) { one(k); k = func(x int) int { yes(k); return x }(k) }
func d() { one(g); yes(g); other(); yes(g); touch(); may(g); one(never); unknown(nil); yes(never); one(set); other(); yes(set); unknown(nil); may(set) }
func e1(c C) { one(c.n); yes(c.n); unknown(nil); may(c.n); c.inc(); may(c.n) }
func e2(c, d *C) { d = c; one(c.n); c.peek(); yes(c.n); d.k = 1; yes(c.n); d.other(); yes(c.n); d.n = 4; may(c.n) }
func e3(c *C) { one(c.n); c.inc(); may(c.n) }
func e4(c *C) { one(c.n); *c = C{}; may(c.n) }
func e5(c *C) { one(c.n); fresh(); stamp(); fmt.Sprint(c.n, "x"); loops(3); yes(c.n); fmt.Sprint(c); may(c.n) }
func e6(c *C, ch chan int) { one(c.n); ch <- 1; may(c.n) }
func e7(c *C, ch chan int) { one(c.n); c.mu.Lock(); yes(c.n); c.mu.Unlock(); may(c.n) }
func e8(c *C) { one(c.n); go other(); yes(c.n); defer c.inc(); yes(c.n) }
func e9(c *C, s []int) { one(c.a[0]); yes(c.a[0]); s[0] = 1; may(c.a[0]) }
func h1(s []int, i int) { one(s[i]); yes(s[i]); copy(s, []int{1}); may(s[i]) }
func h2(s []int, i int) { one(s[0]); s[i] = 1; may(s[0]) }
func h3(s []C, i int) { one(s[0].n); s[i].k = 1; yes(s[0].n); s[i] = C{}; may(s[0].n) }
func h4(s []int, i int) { one(s[i]); s = append(s[:1], 3); no(s[i]) }
func h5(i int) { one(i); goto in; in: may(i); i++; goto in }
func h6(i int) { one(i); for i = 0; may(i); i++ { may(i) } }
func h8(i int) { for j := one(i); j < 3; j++ { may(i); i++ } }
func h9(i int) { for range one(i) { may(i); i++ } }
func h7(i int) { if one(i); i > 0 { yes(i) } else { i = 3 }; no(i) }
// Where a method is called by address, only the place counts.
func p1(c *C, k int) { one(c.m.Load(k)); unknown(nil); yes(c.m.Load(k)) }
func p2(c *C, k int) { one(c.pm.Load(k)); yes(c.pm.Load(k)); unknown(nil); may(c.pm.Load(k)) }
func p3(c *C, k int) { one(c.ms[k].Load(k)); fresh(); yes(c.ms[k].Load(k)); unknown(nil); may(c.ms[k].Load(k)) }
func p4(c *C, k int) { one(c.in.m.Load(k)); unknown(nil); yes(c.in.m.Load(k)); c = nil; no(c.in.m.Load(k)) }
func p5(m sync.Map, k int) { one(m.Load(k)); unknown(nil); yes(m.Load(k)); m = sync.Map{}; no(m.Load(k)) }
func p7(c *C, k int) { one(c.m.Load(k)); c.n = 1; yes(c.m.Load(k)); c.m = sync.Map{}; no(c.m.Load(k)) }
func p6(m *sync.Map, k int) { one(m.Load(k)); unknown(nil); yes(m.Load(k)); func() { m = nil }(); no(m.Load(k)) }
"#;
    ask(&[text], same);
}

#[test]
fn other_files_write_too() {
    let text = "
func f() { one(g); other(); may(g); one(h); other(); yes(h); one(E); other(); yes(E); ext(nil); may(E) }
var g, h, E int
func ext(f func()) { f() }
";
    let sibling = "func other() { g = 1 }";
    ask(&[text, sibling], same);
}

#[test]
fn assigned_is_what_a_region_writes() {
    let text = r#"
import ("bytes"; "os")
type S string
func (s *S) Set() { *s = "b" }
func (s S) Get() string { return "" }
func run(f func()) { f() }
func quiet() {}
var pkg, fixed int
func touch() { pkg++ }
type T struct { n int; p *T }
func a(v int) { if no(v) { quiet() }; if yes(v) { v = 1 }; if yes(v) { v++ }; if no(v) { v := 1; v++ } }
func b(v S) { if may(v) { v.Set() }; if no(v) { v.Get() } }
func c() { var v S; if may(v) { f := v.Set; f() } }
func d() { var v bytes.Buffer; if may(v) { v.WriteString("x") } }
func e(v int) { inc := func() { v++ }; if may(v) { inc() }; if no(v) { quiet() }; if may(v) { run(nil) } }
func f() { if may(pkg) { touch() }; if no(pkg) { quiet() }; if no(fixed) { touch() }; if no(fixed) { run(nil) } }
func g(v T) { if yes(v) { v.n = 1 }; if yes(v) { v.p.n = 1 } }
func h(v *T) { if yes(v) { v.n = 1 }; if no(v) { run(nil) } }
func i(v int) { if yes(v) { func() { v = 1 }() }; if may(v) { defer func() { v = 1 }(); run(nil) } }
func n(v int) { if may(v) { defer func() { v = 1 }() } }
func j(v int) { p := &v; if may(v) { *p = 1 }; if no(v) { quiet() }; if may(v) { run(nil) } }
func k(v [2]int) { s := v[:]; if may(v) { s[0] = 1 } }
func l(v int) { if yes(v) { for v = range 3 { } }; if yes(v) { v, err := os.Open(""); _ = err; _ = v }; if yes(v) { v += 1 } }
func o(v []int, w *T) { if may(v) { mod(&v[0]) }; if no(v) { other(v) }; if may(w) { mod(&w.n) } }
func m(v, w int, c chan int) { if yes(v) { select { case v = <-c: } } }
"#
    .replace("v, err := os.Open(\"\"); _ = err; _ = v }", "_, v = 1, 2 }");
    ask(&[&text], |package, asked| {
        let branch = asked.call.node.parent().unwrap();
        let region = branch.child_by_field_name("consequence").unwrap();
        package.assigned(asked.arguments[0], asked.call.with(region))
    });
}

#[test]
fn constant_is_what_only_ever_has_one_value() {
    let text = r#"
import ("fmt"; "net/http"; "os"; . "time")
type S string
func (s *S) Set() { *s = "b" }
const A = "a"
const ( D = "d"; E )
const TK S = "k"
var fixed, unexp S = "x", "y"
var Exported = "dsn"
func init() { unexp.Set() }
func a(s string, n int) {
	yes("a"); yes(A); yes(A + "b"); yes(fixed); may(E); yes(string(TK)); yes(TK); may(http.MethodGet); may(RFC3339)
	may(http.MethodGet + http.MethodPut); may("a" + http.MethodGet); no(s); no(s + s); no(n); no(1); no(nil); no(os.Getenv("x"))
	no(os.Args); no(os.Args[0]); no(A[1:]); no("a" + s); no(fmt.Sprintf("%s-%d", A, n)); no(fmt.Sprintf("%s", s)); no(func() {})
	no(unexp); no(Exported); no(string(s)); no(a)
	v := "a"; yes(v); w := A; yes(w); z := A; no(z); z = "c"; x := http.MethodGet; may(x); y := s; no(y)
	u := "a"; p := &u; *p = "c"; no(u)
}
func b() { var v S = "a"; v.Set(); no(v) }
func c() { var v S = "a"; f := v.Set; f(); no(v) }
func d() { v := "a"; set := func() { v = "b" }; set(); no(v) }
func e() { no(true); nil := "a"; yes("b" + "c"); may(nil) }
"#;
    ask(&[text], |package, asked| {
        package.is_constant_string(asked.arguments[0])
    });
}

#[test]
fn what_is_broken_may_write() {
    let text = "var br, whole = \"a\", \"b\"\nfunc f() { no(br); yes(whole) }\n";
    for broken in [
        "func init() { br = \"w\"",
        "func init() { for x { br = \"w\"\nfunc other() {}\n",
        "func init() { x := (br = \"w\"\n}\nfunc other() {}\n",
    ] {
        ask(&[text, broken], |package, asked| {
            package.is_constant_string(asked.arguments[0])
        });
    }
}

#[test]
fn an_exported_variable_of_a_program_is_written_by_itself_only() {
    let file = |text: &str| InputFile {
        path: "a.go".into(),
        text: Arc::from(text),
        editable: true,
    };
    let main = file("package main\nvar V = \"a\"\nfunc main() { print(V) }\n");
    let test = file("package main_test\nfunc init() { main.V = \"b\" }\n");
    for (files, expected) in [
        (vec![main.clone()], Truth::True),
        (vec![main, test], Truth::False),
    ] {
        let package = Package::new(".", files, &NoWorld);
        let printed = &calls(&package, "print")[0];
        assert_eq!(package.is_constant_string(printed.arguments[0]), expected);
    }
}
