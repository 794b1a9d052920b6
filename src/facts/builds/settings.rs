//! The builds that there are, as far as constraints tell them apart.

use std::collections::BTreeSet;

use super::Expression;
use super::platforms::{PLATFORMS, is_arch, is_os, is_unix};

/// The tag that no build has, by the convention of the go command.
pub(super) const IGNORE: &str = "ignore";

/// With more tags of their own than this, what two files have in common is not worked out.
const MOST_TAGS: usize = 6;

/// What one build sets.
pub(super) struct Setting<'e> {
    platform: (&'static str, &'static str),
    /// The minor version of Go 1.
    version: u32,
    gccgo: bool,
    free: Vec<&'e str>,
}

impl Setting<'_> {
    pub fn has(&self, tag: &str) -> bool {
        let (os, arch) = self.platform;
        match tag {
            "unix" => is_unix(os),
            "gc" => !self.gccgo,
            "gccgo" => self.gccgo,
            _ if is_os(tag) => {
                os == tag
                    || matches!(
                        (tag, os),
                        ("linux", "android") | ("solaris", "illumos") | ("darwin", "ios")
                    )
            }
            _ if is_arch(tag) => arch == tag,
            _ => match minor_version(tag) {
                Some(minor) => minor <= self.version,
                None => self.free.contains(&tag),
            },
        }
    }
}

/// `go1.21` is 21.
fn minor_version(tag: &str) -> Option<u32> {
    tag.strip_prefix("go1.")?.parse().ok()
}

/// The builds that differ in what some constraints ask about.
pub(super) struct Settings<'e> {
    platforms: &'static [(&'static str, &'static str)],
    versions: Vec<u32>,
    compilers: usize,
    free: Vec<&'e str>,
    /// Whether there are too many tags to try them all.
    pub too_many: bool,
    next: usize,
}

impl<'e> Settings<'e> {
    pub fn over(expressions: &[&'e Expression]) -> Self {
        let mut tags = BTreeSet::new();
        for expression in expressions {
            expression.tags(&mut tags);
        }
        let mut settings = Self {
            platforms: &PLATFORMS[..1],
            versions: vec![0],
            compilers: 1,
            free: Vec::new(),
            too_many: false,
            next: 0,
        };
        for tag in tags {
            match tag {
                IGNORE => {}
                "gc" | "gccgo" => settings.compilers = 2,
                _ if tag == "unix" || is_os(tag) || is_arch(tag) => settings.platforms = PLATFORMS,
                _ => match minor_version(tag) {
                    Some(minor) => settings.versions.push(minor),
                    None => settings.free.push(tag),
                },
            }
        }
        settings.too_many = settings.free.len() > MOST_TAGS;
        settings.free.truncate(MOST_TAGS);
        settings
    }
}

impl<'e> Iterator for Settings<'e> {
    type Item = Setting<'e>;

    fn next(&mut self) -> Option<Setting<'e>> {
        let mut rest = self.next;
        let mut digit = |base: usize| {
            let digit = rest % base;
            rest /= base;
            digit
        };
        let platform = self.platforms[digit(self.platforms.len())];
        let version = self.versions[digit(self.versions.len())];
        let gccgo = digit(self.compilers) == 1;
        let is_set = |_: &&&str| digit(2) == 1;
        let free = self.free.iter().filter(is_set).copied().collect();
        self.next += 1;
        (rest == 0).then_some(Setting {
            platform,
            version,
            gccgo,
            free,
        })
    }
}
