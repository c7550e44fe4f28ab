//! A dispatch, as `selon extract` prints it.

use serde::Serialize;

use super::Points;
use crate::extract::{Caption, Dispatch, Origin, PageKind, Role, Why};
use crate::known::{self, Known, Tie};

/// One line of `selon extract`.
#[derive(Debug, Clone, Serialize)]
pub struct DispatchView<'a> {
    /// The file, as given.
    pub path: &'a str,
    /// Its name: canonical address, or hash.
    pub id: &'a str,
    /// Canonical address.
    pub url: Option<&'a str>,
    /// SHA-256 of the bytes.
    pub sha256: &'a str,
    /// The name that readers know.
    pub outlet: Option<&'a str>,
    /// Whose the outlet is, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet_tie: Option<TieView<'a>>,
    /// Agencies that sign it.
    pub agencies: &'a [String],
    /// Writers.
    pub authors: &'a [String],
    /// ISO 639-1.
    pub lang: Option<String>,
    /// First publication, local time with its offset where known.
    pub published: Option<String>,
    /// Last change.
    pub modified: Option<String>,
    /// The headline.
    pub title: Option<&'a str>,
    /// The place it is written from.
    pub dateline: Option<&'a str>,
    /// The article.
    pub text: &'a str,
    /// Its blocks.
    pub blocks: Vec<BlockView>,
    /// Captions of pictures.
    pub captions: &'a [Caption],
    /// Tags.
    pub tags: &'a [String],
    /// What kind of page it was.
    pub kind: PageKind,
    /// What selon was not sure of.
    pub doubts: Vec<String>,
}

/// The owner of an outlet, or the state it is tied to.
#[derive(Debug, Clone, Serialize)]
pub struct TieView<'a> {
    /// The owner, or the state.
    pub to: &'a str,
    /// When that was so.
    pub as_of: Option<&'a str>,
    /// Who says so.
    pub source: Option<&'a str>,
}

/// One object of `selon outlets --json`.
#[derive(Debug, Clone, Serialize)]
pub struct OutletView<'a> {
    /// The name it goes by.
    pub name: &'a str,
    /// ISO 3166.
    pub country: Option<&'a str>,
    /// Paper, magazine, radio, tv, web.
    pub sort: Option<&'a str>,
    /// Other names.
    pub aliases: &'a [&'a str],
    /// Its domain.
    pub domain: Option<&'a str>,
    /// Whose it is.
    pub tie: Option<TieView<'a>>,
}

/// What is known of an outlet.
pub fn outlet(known: &Known) -> OutletView<'_> {
    OutletView {
        name: known.name,
        country: known.country,
        sort: known.sort,
        aliases: &known.aliases,
        domain: known.domain,
        tie: known.tie.map(tie),
    }
}

fn tie(tie: Tie) -> TieView<'static> {
    TieView { to: tie.to, as_of: tie.as_of, source: tie.source }
}

/// One block of the text.
#[derive(Debug, Clone, Serialize)]
pub struct BlockView {
    /// What it is.
    pub role: Role,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
}

/// A dispatch read from `path`.
pub fn dispatch<'a>(path: &'a str, dispatch: &'a Dispatch) -> DispatchView<'a> {
    let text = &dispatch.text;
    let blocks = dispatch.blocks.iter().map(|b| {
        let Points(start, end) = Points::of(text, b.span);
        BlockView { role: b.role, start, end }
    });
    let time = |when: crate::when::When| Some(when.to_string()).filter(|s| !s.is_empty());
    DispatchView {
        path,
        id: &dispatch.id,
        url: dispatch.url.as_deref(),
        sha256: &dispatch.sha256,
        outlet: dispatch.outlet.as_deref(),
        outlet_tie: dispatch.outlet.as_deref().and_then(known::outlet).and_then(|k| k.tie).map(tie),
        agencies: &dispatch.agencies,
        authors: &dispatch.authors,
        lang: dispatch.lang.map(|l| l.to_string()),
        published: time(dispatch.published.without_seconds()),
        modified: time(dispatch.modified.without_seconds()),
        title: dispatch.title.as_deref(),
        dateline: dispatch.dateline.as_deref(),
        text: text.as_str(),
        blocks: blocks.collect(),
        captions: &dispatch.captions,
        tags: &dispatch.tags,
        kind: dispatch.kind,
        doubts: dispatch.doubts.iter().map(ToString::to_string).collect(),
    }
}

/// One line of `selon extract --why`: a dispatch, and which part of the page each of its fields came from.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainedView<'a> {
    /// The dispatch.
    #[serde(flatten)]
    pub dispatch: DispatchView<'a>,
    /// What was weighed, field by field.
    pub why: Vec<ReasonView<'a>>,
    /// What each piece of the page was taken for.
    pub pieces: Vec<PartView<'a>>,
}

/// One thing that was weighed for a field.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonView<'a> {
    /// The field.
    pub field: &'a str,
    /// What stands there.
    pub value: &'a str,
    /// Where it stands.
    pub from: &'a Origin,
    /// Whether the field has this value.
    pub taken: bool,
    /// Why, or why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
}

/// A piece of the page.
#[derive(Debug, Clone, Serialize)]
pub struct PartView<'a> {
    /// What it was taken for.
    pub role: Role,
    /// Where it stands on the page.
    pub from: &'a Origin,
    /// Its first words.
    pub words: &'a str,
    /// Where it stands in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Points>,
}

/// A dispatch read from `path`, with the reasons of its fields.
pub fn explained<'a>(path: &'a str, dispatch: &'a Dispatch, why: &'a Why) -> ExplainedView<'a> {
    let reasons = why.reasons.iter().map(|r| ReasonView {
        field: r.field,
        value: &r.value,
        from: &r.origin,
        taken: r.taken,
        note: r.note.as_deref(),
    });
    let parts = why.pieces.iter().map(|p| PartView {
        role: p.role,
        from: &p.origin,
        words: &p.words,
        span: p.span.map(|span| Points::of(&dispatch.text, span)),
    });
    ExplainedView { dispatch: self::dispatch(path, dispatch), why: reasons.collect(), pieces: parts.collect() }
}
