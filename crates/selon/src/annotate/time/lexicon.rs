//! The words that the rules of a language know.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::role::Role;

/// No entry.
pub(super) const NONE: u32 = u32::MAX;

/// What a pattern tests a word for: a literal or a class.
pub(super) type Symbol = u16;

/// How a word must be written to stand for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// As it likes.
    Any,
    /// With a capital: "May".
    Capital,
    /// Without, except where a sentence begins: "mars".
    Small,
}

/// One thing that a word can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sense {
    pub(super) symbol: Symbol,
    pub(super) role: Role,
    pub(super) value: i32,
    pub(super) case: Case,
}

/// A word, and the phrases that begin with it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) senses: Vec<Sense>,
    /// The entries that follow, and what all of them together stand for; longest first.
    pub(super) phrases: Vec<(Vec<u32>, Vec<Sense>)>,
    /// The value of a number word.
    pub(super) number: Option<i32>,
    /// Stands inside number words without a value: "and", "et", the hyphen.
    pub(super) joins_numbers: bool,
}

/// FNV-1a: short keys, and the same on every run.
#[derive(Default)]
pub(super) struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u16(&mut self, n: u16) {
        self.0 = (self.0 ^ u64::from(n)).wrapping_mul(0x0100_0000_01b3).rotate_left(17);
    }
}

/// All words of a language's rules.
pub(super) struct Lexicon {
    entries: Vec<Entry>,
    words: HashMap<Box<str>, u32, BuildHasherDefault<Fnv>>,
    marks: [u32; 128],
    longest: usize,
}

impl Lexicon {
    pub(super) fn new() -> Lexicon {
        Lexicon { entries: Vec::new(), words: HashMap::default(), marks: [NONE; 128], longest: 0 }
    }

    /// The entry of a folded word.
    pub(super) fn word(&self, folded: &str) -> u32 {
        self.words.get(folded).copied().unwrap_or(NONE)
    }

    /// The entry of an ASCII mark.
    pub(super) fn mark(&self, mark: u8) -> u32 {
        self.marks[usize::from(mark & 0x7f)]
    }

    /// The bytes of the longest word.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// An entry by its number.
    pub(super) fn entry(&self, at: u32) -> Option<&Entry> {
        self.entries.get(at as usize)
    }

    /// The entry of an atom, made where it is new.
    pub(super) fn intern(&mut self, atom: &str) -> u32 {
        if let Some(&at) = self.words.get(atom) {
            return at;
        }
        let at = self.entries.len() as u32;
        self.entries.push(Entry::default());
        self.words.insert(atom.into(), at);
        self.longest = self.longest.max(atom.len());
        if let [b] = atom.as_bytes()
            && !b.is_ascii_alphanumeric()
            && b.is_ascii()
        {
            self.marks[usize::from(*b)] = at;
        }
        at
    }

    /// Gives a word or phrase, as a table writes it, a sense.
    pub(super) fn add(&mut self, phrase: &str, sense: Sense) {
        let atoms = split(phrase);
        let entries: Vec<u32> = atoms.iter().map(|a| self.intern(a)).collect();
        let Some((&head, rest)) = entries.split_first() else { return };
        let entry = &mut self.entries[head as usize];
        if rest.is_empty() {
            entry.senses.push(sense);
            return;
        }
        if let Some((_, senses)) = entry.phrases.iter_mut().find(|(tail, _)| tail == rest) {
            senses.push(sense);
        } else {
            entry.phrases.push((rest.to_vec(), vec![sense]));
            entry.phrases.sort_by_key(|(tail, _)| std::cmp::Reverse(tail.len()));
        }
    }

    /// Makes a word one of a number's.
    pub(super) fn add_number(&mut self, word: &str, value: i32) {
        let at = self.intern(word);
        self.entries[at as usize].number = Some(value);
    }

    /// Lets a word stand between those of a number.
    pub(super) fn add_joint(&mut self, word: &str) {
        let at = self.intern(word);
        self.entries[at as usize].joins_numbers = true;
    }
}

/// Cuts a phrase of a table as [`super::atom::atoms`] cuts a text: letters, and single marks. Digits stay together.
pub(super) fn split(phrase: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = None;
    for c in phrase.chars() {
        if c.is_whitespace() {
            open = None;
            continue;
        }
        let kind =
            if c.is_numeric() { 1 } else { i32::from(!c.is_alphabetic() && !matches!(c, '\u{300}'..='\u{36f}')) * 2 };
        if open != Some(kind) || kind == 2 {
            out.push(String::new());
        }
        open = Some(kind);
        super::atom::fold(c, out.last_mut().expect("one was pushed"));
    }
    out
}
