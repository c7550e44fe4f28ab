//! What users decided, where it stands in the readings.

use std::collections::{BTreeMap, BTreeSet};

use crate::attribute::{Attributions, Voice, VoiceKind};
use crate::claim::{Passage, Told};
use crate::concept::fold;
use crate::reading::Reading;
use crate::reuse::{self, Copy, CopyKind};
use crate::text::Span;

/// Words of a dispatch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// [`crate::Dispatch::id`].
    pub dispatch: String,
    /// Where in its text.
    pub span: Span,
}

/// What users decided. It stands above what the stages find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Passages that state one fact, and so tell of one event.
    pub same: Vec<(Place, Place)>,
    /// Passages that state two facts.
    pub apart: Vec<(Place, Place)>,
    /// Dispatches of which neither is taken from the other.
    pub no_copy: Vec<(String, String)>,
    /// Dispatches, each with one that it is taken from: all that it is taken from, but for quotations, is named here. With
    /// none, it is taken from no other.
    pub original: Vec<(String, Option<String>)>,
    /// Passages, each with the voices that it comes through, behind the outlet: the last voice named last. The latest of one
    /// passage holds.
    pub chains: Vec<(Place, Vec<(VoiceKind, String)>)>,
    /// Passages, each with what it says in plain words. The latest of one passage holds.
    pub says: Vec<(Place, String)>,
}

/// Why a copy is one that a user names.
const TOLD: &str = "a user says so";

impl Decisions {
    /// Puts copies right: leaves out those that are none, and turns or adds those that a user names.
    pub(super) fn put_right(&self, readings: &[&Reading], copies: &mut Vec<Copy>) {
        copies.retain(|copy| {
            let (of, from) = (&readings[copy.of].dispatch.id, &readings[copy.from].dispatch.id);
            !self.no_copy.iter().any(|(a, b)| (a, b) == (of, from) || (b, a) == (of, from))
        });
        let told = self.originals(readings);
        if told.is_empty() {
            return;
        }
        let found = std::mem::take(copies);
        for (&of, originals) in &told {
            copies.extend(originals.iter().filter_map(|&from| named(readings, &found, of, from)));
        }
        for copy in found {
            let (of, from) = (told.get(&copy.of), told.get(&copy.from));
            let own = of.is_some_and(|o| o.is_empty() || o.contains(&copy.from) || copy.kind != CopyKind::Quote);
            let turned = from.is_some_and(|originals| originals.contains(&copy.of));
            if !own && !turned && !leads(copies, copy.from, copy.of) {
                copies.push(copy);
            }
        }
        copies.sort_by_key(|c| (c.of, c.from));
    }

    /// For the readings of which a user says what they are taken from, what that is.
    fn originals(&self, readings: &[&Reading]) -> BTreeMap<usize, BTreeSet<usize>> {
        let at = |id: &String| readings.iter().position(|r| r.dispatch.id == *id);
        let mut told: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (of, from) in &self.original {
            let from = from.as_ref().map(at);
            if let Some(of) = at(of)
                && from != Some(None)
            {
                told.entry(of).or_default().extend(from.flatten());
            }
        }
        told
    }

    /// Joins the stories of dispatches that state one fact.
    pub(super) fn join(&self, readings: &[&Reading], stories: &mut [usize]) {
        let of = |place: &Place| readings.iter().position(|r| r.dispatch.id == place.dispatch);
        for (a, b) in &self.same {
            if let (Some(a), Some(b)) = (of(a), of(b)) {
                let (kept, left) = (stories[a].min(stories[b]), stories[a].max(stories[b]));
                for story in stories.iter_mut().filter(|story| **story == left) {
                    *story = kept;
                }
            }
        }
    }

    /// Gives statements the chains that a user names, and says which statements these are: reading, and index. `earlier` says
    /// of which readings there is a later version.
    pub(super) fn chain(&self, readings: &mut [Reading], earlier: &[bool]) -> BTreeSet<(usize, usize)> {
        let mut told: BTreeSet<(usize, Span)> = BTreeSet::new();
        for (place, names) in &self.chains {
            let current = |r: &usize| !earlier[*r] && readings[*r].dispatch.id == place.dispatch;
            let Some(reading) = (0..readings.len()).find(current) else { continue };
            let Attributions { voices, statements, .. } = &mut readings[reading].attributions;
            let spans = statements.iter().map(|s| s.span);
            let Some(at) = place.span.nearest(spans) else { continue };
            let span = statements[at].span;
            // Of two that say it side by side, one chain is left.
            let mut index = 0..;
            statements.retain(|s| index.next() == Some(at) || s.span != span);
            let mut chain = vec![0];
            for (kind, name) in names {
                let voice = known(voices, *kind, name, chain[chain.len() - 1]);
                if !chain.contains(&voice) {
                    chain.push(voice);
                }
            }
            if let Some(statement) = statements.iter_mut().find(|s| s.span == span) {
                statement.chain = chain;
            }
            told.insert((reading, span));
        }
        let places = told.iter().filter_map(|&(reading, span)| {
            Some((reading, readings[reading].attributions.statements.iter().position(|s| s.span == span)?))
        });
        places.collect()
    }

    /// What they say of claims. `earlier` says of which readings there is a later version, `chained` which statements have a
    /// chain that a user names.
    pub(super) fn told(&self, readings: &[&Reading], earlier: &[bool], chained: BTreeSet<(usize, usize)>) -> Told {
        let passage = |place: &Place| -> Option<Passage> {
            let reading = (0..readings.len()).find(|&r| !earlier[r] && readings[r].dispatch.id == place.dispatch)?;
            Some((reading, place.span))
        };
        let pairs = |places: &[(Place, Place)]| -> Vec<(Passage, Passage)> {
            places.iter().filter_map(|(a, b)| Some((passage(a)?, passage(b)?))).collect()
        };
        let says = self.says.iter().filter_map(|(place, words)| Some((passage(place)?, words.clone())));
        Told { same: pairs(&self.same), apart: pairs(&self.apart), says: says.collect(), chained }
    }
}

/// The copy that a user names: as it was found, or turned, or as the texts show it.
fn named(readings: &[&Reading], found: &[Copy], of: usize, from: usize) -> Option<Copy> {
    let find = |of: usize, from: usize| found.iter().find(|c| (c.of, c.from) == (of, from));
    let mut copy = find(of, from).cloned();
    if copy.is_none()
        && let Some((kind, passages)) = reuse::taken(&readings[of].dispatch, &readings[from].dispatch)
    {
        copy = Some(Copy { of, from, kind, passages, reasons: Vec::new() });
    }
    // Texts in two languages share no words.
    if copy.is_none()
        && let Some(other) = find(from, of)
    {
        let passages = other.passages.iter().map(|&(here, there)| (there, here)).collect();
        copy = Some(Copy { of, from, kind: other.kind, passages, reasons: Vec::new() });
    }
    copy.map(|copy| Copy { reasons: [vec![TOLD.to_owned()], copy.reasons].concat(), ..copy })
}

/// Whether one dispatch goes back to another by way of copies.
fn leads(copies: &[Copy], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        next.extend(copies.iter().filter(|c| c.of == at).map(|c| c.from).filter(|from| seen.insert(*from)));
    }
    false
}

/// The voice of a dispatch that has a name; one more where none has. Unnamed sources belong to whom they are quoted by.
fn known(voices: &mut Vec<Voice>, kind: VoiceKind, name: &str, by: usize) -> usize {
    let (folded, of) = (fold(name), (kind == VoiceKind::Unnamed).then_some(by));
    let is = |v: &Voice| {
        v.kind == kind && v.of == of && std::iter::once(&v.name).chain(&v.aliases).any(|name| fold(name) == folded)
    };
    voices.iter().position(is).unwrap_or_else(|| {
        voices.push(Voice { of, ..Voice::new(kind, name) });
        voices.len() - 1
    })
}
