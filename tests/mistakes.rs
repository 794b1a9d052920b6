//! Every mistake of an author is told when the codemod is loaded, at its place.

use std::fmt::Write as _;

use gofix_pit::codemod::{Origin, compile};

const SOUND: &str = r#"id = "x"
title = "a title"
applicability = "safe"

[params.limit]
default = "3"

[[rule]]
message = "calls @{f}"
query = '''
((call_expression function: (identifier) @f arguments: (argument_list . (_) @a)) @match
 (#eq? @f "old") (#pure? @a))
'''
rewrite = "new(@{a})"

[[example]]
name = "changes"
before = "old(1)"
after = "new(1)"

[[example]]
name = "stays"
unchanged = "other(1)"
"#;

/// A sound codemod with all that names something.
const WIDE: &str = r#"id = "x"
title = "a title"
applicability = "safe"

[params.limit]
default = "3"

[[rule]]
message = "calls @{f}"
query = '''
((call_expression function: (identifier) @f arguments: (argument_list . (_) @a) @args) @match
 (#eq? @f "old") (#where? "a.value != f.text"))
'''
when = '(#not-contains? @args calls)'
lower = [{ unless = "(or (#pure? @a) (#go? \"1.21\"))", to = "unsafe", because = "it is built" }]

[rule.queries]
calls = '((call_expression) @call (#contains? @call names))'
names = '((identifier) @name (#match? @name "^x"))'

[[rule.edit]]
each = "names"
in = "args"
replace = "name"
with = "@{name.text|upper|lower}@{zero_value(a)}"
when = '(#not-inside? @name "for_statement" until "block")'
"#;

/// The rendered problems of the sound codemod with one replacement.
fn problems(replace: &str, by: &str) -> String {
    problems_of(SOUND, replace, by)
}

/// The rendered problems of a codemod with one replacement.
fn problems_of(sound: &str, replace: &str, by: &str) -> String {
    assert!(
        sound.contains(replace),
        "{replace} is not in the sound codemod"
    );
    let source = sound.replacen(replace, by, 1);
    match compile(&source, Origin::File("x.toml".into()), "x", "local") {
        Ok(_) => "loads".to_owned(),
        Err(problems) => problems
            .iter()
            .map(|problem| problem.render("x.toml", &source))
            .collect(),
    }
}

#[test]
fn the_sound_codemod_loads() {
    assert_eq!(problems("a title", "another title"), "loads");
}

/// Each by its name: what of the sound codemod is replaced, and by what.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("unknown key", "applicability =", "aplicability ="),
    ("unknown applicability", "\"safe\"", "\"sure\""),
    ("id is not kebab-case", "id = \"x\"", "id = \"X_y\""),
    ("id is not the file's name", "id = \"x\"", "id = \"y\""),
    ("unknown predicate", "#pure?", "#puer?"),
    ("too many arguments", "#pure? @a", "#pure? @a @f"),
    ("wrong kind of argument", "#pure? @a", "#pure? \"a\""),
    (
        "predicate outside of its pattern",
        " (#eq? @f \"old\") (#pure? @a))",
        ") (#pure? @a)",
    ),
    ("no @match", ") @match", ")"),
    (
        "no @match in the second pattern",
        "(#pure? @a))",
        "(#pure? @a))\n((go_statement) @f @a)",
    ),
    ("unknown node", "call_expression", "cal_expression"),
    ("unknown field", "function:", "func:"),
    (
        "pattern that is never closed",
        "(#pure? @a))",
        "(#pure? @a)",
    ),
    ("unknown capture in a predicate", "#pure? @a", "#pure? @b"),
    ("unknown capture in the message", "@{f}", "@{g}"),
    ("unknown parameter", "new(@{a})\"", "new(@{params.limt})\""),
    ("unknown filter", "new(@{a})\"", "new(@{a|shout})\""),
    ("broken template", "new(@{a})\"", "new(@{a)\""),
    ("directive", "#pure? @a", "#set! a b"),
    ("optional capture in a template", "(_) @a)", "(_)? @a)"),
    (
        "every node",
        "(call_expression function: (identifier) @f arguments: (argument_list . (_) @a)) @match\n (#eq? @f \"old\") (#pure? @a)",
        "(_) @match @f @a",
    ),
    (
        "repeated wildcard",
        ". (_) @a)",
        "(identifier) @a (_)* @rest)",
    ),
    (
        "siblings in all pairs",
        ". (_) @a)",
        "(identifier) @a (identifier) @b)",
    ),
    (
        "repeated siblings",
        ". (_) @a)",
        "(identifier)+ @b (call_expression)* . (_) @a)",
    ),
    ("broken TOML", "title = ", "title "),
    (
        "both rewrite and edit",
        "[[example]]",
        "[[rule.edit]]\ndelete = \"match\"\n\n[[example]]",
    ),
    (
        "no changing example",
        "before = \"old(1)\"\nafter = \"new(1)\"",
        "unchanged = \"old(1)\"",
    ),
    (
        "no unchanged example",
        "unchanged = \"other(1)\"",
        "before = \"old(2)\"\nafter = \"new(2)\"",
    ),
    ("example without text", "unchanged = \"other(1)\"\n", ""),
    (
        "a default that the parameter cannot have",
        "default = \"3\"",
        "default = \"3\"\nmatches = '[a-z]+'",
    ),
    (
        "a pattern that is none",
        "default = \"3\"",
        "default = \"3\"\nmatches = '('",
    ),
    (
        "an example with a parameter that there is not",
        "before = \"old(1)\"",
        "params = { limt = \"x\" }\nbefore = \"old(1)\"",
    ),
    (
        "uses that are no query",
        "rewrite = \"new(@{a})\"",
        "[[rule.edit]]\nat_definition = \"a\"\nwith = \"x\"\nuses = \"used\"",
    ),
    (
        "uses of another verb",
        "rewrite = \"new(@{a})\"",
        "[[rule.edit]]\ndelete = \"a\"\nuses = \"used\"",
    ),
    (
        "uses that capture nothing of use",
        "rewrite = \"new(@{a})\"",
        "[rule.queries]\nused = '((call_expression) @c)'\n\n[[rule.edit]]\nat_definition = \"a\"\nwith = \"x\"\nuses = \"used\"",
    ),
    (
        "query that no rule asks for",
        "[[rule]]",
        "[queries]\nspare = '(identifier) @x'\n\n[[rule]]",
    ),
];

#[test]
fn mistakes_are_told_at_their_place() {
    review("authors-mistakes", SOUND, MISTAKES);
}

/// What loads and then never holds, never turns anything down, or fails too late.
#[test]
fn names_that_mean_nothing_are_told_at_their_place() {
    let guard = "(or (#pure? @a) (#go? \\\"1.21\\\"))";
    let when = "(#not-contains? @args calls)";
    let edit = "(#not-inside? @name \"for_statement\" until \"block\")";
    let template = "@{name.text|upper|lower}@{zero_value(a)}";
    let condition = "a.value != f.text";
    let queries = [
        ("unknown capture in `unless`", guard, "(#pure? @argz)"),
        ("unknown capture in `when`", when, "(not (#pure? @argz))"),
        ("unknown capture in an edit's `when`", edit, "(#pure? @nam)"),
        ("unknown query in `when`", when, "(#contains? @args call)"),
        (
            "unknown query in a query",
            "#contains? @call names",
            "#not-contains? @call nams",
        ),
        (
            "a query that asks for itself",
            "#contains? @call names",
            "#contains? @call calls",
        ),
        (
            "circle of queries",
            "(#match? @name \"^x\")",
            "(#contains? @name calls)",
        ),
    ];
    let arguments = [
        (
            "misspelt kind of node",
            edit,
            "(#not-inside? @name \"for_statment\")",
        ),
        (
            "misspelt stop",
            edit,
            "(#inside? @name \"for_statement\" until \"blok\")",
        ),
        ("supertype", edit, "(#inside? @name \"_statement\")"),
        ("kind of a type", when, "(#kind? @a \"strct\")"),
        (
            "unknown field",
            when,
            "(#field? @a \"call_expression.functin\")",
        ),
        (
            "field of another node",
            when,
            "(#not-field? @a \"call_expression.operand\")",
        ),
        (
            "unknown node of a field",
            when,
            "(#field? @a \"cal_expression.function\")",
        ),
        ("no field", when, "(#field? @a \"function\")"),
        ("no type", when, "(#type? @a \"[][\")"),
        (
            "type without its path",
            when,
            "(#type? @a \"error\" \"*Client\")",
        ),
        ("result type", when, "(#returns? @a \"...\" \"eror\")"),
        ("no function", when, "(#calls? @match \"nodot\")"),
        (
            "method of a pointer",
            when,
            "(#calls? @match \"*sync.Map.Load\")",
        ),
        ("no interface", when, "(#implements? @a \"Closer\")"),
        ("empty import path", when, "(#pkg? @f \"\")"),
        ("import path in quotes", when, "(#not-pkg? @f \"`fmt`\")"),
        ("no version", guard, "(#go? \\\"abc\\\")"),
        (
            "unknown parameter",
            guard,
            "(#param? \\\"limt\\\" \\\"3\\\")",
        ),
        ("no regular expression", when, "(#match? @f \"(\")"),
        ("folder in a file's name", when, "(#file? \"cmd/*.go\")"),
        ("no pattern", when, "(#file? \"[a.go\")"),
        ("no module", when, "(#requires? \"a b/c\" \"/x\")"),
    ];
    let textual = [
        ("too few arguments", "(#eq? @f \"old\")", "(#eq? @f)"),
        ("no question mark", "(#eq? @f \"old\")", "(#eq @f \"old\")"),
        ("regular expression of a query", "\"^x\"", "\"(\""),
        ("capture for a regular expression", "\"^x\"", "@name"),
        (
            "string for a capture",
            "(#eq? @f \"old\")",
            "(#any-of? \"f\" \"old\")",
        ),
        (
            "capture of another query",
            "(#eq? @f \"old\")",
            "(#eq? @fun \"old\")",
        ),
    ];
    let expressions = [
        ("unknown name", condition, "foo == 1"),
        (
            "unknown parameter of a condition",
            condition,
            "params.foo == 1",
        ),
        (
            "unknown parameter by index",
            condition,
            "params['foo'] == 1",
        ),
        ("broken condition", condition, "f.text =="),
        (
            "unknown attribute of a condition",
            condition,
            "f.vlue and f.typ",
        ),
        ("method", condition, "f.text.startswith('x')"),
        ("unknown test", condition, "f is defind and a is not strin"),
    ];
    let templates = [
        ("unknown attribute", template, "@{name.vlue}"),
        ("unknown second filter", template, "@{name|upper|frob}"),
        ("no argument", template, "@{zero_value()}@{fresh()}"),
        (
            "too many arguments",
            template,
            "@{pkg('a', 'b')}@{a|duration('x')}",
        ),
        ("unknown option", template, "@{fresh('x', rebnd=true)}"),
        (
            "string for a capture",
            template,
            "@{zero_results('b', last='err')}",
        ),
        ("no import path", template, "@{pkg('net http')}"),
        ("no type", template, "@{parameter(a, 'Context')}"),
        (
            "no version",
            template,
            "@% if go_at_least('1') %@@{a}@% endif %@",
        ),
        (
            "no regular expression",
            template,
            "@% if a|matches('(') %@@{a}@% endif %@",
        ),
        ("unknown function", template, "@{frsh('x')}"),
        ("another template", template, "@% include 'x' %@"),
        (
            "the place of a name that stands in the text, too",
            "message = \"calls @{f}\"",
            "message = \"call \\\"of\\\" @{cal}\"",
        ),
        (
            "places behind escapes",
            "message = \"calls @{f}\"",
            "message = \"\"\"\n\\u00e4 \\\n  @{cal}\"\"\"",
        ),
    ];
    let edits = [
        ("each without in", "in = \"args\"\n", ""),
        ("in without each", "each = \"names\"\n", ""),
        (
            "keys of another verb",
            "in = \"args\"",
            "in = \"args\"\nof = [\"a\"]\ninsert = \"x\"",
        ),
        (
            "unknown capture of a verb",
            "replace = \"name\"",
            "replace = \"nme\"",
        ),
        ("unknown region", "in = \"args\"", "in = \"arg\""),
        (
            "guard that lowers nothing",
            "to = \"unsafe\"",
            "to = \"safe\"",
        ),
        (
            "import in quotes",
            "[rule.queries]",
            "imports = { add = [\"'fmt'\"], drop = [\"\"] }\n[rule.queries]",
        ),
        (
            "unknown query of each",
            "each = \"names\"",
            "each = \"name\"",
        ),
    ];
    let all = [
        &queries[..],
        &arguments,
        &textual,
        &expressions,
        &templates,
        &edits,
    ];
    assert_eq!(problems_of(WIDE, "a title", "another title"), "loads");
    review("authors-names", WIDE, &all.concat());
}

/// Each mistake is told, and how is kept for reviewers.
fn review(page_name: &str, sound: &str, mistakes: &[(&str, &str, &str)]) {
    let mut page = String::new();
    for (name, replace, by) in mistakes {
        let told = problems_of(sound, replace, by);
        assert_ne!(told, "loads", "{name}");
        let _ = writeln!(page, "## {name}\n{told}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(page_name, page));
}
