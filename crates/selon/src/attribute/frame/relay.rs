//! Relays: "TASS, citing a source, reports", "a source cited by TASS says". The order of relay is not the order of words.

use super::{Report, Scene, piece};
use crate::attribute::lexicon::{Class, Order};
use crate::attribute::phrase::{self, Place, SPEAKERS};

impl Scene<'_, '_> {
    /// Adds the voices that stand in relay words, each joined to the report that it deepens or carries.
    pub(super) fn relays(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let citing = self.words.entry(at, Class::Citing);
            let cited = self.words.entry(at, Class::CitedBy);
            let medium = self.words.entry(at, Class::Medium);
            if medium > 0 {
                self.medium(at, medium);
            }
            if citing > 0 {
                self.citing(at, citing);
            } else if cited > 0 {
                self.cited_by(at, cited);
            }
            at += citing.max(cited).max(1);
        }
    }

    /// "Sur l'antenne de Radio Molène, X a dit": the medium relays.
    fn medium(&mut self, at: usize, len: usize) {
        let name = self.relay_source(at + len);
        if let Some(host) = self.nearest(at).filter(|_| !name.is_empty())
            && self.reports[host].told.is_none()
        {
            self.reports[host].told = Some(name);
        }
    }

    fn relay_source(&self, from: usize) -> std::ops::Range<usize> {
        let words = self.words;
        let end = phrase::core(words, from, self.to, Place::Free);
        // In a language of cases, a medium that stands in none begins the next phrase.
        let medium = |k: &usize| words.any(*k, &[Class::Agency, Class::Outlet]) && !words.is_inflected(*k);
        let opens = words.is(self.from, Class::Citing) && from == self.from + words.entry(self.from, Class::Citing);
        let cut = (from + 1..end).find(|k| opens && !words.lexicon.has_articles && medium(k));
        let end = cut.unwrap_or(end);
        // "citing the mayor, Paul Roz": an apposition only of a name.
        if end > from && words.is_comma(end) && words.is_capital(end + 1) && !words.is_capital(end.saturating_sub(1)) {
            let name = phrase::core(words, end + 1, self.to, Place::Free);
            if name > end + 1 && (name >= self.to || phrase::is_break(words, name)) {
                return from..name;
            }
        }
        from..end
    }

    /// The report that a relay word at `at` speaks of: whose source stands nearest before it, else the nearest at all.
    fn nearest(&self, at: usize) -> Option<usize> {
        let before = |r: &&(usize, &Report)| !r.1.source.is_empty() && r.1.source.end <= at;
        let all: Vec<(usize, &Report)> = self.reports.iter().enumerate().collect();
        all.iter()
            .filter(before)
            .max_by_key(|(i, r)| (r.source.end, std::cmp::Reverse(*i)))
            .or_else(|| all.iter().filter(|(_, r)| r.cue_start() > at).min_by_key(|(i, r)| (r.cue_start(), *i)))
            .map(|(i, _)| *i)
    }

    /// Whether a relay word has a report to deepen.
    pub(super) fn relays_something(&self, at: usize) -> bool {
        self.nearest(at).is_some()
    }

    /// Where a relay that opens the sentence ends: "Со ссылкой на синоптиков газета пишет".
    pub(super) fn behind_relay(&self) -> usize {
        let citing = self.words.entry(self.from, Class::Citing);
        if citing == 0 { self.from } else { self.relay_source(self.from + citing).end }
    }

    fn citing(&mut self, at: usize, len: usize) {
        let last = self.grammar().order == Order::Final;
        let source = if last { self.before_relay(at) } else { self.relay_source(at + len) };
        // A mere preposition cites only who can speak.
        let mere = len == 1 && self.words.is(at, Class::Preposition);
        if source.is_empty() || mere && !source.clone().any(|k| self.words.any(k, &SPEAKERS)) {
            return;
        }
        let noun = source.clone().find(|&k| !self.words.any(k, &phrase::DETERMINERS)).unwrap_or(source.start);
        if self.words.opens(noun) && !self.words.is_capital(noun + 1) && !self.words.is_uncased(noun + 1) {
            // "invoquant des « raisons de santé »": nobody.
            return;
        }
        let Some(host) = self.nearest(at) else { return };
        let content = self.reports[host].content.clone();
        let stance = self.reports[host].stance;
        self.push(Report { source, cue: piece(at, at + len), content, stance, via: Some(host), ..Report::default() });
    }

    /// "Poyraz ajansı bir yetkiliye dayandırarak …": where the verb stands last, who is cited stands before the relay's word.
    fn before_relay(&self, at: usize) -> std::ops::Range<usize> {
        let words = self.words;
        let lo = self.from.max(at.saturating_sub(8));
        let open = (lo..at).rev().find(|&k| phrase::is_break(words, k)).map_or(lo, |k| k + 1);
        let begins = |k: &usize| words.any(*k, &phrase::DETERMINERS) || words.is_capital(*k);
        let start = (open..at).filter(begins).find(|&k| phrase::core(words, k, at, Place::Free) == at);
        start.map_or(at..at, |start| start..at)
    }

    fn cited_by(&mut self, at: usize, len: usize) {
        let source = self.relay_source(at + len);
        let own = self.words.any(source.start, &[Class::Own, Class::Demonstrative]);
        if source.is_empty() || own || !self.can_speak(&source) {
            return;
        }
        let Some(host) = self.nearest(at) else { return };
        let end = source.end;
        let mut content = self.reports[host].content.clone();
        let told: Vec<_> = self.reports[host].cue.iter().cloned().chain([self.reports[host].source.clone()]).collect();
        // Y's content is the clause "« S », a dit X".
        if content.len() == 1 && told.iter().all(|t| t.start >= content[0].start && t.end <= at) {
            let mut stop = at;
            while stop > content[0].end && self.words.is_comma(stop - 1) {
                stop -= 1;
            }
            content[0].end = content[0].end.max(stop);
        }
        let index = self.reports.len();
        self.push(Report { source, cue: piece(at, at + len), content, tag_end: Some(end), ..Report::default() });
        if self.reports.len() > index {
            let deeper = self.reports[host].via;
            self.reports[host].via = Some(index);
            self.reports[index].via = deeper;
        }
    }

    /// Cuts sources where a relay begins inside them.
    pub(super) fn trim(&mut self) {
        let words = self.words;
        for report in &mut self.reports {
            let range = report.source.clone();
            if let Some(cut) = range.clone().skip(1).find(|&k| words.any(k, &[Class::Citing, Class::CitedBy])) {
                let mut end = cut;
                while end > range.start && words.is_comma(end - 1) {
                    end -= 1;
                }
                report.source.end = end.max(range.start + 1);
            }
        }
    }
}
