//! Opening an archive: its settings, its schema, the way from one schema to the next.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{ErrorKind, Result};

/// One step for each schema: the first makes schema 1, the next brings 1 forward to 2, and so on.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
];

/// The latest schema.
pub const SCHEMA: i64 = STEPS.len() as i64;

/// "SELN": tells an archive from other SQLite files.
const APPLICATION: i64 = 0x5345_4C4E;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open archive.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

impl Store {
    /// Opens an archive for writing; makes it where there is none, brings it forward where it is of an earlier schema.
    ///
    /// # Errors
    /// Where the file is no archive, of a later schema, locked, read-only or damaged: nothing is changed then.
    pub fn open(path: &Path) -> Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let attempt = || {
            let mut db = open(path, flags)?;
            prepare(&mut db, path, STEPS)?;
            Ok(db)
        };
        attempt().map_or_else(|kind: ErrorKind| Err(kind.at(path)), |db| Ok(Store { db, path: path.to_owned() }))
    }

    /// Opens an archive for reading only; another process may write to it meanwhile.
    ///
    /// # Errors
    /// Where there is no file, or it is no archive of this schema.
    pub fn open_to_read(path: &Path) -> Result<Store> {
        let attempt = || {
            if !path.exists() {
                return Err(ErrorKind::Missing);
            }
            let (db, found) = open_at_rest(path)?;
            match found {
                SCHEMA => Ok(db),
                0 => Err(ErrorKind::Empty),
                found if found > SCHEMA => Err(ErrorKind::Later { found, known: SCHEMA }),
                found => Err(ErrorKind::Earlier { found, known: SCHEMA }),
            }
        };
        attempt().map_or_else(|kind| Err(kind.at(path)), |db| Ok(Store { db, path: path.to_owned() }))
    }

    /// How long to wait for another process that writes, instead of 20 seconds.
    ///
    /// # Errors
    /// Where SQLite cannot be told.
    pub fn wait_for(&self, patience: Duration) -> Result<()> {
        self.db.busy_timeout(patience).map_err(|e| ErrorKind::from(e).at(&self.path))
    }

    /// Asks something that may take so long and no longer; what takes longer ends as [`ErrorKind::TooLong`].
    ///
    /// # Errors
    /// Where SQLite cannot be told, or as `ask`.
    pub fn within<T, E: From<crate::Error>>(
        &mut self,
        time: Duration,
        ask: impl FnOnce(&Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let until = Instant::now() + time;
        // Steps of SQLite's machine between two looks at the clock: some tens of microseconds.
        let told = self.db.progress_handler(5_000, Some(move || Instant::now() >= until));
        told.map_err(|e| ErrorKind::from(e).at(&self.path))?;
        let answer = ask(self);
        let told = self.db.progress_handler(0, None::<fn() -> bool>);
        told.map_err(|e| ErrorKind::from(e).at(&self.path))?;
        answer
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does something in one transaction that no other writer can enter.
    pub(crate) fn write<T>(&mut self, change: impl FnOnce(&Connection) -> Result<T, ErrorKind>) -> Result<T> {
        let attempt = || {
            let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            Store::unseal(&self.path).map_err(|e| ErrorKind::CannotOpen(format!("its seal: {e}")))?;
            let answer = change(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        };
        attempt().map_err(|kind: ErrorKind| kind.at(&self.path))
    }

    /// Reads something in one transaction, so that all of it is of one moment.
    pub(crate) fn read<T>(&self, question: impl FnOnce(&Connection) -> Result<T, ErrorKind>) -> Result<T> {
        let attempt = || {
            let transaction = self.db.unchecked_transaction()?;
            question(&transaction)
        };
        attempt().map_err(|kind: ErrorKind| kind.at(&self.path))
    }
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, ErrorKind> {
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    // Else a query is planned anew whenever its values change.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

/// Opens an archive for reading, with its schema. In a folder where nothing may be written SQLite cannot keep its index of the
/// log; an archive that has no log there is at rest, and is read as it lies.
fn open_at_rest(path: &Path) -> Result<(Connection, i64), ErrorKind> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usual = open(path, flags).and_then(|db| schema(&db).map(|found| (db, found)));
    match usual {
        Err(ErrorKind::CannotOpen(_) | ErrorKind::ReadOnly) if !beside(path, "-wal").exists() => {
            let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let db = open(Path::new(&format!("file:{path}?immutable=1")), flags | OpenFlags::SQLITE_OPEN_URI)?;
            let found = schema(&db)?;
            Ok((db, found))
        }
        other => other,
    }
}

/// The schema of a file: 0 for an empty one, an error for a file that is no archive.
fn schema(db: &Connection) -> Result<i64, ErrorKind> {
    let pragma = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let objects: i64 = db.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    match (application, objects) {
        (APPLICATION, _) => Ok(version),
        (0, 0) => Ok(0),
        _ => Err(ErrorKind::NotAnArchive),
    }
}

/// Settings, then the steps from the file's schema to the latest.
fn prepare(db: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), ErrorKind> {
    let known = steps.len() as i64;
    let found = schema(db)?;
    if found > known {
        return Err(ErrorKind::Later { found, known });
    }
    if db.is_readonly("main")? {
        return Err(ErrorKind::ReadOnly);
    }
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "secure_delete", "on")?;
    db.pragma_update(None, "foreign_keys", "on")?;
    // Kibibytes. What is looked up to find a circle lies anywhere in the file.
    db.pragma_update(None, "cache_size", -65_536)?;
    // Bounds the log beside the file, and so what a reader has to look through.
    db.pragma_update(None, "journal_size_limit", 64 << 20)?;
    if found == known {
        return Ok(());
    }
    // The old file is kept until the new one is there whole, even though the steps are one transaction.
    let safe = (found > 0).then(|| beside(path, &format!(".schema-{found}")));
    if let Some(safe) = &safe {
        let _ = std::fs::remove_file(safe);
        db.execute("vacuum into ?1", [safe.to_string_lossy()])?;
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    Store::unseal(path).map_err(|e| ErrorKind::CannotOpen(format!("its seal: {e}")))?;
    // Another process may have been quicker.
    let found = schema(&transaction)?;
    for step in steps.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    if let Some(safe) = &safe {
        let _ = std::fs::remove_file(safe);
    }
    Ok(())
}

/// A path with something added to its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(path: &Path) -> i64 {
        open(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|db| schema(&db)).unwrap()
    }

    #[test]
    fn an_archive_is_brought_forward_step_by_step_and_no_copy_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let two = ["create table a (x integer)", "alter table a add column y integer"];
        let mut db = open(&path, OpenFlags::default()).unwrap();
        prepare(&mut db, &path, &two[..1]).unwrap();
        db.execute("insert into a (x) values (7)", []).unwrap();
        drop(db);
        let mut db = open(&path, OpenFlags::default()).unwrap();
        prepare(&mut db, &path, &two).unwrap();
        assert_eq!(db.query_row("select x, y from a", [], |r| Ok((r.get(0)?, r.get(1)?))), Ok((7, None::<i64>)));
        drop(db);
        assert_eq!(version(&path), 2);
        assert!(!beside(&path, ".schema-1").exists());
    }

    #[test]
    fn what_takes_too_long_ends_and_the_next_question_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("a.db")).unwrap();
        let count =
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < ?1) select max(i) from n";
        let ask =
            |store: &Store, most: i64| store.read(|db| Ok(db.query_row(count, [most], |row| row.get::<_, i64>(0))?));
        let error = store.within(Duration::from_millis(20), |store| ask(store, i64::MAX)).unwrap_err();
        assert!(matches!(error.kind, ErrorKind::TooLong), "{error}");
        assert_eq!(store.within(Duration::from_mins(1), |store| ask(store, 100_000)).unwrap(), 100_000);
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_archive() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut db = open(&path, OpenFlags::default()).unwrap();
        prepare(&mut db, &path, &["create table a (x integer)"]).unwrap();
        assert!(prepare(&mut db, &path, &["", "create table b (x integer); create table a (y integer)"]).is_err());
        assert_eq!(schema(&db).unwrap(), 1);
        assert!(db.prepare("select 1 from b").is_err());
    }
}
