//! What a dispatch is about: its words, the names and figures among them foremost, each with how often it stands there.
//!
//! A name counts twice, as it is spelt and by its consonants, so that "Хаджар" and "Hadjar" meet.

use std::collections::BTreeMap;

use crate::extract::Dispatch;

/// One word of a dispatch, as it is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Feature {
    /// Of the word without case and accents, or of its consonants.
    pub(super) key: u64,
    /// How often it stands there, weighted.
    pub(super) count: f32,
    /// What kind of word it is.
    pub(super) kind: Kind,
}

/// What kind of word a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A word, by its length in letters.
    Word(u8),
    /// A number in figures.
    Number,
    /// A word with a capital inside a sentence.
    Name,
    /// The consonants of a name.
    Consonants,
}

impl Kind {
    /// In what part of the dispatches of a language such a word stands, before anything is known of it.
    pub(super) fn frequency(self) -> f64 {
        match self {
            Kind::Word(0..=3) => 0.8,
            Kind::Word(4..=5) => 0.3,
            Kind::Word(6..=8) => 0.15,
            Kind::Word(_) => 0.08,
            Kind::Number => 0.05,
            Kind::Name | Kind::Consonants => 0.03,
        }
    }
}

/// The headline counts so many times.
const TITLE: f32 = 2.0;
/// Names and numbers count so many times.
const NAMED: f32 = 2.0;
/// A name in other letters counts less than in its own.
const CONSONANTS: f32 = 0.5;

/// The features of a dispatch, by key.
pub(super) fn features(dispatch: &Dispatch) -> Vec<Feature> {
    let mut found: BTreeMap<u64, (f32, Kind)> = BTreeMap::new();
    if let Some(title) = &dispatch.title {
        read(title, TITLE, &mut found);
    }
    read(dispatch.text.as_str(), 1.0, &mut found);
    found.into_iter().map(|(key, (count, kind))| Feature { key, count, kind }).collect()
}

fn read(text: &str, weight: f32, found: &mut BTreeMap<u64, (f32, Kind)>) {
    let mut add = |key: &str, space: u64, count: f32, kind: Kind| {
        let entry = found.entry(hash(key, space)).or_insert((0.0, kind));
        entry.0 += count;
        // Once a name, always a name: it may begin a sentence elsewhere.
        entry.1 = entry.1.max(kind);
    };
    let mut inside = false;
    for word in text.split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c)) {
        let Some(first) = word.chars().next() else { continue };
        let letters = any_ascii::any_ascii(word).to_ascii_lowercase();
        let number = letters.bytes().all(|b| b.is_ascii_digit());
        if letters.len() < 2 && !number {
            continue;
        }
        // Scripts without case: any longer word may be a name.
        let caseless = first.is_alphabetic() && !first.is_lowercase() && !first.is_uppercase();
        let name = inside && first.is_uppercase();
        let length = letters.len().min(255) as u8;
        let kind = if number {
            Kind::Number
        } else if name {
            Kind::Name
        } else {
            Kind::Word(length)
        };
        let count = if number || name { weight * NAMED } else { weight };
        add(&letters, 0, count, kind);
        if (name || caseless) && !number {
            let consonants = consonants(&letters);
            if consonants.len() >= 3 {
                add(&consonants, 1, weight * CONSONANTS, Kind::Consonants);
            }
        }
        inside = true;
    }
}

/// The consonants of a name in Latin letters, those that transliterations confuse as one.
fn consonants(letters: &str) -> String {
    let mut rest = letters;
    let mut out = String::new();
    while let Some(c) = rest.chars().next() {
        let (sound, length) = SOUNDS.iter().find(|(spelling, _)| rest.starts_with(spelling)).map_or(
            (if "aeiouyw'`".contains(c) { "" } else { &rest[..c.len_utf8()] }, c.len_utf8()),
            |&(spelling, sound)| (sound, spelling.len()),
        );
        if !out.ends_with(sound) || sound.is_empty() {
            out.push_str(sound);
        }
        rest = &rest[length..];
    }
    out
}

/// Spellings of one sound, the longer first.
const SOUNDS: [(&str, &str); 18] = [
    ("sch", "s"),
    ("tch", "s"),
    ("dzh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ch", "s"),
    ("sh", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("ts", "s"),
    ("tz", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("q", "k"),
    ("c", "k"),
    ("v", "f"),
    ("z", "s"),
    ("x", "ks"),
];

fn hash(word: &str, space: u64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ space;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_consonants_in_other_letters() {
        let of = |name: &str| consonants(&any_ascii::any_ascii(name).to_ascii_lowercase());
        assert_eq!(of("Хаджар"), of("Hadjar"));
        assert_eq!(of("Gorbatschow"), of("Gorbatchov").trim_end_matches('f'));
        assert_ne!(of("Brest"), of("Porto"));
    }
}
