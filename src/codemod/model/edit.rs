//! What a fix does, edit by edit.

use crate::text::Span;

use super::super::Template;
use super::{Capture, Condition};

/// One edit of a rule.
#[derive(Debug)]
pub struct EditSpec {
    /// What it does.
    pub verb: Verb,
    /// Do it on every match of a named query.
    pub each: Option<Each>,
    /// Do it only if this holds.
    pub when: Option<Condition>,
    /// Where it stands in the TOML, for messages.
    pub span: Span,
}

/// `each = "name"`, `in = "x"`.
#[derive(Debug)]
pub struct Each {
    /// The key in [`Rule::queries`](super::Rule::queries).
    pub query: String,
    /// Where it looks.
    pub region: Region,
}

/// Where a named query looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// Within a captured node.
    Capture(Capture),
    /// In the function around `@match`.
    Function,
    /// In the whole file.
    File,
    /// In all files of the package.
    Package,
}

/// What an edit does, and with what.
#[derive(Debug)]
pub enum Verb {
    /// `replace`/`through`/`with`, and `rewrite` (of `match`)
    Replace {
        /// The node.
        target: Capture,
        /// What is replaced reaches to its last node, where it captured any.
        through: Option<Capture>,
        /// Its new text.
        with: Template,
    },
    /// `delete`
    Delete {
        /// The node.
        target: Capture,
    },
    /// `before`/`insert`
    Before {
        /// A node of the statement.
        target: Capture,
        /// Whole statements.
        insert: Template,
    },
    /// `after`/`insert`
    After {
        /// A node of the statement.
        target: Capture,
        /// Whole statements.
        insert: Template,
    },
    /// `append`/`insert`
    Append {
        /// A block, literal, argument or parameter list.
        target: Capture,
        /// Statements or elements.
        insert: Template,
    },
    /// `prepend`/`insert`
    Prepend {
        /// A block, literal, argument or parameter list.
        target: Capture,
        /// Statements or elements.
        insert: Template,
    },
    /// `at_exits`/`from`/`of`/`insert`
    AtExits {
        /// The block that control leaves.
        block: Capture,
        /// The statement from which on it counts.
        from: Capture,
        /// What is used: identifiers.
        of: Vec<Capture>,
        /// Where this is known to hold, the last use decides where the insertion stands; else it
        /// stands where control leaves the block. Holds if not given.
        early: Option<Condition>,
        /// Whole statements.
        insert: Template,
        /// More insertions than this and the fix is declined.
        max: Option<Template>,
    },
    /// `at_definition`/`with`: the new *value* of a string constant, written where it is spelled
    AtDefinition {
        /// The expression.
        target: Capture,
        /// Its new value.
        with: Template,
        /// The named query of the uses that constants and variables may have whose value changes:
        /// it captures `target` again where the new value is wanted just the same, or
        /// `any`.
        uses: Option<String>,
    },
}

/// The capture of a place that does not mind another value.
pub(crate) const HARMLESS_USE: &str = "any";
