//! Semantic predicates and conditions, in three-valued logic (INV-UNKNOWN).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::codemod::{Capture, Condition, Predicate, PredicateArg, PredicateName, Region, Rule};
use crate::facts::{At, FileId, Knowledge, Package, Truth, parameter_groups};
use crate::syntax::{Node, node};

use super::bindings::Bindings;
use super::fix;
use super::position;
use super::search::Searched;
use super::selection::RuleId;

/// Where control or scope ends: what `#inside?` does not look beyond unless told to.
const FUNCTION_BOUNDARIES: [&str; 3] =
    ["func_literal", "function_declaration", "method_declaration"];

/// Go version where the module names none (the `go` command's own default).
const DEFAULT_GO: (u32, u32) = (1, 16);

/// Everything that the predicates of one rule can ask.
pub(in crate::engine) struct Judge<'p, 'r> {
    /// The facts.
    pub package: &'p Package<'p>,
    /// The rule, for its named queries.
    pub rule: &'r Rule,
    /// What its codemod knows of functions.
    pub knowledge: &'r Knowledge,
    /// The parameters of its codemod.
    pub params: &'r BTreeMap<String, toml::Value>,
    /// Set once a named query had a match of which it is not known whether it holds: a fix that
    /// had to cover all matches is then incomplete.
    pub uncertain: Cell<bool>,
    /// Named queries, by address, that took too much work in a file: they are not tried again.
    pub too_much: RefCell<Vec<(usize, FileId)>>,
    /// What was found so far in the whole package, by all judges of a round.
    pub searched: &'r Searched,
    /// The rule, among all.
    pub id: RuleId,
}

impl<'p> Judge<'p, '_> {
    /// The first predicate that is not known to hold.
    pub fn first_failure<'q>(
        &self,
        predicates: &'q [Predicate],
        bindings: &Bindings<'p>,
    ) -> Option<&'q Predicate> {
        predicates
            .iter()
            .find(|predicate| !self.predicate(predicate, bindings).holds())
    }

    /// A condition's truth.
    pub fn condition(&self, condition: &Condition, bindings: &Bindings<'p>) -> Truth {
        match condition {
            Condition::Is(predicate) => self.predicate(predicate, bindings),
            Condition::All(parts) => parts.iter().fold(Truth::True, |truth, part| {
                truth.and(self.condition(part, bindings))
            }),
            Condition::Any(parts) => parts.iter().fold(Truth::False, |truth, part| {
                truth.or(self.condition(part, bindings))
            }),
            Condition::Not(part) => self.condition(part, bindings).negate(),
        }
    }

    /// A predicate's truth, its negation included.
    pub fn predicate(&self, predicate: &Predicate, bindings: &Bindings<'p>) -> Truth {
        let truth = self.plain(predicate, bindings);
        if predicate.negated {
            truth.negate()
        } else {
            truth
        }
    }

    fn plain(&self, predicate: &Predicate, bindings: &Bindings<'p>) -> Truth {
        use PredicateName as Name;
        let package = self.package;
        let args = Args {
            args: &predicate.args,
            bindings,
        };
        let texts = args.texts();
        match predicate.name {
            Name::Eq => args.each(|at| {
                let text = package.text(at);
                let other = args.nodes(1);
                Truth::from(match other.first() {
                    Some(other) => package.text(*other) == text,
                    None => texts.first() == Some(&text),
                })
            }),
            Name::AnyOf => args.each(|at| Truth::from(texts.contains(&package.text(at)))),
            Name::Match => args.each(|at| {
                let regex = texts.first().and_then(|text| regex::Regex::new(text).ok());
                regex.map_or(Truth::Unknown, |regex| {
                    regex.is_match(package.text(at)).into()
                })
            }),
            Name::Pkg => args.each(|at| package.is_package(at, &texts)),
            Name::Type => args.each(|at| package.has_type(at, &texts)),
            Name::Kind => args.each(|at| package.has_kind(at, &texts)),
            Name::Calls => args.each(|at| package.calls(at, &texts)),
            Name::Implements => {
                let interface = texts.first().copied().unwrap_or_default();
                args.each(|at| package.implements(at, interface))
            }
            Name::Returns => args.each(|at| package.returns(at, &texts)),
            Name::Pure => args.each(|at| package.is_pure(at)),
            Name::Const => args.each(|at| package.is_constant_string(at)),
            Name::InLoop => args.each(|at| package.in_loop(at)),
            Name::Terminates => args.each(|at| package.terminates(at)),
            Name::Leaves => args.pair(|statement, region| package.leaves_region(statement, region)),
            Name::JumpsTo => args.pair(|jump, target| package.jumps_to(jump, target)),
            Name::Nil => args.each(|at| package.is_nil(at)),
            Name::Inside => args.each(|at| inside(at, &texts)),
            Name::Field => args.each(|at| is_field(at, &texts)),
            Name::Within => args.pair(|inner, outer| {
                (inner.file == outer.file
                    && node::span(outer.node).contains(node::span(inner.node)))
                .into()
            }),
            Name::SameFunction => args.pair(|one, other| {
                let around = |at: At<'_>| node::enclosing_function(at.node).map(|f| f.id());
                (one.file == other.file && around(one) == around(other)).into()
            }),
            Name::SameNode => args.pair(|one, other| {
                (one.file == other.file && one.node.id() == other.node.id()).into()
            }),
            Name::Same => args.pair(|one, other| package.is_same(one, other)),
            Name::RefersTo => args.pair(|one, other| package.refers_to(one, other)),
            Name::UsedAfter => args.pair(|variable, node| package.used_after(variable, node)),
            Name::Assigned => args.pair(|variable, region| package.assigned(variable, region)),
            Name::Escapes => {
                args.pair(|variable, region| package.escapes(variable, region, self.knowledge))
            }
            Name::SameIndex => args.pair(same_index),
            Name::Contains => self.contains(&predicate.args, bindings),
            Name::Where => texts.first().map_or(Truth::Unknown, |expression| {
                fix::evaluate(package, self.params, bindings, expression)
            }),
            Name::Go => texts.first().map_or(Truth::Unknown, |least| {
                parse_version(least).map_or(Truth::Unknown, |least| {
                    go_version(package).ge(&least).into()
                })
            }),
            Name::Param => self.param_is(&texts),
            Name::Requires => self.requires(&texts),
            Name::ErrorChecked => args.pair(|of, at| package.error_checked(of, at)),
            Name::File => self.file_is(&texts, bindings),
            Name::Present => Truth::from(!args.nodes(0).is_empty()),
            Name::Before => args.pair(position::before),
            Name::Follows => args.pair(position::follows),
            Name::First => args.each(position::is_first),
            Name::Last => args.each(position::is_last),
            Name::MeansSame => args.pair(|names, place| package.means_same(names, place)),
            Name::DependsOn => args.pair(|value, variable| package.depends_on(value, variable)),
            Name::OnlyMakes => match (args.nodes(0), args.nodes(1), args.nodes(2)) {
                ([value], [from], [to]) => package.only_makes(*value, *from, *to, self.knowledge),
                _ => Truth::Unknown,
            },
            Name::HasMethod => args.each(|at| package.has_method(at, &texts)),
        }
    }

    /// Whether the module requires one of these, or the package imports something of it.
    fn requires(&self, modules: &[&str]) -> Truth {
        if modules.iter().any(|path| self.package.imports_from(path)) {
            return Truth::True;
        }
        self.package.module().map_or(Truth::Unknown, |module| {
            modules.iter().fold(Truth::False, |truth, wanted| {
                truth.or(module.requires(wanted))
            })
        })
    }

    fn file_is(&self, patterns: &[&str], bindings: &Bindings<'p>) -> Truth {
        let Some(at) = bindings.captures.values().flatten().next() else {
            return Truth::Unknown;
        };
        let path = &self.package.input(at.file).path;
        let name = path.file_name().unwrap_or_default();
        let matches = |pattern: &&str| {
            globset::Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(name))
        };
        patterns.iter().any(matches).into()
    }

    fn param_is(&self, texts: &[&str]) -> Truth {
        let Some((name, values)) = texts.split_first() else {
            return Truth::Unknown;
        };
        let Some(value) = self.params.get(*name) else {
            return Truth::Unknown;
        };
        let written = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        values.contains(&written.as_str()).into()
    }
}

impl<'p> fix::Matches<'p> for Judge<'p, '_> {
    fn matches(&self, query: &str, region: &Region, outer: &Bindings<'p>) -> Vec<Bindings<'p>> {
        let Some(query) = self.rule.queries.get(query) else {
            return Vec::new();
        };
        let found = self.search(query, region, outer);
        if found.iter().any(|(truth, _)| *truth == Truth::Unknown) {
            self.uncertain.set(true);
        }
        found
            .into_iter()
            .filter(|(truth, _)| truth.holds())
            .map(|(_, found)| found)
            .collect()
    }

    fn certain(&self, query: &str, region: &Region, outer: &Bindings<'p>) -> Vec<Bindings<'p>> {
        let Some(query) = self.rule.queries.get(query) else {
            return Vec::new();
        };
        let found = self.search(query, region, outer).into_iter();
        found
            .filter(|(truth, _)| truth.holds())
            .map(|(_, found)| found)
            .collect()
    }

    fn holds(&self, condition: &Condition, bindings: &Bindings<'p>) -> Truth {
        self.condition(condition, bindings)
    }
}

/// The arguments of one predicate under one match's bindings.
struct Args<'a, 'p> {
    args: &'a [PredicateArg],
    bindings: &'a Bindings<'p>,
}

impl<'a, 'p> Args<'a, 'p> {
    fn capture(&self, index: usize) -> Option<&'a Capture> {
        match self.args.get(index) {
            Some(PredicateArg::Capture(name)) => Some(name),
            _ => None,
        }
    }

    fn nodes(&self, index: usize) -> &'a [At<'p>] {
        self.capture(index)
            .map_or(&[], |name| self.bindings.all(name))
    }

    fn texts(&self) -> Vec<&'a str> {
        self.args
            .iter()
            .filter_map(|arg| match arg {
                PredicateArg::Text(text) => Some(text.as_str()),
                PredicateArg::Capture(_) => None,
            })
            .collect()
    }

    /// Holds for every node of the first capture; unknown where it captured nothing.
    fn each(&self, test: impl Fn(At<'p>) -> Truth) -> Truth {
        let nodes = self.nodes(0);
        if nodes.is_empty() {
            return Truth::Unknown;
        }
        nodes
            .iter()
            .fold(Truth::True, |truth, at| truth.and(test(*at)))
    }

    /// Holds for every pair of nodes of the first two captures.
    fn pair(&self, test: impl Fn(At<'p>, At<'p>) -> Truth) -> Truth {
        let others = self.nodes(1);
        if others.is_empty() {
            return Truth::Unknown;
        }
        self.each(|one| {
            others
                .iter()
                .fold(Truth::True, |truth, other| truth.and(test(one, *other)))
        })
    }
}

/// The module's Go version as (major, minor).
pub(in crate::engine) fn go_version(package: &Package<'_>) -> (u32, u32) {
    package
        .module()
        .and_then(|module| module.go_version)
        .unwrap_or(DEFAULT_GO)
}

/// `1.21` as (1, 21).
pub(in crate::engine) fn parse_version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn inside(at: At<'_>, kinds: &[&str]) -> Truth {
    let until = kinds.iter().position(|kind| *kind == "until");
    let (wanted, stops) = match until {
        Some(at) => (&kinds[..at], &kinds[at + 1..]),
        None => (kinds, &FUNCTION_BOUNDARIES[..]),
    };
    for ancestor in node::ancestors(at.node) {
        if wanted.contains(&ancestor.kind()) {
            return Truth::True;
        }
        if stops.contains(&ancestor.kind()) {
            return Truth::False;
        }
    }
    Truth::False
}

/// Whether a node stands in one of these fields, written `kind.field`.
fn is_field(at: At<'_>, places: &[&str]) -> Truth {
    let Some(parent) = at.node.parent() else {
        return Truth::False;
    };
    let stands = |place: &&str| {
        place.split_once('.').is_some_and(|(kind, field)| {
            let mut cursor = parent.walk();
            parent.kind() == kind
                && parent
                    .children_by_field_name(field, &mut cursor)
                    .any(|child| child.id() == at.node.id())
        })
    };
    places.iter().any(stands).into()
}

fn same_index(one: At<'_>, other: At<'_>) -> Truth {
    match (list_index(one.node), list_index(other.node)) {
        (Some(one), Some(other)) => (one == other).into(),
        _ => Truth::Unknown,
    }
}

/// The place of a node in its list, from 0. In a parameter list every name counts, so that
/// `a, b int` are two.
fn list_index(item: Node<'_>) -> Option<usize> {
    let parent = item.parent()?;
    if !matches!(
        parent.kind(),
        "parameter_declaration" | "variadic_parameter_declaration"
    ) {
        return node::children(parent)
            .iter()
            .position(|child| child.id() == item.id());
    }
    let mut index = 0;
    for group in parameter_groups(parent.parent()?) {
        let own = group.names.iter().position(|name| name.id() == item.id());
        let is_type = group.of.is_some_and(|of| of.id() == item.id());
        // The type of a group of several parameters stands for none of them alone.
        if own.is_some() || is_type {
            return own
                .or((group.count() == 1).then_some(0))
                .map(|own| index + own);
        }
        index += group.count();
    }
    None
}
