//! Where a content begins and ends.

use std::ops::Range;

use super::{Scene, piece};
use crate::attribute::lexicon::Class;
use crate::attribute::phrase::{self, REACH};

/// A quotation of fewer tokens than this (marks included) is a word in quotation marks, not a speech.
pub(super) const SPEECH: usize = 6;

impl Scene<'_, '_> {
    /// What is said on the right, from a token on. What opens with a quotation mark ends with it.
    pub(super) fn right(&self, from: usize) -> Vec<Range<usize>> {
        let words = self.words;
        if from >= self.to {
            return Vec::new();
        }
        if words.opens(from) {
            let quotation = words.tokens(words.quotation(from).expect("it opens one").span);
            let rest_is_short = quotation.end + 2 >= self.to || phrase::is_break(words, quotation.end);
            if quotation.len() >= SPEECH && rest_is_short || quotation.end >= self.to {
                return vec![quotation];
            }
        }
        let mut end = self.to;
        let bound = self.bound(from);
        end = end.min(bound);
        // A closing mark of a quotation that began before belongs to that one.
        while end > from
            && words.closes(end - 1)
            && words.quotation(end - 1).is_some_and(|q| words.tokens(q.span).start < from)
        {
            end -= 1;
        }
        while end > from && (words.is_comma(end - 1) || matches!(words.word(end - 1), "–" | "—" | "(" | "." | "-"))
        {
            end -= 1;
        }
        if from < end { piece(from, end) } else { Vec::new() }
    }

    /// Where another report takes over: ", a-t-il ajouté", ", citing", "; ".
    fn bound(&self, from: usize) -> usize {
        let words = self.words;
        for k in from + 1..self.to {
            if words.word(k) == ";" && words.quotation(k).is_none() {
                return k;
            }
            if !words.is_comma(k) || words.quotation(k).is_some_and(|q| words.tokens(q.span).start > from) {
                continue;
            }
            let next = k + 1;
            let gerund = words.verb(next).is_some_and(|v| v.form.gerund && !v.form.finite);
            if words.any(next, &[Class::Citing, Class::CitedBy, Class::According, Class::Anonymous]) || gerund {
                return k;
            }
            // ", a-t-il ajouté", ", rapporte l'AGC", ", the ministry said", ", aldus het persbureau"
            if self.tag_at(next) || words.is(next, Class::Tag) && self.tagged(next).is_some() {
                return k;
            }
        }
        self.to
    }

    /// Whether a tag begins here: a verb of saying with its subject behind, or before.
    pub(super) fn tag_at(&self, at: usize) -> bool {
        let words = self.words;
        let mut k = at;
        while k < self.to
            && k < at + 4
            && words.any(k, &[Class::Auxiliary, Class::Clitic, Class::Negation, Class::Adverb])
            && !words.is_mark(k)
            || k < self.to && k < at + 4 && words.is(k, Class::Pronoun) && words.written(k).starts_with('-')
        {
            k += 1;
        }
        if let Some(hit) = words.verb(k) {
            let verb = k + hit.len;
            let inverted = words.is(verb, Class::Pronoun) || (at..k).any(|j| words.is(j, Class::Pronoun));
            if inverted && words.written(verb).starts_with('-') || (at..k).any(|j| words.written(j).starts_with('-')) {
                return true;
            }
            let after = phrase::adjuncts(words, verb, self.to, false).end;
            let subject = phrase::core(words, after, self.to, phrase::Place::AfterVerb);
            if subject > after
                && hit.form.finite | hit.form.participle
                && self.can_speak(&(after..subject))
                && !words.any(after, &[Class::Complementizer])
            {
                return true;
            }
        }
        if !self.grammar().subject_first_tag {
            return false;
        }
        let subject = phrase::core(words, at, self.to, phrase::Place::Free);
        let Some(hit) = (subject > at).then(|| words.verb(subject)).flatten() else { return false };
        let after = phrase::adjuncts(words, subject + hit.len, self.to, true).end;
        after >= self.to || words.is_comma(after)
    }

    /// What is said on the left of a tag that begins at `tag`.
    pub(super) fn left(&self, tag: usize) -> Vec<Range<usize>> {
        let words = self.words;
        let mut end = tag;
        while end > self.from
            && (words.is_comma(end - 1) || matches!(words.word(end - 1), "–" | "—" | "-"))
            && !words.closes(end - 1)
        {
            end -= 1;
        }
        if end == self.from {
            // The quotation ended with the sentence before: « Vraiment ? » a-t-il dit.
            if end > 0 && words.closes(end - 1) {
                return vec![words.tokens(words.quotation(end - 1).expect("it closes one").span)];
            }
            return Vec::new();
        }
        if words.closes(end - 1) {
            let quotation = words.tokens(words.quotation(end - 1).expect("it closes one").span);
            let opens_clause = quotation.start <= self.from
                || matches!(words.word(quotation.start - 1), ":" | "–" | "—")
                || quotation.len() >= SPEECH
                    && (words.is_comma(quotation.start - 1) || self.bare_lead(quotation.start));
            if opens_clause {
                return vec![quotation];
            }
        }
        let mut from = self.from;
        // What an earlier tag of the sentence has taken is not said again.
        if let Some(tag_end) = self.reports.iter().filter_map(|r| r.tag_end).filter(|&e| e < end).max() {
            from = from.max(tag_end);
        }
        while from < end
            && (words.is_comma(from)
                || words.any(from, &[Class::And, Class::Connective])
                    && from == self.from
                    && !words.is(from, Class::Pronoun))
        {
            from += 1;
        }
        if from < end { piece(from, end) } else { Vec::new() }
    }

    /// Whether before a quotation stands only what does not belong to the report.
    fn bare_lead(&self, quotation: usize) -> bool {
        (self.from..quotation).all(|k| self.words.is_mark(k) || self.words.any(k, &[Class::And, Class::Connective]))
    }

    /// What is said on after a tag that ends at `tag_end`: "S1, a dit X, S2".
    pub(super) fn resumed(&self, tag_end: usize) -> Vec<Range<usize>> {
        let words = self.words;
        if !words.is_comma(tag_end) || tag_end + 3 >= self.to {
            return Vec::new();
        }
        let next = tag_end + 1;
        if words.opens(next) {
            return self.right(next);
        }
        let goes_on = words
            .any(next, &[Class::Preposition, Class::At, Class::And, Class::Connective, Class::Complementizer])
            && !words.any(next, &[Class::According, Class::Citing, Class::CitedBy, Class::Anonymous]);
        if goes_on && !self.tag_at(next) { self.right(next) } else { Vec::new() }
    }

    /// Whether a clause stands in a range: some finite verb does.
    pub(super) fn is_clause(&self, range: &Range<usize>) -> bool {
        (range.start..range.end.min(range.start + 2 * REACH)).any(|k| self.is_finite(k))
    }

    /// Whether a word is a finite verb, as far as can be said.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        crate::attribute::clause::is_finite(self.words, at)
    }
}
