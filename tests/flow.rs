//! What runs again and what leaves, by hand: where there is no Go to compare with, and where its
//! control flow graph is coarser than the language.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use gofix_pit::facts::{At, InputFile, NoWorld, Package, Truth};
use gofix_pit::syntax::node::{self, Descend};

fn package(body: &str) -> Package<'static> {
    let input = InputFile {
        path: "a.go".into(),
        text: Arc::from(format!("package p\n\nfunc f() {{\n{body}\n}}\n").as_str()),
        editable: true,
    };
    Package::new(".", vec![input], &NoWorld)
}

/// All nodes of a kind.
fn all<'p>(package: &'p Package<'_>, kind: &str) -> Vec<At<'p>> {
    let file = package.files().next().unwrap();
    let mut found = Vec::new();
    node::walk(package.source(file).unwrap().root(), &mut |node| {
        if node.kind() == kind {
            found.push(At { file, node });
        }
        Descend::Into
    });
    found
}

/// Each call of `again`, `once` and `either` says what has to be known of it.
#[test]
fn what_runs_again_is_what_control_comes_back_to() {
    let bodies = [
        "for { again(); if again() { once(); return }; again() }",
        "for { once(); if once() { return } else { panic(once()) } }",
        "for i := once(); again(i); again(i) { again() }",
        "for i := once(); once(i); once(i) { once(); break }",
        "for _, again()[0] = range once() { again() }",
        "for { once(); for once() { once(); return }; break }",
        "for { again(); for again() { once(); return }; again() }",
        "for { switch again() { case again(): once(); return; case again(): continue; default: once(); break }; return }",
        "for { switch again() { case again(): again(); fallthrough; case again(): again(); default: once(); return } }",
        "for { switch x := again().(type) { case int: once(x); return; default: again() } }",
        "outer: for { for { again(); continue outer }; once() }",
        "for { return; once() }",
        "for { panic(once()); once() }",
        "for { func() { once() }(); go again() }",
        "for { go func() { for { again() } }() }",
        // Channels and what is sent are evaluated for all cases, what is assigned to for one.
        "for { select { case <-again(): once(); return; case again() <- again(): again() } }",
        "for { select { case once()[0] = <-again(): return; case again()[0] = <-again(): } }",
        "for { select { case <-once(): once(); return } }",
        "again: either(); if either() { goto again }; once()",
        "if once() { once() }; once()",
    ];
    for body in bodies {
        let package = package(body);
        for call in all(&package, "call_expression") {
            let name = call.node.child_by_field_name("function").unwrap();
            let expected = match package.text(call.with(name)) {
                "again" => Truth::True,
                "once" => Truth::False,
                "either" => Truth::Unknown,
                _ => continue,
            };
            let text = package.text(call);
            let at = call.node.start_byte();
            assert_eq!(package.in_loop(call), expected, "{text} at {at} in {body}");
        }
    }
}

#[test]
fn what_leaves_a_block_is_what_jumps_out_of_it() {
    let package = package(
        "for { if x { break }; if y { continue }; for { break }; switch { case z: break }
            goto in; in: w(); if z { goto out }; defer func() { return }(); panic(1) }
        out: return",
    );
    let loops = all(&package, "for_statement");
    let outer = loops.first().unwrap();
    let body = outer.node.child_by_field_name("body").unwrap();
    let leaving = package.leaving(outer.with(body), outer.with(body));
    let texts: Vec<&str> = leaving.iter().map(|at| package.text(*at)).collect();
    assert_eq!(texts, ["break", "continue", "goto out", "panic(1)"]);
}

#[test]
fn a_jump_is_about_one_statement() {
    let package = package(
        "L: for { for { continue; continue L; break; switch { case x: break; case y: continue } } }",
    );
    let loops = all(&package, "for_statement");
    let (outer, inner) = (loops[0], loops[1]);
    let jumps: Vec<At<'_>> = ["continue_statement", "break_statement"]
        .iter()
        .flat_map(|kind| all(&package, kind))
        .collect();
    let to = |target: At<'_>| -> Vec<bool> {
        let jumps = jumps.iter();
        jumps
            .map(|jump| package.jumps_to(*jump, target).holds())
            .collect()
    };
    assert_eq!(to(outer), [false, true, false, false, false]);
    assert_eq!(to(inner), [true, false, true, true, false]);
    let leave = |region: At<'_>| -> Vec<bool> {
        let body = region.with(region.node.child_by_field_name("body").unwrap());
        let jumps = jumps.iter();
        jumps
            .map(|jump| package.leaves_region(*jump, body).holds())
            .collect()
    };
    assert_eq!(leave(outer), [false, true, false, false, false]);
    assert_eq!(leave(inner), [true, true, true, true, false]);
    let elsewhere = package.leaves_region(outer, inner);
    assert_eq!(elsewhere, Truth::Unknown, "it does not stand in there");
}

/// Each argument of `is`, `not` and `either` is `nil`, is not, or may be.
#[test]
fn nil_is_what_was_compared_and_stayed() {
    let bodies = [
        "is(nil); not(&x); not(T{}); not(func() {}); either(g()); either(<-c); either(*p)",
        "if err := g(); err != nil { not(err) } else { is(err) }; either(g())",
        "var err error; either(err); if err == nil { is(err) } else { not(err) }; either(err)",
        "var err error; if x && (err != nil) && y { not(err); for { not((err)) } } else { either(err) }",
        "var err error; if x || err != nil { either(err) }",
        "var err error; if err != nil { err = g(); either(err) }",
        "var err error; if err != nil { if err := g(); x { either(err) }; not(err) }",
        "var err error; if err != nil { func() { either(err) }() }",
        "var err error; defer func() { err = nil }(); if err != nil { either(err) }",
        "var err error; h(&err); if err != nil { either(err) }",
        "var err, other error; if other != nil { either(err); not(other) }",
        "var err error; if err != nil { for { either(err); err = g() } }",
        "nil := g(); either(nil); var err error; if err != nil { either(err) }",
    ];
    for body in bodies {
        let package = package(body);
        for call in all(&package, "call_expression") {
            let field = |name: &str| call.with(call.node.child_by_field_name(name).unwrap());
            let expected = match package.text(field("function")) {
                "is" => Truth::True,
                "not" => Truth::False,
                "either" => Truth::Unknown,
                _ => continue,
            };
            let argument = node::children(field("arguments").node)[0];
            let text = package.text(call);
            let told = package.is_nil(call.with(argument));
            assert_eq!(told, expected, "{text} in {body}");
        }
    }
}
