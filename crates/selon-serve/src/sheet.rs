//! One thing, two forms: each page of the server is found in the archive once, then drawn as HTML or written as JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::Markup;
use selon_store::{ErrorKind, Id, Store};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::ask::{Ask, Odd};
use crate::desk::Desk;
use crate::page::file::StoryFile;
use crate::page::layout::{self, Frame, Leaf};
use crate::secret::hex;
use crate::words::{Language, Words};

/// A page of the server.
pub(crate) trait Sheet: Serialize + Sized + Send + 'static {
    /// Finds what is asked for; nothing where the archive has none of it.
    fn find(store: &Store, ask: &Ask) -> Result<Option<Self>, Wrong>;

    /// Adds what the server itself knows of it.
    fn beside(self, _: &Desk) -> Self {
        self
    }

    /// Draws it.
    fn draw(&self, ui: &Ui<'_>) -> Leaf;

    /// Writes it, where the form is not its own.
    fn json(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }
}

/// What drawing knows of the reader and of the request.
#[derive(Debug)]
pub(crate) struct Ui<'a> {
    /// The words of the interface.
    pub(crate) words: &'static Words,
    /// What was asked for.
    pub(crate) ask: &'a Ask,
    /// Path and query of the request.
    pub(crate) here: &'a str,
    /// What forms carry.
    pub(crate) form: &'a str,
}

impl Ui<'_> {
    /// Which page of a list is asked for.
    pub(crate) fn page(&self) -> u32 {
        self.ask.slice(1).map_or(1, |slice| slice.page)
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// The address makes no sense.
    Odd(Odd),
    /// The archive cannot be read.
    Store(selon_store::Error),
    /// Nothing can be made of what it holds.
    Export(selon_export::Error),
}

impl From<Odd> for Wrong {
    fn from(odd: Odd) -> Wrong {
        Wrong::Odd(odd)
    }
}

impl From<selon_store::Error> for Wrong {
    fn from(error: selon_store::Error) -> Wrong {
        Wrong::Store(error)
    }
}

/// The names in a path.
type Names = Path<BTreeMap<String, String>>;
/// The values of a query.
type Values = Query<Vec<(String, String)>>;

/// The two addresses of a page.
pub(crate) fn route<S: Sheet>(path: &'static str) -> Router<Arc<Desk>> {
    let api = if path == "/" { "/api/stories".to_owned() } else { format!("/api{path}") };
    Router::new().route(path, get(html::<S>)).route(&api, get(json::<S>))
}

async fn html<S: Sheet>(
    State(desk): State<Arc<Desk>>,
    uri: Uri,
    headers: HeaderMap,
    Path(path): Names,
    Query(query): Values,
) -> Response {
    let asked = query.iter().find(|(key, _)| key == "lang").and_then(|(_, value)| Language::named(value));
    let language = asked.unwrap_or_else(|| Language::of(&headers));
    let here = uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
    let ask = Ask::new(path, query);
    let work = move || {
        let ui = Ui { words: language.words(), ask: &ask, here: &here, form: desk.form.text() };
        match desk.read(|store| S::find(store, &ask)) {
            Ok(Some(sheet)) => (StatusCode::OK, page(&ui, sheet.beside(&desk).draw(&ui))),
            Ok(None) => (StatusCode::NOT_FOUND, page(&ui, layout::nothing(&ui))),
            Err(wrong) => (wrong.status(), page(&ui, layout::wrong(&ui, &wrong))),
        }
    };
    let Ok((status, markup)) = tokio::task::spawn_blocking(work).await else { return failed() };
    let mut answer = tagged(status, "text/html; charset=utf-8", markup.into_string().into_bytes(), &headers);
    if let Some(language) = asked {
        let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly", language.code());
        answer.headers_mut().extend(HeaderValue::from_str(&cookie).ok().map(|value| (header::SET_COOKIE, value)));
    }
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    answer
}

async fn json<S: Sheet>(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Path(path): Names,
    Query(query): Values,
) -> Response {
    let ask = Ask::new(path, query);
    let work = move || match desk.read(|store| S::find(store, &ask)) {
        Ok(Some(sheet)) => match sheet.beside(&desk).json() {
            Ok(bytes) => (StatusCode::OK, bytes),
            Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, problem("this cannot be written as JSON")),
        },
        Ok(None) => (StatusCode::NOT_FOUND, problem("nothing in the archive has this name")),
        Err(wrong) => (wrong.status(), problem(&wrong.to_string())),
    };
    match tokio::task::spawn_blocking(work).await {
        Ok((status, bytes)) => tagged(status, "application/json", bytes, &headers),
        Err(_) => failed(),
    }
}

/// A story as one file, to be saved: its style is inside, which no page of this server may have.
pub(crate) async fn file(State(desk): State<Arc<Desk>>, headers: HeaderMap, Path(path): Names) -> Response {
    let Some(Id::Story(id)) = path.get("name").and_then(|name| name.parse().ok()) else {
        return nothing(Uri::from_static("/"), headers).await;
    };
    let words = Language::of(&headers).words();
    let work = move || desk.read(|store| StoryFile::find(store, id)).map(|found| found.map(|file| file.draw(words)));
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(Some(markup))) => {
            let bytes = markup.into_string().into_bytes();
            let mut answer = tagged(StatusCode::OK, "text/html; charset=utf-8", bytes, &headers);
            let name = format!("attachment; filename=\"selon-s{id}.html\"");
            let name = HeaderValue::from_str(&name).ok();
            answer.headers_mut().extend(name.map(|value| (header::CONTENT_DISPOSITION, value)));
            answer
        }
        Ok(Ok(None)) => nothing(Uri::from_static("/"), headers).await,
        Ok(Err(_)) | Err(_) => failed(),
    }
}

/// What no page has the address of.
pub(crate) async fn nothing(uri: Uri, headers: HeaderMap) -> Response {
    if uri.path().starts_with("/api/") {
        return tagged(StatusCode::NOT_FOUND, "application/json", problem("there is no such address"), &headers);
    }
    let (ask, here) = (Ask::default(), "/");
    let ui = Ui { words: Language::of(&headers).words(), ask: &ask, here, form: "" };
    let markup = page(&ui, layout::nothing(&ui));
    tagged(StatusCode::NOT_FOUND, "text/html; charset=utf-8", markup.into_string().into_bytes(), &headers)
}

/// A whole page.
pub(crate) fn page(ui: &Ui<'_>, leaf: Leaf) -> Markup {
    let live = ui.ask.is("live") && ui.here.starts_with("/progress?");
    layout::page(&Frame { words: ui.words, here: ui.here, q: ui.ask.text("q").ok().flatten(), live }, leaf)
}

/// An answer with a tag of its content; none of it where the reader has it already.
pub(crate) fn tagged(status: StatusCode, kind: &'static str, bytes: Vec<u8>, headers: &HeaderMap) -> Response {
    let mut answer = (status, [(header::CONTENT_TYPE, kind)]).into_response();
    if status == StatusCode::OK {
        let tag = format!("\"{}\"", hex(&Sha256::digest(&bytes)[..16]));
        let had = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let same = had.flat_map(|value| value.split(',')).any(|had| had.trim().trim_start_matches("W/") == tag);
        answer.headers_mut().extend(HeaderValue::from_str(&tag).ok().map(|value| (header::ETAG, value)));
        if same {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            return answer;
        }
    }
    *answer.body_mut() = Body::from(bytes);
    answer
}

/// An error, as the API says it.
fn problem(words: &str) -> Vec<u8> {
    serde_json::json!({ "error": words }).to_string().into_bytes()
}

/// A bug: the thread that answered is gone.
pub(crate) fn failed() -> Response {
    crate::guard::plain(StatusCode::INTERNAL_SERVER_ERROR, "this is a bug of selon; the rest goes on")
}

impl Wrong {
    fn status(&self) -> StatusCode {
        match self {
            Wrong::Odd(_) => StatusCode::BAD_REQUEST,
            Wrong::Store(error) | Wrong::Export(selon_export::Error::Store(error)) if passes(error) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Wrong::Store(_) | Wrong::Export(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Whether asking again, later or for less, may help.
fn passes(error: &selon_store::Error) -> bool {
    matches!(error.kind, ErrorKind::Locked | ErrorKind::TooLong)
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Wrong::Odd(Odd(key)) => write!(f, "{key}: this makes no sense here"),
            Wrong::Store(error) => error.fmt(f),
            Wrong::Export(error) => error.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_told_calmly_and_what_is_broken_is_told_as_such() {
        let ask = Ask::default();
        let ui = Ui { words: Language::French.words(), ask: &ask, here: "/search?q=a", form: "" };
        let wrong = |kind| Wrong::Store(selon_store::Error { path: "a.db".into(), kind });
        let slow = wrong(ErrorKind::TooLong);
        assert_eq!(slow.status(), StatusCode::SERVICE_UNAVAILABLE);
        let told = page(&ui, layout::wrong(&ui, &slow)).into_string();
        assert!(told.contains(&ui.words.too_long) && !told.contains("a.db"), "{told}");
        assert_eq!(wrong(ErrorKind::Locked).status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(wrong(ErrorKind::Missing).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
