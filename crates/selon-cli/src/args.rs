//! What can be said on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, CommandFactory as _, Parser, Subcommand};

use selon_fetch::{Fetcher, Settings};

use crate::command;
use crate::exit::Exit;

/// Reads news pages and says who says what, and on how many independent voices each claim rests. It never says what is true.
///
/// With paths and no command, reads the pages, keeps them in an archive and prints the trace.
#[derive(Debug, Parser)]
#[command(
    name = "selon",
    version,
    max_term_width = 100,
    subcommand_value_name = "COMMAND",
    after_help = "\
Examples:
  selon pages/                        read a folder of saved pages, keep them in selon.db, print the trace
  selon trace --json *.html | jq .    the same as JSON, touching no archive
  selon extract page.html             what one page says, and what it says about itself

Exit codes: 0 done, 1 failure, 2 usage, 3 nothing matched, 4 some inputs could not be read (each is named),
5 verification found a mismatch, 130 interrupted."
)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) global: Global,
    /// Lines about outlets that hold in the place of selon's own, in the form that `selon outlets` prints
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) outlets: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) read: command::read::Args,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What holds for every command.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Global {
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say also what was read but is damaged; twice: what was left out
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Trace(command::trace::Args),
    Import(command::import::Args),
    Extract(command::extract::Args),
    Annotate(command::annotate::Args),
    Aliases(command::aliases::Args),
    Copies(command::copies::Args),
    Stories(command::stories::Args),
    Outlets(command::outlets::Args),
    Watch(command::watch::Args),
    Alerts(command::alerts::Args),
    Show(command::show::Args),
    Search(command::search::Args),
    Export(command::export::Args),
    Forget(command::forget::Args),
    Reread(command::reread::Args),
    Verify(command::verify::Args),
    Same(command::decide::Same),
    Apart(command::decide::Apart),
    Correct(command::decide::Correct),
    Undo(command::decide::Undo),
    Decisions(command::decide::Decisions),
    Serve(command::serve::Args),
    Doctor(command::doctor::Args),
    Completions(command::completions::Args),
}

/// Pages to read.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Pages {
    /// Pages (HTML or plain text), folders of them, addresses (https://…), or - for one page on standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read also the paths that stand in this file, one a line; - for standard input
    #[arg(long, value_name = "LIST")]
    pub(crate) files_from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) asking: Asking,
    #[command(flatten)]
    pub(crate) jobs: Jobs,
}

/// How servers are asked.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Asking {
    /// How those who keep a server can reach you, for addresses: mail or a page [or: SELON_CONTACT]
    #[arg(long, value_name = "HOW")]
    contact: Option<String>,
    /// Fetch also from this host, though it is this machine or in a private network
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    allow_host: Vec<String>,
    /// Leave each host alone for so long between two requests [default: 2]; longer where it asks for it
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pause: Option<Duration>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "not a number of seconds up to an hour".to_owned())
}

impl Asking {
    /// One who fetches as it is said.
    pub(crate) fn fetcher(&self, change: impl FnOnce(&mut Settings)) -> Fetcher {
        let contact = self.contact.clone().or_else(|| std::env::var("SELON_CONTACT").ok());
        let Some(contact) = contact.filter(|contact| !contact.trim().is_empty()) else {
            usage("to fetch from servers, say how those who keep them can reach you: --contact you@example.org")
        };
        let mut settings = Settings::new(selon::VERSION, &contact).allow(&self.allow_host);
        settings.pause = self.pause.unwrap_or(settings.pause);
        change(&mut settings);
        Fetcher::new(settings)
    }
}

impl Pages {
    pub(crate) fn is_given(&self) -> bool {
        !self.paths.is_empty() || self.files_from.is_some() || self.jobs.jobs.is_some()
    }

    /// Ends the program with a usage error where no page is named.
    pub(crate) fn require(&self) {
        if self.paths.is_empty() && self.files_from.is_none() {
            usage("no page is named: give paths, or --files-from LIST");
        }
    }
}

/// Documents to read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Documents {
    /// JSON lines, one object each; - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) jobs: Jobs,
}

/// The archive to look into.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Archive {
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    pub(crate) db: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How many threads to use.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct Jobs {
    /// Threads to use [default: one a core]; the output does not depend on it
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl Jobs {
    pub(crate) fn count(self) -> usize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }
}

/// Options that belong behind the command stand before it.
pub(crate) fn misplaced() -> anyhow::Result<Exit> {
    usage("put paths and options behind the command: selon COMMAND [OPTIONS] …")
}

/// Ends the program as clap does where the command line makes no sense.
pub(crate) fn usage(message: &str) -> ! {
    CommandLine::command().error(clap::error::ErrorKind::ArgumentConflict, message).exit()
}
