//! Any text between the tags of a sitemap, of a list of sitemaps and of OPML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon_fetch::{Address, feed};

fuzz_target!(|inside: &str| {
    let at = Address::parse("https://feed.test/sitemap.xml").unwrap();
    for (open, close) in [
        ("<urlset><url><loc>", "</loc></url></urlset>"),
        ("<sitemapindex><sitemap><loc>", "</loc></sitemap></sitemapindex>"),
        ("<opml><body><outline xmlUrl='", "'/></body></opml>"),
    ] {
        let text = format!("{open}{inside}{close}");
        // Packed sitemaps are lists as well; what does not begin with a tag is none.
        let _ = feed::read(text.as_bytes(), &at, None);
    }
});
