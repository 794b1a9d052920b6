//! What becomes of the values of variables: used later, checked, kept by someone. Right or unknown;
//! each case is a way to be fooled.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/ask.rs"]
mod ask;

use ask::{ask, package};
use gofix_pit::facts::{At, Knowledge, Truth};
use gofix_pit::syntax::node::{self, Descend};

#[test]
fn used_later_is_where_control_gets() {
    let text = "
func use(...any) {}
func a1(v int) { defer use(v); no(v) }
func a2(v int) { defer use(&v); may(v) }
func a3(v int) { defer func() { use(v) }(); may(v) }
func a4(v int) { f := func() { use(v) }; may(v); f() }
func a5(v int) { no(v); v = 3 }
func a6(v int) { yes(v); v++ }
func a7(v int) { yes(v); go func() { use(v) }() }
func b1() (err error) { err = g(); yes(err); return }
func b2() (err error) { no(err); return nil }
func b3() (err error) { yes(err); if x { return }; return nil }
func b4() (err error) { defer func() { recover() }(); may(err); return nil }
func b5() (err error) { defer func() { err = nil }(); no(err); func() { return }(); return nil }
func c1(v int) { func() { yes(v) }(); use(v) }
func c2(v int) { func() { no(v); v := 1; use(v) }() }
func c3(v int) { f := func() { may(v) }; f(); use(v) }
func c4(v int) { f := func() { no(v) }; f() }
func c5(v int) { func(int) { no(v) }(v) }
var pkg = 1
func d1() { may(pkg) }
func d2() { yes(pkg); use(pkg) }
func e1(c bool, v int) { if c { no(v) } else { use(v) } }
func e2(c bool, v int) { if c { no(v); return }; use(v) }
func e3(c bool, v int) { if c { yes(v) }; use(v) }
func e4(v int) { if no(v) { use(1) } }
func e5(v int) { if yes(v) { use(v) } }
func e6(v int) { if yes(v) && v > 0 { use(1) } }
func e7(v int) { if v > 0 && no(v) { use(1) } }
func e8(v int) { use(v, may(v)) }
func e9(v int) { use(yes(v), v) }
func f1(vs []int) { for _, v := range vs { no(v) } }
func f2(v int) { for { yes(v); use(v); break } }
func f3(v int) { for { use(v); yes(v) } }
func f4(v int) { for { use(v); no(v); break } }
func f5(v int) { for { no(v); if x { break }; break; use(v) } }
func f6(v int) { for v > 0 { yes(v) } }
func f7() { for i := 0; i < 3; i++ { w := i; use(w); no(w) } }
func f8() { for i := 0; i < 3; i++ { yes(i) } }
func f9(v int) { outer: for { for { no(v); break outer }; use(v) } }
func g1(v int) { switch { case x: no(v); case y: use(v) } }
func g2(v int) { switch { case x: yes(v); fallthrough; case y: use(v) } }
func g7(v int) { switch { case x: no(v); fallthrough; case v == 2: use(1) } }
func g8(v int) { switch { case x: no(v); fallthrough; case y: return; use(v) }; use(v) }
func g9(v int) { switch { case x: yes(v); fallthrough; case y: use(1) }; use(v) }
func g3(v int) { switch { case yes(v): use(1); case y: use(v) } }
func g4(v int) { switch { case x: use(v); case no(v): use(1) } }
func g5(v int) { switch yes(v) { case x: use(v) } }
func g6(v int, c chan int) { select { case <-c: no(v); case c <- 1: use(v) } }
func g7(v int, c chan int) { select { case c <- yes(v): use(v); case c <- 1: use(1) } }
func g8(v int, c chan int) { select { case c <- may(v): use(1); case c <- 1: use(v) } }
func c6(v int) { func() { no(v); panic(1) }(); use(v) }
func c7(v int) { func() { yes(v); return }(); use(v) }
func c8(v int) { func() int { return yes(v) }(); use(v) }
func c9(v int) { func() { defer func() { recover() }(); yes(v); panic(1) }(); use(v) }
func d3(v int) { defer may(v); use(v) }
func d4(v int) { defer func() { no(v) }() }
func h1(v int) { again: use(v); may(v); if x { goto again } }
func h2(v int) { may(v); goto out; use(v); out: }
func h3(v int) { no(v); return; use(v) }
func h4(v int) { if yes(v); v > 0 { } }
func h5(v int) { no(v); panic(1); use(v) }
func h6(v int) { v, w := no(v), 2; use(w) }
";
    ask(&[text], |package, asked| {
        package.used_after(asked.arguments[0], asked.call)
    });
}

#[test]
fn a_checked_error_is_the_one_that_was_assigned() {
    let text = r#"
import "os"
type E struct{}
func (*E) Error() string { return "" }
func other() error { return nil }
func two() (error, error) { return nil, nil }
func own() (int, *E) { return 1, nil }
func a() { f, err := os.Open("x"); if err != nil { return }; yes(f) }
func b() { f, err := os.Open("x"); err = other(); if err != nil { return }; no(f) }
func c() { f, err := os.Open("x"); if err = other(); err != nil { return }; no(f) }
func d() { f, err := os.Open("x"); if err := other(); err != nil { return }; no(f); print(err) }
func e() { f, err := os.Open("x"); if err != nil { print(1) }; may(f) }
func f() { f, err := os.Open("x"); if f == nil || err != nil { return }; yes(f) }
func g() { f, err := os.Open("x"); if f == nil && err != nil { return }; may(f) }
func h() { f, _ := os.Open("x"); no(f) }
func i() { f := len("x"); yes(f) }
func j() { f, err := two(); if err != nil { return }; no(f) }
func k() { f, err := two(); if err != nil || f != nil { return }; yes(f) }
func l() { f, err := own(); no(f, err) }
func m() { f, err := os.Open("x"); if err != nil { goto in }; in: may(f) }
func u() { f, err := unknown(); if err != nil { return }; yes(f) }
func v() { f, ok := unknown(); if ok { return }; may(f) }
func w() { f, err := os.Open("x"); if err == nil { print(1) } else { return }; may(f) }
func n() { f, err := os.Open("x"); reset := func() { err = nil }; reset(); if err != nil { return }; may(f) }
func o() (f int, err error) { defer func() { err = other() }(); f, err = g(); if err != nil { return }; yes(f); return }
func p() { f, err := os.Open("x"); print(f); p := &err; *p = nil; if err != nil { return }; may(f) }
func q() { if f, err := os.Open("x"); err == nil { may(f) } }
func r() { for { f, err := os.Open("x"); if err != nil { continue }; yes(f) } }
func s() { f, err := os.Open("x"); if err != nil { os.Exit(1) } else { err = other() }; yes(f) }
func t() { var f, err = os.Open("x"); if err != nil { panic(err) }; yes(f) }
func aa() { var f *os.File; var err error; for i := 0; i < 3; i++ { f, err = os.Open("x"); if err != nil { break } }; may(f) }
func ab() { var f *os.File; var err error; for range 3 { f, err = os.Open("x"); if err != nil { continue } }; may(f) }
func ac(a int) { switch a { case 1: f, err := os.Open("x"); if err != nil { break }; yes(f) }; print(2) }
func ad(a int) { switch a { case 1: f, err := os.Open("x"); if err != nil { break } }; may(2) }
func ae() { func() { f, err := os.Open("x"); if err != nil { return } }(); may(4) }
func af(a int) { outer: for { switch a { case 1: f, err := os.Open("x"); if err != nil { break outer } }; may(4) } }
func ag() { f, err := os.Open("x"); if err == nil { may(1) } }
func ah() { f, err := os.Open("x"); switch { case err == nil: may(2) } }
func ai() { f, err := os.Open("x"); _ = err == nil && may(3) }
func aj() { f, err := os.Open("x"); if err != nil { return } else { may(4) } }
func ak() { { f, _ := os.Open("x") }; no(1) }
func al() { f, err := os.Open("x"); if err != nil { return }; if x { yes(f) } }
func am() { nil := other(); f, err := os.Open("x"); if err != nil { return }; may(f) }
func an() { f, err := os.Open("x"); for { no(1) } }
"#
    .replace("f, err = g()", "f, err = pair()")
    .replace("func own", "func pair() (int, error) { return 0, nil }\nfunc own");
    ask(&[&text], |package, asked| {
        let function = node::enclosing_function(asked.call.node).unwrap();
        let mut statement = None;
        node::walk(function, &mut |node| {
            let declares = matches!(
                node.kind(),
                "short_var_declaration" | "var_declaration" | "assignment_statement"
            );
            let text = package.text(asked.call.with(node));
            let text = text.strip_prefix("var ").unwrap_or(text);
            if declares && statement.is_none() && text.starts_with('f') {
                statement = Some(node);
            }
            Descend::Into
        });
        package.error_checked(asked.call.with(statement.unwrap()), asked.call)
    });
}

/// Each function whose name begins with `yes`, `no` or `may` asks whether `v` escapes its body.
const KEEPERS: &str = r#"
import ("bufio"; "bytes"; "errors"; "fmt"; "io"; "os"; "sync")
type F struct { *os.File; r *bufio.Reader; n int; owner *Pool; hook func() }
type Pool struct { all []*F; m map[string]*F; mu sync.Mutex }
type Keeper interface { Keep() }
var all []*F
var pool sync.Pool
var sizes []int
func mk() *F { return nil }
func two() (*F, *F) { return nil, nil }
func three() (*F, int) { return nil, 0 }
func (f *F) Keep() { all = append(all, f) }
func (f *F) Init() { f.r = bufio.NewReader(f); f.n++ }
func (f *F) Read1() byte { b, _ := f.r.ReadByte(); return b }
func (f *F) Self() *F { return f }
func (f *F) Leave() { f.owner.put(f) }
func (f *F) Await() { go func() { f.Close() }() }
func (f *F) Deep() { f.Deeper() }
func (f *F) Deeper() { f.Keep() }
func (f *F) Loop() { f.Loop() }
func (f *F) Walk(n int) { if n > 0 { f.Walk(n - 1); return }; f.Keep() }
func (f *F) Ping(n int) { if n > 0 { f.Pong(n - 1) } }
func (f *F) Pong(n int) { f.Ping(n); outside(f) }
func (f *F) Later() { f.owner.mu.Lock(); defer f.owner.mu.Unlock(); delete(f.owner.m, "x") }
func (p *Pool) put(f *F) { p.all = append(p.all, f) }
func (p *Pool) size(f *F) int { return len(p.all) + f.n }
func read(r io.Reader) { r.Read(nil) }
func both(_ int, f *F) { f.Init(); read(f) }
func keep(f *F) { all[0] = f }
func gen[T any](x T) { any(x) }
func tie(a, b *F) { a.owner = b.owner; a.hook = b.Keep }
func outer(p *Pool)
func no1() { v := mk(); v.Close(); v.Init(); v.Read1(); both(1, v); v.Later() }
func no2() { v := mk(); w := bufio.NewReader(v); w.ReadByte(); read(v); read(w) }
func no3() { v := mk(); w := &F{}; w.r = bufio.NewReader(v); m := map[string]*F{}; m["x"] = v; _ = len(m) }
func no4() { v := mk(); var xs []*F; xs = append(xs, v); for _, x := range xs { x.Close() } }
func no5() int { v := mk(); return v.n }
func no6(p *Pool) { v := mk(); p.size(v) }
func no7() { v := mk(); func() { v.Close() }(); io.Closer(v).Close() }
func no8(v *F) { v.Close() }
func yes1() (v *F) { v = mk(); v.n = 1; return }
func yes2() { v := mk(); v.Keep() }
func yes3() { v := mk(); v.Deep() }
func yes4() *F { v := mk(); return v }
func yes5(c chan *F) { v := mk(); c <- v }
func yes6() { v := mk(); go v.Close() }
func yes7() { v := mk(); for _, all[0] = range []*F{v} { } }
func yes8(p *Pool) { v := mk(); p.put(v) }
func yes9(p *Pool) { v := mk(); p.m["x"] = v }
func yes10() { v := mk(); keep(v) }
func yes11() { v := mk(); v.Await() }
func may13() { v := mk(); f := v.Keep; f() }
func may14() { v := mk(); v.hook() }
func may15() { v := mk(); w := &Pool{all: all[:0]}; w.all = append(w.all, v) }
func may1() { v := mk(); v.Leave() }
func no9() { v := mk(); v.Loop() }
func yes12() { v := mk(); v.Walk(1) }
func may2() { v := mk(); v.Ping(1) }
func may16() { v := mk(); v.Pong(1) }
func yes13() { v, w := two(); all = append(all, w); v.Close() }
func no10() { v, n := three(); sizes = append(sizes, n); v.Close() }
func may3() { v := mk(); gen[*F](v); pool.Put2(v) }
func may4() { v := mk(); var k Keeper = v; k.Keep() }
func may5() { v := mk(); p := current(); p.m["x"] = v }
func may6(ps []*Pool) { v := mk(); xs := ps[0].all[:0]; xs = append(xs, v) }
func yes14() { v := mk(); f := func() { v.Close() }; f() }
func may8(fs []func(*F), i int) { v := mk(); fs[i](v) }
func may9() { v := mk(); tie(&F{}, v) }
func may10() { v := mk(); v.owner.put(v) }
func may11(v *F) { outside(v) }
type P struct { b []byte }
type werr struct { f *F }
func (*werr) Error() string { return "" }
type named []byte
func (v named) keep() { gb = v }
func (v named) size() int { return len(v) }
var gb []byte
var gs [][]byte
var gm map[string]int
var gerr error
func keepm(m map[string]int) { gm = m }
func sizeb(b []byte) int { return len(b) }
func get() []byte { return pool.Get().([]byte) }
func yes20() []byte { v := pool.Get().([]byte); return v }
func yes21(c chan []byte) { v := make([]byte, 3); c <- v }
func yes22() { v := make([]byte, 3); gb = v }
func yes23(out *[]byte) { v := get(); *out = v }
func yes24(out [][]byte) { v := get(); out[0] = v[:1] }
func yes25() map[string]int { v := map[string]int{}; return v }
func yes26() { v := map[string]int{}; keepm(v) }
func yes27() P { v := P{make([]byte, 3)}; return v }
func yes28() { v := named{1}; v.keep() }
func yes29() { v := [3]byte{}; gb = v[:] }
func no20() { v := get(); sizeb(v); _ = string(v); copy(gb, v); gb = append(gb, v...); v = append(v, 1) }
func no21() { v := named{1}; v.size() }
func no26() { v := named{1}; sizes = append(sizes, int(v[0])) }
func no27() { v := named{1}; sizes[0] = len(v) }
func no22() string { v := get(); return string(v) }
func no23() [3]byte { v := [3]byte{}; return v }
func no24() []byte { v := get(); w := []byte(string(v)); return w }
func no25() [][]int { v := mk(); return [][]int{{v.n}} }
func may20() []byte { v := new(bytes.Buffer); return v.Bytes() }
func may29() []byte { v := mk(); var b []byte; outside(v, &b); return b }
func may34() []byte { v, b := acquire(); v.Close(); return b }
func acquire() (*F, []byte) { return nil, nil }
type tree struct { kids []tree; size int }
func no35() int { v := tree{}; return v.size }
func yes35() tree { v := tree{}; return v }
func may35(w io.Writer) { v := get(); w.Write(v) }
func may36(w io.Writer) { v := new(bytes.Buffer); w.Write(v.Bytes()) }
func may37() { v := get(); pool.Put(v) }
func may38() { v := mk(); nil := all; nil = append(nil, v) }
func may21() { v := [3]byte{}; w := v[:]; gb = w }
func may22() { v := new(P); gb = v.b }
func may23() { v := get(); outside(v) }
func may24() [][]byte { v := get(); return [][]byte{v} }
func may25() { v := get(); gs = append(gs, v) }
func may26() []byte { v := get(); return append(v, 1) }
func may27() [][]byte { v := new(P); for _, x := range [][]byte{v.b} { return [][]byte{x} }; return nil }
func may28() { v := new(P); w := v.b; go func() { sizeb(w) }() }
func may33() (err error) { v := mk(); err = &werr{v}; return }
func may30() { v := mk(); var e error = &werr{v}; gerr = e }
func may31() error { v := mk(); return fmt.Errorf("%w", &werr{v}) }
func may32() error { v := mk(); errs := []error{&werr{v}}; return errors.Join(errs...) }
func yes31() { v := mk(); gerr = &werr{v} }
func no30() (err error) { v := mk(); err = v.Close(); gerr = err; return }
func no31() error { v := mk(); if err := v.Close(); err != nil { return fmt.Errorf("%d: %w", v.n, err) }; return nil }
func yes32() (r *F) { v := mk(); defer func() { r = v }(); return nil }
func no32() (r *F) { v := mk(); defer func() { r = nil; v.Close() }(); return nil }
func no33() (r *F) { v := mk(); func() { r = v }(); return nil }
func may12() *F { v := mk(); func() *F { return v }(); return nil }
"#;

#[test]
fn what_escapes_is_what_someone_keeps() {
    let text = KEEPERS
        .replace("gen[*F](v); pool.Put2(v)", "gen[*F](v)")
        .replace(
            "func gen[T any](x T) { any(x) }",
            "func gen[T any](x T) { unknown(x) }",
        );
    let knowledge = Knowledge {
        wrappers: vec!["bufio.New*".to_owned()],
        ..Knowledge::default()
    };
    let package = package(&[&text]);
    let file = package.files().next().unwrap();
    let root = package.source(file).unwrap().root();
    let mut wrong = Vec::new();
    for function in node::children(root) {
        let at = |node| At { file, node };
        let name = function
            .child_by_field_name("name")
            .map(|name| package.text(at(name)));
        let name = name.filter(|name| name.ends_with(char::is_numeric));
        let expected = match name.unwrap_or_default().trim_end_matches(char::is_numeric) {
            "yes" => Truth::True,
            "no" => Truth::False,
            "may" => Truth::Unknown,
            _ => continue,
        };
        let mut v = None;
        node::walk(function, &mut |node| {
            if v.is_none() && node.kind() == "identifier" && package.text(at(node)) == "v" {
                v = Some(node);
            }
            Descend::Into
        });
        let body = function.child_by_field_name("body").unwrap();
        let told = package.escapes(at(v.unwrap()), at(body), &knowledge);
        if told != expected {
            wrong.push(format!("{told:?}: {}", package.text(at(function))));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn types_that_are_made_of_each_other_take_no_time() {
    use std::fmt::Write as _;
    let mut text = "import \"fmt\"\ntype S0 struct { a, b int }\n".to_owned();
    for n in 1..=18 {
        let before = n - 1;
        writeln!(
            text,
            "type S{n} struct {{ a, b, c, d, e, f, g, h S{before} }}"
        )
        .unwrap();
    }
    text.push_str("func f(v, w S18) { no(v); _ = v == w; _ = fmt.Sprint(v) }\n");
    ask(&[&text], |package, asked| {
        let v = asked.arguments[0];
        let body = node::ancestors(v.node).find(|node| node.kind() == "block");
        let body = v.with(body.unwrap());
        node::walk(body.node, &mut |node| {
            let _ = package.is_pure(v.with(node));
            Descend::Into
        });
        package.escapes(v, body, &Knowledge::default())
    });
}
