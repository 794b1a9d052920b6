//! The house stays in order: imports run one way, and what is data stays out of the source.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use gofix_pit::codemod::Catalog;

/// From the bottom up; a module may use those of earlier lines, and itself.
const LAYERS: [&[&str]; 7] = [
    &["text"],
    &["syntax"],
    &["facts"],
    &["codemod"],
    &["engine"],
    &["disk", "report"],
    &["cli"],
];

fn sources(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn src() -> Vec<(PathBuf, String)> {
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules of this crate that a text names.
fn used(text: &str) -> Vec<&str> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let list = rest
            .strip_prefix('{')
            .map(|inner| &inner[..inner.find('}').unwrap_or(0)]);
        for word in list.unwrap_or(rest).split(',') {
            let word = word.trim();
            let end = word
                .find(|c: char| !c.is_ascii_lowercase())
                .unwrap_or(word.len());
            used.push(&word[..end]);
            if list.is_none() {
                break;
            }
        }
    }
    used
}

#[test]
fn imports_run_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (path, text) in src() {
        let below = path.strip_prefix(&root).unwrap();
        let module = below
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy();
        let Some(own) = layer(module.trim_end_matches(".rs")) else {
            continue;
        };
        for used in used(&text) {
            let Some(other) = layer(used) else { continue };
            if other > own || (other == own && used != module) {
                wrong.push(format!("{} uses {used}", below.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        used("use crate::{text, facts::At};"),
        ["text", "facts"],
        "the reader reads"
    );
}

/// INV-DATA: no codemod's id in the source. Ids that are words of Go itself cannot be told apart.
#[test]
fn inv_data_no_codemod_id_in_the_source() {
    let mut wrong = Vec::new();
    for codemod in Catalog::built_in().codemods() {
        for (path, text) in src() {
            for line in text.lines() {
                let code = line.split("//").next().unwrap_or("");
                if code.contains(&format!("\"{}\"", codemod.id)) {
                    wrong.push(format!("{}: {line}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// INV-PURE: the core names nothing of the outside world.
#[test]
fn inv_pure_the_core_touches_nothing() {
    let outside = [
        "std::fs",
        "std::env",
        "std::process",
        "std::time",
        "std::net",
        "std::io",
        "println!",
        "eprintln!",
        "print!(",
    ];
    let mut wrong = Vec::new();
    for (path, text) in src() {
        let pure = ["text", "syntax", "facts", "codemod", "engine"];
        if !pure
            .iter()
            .any(|module| path.to_string_lossy().contains(&format!("src/{module}/")))
        {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or("");
            if outside.iter().any(|name| line.contains(name)) {
                wrong.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn modules_open_with_why_they_exist() {
    let without: Vec<String> = src()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn files_keep_a_readable_length() {
    let long: Vec<String> = src()
        .into_iter()
        .map(|(path, text)| {
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            (path, code.lines().count())
        })
        .filter(|(_, lines)| *lines > 550)
        .map(|(path, lines)| format!("{}: {lines}", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}
