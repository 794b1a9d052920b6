//! Which codemods run, with which settings, and which files can be skipped unparsed.
//!
//! Every pattern of a query names literals that a file must contain to match; [`Prefilter`] looks
//! for all of them at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::Gitignore;

use crate::codemod::{Applicability, Codemod, nearest};
use crate::facts::InputFile;

use super::prefilter::{Mentions, Nodes, PackageMentions, Places, Possible, Prefilter};
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
    /// The ids of all codemods that there are, where that is known.
    all: Option<BTreeSet<String>>,
}

impl Selection {
    /// Puts codemods into the order of application. A cycle of `after` is broken by id.
    #[must_use]
    pub fn new(entries: Vec<Selected>) -> Self {
        let entries = in_order(entries);
        let prefilter = Prefilter::new(&entries);
        Self {
            entries,
            prefilter,
            all: None,
        }
    }

    /// The same among others that do not run: an ignore comment that names neither is told of.
    #[must_use]
    pub fn among(mut self, others: impl IntoIterator<Item = String>) -> Self {
        let own = self
            .entries
            .iter()
            .map(|entry| entry.codemod.id.to_string());
        self.all = Some(own.chain(others).collect());
        self
    }

    /// What to say of an ignore comment for a codemod that suppressed nothing.
    pub(super) fn idle(&self, id: Option<&str>) -> Option<String> {
        let Some(id) = id else {
            return Some("the ignore comment names no codemod".to_owned());
        };
        if self.entries.iter().any(|entry| *entry.codemod.id == *id) {
            return Some(format!("the ignore comment for {id} suppresses nothing"));
        }
        let all = self.all.as_ref().filter(|all| !all.contains(id))?;
        let near = nearest(id, all.iter().map(String::as_str));
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        Some(format!(
            "the ignore comment names `{id}`, which is no codemod{near}"
        ))
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
        let mentions = self.prefilter.mentions(bytes);
        !self.possible(path, &mentions, None).is_empty() || suppression::mentioned(bytes)
    }

    /// Which literals a file with these bytes mentions, and where.
    pub(super) fn mentions(&self, bytes: &[u8]) -> Mentions {
        self.prefilter.mentions(bytes)
    }

    /// Which literals all files of a package mention.
    pub(super) fn together(
        &self,
        dir: &Path,
        inputs: &[InputFile],
        mentions: &[Mentions],
    ) -> PackageMentions {
        let files = inputs.iter().zip(mentions);
        let files = files.map(|(input, mentions)| (input.text.as_bytes(), mentions));
        self.prefilter.together(dir, files)
    }

    /// The rules that could match in a file that mentions these literals.
    pub(super) fn possible(
        &self,
        path: &Path,
        mentions: &Mentions,
        package: Option<&PackageMentions>,
    ) -> Vec<Possible<'_>> {
        let mut rules = self.prefilter.possible(mentions, package);
        rules.retain(|possible| self.entries[possible.rule.entry].runs_at(path));
        rules
    }

    /// Where in such a file one of them is to be tried.
    pub(super) fn places<'t>(
        &self,
        possible: &Possible<'_>,
        mentions: &Mentions,
        nodes: &Nodes<'t>,
    ) -> Places<'t> {
        self.prefilter.places(possible, mentions, nodes)
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
