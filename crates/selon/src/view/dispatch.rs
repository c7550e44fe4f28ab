//! A dispatch, as `selon extract` prints it.

use serde::Serialize;

use super::Points;
use crate::extract::{Caption, Dispatch, PageKind, Role};

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
