//! What two passages have in common that speaks for their stating one fact, in the words of each: for people who ask why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::feature::{Page, Sort};
use super::number::Numbers;
use crate::reading::Reading;
use crate::text::Span;

/// Something that two passages share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// What it is.
    pub tied: Tied,
    /// The words of the one passage that show it.
    pub here: Span,
    /// The words of the other.
    pub there: Span,
}

/// What passages can share. What tells more comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tied {
    /// A number.
    Number,
    /// A name or a place.
    Name,
    /// A day or a month.
    Time,
    /// A length of time.
    Length,
    /// What happens, as the table of news concepts knows it: "killed", "tués".
    Matter,
    /// A word; in two languages, one that is alike in both.
    Word,
}

/// A passage: the reading, and where in its text.
type Passage<'a> = (&'a Reading, Span);

/// What two passages share, what tells the most first, each stretch of words once. These are the things by which the claims were
/// found; how much each of them weighs depends on all other statements.
pub fn ties(here: Passage, there: Passage) -> Vec<Tie> {
    let across = here.0.dispatch.lang != there.0.dispatch.lang;
    let (mine, theirs) = (shown(here, across), shown(there, across));
    let by_key: BTreeMap<&(Tied, String), Span> = theirs.iter().rev().map(|(key, span)| (key, *span)).collect();
    let mut ties: Vec<Tie> = Vec::new();
    for (key, here) in &mine {
        let Some(&there) = by_key.get(key) else { continue };
        if !ties.iter().any(|tie| tie.here.overlaps(*here) || tie.there.overlaps(there)) {
            ties.push(Tie { tied: key.0, here: *here, there });
        }
    }
    ties
}

/// What a passage can share, what tells the most first, in the order of the text.
fn shown((reading, span): Passage, across: bool) -> Vec<((Tied, String), Span)> {
    let mut shown = Vec::new();
    Page::new(reading, &Numbers::of(reading)).visit(span, &mut |sort, key, at| {
        let tied = match sort {
            Sort::Number => Tied::Number,
            Sort::Name => Tied::Name,
            Sort::Time => Tied::Time,
            Sort::Length => Tied::Length,
            Sort::Concept => Tied::Matter,
            Sort::Word if !across => Tied::Word,
            Sort::Cognate if across => Tied::Word,
            Sort::Word | Sort::Cognate => return,
        };
        shown.push(((tied, key), at));
    });
    shown.sort_by_key(|((tied, _), at)| (*tied, *at));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn read(lang: &str, text: &str) -> (Reading, Span) {
        let reading = Reading::of_document(&Document {
            lang: Some(lang.to_owned()),
            published: Some("2031-03-04".to_owned()),
            ..Document::new(lang, text)
        });
        let span = reading.dispatch.text.span(0..text.len());
        (reading, span)
    }

    #[test]
    fn two_languages_meet_in_numbers_names_times_and_matter() {
        let (one, here) = read("fr", "Douze mineurs ont été tués lundi près d'Ostrava.");
        let (other, there) = read("en", "Twelve miners were killed near Ostrava on Monday.");
        let words: Vec<(Tied, &str, &str)> = ties((&one, here), (&other, there))
            .into_iter()
            .map(|tie| (tie.tied, one.dispatch.text.get(tie.here), other.dispatch.text.get(tie.there)))
            .collect();
        for tie in [
            (Tied::Number, "Douze", "Twelve"),
            (Tied::Name, "Ostrava", "Ostrava"),
            (Tied::Time, "lundi", "Monday"),
            (Tied::Matter, "tués", "killed"),
        ] {
            assert!(words.contains(&tie), "{tie:?} in {words:?}");
        }
    }

    #[test]
    fn strangers_share_nothing() {
        let (one, here) = read("en", "The bridge was closed.");
        let (other, there) = read("en", "Prices rose in May.");
        assert_eq!(ties((&one, here), (&other, there)), []);
    }
}
