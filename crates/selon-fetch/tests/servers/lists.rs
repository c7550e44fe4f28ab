//! Lists over the wire.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use selon_fetch::{Refused, Validators, Want, feed};

use crate::server::{Server, TestClock, missing, respond, with};

#[test]
fn a_feed_of_a_hundred_thousand_entries_is_read_whole() {
    let mut rss = "<rss><channel>".to_owned();
    for n in 0..100_000 {
        let _ = write!(
            rss,
            "<item><title>Entry number {n}</title><link>https://a.test/{n}</link><description>{}</description></item>",
            "words ".repeat(20)
        );
    }
    rss += "</channel></rss>";
    let server = Server::new(move |request, out| match request.path.as_str() {
        "/rss" => respond(out, "200 OK", &[], rss.as_bytes()),
        _ => missing(out),
    });
    let fetcher = with(&TestClock::at(0), |mut settings| {
        settings.deadline = Duration::from_secs(20);
        settings
    });
    let small = fetcher.get(&server.address("a.test", "/rss"), &Validators::default(), Want::List);
    assert_eq!(small, Err(Refused::TooLarge(Want::List.most())));
    let began = Instant::now();
    let got = fetcher.get(&server.address("a.test", "/rss"), &Validators::default(), Want::LargeList).unwrap();
    let feed = feed::read(&got.body, &got.address, None).unwrap();
    assert_eq!(feed.entries.len(), 100_000);
    assert_eq!(feed.entries[99_999].address().as_str(), "https://a.test/99999");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}
