//! A trace, as `selon trace --json` prints it.

use serde::Serialize;

use super::Points;
use crate::attribute::VoiceKind;
use crate::claim::{Bound, Claim};
use crate::reuse::CopyKind;
use crate::trace::Trace;

/// The whole trace: one object.
#[derive(Debug, Clone, Serialize)]
pub struct TraceView<'a> {
    /// Names the shape of this output.
    pub schema: &'static str,
    /// selon's version.
    pub selon: &'static str,
    /// The dispatches.
    pub dispatches: Vec<DispatchRow<'a>>,
    /// The voices.
    pub voices: Vec<VoiceRow<'a>>,
    /// The claims.
    pub claims: Vec<ClaimView<'a>>,
    /// The stories.
    pub stories: Vec<StoryRow<'a>>,
}

/// One dispatch.
#[derive(Debug, Clone, Serialize)]
pub struct DispatchRow<'a> {
    /// Its name in this output.
    pub id: String,
    /// The file it was read from.
    pub path: &'a str,
    /// Canonical address.
    pub url: Option<&'a str>,
    /// SHA-256 of the bytes.
    pub sha256: &'a str,
    /// A voice.
    pub outlet: Option<String>,
    /// Voices.
    pub agencies: Vec<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// Local time as printed.
    pub published: Option<String>,
    /// The headline.
    pub title: Option<&'a str>,
    /// The article.
    pub text: &'a str,
    /// What it is taken from.
    pub copies: Vec<CopyView>,
    /// Whether a later version of it is there as well.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub earlier: bool,
}

/// One copy.
#[derive(Debug, Clone, Serialize)]
pub struct CopyView {
    /// The dispatch it is taken from.
    pub of: String,
    /// How.
    pub kind: CopyKind,
    /// Why selon thinks so.
    pub reasons: Vec<String>,
    /// Passages.
    pub passages: Vec<PassageView>,
}

/// One passage.
#[derive(Debug, Clone, Serialize)]
pub struct PassageView {
    /// In this dispatch.
    pub start: usize,
    /// In this dispatch.
    pub end: usize,
    /// In the other one.
    pub of_start: usize,
    /// In the other one.
    pub of_end: usize,
}

/// One voice.
#[derive(Debug, Clone, Serialize)]
pub struct VoiceRow<'a> {
    /// Its name in this output.
    pub id: String,
    /// Its fullest name, or its description.
    pub name: &'a str,
    /// Its other names.
    pub aliases: &'a [String],
    /// What it is.
    pub kind: VoiceKind,
    /// Whether it has no name.
    pub unnamed: bool,
    /// Who quotes it, where it has no name.
    pub of: Option<String>,
    /// Unnamed sources that could be the same one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_be: Vec<String>,
}

/// One claim.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimView<'a> {
    /// Its name in this output.
    pub id: String,
    /// The words of its best statement.
    pub gist: &'a str,
    /// When: `YYYY[-MM[-DD]]`, `A/B`, `A/..`, `../B`.
    pub when: Option<&'a str>,
    /// Its numbers.
    pub figures: Vec<FigureRow<'a>>,
    /// The passages that state it.
    pub statements: Vec<StatementRow>,
    /// On how many voices it rests.
    pub support: SupportView,
    /// How many independent lines vouch that those on record said so.
    pub witnesses: usize,
    /// The voices it rests on.
    pub rests_on: Vec<String>,
    /// Whether some voices cite one another in a ring.
    pub circular: bool,
    /// Claims that cannot be true where this one is.
    pub contradicts: Vec<String>,
}

/// Support.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SupportView {
    /// Unnamed sources that may be one counted as one.
    pub low: usize,
    /// Each unnamed source counted apart.
    pub high: usize,
}

/// One number.
#[derive(Debug, Clone, Serialize)]
pub struct FigureRow<'a> {
    /// What is counted.
    pub what: &'a str,
    /// How many.
    pub value: f64,
    /// `exact`, `at_least`, `at_most`, `about`.
    pub bound: &'static str,
}

/// One statement.
#[derive(Debug, Clone, Serialize)]
pub struct StatementRow {
    /// Which dispatch.
    pub dispatch: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Voices, the outlet first.
    pub chain: Vec<String>,
    /// Whether a later version of the dispatch has these words no more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// What it says, where a user put that in words of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

/// One story.
#[derive(Debug, Clone, Serialize)]
pub struct StoryRow<'a> {
    /// Its name in this output.
    pub id: String,
    /// The headline of its first dispatch.
    pub title: Option<&'a str>,
    /// Its dispatches.
    pub dispatches: Vec<String>,
    /// Its claims.
    pub claims: Vec<String>,
}

/// A trace; `path` gives the file of each reading.
pub fn trace<'a>(trace: &'a Trace, path: impl Fn(&'a str) -> &'a str) -> TraceView<'a> {
    let voice = |v: usize| format!("v{}", v + 1);
    let dispatch = |d: usize| format!("d{}", d + 1);
    let claim = |c: usize| format!("c{}", c + 1);
    let dispatches = trace.readings.iter().enumerate().map(|(i, reading)| {
        let d = &reading.dispatch;
        let of = &trace.voices.of_reading[i];
        let agencies = reading.attributions.voices.iter().zip(of).skip(1).filter(|(v, _)| d.agencies.contains(&v.name));
        DispatchRow {
            id: dispatch(i),
            path: path(&d.id),
            url: d.url.as_deref(),
            sha256: &d.sha256,
            outlet: of.first().copied().map(voice),
            agencies: agencies.map(|(_, &known)| voice(known)).collect(),
            lang: d.lang.map(|l| l.to_string()),
            published: Some(d.published.without_seconds().to_string()).filter(|p| !p.is_empty()),
            title: d.title.as_deref(),
            text: d.text.as_str(),
            copies: copies(trace, i),
            earlier: trace.earlier[i],
        }
    });
    let voices = trace.voices.voices.iter().enumerate().map(|(i, v)| VoiceRow {
        id: voice(i),
        name: &v.name,
        aliases: &v.aliases,
        kind: v.kind,
        unnamed: v.kind == VoiceKind::Unnamed,
        of: v.of.map(voice),
        may_be: trace.voices.could_be(i).map(voice).collect(),
    });
    let claims = trace.claims.iter().zip(&trace.supports).enumerate().map(|(i, (c, support))| ClaimView {
        id: claim(i),
        gist: gist(trace, c),
        when: c.when.as_deref(),
        figures: c.figures.iter().map(|f| FigureRow { what: &f.what, value: f.value, bound: bound(f.bound) }).collect(),
        statements: c
            .statements
            .iter()
            .map(|s| {
                let Points(start, end) = Points::of(&trace.readings[s.reading].dispatch.text, s.span);
                let chain = s.chain.iter().copied().map(voice).collect();
                let withdrawn = trace.earlier[s.reading];
                let says = s.says.clone();
                StatementRow { dispatch: dispatch(s.reading), start, end, chain, withdrawn, says }
            })
            .collect(),
        support: SupportView { low: support.low, high: support.high },
        witnesses: support.witnesses,
        rests_on: support.rests_on.iter().copied().map(voice).collect(),
        circular: support.circular,
        contradicts: c.contradicts.iter().copied().map(claim).collect(),
    });
    let stories = trace.stories.iter().enumerate().map(|(i, s)| StoryRow {
        id: format!("s{}", i + 1),
        title: s.title.as_deref(),
        dispatches: s.readings.iter().copied().map(dispatch).collect(),
        claims: s.claims.iter().copied().map(claim).collect(),
    });
    TraceView {
        schema: "selon/trace/1",
        selon: crate::VERSION,
        dispatches: dispatches.collect(),
        voices: voices.collect(),
        claims: claims.collect(),
        stories: stories.collect(),
    }
}

/// The words of a claim's best statement.
pub fn gist<'a>(trace: &'a Trace, claim: &'a Claim) -> &'a str {
    let best = &claim.statements[claim.gist];
    best.says.as_deref().unwrap_or_else(|| trace.readings[best.reading].dispatch.text.get(best.span))
}

fn copies(trace: &Trace, of: usize) -> Vec<CopyView> {
    let own = trace.copies.iter().filter(|c| c.of == of);
    own.map(|copy| {
        let (here, there) = (&trace.readings[of].dispatch.text, &trace.readings[copy.from].dispatch.text);
        let passages = copy.passages.iter().map(|&(a, b)| {
            let (Points(start, end), Points(of_start, of_end)) = (Points::of(here, a), Points::of(there, b));
            PassageView { start, end, of_start, of_end }
        });
        CopyView {
            of: format!("d{}", copy.from + 1),
            kind: copy.kind,
            reasons: copy.reasons.clone(),
            passages: passages.collect(),
        }
    })
    .collect()
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "exact",
        Bound::AtLeast => "at_least",
        Bound::AtMost => "at_most",
        Bound::About => "about",
    }
}
