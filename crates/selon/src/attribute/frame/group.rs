//! Groups of verbs: a verb of saying with its auxiliaries, negation and clitics.

use std::ops::Range;

use super::{Scene, piece};
use crate::attribute::Stance;
use crate::attribute::lexicon::{Class, Order, Takes};
use crate::attribute::phrase::{DETERMINERS, REACH, SPEAKERS};
use crate::attribute::words::Hit;

/// A verb of saying with what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Its tokens, in one piece or two.
    pub(super) cue: Vec<Range<usize>>,
    /// Where the piece that bears the tense begins.
    pub(super) start: usize,
    /// Behind the first piece.
    pub(super) end: usize,
    /// What it takes: bits of [`Takes`].
    takes: u8,
    stance: Stance,
    /// Says something only of certain subjects.
    pub(super) weak: bool,
    pub(super) gerund: bool,
    pub(super) passive: bool,
    pub(super) negated: bool,
    /// The subject behind a finite verb: "dit-il".
    pub(super) pronoun: Option<usize>,
    /// The last token of a group in two pieces.
    pub(super) tail: Option<usize>,
}

impl Group {
    /// Whether the verb takes such a thing.
    pub(super) fn takes(&self, what: Takes) -> bool {
        self.takes & what.bit() != 0
    }

    /// What the subject does with the content.
    pub(super) fn says(&self) -> Stance {
        match (self.negated, self.stance) {
            (true, Stance::Asserts) => Stance::Doubts,
            (true, Stance::Denies) => Stance::Asserts,
            (_, stance) => stance,
        }
    }
}

impl Scene<'_, '_> {
    /// The groups of the sentence, in order.
    pub(super) fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut at = self.from;
        while at < self.to && groups.len() < super::MAX_PER_SENTENCE {
            // Verbs in set phrases say nothing: "who asked not to be named", "quoted by".
            let set = [Class::Anonymous, Class::CitedBy, Class::Citing, Class::According];
            let phrase = set.into_iter().map(|c| self.words.entry(at, c)).max().unwrap_or(0);
            if phrase > 1 {
                at += phrase;
                continue;
            }
            let after = groups.last().map_or(self.from, |g| g.end);
            if let Some(group) = self.group(at, after) {
                at = group.end.max(at + 1);
                groups.push(group);
            } else {
                at += 1;
            }
        }
        groups
    }

    fn group(&self, at: usize, floor: usize) -> Option<Group> {
        let words = self.words;
        let (hit, takes, stance, weak) = self.entry(at)?;
        let mut end = at + hit.len;
        let (mut start, mut aux, mut passive, mut negated, mut reflexive) = (at, None, false, false, false);
        let mut pronoun = None;
        let mut k = at;
        while k > floor && at - k < 8 {
            let p = k - 1;
            let inverted = words.any(p, &[Class::Pronoun, Class::Impersonal])
                && words.written(p).starts_with(['-', '\u{2010}', '\u{2011}']);
            if words.any(p, &[Class::Auxiliary, Class::Passive]) {
                passive |= words.is(p, Class::Passive) && aux.is_none_or(|_| words.is(p, Class::Passive));
                aux = Some(p);
                start = p;
            } else if words.is(p, Class::Negation) {
                negated = true;
                start = p;
            } else if inverted {
                pronoun = Some(p);
            } else if words.is(p, Class::Clitic) && self.leans(p, k) {
                reflexive |= !words.any(p, &DETERMINERS);
                start = p;
            } else if !(words.is(p, Class::Adverb) && !words.is_mark(p) && !words.any(p, &DETERMINERS)) {
                break;
            }
            k = p;
        }
        let form = hit.form;
        if words.is(end, Class::Negation) && form.finite && aux.is_none() {
            negated = true;
            end += words.entry(end, Class::Negation);
        }
        if words.is(end, Class::Clitic) && !words.is(end, Class::Pronoun) && words.written(end).starts_with('-') {
            // "queixou-se"
            end += 1;
        }
        if form.finite
            && aux.is_none()
            && words.any(end, &[Class::Pronoun, Class::Impersonal])
            && words.written(end).starts_with(['-', '\u{2010}', '\u{2011}'])
        {
            pronoun = Some(end);
        }
        let mut cue = piece(start, end);
        let mut tail = None;
        if let Some(p) = pronoun.filter(|&p| p < at) {
            cue = vec![start..p, p + 1..end];
        }
        let grammar = &words.lexicon.grammar;
        let plain = form.finite || form.gerund && aux.is_some() || form.infinitive && aux.is_some();
        if aux.is_none()
            && form.participle
            && (!form.finite || grammar.split_auxiliary && self.far_auxiliary(at, floor).is_some())
        {
            // "hat am Montag mitgeteilt"
            let auxiliary = grammar.split_auxiliary.then(|| self.far_auxiliary(at, floor)).flatten()?;
            passive = words.is(auxiliary, Class::Passive) && !words.is(auxiliary, Class::Auxiliary);
            tail = Some(end - 1);
            return Some(Group {
                cue: vec![auxiliary..auxiliary + 1, start..end],
                start: auxiliary,
                end: auxiliary + 1,
                takes,
                stance,
                weak,
                gerund: false,
                passive,
                negated,
                pronoun: None,
                tail,
            });
        }
        let gerund = form.gerund && aux.is_none() && !form.finite;
        if !(plain || gerund || form.participle && aux.is_some()) {
            return None;
        }
        if aux.is_none() && !gerund && self.is_noun(at, start) {
            return None;
        }
        if let Some(particle) = &words.lexicon.verbs[hit.verb].particle {
            let found = self.particle(end, particle)?;
            if found == end {
                cue = piece(start, found + 1);
                end = found + 1;
            } else {
                cue = vec![start..end, found..found + 1];
                tail = Some(found);
            }
        }
        let passive = passive && form.participle && !reflexive && aux.is_some();
        Some(Group { cue, start, end, takes, stance, weak, gerund, passive, negated, pronoun, tail })
    }

    /// Whether a word that may be an article leans on the verb here: "l'a annoncé", "il le dit".
    pub(super) fn leans(&self, at: usize, next: usize) -> bool {
        let words = self.words;
        if !words.any(at, &DETERMINERS) && !words.is(at, Class::Link) {
            return true;
        }
        let clause = words.is_mark(at.saturating_sub(1))
            || at == self.from
            || words.any(at - 1, &[Class::And, Class::Connective, Class::Complementizer]);
        words.is(next, Class::Auxiliary)
            || words.is(at, Class::Own) && !clause
            || at > self.from && words.any(at - 1, &[Class::Pronoun, Class::Negation, Class::Relative])
            || at > self.from && words.is_comma(at - 1)
    }

    /// Whether a word that may be a verb is a noun here: "la demande", "his claim", "a report said".
    fn is_noun(&self, at: usize, start: usize) -> bool {
        let words = self.words;
        if start == self.from || start != at || self.grammar().order == Order::Final {
            return false;
        }
        if self.grammar().capital_nouns && !words.is_capital(at) {
            return false;
        }
        let before = start - 1;
        // "a laboratory report": a noun that may be a verb is one only behind a pronoun.
        if words.any(at, &SPEAKERS)
            && !words.any(before, &[Class::Pronoun, Class::Relative, Class::Impersonal])
            && !words.is_comma(before)
        {
            return true;
        }
        // "Lo riferisce la Guardia costiera": no article where a clause needs no subject.
        let points = self.grammar().null_subject && before == self.from && words.is(before, Class::Pointer);
        let article = !points
            && words.any(before, &DETERMINERS)
            && (!words.is(before, Class::Pronoun) || words.is(before, Class::Definite));
        let clausal = words.any(before, &[Class::Adverb, Class::Complementizer, Class::Connective]);
        let preposition = words.any(before, &[Class::Link, Class::To, Class::Same])
            || !clausal && words.any(before, &[Class::Preposition, Class::At]);
        let name =
            words.is_capital(at) && start > self.from && !matches!(words.word(before), "«" | "“" | "\"" | ":" | "„");
        article || preposition || name
    }

    /// The auxiliary of a participle that stands apart, in the same clause.
    fn far_auxiliary(&self, at: usize, floor: usize) -> Option<usize> {
        let words = self.words;
        let lo = floor.max(at.saturating_sub(24));
        for k in (lo..at).rev() {
            if words.is_comma(k) || matches!(words.word(k), ":" | ";") || words.is(k, Class::Complementizer) {
                return None;
            }
            if words.any(k, &[Class::Auxiliary, Class::Passive]) {
                return Some(k);
            }
        }
        None
    }

    /// The verb that begins here, with what its entries take together: one whose particle stands in the clause before all
    /// others.
    fn entry(&self, at: usize) -> Option<(Hit, u8, Stance, bool)> {
        let words = self.words;
        let longest = words.verb(at)?.len;
        let hits = || words.hits(at).iter().filter(|h| h.class == Class::Verb && h.len == longest);
        let verb = |h: &Hit| &words.lexicon.verbs[h.verb];
        // "geht aus dem Bericht hervor": of two particles, the one that stands last.
        let stands = |h: &Hit| verb(h).particle.as_deref().and_then(|p| self.particle(at + h.len, p));
        if let Some((_, hit)) = hits().filter_map(|h| Some((stands(h)?, h))).rev().max_by_key(|(k, _)| *k) {
            let verb = verb(hit);
            return Some((*hit, verb.takes, verb.stance, verb.weak));
        }
        let mut all = hits().filter(|h| verb(h).particle.is_none());
        let mut hit = *all.next()?;
        let (mut takes, mut stance, mut weak) = (verb(&hit).takes, verb(&hit).stance, verb(&hit).weak);
        for other in all {
            takes |= verb(other).takes;
            weak &= verb(other).weak;
            stance = if stance == Stance::Asserts { verb(other).stance } else { stance };
            hit.form.finite |= other.form.finite;
            hit.form.participle |= other.form.participle;
            hit.form.gerund |= other.form.gerund;
            hit.form.infinitive |= other.form.infinitive;
        }
        Some((hit, takes, stance, weak))
    }

    /// Where the particle of a verb stands, at the end of its clause.
    fn particle(&self, from: usize, particle: &str) -> Option<usize> {
        let words = self.words;
        let bound = self.to.min(from + REACH);
        let stop = (from..bound).find(|&k| matches!(words.word(k), ":" | ";") || words.is_comma(k)).unwrap_or(bound);
        (from..stop).rev().find(|&k| words.word(k) == particle)
    }
}
