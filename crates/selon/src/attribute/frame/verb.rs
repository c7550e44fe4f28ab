//! Frames with a verb: "X says that S", "S, says X", "says X: S", "X S says".

use std::ops::Range;

use super::group::Group;
use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Order, Takes};
use crate::attribute::phrase::{self, Place};

impl Scene<'_, '_> {
    /// The reports whose cue is a verb.
    pub(super) fn verbs(&mut self) {
        let mut floor = self.behind_relay();
        for group in self.groups() {
            if group.takes(Takes::Speaker) && !group.passive && !group.gerund {
                if self.quoting(&group, floor).is_some() {
                    floor = group.end;
                }
                continue;
            }
            if let Some(report) = self.frame(&group, floor) {
                // A verb in a relative clause does not part the subject from its own verb.
                if !self.words.is(report.source.start, Class::Relative) {
                    floor = group.tail.map_or(group.end, |t| group.end.max(t.min(group.end + 1)));
                }
                self.push(report);
            }
        }
    }

    fn frame(&self, group: &Group, floor: usize) -> Option<Report> {
        if group.takes(Takes::Within)
            && let Some(report) = self.as_clause(group).or_else(|| self.within(group))
        {
            return Some(report);
        }
        if group.passive {
            return self.passive(group);
        }
        if group.gerund {
            return self.gerund(group);
        }
        if let Some(report) = self.as_clause(group) {
            return Some(report);
        }
        if let Some(report) = self.pointer(group, floor) {
            return Some(report);
        }
        match self.grammar().order {
            Order::Final => return self.verb_final(group),
            Order::Initial => {
                if let Some(report) = self.verb_initial(group) {
                    return Some(report);
                }
            }
            Order::Medial => {}
        }
        if let Some(pronoun) = group.pronoun {
            return self.inverted(group, pronoun);
        }
        self.verb_subject_tag(group)
            .or_else(|| self.subject_verb_tag(group, floor))
            .or_else(|| self.subject_verb(group, floor))
            .or_else(|| self.verb_subject(group))
            .or_else(|| self.bare(group))
    }

    pub(super) fn report(group: &Group, source: Range<usize>, content: Vec<Range<usize>>) -> Report {
        Report { source, cue: group.cue.clone(), content, stance: group.says(), ..Report::default() }
    }

    /// "Poyraz quoted an official as saying S", "S, Poyraz quoted an official as saying".
    fn quoting(&mut self, group: &Group, floor: usize) -> Option<()> {
        let words = self.words;
        let relay = self.subject_of(group, floor)?;
        let end = phrase::core(words, group.end, self.to, Place::Free);
        if end == group.end || !self.can_speak(&(group.end..end)) {
            return None;
        }
        let saying =
            (end..self.to.min(end + 4)).find(|&k| words.verb(k).is_some_and(|v| v.form.gerund || v.form.infinitive));
        let after = saying.map_or(end, |k| k + 1);
        let content = if after >= self.to || phrase::is_break(words, after) && !words.opens(after + 1) {
            self.left(relay.start)
        } else {
            self.right(after)
        };
        let relay = Self::report(group, relay, content.clone());
        let mut quoted = Self::report(group, group.end..end, content);
        if saying.is_some() {
            quoted.cue = piece(end, after);
        }
        quoted.via = Some(self.reports.len());
        self.push(relay);
        self.push(quoted);
        Some(())
    }

    /// Whom it is told to, and where the adjuncts after the verb end; `deep` skips phrases with a preposition as well.
    pub(super) fn told_and_adjuncts(&self, group: &Group, deep: bool) -> phrase::Adjuncts {
        let words = self.words;
        let mut end = group.end;
        let mut told = None;
        if group.takes(Takes::Addressee) {
            let to = phrase::core(words, end, self.to, Place::AfterVerb);
            if to > end {
                told = Some((end, to));
                end = to;
            }
        }
        let adjuncts = phrase::adjuncts(words, end, self.to, deep);
        phrase::Adjuncts { end: adjuncts.end, told: told.or(adjuncts.told) }
    }

    pub(super) fn subject_of(&self, group: &Group, floor: usize) -> Option<Range<usize>> {
        let words = self.words;
        // Verbs that share a subject.
        if group.start > self.from
            && words.is(group.start - 1, Class::And)
            && let Some(before) = self.reports.last().filter(|r| r.tag_end.is_none() && r.cue_start() < group.start)
        {
            return Some(before.source.clone());
        }
        if group.start > self.from && words.is(group.start - 1, Class::And) {
            // "Le syndicat a une autre version et dénonce S"
            let start = phrase::skip_lead(words, self.from, group.start);
            let end = phrase::noun_phrase(words, start, group.start, Place::AfterVerb);
            let clitics = (end..group.start)
                .take_while(|&k| words.any(k, &[Class::Clitic, Class::Negation, Class::Adverb]))
                .count();
            if end > start && self.is_finite(end + clitics) && self.can_speak(&(start..end)) {
                return Some(start..end);
            }
        }
        let start = phrase::subject(words, group.start, floor.max(self.from))?;
        let mut end = group.start;
        // "La compagnie, dans un texte transmis à l'AGC, dément": how it is told is no part of the source.
        if words.is_comma(end - 1)
            && let Some(open) = (start..end - 1).rev().find(|&k| words.is_comma(k))
            && words.any(open + 1, &[Class::Preposition, Class::At, Class::Time, Class::Anonymous])
        {
            end = open;
        }
        let little = |k: usize| words.is_comma(k) || words.is(k, Class::Adverb) && !words.any(k, &phrase::SPEAKERS);
        while end > start && (little(end - 1) || words.is_time(end - 1)) {
            // "The governor's office on Wednesday revised".
            let time = words.is_time(end - 1);
            end -= 1;
            while time && end > start && words.any(end - 1, &[Class::Preposition, Class::At, Class::Definite]) {
                end -= 1;
            }
        }
        (start < end).then_some(start..end)
    }

    /// "X says that S", "X says: S", "X denies S".
    fn subject_verb(&self, group: &Group, floor: usize) -> Option<Report> {
        let source = self.subject_of(group, floor)?;
        if group.weak && !self.can_speak(&source) {
            return None;
        }
        if let Some(content) = self.about_thing(group) {
            return Some(Self::report(group, source, content));
        }
        let shallow = self.told_and_adjuncts(group, false);
        let deep = self.told_and_adjuncts(group, true);
        let behind = group.tail.map(|t| t + 1).filter(|&t| t > group.end);
        let content = match behind {
            // "gab die Zahl der Vermissten mit neun an"
            Some(at) => self
                .content_after(group, at)
                .or_else(|| (group.takes(Takes::Noun) && at > group.end + 2).then(|| piece(group.end, at - 1))),
            None => self.content_after(group, shallow.end).or_else(|| self.content_after(group, deep.end)),
        }?;
        let aside = source.end..group.start;
        let mut report = Self::report(group, source, content);
        report.told = deep.told.or(shallow.told).map(|(a, b)| a..b).or_else(|| self.told_in(aside));
        Some(report)
    }

    /// "La préfète appelle à la prudence": behind the preposition of an addressee stands a thing, which nobody can tell.
    fn about_thing(&self, group: &Group) -> Option<Vec<Range<usize>>> {
        let words = self.words;
        let thing = group.end + 1..phrase::core(words, group.end + 1, self.to, Place::AfterVerb);
        let is_thing = !thing.is_empty() && !self.can_speak(&thing) && !words.is_time(thing.start);
        let about = group.takes(Takes::About) && words.is(group.end, Class::To) && is_thing;
        about.then(|| self.right(group.end + 1)).filter(|content| !content.is_empty())
    }

    /// Whom it is told to, between the commas behind a subject: ", dans un texte transmis à l'AGC,".
    fn told_in(&self, aside: Range<usize>) -> Option<Range<usize>> {
        let words = self.words;
        let to = aside.clone().find(|&k| words.is(k, Class::To))? + 1;
        let end = phrase::core(words, to, aside.end, Place::AfterVerb);
        (to..end).any(|k| words.is_capital(k)).then_some(to..end)
    }

    /// "In einem Interview erklärte der Direktor, S", "dijo el alcalde que S": the subject behind its verb.
    fn verb_subject(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let adjuncts = phrase::adjuncts(words, group.end, self.to, false);
        let end = phrase::noun_phrase(words, adjuncts.end, self.to, Place::AfterVerb);
        let source = adjuncts.end..end;
        if source.is_empty() || !self.can_speak(&source) || words.any(source.start, &[Class::Preposition, Class::At]) {
            return None;
        }
        let at = match group.tail.map(|t| t + 1).filter(|&t| t > source.end) {
            Some(tail) => tail,
            None => phrase::adjuncts(words, source.end, self.to, true).end,
        };
        let opens = self.after_colon(at).is_some()
            || words.is(at, Class::Complementizer)
            || words.is_comma(at)
            || words.opens(at);
        let content = self.content_after(group, at).filter(|_| opens);
        let content = content.or_else(|| self.led_by(group, at))?;
        Some(Self::report(group, source, content))
    }

    /// "О пожаре сообщает агентство", "Von einem Brand berichtete die Polizei": what it is about stands before the verb, and
    /// nothing behind the subject.
    fn led_by(&self, group: &Group, end: usize) -> Option<Vec<Range<usize>>> {
        let words = self.words;
        let closed = end >= self.to
            || words.any(end, &[Class::Citing, Class::CitedBy, Class::Anonymous])
            || matches!(words.word(end), "." | ";");
        let about = words.any(self.from, &[Class::Preposition, Class::At]) && group.start > self.from + 1;
        let comma = (self.from..group.start).any(|k| words.is_comma(k));
        (closed && about && !comma && group.takes(Takes::Clause)).then(|| piece(self.from, group.start))
    }

    /// "…, ajoutant que S": the source of the report before.
    fn gerund(&self, group: &Group) -> Option<Report> {
        let before = self.reports.last();
        let words = self.words;
        let source = if let Some(report) = before {
            report.source.clone()
        } else {
            // "X rejected it, saying that S"
            let comma =
                (self.from..group.start).rev().find(|&k| words.is_comma(k)).filter(|&k| group.start - k <= 2)?;
            let first = phrase::core(words, self.from, comma, Place::AfterVerb);
            (first > self.from && self.can_speak(&(self.from..first))).then_some(self.from..first)?
        };
        let adjuncts = self.told_and_adjuncts(group, true);
        let shallow = self.told_and_adjuncts(group, false);
        let content = self.content_after(group, shallow.end).or_else(|| self.content_after(group, adjuncts.end))?;
        let mut report = Self::report(group, source, content);
        report.told = adjuncts.told.map(|(a, b)| a..b);
        Some(report)
    }

    /// "S was announced by X", "X was quoted as saying S".
    fn passive(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let by = (group.end..self.to.min(group.end + 24))
            .take_while(|&k| !matches!(words.word(k), ";" | ":"))
            .find(|&k| words.is(k, Class::By))?;
        let source = by + 1..phrase::noun_phrase(words, by + 1, self.to, Place::Free);
        if source.is_empty() || !self.can_speak(&source) {
            return None;
        }
        let start = phrase::subject(words, group.start, self.from)?;
        let mut report = Self::report(group, source, piece(start, group.start));
        report.cue.push(by..by + 1);
        if by > group.end {
            report.content.push(group.end..by);
        }
        Some(report)
    }

    /// "comme l'a annoncé X", "as X said", "wie X meldet": before or after the content.
    fn as_clause(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let lo = self.from.max(group.start.saturating_sub(24));
        let begin = (lo..group.start)
            .rev()
            .take_while(|&k| !words.is_comma(k) || k + 1 == group.start)
            .find(|&k| words.is(k, Class::As))?;
        let open = begin == self.from
            || words.is_comma(begin - 1)
            || words.is_mark(begin - 1)
            || words.any(begin - 1, &[Class::And, Class::Connective]);
        if !open {
            return None;
        }
        let mut first = begin + words.entry(begin, Class::As);
        let as_words = begin..first;
        if group.takes(Takes::Within) {
            // "wie es in dem Bericht heißt", "wie aus dem Bericht hervorgeht"
            first += usize::from(words.any(first, &[Class::Impersonal, Class::Thing]));
            first += usize::from(words.any(first, &[Class::Preposition, Class::At]));
        }
        let inner = phrase::noun_phrase(words, first, group.start, Place::AfterVerb).max(first);
        let mut close = group.tail.map_or(group.end, |t| group.end.max(t + 1));
        // "zo heeft de minister aangekondigd": the subject stands between auxiliary and participle.
        let between = group
            .tail
            .filter(|&t| t > group.end)
            .map_or(group.end, |tail| phrase::noun_phrase(words, group.end, tail, Place::AfterVerb));
        let source = if inner > first && self.can_speak(&(first..inner)) {
            first..inner
        } else if between > group.end && self.can_speak(&(group.end..between)) {
            group.end..between
        } else {
            let mut after = phrase::adjuncts(words, close, self.to, false).end;
            let mut end = phrase::noun_phrase(words, after, self.to, Place::AfterVerb);
            if end == after || !self.can_speak(&(after..end)) {
                after = phrase::adjuncts(words, close, self.to, true).end;
                end = phrase::noun_phrase(words, after, self.to, Place::AfterVerb);
            }
            if end == after || !self.can_speak(&(after..end)) {
                return None;
            }
            close = end;
            after..end
        };
        // "wie sie AeroDesk mitteilte": whom it is told stands behind the pronoun.
        let told = (inner > first && inner < group.start && words.is_capital(inner)).then_some(inner..group.start);
        close = phrase::clause_end(words, close, self.to);
        let content = if begin == self.from || self.words.any(begin - 1, &[Class::And, Class::Connective]) {
            if close + 1 >= self.to {
                return None;
            }
            self.right(close + 1)
        } else {
            let mut content = self.left(begin);
            content.extend(self.resumed(close));
            content
        };
        let mut report = Self::report(group, source, content);
        report.cue.insert(0, as_words);
        report.tag_end = Some(close);
        report.told = told;
        Some(report)
    }
}
