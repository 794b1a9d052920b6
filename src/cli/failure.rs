//! Why the job could not be done, told once and in full.

use std::io::{self, Write as _};

use crate::codemod::{Problem, Rejected};

use super::Exit;

/// Ends the program with status 2, or, for a reader of its output that went away, silently.
#[derive(Debug)]
pub(super) enum Failed {
    /// In words; may have several lines.
    Because(String),
    /// Nobody reads standard output any more.
    NobodyReads,
}

impl Failed {
    /// A failure in words.
    pub fn new(because: impl Into<String>) -> Self {
        Self::Because(because.into())
    }

    /// Mistakes in a text, each at its place.
    pub fn at(path: &str, source: &str, problems: &[Problem]) -> Self {
        let rendered = problems.iter().map(|problem| problem.render(path, source));
        Self::Because(
            rendered
                .collect::<Vec<_>>()
                .join("\n")
                .trim_end()
                .to_owned(),
        )
    }

    /// Codemods that did not compile.
    pub fn rejected(rejected: &[Rejected]) -> Self {
        let told = rejected.iter().map(|rejected| {
            match Self::at(&rejected.path, &rejected.source, &rejected.problems) {
                Self::Because(text) => text,
                Self::NobodyReads => String::new(),
            }
        });
        Self::Because(told.collect::<Vec<_>>().join("\n\n"))
    }

    /// Says why on standard error.
    pub fn tell(self) -> Exit {
        match self {
            Self::Because(text) => {
                // Were standard error gone too, there would be no one left to tell.
                let _ = writeln!(io::stderr(), "gofix-pit: {text}");
                Exit::Failed
            }
            Self::NobodyReads => Exit::Clean,
        }
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Because(crate::disk::plain(&error)),
        }
    }
}
