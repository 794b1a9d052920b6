//! What a rule looks for, and what a file must hold for it to be there at all.

use std::sync::Arc;

use super::super::pattern::Pattern;
use super::Predicate;

/// A compiled query with the semantic predicates of each of its patterns.
#[derive(Debug)]
pub struct RuleQuery {
    /// What tree-sitter runs; it applies text predicates itself. Rules that ask for one named query share
    /// it.
    pub pattern: Arc<Pattern>,
    /// One entry per pattern: its semantic predicates, cheapest first.
    pub predicates: Vec<Vec<Predicate>>,
    /// One entry per pattern: what must be there for it to match.
    pub needs: Vec<Needs>,
}

/// What a pattern cannot match without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// Of each set one literal occurs.
    pub literals: Vec<LiteralSet>,
    /// Where its matches begin.
    pub roots: Roots,
}

/// At least one of these must occur for a pattern to match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LiteralSet {
    /// Without doubles.
    pub any: Vec<Literal>,
    /// Where.
    pub reach: Reach,
}

/// Where a literal must occur for a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// In the node that the match begins at.
    Node,
    /// In the file of the match.
    File,
    /// In the file of the match, unless another of its package may give the type a second name.
    Type,
    /// In a file of the package.
    Package,
    /// In a file of the package, unless it is the very package of this import path.
    Import,
}

/// A text that must occur.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// The text.
    pub text: String,
    /// As a whole word, not as a part of one.
    pub word: bool,
}

/// The nodes that matches of a pattern begin at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roots {
    /// Nodes of these kinds, by the grammar's numbers.
    Kinds(Vec<u16>),
    /// Top-level declarations and what is below them.
    Declarations,
    /// Any node.
    File,
}
