//! Parsing one file.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use tree_sitter::{Language, Node, Parser, Tree};

use crate::text::{LineIndex, Span};

use super::mask;
use super::recover::{self, Recovered, SyntaxError};

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(new_parser());
}

/// The Go grammar, for compiling queries.
#[must_use]
pub fn language() -> Language {
    tree_sitter_go::LANGUAGE.into()
}

fn new_parser() -> Parser {
    let mut parser = Parser::new();
    // The grammar is linked in and of a supported version; a parser without a language gives no
    // trees, which `Source::parse` reports as a file that cannot be parsed.
    let _ = parser.set_language(&language());
    parser
}

/// One Go file: its text, its tree, and where the tree is not to be trusted.
#[derive(Debug, Clone)]
pub struct Source {
    text: Arc<str>,
    tree: Tree,
    lines: Arc<LineIndex>,
    broken: Vec<Span>,
    errors: Vec<SyntaxError>,
    hidden: Vec<Span>,
    method_type_parameters: Vec<Span>,
}

impl Source {
    /// Parses `text`. `None` only if tree-sitter gives up (a text of 4 GiB and more).
    #[must_use]
    pub fn parse(text: impl Into<Arc<str>>) -> Option<Self> {
        let text = text.into();
        let (recovered, method_type_parameters) =
            PARSER.with_borrow_mut(|parser| parse(parser, &text))?;
        Some(Self {
            lines: Arc::new(LineIndex::new(&text)),
            text,
            tree: recovered.tree,
            broken: recovered.errors.iter().map(|e| e.declaration).collect(),
            errors: recovered.errors,
            hidden: recovered.hidden,
            method_type_parameters,
        })
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file's text, shared.
    #[must_use]
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The `source_file` node.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The original text of a node.
    #[must_use]
    pub fn slice(&self, node: Node<'_>) -> &str {
        Span::from(node.byte_range()).slice(&self.text)
    }

    /// Lines and columns of the file.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The top-level declarations that hold a syntax error: nothing in them is to be matched.
    #[must_use]
    pub fn broken(&self) -> &[Span] {
        &self.broken
    }

    /// What is wrong with the declarations of [`Source::broken`], in order.
    #[must_use]
    pub fn syntax_errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Parts of broken declarations that the tree does not show at all.
    #[must_use]
    pub fn hidden(&self) -> &[Span] {
        &self.hidden
    }

    /// The names of a method's type parameters. The tree has no nodes for them.
    pub fn method_type_parameters(&self, method: Node<'_>) -> impl Iterator<Item = Span> {
        let within = Span::from(method.byte_range());
        let first = self
            .method_type_parameters
            .partition_point(|name| name.start < within.start);
        self.method_type_parameters[first..]
            .iter()
            .copied()
            .take_while(move |name| name.end <= within.end)
    }
}

/// The tree, made from a masked copy where the text itself does not parse, and the names of the
/// type parameters of methods.
fn parse(parser: &mut Parser, text: &str) -> Option<(Recovered, Vec<Span>)> {
    let mut bytes = Cow::Borrowed(text.as_bytes());
    let mut tree = parse_bytes(parser, &bytes)?;
    let mut type_parameters = Vec::new();
    if tree.root_node().has_error()
        && let Some(masked) = mask::masked(parser, text)
    {
        bytes = masked.bytes.into();
        type_parameters = masked.type_parameters;
        tree = parse_bytes(parser, &bytes)?;
    }
    Some((recover::recovered(parser, bytes, tree)?, type_parameters))
}

/// A tree of `bytes`; `None` if there is no language or the parser gives up.
pub(super) fn parse_bytes(parser: &mut Parser, bytes: &[u8]) -> Option<Tree> {
    let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
    let mut keep_going = |_: &tree_sitter::ParseState| ControlFlow::Continue(());
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut keep_going);
    parser.parse_with_options(&mut read, None, Some(options))
}
