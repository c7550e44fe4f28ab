//! The tokens of a dispatch, with what the lexicon knows of each.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lexicon::{Class, Entry, Form, Lexicon, Order, fold_into};
use crate::annotate::Marks;
use crate::annotate::name::Kind;
use crate::extract::Dispatch;
use crate::segment::{Quotation, Segments, TokenKind};
use crate::text::Span;

/// An entry of the lexicon that stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// How many tokens it has.
    pub(super) len: usize,
    pub(super) class: Class,
    pub(super) verb: usize,
    pub(super) form: Form,
}

/// The tokens of a dispatch, with what the lexicon knows of each.
pub(super) struct Words<'a> {
    pub(super) dispatch: &'a Dispatch,
    pub(super) segments: &'a Segments,
    pub(super) lexicon: &'a Lexicon,
    /// All words in lower case, one after another, and where each begins; one more at the end.
    folded: String,
    starts: Vec<u32>,
    /// What their letters and their place say: [`CAPITAL`], [`FIRST`], [`ENDING`].
    looks: Vec<u8>,
    /// Classes of the entries that begin at a token.
    mask: Vec<u64>,
    hits: Vec<Hit>,
    /// Where the hits of a token begin in `hits`.
    hits_at: Vec<u32>,
    /// Which quotation of depth 0 a token lies in, marks included; `NONE` outside.
    quoted: Vec<u32>,
    timed: Vec<bool>,
    /// Which name a token lies in, of `names`; `NONE` outside.
    name: Vec<u32>,
    names: Vec<(Kind, Range<usize>)>,
    /// The listed forms of inflected nouns.
    bases: BTreeMap<usize, &'a str>,
    /// The last words of the names of persons.
    surnames: BTreeSet<String>,
}

const NONE: u32 = u32::MAX;

/// A word with a capital at its beginning or behind a hyphen.
const CAPITAL: u8 = 1;
/// It begins a sentence or what stands in quotation marks.
const FIRST: u8 = 2;
/// Its ending is that of a finite verb.
const ENDING: u8 = 4;
/// Shorter words have no such ending.
const ENDED: usize = 5;

/// Nouns before a name that are no part of it.
const WHO_SAYS: [Class; 7] =
    [Class::Role, Class::Spokesperson, Class::Title, Class::Institution, Class::Company, Class::Agency, Class::Outlet];

impl<'a> Words<'a> {
    pub(super) fn new(
        dispatch: &'a Dispatch,
        segments: &'a Segments,
        marks: &Marks,
        lexicon: &'a Lexicon,
    ) -> Words<'a> {
        let count = segments.tokens.len();
        let mut words = Words {
            dispatch,
            segments,
            lexicon,
            folded: String::with_capacity(dispatch.text.len()),
            starts: Vec::with_capacity(count + 1),
            looks: Vec::with_capacity(count),
            mask: vec![0; count],
            hits: Vec::with_capacity(count),
            hits_at: Vec::with_capacity(count + 1),
            quoted: vec![NONE; count],
            timed: vec![false; count],
            name: vec![NONE; count],
            names: Vec::new(),
            bases: BTreeMap::new(),
            surnames: BTreeSet::new(),
        };
        words.look();
        for at in 0..count {
            words.hits_at.push(words.hits.len() as u32);
            words.look_up(at);
        }
        words.hits_at.push(words.hits.len() as u32);
        for (i, q) in segments.quotations.iter().enumerate() {
            if q.depth == 0 {
                for t in segments.tokens_in(q.span) {
                    words.quoted[t] = i as u32;
                }
            }
        }
        for name in &marks.names.names {
            words.add_name(name.kind, segments.tokens_in(name.span));
        }
        for timex in &marks.times.timexes {
            for t in segments.tokens_in(timex.span) {
                words.timed[t] = true;
            }
        }
        words
    }

    /// Folds the words and notes their looks.
    fn look(&mut self) {
        let mut begins = true;
        let mut sentences = self.segments.sentences.iter().map(|s| s.tokens.start).peekable();
        for (at, token) in self.segments.tokens.iter().enumerate() {
            let word = self.dispatch.text.get(token.span);
            self.starts.push(self.folded.len() as u32);
            fold_into(word, &mut self.folded);
            let first = sentences.next_if_eq(&at).is_some() || begins;
            let capital = token.kind == TokenKind::Word && has_capital(word);
            let folded = &self.folded[self.starts[at] as usize..];
            let mut endings = self.lexicon.grammar.finite_endings.iter();
            let ending = !capital
                && token.kind == TokenKind::Word
                && folded.len() >= ENDED
                && endings.any(|e| folded.ends_with(e.as_str()))
                && folded.chars().count() >= ENDED;
            self.looks.push((u8::from(capital) * CAPITAL) | (u8::from(first) * FIRST) | (u8::from(ending) * ENDING));
            begins = matches!(word, "." | "!" | "?" | "…" | ":" | "«" | "“" | "\"" | "„" | "—" | "–");
        }
        self.starts.push(self.folded.len() as u32);
    }

    fn look_up(&mut self, at: usize) {
        let lexicon = self.lexicon;
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        let word = &self.folded[range];
        let (mut entries, mut base) = lexicon.look_up(word);
        if entries.is_empty() && self.segments.tokens[at].kind == TokenKind::Word {
            let bare = lexicon.grammar.prefixes.iter().find_map(|p| word.strip_prefix(p.as_str()));
            entries = bare.map_or(&[], |bare| lexicon.entries(bare));
        }
        if entries.is_empty()
            && lexicon.grammar.apostrophe_cases
            && let Some((bare, _)) = word.split_once('\'')
        {
            entries = lexicon.entries(bare);
        }
        if let Some(bare) = word.strip_prefix('-').filter(|_| entries.is_empty()) {
            // "queixou-se": what leans on a verb.
            entries = lexicon.entries(bare);
        }
        let noun = !lexicon.grammar.capital_nouns || self.is_capital(at);
        let compound = entries.is_empty() && lexicon.grammar.compounds && noun && word.len() >= 8;
        if compound {
            entries = lexicon.entries_of_last_noun(word);
        }
        base = base.filter(|_| entries.is_empty());
        if let Some(base) = base {
            entries = lexicon.entries(base);
            self.bases.insert(at, base);
        }
        for entry in entries {
            if compound && !entry.names_somebody() {
                continue;
            }
            if self.stands(entry, at) {
                self.mask[at] |= entry.class.bit();
                self.hits.push(Hit {
                    len: entry.rest.len() + 1,
                    class: entry.class,
                    verb: entry.verb as usize,
                    form: entry.form,
                });
            }
        }
    }

    fn stands(&self, entry: &Entry, at: usize) -> bool {
        entry.rest.iter().enumerate().all(|(k, want)| self.word(at + 1 + k) == want)
    }

    fn add_name(&mut self, kind: Kind, tokens: Range<usize>) {
        let bare = self.without_role(tokens.clone());
        // "Mühendisler Odası Başkanı Selma Tok": who heads a body, with the name of the body, is a person.
        let heads = self.lexicon.grammar.order == Order::Final
            && kind == Kind::Organisation
            && bare.len() > 1
            && bare.len() < tokens.len()
            && self.is(bare.start - 1, Class::Role);
        let kind = if heads { Kind::Person } else { kind };
        let tokens = if kind == Kind::Person { bare } else { tokens };
        for t in tokens.clone() {
            self.name[t] = self.names.len() as u32;
        }
        if kind == Kind::Person && tokens.len() > 1 {
            self.surnames.insert(self.word(tokens.end - 1).to_owned());
        }
        self.names.push((kind, tokens));
    }

    /// The name of a person without what says who it is: "Sağlık Bakanı Murat Erkin".
    fn without_role(&self, name: Range<usize>) -> Range<usize> {
        let says = |k: &usize| self.any(*k, &WHO_SAYS);
        let behind = name.clone().rev().find(says).map_or(name.start, |k| k + 1);
        if behind < name.end { behind..name.end } else { name }
    }

    /// A phrase as it is named by itself, where it stands inflected: "управление культуры" for "управления культуры".
    pub(super) fn nominative(&self, phrase: Range<usize>, head: Option<usize>) -> Option<String> {
        let head = head.filter(|h| phrase.contains(h))?;
        let inflected = self.bases.get(&head).map(|base| (*base).to_owned());
        let nouns_stay = self.lexicon.grammar.capital_nouns && !self.lexicon.grammar.adjective_cases.is_empty();
        let base = inflected.or_else(|| nouns_stay.then(|| self.written(head).to_owned()))?;
        let adjective = |at: usize| {
            let word = self.written(at);
            let cases = &self.lexicon.grammar.adjective_cases;
            cases.iter().find_map(|[end, base]| Some(format!("{}{base}", word.strip_suffix(end.as_str())?)))
        };
        let words = phrase.map(|at| match at {
            at if at < head && !self.is_capital(at) => adjective(at).unwrap_or_else(|| self.written(at).to_owned()),
            at if at == head && self.is_capital(at) => {
                let mut letters = base.chars();
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
            }
            at if at == head => base.clone(),
            at => self.written(at).to_owned(),
        });
        Some(words.collect::<Vec<_>>().join(" "))
    }

    /// Whether a noun stands in a form that the lexicon does not list.
    pub(super) fn is_inflected(&self, at: usize) -> bool {
        self.bases.contains_key(&at)
    }

    /// The name that a token lies in.
    pub(super) fn name(&self, at: usize) -> Option<(Kind, Range<usize>)> {
        self.names.get(*self.name.get(at)? as usize).cloned()
    }

    /// The name of a person, of two words or more, that begins at a token.
    pub(super) fn person(&self, at: usize) -> Option<Range<usize>> {
        let (kind, name) = self.name(at)?;
        (kind == Kind::Person && name.start == at && name.len() > 1).then_some(name)
    }

    /// Whether a token is the surname of somebody who is named in full, or part of a name of a person.
    pub(super) fn is_person(&self, at: usize) -> bool {
        self.is_capital(at)
            && (self.surnames.contains(self.word(at)) || self.name(at).is_some_and(|(kind, _)| kind == Kind::Person))
    }

    pub(super) fn len(&self) -> usize {
        self.looks.len()
    }

    /// The word in lower case; nothing past the end.
    pub(super) fn word(&self, at: usize) -> &str {
        if at >= self.len() {
            return "";
        }
        &self.folded[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The word as it is written.
    pub(super) fn written(&self, at: usize) -> &str {
        self.segments.tokens.get(at).map_or("", |t| self.dispatch.text.get(t.span))
    }

    /// Whether an entry of the class begins here.
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        self.mask.get(at).is_some_and(|m| m & class.bit() != 0)
    }

    /// Whether an entry of one of the classes begins here.
    pub(super) fn any(&self, at: usize, classes: &[Class]) -> bool {
        let bits = classes.iter().fold(0, |bits, c| bits | c.bit());
        self.mask.get(at).is_some_and(|m| m & bits != 0)
    }

    /// The tokens of the longest entry of a class that begins here; 0 where none does.
    pub(super) fn entry(&self, at: usize, class: Class) -> usize {
        if !self.is(at, class) {
            return 0;
        }
        self.hits(at).iter().filter(|h| h.class == class).map(|h| h.len).max().unwrap_or(0)
    }

    /// The entries that begin here, the longest first.
    pub(super) fn hits(&self, at: usize) -> &[Hit] {
        if at >= self.len() {
            return &[];
        }
        &self.hits[self.hits_at[at] as usize..self.hits_at[at + 1] as usize]
    }

    /// The verb of saying that begins here, the longest.
    pub(super) fn verb(&self, at: usize) -> Option<Hit> {
        if !self.is(at, Class::Verb) {
            return None;
        }
        self.hits(at).iter().find(|h| h.class == Class::Verb).copied()
    }

    /// Whether a token begins a sentence or what stands in quotation marks.
    pub(super) fn starts_sentence(&self, at: usize) -> bool {
        self.looks.get(at).is_none_or(|l| l & FIRST != 0)
    }

    /// Whether a token is a word of grammar: no name, though it may begin a sentence with a capital.
    pub(super) fn is_little(&self, at: usize) -> bool {
        const LITTLE: [Class; 14] = [
            Class::Auxiliary,
            Class::Passive,
            Class::Finite,
            Class::Negation,
            Class::Adverb,
            Class::Complementizer,
            Class::Question,
            Class::Relative,
            Class::And,
            Class::Connective,
            Class::Preposition,
            Class::At,
            Class::According,
            Class::Impersonal,
        ];
        self.any(at, &LITTLE)
    }

    /// Where a sentence begins behind its dateline: "BREST (AGC) — ".
    pub(super) fn behind_dateline(&self, sentence: Range<usize>) -> usize {
        let bound = sentence.end.min(sentence.start + 14);
        (sentence.start + 1..bound)
            .find(|&k| matches!(self.word(k), "–" | "—" | "-") && matches!(self.word(k - 1), ")" | "/"))
            .map_or(sentence.start, |k| (k + 1).min(sentence.end))
    }

    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.segments.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Mark)
    }

    pub(super) fn is_comma(&self, at: usize) -> bool {
        matches!(self.word(at), "," | "،")
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.segments.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// A word with a capital at its beginning or behind a hyphen: "Roz", "al-Hadid".
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.looks.get(at).is_some_and(|l| l & CAPITAL != 0)
    }

    /// Whether a word ends like a finite verb, as far as its letters go.
    pub(super) fn ends_finite(&self, at: usize) -> bool {
        self.looks.get(at).is_some_and(|l| l & ENDING != 0)
    }

    /// The word without an article that is written together with it.
    pub(super) fn bare(&self, at: usize) -> &str {
        let word = self.word(at);
        let prefixes = &self.lexicon.grammar.article_prefixes;
        prefixes.iter().find_map(|p| word.strip_prefix(p.as_str()).filter(|w| w.len() > 4)).unwrap_or(word)
    }

    /// A word in a script without capitals.
    pub(super) fn is_uncased(&self, at: usize) -> bool {
        self.written(at).chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase() && !c.is_uppercase())
    }

    /// Whether a token tells a time: by its marks or by the lexicon.
    pub(super) fn is_time(&self, at: usize) -> bool {
        // "Diário da Foz", "Tailwind Weekly": a name, not how often.
        let name = self.is(at, Class::Outlet) && self.is_capital(at);
        !name && self.timed.get(at).copied().unwrap_or(false) || self.is(at, Class::Time)
    }

    /// The outermost quotation that a token lies in, marks included.
    pub(super) fn quotation(&self, at: usize) -> Option<&'a Quotation> {
        let i = *self.quoted.get(at)?;
        (i != NONE).then(|| &self.segments.quotations[i as usize])
    }

    /// Whether a token opens the outermost quotation.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.quotation(at).is_some_and(|q| q.span.start() == self.segments.tokens[at].span.start())
    }

    /// Whether a token closes the outermost quotation.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.quotation(at).is_some_and(|q| q.closed && q.span.end() == self.segments.tokens[at].span.end())
    }

    /// The span from one token to before another.
    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let to = to.min(self.len());
        (from < to).then(|| self.segments.tokens[from].span.cover(self.segments.tokens[to - 1].span))
    }

    /// The tokens that a span touches.
    pub(super) fn tokens(&self, span: Span) -> Range<usize> {
        let tokens = &self.segments.tokens;
        let from = tokens.partition_point(|t| t.span.end() <= span.start());
        let to = tokens.partition_point(|t| t.span.start() < span.end());
        from..to.max(from)
    }
}

/// Whether a word has a capital at its beginning or behind a hyphen: "Roz", "al-Hadid".
fn has_capital(word: &str) -> bool {
    if word.is_ascii() {
        let bytes = word.as_bytes();
        let behind = |pair: &[u8]| pair[0] == b'-' && pair[1].is_ascii_uppercase();
        return bytes.first().is_some_and(u8::is_ascii_uppercase) || bytes.windows(2).any(behind);
    }
    word.split('-').any(|part| part.chars().next().is_some_and(char::is_uppercase))
}
