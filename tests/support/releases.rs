//! Programs of generated loop bodies, and what is to be said of how they release.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::program::Program;
use super::{bodies, go};

const BODIES_PER_FILE: usize = 25;

/// `count` loop bodies from number `first` on.
pub fn loops(first: usize, count: usize, max_closes: i64) -> Program {
    let runtime = go::cases_module().join("bodies/runtime.go");
    let runtime = fs::read_to_string(runtime).expect("the bodies' runtime");
    let mut files = BTreeMap::from([("runtime.go".to_owned(), runtime)]);
    for start in (first..first + count).step_by(BODIES_PER_FILE) {
        let text = bodies::file(start..(start + BODIES_PER_FILE).min(first + count), 1);
        files.insert(format!("bodies{start}.go"), text);
    }
    let passive = vec![toml::Value::from("*example.com/cases.res")];
    let params = BTreeMap::from([
        ("max_closes".to_owned(), toml::Value::Integer(max_closes)),
        ("passive".to_owned(), toml::Value::Array(passive)),
    ]);
    Program::of_files("defer-in-loop", &format!("bodies{first}"), files, params)
}

/// The same as someone in a hurry would do it: released where it was deferred.
pub fn naive(program: &Program) -> Program {
    let hurried = |(name, text): (&String, &String)| {
        let text = if name == "runtime.go" {
            text.clone()
        } else {
            text.replace("defer r", "r")
        };
        (name.clone(), text)
    };
    Program {
        name: "naive".to_owned(),
        before: program.before.clone(),
        after: program.before.iter().map(hurried).collect(),
    }
}

/// Names of the functions that have a `defer` outside of function literals that are called in place.
pub fn functions_that_defer(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, text) in files.iter().filter(|(name, _)| *name != "runtime.go") {
        let mut current = "";
        let mut literal: Option<usize> = None;
        for line in text.lines() {
            let indent = line.len() - line.trim_start().len();
            if let Some(rest) = line.strip_prefix("func ") {
                current = rest.split('(').next().unwrap_or("");
            }
            if is_wrapped(line) {
                literal = literal.or(Some(indent));
            } else if literal
                .is_some_and(|outer| indent == outer && line.trim_start().starts_with('}'))
            {
                literal = None;
            }
            if literal.is_none() && line.trim_start().starts_with("defer ") {
                names.insert(current.to_owned());
            }
        }
    }
    names
}

/// How many loops have become a function literal.
pub fn wrapped(files: &BTreeMap<String, String>) -> usize {
    let lines = files.values().flat_map(|text| text.lines());
    lines.filter(|line| is_wrapped(line)).count()
}

/// Whether a function literal begins that is the body of a loop.
fn is_wrapped(line: &str) -> bool {
    matches!(line.trim_start(), "func() {" | "if err := func() error {")
}

/// What is wrong with a run after the rewrite: another result or trace than before, a release that
/// is missing, twice or too early, or something left open at the next iteration.
pub fn complaints(before: &str, after: &str, still_defers: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    if before.lines().count() != after.lines().count() {
        wrong.push("other runs than before".to_owned());
    }
    for (before, after) in before.lines().zip(after.lines()) {
        let mut parts = after.split("; ");
        let did = parts.next().unwrap_or("");
        if Some(did) != before.split("; ").next() {
            wrong.push(format!("{after}\n    before: {before}"));
        }
        let left = parts.next().unwrap_or("");
        let name = did.split(' ').next().unwrap_or("");
        if left != "0 left" && !still_defers.contains(name) {
            wrong.push(format!("{after}\n    though nothing is deferred"));
        }
        if parts.next().is_some() {
            wrong.push(after.to_owned());
        }
    }
    wrong
}

/// The first complaints, and the function of the first of them before and after.
pub fn told(complaints: &[String], programs: &[Program]) -> String {
    let Some(first) = complaints.first() else {
        return String::new();
    };
    let header = format!("\nfunc {}(", first.split(' ').next().unwrap_or(""));
    let function = |files: &BTreeMap<String, String>| {
        let text = files.values().find_map(|text| text.split_once(&header));
        let text = text.map_or("", |(_, rest)| rest);
        format!("{header}{}\n}}", text.split("\n}\n").next().unwrap_or(""))
    };
    let mut text = complaints[..complaints.len().min(20)].join("\n");
    if let Some(program) = programs
        .iter()
        .find(|program| program.before.values().any(|text| text.contains(&header)))
    {
        text += &function(&program.before);
        text += &function(&program.after);
    }
    text
}
