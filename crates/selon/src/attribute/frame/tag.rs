//! Tags behind what is said: "« S », a-t-il dit", "S, a annoncé la préfecture", "S, the ministry said".

use std::ops::Range;

use super::content::SPEECH;
use super::group::Group;
use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Takes};
use crate::attribute::phrase::{self, Place};

impl Scene<'_, '_> {
    /// « S », soupire une usagère: behind a speech, any word before somebody who speaks is a verb of saying.
    pub(super) fn unknown_tags(&mut self) {
        let words = self.words;
        for k in self.from + 1..self.to {
            let behind = words.closes(k - 1) || words.is_comma(k - 1) && k > self.from + 1 && words.closes(k - 2);
            if !behind
                || words.is_mark(k)
                || words.is_capital(k)
                || words.is_number(k)
                || words.is_little(k)
                || words.verb(k).is_some()
            {
                continue;
            }
            let speech = words
                .quotation(k - 1)
                .or_else(|| words.quotation(k - 2))
                .is_some_and(|q| words.tokens(q.span).len() >= SPEECH);
            let adjuncts = phrase::adjuncts(words, k + 1, self.to, false);
            let source = adjuncts.end..phrase::noun_phrase(words, adjuncts.end, self.to, Place::AfterVerb);
            let free =
                self.reports.iter().all(|r| r.content.iter().chain(&r.cue).all(|c| c.end <= k - 2 || c.start > k));
            let noun = words.any(k, &phrase::DETERMINERS)
                || words.any(k, &phrase::SPEAKERS)
                || words.any(k, &[Class::Pronoun, Class::Title]);
            if speech && free && !noun && !source.is_empty() && self.can_speak(&source) {
                let content = self.left(k);
                self.push(Report {
                    source: source.clone(),
                    cue: piece(k, k + 1),
                    content,
                    tag_end: Some(source.end),
                    ..Report::default()
                });
            }
        }
    }

    /// "Der Bürgermeister zeigte sich verärgert: „S“": before a speech behind a colon, whoever begins the sentence speaks.
    pub(super) fn introduced_speech(&mut self) {
        let words = self.words;
        let Some(colon) =
            (self.from + 2..self.to).take(phrase::REACH).find(|&k| words.word(k) == ":" && words.opens(k + 1))
        else {
            return;
        };
        let speech = words.tokens(words.quotation(colon + 1).expect("it opens one").span);
        let taken = self.reports.iter().any(|r| r.content.iter().any(|c| c.start < speech.end && speech.start < c.end));
        let start = phrase::skip_lead(words, self.from, colon);
        let source = start..phrase::noun_phrase(words, start, colon, Place::AfterVerb);
        let named = source.clone().any(|k| words.person(k).is_some() || words.any(k, &phrase::SPEAKERS));
        if taken || speech.len() < SPEECH || speech.end < self.to || source.is_empty() || !named {
            return;
        }
        self.push(Report { source, cue: piece(colon, colon + 1), content: vec![speech], ..Report::default() });
    }

    /// "« S », a-t-il dit", "assure-t-on".
    pub(super) fn inverted(&self, group: &Group, pronoun: usize) -> Option<Report> {
        let content = self.left(group.start);
        let after = group.end.max(pronoun + 1);
        let adjuncts = phrase::adjuncts(self.words, after, self.to, true);
        let mut report = Self::report(group, pronoun..pronoun + 1, content);
        report.told = adjuncts.told.map(|(a, b)| a..b);
        report.tag_end = Some(adjuncts.end);
        if report.content.is_empty() {
            report.content = self.right(self.after_colon(adjuncts.end)?);
        } else {
            report.content.extend(self.resumed(adjuncts.end));
        }
        Some(report)
    }

    /// "S, a annoncé lundi la préfecture".
    pub(super) fn verb_subject_tag(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let start = group.start;
        let inside = words.quotation(start).filter(|_| start > self.from && words.is_comma(start - 1));
        let quoted_left =
            start > 0 && (words.closes(start - 1) || start > 1 && words.is_comma(start - 1) && words.closes(start - 2));
        let comma = start > self.from
            && (words.is_comma(start - 1) || matches!(words.word(start - 1), "–" | "—" | "?" | "!" | "-"));
        // "L'agence, qui cite X, le dit parti": an object that leans on the verb is no tag's.
        let object = words.is(start, Class::Clitic)
            && words.is(start, Class::Definite)
            && !words.is(start + 1, Class::Auxiliary);
        if !(quoted_left || comma) || !group.takes(Takes::Clause) || object && !quoted_left {
            return None;
        }
        let mut shallow = phrase::adjuncts(words, group.end, self.to, false);
        let mut end = phrase::noun_phrase(words, shallow.end, self.to, Place::AfterVerb);
        if end == shallow.end || !self.can_speak(&(shallow.end..end)) {
            // "a dit dans un communiqué la préfecture"
            shallow = phrase::adjuncts(words, group.end, self.to, true);
            end = phrase::noun_phrase(words, shallow.end, self.to, Place::AfterVerb);
        }
        let source = shallow.end..end;
        // ", cited by the daily, says it received none": the pronoun begins what is said.
        let begins = source.len() == 1
            && words.any(source.start, &[Class::Pronoun, Class::Thing])
            && self.grammar().bare_content
            && self.is_finite(source.end);
        if begins && !quoted_left {
            return None;
        }
        // "disse à Lince um operacional": whoever it is, who stands here speaks.
        let somebody = words.is(source.start, Class::Indefinite)
            && !group.weak
            && !group.takes(Takes::Noun)
            && !self.grammar().bare_content;
        if source.is_empty() || !self.can_speak(&source) && !quoted_left && !somebody {
            return None;
        }
        let that = words.is(source.end, Class::Complementizer) && !words.is(source.end, Class::Relative);
        if that && words.quotation(source.end).is_none() && !quoted_left {
            return None;
        }
        let content = match inside {
            Some(quotation) => self.around(quotation.span, start, source.end),
            None => self.left(start),
        };
        if content.is_empty() || !quoted_left && inside.is_none() && !self.can_be_said(&content) {
            return None;
        }
        // "dijo su portavoz, Inés Olmedo, a la agencia": whom it is told to follows the comma.
        let told = words.is_comma(source.end) && words.is(source.end + 1, Class::To);
        let after = phrase::adjuncts(words, source.end + usize::from(told), self.to, true);
        let mut report = Self::report(group, source.clone(), content);
        if let Some(tail) = group.tail {
            report.tag_end = Some(tail + 1);
        }
        report.told = shallow.told.or(after.told).map(|(a, b)| a..b);
        report.tag_end = report.tag_end.max(Some(after.end));
        if inside.is_none() {
            let resumed = self.continued(after.end, &report.content);
            report.content.extend(resumed);
        }
        Some(report)
    }

    /// Whether what stands before a tag can be a content: a clause, or a few words that are nobody's name.
    fn can_be_said(&self, content: &[Range<usize>]) -> bool {
        let words = self.words;
        let short = |c: &Range<usize>| {
            let names = words.any(c.start, &[Class::Title])
                || c.clone().any(|k| words.is_comma(k) || words.any(k, &phrase::SPEAKERS));
            let named = !self.grammar().capital_nouns && words.is_capital(c.start) && words.is_capital(c.start + 1);
            c.len() <= 8 && !names && !named
        };
        // "Le président, Damien Vasseur," is a subject, however long.
        let long = |c: &Range<usize>| c.len() > 4 && !c.clone().any(|k| words.is_comma(k));
        content.iter().any(|c| self.is_clause(c) || long(c) || short(c))
    }

    /// The two pieces of a quotation about a tag that stands inside its marks.
    fn around(&self, quotation: crate::Span, start: usize, end: usize) -> Vec<Range<usize>> {
        let words = self.words;
        let tokens = words.tokens(quotation);
        let left = tokens.start..start - 1;
        let right = end + 1..tokens.end;
        let mut pieces = Vec::from([left]);
        if words.is_comma(end) && !right.is_empty() {
            pieces.push(right);
        }
        pieces
    }

    /// "S, the ministry said in a statement".
    pub(super) fn subject_verb_tag(&self, group: &Group, floor: usize) -> Option<Report> {
        let words = self.words;
        if !group.takes(Takes::Clause) && !group.takes(Takes::Addressee) {
            return None;
        }
        let source = self.subject_of(group, floor)?;
        if source.start == 0 {
            return None;
        }
        let before = source.start - 1;
        let quoted_left = words.closes(before);
        let in_sentence =
            source.start > self.from && (words.is_comma(before) || matches!(words.word(before), "–" | "—"));
        if !(quoted_left || in_sentence && self.grammar().subject_first_tag) {
            return None;
        }
        let adjuncts = self.told_and_adjuncts(group, true);
        let closed = adjuncts.end >= self.to
            || phrase::is_break(words, adjuncts.end)
            || words.is(adjuncts.end, Class::Connective) && !words.is(adjuncts.end, Class::Complementizer);
        // A quotation of the sentence before is only what a whole sentence that says nothing else tags.
        let across = source.start == self.from;
        if !(closed || quoted_left && !across) || words.word(adjuncts.end) == ":" {
            return None;
        }
        if words.opens(adjuncts.end + 1) && !quoted_left && words.is_comma(adjuncts.end) {
            return None;
        }
        if !self.can_speak(&source) {
            return None;
        }
        let content = self.left(source.start);
        if content.is_empty() || !quoted_left && !content.iter().any(|c| self.is_clause(c)) {
            return None;
        }
        let mut report = Self::report(group, source, content);
        report.told = adjuncts.told.map(|(a, b)| a..b);
        report.tag_end = Some(adjuncts.end);
        let resumed = self.continued(adjuncts.end, &report.content);
        report.content.extend(resumed);
        Some(report)
    }

    /// What is said on after a tag: all of it where the tag stands between subject and verb: "Ottanta persone, ha spiegato
    /// la sindaca, sono rimaste senza luce".
    fn continued(&self, tag_end: usize, said: &[Range<usize>]) -> Vec<Range<usize>> {
        let words = self.words;
        let parted = words.is_comma(tag_end)
            && tag_end + 2 < self.to
            && said.iter().all(|c| !self.is_clause(c) && words.quotation(c.start).is_none())
            && self.is_clause(&(tag_end + 1..self.to.min(tag_end + 8)));
        if parted { self.right(tag_end + 1) } else { self.resumed(tag_end) }
    }
}
