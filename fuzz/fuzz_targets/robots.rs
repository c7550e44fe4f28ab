//! Any bytes are a robots.txt; what is asked of it is answered in time, and the same way twice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon_fetch::Robots;

fuzz_target!(|input: (&[u8], &str)| {
    let (bytes, path) = input;
    let robots = Robots::parse(bytes, "selon");
    assert_eq!(robots.allows(path), Robots::parse(bytes, "selon").allows(path));
    assert!(robots.delay().is_none_or(|delay| delay.as_secs() <= 300));
});
