//! What an element's name, class, id and other attributes say about its part of the page.

use std::sync::OnceLock;

use html5ever::{LocalName, local_name};

use super::tree::Element;

/// A set of hints.
pub(super) type Hints = u32;

pub(super) const NAV: Hints = 1;
pub(super) const FOOT: Hints = 1 << 1;
pub(super) const COMMENTS: Hints = 1 << 2;
pub(super) const RELATED: Hints = 1 << 3;
pub(super) const SHARE: Hints = 1 << 4;
pub(super) const PROMO: Hints = 1 << 5;
pub(super) const HIDDEN: Hints = 1 << 6;
pub(super) const CAPTION: Hints = 1 << 7;
pub(super) const CREDIT: Hints = 1 << 8;
pub(super) const BYLINE: Hints = 1 << 9;
pub(super) const DATE: Hints = 1 << 10;
pub(super) const TAGS: Hints = 1 << 11;
pub(super) const STANDFIRST: Hints = 1 << 12;
pub(super) const BODY: Hints = 1 << 13;
pub(super) const FIGURE: Hints = 1 << 14;
pub(super) const MASTHEAD: Hints = 1 << 15;
pub(super) const AUTHOR_BOX: Hints = 1 << 16;
pub(super) const QUOTE: Hints = 1 << 17;
pub(super) const SIDE: Hints = 1 << 18;
pub(super) const LIVE: Hints = 1 << 19;
pub(super) const HEADLINE: Hints = 1 << 20;
/// Where a text comes from, or a picture: a [`CREDIT`] of either.
pub(super) const SOURCE: Hints = 1 << 21;
/// A line above the headline that says what it is about, within the same heading.
pub(super) const KICKER: Hints = 1 << 22;

/// Parts of a page that are not its article.
pub(super) const OUTSIDE: Hints = NAV | FOOT | COMMENTS | RELATED | SHARE | PROMO | HIDDEN | TAGS | AUTHOR_BOX | SIDE;

/// Words that make up class names and ids on news pages, in alphabetical order.
const WORDS: &[(&str, Hints)] = &[
    ("ad", PROMO),
    ("ads", PROMO),
    ("adslot", PROMO),
    ("advert", PROMO),
    ("advertisement", PROMO),
    ("adverts", PROMO),
    ("antetitulo", KICKER),
    ("anzeige", PROMO),
    ("articlebody", BODY),
    ("aside", SIDE),
    ("attribution", CREDIT),
    ("auteur", BYLINE),
    ("auteurs", BYLINE),
    ("author", BYLINE),
    ("authorbox", AUTHOR_BOX),
    ("authors", BYLINE),
    ("autor", BYLINE),
    ("autore", BYLINE),
    ("autoren", BYLINE),
    ("autores", BYLINE),
    ("autori", BYLINE),
    ("banner", PROMO),
    ("bio", AUTHOR_BOX),
    ("blogroll", SIDE),
    ("blurb", STANDFIRST),
    ("bookmark", SHARE),
    ("breadcrumb", NAV),
    ("breadcrumbs", NAV),
    ("byline", BYLINE),
    ("bylines", BYLINE),
    ("caption", CAPTION),
    ("captions", CAPTION),
    ("chapeau", STANDFIRST),
    ("chapo", STANDFIRST),
    ("cmp", PROMO),
    ("comentarios", COMMENTS),
    ("comment", COMMENTS),
    ("commentaires", COMMENTS),
    ("commentlist", COMMENTS),
    ("comments", COMMENTS),
    ("consent", PROMO),
    ("cookie", PROMO),
    ("cookiebar", PROMO),
    ("cookies", PROMO),
    ("copyright", CREDIT),
    ("credit", CREDIT),
    ("credits", CREDIT),
    ("cta", PROMO),
    ("dachzeile", KICKER),
    ("date", DATE),
    ("dateline", DATE),
    ("dateposted", DATE),
    ("datetime", DATE),
    ("datum", DATE),
    ("deck", STANDFIRST),
    ("dek", STANDFIRST),
    ("disclaimer", FOOT),
    ("disqus", COMMENTS),
    ("donate", PROMO),
    ("donation", PROMO),
    ("excerpt", STANDFIRST),
    ("eyebrow", KICKER),
    ("fecha", DATE),
    ("figcaption", CAPTION),
    ("figure", FIGURE),
    ("footer", FOOT),
    ("footnote", FOOT),
    ("headline", HEADLINE),
    ("horodatage", DATE),
    ("intro", STANDFIRST),
    ("keywords", TAGS),
    ("kicker", MASTHEAD | KICKER),
    ("kommentare", COMMENTS),
    ("leadtext", STANDFIRST),
    ("legend", CAPTION),
    ("legenda", CAPTION),
    ("legende", CAPTION),
    ("lightbox", HIDDEN),
    ("liveblog", LIVE),
    ("login", PROMO),
    ("logo", MASTHEAD),
    ("masthead", MASTHEAD),
    ("menu", NAV),
    ("menus", NAV),
    ("modal", HIDDEN),
    ("nav", NAV),
    ("navbar", NAV),
    ("navigation", NAV),
    ("newsletter", PROMO),
    ("newsletters", PROMO),
    ("occhiello", KICKER),
    ("outbrain", RELATED),
    ("outils", SHARE),
    ("overline", KICKER),
    ("overtitle", KICKER),
    ("pager", NAV),
    ("pagination", NAV),
    ("partage", SHARE),
    ("paywall", PROMO),
    ("photographer", CREDIT),
    ("pied", FOOT),
    ("popular", RELATED),
    ("popup", HIDDEN),
    ("preamble", STANDFIRST),
    ("pretitle", KICKER),
    ("promo", PROMO),
    ("promobox", PROMO),
    ("promotion", PROMO),
    ("pub", PROMO),
    ("publicidad", PROMO),
    ("publicite", PROMO),
    ("publishdate", DATE),
    ("published", DATE),
    ("pullquote", QUOTE),
    ("rail", SIDE),
    ("rating", SHARE),
    ("readmore", RELATED),
    ("recirc", RELATED),
    ("recommend", RELATED),
    ("recommendation", RELATED),
    ("recommendations", RELATED),
    ("recommended", RELATED),
    ("related", RELATED),
    ("relatedarticles", RELATED),
    ("relatedposts", RELATED),
    ("respond", COMMENTS),
    ("roofline", KICKER),
    ("share", SHARE),
    ("sharebar", SHARE),
    ("sharedaddy", SHARE),
    ("sharethis", SHARE),
    ("sharing", SHARE),
    ("sidebar", SIDE),
    ("sidebars", SIDE),
    ("signature", BYLINE),
    ("signup", PROMO),
    ("similar", RELATED),
    ("skip", NAV),
    ("social", SHARE),
    ("socialmedia", SHARE),
    ("socials", SHARE),
    ("source", CREDIT | SOURCE),
    ("spitzmarke", KICKER),
    ("sponsor", PROMO),
    ("sponsored", PROMO),
    ("src", CREDIT | SOURCE),
    ("standfirst", STANDFIRST),
    ("subdeck", STANDFIRST),
    ("subheadline", STANDFIRST),
    ("subscribe", PROMO),
    ("subscription", PROMO),
    ("subtitle", STANDFIRST),
    ("superheadline", KICKER),
    ("supertitle", KICKER),
    ("suptitle", KICKER),
    ("surtitre", KICKER),
    ("taboola", RELATED),
    ("taglist", TAGS),
    ("tags", TAGS),
    ("teaser", RELATED),
    ("teasers", RELATED),
    ("timestamp", DATE),
    ("toolbar", SHARE),
    ("tools", SHARE),
    ("tooltip", HIDDEN),
    ("topics", TAGS),
    ("topline", KICKER),
    ("toptitle", KICKER),
    ("trending", RELATED),
    ("vorspann", STANDFIRST),
    ("warning", PROMO),
    ("widget", SIDE),
    ("widgets", SIDE),
];

/// Two words one after the other that mean something together.
const PAIRS: &[(&str, &str, Hints)] = &[
    ("also", "read", RELATED),
    ("article", "body", BODY),
    ("article", "content", BODY),
    ("article", "text", BODY),
    ("articulo", "cuerpo", BODY),
    ("author", "bio", AUTHOR_BOX),
    ("author", "box", AUTHOR_BOX),
    ("author", "info", AUTHOR_BOX),
    ("author", "description", AUTHOR_BOX),
    ("about", "author", AUTHOR_BOX),
    ("body", "content", BODY),
    ("content", "body", BODY),
    ("entry", "content", BODY),
    ("entry", "summary", STANDFIRST),
    ("article", "desc", STANDFIRST),
    ("article", "lead", STANDFIRST),
    ("article", "summary", STANDFIRST),
    ("lire", "aussi", RELATED),
    ("most", "popular", RELATED),
    ("most", "read", RELATED),
    ("most", "viewed", RELATED),
    ("post", "body", BODY),
    ("post", "content", BODY),
    ("read", "also", RELATED),
    ("read", "more", RELATED),
    ("read", "next", RELATED),
    ("see", "also", RELATED),
    ("site", "title", MASTHEAD),
    ("story", "body", BODY),
    ("story", "content", BODY),
    ("sub", "title", STANDFIRST),
    ("sub", "heading", STANDFIRST),
    ("texte", "article", BODY),
    ("tag", "list", TAGS),
    ("tag", "links", TAGS),
    ("article", "tag", TAGS),
    // SPIP: what stands below a picture.
    ("doc", "descriptif", CAPTION),
    ("doc", "titre", CAPTION),
    ("text", "article", BODY),
    ("nl", "box", PROMO),
    ("block", "quote", QUOTE),
    ("pull", "quote", QUOTE),
    ("live", "blog", LIVE),
    ("screen", "reader", HIDDEN),
    ("sr", "only", HIDDEN),
    ("visually", "hidden", HIDDEN),
];

/// Whether a word says that something names the site, as class names do: "logo".
pub(super) fn names_masthead(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic()) && of_words(word) & MASTHEAD != 0
}

/// What an element says about itself.
pub(super) fn of(element: &Element) -> Hints {
    let mut hints = match element.name {
        local_name!("nav") | local_name!("menu") => NAV,
        local_name!("footer") => FOOT,
        local_name!("aside") => SIDE,
        local_name!("form") => PROMO,
        local_name!("figure") => FIGURE,
        local_name!("figcaption") | local_name!("caption") => CAPTION,
        local_name!("address") => BYLINE,
        local_name!("blockquote") => QUOTE,
        local_name!("time") => DATE,
        local_name!("dialog") => HIDDEN,
        _ => 0,
    };
    for attr in &element.attrs {
        let value: &str = &attr.value;
        let name: &LocalName = &attr.name.local;
        match *name {
            local_name!("class") | local_name!("id") => hints |= of_words(value),
            local_name!("itemprop") => hints |= of_property(value),
            local_name!("hidden") => hints |= HIDDEN,
            local_name!("aria-hidden") if value == "true" => hints |= HIDDEN,
            local_name!("style") if hides(value) => hints |= HIDDEN,
            local_name!("rel") if value.eq_ignore_ascii_case("author") => hints |= BYLINE,
            local_name!("rel") if value.eq_ignore_ascii_case("tag") => hints |= TAGS,
            local_name!("role") => {
                hints |= match value {
                    "navigation" | "menu" | "menubar" | "search" => NAV,
                    "dialog" | "alertdialog" => HIDDEN,
                    "contentinfo" => FOOT,
                    "complementary" => SIDE,
                    _ => 0,
                }
            }
            _ if hints & (COMMENTS | RELATED | BODY) == 0
                && matches!(&**name, "data-testid" | "data-component" | "data-module" | "data-name") =>
            {
                hints |= of_words(value);
            }
            _ => {}
        }
    }
    hints
}

fn of_property(value: &str) -> Hints {
    match value {
        "articleBody" => BODY,
        "headline" => HEADLINE,
        "author" | "creator" => BYLINE,
        "datePublished" | "dateModified" | "dateCreated" => DATE,
        "description" | "alternativeHeadline" => STANDFIRST,
        "caption" => CAPTION,
        "keywords" => TAGS,
        "comment" => COMMENTS,
        _ => 0,
    }
}

fn hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    memchr::memmem::find(style.as_bytes(), b"display:none").is_some()
        || memchr::memmem::find(style.as_bytes(), b"display: none").is_some()
}

/// Cuts `article__tags`, `ArticleBody` and `bloc-lire-aussi` into words and looks them up.
fn of_words(value: &str) -> Hints {
    let mut hints = 0;
    let mut last;
    for name in value.split_ascii_whitespace() {
        last = 0;
        // Names made by tools say nothing and are long.
        if name.len() > 80 {
            continue;
        }
        let bytes = name.as_bytes();
        let mut start = 0;
        for i in 0..=bytes.len() {
            let edge = i == bytes.len()
                || !bytes[i].is_ascii_alphabetic()
                || (i > start && bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase());
            if !edge {
                continue;
            }
            if i > start {
                let word = &bytes[start..i];
                // "caption2" is a size of letters.
                let sized = bytes.get(i).is_some_and(u8::is_ascii_digit);
                let this = if !sized && index().may_hold(word) { number(word) } else { 0 };
                if this != 0 {
                    hints |= look_up(this);
                    if last != 0 {
                        hints |= pair(last, this);
                    }
                }
                last = this;
            }
            start = if i < bytes.len() && bytes[i].is_ascii_alphabetic() { i } else { i + 1 };
        }
    }
    hints
}

/// Words and pairs as numbers: the longest word has sixteen letters, and numbers compare at once.
struct Index {
    words: Vec<(u128, Hints)>,
    pairs: Vec<((u128, u128), Hints)>,
    /// For each first letter, the lengths that words have, as bits.
    lengths: [u32; 26],
}

impl Index {
    /// Most words of class names are none of these: their first letter and their length say so.
    fn may_hold(&self, word: &[u8]) -> bool {
        word.len() <= 16 && self.lengths[usize::from(word[0].to_ascii_lowercase() - b'a')] & 1 << word.len() != 0
    }
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut words: Vec<_> = WORDS.iter().map(|&(word, hints)| (number(word.as_bytes()), hints)).collect();
        let mut pairs: Vec<_> =
            PAIRS.iter().map(|&(a, b, hints)| ((number(a.as_bytes()), number(b.as_bytes())), hints)).collect();
        words.sort_unstable();
        pairs.sort_unstable();
        let mut lengths = [0u32; 26];
        for word in WORDS.iter().map(|w| w.0).chain(PAIRS.iter().flat_map(|p| [p.0, p.1])) {
            lengths[usize::from(word.as_bytes()[0] - b'a')] |= 1 << word.len();
        }
        Index { words, pairs, lengths }
    })
}

/// The letters of a word as one number.
fn number(word: &[u8]) -> u128 {
    word.iter().take(16).fold(0, |n, &b| n << 8 | u128::from(b.to_ascii_lowercase()))
}

fn look_up(word: u128) -> Hints {
    let words = &index().words;
    words.binary_search_by_key(&word, |(known, _)| *known).map_or(0, |i| words[i].1)
}

fn pair(first: u128, second: u128) -> Hints {
    let pairs = &index().pairs;
    let at = pairs.partition_point(|(known, _)| *known < (first, second));
    pairs[at..].iter().take_while(|(known, _)| *known == (first, second)).fold(0, |all, (_, hints)| all | hints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_cut_into_words_whatever_their_style() {
        assert_eq!(of_words("article__tags"), TAGS);
        assert_eq!(of_words("ArticleBody js-x"), BODY);
        assert_eq!(of_words("bloc-lire-aussi"), RELATED);
        assert_eq!(of_words("shareholder header"), 0);
        assert_eq!(of_words("x entry-content"), BODY);
    }

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.windows(2).all(|w| w[0].0 < w[1].0), "{:?}", WORDS.windows(2).find(|w| w[0].0 >= w[1].0));
    }
}
