//! What all requests share: connections that read the archive, and secrets.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use selon_store::Store;

use crate::intake::Intake;
use crate::secret::Secret;
use crate::writer::Writer;
use crate::{Error, Options};

/// Readers of the archive at once; more wait for one of them.
pub(crate) const READERS: usize = 8;

/// How long a question to the archive may take. Pages take some hundredths of a second; what takes longer than this is asked for by
/// nobody who still waits.
const PATIENCE: Duration = Duration::from_secs(10);

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Desk {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    /// Names that a request may call the machine by, in lower case.
    pub(crate) names: Vec<String>,
    /// What a reader has to show; none where only this machine can reach the server.
    token: Option<Secret>,
    /// What a form has to carry.
    pub(crate) form: Secret,
    /// Who writes.
    pub(crate) writer: Writer,
    /// What readers hand in.
    pub(crate) intake: Intake,
}

impl Desk {
    /// Opens the archive: it is made where there is none, and brought forward where it is of an earlier schema.
    pub(crate) fn open(options: &Options) -> Result<Desk, Error> {
        // What cannot be written may still be read.
        let readable = Store::open(&options.db).map(drop);
        let first = match Store::open_to_read(&options.db) {
            Ok(store) => store,
            Err(error) => return Err(readable.err().unwrap_or(error).into()),
        };
        let secret = || Secret::random().ok_or(Error::System("random bytes"));
        Ok(Desk {
            path: options.db.clone(),
            idle: Mutex::new(vec![first]),
            names: options.names.iter().map(|name| name.to_lowercase()).collect(),
            token: if options.listen.ip().is_loopback() { None } else { Some(secret()?) },
            form: secret()?,
            writer: Writer::start(&options.db)?,
            intake: Intake::new(),
        })
    }

    /// What a reader has to show, in words.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(Secret::text)
    }

    /// Whether what a reader shows is the token, or none is needed.
    pub(crate) fn admits(&self, shown: Option<&str>) -> bool {
        self.token.as_ref().is_none_or(|token| shown.is_some_and(|shown| token.is(shown)))
    }

    /// Asks the archive something. Blocks.
    pub(crate) fn read<T, E: From<selon_store::Error>>(
        &self,
        ask: impl FnOnce(&Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        let mut store = idle.map_or_else(|| Store::open_to_read(&self.path), Ok)?;
        let answer = store.within(PATIENCE, ask);
        self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(store);
        answer
    }
}
