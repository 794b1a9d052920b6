//! Which codemods run, with which settings, and which files can be skipped unparsed.
//!
//! Every pattern of a query names literals that a file must contain to match. One Aho-Corasick
//! automaton over all of them reads each file once and says which rules can match there at all.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use ignore::gitignore::Gitignore;

use crate::codemod::{Applicability, Codemod};

use super::suppression;

/// A codemod with its settings for one run.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The codemod.
    pub codemod: Arc<Codemod>,
    /// Every parameter's value.
    pub params: BTreeMap<String, toml::Value>,
    /// The user's cap on the applicability of its fixes.
    pub cap: Option<Applicability>,
    /// Paths at which it does not run.
    pub skip: Option<PathFilter>,
}

/// Paths by patterns of the `.gitignore` form.
#[derive(Debug, Clone)]
pub struct PathFilter {
    patterns: Gitignore,
    current: PathBuf,
}

impl PathFilter {
    /// `current` is the directory that reported paths are relative to, from the root of the file
    /// system, as is the root of the patterns.
    #[must_use]
    pub fn new(patterns: Gitignore, current: PathBuf) -> Self {
        Self { patterns, current }
    }

    /// Whether a reported path is among those meant.
    #[must_use]
    pub fn is_match(&self, path: &Path) -> bool {
        let path = self.current.join(path);
        path.starts_with(self.patterns.path())
            && self
                .patterns
                .matched_path_or_any_parents(&path, false)
                .is_ignore()
    }
}

impl Selected {
    /// Whether it runs at a path.
    #[must_use]
    pub fn runs_at(&self, path: &Path) -> bool {
        self.skip.as_ref().is_none_or(|paths| !paths.is_match(path))
    }
}

/// The place of a rule in a [`Selection`]: codemod first, then rule, both in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RuleId {
    /// Index into [`Selection::entries`].
    pub entry: usize,
    /// Index into the codemod's rules.
    pub rule: usize,
}

/// The codemods of a run in order of application: declared order (`after`), then id.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    entries: Vec<Selected>,
    prefilter: Prefilter,
}

impl Selection {
    /// Puts codemods into the order of application. A cycle of `after` is broken by id.
    #[must_use]
    pub fn new(entries: Vec<Selected>) -> Self {
        let entries = in_order(entries);
        let prefilter = Prefilter::new(&entries);
        Self { entries, prefilter }
    }

    /// In order of application.
    #[must_use]
    pub fn entries(&self) -> &[Selected] {
        &self.entries
    }

    /// Whether a file with these bytes could hold a match of any codemod that runs at `path`, or
    /// an ignore comment, of which is told if it suppresses nothing.
    #[must_use]
    pub fn is_worth_parsing(&self, path: &Path, bytes: &[u8]) -> bool {
        !self.rules_for(path, bytes).is_empty() || suppression::mentioned(bytes)
    }

    /// The rules that could match in a file with these bytes.
    pub(super) fn rules_for(&self, path: &Path, bytes: &[u8]) -> Vec<RuleId> {
        let mut rules = self.prefilter.rules_for(bytes);
        rules.retain(|id| self.entries[id.entry].runs_at(path));
        rules
    }
}

/// Topological by `after`, ties and cycles by id.
fn in_order(mut entries: Vec<Selected>) -> Vec<Selected> {
    entries.sort_by(|a, b| a.codemod.id.cmp(&b.codemod.id));
    let index: BTreeMap<&str, usize> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (&*entry.codemod.id, at))
        .collect();
    let waits: Vec<BTreeSet<usize>> = entries
        .iter()
        .map(|entry| {
            entry
                .codemod
                .after
                .iter()
                .filter_map(|id| index.get(&**id).copied())
                .collect()
        })
        .collect();
    let mut placed = BTreeSet::new();
    let mut order = Vec::with_capacity(entries.len());
    let mut open: BinaryHeap<Reverse<usize>> = (0..entries.len()).map(Reverse).collect();
    while !open.is_empty() {
        let mut held = Vec::new();
        let mut next = None;
        while let Some(Reverse(at)) = open.pop() {
            if waits[at]
                .iter()
                .all(|before| placed.contains(before) || *before == at)
            {
                next = Some(at);
                break;
            }
            held.push(at);
        }
        // Nothing is free: a cycle, broken at its least id.
        let chosen = next.or_else(|| (!held.is_empty()).then(|| held.remove(0)));
        open.extend(held.into_iter().map(Reverse));
        if let Some(at) = chosen {
            placed.insert(at);
            order.push(at);
        }
    }
    let mut slots: Vec<Option<Selected>> = entries.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|at| slots[at].take())
        .collect()
}

/// For each pattern of each rule, the literals that must occur.
#[derive(Debug, Clone, Default)]
struct Prefilter {
    automaton: Option<AhoCorasick>,
    literals: usize,
    patterns: Vec<(RuleId, Vec<Vec<usize>>)>,
}

impl Prefilter {
    fn new(entries: &[Selected]) -> Self {
        let mut literals: Vec<String> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut patterns = Vec::new();
        for (entry, selected) in entries.iter().enumerate() {
            for (rule, compiled) in selected.codemod.rules.iter().enumerate() {
                for sets in &compiled.query.literals {
                    let mut needed = Vec::with_capacity(sets.len());
                    for set in sets {
                        let ids = set
                            .iter()
                            .map(|text| intern(text, &mut known, &mut literals));
                        needed.push(ids.collect());
                    }
                    patterns.push((RuleId { entry, rule }, needed));
                }
            }
        }
        // An automaton that cannot be built (too large) means no prefilter: slower, still right.
        let automaton = AhoCorasick::new(&literals).ok();
        Self {
            automaton,
            literals: literals.len(),
            patterns,
        }
    }

    fn rules_for(&self, bytes: &[u8]) -> Vec<RuleId> {
        let mut present = vec![self.automaton.is_none(); self.literals];
        let mut missing = self.literals;
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(bytes) {
                let slot = &mut present[hit.pattern().as_usize()];
                if !*slot {
                    *slot = true;
                    missing -= 1;
                    if missing == 0 {
                        break;
                    }
                }
            }
        }
        let mut rules: Vec<RuleId> = self
            .patterns
            .iter()
            .filter(|(_, sets)| sets.iter().all(|set| set.iter().any(|at| present[*at])))
            .map(|(id, _)| *id)
            .collect();
        rules.dedup();
        rules
    }
}

fn intern(text: &str, known: &mut BTreeMap<String, usize>, literals: &mut Vec<String>) -> usize {
    *known.entry(text.to_owned()).or_insert_with(|| {
        literals.push(text.to_owned());
        literals.len() - 1
    })
}
