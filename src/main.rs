//! The binary: hands arguments and streams to the library and exits with its status.

use std::process::ExitCode;

fn main() -> ExitCode {
    gofix_pit::cli::main()
}
