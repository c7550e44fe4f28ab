//! Many traces, told as one.

use std::collections::BTreeMap;

use super::{Trace, order};
use crate::attribute::VoiceKind;
use crate::concept::fold;
use crate::voices::Known;

/// What voices of many stories are one by: kind and name; the story and the place in it of what only a story makes definite.
type Key = (u8, String, Option<(usize, usize)>);

impl Trace {
    /// Puts the traces of stories together, in their order. Voices of one name are one; what only a story makes definite, and
    /// unnamed sources, stay apart.
    pub fn join(traces: Vec<Trace>) -> Trace {
        let mut all = Trace::default();
        let mut voices: BTreeMap<Key, usize> = BTreeMap::new();
        for (story, mut trace) in traces.into_iter().enumerate() {
            let voice = known(&trace.voices.voices, story, &mut all, &mut voices);
            let (readings, copies) = (all.readings.len(), all.copies.len());
            let (claims, stories) = (all.claims.len(), all.stories.len());
            let many = |list: &mut Vec<usize>| list.iter_mut().for_each(|v| *v = voice[*v]);
            trace.voices.of_reading.iter_mut().for_each(many);
            all.voices.of_reading.append(&mut trace.voices.of_reading);
            all.voices.may_be.extend(trace.voices.may_be.iter().map(|&(a, b)| (voice[a], voice[b])));
            for copy in &mut trace.copies {
                copy.of += readings;
                copy.from += readings;
            }
            for claim in &mut trace.claims {
                claim.story += stories;
                claim.contradicts.iter_mut().for_each(|other| *other += claims);
                for statement in &mut claim.statements {
                    statement.reading += readings;
                    many(&mut statement.chain);
                    many(&mut statement.own);
                    statement.through = statement.through.map(|copy| copy + copies);
                }
            }
            for support in &mut trace.supports {
                many(&mut support.rests_on);
                many(&mut support.ring);
            }
            for story in &mut trace.stories {
                story.readings.iter_mut().for_each(|reading| *reading += readings);
                story.claims.iter_mut().for_each(|claim| *claim += claims);
            }
            all.readings.append(&mut trace.readings);
            all.earlier.append(&mut trace.earlier);
            all.copies.append(&mut trace.copies);
            all.claims.append(&mut trace.claims);
            all.supports.append(&mut trace.supports);
            all.stories.append(&mut trace.stories);
        }
        all.voices.may_be.sort_unstable();
        all.voices.may_be.dedup();
        all.in_order()
    }

    /// Puts the readings in the order of (published, id).
    fn in_order(mut self) -> Trace {
        let mut places: Vec<usize> = (0..self.readings.len()).collect();
        places.sort_by(|&a, &b| order(&self.readings[a], &self.readings[b]));
        let mut place = vec![0; places.len()];
        for (new, &old) in places.iter().enumerate() {
            place[old] = new;
        }
        fn ordered<T>(list: Vec<T>, place: &[usize]) -> Vec<T> {
            let mut keyed: Vec<(usize, T)> = place.iter().copied().zip(list).collect();
            keyed.sort_by_key(|(place, _)| *place);
            keyed.into_iter().map(|(_, item)| item).collect()
        }
        self.readings = ordered(self.readings, &place);
        self.earlier = ordered(self.earlier, &place);
        self.voices.of_reading = ordered(self.voices.of_reading, &place);
        for copy in &mut self.copies {
            (copy.of, copy.from) = (place[copy.of], place[copy.from]);
        }
        for statement in self.claims.iter_mut().flat_map(|claim| &mut claim.statements) {
            statement.reading = place[statement.reading];
        }
        for reading in self.stories.iter_mut().flat_map(|story| &mut story.readings) {
            *reading = place[*reading];
        }
        self
    }
}

/// Which voice of all each voice of a story is.
fn known(own: &[Known], story: usize, all: &mut Trace, voices: &mut BTreeMap<Key, usize>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::with_capacity(own.len());
    for (i, voice) in own.iter().enumerate() {
        let kind = match voice.kind {
            VoiceKind::Outlet | VoiceKind::Agency | VoiceKind::Institution => 0,
            VoiceKind::Person => 1,
            VoiceKind::Document => 2,
            VoiceKind::Group => 3,
            VoiceKind::Unnamed => 4,
        };
        let proper = kind < 3 && voice.name.chars().any(char::is_uppercase);
        let apart = (!proper).then_some((story, i));
        let at = *voices.entry((kind, fold(&voice.name), apart)).or_insert_with(|| {
            all.voices.voices.push(Known { aliases: Vec::new(), of: None, ..voice.clone() });
            all.voices.voices.len() - 1
        });
        let known = &mut all.voices.voices[at];
        known.kind = known.kind.min(voice.kind);
        for name in std::iter::once(&voice.name).chain(&voice.aliases) {
            if known.name != *name && !known.aliases.contains(name) {
                known.aliases.push(name.clone());
            }
        }
        found.push(at);
    }
    for (i, voice) in own.iter().enumerate() {
        if let Some(of) = voice.of {
            all.voices.voices[found[i]].of = Some(found[of]);
        }
    }
    found
}
