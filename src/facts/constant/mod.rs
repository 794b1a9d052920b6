//! String constants, in pieces, with the places in the source that spell them.

mod format;
mod spelling;

use crate::syntax::{Node, node};
use crate::text::Span;

use super::resolve::DEEPEST;
use super::{At, Declaration, Entity, FileId, Kind, Package};

pub use spelling::unquote;

/// A part of a string constant that is spelled in one literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text from a string literal.
    Literal(Literal),
    /// Text that is only known at run time.
    Hole(Hole),
}

impl Piece {
    fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }

    /// The constants and variables that it is a part of.
    #[must_use]
    pub fn through(&self) -> &[Declaration] {
        match self {
            Self::Literal(literal) => &literal.through,
            Self::Hole(hole) => &hole.through,
        }
    }
}

/// Text that stands in a string literal of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The file of the literal.
    pub file: FileId,
    /// The bytes that spell the text: the inside of a literal, or a stretch of a format.
    pub span: Span,
    /// What they stand for.
    pub value: String,
    /// How they are written.
    pub spelling: Spelling,
    /// The constants and variables whose value it is a part of, from the one that the expression
    /// names to the one in whose declaration it stands.
    pub through: Vec<Declaration>,
    /// Where that is an operand of a concatenation.
    pub operand: Option<Operand>,
    /// Whether it fills a verb of a format.
    pub fills: bool,
}

/// A name in a concatenation that stands for text which is spelled elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operand {
    /// The file of the concatenation.
    pub file: FileId,
    /// The operand.
    pub span: Span,
    /// How many of the constants and variables are around the concatenation.
    pub outer: usize,
}

/// How the text of a literal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// Between backquotes.
    pub raw: bool,
    /// As a format: `%` is written twice.
    pub format: bool,
}

/// A part whose value is not known: an operand of a concatenation or a verb of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The expression that fills it, as written; empty if there is none.
    pub source: String,
    /// Whether only a number can stand there (`%d`).
    pub numeric: bool,
    /// The operand itself, where it is one of a concatenation.
    pub operand: Option<(FileId, Span)>,
    /// As of a [`Literal`].
    pub through: Vec<Declaration>,
}

/// A string of which at least a part is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Constant {
    /// The parts in order.
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
                Piece::Literal(literal) => value.push_str(&literal.value),
                Piece::Hole(_) => value.push(Self::HOLE),
            }
        }
        value
    }

    /// Whether nothing of it is left to run time.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.pieces.iter().all(Piece::is_literal)
    }
}

/// The pieces found so far, and the declarations that are looked through just now.
#[derive(Default)]
struct Walk {
    pieces: Vec<Piece>,
    through: Vec<Declaration>,
}

impl Package<'_> {
    /// The string that an expression is known to evaluate to, in pieces: literals, constants and
    /// never-reassigned variables of the package (in whichever file), concatenations, and
    /// `fmt.Sprintf` with a constant format. `None` where no part of it is spelled in a literal.
    #[must_use]
    pub fn constant(&self, at: At<'_>) -> Option<Constant> {
        let mut walk = Walk::default();
        self.pieces(at, 0, &mut walk);
        let spelled = walk.pieces.iter().any(Piece::is_literal);
        spelled.then_some(Constant {
            pieces: walk.pieces,
        })
    }

    fn pieces(&self, at: At<'_>, depth: usize, walk: &mut Walk) {
        let at = at.with(node::unparenthesized(at.node));
        if depth > DEEPEST || self.known_pieces(at, depth, walk).is_none() {
            walk.pieces.push(Piece::Hole(Hole {
                source: self.text(at).to_owned(),
                numeric: false,
                operand: Some((at.file, node::span(at.node))),
                through: walk.through.clone(),
            }));
        }
    }

    /// Adds nothing if it gives `None`.
    fn known_pieces(&self, at: At<'_>, depth: usize, walk: &mut Walk) -> Option<()> {
        match at.node.kind() {
            "interpreted_string_literal" | "raw_string_literal" => {
                let literal = self.literal(at, &walk.through)?;
                walk.pieces.push(Piece::Literal(literal));
            }
            "binary_expression" => {
                let field = |name| at.node.child_by_field_name(name);
                if field("operator")?.kind() != "+" {
                    return None;
                }
                let (left, right) = (field("left")?, field("right")?);
                for side in [left, right] {
                    let first = walk.pieces.len();
                    self.pieces(at.with(side), depth + 1, walk);
                    let operand = Operand {
                        file: at.file,
                        span: node::span(side),
                        outer: walk.through.len(),
                    };
                    for piece in &mut walk.pieces[first..] {
                        if let Piece::Literal(literal) = piece
                            && literal.through.len() > operand.outer
                            && literal
                                .operand
                                .is_none_or(|inner| inner.outer > operand.outer)
                        {
                            literal.operand = Some(operand);
                        }
                    }
                }
            }
            "identifier" => {
                let (declaration, value) = self.only_value(at)?;
                if walk.through.contains(&declaration) {
                    return None;
                }
                let mut inner = Walk {
                    pieces: Vec::new(),
                    through: walk.through.clone(),
                };
                inner.through.push(declaration);
                self.pieces(value, depth + 1, &mut inner);
                // Of what is not known at all the name says more than where it comes from.
                if !inner.pieces.iter().any(Piece::is_literal) {
                    return None;
                }
                walk.pieces.append(&mut inner.pieces);
            }
            "call_expression" => match &*self.callee(at)?.name {
                "fmt.Sprintf" => self.format(at, depth, walk)?,
                "string" => {
                    let arguments = node::children(at.node.child_by_field_name("arguments")?);
                    let [only] = arguments.as_slice() else {
                        return None;
                    };
                    let spelled = self.spelled(at.with(*only), depth + 1, &walk.through)?;
                    walk.pieces.extend(spelled.into_iter().map(Piece::Literal));
                }
                _ => return None,
            },
            _ => return None,
        }
        Some(())
    }

    /// The literals of an expression that is spelled in literals alone.
    fn spelled(&self, at: At<'_>, depth: usize, through: &[Declaration]) -> Option<Vec<Literal>> {
        let mut inner = Walk {
            pieces: Vec::new(),
            through: through.to_vec(),
        };
        self.pieces(at, depth, &mut inner);
        let literals = inner.pieces.into_iter().map(|piece| match piece {
            Piece::Literal(literal) => Some(literal),
            Piece::Hole(_) => None,
        });
        literals.collect()
    }

    fn literal(&self, at: At<'_>, through: &[Declaration]) -> Option<Literal> {
        let text = self.text(at);
        let span = node::span(at.node);
        Some(Literal {
            file: at.file,
            span: Span::new(span.start + 1, span.end - 1),
            value: unquote(text)?,
            spelling: Spelling {
                raw: text.starts_with('`'),
                format: false,
            },
            through: through.to_vec(),
            operand: None,
            fills: false,
        })
    }

    /// The only value that a constant or a never-reassigned variable has.
    pub(super) fn only_value(&self, at: At<'_>) -> Option<(Declaration, At<'_>)> {
        let Entity::Declared(declaration) = self.entity(at) else {
            return None;
        };
        if !matches!(declaration.kind, Kind::Constant | Kind::Variable) {
            return None;
        }
        let name = self.declaration_node(declaration)?;
        let parent = name.node.parent()?;
        let (values, names) = match parent.kind() {
            "var_spec" | "const_spec" => {
                let mut cursor = parent.walk();
                let names: Vec<Node<'_>> = parent
                    .children_by_field_name("name", &mut cursor)
                    .filter(Node::is_named)
                    .collect();
                (parent.child_by_field_name("value")?, names)
            }
            "expression_list" => {
                let statement = parent
                    .parent()
                    .filter(|s| s.kind() == "short_var_declaration")?;
                (
                    statement.child_by_field_name("right")?,
                    node::children(parent),
                )
            }
            _ => return None,
        };
        let values = node::children(values);
        if values.len() != names.len() || self.is_reassigned(declaration) {
            return None;
        }
        let index = names
            .iter()
            .position(|other| other.id() == name.node.id())?;
        Some((declaration, name.with(*values.get(index)?)))
    }

    /// Whether a variable is or may be written to anywhere: by its name, or through its address.
    fn is_reassigned(&self, declaration: Declaration) -> bool {
        if declaration.kind == Kind::Constant {
            return false;
        }
        if let Some(known) = self.reassigned().borrow().get(&declaration) {
            return *known;
        }
        let found = self.is_assigned(declaration);
        self.reassigned().borrow_mut().insert(declaration, found);
        found
    }

    fn is_assigned(&self, declaration: Declaration) -> bool {
        if self.is_local(declaration) {
            return self
                .home(declaration)
                .is_none_or(|function| self.may_write(declaration, function));
        }
        self.is_exported(declaration)
            || self.is_named_by_broken(declaration)
            || self
                .files_that_name(declaration)
                .any(|file| self.may_write(declaration, file))
    }

    fn may_write(&self, declaration: Declaration, region: At<'_>) -> bool {
        self.writes(region)
            .iter()
            .any(|target| self.root(*target) == Some(declaration))
            || self.address_taken(declaration, region)
    }
}
