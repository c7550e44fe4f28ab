//! Translations: dispatches in two languages that tell the same facts in the same order.
//!
//! No words are shared, but names (by their consonants), numbers, days and news concepts are. Two reports of one event share
//! many of these; a translation keeps them sentence by sentence, and in their order.

use std::collections::BTreeMap;

use super::credit::Agency;
use super::lineage::Order;
use crate::annotate::name::Kind;
use crate::concept::{CONCEPTS, fold, is_proper, skeleton};
use crate::reading::Reading;
use crate::segment::TokenKind;
use crate::text::Span;

/// What a sentence says that any language can say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    /// A name, by its consonants in Latin letters.
    Name(String),
    /// A number.
    Number(u64),
    /// A day.
    Day(String),
    /// A concept of `lang/*/concept.toml`.
    Concept(String),
    /// The beginning of a long word: related languages share many. It speaks for a correspondence, never against one.
    Cognate(String),
}

impl Fact {
    fn weight(&self) -> f64 {
        match self {
            Fact::Name(_) => 1.5,
            Fact::Number(_) => 2.0,
            Fact::Day(_) | Fact::Concept(_) => 1.0,
            Fact::Cognate(_) => COGNATE,
        }
    }
}

/// A dispatch that is a translation of another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Translation {
    pub(super) of: usize,
    pub(super) from: usize,
    /// Sentences that correspond.
    pub(super) sentences: Vec<(Span, Span)>,
    /// The agency that the translation credits and the original is from.
    pub(super) agency: Option<Agency>,
    /// What part of the facts of either corresponds, the greater of the two.
    pub(super) part: f64,
}

/// Words of so many letters …
const LONG: usize = 6;
/// … may be cognates where they begin with the same so many.
const BEGINNING: usize = 4;
/// Two sentences with a likeness below this do not correspond.
const ALIKE: f64 = 0.3;
/// What a cognate weighs beside a concept.
const COGNATE: f64 = 0.5;
/// So many sentences correspond at least.
const SENTENCES: usize = 3;
/// The part of the facts that must correspond …
const PART: f64 = 0.4;
/// … where the one credits the agency that the other is from …
const CREDITED: f64 = 0.2;
/// Two dispatches that share fewer names and numbers are not compared.
const SHARED: u32 = 4;
/// Of the dispatches that hold a fact the last so many are looked at.
const LAST: usize = 32;
/// Longer texts are compared in so many sentences.
const LONGEST: usize = 120;
/// Days between a dispatch and its translation.
const DAYS: i64 = 10;

/// For each dispatch, the best original in another language that it can be a translation of. Copies within a language are
/// neither: `is_original` leaves them out.
pub(super) fn translations(
    readings: &[&Reading],
    credits: &[Vec<Agency>],
    order: &Order,
    is_original: &impl Fn(usize) -> bool,
) -> Vec<Translation> {
    if readings.iter().all(|r| r.dispatch.lang == readings[0].dispatch.lang) {
        return Vec::new();
    }
    let facts: Vec<Vec<Vec<Fact>>> = readings.iter().map(|r| sentences(r)).collect();
    let candidates = candidates(readings, &facts);
    let facts = weighed(&facts);
    let mut best: BTreeMap<usize, Translation> = BTreeMap::new();
    for (a, b) in candidates {
        let (of, from) = if order.precedes(a, b) { (b, a) } else { (a, b) };
        if !is_original(of) || !is_original(from) {
            continue;
        }
        let pairs = correspond(&facts[of], &facts[from]);
        let all = |sentences: &[Weighed]| sentences.iter().map(|s| s.total).sum::<f64>().max(1e-9);
        let shared: f64 = pairs.iter().map(|&(i, j)| common(&facts[of][i], &facts[from][j])).sum();
        let part = shared / all(&facts[of]).min(all(&facts[from]));
        // Agencies are written in other letters elsewhere: "Médiane", "Медиана".
        let sound = |agency: &Agency| skeleton(agency);
        let theirs = || credits[from].iter().map(sound);
        let agency = credits[of]
            .iter()
            .find(|agency| order.speaks_for(from, agency) || theirs().any(|s| s.is_some() && s == sound(agency)));
        let least = if agency.is_some() { CREDITED } else { PART };
        if pairs.len() < SENTENCES || part < least {
            continue;
        }
        let span = |r: &Reading, i: usize| r.segments.sentences[i].span;
        let found = Translation {
            of,
            from,
            sentences: pairs.iter().map(|&(i, j)| (span(readings[of], i), span(readings[from], j))).collect(),
            agency: agency.cloned(),
            part,
        };
        let merit = |t: &Translation| (t.agency.is_some(), t.part);
        let better = best.get(&of).is_none_or(|known| merit(&found) > merit(known));
        if better {
            best.insert(of, found);
        }
    }
    best.into_values().collect()
}

/// Pairs of dispatches in two languages that share names and numbers, and are near in time.
fn candidates(readings: &[&Reading], facts: &[Vec<Vec<Fact>>]) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<&Fact, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (b, sentences) in facts.iter().enumerate() {
        let mut own: Vec<&Fact> =
            sentences.iter().flatten().filter(|f| matches!(f, Fact::Name(_) | Fact::Number(_))).collect();
        own.sort_unstable();
        own.dedup();
        let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
        for fact in own {
            let before = holders.entry(fact).or_default();
            for &a in &before[before.len().saturating_sub(LAST)..] {
                *shared.entry(a).or_default() += 1;
            }
            before.push(b);
        }
        let comparable = |a: usize| {
            readings[a].dispatch.lang != readings[b].dispatch.lang
                && match (readings[a].dispatch.published.day(), readings[b].dispatch.published.day()) {
                    (Some(x), Some(y)) => x.duration_until(y).as_hours().abs() <= 24 * DAYS,
                    _ => true,
                }
        };
        found.extend(shared.into_iter().filter(|&(a, n)| n >= SHARED && comparable(a)).map(|(a, _)| (a, b)));
    }
    found
}

/// Which sentences correspond: those that are alike, in the same order in both, so that their likeness is greatest in sum.
fn correspond(a: &[Weighed], b: &[Weighed]) -> Vec<(usize, usize)> {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let mut alike = vec![vec![0.0; b.len()]; a.len()];
    for (i, of_a) in a.iter().enumerate() {
        for (j, of_b) in b.iter().enumerate() {
            let shared = common(of_a, of_b);
            let all = (of_a.total + of_b.total).max(shared).max(1e-9);
            let likeness = 2.0 * shared / all;
            if likeness >= ALIKE {
                // Long sentences bind more than short ones.
                alike[i][j] = likeness * all.sqrt();
            }
        }
    }
    let mut best = vec![vec![0.0f64; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = (alike[i][j] + best[i + 1][j + 1]).max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if alike[i][j] > 0.0 && alike[i][j] + best[i + 1][j + 1] >= best[i][j] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The facts of a sentence by number, ascending, each with its weight.
struct Weighed {
    facts: Vec<(u32, f64)>,
    /// The weight of all of them, but for cognates.
    total: f64,
}

/// Numbers the facts of all dispatches, and weighs them: rare ones say more.
fn weighed(dispatches: &[Vec<Vec<Fact>>]) -> Vec<Vec<Weighed>> {
    let mut holders: BTreeMap<&Fact, u32> = BTreeMap::new();
    for fact in dispatches.iter().flatten().flatten() {
        *holders.entry(fact).or_default() += 1;
    }
    let total = dispatches.iter().map(Vec::len).sum::<usize>() as f64;
    let numbered: BTreeMap<&Fact, (u32, f64)> = holders
        .iter()
        .enumerate()
        .map(|(n, (&fact, &held))| (fact, (n as u32, fact.weight() * ((total + 10.0) / f64::from(held)).ln())))
        .collect();
    let sentence = |facts: &Vec<Fact>| Weighed {
        facts: facts.iter().map(|fact| numbered[fact]).collect(),
        total: facts.iter().filter(|fact| !matches!(fact, Fact::Cognate(_))).map(|fact| numbered[fact].1).sum(),
    };
    dispatches.iter().map(|sentences| sentences.iter().map(sentence).collect()).collect()
}

/// The weight of the facts that two sentences share.
fn common(a: &Weighed, b: &Weighed) -> f64 {
    let (mut rest, mut shared) = (b.facts.iter().peekable(), 0.0);
    for (fact, weight) in &a.facts {
        while rest.next_if(|(other, _)| other < fact).is_some() {}
        if rest.peek().is_some_and(|(other, _)| other == fact) {
            shared += weight;
        }
    }
    shared
}

/// Whether three digits go on with the number before them: one blank between, as "40 000" is written.
fn groups(text: &str, before: Span, digits: Span) -> bool {
    let between = text.get(before.end()..digits.start());
    digits.len() == 3 && between.is_some_and(|b| b.chars().count() == 1 && b.chars().all(char::is_whitespace))
}

/// The facts of each sentence, ascending, each once.
fn sentences(reading: &Reading) -> Vec<Vec<Fact>> {
    let text = &reading.dispatch.text;
    let table = reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang));
    let mut all: Vec<Vec<Fact>> = Vec::with_capacity(reading.segments.sentences.len());
    for sentence in &reading.segments.sentences {
        let mut facts = Vec::new();
        let mut last = Span::default();
        for (place, token) in reading.segments.tokens[sentence.tokens.clone()].iter().enumerate() {
            let word = text.get(token.span);
            let folded = fold(word);
            match token.kind {
                TokenKind::Mark => {}
                TokenKind::Number => {
                    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
                    // "40 000" is one number, in groups of three.
                    match facts.last_mut() {
                        Some(Fact::Number(before)) if groups(text.as_str(), last, token.span) => {
                            let thousands = f64::from_bits(*before) * 1000.0;
                            *before = (thousands + digits.parse::<f64>().unwrap_or_default()).to_bits();
                        }
                        _ => facts.extend(digits.parse::<u32>().ok().map(|n| Fact::Number(f64::from(n).to_bits()))),
                    }
                }
                TokenKind::Word => {
                    let empty = table.is_some_and(|t| t.is_empty_word(&folded));
                    if place > 0 && !empty && is_proper(word) {
                        facts.extend(skeleton(&folded).map(Fact::Name));
                    } else if let Some(concept) = table.and_then(|t| t.concept(&folded)) {
                        facts.push(Fact::Concept(concept.to_owned()));
                    } else if !empty && folded.chars().count() >= LONG {
                        let latin = any_ascii::any_ascii(&folded);
                        facts.extend(latin.get(..BEGINNING).map(|begin| Fact::Cognate(begin.to_owned())));
                    }
                }
            }
            last = token.span;
        }
        all.push(facts);
    }
    let mut add = |span: Span, fact: Fact| {
        if let Some(facts) = reading.segments.sentence_at(span).and_then(|i| all.get_mut(i)) {
            facts.push(fact);
        }
    };
    for name in &reading.marks.names.names {
        // A person is known by the last part of the name, which every page writes.
        let words = fold(text.get(name.span));
        let last = words.rsplit(' ').next().unwrap_or("").to_owned();
        let key = if name.kind == Kind::Person { last } else { words };
        if let Some(key) = skeleton(&key) {
            add(name.span, Fact::Name(key));
        }
    }
    for figure in &reading.marks.figures {
        for number in [figure.low, figure.high].into_iter().flatten() {
            add(figure.span, Fact::Number(number.to_bits()));
        }
    }
    for timex in &reading.marks.times.timexes {
        if let Some(day) = timex.value.get(..10).filter(|v| v.as_bytes()[4] == b'-' && !v.contains('X')) {
            add(timex.span, Fact::Day(day.to_owned()));
        }
    }
    for facts in &mut all {
        facts.sort_unstable();
        facts.dedup();
    }
    all
}
