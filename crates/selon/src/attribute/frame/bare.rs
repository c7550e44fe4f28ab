//! Verbs of saying without a subject, where the language needs none: "Añadió que S", "S1, dice, S2".

use super::group::Group;
use super::{Report, Scene};
use crate::attribute::lexicon::{Class, Takes};
use crate::attribute::phrase;

impl Scene<'_, '_> {
    /// The report that carries on the one before.
    pub(super) fn bare(&self, group: &Group) -> Option<Report> {
        let words = self.words;
        if !self.grammar().null_subject || group.passive || !group.takes(Takes::Clause) {
            return None;
        }
        let before = group.start.checked_sub(1).filter(|&k| k >= self.from);
        let mark = before.is_some_and(|k| phrase::is_break(words, k) || words.closes(k));
        let mut at = group.tail.map_or(group.end, |t| group.end.max(t + 1));
        let deep = self.told_and_adjuncts(group, true);
        if !self.opens_content(group, at) {
            at = self.told_and_adjuncts(group, false).end;
        }
        if !self.opens_content(group, at) {
            at = deep.end;
        }
        let told = deep.told.map(|(a, b)| a..b);
        let carried = |content| Report { carries: true, told: told.clone(), ..Self::report(group, 0..0, content) };
        if mark && (deep.end >= self.to || phrase::is_break(words, deep.end)) && words.word(deep.end) != ":" {
            let mut content = self.left(group.start);
            let next = deep.end + 1;
            let goes_on = words.is_comma(deep.end)
                && next + 2 < self.to
                && !self.tag_at(next)
                && !words
                    .any(next, &[Class::According, Class::Citing, Class::CitedBy, Class::Anonymous, Class::Relative]);
            if goes_on && words.quotation(group.start).is_none() {
                content.extend(self.right(next));
            }
            return Some(Report { tag_end: Some(deep.end), ..carried(content) });
        }
        let begins = before
            .is_none_or(|k| mark || words.any(k, &[Class::And, Class::Connective, Class::Adverb]) || words.is_time(k))
            || self.led_in(group.start);
        (begins && self.opens_content(group, at)).then(|| {
            let next = if words.word(at) == ":" { at + 1 } else { at };
            carried(self.right(next))
        })
    }

    /// Whether nothing but a phrase with a preposition stands before a verb: "En un comunicado, añadió".
    fn led_in(&self, verb: usize) -> bool {
        let words = self.words;
        words.any(self.from, &[Class::Preposition, Class::At])
            && phrase::adjuncts(words, self.from, verb, true).end >= verb
    }

    /// Whether what is said begins here beyond doubt.
    fn opens_content(&self, group: &Group, at: usize) -> bool {
        let words = self.words;
        at < self.to
            && (words.is(at, Class::Complementizer)
                || words.word(at) == ":"
                || words.opens(at)
                || group.takes(Takes::Infinitive)
                    && self.infinitive_at(at)
                    && !self.grammar().infinitive_markers.is_empty())
    }
}
