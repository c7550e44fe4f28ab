//! `selon watch`: follows lists of pages, fetches what they announce, keeps and compares it, and says what raised alerts.

mod desk;
mod job;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use selon_fetch::{Address, Clock as _, SystemClock, feed, poll, timestamp};
use selon_store::{ListRow, Store};

use crate::args::{Asking, Jobs, usage};
use crate::command::{line, out};
use crate::exit::Exit;
use crate::people::{count, plain};
use crate::report::Report;

/// Follow feeds, sitemaps and lists of feeds; fetch what they announce, and say what raised alerts
///
/// Follows the lists that are named and all that the archive follows already, until it is interrupted; then, or after a crash, it
/// goes on where it stopped. Prints the alerts of saved searches (selon search --save) as they are raised.
///
/// Of a sitemap what was changed in the last week is fetched, of a list of sitemaps those of the last three days.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon watch https://example.org/rss feeds.opml --contact desk@example.org
  selon watch --once --contact desk@example.org       ask each list once, fetch what is new, end
  selon watch --status")]
pub(crate) struct Args {
    /// Feeds (RSS, Atom, JSON Feed), sitemaps, pages that name feeds, OPML: addresses, or files of OPML
    #[arg(value_name = "LIST")]
    lists: Vec<String>,
    /// Ask each list once, fetch what is new, and end
    #[arg(long)]
    once: bool,
    /// Say what is followed and how it stands; fetch nothing
    #[arg(long, conflicts_with_all = ["once", "drop"])]
    status: bool,
    /// Follow this list no more; what it brought stays in the archive
    #[arg(long, value_name = "ADDRESS", conflicts_with = "lists")]
    drop: Vec<String>,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    jobs: Jobs,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    if args.status {
        return status(&args);
    }
    let mut store = Store::open(&args.db).context("the archive")?;
    if !args.drop.is_empty() {
        for address in &args.drop {
            if !store.unfollow(address)? {
                report.failed(address, "it is not followed");
            }
        }
        return Ok(Exit::Done);
    }
    let fetcher = args.asking.fetcher(|settings| settings.patience = desk::PATIENCE);
    let now = SystemClock.now();
    let mut lists = Vec::new();
    for name in &args.lists {
        match named(name) {
            Ok(named) => lists.extend(named),
            Err(why) => report.failed(name, &why),
        }
    }
    store.follow(&lists, poll::Plan::default().every.as_millis() as i64, now)?;
    if store.lists()?.is_empty() {
        if report.failures() == 0 {
            usage("nothing is followed yet: name feeds, sitemaps or files of OPML");
        }
        return Ok(Exit::NothingMatched);
    }
    if args.once {
        store.ask_all(now)?;
    }
    desk::run(store, &args, fetcher, report)
}

/// The addresses that an argument means: itself, or what stands in a file of OPML.
fn named(name: &str) -> Result<Vec<String>, String> {
    if let Some(address) = Address::parse(name).filter(|_| name.contains("://")) {
        return Ok(vec![address.as_str().to_owned()]);
    }
    let bytes = std::fs::read(Path::new(name)).map_err(|e| crate::input::reason(&e))?;
    // Addresses in a file stand there whole.
    let nowhere = Address::parse("http://invalid/").expect("an address");
    let opml = feed::read(&bytes, &nowhere, None)?;
    if opml.kind != feed::Kind::Opml {
        return Err(format!("a {} in a file; only lists of feeds (OPML) are read from files", opml.kind.name()));
    }
    Ok(opml.lists.into_iter().map(|list| list.address.as_str().to_owned()).collect())
}

fn status(args: &Args) -> anyhow::Result<Exit> {
    let lists = Store::open_to_read(&args.db)?.lists()?;
    let now = SystemClock.now();
    let mut out = out();
    for list in &lists {
        if args.json {
            line(&mut out, list)?;
        } else {
            writeln!(out, "{}", stands(list, now))?;
        }
    }
    out.flush()?;
    Ok(if lists.is_empty() { Exit::NothingMatched } else { Exit::Done })
}

/// How a list stands, in some lines.
fn stands(list: &ListRow, now: i64) -> String {
    let title = list.title.as_deref().map(|title| format!("{}\n  ", plain(title))).unwrap_or_default();
    let pages = usize::try_from(list.pages).unwrap_or(0);
    let mut about = vec![list.kind.clone().unwrap_or_else(|| "not read yet".to_owned()), count(pages, "page", "pages")];
    for (number, what) in [(list.waiting, "waiting"), (list.failed, "could not be had")] {
        if number > 0 {
            about.push(format!("{number} {what}"));
        }
    }
    about.push(format!("asked every {} min", list.every / 60_000));
    about.push(if list.next <= now { "next now".to_owned() } else { format!("next {}", timestamp(list.next)) });
    let failed =
        |problem: &String| format!("\n  failed {}: {}", count(list.failures as usize, "time", "times"), plain(problem));
    let failed = list.problem.as_ref().map(failed).unwrap_or_default();
    format!("{title}{}\n  {}{failed}", plain(&list.address), about.join(" · "))
}
