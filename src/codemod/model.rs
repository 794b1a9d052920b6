//! A compiled codemod. Only `compile` makes one, so whoever holds one need not check it again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::Knowledge;
use crate::text::Span;

use super::pattern::Pattern;

/// How far a fix may be trusted to run unattended, best last.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Reported with a hint, never edited.
    Suggest,
    /// Compiles and is advisable, but changes something observable.
    Unsafe,
    /// Needs no person.
    Safe,
}

impl Applicability {
    /// As written in a codemod.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suggest => "suggest",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Where a codemod came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the binary; the path below `codemods/`.
    BuiltIn(&'static str),
    /// Read from a file.
    File(std::path::PathBuf),
}

/// One codemod, checked.
#[derive(Debug)]
pub struct Codemod {
    /// Kebab-case; the file's name.
    pub id: Arc<str>,
    /// One line for lists.
    pub title: String,
    /// The folder it stands in, or `local` for a file given by path.
    pub category: Arc<str>,
    /// The best case.
    pub applicability: Applicability,
    /// Least Go version, as (major, minor).
    pub go: Option<(u32, u32)>,
    /// Whether it runs without being asked for.
    pub enabled: bool,
    /// Ids of codemods whose fixes go first where both want the same text.
    pub after: Vec<String>,
    /// Markdown.
    pub docs: String,
    /// Sections of the guide, URLs.
    pub references: Vec<String>,
    /// Parameters by name.
    pub params: BTreeMap<String, Param>,
    /// What it knows of the functions that captured values are handed to.
    pub knowledge: Knowledge,
    /// In the order of the file.
    pub rules: Vec<Rule>,
    /// In the order of the file.
    pub examples: Vec<Example>,
    /// Where it came from.
    pub origin: Origin,
    /// Its TOML text, which places point into.
    pub source: Arc<str>,
}

/// A parameter of a codemod. Values are TOML values: strings, integers, booleans or arrays.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The value unless the user sets one.
    pub default: toml::Value,
    /// One line for `explain`.
    pub doc: String,
    /// A regular expression that values, as they are written, must match from end to end.
    pub matches: Option<String>,
}

impl Param {
    /// Whether it can have a value.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check(&self, value: &toml::Value) -> Result<(), String> {
        let Some(pattern) = &self.matches else {
            return Ok(());
        };
        let whole = regex::Regex::new(&format!("^(?:{pattern})$")).map_err(|e| e.to_string())?;
        let words = match value {
            toml::Value::Array(items) => items.as_slice(),
            only => std::slice::from_ref(only),
        };
        for word in words {
            let word = word
                .as_str()
                .map_or_else(|| word.to_string(), str::to_owned);
            if !whole.is_match(&word) {
                return Err(format!(
                    "`{word}` is not of the form that this parameter has, such as {}",
                    self.default
                ));
            }
        }
        Ok(())
    }
}

/// One query with its message and its edits.
#[derive(Debug)]
pub struct Rule {
    /// What the user is told.
    pub message: super::Template,
    /// Finds `@match`.
    pub query: RuleQuery,
    /// Named queries for `#contains?` and `each`.
    pub queries: BTreeMap<String, RuleQuery>,
    /// The rule's own best case, if lower than the codemod's.
    pub applicability: Applicability,
    /// Must hold for a finding, beside the query's predicates.
    pub when: Option<Condition>,
    /// Guards that lower a single match, in order.
    pub lower: Vec<Lower>,
    /// All together are one fix. Empty: the rule only reports.
    pub edits: Vec<EditSpec>,
    /// Imports that the fix adds (where not yet there) and drops (where no use remains).
    pub add_imports: Vec<Import>,
    /// See `add_imports`.
    pub drop_imports: Vec<String>,
    /// What to do about a finding that is not fixed.
    pub hint: Option<super::Template>,
}

/// An import to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The import path.
    pub path: String,
}

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

/// A guard that lowers the applicability of one match.
#[derive(Debug)]
pub struct Lower {
    /// The condition.
    pub condition: Condition,
    /// `true`: lowers unless the condition is known to hold (`unless = …`); `false`: lowers if it
    /// is known to hold (`when = …`).
    pub unless: bool,
    /// To what.
    pub to: Applicability,
    /// Shown as the finding's reason.
    pub because: String,
}

/// A boolean combination of predicates; three-valued.
#[derive(Debug, Clone)]
pub enum Condition {
    /// One predicate.
    Is(Predicate),
    /// All hold: predicates one after the other, or `(and …)`.
    All(Vec<Condition>),
    /// One holds: `(or …)`.
    Any(Vec<Condition>),
    /// `(not …)`
    Not(Box<Condition>),
}

/// A semantic predicate, checked: known name, right number and kind of arguments.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// Which.
    pub name: PredicateName,
    /// `#not-…?`
    pub negated: bool,
    /// Captures and strings, in order.
    pub args: Vec<PredicateArg>,
}

/// The semantic predicates of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PredicateName {
    /// `(#eq? @a "text")` inside a condition (in a query tree-sitter does it)
    Eq,
    /// `(#match? @a "regex")` inside a condition
    Match,
    /// `(#any-of? @a "x" "y")` inside a condition
    AnyOf,
    /// `(#pkg? @id "path" …)`
    Pkg,
    /// `(#type? @e "T" …)`
    Type,
    /// `(#calls? @call "pkg.F" …)`
    Calls,
    /// `(#implements? @e "io.Closer")`
    Implements,
    /// `(#same? @a @b)`
    Same,
    /// `(#refers-to? @use @def)`
    RefersTo,
    /// `(#pure? @e)`
    Pure,
    /// `(#const? @e)`
    Const,
    /// `(#inside? @n "kind" … until "kind" …)`
    Inside,
    /// `(#in-loop? @n)`
    InLoop,
    /// `(#contains? @n name)`, `(#contains? package name)`
    Contains,
    /// `(#used-after? @v @n)`
    UsedAfter,
    /// `(#assigned? @v @region)`
    Assigned,
    /// `(#escapes? @v @region)`
    Escapes,
    /// `(#terminates? @block)`
    Terminates,
    /// `(#leaves? @s @region)`
    Leaves,
    /// `(#jumps-to? @jump @target)`
    JumpsTo,
    /// `(#nil? @e)`
    Nil,
    /// `(#returns? @n "error" …)`
    Returns,
    /// `(#where? "expression over captures")`: a template expression that gives true, false, or
    /// none for unknown
    Where,
    /// `(#same-index? @a @b)`: both are the n-th of their lists
    SameIndex,
    /// `(#go? "1.21")`: the module's Go version is at least this
    Go,
    /// `(#param? "name" "value" …)`: the codemod's parameter has one of these values
    Param,
    /// `(#requires? "module/path" "module/path v1.2" …)`: the module's go.mod requires one of
    /// these, of at least that version
    Requires,
    /// `(#present? @x)`: the optional capture took part in the match
    Present,
    /// `(#error-checked? @s @n)`: the error that statement s assigns, if it assigns one, has been
    /// tested before n by an `if` that leaves
    ErrorChecked,
    /// `(#file? "*_test.go" …)`: the name of the file of the match is like one of these
    File,
    /// `(#field? @n "call_expression.function" …)`: the node is that field of a node of that kind
    Field,
    /// `(#same-node? @a @b)`: both captured the very same place
    SameNode,
    /// `(#within? @a @b)`: a stands inside of b
    Within,
    /// `(#kind? @e "struct" "slice" …)`: the underlying type of e is of one of these kinds
    Kind,
    /// `(#before? @a @b)`: a ends before b begins
    Before,
    /// `(#follows? @b @a)`: b stands right behind a in the same list, comments aside
    Follows,
    /// `(#first? @n)`: the first of its list, comments aside
    First,
    /// `(#last? @n)`: the last of its list, comments aside
    Last,
    /// `(#same-function? @a @b)`: the nearest function around both is the same
    SameFunction,
    /// `(#means-same? @n @at)`: each name in n would mean the same at the place at
    MeansSame,
    /// `(#depends-on? @e @v)`: e mentions v, or a variable that something depending on v was
    /// assigned to
    DependsOn,
    /// `(#only-makes? @v @from @to)`: between the two nothing is done but to make v
    OnlyMakes,
    /// `(#has-method? @e "Close" "sync.Map.Store" …)`: the type of e has a method of one of these
    /// names
    HasMethod,
}

/// An argument of a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PredicateArg {
    /// `@name`
    Capture(Capture),
    /// `"text"`, or a bare word
    Text(String),
}

/// A capture's name, without `@`.
pub type Capture = Arc<str>;

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
    /// The key in [`Rule::queries`].
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
        with: super::Template,
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
        insert: super::Template,
    },
    /// `after`/`insert`
    After {
        /// A node of the statement.
        target: Capture,
        /// Whole statements.
        insert: super::Template,
    },
    /// `append`/`insert`
    Append {
        /// A block, literal, argument or parameter list.
        target: Capture,
        /// Statements or elements.
        insert: super::Template,
    },
    /// `prepend`/`insert`
    Prepend {
        /// A block, literal, argument or parameter list.
        target: Capture,
        /// Statements or elements.
        insert: super::Template,
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
        insert: super::Template,
        /// More insertions than this and the fix is declined.
        max: Option<super::Template>,
    },
    /// `at_definition`/`with`: the new *value* of a string constant, written where it is spelled
    AtDefinition {
        /// The expression.
        target: Capture,
        /// Its new value.
        with: super::Template,
        /// The named query of the uses that constants and variables may have whose value changes:
        /// it captures `target` again where the new value is wanted just the same, or
        /// `any`.
        uses: Option<String>,
    },
}

/// The capture of a place that does not mind another value.
pub(crate) const HARMLESS_USE: &str = "any";

/// A before/after pair or a text that must stay unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// One line.
    pub name: String,
    /// What must come out.
    pub expectation: Expectation,
    /// Imports for a fragment.
    pub imports: Vec<String>,
    /// Imports of `after`, where they differ.
    pub after_imports: Option<Vec<String>>,
    /// Further files of the package, by name: those beside `before` or `unchanged`.
    pub files: BTreeMap<String, String>,
    /// The same after the fix; files not named stay as they are.
    pub after_files: BTreeMap<String, String>,
    /// `go` line of the example's module; default: the newest.
    pub go: Option<(u32, u32)>,
    /// Modules that the example's go.mod requires.
    pub requires: Vec<String>,
    /// Parameter values for this example.
    pub params: BTreeMap<String, toml::Value>,
    /// The applicability (or `none` for no finding) that the example must come out with.
    pub expect: Option<String>,
    /// Where it stands in the TOML.
    pub span: Span,
}

/// What an example shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// `before` becomes `after`.
    Changes {
        /// A whole Go file, or a fragment.
        before: String,
        /// Of the same form.
        after: String,
    },
    /// Must come out as it went in.
    Unchanged(String),
}
