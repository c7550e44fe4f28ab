//! What follows a verb of saying, as far as the verb lets it.

use std::ops::Range;

use super::Scene;
use super::group::Group;
use crate::attribute::lexicon::{Class, Takes};
use crate::attribute::phrase::{self, Place};

impl Scene<'_, '_> {
    /// The content that follows a verb, from where its adjuncts end.
    pub(super) fn content_after(&self, group: &Group, at: usize) -> Option<Vec<Range<usize>>> {
        let words = self.words;
        if at >= self.to || words.any(at, &[Class::Citing, Class::CitedBy]) {
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
        if clause && words.is(at, Class::Link) && words.is(at + 1, Class::Complementizer) {
            // "informó de que S"
            return some(self.right(at + 1));
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
            let of = words.is(next, Class::Link) && words.is(next + 1, Class::Complementizer);
            let fits = clause && (words.any(next, &[Class::Complementizer]) || of)
                || group.takes(Takes::Infinitive) && self.infinitive_at(next)
                || group.takes(Takes::Noun) && words.any(next, &phrase::DETERMINERS);
            if fits {
                return some(self.right(next));
            }
        }
        if group.takes(Takes::Infinitive) && self.infinitive_at(at) {
            return some(self.right(at));
        }
        if group.takes(Takes::About) && words.any(at, &[Class::Link, Class::At, Class::Preposition]) {
            return some(self.right(at + words.entry(at, Class::Preposition).max(1)));
        }
        // "le dit parti": the clitic stands for whom it is said of.
        let said_of =
            clause && group.start > 0 && words.is(group.start, Class::Clitic) && words.is(group.start, Class::Definite);
        let bare = (group.takes(Takes::Noun) || said_of)
            && !phrase::is_break(words, at)
            && (!words.is(at, Class::Preposition) || words.any(at, &[Class::Link, Class::Indefinite]));
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
    pub(super) fn infinitive_at(&self, at: usize) -> bool {
        let words = self.words;
        let infinitive = |k: usize| {
            self.grammar()
                .infinitive_endings
                .iter()
                .any(|e| words.word(k).ends_with(e.as_str()) && (words.word(k).len() > e.len() || e.len() > 3))
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

    pub(super) fn after_colon(&self, at: usize) -> Option<usize> {
        (self.words.word(at) == ":" && at + 1 < self.to).then_some(at + 1)
    }
}

fn some(content: Vec<Range<usize>>) -> Option<Vec<Range<usize>>> {
    (!content.is_empty()).then_some(content)
}
