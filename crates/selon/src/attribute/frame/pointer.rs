//! "Das teilte die Polizei mit.", "Le préfet l'a confirmé.": what is said stands in the sentence before.

use std::ops::Range;

use super::group::Group;
use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Takes};
use crate::attribute::phrase::{self, Place};

/// A word that opens a paragraph points back at the whole paragraph before, where that has no more sentences than this.
const SHORT_PARAGRAPH: usize = 3;

impl Scene<'_, '_> {
    /// The report of the sentence before, where a word points back at it and nothing else is said.
    pub(super) fn pointer(&self, group: &Group, floor: usize) -> Option<Report> {
        let words = self.words;
        if !group.takes(Takes::Clause) {
            return None;
        }
        let joint = words.any(self.from, &[Class::And, Class::Adverb, Class::Connective]);
        let lead = self.from + usize::from(joint && !words.is(self.from, Class::Pointer));
        let pointing = words.entry(lead, Class::Pointer);
        // "That is what the ministry said": the subject stands between.
        let between = lead + pointing..group.start;
        let whole = || phrase::core(words, between.start, between.end, Place::Free) == between.end;
        let named = pointing > 1 && !between.is_empty() && whole() && self.can_speak(&between);
        let leads = pointing > 0 && (between.is_empty() || named);
        let leans = (group.start.saturating_sub(1).max(self.from)..group.end).any(|k| {
            // "le dit parti": a French "le" points back only before an auxiliary.
            let free = self.grammar().null_subject || words.is(k + 1, Class::Auxiliary);
            free && words.is(k, Class::Pointer) && words.is(k, Class::Clitic) && self.leans(k, k + 1)
        });
        let all = self.told_and_adjuncts(group, true).end;
        let rest = phrase::noun_phrase(words, all, self.to, Place::AfterVerb);
        let rest = if rest > all { phrase::adjuncts(words, rest, self.to, true).end } else { rest };
        let closed = |at: usize| {
            at >= self.to
                || phrase::is_break(words, at)
                || group.tail == Some(at)
                || words.any(at, &[Class::Citing, Class::And, Class::Connective])
        };
        if !leads && !leans || words.word(all) == ":" || !(closed(all) || closed(rest)) {
            return None;
        }
        let content = self.sentence_before()?;
        let behind = phrase::adjuncts(words, group.end, self.to, false).end;
        let end = phrase::noun_phrase(words, behind, self.to, Place::AfterVerb);
        let source = if named {
            between
        } else if end > behind && self.can_speak(&(behind..end)) {
            behind..end
        } else {
            let source = self.subject_of(group, floor).filter(|s| s.start != lead || !leads)?;
            if !self.can_speak(&source) {
                return None;
            }
            source
        };
        Some(Report {
            told: self.told_and_adjuncts(group, true).told.map(|(a, b)| a..b),
            ..Self::report(group, source, content)
        })
    }

    /// "L'annuncio è della direzione.": whose words the sentence before gives.
    pub(super) fn whose_words(&mut self) {
        let words = self.words;
        let start = phrase::skip_lead(words, self.from, self.to);
        let end = phrase::core(words, start, self.to, Place::AfterVerb);
        let told = words.any(start, &phrase::DETERMINERS) && (start..end).any(|k| words.is(k, Class::Words));
        let verb = (end..self.to).take(3).take_while(|&k| !words.is_comma(k)).find(|&k| self.is_finite(k));
        let Some(verb) = verb.filter(|_| told && self.reports.is_empty()) else { return };
        let link = (verb + 1..self.to).take(2).find(|&k| words.any(k, &[Class::Link, Class::By]));
        let Some(link) = link else { return };
        let source = link + 1..phrase::noun_phrase(words, link + 1, self.to, Place::Free);
        if source.is_empty() || source.end < self.to || !self.can_speak(&source) {
            return;
        }
        if let Some(content) = self.sentence_before() {
            self.push(Report { source, cue: piece(start, verb + 1), content, ..Report::default() });
        }
    }

    /// The sentence before, unless a report stands in it; where this one opens a paragraph, also those before it in theirs.
    pub(super) fn sentence_before(&self) -> Option<Vec<Range<usize>>> {
        let words = self.words;
        let sentences = &words.segments.sentences;
        let here = sentences.partition_point(|s| s.tokens.end <= self.from);
        let last = here.checked_sub(1)?;
        let block = sentences[last].block;
        let opens = sentences.get(here).is_some_and(|s| s.block != block);
        let many = if opens { SHORT_PARAGRAPH } else { 1 };
        let first = (0..=last).rev().take_while(|&s| sentences[s].block == block).take(many + 1).last().unwrap_or(last);
        let first = if last - first < many { first } else { last };
        let said = (first..=last).filter_map(|s| {
            let Range { start, mut end } = sentences[s].tokens.clone();
            while end > start && matches!(words.word(end - 1), "." | "…" | "!") {
                end -= 1;
            }
            let start = words.behind_dateline(start..end);
            (self.said_until <= start && start + 2 < end).then_some(start..end)
        });
        let said: Vec<Range<usize>> = said.collect();
        said.last().is_some_and(|s| s.end >= sentences[last].tokens.end.saturating_sub(3)).then_some(said)
    }
}
