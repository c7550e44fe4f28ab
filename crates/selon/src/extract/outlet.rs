//! Whose page it is: the name that readers know.

use html5ever::local_name;

use super::hints;
use super::meta::Facts;
use super::phrase;
use super::piece::Piece;
use super::table::everywhere;
use super::tree::{Element, Id, Tree};
use super::why::{Origin, Trail};
use crate::known::{self, fold};

/// A name that may be the outlet's, and how far its place on the page speaks for it.
struct Candidate {
    name: String,
    score: i32,
}

/// How many names are weighed.
const MAX: usize = 80;

/// The names of the outlet, the best first; the others are names that the page gives it too.
pub(super) fn outlets(
    facts: &Facts,
    mastheads: Option<(&Tree, &[Id])>,
    pieces: &[Piece],
    headline: &str,
    host: Option<&str>,
    trail: &mut Trail,
) -> Vec<String> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut add = |name: &str, score: i32| {
        let name = clean(name);
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || name.chars().count() > 60 || fold(&name) == fold(headline) {
            return;
        }
        let key = fold(&name);
        let full = found.len() >= MAX;
        match found.iter_mut().find(|c| fold(&c.name) == key) {
            Some(old) => old.score = old.score.max(score) + 2,
            None if full => {}
            None => found.push(Candidate { name, score }),
        }
    };
    for (n, name) in facts.outlets.iter().enumerate() {
        let address = name.contains("://") || (name.contains('.') && !name.contains(' '));
        add(name, if address { 3 } else { 20 - n.min(5) as i32 });
    }
    if let Some(title) = &facts.page_title {
        for (name, score) in affixes(title, headline) {
            add(&name, score);
        }
    }
    for name in facts.meta_authors.iter().chain(facts.authors.iter().filter(|(_, org)| *org).map(|(name, _)| name)) {
        add(name, 2);
    }
    if let Some((tree, elements)) = mastheads {
        masthead(tree, elements, &mut add);
    }
    // The rights to a picture are its photographer's.
    for piece in pieces.iter().filter(|p| !p.has(hints::FIGURE | hints::CAPTION | hints::CREDIT)) {
        if let Some(name) = owner(&piece.text) {
            add(&name, 10);
        }
    }
    for piece in pieces.iter().take(3).filter(|p| p.text.len() < 100) {
        // "Outlet · Writer · date"
        let first = piece.text.split(" · ").next().unwrap_or(&piece.text);
        add(first, if first.len() < piece.text.len() { 8 } else { 4 });
    }
    // Plain text begins with the name of the site where its headline stands further down.
    if let (None, [first, second, ..]) = (mastheads, pieces)
        && fold(&second.text) == fold(headline)
    {
        add(&first.text, 8);
    }
    if let Some(host) = host {
        if let Some(known) = known::at_host(host) {
            add(known.name, 12);
        }
        for candidate in &mut found {
            candidate.score += agreement(&candidate.name, host);
            // The host's own letters name files and logos; readers know a name.
            if candidate.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                candidate.score -= 10;
            }
        }
    }
    found.sort_by_key(|c| std::cmp::Reverse(c.score));
    for candidate in found.iter().take(8) {
        let score = candidate.score;
        trail.say("outlet", &candidate.name, || Origin::Whole, &format!("weighs {score}; 8 are needed"));
    }
    found.retain(|c| c.score >= 8);
    found.into_iter().map(|c| c.name).collect()
}

/// The names of a page's title beside its headline.
fn affixes(title: &str, headline: &str) -> Vec<(String, i32)> {
    const SIGNS: [char; 9] = ['|', '-', '–', '—', '•', '·', ':', '«', '»'];
    let trim = |s: &str| s.trim_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c)).to_owned();
    if !headline.is_empty()
        && let Some(at) = title.find(headline)
    {
        let (before, after) = (trim(&title[..at]), trim(&title[at + headline.len()..]));
        let last = |s: &str| trim(s.rsplit(['|', '–', '—', '•']).next().unwrap_or(s));
        let first = |s: &str| trim(s.split(['|', '–', '—', '•']).next().unwrap_or(s));
        return [(last(&after), 14), (first(&before), 13)].into_iter().filter(|(s, _)| !s.is_empty()).collect();
    }
    let mut found = Vec::new();
    for sign in [" | ", " - ", " – ", " — ", " • ", " · "] {
        if let Some((_, last)) = title.rsplit_once(sign) {
            found.push((trim(last), 7));
        }
        if let Some((first, _)) = title.split_once(sign) {
            found.push((trim(first), 4));
        }
    }
    found
}

/// Whether an element is a link to the front page.
pub(super) fn leads_home(element: &Element) -> bool {
    element.name == local_name!("a")
        && element.attr(&local_name!("href")).is_some_and(|h| {
            matches!(h, "/" | "./" | "#" | "index.html" | "/index.html")
                || h.strip_prefix("http").is_some_and(|h| h.trim_end_matches('/').matches('/').count() == 2)
                || (h.starts_with('/') && h.len() <= 6 && h.ends_with('/'))
        })
}

/// Logos, site titles and links to the front page.
fn masthead(tree: &Tree, elements: &[Id], add: &mut impl FnMut(&str, i32)) {
    for &id in elements.iter().take(40) {
        let Some(element) = tree.element(id) else { continue };
        let home = leads_home(element);
        let text = tree.text_of(id);
        if !text.is_empty() && text.len() < 80 {
            add(&text, if home { 7 } else { 6 });
        }
        for inner in tree.below(id).take(20) {
            if let Some(picture) = tree.element(inner)
                && picture.name == local_name!("img")
                && let Some(alt) = picture.attr(&local_name!("alt"))
            {
                add(alt, 8);
            }
        }
        if let Some(label) = element.attr(&local_name!("aria-label")).or_else(|| element.attr(&local_name!("title"))) {
            add(label, 6);
        }
    }
}

/// Who holds the rights: "© 2031 The Strand Courier. All rights reserved."
pub(super) fn owner(line: &str) -> Option<String> {
    if line.len() > 300 {
        return None;
    }
    let rights = &everywhere().furniture.rights;
    let after = match line.find('©') {
        Some(at) => &line[at + '©'.len_utf8()..],
        None if phrase::holds(&phrase::folded(line), phrase::List::Rights) => line,
        None => return None,
    };
    let after = after.trim_start_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–' | ',' | '.' | '|')
    });
    let lower = after.to_lowercase();
    let cut = rights.iter().filter_map(|r| lower.find(r.as_str())).min().filter(|_| lower.len() == after.len());
    let name = &after[..cut.unwrap_or(after.len())];
    let name = name.split(['.', '|', '•', '–', '—', ',', '(']).next().unwrap_or(name);
    let name = name.split(" - ").next().unwrap_or(name);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '.' | ','));
    (!name.trim().is_empty()).then(|| name.trim().to_owned())
}

fn clean(name: &str) -> String {
    // "The Courier logo"
    let named: Vec<&str> = name.split_whitespace().filter(|w| !hints::names_masthead(w)).collect();
    let name = named.join(" ");
    let name = name.trim_start_matches('@').trim_end_matches(['.', ':', '|']).trim();
    let name = name.strip_prefix("www.").unwrap_or(name);
    name.to_owned()
}

/// How well a name and the host's agree.
pub(super) fn agreement(name: &str, host: &str) -> i32 {
    let letters = |s: &str| -> String {
        any_ascii::any_ascii(s).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let labels: Vec<&str> = host.split('.').collect();
    let label =
        labels.iter().rev().skip(1).find(|l| l.len() > 3).or(labels.first()).map(|l| letters(l)).unwrap_or_default();
    let own = letters(name);
    // Characters that a domain cannot hold are often left out of it.
    let ascii: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if own.is_empty() || label.is_empty() {
        0
    } else if own == label || ascii == label {
        20
    } else if own.len() > 4 && (label.contains(&own) || own.starts_with(&label) && label.len() > 3) {
        8
    } else {
        let short: String =
            name.split([' ', '-']).filter_map(|w| w.chars().next()).map(|c| c.to_ascii_lowercase()).collect();
        if short.len() > 2 && short == label { 8 } else { 0 }
    }
}

/// The host of an address.
pub(super) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}
