//! What a report stands on, told in the sentence after it: "Die Zeitung beruft sich auf einen Beamten", "The paper cited
//! an official".

use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Takes};
use crate::attribute::phrase::{self, Place, SPEAKERS};

impl Scene<'_, '_> {
    /// The source that the sentence names for the last report of those before, which is the `last` of all.
    pub(super) fn basis(&self, last: &Report, index: usize) -> Option<Report> {
        let words = self.words;
        if !self.reports.is_empty() || last.source.is_empty() || !self.stands_before(last) {
            return None;
        }
        let start = phrase::skip_lead(words, self.from, self.to);
        let end = phrase::core(words, start, self.to, Place::AfterVerb);
        let points = words.any(start, &[Class::Pronoun, Class::Thing])
            || words.any(start, &[Class::Definite, Class::Demonstrative])
            || !words.lexicon.has_articles;
        let medium = (start..end)
            .any(|k| words.any(k, &[Class::Agency, Class::Outlet, Class::Dispatch, Class::Pronoun, Class::Thing]));
        if end == start || !points || !medium {
            return None;
        }
        let clitics = (end..self.to)
            .take(4)
            .take_while(|&k| {
                words.any(k, &[Class::Clitic, Class::Adverb, Class::Auxiliary]) && !words.is(k, Class::Citing)
            })
            .count();
        let cue = end + clitics;
        let quotes = words
            .verb(cue)
            .filter(|hit| hit.form.finite && words.lexicon.verbs[hit.verb].takes & Takes::Speaker.bit() != 0);
        let len = words.entry(cue, Class::Citing).max(quotes.map_or(0, |hit| hit.len));
        let from = cue + len + usize::from(words.is(cue + len, Class::To));
        let source = from..phrase::core(words, from, self.to, Place::Free);
        // In German every noun has a capital: "er berief sich auf ein Gespräch" names nobody.
        let speaker = source.clone().any(|k| words.any(k, &SPEAKERS) || words.name(k).is_some());
        let nouns = words.lexicon.grammar.capital_nouns;
        let speaks = self.can_speak(&source) || words.is(source.start, Class::Indefinite);
        let speaks = speaks && (speaker || !nouns);
        if len == 0 || source.is_empty() || !speaks {
            return None;
        }
        let content = last.content.clone();
        let (stance, cue) = (last.stance, piece(end, cue + len));
        Some(Report { source, cue, content, stance, via: Some(index), ..Report::default() })
    }

    /// Whether a report ends in the sentence before.
    fn stands_before(&self, report: &Report) -> bool {
        let sentences = &self.words.segments.sentences;
        let sentence = |k: usize| sentences.partition_point(|s| s.tokens.end <= k);
        sentence(report.end().saturating_sub(1)) + 1 >= sentence(self.from)
    }
}
