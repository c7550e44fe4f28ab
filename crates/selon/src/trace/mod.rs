//! Many documents, all stages: the trace.

pub mod circle;
mod decided;
mod join;
pub mod marks;
#[cfg(test)]
mod speed;
mod versions;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

pub use decided::{Decisions, Place};

use crate::attribute::VoiceKind;
use crate::claim::{self, Claim};
use crate::reading::Reading;
use crate::reuse::{self, Copy, Furniture};
use crate::story;
use crate::support::{self, Kind, Support};
use crate::text::Span;
use crate::voices::align::Pair;
use crate::voices::{self, Voices};

/// What many dispatches say, on whose word, and on how many independent voices it rests.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The dispatches, in the order of (published, id).
    pub readings: Vec<Reading>,
    /// For each reading, whether a later version of the dispatch is among them: of this one only what was withdrawn is left.
    pub earlier: Vec<bool>,
    /// The stories, in the order of their first dispatch.
    pub stories: Vec<Story>,
    /// Which dispatch is taken from which.
    pub copies: Vec<Copy>,
    /// Whoever says something.
    pub voices: Voices,
    /// What is said, by stories, in each in the order of time.
    pub claims: Vec<Claim>,
    /// For each claim, on how many voices it rests.
    pub supports: Vec<Support>,
}

/// Dispatches that tell of one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The headline of its first dispatch that has one.
    pub title: Option<String>,
    /// Its dispatches, as indices of [`Trace::readings`].
    pub readings: Vec<usize>,
    /// Its claims, as indices of [`Trace::claims`].
    pub claims: Vec<usize>,
}

/// What is known of a whole archive when some of its dispatches are compared.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// What its outlets print on every page.
    pub furniture: Furniture,
    /// How common words are; where it is none, the dispatches that are compared are all there are.
    pub words: Option<story::Statistics>,
}

impl Trace {
    /// Traces readings. Their order does not matter; of two of one dispatch and one text, the first is kept.
    pub fn of(readings: Vec<Reading>) -> Trace {
        let corpus = Corpus::default();
        Trace::with(readings, &corpus, &Decisions::default(), |current, copies| {
            story::stories(current, copies, corpus.words.as_ref())
        })
    }

    /// Traces the dispatches of one story.
    pub fn of_story(readings: Vec<Reading>, corpus: &Corpus, decisions: &Decisions) -> Trace {
        Trace::with(readings, corpus, decisions, |current, _| vec![0; current.len()])
    }

    fn with(
        readings: Vec<Reading>,
        corpus: &Corpus,
        decisions: &Decisions,
        stories: impl FnOnce(&[&Reading], &[Copy]) -> Vec<usize>,
    ) -> Trace {
        let mut readings = in_order(readings);
        let earlier = versions::withdraw(&mut readings);
        let chained = decisions.chain(&mut readings, &earlier);
        let all: Vec<&Reading> = readings.iter().collect();
        // An earlier version is no page of its own: it copies nobody, and tells of what the later one tells of.
        let current: Vec<usize> = (0..all.len()).filter(|&r| !earlier[r]).collect();
        let pages: Vec<&Reading> = current.iter().map(|&r| all[r]).collect();
        let mut copies = reuse::copies(&pages, &corpus.furniture);
        decisions.put_right(&pages, &mut copies);
        let mut found = stories(&pages, &copies);
        decisions.join(&pages, &mut found);
        for copy in &mut copies {
            (copy.of, copy.from) = (current[copy.of], current[copy.from]);
        }
        let stories = spread(&all, &current, &found);
        let pairs = voices::align::pairs(&all, &copies);
        // A chain that a user names shows nothing of the voices in the place that it had.
        let is_chained = |pair: &Pair| {
            let Copy { of, from, .. } = copies[pair.copy];
            chained.contains(&(of, pair.of)) || chained.contains(&(from, pair.from))
        };
        let found: Vec<Pair> = pairs.iter().copied().filter(|pair| !is_chained(pair)).collect();
        let mut voices = voices::voices(&all, &stories, &copies, &found);
        let told = decisions.told(&all, &earlier, chained);
        let mut claims = claim::claims(&all, &stories, &copies, &pairs, &voices, &told);
        sort(&mut claims);
        know(&mut voices, &all, &mut claims, &told.chained);
        let kinds: Vec<Kind> = voices.voices.iter().map(|v| kind(v.kind)).collect();
        let supports = claims.iter().map(|c| support(c, &kinds, &voices)).collect();
        let stories = collect(&all, &stories, &claims);
        Trace { readings, earlier, stories, copies, voices, claims, supports }
    }
}

/// Joins voices that the claims show to be one, and puts them so into the chains. A chain that a user names shows nothing.
fn know(voices: &mut Voices, readings: &[&Reading], claims: &mut [Claim], chained: &BTreeSet<(usize, usize)>) {
    let named = chained.iter().filter_map(|&(r, s)| Some((r, readings[r].attributions.statements.get(s)?.span)));
    let named: BTreeSet<(usize, Span)> = named.collect();
    let read = |claim: &Claim| {
        let own = claim.statements.iter().filter(|s| !named.contains(&(s.reading, s.span)));
        own.map(|s| (s.reading, s.chain.clone())).collect()
    };
    let chains = claims.iter().map(read);
    let place = voices::heard::join(voices, readings, &chains.collect::<Vec<_>>());
    for statement in claims.iter_mut().flat_map(|claim| &mut claim.statements) {
        let mut chain: Vec<usize> = Vec::with_capacity(statement.chain.len());
        for voice in statement.chain.iter().map(|&v| place[v]) {
            if !chain.contains(&voice) {
                chain.push(voice);
            }
        }
        statement.chain = chain;
    }
}

/// Which dispatches of an archive tell of one event: for each reading the number of its story. Each dispatch is given in the
/// version that counts.
pub fn stories(readings: &[&Reading], corpus: &Corpus, decisions: &Decisions) -> Vec<usize> {
    let mut copies = reuse::copies(readings, &corpus.furniture);
    decisions.put_right(readings, &mut copies);
    let mut stories = story::stories(readings, &copies, corpus.words.as_ref());
    decisions.join(readings, &mut stories);
    stories
}

/// The stories of all readings, numbered in the order of their first: an earlier version belongs to that of the later one.
fn spread(all: &[&Reading], current: &[usize], found: &[usize]) -> Vec<usize> {
    let of_page: BTreeMap<&str, usize> =
        current.iter().zip(found).map(|(&r, &story)| (all[r].dispatch.id.as_str(), story)).collect();
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let number = |reading: &&Reading| {
        let next = numbers.len();
        *numbers.entry(of_page[reading.dispatch.id.as_str()]).or_insert(next)
    };
    all.iter().map(number).collect()
}

/// Dispatches in the order of (published, id, text), each once.
fn in_order(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.sort_by(order);
    readings.dedup_by(|a, b| a.dispatch.id == b.dispatch.id && a.dispatch.sha256 == b.dispatch.sha256);
    readings
}

/// By time, id and text.
fn order(a: &Reading, b: &Reading) -> Ordering {
    let key = |r: &Reading| r.dispatch.published.sort_key();
    let (x, y) = (&a.dispatch, &b.dispatch);
    key(a).cmp(&key(b)).then_with(|| (&x.id, &x.sha256).cmp(&(&y.id, &y.sha256)))
}

/// The support of a claim: denials and demands state it as well as assertions do, since the claim is what they say.
fn support(claim: &Claim, kinds: &[Kind], voices: &Voices) -> Support {
    let chains: Vec<&[usize]> = claim.statements.iter().map(|s| s.chain.as_slice()).collect();
    support::support(&chains, kinds, &voices.may_be)
}

fn kind(kind: VoiceKind) -> Kind {
    match kind {
        VoiceKind::Person | VoiceKind::Institution | VoiceKind::Document => Kind::OnRecord,
        VoiceKind::Unnamed => Kind::Unnamed,
        VoiceKind::Outlet | VoiceKind::Agency | VoiceKind::Group => Kind::Relay,
    }
}

/// By stories, in each in the order of time (those without one last), then of the first statement.
fn sort(claims: &mut Vec<Claim>) {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&c| {
        let claim = &claims[c];
        (claim.story, claim.when.is_none(), claim.when.clone(), c)
    });
    let mut place = vec![0; claims.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    for claim in claims.iter_mut() {
        for other in &mut claim.contradicts {
            *other = place[*other];
        }
        claim.contradicts.sort_unstable();
    }
    let mut keyed: Vec<(usize, Claim)> = place.into_iter().zip(claims.drain(..)).collect();
    keyed.sort_by_key(|(place, _)| *place);
    claims.extend(keyed.into_iter().map(|(_, claim)| claim));
}

fn collect(readings: &[&Reading], story_of: &[usize], claims: &[Claim]) -> Vec<Story> {
    let count = story_of.iter().max().map_or(0, |last| last + 1);
    let mut stories = vec![Story::default(); count];
    for (reading, &story) in story_of.iter().enumerate() {
        let story = &mut stories[story];
        story.readings.push(reading);
        if story.title.is_none() {
            story.title.clone_from(&readings[reading].dispatch.title);
        }
    }
    for (i, claim) in claims.iter().enumerate() {
        stories[claim.story].claims.push(i);
    }
    stories
}
