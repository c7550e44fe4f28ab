//! What counting needs to know of a language: `lang/*/figure.toml`.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::annotate::lower::lower;
use crate::extract::{Dispatch, Document};
use crate::lang::{Lang, Table, Tables, expand};
use crate::segment::segment;

pub(super) static TABLES: Tables<FigureTable> = Tables::new();

/// The file. Every list is of words or phrases, lower case; `{a,b}` in one of them stands for either.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    number: NumberSource,
    #[serde(default)]
    bound: BoundSource,
    #[serde(default)]
    link: LinkSource,
    /// What befalls people: dead, injured, …
    #[serde(default)]
    event: Vec<EventSource>,
    /// What is counted beside that.
    #[serde(default)]
    noun: Vec<NounSource>,
}

/// How numbers are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberSource {
    /// The marks that may part groups of three digits.
    group: String,
    /// The mark before fractions.
    decimal: char,
    /// Whether twenties are counted: "quatre-vingt".
    #[serde(default)]
    vigesimal: bool,
    /// Numbers are written in one word, joined by these: "dreiundzwanzig". An empty one for plain sequence.
    #[serde(default)]
    compound: Vec<String>,
    /// Words between parts of a number: "soixante et onze".
    #[serde(default)]
    and: Vec<String>,
    /// "drei", "vierzig", each with its value.
    words: BTreeMap<String, f64>,
    /// "hundert", "million": multiply what stands before.
    #[serde(default)]
    scales: BTreeMap<String, f64>,
    /// "bn" of "$5bn": written without a blank, behind a sum of money only.
    #[serde(default)]
    glued: BTreeMap<String, f64>,
    /// "dizaines": an open number of these; at least two.
    #[serde(default)]
    many: BTreeMap<String, f64>,
    /// "quarantaine": about so many.
    #[serde(default)]
    about: BTreeMap<String, f64>,
    /// The articles that also mean one.
    #[serde(default)]
    article: Vec<String>,
}

/// How bounds are said.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct BoundSource {
    at_least: Vec<String>,
    at_most: Vec<String>,
    about: Vec<String>,
    /// Behind the number: "ou plus".
    at_least_after: Vec<String>,
    /// "entre" of "entre 20 et 25".
    between: Vec<String>,
    /// "et" of "entre 20 et 25"; also what joins counts: "a woman and her two children".
    and: Vec<String>,
    /// "à" of "20 à 25".
    to: Vec<String>,
}

/// Words around counts.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct LinkSource {
    /// "others": stands for the noun of the count before.
    others: Vec<String>,
    /// Words that may stand between number and noun, or verb and number: "of", "her", adjectives that are common.
    small: Vec<String>,
    /// Begins a part of what was just counted: "including".
    among: Vec<String>,
    /// Sets a number beside the one before it: "up from".
    compare: Vec<String>,
    /// A number that rises or falls: "from 12 to 17" is then no range.
    change: Vec<String>,
    /// What a participle needs in front to be a passive; a language without needs none.
    auxiliary: Vec<String>,
    /// Begins another clause: "while".
    border: Vec<String>,
    /// What is numbered, not counted: "article 12".
    label: Vec<String>,
    /// Words that end a noun phrase, where nouns are not known.
    stop: Vec<String>,
    /// How the noun of an unknown noun phrase is found.
    head: Head,
    /// Endings of plural nouns, for [`Head::Plural`].
    plural: Vec<String>,
}

/// How the noun of an unknown noun phrase is found.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Head {
    /// The first word: "tableaux volés".
    #[default]
    First,
    /// The first plural, else the first word: "stolen paintings".
    Plural,
    /// The first word with a capital, else the first: "gestohlene Bilder".
    Capital,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventSource {
    what: String,
    /// Whether only what is known to be human is counted: "three paintings are missing" counts none missing.
    #[serde(default)]
    persons_only: bool,
    /// Nouns: "17 morts".
    #[serde(default)]
    nouns: Vec<String>,
    /// Verbs of which the counted are the subject: "ont péri".
    #[serde(default)]
    happens: Vec<String>,
    /// Participles: "tués".
    #[serde(default)]
    passive: Vec<String>,
    /// Verbs in front of the count: "a tué 12 …". `nahm … fest` for verbs of two parts.
    #[serde(default)]
    does: Vec<String>,
    /// Nouns for the number itself: "la cifra de muertos … 17".
    #[serde(default)]
    toll: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounSource {
    /// As in [`super::Figure::what`]; the empty name is for humans of no special kind, `-` for what is no count at all.
    what: String,
    #[serde(default)]
    human: bool,
    #[serde(default)]
    words: Vec<String>,
    /// Stands before the number: "$".
    #[serde(default)]
    before: Vec<String>,
}

/// What a word or phrase may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    Number(f64),
    Scale(f64),
    Many(f64),
    Rough(f64),
    Article,
    JoinsNumbers,
    AtLeast,
    AtMost,
    About,
    AtLeastAfter,
    Between,
    And,
    To,
    Others,
    Small,
    Among,
    Compare,
    Change,
    Auxiliary,
    Border,
    Label,
    Stop,
    /// An event, as a noun.
    Victims(usize),
    Happens(usize),
    Passive(usize),
    /// With the second part of the verb, where it has one.
    Does(usize, Option<Box<str>>),
    Toll(usize),
    Noun(usize),
    /// A noun that stands before its number.
    Before(usize),
}

/// What befalls the counted.
pub(super) struct Event {
    pub(super) what: String,
    pub(super) persons_only: bool,
}

/// What is counted.
pub(super) struct Noun {
    pub(super) what: String,
    pub(super) human: bool,
}

impl Noun {
    /// Whether its numbers are no counts: lengths of time, months.
    pub(super) fn is_no_count(&self) -> bool {
        self.what == "-"
    }
}

/// A phrase that begins with a given word.
struct Phrase {
    rest: Vec<Box<str>>,
    meanings: Vec<Meaning>,
}

/// The file, ready.
pub(super) struct FigureTable {
    pub(super) group: String,
    pub(super) decimal: char,
    pub(super) vigesimal: bool,
    pub(super) glued: BTreeMap<String, f64>,
    /// Number words and scales of compounds, the longest first; empty where numbers are not written in one word.
    pub(super) compound_parts: Vec<(Box<str>, f64)>,
    pub(super) compound_joints: Vec<Box<str>>,
    pub(super) head: Head,
    pub(super) plural: Vec<String>,
    pub(super) needs_auxiliary: bool,
    pub(super) events: Vec<Event>,
    pub(super) nouns: Vec<Noun>,
    /// By first word; of each the longest first.
    phrases: HashMap<Box<str>, Vec<Phrase>>,
}

impl FigureTable {
    /// The longest phrase that begins the words, with how many of them it takes.
    pub(super) fn longest<'w>(&self, first: &str, rest: impl Iterator<Item = &'w str> + Clone) -> (usize, &[Meaning]) {
        let found = self.phrases.get(first).and_then(|list| {
            list.iter().find(|p| {
                let mut words = rest.clone();
                p.rest.iter().all(|want| words.next() == Some(want))
            })
        });
        found.map_or((1, &[]), |p| (1 + p.rest.len(), &p.meanings))
    }

    /// The value of a single number word.
    pub(super) fn word(&self, word: &str) -> Option<&Meaning> {
        let plain = self.phrases.get(word)?.iter().find(|p| p.rest.is_empty())?;
        plain.meanings.iter().find(|m| matches!(m, Meaning::Number(_) | Meaning::Scale(_)))
    }
}

impl Table for FigureTable {
    const FILE: &'static str = "figure";
    type Source = Source;

    fn compile(source: Source, lang: Lang) -> FigureTable {
        let mut book = Book { lang, phrases: HashMap::new() };
        let number = source.number;
        let mut compound_parts = Vec::new();
        if !number.compound.is_empty() {
            for (words, value) in number.words.iter().chain(&number.scales) {
                compound_parts.extend(expand(words).into_iter().map(|w| (w.into_boxed_str(), *value)));
            }
            compound_parts.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        book.valued(&number.words, Meaning::Number);
        book.valued(&number.scales, Meaning::Scale);
        book.valued(&number.many, Meaning::Many);
        book.valued(&number.about, Meaning::Rough);
        book.all(&number.article, &Meaning::Article);
        book.all(&number.and, &Meaning::JoinsNumbers);
        let bound = source.bound;
        book.all(&bound.at_least, &Meaning::AtLeast);
        book.all(&bound.at_most, &Meaning::AtMost);
        book.all(&bound.about, &Meaning::About);
        book.all(&bound.at_least_after, &Meaning::AtLeastAfter);
        book.all(&bound.between, &Meaning::Between);
        book.all(&bound.and, &Meaning::And);
        book.all(&bound.to, &Meaning::To);
        let link = source.link;
        book.all(&link.others, &Meaning::Others);
        book.all(&link.small, &Meaning::Small);
        book.all(&link.among, &Meaning::Among);
        book.all(&link.compare, &Meaning::Compare);
        book.all(&link.change, &Meaning::Change);
        book.all(&link.auxiliary, &Meaning::Auxiliary);
        book.all(&link.border, &Meaning::Border);
        book.all(&link.label, &Meaning::Label);
        book.all(&link.stop, &Meaning::Stop);
        let mut events = Vec::new();
        for event in source.event {
            let id = events.len();
            book.all(&event.nouns, &Meaning::Victims(id));
            book.all(&event.happens, &Meaning::Happens(id));
            book.all(&event.passive, &Meaning::Passive(id));
            book.all(&event.toll, &Meaning::Toll(id));
            for verb in &event.does {
                let (first, particle) = match verb.split_once(" … ") {
                    Some((first, particle)) => (first, Some(particle.into())),
                    None => (verb.as_str(), None),
                };
                book.all(&[first.to_owned()], &Meaning::Does(id, particle));
            }
            events.push(Event { what: event.what, persons_only: event.persons_only });
        }
        let mut nouns = Vec::new();
        for noun in source.noun {
            book.all(&noun.words, &Meaning::Noun(nouns.len()));
            book.all(&noun.before, &Meaning::Before(nouns.len()));
            nouns.push(Noun { what: noun.what, human: noun.human });
        }
        FigureTable {
            group: number.group,
            decimal: number.decimal,
            vigesimal: number.vigesimal,
            glued: number.glued,
            compound_parts,
            compound_joints: number.compound.into_iter().map(String::into_boxed_str).collect(),
            head: link.head,
            plural: link.plural,
            needs_auxiliary: !link.auxiliary.is_empty(),
            events,
            nouns,
            phrases: book.finish(),
        }
    }
}

/// Phrases as they are collected.
struct Book {
    lang: Lang,
    phrases: HashMap<Box<str>, Vec<Phrase>>,
}

impl Book {
    fn valued(&mut self, words: &BTreeMap<String, f64>, meaning: fn(f64) -> Meaning) {
        for (word, value) in words {
            self.all(std::slice::from_ref(word), &meaning(*value));
        }
    }

    fn all(&mut self, phrases: &[String], meaning: &Meaning) {
        for phrase in phrases.iter().flat_map(|p| expand(p)) {
            let mut words = self.words(&phrase).into_iter();
            let Some(first) = words.next() else { continue };
            let rest: Vec<_> = words.collect();
            let list = self.phrases.entry(first).or_default();
            match list.iter_mut().find(|p| p.rest == rest) {
                Some(known) if known.meanings.contains(meaning) => {}
                Some(known) => known.meanings.push(meaning.clone()),
                None => list.push(Phrase { rest, meanings: vec![meaning.clone()] }),
            }
        }
    }

    /// The words of a phrase, cut as the text will be.
    fn words(&self, phrase: &str) -> Vec<Box<str>> {
        // An apostrophe at the end leans on a word that is not there.
        let leans = phrase.ends_with('\'');
        let text = if leans { format!("{phrase}x") } else { phrase.to_owned() };
        let dispatch = Dispatch::from(&Document { lang: Some(self.lang.into()), ..Document::new("", text) });
        let mut tokens = segment(&dispatch).tokens;
        if leans {
            tokens.pop();
        }
        tokens.iter().map(|t| lower(dispatch.text.get(t.span)).into_boxed_str()).collect()
    }

    fn finish(mut self) -> HashMap<Box<str>, Vec<Phrase>> {
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for list in self.phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        self.phrases
    }
}
