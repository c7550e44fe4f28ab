//! Hosts that want to be asked later, on a clock of our own.

use std::sync::Arc;

use selon_fetch::poll::{Outcome, Plan};
use selon_fetch::{Clock as _, Refused, Validators, Want, feed, timestamp};

use crate::server::{Server, TestClock, fetcher, missing, page, respond};

const MINUTE: i64 = 60_000;

#[test]
fn a_host_that_says_when_is_asked_then() {
    let clock = TestClock::at(0);
    let time = Arc::clone(&clock);
    let server = Server::new(move |request, out| match request.path.as_str() {
        "/soon" if time.now() < 40_000 => respond(out, "429 Too Many Requests", &[("retry-after", "30")], b""),
        "/later" if time.now() < 60 * MINUTE => {
            let until = "Thu, 01 Jan 1970 01:00:00 GMT";
            respond(out, "503 Service Unavailable", &[("retry-after", until)], b"")
        }
        "/robots.txt" | "/.well-known/tdmrep.json" => missing(out),
        _ => respond(out, "200 OK", &[], b"<p>"),
    });
    let fetcher = fetcher(&clock);
    // Soon enough to be waited for.
    clock.set(20_000);
    assert!(page(&fetcher, &server.address("a.test", "/soon")).is_ok());
    let later = page(&fetcher, &server.address("a.test", "/later"));
    assert!(matches!(later, Err(Refused::Later { until, .. }) if until == 60 * MINUTE), "{later:?}");
    // Until then nothing is asked of the host, whatever the path; others are served.
    let asked = server.paths().len();
    assert!(matches!(page(&fetcher, &server.address("a.test", "/x")), Err(Refused::Later { .. })));
    assert_eq!(server.paths().len(), asked);
    assert!(page(&fetcher, &server.address("b.test", "/x")).is_ok());
    clock.set(60 * MINUTE);
    assert!(page(&fetcher, &server.address("a.test", "/later")).is_ok());
}

#[test]
fn an_hour_of_errors_costs_few_requests_and_no_entry() {
    let clock = TestClock::at(0);
    let time = Arc::clone(&clock);
    let server = Server::new(move |request, out| match request.path.as_str() {
        _ if time.now() < 60 * MINUTE => respond(out, "500 Internal Server Error", &[], b""),
        "/rss" => {
            let entries: String =
                (0..time.now() / (10 * MINUTE)).map(|n| format!("<item><link>/{n}</link></item>")).collect();
            respond(out, "200 OK", &[], format!("<rss><channel>{entries}</channel></rss>").as_bytes())
        }
        _ => missing(out),
    });
    let fetcher = fetcher(&clock);
    let address = server.address("a.test", "/rss");
    let (mut plan, mut found) = (Plan::default(), 0);
    while clock.now() < 3 * 60 * MINUTE {
        let got = fetcher.get(&address, &Validators::default(), Want::List);
        let (outcome, not_before) = match got {
            Ok(got) => {
                let entries = feed::read(&got.body, &got.address, None).unwrap().entries.len();
                let new = entries - found;
                found = entries;
                (Outcome::New(new), None)
            }
            Err(Refused::Later { until, .. }) => (Outcome::Failed, Some(until)),
            Err(refused) => panic!("{refused} at {}", timestamp(clock.now())),
        };
        let (next_plan, next) = plan.after(outcome, clock.now(), None, not_before, 1);
        plan = next_plan;
        clock.set(next);
    }
    let early = server.requests().len();
    assert!(found >= 6, "{found} of the entries of the bad hour and after");
    assert!(early < 40, "{early} requests in three hours");
}
