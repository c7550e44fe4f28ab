//! Lists in XML, in one pass, by the names of elements alone. Prefixes are those that everybody uses.

use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Entry, Feed, Kind, Listed, MAX_ENTRIES, MAX_LISTS, Source, date, html, line};
use crate::address::Address;

/// More than this of an element's text is not kept, in bytes.
const MAX_TEXT: usize = 8 << 10;
/// After so many places where a list is broken the rest is left.
const MAX_BREAKS: usize = 16;
/// A list that says it stays as it is for longer is not believed.
const LONGEST_FRESH: u64 = 24 * 3600;

pub(super) fn read(text: &str, at: &Address) -> Result<Feed, String> {
    let mut list = List::new(at);
    let mut begin = 0;
    let mut breaks = 0;
    while let Err((broken, why)) = list.run(&text[begin..]) {
        let Some(kind) = list.feed.as_ref().map(|feed| feed.kind) else {
            if text.get(begin..).is_some_and(looks_like_a_page) {
                return html::read(text, at);
            }
            return Err(why);
        };
        list.abandon();
        breaks += 1;
        // On with the next entry: a break costs the one that it stands in.
        let item = match kind {
            Kind::Rss => "<item",
            Kind::Atom => "<entry",
            Kind::Sitemap => "<url>",
            Kind::Index => "<sitemap>",
            Kind::Opml | Kind::Json | Kind::Page => "<outline",
        };
        let from = text.floor_char_boundary(begin + broken + 1).max(begin + 1);
        let next = text.get(from..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), item.as_bytes()));
        list.doubt(&format!("broken after {} entries: {why}", list.count()));
        match next {
            Some(next) if breaks < MAX_BREAKS => begin = from + next,
            _ => break,
        }
    }
    match list.feed {
        Some(feed) if feed.kind == Kind::Page => html::read(text, at),
        Some(feed) => Ok(feed),
        None => Err("XML, but no feed, no sitemap and no OPML".to_owned()),
    }
}

fn looks_like_a_page(text: &str) -> bool {
    let begin: String = text.chars().take(64).collect::<String>().to_ascii_lowercase();
    begin.starts_with("<!doctype html") || begin.starts_with("<html")
}

/// A list that is being read.
struct List<'a> {
    at: &'a Address,
    feed: Option<Feed>,
    /// The entry that the reader stands in.
    entry: Option<Entry>,
    /// Addresses of it that count less than its link, and more.
    guid: Option<Address>,
    original: Option<Address>,
    /// What the text that comes is for, and how deep below the element that it belongs to the reader stands.
    field: Option<Field>,
    depth: usize,
    text: String,
    /// Whether the reader stands in an Atom entry's `source`.
    in_source: bool,
    /// How often the list changes in a period of `period`.
    period: Option<u64>,
    frequency: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    FeedTitle,
    Title,
    Link,
    /// An address that counts only where there is no link.
    Guid,
    /// An address that counts more than the link.
    Original,
    Published,
    Changed,
    SourceName,
    Ttl,
    Period,
    Frequency,
}

impl<'a> List<'a> {
    fn new(at: &'a Address) -> List<'a> {
        List {
            at,
            feed: None,
            entry: None,
            guid: None,
            original: None,
            field: None,
            depth: 0,
            text: String::new(),
            in_source: false,
            period: None,
            frequency: 1,
        }
    }

    /// Reads on. Where the text is broken: at which byte, and why.
    fn run(&mut self, text: &str) -> Result<(), (usize, String)> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let event = reader.read_event().map_err(|e| (reader.error_position() as usize, e.to_string()))?;
            match event {
                Event::Start(_) if self.field.is_some() => self.depth += 1,
                Event::Start(tag) => self.open(&tag),
                Event::Empty(tag) if self.field.is_none() => {
                    self.open(&tag);
                    self.close(tag.name().as_ref());
                }
                Event::End(tag) => self.close(tag.name().as_ref()),
                Event::Text(words) => self.say(&words),
                Event::CData(words) => self.say(&words),
                Event::GeneralRef(name) if self.field.is_some() => self.refer(&name),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if let Some(feed) = &mut self.feed
                && (feed.entries.len() >= MAX_ENTRIES || feed.lists.len() >= MAX_LISTS)
            {
                feed.doubts.push(format!("only the first {} entries are read", feed.entries.len() + feed.lists.len()));
                return Ok(());
            }
            if self.feed.as_ref().is_some_and(|feed| feed.kind == Kind::Page) {
                return Ok(());
            }
        }
    }

    /// Forgets the entry that the reader stands in.
    fn abandon(&mut self) {
        (self.entry, self.guid, self.original) = (None, None, None);
        (self.field, self.in_source, self.depth) = (None, false, 0);
    }

    fn doubt(&mut self, what: &str) {
        if let Some(feed) = &mut self.feed {
            feed.doubts.push(what.to_owned());
        }
    }

    fn count(&self) -> usize {
        self.feed.as_ref().map_or(0, |feed| feed.entries.len() + feed.lists.len())
    }

    fn say(&mut self, words: &str) {
        if self.field.is_some() && self.text.len() < MAX_TEXT {
            self.text.push_str(&words[..words.floor_char_boundary(MAX_TEXT)]);
        }
    }

    /// A reference: one of the five of XML, a number, or else as it is written.
    fn refer(&mut self, name: &str) {
        match quick_xml::escape::unescape(&format!("&{name};")) {
            Ok(character) => self.say(&character),
            Err(_) => self.say(&format!("&{name};")),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        let name = plain(name.as_ref());
        let Some(feed) = &mut self.feed else {
            let kind = match name {
                "rss" | "rdf:RDF" | "RDF" => Kind::Rss,
                "feed" => Kind::Atom,
                "urlset" => Kind::Sitemap,
                "sitemapindex" => Kind::Index,
                "opml" => Kind::Opml,
                "html" | "HTML" => Kind::Page,
                _ => return,
            };
            let (entries, lists, doubts) = (Vec::new(), Vec::new(), Vec::new());
            self.feed = Some(Feed { kind, title: None, entries, lists, fresh: None, doubts });
            return;
        };
        let kind = feed.kind;
        if kind == Kind::Opml {
            if name == "outline" {
                let address = attribute(tag, "xmlUrl").and_then(|url| self.at.join(&url));
                let title = attribute(tag, "text").or_else(|| attribute(tag, "title")).as_deref().and_then(line);
                feed.lists.extend(address.map(|address| Listed { address, title, changed: None }));
            } else if name == "title" {
                self.begin(Field::FeedTitle);
            }
            return;
        }
        let begins = matches!(
            (kind, name),
            (Kind::Rss, "item") | (Kind::Atom, "entry") | (Kind::Sitemap, "url") | (Kind::Index, "sitemap")
        );
        if begins {
            // One that was not closed ends where the next begins.
            self.finish();
            self.entry = Some(Entry::default());
            return;
        }
        if self.entry.is_none() {
            match name {
                "title" => self.begin(Field::FeedTitle),
                "ttl" => self.begin(Field::Ttl),
                "sy:updatePeriod" => self.begin(Field::Period),
                "sy:updateFrequency" => self.begin(Field::Frequency),
                _ => {}
            }
            return;
        }
        self.open_in_entry(kind, name, tag);
    }

    fn open_in_entry(&mut self, kind: Kind, name: &str, tag: &BytesStart<'_>) {
        let Some(entry) = &mut self.entry else { return };
        let field = match (kind, name) {
            (Kind::Atom, "source") => {
                self.in_source = true;
                return;
            }
            (Kind::Atom, "link") => {
                let rel = attribute(tag, "rel").unwrap_or_else(|| "alternate".to_owned());
                let href = attribute(tag, "href").and_then(|href| self.at.join(&href));
                let link = if self.in_source {
                    let source = entry.source.get_or_insert_default();
                    if rel != "self" && rel != "alternate" {
                        return;
                    }
                    &mut source.address
                } else if rel == "alternate" {
                    &mut entry.link
                } else {
                    return;
                };
                if link.is_none() {
                    *link = href;
                }
                return;
            }
            (Kind::Atom, "title") if self.in_source => Field::SourceName,
            (Kind::Atom, _) if self.in_source => return,
            (Kind::Rss, "source") => {
                let address = attribute(tag, "url").and_then(|url| self.at.join(&url));
                entry.source = Some(Source { name: None, address });
                Field::SourceName
            }
            (Kind::Rss | Kind::Atom, "title") | (Kind::Sitemap, "news:title") => Field::Title,
            (Kind::Rss, "link") | (Kind::Sitemap | Kind::Index, "loc") => Field::Link,
            (Kind::Rss, "guid") if attribute(tag, "isPermaLink").as_deref() != Some("false") => Field::Guid,
            (Kind::Rss | Kind::Atom, "feedburner:origLink") => Field::Original,
            (Kind::Rss, "pubDate" | "dc:date")
            | (Kind::Atom, "published" | "issued")
            | (Kind::Sitemap, "news:publication_date") => Field::Published,
            (Kind::Rss, "atom:updated" | "dcterms:modified")
            | (Kind::Atom, "updated" | "modified")
            | (Kind::Sitemap | Kind::Index, "lastmod") => Field::Changed,
            (Kind::Sitemap, "news:name") => Field::SourceName,
            _ => return,
        };
        self.begin(field);
    }

    fn begin(&mut self, field: Field) {
        self.field = Some(field);
        self.depth = 0;
        self.text.clear();
    }

    fn close(&mut self, name: &str) {
        if let Some(field) = self.field {
            if self.depth > 0 {
                self.depth -= 1;
                return;
            }
            self.field = None;
            let text = std::mem::take(&mut self.text);
            self.take(field, &text);
            self.text = text;
            return;
        }
        match plain(name) {
            "source" => self.in_source = false,
            "item" | "entry" | "url" | "sitemap" => self.finish(),
            _ => {}
        }
    }

    fn take(&mut self, field: Field, text: &str) {
        let Some(feed) = &mut self.feed else { return };
        match field {
            Field::FeedTitle => feed.title = feed.title.take().or_else(|| line(text)),
            Field::Ttl => {
                let minutes = text.trim().parse::<u32>().ok().map(|minutes| u64::from(minutes) * 60);
                feed.fresh = minutes.map(|s| Duration::from_secs(s.min(LONGEST_FRESH)));
            }
            Field::Period | Field::Frequency => {
                if field == Field::Period {
                    self.period = match text.trim() {
                        "hourly" => Some(3600),
                        "daily" | "weekly" | "monthly" | "yearly" => Some(LONGEST_FRESH),
                        _ => None,
                    };
                } else {
                    self.frequency = text.trim().parse::<u64>().unwrap_or(1).max(1);
                }
                feed.fresh = self.period.map(|period| Duration::from_secs(period / self.frequency)).or(feed.fresh);
            }
            _ => {}
        }
        let Some(entry) = &mut self.entry else { return };
        match field {
            Field::Title => entry.title = entry.title.take().or_else(|| line(text)),
            Field::Link => entry.link = entry.link.take().or_else(|| self.at.join(text)),
            Field::Guid => self.guid = Address::parse(text),
            Field::Original => self.original = self.at.join(text),
            Field::Published => entry.published = entry.published.or_else(|| date(text)),
            Field::Changed => entry.changed = entry.changed.or_else(|| date(text)),
            Field::SourceName => {
                let source = entry.source.get_or_insert_default();
                source.name = source.name.take().or_else(|| line(text));
            }
            _ => {}
        }
    }

    /// The entry is whole.
    fn finish(&mut self) {
        self.in_source = false;
        let (original, guid) = (self.original.take(), self.guid.take());
        let (Some(mut entry), Some(feed)) = (self.entry.take(), &mut self.feed) else { return };
        entry.link = original.or(entry.link).or(guid);
        let Some(address) = &entry.link else { return };
        if feed.kind == Kind::Index {
            feed.lists.push(Listed { address: address.clone(), title: None, changed: entry.changed });
        } else {
            feed.entries.push(entry);
        }
    }
}

/// A name without the prefixes that mean nothing here.
fn plain(name: &str) -> &str {
    name.strip_prefix("rss:").unwrap_or(name)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.html_attributes().flatten().find(|a| a.key.as_ref() == name)?.value;
    // A stray ampersand is common in addresses.
    Some(quick_xml::escape::unescape(&value).map_or_else(|_| value.replace("&amp;", "&"), std::borrow::Cow::into_owned))
}
