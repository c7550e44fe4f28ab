//! `lang/*/concept.toml`: news concepts that mean the same in every language, and the words that carry no matter.

use std::collections::{BTreeMap, HashMap, HashSet};

use fst::Map;
use fst::raw::Output;
use serde::Deserialize;

use super::fold;
use crate::lang::{Lang, Table, Tables};

/// The concepts of every language.
pub static CONCEPTS: Tables<Concepts> = Tables::new();

/// The least letters of a concept's word that is looked for inside of another: "stakings|dag", "loons|verhoging".
const INSIDE: usize = 5;

/// The same where it begins right behind another one: "haven|bond".
const END: usize = 4;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Words without matter of their own: articles, auxiliaries, pronouns.
    #[serde(default)]
    empty: Vec<String>,
    /// Words that say that something is not so.
    #[serde(default)]
    no: Vec<String>,
    /// The same inside of other words.
    #[serde(default)]
    no_inside: Vec<String>,
    /// Words that say so only in one passage with one of [`Source::no_mark`]: "ne … plus", "personne n'…".
    #[serde(default)]
    no_partner: Vec<String>,
    /// What makes them say so.
    #[serde(default)]
    no_mark: Vec<String>,
    /// Words that open nothing but a clause about who or what was spoken of last.
    #[serde(default)]
    relative: Vec<String>,
    /// What stands in one with a word, before it: articles excepted, which [`fold`] takes away.
    #[serde(default)]
    prefixes: Vec<String>,
    /// Words in a row that take back one's own words.
    #[serde(default)]
    retracts: Vec<String>,
    /// Whether words are put together to new ones.
    #[serde(default)]
    compounds: bool,
    /// Each concept with the beginnings of the words that stand for it; `=word` is the whole word.
    concept: BTreeMap<String, Vec<String>>,
}

/// The file, ready: all words folded.
pub struct Concepts {
    empty: HashSet<String>,
    no: HashSet<String>,
    no_inside: Vec<String>,
    no_partner: HashSet<String>,
    no_mark: HashSet<String>,
    relative: HashSet<String>,
    prefixes: Vec<String>,
    retracts: Vec<String>,
    compounds: bool,
    whole: HashMap<String, Vec<String>>,
    /// From the beginning of a word to its place in `meanings`.
    beginnings: Map<Vec<u8>>,
    meanings: Vec<Vec<String>>,
}

impl Table for Concepts {
    const FILE: &'static str = "concept";
    type Source = Source;

    fn compile(source: Source, _: Lang) -> Concepts {
        let mut whole: HashMap<String, Vec<String>> = HashMap::new();
        let mut beginnings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (concept, words) in source.concept {
            for word in words {
                let meanings = match word.strip_prefix('=') {
                    Some(word) => whole.entry(fold(word)).or_default(),
                    None => beginnings.entry(fold(&word)).or_default(),
                };
                if !meanings.contains(&concept) {
                    meanings.push(concept.clone());
                }
            }
        }
        let folded = |words: Vec<String>| words.iter().map(|w| fold(w)).collect();
        let (beginnings, meanings): (Vec<String>, Vec<Vec<String>>) = beginnings.into_iter().unzip();
        let numbered = beginnings.iter().enumerate().map(|(place, word)| (word, place as u64));
        let set = |words: Vec<String>| words.iter().map(|w| fold(w)).collect();
        Concepts {
            empty: set(source.empty),
            no: set(source.no),
            no_partner: set(source.no_partner),
            no_mark: set(source.no_mark),
            relative: set(source.relative),
            no_inside: folded(source.no_inside),
            prefixes: folded(source.prefixes),
            retracts: folded(source.retracts),
            compounds: source.compounds,
            whole,
            beginnings: Map::from_iter(numbered).expect("ascending, each once"),
            meanings,
        }
    }
}

impl Concepts {
    /// Whether a folded word says nothing by itself.
    pub fn is_empty_word(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// Whether a folded word says that something is not so.
    pub fn says_no(&self, word: &str) -> bool {
        self.no.contains(word) || self.no_inside.iter().any(|part| word.contains(part.as_str()))
    }

    /// Whether a folded word says so beside a mark of negation.
    pub fn says_no_beside(&self, word: &str) -> bool {
        self.no_partner.contains(word)
    }

    /// Whether a folded word marks a negation that another word completes.
    pub fn marks_no(&self, word: &str) -> bool {
        self.no_mark.contains(word)
    }

    /// Whether a folded word opens a clause about who or what was spoken of last.
    pub fn is_relative(&self, word: &str) -> bool {
        self.relative.contains(word)
    }

    /// Whether folded words, single blanks between them, take back what their author said before: "we wrote twelve".
    pub fn retracts(&self, words: &str) -> bool {
        self.retracts.iter().any(|phrase| {
            words.match_indices(phrase.as_str()).any(|(at, _)| {
                let whole = |c: Option<char>| c.is_none_or(|c| c == ' ');
                whole(words[..at].chars().next_back()) && whole(words[at + phrase.len()..].chars().next())
            })
        })
    }

    /// What a folded word stands for: one concept, the last in alphabetical order where it may stand for several.
    pub fn concept(&self, word: &str) -> Option<&str> {
        self.of_beginning(word).and_then(|(meanings, _)| meanings.last()).map(String::as_str)
    }

    /// What a noun stands for: in languages of compounds what its end does.
    pub fn head(&self, word: &str) -> Option<&str> {
        let (meanings, length) = self.of_beginning(word)?;
        let rest = word.get(length..).unwrap_or_default();
        let end = if self.compounds { self.of_beginning(rest).filter(|(_, length)| *length >= END) } else { None };
        end.map_or(meanings, |(meanings, _)| meanings).last().map(String::as_str)
    }

    /// All that a folded word may stand for: what it begins with, and in languages of compounds what it ends in.
    pub fn concepts(&self, word: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let bare = || self.prefixes.iter().filter_map(|p| word.strip_prefix(p.as_str()));
        let begun = self
            .of_beginning(word)
            .or_else(|| bare().filter(|rest| rest.chars().count() >= 3).find_map(|rest| self.of_beginning(rest)));
        let mut rest = word;
        if let Some((meanings, length)) = begun {
            found.extend(meanings.iter().map(String::as_str));
            rest = word.get(length..).unwrap_or_default();
        }
        if self.compounds {
            let end = self.of_beginning(rest).filter(|(_, length)| *length >= END).map(|(meanings, _)| meanings);
            found.extend(end.or_else(|| self.inside(rest)).into_iter().flatten().map(String::as_str));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The whole word first, then its longest beginning; with the bytes that it takes.
    fn of_beginning(&self, word: &str) -> Option<(&[String], usize)> {
        if let Some(meanings) = self.whole.get(word) {
            return Some((meanings, word.len()));
        }
        let table = self.beginnings.as_fst();
        let (mut node, mut output) = (table.root(), Output::zero());
        let mut longest = None;
        for (place, &byte) in word.as_bytes().iter().enumerate() {
            let Some(at) = node.find_input(byte) else { break };
            let step = node.transition(at);
            output = output.cat(step.out);
            node = table.node(step.addr);
            if node.is_final() {
                longest = Some((output.cat(node.final_output()).value(), place + 1));
            }
        }
        longest.map(|(place, end)| (self.meanings[place as usize].as_slice(), end))
    }

    /// The first concept that begins inside of a word.
    fn inside(&self, word: &str) -> Option<&[String]> {
        let starts = word.char_indices().map(|(i, _)| i).take(32);
        starts.map(|i| &word[i..]).find_map(|part| {
            self.of_beginning(part).filter(|(_, length)| *length >= INSIDE).map(|(meanings, _)| meanings)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[examples]` and `[not]` of every `lang/*/concept.toml`.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads the sources")]
    fn every_language_keeps_its_examples() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lang");
        let mut seen = 0;
        for lang in Lang::known() {
            let Some(table) = CONCEPTS.get(lang) else { continue };
            let file = root.join(lang.code()).join("concept.toml");
            let source: toml::Table = std::fs::read_to_string(&file).expect("its source").parse().expect("TOML");
            let pairs = |key: &str| source[key].as_table().expect("a table").clone();
            for (word, concept) in pairs("examples") {
                let concept = concept.as_str().expect("a concept");
                assert!(table.concepts(&fold(&word)).contains(&concept), "{lang}: {word} is {concept}");
                seen += 1;
            }
            for (word, concept) in pairs("not") {
                let concept = concept.as_str().expect("a concept");
                assert!(!table.concepts(&fold(&word)).contains(&concept), "{lang}: {word} is not {concept}");
            }
        }
        assert!(seen > 50, "ten languages have examples");
    }

    fn table(code: &str) -> &'static Concepts {
        Lang::parse(code).and_then(|lang| CONCEPTS.get(lang)).expect("a language with concepts")
    }

    #[test]
    fn the_longest_beginning_counts() {
        let table = table("fr");
        assert_eq!(table.concept("arretes"), Some("arrest"));
        assert_eq!(table.concept("arrive"), Some("arrive"));
        assert!(table.is_empty_word("dans"));
    }

    #[test]
    fn compounds_and_prefixes_are_seen_through() {
        let dutch = table("nl");
        assert_eq!(dutch.concepts("loonsverhoging"), ["increase", "wage"]);
        assert_eq!(dutch.concepts("havenbond"), ["harbour", "union"]);
        assert_eq!(dutch.head("havenarbeiders"), Some("worker"));
        assert_eq!(dutch.head("havens"), Some("harbour"));
        let arabic = table("ar");
        assert!(arabic.concepts(&fold("واعتقال")).contains(&"arrest"));
    }

    #[test]
    fn some_words_say_no() {
        assert!(table("fr").says_no("aucune"));
        assert!(table("tr").says_no(&fold("ödenmediğini")));
        assert!(!table("en").says_no("now"));
        assert!(table("fr").marks_no("n") && table("fr").says_no_beside("personne"), "personne n'est venu");
        assert!(!table("fr").says_no("personne"), "une personne est venue");
        assert!(table("en").is_relative("who") && !table("en").is_relative("that"));
        assert!(table("en").retracts(&fold("On Monday we reported twelve deaths")));
        assert!(!table("en").retracts(&fold("The ministry reported twelve deaths")));
    }
}
