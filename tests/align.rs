//! gofmt's alignment: what is aligned stays so, and after an edit the file is what gofmt would
//! make of it (INV-FMT), without a touch of what was not aligned before (INV-LOCAL).

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it could not test"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use gofix_pit::codemod::{Origin, compile};
use gofix_pit::engine::{Verdict, run_example};
use gofix_pit::syntax::{Node, Source, align, bodies, node};
use gofix_pit::text::{Edit, EditSet, Span};

/// The text after an edit and the repairs that follow from it.
fn edited(text: &str, edit: Edit) -> String {
    let mut text = text.to_owned();
    let mut edits = set(vec![edit]);
    while !edits.is_empty() {
        let before = Source::parse(text.as_str()).unwrap();
        let after = Source::parse(edits.apply(&text)).unwrap();
        let broken = bodies::body_edits(&before, &edits, &after);
        let columns = set(align::alignment_edits(&before, &edits, &after));
        text = columns.apply(after.text());
        let place = |span: Span| Span::new(columns.map(span.start), columns.map(span.end));
        let moved = broken.into_iter();
        edits = set(moved
            .map(|edit| Edit::replace(place(edit.span), edit.text))
            .collect());
    }
    text
}

fn set(edits: Vec<Edit>) -> EditSet {
    let mut set = EditSet::new();
    for edit in edits {
        set.add(edit).unwrap();
    }
    set
}

/// Replaces the first occurrence of `from`.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let start = text.find(from).unwrap();
    edited(
        text,
        Edit::replace(Span::new(start, start + from.len()), to),
    )
}

#[test]
fn a_longer_key_moves_its_neighbours_and_no_others() {
    let text =
        "package p\n\nvar x = T{\n\tA:   1, // one\n\tBbb: 22, // two\n\n\tC:   1,\n\tDdd: 2,\n}\n";
    let text = &text.replace("A:   1, // one", "A:   1,  // one");
    let expected = "package p\n\nvar x = T{\n\tAaaaaaa: 1,  // one\n\tBbb:     22, // two\n\n\tC:   1,\n\tDdd: 2,\n}\n";
    assert_eq!(replaced(text, "A:", "Aaaaaaa:"), expected);
}

#[test]
fn what_was_not_aligned_is_left_alone() {
    let text =
        "package p\n\nvar x = T{\n\tA: 1,\n\tBbb:  2,\n}\n\nvar y = T{\n\tA:   1,\n\tBbb: 2,\n}\n";
    assert_eq!(
        replaced(text, "A:", "Aaaa:"),
        text.replacen("A:", "Aaaa:", 1)
    );
    assert_eq!(
        replaced(text, "Bbb: 2", "B: 2"),
        text.replace("\tA:   1,\n\tBbb: 2", "\tA: 1,\n\tB: 2")
    );
}

#[test]
fn columns_of_structs_constants_functions_and_comments() {
    let cases = [
        (
            "type T struct {\n\tA int    `json:\"a\"` // a\n\tB string // b\n\tio.Reader\n}",
            "A int    `",
            "Abc int    `",
            "type T struct {\n\tAbc int    `json:\"a\"` // a\n\tB   string // b\n\tio.Reader\n}",
        ),
        (
            "const (\n\ta int = 1 // a\n\tb     = 2\n\n\tc = 3\n)",
            "b     = 2",
            "bcd     = 2",
            "const (\n\ta   int = 1 // a\n\tbcd     = 2\n\n\tc = 3\n)",
        ),
        (
            "func (b B) Len() int           { return 1 }\nfunc (b B) Less(i, j int) bool { return 2 }",
            "Less(i, j int)",
            "Less(i int)",
            "func (b B) Len() int        { return 1 }\nfunc (b B) Less(i int) bool { return 2 }",
        ),
        (
            "func f() {\n\ta := 1   // a\n\tbcd := 2 // b\n\tc()\n\td() // d\n}",
            "bcd := 2 // b\n\tc()",
            "bcd := 2 // b\n\tc() // ccccccccccc",
            "func f() {\n\ta := 1   // a\n\tbcd := 2 // b\n\tc()      // ccccccccccc\n\td()      // d\n}",
        ),
        (
            "import (\n\t\"a\"    // a\n\t\"bcde\" // b\n)",
            "\t\"bcde\" // b\n",
            "",
            "import (\n\t\"a\" // a\n)",
        ),
        (
            "type (\n\tA    int\n\tBcde string\n)",
            "Bcde",
            "B",
            "type (\n\tA int\n\tB string\n)",
        ),
        (
            "var é = map[string]int{\n\t\"é\":  1,\n\t\"bb\": 2,\n}",
            "\"bb\": 2",
            "\"b\": 2",
            "var é = map[string]int{\n\t\"é\": 1,\n\t\"b\": 2,\n}",
        ),
    ];
    for (before, from, to, after) in cases {
        let whole = |text: &str| format!("package p\n\n{text}\n");
        assert_eq!(replaced(&whole(before), from, to), whole(after), "{before}");
    }
}

#[test]
fn a_body_that_grows_gets_lines_of_its_own() {
    let long = "aVeryLongNameOfAFunction(withAnArgument, andAnotherOne, andYetAnotherOne, andTheLastOneOfThem)";
    let cases = [
        (
            "func f() { x() }",
            "x()",
            "y()",
            "func f() { y() }".to_owned(),
        ),
        (
            "func f() { x() }",
            "x()",
            long,
            format!("func f() {{\n\t{long}\n}}"),
        ),
        (
            "func f() { x(); y() }",
            "y()",
            "y()\nz()",
            "func f() {\n\tx()\n\ty()\n\tz()\n}".to_owned(),
        ),
        (
            "func f() { x() }",
            "x()",
            "if a {\n\tx(`\n`)\n\n\ty()\n}",
            "func f() {\n\tif a {\n\t\tx(`\n`)\n\n\t\ty()\n\t}\n}".to_owned(),
        ),
        (
            "func f() {\n\tgo func() { x(func() { y() }) }()\n}",
            "y()",
            "y()\n\tz()",
            "func f() {\n\tgo func() {\n\t\tx(func() {\n\t\t\ty()\n\t\t\tz()\n\t\t})\n\t}()\n}"
                .to_owned(),
        ),
        // This is not how gofmt has it: it is no business of an edit elsewhere in it.
        (
            "func f() { x()\n}",
            "x()",
            "y()",
            "func f() { y()\n}".to_owned(),
        ),
    ];
    for (before, from, to, after) in cases {
        let whole = |text: &str| format!("package p\n\n{text}\n");
        assert_eq!(
            replaced(&whole(before), from, to),
            whole(&after),
            "{before}"
        );
        let crlf = |text: &str| whole(text).replace('\n', "\r\n");
        let to = to.replace('\n', "\r\n");
        assert_eq!(replaced(&crlf(before), from, &to), crlf(&after), "{before}");
    }
}

#[test]
fn line_endings_stay() {
    let text = "package p\r\n\r\nvar x = T{\r\n\tA:   1,\r\n\tBbb: 2,\r\n}\r\n";
    let expected = "package p\r\n\r\nvar x = T{\r\n\tAaaa: 1,\r\n\tBbb:  2,\r\n}\r\n";
    assert_eq!(replaced(text, "A:", "Aaaa:"), expected);
}

#[test]
fn the_standard_library_is_aligned_as_it_is() {
    let Some(root) = go_root("the standard library's alignment") else {
        return;
    };
    let all = go_files(&root.join("src"));
    let files: Vec<PathBuf> = all.into_iter().step_by(thoroughly(1, 5)).collect();
    let is_crooked = |path: &&PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        !align::crooked_lines(&Source::parse(text).unwrap()).is_empty()
    };
    let crooked: Vec<&PathBuf> = files.iter().filter(is_crooked).collect();
    let unformatted = unformatted(&crooked);
    eprintln!("{} files, {} not aligned", files.len(), crooked.len());
    let wrong: Vec<_> = crooked
        .iter()
        .filter(|path| !unformatted.contains(&path.display().to_string()))
        .collect();
    assert_eq!(wrong, Vec::<&&PathBuf>::new());
}

/// Those of the files that gofmt would change or not take.
fn unformatted(paths: &[&PathBuf]) -> String {
    if paths.is_empty() {
        return String::new();
    }
    let output = Command::new("gofmt")
        .arg("-l")
        .args(paths)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn after_any_edit_the_result_is_what_gofmt_makes_of_it() {
    let Some(root) = go_root("random edits against gofmt") else {
        return;
    };
    let files = go_files(&root.join("src"));
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let folder = tempfile::tempdir().unwrap();
    let mut ours = Vec::new();
    while ours.len() < thoroughly(3000, 500) {
        let path = &files[random.below(files.len())];
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if text.len() > 60_000 || !unchanged_by_gofmt(&root, path) {
            continue;
        }
        let Some((what, edit)) = any_edit(&text, &mut random) else {
            continue;
        };
        let mut edits = EditSet::new();
        edits.add(edit.clone()).unwrap();
        let name = folder.path().join(format!("{}.go", ours.len()));
        std::fs::write(&name, edits.apply(&text)).unwrap();
        ours.push((name, what, path.clone(), edited(&text, edit)));
    }
    // Some edits make no Go: gofmt leaves those files as they are, and they do not count.
    let output = Command::new("gofmt")
        .args(["-w", "."])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let refused = String::from_utf8_lossy(&output.stderr).into_owned();
    let (mut same, mut differing) = (0, Vec::new());
    for (name, what, path, ours) in &ours {
        let file = name.file_name().unwrap().to_string_lossy().into_owned();
        if refused.lines().any(|line| {
            line.trim_start_matches("./")
                .starts_with(&format!("{file}:"))
        }) {
            continue;
        }
        let theirs = std::fs::read_to_string(name).unwrap();
        if theirs == *ours {
            same += 1;
        } else {
            let diff = similar::TextDiff::from_lines(&theirs, ours);
            let diff = diff.unified_diff().context_radius(2).to_string();
            differing.push(format!("{what} in {}\n{diff}", path.display()));
        }
    }
    eprintln!("{same} edits as gofmt has them, {} not", differing.len());
    assert!(differing.len() * 100 <= same, "{}", differing.join("\n"));
}

/// The distribution is formatted, but for what its own tests need otherwise.
fn unchanged_by_gofmt(root: &Path, path: &Path) -> bool {
    !path.starts_with(root.join("src/cmd/vendor")) && !path.starts_with(root.join("src/vendor"))
}

/// An edit of a kind that fixes make.
fn any_edit(text: &str, random: &mut Random) -> Option<(&'static str, Edit)> {
    let source = Source::parse(text)?;
    let wanted = match random.below(4) {
        0 => "longer name",
        1 => "entry removed",
        2 => "entry added",
        _ => "comment added",
    };
    let mut places = Vec::new();
    node::walk(source.root(), &mut |node| {
        let parent = node.parent().map_or("", |parent| parent.kind());
        let name = matches!(
            node.kind(),
            "identifier" | "field_identifier" | "type_identifier"
        );
        let entry = matches!(
            node.kind(),
            "keyed_element" | "field_declaration" | "const_spec" | "var_spec"
        ) && parent != "var_declaration"
            || node.kind() == "literal_element" && parent == "literal_value"
            || parent == "statement_list" && node.is_named();
        if name && wanted == "longer name" || entry && wanted != "longer name" {
            places.push(node);
        }
        node::Descend::Into
    });
    if places.is_empty() {
        return None;
    }
    let place = places[random.below(places.len())];
    let lines = whole_lines(text, place);
    let edit = match wanted {
        "longer name" => Edit::insert(place.end_byte(), "Longer".repeat(1 + random.below(3))),
        "entry removed" => Edit::delete(lines?),
        "entry added" => {
            let line = lines?;
            let indent = &text[line.start..place.start_byte()];
            let entry = match place.kind() {
                "keyed_element" => "Added: 1,",
                "literal_element" => "added(1),",
                "field_declaration" => "Added int",
                "const_spec" | "var_spec" => "Added = 1",
                _ => "added()",
            };
            Edit::insert(line.start, format!("{indent}{entry}\n"))
        }
        _ => {
            let line = lines?;
            let end = line.end - 1;
            if text[line.start..end].contains("//") {
                return None;
            }
            Edit::insert(end, " // added")
        }
    };
    Some((wanted, edit))
}

/// The lines of a node that shares them with nothing but a comma and a comment.
fn whole_lines(text: &str, node: Node<'_>) -> Option<Span> {
    let start = text[..node.start_byte()].rfind('\n')? + 1;
    let end = node.end_byte() + text[node.end_byte()..].find('\n')? + 1;
    let behind = text[node.end_byte()..end].trim_start_matches(',').trim();
    let alone = text[start..node.start_byte()].trim().is_empty();
    (alone && (behind.is_empty() || behind.starts_with("//"))).then(|| Span::new(start, end))
}

/// A small generator of its own, so that a failure can be seen again.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }
}

/// All Go files below a folder, test data aside, in order.
fn go_files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                if entry.file_name() != "testdata" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ext| ext == "go") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Where Go is required, as on the build server, everything is tried; elsewhere a part.
fn thoroughly(all: usize, part: usize) -> usize {
    let required = std::env::var_os("GOFIX_PIT_REQUIRE_GO").is_some_and(|set| set == "1");
    if required { all } else { part }
}

/// The Go installation, or a loud line that there is none.
fn go_root(what: &str) -> Option<PathBuf> {
    let output = Command::new("go").args(["env", "GOROOT"]).output();
    let root = output.ok().filter(|output| output.status.success());
    if root.is_none() {
        let required = std::env::var_os("GOFIX_PIT_REQUIRE_GO").is_some_and(|set| set == "1");
        assert!(!required, "there is no go, and GOFIX_PIT_REQUIRE_GO=1");
        eprintln!("SKIPPED (needs Go): {what}");
    }
    let root = String::from_utf8(root?.stdout).unwrap();
    Some(root.trim().into())
}

const IN_ONE_LINE: &str = r#"id = "x"
title = "one line"
applicability = "safe"

[[rule]]
message = "m"
query = '''
((expression_statement (call_expression function: (identifier) @f)) @match (#eq? @f "old"))
'''
[[rule.edit]]
replace = "f"
with = "print"
[[rule.edit]]
before = "match"
insert = "print(1)\ndefer print(2)"

[[rule]]
message = "n"
query = '''
((function_declaration name: (identifier) @f body: (block) @body) @match (#eq? @f "wants"))
'''
[[rule.edit]]
append = "body"
insert = "print(3)"
[[rule.edit]]
replace = "f"
with = "has"

[[example]]
name = "before a statement"
imports = []
before = '''
func a() { old() }
func bcd() { x() }
'''
after = '''
func a() {
	print(1)
	defer print(2)
	print()
}
func bcd() { x() }
'''

[[example]]
name = "at the end of a body"
before = '''
func wants() { x(); y() }
'''
after = '''
func has() {
	x()
	y()
	print(3)
}
'''

[[example]]
name = "in a function literal"
before = '''
func a() {
	go func() { x(); old() }()
}
'''
after = '''
func a() {
	go func() {
		x()
		print(1)
		defer print(2)
		print()
	}()
}
'''

[[example]]
name = "stays"
unchanged = '''
func a() { other() }
'''
"#;

/// What a fix adds to a body on one line stands as gofmt would have it.
#[test]
fn fixes_reach_into_bodies_on_one_line() {
    let origin = Origin::File("x.toml".into());
    let codemod = Arc::new(compile(IN_ONE_LINE, origin, "x", "local").unwrap());
    for example in &codemod.examples {
        let verdict = run_example(&codemod, example);
        assert!(!matches!(verdict, Verdict::Fails { .. }), "{verdict:#?}");
    }
}
