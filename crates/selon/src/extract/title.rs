//! The headline: where it stands on the page, and its words without the name of the site.

use super::hints::{HEADLINE, MASTHEAD, OUTSIDE};
use super::meta::Facts;
use super::piece::{Piece, Tag};
use crate::known::fold;

/// Which piece is the headline.
pub(super) fn find(pieces: &[Piece], facts: &Facts) -> Option<usize> {
    let given: Vec<String> = facts.titles.iter().take(8).chain(&facts.page_title).map(|t| fold(t)).collect();
    let mut best: Option<(i32, usize)> = None;
    for (i, piece) in pieces.iter().enumerate() {
        if piece.tag == Tag::Picture || piece.text.len() > 400 || piece.text.chars().count() < 4 {
            continue;
        }
        let heading = match piece.tag {
            Tag::Heading(1) => 12,
            Tag::Heading(2) => 5,
            Tag::Heading(3) => 2,
            _ if piece.has(HEADLINE) => 4,
            _ => 0,
        };
        // Without a heading element, only what the page's title repeats, in bold or large letters or near the top.
        if heading == 0 && (i > 60 || piece.is_links()) {
            continue;
        }
        let folded = fold(&piece.text);
        let agrees = given.iter().map(|t| agreement(t, &folded)).max().unwrap_or(0);
        if heading == 0 && agrees < 10 {
            continue;
        }
        let mut score = heading + agrees;
        score -= if piece.has(OUTSIDE) { 8 } else { 0 };
        score -= if piece.has(MASTHEAD) { 6 } else { 0 };
        // A main heading that is a link leads to the front page; others lead to the article itself.
        score -= match (piece.is_links(), piece.tag) {
            (true, Tag::Heading(1)) => 12,
            (true, _) => 4,
            _ => 0,
        };
        score += if piece.has(HEADLINE) { 2 } else { 0 };
        score -= if names_the_site(pieces, i, &folded, &given) { 16 } else { 0 };
        if score > 4 && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, i));
        }
    }
    best.map(|(_, i)| i)
}

/// Whether the rest of a title beside this heading stands further down as a line of its own: "Site: Headline".
fn names_the_site(pieces: &[Piece], at: usize, heading: &str, given: &[String]) -> bool {
    given.iter().any(|title| {
        let Some(rest) = title.strip_prefix(heading) else { return false };
        let rest = rest.trim_start_matches([' ', ':', '|', '–', '—', '•']);
        rest.chars().count() >= 8
            && pieces.iter().skip(at + 1).take(40).any(|p| p.text.len() < 400 && fold(&p.text) == rest)
    })
}

/// How much of a given title a heading is: up to 40.
fn agreement(title: &str, heading: &str) -> i32 {
    if title == heading {
        40
    } else if heading.chars().count() >= 10 && title.contains(heading) {
        // "Site: Headline": the longer part is the headline.
        8 + (30 * heading.len() / title.len().max(1)) as i32
    } else if heading.contains(title) && title.chars().count() >= 10 {
        10
    } else {
        0
    }
}

/// Whether most words of two headlines are the same.
fn alike(shown: &str, given: &str) -> bool {
    let words: Vec<&str> = shown.split(' ').filter(|w| !w.is_empty()).collect();
    let others: Vec<&str> = given.split(' ').filter(|w| !w.is_empty()).collect();
    let common = others.iter().filter(|w| words.contains(w)).count();
    !others.is_empty() && common * 10 >= words.len().max(others.len()) * 5
}

/// The words of the headline.
pub(super) fn words(pieces: &[Piece], at: Option<usize>, facts: &Facts) -> Option<String> {
    if let Some(piece) = at.map(|i| &pieces[i]) {
        let shown = fold(&piece.text);
        // The element may hold a kicker too, or lack one that belongs to it: data says which.
        let better = facts.headlines.iter().find(|given| alike(&shown, &fold(given)));
        return Some(better.unwrap_or(&piece.text).clone());
    }
    if let Some(title) = facts.titles.first() {
        return Some(title.clone());
    }
    let title = facts.page_title.as_ref()?;
    // Without anything to compare with, the longest part between the signs that part a headline from the site's name.
    let part = [" | ", " - ", " – ", " — ", " • ", " · ", " « ", " » "]
        .iter()
        .filter(|sign| title.contains(*sign))
        .find_map(|sign| title.split(sign).max_by_key(|p| p.len()));
    Some(part.unwrap_or(title).trim().to_owned())
}
