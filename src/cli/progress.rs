//! A progress bar for runs that take a while, on a terminal that someone watches.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter runs show nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts files.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    hidden: AtomicBool,
}

impl Progress {
    /// For `files` files; `watched` says whether it may ever be shown.
    pub fn new(files: usize, watched: bool) -> Self {
        let total = u64::try_from(files).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files {msg}") {
            bar.set_style(style);
        }
        Self {
            bar,
            since: Instant::now(),
            hidden: AtomicBool::new(watched),
        }
    }

    /// Some files are done.
    pub fn done(&self, files: usize) {
        if self.since.elapsed() > PATIENCE && self.hidden.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(u64::try_from(files).unwrap_or(0));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
