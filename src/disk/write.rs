//! Replacing files: all of a run or none.
//!
//! Every new text is first staged in a temporary file of the same directory; then each file is
//! compared with what was read; only then are they renamed, one after the other. If a rename
//! fails, those before it are put back.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::engine::CheckedText;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}; nothing was written", path.display())]
pub struct WriteError {
    /// The file, as reported.
    pub path: PathBuf,
    /// In words.
    pub reason: String,
}

impl WriteError {
    fn new(path: &Path, reason: impl Into<String>) -> Self {
        Self {
            path: path.to_path_buf(),
            reason: reason.into(),
        }
    }

    fn io(path: &Path, error: &io::Error) -> Self {
        Self::new(path, super::plain(error))
    }
}

/// A new text beside the file that it will replace.
struct Staged<'t> {
    text: &'t CheckedText,
    /// The file behind a symbolic link that was typed by name.
    target: PathBuf,
    permissions: Permissions,
    file: NamedTempFile,
}

/// Writes all texts, or none.
///
/// # Errors
/// The first file that cannot be replaced, or that is no longer what was read.
pub fn write_all(texts: &[&CheckedText]) -> Result<(), WriteError> {
    let staged = texts
        .iter()
        .map(|text| stage(text))
        .collect::<Result<Vec<_>, _>>()?;
    for file in &staged {
        unchanged(file)?;
    }
    let mut done: Vec<(&CheckedText, PathBuf, Permissions)> = Vec::with_capacity(staged.len());
    for file in staged {
        let Staged {
            text,
            target,
            permissions,
            file,
        } = file;
        if let Err(error) = file.persist(&target) {
            let mut failure = WriteError::io(text.path(), &error.error);
            for (text, target, permissions) in done.iter().rev() {
                if let Err(error) = put_back(text, target, permissions) {
                    failure.reason = format!(
                        "{}; and {} could not be put back ({error})",
                        failure.reason,
                        target.display()
                    );
                }
            }
            return Err(failure);
        }
        done.push((text, target, permissions));
    }
    Ok(())
}

fn stage(text: &CheckedText) -> Result<Staged<'_>, WriteError> {
    let failed = |error: io::Error| WriteError::io(text.path(), &error);
    let target = fs::canonicalize(text.path()).map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    let permissions = metadata.permissions();
    if permissions.readonly() {
        return Err(WriteError::new(text.path(), "the file is read-only"));
    }
    let file = beside(&target, text.after(), &permissions).map_err(failed)?;
    keep_owner(&metadata, file.path());
    Ok(Staged {
        text,
        target,
        permissions,
        file,
    })
}

fn beside(target: &Path, text: &str, permissions: &Permissions) -> io::Result<NamedTempFile> {
    let dir = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".gofix-pit-")
        .suffix(".tmp")
        .tempfile_in(dir)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions.clone())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Whoever runs this for another user (as root in a container) leaves the files to their owner.
#[cfg(unix)]
fn keep_owner(metadata: &fs::Metadata, path: &Path) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    // Only root may give files away; for all others the owner is the same anyway.
    let _ = chown(path, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::Metadata, _: &Path) {}

fn unchanged(staged: &Staged<'_>) -> Result<(), WriteError> {
    let now =
        fs::read(&staged.target).map_err(|error| WriteError::io(staged.text.path(), &error))?;
    if now == staged.text.before().as_bytes() {
        return Ok(());
    }
    let reason = "the file changed while it was worked on";
    Err(WriteError::new(staged.text.path(), reason))
}

fn put_back(text: &CheckedText, target: &Path, permissions: &Permissions) -> io::Result<()> {
    let file = beside(target, text.before(), permissions)?;
    file.persist(target)?;
    Ok(())
}
