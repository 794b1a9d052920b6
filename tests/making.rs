//! What is done between two places, and what comes of a value, by hand: there is nothing in Go's own
//! tools to compare with.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use gofix_pit::facts::{At, InputFile, Knowledge, NoWorld, Package, Truth};
use gofix_pit::syntax::node::{self, Descend};

fn package(body: &str) -> Package<'static> {
    let text = format!(
        "package p\n\nimport (\n\t\"errors\"\n\t\"sort\"\n\t\"sync\"\n\t\"time\"\n)\n\n\
         type T struct {{ n int; m map[string]int; mu sync.Mutex }}\n\n\
         type In struct {{ a, b int }}\n\ntype Em struct {{ e int }}\n\n\
         type C struct {{ Em; n int; m map[string]int; in In }}\n\n\
         func (t *T) fill()\n\nfunc build() *T\n\nfunc try() (*T, error)\n\nfunc check(*T) error\n\nfunc use(any) {{}}\n\n\
         var count int\n\nvar mu sync.Mutex\n\nfunc f(c *T, ch chan int) error {{\n{body}\n}}\n"
    );
    let input = InputFile {
        path: "a.go".into(),
        text: Arc::from(text.as_str()),
        editable: true,
    };
    Package::new(".", vec![input], &NoWorld)
}

/// The calls of a function by its name, in order.
fn calls<'p>(package: &'p Package<'_>, name: &str) -> Vec<At<'p>> {
    let file = package.files().next().unwrap();
    let mut found = Vec::new();
    node::walk(package.source(file).unwrap().root(), &mut |node| {
        let at = At { file, node };
        let function = node.child_by_field_name("function");
        if node.kind() == "call_expression"
            && function.is_some_and(|function| package.text(at.with(function)) == name)
        {
            found.push(at);
        }
        Descend::Into
    });
    found
}

/// The first argument of a call.
fn argument(call: At<'_>) -> At<'_> {
    let arguments = call.node.child_by_field_name("arguments").unwrap();
    call.with(node::children(arguments)[0])
}

/// Whether nothing is done between `from()` and `store(x)` but to make x.
fn only_makes(body: &str) -> Truth {
    let package = package(body);
    let knowledge = Knowledge {
        plain_results: vec!["sort.*".to_owned()],
        harmless: vec!["sync.Mutex.Lock".to_owned(), "sync.Mutex.Unlock".to_owned()],
        ..Knowledge::default()
    };
    let from = calls(&package, "from")[0];
    let to = calls(&package, "store")[0];
    package.only_makes(argument(to), from, to, &knowledge)
}

#[test]
fn what_fills_a_value_makes_it() {
    let bodies = [
        "x := build()",
        "x, err := try(); if err != nil { count++; return err }",
        "x := &T{}; x.n = 1; x.m[\"a\"]++; x.fill()",
        "y := build(); y.fill(); x := &T{n: y.n}",
        "var x *T; x, err := try(); if err = check(nil); err != nil { return err }; _ = err",
        "names := []string{\"b\", \"a\"}; sort.Strings(names); x := names",
        "x := map[string]int{}; for i := range 3 { x[\"a\"] = i }; delete(x, \"b\"); clear(x)",
        "var buf []byte; err := read(&buf); if err != nil { return err }; x := string(buf)",
        "x := build(); f := func() { count++; ch <- 1 }; _ = f",
        "mu.Lock(); defer mu.Unlock(); x := build()",
        "x := build(); defer x.fill()",
        "for { if count > 1 { count--; return nil }; break }; x := 1",
        "x := build(); if x == nil { panic(errors.New(\"none\")) }",
        "x := <-ch",
    ];
    for body in bodies {
        let body = format!("from(); {body}; store(x); return nil");
        // An error that is only checked keeps nothing: the call behind it is seen.
        let expected = if body.contains("check(nil)") {
            Truth::False
        } else {
            Truth::True
        };
        assert_eq!(only_makes(&body), expected, "{body}");
    }
}

#[test]
fn what_else_is_done_is_seen() {
    let bodies = [
        "x := build(); count++",
        "x := build(); count = 1",
        "x := build(); c.n = 1",
        "x := build(); c.fill()",
        "x := build(); go x.fill()",
        "x := build(); ch <- 1",
        "x := build(); <-ch",
        "x := build(); register(x)",
        "x := build(); register(&x)",
        "x := build(); _ = register(x)",
        "x := build(); if err := check(x); err != nil { return err }",
        "x := build(); defer register(x)",
        "x := build(); if c.n > 0 { c.n-- }",
        "x := build(); for { c.n--; break }",
        "x := build(); func() { count++ }()",
        "x := build(); time.Sleep(1)",
        "x := build(); switch { case c.n > 0: count++; default: count--; return nil }",
    ];
    for body in bodies {
        let body = format!("from(); {body}; store(x); return nil");
        assert_eq!(only_makes(&body), Truth::False, "{body}");
    }
}

#[test]
fn what_leaves_for_a_loop_around_is_not_on_the_way() {
    let body = "for { from(); if c == nil { count++; continue }; if c.n > 0 { count++; break }; x := 1; store(x) }; return nil";
    assert_eq!(only_makes(body), Truth::True);
    let inner = "from(); for { count++; break }; x := 1; store(x); return nil";
    assert_eq!(only_makes(inner), Truth::False);
    let other = "f := func() { from() }; x := 1; store(x); f(); return nil";
    assert_eq!(only_makes(other), Truth::Unknown);
}

#[test]
fn what_comes_of_a_value_depends_on_it() {
    let cases = [
        ("use(v)", Truth::True),
        ("use(v.n + 1)", Truth::True),
        ("x := v.n; use(x)", Truth::True),
        ("x, y := v.n, 1; use(x + y)", Truth::True),
        ("x, y := v.n, 1; use(y); _ = x", Truth::False),
        ("x := v.n; y := x + 1; var z = y; use(z)", Truth::True),
        ("var x int; if v != nil { x = v.n }; use(x)", Truth::True),
        ("for _, x := range v.m { use(x) }", Truth::True),
        ("x := build(); x.n = v.n; use(x)", Truth::True),
        ("x := build(); use(x)", Truth::False),
        ("use(count); x := v.n; count = x", Truth::False),
        ("{ v := build(); use(v) }", Truth::False),
        ("var x int; select { case x = <-v.c: }; use(x)", Truth::True),
        (
            "x := build(); for range 2 { use(x); x = v }",
            Truth::Unknown,
        ),
        ("x := build(); fill(v, &x.n); use(x)", Truth::Unknown),
        ("x := make([]int, 3); copy(x, v.s); use(x)", Truth::Unknown),
        ("x := build(); x.set(v); use(x)", Truth::Unknown),
        ("x := build(); p := x; p.n = v.n; use(x)", Truth::Unknown),
        ("x := 1; p := &x; *p = v.n; use(x)", Truth::Unknown),
        ("x := make(chan int, 1); x <- v.n; use(<-x)", Truth::Unknown),
        (
            "x := 1; set := func() { x = v.n }; set(); use(x)",
            Truth::True,
        ),
        ("fill(v, nil); use(count)", Truth::Unknown),
        ("fill(v, nil); x := 1; use(x)", Truth::False),
        ("x := 1; use(x); x = v.n", Truth::False),
        ("x := 1; for range 2 { use(x) }; x = v.n", Truth::False),
        ("x := build(); other(v, x, use(x.n))", Truth::False),
    ];
    for (body, depends) in cases {
        let text = format!("v := mark(c); {body}; return nil");
        let package = package(&text);
        let v = calls(&package, "mark")[0];
        let declared = node::ancestors(v.node)
            .find(|node| node.kind() == "short_var_declaration")
            .and_then(|declaration| declaration.child_by_field_name("left"))
            .unwrap();
        let v = v.with(node::children(declared)[0]);
        let used = argument(calls(&package, "use")[0]);
        assert_eq!(package.depends_on(used, v), depends, "{body}");
    }
}

#[test]
fn names_mean_the_same_unless_something_is_declared_in_between() {
    let cases = [
        ("_ = 0", true),
        ("x := build(); _ = x", true),
        ("c := build(); _ = c", false),
        ("{ c := build(); _ = c }", true),
        ("type T struct{}", false),
        ("nil := 1; _ = nil", false),
    ];
    for (between, same) in cases {
        let body = format!(
            "move(c, T{{n: count}}, nil, func(c int) int {{ return c }}); {{ {between}; here() }}; return nil"
        );
        let package = package(&body);
        let (moved, here) = (calls(&package, "move")[0], calls(&package, "here")[0]);
        let arguments = moved.node.child_by_field_name("arguments").unwrap();
        let expected = Truth::from(same);
        let got = package.means_same(moved.with(arguments), here);
        assert_eq!(got, expected, "{between}");
    }
}

#[test]
fn literals_of_values_are_the_same_and_what_is_made_anew_is_not() {
    let cases = [
        ("T{n: 1}", "T{n: 1}", Truth::True),
        ("T{n: 1}", "T{n: 2}", Truth::False),
        ("[2]int{1, count}", "[2]int{1, count}", Truth::True),
        ("[]int{1}", "[]int{1}", Truth::False),
        ("&T{n: 1}", "&T{n: 1}", Truth::False),
        ("&c.n", "&c.n", Truth::True),
        ("int64(c.n)", "int64(c.n)", Truth::True),
        ("build()", "build()", Truth::False),
        ("<-ch", "<-ch", Truth::False),
        ("Other{1}", "Other{1}", Truth::Unknown),
    ];
    for (one, other, expected) in cases {
        let package = package(&format!("use({one}); use({other}); return nil"));
        let used = calls(&package, "use");
        let got = package.is_same(argument(used[0]), argument(used[1]));
        assert_eq!(got, expected, "{one} and {other}");
    }
}

#[test]
fn methods_are_those_of_a_type_and_of_what_it_embeds() {
    let cases = [
        ("build()", "fill", Truth::True),
        ("build()", "p.T.fill", Truth::False),
        ("*build()", "fill", Truth::True),
        ("build()", "n", Truth::False),
        ("count", "Close", Truth::False),
        ("unknown()", "Close", Truth::Unknown),
        ("&mu", "sync.Mutex.Lock", Truth::True),
        ("struct{ sync.Mutex }{}", "sync.Mutex.Lock", Truth::True),
        ("struct{ sync.Mutex }{}", "sync.RWMutex.Lock", Truth::False),
    ];
    for (value, method, expected) in cases {
        let package = package(&format!("use({value}); return nil"));
        let used = argument(calls(&package, "use")[0]);
        assert_eq!(
            package.has_method(used, &[method]),
            expected,
            "{value} {method}"
        );
    }
}

#[test]
fn what_is_written_in_between_makes_two_of_one() {
    let cases = [
        ("d.n", "_ = 0", true),
        ("d.n", "d.n = 1", false),
        ("d.n", "d.n++", false),
        ("d.n", "d = nil", false),
        ("d", "d.n = 1", true),
        ("d.m", "d.n = 1", true),
        ("d.m", "d.m[\"a\"] = 1", false),
        ("d.in.a", "d.in.b = 1", true),
        ("d.in.a", "d.in = In{}", false),
        // A field of what is embedded, and what embeds it.
        ("d.Em", "d.e = 1", false),
        ("d.e", "d.Em = Em{}", false),
    ];
    for (of, between, expected) in cases {
        let body = format!("d := &C{{}}; use({of}); {between}; use({of}); return nil");
        let package = package(&body);
        let used = calls(&package, "use");
        let got = package
            .is_same(argument(used[0]), argument(used[1]))
            .holds();
        assert_eq!(got, expected, "{of} with {between}");
    }
}
