//! `selon trace`

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use selon::{Reading, Trace, view};
use selon_store::{Step, Store};

use crate::args::Pages;
use crate::command::read::{self, Keeper, Readers, Shape};
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::page::{self, Found};
use crate::people;
use crate::report::Report;

/// Say what pages say, on whose word, and on how many independent voices it rests
///
/// Touches no archive unless --db is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon trace pages/
  selon trace --json pages/*.html | jq '.claims[] | select(.support.high > 1) | .gist'")]
pub(crate) struct Args {
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    shape: Shape,
    /// Keep what is read in this archive
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    args.pages.require();
    run_with(&args.pages, args.shape, args.db.as_deref(), report)
}

/// Reads pages, keeps them where an archive is given, prints the trace.
pub(crate) fn run_with(pages: &Pages, shape: Shape, db: Option<&Path>, report: &mut Report) -> anyhow::Result<Exit> {
    match db {
        None => {
            let Some((trace, path_of)) = of_pages(pages, report)? else { return Ok(Exit::NothingMatched) };
            let mut out = out();
            if shape.json {
                line(&mut out, &view::trace(&trace, |id| path_of.get(id).map_or("", String::as_str)))?;
            } else {
                out.write_all(people::trace(&trace, &people::Page::of_stdout(), shape.all).as_bytes())?;
            }
            out.flush()?;
        }
        Some(db) => {
            let mut texts = Texts::default();
            let mut told = |story, trace: &Trace| {
                if !shape.json {
                    texts.keep(story, trace, shape.all);
                }
            };
            let Some(kept) = keep(pages, db, &mut told, report)? else { return Ok(Exit::NothingMatched) };
            print(&kept, &texts, shape)?;
        }
    }
    Ok(Exit::Done)
}

/// Prints the stories of what was kept: one after the other, so that an archive may hold more of them than memory. JSON is
/// one object, and is put together first.
fn print(kept: &Kept, texts: &Texts, shape: Shape) -> anyhow::Result<()> {
    let Kept { store, dispatches, path_of } = kept;
    let stories = store.stories_of(dispatches)?;
    let mut out = out();
    if shape.json {
        let traces = stories.into_iter().map(|story| store.story_trace(story)).collect::<Result<_, _>>()?;
        line(&mut out, &view::trace(&Trace::join(traces), |id| path_of.get(id).map_or("", String::as_str)))?;
    } else {
        let page = people::Page::of_stdout();
        for (place, story) in stories.into_iter().enumerate() {
            if place > 0 {
                out.write_all(b"\n")?;
            }
            // Most stories are told by one page, and of those there is little to print.
            if let Some(text) = texts.of.get(&story) {
                out.write_all(text.as_bytes())?;
                continue;
            }
            let lone = if shape.all { None } else { store.lone(story)? };
            let text = match lone {
                Some(lone) => people::lone(&lone, &page),
                None => people::trace(&store.story_trace(story)?, &page, shape.all),
            };
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(out.flush()?)
}

/// What is printed of stories that more is to be said of than of a lone page, made when they were traced: to print them later
/// they would be traced again.
#[derive(Default)]
struct Texts {
    of: BTreeMap<i64, String>,
    bytes: usize,
}

/// So many bytes of it are kept.
const TEXTS: usize = 16 << 20;

impl Texts {
    fn keep(&mut self, story: i64, trace: &Trace, all: bool) {
        let lone = trace.readings.len() == 1 && trace.claims.iter().all(|claim| claim.contradicts.is_empty());
        if (all || !lone) && self.bytes < TEXTS {
            let text = people::trace(trace, &people::Page::of_stdout(), all);
            self.bytes += text.len();
            self.of.insert(story, text);
        }
    }
}

/// The paths of pages by the ids of their dispatches.
type Paths = BTreeMap<String, String>;

/// What was kept in an archive.
struct Kept {
    store: Store,
    dispatches: Vec<i64>,
    path_of: Paths,
}

/// Traces pages alone.
fn of_pages(pages: &Pages, report: &mut Report) -> anyhow::Result<Option<(Trace, Paths)>> {
    let mut path_of = BTreeMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    let work = |found: Found| Ok((found.reading()?, found.path));
    let read = page::each(pages, None, report, work, |(reading, path), report| {
        report.doubts(&path, &reading.dispatch.doubts);
        path_of.entry(reading.dispatch.id.clone()).or_insert(path);
        readings.push(reading);
        Ok(())
    })?;
    if read == 0 {
        return Ok(None);
    }
    report.show_progress("stories compared");
    let trace = Trace::of(readings);
    report.finish();
    Ok(Some((trace, path_of)))
}

/// Keeps pages in an archive, and compares them with all that it holds.
fn keep(
    pages: &Pages,
    db: &Path,
    told: &mut dyn FnMut(i64, &Trace),
    report: &mut Report,
) -> anyhow::Result<Option<Kept>> {
    let mut keeper = Keeper::open(db)?;
    let known = Readers::new(db);
    let mut path_of = BTreeMap::new();
    let work = |found: Found| read::read(found, &known);
    let read = page::each(pages, Some(&known), report, work, |page, report| {
        report.doubts(&page.path, &page.doubts);
        path_of.entry(page.address).or_insert(page.path);
        keeper.keep(page.incoming)
    })?;
    // The last connection to be closed writes the log back into the file, and must be one that may write.
    drop(known);
    let (mut store, dispatches) = keeper.finish()?;
    if read == 0 {
        return Ok(None);
    }
    catch_up_with(&mut store, told, report)?;
    Ok(Some(Kept { store, dispatches, path_of }))
}

/// Compares all that waits for it with the rest of the archive.
pub(crate) fn catch_up(store: &mut Store, report: &mut Report) -> anyhow::Result<()> {
    catch_up_with(store, &mut |_, _| {}, report)
}

/// The same; `told` is given each story that is traced.
fn catch_up_with(store: &mut Store, told: &mut dyn FnMut(i64, &Trace), report: &mut Report) -> anyhow::Result<()> {
    report.show_progress("dispatches compared");
    let mut telling = false;
    while let Some(step) = store.trace_next_with(told).context("the archive")? {
        match step {
            Step::Compared(dispatches) => report.advance_by(dispatches),
            Step::Traced(stories) => {
                if !telling {
                    report.finish();
                    report.show_progress("stories traced");
                    telling = true;
                }
                report.advance_by(stories);
            }
        }
    }
    report.finish();
    Ok(())
}
