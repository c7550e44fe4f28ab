//! Many documents, all stages: the trace.

use crate::attribute::VoiceKind;
use crate::claim::{self, Claim};
use crate::reading::Reading;
use crate::reuse::{self, Copy};
use crate::story;
use crate::support::{self, Kind, Support};
use crate::voices::{self, Voices};

/// What many dispatches say, on whose word, and on how many independent voices it rests.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The dispatches, in the order of (published, id).
    pub readings: Vec<Reading>,
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

impl Trace {
    /// Traces readings. Their order does not matter; of two of one dispatch and one text, the first is kept.
    pub fn of(readings: Vec<Reading>) -> Trace {
        let readings = in_order(readings);
        let all: Vec<&Reading> = readings.iter().collect();
        let copies = reuse::copies(&all);
        let stories = story::stories(&all, &copies);
        let pairs = voices::align::pairs(&all, &copies);
        let voices = voices::voices(&all, &stories, &copies, &pairs);
        let mut claims = claim::claims(&all, &stories, &copies, &pairs, &voices);
        sort(&mut claims);
        let kinds: Vec<Kind> = voices.voices.iter().map(|v| kind(v.kind)).collect();
        let supports = claims.iter().map(|c| support(c, &kinds, &voices)).collect();
        let stories = collect(&all, &stories, &claims);
        Trace { readings, stories, copies, voices, claims, supports }
    }
}

/// Dispatches in the order of (published, id, text), each once.
fn in_order(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.sort_by(|a, b| {
        let key = |r: &Reading| (r.dispatch.published.sort_key(), r.dispatch.id.clone(), r.dispatch.sha256.clone());
        key(a).cmp(&key(b))
    });
    readings.dedup_by(|a, b| a.dispatch.id == b.dispatch.id && a.dispatch.sha256 == b.dispatch.sha256);
    readings
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
