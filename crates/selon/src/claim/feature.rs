//! What statements can share: concepts, names, places, numbers, times, words; and what keeps two statements apart.

use std::collections::BTreeMap;

use super::Statement;
use super::detail::{self, Count};
use super::number::Numbers;
use crate::annotate::name::Kind;
use crate::annotate::time;
use crate::attribute::Stance;
use crate::concept::{CONCEPTS, Concepts, fold, skeleton};
use crate::lang::Lang;
use crate::reading::Reading;
use crate::segment::TokenKind;
use crate::text::Span;

/// Numbers up to this are no more than grammar: "one" is an article in half of the languages, "two" stands everywhere.
const SMALL: f64 = 2.0;

/// The letters that two forms of a word of one language share.
const STEM: usize = 6;

/// The least letters of a word that is looked for in another language, and the consonants that it must share.
const COGNATE: (usize, usize) = (6, 5);

/// The sorts of features. A sort is compared with the same sort only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub(super) enum Sort {
    /// News concepts.
    Concept,
    /// Names and places.
    Name,
    /// Lengths of time: ages, delays.
    Length,
    /// Numbers of anything else.
    Number,
    /// Days and months.
    Time,
    /// Words of one language.
    Word,
    /// Words that look alike in several languages.
    Cognate,
}

/// How many sorts there are.
pub(super) const SORTS: usize = 7;

/// A feature that a statement has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    /// The same for all statements that have it.
    pub(super) feature: u32,
    pub(super) sort: Sort,
    /// Rare features weigh more.
    pub(super) weight: f32,
}

/// What one statement brings.
#[derive(Debug, Clone)]
pub(super) struct Traits {
    /// In ascending order.
    pub(super) features: Vec<Held>,
    /// The sum of the squared weights, by sort.
    pub(super) mass: [f32; SORTS],
    /// Its counts, under names that are the same in all languages.
    pub(super) counts: Vec<Count>,
    /// Whether it says that something is not so; a denial of "it is not so" says that it is.
    pub(super) negative: bool,
    /// Whether it takes back what the same outlet said before.
    pub(super) retracts: bool,
    /// Which reading it stands in.
    pub(super) reading: usize,
    /// The language of that.
    pub(super) lang: Option<Lang>,
    /// The last voice of its chain.
    pub(super) voice: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Feature {
    sort: Sort,
    key: String,
}

/// Reads the traits of all statements, which stand in the order of their readings. What a user has `said` of some is read in
/// the place of their own words.
pub(super) fn traits(
    readings: &[&Reading],
    statements: &[Statement],
    said: &BTreeMap<usize, Reading>,
    numbers: &[Numbers],
    counts: &[Vec<Count>],
) -> Vec<Traits> {
    let mut found: Vec<(Vec<Feature>, bool)> = Vec::with_capacity(statements.len());
    for (at, reading) in readings.iter().enumerate() {
        let begin = statements.partition_point(|s| s.reading < at);
        let own = &statements[begin..statements.partition_point(|s| s.reading <= at)];
        if own.is_empty() {
            continue;
        }
        let page = Page::new(reading, &numbers[at]);
        found.extend(own.iter().enumerate().map(|(i, statement)| {
            match said.get(&(begin + i)) {
                Some(said) => Page::new(said, &Numbers::of(said))
                    .features(&Statement { span: said.dispatch.text.all(), ..statement.clone() }),
                None => page.features(statement),
            }
        }));
    }
    let mut traits = Vec::with_capacity(statements.len());
    for (i, (features, (_, negative))) in held(&found).into_iter().zip(&found).enumerate() {
        let statement = &statements[i];
        let reading = readings[statement.reading];
        let mut mass = [0.0; SORTS];
        for held in &features {
            mass[held.sort as usize] += held.weight * held.weight;
        }
        traits.push(Traits {
            features,
            mass,
            counts: counts[i].iter().map(|c| shared_name(c, reading)).collect(),
            negative: *negative,
            retracts: retracts(reading, statement.span),
            reading: statement.reading,
            lang: reading.dispatch.lang,
            voice: statement.chain.last().copied(),
        });
    }
    traits
}

/// Numbers the features of all statements, and weighs them by how many have them.
fn held(found: &[(Vec<Feature>, bool)]) -> Vec<Vec<Held>> {
    let total = found.len().max(2) as f32;
    let mut all: Vec<(&Feature, usize)> =
        found.iter().enumerate().flat_map(|(i, (own, _))| own.iter().map(move |f| (f, i))).collect();
    all.sort_unstable();
    let mut held: Vec<Vec<Held>> = found.iter().map(|(own, _)| Vec::with_capacity(own.len())).collect();
    for (number, same) in all.chunk_by(|a, b| a.0 == b.0).enumerate() {
        let weight = 1.0 + (total / same.len() as f32).ln();
        for &(feature, statement) in same {
            held[statement].push(Held { feature: number as u32, sort: feature.sort, weight });
        }
    }
    held
}

/// Whether the sentence of a passage takes back its author's own words.
fn retracts(reading: &Reading, span: Span) -> bool {
    let table = reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang));
    let sentence = reading.segments.sentence_at(span).map_or(span, |s| reading.segments.sentences[s].span);
    table.is_some_and(|t| t.retracts(&fold(reading.dispatch.text.get(sentence))))
}

/// A count whose noun is named by its concept, where it has one: "havens" and "Häfen" are harbours. What figures name alike in all
/// languages ("dead") they name in English.
fn shared_name(count: &Count, reading: &Reading) -> Count {
    let noun = fold(&count.what);
    let mut tables =
        [reading.dispatch.lang, Some(Lang::EN)].into_iter().flatten().filter_map(|lang| CONCEPTS.get(lang));
    let concept = tables.find_map(|table| table.head(&noun));
    concept.map_or_else(|| count.clone(), |concept| count.named(concept))
}

/// Whether a passage says that something is not so, as far as its words have been read.
#[derive(Default)]
struct Polarity {
    words: usize,
    no: bool,
    marked: bool,
    partner: bool,
    /// Within a clause about somebody who was spoken of: "who did not want to be named".
    relative: bool,
}

impl Polarity {
    /// A sign between words: a clause may end there.
    fn mark(&mut self, sign: &str) {
        self.relative &= !matches!(sign, "," | ";" | ":" | "،" | "؛" | "–" | "—");
    }

    /// `aside`: whether the word belongs to who says it, or to what is rejected.
    fn word(&mut self, table: &Concepts, word: &str, aside: bool) {
        self.words += 1;
        self.relative |= self.words > 1 && table.is_relative(word);
        if aside || self.relative {
            return;
        }
        self.no |= table.says_no(word);
        self.marked |= table.marks_no(word);
        self.partner |= table.says_no_beside(word);
    }

    fn is_negative(&self) -> bool {
        self.no || (self.marked && self.partner)
    }
}

/// A reading with what is looked up again and again.
pub(super) struct Page<'a> {
    reading: &'a Reading,
    table: Option<&'a Concepts>,
    numbers: &'a Numbers,
    /// Who says it and the words that say so, which are no part of what is said; in the order of the text.
    frames: Vec<Span>,
    /// Who says it, alone: what is denied of a source is not denied of what it says.
    sources: Vec<Span>,
}

impl<'a> Page<'a> {
    pub(super) fn new(reading: &'a Reading, numbers: &'a Numbers) -> Page<'a> {
        let attributions = &reading.attributions.attributions;
        let mut frames: Vec<Span> = attributions.iter().flat_map(|a| a.source.iter().chain(&a.cue)).copied().collect();
        frames.sort_unstable();
        Page {
            reading,
            table: reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang)),
            numbers,
            frames,
            sources: attributions.iter().flat_map(|a| &a.source).copied().collect(),
        }
    }

    /// The features of a passage, in ascending order, each once, and whether it says that something is not so.
    fn features(&self, statement: &Statement) -> (Vec<Feature>, bool) {
        let mut found = Vec::new();
        let negative = self.visit(statement.span, &mut |sort, key, _| found.push(Feature { sort, key }));
        found.sort_unstable();
        found.dedup();
        (found, negative != (statement.stance == Stance::Denies))
    }

    /// Gives all features of a passage, each with the words that show it; returns whether it says that something is not so.
    pub(super) fn visit(&self, span: Span, add: &mut impl FnMut(Sort, String, Span)) -> bool {
        let marks = &self.reading.marks;
        let text = &self.reading.dispatch.text;
        let frames: Vec<Span> = self.frames.iter().copied().filter(|f| f.overlaps(span)).collect();
        let framed = |s: Span| frames.iter().any(|f| f.overlaps(s));
        let names: Vec<Span> = marks.names.names.iter().map(|n| n.span).filter(|n| span.overlaps(*n)).collect();
        for name in marks.names.names.iter().filter(|n| span.contains(n.span) && !framed(n.span)) {
            let words = fold(&marks.names.entities[name.entity].name);
            // A person is known by the last part of the name, which every page writes.
            let key = if name.kind == Kind::Person { words.rsplit(' ').next().unwrap_or("") } else { words.as_str() };
            if let Some(key) = skeleton(key) {
                add(Sort::Name, key, name.span);
            }
        }
        for place in marks.places.iter().filter(|p| p.resolved && span.contains(p.span) && !framed(p.span)) {
            if let Some(first) = place.candidates.first() {
                add(Sort::Name, format!("#{}", first.geonames), place.span);
            }
        }
        let numbers = self.numbers.stated.iter().map(|n| (n.span, n.low, n.high));
        let figures = marks.figures.iter().filter(|f| !self.numbers.is_rejected(f.span));
        let figures = figures.map(|f| (f.span, f.low, f.high));
        for (at, low, high) in numbers.chain(figures).filter(|(at, ..)| span.contains(*at)) {
            for n in [low, high].into_iter().flatten().filter(|n| *n > SMALL) {
                add(Sort::Number, n.to_string(), at);
            }
        }
        let times = &marks.times;
        let timexes: Vec<Span> = times.timexes.iter().map(|t| t.span).filter(|t| span.overlaps(*t)).collect();
        for timex in times.timexes.iter().filter(|t| span.overlaps(t.span)) {
            match timex.kind {
                time::Kind::Duration => add(Sort::Length, timex.value.clone(), timex.span),
                time::Kind::Date | time::Kind::Time => {
                    if let Some(day) = detail::calendar(&timex.value).filter(|v| v.len() > 4) {
                        add(Sort::Time, day.to_owned(), timex.span);
                    }
                }
                time::Kind::Set => {}
            }
        }
        let mut polarity = Polarity::default();
        let asides = self.sources.iter().chain(&self.numbers.rejected).copied();
        let asides: Vec<Span> = asides.filter(|s| s.overlaps(span)).collect();
        for token in &self.reading.segments.tokens[self.reading.segments.tokens_in(span)] {
            if token.kind != TokenKind::Word {
                polarity.mark(text.get(token.span));
                continue;
            }
            let aside = asides.iter().any(|s| s.overlaps(token.span));
            let known = [&names, &frames, &timexes].iter().any(|s| s.iter().any(|s| s.overlaps(token.span)));
            let folded = fold(text.get(token.span));
            for word in folded.split(' ').filter(|w| !w.is_empty()) {
                if let Some(table) = self.table {
                    polarity.word(table, word, aside);
                }
                if !known {
                    self.word(word, &mut |sort, key| add(sort, key, token.span));
                }
            }
        }
        polarity.is_negative()
    }

    fn word(&self, word: &str, add: &mut impl FnMut(Sort, String)) {
        if self.table.is_some_and(|t| t.is_empty_word(word)) {
            return;
        }
        let concepts = self.table.map_or_else(Vec::new, |t| t.concepts(word));
        if !concepts.is_empty() {
            for concept in concepts {
                add(Sort::Concept, concept.to_owned());
            }
            return;
        }
        // Words of three letters and less are mostly grammar where no table says so.
        let letters = word.chars().count();
        if letters > 3 {
            add(Sort::Word, word.chars().take(STEM).collect());
        }
        if letters >= COGNATE.0
            && let Some(sound) = skeleton(word).filter(|s| s.len() >= COGNATE.1 - 1)
        {
            add(Sort::Cognate, sound.chars().take(COGNATE.1).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Polarity;
    use crate::concept::{CONCEPTS, fold};
    use crate::lang::Lang;

    fn negative(lang: &str, words: &str) -> bool {
        let table = Lang::parse(lang).and_then(|lang| CONCEPTS.get(lang)).expect("a table");
        let mut polarity = Polarity::default();
        for word in words.split_inclusive(',') {
            let (word, comma) = word.strip_suffix(',').map_or((word, false), |word| (word, true));
            fold(word).split(' ').filter(|w| !w.is_empty()).for_each(|w| polarity.word(table, w, false));
            if comma {
                polarity.mark(",");
            }
        }
        polarity.is_negative()
    }

    #[test]
    fn what_is_denied_of_a_source_is_not_denied_of_what_it_says() {
        assert!(negative("en", "The officer, who was there, said that nobody was hurt"));
        assert!(!negative("en", "The gate was shut, said an officer who did not want to be named"));
        assert!(negative("fr", "Personne n'a été blessé"));
        assert!(negative("fr", "La caméra ne marchait plus"));
        assert!(!negative("fr", "Une personne a été blessée"));
        assert!(!negative("fr", "Le navire n'est autorisé à prendre que 120 passagers"));
    }
}
