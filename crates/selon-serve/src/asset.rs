//! The style sheet and the script, compiled in.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// The style sheet.
const STYLE: &str = include_str!("../assets/style.css");
/// The style sheet with what it stands on: the colours, and how pictures look.
static WHOLE: LazyLock<String> = LazyLock::new(|| [selon_draw::TOKENS, selon_draw::STYLE, STYLE].join("\n"));
/// Keys, copying, dropping: what pages do better with a script, and well enough without.
const SCRIPT: &str = include_str!("../assets/selon.js");

/// The style sheet, to be written into a file.
pub(crate) fn style() -> &'static str {
    &WHOLE
}

/// What the API answers, for programs.
const OPENAPI: &str = include_str!("../assets/openapi.json");

pub(crate) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1")], OPENAPI).into_response()
}

pub(crate) async fn get(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "style.css" => ("text/css; charset=utf-8", WHOLE.as_str()),
        "selon.js" => ("text/javascript; charset=utf-8", SCRIPT),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
