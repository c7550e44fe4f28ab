//! Which groups of statements are reported facts that a reader may want to trace, and which only set the scene: "It is
//! Wednesday", "Then came men with buckets", a menu that the reader of pages took for prose.

use std::collections::{BTreeMap, BTreeSet};

use super::Statement;
use super::feature::{Sort, Traits};
use crate::attribute::VoiceKind;
use crate::reading::Reading;
use crate::reuse::Copy;
use crate::voices::Voices;

/// What speaks for and against a reported fact: logistic regression over the claims of hand-made stories.
const BIAS: f32 = -1.33;
/// Somebody else than who publishes it says it.
const ATTRIBUTED: f32 = 1.88;
/// Dispatches say it that are no copies of one another.
const SEVERAL: f32 = 2.08;
const NUMBER: f32 = 0.99;
const TIME: f32 = 0.85;
const NAME: f32 = 0.76;
/// Facts stand at the head of a dispatch, asides at its end.
const PLACE: f32 = -2.81;
/// For each word …
const WORD: f32 = 0.04;
/// … up to so many; …
const LONG: usize = 30;
/// … shorter ones are fragments.
const SHORT: usize = 7;
const FRAGMENT: f32 = -0.97;
/// All of its matter is its own: no other dispatch touches on it.
const ALONE: f32 = -1.9;

/// Less than this is no claim …
const LEAST: f32 = -3.5;
/// … and a story has so many claims at most, and so many more for each of its dispatches: the worthiest.
const MOST: (f32, f32) = (8.0, 3.5);

/// A passage is looked for among so many statements before and after.
const NEAR: usize = 8;

/// What is known of all dispatches.
pub(super) struct Worth<'a> {
    pub(super) readings: &'a [&'a Reading],
    pub(super) stories: &'a [usize],
    pub(super) copies: &'a [Copy],
    pub(super) voices: &'a Voices,
    pub(super) statements: &'a [Statement],
    pub(super) traits: &'a [Traits],
}

impl Worth<'_> {
    /// Leaves out what is no claim. What a user has `named` is one.
    pub(super) fn facts(&self, groups: Vec<Vec<usize>>, named: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let texts = self.texts();
        let mut holders: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for traits in self.traits {
            for held in traits.features.iter().filter(|h| h.sort != Sort::Cognate) {
                holders.entry(held.feature).or_default().insert(texts[traits.reading]);
            }
        }
        let mut dispatches: BTreeMap<usize, f32> = BTreeMap::new();
        let mut tellings: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (reading, story) in self.stories.iter().enumerate() {
            *dispatches.entry(*story).or_default() += 1.0;
            tellings.entry(*story).or_default().insert(texts[reading]);
        }
        // Whoever reads one text alone wants all that it says: there is nothing to weigh it against.
        let only = |story: usize| tellings[&story].len() == 1;
        let mut by_story: BTreeMap<usize, Vec<(f32, usize)>> = BTreeMap::new();
        let mut kept: BTreeSet<usize> = BTreeSet::new();
        for (i, group) in groups.iter().enumerate() {
            if group.iter().any(|m| named.contains(m)) {
                kept.insert(i);
            }
            let story = self.stories[self.traits[group[0]].reading];
            let worth = self.of(group, &texts, &holders) - if only(story) { ALONE } else { 0.0 };
            if worth >= LEAST {
                by_story.entry(story).or_default().push((worth, i));
            }
        }
        for (story, mut claims) in by_story {
            claims.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let most = if only(story) { f32::INFINITY } else { MOST.0 + MOST.1 * dispatches[&story] };
            kept.extend(claims.into_iter().take(most as usize).map(|(_, i)| i));
        }
        groups.into_iter().enumerate().filter(|(i, _)| kept.contains(i)).map(|(_, group)| group).collect()
    }

    /// Leaves out passages that state nothing of their own: retractions, and clauses that a longer passage with more of the
    /// chain says again.
    pub(super) fn stated(&self, groups: Vec<Vec<usize>>, named: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let again = |s: usize| {
            let own = &self.statements[s];
            let near = s.saturating_sub(NEAR)..(s + NEAR).min(self.statements.len());
            near.map(|other| &self.statements[other]).any(|other| {
                other.reading == own.reading
                    && other.span != own.span
                    && other.span.contains(own.span)
                    && other.chain.len() > own.chain.len()
                    && other.chain.starts_with(&own.chain)
            })
        };
        let states = |s: &usize| named.contains(s) || !self.traits[*s].retracts && !again(*s);
        let left = groups.into_iter().map(|group| group.into_iter().filter(states).collect::<Vec<_>>());
        left.filter(|group| !group.is_empty()).collect()
    }

    /// The log odds that a group is a reported fact.
    fn of(&self, group: &[usize], texts: &[usize], holders: &BTreeMap<u32, BTreeSet<usize>>) -> f32 {
        let own: BTreeSet<usize> = group.iter().map(|&m| texts[self.traits[m].reading]).collect();
        let features: BTreeMap<u32, Sort> = group
            .iter()
            .flat_map(|&m| self.traits[m].features.iter().map(|h| (h.feature, h.sort)))
            .filter(|(_, sort)| *sort != Sort::Cognate)
            .collect();
        let has = |sort: Sort| features.values().any(|&s| s == sort);
        let alone = features.keys().filter(|f| holders.get(f).is_some_and(|h| h.is_subset(&own))).count();
        let place = group.iter().map(|&m| self.place(m)).fold(1.0, f32::min);
        let words = group.iter().map(|&m| self.words(m)).sum::<usize>() / group.len().max(1);
        let weigh = |yes: bool, weight: f32| if yes { weight } else { 0.0 };
        BIAS + weigh(group.iter().any(|&m| self.is_attributed(m)), ATTRIBUTED)
            + weigh(own.len() > 1, SEVERAL)
            + weigh(has(Sort::Number), NUMBER)
            + weigh(has(Sort::Time), TIME)
            + weigh(has(Sort::Name), NAME)
            + weigh(words < SHORT, FRAGMENT)
            + WORD * words.min(LONG) as f32
            + PLACE * place
            + ALONE * alone as f32 / features.len().max(1) as f32
    }

    /// For each dispatch the original of its text: copies say one thing once.
    fn texts(&self) -> Vec<usize> {
        let mut from: Vec<usize> = (0..self.readings.len()).collect();
        for copy in self.copies {
            // A user may name an original that came later.
            let (first, last) = (copy.of.min(copy.from), copy.of.max(copy.from));
            from[last] = from[last].min(first);
        }
        for at in 0..from.len() {
            from[at] = from[from[at]];
        }
        from
    }

    /// Whether somebody else than who publishes it says it.
    fn is_attributed(&self, statement: usize) -> bool {
        match self.statements[statement].chain[..] {
            [] | [_] => false,
            [_, last] => self.voices.voices[last].kind != VoiceKind::Agency,
            _ => true,
        }
    }

    /// Where in its text a statement stands: 0 at its head, 1 at its end.
    fn place(&self, statement: usize) -> f32 {
        let statement = &self.statements[statement];
        let text = self.readings[statement.reading].dispatch.text.as_str();
        statement.span.start() as f32 / text.len().max(1) as f32
    }

    fn words(&self, statement: usize) -> usize {
        let statement = &self.statements[statement];
        self.readings[statement.reading].dispatch.text.get(statement.span).split_whitespace().count()
    }
}
