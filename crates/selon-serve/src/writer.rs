//! The one thread of the server that writes: changes in the order they were asked for, and between them the comparing of what
//! waits for it. Where another process holds the archive it tries again until it has done what it was asked for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use selon_store::{ErrorKind, Result, Store};
use serde::Serialize;
use tokio::sync::oneshot;

use crate::Error;

/// Stack of a thread that reads pages: only what is used of it takes memory.
pub(crate) const STACK: usize = 64 << 20;
/// How long one attempt waits for another process.
const PATIENCE: Duration = Duration::from_secs(1);
/// Changes that wait at most; more are refused.
const MOST: usize = 64;

/// What the writer is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Doing {
    /// Changes that are not kept yet.
    pub(crate) changes: usize,
    /// Whether it compares dispatches.
    pub(crate) comparing: bool,
    /// Whether another process holds the archive.
    pub(crate) locked: bool,
    /// Why it compares no more.
    pub(crate) stopped: Option<String>,
}

/// The way to the thread.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Sender<Job>,
    doing: Arc<Mutex<Doing>>,
}

/// What became of a change.
pub(crate) type Reply<T> = oneshot::Receiver<Result<T>>;

/// Changes the archive; whether it has to be tried again.
type Attempt = dyn FnMut(Result<&mut Store>) -> bool + Send;

/// A change that was asked for.
struct Job(Box<Attempt>);

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Writer {
    /// Starts the thread. It ends with the last one who asks.
    pub(crate) fn start(path: &Path) -> Result<Writer, Error> {
        let (jobs, asked) = channel();
        let doing = Arc::default();
        let hand = Hand { path: path.to_owned(), store: None, doing: Arc::clone(&doing) };
        let thread = thread::Builder::new().name("writer".to_owned()).stack_size(STACK);
        thread.spawn(move || hand.work(&asked)).map_err(|_| Error::System("threads"))?;
        Ok(Writer { jobs, doing })
    }

    /// Asks for a change; nothing where too many wait already.
    pub(crate) fn change<T: Send + 'static>(
        &self,
        mut change: impl FnMut(&mut Store) -> Result<T> + Send + 'static,
    ) -> Option<Reply<T>> {
        let (reply, answer) = oneshot::channel();
        let mut reply = Some(reply);
        let job = move |store: Result<&mut Store>| {
            let done = store.and_then(&mut change);
            if matches!(&done, Err(error) if matches!(error.kind, ErrorKind::Locked)) {
                return true;
            }
            // Who asked may be gone; the change stands.
            let _ = reply.take().map(|reply| reply.send(done));
            false
        };
        {
            let mut doing = self.doing();
            if doing.changes >= MOST {
                return None;
            }
            doing.changes += 1;
        }
        self.jobs.send(Job(Box::new(job))).ok()?;
        Some(answer)
    }

    /// What it is doing now.
    pub(crate) fn now(&self) -> Doing {
        self.doing().clone()
    }

    fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread's own.
struct Hand {
    path: PathBuf,
    store: Option<Store>,
    doing: Arc<Mutex<Doing>>,
}

impl Hand {
    fn work(mut self, asked: &Receiver<Job>) {
        // Whether dispatches may wait to be compared.
        let mut behind = false;
        loop {
            let job = if behind { asked.try_recv() } else { asked.recv().map_err(|_| TryRecvError::Disconnected) };
            match job {
                Ok(job) => {
                    self.change(job);
                    behind = true;
                }
                Err(TryRecvError::Empty) => behind = self.compare(),
                // What waits to be compared is marked as such in the archive: whoever compares next does it.
                Err(TryRecvError::Disconnected) => return,
            }
        }
    }

    fn change(&mut self, mut job: Job) {
        let done = catch_unwind(AssertUnwindSafe(|| {
            while (job.0)(self.store()) {
                self.note(|doing| doing.locked = true);
            }
        }));
        if done.is_err() {
            // A bug; who asked is told so by the reply that never comes.
            self.store = None;
        }
        self.note(|doing| {
            doing.changes -= 1;
            doing.locked = false;
        });
    }

    /// Compares some of what waits; whether more does.
    fn compare(&mut self) -> bool {
        self.note(|doing| {
            doing.comparing = true;
            doing.stopped = None;
        });
        let compared = catch_unwind(AssertUnwindSafe(|| self.store().and_then(Store::trace_next)));
        let (more, locked, stopped) = match compared {
            Ok(Ok(step)) => (step.is_some(), false, None),
            Ok(Err(error)) if matches!(error.kind, ErrorKind::Locked) => (true, true, None),
            Ok(Err(error)) => (false, false, Some(error.to_string())),
            Err(_) => (false, false, Some("this is a bug of selon".to_owned())),
        };
        if !more {
            // The connection of a writer that is done must not keep the archive's log from being put away.
            self.store = None;
        }
        self.note(|doing| *doing = Doing { comparing: more, locked, stopped, ..doing.clone() });
        more
    }

    fn store(&mut self) -> Result<&mut Store> {
        let store = if let Some(store) = self.store.take() {
            store
        } else {
            let store = Store::open(&self.path)?;
            store.wait_for(PATIENCE)?;
            store
        };
        Ok(self.store.insert(store))
    }

    fn note(&self, note: impl FnOnce(&mut Doing)) {
        note(&mut self.doing.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
