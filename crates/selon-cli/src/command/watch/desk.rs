//! The thread that writes: it knows what is to be done, gives it out, keeps what comes back, compares, and says what raised
//! alerts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use selon_fetch::poll::{Outcome, Plan};
use selon_fetch::{Address, Clock as _, Fetcher, Millis, Refused, SystemClock};
use selon_store::{Got, HostMemory, Store};

use super::Args;
use super::job::{Done, Job, Listed, Worker};
use crate::command::alerts;
use crate::command::read::Readers;
use crate::exit::{self, Exit};
use crate::people::count;
use crate::pipeline::STACK;
use crate::report::Report;

/// A host that wants to be left alone for longer does not hold up a thread.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// So many servers are asked at a time.
const FETCHERS: usize = 32;
/// So many pages of a host are taken out of the archive at a time.
const AHEAD: usize = 8;
/// So many pages are kept in one transaction; fewer where they come slowly.
const PAGES: usize = 64;
const SLOWLY: Duration = Duration::from_secs(1);
/// How long the thread sleeps where nothing happens.
const TICK: Duration = Duration::from_millis(100);
/// While pages keep coming, some of what waits is compared this often.
const WHILE_BUSY: Duration = Duration::from_secs(2);
/// Where the user wants to stop, what is under way has so long to end.
const FAREWELL: Duration = Duration::from_secs(5);

pub(super) fn run(store: Store, args: &Args, fetcher: Fetcher, report: &mut Report) -> anyhow::Result<Exit> {
    let stop = exit::stop_softly();
    for (origin, memory) in store.host_memories()? {
        if let Ok(memory) = serde_json::from_str(&memory) {
            fetcher.remember(&origin, memory);
        }
    }
    let cores = args.jobs.count();
    let turns = bounded(cores);
    for _ in 0..cores {
        turns.0.send(()).context("a turn for each core")?;
    }
    let worker =
        Worker { fetcher, readers: Readers::new(&args.db), kept: Mutex::default(), large: Mutex::default(), turns };
    let (work, todo) = unbounded::<(String, Job)>();
    let (give, results) = bounded::<(String, Done)>(FETCHERS);
    let last_alert = store.last_alert()?;
    let mut desk = Desk {
        store,
        worker: &worker,
        work: Some(work),
        results,
        queues: BTreeMap::new(),
        busy: BTreeSet::new(),
        batch: Vec::new(),
        hosts: BTreeMap::new(),
        batch_began: None,
        looked: None,
        compared: Instant::now(),
        last_alert,
        kept: 0,
        args,
    };
    thread::scope(|scope| {
        for _ in 0..FETCHERS {
            let (todo, give, worker) = (todo.clone(), give.clone(), &worker);
            let run = move || {
                for (origin, job) in todo {
                    if stop.load(Ordering::SeqCst) || give.send((origin, worker.done(job))).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).context("a thread")?;
        }
        drop((todo, give));
        let ended = desk.run(stop, report);
        // Threads end where they have nothing to do and nobody to give it to.
        drop(desk);
        ended
    })
}

struct Desk<'a> {
    store: Store,
    worker: &'a Worker,
    work: Option<Sender<(String, Job)>>,
    results: Receiver<(String, Done)>,
    /// What is to be done, by host.
    queues: BTreeMap<String, VecDeque<Job>>,
    /// Hosts that are being asked.
    busy: BTreeSet<String>,
    batch: Vec<Got>,
    hosts: BTreeMap<String, String>,
    batch_began: Option<Instant>,
    /// When the archive was looked through for what is due.
    looked: Option<Instant>,
    /// When something was compared last.
    compared: Instant,
    last_alert: i64,
    kept: usize,
    args: &'a Args,
}

impl Desk<'_> {
    fn run(&mut self, stop: &AtomicBool, report: &mut Report) -> anyhow::Result<Exit> {
        report.show_progress("pages fetched");
        while !stop.load(Ordering::SeqCst) {
            self.look()?;
            self.give_out();
            let came = self.take(report)?;
            if self.batch.len() >= PAGES || self.batch_began.is_some_and(|began| began.elapsed() >= SLOWLY) {
                self.keep()?;
            }
            if (!came && self.batch.is_empty()) || self.compared.elapsed() >= WHILE_BUSY {
                let compared = self.compare()?;
                if !compared && self.args.once && self.is_done()? {
                    break;
                }
            }
        }
        self.farewell(report)?;
        report.finish();
        self.say_alerts()?;
        if stop.load(Ordering::SeqCst) {
            return Ok(Exit::Interrupted);
        }
        report.note(&format!("{} read", count(self.kept, "page", "pages")));
        Ok(Exit::Done)
    }

    /// Looks for what is due, now and then.
    fn look(&mut self) -> anyhow::Result<()> {
        let wait = if self.queues.is_empty() { 2 * TICK } else { 10 * TICK };
        if self.looked.is_some_and(|looked| looked.elapsed() < wait) {
            return Ok(());
        }
        // What is not kept yet would be found once more.
        self.keep()?;
        self.looked = Some(Instant::now());
        let now = SystemClock.now();
        for list in self.store.lists_due(now, 1000)? {
            let origin = Address::parse(&list.address).map_or_else(String::new, |address| address.origin());
            let waits = |jobs: &VecDeque<Job>| jobs.iter().any(|j| matches!(j, Job::List(l) if l.id == list.id));
            if !self.busy.contains(&origin) && !self.queues.get(&origin).is_some_and(waits) {
                self.queues.entry(origin).or_default().push_front(Job::List(list));
            }
        }
        for origin in self.store.origins_due(now)? {
            let has_pages = |jobs: &VecDeque<Job>| jobs.iter().any(|job| matches!(job, Job::Page(_)));
            if !self.busy.contains(&origin) && !self.queues.get(&origin).is_some_and(has_pages) {
                let pages = self.store.pages_due(&origin, now, AHEAD)?;
                self.queues.entry(origin).or_default().extend(pages.into_iter().map(Job::Page));
            }
        }
        // What goes to one address goes there in its order, one after another.
        let mut posts: BTreeMap<String, VecDeque<Job>> = BTreeMap::new();
        for (alert, address) in self.store.alerts_to_post(now, AHEAD)? {
            posts.entry(format!("alerts to {address}")).or_default().push_back(Job::Post(alert, address));
        }
        posts.retain(|to, _| !self.busy.contains(to) && !self.queues.contains_key(to));
        self.queues.append(&mut posts);
        Ok(())
    }

    /// Gives out what hosts are ready for, one thing a host.
    fn give_out(&mut self) {
        let now = SystemClock.now();
        let Some(work) = &self.work else { return };
        for (origin, jobs) in &mut self.queues {
            if self.busy.len() >= FETCHERS {
                break;
            }
            if !self.busy.contains(origin)
                && self.worker.fetcher.is_ready(origin, now)
                && let Some(job) = jobs.pop_front()
            {
                self.busy.insert(origin.clone());
                // Threads end only after this one.
                let _ = work.send((origin.clone(), job));
            }
        }
        self.queues.retain(|_, jobs| !jobs.is_empty());
    }

    /// Takes what has come back; answers whether anything has.
    fn take(&mut self, report: &mut Report) -> anyhow::Result<bool> {
        let first = self.results.recv_timeout(TICK).ok();
        let came = first.is_some();
        let more: Vec<_> = self.results.try_iter().take(PAGES).collect();
        for (origin, done) in first.into_iter().chain(more) {
            self.busy.remove(&origin);
            match done {
                Done::List(listed) => self.take_list(*listed, report)?,
                Done::Page(got, host) => self.take_page(*got, host, report),
                Done::Post(id, sent) => self.take_post(id, sent, report)?,
            }
        }
        Ok(came)
    }

    fn take_list(&mut self, listed: Listed, report: &mut Report) -> anyhow::Result<()> {
        let Listed { row, asked, doubts, fresh, not_before, host } = listed;
        for doubt in &doubts {
            report.doubt(&row.address, doubt);
        }
        if let Some(problem) = &asked.problem {
            report.failed(&row.address, problem);
        }
        let plan = Plan { every: Duration::from_millis(row.every.max(0) as u64), failures: row.failures };
        let seed = row.id as u64 ^ (asked.now as u64).rotate_left(20);
        self.store
            .asked(&asked, &host, millis(Plan::default().every), |new| {
                let outcome = if asked.problem.is_some() { Outcome::Failed } else { Outcome::New(new) };
                let (plan, next) = plan.after(outcome, asked.now, fresh, not_before, seed);
                (millis(plan.every), plan.failures, next)
            })
            .context("the archive")?;
        self.looked = None;
        Ok(())
    }

    fn take_page(&mut self, got: Got, host: Option<HostMemory>, report: &mut Report) {
        match (&got.problem, got.again) {
            (None, _) => report.advance(),
            (Some(problem), None) => report.failed(&got.address, problem),
            (Some(problem), Some(_)) => report.doubt(&got.address, &format!("{problem}; it is asked for again")),
        }
        self.kept += usize::from(got.page.is_some());
        self.hosts.extend(host);
        self.batch.push(got);
        self.batch_began.get_or_insert_with(Instant::now);
    }

    fn take_post(&mut self, id: i64, sent: Result<(), Refused>, report: &mut Report) -> anyhow::Result<()> {
        let again = match &sent {
            Ok(()) => None,
            Err(refused) => {
                report.failed(&format!("alert {id}"), &format!("it was not posted: {refused}"));
                (!refused.is_final()).then(|| SystemClock.now() + 300_000)
            }
        };
        Ok(self.store.posted(id, again)?)
    }

    fn keep(&mut self) -> anyhow::Result<()> {
        if !self.batch.is_empty() {
            let hosts: Vec<HostMemory> = std::mem::take(&mut self.hosts).into_iter().collect();
            self.store.got(&self.batch, &hosts).context("the archive")?;
            self.batch.clear();
        }
        self.batch_began = None;
        Ok(())
    }

    /// Compares and traces some of what waits; answers whether there was any.
    fn compare(&mut self) -> anyhow::Result<bool> {
        let step = self.store.trace_next().context("the archive")?;
        if step.is_some() {
            self.say_alerts()?;
        }
        self.compared = Instant::now();
        Ok(step.is_some())
    }

    fn say_alerts(&mut self) -> anyhow::Result<()> {
        loop {
            let new = self.store.alerts_after(self.last_alert, 100)?;
            let Some(last) = new.last() else { return Ok(()) };
            self.last_alert = last.id;
            alerts::print(&new, self.args.json)?;
        }
    }

    /// Whether nothing is left that is due within the patience one has with a host.
    fn is_done(&mut self) -> anyhow::Result<bool> {
        let soon: Millis = SystemClock.now() + millis(PATIENCE);
        let posts = !self.store.alerts_to_post(soon, 1)?.is_empty();
        let next = self.store.next_due()?.is_some_and(|next| next <= soon);
        Ok(self.busy.is_empty() && self.batch.is_empty() && !posts && !next)
    }

    /// Keeps what is under way, as far as it ends soon.
    fn farewell(&mut self, report: &mut Report) -> anyhow::Result<()> {
        self.work = None;
        let began = Instant::now();
        while !self.busy.is_empty()
            && began.elapsed() < FAREWELL
            && let Ok((origin, done)) = self.results.recv_timeout(FAREWELL)
        {
            self.busy.remove(&origin);
            if let Done::Page(got, host) = done {
                self.take_page(*got, host, report);
            }
        }
        self.keep()
    }
}

fn millis(time: Duration) -> Millis {
    Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX)
}
