//! The door: where a reader from another machine shows the token.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, html};

use crate::desk::Desk;
use crate::guard::COOKIE;
use crate::words::Language;

/// Where the token is sent.
pub(crate) const PATH: &str = "/enter";

/// Lets in who shows the token; the cookie carries it from then on.
pub(crate) async fn admit(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let shown = fields.get("token").map(|token| token.trim()).unwrap_or_default();
    if !desk.admits(Some(shown)) {
        return ask(&headers, true);
    }
    let cookie = format!("{COOKIE}={shown}; Path=/; SameSite=Strict; HttpOnly");
    // Where no token is needed, what was typed need not be a cookie.
    let cookie = HeaderValue::from_str(&cookie).ok().map(|value| (header::SET_COOKIE, value));
    let mut answer = (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response();
    answer.headers_mut().extend(cookie.filter(|_| desk.token().is_some()));
    answer
}

/// Asks for the token.
pub(crate) fn ask(headers: &HeaderMap, again: bool) -> Response {
    let w = Language::of(headers).words();
    let page = html! {
        (DOCTYPE)
        html lang=(w.code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "selon" }
                link rel="stylesheet" href="/assets/style.css";
            }
            body {
                main {
                    h1 { "selon" }
                    @if again { p.warning { (w.wrong_token) } }
                    form method="post" action=(PATH) {
                        label for="token" { (w.token) }
                        input #token type="password" name="token" required autocomplete="current-password";
                        button { (w.enter) }
                    }
                    p { (w.token_hint) }
                }
            }
        }
    };
    // A door that is closed is not found by walking along the wall: the token is 256 random bits.
    (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}
