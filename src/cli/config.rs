//! The configuration, `gofix-pit.toml`, with the place of every value that a message may point to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::codemod::{Applicability, Problem};
use crate::disk;
use crate::text::Span;

use super::failure::Failed;

/// The file's name.
pub(super) const NAME: &str = "gofix-pit.toml";

/// The file as typed. Paths in it are relative to its folder, patterns are those of `.gitignore`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ConfigFile {
    /// Only these codemods.
    pub select: Option<Vec<Spanned<String>>>,
    /// These too, though they are off by default.
    #[serde(default)]
    pub enable: Vec<Spanned<String>>,
    /// Not these.
    #[serde(default)]
    pub skip: Vec<Spanned<String>>,
    /// Folders with further codemods.
    #[serde(default)]
    pub codemods: Vec<PathBuf>,
    /// Files that are left out.
    #[serde(default)]
    pub exclude: Vec<Spanned<String>>,
    /// As `--unsafe`.
    #[serde(default, rename = "unsafe")]
    pub unsafe_fixes: bool,
    /// As `--include-generated`.
    #[serde(default)]
    pub include_generated: bool,
    /// As `--include-vendor`.
    #[serde(default)]
    pub include_vendor: bool,
    /// As `--include-tests`.
    pub include_tests: Option<bool>,
    /// `[params.<id>]`
    #[serde(default)]
    pub params: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<toml::Value>>>,
    /// `[applicability]`: a cap by codemod.
    #[serde(default)]
    pub applicability: BTreeMap<Spanned<String>, Spanned<Applicability>>,
    /// `[[override]]`: settings for some paths.
    #[serde(default, rename = "override")]
    pub overrides: Vec<Override>,
}

/// `[[override]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Override {
    /// Where.
    pub paths: Vec<Spanned<String>>,
    /// Not these codemods there.
    #[serde(default)]
    pub skip: Vec<Spanned<String>>,
}

/// A configuration and where it came from.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// What it says.
    pub file: ConfigFile,
    /// Its text, for messages.
    pub source: String,
    /// Its path, for messages.
    pub path: String,
    /// Its folder, from the root.
    pub folder: PathBuf,
}

impl Config {
    /// Reads the file given, or the nearest upward; without one, the default.
    pub fn find(given: Option<&Path>, current: &Path) -> Result<Self, Failed> {
        let found = match given {
            Some(path) => Some(current.join(path)),
            None => current
                .ancestors()
                .map(|dir| dir.join(NAME))
                .find(|path| path.is_file()),
        };
        let Some(path) = found else {
            return Ok(Self {
                folder: current.to_path_buf(),
                ..Self::default()
            });
        };
        let shown = disk::shown_path(&path, current).display().to_string();
        let source =
            disk::read(&path).map_err(|reason| Failed::new(format!("{shown}: {reason}")))?;
        let file = toml::from_str(&source)
            .map_err(|error| Failed::at(&shown, &source, &[Problem::of_toml(&error)]))?;
        Ok(Self {
            file,
            source: source.to_string(),
            path: shown,
            folder: path.parent().unwrap_or(current).to_path_buf(),
        })
    }

    /// A mistake at a value of the file.
    pub fn mistake<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> Failed {
        let problem = Problem::new(message, Span::from(at.span()));
        Failed::at(&self.path, &self.source, &[problem])
    }
}
