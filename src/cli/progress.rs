//! How far a build is: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::interrupt;
use super::terminal::Terminal;
use crate::production::Observer;

/// Follows a build.
pub(super) struct Progress<'a> {
    terminal: &'a Terminal,
    bar: OnceLock<ProgressBar>,
    total: AtomicUsize,
    done: AtomicUsize,
}

impl<'a> Progress<'a> {
    pub(super) fn new(terminal: &'a Terminal) -> Self {
        Self { terminal, bar: OnceLock::new(), total: 0.into(), done: 0.into() }
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Observer for Progress<'_> {
    fn making(&self, waiting: &Path, documents: usize) {
        interrupt::begin_making(Some(waiting));
        self.total.store(documents, Ordering::Relaxed);
        if self.terminal.tells_progress() && std::io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{bar:40} {pos}/{len} documents, {eta} left")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar =
                ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::stderr())
                    .with_style(style);
            // Called once; a second bar would only replace the first.
            let _ = self.bar.set(bar);
        }
    }

    fn document_done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        match self.bar.get() {
            Some(bar) => bar.inc(1),
            None if done == total || done.is_multiple_of(total.div_ceil(5).max(1)) => {
                self.terminal.say(&format!("{done} of {total} documents"));
            }
            None => {}
        }
    }

    fn placing(&self) {
        interrupt::begin_placing();
    }

    fn stopped(&self) -> bool {
        interrupt::stopped()
    }
}
