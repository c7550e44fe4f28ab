//! Who the sources of a dispatch are: one voice each, however often and by whatever words it is named.
//!
//! A name is matched by its words, an acronym by its initials, a definite phrase ("the ministry", "ce responsable") by the
//! words of earlier phrases, then by class. What nothing settles becomes a voice of its own, under its own words.

mod back;
mod naming;

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::Marks;
use crate::annotate::name::Kind;
use crate::attribute::lexicon::{self, Class, fold};
use crate::attribute::phrase::DETERMINERS;
use crate::attribute::speaker::{self, Speaker};
use crate::attribute::voice::{Voice, VoiceKind};
use crate::attribute::words::Words;

/// What a source turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::attribute) enum Who {
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
pub(in crate::attribute) struct Cast<'w, 'a> {
    words: &'w Words<'a>,
    pub(in crate::attribute) voices: Vec<Voice>,
    traits: Vec<Traits>,
    /// Names in the text that stand beside a noun that says what they are: "agence TASS".
    known: BTreeMap<String, VoiceKind>,
    /// Names of persons in the text, as words, in order.
    persons: Vec<Vec<String>>,
    /// Voices that are the outlet or its agencies.
    pub(in crate::attribute) publishers: usize,
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
    pub(in crate::attribute) fn new(words: &'w Words<'a>, marks: &Marks, publishers: Vec<Voice>) -> Cast<'w, 'a> {
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
        let mut met: BTreeSet<Vec<String>> = BTreeSet::new();
        let mut at = 0;
        while at < words.len() {
            if !words.is_capital(at) && words.person(at).is_none() {
                at += 1;
                continue;
            }
            let Some(run) = speaker::run(words, at, words.len().min(at + 12)) else {
                at += 1;
                continue;
            };
            // "директор завода Игорь Савельев": a works is no name of a person.
            let person = words.person(run.start).is_some();
            let beside =
                (run.start.saturating_sub(3)..run.start).rev().take_while(|&k| !words.is_mark(k)).find_map(|k| {
                    [
                        (Class::Agency, VoiceKind::Agency),
                        (Class::Outlet, VoiceKind::Outlet),
                        (Class::Company, VoiceKind::Institution),
                    ]
                    .into_iter()
                    .find(|(c, _)| words.is(k, *c) && !words.is_capital(k) && !(person && *c == Class::Company))
                    .map(|(_, kind)| kind)
                });
            let own = run.clone().find_map(|k| own_kind(words, k));
            let close = (run.start.saturating_sub(1)..run.start).all(|k| !words.is(k, Class::Link) || beside.is_none());
            if let Some(kind) = beside.filter(|_| close).or(own) {
                let name = key(&self.written(run.clone()));
                self.known.entry(name).or_insert(kind);
            }
            let title = run.start > 0 && words.is(run.start - 1, Class::Title);
            if own.is_none() && beside.is_none() && (run.len() >= 2 && run.len() <= 4 || title) {
                let name: Vec<String> = run.clone().map(|k| words.word(k).to_owned()).collect();
                if self.persons.len() < 400 && met.insert(name.clone()) {
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
        let written = self.words.span(range.start, range.end).map_or("", |s| self.words.dispatch.text.get(s));
        let grammar = &self.words.lexicon.grammar;
        // "Doruk'un" is Doruk, "لوكالة نهار" is "وكالة نهار".
        let bare = written.rfind(['\'', '\u{2019}']).filter(|_| grammar.apostrophe_cases);
        let written = &written[..bare.unwrap_or(written.len())];
        let prefix = grammar.to_prefix.as_str();
        if let (Some(rest), Some(article)) = (written.strip_prefix(&prefix.repeat(2)), grammar.article_prefixes.first())
            && !prefix.is_empty()
        {
            // "للشرطة" is of "الشرطة".
            return format!("{article}{rest}");
        }
        let told = self.words.is(range.start, Class::To) && !prefix.is_empty();
        written.strip_prefix(prefix).filter(|_| told).unwrap_or(written).to_owned()
    }

    /// Who a source is. `before` are the voices of the reports before it, the latest last.
    pub(in crate::attribute) fn who(&mut self, speaker: &Speaker, before: &[usize], quoter: Option<usize>) -> Who {
        let words = self.words;
        if speaker.own {
            return Who::Named(0);
        }
        if speaker.impersonal {
            return Who::Nobody;
        }
        if words.any(speaker.tokens.start, &[Class::Thereby, Class::OwnWords]) {
            // "по её словам": whoever "she" is; "demnach": whoever spoke last.
            let whose = speaker.tokens.clone().any(|k| words.any(k, &[Class::Possessive, Class::Pronoun]));
            return if whose { self.pronoun(speaker, before) } else { Who::Last };
        }
        if speaker.pronoun {
            if let Some(antecedent) = self.antecedent(speaker.tokens.start) {
                return self.who(&antecedent, before, quoter);
            }
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
            let complement = speaker.complement.clone().filter(|_| speaker.told_agency(words).is_none());
            if let Some(inner) = complement {
                let mut inner = speaker::read(words, inner);
                inner.definite |= inner.name.is_none() && !inner.indefinite;
                return self.who(&inner, before, quoter);
            }
            if let Some(voice) = self.owner_in_compound(speaker, quoter) {
                return Who::Named(voice);
            }
            if class != Some(Class::Spokesperson) {
                let body = before.is_empty().then(|| self.body_before(speaker.tokens.start, None, false)).flatten();
                return body.map_or(Who::Last, Who::Named);
            }
            if let Some(voice) = self.compound_of(speaker, quoter) {
                return Who::Named(voice);
            }
            if let Some(voice) = self.matching(speaker, before).filter(|_| !speaker.indefinite) {
                return Who::Again(voice);
            }
            // "a spokeswoman said": of the body that the text has just spoken of.
            let body = before.iter().rev().take(4).copied().find(|&v| self.voices[v].kind == VoiceKind::Institution);
            return match self.body_before(speaker.tokens.start, body, false) {
                Some(voice) => Who::Named(voice),
                None if speaker.indefinite => Who::Named(self.add(speaker, VoiceKind::Unnamed, quoter)),
                None => Who::Last,
            };
        }
        let reporter = speaker.head.is_some_and(|(k, _)| words.is(k, Class::Reporter)) && speaker.name.is_none();
        if let Some(whose) = speaker.complement.clone().filter(|_| reporter) {
            // "un journaliste de l'agence": the agency itself.
            let inner = speaker::read(words, whose);
            let medium = inner.name.is_some() && matches!(self.kind(&inner), VoiceKind::Agency | VoiceKind::Outlet);
            let known = inner.name.clone().and_then(|n| {
                let wanted = self.key(&self.written(n));
                (0..self.voices.len()).find(|&v| self.goes_by(v, &wanted) || self.same_name(v, &wanted, None))
            });
            if medium || known.is_some() {
                return self.who(&inner, before, quoter);
            }
        }
        if let Some(name) = speaker.name.clone() {
            return Who::Named(self.named(speaker, name, quoter));
        }
        if let Some(apposed) = self.told_apart(speaker) {
            return self.who(&apposed, before, quoter);
        }
        if speaker.indefinite && speaker.definite {
            // "one of the people said": one of those who spoke before, through whom they spoke.
            let words = content_words(words, speaker);
            let meant = |v: &usize| {
                let theirs = &self.traits[*v].words;
                self.voices[*v].kind == VoiceKind::Unnamed && words.iter().all(|w| theirs.contains(w))
            };
            if let Some(voice) = before.iter().rev().copied().find(meant).filter(|_| !words.is_empty()) {
                self.note(voice, speaker);
                return Who::Again(voice);
            }
        } else if speaker.definite || speaker.demonstrative {
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
            if let Some(voice) = self.generic(speaker, before) {
                self.note(voice, speaker);
                return Who::Named(voice);
            }
        } else if let Some(voice) = self.surname(speaker) {
            self.note(voice, speaker);
            return Who::Named(voice);
        } else if let Some(voice) = self.twin(speaker, quoter) {
            self.note(voice, speaker);
            return Who::Named(voice);
        }
        Who::Named(self.add(speaker, self.kind(speaker), quoter))
    }

    /// Who is told apart behind a comma: "l'une d'elles, une lycéenne", "son auteur, un lycéen".
    fn told_apart(&self, speaker: &Speaker) -> Option<Speaker> {
        let words = self.words;
        let first = speaker.tokens.start;
        let several = words.entry(first, Class::Indefinite) > 1;
        let next = speaker.core.end + 1;
        let apart = next < speaker.tokens.end && words.is_comma(next - 1) && words.is(next, Class::Indefinite);
        if !apart || !several && !words.is(first, Class::Possessive) {
            return None;
        }
        let apposed = speaker::read(words, next..speaker.tokens.end);
        apposed.head.is_some().then_some(apposed)
    }

    /// The body that a compound names: "Kessler-Sprecher".
    fn compound_of(&mut self, speaker: &Speaker, quoter: Option<usize>) -> Option<usize> {
        let (head, _) = speaker.head?;
        let (body, _) = self.words.written(head).rsplit_once(['-', '\u{2010}', '\u{2011}'])?;
        let body = body.to_owned();
        let wanted = self.key(&body);
        let found = (0..self.voices.len())
            .find(|&v| self.goes_by(v, &wanted))
            .or_else(|| (self.publishers..self.voices.len()).rev().find(|&v| self.same_name(v, &wanted, None)));
        Some(found.unwrap_or_else(|| {
            let voice = self.add(speaker, VoiceKind::Institution, quoter);
            self.voices[voice].name = body;
            voice
        }))
    }

    /// Whose words a compound says that they are: "Polizeiangaben".
    fn owner_in_compound(&mut self, speaker: &Speaker, quoter: Option<usize>) -> Option<usize> {
        let lexicon = self.words.lexicon;
        let (head, _) = speaker.head.filter(|_| lexicon.grammar.capital_nouns)?;
        let word = self.words.written(head);
        let body = |owner: &&str| {
            let body = |e: &lexicon::Entry| matches!(e.class, Class::Institution | Class::Company) && e.rest.is_empty();
            lexicon.entries(&fold(owner)).iter().any(body)
        };
        let owner = word.char_indices().skip(4).take(24).map(|(at, _)| &word[..at]).filter(body).last()?.to_owned();
        let wanted = self.key(&owner);
        let found = (0..self.voices.len()).find(|&v| self.goes_by(v, &wanted));
        Some(found.unwrap_or_else(|| {
            let voice = self.add(speaker, VoiceKind::Institution, quoter);
            self.voices[voice].name = owner;
            self.voices[voice].aliases.clear();
            voice
        }))
    }

    /// Remembers that a name is one that relays others: an agency, as long as nothing says that it is an outlet.
    pub(in crate::attribute) fn cites(&mut self, speaker: &Speaker) {
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
    pub(in crate::attribute) fn relay(&mut self, speaker: &Speaker, before: &[usize]) -> Option<usize> {
        if let Some(name) = &speaker.name {
            let wanted = self.key(&self.written(name.clone()));
            if (0..self.publishers).any(|v| self.goes_by(v, &wanted) || self.same_name(v, &wanted, None)) {
                return None;
            }
        }
        if !matches!(self.kind(speaker), VoiceKind::Agency | VoiceKind::Outlet) && !self.may_be_medium(speaker) {
            return None;
        }
        if self.may_be_medium(speaker) {
            self.cites(speaker);
        }
        let voice = match self.who(speaker, before, None) {
            Who::Named(voice) | Who::Again(voice) => voice,
            Who::Last | Who::Nobody => return None,
        };
        (voice >= self.publishers).then_some(voice)
    }

    /// Whether a bare name to which something is told can only be a medium: no person, no place, no body that is known.
    fn may_be_medium(&self, speaker: &Speaker) -> bool {
        let words = self.words;
        let Some(name) = speaker.name.clone().filter(|n| speaker.head.is_none() && *n == speaker.core) else {
            return false;
        };
        let written = self.written(name.clone());
        let organisation = |k: usize| words.name(k).is_some_and(|(kind, _)| kind == Kind::Organisation);
        name.clone().all(|k| organisation(k) && !words.is_person(k))
            && crate::known::institution(&written).is_none()
            && self.voices.iter().all(|v| v.kind != VoiceKind::Institution || self.key(&v.name) != key(&written))
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
        .map(|k| words.bare(k).to_owned())
        .collect()
}

/// A name without case and marks.
fn key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
