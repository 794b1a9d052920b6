//! What the program needs of the process it runs in.

use std::env;
use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write};
use std::path::PathBuf;

use crate::disk::DiskWorld;
use crate::report::Paint;

use super::args::When;

/// Streams, the current directory, and where Go keeps its modules.
pub(super) struct Outside {
    /// Standard output, buffered.
    pub out: BufWriter<io::Stdout>,
    /// Whether standard output shows colours.
    pub paint: Paint,
    /// Whether someone watches standard error.
    pub watched: bool,
    /// The current directory, from the root.
    pub current: PathBuf,
    /// Go's module cache.
    pub module_cache: Option<PathBuf>,
}

impl Outside {
    /// The process's own.
    pub fn of_process(color: When) -> io::Result<Self> {
        let terminal = io::stdout().is_terminal();
        let painted = match color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
        };
        Ok(Self {
            out: BufWriter::new(io::stdout()),
            paint: if painted { Paint::Colour } else { Paint::Plain },
            watched: io::stderr().is_terminal(),
            current: env::current_dir()?,
            module_cache: module_cache(),
        })
    }

    /// The files below and around the current directory.
    pub fn world(&self) -> DiskWorld {
        DiskWorld::new(self.current.clone(), self.module_cache.clone())
    }

    /// All of standard input.
    pub fn read_stdin() -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A line on standard error.
    pub fn say(line: impl std::fmt::Display) {
        // Remarks are not worth failing for.
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// Hands over what is buffered.
    pub fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Where the go command looks: `GOMODCACHE`, else `pkg/mod` of the first `GOPATH`, else of `go` in
/// the home directory.
fn module_cache() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(cache) = variable("GOMODCACHE") {
        return Some(cache.into());
    }
    let gopath = match variable("GOPATH") {
        Some(list) => env::split_paths(&list).next()?,
        None => env::home_dir()?.join("go"),
    };
    Some(gopath.join("pkg").join("mod"))
}
