//! What a noun phrase says of somebody who speaks: its head, its name, and how it points.

use std::ops::Range;

use super::lexicon::{Class, Order};
use super::phrase::{self, DETERMINERS, Place};
use super::words::Words;
use crate::annotate::name;

/// A source, read.
#[derive(Debug, Clone, Default)]
pub(super) struct Speaker {
    /// All of it.
    pub(super) tokens: Range<usize>,
    /// Its core, without what hangs on it behind a comma.
    pub(super) core: Range<usize>,
    /// The noun that heads it, and its class.
    pub(super) head: Option<(usize, Class)>,
    /// The proper name that stands for it.
    pub(super) name: Option<Range<usize>>,
    /// What follows "of": whose statement, whose spokesman.
    pub(super) complement: Option<Range<usize>>,
    pub(super) pronoun: bool,
    /// A pronoun for things: "it".
    pub(super) thing: bool,
    pub(super) impersonal: bool,
    /// Of the outlet itself: "our reporter", "we".
    pub(super) own: bool,
    pub(super) same: bool,
    pub(super) definite: bool,
    pub(super) demonstrative: bool,
    pub(super) indefinite: bool,
}

impl Speaker {
    /// "sagte ein Sprecher der Agentur Nordwest": the agency or outlet is told, it has no spokesman in the news.
    pub(super) fn told_agency(&self, words: &Words) -> Option<Speaker> {
        let whose = self.complement.clone().filter(|_| matches!(self.head, Some((_, Class::Spokesperson))))?;
        let inner = read(words, whose);
        let medium = match inner.head {
            Some((_, Class::Agency)) => true,
            Some((_, Class::Outlet)) => inner.name.is_some(),
            _ => false,
        };
        (words.lexicon.grammar.capital_nouns && medium).then_some(inner)
    }
}

/// Reads the phrase of a source.
pub(super) fn read(words: &Words, tokens: Range<usize>) -> Speaker {
    let mut speaker = Speaker { tokens: tokens.clone(), ..Speaker::default() };
    let mut at = tokens.start;
    if tokens.len() == 1 && words.any(at, &[Class::Pronoun, Class::Relative]) {
        speaker.pronoun = true;
        speaker.thing = words.is(at, Class::Thing);
        speaker.own = words.is(at, Class::Own);
        speaker.core = tokens;
        return speaker;
    }
    if tokens.len() == 1 && words.is(at, Class::Impersonal) {
        speaker.impersonal = true;
        speaker.core = tokens;
        return speaker;
    }
    // "собеседник агентства": a noun that points back by itself is no determiner.
    let same = |k: usize| words.is(k, Class::Same) && !words.any(k, &phrase::SPEAKERS);
    while at < tokens.end && (words.any(at, &DETERMINERS) || same(at)) {
        speaker.definite |= words.is(at, Class::Definite);
        // "l'un des", "one of the": an indefinite of several words.
        let many = words.entry(at, Class::Indefinite);
        speaker.indefinite |= many > 1 || many == 1 && !words.is(at, Class::Definite);
        speaker.demonstrative |= words.is(at, Class::Demonstrative);
        speaker.own |= words.is(at, Class::Own);
        speaker.same |= words.is(at, Class::Same);
        at += many.max(1);
    }
    let end = phrase::core(words, tokens.start, tokens.end, Place::Free).max(at).min(tokens.end);
    speaker.core = at..if end > at { end } else { tokens.end };
    speaker.same |= speaker.core.clone().any(|k| words.is(k, Class::Same));
    head(words, &mut speaker);
    name(words, &mut speaker);
    if speaker.own && speaker.name.is_none() {
        // "nos amis de Rue Neuve": whose friends they are speaks.
        let core = speaker.core.clone();
        let link = core.clone().find(|&k| words.any(k, &[Class::Link, Class::At]));
        speaker.name = link.and_then(|link| (link + 1..core.end).find_map(|k| run(words, k, core.end)));
        speaker.own = speaker.name.is_none();
    }
    articles(words, &mut speaker);
    speaker
}

/// Whether a phrase is definite in a language without articles of their own.
fn articles(words: &Words, speaker: &mut Speaker) {
    let Some((head, class)) = speaker.head else { return };
    let prefixes = &words.lexicon.grammar.article_prefixes;
    speaker.definite |= if prefixes.is_empty() {
        !words.lexicon.has_articles && !speaker.indefinite && !speaker.demonstrative && class != Class::Anyone
    } else {
        prefixes.iter().any(|p| words.word(head).starts_with(p.as_str()))
    };
    if !prefixes.is_empty() && !speaker.definite && speaker.name.is_none() && class == Class::Role {
        // "مسؤول في الميناء": a role without an article, unless what follows makes it definite: "وزير النقل".
        let next = head + 1;
        let parted = [Class::At, Class::Preposition, Class::Relative, Class::Anonymous];
        speaker.indefinite |= next >= speaker.core.end || words.any(next, &parted);
    }
}

const HEADS: [Class; 12] = phrase::SPEAKERS;

/// The class of the longest entry for somebody who can speak: "health agency" before "agency".
fn class_of(words: &Words, at: usize) -> Option<Class> {
    if !words.any(at, &HEADS) {
        return None;
    }
    let hits = words.hits(at).iter().filter(|h| HEADS.contains(&h.class));
    let longest = hits.map(|h| h.len).max()?;
    HEADS.into_iter().find(|&c| words.entry(at, c) == longest)
}

fn head(words: &Words, speaker: &mut Speaker) {
    let core = speaker.core.clone();
    let mut first: Option<(usize, Class)> = None;
    for at in core.clone() {
        if let Some(by) = phrase::issued_by(words, at, core.end).filter(|_| first.is_some()) {
            // "un bilan diffusé par la préfecture"
            speaker.complement = Some(by..core.end);
            break;
        }
        if words.is(at, Class::Link) && first.is_some() {
            let mut from = at + 1;
            while from < core.end && words.any(from, &DETERMINERS) {
                from += 1;
            }
            // English turns it round: "the ministry's spokesman".
            if words.word(at).starts_with('\'') {
                speaker.complement = Some(core.start..at);
                first = None;
                continue;
            }
            if speaker.complement.is_none() && from < core.end {
                speaker.complement = Some(from..core.end);
            }
            break;
        }
        if words.is(at, Class::At) && first.is_some_and(|(_, c)| c == Class::Spokesperson) {
            // "a spokesman for the rebels"
            speaker.complement = (at + 1 < core.end).then_some(at + 1..core.end);
            break;
        }
        if let Some(class) = class_of(words, at) {
            // "une source proche de l'enquête": the first noun heads; in English and German the last before a preposition.
            let grammar = &words.lexicon.grammar;
            let last_heads = grammar.subject_first_tag || grammar.compounds || grammar.order == Order::Final;
            // "Mühendisler Odası Başkanı": a role heads whatever it stands behind.
            let role = grammar.order == Order::Final && matches!(class, Class::Role | Class::Spokesperson);
            let heads = role || !words.is_capital(at);
            let later = last_heads && first.is_some_and(|(k, _)| heads && at == k + 1);
            let whose = matches!(first, Some((_, Class::Spokesperson | Class::Words | Class::Dispatch)));
            if whose && !last_heads && speaker.complement.is_none() {
                // "представитель министерства", "بيان للشرطة": whose it is follows without a word between.
                speaker.complement = Some(at..core.end);
                break;
            }
            if first.is_none() || later {
                first = Some((at, class));
            }
        }
    }
    if words.lexicon.grammar.order == Order::Final
        && let Some(last) = core.clone().rev().find(|&k| words.is(k, Class::Words))
        && let Some((owner, _)) = first.filter(|(k, _)| *k < last)
    {
        // "Valilikten yapılan açıklama": whose words they are stands before them.
        speaker.complement = Some(core.start..owner + 1);
        first = Some((last, Class::Words));
    }
    if first.is_none() {
        // A head behind the comma: "Paul Roz, maire de Brest".
        first = (core.end..speaker.tokens.end).find_map(|k| {
            class_of(words, k).filter(|c| matches!(c, Class::Role | Class::Spokesperson)).map(|c| (k, c))
        });
    }
    speaker.head = first;
}

/// The proper name: in the core beside the head, or behind a comma.
fn name(words: &Words, speaker: &mut Speaker) {
    let core = speaker.core.clone();
    let mut best = beside_role(words, speaker);
    let mut at = if best.is_some() { core.end } else { core.start };
    let mut linked = false;
    while at < core.end {
        if words.opens(at) {
            // „L'Écho d'Iroise“
            let inside = words.tokens(words.quotation(at).expect("it opens one").inner);
            if !inside.is_empty() && inside.end <= core.end {
                best = Some(inside.clone());
                at = inside.end + 1;
                continue;
            }
        }
        // "le maire de Brest", "une source à Brest": the name is not theirs.
        if words.any(at, &[Class::Link, Class::At]) {
            linked = true;
        }
        if words.word(at).starts_with('\'') && words.is(at, Class::Link) {
            // "Portugal's criminal police": the name is not theirs.
            best = None;
            linked = false;
            at += 1;
            continue;
        }
        if let Some(run) = run(words, at, core.end) {
            // "le site d'analyse Horizon": what stands right before the name says no more than what it is.
            let kind =
                matches!(speaker.head, Some((_, Class::Agency | Class::Outlet | Class::Company | Class::Institution)));
            let plain = |k: usize| {
                !words.is_capital(k)
                    && !words.is_mark(k)
                    && !words.any(k, &[Class::Link, Class::At])
                    && !words.any(k, &DETERMINERS)
                    && !words.any(k, &HEADS)
            };
            if linked && kind && at > core.start && plain(at - 1) && words.is(at.saturating_sub(2), Class::Link) {
                linked = false;
            }
            let role = speaker.head.is_some_and(|(k, _)| k < run.start);
            // "the Turkish agency Poyraz": what stands before the head is no name, what follows it is.
            let bearer = speaker.head.is_some_and(|(_, c)| {
                matches!(c, Class::Agency | Class::Outlet | Class::Institution | Class::Company | Class::Words)
            });
            // "Alman haber ajansı DKD": the name stands behind.
            let behind = speaker.head.is_some_and(|(k, _)| words.is_capital(k + 1) && k + 1 < core.end);
            let before_head = (words.lexicon.grammar.order != Order::Final || !bearer || behind)
                && speaker.head.is_some_and(|(k, _)| run.end <= k && k < core.end && !words.is_capital(k));
            // "le maire de Brest": Brest is not the mayor. "Compagnie des Abers" is one name.
            // "Agence nationale de veille sanitaire": one noun of many, no name by itself.
            let noun = run.len() == 1 && run.end < core.end && speaker.head.is_some_and(|(k, _)| k == run.start);
            // "einen Sicherheitsbeamten": a noun that no list knows.
            let common = words.lexicon.grammar.capital_nouns
                && speaker.indefinite
                && run.len() == 1
                && words.name(run.start).is_none();
            let others = linked && role || before_head || noun || common;
            if best.is_none() && !others {
                best = Some(run.clone());
            }
            at = run.end;
            continue;
        }
        at += 1;
    }
    if let Some((agency, Class::Agency)) = speaker.head
        && best.is_none()
        && agency + 1 < core.end
        && phrase::small_name(words, agency + 1)
    {
        best = Some(agency + 1..agency + 2);
    }
    let person = speaker.head.is_none_or(|(_, c)| {
        matches!(c, Class::Role | Class::Spokesperson | Class::Group | Class::Anyone | Class::Reporter)
    });
    if best.is_none() && person
        || best.is_none()
            && speaker.head.is_some_and(|(_, c)| matches!(c, Class::Agency | Class::Outlet | Class::Company))
    {
        // "l'adjointe à la santé, Anna Roz": the phrase may be longer than its core.
        let mut at = (core.end..speaker.tokens.end).find(|&k| words.is_mark(k)).unwrap_or(core.end);
        while best.is_none() && at + 1 < speaker.tokens.end && words.is_comma(at) {
            best = run(words, at + 1 + words.entry(at + 1, Class::Title), speaker.tokens.end);
            if best.is_none() {
                best = apposed(words, at + 1, speaker);
            }
            at = phrase::clause_end(words, at + 1, speaker.tokens.end);
        }
    }
    speaker.name = best.or_else(|| behind_article(words, speaker));
}

/// In a script without capitals, two words without an article behind one that has it name who bears the role: "رئيس
/// البلدية كريم الحداد".
fn behind_article(words: &Words, speaker: &Speaker) -> Option<Range<usize>> {
    let (head, class) = speaker.head?;
    let prefixes = &words.lexicon.grammar.article_prefixes;
    let has = |k: usize| prefixes.iter().any(|p| words.word(k).starts_with(p.as_str()));
    let start = speaker.core.end.checked_sub(2).filter(|&k| k > head && !prefixes.is_empty())?;
    let role = matches!(class, Class::Role | Class::Spokesperson);
    let little =
        |k: usize| words.is_mark(k) || words.any(k, &HEADS) || words.any(k, &[Class::Link, Class::At, Class::And]);
    (role && has(start - 1) && !has(start) && !little(start) && !little(start + 1)).then_some(start..start + 2)
}

/// The name of a person that stands right behind a role: "Foreign Minister Karim Adel", "Sağlık Bakanı Murat Erkin".
fn beside_role(words: &Words, speaker: &Speaker) -> Option<Range<usize>> {
    let (head, class) = speaker.head?;
    if !matches!(class, Class::Role | Class::Spokesperson) {
        return None;
    }
    let at = (head + 1..speaker.tokens.end)
        .take_while(|&k| !words.is_comma(k) && !words.any(k, &[Class::Link, Class::At, Class::And]))
        .find(|&k| words.person(k).is_some())?;
    words.person(at).filter(|n| n.end <= speaker.tokens.end)
}

/// The name behind a noun in an apposition, which then heads the phrase: "le propriétaire, le groupe Filandre".
fn apposed(words: &Words, from: usize, speaker: &mut Speaker) -> Option<Range<usize>> {
    let end = speaker.tokens.end;
    let mut at = from;
    while at < end && (words.any(at, &DETERMINERS) || words.any(at, &[Class::Title, Class::Role])) {
        at += 1;
    }
    if let Some(class) = class_of(words, at).filter(|c| !matches!(c, Class::Role | Class::Spokesperson)) {
        let name = run(words, at + 1, end).or_else(|| run(words, at, end))?;
        speaker.head = Some((at, class));
        return Some(name);
    }
    if at > from && words.is_uncased(at) {
        // "الوسيط، الشيخ عثمان": in a script without capitals, what follows the title.
        let close = phrase::clause_end(words, at, end);
        return (close > at).then_some(at..close);
    }
    let close = phrase::clause_end(words, at, end);
    let person = (at..close).find_map(|k| words.person(k)).filter(|name| name.end <= close);
    (at > from).then(|| person.or_else(|| run(words, at, end))).flatten()
}

/// A run of capitalised words, with particles between them.
pub(super) fn run(words: &Words, at: usize, end: usize) -> Option<Range<usize>> {
    if let Some(name) = words.person(at).filter(|n| n.end <= end) {
        return Some(name);
    }
    let nouns = words.lexicon.grammar.capital_nouns;
    let names = |k: usize| {
        let common = k == at && (nouns || words.starts_sentence(k) && !words.is_capital(k + 1));
        words.is_capital(k)
            && !(if k == at { words.is_time(k) } else { words.is(k, Class::Time) && !words.is_capital(k + 1) })
            && (k > at || !words.any(k, &[Class::Title, Class::Pronoun]) && !words.any(k, &DETERMINERS))
            && !(common && (words.any(k, &HEADS) || words.is_little(k)))
            && (!words.any(k, &[Class::Role, Class::Spokesperson, Class::Title]) || words.is(k, Class::Institution))
            && (k == at || words.person(k).is_none())
    };
    if !names(at) {
        return None;
    }
    // "l'ONG Soins du fleuve": what sort of body it is, in capitals.
    let written = words.written(at);
    let sort = words.is(at, Class::Company) && written.len() <= 4 && written.bytes().all(|b| b.is_ascii_uppercase());
    if sort && at + 1 < end && names(at + 1) {
        return run(words, at + 1, end);
    }
    let mut stop = at + 1;
    while stop < end {
        if names(stop) || words.is_number(stop) && words.word(stop).len() <= 3 {
            stop += 1;
        } else if words.word(stop) == "&" && names(stop + 1) {
            stop += 2;
        } else if !nouns && words.any(at, &HEADS) && words.is(stop, Class::Link) && stop + 1 < end {
            // "Compagnie des Abers", "Courrier du Lac", "La Tribune de Saône".
            let next = stop + 1 + usize::from(words.is(stop + 1, Class::Definite));
            if !names(next) || next >= end {
                break;
            }
            stop = next + 1;
        } else if name::is_particle(words.word(stop)) && names(stop + 1) && stop + 1 < end {
            stop += 2;
        } else {
            break;
        }
    }
    Some(at..stop)
}
