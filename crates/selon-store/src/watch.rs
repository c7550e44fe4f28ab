//! Lists that are followed, the pages they announce, and what is known of hosts.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::capture::{Incoming, keep_all};
use crate::error::{ErrorKind, Result};
use crate::open::Store;

/// Lists that name one another may go on for ever: where so many are followed, no more that are only named are.
const MAX_LISTS: usize = 20_000;

/// A list that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// Its number.
    #[serde(skip)]
    pub id: i64,
    /// Its address.
    pub address: String,
    /// Whether another list named it.
    pub named: bool,
    /// What form it has.
    pub kind: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The ETag of its last answer.
    #[serde(skip)]
    pub etag: Option<String>,
    /// The Last-Modified of its last answer.
    #[serde(skip)]
    pub modified: Option<String>,
    /// The hash of its last answer.
    #[serde(skip)]
    pub body: Option<String>,
    /// How often it is asked, in milliseconds.
    #[serde(rename = "every_ms")]
    pub every: i64,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// When it is asked next, in milliseconds since 1970.
    #[serde(rename = "next_ms")]
    pub next: i64,
    /// When it was asked last, UTC.
    pub asked: Option<String>,
    /// Why it could not be read the last time.
    pub problem: Option<String>,
    /// Pages it announced; those of them that wait, and those that could not be read.
    pub pages: i64,
    /// Pages that wait to be fetched.
    pub waiting: i64,
    /// Pages that could not be had.
    pub failed: i64,
}

/// A page that a list announces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    /// Its address.
    pub address: String,
    /// The part of it that names its host.
    pub origin: String,
    /// The headline.
    pub title: Option<String>,
    /// When it was published, in milliseconds since 1970.
    pub published: Option<i64>,
    /// When it was changed last.
    pub changed: Option<i64>,
    /// Who published it first: JSON.
    pub source: Option<String>,
}

/// What became of asking for a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The list.
    pub list: i64,
    /// When it was asked, UTC.
    pub at: String,
    /// The same in milliseconds since 1970: what is new is to be fetched from then on.
    pub now: i64,
    /// Why it could not be read, where it could not.
    pub problem: Option<String>,
    /// What was found out about it; nothing where it has not changed.
    pub found: Option<Found>,
    /// What it announces. Pages that are known are left as they are, unless they changed since they were fetched.
    pub pages: Vec<Announced>,
    /// Lists that it names, with their names.
    pub lists: Vec<(String, Option<String>)>,
}

/// What was found out about a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What form it has.
    pub kind: String,
    /// Its headline.
    pub title: Option<String>,
    /// By which to ask the next time.
    pub etag: Option<String>,
    /// By which to ask the next time.
    pub modified: Option<String>,
    /// The hash of the answer.
    pub body: String,
}

/// A page that is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its address.
    pub address: String,
    /// By which to ask whether it has changed.
    pub etag: Option<String>,
    /// By which to ask whether it has changed.
    pub modified: Option<String>,
    /// How often it was asked for in vain.
    pub tries: u32,
    /// Whether a version of it was fetched before.
    pub known: bool,
}

/// What became of asking for a page.
#[derive(Debug, Clone)]
pub struct Got {
    /// Its address.
    pub address: String,
    /// When it was asked for, in milliseconds since 1970.
    pub at: i64,
    /// What is to be kept of it.
    pub page: Option<Incoming>,
    /// By which to ask the next time.
    pub etag: Option<String>,
    /// By which to ask the next time.
    pub modified: Option<String>,
    /// Why it could not be had, where it could not.
    pub problem: Option<String>,
    /// When to ask again, where there is a reason to.
    pub again: Option<i64>,
    /// Whether the asking counts as one in vain.
    pub in_vain: bool,
}

/// What is known of a host: its origin, and the memory of the one who fetches.
pub type HostMemory = (String, String);

impl Store {
    /// Follows lists, from `now` on; answers how many were not followed before.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn follow(&mut self, addresses: &[String], every: i64, now: i64) -> Result<usize> {
        self.write(|db| {
            let mut new = 0;
            for address in addresses {
                new += follow(db, address, None, None, every, now)?;
                // Who is named by the user stays when the list that named it goes.
                db.execute("update lists set parent = null where address = ?1", [address])?;
            }
            Ok(new)
        })
    }

    /// Follows a list no more, nor those that it named. What it announced and was fetched stays in the archive.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn unfollow(&mut self, address: &str) -> Result<bool> {
        self.write(|db| Ok(db.execute("delete from lists where address = ?1", [address])? > 0))
    }

    /// All lists that are followed, those that users named first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lists(&self) -> Result<Vec<ListRow>> {
        self.read(|db| {
            let counted = format!("{LIST}, count(announced.address), count(announced.due), count(iif(announced.due is null, announced.problem, null))
                from lists left join announced on list = lists.id group by lists.id order by parent is not null, lists.address");
            let mut ask = db.prepare(&counted)?;
            Ok(ask.query_map([], list)?.collect::<Result<_, _>>()?)
        })
    }

    /// Lists that are to be asked now, the longest overdue first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lists_due(&self, now: i64, most: usize) -> Result<Vec<ListRow>> {
        self.read(|db| {
            let mut ask =
                db.prepare_cached(&format!("{LIST}, 0, 0, 0 from lists where next <= ?1 order by next, id limit ?2"))?;
            Ok(ask.query_map(params![now, most as i64], list)?.collect::<Result<_, _>>()?)
        })
    }

    /// Asks all lists now, whenever they would have been asked.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn ask_all(&mut self, now: i64) -> Result<()> {
        self.write(|db| {
            db.execute("update lists set next = min(next, ?1)", [now])?;
            Ok(())
        })
    }

    /// When something is to be done next: a list, or a page.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn next_due(&self) -> Result<Option<i64>> {
        self.read(|db| {
            let least =
                "select min(at) from (select min(next) as at from lists union all select min(due) from announced)";
            Ok(db.prepare_cached(least)?.query_row([], |row| row.get(0))?)
        })
    }

    /// Hosts of which pages are to be fetched now.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn origins_due(&self, now: i64) -> Result<Vec<String>> {
        self.read(|db| {
            let mut ask = db.prepare_cached("select distinct origin from announced where due <= ?1 order by origin")?;
            Ok(ask.query_map([now], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Pages of a host that are to be fetched now.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn pages_due(&self, origin: &str, now: i64, most: usize) -> Result<Vec<Due>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "select address, etag, modified, tries, got is not null from announced where origin = ?1 and due <= ?2
                 order by due, address limit ?3",
            )?;
            let due = |row: &Row<'_>| {
                let (address, etag, modified) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(Due { address, etag, modified, tries: row.get(3)?, known: row.get(4)? })
            };
            Ok(ask.query_map(params![origin, now, most as i64], due)?.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps what became of asking for a list, in one transaction: what it announces, and by which to ask the next time. So
    /// nothing that it announces is lost, whatever happens. `plan` says, by how many pages are new, how often and when to ask
    /// next. Answers how many those were.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn asked(
        &mut self,
        asked: &Asked,
        host: &HostMemory,
        first_every: i64,
        plan: impl FnOnce(usize) -> (i64, u32, i64),
    ) -> Result<usize> {
        self.write(|db| {
            remember(db, host)?;
            let mut new = 0;
            for page in &asked.pages {
                new += usize::from(announce(db, asked, page)?);
            }
            let lists: i64 = db.query_row("select count(*) from lists", [], |row| row.get(0))?;
            let room = MAX_LISTS.saturating_sub(usize::try_from(lists).unwrap_or(usize::MAX));
            for (address, title) in asked.lists.iter().take(room) {
                new += follow(db, address, title.as_deref(), Some(asked.list), first_every, asked.now)?;
            }
            let (every, failures, next) = plan(new);
            db.prepare_cached(
                "update lists set every = ?2, failures = ?3, next = ?4, asked = ?5, problem = ?6 where id = ?1",
            )?
            .execute(params![asked.list, every, failures, next, asked.at, asked.problem])?;
            if let Some(found) = &asked.found {
                db.prepare_cached(
                    "update lists set kind = ?2, title = coalesce(?3, title), etag = ?4, modified = ?5, body = ?6 where id = ?1",
                )?
                .execute(params![asked.list, found.kind, found.title, found.etag, found.modified, found.body])?;
            }
            Ok(new)
        })
    }

    /// Keeps pages that were fetched, and in the same transaction that they were: none is lost, and none is fetched again that
    /// is kept.
    ///
    /// # Errors
    /// Where the file cannot be written; nothing is kept then.
    pub fn got(&mut self, got: &[Got], hosts: &[HostMemory]) -> Result<()> {
        self.write(|db| {
            let pages: Vec<Incoming> = got.iter().filter_map(|got| got.page.clone()).collect();
            keep_all(db, &pages)?;
            let mut had = db.prepare_cached(
                "update announced set etag = ?2, modified = ?3, got = ?4, due = null, tries = 0, problem = null where address = ?1",
            )?;
            let mut failed = db.prepare_cached(
                "update announced set problem = ?2, due = ?3, tries = tries + ?4 where address = ?1",
            )?;
            for got in got {
                match &got.problem {
                    None => had.execute(params![got.address, got.etag, got.modified, got.at])?,
                    Some(problem) => failed.execute(params![got.address, problem, got.again, got.in_vain])?,
                };
            }
            hosts.iter().try_for_each(|host| remember(db, host))
        })
    }

    /// What is known of hosts.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn host_memories(&self) -> Result<Vec<HostMemory>> {
        self.read(|db| {
            let mut ask = db.prepare("select origin, memory from hosts order by origin")?;
            Ok(ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps what is known of a host.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn remember_host(&mut self, host: &HostMemory) -> Result<()> {
        self.write(|db| remember(db, host))
    }

    /// The hash of the page that was fetched last from an address, with the head of its response.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn fetched_from(&self, address: &str) -> Result<Option<(String, Vec<u8>)>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "select sha256, head from found join captures on captures.id = capture
                 where place = ?1 and head is not null order by fetched desc limit 1",
            )?;
            let row = |row: &Row<'_>| Ok((crate::capture::hex(&row.get::<_, Vec<u8>>(0)?), row.get(1)?));
            Ok(ask.query_row([address], row).optional()?)
        })
    }
}

const LIST: &str =
    "select lists.id, lists.address, parent is not null, kind, lists.title, lists.etag, lists.modified, body, every,
    failures, next, asked, lists.problem";

fn list(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    Ok(ListRow {
        id: row.get(0)?,
        address: row.get(1)?,
        named: row.get(2)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        etag: row.get(5)?,
        modified: row.get(6)?,
        body: row.get(7)?,
        every: row.get(8)?,
        failures: row.get(9)?,
        next: row.get(10)?,
        asked: row.get(11)?,
        problem: row.get(12)?,
        pages: row.get(13)?,
        waiting: row.get(14)?,
        failed: row.get(15)?,
    })
}

fn follow(
    db: &Connection,
    address: &str,
    title: Option<&str>,
    parent: Option<i64>,
    every: i64,
    now: i64,
) -> Result<usize, ErrorKind> {
    let mut ask = db.prepare_cached(
        "insert or ignore into lists (address, title, parent, every, next) values (?1, ?2, ?3, ?4, ?5)",
    )?;
    Ok(ask.execute(params![address, title, parent, every, now])?)
}

/// Whether the page was not known, or has changed since it was fetched.
fn announce(db: &Connection, asked: &Asked, page: &Announced) -> Result<bool, ErrorKind> {
    let mut forgotten = db.prepare_cached("select exists (select 1 from forgotten where address = ?1)")?;
    if forgotten.query_row([hash(&page.address)], |row| row.get(0))? {
        return Ok(false);
    }
    let new = db
        .prepare_cached(
            "insert or ignore into announced (address, list, origin, title, published, changed, source, due)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            page.address,
            asked.list,
            page.origin,
            page.title,
            page.published,
            page.changed,
            page.source,
            asked.now
        ])?;
    if new > 0 {
        return Ok(true);
    }
    let Some(changed) = page.changed else { return Ok(false) };
    let again = db
        .prepare_cached(
            "update announced set changed = ?2, title = coalesce(?3, title), due = iif(?2 > got, ?4, due),
                tries = iif(?2 > got, 0, tries)
             where address = ?1 and ?2 > coalesce(changed, 0)
             returning got is not null and ?2 > got",
        )?
        .query_row(params![page.address, changed, page.title, asked.now], |row| row.get(0))
        .optional()?;
    Ok(again.unwrap_or(false))
}

fn remember(db: &Connection, (origin, memory): &HostMemory) -> Result<(), ErrorKind> {
    db.prepare_cached("insert or replace into hosts (origin, memory) values (?1, ?2)")?.execute([origin, memory])?;
    Ok(())
}

/// Addresses under which a dispatch was announced are forgotten with it, but for hashes by which they are not fetched again.
pub(crate) fn forget(db: &Connection, dispatch: i64) -> Result<(), ErrorKind> {
    let mut ask = db.prepare_cached(
        "delete from announced where address in (
            select place from found where capture in (select capture from readings where dispatch = ?1)
            union select url from captures where id in (select capture from readings where dispatch = ?1)
            union select address from dispatches where id = ?1)
         returning address",
    )?;
    let addresses = ask.query_map([dispatch], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut note = db.prepare_cached("insert or ignore into forgotten (address) values (?1)")?;
    for address in addresses {
        note.execute([hash(&address)])?;
    }
    Ok(())
}

fn hash(address: &str) -> Vec<u8> {
    Sha256::digest(address.as_bytes()).to_vec()
}
