//! Where names stand and what they are names of.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Kind;
use super::parts;
use super::spelt::{Spelt, standing};
use super::table::{NameTable, Ordinary, Traits};
use super::word::{Shape, Word, Words};
use crate::annotate::place;
use crate::segment::Segments;
use crate::text::Text;

/// A name, as a range of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) kind: Kind,
}

/// A name has no more words than this.
pub(super) const LONGEST: usize = 12;

/// What is known of a document while its names are sought.
pub(super) struct Finder<'a> {
    pub(super) table: &'a NameTable,
    pub(super) text: &'a Text,
    pub(super) segments: &'a Segments,
    pub(super) words: &'a Words,
    /// Words that stand in small letters somewhere, and those that have a capital within a sentence.
    pub(super) small: HashSet<&'a str>,
    pub(super) high: HashSet<&'a str>,
    /// Words that stand behind another one with a capital: as the surname of a full name does.
    pub(super) behind: HashSet<&'a str>,
    /// What lists say of each word that is written like a name.
    known: Vec<Known>,
}

/// What lists say of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// How well known a place of that name is: see [`standing`].
    pub(super) standing: u8,
    /// People bear it as a name.
    pub(super) part: bool,
    /// It stands in small letters in other texts.
    pub(super) ordinary: bool,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        (table, ordinary): (&'a NameTable, Option<&'static Ordinary>),
        text: &'a Text,
        segments: &'a Segments,
        words: &'a Words,
    ) -> Finder<'a> {
        let mut small = HashSet::new();
        let mut high = HashSet::new();
        let mut behind = HashSet::new();
        for (i, word) in words.list.iter().enumerate() {
            match word.shape {
                Shape::Small => _ = small.insert(words.lower(i)),
                Shape::Capital | Shape::Mixed if !word.first_of_sentence => _ = high.insert(words.lower(i)),
                _ => {}
            }
        }
        for (i, pair) in words.list.windows(2).enumerate() {
            if pair[0].is_high()
                && pair[1].is_high()
                && !pair[0].traits.has(Traits::COMMON)
                && !pair[1].first_of_sentence
            {
                behind.insert(words.lower(i + 1));
            }
        }
        let known = known(text, segments, words, ordinary);
        Finder { table, text, segments, words, small, high, behind, known }
    }

    /// What lists say of a word that is written like a name.
    pub(super) fn known(&self, i: usize) -> Known {
        self.known[i]
    }

    /// The names of the text, in order.
    pub(super) fn find(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for sentence in &self.segments.sentences {
            let tokens = sentence.tokens.clone();
            let shouted = self.is_shouted(tokens.clone());
            let mut i = tokens.start;
            while i < tokens.end {
                let run = if self.table.no_capitals {
                    self.listed(i, tokens.clone())
                } else {
                    self.run(i, tokens.clone(), shouted)
                };
                match run {
                    Some(name) => {
                        i = name.tokens.end;
                        found.push(name);
                    }
                    None => i += 1,
                }
            }
        }
        found
    }

    /// Whether a sentence is all in capitals: then they say nothing.
    pub(super) fn is_shouted(&self, tokens: Range<usize>) -> bool {
        let (mut high, mut small) = (0, 0);
        for word in &self.words.list[tokens] {
            high += usize::from(word.shape == Shape::Capitals);
            small += usize::from(matches!(word.shape, Shape::Small | Shape::Capital | Shape::Mixed));
        }
        high > 4 && high > 3 * small
    }

    fn word(&self, i: usize) -> Word {
        self.words.list[i]
    }

    /// Whether a word with a capital is one that stands in small letters in other texts, and that no full name of this
    /// one ends with.
    fn is_ordinary(&self, i: usize) -> bool {
        let lower = self.words.lower(i);
        self.word(i).shape == Shape::Capital
            && self.known(i).ordinary
            && !self.behind.contains(lower)
            && !self.word(i).traits.has(Traits::ORGANISATION_HEAD)
            && !self.word(i).traits.has(Traits::PLACE_HEAD)
    }

    /// Whether a noun is a name where it stands: "Frau Koch", "Klaus Murjahn", "in Essen", "Polen". Elsewhere it is a cook, a
    /// hermitage, a meal.
    fn is_name_here(&self, i: usize, next_high: bool) -> bool {
        let places = || place::lookup(&self.folded(i));
        let land = |p: place::Entry| matches!(p.class(), place::Class::Country | place::Class::Region);
        let title = || self.is_before(i, Traits::HONORIFIC) || self.is_before(i, Traits::ROLE);
        let full = || {
            let next = self.word(i + 1).traits;
            !next.has(Traits::COMMON)
                && !self.is_ordinary(i + 1)
                && !self.is_noun(self.words.lower(i + 1))
                && !place::lookup(&self.folded(i + 1)).any(land)
        };
        places().next().is_some_and(land)
            || (self.place_before(i) && self.known(i).standing >= 2)
            || (self.is_part(i) && (title() || (next_high && full())))
    }

    /// Whether a word is all in capitals only to be heard: "I HIGHLY recommend it".
    fn is_emphasis(&self, i: usize) -> bool {
        let lower = self.words.lower(i);
        self.word(i).shape == Shape::Capitals
            && lower.chars().count() > 3
            && self.known(i).ordinary
            && !self.word(i).traits.has(Traits::ORGANISATION_HEAD)
    }

    /// Whether a word says from which well-known place someone or something is: "Chilean", "Goan".
    fn is_origin(&self, i: usize) -> bool {
        let lower = self.words.lower(i);
        let known = |stem: &str, ending: &str| {
            standing(place::lookup(&place::fold(stem))) >= 2
                || (ending.len() > 1 && standing(place::lookup(&place::fold(&format!("{stem}a")))) >= 2)
        };
        let from = |ending: &String| {
            lower.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().count() > 2 && known(stem, ending))
        };
        self.table.origin_endings.iter().any(from) && !self.is_part(i) && self.known(i).standing == 0
    }

    /// Whether a word ends like a noun that is no name.
    pub(super) fn is_noun(&self, lower: &str) -> bool {
        self.table.noun_endings.iter().any(|e| lower.ends_with(e.as_str()))
    }

    /// Whether a name can begin with a word.
    fn begins(&self, i: usize, end: usize) -> bool {
        let word = self.word(i);
        if !word.is_high() || word.traits.has(Traits::COMMON) {
            return false;
        }
        let next_high = i + 1 < end && self.word(i + 1).is_high();
        if word.traits.has(Traits::HONORIFIC)
            || (word.traits.has(Traits::ROLE) && !word.traits.has(Traits::ORGANISATION_HEAD))
        {
            return false;
        }
        let lower = self.words.lower(i);
        if lower.ends_with('\'') {
            return false;
        }
        if lower.chars().count() < 2 {
            return next_high;
        }
        if self.table.nouns_have_capitals && (self.is_ordinary(i) || self.is_noun(lower)) {
            return self.is_name_here(i, next_high);
        }
        if self.is_emphasis(i) || (!next_high && self.is_origin(i)) {
            return false;
        }
        if word.first_of_sentence && word.shape == Shape::Capital {
            // A capital that the sentence gives says nothing.
            if self.is_ordinary(i) && !(next_high && self.is_part(i) && self.is_part(i + 1)) {
                return false;
            }
            if self.high.contains(lower) {
                return true;
            }
            if self.small.contains(lower) && !next_high {
                return false;
            }
            return next_high
                || word.traits.has(Traits::ORGANISATION_HEAD)
                || self.is_part(i)
                || self.known(i).standing > 1;
        }
        true
    }

    /// The name that begins at a token.
    fn run(&self, i: usize, tokens: Range<usize>, shouted: bool) -> Option<Found> {
        let end = tokens.end.min(i + LONGEST);
        if self.word(i).traits.has(Traits::PLACE_SMALL) && self.word(i).shape == Shape::Small {
            return self.small_place(i, end);
        }
        if self.word(i).is_high() && self.word(i).traits.has(Traits::COMMON) {
            // "Le Monde", "La France insoumise"
            if i + 1 == tokens.end || !self.word(i + 1).is_high() {
                return None;
            }
            let mut spelt = self.spelt(i);
            spelt.read_names(tokens.end.min(i + 5));
            let listed = |e: usize| spelt.is_organisation(e) || spelt.standing(e) > 0;
            if let Some(longest) = (i + 2..=spelt.end()).rev().find(|&e| self.word(e - 1).is_high() && listed(e)) {
                let kind = if spelt.is_organisation(longest) { Kind::Organisation } else { Kind::Place };
                return Some(Found { tokens: i..longest, kind });
            }
            // "Spanish Air Force"
            let origin = self.word(i).traits.has(Traits::ORIGIN) && !self.word(i + 1).traits.has(Traits::COMMON);
            let rest = origin.then(|| self.run(i + 1, tokens, shouted)).flatten()?;
            let marked = self.words.list[rest.tokens.clone()].iter().any(|w| {
                w.is_high() && (w.traits.has(Traits::ORGANISATION_WORD) || w.traits.has(Traits::ORGANISATION_HEAD))
            });
            return (rest.kind == Kind::Organisation && marked && rest.tokens.start == i + 1)
                .then_some(Found { tokens: i..rest.tokens.end, kind: Kind::Organisation });
        }
        if shouted || !self.begins(i, tokens.end) {
            return None;
        }
        let head = self.word(i).traits.has(Traits::ORGANISATION_HEAD);
        let place_head = self.word(i).traits.has(Traits::PLACE_HEAD);
        let mut stop = i + 1;
        let mut high = 1;
        while stop < end {
            let next = self.word(stop);
            if next.is_high() && !next.traits.has(Traits::HONORIFIC) {
                stop += 1;
                high += 1;
                continue;
            }
            let before = self.word(stop - 1);
            let linked = next.traits.has(Traits::LINK)
                && before.is_high()
                && (before.traits.has(Traits::ORGANISATION_HEAD) || before.traits.has(Traits::ORGANISATION_WORD));
            if let Some(after) = self.bridge(stop, end, head || place_head || linked) {
                stop = after;
                high += 1;
                continue;
            }
            if head && let Some(after) = self.tail(stop, end) {
                stop = after;
                continue;
            }
            break;
        }
        let mut spelt = self.spelt(i);
        spelt.read(stop);
        spelt.read_names(tokens.end.min(stop + 4));
        if let Some(longer) = (stop + 1..=spelt.end()).rev().find(|&e| self.is_listed(&spelt, e)) {
            stop = longer;
        }
        let mut range = i..stop;
        // A word that only ends a phrase: "M. Roz de" never.
        while range.end > range.start + 1
            && !self.word(range.end - 1).is_high()
            && !self.word(range.end - 1).traits.has(Traits::ORGANISATION_TAIL)
            && !spelt.is_organisation(range.end)
        {
            range.end -= 1;
        }
        let kind = self.kind(range.clone(), high, &spelt)?;
        Some(Found { tokens: range, kind })
    }

    /// Small words between two high ones: where the name goes on behind them.
    fn bridge(&self, at: usize, end: usize, long: bool) -> Option<usize> {
        let mut i = at;
        let mut particles = true;
        let limit = if long { 3 } else { 2 };
        while i < end && i - at < limit {
            let word = self.word(i);
            if word.is_high() {
                break;
            }
            particles &= word.traits.has(Traits::PARTICLE);
            let inner = word.traits.has(Traits::PARTICLE) || (long && word.traits.has(Traits::INNER));
            if !inner {
                return None;
            }
            i += 1;
        }
        let goes_on = |i: usize| {
            let word = self.word(i);
            let origin = word.traits.has(Traits::ORIGIN) && i + 1 < end && self.word(i + 1).is_high();
            word.is_high() && (origin || !word.traits.has(Traits::COMMON))
        };
        let reached = i > at && i < end && goes_on(i);
        // "Paris de Nice" is no name; "Ursula von der Leyen" is.
        let person =
            particles && self.is_part(at - 1) && !self.is_ordinary(at - 1) && !(reached && self.is_ordinary(i));
        (reached && (long || person)).then_some(i + 1)
    }

    /// Small words that go on the name of an organisation: "Cour pénale internationale".
    fn tail(&self, at: usize, end: usize) -> Option<usize> {
        let mut i = at;
        while i < end && i - at < 2 && self.word(i).traits.has(Traits::INNER) && self.word(i).shape == Shape::Small {
            i += 1;
        }
        (i < end && self.word(i).traits.has(Traits::ORGANISATION_TAIL) && self.word(i).shape == Shape::Small)
            .then_some(i + 1)
    }

    /// "bande de Gaza".
    fn small_place(&self, i: usize, end: usize) -> Option<Found> {
        let after = i + usize::from(self.word(i).phrase);
        if after >= end || !self.word(after).is_high() || self.word(after).traits.has(Traits::COMMON) {
            return None;
        }
        let mut stop = after + 1;
        while stop < end && self.word(stop).is_high() {
            stop += 1;
        }
        Some(Found { tokens: i..stop, kind: Kind::Place })
    }

    /// In a script without capitals: the longest name of a list, or the words behind a title.
    fn listed(&self, i: usize, tokens: Range<usize>) -> Option<Found> {
        let word = self.word(i);
        if word.shape != Shape::Small || word.traits.has(Traits::COMMON) {
            return None;
        }
        let mut spelt = self.spelt(i);
        spelt.read_names(tokens.end.min(i + 5));
        let mut ends = (i + 1..=spelt.end()).rev().filter(|&e| self.word(e - 1).shape != Shape::Mark);
        let longest = ends.find_map(|e| {
            let kind = if spelt.is_organisation(e) {
                Kind::Organisation
            } else if spelt.standing(e) >= if self.place_before(i) { 2 } else { 3 } {
                Kind::Place
            } else {
                return None;
            };
            Some(Found { tokens: i..e, kind })
        });
        longest.or_else(|| self.titled(i, tokens))
    }

    /// "الرئيس" and what follows, as far as it is made of name parts.
    fn titled(&self, i: usize, tokens: Range<usize>) -> Option<Found> {
        let title = i > tokens.start
            && self.word(i - 1).traits.has(Traits::HONORIFIC) | self.word(i - 1).traits.has(Traits::ROLE);
        let known = |j: usize| {
            let w = self.word(j);
            w.shape == Shape::Small
                && !w.traits.has(Traits::COMMON)
                && (w.traits.has(Traits::PARTICLE) || self.is_part(j))
        };
        let mut stop = i;
        while stop < tokens.end.min(i + 5) && known(stop) {
            stop += 1;
        }
        let enough = if title { 1 } else { 2 };
        let plain = self.word(i).traits == Traits::default() || self.word(i).traits.has(Traits::PARTICLE);
        (title && plain && stop - i >= enough).then_some(Found { tokens: i..stop, kind: Kind::Person })
    }

    fn spelt(&self, first: usize) -> Spelt<'a> {
        Spelt::new(self.text, self.segments, first)
    }

    fn folded(&self, i: usize) -> String {
        place::fold(self.text.get(self.segments.tokens[i].span))
    }

    /// Whether a word that may belong to a name is a spelling of a name part that people bear.
    fn is_part(&self, i: usize) -> bool {
        let word = self.word(i);
        if word.is_high() {
            return self.known(i).part;
        }
        self.table.no_capitals && word.shape == Shape::Small && parts::is_part(&self.folded(i))
    }

    /// Whether the words up to a token are a name of a list as they stand.
    fn is_listed(&self, spelt: &Spelt, end: usize) -> bool {
        let last = self.word(end - 1);
        if matches!(last.shape, Shape::Mark | Shape::Number) || last.traits.has(Traits::INNER) {
            return false;
        }
        spelt.standing(end) >= 2 || spelt.is_organisation(end)
    }

    fn place_before(&self, i: usize) -> bool {
        i > 0 && self.is_before(i, Traits::PLACE_BEFORE)
    }

    /// Whether a phrase with a trait ends right before a token.
    fn is_before(&self, i: usize, traits: Traits) -> bool {
        (1..=4.min(i)).any(|back| {
            let word = self.word(i - back);
            usize::from(word.phrase) == back && word.traits.has(traits)
        })
    }

    /// What a run of words is a name of.
    fn kind(&self, tokens: Range<usize>, high: usize, spelt: &Spelt) -> Option<Kind> {
        let words = &self.words.list[tokens.clone()];
        let first = words[0];
        if spelt.is_organisation(tokens.end) {
            return Some(Kind::Organisation);
        }
        if self.is_before(tokens.start, Traits::HONORIFIC) {
            return Some(Kind::Person);
        }
        let title = self.is_before(tokens.start, Traits::ROLE);
        if spelt.is_country(tokens.end) {
            return Some(Kind::Place);
        }
        let marked = words.iter().any(|w| w.is_high() && w.traits.has(Traits::ORGANISATION_WORD));
        if words.len() > 1 && (first.traits.has(Traits::ORGANISATION_HEAD) || marked) && !title {
            return Some(Kind::Organisation);
        }
        let gazetteer = spelt.standing(tokens.end).max(self.case_standing(spelt.folded(tokens.end)));
        let place_word = words.len() > 1
            && (first.traits.has(Traits::PLACE_HEAD) || words[words.len() - 1].traits.has(Traits::PLACE_WORD));
        let place_before = self.place_before(tokens.start);
        if gazetteer >= 3 || (place_word && !title) || (gazetteer > 0 && place_before) {
            return Some(Kind::Place);
        }
        let parts = tokens.clone().filter(|&i| self.is_part(i)).count();
        let first_is_part = parts > 0 && self.is_part(tokens.start);
        if title && parts > 0 {
            return Some(Kind::Person);
        }
        if !title && !self.table.nouns_have_capitals {
            // "Battle", "Best Single"
            let mut high_words = tokens.clone().filter(|&i| self.word(i).is_high());
            if high_words.all(|i| self.is_ordinary(i)) {
                return None;
            }
        }
        let organisation_before = self.is_before(tokens.start, Traits::ORGANISATION_BEFORE);
        if high > 1 && first_is_part && parts * 2 >= high && !organisation_before {
            return Some(Kind::Person);
        }
        if words.len() == 1 && first.shape == Shape::Capitals {
            return (self.text.get(self.segments.tokens[tokens.start].span).chars().count() > 1)
                .then_some(Kind::Organisation);
        }
        if organisation_before {
            return Some(Kind::Organisation);
        }
        if gazetteer >= 2 {
            return Some(Kind::Place);
        }
        if self.table.nouns_have_capitals {
            // A German noun; only what is on a list is a name.
            let alone = high == 1
                && first_is_part
                && gazetteer == 0
                && (place_before || !first.first_of_sentence)
                && !self.small.contains(self.words.lower(tokens.start));
            return ((high > 1 && parts > 0) || title || alone).then_some(Kind::Person);
        }
        if place_before && parts == 0 {
            return Some(Kind::Place);
        }
        if parts > 0 {
            return Some(Kind::Person);
        }
        if gazetteer > 0 {
            return Some(Kind::Place);
        }
        if first.first_of_sentence && high == 1 {
            return None;
        }
        Some(Kind::Organisation)
    }

    /// The standing of a name without an ending of a case: "Монреале".
    fn case_standing(&self, folded: &str) -> u8 {
        let stems = self.table.endings.iter().filter_map(|e| folded.strip_suffix(e.as_str()));
        let mut form = String::new();
        stems
            .filter(|s| s.chars().count() > 2)
            .flat_map(|s| self.table.nominatives.iter().map(move |nominative| (s, nominative)))
            .map(|(stem, nominative)| {
                form.clear();
                form.push_str(stem);
                form.push_str(nominative);
                standing(place::lookup(&form))
            })
            .max()
            .unwrap_or(0)
    }

    /// One name is one thing in one text: a lone word takes the kind of the fuller name it is a part of, of the same name
    /// elsewhere else.
    pub(super) fn agree(&self, found: &mut [Found]) {
        let mut by_last: HashMap<&str, Kind> = HashMap::new();
        for name in found.iter().filter(|n| n.tokens.len() > 1 && n.kind == Kind::Person) {
            by_last.insert(self.words.lower(name.tokens.end - 1), name.kind);
        }
        for name in found.iter_mut().filter(|n| n.tokens.len() == 1) {
            if let Some(kind) = by_last.get(self.words.lower(name.tokens.start)) {
                name.kind = *kind;
            }
        }
    }
}

/// Looks each word up once, however often it stands there.
fn known(text: &Text, segments: &Segments, words: &Words, ordinary: Option<&Ordinary>) -> Vec<Known> {
    let mut seen: HashMap<&str, Known> = HashMap::new();
    let mut folded = String::new();
    let mut look = |(i, word): (usize, &Word)| {
        if !word.is_high() {
            return Known::default();
        }
        let lower = words.lower(i);
        *seen.entry(lower).or_insert_with(|| {
            folded.clear();
            place::fold_on(text.get(segments.tokens[i].span), &mut folded);
            Known {
                standing: standing(place::lookup(&folded)),
                part: parts::is_part(&folded),
                ordinary: ordinary.is_some_and(|o| o.has(lower)),
            }
        })
    };
    words.list.iter().enumerate().map(&mut look).collect()
}
