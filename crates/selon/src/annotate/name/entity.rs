//! Which names of one text are one, and the roles they are given.

use std::collections::{BTreeMap, HashMap};

use super::find::Found;
use super::organisations;
use super::table::Traits;
use super::word::{Shape, Words};
use super::{Entity, Kind, Name, Names};
use crate::annotate::place;
use crate::segment::Segments;
use crate::text::Text;

/// A role has no more words than this.
const ROLE: usize = 10;

/// Joins the names found in a text into entities.
pub(super) fn join(text: &Text, segments: &Segments, words: &Words, found: &[Found]) -> Names {
    let span = |f: &Found| segments.tokens[f.tokens.start].span.cover(segments.tokens[f.tokens.end - 1].span);
    let folded: Vec<String> = found.iter().map(|f| place::fold(text.get(span(f)))).collect();
    let owner = owners(text, segments, found, &folded);
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut names = Names::default();
    for (i, f) in found.iter().enumerate() {
        let anchor = owner[i];
        let entity = *numbers.entry(anchor).or_insert_with(|| {
            let name = text.get(span(&found[anchor])).to_owned();
            names.entities.push(Entity { kind: found[anchor].kind, name, aliases: Vec::new(), role: None });
            names.entities.len() - 1
        });
        let held = &mut names.entities[entity];
        let written = text.get(span(f));
        if written != held.name && !held.aliases.iter().any(|a| a == written) {
            held.aliases.push(written.to_owned());
        }
        if held.role.is_none() && f.kind == Kind::Person {
            held.role = role(text, segments, words, f);
        }
        names.names.push(Name { span: span(f), kind: f.kind, entity });
    }
    names
}

/// For each name the one that stands for it: the fullest.
fn owners(text: &Text, segments: &Segments, found: &[Found], folded: &[String]) -> Vec<usize> {
    let mut owner: Vec<usize> = (0..found.len()).collect();
    let mut same: HashMap<(Kind, &str), usize> = HashMap::new();
    let mut listed: HashMap<u16, usize> = HashMap::new();
    for (i, f) in found.iter().enumerate() {
        owner[i] = *same.entry((f.kind, folded[i].as_str())).or_insert(i);
        if f.kind == Kind::Organisation
            && let Some(number) = organisations::number(&folded[i])
        {
            owner[i] = *listed.entry(number).or_insert(owner[i]);
        }
    }
    // Full names by their last word, and by their first: the fullest first met wins, two of one surname leave it apart.
    let mut by_last: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_first: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, f) in found.iter().enumerate() {
        if f.kind == Kind::Person && owner[i] == i && folded[i].contains(' ') {
            by_last.entry(surname(&folded[i])).or_default().push(i);
            by_first.entry(folded[i].split(' ').next().unwrap_or_default()).or_default().push(i);
        }
    }
    for (i, f) in found.iter().enumerate() {
        if owner[i] != i {
            continue;
        }
        if f.kind == Kind::Person {
            if folded[i].contains(' ') {
                continue;
            }
            let one = |list: Option<&Vec<usize>>| match list.map(Vec::as_slice) {
                Some([one]) => Some(*one),
                _ => None,
            };
            let key = surname(&folded[i]);
            if let Some(full) = one(by_last.get(key)).or_else(|| one(by_first.get(key))) {
                owner[i] = full;
            }
        } else if f.kind == Kind::Organisation {
            // "Observatoire syrien des droits de l'homme (OSDH)"
            if let Some(long) = spelt_out(text, segments, found, i) {
                owner[i] = long;
            }
        }
    }
    // Owners of owners; chains are short, and none is a ring because each step goes to a fuller name.
    (0..found.len())
        .map(|i| {
            let mut at = i;
            for _ in 0..4 {
                at = owner[at];
            }
            at
        })
        .collect()
}

/// The last word of a name, without the article that Arabic names bear.
fn surname(folded: &str) -> &str {
    folded.rsplit(' ').next().unwrap_or(folded)
}

/// The name right before the bracket that an acronym stands in, if the acronym could be its own; or a name before whose
/// initials it is.
fn spelt_out(text: &Text, segments: &Segments, found: &[Found], i: usize) -> Option<usize> {
    let f = &found[i];
    let written = text.get(segments.tokens[f.tokens.start].span);
    if f.tokens.len() != 1
        || !written.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
        || written.chars().count() < 2
    {
        return None;
    }
    let before = i.checked_sub(1)?;
    let bracket = f.tokens.start.checked_sub(1)?;
    let opens = text.get(segments.tokens[bracket].span) == "(";
    if opens && found[before].tokens.end == bracket && found[before].kind == Kind::Organisation {
        return Some(before);
    }
    (i.saturating_sub(40)..i).rev().find(|&j| {
        let long = &found[j];
        long.kind == Kind::Organisation && long.tokens.len() > 2 && {
            let high = long.tokens.clone().filter_map(|t| text.get(segments.tokens[t].span).chars().next());
            let all: String = high.clone().flat_map(char::to_uppercase).collect();
            let capitals: String = high.filter(|c| c.is_uppercase()).collect();
            all == written || capitals == written
        }
    })
}

/// The role that stands right before a name, or behind it between commas.
fn role(text: &Text, segments: &Segments, words: &Words, f: &Found) -> Option<String> {
    before(text, segments, words, f).or_else(|| behind(text, segments, words, f))
}

/// "le président de la banque, Jean Roz"; "President Roz".
fn before(text: &Text, segments: &Segments, words: &Words, f: &Found) -> Option<String> {
    let mut end = f.tokens.start;
    let mut start = None;
    let mut i = end;
    let is_comma = |i: usize| text.get(segments.tokens[i].span) == ",";
    if i > 0 && is_comma(i - 1) {
        end -= 1;
        i -= 1;
    }
    while i > 0 && end - i < ROLE {
        i -= 1;
        let word = words.list[i];
        if word.traits.has(Traits::ROLE) && usize::from(word.phrase) <= end - i {
            start = Some(i);
            // "premier ministre": the longest phrase begins further left.
            continue;
        }
        if matches!(word.shape, Shape::Mark) || (start.is_some() && !word.traits.has(Traits::ROLE)) {
            break;
        }
    }
    let start = start?;
    let adjacent = end == f.tokens.start || end + 1 == f.tokens.start;
    (adjacent && start < end)
        .then(|| text.get(segments.tokens[start].span.cover(segments.tokens[end - 1].span)).to_owned())
}

/// "Jean Roz, président de la banque,"
fn behind(text: &Text, segments: &Segments, words: &Words, f: &Found) -> Option<String> {
    let comma = f.tokens.end;
    let is = |i: usize, what: &[&str]| segments.tokens.get(i).is_some_and(|t| what.contains(&text.get(t.span)));
    if !is(comma, &[","]) {
        return None;
    }
    let mut start = comma + 1;
    // An article may stand before it.
    for _ in 0..2 {
        let here = words.list.get(start)?;
        if here.traits.has(Traits::ROLE) {
            break;
        }
        start += 1;
    }
    if !words.list.get(start)?.traits.has(Traits::ROLE) {
        return None;
    }
    let end = (start + 1..segments.tokens.len().min(start + ROLE + 1)).find(|&i| is(i, &[",", ".", ";", "(", "»"]))?;
    Some(text.get(segments.tokens[start].span.cover(segments.tokens[end - 1].span)).to_owned())
}
