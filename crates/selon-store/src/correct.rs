//! What users put right, as decisions; and which decisions make no sense.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};
use selon::attribute::VoiceKind;
use selon::{Reading, When, reuse};

use crate::circle::reading_of;
use crate::decide::{Decision, Evidence, What, decoded};
use crate::error::{ErrorKind, Result};
use crate::fold::fold;
use crate::id::Id;
use crate::open::Store;
use crate::standing::named;

/// The longest words that a user may put in the place of those of a page, in characters.
const LONGEST: usize = 1_000;
/// The most voices of a chain.
const VOICES: usize = 20;

impl Store {
    /// The decision that puts something right: the outlet, the agency, the time of a dispatch, what it is taken from (by name;
    /// empty: from no other); the chain of a passage, whoever said it first in front, parted by `→` (names, `v7`, or with
    /// their kind as `person:Jean Martin`; the outlet at the end may be left out); or what a passage says.
    ///
    /// # Errors
    /// Where nothing has the name, or the value makes no sense; where the file cannot be read.
    pub fn correction(&self, what: What, name: &str, value: &str, by: Option<String>) -> Result<Decision> {
        let found = self.evidence(name)?;
        self.read(|db| {
            let found = found.ok_or_else(|| nothing(name))?;
            let (evidence, value) = match what {
                What::Chain => {
                    let chain = chain(db, &found, value)?;
                    (vec![found], Some(chain))
                }
                What::Says => (vec![found], Some(value.trim().to_owned())),
                What::Original => {
                    let of = Evidence::whole(&found.dispatch);
                    match value.trim() {
                        "" => (vec![of], None),
                        original => (vec![of, Evidence::whole(&address_of(db, original)?)], None),
                    }
                }
                _ => (vec![Evidence::whole(&found.dispatch)], Some(value.to_owned())),
            };
            if matches!(what, What::Chain | What::Says) {
                one_passage(db, name)?;
            }
            let decision = Decision { what, evidence, value, by };
            sensible(db, &decision)?;
            Ok(decision)
        })
    }
}

fn senseless(why: impl Into<String>) -> ErrorKind {
    ErrorKind::Senseless(why.into())
}

fn nothing(name: &str) -> ErrorKind {
    senseless(format!("{name}: nothing in the archive has this name, or these words"))
}

/// The address of a dispatch that is named `d45`, or by it.
fn address_of(db: &Connection, name: &str) -> Result<String, ErrorKind> {
    if let Ok(Id::Dispatch(id)) = name.parse() {
        let mut ask = db.prepare_cached("select address from dispatches where id = ?1")?;
        return ask.query_row([id], |row| row.get(0)).optional()?.ok_or_else(|| nothing(name));
    }
    named(db, name)?.map(|_| name.to_owned()).ok_or_else(|| nothing(name))
}

/// A claim that several passages state names none of them.
fn one_passage(db: &Connection, name: &str) -> Result<(), ErrorKind> {
    let Ok(Id::Claim(claim)) = name.parse() else { return Ok(()) };
    let mut ask = db.prepare_cached("select count(*) from statements where claim = ?1 and not withdrawn")?;
    match ask.query_row([claim], |row| row.get::<_, i64>(0))? {
        0 | 1 => Ok(()),
        n => Err(senseless(format!("{n} passages state {name}: name one of them, as d45:WORDS"))),
    }
}

/// A chain as it is kept: kinds and names, whoever said it first in front, the outlet left out.
fn chain(db: &Connection, evidence: &Evidence, value: &str) -> Result<String, ErrorKind> {
    let reading = named(db, &evidence.dispatch)?.map(|id| reading_of(db, id)).transpose()?.flatten();
    let mut names: Vec<&str> = value.split('→').flat_map(|part| part.split("->")).map(str::trim).collect();
    if names == [""] {
        names.clear();
    }
    if let (Some(last), Some(outlet)) = (names.last(), reading.as_ref().and_then(outlet))
        && fold(last) == fold(outlet)
    {
        names.pop();
    }
    let voices = names.into_iter().map(|name| voice(db, reading.as_ref(), name)).collect::<Result<Vec<_>, _>>()?;
    Ok(voices.into_iter().map(|(kind, name)| format!("{}:{name}", word(kind))).collect::<Vec<_>>().join(" → "))
}

fn outlet(reading: &Reading) -> Option<&str> {
    reading.attributions.voices.first().map(|v| v.name.as_str())
}

const KINDS: [VoiceKind; 7] = [
    VoiceKind::Outlet,
    VoiceKind::Agency,
    VoiceKind::Institution,
    VoiceKind::Person,
    VoiceKind::Group,
    VoiceKind::Document,
    VoiceKind::Unnamed,
];

/// The name of a kind of voices.
fn word(kind: VoiceKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn kind(text: &str) -> Option<VoiceKind> {
    KINDS.into_iter().find(|kind| word(*kind) == text)
}

/// The voices of a chain that is kept, the outlet's side first; nothing where it is none.
pub(crate) fn voices_of(chain: &str) -> Option<Vec<(VoiceKind, String)>> {
    let voice = |part: &str| {
        let (of, name) = part.split_once(':')?;
        Some((kind(of)?, name.trim().to_owned())).filter(|(_, name)| name.chars().any(char::is_alphanumeric))
    };
    let mut voices: Vec<_> = chain.split(" → ").filter(|part| !part.is_empty()).map(voice).collect::<Option<_>>()?;
    voices.reverse();
    Some(voices)
}

/// Whom a name means: the voice of the archive `v7`, `person:Jean Martin`, a voice of the page, a voice of any page.
fn voice(db: &Connection, reading: Option<&Reading>, name: &str) -> Result<(VoiceKind, String), ErrorKind> {
    if let Ok(Id::Voice(id)) = name.parse() {
        let mut ask = db.prepare_cached("select kind, name from voices where id = ?1")?;
        let found = ask.query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).optional()?;
        return found.and_then(|(of, name)| Some((kind(&of)?, name))).ok_or_else(|| nothing(name));
    }
    if let Some((of, name)) = name.split_once(':')
        && let Some(kind) = kind(of.trim())
    {
        return Ok((kind, name.trim().to_owned()));
    }
    let folded = fold(name);
    let here = reading.into_iter().flat_map(|r| &r.attributions.voices);
    let mut here = here.filter(|v| std::iter::once(&v.name).chain(&v.aliases).any(|name| fold(name) == folded));
    if let Some(voice) = here.next() {
        return Ok((voice.kind, voice.name.clone()));
    }
    let mut ask =
        db.prepare_cached("select distinct kind from voices where name = ?1 and kind <> 'unnamed' limit 2")?;
    let kinds: Vec<String> = ask.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    match kinds.as_slice() {
        [only] => Ok((kind(only).ok_or_else(|| nothing(name))?, name.to_owned())),
        _ => Err(senseless(format!(
            "{name:?}: say what this is, as person:{name} (or outlet, agency, institution, group, document, unnamed)"
        ))),
    }
}

/// Refuses a decision that makes no sense, or that another one speaks against which stands.
pub(crate) fn sensible(db: &Connection, decision: &Decision) -> Result<(), ErrorKind> {
    let value = decision.value.as_deref();
    match decision.what {
        What::Outlet if value.is_none_or(|v| v.trim().is_empty()) => Err(senseless("an outlet has a name")),
        What::Published if When::parse(value.unwrap_or_default()) == When::Unknown => {
            Err(senseless("no time: 2031-03-04 or 2031-03-04T09:37"))
        }
        What::Same | What::Apart | What::Outlet | What::Agency | What::Published => Ok(()),
        What::Chain => sensible_chain(db, decision),
        What::Says => sensible_words(db, decision),
        What::Original | What::NoCopy => sensible_copy(db, decision),
    }
}

/// The words of a decision, with the reading that they stand in, where it is there. Some statement must stand there.
fn passage<'a>(db: &Connection, decision: &'a Decision) -> Result<(&'a Evidence, Option<Reading>), ErrorKind> {
    let [evidence] = decision.evidence.as_slice() else { return Err(senseless("one passage, as d45:WORDS")) };
    if evidence.quote.is_empty() {
        return Err(senseless("a dispatch says many things: name a passage of it, as d45:WORDS"));
    }
    let Some(id) = named(db, &evidence.dispatch)? else { return Ok((evidence, None)) };
    let reading = reading_of(db, id)?;
    if let Some(reading) = &reading {
        let span = evidence.anchor(&reading.dispatch.text);
        let states = span.is_some_and(|span| reading.attributions.statements.iter().any(|s| s.span.overlaps(span)));
        if !states {
            return Err(senseless(format!("“{}”: nothing is stated with these words", evidence.quote)));
        }
    }
    Ok((evidence, reading))
}

fn sensible_chain(db: &Connection, decision: &Decision) -> Result<(), ErrorKind> {
    let (_, reading) = passage(db, decision)?;
    let voices = voices_of(decision.value.as_deref().unwrap_or_default()).ok_or_else(|| {
        senseless("a chain is names, whoever said it first in front: person:Jean Martin → agency:AFP")
    })?;
    if voices.len() > VOICES {
        return Err(senseless(format!("a chain has {VOICES} voices at most")));
    }
    let mut seen: BTreeSet<String> = reading.as_ref().and_then(outlet).map(fold).into_iter().collect();
    for (_, name) in &voices {
        if !seen.insert(fold(name)) {
            return Err(senseless(format!("{name} stands twice in the chain: nobody has it from themselves")));
        }
    }
    Ok(())
}

fn sensible_words(db: &Connection, decision: &Decision) -> Result<(), ErrorKind> {
    let (evidence, _) = passage(db, decision)?;
    let words = decision.value.as_deref().unwrap_or_default();
    if !words.chars().any(char::is_alphanumeric) {
        return Err(senseless("what it says is said in words"));
    }
    if words.chars().count() > LONGEST || words.chars().any(char::is_control) {
        return Err(senseless(format!("what it says is one line, of {LONGEST} characters at most")));
    }
    if fold(words) == fold(&evidence.quote) {
        return Err(senseless("these are its words as they stand"));
    }
    Ok(())
}

/// Which dispatch is taken from which is no ring, and is not both decided and denied.
fn sensible_copy(db: &Connection, decision: &Decision) -> Result<(), ErrorKind> {
    let names: Vec<&str> = decision.evidence.iter().map(|e| e.dispatch.as_str()).collect();
    let (of, from) = match names[..] {
        [of] if decision.what == What::Original => (of, None),
        [of, from] if of != from => (of, Some(from)),
        [_, _] => return Err(senseless("a dispatch is no copy of itself")),
        _ => return Err(senseless("two dispatches, as d45")),
    };
    let is_original = decision.what == What::Original;
    let is_pair = |a: &str, b: &str| from.is_some_and(|from| (a == of && b == from) || (b == of && a == from));
    let against = |number: i64, why: &str| Err(senseless(format!("decision {number} says that {why}: undo it first")));
    let mut originals: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
    let mut ask = db.prepare_cached(
        "select id, decision from decisions where undone is null
            and decision ->> '$.what' in ('original', 'no-copy') order by id",
    )?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let (number, other): (i64, Decision) = (row.get(0)?, decoded(&row.get::<_, String>(1)?)?);
        let theirs: Vec<&str> = other.evidence.iter().map(|e| e.dispatch.as_str()).collect();
        let says = match (other.what, &theirs[..]) {
            (What::NoCopy, &[a, b]) if is_original && is_pair(a, b) => Some("neither is taken from the other"),
            (What::Original, &[a, b]) if !is_original && is_pair(a, b) => Some("one is taken from the other"),
            (What::Original, &[a, _]) if is_original && from.is_none() && a == of => Some("it is taken from another"),
            (What::Original, &[a]) if is_original && from.is_some() && a == of => Some("it is taken from no other"),
            _ => None,
        };
        if let Some(why) = says {
            return against(number, why);
        }
        if let (What::Original, &[a, b]) = (other.what, &theirs[..]) {
            originals.entry(a.to_owned()).or_default().push((number, b.to_owned()));
        }
    }
    let Some(from) = from.filter(|_| is_original) else { return Ok(()) };
    let mut seen: BTreeSet<&str> = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        for (number, original) in originals.get(at).into_iter().flatten() {
            if original == of {
                return against(*number, &format!("{at} goes back to {of}"));
            }
            if seen.insert(original) {
                next.push(original);
            }
        }
    }
    share_words(db, of, from)
}

/// Of two dispatches that share nothing neither is taken from the other.
fn share_words(db: &Connection, of: &str, from: &str) -> Result<(), ErrorKind> {
    let (Some(a), Some(b)) = (named(db, of)?, named(db, from)?) else { return Ok(()) };
    let mut ask = db.prepare_cached(
        "select exists (select 1 from copies where (dispatch, source) in (values (?1, ?2), (?2, ?1)))",
    )?;
    if ask.query_row([a, b], |row| row.get(0))? {
        return Ok(());
    }
    match (reading_of(db, a)?, reading_of(db, b)?) {
        (Some(a), Some(b)) if reuse::taken(&a.dispatch, &b.dispatch).is_none() => {
            Err(senseless(format!("{of} and {from} share no passage: neither can be taken from the other")))
        }
        _ => Ok(()),
    }
}
