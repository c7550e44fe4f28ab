//! `selon same`, `selon apart`, `selon correct`, `selon undo`, `selon decisions`: the user has the last word.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use selon_store::{Decided, Decision, Evidence, Store, What};

use crate::args::{Archive, usage};
use crate::command::{line, out, trace};
use crate::exit::Exit;
use crate::people;
use crate::report::Report;

/// Say that two claims, or two passages, state one fact
///
/// The decision is kept by the words themselves, so that it holds in later readings too; selon undo takes it back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon same c12 c15
  selon same c12 'd45:the harbour was closed'")]
pub(crate) struct Same {
    #[command(flatten)]
    two: Two,
}

/// Say that two claims, or two passages, state two facts; of two dispatches, that neither is taken from the other
///
/// The decision is kept by the words themselves, so that it holds in later readings too; selon undo takes it back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon apart c12 'd45:two ships were held'
  selon apart d12 d45")]
pub(crate) struct Apart {
    #[command(flatten)]
    two: Two,
}

#[derive(Debug, clap::Args)]
struct Two {
    /// c12 a claim, d45:WORDS a passage of a dispatch, d45 a dispatch
    #[arg(value_name = "A")]
    a: String,
    /// The same of the other
    #[arg(value_name = "B")]
    b: String,
    /// Who decides, for the list of decisions
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

/// Put right what was read of a page: what it says of itself, what it is taken from, what a passage says and on whose word
///
/// The decision is kept by the address of the page and the words themselves, so that it holds in later readings too; selon undo
/// takes it back. A chain is written as it is shown: whoever said it first in front, then those it went through, parted by → or ->; the outlet
/// at its end may be left out. Voices are names, v7, or what they are with a name: person:Jean Martin. A chain that is empty stands on the outlet's own word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon correct d45 published 2031-03-04T09:37
  selon correct d45 outlet 'Le Phare'
  selon correct d45 agency ''              from no agency
  selon correct d45 original d12           d45 is taken from d12
  selon correct d45 original ''            d45 is taken from no other
  selon correct 'd45:the harbour was closed' chain 'the prefecture -> AFP'
  selon correct 'd45:it was closed' says 'The harbour of Brest was closed on 4 March'")]
pub(crate) struct Correct {
    /// A dispatch, by its name or address; d45:WORDS a passage of it, c12 the passage of a claim that one alone states
    #[arg(value_name = "ID")]
    name: String,
    /// What is put right
    #[arg(value_name = "FIELD", value_parser = ["outlet", "agency", "published", "original", "chain", "says"])]
    field: String,
    /// The right value
    #[arg(value_name = "VALUE")]
    value: String,
    /// Who decides, for the list of decisions
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

/// Take a decision back
///
/// It stays in the list, with the time. Exit code 3 where there is no such decision, or it was taken back before.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon undo 3")]
pub(crate) struct Undo {
    /// Its number, as selon decisions says it
    #[arg(value_name = "NUMBER")]
    number: i64,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

/// List what was decided, and on what evidence
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon decisions")]
pub(crate) struct Decisions {
    #[command(flatten)]
    archive: Archive,
}

pub(crate) fn same(args: Same, report: &mut Report) -> anyhow::Result<Exit> {
    let mut store = Store::open(&args.two.db)?;
    let evidence = args.two.evidence(&store)?;
    if evidence.iter().any(|e| e.quote.is_empty()) {
        usage("two dispatches cannot be the same: name claims, or passages as d45:WORDS");
    }
    keep(&mut store, Decision { what: What::Same, evidence, value: None, by: args.two.by }, report)
}

pub(crate) fn apart(args: Apart, report: &mut Report) -> anyhow::Result<Exit> {
    let mut store = Store::open(&args.two.db)?;
    let evidence = args.two.evidence(&store)?;
    let what = if evidence.iter().all(|e| e.quote.is_empty()) { What::NoCopy } else { What::Apart };
    if what == What::Apart && evidence.iter().any(|e| e.quote.is_empty()) {
        usage("a claim and a dispatch are no two of a kind: name two claims or passages, or two dispatches");
    }
    keep(&mut store, Decision { what, evidence, value: None, by: args.two.by }, report)
}

pub(crate) fn correct(args: Correct, report: &mut Report) -> anyhow::Result<Exit> {
    let what = match args.field.as_str() {
        "outlet" => What::Outlet,
        "agency" => What::Agency,
        "original" => What::Original,
        "chain" => What::Chain,
        "says" => What::Says,
        _ if selon::When::parse(&args.value) == selon::When::Unknown => {
            usage(&format!("{:?} is no time: give 2031-03-04 or 2031-03-04T09:37", args.value))
        }
        _ => What::Published,
    };
    let mut store = Store::open(&args.db)?;
    let decision = store.correction(what, &args.name, &args.value, args.by)?;
    keep(&mut store, decision, report)
}

pub(crate) fn undo(args: Undo, report: &mut Report) -> anyhow::Result<Exit> {
    let mut store = Store::open(&args.db)?;
    let undone = store.undo(args.number)?;
    trace::catch_up(&mut store, report)?;
    Ok(if undone { Exit::Done } else { Exit::NothingMatched })
}

pub(crate) fn decisions(args: Decisions) -> anyhow::Result<Exit> {
    let all = list(&args.archive.db)?;
    let mut out = out();
    for decided in &all {
        if args.archive.json {
            line(&mut out, decided)?;
        } else {
            let undone = decided.undone.as_ref().map(|at| format!(" · undone {at}")).unwrap_or_default();
            let lost = if decided.holds { "" } else { " · its words are found no more" };
            writeln!(out, "{}  {}  {}{undone}{lost}", decided.id, people::decision(&decided.decision), decided.made)?;
        }
    }
    out.flush()?;
    Ok(if all.is_empty() { Exit::NothingMatched } else { Exit::Done })
}

fn list(db: &Path) -> anyhow::Result<Vec<Decided>> {
    Ok(Store::open_to_read(db)?.decisions()?)
}

impl Two {
    fn evidence(&self, store: &Store) -> anyhow::Result<Vec<Evidence>> {
        Ok(vec![evidence(store, &self.a)?, evidence(store, &self.b)?])
    }
}

fn evidence(store: &Store, name: &str) -> anyhow::Result<Evidence> {
    store.evidence(name)?.with_context(|| format!("{name}: nothing in the archive has this name, or these words"))
}

fn keep(store: &mut Store, decision: Decision, report: &mut Report) -> anyhow::Result<Exit> {
    let number = store.decide(&decision)?;
    trace::catch_up(store, report)?;
    let mut out = out();
    writeln!(out, "{number}  {}", people::decision(&decision))?;
    out.flush()?;
    Ok(Exit::Done)
}
