//! Unnamed sources: which mentions are one, and which could be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Groups, Known, Local, Voices};
use crate::attribute::VoiceKind;
use crate::concept::{CONCEPTS, fold};
use crate::lang::Lang;
use crate::reading::Reading;
use crate::reuse::Copy;

/// Joins mentions of unnamed sources: of the same voice, in the same story, described alike; or the only one that this
/// voice quotes in two dispatches of which one is taken from the other.
pub(super) fn join(local: &[Local], stories: &[usize], copies: &[Copy], groups: &mut Groups) {
    let mut by_quoter: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut at: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, l) in local.iter().enumerate() {
        at.insert((l.reading, l.index), i);
    }
    for (i, l) in local.iter().enumerate().filter(|(_, l)| l.is_unnamed()) {
        let Some(quoter) = l.voice.of.and_then(|of| at.get(&(l.reading, of))) else { continue };
        by_quoter.entry((stories[l.reading], groups.find(*quoter))).or_default().push(i);
    }
    let copied: BTreeSet<(usize, usize)> = copies.iter().map(|c| (c.of.min(c.from), c.of.max(c.from))).collect();
    for mentions in by_quoter.values() {
        for (n, &a) in mentions.iter().enumerate() {
            for &b in &mentions[..n] {
                let (one, other) = (&local[a], &local[b]);
                let pair = (one.reading.min(other.reading), one.reading.max(other.reading));
                let only = |reading: usize| mentions.iter().filter(|&&m| local[m].reading == reading).count() == 1;
                if described_alike(&one.voice.name, &other.voice.name)
                    || (copied.contains(&pair) && only(one.reading) && only(other.reading))
                {
                    groups.join(a, b);
                }
            }
        }
    }
}

/// Pairs of unnamed sources that could be one person: quoted by different voices, and described so that one description
/// could include the other, in its words or, across languages too, in its concepts.
pub(super) fn may_be(found: &Voices, readings: &[&Reading]) -> Vec<(usize, usize)> {
    let voices = &found.voices;
    let unnamed: Vec<usize> = (0..voices.len()).filter(|&v| voices[v].kind == VoiceKind::Unnamed).collect();
    let mut meant: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); voices.len()];
    for (reading, of) in readings.iter().zip(&found.of_reading) {
        for (local, &v) in reading.attributions.voices.iter().zip(of) {
            if voices[v].kind == VoiceKind::Unnamed {
                meant[v].extend(concepts(&local.name, reading.dispatch.lang));
            }
        }
    }
    let mut pairs = Vec::new();
    for (n, &b) in unnamed.iter().enumerate() {
        for &a in &unnamed[..n] {
            let names = |v: usize| {
                let Known { name, aliases, .. } = &voices[v];
                std::iter::once(name).chain(aliases)
            };
            if names(a).any(|x| names(b).any(|y| could_include(x, y))) || could_mean(&meant[a], &meant[b]) {
                pairs.push((a, b));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Who each concept may be said of, beside those it names: whoever works is a worker, and police and army are the security of a country.
const WIDER: [(&str, &[&str]); 2] = [
    ("worker", &["captain", "crew", "driver", "engineer", "firefighter", "guard"]),
    ("security", &["army", "guard", "police"]),
];

/// What a description says of somebody, without that it is a source.
fn concepts(description: &str, lang: Option<Lang>) -> BTreeSet<&'static str> {
    let Some(table) = lang.and_then(|lang| CONCEPTS.get(lang)) else { return BTreeSet::new() };
    let folded = fold(description);
    folded.split(' ').flat_map(|word| table.concepts(word)).filter(|&c| c != SOURCE).collect()
}

/// The concept of what something comes from, and of whoever tells it.
const SOURCE: &str = "cause";

/// Whether two descriptions share at least half of the concepts of the shorter, taken as widely as they may be.
fn could_mean(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> bool {
    let holds = |wide: &str, one: &str| WIDER.iter().any(|(w, ones)| *w == wide && ones.contains(&one));
    let shared = a.iter().filter(|x| b.iter().any(|y| *x == y || holds(x, y) || holds(y, x))).count();
    shared > 0 && 2 * shared >= a.len().min(b.len())
}

/// The words that describe, cut to their stems: what two inflections of a word share.
fn words(description: &str) -> Vec<String> {
    let folded = fold(description);
    folded.split(' ').filter(|w| w.chars().count() > 3).map(|w| w.chars().take(5).collect()).collect()
}

fn described_alike(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|w| b.contains(w)).count();
    shared > 0 && 2 * shared >= a.len().max(b.len())
}

/// Whether two descriptions share a word that describes, and the shorter has nothing much that the longer lacks.
fn could_include(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|w| b.contains(w)).count();
    shared > 0 && 2 * shared >= a.len().min(b.len())
}
