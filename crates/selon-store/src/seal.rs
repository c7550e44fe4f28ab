//! A seal on an archive at rest: a hash of every byte of its file, kept beside it.
//!
//! Captures have hashes of their own, and what is read in them can be read again. A seal covers the rest too, down to the bytes that
//! SQLite does not use. It is set once an archive was verified, and broken by the next change that selon itself makes.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::open::{Store, beside};

/// What a seal says of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// Every byte is as it was when the seal was set.
    Whole,
    /// Some byte is not, and it was not selon that changed it.
    Broken,
    /// There is none: it was never set, or selon has written since.
    None,
}

impl Seal {
    /// Looks at the seal of an archive, which may be damaged in any way.
    ///
    /// # Errors
    /// Where the file, or its seal, cannot be read.
    pub fn of(path: &Path) -> io::Result<Seal> {
        let seal = match fs::read_to_string(file(path)) {
            Ok(seal) => seal,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Seal::None),
            Err(e) if e.kind() == io::ErrorKind::InvalidData => return Ok(Seal::Broken),
            Err(e) => return Err(e),
        };
        Ok(if seal == hash(path)? { Seal::Whole } else { Seal::Broken })
    }

    /// Seals an archive that is at rest; whether it was. An archive that another process writes to is not sealed.
    ///
    /// # Errors
    /// Where the file cannot be read, or no seal can be written beside it.
    pub fn set(path: &Path) -> io::Result<bool> {
        let at_rest = || fs::metadata(beside(path, "-wal")).map_or(true, |log| log.len() == 0);
        if !at_rest() {
            return Ok(false);
        }
        let seal = file(path);
        fs::write(&seal, hash(path)?)?;
        // Who began to write meanwhile may have looked for a seal before there was one.
        if at_rest() {
            return Ok(true);
        }
        fs::remove_file(&seal)?;
        Ok(false)
    }
}

impl Store {
    /// Breaks the seal. Only who holds the lock for writing may do so.
    pub(crate) fn unseal(path: &Path) -> io::Result<()> {
        match fs::remove_file(file(path)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }
}

fn file(path: &Path) -> PathBuf {
    beside(path, ".seal")
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(format!("selon-seal 1 sha256:{}\n", crate::capture::hex(&hash.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Progress;

    #[test]
    fn a_seal_sees_every_byte_and_goes_with_the_next_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut store = Store::open(&path).unwrap();
        let progress = Progress { container: "a".into(), name: "a".into(), at: 1, inner: 0, complete: false };
        store.import(&[], std::slice::from_ref(&progress)).unwrap();
        assert_eq!(Seal::of(&path).unwrap(), Seal::None);
        drop(store);
        assert!(Seal::set(&path).unwrap());
        assert_eq!(Seal::of(&path).unwrap(), Seal::Whole);
        let whole = fs::read(&path).unwrap();
        // A thousand bytes, wherever they are.
        for n in 0..1000 {
            let (mut changed, at) = (whole.clone(), n * 7919 % whole.len());
            changed[at] ^= 1 << (n % 8);
            fs::write(&path, &changed).unwrap();
            assert_eq!(Seal::of(&path).unwrap(), Seal::Broken, "byte {at}");
        }
        fs::write(&path, &whole).unwrap();
        let mut store = Store::open(&path).unwrap();
        assert_eq!(Seal::of(&path).unwrap(), Seal::Whole);
        store.import(&[], &[Progress { at: 2, ..progress }]).unwrap();
        assert_eq!(Seal::of(&path).unwrap(), Seal::None);
        assert!(!Seal::set(&path).unwrap(), "a log that holds changes is no archive at rest");
    }
}
