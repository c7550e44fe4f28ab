//! `selon import`

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use selon_archive::Position;
use selon_store::Progress;

use crate::args::Pages;
use crate::command::read::{self, Keeper, Readers};
use crate::command::{out, trace};
use crate::exit::Exit;
use crate::input::container::Mark;
use crate::input::only::Only;
use crate::input::page::{self, Found, Next};
use crate::people::count;
use crate::report::Report;

/// Keep the pages of large archives, without printing their stories
///
/// Reads WARC (plain, gz, zst), WACZ, JSON lines and arrays as other tools write them, chat exports, and whatever selon reads
/// otherwise; then compares what is new with the rest of the archive. An import that was interrupted goes on at the record
/// where it stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon import CC-NEWS-20310304.warc.gz --lang fr,en --from 2031-03-01
  selon import archive.wacz result.json --db desk.db")]
pub(crate) struct Args {
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    only: Only,
    /// Leave the comparing to a later import, or to whichever command compares next
    #[arg(long)]
    later: bool,
    /// The archive that keeps what is read
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    args.pages.require();
    let mut keeper = Keeper::open(&args.db)?;
    let known = Arc::new(Readers::new(&args.db));
    let only = Arc::new(args.only);
    let asked = Arc::clone(&known);
    let resume = move |container: &str| {
        let begun = asked.with(|store| store.progress(container)).ok().flatten();
        begun.map_or_else(Position::default, |p| Position { offset: p.at, inner: p.inner })
    };
    let work = |mut found: Found| {
        let mark = found.mark.take();
        let wanted = only.words(&found.page()?);
        let kept = if wanted { Some(read::read(found, &known)?) } else { None };
        Ok(Some((kept.filter(|page| only.read(page.lang, page.url.as_deref())), mark)))
    };
    let mut pages = 0;
    page::each_of(&args.pages, Some(&*known), &only, Arc::new(resume), report, work, |next, report| {
        match next {
            Next::Page((page, mark)) => {
                if let Some(page) = page {
                    report.doubts(&page.path, &page.doubts);
                    pages += 1;
                    keeper.keep(page.incoming)?;
                }
                if let Some(mark) = mark {
                    keeper.note(progress(mark, false));
                }
            }
            Next::Ended(mark) => keeper.note(progress(mark, true)),
        }
        Ok(())
    })?;
    drop(known);
    let (mut store, _) = keeper.finish()?;
    if !args.later {
        trace::catch_up(&mut store, report)?;
    }
    let mut out = out();
    writeln!(out, "{} read", count(pages, "page", "pages"))?;
    out.flush()?;
    Ok(Exit::Done)
}

fn progress(mark: Mark, complete: bool) -> Progress {
    let Mark { key, name, next } = mark;
    Progress { container: key.to_string(), name: name.to_string(), at: next.offset, inner: next.inner, complete }
}
