//! What a codemod knows of the functions that its resources are handed to.

use super::super::call::covers;

/// Full names of functions and methods (`io.ReadAll`, `os.File.Stat`, `bufio.New*`), by what they
/// do with an argument or receiver that has to be released.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// They keep nothing of it, and neither do their results.
    pub plain_results: Vec<String>,
    /// Their result needs it: it wraps it or was made with it.
    pub wrappers: Vec<String>,
    /// They keep it, or show what belongs to it in a way that is not seen to need it: a number, say.
    pub keepers: Vec<String>,
    /// May be called after the release, and so are no use of it.
    pub post_close: Vec<String>,
    /// What they do does not count where only one value is to be made.
    pub harmless: Vec<String>,
}

impl Knowledge {
    pub(super) fn is_plain(&self, callee: &str) -> bool {
        self.plain_results.iter().any(|name| covers(name, callee))
    }

    pub(super) fn is_wrapper(&self, callee: &str) -> bool {
        self.wrappers.iter().any(|name| covers(name, callee))
    }

    pub(super) fn is_keeper(&self, callee: &str) -> bool {
        self.keepers.iter().any(|name| covers(name, callee))
    }

    pub(super) fn is_harmless(&self, callee: &str) -> bool {
        self.harmless.iter().any(|name| covers(name, callee))
    }

    pub(super) fn is_post_close(&self, callee: &str) -> bool {
        self.post_close.iter().any(|name| covers(name, callee))
    }
}
