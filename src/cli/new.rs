//! `gofix-pit new`: a codemod to start from. It loads, matches its own example and passes `test`.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use super::Exit;
use super::args::NewArgs;
use super::failure::Failed;
use super::outside::Outside;

/// What a new codemod says; `{{id}}` is its id.
const SKELETON: &str = include_str!("skeleton.toml");

pub(super) fn new(args: &NewArgs, outside: &mut Outside) -> Result<Exit, Failed> {
    let id = &args.id;
    let kebab = !id.is_empty()
        && id.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
    if !kebab {
        return Err(Failed::new(format!(
            "`{id}` is not kebab-case: lower-case words joined by `-`"
        )));
    }
    let path = args.dir.join(format!("{id}.toml"));
    let failed = |error: std::io::Error| {
        Failed::new(format!(
            "{}: {}",
            path.display(),
            crate::disk::plain(&error)
        ))
    };
    fs::create_dir_all(&args.dir).map_err(failed)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(failed)?;
    file.write_all(SKELETON.replace("{{id}}", id).as_bytes())
        .map_err(failed)?;
    let shown = path.display();
    writeln!(
        outside.out,
        "wrote {shown}\n\
         try it:    gofix-pit test {shown}\n\
         use it:    gofix-pit -c {shown} ./...\n\
         look into: gofix-pit tree FILE.go, gofix-pit query {shown} FILE.go"
    )?;
    Ok(Exit::Clean)
}
