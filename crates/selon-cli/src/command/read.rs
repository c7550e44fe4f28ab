//! `selon PATH…`: reads pages, keeps them, prints the trace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context as _;
use selon::{Dispatch, Doubt, Lang};
use selon_store::{Incoming, Progress, Store};

use crate::args::{Pages, usage};
use crate::command::trace;
use crate::exit::Exit;
use crate::input::Failed;
use crate::input::page::Found;
use crate::report::Report;

/// The bare command.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    shape: Shape,
    /// The archive that keeps what is read [default: selon.db]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

/// How a trace is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Shape {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print also the claims that one page alone makes
    #[arg(long, conflicts_with = "json")]
    pub(crate) all: bool,
}

impl Args {
    /// Whether anything of it stands on the command line.
    pub(crate) fn is_given(&self) -> bool {
        self.pages.is_given() || self.shape.json || self.shape.all || self.db.is_some()
    }
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    if !args.is_given() {
        usage("what is to be read? Name pages or folders of them; selon --help says more");
    }
    args.pages.require();
    let db = args.db.unwrap_or_else(|| PathBuf::from("selon.db"));
    trace::run_with(&args.pages, args.shape, Some(&db), report)
}

/// A page that was read, with what is to be kept of it.
pub(crate) struct Read {
    pub(crate) path: String,
    pub(crate) address: String,
    pub(crate) url: Option<String>,
    pub(crate) lang: Option<Lang>,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) incoming: Incoming,
}

/// Reads a page, or takes the reading that the archive has of it.
pub(crate) fn read(found: Found, known: &Readers) -> Result<Read, Failed> {
    // Where the archive cannot say, the page is read anew.
    let known = |hash: &str| known.with(|store| store.reading(hash)).ok().flatten();
    let read = || found.reading();
    let (reading, incoming) = selon_store::incoming(&found.bytes, &found.path, found.origin.clone(), known, read)?;
    let Dispatch { id, url, lang, doubts, .. } = reading.dispatch;
    Ok(Read { path: found.path, address: id, url, lang, doubts, incoming })
}

/// Keeps pages in an archive, some dozens at a time.
#[derive(Debug)]
pub(crate) struct Keeper {
    store: Store,
    waiting: Vec<Incoming>,
    /// How far containers are read with what waits, by their keys.
    progress: BTreeMap<String, Progress>,
    weight: usize,
    dispatches: Vec<i64>,
}

/// How many pages, and how many bytes of them, are kept in one transaction.
const PAGES: usize = 64;
const BYTES: usize = 8 << 20;

impl Keeper {
    pub(crate) fn open(path: &Path) -> anyhow::Result<Keeper> {
        let store = Store::open(path).context("the archive")?;
        Ok(Keeper { store, waiting: Vec::new(), progress: BTreeMap::new(), weight: 0, dispatches: Vec::new() })
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn keep(&mut self, page: Incoming) -> anyhow::Result<()> {
        self.weight += page.weight();
        self.waiting.push(page);
        if self.waiting.len() >= PAGES || self.weight >= BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Notes how far a container is read, with the pages that were given up to now.
    pub(crate) fn note(&mut self, progress: Progress) {
        self.progress.insert(progress.container.clone(), progress);
    }

    /// The archive, and the dispatches of what was kept.
    pub(crate) fn finish(mut self) -> anyhow::Result<(Store, Vec<i64>)> {
        self.flush()?;
        Ok((self.store, self.dispatches))
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        if self.waiting.is_empty() && self.progress.is_empty() {
            return Ok(());
        }
        let progress: Vec<Progress> = std::mem::take(&mut self.progress).into_values().collect();
        let kept = self.store.import(&self.waiting, &progress).context("the archive")?;
        self.dispatches.extend(kept.iter().map(|k| k.dispatch));
        self.waiting.clear();
        self.weight = 0;
        Ok(())
    }
}

/// Connections that read an archive, one for each worker that asks.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
}

impl Readers {
    pub(crate) fn new(path: &Path) -> Readers {
        Readers { path: path.to_owned(), idle: Mutex::default() }
    }

    /// Asks the archive something.
    pub(crate) fn with<T, E: From<selon_store::Error>>(
        &self,
        ask: impl FnOnce(&Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().expect("nothing panics that holds it").pop();
        let store = idle.map_or_else(|| Store::open_to_read(&self.path), Ok)?;
        let answer = ask(&store);
        self.idle.lock().expect("nothing panics that holds it").push(store);
        answer
    }
}
