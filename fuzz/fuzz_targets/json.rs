//! Any bytes as JSON of another tool: cutting objects out of them ends and never panics, and each is read as a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon_archive::json::Objects;

fuzz_target!(|bytes: &[u8]| {
    for object in Objects::new(bytes).flatten() {
        if let Ok(page) = selon::page::read(&object.bytes) {
            let _ = selon::extract::extract(&page);
        }
    }
});
