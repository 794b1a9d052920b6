//! Counts of what was known, unknown and wrong, and how they are told.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How a claim compares with the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Known,
    Unknown,
    Wrong,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    known: usize,
    unknown: usize,
    wrong: usize,
}

/// What codemods decide by.
const DECISIVE: [&str; 8] = [
    "receivers of method calls",
    "operands of selectors",
    "ends of functions",
    "ends of lists",
    "statements that leave a list",
    "terminating statements",
    "statements in loops",
    "steps in loops",
];

/// Counts by kind, samples of what is wrong, and of what is unknown.
#[derive(Debug, Default)]
pub struct Tally {
    counts: BTreeMap<String, Count>,
    wrong: Vec<String>,
    unknown: BTreeMap<String, Vec<String>>,
}

impl Tally {
    pub fn count(&mut self, kind: &str, verdict: Verdict) {
        let count = self.counts.entry(kind.to_owned()).or_default();
        match verdict {
            Verdict::Known => count.known += 1,
            Verdict::Unknown => count.unknown += 1,
            Verdict::Wrong => count.wrong += 1,
        }
    }

    pub fn wrong(&mut self, what: String) {
        self.wrong.push(what);
    }

    pub fn unknown(&mut self, kind: &str, what: String) {
        self.unknown.entry(kind.to_owned()).or_default().push(what);
    }

    pub fn add(&mut self, other: Self) {
        for (kind, more) in other.counts {
            let count = self.counts.entry(kind).or_default();
            count.known += more.known;
            count.unknown += more.unknown;
            count.wrong += more.wrong;
        }
        self.wrong.extend(other.wrong);
        for (kind, more) in other.unknown {
            self.unknown.entry(kind).or_default().extend(more);
        }
    }

    /// Nothing is wrong, and of what decides about codemods at least so many percent are known.
    pub fn holds(&self, percent: usize) {
        for kind in DECISIVE {
            let count = self.counts.get(kind).copied().unwrap_or_default();
            let all = count.known + count.unknown + count.wrong;
            assert!(all > 0, "there are no {kind}");
            assert!(
                count.known * 100 >= all * percent,
                "{kind}: {} of {all} are known, less than {percent} %",
                count.known
            );
        }
        self.is_right();
    }

    /// Nothing is wrong.
    pub fn is_right(&self) {
        let mut first: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for wrong in &self.wrong {
            let kind = wrong.split(':').next().unwrap_or_default();
            first.entry(kind).or_default().push(wrong);
        }
        let first: Vec<&str> = first
            .into_values()
            .flat_map(|of| of.into_iter().take(25))
            .collect();
        let wrong = self.wrong.len();
        assert!(wrong == 0, "{wrong} wrong:\n{}", first.join("\n"));
    }

    /// The table as docs/facts.md has it.
    pub fn report(&self, title: &str) -> String {
        let mut text = format!("| {title} | all | known | | wrong |\n|---|--:|--:|--:|--:|\n");
        for (kind, count) in &self.counts {
            let all = count.known + count.unknown + count.wrong;
            let tenths = (count.known * 1000) / all.max(1);
            let _ = writeln!(
                text,
                "| {kind} | {all} | {} | {}.{} % | {} |",
                count.known,
                tenths / 10,
                tenths % 10,
                count.wrong
            );
        }
        let show = std::env::var("GOFIX_PIT_ORACLE_SHOW").ok();
        if let Some(show) = show.and_then(|show| show.parse::<usize>().ok()) {
            for (kind, samples) in &self.unknown {
                let step = (samples.len() / show.max(1)).max(1);
                for sample in samples.iter().step_by(step).take(show) {
                    let _ = writeln!(text, "unknown {kind}: {sample}");
                }
            }
        }
        text
    }
}
