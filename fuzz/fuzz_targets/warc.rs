//! Any bytes as a WARC: reading ends, never panics, and goes on from any record as if it had not stopped.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon_archive::{Captures, Position};

fuzz_target!(|bytes: &[u8]| {
    let mut captures = Captures::new(bytes, Position::default());
    let mut read = 0;
    let mut middle = None;
    while let Some(capture) = captures.next() {
        read += usize::from(capture.is_ok());
        assert!(read <= bytes.len(), "records take bytes");
        if read == 1 && middle.is_none() {
            middle = Some(captures.position());
        }
    }
    if let Some(middle) = middle {
        assert!(Captures::new(bytes, middle).filter(Result::is_ok).count() <= read);
    }
});
