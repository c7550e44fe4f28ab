//! Reports by where they stand or from whom they came: "lit-on dans le rapport", "Im Bericht heißt es, dass S".

use std::ops::Range;

use super::group::Group;
use super::{Report, Scene};
use crate::attribute::lexicon::{Class, Order, Takes};
use crate::attribute::phrase::{self, Place};

impl Scene<'_, '_> {
    /// The report of a verb whose source stands behind a preposition.
    pub(super) fn within(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        if !group.takes(Takes::Within) || self.grammar().order == Order::Final {
            return None;
        }
        let mut after = group.tail.map_or(group.end, |t| group.end.max(t + 1));
        while words.any(after, &[Class::Impersonal, Class::Pronoun, Class::Adverb, Class::Thing])
            || words.is_time(after)
        {
            after += 1;
        }
        let tag =
            group.start > self.from && (phrase::is_break(words, group.start - 1) || words.closes(group.start - 1));
        if let Some((source, end)) = self.behind_preposition(after, self.to) {
            let content = if tag {
                let mut content = self.left(group.start);
                content.extend(self.resumed(end));
                content
            } else {
                self.right(self.opening(end)?)
            };
            return Some(Report { tag_end: tag.then_some(end), ..Self::report(group, source, content) });
        }
        if let Some(tail) = group.tail.filter(|&t| t > group.end)
            && let Some((source, _)) = self.behind_preposition(group.end, tail)
        {
            // "Das geht aus einem Bericht hervor", "Es geht aus dem Bericht hervor, dass S".
            let points = words.is(self.from, Class::Pointer) && tail + 1 >= phrase::clause_end(words, tail, self.to);
            let content = match self.opening(tail + 1) {
                Some(next) if !points => self.right(next),
                _ => self.sentence_before().filter(|_| points)?,
            };
            return Some(Self::report(group, source, content));
        }
        let mut bound = group.start;
        while bound > self.from
            && (words.any(bound - 1, &[Class::Impersonal, Class::Pronoun, Class::Clitic]) || words.is_comma(bound - 1))
        {
            bound -= 1;
        }
        let mut lead = self.from;
        while lead < bound
            && words.any(lead, &[Class::And, Class::Connective, Class::Adverb])
            && !words.any(lead, &[Class::Preposition, Class::At])
        {
            lead += 1;
        }
        if let Some((source, _)) = self.behind_preposition(lead, bound).filter(|(_, end)| *end + 8 >= bound) {
            let content = self.right(self.opening(after).or_else(|| self.opening(group.end))?);
            return Some(Self::report(group, source, content));
        }
        if group.takes(Takes::Clause) {
            return None;
        }
        let content = if tag { self.left(group.start) } else { self.right(self.opening(after)?) };
        Some(Report { carries: true, tag_end: tag.then_some(after), ..Self::report(group, 0..0, content) })
    }

    /// Somebody who can speak behind a preposition at `at`, and where the phrase ends.
    fn behind_preposition(&self, at: usize, bound: usize) -> Option<(Range<usize>, usize)> {
        let words = self.words;
        if !words.any(at, &[Class::Preposition, Class::At, Class::Link, Class::By, Class::To])
            || words.any(at, &[Class::Agency, Class::Outlet])
        {
            return None;
        }
        let from = at + words.entry(at, Class::Preposition).max(words.entry(at, Class::To)).max(1);
        let end = phrase::noun_phrase(words, from, bound, Place::Free);
        (end > from && !words.is_time(from) && self.can_speak(&(from..end))).then_some((from..end, end))
    }

    /// Where what is said begins, if it opens here: behind "that", a colon, a comma, or with a quotation mark.
    fn opening(&self, at: usize) -> Option<usize> {
        let words = self.words;
        let comma = words.is_comma(at)
            && (self.grammar().comma_content || words.is(at + 1, Class::Complementizer) || words.opens(at + 1));
        if let Some(next) = self.after_colon(at) {
            return Some(next);
        }
        if comma {
            return Some(at + 1);
        }
        (words.any(at, &[Class::Complementizer]) || words.opens(at)).then_some(at)
    }
}
