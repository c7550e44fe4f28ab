//! What kind of page it is: an article, or something that must not be read as one.

use super::dispatch::PageKind;
use super::hints::{HIDDEN, LIVE, NAV};
use super::meta::Facts;
use super::phrase::{self, List};
use super::piece::{Piece, Tag};
use super::{Role, body, roles, stamp};

/// What is known of a page when its kind is told.
pub(super) struct Page<'a> {
    pub(super) facts: &'a Facts,
    pub(super) pieces: &'a [Piece],
    pub(super) roles: &'a [Role],
    /// For each piece, whether it stands in what would be the article.
    pub(super) inside: &'a [bool],
    pub(super) headline: Option<usize>,
}

impl Page<'_> {
    /// The length of the text, in bytes.
    fn text(&self) -> usize {
        self.pieces.iter().zip(self.roles).filter(|(_, r)| roles::is_text(**r)).map(|(p, _)| p.text.len()).sum()
    }
}

/// The kind of a page, and what says so.
pub(super) fn kind(page: &Page<'_>) -> (PageKind, &'static str) {
    let facts = page.facts;
    let text = page.text();
    let is = |kind: &str| facts.types.iter().any(|t| t == kind);
    let article = facts.types.iter().any(|t| super::meta::is_article(t)) || facts.kind.as_deref() == Some("article");
    if is("LiveBlogPosting") {
        return (PageKind::Live, "data calls it a live blog");
    }
    if let Some(reason) = live(page) {
        return (PageKind::Live, reason);
    }
    if !article && asks_for_consent(page) {
        return (PageKind::Consent, "it asks for consent and says nothing else");
    }
    if !article && text < SHORT {
        if is("VideoObject") || facts.kind.as_deref().is_some_and(|k| k.starts_with("video")) {
            return (PageKind::Video, "data calls it a video, and there are few words");
        }
        if is("AudioObject") || is("PodcastEpisode") {
            return (PageKind::Video, "data calls it a recording, and there are few words");
        }
    }
    if !article && lists(page) {
        return (PageKind::List, "its headings lead to other pages");
    }
    if facts.paid {
        return (PageKind::Paywall, "data says that it has to be paid for");
    }
    if stops_at_paywall(page) {
        return (PageKind::Paywall, "it stops where the rest has to be paid for");
    }
    (PageKind::Article, "nothing says otherwise")
}

/// A text shorter than this, in bytes, only announces something.
const SHORT: usize = 1000;

/// Times of day that head entries, under a headline that says so or in a part of the page that is marked.
fn live(page: &Page<'_>) -> Option<&'static str> {
    let marked = page.pieces.iter().any(|p| p.has(LIVE) && !p.has(NAV | HIDDEN));
    let title = page.headline.map(|i| phrase::folded(&page.pieces[i].text)).unwrap_or_default();
    let said = phrase::holds(&title, List::Live);
    if !marked && !said {
        return None;
    }
    let entries = page.pieces.iter().filter(|p| begins_entry(p)).take(MANY_ENTRIES).count();
    (entries == MANY_ENTRIES).then_some(if marked {
        "a part of it is marked as a live blog, with the time of each entry"
    } else {
        "its headline calls it live, and its entries have times"
    })
}

/// As many times of day stand in no article.
const MANY_ENTRIES: usize = 4;

/// Whether a piece is the time of day that heads an entry, alone or before a few words.
pub(super) fn begins_entry(piece: &Piece) -> bool {
    piece.text.len() < 80 && !piece.has(NAV | HIDDEN) && stamp::begins_with_clock(&piece.text)
}

/// Whether a page says nothing but what it wants to keep of its readers.
fn asks_for_consent(page: &Page<'_>) -> bool {
    let words: usize = page.pieces.iter().filter(|p| p.tag != Tag::Picture).map(|p| p.text.len()).sum();
    if words > 6000 || page.headline.is_some_and(|h| body::is_prose(&page.pieces[h])) {
        return false;
    }
    let asking = |p: &&Piece| phrase::holds(&phrase::folded(&p.text), List::Consent);
    let asked: usize = page.pieces.iter().filter(asking).map(|p| p.text.len()).sum();
    page.pieces.iter().filter(asking).take(3).count() == 3 && asked * 2 > words
}

/// Whether a page lists others: many headings that are links, and little prose between any two of them.
fn lists(page: &Page<'_>) -> bool {
    let (mut headings, mut longest, mut run) = (0, 0, 0);
    for (piece, _) in page.pieces.iter().zip(page.inside).filter(|(p, inside)| **inside && !p.has(HIDDEN)) {
        if piece.is_links() && matches!(piece.tag, Tag::Heading(_)) && piece.text.len() > 20 {
            headings += 1;
            run = 0;
        } else if body::is_prose(piece) {
            run += piece.text.len();
            longest = longest.max(run);
        }
    }
    headings >= 8 && longest < TEASER
}

/// The prose under a heading that leads to another page, in bytes.
const TEASER: usize = 900;

/// Whether a line that asks for money stands right where the text ends, and the text is short.
fn stops_at_paywall(page: &Page<'_>) -> bool {
    let Some(last) = page.roles.iter().rposition(|r| roles::is_text(*r)) else { return false };
    page.text() < 3 * SHORT
        && page.pieces[last..].iter().take(6).any(|p| {
            p.text.len() < 240 && !p.has(NAV | HIDDEN) && phrase::holds(&phrase::folded(&p.text), List::Paywall)
        })
}

#[cfg(test)]
mod tests {
    use crate::extract::{Dispatch, PageKind, Role, extract};

    const SENTENCE: &str =
        "The harbour will stay closed for a week, the port authority said on Monday, for want of pilots.";

    fn read(html: &str) -> Dispatch {
        extract(&crate::page::read(format!("<!doctype html><html lang=en><body>{html}").as_bytes()).expect("a page"))
    }

    #[test]
    fn a_list_of_articles_is_no_article() {
        let teasers: Vec<String> = (0..12)
            .map(|i| {
                format!("<div><h3><a href=/{i}>Harbour shut for the {i}th week running</a></h3><p>{SENTENCE}</div>")
            })
            .collect();
        let teasers = teasers.concat();
        let list = read(&format!("<h1>World</h1><main>{teasers}</main>"));
        assert_eq!((list.kind, list.text.as_str()), (PageKind::List, ""));
        assert_eq!(list.doubts.len(), 1);
        // Links to others below an article do not make a list of it.
        let article = read(&format!(
            "<h1>Harbour shut</h1><article>{}</article><aside>{teasers}</aside>",
            format!("<p>{SENTENCE} More.").repeat(9)
        ));
        assert_eq!(article.kind, PageKind::Article);
    }

    #[test]
    fn what_asks_for_consent_is_no_article() {
        let wall = read(
            "<h1>Before you go on</h1><p>We and our partners store cookies to show you advertisements that are made for you.</p>
             <p>Give your consent, or manage preferences; you may withdraw it at any time. We use cookies for that, too.</p>
             <p>Accept all or reject all: your personal data are kept by our partners for as long as they need them.</p>",
        );
        assert_eq!((wall.kind, wall.text.as_str()), (PageKind::Consent, ""));
        let article = read(&format!(
            "<h1>Cookies banned</h1><p>{SENTENCE} Our partners will accept all cookies, he said.<p>{SENTENCE} He left.<p>{SENTENCE}"
        ));
        assert_eq!(article.kind, PageKind::Article);
    }

    #[test]
    fn entries_of_a_live_blog_have_a_role_of_their_own() {
        let entries: Vec<String> =
            (10..16).map(|h| format!("<h3>{h}:05 Pilots talk</h3><p>{SENTENCE} It is {h} o'clock.")).collect();
        let entries = entries.concat();
        let live = read(&format!("<h1>Harbour strike: live updates</h1><p>{SENTENCE}{entries}"));
        assert_eq!(live.kind, PageKind::Live);
        assert_eq!(live.blocks.iter().filter(|b| b.role == Role::LiveEntry).count(), 6);
        let article = read(&format!("<h1>How pilots live</h1><p>{SENTENCE}<p>{SENTENCE} He left at 10:05."));
        assert_eq!(article.kind, PageKind::Article);
    }

    #[test]
    fn a_text_that_stops_at_a_paywall_says_so() {
        let cut = read(&format!(
            "<h1>Harbour shut</h1><article><p>{SENTENCE}<p>{SENTENCE} He left.<p>Subscribe to continue</article>"
        ));
        assert_eq!(cut.kind, PageKind::Paywall);
        assert!(!cut.text.as_str().contains("Subscribe"));
        let video = read(
            "<script type='application/ld+json'>{\"@type\":\"VideoObject\",\"name\":\"Harbour\"}</script><h1>Harbour seen from above</h1><p>The harbour, filmed on Monday by a drone of the port authority.",
        );
        assert_eq!(video.kind, PageKind::Video);
    }
}
