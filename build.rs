//! Embeds the codemods of `codemods/<category>/<id>.toml`, so that adding one touches no other
//! file, and the stub tables of `stubs/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = root.join("codemods");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("&[\n");
    for category in entries(&folder)? {
        println!("cargo::rerun-if-changed={}", category.display());
        for file in entries(&category)? {
            if file
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let (category, stem) = (name(&category), name(&file));
                let text = file.to_string_lossy();
                let _ = writeln!(
                    table,
                    "    ({category:?}, {stem:?}, include_str!({text:?})),"
                );
            }
        }
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("codemods.rs"), table)?;
    fs::write(out.join("stubs.rs"), stubs(&root.join("stubs"))?)
}

/// The table of `stubs/INDEX`: import path, package name, text.
fn stubs(folder: &Path) -> io::Result<String> {
    let index = folder.join("INDEX");
    println!("cargo::rerun-if-changed={}", index.display());
    let text = fs::read_to_string(&index)?;
    let mut lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    lines.retain(|columns| columns.len() == 3);
    lines.sort();
    let mut table = String::from("&[\n");
    for columns in lines {
        let file = folder.join(columns[2]);
        println!("cargo::rerun-if-changed={}", file.display());
        let (path, name, file) = (columns[0], columns[1], file.to_string_lossy());
        let _ = writeln!(table, "    ({path:?}, {name:?}, include_str!({file:?})),");
    }
    table.push(']');
    Ok(table)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    paths.retain(|path| {
        !path
            .file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with('.'))
    });
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
