//! Who the sources of a dispatch are: one voice each, however often and by whatever words it is named.
//!
//! A name is matched by its words, an acronym by its initials, a definite phrase ("the ministry", "ce responsable") by the
//! words of earlier phrases, then by class. What nothing settles becomes a voice of its own, under its own words.

use std::collections::BTreeMap;

use super::lexicon::{Class, fold};
use super::phrase::DETERMINERS;
use super::speaker::{self, Speaker};
use super::voice::{Voice, VoiceKind};
use super::words::Words;
use crate::annotate::Marks;
use crate::annotate::name::Kind;

/// What a source turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// This voice, named afresh.
    Named(usize),
    /// This voice, pointed back at: it speaks through those it spoke through before.
    Again(usize),
    /// Whoever spoke last, with all through whom it came: "la même source".
    Last,
    /// Nobody that can be told.
    Nobody,
}

/// The voices of a dispatch, while they are found.
pub(super) struct Cast<'w, 'a> {
    words: &'w Words<'a>,
    pub(super) voices: Vec<Voice>,
    traits: Vec<Traits>,
    /// Names in the text that stand beside a noun that says what they are: "agence TASS".
    known: BTreeMap<String, VoiceKind>,
    /// Names of persons in the text, as words, in order.
    persons: Vec<Vec<String>>,
    /// Voices that are the outlet or its agencies.
    pub(super) publishers: usize,
}

/// What is known of a voice beyond its name.
#[derive(Debug, Clone, Default)]
struct Traits {
    /// Words of all phrases that it was named by, folded.
    words: Vec<String>,
    class: Option<Class>,
    /// The nouns that headed them.
    heads: Vec<String>,
    /// The token where it was last named.
    last: usize,
}

impl<'w, 'a> Cast<'w, 'a> {
    pub(super) fn new(words: &'w Words<'a>, marks: &Marks, publishers: Vec<Voice>) -> Cast<'w, 'a> {
        let mut traits = Vec::new();
        for voice in &publishers {
            traits.push(Traits { words: voice.name.split_whitespace().map(fold).collect(), ..Traits::default() });
        }
        let mut cast = Cast {
            words,
            publishers: publishers.len(),
            voices: publishers,
            traits,
            known: BTreeMap::new(),
            persons: Vec::new(),
        };
        cast.look_for_names(marks);
        cast
    }

    /// Reads the whole text for names: which are agencies, outlets, persons.
    fn look_for_names(&mut self, marks: &Marks) {
        let words = self.words;
        let mut at = 0;
        while at < words.len() {
            let Some(run) = speaker::run(words, at, words.len().min(at + 12)) else {
                at += 1;
                continue;
            };
            let text = self.written(run.clone());
            let beside =
                (run.start.saturating_sub(3)..run.start).rev().take_while(|&k| !words.is_mark(k)).find_map(|k| {
                    [
                        (Class::Agency, VoiceKind::Agency),
                        (Class::Outlet, VoiceKind::Outlet),
                        (Class::Company, VoiceKind::Institution),
                    ]
                    .into_iter()
                    .find(|(c, _)| words.is(k, *c) && !words.is_capital(k))
                    .map(|(_, kind)| kind)
                });
            let own = run.clone().find_map(|k| own_kind(words, k));
            let close = (run.start.saturating_sub(1)..run.start).all(|k| !words.is(k, Class::Link) || beside.is_none());
            if let Some(kind) = beside.filter(|_| close).or(own) {
                self.known.entry(key(&text)).or_insert(kind);
            }
            let title = run.start > 0 && words.is(run.start - 1, Class::Title);
            if own.is_none() && beside.is_none() && (run.len() >= 2 && run.len() <= 4 || title) {
                let name: Vec<String> = run.clone().map(|k| words.word(k).to_owned()).collect();
                if !self.persons.contains(&name) && self.persons.len() < 400 {
                    self.persons.push(name);
                }
            }
            at = run.end;
        }
        for entity in &marks.names.entities {
            let kind = match entity.kind {
                Kind::Person => VoiceKind::Person,
                Kind::Organisation => VoiceKind::Institution,
                Kind::Place => continue,
            };
            for name in entity.aliases.iter().chain([&entity.name]) {
                self.known.entry(key(name)).or_insert(kind);
            }
        }
    }

    fn written(&self, range: std::ops::Range<usize>) -> String {
        self.words.span(range.start, range.end).map_or_else(String::new, |s| self.words.dispatch.text.get(s).to_owned())
    }

    /// Who a source is. `before` are the voices of the reports before it, the latest last.
    pub(super) fn who(&mut self, speaker: &Speaker, before: &[usize], quoter: Option<usize>) -> Who {
        let words = self.words;
        if speaker.own {
            return Who::Named(0);
        }
        if speaker.impersonal {
            return Who::Nobody;
        }
        if words.any(speaker.tokens.start, &[Class::Thereby]) {
            return Who::Last;
        }
        if speaker.pronoun {
            return self.pronoun(speaker, before);
        }
        if speaker.same && speaker.name.is_none() {
            return self
                .matching(speaker, before)
                .filter(|_| {
                    !matches!(
                        speaker.head,
                        Some((_, Class::Anyone | Class::Words | Class::Document | Class::Dispatch)) | None
                    )
                })
                .map_or(Who::Last, Who::Again);
        }
        let class = speaker.head.map(|(_, c)| c);
        if matches!(class, Some(Class::Words | Class::Spokesperson | Class::Dispatch)) && speaker.name.is_none() {
            if let Some(inner) = speaker.complement.clone() {
                let mut inner = speaker::read(words, inner);
                inner.definite |= inner.name.is_none();
                return self.who(&inner, before, quoter);
            }
            return match class {
                Some(Class::Spokesperson) if speaker.indefinite => {
                    Who::Named(self.add(speaker, VoiceKind::Unnamed, quoter))
                }
                Some(Class::Spokesperson) => self.matching(speaker, before).map_or(Who::Last, Who::Again),
                _ => Who::Last,
            };
        }
        if let Some(name) = speaker.name.clone() {
            return Who::Named(self.named(speaker, name, quoter));
        }
        if speaker.definite || speaker.demonstrative {
            if let Some(voice) = self.matching(speaker, before) {
                let again =
                    matches!(self.voices[voice].kind, VoiceKind::Unnamed | VoiceKind::Group | VoiceKind::Document)
                        || speaker.demonstrative;
                self.note(voice, speaker);
                return if again { Who::Again(voice) } else { Who::Named(voice) };
            }
            if speaker.demonstrative && matches!(class, Some(Class::Anyone)) {
                return Who::Last;
            }
        } else if let Some(voice) = self.twin(speaker, quoter) {
            self.note(voice, speaker);
            return Who::Named(voice);
        }
        Who::Named(self.add(speaker, self.kind(speaker), quoter))
    }

    /// "he", "elle": the last one who can be meant: a person before an institution.
    fn pronoun(&mut self, speaker: &Speaker, before: &[usize]) -> Who {
        let at = speaker.tokens.start;
        let last = before.last().copied();
        // A person named as the subject of a sentence since: "Tuncay Erol sits on the kerb. … he said."
        if let Some(subject) = self.subject_before(at, last.map_or(0, |v| self.traits[v].last)) {
            return Who::Named(subject);
        }
        let human =
            |v: &&usize| matches!(self.voices[**v].kind, VoiceKind::Person | VoiceKind::Unnamed | VoiceKind::Group);
        match before.iter().rev().take(3).find(human).copied().or(last) {
            Some(voice) => Who::Again(voice),
            None => self.person_before(at).map_or(Who::Nobody, Who::Named),
        }
    }

    /// The person whose name begins one of the three sentences up to `at`, later than `after`.
    fn subject_before(&mut self, at: usize, after: usize) -> Option<usize> {
        let words = self.words;
        let sentences = &words.segments.sentences;
        let here = sentences.partition_point(|s| s.tokens.end <= at);
        let run = (here.saturating_sub(2)..=here.min(sentences.len().saturating_sub(1))).rev().find_map(|s| {
            let start = words.behind_dateline(sentences[s].tokens.clone());
            let start = start + words.entry(start, Class::Title);
            let block = sentences.get(here).map(|s| s.block) == Some(sentences[s].block);
            let run = speaker::run(words, start, (start + 6).min(at))?;
            (start > after && start < at && block).then_some(run)
        })?;
        let text = self.key(&self.written(run.clone()));
        let known = (self.publishers..self.voices.len())
            .find(|&v| self.voices[v].kind == VoiceKind::Person && self.goes_by(v, &text));
        let named = self.persons.iter().any(|p| self.key(&p.join(" ")) == text && p.len() > 1);
        known.or_else(|| {
            named.then(|| {
                let speaker = speaker::read(words, run.clone());
                self.named(&speaker, run, None)
            })
        })
    }

    /// A name without case, marks and leading article, for comparing.
    fn key(&self, name: &str) -> String {
        let key = key(name);
        match key.split_once(' ') {
            Some((first, rest))
                if self
                    .words
                    .lexicon
                    .entries(first)
                    .iter()
                    .any(|e| e.class == Class::Definite && e.rest.is_empty()) =>
            {
                rest.to_owned()
            }
            _ => key,
        }
    }

    /// The person named last, not long before.
    fn person_before(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let run = (at.saturating_sub(60)..at).rev().find_map(|k| {
            let run = speaker::run(words, k, at)?;
            let name: Vec<String> = run.clone().map(|k| words.word(k).to_owned()).collect();
            (run.len() > 1 && self.persons.contains(&name)).then_some(run)
        })?;
        let speaker = speaker::read(words, run.clone());
        Some(self.named(&speaker, run, None))
    }

    fn goes_by(&self, voice: usize, name: &str) -> bool {
        let voice = &self.voices[voice];
        self.key(&voice.name) == name || voice.aliases.iter().any(|a| self.key(a) == name)
    }

    /// The voice of a proper name.
    fn named(&mut self, speaker: &Speaker, name: std::ops::Range<usize>, quoter: Option<usize>) -> usize {
        let text = self.written(name.clone());
        let wanted = self.key(&text);
        let class = speaker.head.map(|(_, c)| c);
        let found = (0..self.voices.len())
            .find(|&v| self.goes_by(v, &wanted))
            .or_else(|| (0..self.voices.len()).rev().find(|&v| self.same_name(v, &wanted, class)));
        if let Some(voice) = found {
            self.alias(voice, &text);
            self.note(voice, speaker);
            return voice;
        }
        let kind = self.kind(speaker);
        let voice = self.add(speaker, kind, quoter);
        if kind == VoiceKind::Person {
            // "Mme Kerdreux": the text gives the full name elsewhere.
            let last = wanted.rsplit(' ').next().unwrap_or_default().to_owned();
            let full =
                self.persons.iter().filter(|p| p.len() > 1 && p.last() == Some(&last)).max_by_key(|p| p.len()).cloned();
            if let Some(full) = full.filter(|_| !wanted.contains(' '))
                && let Some(written) = self.find_written(&full)
            {
                self.alias(voice, &written);
            }
        }
        voice
    }

    fn find_written(&self, name: &[String]) -> Option<String> {
        let words = self.words;
        (0..words.len().saturating_sub(name.len() - 1))
            .find(|&at| name.iter().enumerate().all(|(k, w)| words.word(at + k) == w))
            .map(|at| self.written(at..at + name.len()))
    }

    /// Whether another name stands for a voice: a surname, part of a longer name, its initials.
    fn same_name(&self, voice: usize, wanted: &str, class: Option<Class>) -> bool {
        let kind = self.voices[voice].kind;
        if kind == VoiceKind::Unnamed || matches!(class, Some(Class::Role)) && kind != VoiceKind::Person {
            return false;
        }
        let mut names = self.voices[voice].aliases.iter().chain([&self.voices[voice].name]).map(|n| self.key(n));
        names.any(|have| {
            let (short, long) =
                if have.len() < wanted.len() { (have.as_str(), wanted) } else { (wanted, have.as_str()) };
            let within = match kind {
                VoiceKind::Person => {
                    long.rsplit(' ').next() == short.rsplit(' ').next()
                        && (!short.contains(' ') || long.contains(short))
                }
                VoiceKind::Document | VoiceKind::Group => false,
                _ => {
                    long.split(' ').next() == Some(short)
                        || long.ends_with(short) && long[..long.len() - short.len()].ends_with(' ')
                }
            };
            within || kind != VoiceKind::Person && initials(long, short)
        })
    }

    /// The voice that a definite phrase points back at: by the words of earlier phrases, else by class.
    fn matching(&self, speaker: &Speaker, before: &[usize]) -> Option<usize> {
        let mine = content_words(self.words, speaker);
        let class = speaker.head.map(|(_, c)| c)?;
        let head = self.words.word(speaker.head?.0).to_owned();
        let others = || before.iter().rev().copied().chain((self.publishers..self.voices.len()).rev());
        let by_words = others().find(|&v| {
            let theirs = &self.traits[v].words;
            !theirs.is_empty() && mine.iter().all(|w| theirs.contains(w)) && self.traits[v].heads.contains(&head)
        });
        if by_words.is_some() {
            return by_words;
        }
        let kind = match class {
            Class::Company => VoiceKind::Institution,
            Class::Anyone => VoiceKind::Unnamed,
            Class::Document => VoiceKind::Document,
            Class::Agency => VoiceKind::Agency,
            Class::Outlet => VoiceKind::Outlet,
            _ => return None,
        };
        if class == Class::Document && !speaker.demonstrative {
            // "dem Bericht zufolge" after "ein Inspektionsbericht".
            let compound = |v: &usize| self.traits[*v].words.iter().any(|w| w.ends_with(&head) && w.len() > head.len());
            return others().find(|v| mine.len() == 1 && self.voices[*v].kind == kind && compound(v));
        }
        if mine.len() > 1 && class != Class::Anyone {
            return None;
        }
        others().find(|&v| {
            let theirs = self.traits[v].class;
            v >= self.publishers
                && self.voices[v].kind == kind
                && theirs.is_none_or(|c| c == class || c == Class::Company)
        })
    }

    /// An indefinite phrase that an earlier one of the lead holds, or that holds it: "a diplomat says" above "a European
    /// diplomat in Oued Sefra told".
    fn twin(&self, speaker: &Speaker, quoter: Option<usize>) -> Option<usize> {
        let mine = content_words(self.words, speaker);
        let head = self.words.word(speaker.head?.0).to_owned();
        let first_block = self.words.dispatch.blocks.first().map_or(0, |b| b.span.end());
        (self.publishers..self.voices.len()).find(|&v| {
            let traits = &self.traits[v];
            let lead = self.voices[v].mentions.first().is_some_and(|m| m.start() < first_block);
            let one_holds =
                mine.iter().all(|w| traits.words.contains(w)) || lead && traits.words.iter().all(|w| mine.contains(w));
            self.voices[v].kind == VoiceKind::Unnamed
                && self.voices[v].of == quoter
                && traits.words.contains(&head)
                && one_holds
        })
    }

    /// What kind of voice a phrase speaks of.
    fn kind(&self, speaker: &Speaker) -> VoiceKind {
        let class = speaker.head.map(|(_, c)| c);
        if let Some(name) = &speaker.name {
            let text = key(&self.written(name.clone()));
            let written = self.written(name.clone());
            if !matches!(class, Some(Class::Role | Class::Spokesperson)) && !self.known.contains_key(&text) {
                if crate::known::agency(&written).is_some() {
                    return VoiceKind::Agency;
                }
                if crate::known::outlet(&written).is_some() {
                    return VoiceKind::Outlet;
                }
            }
            return match class {
                Some(Class::Agency) => VoiceKind::Agency,
                Some(Class::Outlet) => VoiceKind::Outlet,
                Some(Class::Institution | Class::Company) => VoiceKind::Institution,
                Some(Class::Document) => VoiceKind::Document,
                Some(Class::Role | Class::Spokesperson) => VoiceKind::Person,
                _ => self.known.get(&text).copied().unwrap_or_else(|| {
                    let titled = speaker.tokens.clone().any(|k| self.words.is(k, Class::Title));
                    let acronym = name.len() == 1
                        && written.chars().count() > 1
                        && written.chars().all(|c| c.is_uppercase() || c == '.');
                    if acronym && !titled { VoiceKind::Institution } else { VoiceKind::Person }
                }),
            };
        }
        let indefinite = speaker.indefinite
            || !(speaker.definite || speaker.demonstrative || self.words.is(speaker.tokens.start, Class::Possessive));
        match class {
            // "Agence nationale de veille sanitaire" is an authority; "l'agence" is a news agency.
            Some(Class::Agency) if speaker.head.is_some_and(|(k, _)| self.words.is_capital(k)) => {
                VoiceKind::Institution
            }
            Some(Class::Agency) => VoiceKind::Agency,
            Some(Class::Outlet) => VoiceKind::Outlet,
            Some(Class::Institution | Class::Company) => VoiceKind::Institution,
            Some(Class::Document | Class::Dispatch | Class::Words) => VoiceKind::Document,
            Some(Class::Anyone) => VoiceKind::Unnamed,
            Some(Class::Group) if indefinite && speaker.indefinite => VoiceKind::Unnamed,
            Some(Class::Group) => VoiceKind::Group,
            Some(Class::Role | Class::Spokesperson) if !speaker.indefinite => VoiceKind::Person,
            _ if speaker.indefinite => VoiceKind::Unnamed,
            _ => VoiceKind::Person,
        }
    }

    fn add(&mut self, speaker: &Speaker, kind: VoiceKind, quoter: Option<usize>) -> usize {
        let core = self.written(speaker.core.clone());
        let whole =
            self.words.span(speaker.tokens.start, speaker.core.end).map(|s| self.words.dispatch.text.get(s).to_owned());
        let name = match (&speaker.name, kind) {
            (Some(name), _) => self.written(name.clone()),
            (None, VoiceKind::Unnamed) => whole.clone().unwrap_or_else(|| core.clone()),
            (None, _) => core.clone(),
        };
        let voice = self.voices.len();
        let of = quoter.filter(|_| kind == VoiceKind::Unnamed);
        self.voices.push(Voice { of, ..Voice::new(kind, name) });
        self.traits.push(Traits::default());
        if speaker.name.is_some() || kind != VoiceKind::Unnamed {
            self.alias(voice, &core);
        }
        // In a script without capitals, the name is what follows the role: the last two words.
        let uncased = core.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase() && !c.is_uppercase());
        if uncased && kind == VoiceKind::Person && speaker.core.len() > 2 {
            let name = self.written(speaker.core.end - 2..speaker.core.end);
            self.alias(voice, &name);
        }
        self.note(voice, speaker);
        voice
    }

    fn alias(&mut self, voice: usize, name: &str) {
        let voice = &mut self.voices[voice];
        if name.is_empty() || voice.name == name || voice.aliases.iter().any(|a| a == name) {
            return;
        }
        let longer = name.split_whitespace().count() > voice.name.split_whitespace().count();
        let fuller = longer
            && voice.kind == VoiceKind::Person
            && key(name).ends_with(&key(&voice.name))
            && name.chars().next().is_some_and(char::is_uppercase);
        if fuller {
            let old = std::mem::replace(&mut voice.name, name.to_owned());
            voice.aliases.push(old);
        } else {
            voice.aliases.push(name.to_owned());
        }
    }

    /// Remembers that a voice was named by these words.
    fn note(&mut self, voice: usize, speaker: &Speaker) {
        let mut found = content_words(self.words, speaker);
        found.extend(
            (speaker.core.end..speaker.tokens.end)
                .filter(|&k| !self.words.is_mark(k))
                .map(|k| self.words.word(k).to_owned()),
        );
        let traits = &mut self.traits[voice];
        traits.class = traits.class.or(speaker.head.map(|(_, c)| c));
        traits.last = speaker.tokens.start;
        if let Some((head, _)) = speaker.head {
            let head = self.words.word(head).to_owned();
            if !traits.heads.contains(&head) && traits.heads.len() < 16 {
                traits.heads.push(head);
            }
        }
        for word in found {
            if !traits.words.contains(&word) && traits.words.len() < 64 {
                traits.words.push(word);
            }
        }
        if let Some(span) = self.words.span(speaker.tokens.start, speaker.tokens.end) {
            self.voices[voice].mentions.push(span);
        }
    }

    /// Remembers that a name is one that relays others: an agency, as long as nothing says that it is an outlet.
    pub(super) fn cites(&mut self, speaker: &Speaker) {
        let headed = matches!(speaker.head, Some((_, Class::Role | Class::Spokesperson | Class::Institution)));
        if let Some(name) = speaker.name.clone().filter(|_| !headed) {
            let name = key(&self.written(name));
            let kind = self.known.entry(name).or_insert(VoiceKind::Agency);
            if *kind == VoiceKind::Institution {
                *kind = VoiceKind::Agency;
            }
        }
    }

    /// The agency or outlet that a phrase names, unless it is the page's own or no medium at all.
    pub(super) fn relay(&mut self, speaker: &Speaker, before: &[usize]) -> Option<usize> {
        if let Some(name) = &speaker.name {
            let wanted = self.key(&self.written(name.clone()));
            if (0..self.publishers).any(|v| self.goes_by(v, &wanted) || self.same_name(v, &wanted, None)) {
                return None;
            }
        }
        if !matches!(self.kind(speaker), VoiceKind::Agency | VoiceKind::Outlet) {
            return None;
        }
        let voice = match self.who(speaker, before, None) {
            Who::Named(voice) | Who::Again(voice) => voice,
            Who::Last | Who::Nobody => return None,
        };
        (voice >= self.publishers).then_some(voice)
    }
}

/// What a word inside a name says of it: "Radio", "Post", "Ministry".
fn own_kind(words: &Words, at: usize) -> Option<VoiceKind> {
    if words.is(at, Class::Agency) {
        Some(VoiceKind::Agency)
    } else if words.is(at, Class::Outlet) {
        Some(VoiceKind::Outlet)
    } else if words.any(at, &[Class::Institution, Class::Company]) {
        Some(VoiceKind::Institution)
    } else {
        None
    }
}

/// The words of a phrase that tell it from others.
fn content_words(words: &Words, speaker: &Speaker) -> Vec<String> {
    speaker
        .core
        .clone()
        .filter(|&k| {
            !words.is_mark(k)
                && !words.any(k, &DETERMINERS)
                && !words.any(k, &[Class::Link, Class::At, Class::Same, Class::Preposition, Class::Title, Class::And])
        })
        .map(|k| words.word(k).to_owned())
        .collect()
}

/// A name without case and marks.
fn key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// "pj" of "polícia judiciária".
fn initials(long: &str, short: &str) -> bool {
    let letters: String = long.split(' ').filter(|w| w.chars().count() > 3).filter_map(|w| w.chars().next()).collect();
    let all: String = long.split(' ').filter_map(|w| w.chars().next()).collect();
    short.chars().count() >= 2 && (letters == short || all == short)
}
