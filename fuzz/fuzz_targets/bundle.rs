//! Any bytes as a WACZ: verifying it ends and never panics.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = selon_archive::write::verify(Cursor::new(bytes));
});
