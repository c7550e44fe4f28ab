//! Who phrases without a name point back at: "he", "the ministry", "ce responsable", "a spokeswoman".

use super::{Cast, Who, content_words};
use crate::annotate::name::Kind;
use crate::attribute::clause;
use crate::attribute::lexicon::Class;
use crate::attribute::phrase::{self, Place};
use crate::attribute::speaker::{self, Speaker};
use crate::attribute::voice::VoiceKind;

/// How many sentences back a body that a phrase points at may be.
const BACK: usize = 3;

impl Cast<'_, '_> {
    /// "he", "elle": the last one who can be meant: a person before an institution, save of whom the sentence before
    /// speaks.
    pub(super) fn pronoun(&mut self, speaker: &Speaker, before: &[usize]) -> Who {
        let at = speaker.tokens.start;
        if speaker.thing {
            let body = before.iter().rev().take(3).copied().find(|&v| !self.is_human(v));
            return match self.body_before(at, body, false) {
                Some(voice) => Who::Again(voice),
                None => before.last().map_or(Who::Nobody, |&v| Who::Again(v)),
            };
        }
        let last = before.last().copied();
        let just = last.filter(|&v| !self.words.lexicon.has_things && self.in_sentence_before(self.traits[v].last, at));
        // A person named as the subject of a sentence since: "Tuncay Erol sits on the kerb. … he said."
        if let Some(subject) = self.subject_before(at, last.map_or(0, |v| self.traits[v].last)) {
            return Who::Named(subject);
        }
        if let Some(body) = self.body_just_named(at, last) {
            return Who::Named(body);
        }
        let document = last.is_some_and(|v| self.voices[v].kind == VoiceKind::Document);
        let human = document.then(|| self.person_before(at)).flatten();
        match human.or(just).or_else(|| before.iter().rev().take(3).copied().find(|&v| self.is_human(v))).or(last) {
            Some(voice) => Who::Again(voice),
            None => match self.person_before(at) {
                Some(person) => Who::Named(person),
                // "La Commission a ouvert un examen, a-t-elle fait savoir"
                None => self.body_before(at, None, false).map_or(Who::Nobody, Who::Named),
            },
        }
    }

    fn is_human(&self, voice: usize) -> bool {
        matches!(self.voices[voice].kind, VoiceKind::Person | VoiceKind::Unnamed | VoiceKind::Group)
    }

    /// The body that is the subject of the sentence before, named since a voice last spoke: "La société sort de son
    /// silence. Elle dément": only where a pronoun may stand for a body.
    fn body_just_named(&mut self, at: usize, last: Option<usize>) -> Option<usize> {
        let words = self.words;
        if words.lexicon.has_things || !words.lexicon.has_articles || words.written(at).starts_with('-') {
            return None;
        }
        let spoke = last.map_or(0, |v| self.traits[v].last);
        let sentences = &words.segments.sentences;
        let here = sentences.partition_point(|s| s.tokens.end <= at);
        let before = sentences.get(here.checked_sub(1)?)?;
        let start = words.behind_dateline(before.tokens.clone());
        if start <= spoke || sentences.get(here)?.block != before.block {
            return None;
        }
        let end = phrase::noun_phrase(words, start, before.tokens.end, Place::AfterVerb);
        let speaker = speaker::read(words, start..end.max(start));
        let body = end > start && matches!(speaker.head, Some((_, Class::Company | Class::Institution)));
        match self.who(&speaker, &[], None) {
            Who::Named(voice) | Who::Again(voice) if body => Some(voice),
            _ => None,
        }
    }

    /// Whether a token lies in the sentence of another one or the one before.
    fn in_sentence_before(&self, token: usize, at: usize) -> bool {
        let sentence = |k: usize| self.words.segments.sentences.partition_point(|s| s.tokens.end <= k);
        sentence(token) + 1 >= sentence(at)
    }

    /// The body spoken of last before a token: the subject of one of the sentences before, or the voice given, if it spoke
    /// later. `company`: no authority is meant.
    pub(super) fn body_before(&mut self, at: usize, voice: Option<usize>, company: bool) -> Option<usize> {
        let words = self.words;
        let spoke = voice.map_or(0, |v| self.traits[v].last);
        let here = words.segments.sentences.partition_point(|s| s.tokens.end <= at);
        let subject = (here.saturating_sub(BACK)..=here).rev().find_map(|s| {
            let sentence = words.segments.sentences.get(s)?.tokens.clone();
            let range = words.behind_dateline(sentence.clone())..sentence.end.min(at);
            let start = phrase::skip_lead(words, range.start, range.end);
            let end = phrase::noun_phrase(words, start, range.end, Place::AfterVerb);
            if end == start || start <= spoke && voice.is_some() || words.any(start, &[Class::Possessive]) {
                return None;
            }
            let speaker = speaker::read(words, start..end);
            let named = speaker.name.as_ref().and_then(|n| words.name(n.start)).map(|(kind, _)| kind);
            let body = match speaker.head.map(|(_, c)| c) {
                Some(Class::Company) => true,
                Some(Class::Institution) => !company,
                None => named == Some(Kind::Organisation) && !words.lexicon.grammar.capital_nouns,
                _ => false,
            };
            body.then_some(speaker)
        });
        match subject {
            Some(speaker) => match self.who(&speaker, &[], None) {
                Who::Named(voice) | Who::Again(voice) => Some(voice),
                Who::Last | Who::Nobody => None,
            },
            None => voice,
        }
    }

    /// The voice that a noun points at which names nobody afresh: "the company", "die Behörde", "the 54-year-old".
    pub(super) fn generic(&mut self, speaker: &Speaker, before: &[usize]) -> Option<usize> {
        let words = self.words;
        let (head, class) = speaker.head?;
        let mine = content_words(words, speaker);
        if let Some(name) = self.named_so(head, class) {
            return Some(name);
        }
        // "le groupe de Parme"
        let placed = |k: usize| words.name(k).is_some_and(|(kind, _)| kind == Kind::Place);
        let places = speaker.core.clone().filter(|&k| placed(k)).count();
        if words.entry(head, Class::Generic) + places < mine.len() {
            return None;
        }
        let recent = || before.iter().rev().take(8).copied().filter(|&v| v >= self.publishers);
        match class {
            Class::Institution | Class::Company => {
                let company = class == Class::Company;
                let body = recent().find(|&v| {
                    let theirs = self.traits[v].class;
                    self.voices[v].kind == VoiceKind::Institution && !(company && theirs == Some(Class::Institution))
                });
                self.body_before(speaker.tokens.start, body, company)
            }
            Class::Role => recent()
                .take(4)
                .find(|&v| matches!(self.voices[v].kind, VoiceKind::Person | VoiceKind::Unnamed))
                .or_else(|| self.person_before(speaker.tokens.start)),
            _ => None,
        }
    }

    /// The body whose name ends in the noun that heads a phrase: "the trust" of "East Riding Hospitals Trust".
    fn named_so(&mut self, head: usize, class: Class) -> Option<usize> {
        let words = self.words;
        if !matches!(class, Class::Institution | Class::Company) || words.is_capital(head) {
            return None;
        }
        let at = (head.saturating_sub(400)..head)
            .rev()
            .find(|&k| words.is_capital(k) && words.word(k) == words.word(head) && k > 0 && words.is_capital(k - 1))?;
        let name = (at.saturating_sub(5)..at).find_map(|k| speaker::run(words, k, at + 1).filter(|r| r.end > at))?;
        let speaker = Speaker { head: Some((at, class)), ..speaker::read(words, name.clone()) };
        Some(self.named(&speaker, name, None))
    }

    /// Two bodies that are named together: "Kessler and Brandolini … both companies said".
    pub(in crate::attribute) fn both(&mut self, speaker: &Speaker) -> Option<(usize, usize)> {
        let words = self.words;
        let start = speaker.tokens.start;
        if !(start..speaker.tokens.end.min(start + 3)).any(|k| words.is(k, Class::Both)) {
            return None;
        }
        let pair = (start.saturating_sub(80)..start).rev().filter(|&k| words.is(k, Class::And)).find_map(|k| {
            let left = (k.saturating_sub(3)..k).find_map(|j| speaker::run(words, j, k).filter(|r| r.end == k))?;
            // "its Italian rival Brandolini": the last name before the verb.
            let bound = (k + 1..start.min(k + 6)).find(|&j| clause::is_finite(words, j)).unwrap_or(start.min(k + 6));
            let right = (k + 1..bound).rev().find_map(|j| speaker::run(words, j, bound))?;
            let right =
                (k + 1..=right.start).find_map(|j| speaker::run(words, j, bound).filter(|r| r.end == right.end))?;
            Some((left, right))
        })?;
        let mut voice = |name: std::ops::Range<usize>| {
            let one = Speaker { head: speaker.head, ..speaker::read(words, name.clone()) };
            self.named(&one, name, None)
        };
        Some((voice(pair.0), voice(pair.1)))
    }

    /// The person whose name begins one of the three sentences up to `at`, later than `after`.
    pub(super) fn subject_before(&mut self, at: usize, after: usize) -> Option<usize> {
        let words = self.words;
        let sentences = &words.segments.sentences;
        let here = sentences.partition_point(|s| s.tokens.end <= at);
        let run = (here.saturating_sub(2)..=here.min(sentences.len().saturating_sub(1))).rev().find_map(|s| {
            let start = words.behind_dateline(sentences[s].tokens.clone());
            let start = start + words.entry(start, Class::Title);
            let block = sentences.get(here).map(|s| s.block) == Some(sentences[s].block);
            let end = (start + 6).min(at);
            let person = (start..end)
                .take_while(|&k| {
                    !words.is_mark(k) && !clause::is_finite(words, k) && !words.any(k, &[Class::At, Class::To])
                })
                .find_map(|k| words.person(k));
            let run = person.or_else(|| speaker::run(words, start, end)).or_else(|| {
                // "Die Präsidentin der Kammer, Wiebke Roz, mahnte zur Vorsicht."
                let phrase = phrase::noun_phrase(words, start, sentences[s].tokens.end.min(at), Place::AfterVerb);
                let subject = speaker::read(words, start..phrase.max(start));
                subject.name.filter(|_| matches!(subject.head, Some((_, Class::Role))))
            })?;
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

    /// The person named last, not long before.
    pub(super) fn person_before(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let run = (at.saturating_sub(60)..at).rev().find_map(|k| {
            let run = speaker::run(words, k, at)?;
            let name: Vec<String> = run.clone().map(|k| words.word(k).to_owned()).collect();
            (run.len() > 1 && self.persons.contains(&name)).then_some(run)
        })?;
        let speaker = speaker::read(words, run.clone());
        Some(self.named(&speaker, run, None))
    }
    /// Whom a relative pronoun behind a comma stands for: "challenged by the council, which said".
    pub(super) fn antecedent(&self, at: usize) -> Option<Speaker> {
        let words = self.words;
        let end = at.checked_sub(1).filter(|&k| words.is(at, Class::Relative) && words.is_comma(k))?;
        let begins = |k: usize| words.any(k, &phrase::DETERMINERS) || words.is_capital(k);
        let start =
            (end.saturating_sub(8)..end).find(|&k| begins(k) && phrase::core(words, k, end, Place::Free) == end)?;
        let speaker = speaker::read(words, start..end);
        (speaker.name.is_some() || speaker.head.is_some()).then_some(speaker)
    }

    /// In a script without capitals: the person whose last name a single word without a class is.
    pub(super) fn surname(&self, speaker: &Speaker) -> Option<usize> {
        let core = speaker.core.clone();
        if speaker.head.is_some() || core.len() != 1 || !self.words.is_uncased(core.start) {
            return None;
        }
        let wanted = self.key(self.words.written(core.start));
        let person = |v: &usize| self.voices[*v].kind == VoiceKind::Person && self.same_name(*v, &wanted, None);
        (self.publishers..self.voices.len()).rev().find(person)
    }

    /// The voice that a definite phrase points back at: by the words of earlier phrases, else by class.
    pub(super) fn matching(&self, speaker: &Speaker, before: &[usize]) -> Option<usize> {
        let mine = content_words(self.words, speaker);
        let class = speaker.head.map(|(_, c)| c)?;
        let head = self.words.bare(speaker.head?.0).to_owned();
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
    pub(super) fn twin(&self, speaker: &Speaker, quoter: Option<usize>) -> Option<usize> {
        let mine = content_words(self.words, speaker);
        let head = self.words.bare(speaker.head?.0).to_owned();
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
}
