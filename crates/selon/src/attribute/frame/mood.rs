//! Reports that only the mood of a verb shows: "Er sei geflohen.", "Ils auraient pris l'argent."
//!
//! Behind a report they carry it on, on the word of its source; elsewhere nobody is named for them.

use super::{Report, Scene, piece};
use crate::attribute::clause;
use crate::attribute::lexicon::Class;
use crate::attribute::phrase::REACH;

impl Scene<'_, '_> {
    /// The sentence itself as a report, where it has none of its own and its verb is in the mood of reports. `before` is
    /// the report before it.
    pub(super) fn moods(&mut self, before: Option<&Report>) {
        let words = self.words;
        if !self.reports.is_empty() || self.to - self.from < 4 {
            return;
        }
        let bound = self.to.min(self.from + REACH);
        let Some(verb) = (self.from..bound).find(|&k| clause::is_finite(words, k) && words.quotation(k).is_none())
        else {
            return;
        };
        if !words.is(verb, Class::Reported)
            || (self.from..verb).any(|k| words.any(k, &[Class::Question]) && k == self.from)
        {
            return;
        }
        let content = piece(self.from, self.to);
        let near = before.filter(|b| self.near(b));
        let report = match near {
            Some(before) => Report { source: before.source.clone(), content, carries: true, ..Report::default() },
            None if self.grammar().mood_alone => Report { cue: piece(verb, verb + 1), content, ..Report::default() },
            None => return,
        };
        self.push(report);
    }

    /// Whether a report stands in the sentence before, or in the last one of the paragraph before.
    fn near(&self, report: &Report) -> bool {
        let sentences = &self.words.segments.sentences;
        let here = sentences.partition_point(|s| s.tokens.end <= self.from);
        let floor = here.checked_sub(1).map_or(0, |s| sentences[s].tokens.start);
        report.content.iter().chain(&report.cue).any(|r| r.end > floor)
    }
}
