//! Pages from the web.

use std::path::{Path, PathBuf};

use selon_fetch::{Address, Fetched, Fetcher, Validators, Want, timestamp};
use selon_store::Origin;

use super::Failed;
use super::page::Found;
use crate::command::read::Readers;

/// The address that a path is, where it is one.
pub(crate) fn of(path: &Path) -> Option<Address> {
    let text = path.to_str()?;
    let (scheme, _) = text.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    web.then(|| Address::parse(text)).flatten()
}

/// Whether one of some paths is an address.
pub(crate) fn any(paths: &[PathBuf]) -> bool {
    paths.iter().any(|path| of(path).is_some())
}

/// Fetches a page; of one that the archive has and that has not changed, the bytes that it has.
pub(crate) fn fetch(address: &Address, fetcher: &Fetcher, archive: Option<&Readers>) -> Result<Found, Failed> {
    let failed = |why: String| Failed::new(address.as_str(), why);
    let known = archive.and_then(|a| a.with(|store| store.fetched_from(address.as_str())).ok().flatten());
    let validators = known.as_ref().map(|(_, head)| Validators::of_head(head)).unwrap_or_default();
    let got = fetcher.get(address, &validators, Want::Page).map_err(|refused| failed(refused.to_string()))?;
    match (&known, &got.torn) {
        (Some((hash, _)), _) if got.unchanged => {
            let bytes = archive.and_then(|a| a.with(|store| store.bytes(hash)).ok().flatten());
            let bytes = bytes.ok_or_else(|| failed("the archive has it no more".to_owned()))?;
            Ok(Found { bytes, ..found(address, got) })
        }
        // What the rest of it says is not withdrawn.
        (Some(_), Some(why)) => Err(failed(format!("it broke off ({why}); the version that the archive has is kept"))),
        _ => Ok(found(address, got)),
    }
}

/// A page as it was fetched.
pub(crate) fn found(address: &Address, got: Fetched) -> Found {
    let mining = got.reservation.and_then(|said| serde_json::to_string(&said).ok());
    let (url, fetched) = (Some(got.address.as_str().to_owned()), Some(timestamp(got.at)));
    Found {
        path: address.as_str().to_owned(),
        bytes: got.body,
        origin: Origin { url, fetched, head: got.head, mining },
        doubts: got.torn.map(|why| format!("it broke off: {why}")).into_iter().collect(),
        mark: None,
    }
}
