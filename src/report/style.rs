//! Colours, for terminals that show them.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// Whether colours are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Escape sequences and text.
    Colour,
    /// Text alone.
    Plain,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A line that goes.
    Removed,
    /// A line that comes.
    Added,
    /// Where a hunk stands.
    Hunk,
    /// A file's header, a path.
    Header,
    /// A remark.
    Remark,
    /// A codemod's id.
    Id,
}

impl Paint {
    /// The text in its role's colour.
    pub(super) fn as_role(self, role: Role, text: impl Display) -> String {
        let style = match (self, role) {
            (Self::Plain, _) => return text.to_string(),
            (Self::Colour, Role::Removed) => AnsiColor::Red.on_default(),
            (Self::Colour, Role::Added) => AnsiColor::Green.on_default(),
            (Self::Colour, Role::Hunk) => AnsiColor::Cyan.on_default(),
            (Self::Colour, Role::Header) => Style::new().bold(),
            (Self::Colour, Role::Remark) => AnsiColor::BrightBlack.on_default(),
            (Self::Colour, Role::Id) => AnsiColor::Yellow.on_default(),
        };
        format!("{style}{text}{style:#}")
    }
}
