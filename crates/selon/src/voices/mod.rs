//! The voices of many dispatches: which of them are one.
//!
//! Names that are proper meet everywhere; what only a story makes definite ("the prefecture", "the report") meets within
//! that story; an unnamed source belongs to the voice that quotes it, and two of them that *may* be one person are kept
//! apart and said to be so.

mod acronym;
mod across;
pub mod align;
mod copied;
pub mod heard;
mod outlet;
mod script;
mod unnamed;

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::name::{self, Mention};
use crate::attribute::{Voice, VoiceKind};
use crate::concept::{fold, is_proper};
use crate::reading::Reading;
use crate::reuse::Copy;
use align::Pair;

/// The voices of many dispatches.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    /// Each once, in the order of first mention.
    pub voices: Vec<Known>,
    /// For each reading, for each of its voices, which of `voices` it is.
    pub of_reading: Vec<Vec<usize>>,
    /// Unnamed sources that could be one person: pairs of indices, the smaller first, in ascending order.
    pub may_be: Vec<(usize, usize)>,
}

impl Voices {
    /// The unnamed sources that could be the same person as one.
    pub fn could_be(&self, voice: usize) -> impl Iterator<Item = usize> {
        self.may_be.iter().filter_map(move |&(a, b)| match voice {
            v if v == a => Some(b),
            v if v == b => Some(a),
            _ => None,
        })
    }
}

/// A voice, known from one dispatch or many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its fullest name; of an unnamed source, its description.
    pub name: String,
    /// Its other names, in the order of first mention.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: VoiceKind,
    /// The voice that quotes it, for unnamed sources: an index of the same list.
    pub of: Option<usize>,
}

/// Finds which voices of the readings are one. `stories` gives the story of each reading.
pub fn voices(readings: &[&Reading], stories: &[usize], copies: &[Copy], pairs: &[Pair]) -> Voices {
    let local: Vec<Local> = readings
        .iter()
        .enumerate()
        .flat_map(|(reading, r)| {
            r.attributions.voices.iter().enumerate().map(move |(index, voice)| Local { reading, index, voice })
        })
        .collect();
    let first: Vec<usize> = readings
        .iter()
        .scan(0, |next, r| {
            let first = *next;
            *next += r.attributions.voices.len();
            Some(first)
        })
        .collect();
    let mut groups = Groups::new(local.len());
    same_names(&local, stories, &mut groups);
    same_persons_and_bodies(&local, readings, &mut groups);
    same_in_part(&local, stories, &mut groups);
    same_surname(&local, stories, &mut groups);
    copied::join(readings, copies, pairs, &first, &mut groups);
    acronym::join(readings, &first, &mut groups);
    script::join(&local, stories, &mut groups);
    outlet::join(&local, readings, stories, &mut groups);
    across::join(&local, readings, stories, &mut groups);
    unnamed::join(&local, stories, copies, &mut groups);
    let mut found = collect(readings, &local, &mut groups);
    found.may_be = unnamed::may_be(&found, readings);
    found
}

/// A voice of one reading.
struct Local<'a> {
    reading: usize,
    index: usize,
    voice: &'a Voice,
}

impl Local<'_> {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.voice.name.as_str()).chain(self.voice.aliases.iter().map(String::as_str))
    }

    fn is_unnamed(&self) -> bool {
        self.voice.kind == VoiceKind::Unnamed
    }
}

/// Voices that can be one at all: an outlet in one dispatch is an agency in the next, but never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Body,
    Person,
    Group,
    Document,
    Unnamed,
}

fn class(kind: VoiceKind) -> Class {
    match kind {
        VoiceKind::Outlet | VoiceKind::Agency | VoiceKind::Institution => Class::Body,
        VoiceKind::Person => Class::Person,
        VoiceKind::Group => Class::Group,
        VoiceKind::Document => Class::Document,
        VoiceKind::Unnamed => Class::Unnamed,
    }
}

/// Sets of local voices that are one, by their indices; the least stands for the set.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Groups {
        Groups((0..count).collect())
    }

    fn find(&mut self, mut v: usize) -> usize {
        while self.0[v] != v {
            self.0[v] = self.0[self.0[v]];
            v = self.0[v];
        }
        v
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// The same name, written alike: everywhere for proper names, within a story for others.
fn same_names(local: &[Local], stories: &[usize], groups: &mut Groups) {
    let mut seen: BTreeMap<(Class, Option<usize>, String), usize> = BTreeMap::new();
    for (i, voice) in local.iter().enumerate().filter(|(_, v)| !v.is_unnamed()) {
        for name in voice.names() {
            let story = (!is_proper(name)).then_some(stories[voice.reading]);
            let folded = fold(name);
            if folded.is_empty() {
                continue;
            }
            // A lone surname never meets across dispatches: two men may bear it.
            let class = class(voice.voice.kind);
            if class == Class::Person && !folded.contains(' ') {
                continue;
            }
            let first = *seen.entry((class, story, folded)).or_insert(i);
            groups.join(first, i);
        }
    }
}

/// Names that differ in spelling, script or language, as `annotate::name` joins them.
fn same_persons_and_bodies(local: &[Local], readings: &[&Reading], groups: &mut Groups) {
    let mut mentions = Vec::new();
    let mut owners = Vec::new();
    for (i, voice) in local.iter().enumerate() {
        let kind = match class(voice.voice.kind) {
            Class::Person if voice.voice.name.contains(' ') => name::Kind::Person,
            Class::Body if is_proper(&voice.voice.name) => name::Kind::Organisation,
            _ => continue,
        };
        mentions.push(Mention {
            id: i.to_string(),
            group: String::new(),
            name: voice.voice.name.clone(),
            kind,
            lang: readings[voice.reading].dispatch.lang,
        });
        owners.push(i);
    }
    for (at, first) in name::aliases(&mentions).iter().map(|a| a.first).enumerate() {
        groups.join(owners[first], owners[at]);
    }
}

/// Within a story, a shorter name of a body or document that only one longer one holds: "the prefecture" beside
/// "maritime prefecture of the Atlantic". A name of one word may look like a surname and be the first word of a body's.
fn same_in_part(local: &[Local], stories: &[usize], groups: &mut Groups) {
    type Names = BTreeMap<usize, Vec<Vec<String>>>;
    let mut by_story: BTreeMap<(usize, Class), Names> = BTreeMap::new();
    for (i, voice) in local.iter().enumerate() {
        let one_word = !fold(&voice.voice.name).contains(' ') && voice.voice.aliases.is_empty();
        let class = match class(voice.voice.kind) {
            Class::Person if one_word => Class::Body,
            class @ (Class::Body | Class::Document) => class,
            _ => continue,
        };
        let words = voice.names().map(|n| fold(n).split(' ').map(str::to_owned).collect());
        let root = groups.find(i);
        by_story.entry((stories[voice.reading], class)).or_default().entry(root).or_default().extend(words);
    }
    for names in by_story.values() {
        for (&short, short_names) in names {
            let holders: Vec<usize> = names
                .iter()
                .filter(|&(&long, long_names)| {
                    long != short && short_names.iter().any(|s| long_names.iter().any(|l| holds(l, s)))
                })
                .map(|(&long, _)| long)
                .collect();
            if let [one] = holders[..] {
                groups.join(short, one);
            }
        }
    }
}

/// Within a story, a surname alone that only one person of the story bears.
fn same_surname(local: &[Local], stories: &[usize], groups: &mut Groups) {
    let mut bearers: BTreeMap<(usize, String), BTreeSet<usize>> = BTreeMap::new();
    let mut alone: Vec<(usize, (usize, String))> = Vec::new();
    for (i, voice) in local.iter().enumerate().filter(|(_, v)| class(v.voice.kind) == Class::Person) {
        let story = stories[voice.reading];
        let names: Vec<String> = voice.names().map(fold).collect();
        if names.iter().all(|name| !name.contains(' ')) {
            alone.extend(names.into_iter().map(|name| (i, (story, name))));
            continue;
        }
        let root = groups.find(i);
        for surname in names.iter().filter_map(|name| name.rsplit_once(' ')).map(|(_, surname)| surname.to_owned()) {
            bearers.entry((story, surname)).or_default().insert(root);
        }
    }
    for (i, surname) in alone {
        if let Some(bearers) = bearers.get(&surname)
            && let [one] = bearers.iter().copied().collect::<Vec<_>>()[..]
        {
            groups.join(i, one);
        }
    }
}

/// Whether a longer name holds all words of a shorter one, and begins or ends like it.
fn holds(long: &[String], short: &[String]) -> bool {
    long.len() > short.len()
        && short.iter().all(|w| long.contains(w))
        && (long.first() == short.first() || long.last() == short.last())
        && short.iter().any(|w| w.chars().count() > 3)
}

fn collect(readings: &[&Reading], local: &[Local], groups: &mut Groups) -> Voices {
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let mut voices: Vec<Known> = Vec::new();
    let mut of_reading: Vec<Vec<usize>> = readings.iter().map(|_| Vec::new()).collect();
    for (i, l) in local.iter().enumerate() {
        let root = groups.find(i);
        let at = *number.entry(root).or_insert_with(|| {
            voices.push(Known { name: l.voice.name.clone(), aliases: Vec::new(), kind: l.voice.kind, of: None });
            voices.len() - 1
        });
        let known = &mut voices[at];
        known.kind = known.kind.min(l.voice.kind);
        for name in l.names() {
            if known.name != name && known.aliases.iter().all(|a| a != name) {
                known.aliases.push(name.to_owned());
            }
        }
        of_reading[l.reading].push(at);
    }
    for l in local {
        let at = of_reading[l.reading][l.index];
        if l.is_unnamed() && voices[at].of.is_none() {
            voices[at].of = l.voice.of.map(|quoting| of_reading[l.reading][quoting]);
        }
    }
    Voices { voices, of_reading, may_be: Vec::new() }
}
