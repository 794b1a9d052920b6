//! Arguments as typed → settings as meant → run → exit status.
//!
//! The outside world (streams, the current directory, the environment's variables) is taken hold
//! of here once, as an `Outside`, and handed on.

mod args;
mod catalog;
mod conclusion;
mod config;
mod exit;
mod explain;
mod failure;
mod list;
mod new;
mod outside;
mod progress;
mod query;
mod run;
mod scan;
mod settings;
mod siblings;
mod stdin;
mod test;
mod tree;

pub use exit::Exit;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use failure::Failed;
use outside::Outside;

/// Runs the program on the process's own arguments and streams.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output, mistakes to standard error.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Failed.into()
            } else {
                Exit::Clean.into()
            };
        }
    };
    // A panic is caught where it happens and reported as that file's error.
    std::panic::set_hook(Box::new(|_| {}));
    let result = Outside::of_process(args.color)
        .map_err(Failed::from)
        .and_then(|mut outside| {
            let result = command(&args, &mut outside);
            outside.finish().map_err(Failed::from)?;
            result
        });
    match result {
        Ok(exit) => exit.into(),
        Err(failed) => failed.tell().into(),
    }
}

fn command(args: &Args, outside: &mut Outside) -> Result<Exit, Failed> {
    match &args.command {
        None => run::run(&args.run, outside),
        Some(Command::List(args)) => list::list(args, outside),
        Some(Command::Explain(args)) => explain::explain(args, outside),
        Some(Command::Test(args)) => test::test(args, outside),
        Some(Command::New(args)) => new::new(args, outside),
        Some(Command::Query(args)) => query::query(args, outside),
        Some(Command::Tree(args)) => tree::tree(args, outside),
        Some(Command::Undo) => Err(Failed::new(
            "undo is not there yet: this version keeps no journal; use your version control",
        )),
    }
}
