//! Packages in memory, and the places in them that tests ask about.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test binary uses its own part of this"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gofix_pit::facts::{At, InputFile, Module, NoWorld, Package, World};

fn inputs(files: &[(&str, &str)]) -> Vec<InputFile> {
    let input = |(name, text): &(&str, &str)| InputFile {
        path: name.into(),
        text: Arc::from(*text),
        editable: true,
    };
    files.iter().map(input).collect()
}

/// A package of these files, that sees no other but the standard library.
pub fn package(files: &[(&str, &str)]) -> Package<'static> {
    Package::new(".", inputs(files), &NoWorld)
}

/// Packages by their import paths; `m` is the one that is looked at.
#[derive(Default)]
pub struct Memory(HashMap<&'static str, Vec<InputFile>>);

impl Memory {
    pub fn with(mut self, path: &'static str, files: &[(&str, &str)]) -> Self {
        self.0.insert(path, inputs(files));
        self
    }

    /// The package `m`, of these files.
    pub fn package(&self, files: &[(&str, &str)]) -> Package<'_> {
        Package::new("m", inputs(files), self)
    }
}

impl World for Memory {
    fn directory(&self, _: &Path) -> Vec<InputFile> {
        Vec::new()
    }

    fn package(&self, import_path: &str, _: &Path) -> Option<(PathBuf, Vec<InputFile>)> {
        let files = self.0.get(import_path)?;
        Some((import_path.into(), files.clone()))
    }

    fn module(&self, dir: &Path) -> Option<Module> {
        Some(Module {
            import_path: dir.to_str()?.into(),
            go_version: Some((1, 26)),
            requires: Vec::new(),
        })
    }
}

/// The smallest node that is spelled like this and begins at a `/*!*/` mark of the first file.
pub fn marked<'p>(package: &'p Package<'_>, spelled: &str) -> At<'p> {
    let file = package.files().next().unwrap();
    let source = package.source(file).unwrap();
    let mark = format!("/*!*/{spelled}");
    let found = source.text().find(&mark);
    let start = found.unwrap_or_else(|| panic!("no {mark}")) + "/*!*/".len();
    let node = source
        .root()
        .descendant_for_byte_range(start, start + spelled.len())
        .unwrap();
    At { file, node }
}

/// The type of what is marked.
pub fn type_of(package: &Package<'_>, spelled: &str) -> String {
    package.type_of(marked(package, spelled)).to_string()
}

/// What the marked call calls.
pub fn callee_of(package: &Package<'_>, spelled: &str) -> Option<String> {
    let callee = package.callee(marked(package, spelled))?;
    Some(callee.name.to_string())
}

/// The node of the n-th occurrence (from 1) of a word in the first file.
pub fn nth<'p>(package: &'p Package<'_>, word: &str, n: usize) -> At<'p> {
    let file = package.files().next().unwrap();
    let source = package.source(file).unwrap();
    let is_word = |at: usize| {
        let byte = |at: usize| source.text().as_bytes().get(at).copied().unwrap_or(b' ');
        let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        !letter(byte(at.wrapping_sub(1))) && !letter(byte(at + word.len()))
    };
    let found = source
        .text()
        .match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| is_word(*at));
    let start = found
        .into_iter()
        .nth(n - 1)
        .unwrap_or_else(|| panic!("no {n}. {word}"));
    let node = source
        .root()
        .descendant_for_byte_range(start, start + word.len())
        .unwrap();
    At { file, node }
}
