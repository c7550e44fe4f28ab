//! What is done away from the archive, on many threads: fetching, and reading what was fetched.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use selon_fetch::{Address, Clock as _, Fetcher, Millis, Refused, SystemClock, Validators, Want, feed, timestamp};
use selon_store::{Alert, Announced, Asked, Due, FoundList, Got, HostMemory, ListRow};
use serde_json::json;

use crate::command::read::{self, Readers};
use crate::input::address;
use crate::input::page::Found;
use crate::pipeline::guarded;

/// Something to do.
#[derive(Debug)]
pub(crate) enum Job {
    List(ListRow),
    Page(Due),
    Post(Alert, String),
}

/// What became of it.
pub(crate) enum Done {
    List(Box<Listed>),
    Page(Box<Got>, Option<HostMemory>),
    Post(i64, Result<(), Refused>),
}

pub(crate) struct Listed {
    pub(crate) row: ListRow,
    pub(crate) asked: Asked,
    pub(crate) doubts: Vec<String>,
    /// How long it stays as it is, and before when it is not to be asked.
    pub(crate) fresh: Option<std::time::Duration>,
    pub(crate) not_before: Option<Millis>,
    pub(crate) host: HostMemory,
}

/// What all threads share.
pub(crate) struct Worker {
    pub(crate) fetcher: Fetcher,
    pub(crate) readers: Readers,
    /// Hosts of which is kept what they allow.
    pub(crate) kept: Mutex<BTreeSet<String>>,
    /// Held by who reads a very large list: one at a time, so that memory is bounded.
    pub(crate) large: Mutex<()>,
    /// Held by who reads a page: there are more threads than cores.
    pub(crate) turns: (crossbeam_channel::Sender<()>, crossbeam_channel::Receiver<()>),
}

const DAY: Millis = 24 * 3600 * 1000;
/// What was changed earlier is no news to a sitemap, or to a list of sitemaps.
const SITEMAP: Millis = 7 * DAY;
const SITEMAPS: Millis = 3 * DAY;
/// So many sitemaps of a list are followed.
const MAX_SITEMAPS: usize = 100;
/// After so many times in vain a page is given up.
const TRIES: u32 = 6;

impl Worker {
    pub(crate) fn done(&self, job: Job) -> Done {
        match job {
            Job::List(row) => Done::List(Box::new(self.list(row))),
            Job::Page(due) => {
                let (got, host) = self.page(&due);
                Done::Page(Box::new(got), host)
            }
            Job::Post(alert, address) => {
                let body = serde_json::to_vec(&alert).expect("an alert is text");
                let sent = match Address::parse(&address) {
                    Some(address) => self.fetcher.post(&address, "application/json", &body),
                    None => Err(Refused::Failed("no address".to_owned())),
                };
                Done::Post(alert.id, sent)
            }
        }
    }

    fn list(&self, row: ListRow) -> Listed {
        let now = SystemClock.now();
        let asked = Asked { list: row.id, at: timestamp(now), now, ..Asked::default() };
        let mut listed =
            Listed { row, asked, doubts: Vec::new(), fresh: None, not_before: None, host: HostMemory::default() };
        let Some(address) = Address::parse(&listed.row.address) else {
            listed.asked.problem = Some("no address".to_owned());
            return listed;
        };
        let known = Validators { etag: listed.row.etag.clone(), modified: listed.row.modified.clone() };
        let mut got = self.fetcher.get(&address, &known, Want::List);
        let _alone = if matches!(got, Err(Refused::TooLarge(_))) {
            let alone = self.large.lock().unwrap_or_else(PoisonError::into_inner);
            got = self.fetcher.get(&address, &known, Want::LargeList);
            Some(alone)
        } else {
            None
        };
        match got {
            Ok(got) if got.unchanged => listed.fresh = got.fresh,
            Ok(got) => {
                let body = selon::page::sha256(&got.body);
                if listed.row.body.as_deref() == Some(&body) {
                    listed.fresh = got.fresh;
                } else {
                    match feed::read(&got.body, &got.address, None) {
                        Ok(feed) => {
                            listed.fresh = got.fresh.max(feed.fresh);
                            // One that broke off is asked for again, and whole.
                            let validators = if got.torn.is_some() { Validators::default() } else { got.validators };
                            listed.asked.found = Some(FoundList {
                                kind: feed.kind.name().to_owned(),
                                title: feed.title.clone(),
                                etag: validators.etag,
                                modified: validators.modified,
                                body: if got.torn.is_some() { String::new() } else { body },
                            });
                            announced(feed, now, &mut listed);
                            listed.doubts.extend(got.torn.map(|why| format!("it broke off: {why}")));
                        }
                        Err(why) => listed.asked.problem = Some(why),
                    }
                }
            }
            Err(refused) => {
                if let Refused::Later { until, .. } = refused {
                    listed.not_before = Some(until);
                }
                listed.asked.problem = Some(refused.to_string());
            }
        }
        listed.host = self.memory(&address);
        listed
    }

    fn page(&self, due: &Due) -> (Got, Option<HostMemory>) {
        let at = SystemClock.now();
        let mut result = Got {
            address: due.address.clone(),
            at,
            page: None,
            etag: due.etag.clone(),
            modified: due.modified.clone(),
            problem: None,
            again: None,
            in_vain: false,
        };
        let Some(address) = Address::parse(&due.address) else {
            result.problem = Some("no address".to_owned());
            return (result, None);
        };
        let known = Validators { etag: due.etag.clone(), modified: due.modified.clone() };
        match self.fetcher.get(&address, &known, Want::Page) {
            Ok(got) if got.unchanged => {}
            // The next time it may come whole; if not, what is there is better than nothing, but takes nothing back.
            Ok(got) if got.torn.is_some() && (due.known || due.tries + 1 < TRIES) => {
                result.problem = got.torn.map(|why| format!("it broke off: {why}"));
                (result.again, result.in_vain) = (again(due.tries, at), true);
            }
            Ok(got) => {
                (result.etag, result.modified) = (got.validators.etag.clone(), got.validators.modified.clone());
                let found = address::found(&address, got);
                match self.read(found) {
                    Ok(page) => result.page = Some(page),
                    Err(why) => result.problem = Some(why),
                }
            }
            Err(refused) => {
                (result.again, result.in_vain) = match &refused {
                    Refused::Later { until, .. } => (Some(*until), false),
                    refused if refused.is_final() => (None, true),
                    _ => (again(due.tries, at), true),
                };
                result.problem = Some(refused.to_string());
            }
        }
        let is_new = || self.kept.lock().map_or(true, |mut kept| kept.insert(address.origin()));
        let host = (result.again.is_some() || is_new()).then(|| self.memory(&address));
        (result, host)
    }

    fn read(&self, found: Found) -> Result<selon_store::Incoming, String> {
        let _ = self.turns.1.recv();
        let read = guarded(|| read::read(found, &self.readers));
        let _ = self.turns.0.send(());
        match read {
            Ok(Ok(page)) => Ok(page.incoming),
            Ok(Err(failed)) => Err(failed.reason),
            Err(bug) => Err(bug),
        }
    }

    fn memory(&self, address: &Address) -> HostMemory {
        let memory = serde_json::to_string(&self.fetcher.memory(address)).expect("a memory is text");
        (address.origin(), memory)
    }
}

/// When to ask again for a page that was asked for in vain so often: after five minutes, twenty, …, a day.
fn again(tries: u32, now: Millis) -> Option<Millis> {
    (tries + 1 < TRIES).then(|| now + (300_000 << (2 * tries)).min(DAY))
}

/// What a list announces, as far as it is news.
fn announced(feed: feed::Feed, now: Millis, listed: &mut Listed) {
    listed.doubts.extend(feed.doubts);
    let since = |at: Option<Millis>, age: Millis| at.is_none_or(|at| at >= now - age);
    for entry in feed.entries {
        if feed.kind == feed::Kind::Sitemap && !since(entry.changed.max(entry.published), SITEMAP) {
            continue;
        }
        let address = entry.address().untracked();
        let source = entry.source.map(|source| {
            json!({"name": source.name, "address": source.address.map(|a| a.as_str().to_owned())}).to_string()
        });
        listed.asked.pages.push(Announced {
            origin: address.origin(),
            address: address.as_str().to_owned(),
            title: entry.title,
            published: entry.published,
            changed: entry.changed,
            source,
        });
    }
    let mut lists = feed.lists;
    if feed.kind == feed::Kind::Index {
        lists.retain(|list| since(list.changed, SITEMAPS));
        lists.sort_by_key(|list| std::cmp::Reverse(list.changed));
        lists.truncate(MAX_SITEMAPS);
    }
    let row = |list: feed::Listed| (list.address.as_str().to_owned(), list.title);
    listed.asked.lists = lists.into_iter().map(row).collect();
}
