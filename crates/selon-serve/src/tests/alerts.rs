//! What saved searches raised, as a feed.

use axum::http::StatusCode;
use selon::{Document, Reading};
use selon_store::{Incoming, Query};

use super::house::House;

#[test]
fn an_alert_is_in_the_feed_and_closes_no_tag_of_it() {
    let house = House::of(&[("https://a.example/1", "Mole", "The harbour of Brackwater is closed, the mayor said.")]);
    assert_eq!(house.get("/alerts.atom").body.matches("<entry>").count(), 0);
    let mut store = house.store();
    let query = Query { words: "bridge".to_owned(), most: 10, ..Query::default() };
    store.save_search("the <b>bridge</b>", &query, None).unwrap();
    let text = "The bridge of Brackwater fell on Monday, said the engineer Anna Weber.";
    let document = Document { lang: Some("en".into()), ..Document::new("https://b.example/2", text) };
    store.keep(&[Incoming::new(text.as_bytes(), "2.txt", &Reading::of_document(&document))]).unwrap();
    while store.trace_next().unwrap().is_some() {}
    drop(store);
    let feed = house.get("/alerts.atom");
    assert_eq!((feed.status, feed.body.matches("<entry>").count()), (StatusCode::OK, 1), "{}", feed.body);
    assert!(feed.body.contains("a new claim, rests on 1") && feed.body.contains("href=\"/claim/c"));
    assert!(feed.body.contains("&lt;b&gt;bridge") && !feed.body.contains("<b>"));
}
