//! Programs that are run as they are and as gofix-pit rewrites them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::go;

/// The files of a program by name, and the same after all fixes of one codemod.
pub struct Program {
    /// Unique within a call of [`build`]; a directory's name.
    pub name: String,
    /// The program.
    pub before: BTreeMap<String, String>,
    /// The program, rewritten.
    pub after: BTreeMap<String, String>,
}

impl Program {
    /// A program and what a codemod makes of it with these parameters; it must make something of it.
    pub fn of_files(
        codemod: &str,
        name: &str,
        before: BTreeMap<String, String>,
        params: BTreeMap<String, toml::Value>,
    ) -> Self {
        let (after, findings) = go::rewritten_package(codemod, &before, params);
        assert_ne!(
            after, before,
            "{codemod} finds nothing in {name}: {findings:?}"
        );
        Self {
            name: name.to_owned(),
            before,
            after,
        }
    }
}

/// Programs built side by side, `name-before` and `name-after`.
pub struct Built {
    folder: tempfile::TempDir,
}

impl Built {
    /// What `name-before` or `name-after` writes to standard output, started through the
    /// arguments of `driver` if there are any.
    pub fn run(&self, binary: &str, driver: &[&str]) -> String {
        let path = self.folder.path().join("bin").join(binary);
        let output = match driver {
            [] => Command::new(&path).output(),
            [name, arguments @ ..] => Command::new(self.folder.path().join("bin").join(name))
                .args(arguments)
                .arg(&path)
                .output(),
        };
        go::said(binary, &output.expect("the program starts"))
    }
}

/// Vets and builds programs within the module of cases, and `cmd/stop` beside them.
pub fn build(programs: &[Program]) -> Built {
    let module = go::cases_module();
    let folder = tempfile::Builder::new()
        .prefix("rewritten-")
        .tempdir_in(&module)
        .expect("a folder in the module");
    for program in programs {
        for (suffix, files) in [("before", &program.before), ("after", &program.after)] {
            let package = folder.path().join(format!("{}-{suffix}", program.name));
            fs::create_dir(&package).expect("a package's folder");
            for (name, text) in files {
                fs::write(package.join(name), text).expect("a package's file");
            }
        }
    }
    let relative = folder
        .path()
        .strip_prefix(&module)
        .expect("below the module");
    let packages = format!("./{}/...", slashed(relative));
    let bin = format!("{}/bin/", slashed(relative));
    go::go(&module, &["vet", &packages]);
    go::go(&module, &["build", "-o", &bin, &packages, "./cmd/stop"]);
    Built { folder }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The folders in a folder, sorted.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.is_dir());
    paths.sort();
    paths
}

/// The last element of a path.
pub fn base(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The lines of a program's head comment with a mark, without it.
pub fn marked(text: &str, mark: &str) -> String {
    let head = text.lines().map_while(|line| line.strip_prefix("//"));
    head.filter_map(|line| line.trim_start().strip_prefix(mark))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The program of a folder: its `main.go`, or that of another folder, which its `head.txt` names,
/// with that head instead.
pub fn text(folder: &Path) -> String {
    let read = |name: &str| fs::read_to_string(folder.join(name));
    read("main.go").unwrap_or_else(|_| {
        let head = read("head.txt").expect("a program has a main.go or a head.txt");
        let other = read(marked(&head, "program: ").trim()).expect("the other program");
        let (_, code) = other.split_once("\npackage main\n").expect("a program");
        format!("{head}package main\n{code}")
    })
}

/// The parameters that a program's head comment gives its codemod: `// param: drain = "1s"`.
pub fn params(text: &str) -> BTreeMap<String, toml::Value> {
    let table: toml::Table = marked(text, "param: ").parse().expect("parameters in TOML");
    table.into_iter().collect()
}
