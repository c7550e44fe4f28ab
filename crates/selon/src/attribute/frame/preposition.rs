//! "Selon X, S", "S, according to X", "X zufolge S".

use super::{Report, Scene, piece};
use crate::attribute::lexicon::Class;
use crate::attribute::phrase::{self, Place};

impl Scene<'_, '_> {
    /// The reports whose cue is a preposition.
    pub(super) fn prepositions(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let own = self.words.entry(at, Class::OwnWords);
            if own > 0 && !self.genitive(at + own) {
                self.own_words(at, own);
                at += own;
                continue;
            }
            if self.words.is(at, Class::Citing) && self.relays_something(at) {
                // "وذكرت صحيفة نقلا عن مسؤول أن": a relay's word, where there is a report to deepen.
                at += self.words.entry(at, Class::Citing);
                continue;
            }
            let with_source = self.following(at).max(self.bare_source(at)).max(self.opinion(at));
            let len = self.words.entry(at, Class::According).max(with_source).max(own);
            if len > 0 {
                at = self.according(at, len).unwrap_or(at + len);
                continue;
            }
            if self.words.is(at, Class::Believed) {
                self.believed(at);
            }
            if self.words.is(at, Class::Postposed) || self.words.is(at, Class::Following) {
                self.postposed(at);
            }
            if self.words.is(at, Class::Tag) {
                self.tag(at);
            }
            let thereby = self.words.entry(at, Class::Thereby);
            if thereby > 0 && at == self.from {
                let end = at + thereby;
                let content = self.right(end + usize::from(self.words.is_comma(end)));
                self.push(Report { source: at..end, cue: piece(at, end), content, ..Report::default() });
            }
            at += 1;
        }
    }

    /// Whether somebody follows at once whose words they are: "nach eigenen Angaben des Betreibers".
    fn genitive(&self, at: usize) -> bool {
        let words = self.words;
        let end = phrase::core(words, at, self.to, Place::Free);
        self.grammar().capital_nouns && words.is(at, Class::Link) && end > at + 1 && self.can_speak(&(at..end))
    }

    /// "Der Konzern beschäftigt nach eigenen Angaben 9000 Menschen": whom the sentence speaks of says so.
    fn own_words(&mut self, at: usize, len: usize) {
        let words = self.words;
        let mut content = Vec::new();
        let behind = at + len;
        let start = if at == self.from {
            let verb = (behind..self.to).take(3).find(|&k| self.is_finite(k)).map_or(behind, |k| k + 1);
            content.extend(self.right(behind + usize::from(words.is_comma(behind))));
            verb
        } else {
            let aside = words.is_comma(at - 1);
            content.extend(piece(self.from, at - usize::from(aside)));
            if aside && words.is_comma(behind) {
                content.extend(self.right(behind + 1));
            } else if behind < self.to && !phrase::is_break(words, behind) {
                content.extend(self.right(behind));
            }
            phrase::skip_lead(words, self.from, at)
        };
        let source = start..phrase::noun_phrase(words, start, self.to, Place::AfterVerb);
        // "A suo dire, i documenti sono in regola": whoever "suo" points back at.
        let points = (at..behind).any(|k| words.is(k, Class::Possessive)) && !self.can_speak(&source);
        let source = if points { at..behind } else { source };
        if source.is_empty() || words.is(source.start, Class::Impersonal) {
            return;
        }
        self.push(Report { source, cue: piece(at, behind), content, tag_end: Some(behind), ..Report::default() });
    }

    /// "If the blog is to be believed, S", "S, als we de krant mogen geloven".
    fn believed(&mut self, at: usize) {
        let words = self.words;
        let end = at + words.entry(at, Class::Believed);
        let lo = self.from.max(at.saturating_sub(phrase::REACH));
        let open = (lo..at).rev().find(|&k| phrase::is_break(words, k)).map_or(lo, |k| k + 1);
        let lead = (open..at)
            .take_while(|&k| {
                words.any(k, &[Class::Question, Class::Connective, Class::Pronoun, Class::Impersonal, Class::Own])
            })
            .count();
        let source = open + lead..phrase::noun_phrase(words, open + lead, at, Place::Free);
        if lead == 0 || source.is_empty() || source.end != at || !self.can_speak(&source) {
            return;
        }
        let content =
            if open == self.from { self.right(end + usize::from(words.is_comma(end))) } else { self.left(open) };
        let cue = vec![open..source.start, at..end];
        self.push(Report { source, cue, content, tag_end: Some(end), ..Report::default() });
    }

    /// Pushes the report of a preposition; gives where its source ends.
    fn according(&mut self, at: usize, len: usize) -> Option<usize> {
        let words = self.words;
        let mut first = at + len;
        while words.is(first, Class::Time) && first < self.to {
            first += 1;
        }
        let end = phrase::noun_phrase(words, first, self.to, Place::Free);
        if end == first || self.is_no_source(first, end) {
            return None;
        }
        let source = first..end;
        let mut lead = at;
        while lead > self.from
            && words.any(lead - 1, &[Class::Adverb, Class::And, Class::Connective])
            && !words.is_mark(lead - 1)
        {
            lead -= 1;
        }
        let opens = lead == self.from || matches!(words.word(lead - 1), ":" | "–" | "—") || words.opens(lead - 1);
        // "selon X, cité par Y, S": the comma that ends it all.
        let mut close = end;
        if words.any(end + usize::from(words.is_comma(end)), &[Class::CitedBy, Class::Citing]) {
            close = phrase::clause_end(words, end + 1, self.to);
        } else if opens && !words.is_comma(end) {
            // "According to a report published on Monday, S"
            let comma = phrase::clause_end(words, end, self.to);
            let near = comma < self.to
                && words.is_comma(comma)
                && comma - end <= 14
                && !(end..comma).any(|k| self.is_finite(k));
            if near {
                close = comma;
            }
        }
        let content = if opens {
            self.right(close + usize::from(words.is_comma(close)))
        } else {
            let mut content = self.left(lead);
            if !content.is_empty() {
                if !words.is_mark(lead - 1) && !phrase::is_break(words, close) {
                    content.extend(self.right(close));
                } else {
                    let next = close + 1;
                    let gerund = words.verb(next).is_some_and(|v| v.form.gerund && !v.form.finite);
                    let ends = words.any(
                        next,
                        &[Class::According, Class::Citing, Class::CitedBy, Class::Anonymous, Class::Relative],
                    );
                    if words.is_comma(close)
                        && words.is_comma(lead - 1)
                        && next + 2 < self.to
                        && !gerund
                        && !ends
                        && !self.tag_at(next)
                    {
                        content.extend(self.right(next));
                    }
                }
            }
            content
        };
        let report = Report { source, cue: piece(at, at + len), content, tag_end: Some(close), ..Report::default() };
        self.push(report);
        Some(end)
    }

    /// Whether what follows "selon" is a plan, a calendar, a map.
    fn is_no_source(&self, first: usize, end: usize) -> bool {
        let words = self.words;
        let mut head = first;
        while head < end && words.any(head, &phrase::DETERMINERS) {
            head += 1;
        }
        words.is(head, Class::NoSource) || words.is(first, Class::NoSource)
    }

    /// The length of a preposition that needs a document or somebody's words: "nach einer Studie", not "nach dem Spiel".
    fn following(&self, at: usize) -> usize {
        let words = self.words;
        let len = words.entry(at, Class::Following);
        let end = phrase::core(words, at + len, self.to, Place::Free);
        let speaks = (at + len..end.min(at + len + 4)).any(|k| words.any(k, &[Class::Document, Class::Words]));
        if speaks { len } else { 0 }
    }

    /// The length of a preposition with a bare word for a source behind it, which a comma closes: "de source policière,".
    fn bare_source(&self, at: usize) -> usize {
        let words = self.words;
        let opens = at == self.from || words.is_comma(at - 1);
        if !words.is(at, Class::From) || !opens || !words.is(at + 1, Class::Anyone) {
            return 0;
        }
        let end = phrase::core(words, at + 1, self.to, Place::Free);
        usize::from(end >= self.to || phrase::is_break(words, end))
    }

    /// The length of a preposition that says to whom it seems so: a person or people, or a body whose words stand in
    /// quotation marks, closed by a comma.
    fn opinion(&self, at: usize) -> usize {
        const WHO: [Class; 3] = [Class::Role, Class::Spokesperson, Class::Group];
        let words = self.words;
        if !words.is(at, Class::Opinion) || at != self.from {
            return 0;
        }
        let end = phrase::noun_phrase(words, at + 1, self.to, Place::Free);
        let mut head = at + 1;
        while head < end && words.any(head, &phrase::DETERMINERS) {
            head += 1;
        }
        let human = words.any(head, &WHO) || words.person(head).is_some();
        let body = words.any(head, &[Class::Company, Class::Institution, Class::Document])
            && (end..self.to).any(|k| words.opens(k));
        let speaks = head < end && (human || body);
        usize::from(speaks && words.is_comma(end) && end + 3 < self.to)
    }

    /// ", so der Minister": a tag whose cue is no verb.
    fn tag(&mut self, at: usize) {
        let Some((source, after)) = self.tagged(at) else { return };
        let content = self.left(at);
        self.push(Report {
            source,
            cue: piece(at, at + 1),
            content,
            tag_end: Some(after.end),
            told: after.told.map(|(a, b)| a..b),
            ..Report::default()
        });
    }

    /// Who speaks in a tag without a verb that begins at `at`, and what follows it.
    pub(super) fn tagged(&self, at: usize) -> Option<(std::ops::Range<usize>, phrase::Adjuncts)> {
        let words = self.words;
        let behind = at > self.from && (words.is_comma(at - 1) || words.closes(at - 1));
        let end = phrase::noun_phrase(words, at + 1, self.to, Place::AfterVerb);
        // "aldus directeur Joop Maas tegenover persbureau LLP"
        let after = phrase::adjuncts(words, end, self.to, true);
        let closed = after.end >= self.to || phrase::is_break(words, after.end);
        let speaks = end > at + 1 && !words.opens(at + 1) && self.can_speak(&(at + 1..end));
        (behind && closed && speaks).then_some((at + 1..end, after))
    }

    fn postposed(&mut self, at: usize) {
        let words = self.words;
        let lo = self.from.max(at.saturating_sub(14));
        let Some(start) = (lo..at).find(|&s| {
            let opens = words.any(s, &phrase::DETERMINERS)
                || words.is(s, Class::Same)
                || words.is_capital(s)
                || words.is(s, Class::Pronoun);
            opens && phrase::core(words, s, at, Place::Free) == at
        }) else {
            return;
        };
        if words.is(at, Class::Following) && !(start..at).any(|k| words.is(k, Class::Words)) {
            return;
        }
        if words.is(at - 1, Class::NoSource) {
            return;
        }
        let content = if start == self.from {
            self.right(at + 1 + usize::from(words.is_comma(at + 1)))
        } else {
            let mut content = self.left(start);
            if !phrase::is_break(words, at + 1) || words.is_comma(at + 1) {
                content.extend(self.right(at + 1 + usize::from(words.is_comma(at + 1))));
            }
            content
        };
        self.push(Report {
            source: start..at,
            cue: piece(at, at + 1),
            content,
            tag_end: Some(at + 1),
            ..Report::default()
        });
    }
}
