//! Files to findings: directory by directory, in parallel, in an order that no thread decides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::disk::{self, Found};
use crate::engine::{self, FileError, Options, Outcome, Selection};
use crate::facts::{InputFile, World};

use super::failure::Failed;
use super::progress::Progress;

/// Deep syntax trees are walked by recursion here and there: threads get room for it.
const STACK: usize = 64 * 1024 * 1024;

/// What looking at some files came to.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// All directories together, sorted.
    pub outcome: Outcome,
    /// Files that were read.
    pub files: usize,
    /// Generated files that were left out.
    pub generated: usize,
    /// Files with `//go:build ignore` that were left out.
    pub ignored: usize,
}

/// How files are looked at.
pub(super) struct Scan<'s> {
    /// The codemods.
    pub selection: &'s Selection,
    /// Where facts come from.
    pub world: &'s dyn World,
    /// What the engine is asked.
    pub options: Options,
    /// Whether generated files count.
    pub generated: bool,
    /// Files that facts may read and no fix may touch.
    pub protected: BTreeSet<PathBuf>,
}

impl Scan<'_> {
    /// Looks at all files found; 0 threads let the machine decide how many.
    pub fn all(&self, found: &Found, threads: usize, watched: bool) -> Result<Scanned, Failed> {
        let mut directories: BTreeMap<&Path, Vec<&PathBuf>> = BTreeMap::new();
        for file in &found.files {
            let dir = file.parent().unwrap_or(Path::new(""));
            directories.entry(dir).or_default().push(file);
        }
        let directories: Vec<(&Path, Vec<&PathBuf>)> = directories.into_iter().collect();
        let progress = Progress::new(found.files.len(), watched);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK)
            .build()
            .map_err(|error| Failed::new(format!("no threads: {error}")))?;
        let parts: Vec<Scanned> = pool.install(|| {
            directories
                .par_iter()
                .map(|(dir, files)| {
                    let part = self.directory(dir, files, &found.named);
                    progress.done(files.len());
                    part
                })
                .collect()
        });
        progress.finish();
        let mut scanned = Scanned::default();
        for failure in &found.failures {
            scanned
                .outcome
                .errors
                .push(fatal(&failure.path, &failure.message));
        }
        for part in parts {
            scanned.absorb(part);
        }
        scanned.sort();
        Ok(scanned)
    }

    /// Looks at files of one directory.
    pub fn directory(&self, dir: &Path, files: &[&PathBuf], named: &BTreeSet<PathBuf>) -> Scanned {
        let mut scanned = Scanned::default();
        let mut texts: BTreeMap<PathBuf, Arc<str>> = BTreeMap::new();
        let mut worth_it = false;
        let mut left_alone = Vec::new();
        for path in files {
            let text = match disk::read(path) {
                Ok(text) => text,
                Err(reason) => {
                    scanned.outcome.errors.push(fatal(path, &reason));
                    continue;
                }
            };
            scanned.files += 1;
            if !self.generated && !named.contains(*path) {
                let (generated, ignored) = (disk::is_generated(&text), disk::is_ignored(&text));
                scanned.generated += usize::from(generated);
                scanned.ignored += usize::from(ignored && !generated);
                if generated || ignored {
                    continue;
                }
            }
            worth_it |= self.selection.is_worth_parsing(path, text.as_bytes());
            if named.contains(*path) {
                // Whoever names a file wants to know, though nothing could be found in it.
                left_alone.extend(engine::left_alone(path, &text));
            }
            texts.insert((*path).clone(), text);
        }
        if worth_it {
            scanned.outcome.absorb(self.texts(dir, texts));
        }
        scanned.outcome.add_errors(left_alone);
        scanned
    }

    /// Looks at texts that stand for files of one directory.
    pub fn texts(&self, dir: &Path, mut texts: BTreeMap<PathBuf, Arc<str>>) -> Outcome {
        let mut inputs: Vec<InputFile> = self.world.directory(dir);
        for input in &mut inputs {
            if let Some(text) = texts.remove(&input.path) {
                input.text = text;
                input.editable = !self.protected.contains(&input.path);
            }
        }
        inputs.extend(texts.into_iter().map(|(path, text)| InputFile {
            editable: !self.protected.contains(&path),
            path,
            text,
        }));
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        engine::run(dir, inputs, self.selection, self.world, self.options)
    }
}

impl Scanned {
    fn absorb(&mut self, part: Self) {
        self.outcome.absorb(part.outcome);
        self.files += part.files;
        self.generated += part.generated;
        self.ignored += part.ignored;
    }

    fn sort(&mut self) {
        self.outcome.sort();
    }
}

fn fatal(path: &Path, message: &str) -> FileError {
    FileError {
        path: path.to_path_buf(),
        line: None,
        message: message.to_owned(),
        fatal: true,
    }
}
