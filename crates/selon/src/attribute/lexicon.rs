//! What attribution needs to know of a language: `lang/*/attribute.toml`.
//!
//! A word list gives each entry a [`Class`]; entries of several words are matched whole, the longest first. Verbs of
//! saying are written as stems with a paradigm, or form by form.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use serde::Deserialize;

use super::Stance;
use crate::lang::{Lang, Table, Tables};

pub(super) static LEXICONS: Tables<Lexicon> = Tables::new();

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    #[serde(default)]
    grammar: Grammar,
    #[serde(default)]
    paradigms: BTreeMap<String, Paradigm>,
    #[serde(default)]
    verbs: Vec<VerbSource>,
    #[serde(default)]
    words: Vec<WordSource>,
}

/// How sentences of the language are built, as far as reports go.
#[derive(Deserialize, Default, Clone)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Grammar {
    /// Where the verb of saying stands.
    pub(super) order: Order,
    /// Auxiliary and participle stand apart: "hat am Montag mitgeteilt".
    pub(super) split_auxiliary: bool,
    /// A content may follow the verb bare: "he said the road was open".
    pub(super) bare_content: bool,
    /// A content may follow the verb and a comma: "er sagte, die Straße sei offen".
    pub(super) comma_content: bool,
    /// A tag may have its subject first: "…, the ministry said".
    pub(super) subject_first_tag: bool,
    /// Common nouns begin with a capital, so that a capital does not show a name.
    pub(super) capital_nouns: bool,
    /// Ends of words that are finite verbs more often than not.
    pub(super) finite_endings: Vec<String>,
    /// The mood of reports shows one even where no report stands before: French, not German.
    pub(super) mood_alone: bool,
    /// Letters that lean on the next word in writing: Arabic "و".
    pub(super) prefixes: Vec<String>,
    /// Ends of infinitives.
    pub(super) infinitive_endings: Vec<String>,
    /// What stands before an infinitive: "to", "de".
    pub(super) infinitive_markers: Vec<String>,
    /// Ends of names that mark whom something is told to: Turkish "'a".
    pub(super) addressee_endings: Vec<String>,
    /// Ends of inflected nouns, each with the end of the form that the lexicon lists: "ства" of "ство".
    pub(super) cases: Vec<[String; 2]>,
    /// The same for the adjectives before such nouns.
    pub(super) adjective_cases: Vec<[String; 2]>,
    /// Letters behind an apostrophe are no part of a name: Turkish "Doruk'un".
    pub(super) apostrophe_cases: bool,
    /// Ends of words that are no part of a phrase behind its noun: "a trust serving half the county", "members voted".
    pub(super) phrase_ends: Vec<String>,
    /// Articles that are written together with the noun: Arabic "ال".
    pub(super) article_prefixes: Vec<String>,
    /// What is written before the one who is told: Arabic "ل" in "لوكالة".
    pub(super) to_prefix: String,
    /// A verb needs no subject: "Añadió que", "La urna, dice, estuvo sola".
    pub(super) null_subject: bool,
    /// Nothing but names and phrases with a preposition follows a noun: "volgens de politie gaat het om een lek".
    pub(super) noun_last: bool,
    /// Nouns are written together, and the last one says what the whole is: "Einsatzleiter", "vakbondsbestuurder".
    pub(super) compounds: bool,
}

/// Where the verb of saying stands.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Order {
    /// "X says that S", "S, says X".
    #[default]
    Medial,
    /// "Says X that S".
    Initial,
    /// "X S says".
    Final,
}

/// Endings by what they make of a stem.
#[derive(Deserialize, Default, Clone)]
#[serde(default, deny_unknown_fields)]
struct Paradigm {
    finite: Vec<String>,
    participle: Vec<String>,
    gerund: Vec<String>,
    infinitive: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbSource {
    paradigm: Option<String>,
    #[serde(default)]
    stems: Vec<String>,
    /// Words that follow each form and belong to the verb: "fait" + "savoir".
    #[serde(default)]
    tail: String,
    /// A particle that stands at the end of the clause: "teilte … mit".
    #[serde(default)]
    particle: Option<String>,
    #[serde(default)]
    finite: Vec<String>,
    #[serde(default)]
    participle: Vec<String>,
    #[serde(default)]
    gerund: Vec<String>,
    #[serde(default)]
    infinitive: Vec<String>,
    #[serde(default)]
    takes: Vec<Takes>,
    #[serde(default)]
    stance: Stance,
    /// Says something only of certain subjects: a report shows, a window does not.
    #[serde(default)]
    weak: bool,
}

/// What may follow a verb of saying.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Takes {
    /// "that S", and "S" bare or in quotation marks, before or after.
    Clause,
    /// An infinitive: "affirme avoir", "denies having".
    Infinitive,
    /// A noun phrase: "dément toute surcharge".
    Noun,
    /// Somebody who is said to say it: "quoted an official as saying".
    Speaker,
    /// What it is about, behind a preposition: "fait état de douze morts".
    About,
    /// Somebody to whom it is told, bare: "told AFP that".
    Addressee,
    /// Where it stands or from whom it came, behind a preposition: "lit-on dans le rapport", "heißt es aus dem Amt".
    Within,
}

impl Takes {
    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordSource {
    class: Class,
    list: Vec<String>,
}

/// What a word is to attribution. A word may be of several classes.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Class {
    /// A verb of saying. Made from `verbs`, not from `words`.
    Verb,
    /// Helps a verb: has, will, did.
    Auxiliary,
    /// Makes a passive: is, was, been. Finite or not.
    Passive,
    /// A verb that is finite, whatever it says: for cutting clauses.
    Finite,
    /// Auxiliaries that are not finite: been, été.
    Nonfinite,
    /// not, ne, pas.
    Negation,
    /// Leans on the verb: l', lui, en, s'.
    Clitic,
    /// Adverbs that stand in a group of verbs or about it.
    Adverb,
    /// that, dass, que.
    Complementizer,
    /// whether, si, ob, comment.
    Question,
    /// who, which, qui.
    Relative,
    /// and, et.
    And,
    /// but, mais, while: begins a clause.
    Connective,
    /// the, le.
    Definite,
    /// a, un, several, two.
    Indefinite,
    /// this, ce.
    Demonstrative,
    /// his, son.
    Possessive,
    /// our, we, us: the outlet itself.
    Own,
    /// he, elle, they: subjects.
    Pronoun,
    /// it: what is no person.
    Thing,
    /// one, on: nobody.
    Impersonal,
    /// Stands for the sentence before: "Das teilte die Polizei mit", "El alcalde lo confirmó".
    Pointer,
    /// both, les deux: two that the text names.
    Both,
    /// A noun that names nobody afresh: "the company", "die Behörde", "the 54-year-old".
    Generic,
    /// Prepositions inside a noun phrase: of, de.
    Link,
    /// Prepositions of place, inside a noun phrase only before a name: at, au.
    At,
    /// All other prepositions.
    Preposition,
    /// to, à: whom it is told to.
    To,
    /// by, par.
    By,
    /// Monday, morning, yesterday.
    Time,
    /// Mr, Mme, Dr.
    Title,
    /// "same": la même source.
    Same,
    /// according to, selon.
    According,
    /// Closes a condition that is none: "if the blog is to be believed".
    Believed,
    /// The same, only with a document or somebody's words: nach einer Studie.
    Following,
    /// Makes a source of the unnamed one right behind it: "de source policière", "da fonti del ministero".
    From,
    /// To whom it seems so, at the head of a sentence: "Pour Anna Roz, S".
    Opinion,
    /// By the account of whom the sentence speaks of: nach eigenen Angaben, by its own account.
    OwnWords,
    /// Stands after its source: zufolge.
    Postposed,
    /// Points back at a report as a whole: demnach.
    Thereby,
    /// Makes a tag without a verb: ", so der Minister".
    Tag,
    /// "as X said", wie X meldet.
    As,
    /// citing, citant: the deeper source follows.
    Citing,
    /// cited by, cité par: the one who relays follows.
    CitedBy,
    /// issued, diffusé: behind somebody's words; who issued them follows.
    Issued,
    /// "told AFP in", "sur l'antenne de": the medium follows.
    Medium,
    /// "on condition of anonymity".
    Anonymous,
    /// A noun for an agency: agence, agency.
    Agency,
    /// A noun for an outlet: journal, site.
    Outlet,
    /// A noun for an institution: ministère, company.
    Institution,
    /// A noun for a company, union or club: it may stand for any named one.
    Company,
    /// A noun for somebody in a role: maire, spokesman.
    Role,
    /// A spokesperson: without a name, the institution itself.
    Spokesperson,
    /// A noun for several people: habitants, residents.
    Group,
    /// A noun for a document: rapport, report.
    Document,
    /// A noun for what an agency sends: dépêche, dispatch.
    Dispatch,
    /// source.
    Anyone,
    /// The outlet's own reporter: envoyé spécial.
    Reporter,
    /// After "selon", not a source: selon le calendrier.
    NoSource,
    /// A noun that is somebody's words: "les propos de", statement.
    Words,
    /// Words that show that the writer only heard it: reportedly, soll.
    Hedge,
    /// Verbs whose mood shows that a report goes on: sei, habe, aurait.
    Reported,
}

impl Class {
    pub(super) fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

/// Which forms of a verb a word may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Form {
    pub(super) finite: bool,
    pub(super) participle: bool,
    pub(super) gerund: bool,
    pub(super) infinitive: bool,
}

/// A verb of saying.
#[derive(Clone, Debug)]
pub(super) struct Verb {
    pub(super) takes: u8,
    pub(super) stance: Stance,
    pub(super) weak: bool,
    pub(super) particle: Option<String>,
}

/// One entry of the lexicon, under its first word.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The words after the first.
    pub(super) rest: Vec<String>,
    pub(super) class: Class,
    /// Of [`Lexicon::verbs`], for verbs.
    pub(super) verb: u16,
    pub(super) form: Form,
}

/// Shorter nouns end too many words by chance.
const LAST_NOUN: usize = 4;

/// Longer words are looked at no farther than this.
const MAX_COMPOUND: usize = 24;

impl Entry {
    /// Whether it is a single noun for somebody who can speak.
    pub(super) fn names_somebody(&self) -> bool {
        self.rest.is_empty() && super::phrase::SPEAKERS.contains(&self.class)
    }
}

/// The file, ready.
pub(super) struct Lexicon {
    pub(super) grammar: Grammar,
    pub(super) verbs: Vec<Verb>,
    /// Whether the language has pronouns for things alone.
    pub(super) has_things: bool,
    /// Whether the language has articles.
    pub(super) has_articles: bool,
    /// What is known of each first word. Only ever asked, never walked.
    known: Words<Known>,
}

/// What is known of a word.
#[derive(Default)]
struct Known {
    /// The entries that begin with it, the longest first.
    entries: Vec<Entry>,
    /// Of an inflected noun for somebody who can speak: the listed one.
    base: Option<String>,
}

/// A table by words. Its words are ours, so that no text can choose them to collide.
type Words<T> = HashMap<String, T, BuildHasherDefault<Fnv>>;

/// FNV-1a, which is quick for short words.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The map takes its slot from the upper bits.
        self.0 ^ self.0 << 32
    }
}

impl Lexicon {
    /// The entries that begin with a folded word.
    pub(super) fn entries(&self, word: &str) -> &[Entry] {
        self.look_up(word).0
    }

    /// The entries that begin with a folded word, and the listed form where it is an inflected noun for somebody who can
    /// speak: "ministerstvo" for "ministerstva".
    pub(super) fn look_up(&self, word: &str) -> (&[Entry], Option<&str>) {
        self.known.get(word).map_or((&[], None), |known| (&known.entries, known.base.as_deref()))
    }

    /// Writes down what the nouns of a list become by the case endings; the first that becomes a word keeps it.
    fn inflect(&mut self, nouns: &[String]) {
        for [end, base] in self.grammar.cases.clone() {
            for noun in nouns {
                let Some(stem) = noun.strip_suffix(base.as_str()) else { continue };
                let form = format!("{stem}{end}");
                let known = self.known.entry(form).or_default();
                if known.entries.is_empty() {
                    known.base.get_or_insert_with(|| noun.clone());
                }
            }
        }
    }

    /// Whether a word says of a name who it is: a title, a role.
    pub(super) fn says_who(&self, word: &str) -> bool {
        let says = |e: &Entry| e.rest.is_empty() && matches!(e.class, Class::Role | Class::Spokesperson | Class::Title);
        let word = fold(word);
        let compound = if self.grammar.compounds { self.entries_of_last_noun(&word) } else { &[] };
        self.entries(&word).iter().chain(compound).any(says)
    }

    /// The entries of the noun that ends a compound: those of "leiter" for "einsatzleiter".
    pub(super) fn entries_of_last_noun(&self, word: &str) -> &[Entry] {
        let ends = word.char_indices().skip(3).map(|(at, _)| &word[at..]).take_while(|end| end.len() >= LAST_NOUN);
        let last = |end: &str| {
            let (entries, base) = self.look_up(end);
            // "dem Talboten": the noun may be inflected.
            if entries.is_empty() { base.map_or(entries, |base| self.entries(base)) } else { entries }
        };
        ends.take(MAX_COMPOUND).map(last).find(|e| e.iter().any(Entry::names_somebody)).unwrap_or(&[])
    }

    fn add(&mut self, words: &str, class: Class, verb: u16, form: Form) {
        let mut words = words.split_whitespace().map(fold);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let entries = &mut self.known.entry(first).or_default().entries;
        // "announced" is finite and a participle: one entry with both.
        if let Some(same) = entries.iter_mut().find(|e| e.rest == rest && e.class == class && e.verb == verb) {
            same.form.finite |= form.finite;
            same.form.participle |= form.participle;
            same.form.gerund |= form.gerund;
            same.form.infinitive |= form.infinitive;
            return;
        }
        entries.push(Entry { rest, class, verb, form });
        entries.sort_by_key(|e| std::cmp::Reverse(e.rest.len()));
    }
}

impl Table for Lexicon {
    const FILE: &'static str = "attribute";
    type Source = Source;

    fn compile(source: Source, lang: Lang) -> Lexicon {
        let mut lexicon = Lexicon {
            grammar: source.grammar,
            verbs: Vec::new(),
            has_articles: source.words.iter().any(|w| w.class == Class::Definite),
            has_things: source.words.iter().any(|w| w.class == Class::Thing),
            known: Words::default(),
        };
        for group in &source.verbs {
            let none = Paradigm::default();
            let paradigm = group.paradigm.as_ref().map_or(&none, |name| {
                source.paradigms.get(name).unwrap_or_else(|| panic!("lang/{lang}: no paradigm {name}"))
            });
            let own = Paradigm {
                finite: group.finite.clone(),
                participle: group.participle.clone(),
                gerund: group.gerund.clone(),
                infinitive: group.infinitive.clone(),
            };
            let verb = lexicon.verbs.len() as u16;
            lexicon.verbs.push(Verb {
                takes: group.takes.iter().fold(0, |all, one| all | one.bit()),
                stance: group.stance,
                weak: group.weak,
                particle: group.particle.as_deref().map(fold),
            });
            for stem in &group.stems {
                each_form(stem, paradigm, |word, form| {
                    lexicon.add(&format!("{word} {}", group.tail), Class::Verb, verb, form);
                });
            }
            each_form("", &own, |word, form| lexicon.add(&format!("{word} {}", group.tail), Class::Verb, verb, form));
        }
        for words in &source.words {
            for entry in &words.list {
                lexicon.add(entry, words.class, 0, Form::default());
            }
        }
        let speakers = source.words.iter().filter(|w| super::phrase::SPEAKERS.contains(&w.class));
        let nouns: Vec<String> = speakers.flat_map(|w| &w.list).filter(|w| !w.contains(' ')).map(|w| fold(w)).collect();
        lexicon.inflect(&nouns);
        lexicon
    }
}

fn each_form(stem: &str, paradigm: &Paradigm, mut take: impl FnMut(String, Form)) {
    let lists: [(&[String], Form); 4] = [
        (&paradigm.finite, Form { finite: true, ..Form::default() }),
        (&paradigm.participle, Form { participle: true, ..Form::default() }),
        (&paradigm.gerund, Form { gerund: true, ..Form::default() }),
        (&paradigm.infinitive, Form { infinitive: true, ..Form::default() }),
    ];
    for (endings, form) in lists {
        for ending in endings {
            take(format!("{stem}{ending}"), form);
        }
    }
}

/// Lower case, with plain apostrophes and hyphens, without soft hyphens and combining vowel signs.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Appends a word, folded.
pub(super) fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let begin = out.len();
        out.push_str(word);
        out[begin..].make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '\u{ad}' | '\u{64b}'..='\u{65f}' | '\u{640}' => {}
            '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase().filter(|&c| c != '\u{307}')),
        }
    }
}
