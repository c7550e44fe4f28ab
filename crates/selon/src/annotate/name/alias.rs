//! Names across documents, languages and scripts: which are one.
//!
//! Each mention gets keys; mentions of one group and kind that share a key are one. A person's key is made of the first
//! and the last part of the name, each as a number of the table of name parts or as a [skeleton](super::skeleton): so
//! first and last must both agree. An organisation's are its number in the list of organisations, its skeleton, its
//! initials; a place's its number in the gazetteer and its skeleton. A lone surname joins a full name only where one
//! person of the group bears it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::skeleton::skeletons;
use super::{Alias, Evidence, Kind, Likeness, Mention, affixes, organisations, parts};
use crate::annotate::place::{self, Class};
use crate::lang::Lang;

/// Which mentions are one, and why.
pub(super) fn aliases(mentions: &[Mention]) -> Vec<Alias> {
    let mut sets = Sets::new(mentions.len());
    let mut groups: BTreeMap<(&str, Kind), Vec<usize>> = BTreeMap::new();
    for (i, m) in mentions.iter().enumerate() {
        groups.entry((m.group.as_str(), m.kind)).or_default().push(i);
    }
    for ((_, kind), members) in groups {
        match kind {
            Kind::Person => persons(mentions, &members, &mut sets),
            Kind::Organisation => keyed(mentions, &members, &mut sets, organisation_keys),
            Kind::Place => keyed(mentions, &members, &mut sets, place_keys),
        }
    }
    (0..mentions.len()).map(|i| Alias { first: sets.first(i), because: sets.because[i].take() }).collect()
}

/// Sets of mentions; the first of each stands for it (Tarjan's union-find).
struct Sets {
    parent: Vec<usize>,
    /// For each mention, what first put it together with an earlier one.
    because: Vec<Option<(usize, Evidence)>>,
}

impl Sets {
    fn new(count: usize) -> Sets {
        Sets { parent: (0..count).collect(), because: vec![None; count] }
    }

    fn first(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize, why: Evidence) {
        let (earlier, later) = (a.min(b), a.max(b));
        if earlier != later {
            self.because[later].get_or_insert((earlier, why));
        }
        let (a, b) = (self.first(a), self.first(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

/// A part of a name, as what it can be met by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    /// A number of a table: of name parts, organisations or places.
    Number(u32),
    Skeleton(String),
    Initials(String),
}

impl Key {
    fn likeness(&self) -> Likeness {
        match self {
            Key::Number(_) => Likeness::Listed,
            Key::Skeleton(_) => Likeness::Sound,
            Key::Initials(_) => Likeness::Initials,
        }
    }
}

fn inflected(lang: Option<Lang>) -> bool {
    lang.is_some_and(|l| affixes::INFLECTED.contains(&l.code()))
}

/// The words of a name that count, folded; small words are left out where others remain.
fn tokens(name: &str) -> Vec<String> {
    // "B.Roz"
    let folded = place::fold(&name.replace('.', " "));
    let all: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '·' | '・' | ',' | '"' | '«' | '»' | '(' | ')'))
        .map(|w| w.trim_matches('\''))
        .filter(|w| !w.is_empty())
        .collect();
    let held: Vec<String> =
        all.iter().filter(|w| !affixes::SMALL.contains(w)).map(|w| without_article(w).to_owned()).collect();
    if held.is_empty() { all.iter().map(|w| (*w).to_owned()).collect() } else { held }
}

/// An Arabic or Hebrew word without the article.
fn without_article(word: &str) -> &str {
    let bare = affixes::ARTICLES.iter().find_map(|a| word.strip_prefix(a));
    bare.filter(|w| w.chars().count() > 1).unwrap_or(word)
}

fn part_keys(word: &str, inflected: bool) -> BTreeSet<Key> {
    let mut keys: BTreeSet<Key> = parts::numbers(word).map(Key::Number).collect();
    keys.extend(skeletons(word, inflected).into_iter().map(Key::Skeleton));
    keys
}

fn persons(mentions: &[Mention], members: &[usize], sets: &mut Sets) {
    let mut pairs: HashMap<(Key, Key), usize> = HashMap::new();
    let mut lone: HashMap<Key, usize> = HashMap::new();
    let mut single: Vec<(usize, BTreeSet<Key>)> = Vec::new();
    let mut bearers: HashMap<Key, Vec<usize>> = HashMap::new();
    for &i in members {
        let words = tokens(&mentions[i].name);
        let inflected = inflected(mentions[i].lang);
        // An initial tells too little.
        let words = match words.as_slice() {
            [initial, .., last] if initial.chars().count() == 1 => std::slice::from_ref(last),
            words => words,
        };
        match words {
            [] => {}
            [one] => {
                let keys = part_keys(one, inflected);
                for key in &keys {
                    sets.join(*lone.entry(key.clone()).or_insert(i), i, Evidence::OnePart(key.likeness()));
                }
                single.push((i, keys));
            }
            [first, .., last] => {
                let last = part_keys(last, inflected);
                for a in part_keys(first, inflected) {
                    for b in &last {
                        let why = Evidence::Parts { first: a.likeness(), last: b.likeness() };
                        sets.join(*pairs.entry((a.clone(), b.clone())).or_insert(i), i, why);
                    }
                }
                for b in last {
                    bearers.entry(b).or_default().push(i);
                }
            }
        }
    }
    for (i, keys) in single {
        let mut owners: BTreeMap<usize, usize> = BTreeMap::new();
        for bearer in keys.iter().filter_map(|k| bearers.get(k)).flatten() {
            *owners.entry(sets.first(*bearer)).or_default() += 1;
        }
        let all: usize = owners.values().sum();
        if let Some((&owner, &times)) = owners.iter().max_by_key(|(owner, times)| (**times, std::cmp::Reverse(**owner)))
            && times * SURE > all * (SURE - 1)
        {
            sets.join(owner, i, Evidence::OnlyBearer);
        }
    }
}

/// A lone surname joins a full name where all but one in so many of those who bear it are that one: others are most
/// often misspellings of it.
const SURE: usize = 5;

fn keyed(mentions: &[Mention], members: &[usize], sets: &mut Sets, keys: fn(&Mention) -> BTreeSet<Key>) {
    let mut met: HashMap<Key, usize> = HashMap::new();
    for &i in members {
        for key in keys(&mentions[i]) {
            let why = Evidence::Whole(key.likeness());
            sets.join(*met.entry(key).or_insert(i), i, why);
        }
    }
}

fn organisation_keys(m: &Mention) -> BTreeSet<Key> {
    let folded = place::fold(&m.name);
    let words = tokens(&m.name);
    let bones = whole(&words, inflected(m.lang));
    let letters = m.name.chars().filter(|c| c.is_alphabetic());
    let acronym = words.len() == 1 && letters.clone().count() < 7 && letters.clone().all(char::is_uppercase);
    let listed = organisations::number(&folded).or_else(|| {
        let long = bones.len() > 5 && !acronym;
        long.then(|| KNOWN_BONES.get(&bones).copied()).flatten()
    });
    if let Some(number) = listed {
        return [Key::Number(u32::from(number))].into();
    }
    if acronym {
        return [Key::Initials(any_ascii::any_ascii(&folded))].into();
    }
    let mut keys: BTreeSet<Key> = [Key::Skeleton(bones)].into();
    if words.len() > 2 {
        let initials: String =
            words.iter().filter(|w| w.chars().count() > 3).filter_map(|w| w.chars().next()).collect();
        keys.insert(Key::Initials(any_ascii::any_ascii(&initials)));
    }
    keys
}

/// The listed organisations by the skeletons of their names, for names with endings of cases.
static KNOWN_BONES: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (name, number) in organisations::all() {
        let words = tokens(name);
        for inflected in [false, true] {
            known.entry(whole(&words, inflected)).or_insert(number);
        }
    }
    known
});

/// The skeletons of all words, one of each: of the stem where there is one; a word of few consonants stays as it is.
fn whole(words: &[String], inflected: bool) -> String {
    let bones = words.iter().filter_map(|w| skeletons(w, inflected).into_iter().min_by_key(|s| (s.len(), s.clone())));
    bones.collect::<Vec<_>>().join(" ")
}

fn place_keys(m: &Mention) -> BTreeSet<Key> {
    let folded = place::fold(&m.name);
    let mut keys: BTreeSet<Key> = [Key::Skeleton(whole(&tokens(&m.name), inflected(m.lang)))].into();
    let best = forms(&folded, inflected(m.lang)).filter_map(|f| place::lookup(&f).next()).max_by(|a, b| {
        let weight = |e: &place::Entry| e.people() + if e.class() == Class::Country { 10.0 } else { 0.0 };
        weight(a).total_cmp(&weight(b)).then(b.cmp(a))
    });
    if let Some(entry) = best {
        keys.insert(Key::Number(entry.number()));
    }
    keys
}

/// A folded name as it stands and, in languages with cases, with other endings.
fn forms(folded: &str, inflected: bool) -> impl Iterator<Item = String> {
    let with =
        move |list: &'static [&'static str]| std::iter::once("").chain(list.iter().copied().filter(move |_| inflected));
    with(&affixes::ENDINGS)
        .filter_map(|e| folded.strip_suffix(e))
        .filter(|s| s.chars().count() > 2)
        .flat_map(move |stem| with(&affixes::NOMINATIVES).map(move |n| format!("{stem}{n}")))
}
