//! What a match has to satisfy beside its shape.

use super::Capture;

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
