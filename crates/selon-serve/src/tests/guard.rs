//! Who may ask, from where.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::{Served, asked};

#[test]
fn every_answer_tells_the_browser_to_keep_to_itself() {
    let served = Served::of(&[]);
    for path in ["/", "/nothing", "/api/stories", "/api/nothing", "/assets/style.css", "/story/s1", "/search?from=x"] {
        let reply = served.get(path);
        let policy =
            reply.headers.get(header::CONTENT_SECURITY_POLICY).and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("data:"), "{path}");
        assert_eq!(reply.headers.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff", "{path}");
        assert_eq!(reply.headers.get(header::REFERRER_POLICY).unwrap(), "no-referrer", "{path}");
        assert!(reply.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{path}");
    }
}

#[test]
fn a_name_that_was_turned_to_this_address_is_refused() {
    let served = Served::of(&[]);
    let host = |host: &str| {
        let request = axum::http::Request::builder().uri("/").header(header::HOST, host).body(Body::empty()).unwrap();
        served.send(request).status
    };
    assert_eq!(host("127.0.0.1:7766"), StatusCode::OK);
    assert_eq!(host("desk.example:7766"), StatusCode::OK);
    assert_eq!(host("rebound.example:7766"), StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(served.send(axum::http::Request::new(Body::empty())).status, StatusCode::MISDIRECTED_REQUEST);
    let twice = asked("GET", "/").header(header::HOST, "rebound.example").body(Body::empty()).unwrap();
    assert_eq!(served.send(twice).status, StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn other_sites_may_lead_here_but_not_ask() {
    let served = Served::of(&[]);
    let with = |method: &str, headers: &[(&str, &str)]| {
        let request = headers.iter().fold(asked(method, "/"), |request, (name, value)| request.header(*name, *value));
        served.send(request.body(Body::empty()).unwrap()).status
    };
    assert_eq!(with("GET", &[("origin", "https://evil.example")]), StatusCode::FORBIDDEN);
    assert_eq!(with("GET", &[("origin", "null")]), StatusCode::FORBIDDEN);
    assert_eq!(with("GET", &[("origin", "http://127.0.0.1:8000")]), StatusCode::FORBIDDEN);
    assert_eq!(with("GET", &[("origin", "http://127.0.0.1:7766")]), StatusCode::OK);
    assert_eq!(with("GET", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]), StatusCode::FORBIDDEN);
    assert_eq!(with("GET", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), StatusCode::OK);
    assert_eq!(
        with("POST", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]),
        StatusCode::FORBIDDEN
    );
}

#[test]
fn another_machine_needs_the_token() {
    let served = Served::at("0.0.0.0:7766", &[]);
    let token = served.token.clone().unwrap();
    assert_eq!(served.get("/").status, StatusCode::UNAUTHORIZED);
    assert_eq!(served.get("/api/stories").status, StatusCode::UNAUTHORIZED);
    let door = served.post("/enter", "token=wrong");
    assert_eq!(door.status, StatusCode::UNAUTHORIZED);
    assert!(!door.body.contains(&token));
    let opened = served.post("/enter", &format!("token={token}"));
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let cookie = opened.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    let with = |name: header::HeaderName, value: &str| {
        served.send(asked("GET", "/").header(name, value).body(Body::empty()).unwrap()).status
    };
    assert_eq!(with(header::COOKIE, pair), StatusCode::OK);
    assert_eq!(with(header::AUTHORIZATION, &format!("Bearer {token}")), StatusCode::OK);
    assert_eq!(with(header::AUTHORIZATION, &format!("Bearer {}", &token[1..])), StatusCode::UNAUTHORIZED);
}

#[test]
fn what_a_reader_has_is_not_sent_again() {
    let served = Served::of(&[]);
    for path in ["/", "/api/stories"] {
        let tag = served.get(path).headers.get(header::ETAG).unwrap().clone();
        let again = served.send(asked("GET", path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap());
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
    }
}

#[test]
fn sizes_are_bounded() {
    let served = Served::of(&[]);
    let large = format!("token={}", "x".repeat(100 << 10));
    assert_eq!(served.post("/enter", &large).status, StatusCode::PAYLOAD_TOO_LARGE);
}
