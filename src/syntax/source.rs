//! Parsing one file.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use tree_sitter::{Language, Node, Parser, Tree};

use crate::text::{LineIndex, Span};

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
}

impl Source {
    /// Parses `text`. `None` only if tree-sitter gives up (a text of 4 GiB and more).
    #[must_use]
    pub fn parse(text: impl Into<Arc<str>>) -> Option<Self> {
        let text = text.into();
        let tree = PARSER.with_borrow_mut(|parser| parse_bytes(parser, text.as_bytes()))?;
        let broken = broken_declarations(tree.root_node());
        Some(Self {
            lines: Arc::new(LineIndex::new(&text)),
            text,
            tree,
            broken,
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
}

fn parse_bytes(parser: &mut Parser, bytes: &[u8]) -> Option<Tree> {
    let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
    let mut keep_going = |_: &tree_sitter::ParseState| ControlFlow::Continue(());
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut keep_going);
    parser.parse_with_options(&mut read, None, Some(options))
}

fn broken_declarations(root: Node<'_>) -> Vec<Span> {
    if !root.has_error() {
        return Vec::new();
    }
    let mut cursor = root.walk();
    root.children(&mut cursor)
        .filter(Node::has_error)
        .map(|child| Span::from(child.byte_range()))
        .collect()
}
