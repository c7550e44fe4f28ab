//! Noun phrases and adjuncts, without a parser: from the classes of words, capitals and commas.
//!
//! All functions look at most [`REACH`] tokens far, so that a text of one endless sentence costs no more than another.

use super::lexicon::Class;
use super::words::Words;

/// How far a phrase may reach.
pub(super) const REACH: usize = 48;

/// Determiners, and what counts as one.
pub(super) const DETERMINERS: [Class; 5] =
    [Class::Definite, Class::Indefinite, Class::Demonstrative, Class::Possessive, Class::Own];

/// Nouns that can speak.
pub(super) const SPEAKERS: [Class; 12] = [
    Class::Agency,
    Class::Outlet,
    Class::Institution,
    Class::Company,
    Class::Role,
    Class::Spokesperson,
    Class::Anyone,
    Class::Group,
    Class::Document,
    Class::Dispatch,
    Class::Reporter,
    Class::Words,
];

/// What may be a noun behind an article, though it also is a verb.
const SPEAKERS_OR_VERB: [Class; 2] = [Class::Role, Class::Verb];

/// How a noun phrase is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// After its verb: what follows "à" is whom it is told to.
    AfterVerb,
    /// After a preposition or a relay word: "une source au Kremlin" is one phrase.
    Free,
}

/// The end of the noun phrase that begins at `at`; `at` itself where none does. `end` bounds it.
pub(super) fn noun_phrase(words: &Words, at: usize, end: usize, place: Place) -> usize {
    let end = end.min(at + REACH);
    let core = core(words, at, end, place);
    if core == at {
        return at;
    }
    let core = coordinated(words, core, end, place);
    let named = named_behind(words, at, core, end);
    appositions(words, named.unwrap_or(core), end)
}

/// How many words may stand between a role and the comma before its name.
const BETWEEN: usize = 6;

/// Where the phrase of a role goes on: to the comma before the name of who bears it, "l'adjointe à la santé, Anna Roz".
fn named_behind(words: &Words, at: usize, core: usize, end: usize) -> Option<usize> {
    let role = (at..core).any(|k| words.any(k, &[Class::Role, Class::Spokesperson]));
    if !role || words.is_mark(core) || words.any(core, &[Class::And, Class::Relative, Class::Complementizer]) {
        return None;
    }
    let comma = (core..end.min(core + BETWEEN)).find(|&k| words.is_mark(k)).filter(|&k| words.is_comma(k))?;
    let plain =
        (core..comma).all(|k| !super::clause::is_finite(words, k) && !words.is_time(k) && words.person(k).is_none());
    let name = words.person(comma + 1).filter(|_| plain)?;
    (name.end >= end || is_break(words, name.end)).then_some(comma)
}

/// A noun phrase without what hangs on it behind a comma.
pub(super) fn core(words: &Words, at: usize, end: usize, place: Place) -> usize {
    let end = end.min(words.len()).min(at + REACH);
    if words.any(at, &[Class::Pronoun, Class::Impersonal]) && !words.any(at, &DETERMINERS) {
        return at + 1;
    }
    let mut i = at;
    while i < end
        && words.any(
            i,
            &[
                Class::Definite,
                Class::Indefinite,
                Class::Demonstrative,
                Class::Possessive,
                Class::Own,
                Class::Same,
                Class::Title,
            ],
        )
    {
        i += 1;
    }
    // "eine mit den Plänen vertraute Person": what stands before the noun in German.
    if words.lexicon.grammar.capital_nouns && i > at && words.any(i, &[Class::Preposition, Class::At]) {
        i = (i..end.min(i + 8)).find(|&k| words.any(k, &SPEAKERS)).unwrap_or(i);
    }
    let head = i;
    let mut last_is_noun = false;
    while i < end {
        if words.opens(i) {
            // A name in quotation marks: „Enez Wenn“.
            let quotation = words.quotation(i).expect("it opens one");
            let inside = words.tokens(quotation.span);
            let named =
                inside.len() <= 7 && (inside.start + 1..inside.end).any(|k| words.is_capital(k) || words.is_uncased(k));
            if named && inside.end <= end && (last_is_noun || i == head) {
                i = inside.end;
                last_is_noun = true;
                continue;
            }
            break;
        }
        if let Some(name) = words.person(i).filter(|n| n.end <= end) {
            i = name.end;
            last_is_noun = true;
            continue;
        }
        if words.is_mark(i) && !words.is(i, Class::Link) {
            if words.word(i) == "(" && i > head {
                let close = (i..end.min(i + 12)).find(|&k| words.word(k) == ")");
                if let Some(close) = close {
                    i = close + 1;
                    continue;
                }
            }
            if matches!(words.word(i), "&" | "/" | "·") && i > head && i + 1 < end {
                i += 1;
                continue;
            }
            break;
        }
        if words.is_time(i) && i > head && !in_name(words, i)
            || words.is_number(i) && last_is_noun && words.is_time(i + 1)
        {
            break;
        }
        if last_is_noun
            && words.any(i - 1, &[Class::Words, Class::Dispatch])
            && let Some(by) = issued_by(words, i, end)
        {
            let close = core(words, by, end, place);
            if close > by {
                return close;
            }
        }
        let linked = i > head && i + 1 < end && last_is_noun;
        if words.is(i, Class::Link) {
            // "le bureau du gouverneur": something must follow.
            if i + 1 < end && !words.is_mark(i + 1) && !words.is_time(i + 1) {
                i += 1;
                while i < end
                    && words.any(
                        i,
                        &[
                            Class::Definite,
                            Class::Indefinite,
                            Class::Demonstrative,
                            Class::Possessive,
                            Class::Link,
                            Class::Title,
                        ],
                    )
                {
                    i += 1;
                }
                last_is_noun = false;
                // "l'une d'elles", "one of them"
                let them = head > at && words.is(head - 1, Class::Indefinite) && words.is(i, Class::Pronoun);
                // "le site d'analyse": no verb but an infinitive stands behind it.
                let noun = words.verb(i).is_some_and(|v| !v.form.infinitive) && words.is(i - 1, Class::Link);
                if i < end && (them || noun || !stops(words, i)) {
                    i += 1;
                    last_is_noun = true;
                }
                continue;
            }
            break;
        }
        if words.is(i, Class::At) {
            let name = i + 1 + usize::from(words.is(i + 1, Class::Definite));
            // "selon une source au port,": the comma closes the whole phrase.
            let closed = words.is_comma(name + 1) && !words.is_time(name) && !words.is_mark(name);
            let inner = words.is_capital(name) && !words.is_time(name)
                || place == Place::Free && (words.any(name, &SPEAKERS) || closed);
            if linked && inner && (place == Place::Free || !words.is(i, Class::To)) {
                i = name + 1;
                last_is_noun = true;
                continue;
            }
            break;
        }
        // "une élève": behind an article that counts, what may be a verb is a noun.
        let noun = i == head && i > at && words.is(i - 1, Class::Indefinite) && words.any(i, &SPEAKERS_OR_VERB);
        if !noun && stops(words, i)
            || last_is_noun && ended(words, i)
            || last_is_noun && (words.any(i, &DETERMINERS) && !words.is_capital(i) || words.is(i, Class::Title))
        {
            break;
        }
        i += 1;
        last_is_noun = true;
    }
    // A phrase of determiners alone is none, save a demonstrative pronoun.
    if i == head && head > at && !words.any(at, &[Class::Demonstrative, Class::Indefinite]) { at } else { i }
}

/// Who issued somebody's words, behind the participle that says so: "difundido esta madrugada por la Junta".
pub(super) fn issued_by(words: &Words, at: usize, end: usize) -> Option<usize> {
    if !words.is(at, Class::Issued) {
        return None;
    }
    let mut by = at + 1;
    while by < end && by < at + 5 && !words.is(by, Class::By) {
        let small = words.is_time(by) || words.any(by, &DETERMINERS) || words.is(by, Class::Adverb);
        if !small {
            return None;
        }
        by += 1;
    }
    (words.is(by, Class::By) && by + 1 < end).then_some(by + 1)
}

/// A time inside a name: "The Patch Tuesday Review", "Tailwind Weekly", "Gazeta Hoje".
fn in_name(words: &Words, at: usize) -> bool {
    words.is_capital(at)
        && words.is_capital(at - 1)
        && (words.is_capital(at + 1)
            || words.is(at, Class::Outlet)
            || words.name(at).is_some_and(|(_, name)| name.start < at))
}

/// Whether a token is the name of an agency in small letters, right behind the noun for one, in a language where every noun
/// has a capital: "der Nachrichtenagentur wno".
pub(super) fn small_name(words: &Words, at: usize) -> bool {
    let letters = words.word(at).chars().count();
    words.lexicon.grammar.capital_nouns
        && at > 0
        && words.is(at - 1, Class::Agency)
        && (2..=5).contains(&letters)
        && words.word(at).chars().all(char::is_lowercase)
        && words.written(at) == words.word(at)
        && words.hits(at).is_empty()
}

/// Whether the noun before `at` ends its phrase, in a language where only names follow nouns: "volgens de politie gaat",
/// "nach Angaben der Behörde Risse".
fn ended(words: &Words, at: usize) -> bool {
    let grammar = &words.lexicon.grammar;
    if small_name(words, at) {
        return false;
    }
    let lower = !words.is_capital(at) && !words.is_mark(at) && !words.is_uncased(at);
    let speaker = words.any(at, &SPEAKERS);
    if lower && !speaker && (at == 0 || !words.any(at - 1, &[Class::Link])) {
        let word = words.word(at);
        let ends = |list: &[String]| list.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()));
        let before = words.any(at - 1, &SPEAKERS) || words.is_capital(at - 1);
        if before && ends(&grammar.phrase_ends) {
            return true;
        }
    }
    if lower && at > 0 && words.closes(at - 1) {
        // "с агентством «Маяк» профсоюзный лидер"
        return true;
    }
    if grammar.null_subject && words.lexicon.has_articles && lower && speaker && words.is_capital(at - 1) {
        // "à agência Atlas fonte dos bombeiros"
        return true;
    }
    if !grammar.noun_last {
        return false;
    }
    let nouns = grammar.capital_nouns;
    if words.is_capital(at) {
        const NAMELESS: [Class; 5] = [Class::Institution, Class::Group, Class::Document, Class::Anyone, Class::Words];
        const NAMED: [Class; 5] = [Class::Role, Class::Spokesperson, Class::Company, Class::Agency, Class::Outlet];
        return nouns && words.any(at - 1, &NAMELESS) && !words.any(at - 1, &NAMED) && words.name(at).is_none();
    }
    words.is_capital(at - 1) || !nouns && words.any(at - 1, &SPEAKERS)
}

/// Whether a word cannot be inside a noun phrase.
fn stops(words: &Words, at: usize) -> bool {
    const STOPS: [Class; 18] = [
        Class::Auxiliary,
        Class::Passive,
        Class::Finite,
        Class::Verb,
        Class::Negation,
        Class::Pronoun,
        Class::Preposition,
        Class::By,
        Class::To,
        Class::Relative,
        Class::Complementizer,
        Class::Connective,
        Class::Adverb,
        Class::And,
        Class::According,
        Class::Citing,
        Class::CitedBy,
        Class::Impersonal,
    ];
    if !words.any(at, &STOPS) {
        return words.is_mark(at);
    }
    // "une dépêche", "le rapport", "a claim": a noun of the lexicon is none of these here; nor is a name.
    let speaker = words.any(at, &SPEAKERS) && !words.any(at, &[Class::Auxiliary, Class::Preposition, Class::Finite]);
    let name = words.is_capital(at)
        && !words.starts_sentence(at)
        && (words.is_capital(at + 1) || !words.is(at, Class::Pronoun));
    !(speaker || name)
}

/// "the mayor and his deputy": a second phrase behind "and", where no verb follows it at once.
fn coordinated(words: &Words, core_end: usize, end: usize, place: Place) -> usize {
    if core_end + 1 >= end || !words.is(core_end, Class::And) {
        return core_end;
    }
    let next = core_end + 1;
    if !(words.any(next, &DETERMINERS) || words.is_capital(next)) || words.is(next, Class::Pronoun) {
        return core_end;
    }
    let second = core(words, next, end, place);
    let verb_follows = words.any(second, &[Class::Finite, Class::Auxiliary, Class::Passive])
        || words.verb(second).is_some_and(|v| v.form.finite);
    if second > next && !verb_follows { second } else { core_end }
}

/// What hangs on a noun phrase behind commas: a name, a role, "63 ans", a relative clause that is no relay.
fn appositions(words: &Words, mut at: usize, end: usize) -> usize {
    let mut rounds = 0;
    while rounds < 4 && at + 1 < end && words.is_comma(at) {
        rounds += 1;
        let next = at + 1;
        let stop = if words.is(next, Class::Relative) {
            let close = clause_end(words, next, end);
            let relays = (next..close).any(|k| words.any(k, &[Class::Citing, Class::CitedBy]));
            if relays { next } else { close }
        } else if words.is_number(next) {
            // An age: "63 ans", "54,".
            let close = (next + 1..end.min(next + 3)).find(|&k| is_break(words, k)).unwrap_or(next);
            if close > next { close } else { next }
        } else if words.is_capital(next)
            || words.any(next, &[Class::Definite, Class::Indefinite, Class::Title])
            || words.any(next, &SPEAKERS)
        {
            core(words, next, end, Place::Free)
        } else {
            next
        };
        // The apposition must close: by a comma, the end, or a mark.
        if stop == next || !(stop >= end || is_break(words, stop)) {
            break;
        }
        at = stop;
    }
    at
}

/// The next comma, stop or closing mark at or after `at`.
pub(super) fn clause_end(words: &Words, at: usize, end: usize) -> usize {
    (at..end.min(at + REACH)).find(|&k| is_break(words, k)).unwrap_or(end.min(at + REACH))
}

/// Marks that end a phrase.
pub(super) fn is_break(words: &Words, at: usize) -> bool {
    matches!(
        words.word(at),
        "," | "،" | "." | ";" | "؛" | ":" | "!" | "?" | "؟" | "…" | "–" | "—" | "»" | "”" | ")" | ""
    )
}

/// Skips adjuncts from `at`: times, adverbs, phrases with a preposition. Tells whom it is told to, if anybody.
pub(super) struct Adjuncts {
    /// Where they end.
    pub(super) end: usize,
    /// The tokens of the one it is told to.
    pub(super) told: Option<(usize, usize)>,
}

/// Skips what may stand between a verb of saying and its source or content. `deep` also skips phrases with a
/// preposition: "dans un communiqué".
pub(super) fn adjuncts(words: &Words, at: usize, end: usize, deep: bool) -> Adjuncts {
    let mut i = at;
    let mut told = None;
    let end = end.min(at + REACH);
    while i < end {
        if words.is_time(i) || words.is(i, Class::Adverb) && !words.is_mark(i) {
            i += words.entry(i, Class::Time).max(words.entry(i, Class::Adverb)).max(1);
            continue;
        }
        if let Some(after) = timed_phrase(words, i, end) {
            i = after;
            continue;
        }
        if words.is(i, Class::Anonymous) {
            i += words.entry(i, Class::Anonymous);
            continue;
        }
        if words.is(i, Class::To)
            && told.is_none()
            && (!words.lexicon.grammar.capital_nouns
                || is_medium(words, i + 1)
                || !words.is(i, Class::Definite)
                // "sagte dem Allgäu-Echo": no nominative.
                || !words.is(i, Class::Link) && words.is_capital(i + 1))
        {
            // "агентству «Север»": the noun itself says to whom.
            let from = i + usize::from(!words.any(i, &[Class::Agency, Class::Outlet, Class::Group]));
            // "à agência", "alla Gazzetta": with the article in it.
            let contracted = words.is(i, Class::Definite);
            let to = core(words, from, end, Place::AfterVerb);
            let contracted = contracted && (from..to).any(|k| words.is_capital(k) || words.any(k, &SPEAKERS));
            if to > from
                && (deep || words.is_capital(from) || words.any(from, &[Class::Definite, Class::Pronoun]) || contracted)
            {
                told = Some((from, to));
                i = to;
                continue;
            }
        }
        let inserted =
            if words.any(i, &DETERMINERS) || words.is(i, Class::Same) { core(words, i, end, Place::Free) } else { i };
        if inserted > i && words.is(inserted, Class::Postposed) {
            // "spricht derselben Agentur zufolge von 3500"
            i = inserted + 1;
            continue;
        }
        if words.is(i, Class::Own) && words.any(i + 1, &[Class::Outlet, Class::Agency, Class::Reporter]) {
            // "sagt unserer Zeitung"
            i += 2;
            continue;
        }
        if deep && words.any(i, &[Class::Preposition, Class::At]) && !words.is(i, Class::According) {
            let from = i + words.entry(i, Class::Preposition).max(1);
            let to = core(words, from, end, Place::Free);
            if to > from {
                i = to;
                continue;
            }
        }
        break;
    }
    Adjuncts { end: i, told }
}

/// Whether an agency or outlet stands here: "der Agentur", "der „Berliner Zeitung“".
fn is_medium(words: &Words, at: usize) -> bool {
    // "der französischen Agentur"
    let noun = at + usize::from(!words.is_capital(at) && !words.is_mark(at));
    words.any(noun, &[Class::Agency, Class::Outlet]) || words.opens(at)
}

/// "le 28 novembre", "on Monday", "dans la soirée": a phrase of at most five tokens that ends in a time.
fn timed_phrase(words: &Words, at: usize, end: usize) -> Option<usize> {
    let small = |k: usize| {
        words.is_number(k)
            || words.any(k, &[Class::Preposition, Class::At, Class::Link, Class::To])
            || words.any(k, &DETERMINERS)
    };
    let mut i = at;
    while i < end && i < at + 4 && small(i) && !words.is_time(i) {
        i += 1;
    }
    if i == at || i >= end || !words.is_time(i) {
        return None;
    }
    while i < end && (words.is_time(i) || words.is_number(i)) {
        i += 1;
    }
    Some(i)
}

/// The first token of the subject that ends before `end`; `floor` bounds it. `None` where no subject stands there.
pub(super) fn subject(words: &Words, end: usize, floor: usize) -> Option<usize> {
    let floor = floor.max(end.saturating_sub(REACH));
    if end <= floor {
        return None;
    }
    let mut last = end - 1;
    // "a cousin of one of them said": no subject behind a preposition.
    let linked = last > floor && words.any(last - 1, &[Class::Link, Class::Preposition, Class::To, Class::By]);
    if words.any(last, &[Class::Pronoun, Class::Impersonal, Class::Relative]) && !linked {
        return Some(last);
    }
    // "A person, reached by telephone, also put"
    let adverb = |k: usize| words.is(k, Class::Adverb) && !words.is_mark(k) && !words.any(k, &SPEAKERS);
    while last > floor && adverb(last) && (words.is_comma(last - 1) || adverb(last - 1)) {
        last -= 1;
    }
    let mut stop = last + 1;
    if words.is_comma(last) {
        // "Le ministre de la Justice, Habib Ouzrane, a maintenu": what stands between commas hangs on what stands before.
        let mut open = (floor..last).rev().find(|&k| words.is_comma(k))?;
        // "le maire, Paul Roz, 54 ans, a dit": several of them.
        while let Some(before) = (floor..open).rev().find(|&k| words.is_comma(k)) {
            let named = open - before <= 6 && (words.is_capital(before + 1) || words.is_number(before + 1));
            if !(named || words.any(before + 1, &[Class::Relative, Class::Citing])) {
                break;
            }
            open = before;
        }
        stop = open;
        if stop <= floor {
            return None;
        }
    }
    let from = segment_start(words, stop, floor);
    let start = skip_lead(words, from, stop);
    let outside = words.any(start, &[Class::Preposition, Class::At]) && !words.is(start, Class::Indefinite);
    (start < stop && !outside && !words.is(start, Class::Negation)).then_some(start)
}

/// Where the clause segment that ends at `stop` begins: behind the last comma, mark, conjunction or verb of saying.
fn segment_start(words: &Words, stop: usize, floor: usize) -> usize {
    let mut from = floor;
    for k in (floor..stop).rev() {
        let quote = words.closes(k) && words.quotation(k).is_some_and(|q| words.tokens(q.span).len() >= 6)
            || words.opens(k) && words.quotation(k).is_some_and(|q| words.tokens(q.span).end > stop);
        let verb = words.verb(k).is_some_and(|v| v.form.finite && !v.form.participle)
            && !words.any(k, &SPEAKERS)
            && !words.is_capital(k);
        let mark = words.is_comma(k) || matches!(words.word(k), ";" | ":" | "–" | "—" | "(" | "؛" | "-");
        // "un rapport que nous avons lu": behind a noun, "que" opens a relative clause, which is part of the subject.
        let relative = words.is(k, Class::Relative)
            || words.is(k, Class::Complementizer)
                && k > floor
                && words.verb(k - 1).is_none()
                && !words.is_comma(k - 1)
                && !words.any(k - 1, &[Class::And, Class::Adverb, Class::Time]);
        if mark || quote || verb || words.any(k, &[Class::Complementizer, Class::Connective]) && !relative {
            from = k + 1;
            break;
        }
        if words.is(k, Class::And)
            && (floor..k).any(|j| words.any(j, &[Class::Finite, Class::Auxiliary, Class::Passive]))
        {
            from = k + 1;
            break;
        }
    }
    from
}

/// Skips what may stand before a subject in its segment: conjunctions, adverbs, times, a phrase with a preposition.
pub(super) fn skip_lead(words: &Words, from: usize, stop: usize) -> usize {
    let mut i = from;
    while i < stop {
        if words.any(i, &[Class::And, Class::Connective, Class::Adverb, Class::Question, Class::Complementizer])
            && !words.any(i, &DETERMINERS)
        {
            i += words.entry(i, Class::Connective).max(words.entry(i, Class::Adverb)).max(1);
            continue;
        }
        if let Some(after) = timed_phrase(words, i, stop).filter(|&after| after < stop) {
            i = after;
            continue;
        }
        if words.is_time(i) && i + 1 < stop && !words.any(i + 1, &[Class::Link]) && !words.is_capital(i + 1) {
            i += 1;
            continue;
        }
        // "Der Konzern": an article that may also stand before whom it is told to.
        let article = words.is(i, Class::Definite) && !words.any(i, &[Class::Preposition, Class::At]);
        if words.any(i, &[Class::Preposition, Class::At, Class::To, Class::Link]) && !article {
            let inside = i + words.entry(i, Class::Preposition).max(1);
            let after = core(words, inside, stop, Place::AfterVerb);
            if after > inside && after < stop {
                i = after;
                continue;
            }
        }
        break;
    }
    i
}
