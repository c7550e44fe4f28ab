//! `selon completions`

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::exit::Exit;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon completions bash > ~/.local/share/bash-completion/completions/selon")]
pub(crate) struct Args {
    /// Which shell
    shell: Shell,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::args::CommandLine::command(), "selon", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
