//! Frames with a verb: "X says that S", "S, says X", "says X: S", "X S says".

use std::ops::Range;

use super::content::SPEECH;
use super::group::Group;
use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Order, Takes};
use crate::attribute::phrase::{self, Place, REACH};

impl Scene<'_, '_> {
    /// The reports whose cue is a verb.
    pub(super) fn verbs(&mut self) {
        let mut floor = self.from;
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

    fn frame(&self, group: &Group, floor: usize) -> Option<Report> {
        if group.passive {
            return self.passive(group);
        }
        if group.gerund {
            return self.gerund(group);
        }
        if let Some(report) = self.as_clause(group) {
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
    }

    fn report(group: &Group, source: Range<usize>, content: Vec<Range<usize>>) -> Report {
        Report { source, cue: group.cue.clone(), content, stance: group.says(), ..Report::default() }
    }

    /// "« S », a-t-il dit", "assure-t-on".
    fn inverted(&self, group: &Group, pronoun: usize) -> Option<Report> {
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
    fn verb_subject_tag(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let start = group.start;
        let inside = words.quotation(start).filter(|_| start > self.from && words.is_comma(start - 1));
        let quoted_left =
            start > 0 && (words.closes(start - 1) || start > 1 && words.is_comma(start - 1) && words.closes(start - 2));
        let comma = start > self.from
            && (words.is_comma(start - 1) || matches!(words.word(start - 1), "–" | "—" | "?" | "!" | "-"));
        if !(quoted_left || comma) || !group.takes(Takes::Clause) {
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
        if source.is_empty() || !self.can_speak(&source) && !quoted_left {
            return None;
        }
        if words.any(source.end, &[Class::Complementizer]) && words.quotation(source.end).is_none() && !quoted_left {
            return None;
        }
        let content = match inside {
            Some(quotation) => self.around(quotation.span, start, source.end),
            None => self.left(start),
        };
        if content.is_empty() || !quoted_left && inside.is_none() && !self.can_be_said(&content) {
            return None;
        }
        let after = phrase::adjuncts(words, source.end, self.to, true);
        let mut report = Self::report(group, source.clone(), content);
        if let Some(tail) = group.tail {
            report.tag_end = Some(tail + 1);
        }
        report.told = shallow.told.or(after.told).map(|(a, b)| a..b);
        report.tag_end = report.tag_end.max(Some(after.end));
        if inside.is_none() {
            let resumed = self.resumed(after.end);
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
        content.iter().any(|c| self.is_clause(c) || short(c))
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
    fn subject_verb_tag(&self, group: &Group, floor: usize) -> Option<Report> {
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
        let closed = adjuncts.end >= self.to || phrase::is_break(words, adjuncts.end);
        if !(closed || quoted_left) || words.word(adjuncts.end) == ":" {
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
        report.content.extend(self.resumed(adjuncts.end));
        Some(report)
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
    fn told_and_adjuncts(&self, group: &Group, deep: bool) -> phrase::Adjuncts {
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

    fn subject_of(&self, group: &Group, floor: usize) -> Option<Range<usize>> {
        let words = self.words;
        // Verbs that share a subject.
        if group.start > self.from
            && words.is(group.start - 1, Class::And)
            && let Some(before) = self.reports.last().filter(|r| r.tag_end.is_none() && r.cue_start() < group.start)
        {
            return Some(before.source.clone());
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
        let shallow = self.told_and_adjuncts(group, false);
        let deep = self.told_and_adjuncts(group, true);
        let behind = group.tail.map(|t| t + 1).filter(|&t| t > group.end);
        let content = match behind {
            Some(at) => self.content_after(group, at),
            None => self.content_after(group, shallow.end).or_else(|| self.content_after(group, deep.end)),
        }?;
        let aside = source.end..group.start;
        let mut report = Self::report(group, source, content);
        report.told = deep.told.or(shallow.told).map(|(a, b)| a..b).or_else(|| self.told_in(aside));
        Some(report)
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
        let content = self.content_after(group, at).filter(|_| opens)?;
        Some(Self::report(group, source, content))
    }

    /// The content that follows a verb, from where its adjuncts end.
    fn content_after(&self, group: &Group, at: usize) -> Option<Vec<Range<usize>>> {
        let words = self.words;
        if at >= self.to {
            return None;
        }
        let clause = group.takes(Takes::Clause) || group.takes(Takes::Addressee);
        if let Some(next) = self.after_colon(at).filter(|_| clause) {
            return some(self.right(next));
        }
        if clause
            && words.any(at, &[Class::Complementizer, Class::Question])
            && !words.is(at, Class::Relative) | words.is(at, Class::Complementizer)
        {
            return some(self.right(at));
        }
        if clause && words.opens(at) {
            return some(self.right(at));
        }
        if clause
            && words.is_comma(at)
            && (words.opens(at + 1) || self.grammar().comma_content || words.is(at + 1, Class::Complementizer))
        {
            let begins = words.opens(at + 1)
                || words.is(at + 1, Class::Complementizer)
                || !words.any(at + 1, &[Class::And, Class::Citing]);
            if begins {
                return some(self.right(at + 1));
            }
        }
        // "erklärte einem Angestellten, dass S", "a prévenu les habitants que S": whom it is told.
        let object = phrase::core(words, at, self.to, Place::AfterVerb);
        let behind = object + usize::from(words.is_comma(object));
        if clause && object > at && words.is(behind, Class::Complementizer) && !words.is(behind, Class::Relative) {
            return some(self.right(behind));
        }
        // "a démenti, dans un message, avoir fui", "has reported, citing a source, that S": what stands between commas.
        let aside = words.is_comma(at)
            && words.any(
                at + 1,
                &[
                    Class::Citing,
                    Class::Preposition,
                    Class::At,
                    Class::Anonymous,
                    Class::Time,
                    Class::Pronoun,
                    Class::Adverb,
                ],
            );
        if aside && let Some(close) = (at + 1..self.to.min(at + 24)).find(|&k| words.is_comma(k)) {
            let next = close + 1;
            let fits = clause && words.any(next, &[Class::Complementizer])
                || group.takes(Takes::Infinitive) && self.infinitive_at(next)
                || group.takes(Takes::Noun) && words.any(next, &phrase::DETERMINERS);
            if fits {
                return some(self.right(next));
            }
        }
        if group.takes(Takes::About) && words.any(at, &[Class::Link, Class::At, Class::Preposition]) {
            return some(self.right(at + words.entry(at, Class::Preposition).max(1)));
        }
        if group.takes(Takes::Infinitive) && self.infinitive_at(at) {
            return some(self.right(at));
        }
        // "le dit parti": the clitic stands for whom it is said of.
        let said_of =
            clause && group.start > 0 && words.is(group.start, Class::Clitic) && words.is(group.start, Class::Definite);
        let bare = (group.takes(Takes::Noun) || said_of) && !phrase::is_break(words, at);
        let zero = clause
            && self.grammar().bare_content
            && !phrase::is_break(words, at)
            && !words.any(at, &[Class::And, Class::Link]);
        if bare || zero && self.right(at).iter().any(|c| self.is_clause(c)) {
            return some(self.right(at));
        }
        None
    }

    /// Whether an infinitive begins here: its marker, or a verb's ending.
    fn infinitive_at(&self, at: usize) -> bool {
        let words = self.words;
        let infinitive = |k: usize| {
            self.grammar()
                .infinitive_endings
                .iter()
                .any(|e| words.word(k).ends_with(e.as_str()) && words.word(k).len() > e.len() + 1)
        };
        let mut k = at;
        let marker = self.grammar().infinitive_markers.iter().any(|m| m == words.word(k));
        if marker {
            k += 1;
        }
        let bound = k + 3;
        while k < bound && words.any(k, &[Class::Negation, Class::Clitic, Class::Adverb]) {
            k += 1;
        }
        infinitive(k) || marker && self.grammar().infinitive_endings.is_empty()
    }

    fn after_colon(&self, at: usize) -> Option<usize> {
        (self.words.word(at) == ":" && at + 1 < self.to).then_some(at + 1)
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
        let first = begin + words.entry(begin, Class::As);
        let inner = phrase::noun_phrase(words, first, group.start, Place::AfterVerb).max(first);
        let mut close = group.tail.map_or(group.end, |t| group.end.max(t + 1));
        let source = if inner > first && self.can_speak(&(first..inner)) {
            first..inner
        } else {
            let after = phrase::adjuncts(words, close, self.to, false).end;
            let end = phrase::noun_phrase(words, after, self.to, Place::AfterVerb);
            if end == after || !self.can_speak(&(after..end)) {
                return None;
            }
            close = end;
            after..end
        };
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
        report.cue.insert(0, begin..first);
        report.tag_end = Some(close);
        Some(report)
    }

    /// "X S says": Turkish.
    fn verb_final(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        if group.end + 2 < self.to && !words.is_comma(group.end) {
            return None;
        }
        let endings = &self.grammar().addressee_endings;
        let bound = group.start.min(self.from + REACH);
        let mut lead = if words.any(self.from, &[Class::Connective, Class::And]) { self.from + 1 } else { self.from };
        lead += words.entry(lead, Class::Anonymous);
        let mut told = None;
        let mut end = None;
        for k in lead..bound {
            if words.is_comma(k) && k > lead {
                end = Some((k, k + 1));
                break;
            }
            let word = words.word(k);
            if words.is_capital(k) && k > lead && endings.iter().any(|e| word.ends_with(e.as_str())) {
                told = Some(k..k + 1);
                end = Some((k, k + 1));
                break;
            }
            if words.is(k, Class::Adverb) && k > lead {
                end = Some((k, k + 1));
                break;
            }
            if words.any(k, &SPEAKERS_LAST) && !words.is_capital(k + 1) && words.any(k + 1, &SPEAKERS_LAST) {
                continue;
            }
            let told_next = endings.iter().any(|e| words.word(k + 1).ends_with(e.as_str()));
            if words.any(k, &SPEAKERS_LAST) && (!words.is_capital(k + 1) || told_next) {
                end = Some((k + 1, k + 1 + usize::from(words.is_comma(k + 1))));
                break;
            }
        }
        let (source_end, mut content) = end?;
        if endings.iter().any(|e| words.word(content).ends_with(e.as_str())) && words.is_capital(content) {
            told = Some(content..content + 1);
            content += 1;
        }
        let source = lead..source_end;
        if source.is_empty() || !self.can_speak(&source) || content >= group.start {
            return None;
        }
        let mut report = Self::report(group, source, piece(content, group.start));
        report.told = told;
        Some(report)
    }

    /// "Says X that S": Arabic.
    fn verb_initial(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        let clause_start = group.start == self.from
            || words.is_mark(group.start - 1)
            || words.any(group.start - 1, &[Class::And, Class::Connective, Class::Adverb]);
        if !clause_start {
            return None;
        }
        let bound = self.to.min(group.end + REACH);
        let comp = (group.end..bound)
            .find(|&k| {
                words.any(k, &[Class::Complementizer])
                    || words.word(k) == ":"
                    || words.opens(k) && !words.is_capital(k + 1)
            })
            .or_else(|| (group.end + 1..bound).find(|&k| words.is_comma(k)).map(|k| k + 1))?;
        let mut end = group.end;
        while end < comp
            && !words.is_comma(end)
            && !words.any(end, &[Class::Preposition, Class::To, Class::According, Class::Citing])
            && !words.is_time(end)
        {
            end += 1;
        }
        let told = (end..comp).find(|&k| words.is(k, Class::To)).map(|k| k..(k + 2).min(comp));
        if end == group.end {
            return None;
        }
        let mut content = if words.word(comp) == ":" { comp + 1 } else { comp };
        let aside = words.is_comma(content - 1) && words.any(content, &[Class::According, Class::Citing]);
        if let Some(close) = (content..bound).find(|&k| aside && words.is_comma(k)) {
            content = close + 1;
        }
        let content = self.right(content);
        let mut report = Self::report(group, group.end..end, content);
        report.told = told;
        Some(report)
    }
}

/// Nouns that end a noun phrase where the head stands last.
const SPEAKERS_LAST: [Class; 9] = [
    Class::Agency,
    Class::Outlet,
    Class::Institution,
    Class::Company,
    Class::Role,
    Class::Spokesperson,
    Class::Group,
    Class::Document,
    Class::Anyone,
];

fn some(content: Vec<Range<usize>>) -> Option<Vec<Range<usize>>> {
    (!content.is_empty()).then_some(content)
}
