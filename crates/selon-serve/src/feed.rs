//! What saved searches raised, as an Atom feed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::desk::Desk;
use crate::sheet::{failed, tagged};

/// So many alerts are in the feed: readers ask again before there are more.
const MOST: usize = 200;

/// `/alerts.atom`.
pub(crate) async fn alerts(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let work = move || desk.read(|store| store.latest_alerts(None, MOST));
    let Ok(Ok(alerts)) = tokio::task::spawn_blocking(work).await else { return failed() };
    let feed = selon_export::alerts_atom(&alerts, None, |alert| Some(format!("/claim/{}", alert.claim)));
    tagged(StatusCode::OK, "application/atom+xml; charset=utf-8", feed.into_bytes(), &headers)
}
