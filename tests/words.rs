//! Words of the language, each in a small codemod whose examples show what it does.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "support/small.rs"]
mod small;

use small::holds;

#[test]
fn through_replaces_statements_together() {
    holds(
        r#"
[[rule]]
message = "two in one"
query = '''
((statement_list (expression_statement (call_expression function: (identifier) @_f)) @match
  . (expression_statement (call_expression function: (identifier) @_g) @second) @end)
 (#eq? @_f "f") (#eq? @_g "g"))
((statement_list (expression_statement (call_expression function: (identifier) @_f)) @match)
 (#eq? @_f "alone"))
'''
[[rule.edit]]
replace = "match"
through = "end"
with = "both()@% if end and end.comment %@ @{end.comment}@% elif match.comment %@ @{match.comment}@% endif %@\n\n@% if second %@after(@{second})@% endif %@"

[[example]]
name = "with the comment that it takes along"
before = '''
f()
g(1) // one
h()
'''
after = '''
both() // one
after(g(1))
h()
'''
[[example]]
name = "a comment between them would be lost"
unchanged = '''
f() // zero
g(1)
'''
[[example]]
name = "without the end, the one alone"
before = '''
alone() // stays behind
h()
'''
after = '''
both() // stays behind
h()
'''
"#,
    );
}

#[test]
fn one_function_is_not_another_around_it() {
    holds(
        r#"
[[rule]]
message = "in the same function"
query = '''
((function_declaration body: (block) @_body) @match (#contains? @_body calls))
'''
[rule.queries]
calls = '''
((call_expression function: (identifier) @_f) @call (#eq? @_f "old") (#same-function? @call @_body))
'''
[[rule.edit]]
each = "calls"
in = "match"
replace = "call"
with = "new()"

[[example]]
name = "here"
before = '''
func a() {
	old()
	func() { old() }()
}
'''
after = '''
func a() {
	new()
	func() { old() }()
}
'''
[[example]]
name = "in a function within"
unchanged = '''
func a() {
	func() { old() }()
}
'''
"#,
    );
}

#[test]
fn templates_ask_whether_control_goes_on_and_may_decline() {
    holds(
        r#"
[[rule]]
message = "an end"
query = '((if_statement condition: (identifier) @_c consequence: (block (statement_list) @body)) @match (#eq? @_c "old"))'
rewrite = '''
@% if body.text == 'no()' %@
@{decline('it says no')}
@% endif %@
if done {
	@{body}
@% if not terminates(body) %@
	end()
@% endif %@
}'''

[[example]]
name = "it goes on"
before = '''
if old {
	f()
}
'''
after = '''
if done {
	f()
	end()
}
'''
[[example]]
name = "it does not"
before = '''
if old {
	panic(1)
}
'''
after = '''
if done {
	panic(1)
}
'''
[[example]]
name = "another condition"
unchanged = '''
if done {
	no()
}
'''

[[example]]
name = "declined"
expect = "suggest"
unchanged = '''
if old {
	no()
}
'''
"#,
    );
}

/// A rule that logs, with these examples of one line each: imports, what is declared, and what logs.
fn logs(name: &str, imports: &[&str], declarations: &str, parameters: &str, call: &str) {
    let added: Vec<&str> = match call.split('.').next() {
        Some("log") if imports.is_empty() => vec!["log"],
        _ => imports.to_vec(),
    };
    let function =
        |body: &str| format!("{declarations}func (r *receiver) f({parameters}) {{\n\t{body}\n}}\n");
    holds(&format!(
        r#"
[[rule]]
message = "logs"
query = '((call_expression function: (identifier) @_f arguments: (argument_list . (identifier) @err .)) @match (#eq? @_f "old"))'
rewrite = "@{{log_error('it failed', err)}}"

[[example]]
name = "{name}"
imports = {imports:?}
after_imports = {added:?}
before = '''
{}'''
after = '''
{}'''
[[example]]
name = "stays"
unchanged = "other(err)"
"#,
        function("old(e)"),
        function(call)
    ));
}

#[test]
fn an_error_is_logged_with_what_is_at_hand() {
    let receiver = "type receiver struct{}\n\n";
    let standard = "log.Printf(\"it failed: %v\", e)";
    logs("nothing else", &[], receiver, "e error", standard);
    logs(
        "a parameter rather than a package",
        &["log", "log/slog"],
        receiver,
        "l *slog.Logger, e error",
        "l.Error(\"it failed\", \"error\", e)",
    );
    logs(
        "a package rather than a variable of the package",
        &["fmt", "log/slog"],
        "var own logger\n\ntype logger struct{}\n\nfunc (logger) Errorf(string, ...any) {}\n\ntype receiver struct{}\n\n",
        "e error",
        "slog.Error(\"it failed\", \"error\", e)",
    );
    logs(
        "a variable that the package made",
        &["log"],
        "var mine = log.Default()\n\ntype receiver struct{}\n\n",
        "e error",
        "mine.Printf(\"it failed: %v\", e)",
    );
    logs(
        "a field of the receiver",
        &["github.com/sirupsen/logrus"],
        "type receiver struct{ entry *logrus.Entry }\n\n",
        "e error",
        "r.entry.WithError(e).Error(\"it failed\")",
    );
    logs(
        "what only has such a method is not called a logger",
        &[],
        "type testing struct{}\n\nfunc (testing) Errorf(string, ...any) {}\n\ntype receiver struct{}\n\n",
        "t testing, e error",
        standard,
    );
    logs(
        "a logger whose method wants something else",
        &[],
        "type logger struct{}\n\nfunc (logger) Errorf(int) {}\n\ntype receiver struct{}\n\n",
        "l logger, log2 logger, e error",
        standard,
    );
}

#[test]
fn operators_get_the_blanks_of_their_new_place() {
    holds(
        r#"
[[rule]]
message = "one by one"
query = '''
((call_expression function: (identifier) @_f arguments: (argument_list . (_) @a . (_) @b .)) @match (#eq? @_f "old"))
'''
rewrite = "T{A: @{a}, B: g(@{b}), C: g(@{b}, 1)}"

[[example]]
name = "less deep, and as deep"
before = '''
x := old(a+b*c, g(a+b))
'''
after = '''
x := T{A: a + b*c, B: g(g(a + b)), C: g(g(a+b), 1)}
'''
[[example]]
name = "stays"
unchanged = "other(a+b, c)"
"#,
    );
}
