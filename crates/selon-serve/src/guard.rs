//! What stands before every answer: who may ask, from where, and what a browser may do with what it is given.
//!
//! A page of another site can make a browser send requests here. It is told apart by the name it calls this machine (a name of
//! its own, turned to this address: DNS rebinding), by `Origin`, and by `Sec-Fetch-Site`. Nothing is ever allowed to other origins.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::desk::Desk;
use crate::page::{add, enter};

/// How long an answer may take.
const TIME: Duration = Duration::from_secs(30);

/// How long an answer may take to files that are handed in.
const LONG: Duration = Duration::from_mins(5);

/// The policy of every answer: nothing from elsewhere, no script and no style but the two files of this server.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    (header::CACHE_CONTROL, "private, no-cache"),
];

/// The name of the cookie that carries the token.
pub(crate) const COOKIE: &str = "selon-token";

pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut answer = match refused(&desk, &request) {
        Some(answer) => answer,
        None => match tokio::time::timeout(time(&request), next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "this took too long"),
        },
    };
    for (name, value) in HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

/// How long an answer may take.
fn time(request: &Request) -> Duration {
    if request.method() == Method::POST && request.uri().path() == add::PATH { LONG } else { TIME }
}

/// Why a request is not answered.
fn refused(desk: &Desk, request: &Request) -> Option<Response> {
    let headers = request.headers();
    let Some(host) = text(headers, &header::HOST).filter(|host| is_here(host, &desk.names)) else {
        return Some(plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this machine is not called so: name it by its address, or start selon serve with --name",
        ));
    };
    if let Some(origin) = text(headers, &header::ORIGIN)
        && origin.strip_prefix("http://").or(origin.strip_prefix("https://")) != Some(host)
    {
        return Some(plain(StatusCode::FORBIDDEN, "other sites may not ask"));
    }
    let fetched = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let elsewhere = matches!(fetched("sec-fetch-site"), "cross-site" | "same-site");
    let followed = request.method() == Method::GET && fetched("sec-fetch-mode") == "navigate";
    if elsewhere && !followed {
        return Some(plain(StatusCode::FORBIDDEN, "other sites may not ask"));
    }
    let open = request.uri().path().starts_with("/assets/") || request.uri().path() == enter::PATH;
    if !open && !desk.admits(shown(headers)) {
        let api = request.uri().path().starts_with("/api/");
        return Some(if api { plain(StatusCode::UNAUTHORIZED, "show the token") } else { enter::ask(headers, false) });
    }
    None
}

/// Whether a host is this machine: an address, `localhost`, or a name that it was given. An address cannot be turned to another
/// machine, as a name can.
fn is_here(host: &str, names: &[String]) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    bare.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The token that a request shows: in a cookie, or as `Authorization: Bearer`.
fn shown(headers: &HeaderMap) -> Option<&str> {
    let bearer = text(headers, &header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    bearer.or_else(|| cookie(headers, COOKIE))
}

/// A cookie of a request.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A header that stands there once, and is text.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// An answer in a few words.
pub(crate) fn plain(status: StatusCode, words: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_and_known_names_are_this_machine() {
        let names = ["desk.example".to_owned()];
        for host in ["127.0.0.1:7766", "localhost", "LOCALHOST:80", "[::1]:7766", "192.0.2.7:1", "Desk.example:7766"] {
            assert!(is_here(host, &names), "{host}");
        }
        for host in
            ["", "evil.example", "127.0.0.1.evil.example:7766", "localhost.evil.example", "desk.example.", "a:b"]
        {
            assert!(!is_here(host, &names), "{host}");
        }
    }
}
