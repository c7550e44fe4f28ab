//! robots.txt, pauses, conditional requests, redirects, reservations.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use selon_fetch::{Clock as _, Refused, Validators, Want};

use crate::server::{Server, TestClock, fetcher, missing, page, respond, with};

#[test]
fn who_asks_is_said_and_rules_are_asked_for_first_and_once() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/robots.txt" => respond(out, "200 OK", &[], b"User-agent: *\nDisallow: /private\nCrawl-delay: 7"),
        "/.well-known/tdmrep.json" => missing(out),
        _ => respond(out, "200 OK", &[], b"<p>"),
    });
    let clock = TestClock::at(1_000_000);
    let fetcher = fetcher(&clock);
    assert_eq!(page(&fetcher, &server.address("a.test", "/private/1")), Err(Refused::Robots));
    for n in 0..3 {
        page(&fetcher, &server.address("a.test", &format!("/{n}"))).unwrap();
    }
    assert_eq!(server.paths(), ["/robots.txt", "/.well-known/tdmrep.json", "/0", "/1", "/2"]);
    // The first pause is ours, before the rules are known; the others are those of the host.
    assert_eq!(clock.now() - 1_000_000, 2_000 + 3 * 7_000);
    for request in server.requests() {
        assert!(request.headers["user-agent"].contains("selon/0.0"));
        assert!(request.headers["user-agent"].contains("tests@selon.test"));
        assert_eq!(request.method, "GET");
    }
}

#[test]
fn one_at_a_time_and_a_pause_between_them() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (inside, peak) = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::new(move |request, out| {
        if request.path == "/robots.txt" {
            return missing(out);
        }
        peak.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        inside.fetch_sub(1, Ordering::SeqCst);
        respond(out, "200 OK", &[], b"<p>")
    });
    let clock = TestClock::at(0);
    let fetcher = fetcher(&clock);
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (fetcher, address) = (&fetcher, server.address("a.test", &format!("/{n}")));
            scope.spawn(move || page(fetcher, &address).unwrap());
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 1);
    assert!(clock.now() >= 9 * 2_000, "{}", clock.now());
}

#[test]
fn nothing_is_sent_twice_that_has_not_changed() {
    let server = Server::new(|request, out| match request.headers.get("if-none-match").map(String::as_str) {
        Some("\"v1\"") => respond(out, "304 Not Modified", &[("etag", "\"v1\"")], b""),
        _ if request.path == "/a" => respond(
            out,
            "200 OK",
            &[
                ("etag", "\"v1\""),
                ("last-modified", "Tue, 04 Mar 2031 09:37:00 GMT"),
                ("cache-control", "public, max-age=90"),
            ],
            b"<p>",
        ),
        _ => missing(out),
    });
    let fetcher = fetcher(&TestClock::at(0));
    let address = server.address("a.test", "/a");
    let first = page(&fetcher, &address).unwrap();
    assert_eq!(first.validators.etag.as_deref(), Some("\"v1\""));
    assert_eq!(Validators::of_head(&first.head), first.validators);
    assert_eq!(first.fresh, Some(Duration::from_secs(90)));
    let second = fetcher.get(&address, &first.validators, Want::Page).unwrap();
    assert!(second.unchanged && second.body.is_empty());
    assert_eq!(server.requests().last().unwrap().headers["if-modified-since"], "Tue, 04 Mar 2031 09:37:00 GMT");
}

#[test]
fn redirects_are_followed_as_far_as_they_lead_somewhere() {
    let server = Server::new(|request, out| {
        let number = request.path.trim_start_matches('/').parse::<usize>();
        match (request.path.as_str(), number) {
            ("/robots.txt", _) if request.host == "b.test" => {
                respond(out, "200 OK", &[], b"User-agent: *\nDisallow: /no")
            }
            ("/ring", _) => respond(out, "302 Found", &[("location", "/gnir")], b""),
            ("/gnir", _) => respond(out, "302 Found", &[("location", "/ring")], b""),
            ("/self", _) => respond(out, "301 Moved", &[("location", "/self#x")], b""),
            ("/file", _) => respond(out, "302 Found", &[("location", "file:///etc/passwd")], b""),
            ("/away", _) => respond(
                out,
                "308 Moved",
                &[("location", &format!("//{}", request.headers["host"].replace("a.", "b.")))],
                b"",
            ),
            ("/no", _) => respond(
                out,
                "302 Found",
                &[("location", &format!("//{}/no", request.headers["host"].replace("a.", "b.")))],
                b"",
            ),
            ("/", _) => respond(out, "200 OK", &[], b"<p>there"),
            (_, Ok(number)) => respond(out, "302 Found", &[("location", &format!("/{}", number + 1))], b""),
            _ => missing(out),
        }
    });
    let fetcher = fetcher(&TestClock::at(0));
    let got = |path: &str| page(&fetcher, &server.address("a.test", path));
    for path in ["/ring", "/self", "/file", "/0"] {
        assert!(matches!(got(path), Err(Refused::Redirect(_))), "{path}: {:?}", got(path));
    }
    let there = got("/away").unwrap();
    assert_eq!((there.address, there.moved), (server.address("b.test", "/"), true));
    // The rules are those of the host that it leads to.
    assert_eq!(got("/no"), Err(Refused::Robots));
}

#[test]
fn reservations_are_kept_by_whom_they_were_said() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/.well-known/tdmrep.json" => respond(
            out,
            "200 OK",
            &[],
            br#"[{"location":"/all/*","tdm-reservation":1,"tdm-policy":"https://a.test/p"}]"#,
        ),
        "/all/head" => respond(out, "200 OK", &[("tdm-reservation", "0")], b"<p>"),
        "/all/meta" => {
            respond(out, "200 OK", &[("TDM-Reservation", "0")], b"<meta name='tdm-reservation' content='1'>")
        }
        "/robots.txt" => missing(out),
        _ => respond(out, "200 OK", &[], b"<p>"),
    });
    let fetcher = fetcher(&TestClock::at(0));
    let said = |path: &str| {
        let reservation = page(&fetcher, &server.address("a.test", path)).unwrap().reservation;
        reservation.map(|r| (r.reserved, r.by))
    };
    assert_eq!(said("/all/1"), Some((true, "well-known".to_owned())));
    assert_eq!(said("/all/head"), Some((false, "header".to_owned())));
    assert_eq!(said("/all/meta"), Some((true, "meta".to_owned())));
    assert_eq!(said("/free"), None);
}

#[test]
fn what_is_known_of_a_host_outlives_the_run() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/robots.txt" => respond(out, "200 OK", &[], b"User-agent: selon\nDisallow: /x"),
        "/a" => respond(out, "200 OK", &[], b"<p>"),
        _ => missing(out),
    });
    let clock = TestClock::at(0);
    let (first, address) = (fetcher(&clock), server.address("a.test", "/a"));
    page(&first, &address).unwrap();
    let kept = serde_json::to_string(&first.memory(&address)).unwrap();
    let second = with(&clock, |settings| settings);
    second.remember(&address.origin(), serde_json::from_str(&kept).unwrap());
    page(&second, &address).unwrap();
    assert_eq!(page(&second, &server.address("a.test", "/x")), Err(Refused::Robots));
    assert_eq!(server.paths(), ["/robots.txt", "/.well-known/tdmrep.json", "/a", "/a"]);
}
