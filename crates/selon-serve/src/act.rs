//! Forms that were sent: each carries the secret of the server that made it, or is not looked at. What is asked for is answered
//! with the page where it can be seen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Form, FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::html;
use selon_store::ErrorKind;

use crate::ask::Ask;
use crate::desk::Desk;
use crate::page::layout::{self, Leaf};
use crate::sheet::{self, Ui, Wrong};
use crate::words::{Language, Words};
use crate::writer::Reply;

/// The field that carries the secret.
pub(crate) const SECRET: &str = "form";
/// How long to wait for a change before saying that it waits.
const PATIENCE: Duration = Duration::from_secs(8);

/// The values of a form that carries the secret.
#[derive(Debug)]
pub(crate) struct Sent(BTreeMap<String, String>);

impl Sent {
    /// A value, without white space at its ends; empty where none was typed.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", |value| value.trim())
    }
}

impl FromRequest<Arc<Desk>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Sent, Response> {
        let headers = request.headers().clone();
        let form = Form::<Vec<(String, String)>>::from_request(request, desk).await;
        let values: BTreeMap<String, String> =
            form.map(|Form(values)| values.into_iter().collect()).unwrap_or_default();
        match values.get(SECRET) {
            Some(shown) if desk.form.is(shown) => Ok(Sent(values)),
            _ => Err(stale(desk, &headers)),
        }
    }
}

/// Some of the words of the interface.
pub(crate) type Say = fn(&'static Words) -> &'static str;

/// A form without the secret: another site's, or of a server that has ended since.
pub(crate) fn stale(desk: &Desk, headers: &HeaderMap) -> Response {
    told(desk, headers, StatusCode::FORBIDDEN, |w| &w.writing.stale)
}

/// Goes to where the change can be seen, once it is kept; or says why it is not.
pub(crate) async fn kept<T>(
    desk: &Desk,
    headers: &HeaderMap,
    reply: Option<Reply<T>>,
    to: impl FnOnce(T) -> String,
) -> Response {
    let Some(reply) = reply else {
        return told(desk, headers, StatusCode::SERVICE_UNAVAILABLE, |w| &w.writing.too_many);
    };
    match tokio::time::timeout(PATIENCE, reply).await {
        Ok(Ok(Ok(done))) => see(&to(done)),
        Ok(Ok(Err(error))) => failed(desk, headers, error),
        Ok(Err(_)) => sheet::failed(),
        Err(_) => told(desk, headers, StatusCode::ACCEPTED, |w| &w.writing.not_yet),
    }
}

/// The archive cannot be used.
pub(crate) fn failed(desk: &Desk, headers: &HeaderMap, error: selon_store::Error) -> Response {
    let status = match error.kind {
        ErrorKind::Full => StatusCode::INSUFFICIENT_STORAGE,
        ErrorKind::Locked | ErrorKind::TooLong => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Senseless(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    answer(desk, headers, status, |ui| layout::wrong(ui, &Wrong::Store(error)))
}

/// The browser is to get another page.
pub(crate) fn see(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// A few words as a page.
pub(crate) fn told(desk: &Desk, headers: &HeaderMap, status: StatusCode, words: Say) -> Response {
    answer(desk, headers, status, |ui| Leaf {
        title: words(ui.words).to_owned(),
        body: html! { h1 { (words(ui.words)) } p { a href="/progress" { (ui.words.writing.progress) } } },
    })
}

fn answer(desk: &Desk, headers: &HeaderMap, status: StatusCode, draw: impl FnOnce(&Ui<'_>) -> Leaf) -> Response {
    let ask = Ask::default();
    let ui = Ui { words: Language::of(headers).words(), ask: &ask, here: "/", form: desk.form.text() };
    let page = sheet::page(&ui, draw(&ui)).into_string();
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
