//! What voices are called: by which names one goes, of what kind it is, what is remembered of it.

use std::ops::Range;

use super::{Cast, Traits, content_words, key};
use crate::attribute::lexicon::Class;
use crate::attribute::speaker::Speaker;
use crate::attribute::voice::{Voice, VoiceKind};

impl Cast<'_, '_> {
    /// A name without case, marks and leading article, for comparing.
    pub(super) fn key(&self, name: &str) -> String {
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

    pub(super) fn goes_by(&self, voice: usize, name: &str) -> bool {
        let voice = &self.voices[voice];
        self.key(&voice.name) == name || voice.aliases.iter().any(|a| self.key(a) == name)
    }

    /// The voice of a proper name.
    pub(super) fn named(&mut self, speaker: &Speaker, name: Range<usize>, quoter: Option<usize>) -> usize {
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

    /// A name without the endings of its adjectives: "hanseatischen tageblatt" is "hanseatisches tageblatt".
    fn bent(&self, name: &str) -> String {
        let cases = &self.words.lexicon.grammar.adjective_cases;
        let bend = |word: &str| {
            let bare = cases.iter().find_map(|[end, base]| Some(format!("{}{base}", word.strip_suffix(end.as_str())?)));
            bare.unwrap_or_else(|| word.to_owned())
        };
        name.split(' ').map(bend).collect::<Vec<_>>().join(" ")
    }

    /// Whether another name stands for a voice: a surname, part of a longer name, its initials.
    pub(super) fn same_name(&self, voice: usize, wanted: &str, class: Option<Class>) -> bool {
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
            // "A. R." of an interview.
            let spelt =
                kind == VoiceKind::Person && short.contains(' ') && short.split(' ').all(|w| w.chars().count() == 1);
            within
                || spelt && initials(long, &short.replace(' ', ""))
                || kind != VoiceKind::Person && self.bent(long) == self.bent(short)
                || kind != VoiceKind::Person && initials(long, short)
        })
    }

    /// What kind of voice a phrase speaks of.
    pub(super) fn kind(&self, speaker: &Speaker) -> VoiceKind {
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
            // "a contractor who spoke on condition of anonymity"
            _ if indefinite && speaker.tokens.clone().any(|k| self.words.is(k, Class::Anonymous)) => VoiceKind::Unnamed,
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

    pub(super) fn add(&mut self, speaker: &Speaker, kind: VoiceKind, quoter: Option<usize>) -> usize {
        let words = self.words;
        let core = words
            .nominative(speaker.core.clone(), speaker.head.map(|(k, _)| k))
            .unwrap_or_else(|| self.written(speaker.core.clone()));
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
        if kind != VoiceKind::Unnamed {
            self.acronym(voice, speaker);
        }
        // "شركة المصبرات": the noun is no part of the name.
        let noun = speaker
            .head
            .filter(|(k, c)| *k == speaker.core.start && matches!(c, Class::Company | Class::Agency | Class::Outlet));
        if noun.is_some() && speaker.core.len() > 1 && words.is_uncased(speaker.core.start) {
            let name = self.written(speaker.core.start + 1..speaker.core.end);
            self.alias(voice, &name);
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

    /// "Agence nationale de veille (ANV)": goes by the name without the brackets, and by what stands in them.
    fn acronym(&mut self, voice: usize, speaker: &Speaker) {
        let words = self.words;
        let core = speaker.core.clone();
        let Some(open) = core.clone().find(|&k| words.word(k) == "(") else { return };
        let Some(close) = (open..core.end).find(|&k| words.word(k) == ")") else { return };
        if open == core.start || close != open + 2 || !words.is_capital(open + 1) {
            return;
        }
        let name = self.written(core.start..open);
        self.alias(voice, &name);
        let short = self.written(open + 1..close);
        self.alias(voice, &short);
        if self.voices[voice].name.contains('(') {
            let long = std::mem::replace(&mut self.voices[voice].name, name.clone());
            self.voices[voice].aliases.retain(|a| *a != name);
            self.voices[voice].aliases.push(long);
        }
    }

    fn alias(&mut self, voice: usize, name: &str) {
        let lexicon = self.words.lexicon;
        let voice = &mut self.voices[voice];
        if name.is_empty() || voice.name == name || voice.aliases.iter().any(|a| a == name) {
            return;
        }
        let longer = name.split_whitespace().count() > voice.name.split_whitespace().count();
        let fuller = longer
            && voice.kind == VoiceKind::Person
            && key(name).ends_with(&key(&voice.name))
            && name.chars().next().is_some_and(char::is_uppercase)
            && !name.split_whitespace().any(|w| lexicon.says_who(w));
        if fuller {
            let old = std::mem::replace(&mut voice.name, name.to_owned());
            voice.aliases.push(old);
        } else {
            voice.aliases.push(name.to_owned());
        }
    }

    /// Remembers that a voice was named by these words.
    pub(super) fn note(&mut self, voice: usize, speaker: &Speaker) {
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
            let head = self.words.bare(head).to_owned();
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
}

/// "pj" of "polícia judiciária".
fn initials(long: &str, short: &str) -> bool {
    let letters: String = long.split(' ').filter(|w| w.chars().count() > 3).filter_map(|w| w.chars().next()).collect();
    let all: String = long.split(' ').filter_map(|w| w.chars().next()).collect();
    short.chars().count() >= 2 && (letters == short || all == short)
}
