//! Captions of pictures, each once, with whoever took the picture.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::byline::is_person;
use super::dispatch::Caption;
use super::hints::FIGURE;
use super::meta::Facts;
use super::phrase::{self, Class};
use super::piece::{Piece, Tag};
use super::{Role, roles};
use crate::known::{self, fold};

/// How many captions are kept.
const MAX: usize = 200;

/// The captions of a page.
pub(super) fn captions(pieces: &[Piece], given: &[Role], facts: &Facts) -> Vec<Caption> {
    let mut found = Found::default();
    // Whether the last piece was a caption that a credit may follow.
    let mut open = false;
    for (piece, role) in pieces.iter().zip(given) {
        match role {
            Role::Caption if found.list.len() < MAX => {
                let (text, credit) = split(&piece.text);
                // A second line below the picture that only names someone.
                if open && piece.has(FIGURE) && credit.is_none() && text.len() < 80 && names_source(&text) {
                    credit_last(&mut found.list, Some(name(&text)));
                    continue;
                }
                open = true;
                if text.is_empty() {
                    credit_last(&mut found.list, credit);
                } else {
                    found.add(text, credit);
                }
            }
            Role::Credit => {
                if open {
                    credit_last(&mut found.list, Some(name(&piece.text)));
                }
            }
            _ if piece.tag == Tag::Picture || piece.has(FIGURE) => {}
            _ => open = false,
        }
    }
    for (text, credit) in &facts.captions {
        let (text, inner) = split(text);
        if !text.is_empty() && found.list.len() < 40 {
            found.add(text, credit.clone().or(inner));
        }
    }
    found.list
}

/// Captions, each once.
#[derive(Default)]
struct Found {
    list: Vec<Caption>,
    /// Where each stands in the list, by its words folded.
    known: BTreeMap<String, usize>,
}

impl Found {
    fn add(&mut self, text: String, credit: Option<String>) {
        match self.known.entry(fold(&text)) {
            Entry::Occupied(at) => {
                let old = &mut self.list[*at.get()];
                old.credit = old.credit.take().or(credit);
            }
            Entry::Vacant(free) => {
                free.insert(self.list.len());
                self.list.push(Caption { text, credit });
            }
        }
    }
}

fn credit_last(found: &mut [Caption], credit: Option<String>) {
    if let Some(last) = found.last_mut()
        && last.credit.is_none()
    {
        last.credit = credit.filter(|c| !c.is_empty());
    }
}

/// A credit without its label.
fn name(credit: &str) -> String {
    let mut text = credit.trim();
    loop {
        let before = text;
        text = text.trim_start_matches(['©', '(', '[', ':', '/', '|', ' ', '-', '–', '—']).trim();
        let folded = phrase::folded(text);
        if let Some((_, rest)) =
            phrase::openings(&folded).find(|(class, _)| matches!(class, Class::Credit | Class::Source))
            && !rest.trim().is_empty()
            && folded.len() == text.len()
        {
            text = &text[text.len() - rest.len()..];
        }
        if text == before {
            break;
        }
    }
    text.trim_end_matches([')', ']', '.', ' ']).to_owned()
}

/// A caption and the credit at its end: "… à quai (Photo : G. L.)", "… at dawn. Photo: ABX", "… © ABX".
fn split(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim();
    if let Some(at) = trimmed.find('©') {
        let credit = name(&trimmed[at..]);
        return (tidy(&trimmed[..at]), (!credit.is_empty()).then_some(credit));
    }
    // The last label that a name follows.
    for (at, _) in trimmed.char_indices().rev().filter(|(i, c)| *i == 0 || c.is_alphabetic()) {
        let starts = at == 0 || trimmed[..at].ends_with(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
        if !starts || trimmed.len() - at > 160 {
            continue;
        }
        let folded = phrase::folded(&trimmed[at..]);
        if let Some(rest) = phrase::opening(&folded, Class::Credit)
            && roles::is_credit(rest)
            && !phrase::ends(rest)
        {
            return (tidy(&trimmed[..at]), Some(name(&trimmed[at..])));
        }
    }
    if let Some(body) = trimmed.strip_suffix([')', ']'])
        && let Some(open) = body.rfind(['(', '['])
        && names_source(body[open + 1..].trim())
    {
        return (tidy(&body[..open]), Some(body[open + 1..].trim().to_owned()));
    }
    // "… after the vote. Ada Quill/ABX"
    if let Some(at) = trimmed.rfind(['.', '|', '!', '?']).filter(|at| *at + 1 < trimmed.len()) {
        let last = trimmed[at + 1..].trim();
        let slashed = last.contains('/') && last.split('/').all(|n| !n.trim().is_empty());
        if last.len() < 60 && last.split_whitespace().count() <= 7 && (slashed || known::agency(last).is_some()) {
            return (tidy(&trimmed[..=at]), Some(last.to_owned()));
        }
    }
    (trimmed.to_owned(), None)
}

/// Whether a line ends with the credit of a picture.
pub(super) fn has_credit(text: &str) -> bool {
    split(text).1.is_some()
}

/// Whether a few words name a photographer or an agency, and nothing else.
fn names_source(words: &str) -> bool {
    words.len() < 80
        && !words.ends_with('.')
        && (is_person(words)
            || known::agency(words).is_some()
            || words.split(['/', ',', '|', ' ']).any(|w| known::agency(w.trim()).is_some())
            || words.split(['/', ',']).filter(|w| is_person(w.trim())).count() > 0)
}

fn tidy(text: &str) -> String {
    text.trim().trim_end_matches(['(', '[', '|', '/', '-', '–', '—', ' ', '•', ',']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_unmarked_below_a_picture_is_its_caption() {
        let paragraph = |i: usize| {
            format!(
                "<p>The harbour will stay closed for {i} weeks, the port authority said on Monday, for want of pilots.</p>"
            )
        };
        let text: Vec<String> = (2..10).map(paragraph).collect();
        let picture = "<div><picture><img src=x></picture><div>Two pilots at the harbour's gate, on Monday</div><div>ABX</div></div>";
        let html =
            format!("<h1>Harbour shut</h1><article>{}{picture}{}</article>", text[..4].concat(), text[4..].concat());
        let dispatch = crate::extract::extract(&crate::page::read(html.as_bytes()).expect("a page"));
        let caption =
            Caption { text: "Two pilots at the harbour's gate, on Monday".to_owned(), credit: Some("ABX".to_owned()) };
        assert_eq!(dispatch.captions, [caption]);
        assert!(!dispatch.text.as_str().contains("gate"));
    }

    #[test]
    fn credits_are_cut_from_captions() {
        for (text, caption, credit) in [
            ("Le port à l'aube © L. Morvan / ABX", "Le port à l'aube", "L. Morvan / ABX"),
            ("Rettungskräfte am Hafen Foto: ABX", "Rettungskräfte am Hafen", "ABX"),
            ("The harbour (Photo: Ada Quill)", "The harbour", "Ada Quill"),
            ("The harbour at dawn. (AFP)", "The harbour at dawn.", "AFP"),
            ("Photos of the dead were shown", "Photos of the dead were shown", ""),
            ("Карим аль-Хадид / Фото: архив", "Карим аль-Хадид", "архив"),
        ] {
            let (got, by) = split(text);
            assert_eq!((got.as_str(), by.as_deref().unwrap_or_default()), (caption, credit));
        }
        assert_eq!(name("Crédit Photo : G. Morvan / POOL / ABX"), "G. Morvan / POOL / ABX");
    }
}
