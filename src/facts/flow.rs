//! Where control goes: exits, loops, termination, last use, escape, purity.

use crate::text::Span;

use super::{At, Package, Truth};

/// Where a resource can be released explicitly instead of by `defer`.
#[derive(Debug, Clone, Default)]
pub struct Release<'p> {
    /// Statements that leave the block while the resource is still needed or open: release ahead
    /// of each. Those whose operands still need it come with the operands to bind first.
    pub exits: Vec<Exit<'p>>,
    /// The statement after which nothing needs the resource any more; `None` if control never
    /// gets behind it.
    pub after: Option<At<'p>>,
}

/// A statement that leaves a region.
#[derive(Debug, Clone)]
pub struct Exit<'p> {
    /// `return`, `break`, `continue`, `goto`, `panic(…)` or `fallthrough`.
    pub statement: At<'p>,
    /// Operands to evaluate ahead of the release, because they use the resource.
    pub bind: Vec<At<'p>>,
}

/// Why there is no explicit release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What stands in the way, in words for the user.
    pub reason: String,
    /// Where.
    pub span: Span,
}

impl Package<'_> {
    /// `(#pure? @e)`
    #[must_use]
    pub fn is_pure(&self, at: At<'_>) -> Truth {
        let _ = at;
        Truth::Unknown
    }

    /// `(#same? @a @b)`
    #[must_use]
    pub fn is_same(&self, one: At<'_>, other: At<'_>) -> Truth {
        let _ = (one, other);
        Truth::Unknown
    }

    /// `(#in-loop? @n)`
    #[must_use]
    pub fn in_loop(&self, at: At<'_>) -> Truth {
        let _ = at;
        Truth::Unknown
    }

    /// `(#terminates? @block)`
    #[must_use]
    pub fn terminates(&self, at: At<'_>) -> Truth {
        let _ = at;
        Truth::Unknown
    }

    /// `(#used-after? @v @n)`: the variable is used where control can get after `n`.
    #[must_use]
    pub fn used_after(&self, variable: At<'_>, node: At<'_>) -> Truth {
        let _ = (variable, node);
        Truth::Unknown
    }

    /// `(#assigned? @v @region)`
    #[must_use]
    pub fn assigned(&self, variable: At<'_>, region: At<'_>) -> Truth {
        let _ = (variable, region);
        Truth::Unknown
    }

    /// `(#escapes? @v @region)`: unknown when only a callee that is not known could keep it.
    #[must_use]
    pub fn escapes(&self, variable: At<'_>, region: At<'_>) -> Truth {
        let _ = (variable, region);
        Truth::Unknown
    }

    /// Where `block` is left after `from` and where `resources` are last used in it.
    ///
    /// # Errors
    /// [`Obstacle`] when an explicit release cannot be exact: `goto`, a label behind `from`, the
    /// name shadowed where it would be needed, the resource reassigned.
    pub fn releases<'p>(
        &'p self,
        block: At<'p>,
        from: At<'p>,
        resources: &[At<'p>],
    ) -> Result<Release<'p>, Obstacle> {
        let _ = (block, resources);
        Err(Obstacle {
            reason: "not known".to_owned(),
            span: crate::syntax::node::span(from.node),
        })
    }
}
