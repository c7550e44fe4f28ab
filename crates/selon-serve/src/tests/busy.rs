//! Many readers while somebody writes.

use std::time::{Duration, Instant};

use axum::body::Body;

use super::{Served, asked, keep, page, send, story};

/// Seconds that it goes on: a moment, unless `SELON_BUSY_SECONDS` says more.
fn duration() -> Duration {
    let asked = std::env::var("SELON_BUSY_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(asked.unwrap_or(2))
}

#[test]
fn fifty_readers_find_no_error_while_pages_come_in() {
    let served = Served::of(&story());
    let until = Instant::now() + duration();
    let path = served.path.clone();
    let writer = std::thread::spawn(move || {
        let mut kept = 0;
        while Instant::now() < until {
            let body = format!(
                "<p>Bridge number {kept} over the river Oder was closed on Monday, the mayor of Opole said.</p>"
            );
            keep(&path, &[&page(&format!("Paper {kept}"), kept % 60, "Bridge closed", &body)]);
            kept += 1;
        }
        kept
    });
    let paths = [
        "/",
        "/story/s1",
        "/claim/c1",
        "/dispatch/d1",
        "/voices",
        "/search?q=miners",
        "/compare/d1/d2",
        "/api/stories",
    ];
    let readers: Vec<_> = (0..50)
        .map(|reader: usize| {
            let router = served.router.clone();
            served.runtime.spawn(async move {
                let mut wrong = Vec::new();
                let mut count = 0;
                while Instant::now() < until {
                    let path = paths[(reader + count) % paths.len()];
                    let reply = send(router.clone(), asked("GET", path).body(Body::empty()).unwrap()).await;
                    if !reply.status.is_success() {
                        wrong.push(format!("{path}: {} {}", reply.status, reply.body));
                    }
                    count += 1;
                }
                (count, wrong)
            })
        })
        .collect();
    let mut asked = 0;
    for reader in readers {
        let (count, wrong) = served.runtime.block_on(reader).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
        asked += count;
    }
    let kept = writer.join().unwrap();
    assert!(asked > 100 && kept > 0, "{asked} pages were read while {kept} came in");
}
