//! The marks of a document, as `selon annotate` prints them.

use serde::Serialize;

use super::Points;
use crate::annotate::name::Kind;
use crate::annotate::place::Candidate;
use crate::annotate::time::Alternative;
use crate::attribute::{Mode, Stance, VoiceKind};
use crate::reading::Reading;
use crate::text::Span;

/// One line of `selon annotate`.
#[derive(Debug, Clone, Serialize)]
pub struct MarksView<'a> {
    /// The caller's name for the document.
    pub id: &'a str,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// Time expressions.
    pub times: Vec<TimeView<'a>>,
    /// Ranges of time.
    pub ranges: Vec<RangeView<'a>>,
    /// Names.
    pub names: Vec<NameView<'a>>,
    /// Place names.
    pub places: Vec<PlaceView<'a>>,
    /// Counts.
    pub figures: Vec<FigureView<'a>>,
    /// Who says what.
    pub attributions: Vec<AttributionView<'a>>,
    /// What selon was not sure of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<String>,
}

/// One time expression.
#[derive(Debug, Clone, Serialize)]
pub struct TimeView<'a> {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Its words.
    pub text: &'a str,
    /// TIMEX3's.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// TIMEX3's.
    pub value: &'a str,
    /// TIMEX3's.
    #[serde(rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<&'a str>,
    /// Inclusive, local time.
    pub earliest: Option<String>,
    /// Exclusive.
    pub latest: Option<String>,
    /// Where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<TimeWhy<'a>>,
}

/// Why a time expression has its value.
#[derive(Debug, Clone, Serialize)]
pub struct TimeWhy<'a> {
    /// The rule of `lang/<code>/time.toml` that found it.
    pub rule: &'a str,
    /// Other values it might have, each with the reason for and against it.
    pub alternatives: &'a [Alternative],
}

/// One range of time.
#[derive(Debug, Clone, Serialize)]
pub struct RangeView<'a> {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// TIMEX3 value; null where open.
    pub begin: Option<&'a str>,
    /// TIMEX3 value, inclusive; null where open.
    pub end_value: Option<&'a str>,
}

/// One name.
#[derive(Debug, Clone, Serialize)]
pub struct NameView<'a> {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Its words.
    pub text: &'a str,
    /// What it names.
    pub kind: Kind,
    /// The fullest name of the same one in the document.
    pub entity: &'a str,
}

/// One place name.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView<'a> {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Its words.
    pub text: &'a str,
    /// Degrees north; null where the place is not known.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames' number.
    pub geonames: Option<u32>,
    /// ISO 3166, two letters.
    pub country: Option<&'a str>,
    /// Where it was asked for: all places that it may be, the likeliest first. Where none is far enough ahead, there is no pin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a [Candidate]>,
}

/// One count.
#[derive(Debug, Clone, Serialize)]
pub struct FigureView<'a> {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Its words.
    pub text: &'a str,
    /// What is counted.
    pub what: &'a str,
    /// At least; null where open.
    pub low: Option<f64>,
    /// At most; null where open.
    pub high: Option<f64>,
    /// Whether the text says that it is rough.
    pub about: bool,
}

/// One attribution.
#[derive(Debug, Clone, Serialize)]
pub struct AttributionView<'a> {
    /// Its number in the document.
    pub id: usize,
    /// Who.
    pub source: Vec<Points>,
    /// The words of saying.
    pub cue: Vec<Points>,
    /// What.
    pub content: Vec<Points>,
    /// The attribution whose content holds this one.
    pub parent: Option<usize>,
    /// `direct`, `indirect`, `mixed`.
    pub mode: &'static str,
    /// `asserts`, `denies`, `doubts`, `asks`, `expects`, `orders`.
    pub stance: &'static str,
    /// The voices named for it, outermost first, each by its fullest name in the document.
    pub chain: Vec<&'a str>,
    /// Whether the last voice has no name.
    pub unnamed: bool,
}

/// The marks of a reading.
pub fn marks(reading: &Reading) -> MarksView<'_> {
    marks_of(reading, false)
}

/// The marks of a reading, with the reasons for the values of times and places.
pub fn marks_with_reasons(reading: &Reading) -> MarksView<'_> {
    marks_of(reading, true)
}

fn marks_of(reading: &Reading, why: bool) -> MarksView<'_> {
    let text = &reading.dispatch.text;
    let at = |span: Span| text.code_points(span);
    let times = reading.marks.times.timexes.iter().map(|t| TimeView {
        start: at(t.span).start,
        end: at(t.span).end,
        text: text.get(t.span),
        kind: t.kind.as_str(),
        value: &t.value,
        modifier: t.modifier.as_deref(),
        earliest: t.earliest.map(|d| d.to_string()),
        latest: t.latest.map(|d| d.to_string()),
        why: why.then(|| TimeWhy { rule: &t.rule, alternatives: &t.alternatives }),
    });
    let ranges = reading.marks.times.ranges.iter().map(|r| RangeView {
        start: at(r.span).start,
        end: at(r.span).end,
        begin: r.begin.as_deref(),
        end_value: r.end.as_deref(),
    });
    let names = reading.marks.names.names.iter().map(|n| NameView {
        start: at(n.span).start,
        end: at(n.span).end,
        text: text.get(n.span),
        kind: n.kind,
        entity: &reading.marks.names.entities[n.entity].name,
    });
    let places = reading.marks.places.iter().map(|p| {
        let pin = p.candidates.first().filter(|_| p.resolved);
        PlaceView {
            start: at(p.span).start,
            end: at(p.span).end,
            text: text.get(p.span),
            lat: pin.map(|c| c.lat),
            lon: pin.map(|c| c.lon),
            geonames: pin.map(|c| c.geonames),
            country: pin.map(|c| c.country.as_str()).filter(|c| !c.is_empty()),
            why: why.then_some(&p.candidates),
        }
    });
    let figures = reading.marks.figures.iter().map(|f| FigureView {
        start: at(f.span).start,
        end: at(f.span).end,
        text: text.get(f.span),
        what: &f.what,
        low: f.low,
        high: f.high,
        about: f.about,
    });
    let voices = &reading.attributions.voices;
    let points = |spans: &[Span]| spans.iter().map(|&s| Points::of(text, s)).collect();
    let attributions = reading.attributions.attributions.iter().enumerate().map(|(id, a)| AttributionView {
        id,
        source: points(&a.source),
        cue: points(&a.cue),
        content: points(&a.content),
        parent: a.parent,
        mode: mode(a.mode),
        stance: stance(a.stance),
        chain: a.chain.iter().map(|&v| voices[v].name.as_str()).collect(),
        unnamed: a.chain.last().is_some_and(|&v| voices[v].kind == VoiceKind::Unnamed),
    });
    MarksView {
        id: &reading.dispatch.id,
        lang: reading.dispatch.lang.map(|l| l.to_string()),
        times: times.collect(),
        ranges: ranges.collect(),
        names: names.collect(),
        places: places.collect(),
        figures: figures.collect(),
        attributions: attributions.collect(),
        doubts: reading.dispatch.doubts.iter().map(ToString::to_string).collect(),
    }
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Direct => "direct",
        Mode::Indirect => "indirect",
        Mode::Mixed => "mixed",
    }
}

fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "asserts",
        Stance::Denies => "denies",
        Stance::Doubts => "doubts",
        Stance::Asks => "asks",
        Stance::Expects => "expects",
        Stance::Orders => "orders",
    }
}
