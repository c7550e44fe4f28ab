//! Adding pages, by dropping them or by choosing them.

use std::sync::Arc;

use axum::Router;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use maud::html;
use selon_store::Store;
use serde::Serialize;

use super::layout::Leaf;
use crate::act::{SECRET, see, stale, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::intake::{self, Handed};
use crate::sheet::{Sheet, Ui, Wrong};
use crate::source::Failed;

/// Where pages are sent.
pub(crate) const PATH: &str = "/add";
/// Bytes of all files that are handed in together.
const LARGEST: usize = 128 << 20;
/// How many files are handed in together.
const MOST: usize = 1_000;
/// Characters of a file's name that are kept.
const NAME: usize = 200;

/// Where pages are sent.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(PATH, post(take)).layer(DefaultBodyLimit::max(LARGEST))
}

/// What may be handed in.
#[derive(Debug, Serialize)]
pub(crate) struct Add {
    /// Bytes, of all files together.
    largest: usize,
    /// Files.
    most: usize,
}

impl Sheet for Add {
    fn find(_: &Store, _: &Ask) -> Result<Option<Add>, Wrong> {
        Ok(Some(Add { largest: LARGEST, most: MOST }))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, t) = (ui.words, &ui.words.writing);
        let body = html! {
            h1 { (w.add) }
            // The secret stands first: no file is taken in before it is known.
            form #add.adding method="post" action=(PATH) enctype="multipart/form-data" {
                input type="hidden" name=(SECRET) value=(ui.form);
                label for="pages" { (t.files) }
                input #pages type="file" name="pages" multiple required aria-describedby="files-hint";
                p.facts #files-hint { (t.files_hint) }
                button { (w.add) }
            }
            p { a href="/progress" { (t.progress) } }
        };
        Leaf { title: w.add.clone(), body }
    }
}

/// Why nothing was taken in.
enum Refused {
    Stale,
    Large,
    Broken,
}

impl From<MultipartError> for Refused {
    fn from(error: MultipartError) -> Refused {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Refused::Large } else { Refused::Broken }
    }
}

async fn take(State(desk): State<Arc<Desk>>, headers: HeaderMap, parts: Multipart) -> Response {
    let busy = || told(&desk, &headers, StatusCode::SERVICE_UNAVAILABLE, |w| &w.writing.busy);
    let Some(place) = desk.intake.place() else { return busy() };
    match files(&desk, parts).await {
        Ok((handed, failed)) if handed.is_empty() && failed.is_empty() => {
            told(&desk, &headers, StatusCode::UNPROCESSABLE_ENTITY, |w| &w.writing.no_files)
        }
        Ok((handed, failed)) => match intake::take(&desk, place, handed, failed) {
            Ok(()) => see("/progress?live=1"),
            Err(_) => busy(),
        },
        Err(Refused::Stale) => stale(&desk, &headers),
        Err(Refused::Large) => told(&desk, &headers, StatusCode::PAYLOAD_TOO_LARGE, |w| &w.writing.large),
        Err(Refused::Broken) => told(&desk, &headers, StatusCode::BAD_REQUEST, |w| &w.writing.broken),
    }
}

/// The files of a form.
async fn files(desk: &Desk, mut parts: Multipart) -> Result<(Vec<Handed>, Vec<Failed>), Refused> {
    let secret = match parts.next_field().await? {
        Some(field) if field.name() == Some(SECRET) => bounded(field, 1024).await?.unwrap_or_default(),
        _ => return Err(Refused::Stale),
    };
    if !std::str::from_utf8(&secret).is_ok_and(|shown| desk.form.is(shown)) {
        return Err(Refused::Stale);
    }
    let (mut handed, mut failed) = (Vec::new(), Vec::new());
    while let Some(field) = parts.next_field().await? {
        let name = label(field.file_name().unwrap_or_default());
        if name.is_empty() {
            // Nothing was chosen.
            continue;
        }
        if handed.len() + failed.len() >= MOST {
            return Err(Refused::Large);
        }
        match bounded(field, LARGEST).await? {
            Some(bytes) => handed.push(Handed { name, bytes }),
            None => failed.push(Failed { name, reason: format!("too large: more than {LARGEST} bytes") }),
        }
    }
    Ok((handed, failed))
}

/// What stands in a field; nothing where it is more than so many bytes.
async fn bounded(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, MultipartError> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(chunk) = field.chunk().await? {
        fits = fits && bytes.len() + chunk.len() <= most;
        if fits {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(fits.then_some(bytes))
}

/// The name of a file as a browser sends it: a label without a path.
fn label(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_file_s_name_is_a_label() {
        assert_eq!(label("../../etc/passwd"), "passwd");
        assert_eq!(label("C:\\pages\\a\u{1b}[2J.html"), "a[2J.html");
        assert_eq!(label("/"), "");
    }
}
