//! What can go wrong with an archive, in words that say what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the archive could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {kind}", .path.display())]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub kind: ErrorKind,
}

/// What is wrong with an archive.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// There is no such file, and it was to be read only.
    #[error("there is no such archive")]
    Missing,
    /// A file that was begun, and in which nothing was kept.
    #[error("nothing was kept in it yet")]
    Empty,
    /// Some other kind of file.
    #[error("not an archive of selon; it was not touched")]
    NotAnArchive,
    /// Written by a later selon.
    #[error("written by a later selon (schema {found}; this one knows {known}): use that one; nothing was changed")]
    Later {
        /// The schema of the file.
        found: i64,
        /// The latest schema that this selon knows.
        known: i64,
    },
    /// Written by an earlier selon, and it was to be read only.
    #[error(
        "written by an earlier selon (schema {found}; this one reads {known}): open it for writing once to bring it forward"
    )]
    Earlier {
        /// The schema of the file.
        found: i64,
        /// The latest schema that this selon knows.
        known: i64,
    },
    /// Another process keeps writing.
    #[error("locked by another process that did not finish in time: try again when it has")]
    Locked,
    /// The answer took longer than whoever asked would wait.
    #[error("this takes too long to find: ask for less, as days or fewer words")]
    TooLong,
    /// The file, or its folder, cannot be written.
    #[error("it cannot be written: the file or its folder is read-only")]
    ReadOnly,
    /// The file, or its folder, cannot be opened.
    #[error("it cannot be opened: {0}")]
    CannotOpen(String),
    /// No room left.
    #[error("the disk is full: what was kept before is safe, the rest was not kept")]
    Full,
    /// Bytes were changed by something that is no selon.
    #[error("the file is damaged ({0}): nothing more was written; `selon doctor` says what can still be read")]
    Damaged(String),
    /// Anything else that SQLite says.
    #[error("{0}")]
    Sql(rusqlite::Error),
    /// A decision that makes no sense.
    #[error("{0}")]
    Senseless(String),
    /// What is kept cannot be decoded.
    #[error("what is kept there cannot be read: {0}")]
    Undecodable(String),
}

/// What the archive answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl ErrorKind {
    pub(crate) fn at(self, path: &Path) -> Error {
        Error { path: path.to_owned(), kind: self }
    }
}

impl From<rusqlite::Error> for ErrorKind {
    fn from(error: rusqlite::Error) -> ErrorKind {
        let Some(code) = error.sqlite_error_code() else { return ErrorKind::Sql(error) };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ErrorKind::Locked,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => ErrorKind::ReadOnly,
            ErrorCode::NotADatabase => ErrorKind::NotAnArchive,
            ErrorCode::OperationInterrupted => ErrorKind::TooLong,
            ErrorCode::DiskFull => ErrorKind::Full,
            ErrorCode::DatabaseCorrupt => ErrorKind::Damaged(error.to_string()),
            ErrorCode::CannotOpen => ErrorKind::CannotOpen(error.to_string()),
            // A write that fails half-way is what a full disk, or a limit on the size of files, looks like from here.
            ErrorCode::SystemIoFailure => match error {
                rusqlite::Error::SqliteFailure(e, _) if e.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE => {
                    ErrorKind::Full
                }
                other => ErrorKind::CannotOpen(other.to_string()),
            },
            _ => ErrorKind::Sql(error),
        }
    }
}
