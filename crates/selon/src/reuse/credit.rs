//! Which agencies a dispatch credits, and which outlets are agencies.
//!
//! A page says it in its byline and agency line, which `extract` has read. A bare text says it in its first and last
//! lines: "PARIS (AFP) — …", "(AFP)", "Par la rédaction avec AFP".

use std::collections::BTreeSet;

use crate::extract::Dispatch;
use crate::text::Span;

/// An agency's name in bare words: lower case, without accents and marks.
pub(super) type Agency = String;

/// Lines at the beginning and at the end of a text that may hold a credit.
const EDGE: usize = 3;
/// A credit is no longer than this, in characters.
const SHORT: usize = 60;

/// The agencies that each dispatch credits, sorted.
pub(super) fn credits(dispatches: &[&Dispatch]) -> Vec<Vec<Agency>> {
    let clear: Vec<BTreeSet<Agency>> = dispatches.iter().map(|d| clear(d)).collect();
    let known: BTreeSet<&str> = clear.iter().flatten().map(String::as_str).collect();
    let mut found: Vec<Vec<Agency>> = Vec::with_capacity(dispatches.len());
    for (dispatch, clear) in dispatches.iter().zip(&clear) {
        let mut all = clear.clone();
        for line in edges(dispatch).map(|line| dispatch.text.get(line)).filter(|line| is_no_sentence(line)) {
            let words = bare(line);
            let named = known.iter().filter(|&&agency| holds_words(&words, agency));
            all.extend(named.map(|&agency| agency.to_owned()));
        }
        found.push(all.into_iter().collect());
    }
    found
}

/// Whether an outlet is this agency: "afp.com", "Agence AFP".
pub(super) fn is_of(outlet: &str, agency: &str) -> bool {
    let (outlet, agency) = (bare(outlet), agency.replace(' ', ""));
    let words: Vec<&str> = outlet.split(' ').collect();
    // "riaagency.example" and "RIA Agency" are one.
    (0..words.len()).any(|i| (i + 1..=words.len()).any(|j| words[i..j].concat() == agency))
}

/// Credits that need no list of agencies to be seen.
fn clear(dispatch: &Dispatch) -> BTreeSet<Agency> {
    let mut found: BTreeSet<Agency> = dispatch.agencies.iter().map(|a| bare(a)).filter(|a| !a.is_empty()).collect();
    let mut bracketed = |inner: &str| {
        if is_name(inner) {
            found.insert(bare(inner));
        }
    };
    for line in edges(dispatch).map(|line| dispatch.text.get(line).trim()) {
        if let Some(inner) = line.strip_prefix('(').and_then(|l| l.trim_end_matches('.').strip_suffix(')')) {
            bracketed(inner);
        }
    }
    let text = dispatch.text.as_str().trim();
    let head = &text[..text.floor_char_boundary(120)];
    if let Some((place, rest)) = head.split_once('(')
        && let Some((inner, rest)) = rest.split_once(')')
        && rest.trim_start().starts_with(['-', '–', '—', ':'])
        && place.chars().count() <= SHORT
        && place.chars().any(char::is_uppercase)
        && !place.contains(['.', '\n'])
    {
        bracketed(inner);
    }
    found
}

/// The first and last lines of a text.
pub(super) fn edges(dispatch: &Dispatch) -> impl Iterator<Item = Span> {
    let blocks = &dispatch.blocks;
    let tail = blocks.len().saturating_sub(EDGE).max(EDGE.min(blocks.len()));
    blocks[..EDGE.min(blocks.len())].iter().chain(&blocks[tail..]).map(|b| b.span)
}

/// Whether a line is short and no sentence: a credit, a date, a name.
pub(super) fn is_no_sentence(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= SHORT && !line.ends_with(['.', '!', '?', ':', '"', '”', '»'])
}

/// Whether a bracket holds a name of one to three words.
fn is_name(inner: &str) -> bool {
    let mut words = 0;
    for word in inner.split([' ', '-', '/']).filter(|w| !w.is_empty()) {
        words += 1;
        if !word.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase())) {
            return false;
        }
    }
    (1..=3).contains(&words) && inner.chars().count() <= 30 && inner.chars().all(|c| !c.is_numeric())
}

fn bare(name: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    for c in any_ascii::any_ascii(name).chars() {
        if c.is_ascii_alphanumeric() {
            bare.push(c.to_ascii_lowercase());
        } else if !bare.ends_with(' ') && !bare.is_empty() {
            bare.push(' ');
        }
    }
    bare.truncate(bare.trim_end().len());
    bare
}

/// Whether bare words hold these bare words, whole.
fn holds_words(words: &str, part: &str) -> bool {
    !part.is_empty() && format!(" {words} ").contains(&format!(" {part} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Document;

    fn of(texts: &[&str]) -> Vec<Vec<Agency>> {
        let dispatches: Vec<Dispatch> = texts.iter().map(|t| Dispatch::from(&Document::new("1", *t))).collect();
        credits(&dispatches.iter().collect::<Vec<_>>())
    }

    #[test]
    fn credits_stand_in_the_first_and_last_lines() {
        let found = of(&[
            "LORIENT (Agence Ponant) — Le port est fermé.",
            "Le port est fermé.\nIl le restera.\n(Agence Ponant)",
            "Par la rédaction, avec Agence Ponant\nLe port est fermé.",
            "Le port est fermé, dit Agence Ponant.",
            "Le port (fermé) rouvre.",
            "МОСКВА (Вести) — Порт закрыт.",
        ]);
        let ponant = vec!["agence ponant".to_owned()];
        assert_eq!(found[..3], [ponant.clone(), ponant.clone(), ponant]);
        assert_eq!(found[3..5], [Vec::<Agency>::new(), Vec::new()]);
        assert_eq!(found[5], ["vesti"]);
    }

    #[test]
    fn an_agency_s_outlet_bears_its_name() {
        assert!(is_of("www.ponant.example", "ponant"));
        assert!(is_of("agenceponant.example", "agence ponant"));
        assert!(!is_of("Ponantine", "ponant"));
    }
}
