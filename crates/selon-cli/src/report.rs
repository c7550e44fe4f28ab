//! What is said on standard error: inputs that failed, doubts, progress.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use selon::Doubt;

use crate::args::Global;
use crate::people::plain;

/// Says what went wrong, and how far the work is.
#[derive(Debug)]
pub(crate) struct Report {
    quiet: bool,
    verbose: u8,
    failures: usize,
    left_out: usize,
    progress: ProgressBar,
    silent: Cell<bool>,
}

impl Report {
    pub(crate) fn new(global: Global) -> Report {
        Report {
            quiet: global.quiet,
            verbose: global.verbose,
            failures: 0,
            left_out: 0,
            progress: ProgressBar::hidden(),
            silent: Cell::new(false),
        }
    }

    /// Shows progress from now on, on a terminal only.
    pub(crate) fn show_progress(&mut self, what: &'static str) {
        if self.quiet || !io::stderr().is_terminal() {
            return;
        }
        self.progress = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {human_pos} {msg}, {elapsed}").expect("a valid template");
        self.progress.set_style(style);
        self.progress.set_message(what);
        self.progress.enable_steady_tick(Duration::from_millis(120));
    }

    /// One more is done.
    pub(crate) fn advance(&self) {
        self.advance_by(1);
    }

    /// So many more are done.
    pub(crate) fn advance_by(&self, number: usize) {
        self.progress.inc(number as u64);
    }

    /// Ends the progress that is shown.
    pub(crate) fn finish(&mut self) {
        self.progress.finish_and_clear();
    }

    /// Says what was not read, where one has to look for it.
    pub(crate) fn summary(&self) {
        if !self.quiet && self.left_out > 0 && self.verbose < 2 {
            self.say(&format!(
                "{} files of the folders are no pages and were left out (-vv names them)",
                self.left_out
            ));
        }
    }

    /// An input could not be read: always said.
    pub(crate) fn failed(&mut self, input: &str, reason: &str) {
        self.failures += 1;
        self.say(&format!("{input}: {reason}"));
    }

    /// An input was read, but is damaged.
    pub(crate) fn doubts(&self, input: &str, doubts: &[Doubt]) {
        if self.verbose > 0 {
            for doubt in doubts {
                self.say(&format!("{input}: doubt: {doubt}"));
            }
        }
    }

    /// The same of what is no page.
    pub(crate) fn doubt(&self, input: &str, doubt: &str) {
        if self.verbose > 0 {
            self.say(&format!("{input}: doubt: {doubt}"));
        }
    }

    /// A file of a folder is no page.
    pub(crate) fn left_out(&mut self, input: &str, reason: &str) {
        self.left_out += 1;
        if self.verbose > 1 {
            self.say(&format!("{input}: left out: {reason}"));
        }
    }

    /// Something worth knowing, unless the user wants quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// The failure that ends the program.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        self.say(&format!("{error:#}"));
    }

    /// How many inputs could not be read.
    pub(crate) fn failures(&self) -> usize {
        self.failures
    }

    /// Standard error may be closed, and names of files may hold anything.
    fn say(&self, text: &str) {
        if self.silent.get() {
            return;
        }
        let line = format!("selon: {}\n", plain(text));
        let written = self.progress.suspend(|| io::stderr().write_all(line.as_bytes()));
        self.silent.set(written.is_err());
    }
}
