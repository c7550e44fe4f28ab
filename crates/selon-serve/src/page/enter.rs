//! The door: where a reader from another machine shows the token.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, html};

use crate::words::Language;

/// Where the token is sent.
pub(crate) const PATH: &str = "/enter";

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
    (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}
