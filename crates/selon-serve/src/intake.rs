//! Pages that readers hand in: read beside the requests, as the command reads files, and given to the writer some at a time.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use selon::Reading;
use selon_store::{Id, Incoming};
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::desk::Desk;
use crate::source::{Failed, Found, pages};
use crate::writer::STACK;

/// Batches that are read at once: each is held in memory.
const AT_ONCE: usize = 2;
/// Batches that are remembered.
const REMEMBERED: usize = 20;
/// Pages of a batch, and failures, that are named; the rest is counted.
const NAMED: usize = 100;
/// How many pages, and how many bytes of them, are kept in one transaction.
const PAGES: usize = 16;
const BYTES: usize = 8 << 20;

/// A file that was handed in.
#[derive(Debug)]
pub(crate) struct Handed {
    /// Its name: a label, never a path.
    pub(crate) name: String,
    /// What stands in it.
    pub(crate) bytes: Vec<u8>,
}

/// What became of files that were handed in together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Batch {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// How many files it has.
    pub(crate) files: usize,
    /// How many of them were read, or could not be.
    pub(crate) done: usize,
    /// How many pages of them are kept.
    pub(crate) pages: usize,
    /// The first of these, with their dispatches.
    pub(crate) kept: Vec<(String, Id)>,
    /// How many files and pages could not be read, or not be kept.
    pub(crate) failures: usize,
    /// The first of these.
    pub(crate) failed: Vec<Failed>,
    /// Whether nothing of it is under way any more.
    pub(crate) ended: bool,
}

/// What is handed in, and what became of it.
#[derive(Debug)]
pub(crate) struct Intake {
    places: Arc<Semaphore>,
    batches: Mutex<VecDeque<Batch>>,
}

impl Intake {
    pub(crate) fn new() -> Intake {
        Intake { places: Arc::new(Semaphore::new(AT_ONCE)), batches: Mutex::default() }
    }

    /// A place for a batch; none where too many are under way.
    pub(crate) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    /// The latest batches, the last one first.
    pub(crate) fn batches(&self) -> Vec<Batch> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Notes a new batch; its number.
    fn begin(&self, files: usize, failed: Vec<Failed>) -> u64 {
        let mut batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        let number = batches.front().map_or(0, |batch| batch.number) + 1;
        batches.truncate(REMEMBERED - 1);
        batches.push_front(Batch {
            number,
            files,
            done: failed.len(),
            failures: failed.len(),
            failed,
            ..Batch::default()
        });
        number
    }

    fn note(&self, number: u64, note: impl FnOnce(&mut Batch)) {
        let mut batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        batches.iter_mut().find(|batch| batch.number == number).map(note);
    }

    fn failed(&self, number: u64, failed: Failed) {
        self.note(number, |batch| {
            batch.failures += 1;
            if batch.failed.len() < NAMED {
                batch.failed.push(failed);
            }
        });
    }
}

/// Reads files beside the requests. `failed` are those that are known to be unreadable.
pub(crate) fn take(
    desk: &Arc<Desk>,
    place: OwnedSemaphorePermit,
    handed: Vec<Handed>,
    failed: Vec<Failed>,
) -> std::io::Result<()> {
    let number = desk.intake.begin(handed.len() + failed.len(), failed);
    let desk = Arc::clone(desk);
    let work = move || {
        let mut waiting = Waiting { desk: &desk, number, names: Vec::new(), pages: Vec::new(), weight: 0 };
        for file in handed {
            for page in pages(&file.name, &file.bytes) {
                match page.and_then(|page| read(&desk, page)) {
                    Ok((name, incoming)) => waiting.push(name, incoming),
                    Err(failed) => desk.intake.failed(number, failed),
                }
            }
            desk.intake.note(number, |batch| batch.done += 1);
        }
        waiting.keep();
        desk.intake.note(number, |batch| batch.ended = true);
        drop(place);
    };
    thread::Builder::new().name("reader".to_owned()).stack_size(STACK).spawn(work).map(drop)
}

/// Reads a page, or takes the reading that the archive has of it.
fn read(desk: &Desk, found: Found) -> Result<(String, Incoming), Failed> {
    let Found { place, bytes, origin, damage } = found;
    let failed = |reason: String| Failed { name: place.clone(), reason };
    let known = |hash: &str| desk.read(|store| store.reading(hash)).ok().flatten();
    let attempt = || {
        let page = || selon_store::page(&bytes, &origin, &damage).map(|page| Reading::of_page(&page));
        selon_store::incoming(&bytes, &place, origin.clone(), known, page)
    };
    match catch_unwind(AssertUnwindSafe(attempt)) {
        Ok(Ok((_, incoming))) => Ok((place, incoming)),
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(_) => Err(failed("a bug in selon, please report it with this page".to_owned())),
    }
}

/// Pages of a batch that are read and not kept yet.
struct Waiting<'a> {
    desk: &'a Desk,
    number: u64,
    names: Vec<String>,
    pages: Vec<Incoming>,
    weight: usize,
}

impl Waiting<'_> {
    fn push(&mut self, name: String, page: Incoming) {
        self.weight += page.weight();
        self.names.push(name);
        self.pages.push(page);
        if self.pages.len() >= PAGES || self.weight >= BYTES {
            self.keep();
        }
    }

    /// Has them kept, and waits until they are.
    fn keep(&mut self) {
        if self.pages.is_empty() {
            return;
        }
        let pages = Arc::new(std::mem::take(&mut self.pages));
        let names = std::mem::take(&mut self.names);
        self.weight = 0;
        let reply = loop {
            let pages = Arc::clone(&pages);
            match self.desk.writer.change(move |store| store.keep(&pages)) {
                Some(reply) => break reply,
                None => thread::sleep(Duration::from_millis(200)),
            }
        };
        let why = match reply.blocking_recv() {
            Ok(Ok(kept)) => {
                let kept = names.into_iter().zip(kept).map(|(name, kept)| (name, Id::Dispatch(kept.dispatch)));
                return self.desk.intake.note(self.number, |batch| {
                    batch.pages += kept.len();
                    let room = NAMED.saturating_sub(batch.kept.len());
                    batch.kept.extend(kept.take(room));
                });
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "a bug in selon".to_owned(),
        };
        for name in names {
            self.desk.intake.failed(self.number, Failed { name, reason: why.clone() });
        }
    }
}
