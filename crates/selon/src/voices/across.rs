//! Institutions and documents named in several languages: "the governor's office in Izmir", "İzmir Valiliği".
//!
//! Such a name is a few concepts and perhaps a proper name. Two of them are one where every word of both is understood, one holds
//! all that the other says, and within the story no other could be meant.

use std::collections::{BTreeMap, BTreeSet};

use super::{Class, Groups, Local, class};
use crate::concept::{CONCEPTS, fold, is_proper, skeleton};
use crate::lang::Lang;
use crate::reading::Reading;

/// The concepts of words that say no more than that a body is one: office, department, agency.
const BODY: [&str; 2] = ["office", "agency"];

/// What a group of voices is called, in every way that is understood.
#[derive(Default)]
struct Called {
    langs: BTreeSet<Option<Lang>>,
    keys: BTreeSet<Key>,
}

/// The concepts and proper names that a name consists of.
type Key = BTreeSet<String>;

/// Joins what is called alike in two languages.
pub(super) fn join(local: &[Local], readings: &[&Reading], stories: &[usize], groups: &mut Groups) {
    let mut by_story: BTreeMap<(usize, Class), BTreeMap<usize, Called>> = BTreeMap::new();
    for (i, voice) in local.iter().enumerate() {
        let class = class(voice.voice.kind);
        if !matches!(class, Class::Body | Class::Document) {
            continue;
        }
        let lang = readings[voice.reading].dispatch.lang;
        let root = groups.find(i);
        let called = by_story.entry((stories[voice.reading], class)).or_default().entry(root).or_default();
        called.langs.insert(lang);
        called.keys.extend(voice.names().filter_map(|name| key(name, lang)));
    }
    for called in by_story.values() {
        for (&root, one) in called {
            let alike: Vec<(usize, &Called)> = called
                .iter()
                .filter(|&(&other, two)| other != root && two.is_alike(one))
                .map(|(&other, two)| (other, two))
                .collect();
            // One in each language, all called the same: no other could be meant.
            let same = alike.iter().all(|(_, two)| two.keys.iter().any(|k| one.keys.contains(k)));
            let alone =
                same && alike.iter().enumerate().all(|(n, (_, two))| alike[..n].iter().all(|(_, o)| o.is_alike(two)));
            let roots: BTreeSet<usize> = alike.iter().map(|&(other, _)| groups.find(other)).collect();
            if alone || roots.len() == 1 {
                for (other, _) in alike {
                    groups.join(root, other);
                }
            }
        }
    }
}

impl Called {
    /// Whether it may be another, called so in other languages.
    fn is_alike(&self, other: &Called) -> bool {
        self.langs.is_disjoint(&other.langs)
            && self.keys.iter().any(|a| other.keys.iter().any(|b| a.is_subset(b) || b.is_subset(a)))
    }
}

/// The words of a voice's names: what they mean, and how the proper ones sound.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) concepts: BTreeSet<&'static str>,
    pub(super) names: BTreeSet<String>,
    /// Whether some word is neither, nor without matter.
    unknown: bool,
}

impl Words {
    /// Adds the words of a name.
    pub(super) fn read(&mut self, name: &str, lang: Option<Lang>) {
        let Some(table) = lang.and_then(|lang| CONCEPTS.get(lang)) else { return };
        for word in name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let folded = fold(word);
            let meant = table.concepts(&folded);
            if !meant.is_empty() {
                self.concepts.extend(meant);
            } else if is_proper(word) {
                self.names.extend(skeleton(word));
            } else if folded.chars().count() > 2 && !table.is_empty_word(&folded) {
                self.unknown = true;
            }
        }
    }

    /// The concepts that say more than that it is a body.
    pub(super) fn saying(&self) -> impl Iterator<Item = &'static str> {
        self.concepts.iter().copied().filter(|c| !BODY.contains(c))
    }
}

/// The concepts and proper names of a name; nothing where none is a concept, or some word is not understood.
fn key(name: &str, lang: Option<Lang>) -> Option<Key> {
    CONCEPTS.get(lang?)?;
    let mut words = Words::default();
    words.read(name, lang);
    if words.unknown || words.saying().next().is_none() {
        return None;
    }
    Some(words.saying().map(str::to_owned).chain(words.names.iter().map(|n| format!("={n}"))).collect())
}
