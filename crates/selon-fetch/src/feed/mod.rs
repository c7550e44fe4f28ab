//! Lists of addresses: RSS, Atom, JSON Feed, sitemaps, OPML.
//!
//! Whatever a list claims, it is read in one pass and in memory that its own length bounds. No entity is expanded but those of
//! XML itself and numbers of characters. What is broken costs the entry that it stands in.

mod html;
mod json;
mod xml;

use std::borrow::Cow;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::address::Address;
use crate::clock::{Millis, http_date};

/// So many entries of one list are read.
pub const MAX_ENTRIES: usize = 200_000;
/// So many lists of a list of lists.
pub const MAX_LISTS: usize = 5_000;
/// A longer headline or name is cut off, in characters.
const LONGEST: usize = 600;

/// What form a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSS, of any version.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
    /// A sitemap, of news or of anything.
    Sitemap,
    /// A list of sitemaps.
    Index,
    /// A list of feeds.
    Opml,
    /// A page that names its feeds.
    Page,
}

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Rss => "RSS",
            Kind::Atom => "Atom",
            Kind::Json => "JSON Feed",
            Kind::Sitemap => "sitemap",
            Kind::Index => "list of sitemaps",
            Kind::Opml => "OPML",
            Kind::Page => "page with feeds",
        }
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// Its form.
    pub kind: Kind,
    /// Its headline.
    pub title: Option<String>,
    /// The pages that it announces, in its order, each once.
    pub entries: Vec<Entry>,
    /// Other lists that it names.
    pub lists: Vec<Listed>,
    /// How long it stays as it is, as far as it says.
    pub fresh: Option<Duration>,
    /// What is broken.
    pub doubts: Vec<String>,
}

/// A page that is announced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its address; [`read`] gives only entries that have one.
    pub(crate) link: Option<Address>,
    /// The headline.
    pub title: Option<String>,
    /// When it was published, and when it was changed last.
    pub published: Option<Millis>,
    /// When it was changed last.
    pub changed: Option<Millis>,
    /// Who published it first, where the list carries what others publish; of a news sitemap, the publication.
    pub source: Option<Source>,
}

impl Entry {
    /// Its address.
    pub fn address(&self) -> &Address {
        self.link.as_ref().expect("entries without one are left out")
    }
}

/// The publisher that an entry comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: Option<String>,
    /// The address of its own feed, or of its pages.
    pub address: Option<Address>,
}

/// Another list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its address.
    pub address: Address,
    /// Its name.
    pub title: Option<String>,
    /// When it was changed last.
    pub changed: Option<Millis>,
}

/// Reads a list that stands at an address. `charset` is what the server says, which counts least.
///
/// ```
/// use selon_fetch::{Address, feed};
///
/// let at = Address::parse("https://example.org/rss").unwrap();
/// let rss = "<rss><channel><item><link>/a</link><source url='https://wire.test/'>The Wire</source></item></channel></rss>";
/// let feed = feed::read(rss.as_bytes(), &at, None).unwrap();
/// assert_eq!(feed.entries[0].address().as_str(), "https://example.org/a");
/// assert_eq!(feed.entries[0].source.as_ref().unwrap().name.as_deref(), Some("The Wire"));
/// ```
///
/// # Errors
/// Where it is no list, in a few words.
pub fn read(bytes: &[u8], at: &Address, charset: Option<&str>) -> Result<Feed, String> {
    let unpacked = unpack(bytes)?;
    let text = decode(&unpacked, charset);
    let begin = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\0');
    let mut feed = match begin.as_bytes().first() {
        Some(b'{') => json::read(begin, at)?,
        Some(b'<') => xml::read(begin, at)?,
        Some(_) => return Err("neither XML nor JSON".to_owned()),
        None => return Err("the list is empty".to_owned()),
    };
    let mut seen = std::collections::BTreeSet::new();
    feed.entries.retain(|entry| entry.link.as_ref().is_some_and(|link| seen.insert(link.clone())));
    Ok(feed)
}

/// Sitemaps are often packed files.
fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    if !bytes.starts_with(b"\x1F\x8B") {
        return Ok(Cow::Borrowed(bytes));
    }
    let most = crate::Want::LargeList.most();
    match crate::decode::read(flate2::read::MultiGzDecoder::new(bytes), most) {
        (_, crate::decode::Ended::TooLarge) => Err(format!("too large: more than {} MiB", most >> 20)),
        (unpacked, _) => Ok(Cow::Owned(unpacked)),
    }
}

/// Byte order mark, valid UTF-8, the declaration, the server's word, and the charset that hurts least.
fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let declared = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    let named = |label: Option<&str>| label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // A list that says UTF-8 and has a few bytes that are not is UTF-8 with a few broken ones.
    let encoding = named(declared).or_else(|| named(charset)).unwrap_or(WINDOWS_1252);
    let encoding = if encoding == UTF_8 || encoding.is_ascii_compatible() { encoding } else { WINDOWS_1252 };
    encoding.decode_without_bom_handling(bytes).0
}

/// Reads a date as lists write it: of RFC 3339, as far as it goes, or of RFC 822.
pub(crate) fn date(text: &str) -> Option<Millis> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let zoned = || text.parse::<Timestamp>().ok();
    let utc = |local: DateTime| Offset::UTC.to_timestamp(local).ok();
    let local = || text.parse::<DateTime>().ok().and_then(utc);
    let day = || text.parse::<Date>().ok().map(|day| day.at(0, 0, 0, 0)).and_then(utc);
    let iso = zoned().or_else(local).or_else(day).map(Timestamp::as_millisecond);
    iso.or_else(|| http_date(text))
}

/// A headline or a name: one line, of bounded length; nothing where nothing is said.
pub(crate) fn line(text: &str) -> Option<String> {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() + word.len() > LONGEST {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests;
