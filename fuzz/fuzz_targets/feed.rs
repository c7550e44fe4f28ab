//! Any bytes are a feed, or are refused; every entry has an address that can be asked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon_fetch::{Address, feed};

fuzz_target!(|bytes: &[u8]| {
    let at = Address::parse("https://feed.test/dir/list").unwrap();
    if let Ok(feed) = feed::read(bytes, &at, Some("windows-1252")) {
        for entry in &feed.entries {
            assert!(Address::parse(entry.address().as_str()).is_some());
            assert!(entry.title.as_ref().is_none_or(|title| title.len() <= bytes.len() * 3));
        }
        assert!(feed.entries.len() + feed.lists.len() <= bytes.len());
    }
});
