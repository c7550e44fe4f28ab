//! The command `selon`: who says what in a folder of news pages, and on whose word.
//!
//! It is glue: `input` finds and reads, `pipeline` spreads the work over threads and brings it back in order, `command` holds
//! a file for each subcommand, `people` prints for a terminal, `report` says what went wrong.

#![allow(clippy::disallowed_methods, reason = "an edge: the command reads files, the clock and the environment")]

mod args;
mod command;
mod exit;
mod input;
mod people;
mod pipeline;
mod report;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Command, CommandLine};
use crate::exit::Exit;
use crate::report::Report;

fn main() -> ExitCode {
    let args = CommandLine::parse();
    exit::on_interrupt();
    pipeline::keep_panics_quiet();
    let mut report = Report::new(args.global);
    let outcome = run(args, &mut report);
    report.finish();
    exit::code(outcome, &report)
}

fn run(args: CommandLine, report: &mut Report) -> anyhow::Result<Exit> {
    if let Some(file) = &args.outlets {
        command::outlets::amend(file)?;
    }
    match args.command {
        None => command::read::run(args.read, report),
        Some(_) if args.read.is_given() => args::misplaced(),
        Some(Command::Trace(args)) => command::trace::run(args, report),
        Some(Command::Import(args)) => command::import::run(args, report),
        Some(Command::Extract(args)) => command::extract::run(args, report),
        Some(Command::Annotate(args)) => command::annotate::run(args, report),
        Some(Command::Aliases(args)) => command::aliases::run(args, report),
        Some(Command::Copies(args)) => command::copies::run(args, report),
        Some(Command::Stories(args)) => command::stories::run(args, report),
        Some(Command::Outlets(args)) => command::outlets::run(&args),
        Some(Command::Watch(args)) => command::watch::run(args, report),
        Some(Command::Alerts(args)) => command::alerts::run(args, report),
        Some(Command::Show(args)) => command::show::run(args, report),
        Some(Command::Search(args)) => command::search::run(args, report),
        Some(Command::Export(args)) => command::export::run(args, report),
        Some(Command::Forget(args)) => command::forget::run(args, report),
        Some(Command::Reread(args)) => command::reread::run(args, report),
        Some(Command::Verify(args)) => command::verify::run(args, report),
        Some(Command::Same(args)) => command::decide::same(args, report),
        Some(Command::Apart(args)) => command::decide::apart(args, report),
        Some(Command::Correct(args)) => command::decide::correct(args, report),
        Some(Command::Undo(args)) => command::decide::undo(args, report),
        Some(Command::Decisions(args)) => command::decide::decisions(args),
        Some(Command::Serve(args)) => command::serve::run(args, report),
        Some(Command::Doctor(args)) => command::doctor::run(args, report),
        Some(Command::Completions(args)) => command::completions::run(args),
    }
}
