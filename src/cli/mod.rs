//! Arguments as typed → configuration as meant → run → exit status.

use std::process::ExitCode;

/// Runs the program on the process's own arguments and streams.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
