//! `selon alerts`

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use selon_store::{Alert, Store};

use crate::command::{line, out};
use crate::exit::Exit;
use crate::people::plain;
use crate::report::Report;

/// Show the alerts that saved searches have raised, the latest first
///
/// Searches are saved by selon search --save NAME. From then on a claim that such a search finds raises an alert when it is new,
/// gains or loses support, is contradicted, or when a page takes back the words that state it. Exit code 3 where there is none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon search harbour fire --save harbour
  selon alerts --atom > alerts.atom")]
pub(crate) struct Args {
    /// Only those of this saved search
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Show the saved searches instead
    #[arg(long, conflicts_with_all = ["atom", "drop"])]
    searches: bool,
    /// Drop the saved search, and its alerts
    #[arg(long, requires = "name", conflicts_with = "atom")]
    drop: bool,
    /// Print an Atom feed
    #[arg(long, conflicts_with = "json")]
    atom: bool,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let name = args.name.as_deref();
    if let (true, Some(name)) = (args.drop, name) {
        if Store::open(&args.db)?.drop_search(name)? {
            return Ok(Exit::Done);
        }
        report.note(&format!("{name}: no such search is saved"));
        return Ok(Exit::NothingMatched);
    }
    let store = Store::open_to_read(&args.db)?;
    if args.searches {
        let searches = store.searches()?;
        let mut out = out();
        for search in &searches {
            if args.json {
                line(&mut out, search)?;
            } else {
                let post = search.post.as_deref().map(|post| format!(" → {}", plain(post))).unwrap_or_default();
                writeln!(out, "{}: {}{post}", plain(&search.name), plain(&search.query.words))?;
            }
        }
        out.flush()?;
        return Ok(if searches.is_empty() { Exit::NothingMatched } else { Exit::Done });
    }
    let alerts = store.latest_alerts(name, args.most)?;
    if args.atom {
        let mut out = out();
        out.write_all(selon_export::alerts_atom(&alerts, None, |_| None).as_bytes())?;
        out.flush()?;
    } else {
        print(&alerts, args.json)?;
    }
    Ok(if alerts.is_empty() { Exit::NothingMatched } else { Exit::Done })
}

/// Prints alerts, a line each.
pub(crate) fn print(alerts: &[Alert], json: bool) -> anyhow::Result<()> {
    let mut out = out();
    for alert in alerts {
        if json {
            line(&mut out, alert)?;
        } else {
            let Alert { search, kind, reason, claim, gist, raised, .. } = alert;
            writeln!(out, "{raised}  {}  {kind}  {claim}  “{}”: {}", plain(search), plain(gist), plain(reason))?;
        }
    }
    out.flush().context("standard output")
}
