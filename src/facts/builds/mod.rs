//! Which builds a file takes part in: by its name, its `//go:build` line, and cgo. What files say
//! about each other's names holds only in the builds that have both.

mod header;
mod platforms;
mod settings;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::Truth;

use settings::{IGNORE, Setting, Settings};

/// The builds that a file takes part in. Platforms, Go versions and compilers are those that there
/// are; any other tag may be set or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Build(Option<Arc<Expression>>);

/// A build constraint; [`Build`] has none for what is in every build.
#[derive(Debug, PartialEq, Eq)]
enum Expression {
    Tag(String),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

impl Build {
    /// That of a file.
    pub fn of(path: &Path, text: &str) -> Self {
        let parts = [header::by_name(path), header::by_text(text)];
        Self(
            parts
                .into_iter()
                .flatten()
                .reduce(Expression::and)
                .map(Arc::new),
        )
    }

    /// Whether the file is in every build.
    pub fn is_everywhere(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the file is part of no package: `//go:build ignore` marks what is run alone.
    pub fn is_alone(&self) -> bool {
        let Some(own) = &self.0 else {
            return false;
        };
        own.mentions(IGNORE) && !Settings::over(&[own]).any(|setting| own.holds(&setting))
    }

    /// Whether some build may have both files.
    pub fn meets(&self, other: &Self) -> bool {
        if self.is_alone() || other.is_alone() {
            return self.is_alone();
        }
        match (&self.0, &other.0) {
            (Some(one), Some(two)) if one != two => {
                let mut settings = Settings::over(&[one, two]);
                settings.too_many || settings.any(|build| one.holds(&build) && two.holds(&build))
            }
            _ => true,
        }
    }

    /// Whether each build that has this file is known to have one of the others.
    pub fn is_covered_by(&self, others: &[&Self]) -> bool {
        if self.is_alone() {
            return false;
        }
        if others
            .iter()
            .any(|other| other.is_everywhere() || *other == self)
        {
            return true;
        }
        let own = self.0.as_deref();
        let others: Vec<&Expression> = others
            .iter()
            .filter_map(|other| other.0.as_deref())
            .collect();
        let all: Vec<&Expression> = others.iter().copied().chain(own).collect();
        let settings = Settings::over(&all);
        !others.is_empty()
            && !settings.too_many
            && settings
                .filter(|build| own.is_none_or(|own| own.holds(build)))
                .all(|build| others.iter().any(|other| other.holds(&build)))
    }
}

impl Build {
    /// Whether what these files declare is there for this one: always, never, or in some builds.
    pub fn sees(&self, others: &[&Self]) -> Truth {
        if !others.iter().any(|other| self.meets(other)) {
            Truth::False
        } else if self.is_covered_by(others) {
            Truth::True
        } else {
            Truth::Unknown
        }
    }
}

impl Expression {
    fn tag(name: &str) -> Self {
        Self::Tag(name.to_owned())
    }

    fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    fn or(self, other: Self) -> Self {
        Self::Or(Box::new(self), Box::new(other))
    }

    fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    fn tags<'e>(&'e self, into: &mut BTreeSet<&'e str>) {
        match self {
            Self::Tag(name) => {
                into.insert(name);
            }
            Self::Not(of) => of.tags(into),
            Self::And(one, two) | Self::Or(one, two) => {
                one.tags(into);
                two.tags(into);
            }
        }
    }

    fn mentions(&self, tag: &str) -> bool {
        let mut tags = BTreeSet::new();
        self.tags(&mut tags);
        tags.contains(tag)
    }

    fn holds(&self, setting: &Setting<'_>) -> bool {
        match self {
            Self::Tag(name) => setting.has(name),
            Self::Not(of) => !of.holds(setting),
            Self::And(one, two) => one.holds(setting) && two.holds(setting),
            Self::Or(one, two) => one.holds(setting) || two.holds(setting),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(name: &str, line: &str) -> Build {
        Build::of(Path::new(name), &format!("{line}\n\npackage p\n"))
    }

    #[test]
    fn names_and_lines_tell_builds() {
        let unix = build("a_unix.go", "//go:build unix");
        let [linux, windows, other] = [
            build("b_linux.go", ""),
            build("b_windows_amd64.go", "// c"),
            build("c.go", "/* c */\n//go:build !(unix || windows)"),
        ];
        assert!(unix.meets(&linux) && linux.is_covered_by(&[&unix]));
        assert!(!unix.is_covered_by(&[&linux]));
        assert!(!unix.meets(&windows) && !windows.meets(&other));
        let everywhere = Build::default();
        assert!(
            !everywhere.is_covered_by(&[&unix, &windows, &other]),
            "arm64"
        );
        let windows = build("b_windows.go", "");
        assert!(everywhere.is_covered_by(&[&unix, &windows, &other]));
        for name in ["linux.go", "a_b.go", "amd64.go", "x.go"] {
            assert!(build(name, "").is_everywhere(), "{name}");
        }
        assert!(!build("a_test.go", "").is_everywhere());
        assert!(build("x.go", "package q //go:build linux").is_everywhere());
    }

    #[test]
    fn other_tags_may_be_set_or_not() {
        let [fast, slow] = [
            build("a.go", "//go:build fast"),
            build("b.go", "//go:build !fast"),
        ];
        assert!(!fast.meets(&slow));
        assert!(Build::default().is_covered_by(&[&fast, &slow]));
        assert!(!Build::default().is_covered_by(&[&fast]));
        let [new, old] = [
            build("a.go", "//go:build go1.21"),
            build("b.go", "//go:build !go1.20"),
        ];
        assert!(!new.meets(&old));
        assert!(!Build::default().is_covered_by(&[&new, &old]), "1.20");
        let script = build("gen.go", "//go:build ignore");
        assert!(script.is_alone() && script.meets(&fast) && !fast.meets(&script));
        let lines = build("a.go", "// +build linux,!cgo darwin");
        assert!(
            !lines.is_everywhere() && lines.meets(&build("b_windows.go", "")),
            "newer Go"
        );
    }

    #[test]
    fn a_file_with_cgo_is_not_in_every_build() {
        let with = |import: &str| Build::of(Path::new("a.go"), &format!("package p\n{import}\n"));
        assert!(!with("// x\nimport \"C\"").is_everywhere());
        assert!(!with("import (\n\t\"fmt\"\n\t\"C\"\n)").is_everywhere());
        assert!(with("/* import \"C\" */\nvar x = \"C\"").is_everywhere());
    }
}
