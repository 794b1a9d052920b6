//! What a fix comes to is what its author meant, and Go takes it; else there is no fix.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "support/small.rs"]
mod small;

use small::holds;

/// A rule about calls of a function.
fn calls(of: &str, edit: &str, examples: &str) {
    let captures =
        "(call_expression function: (identifier) @_f arguments: (argument_list . (_) @a .))";
    holds(&format!(
        "\n[[rule]]\nmessage = \"m\"\nquery = '''\n({captures} @match\n (#eq? @_f \"{of}\"))\n'''\n{edit}\n{examples}"
    ));
}

#[test]
fn a_replacement_keeps_together_among_tighter_operators() {
    calls(
        "dbl",
        "rewrite = \"@{a} + @{a}\"",
        "
[[example]]
name = \"operators around it\"
before = '''
x := 3 * dbl(1)
_ = -dbl(x)
_ = 7 - dbl(2)
_ = dbl(x) + 1
_ = g(dbl(x))
'''
after = '''
x := 3 * (1 + 1)
_ = -(x + x)
_ = 7 - (2 + 2)
_ = x + x + 1
_ = g(x + x)
'''
[[example]]
name = \"no statement\"
expect = \"safe\"
unchanged = '''
dbl(5)
'''
[[example]]
name = \"nothing to defer or to start\"
expect = \"safe\"
unchanged = '''
defer dbl(3)
go dbl(4)
'''
",
    );
    calls(
        "zero",
        "rewrite = \"T{A: @{a}}\"",
        "
[[example]]
name = \"a literal in a header\"
before = '''
if x == zero(1) {
	end()
}
'''
after = '''
if x == (T{A: 1}) {
	end()
}
'''
[[example]]
name = \"another\"
unchanged = \"g(1)\"
",
    );
}

#[test]
fn nothing_stands_behind_what_leaves() {
    calls(
        "f",
        "[[rule.edit]]\nreplace = \"a\"\nwith = \"1\"\nwhen = '(#not-eq? @a \"1\")'\n[[rule.edit]]\nafter = \"match\"\ninsert = \"end()\"\nwhen = '(#not-eq? @a \"1\")'",
        "
[[example]]
name = \"behind a statement\"
before = '''
func k(n int) int {
	x := f(n)
	g(x)
	return n
}
'''
after = '''
func k(n int) int {
	x := f(1)
	end()
	g(x)
	return n
}
'''
[[example]]
name = \"behind a return\"
expect = \"safe\"
unchanged = '''
func k(n int) int { return f(n) }

func l(n int) int {
	return f(n)
}
'''
[[example]]
name = \"another\"
unchanged = \"g(1)\"
",
    );
}

#[test]
fn an_argument_ahead_of_what_stands_for_all_is_no_good() {
    holds(
        r#"
[[rule]]
message = "m"
query = '''
((call_expression function: (identifier) @_f arguments: (argument_list) @list) @match (#eq? @_f "g"))
'''
[[rule.edit]]
prepend = "list"
insert = "0"
when = '(#not-match? @list "^.0")'

[[example]]
name = "ahead of others"
before = "g(1)"
after = "g(0, 1)"
[[example]]
name = "ahead of all"
expect = "suggest"
unchanged = "g([]int{1}...)"
[[example]]
name = "another"
unchanged = "end()"
"#,
    );
}

#[test]
fn what_is_deleted_is_said_by_nobody() {
    holds(
        r#"
[[rule]]
message = "m"
query = '''
((const_declaration (const_spec name: (identifier) @name)) @match (#match? @name "^limit"))
'''
[[rule.edit]]
delete = "match"

[[example]]
name = "nobody says it"
before = '''
const limit1 = 1

func a() int { return 1 }
'''
after = '''

func a() int { return 1 }
'''
[[example]]
name = "the package says it"
expect = "safe"
unchanged = '''
const limit2 = 1

func a() int { return limit2 }
'''
"#,
    );
    holds(
        r#"
[[rule]]
message = "m"
query = "((labeled_statement label: (label_name) @name) @match)"
[[rule.edit]]
delete = "name"

[[example]]
name = "nothing jumps there"
before = '''
func a() {
out:
	for {
	}
}
'''
after = '''
func a() {
	for {
	}
}
'''
[[example]]
name = "something does"
expect = "safe"
unchanged = '''
func a() {
out:
	for {
		break out
	}
}
'''
"#,
    );
}
