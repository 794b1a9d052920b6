//! Where a rule can match at all: files, and places in them, by the literals that they mention.
//!
//! One Aho-Corasick automaton over the literals of all patterns reads each file once. What it
//! finds says which rules can match there, and then, by the kinds of nodes that their patterns
//! begin at, at which nodes: most queries never look at most of a tree.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use aho_corasick::AhoCorasick;

use crate::codemod::{Reach, Roots};
use crate::syntax::node::{self, Descend};
use crate::syntax::{Node, Source};

use super::selection::{RuleId, Selected};

/// For each pattern of each rule, what must be there.
#[derive(Debug, Clone, Default)]
pub(super) struct Prefilter {
    automaton: Option<AhoCorasick>,
    /// By number: its length, and whether it must be a whole word.
    literals: Vec<(usize, bool)>,
    /// By number, of those that are import paths: the last element.
    packages: BTreeMap<usize, String>,
    patterns: Vec<Pattern>,
}

#[derive(Debug, Clone)]
struct Pattern {
    rule: RuleId,
    sets: Vec<Set>,
    roots: Roots,
}

#[derive(Debug, Clone)]
struct Set {
    any: Vec<usize>,
    reach: Reach,
}

/// The literals that a file mentions, by number.
#[derive(Debug, Clone)]
pub(super) struct Mentions {
    /// Where each begins, in order.
    places: Vec<Vec<usize>>,
}

/// The literals that the files of a package mention, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct PackageMentions {
    /// Somewhere.
    anywhere: Vec<bool>,
    /// As what another type may be a second name of: `type Own = pkg.Literal`.
    renamed: Vec<bool>,
}

/// A rule that can match in a file, by some of its patterns.
#[derive(Debug)]
pub(super) struct Possible<'f> {
    /// The rule.
    pub rule: RuleId,
    patterns: Vec<&'f Pattern>,
}

/// Where in a file a query is tried.
#[derive(Debug)]
pub(super) enum Places<'t> {
    /// Everywhere.
    File,
    /// At these nodes and below them.
    Below(Vec<Node<'t>>),
    /// At these nodes alone.
    At(Vec<Node<'t>>),
}

impl Places<'_> {
    /// Whether there is nothing to be tried.
    pub fn are_none(&self) -> bool {
        match self {
            Self::File => false,
            Self::Below(nodes) | Self::At(nodes) => nodes.is_empty(),
        }
    }
}

impl Prefilter {
    /// Of the rules of these codemods.
    pub fn new(entries: &[Selected]) -> Self {
        let mut texts: Vec<String> = Vec::new();
        let mut literals = Vec::new();
        let mut known: BTreeMap<(String, bool), usize> = BTreeMap::new();
        let mut patterns = Vec::new();
        for (entry, selected) in entries.iter().enumerate() {
            for (rule, compiled) in selected.codemod.rules.iter().enumerate() {
                for needs in &compiled.query.needs {
                    let mut sets = Vec::with_capacity(needs.literals.len());
                    for set in &needs.literals {
                        let any = set.any.iter().map(|literal| {
                            let key = (literal.text.clone(), literal.word);
                            *known.entry(key).or_insert_with(|| {
                                texts.push(literal.text.clone());
                                literals.push((literal.text.len(), literal.word));
                                literals.len() - 1
                            })
                        });
                        sets.push(Set {
                            any: any.collect(),
                            reach: set.reach,
                        });
                    }
                    patterns.push(Pattern {
                        rule: RuleId { entry, rule },
                        sets,
                        roots: needs.roots.clone(),
                    });
                }
            }
        }
        let packages = packages(&patterns, &texts);
        Self {
            // An automaton that cannot be built (too large) means no prefilter: slower, still right.
            automaton: AhoCorasick::new(&texts).ok(),
            literals,
            packages,
            patterns,
        }
    }

    /// The literals in a text.
    pub fn mentions(&self, bytes: &[u8]) -> Mentions {
        let mut places = vec![Vec::new(); self.literals.len()];
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(bytes) {
                let at = hit.pattern().as_usize();
                let word = self.literals[at].1;
                if !word || is_word(bytes, hit.start(), hit.end()) {
                    places[at].push(hit.start());
                }
            }
        }
        Mentions { places }
    }

    /// What the files of a package mention together.
    pub fn together<'m>(
        &self,
        dir: &Path,
        files: impl Iterator<Item = (&'m [u8], &'m Mentions)>,
    ) -> PackageMentions {
        let mut package = PackageMentions {
            anywhere: vec![false; self.literals.len()],
            renamed: vec![false; self.literals.len()],
        };
        for (bytes, mentions) in files {
            for (at, places) in mentions.places.iter().enumerate() {
                package.anywhere[at] |= !places.is_empty();
                package.renamed[at] |= places.iter().any(|place| is_aliased(bytes, *place));
            }
        }
        // A package does not import itself.
        for (at, name) in &self.packages {
            package.anywhere[*at] |= dir.ends_with(name);
        }
        package
    }

    /// The rules that can match in a file where these literals are, in order. Where nothing is
    /// known of its package, all may be there.
    pub fn possible(
        &self,
        mentions: &Mentions,
        package: Option<&PackageMentions>,
    ) -> Vec<Possible<'_>> {
        let mut rules: Vec<Possible<'_>> = Vec::new();
        for pattern in &self.patterns {
            let here = |set: &Set| {
                set.any.iter().any(|at| {
                    let in_file = !mentions.places[*at].is_empty();
                    match (set.reach, package) {
                        (Reach::Node | Reach::File, _) => in_file,
                        (Reach::Type, Some(package)) => in_file || package.renamed[*at],
                        (Reach::Package | Reach::Import, Some(package)) => package.anywhere[*at],
                        (Reach::Type | Reach::Package | Reach::Import, None) => true,
                    }
                })
            };
            if self.automaton.is_some() && !pattern.sets.iter().all(here) {
                continue;
            }
            match rules.last_mut() {
                Some(last) if last.rule == pattern.rule => last.patterns.push(pattern),
                _ => rules.push(Possible {
                    rule: pattern.rule,
                    patterns: vec![pattern],
                }),
            }
        }
        rules
    }

    /// Whether a node has what a pattern needs.
    fn can_match(&self, pattern: &Pattern, node: Node<'_>, mentions: &Mentions) -> bool {
        let here = |at: &usize| {
            let places = &mentions.places[*at];
            let first = places.partition_point(|place| *place < node.start_byte());
            places
                .get(first)
                .is_some_and(|place| place + self.literals[*at].0 <= node.end_byte())
        };
        self.automaton.is_none()
            || pattern
                .sets
                .iter()
                .all(|set| set.reach != Reach::Node || set.any.iter().any(here))
    }

    /// The places in a file where a rule is to be tried.
    pub fn places<'t>(
        &self,
        possible: &Possible<'_>,
        mentions: &Mentions,
        nodes: &Nodes<'t>,
    ) -> Places<'t> {
        let is = |wanted: fn(&Roots) -> bool| {
            let mut patterns = possible.patterns.iter();
            patterns.any(|pattern| wanted(&pattern.roots))
        };
        if is(|roots| *roots == Roots::File) {
            return Places::File;
        }
        if is(|roots| *roots == Roots::Declarations) {
            let declarations = nodes.declarations.iter().copied();
            let can_match = |node: &Node<'_>| {
                let mut patterns = possible.patterns.iter();
                patterns.any(|pattern| self.can_match(pattern, *node, mentions))
            };
            return Places::Below(declarations.filter(can_match).collect());
        }
        let mut found: Vec<(usize, Node<'t>)> = Vec::new();
        for pattern in &possible.patterns {
            let Roots::Kinds(kinds) = &pattern.roots else {
                continue;
            };
            for kind in kinds {
                let of_kind = nodes.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
                let can_match =
                    |(_, node): &&(usize, Node<'t>)| self.can_match(pattern, *node, mentions);
                found.extend(of_kind.iter().filter(can_match));
            }
        }
        found.sort_unstable_by_key(|(order, _)| *order);
        found.dedup_by_key(|(order, _)| *order);
        Places::At(found.into_iter().map(|(_, node)| node).collect())
    }
}

/// Of the import paths among the literals, the element that a package's folder is named by.
fn packages(patterns: &[Pattern], texts: &[String]) -> BTreeMap<usize, String> {
    let sets = patterns.iter().flat_map(|pattern| &pattern.sets);
    let imports = sets.filter(|set| set.reach == Reach::Import);
    let paths = imports.flat_map(|set| set.any.iter().copied());
    let is_version = |name: &str| {
        let digits = name.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    paths
        .filter_map(|at| {
            let mut elements = texts[at].rsplit('/');
            let name = elements.find(|name| !is_version(name))?;
            Some((at, name.to_owned()))
        })
        .collect()
}

/// Whether the name that begins here stands behind `=`, as in `type Own = pkg.Name`.
fn is_aliased(bytes: &[u8], start: usize) -> bool {
    let joins =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') || *byte >= 0x80;
    let mut before = bytes[..start].iter().rev().skip_while(|byte| joins(byte));
    before.find(|byte| !matches!(byte, b' ' | b'\t' | b'*' | b'(')) == Some(&b'=')
}

/// Whether what begins and ends here is no part of a longer word.
pub(super) fn is_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let joins = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
    };
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    !joins(before) && !joins(bytes.get(end))
}

/// The nodes of a file that matches can begin at.
#[derive(Debug, Default)]
pub(super) struct Nodes<'t> {
    /// With their place in the order of all nodes.
    by_kind: HashMap<u16, Vec<(usize, Node<'t>)>>,
    declarations: Vec<Node<'t>>,
}

impl<'t> Nodes<'t> {
    /// Those that the patterns of these rules begin at.
    pub fn of(source: &'t Source, rules: &[Possible<'_>]) -> Self {
        let mut nodes = Self::default();
        for pattern in rules.iter().flat_map(|possible| &possible.patterns) {
            if let Roots::Kinds(kinds) = &pattern.roots {
                for kind in kinds {
                    nodes.by_kind.entry(*kind).or_default();
                }
            }
        }
        let mut cursor = source.root().walk();
        nodes.declarations = source.root().children(&mut cursor).collect();
        if !nodes.by_kind.is_empty() {
            let mut order = 0;
            node::walk(source.root(), &mut |node| {
                if let Some(of_kind) = nodes.by_kind.get_mut(&node.kind_id()) {
                    of_kind.push((order, node));
                }
                order += 1;
                Descend::Into
            });
        }
        nodes
    }
}
