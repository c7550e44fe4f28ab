//! Voices of two languages that claims show to be one: what one relay has a fact from.
//!
//! An agency quotes "un technicien de la station" in its own language; a paper abroad quotes the agency and "a technician at the
//! resort". One dispatch of the agency stands behind both, so whoever stands there behind the agency is one and the same, if only
//! one of its kind does in each language. Bodies and documents that nobody relays are one where they state one fact and are called
//! by the same concepts, and no other of the kind states it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Class, Groups, Known, Voices, across, class};
use crate::lang::Lang;
use crate::reading::Reading;

/// The chains of one claim, each with the reading that it stands in.
pub type Chains = Vec<(usize, Vec<usize>)>;

/// For each voice which it is, as an index of the voices that are left: [`Voices`] are put together accordingly.
pub fn join(voices: &mut Voices, readings: &[&Reading], claims: &[Chains]) -> Vec<usize> {
    let told = Told::of(voices, readings);
    let mut groups = Groups::new(voices.voices.len());
    for claim in claims {
        let mut behind: BTreeMap<(usize, Class), BTreeSet<usize>> = BTreeMap::new();
        let mut last: BTreeMap<Class, BTreeSet<usize>> = BTreeMap::new();
        let mut heard: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (reading, chain) in claim {
            for pair in chain.windows(2) {
                behind.entry((pair[0], class(voices.voices[pair[1]].kind))).or_default().insert(pair[1]);
                heard.entry(pair[1]).or_default().insert(*reading);
            }
            if let [_, .., end] = *chain.as_slice() {
                last.entry(class(voices.voices[end].kind)).or_default().insert(end);
            }
        }
        for ((_, class), alike) in behind.iter().filter(|(_, alike)| alike.len() > 1) {
            told.pairs(alike, &heard, |a, b| told.could_be_behind(*class, a, b)).for_each(|(a, b)| groups.join(a, b));
        }
        for (_, alike) in last.iter().filter(|(class, _)| matches!(class, Class::Body | Class::Document)) {
            told.pairs(alike, &heard, |a, b| told.are_called_alike(a, b)).for_each(|(a, b)| groups.join(a, b));
        }
    }
    put_together(voices, &mut groups)
}

/// What is known of each voice.
struct Told {
    langs: Vec<BTreeSet<Option<Lang>>>,
    called: Vec<across::Words>,
}

impl Told {
    fn of(voices: &Voices, readings: &[&Reading]) -> Told {
        let count = voices.voices.len();
        let mut told = Told { langs: vec![BTreeSet::new(); count], called: vec![across::Words::default(); count] };
        for (reading, of) in readings.iter().zip(&voices.of_reading) {
            for (local, &voice) in reading.attributions.voices.iter().zip(of) {
                told.langs[voice].insert(reading.dispatch.lang);
                for name in std::iter::once(&local.name).chain(&local.aliases) {
                    told.called[voice].read(name, reading.dispatch.lang);
                }
            }
        }
        told
    }

    /// The pairs of voices of two languages that could be one, where no third one could be meant.
    fn pairs<'a>(
        &'a self,
        alike: &'a BTreeSet<usize>,
        heard: &'a BTreeMap<usize, BTreeSet<usize>>,
        could_be: impl Fn(usize, usize) -> bool + 'a,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let only =
            |v: usize| alike.iter().filter(|&&other| !self.langs[v].is_disjoint(&self.langs[other])).count() == 1;
        let only: Vec<usize> =
            if alike.len() > MOST { Vec::new() } else { alike.iter().copied().filter(|&v| only(v)).collect() };
        let pairs = (0..only.len()).flat_map(move |n| (0..n).map(move |m| (m, n)));
        let pairs: Vec<(usize, usize)> = pairs.map(|(m, n)| (only[m], only[n])).collect();
        pairs.into_iter().filter(move |(a, b)| heard[a].is_disjoint(&heard[b]) && could_be(*a, *b))
    }

    /// Whether two voices behind one relay could be one. Persons have names to know them by.
    fn could_be_behind(&self, class: Class, a: usize, b: usize) -> bool {
        let (a, b) = (&self.called[a].concepts, &self.called[b].concepts);
        class == Class::Unnamed || (class != Class::Person && (a.is_empty() || b.is_empty() || !a.is_disjoint(b)))
    }

    /// Whether two bodies or documents are called by the same concepts, and by no two proper names.
    fn are_called_alike(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.called[a], &self.called[b]);
        let names = a.names.is_empty() || b.names.is_empty() || !a.names.is_disjoint(&b.names);
        names && a.saying().any(|concept| b.concepts.contains(concept))
    }
}

/// A claim that so many voices of a kind state behind one relay says nothing about any two of them.
const MOST: usize = 10;

/// Puts voices together that are one.
fn put_together(voices: &mut Voices, groups: &mut Groups) -> Vec<usize> {
    let roots: Vec<usize> = (0..voices.voices.len()).map(|v| groups.find(v)).collect();
    let mut left: Vec<Known> = Vec::new();
    let mut place = vec![0; roots.len()];
    for (v, voice) in std::mem::take(&mut voices.voices).into_iter().enumerate() {
        if roots[v] == v {
            place[v] = left.len();
            left.push(voice);
            continue;
        }
        place[v] = place[roots[v]];
        let known = &mut left[place[v]];
        known.kind = known.kind.min(voice.kind);
        for name in std::iter::once(voice.name).chain(voice.aliases) {
            if known.name != name && !known.aliases.contains(&name) {
                known.aliases.push(name);
            }
        }
    }
    for voice in &mut left {
        voice.of = voice.of.map(|of| place[of]);
    }
    voices.voices = left;
    voices.of_reading.iter_mut().flatten().for_each(|v| *v = place[*v]);
    let pairs = voices.may_be.iter().map(|&(a, b)| (place[a].min(place[b]), place[a].max(place[b])));
    voices.may_be = pairs.filter(|(a, b)| a != b).collect::<BTreeSet<_>>().into_iter().collect();
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::VoiceKind;
    use crate::extract::{Dispatch, Document};

    fn reading(lang: &str, names: &[(VoiceKind, &str)]) -> Reading {
        let document = Document { lang: Some(lang.to_owned()), ..Document::new(lang, "") };
        let mut reading = Reading::of_dispatch(Dispatch::from(&document));
        reading.attributions.voices =
            names.iter().map(|&(kind, name)| crate::attribute::Voice::new(kind, name)).collect();
        reading
    }

    fn known(kind: VoiceKind, name: &str) -> Known {
        Known { name: name.to_owned(), aliases: Vec::new(), kind, of: None }
    }

    /// Whether the last voices of two chains are joined.
    fn joined(kind: VoiceKind, a: (&str, &str), b: (&str, &str), relayed: bool) -> bool {
        let readings = [reading(a.0, &[(kind, a.1)]), reading(b.0, &[(kind, b.1)])];
        let readings: Vec<&Reading> = readings.iter().collect();
        let outlets = ["Cormoran", "Gannet", "ABX"].map(|n| known(VoiceKind::Outlet, n));
        let mut voices = Voices {
            voices: outlets.into_iter().chain([known(kind, a.1), known(kind, b.1)]).collect(),
            of_reading: vec![vec![3], vec![4]],
            may_be: vec![(3, 4)],
        };
        let chains = if relayed { [vec![0, 2, 3], vec![1, 2, 4]] } else { [vec![0, 3], vec![1, 4]] };
        let place = join(&mut voices, &readings, &[chains.into_iter().enumerate().collect()]);
        assert_eq!(place[3] == place[4], voices.may_be.is_empty());
        place[3] == place[4]
    }

    #[test]
    fn whoever_stands_behind_a_relay_is_one_in_two_languages() {
        let unnamed = VoiceKind::Unnamed;
        assert!(joined(unnamed, ("fr", "un technicien de la station"), ("de", "ein Mitarbeiter"), true));
        assert!(!joined(unnamed, ("fr", "un technicien"), ("de", "ein Techniker"), false), "each paper has its own");
        assert!(
            !joined(unnamed, ("fr", "un technicien"), ("fr", "un pilote"), true),
            "one language would use one word"
        );
        assert!(joined(VoiceKind::Document, ("pt", "relatório"), ("en", "report"), true));
        assert!(!joined(VoiceKind::Person, ("fr", "Ana Roz"), ("de", "Luc Morvan"), true));
    }

    #[test]
    fn bodies_are_one_where_their_names_mean_the_same() {
        let body = VoiceKind::Institution;
        assert!(joined(body, ("fr", "syndicat des dockers"), ("en", "dockers' union"), false));
        assert!(!joined(body, ("fr", "syndicat des dockers"), ("en", "police"), false));
        assert!(!joined(body, ("fr", "syndicat Marine"), ("en", "union Cormoran"), false));
    }
}
