use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn at() -> Address {
    Address::parse("https://feed.test/dir/list").unwrap()
}

fn of(text: &str) -> Feed {
    read(text.as_bytes(), &at(), None).unwrap()
}

fn addresses(feed: &Feed) -> Vec<&str> {
    feed.entries.iter().map(|entry| entry.address().as_str()).collect()
}

#[test]
fn rss_keeps_the_publisher_whose_text_it_carries() {
    let feed = of("<?xml version='1.0'?><!DOCTYPE rss><rss version='2.0'><channel><title>Le <![CDATA[Relais]]></title>
        <link>https://feed.test/</link><image><title>Logo</title><link>/logo</link></image><ttl>30</ttl>
        <item><title>Port &amp; quai &#233; &eacute;</title><link>https://a.test/1?x=1&amp;y=2#top</link>
          <guid isPermaLink='false'>https://a.test/guid</guid><pubDate>Tue, 04 Mar 2031 09:37:00 +0100</pubDate>
          <source url='https://wire.test/rss?a=1&b=2'>The  Wire</source>
          <content:encoded><![CDATA[<item><link>https://trap.test/</link></item>]]></content:encoded>
          <media:title>no</media:title></item>
        <item><guid>https://a.test/2</guid><dc:date>2031-03-04</dc:date></item>
        <item><title>no link</title></item><item><link>https://a.test/2</link></item></channel></rss>");
    assert_eq!((feed.kind, feed.title.as_deref()), (Kind::Rss, Some("Le Relais")));
    assert_eq!(addresses(&feed), ["https://a.test/1?x=1&y=2", "https://a.test/2"]);
    assert_eq!(feed.fresh, Some(Duration::from_mins(30)));
    let first = &feed.entries[0];
    assert_eq!(first.title.as_deref(), Some("Port & quai é &eacute;"));
    assert_eq!(first.published, date("2031-03-04T08:37:00Z"));
    let source = first.source.as_ref().unwrap();
    assert_eq!(source.name.as_deref(), Some("The Wire"));
    assert_eq!(source.address.as_ref().unwrap().as_str(), "https://wire.test/rss?a=1&b=2");
    assert_eq!(feed.entries[1].published, date("2031-03-04T00:00:00Z"));
}

#[test]
fn atom_keeps_it_too() {
    let feed = of("<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>F</title><link rel='self' href='x'/>
        <entry><title>A <b>bold</b> one</title><link rel='enclosure' href='/e'/><link href='../a'/><updated>2031-03-04T10:00:00Z</updated>
        <published>2031-03-04T09:00:00+01:00</published>
        <source><title>Origin</title><link rel='self' href='https://o.test/atom'/><updated>2030-01-01T00:00:00Z</updated></source>
        </entry></feed>");
    assert_eq!(addresses(&feed), ["https://feed.test/a"]);
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("A bold one"));
    assert_eq!((entry.published, entry.changed), (date("2031-03-04T08:00:00Z"), date("2031-03-04T10:00:00Z")));
    assert_eq!(entry.source.as_ref().unwrap().name.as_deref(), Some("Origin"));
    assert_eq!(entry.source.as_ref().unwrap().address.as_ref().unwrap().as_str(), "https://o.test/atom");
}

#[test]
fn other_forms_are_understood() {
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[
        {"id":"1","url":"/j","title":"T","content_html":"<p>","date_published":"2031-03-04T09:00:00Z"},{"id":"2"}]}"#;
    assert_eq!(addresses(&of(json)), ["https://feed.test/j"]);
    assert!(read(b"{\"a\":1}", &at(), None).is_err());

    let map = of("<urlset xmlns:news='n'><url><loc>https://a.test/1</loc><image:image><image:loc>https://a.test/i</image:loc>
        </image:image><lastmod>2031-03-04</lastmod><news:news><news:publication><news:name>Le Quai</news:name>
        <news:language>fr</news:language></news:publication><news:publication_date>2031-03-03T10:00Z</news:publication_date>
        <news:title>T</news:title></news:news></url></urlset>");
    assert_eq!((map.kind, addresses(&map)), (Kind::Sitemap, vec!["https://a.test/1"]));
    assert_eq!(map.entries[0].source.as_ref().unwrap().name.as_deref(), Some("Le Quai"));
    assert_eq!(map.entries[0].published, date("2031-03-03T10:00:00Z"));

    let index =
        of("<sitemapindex><sitemap><loc>/m1.xml.gz</loc><lastmod>2031-03-04</lastmod></sitemap></sitemapindex>");
    assert_eq!(index.lists[0].address.as_str(), "https://feed.test/m1.xml.gz");
    assert!(index.lists[0].changed.is_some());

    let opml = of("<opml><head><title>Mine</title></head><body><outline text='Group'>
        <outline type='rss' text='A &amp; B' xmlUrl='https://a.test/rss'/><outline xmlUrl='mailto:x'/></outline></body></opml>");
    assert_eq!((opml.lists.len(), opml.lists[0].title.as_deref()), (1, Some("A & B")));

    let page =
        of("<!DOCTYPE html><html><head><link rel=alternate type='application/rss+xml' title=News href='/rss?a&amp;b'>");
    assert_eq!((page.kind, page.lists[0].address.as_str()), (Kind::Page, "https://feed.test/rss?a&b"));
}

#[test]
fn what_is_broken_costs_the_entry_that_it_stands_in() {
    let item = |n: usize| format!("<item><title>T{n} & co</title><link>https://a.test/{n}</link></item>");
    let torn = "<item><link>https://a.test/x</link><description><![CDATA[no end <br></description></item>";
    let rss = format!("<rss><channel>{}{}{torn}{}</channel>", item(0), item(1), item(2));
    let feed = of(&rss);
    assert_eq!(addresses(&feed), ["https://a.test/0", "https://a.test/1", "https://a.test/2"]);
    assert_eq!(feed.doubts.len(), 1);
    assert_eq!(feed.entries[0].title.as_deref(), Some("T0 & co"));
    let cut = &rss[..rss.find("T1").unwrap()];
    assert_eq!(addresses(&of(cut)), ["https://a.test/0"]);
}

#[test]
fn entities_are_not_expanded() {
    let mut bomb = "<!DOCTYPE rss [<!ENTITY a0 'ha'>".to_owned();
    for n in 1..40 {
        let _ = write!(bomb, "<!ENTITY a{n} '&a{0};&a{0};'>", n - 1);
    }
    bomb += "<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&a39;&f;</title>\
        <link>https://a.test/</link></item></channel></rss>";
    assert_eq!(of(&bomb).entries[0].title.as_deref(), Some("&a39;&f;"));
}

#[test]
fn charsets_are_found_whoever_is_wrong_about_them() {
    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>\xE9t\xE9</title></channel></rss>";
    assert_eq!(read(latin, &at(), Some("utf-8")).unwrap().title.as_deref(), Some("été"));
    let wrong = "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>été</title></channel></rss>";
    assert_eq!(read(wrong.as_bytes(), &at(), Some("ascii")).unwrap().title.as_deref(), Some("été"));
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(wrong.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide, &at(), None).unwrap().title.as_deref(), Some("été"));
}

#[test]
fn hostile_lists_take_no_time() {
    let deep = format!("<rss>{}", "<a>".repeat(300_000));
    let comments = format!("<rss><channel>{}", "<!-- <item>".repeat(100_000));
    let attributes = format!("<rss {}>", "a='b' ".repeat(100_000));
    let items = format!("<rss>{}", "<item><link>https://a.test/</link>".repeat(100_000));
    let began = std::time::Instant::now();
    for text in [deep, comments, attributes, items] {
        let _ = read(text.as_bytes(), &at(), None);
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, &at(), None);
    }

    #[test]
    fn any_tags_are_read(parts in prop::collection::vec("<(/?(rss|item|link|entry|feed|url|loc|source|title)|!--|!\\[CDATA\\[|\\?x)>|&(amp|x|#x0|#99999999);|http://a/|é|]]>| a='", 0..30)) {
        let _ = read(format!("<rss>{}", parts.concat()).as_bytes(), &at(), None);
        let _ = read(format!("<feed>{}", parts.concat()).as_bytes(), &at(), None);
    }
}
