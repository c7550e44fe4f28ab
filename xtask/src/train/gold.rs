//! Annotated dispatches: `bench/attribution`'s form.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use selon::attribute::tagger::second::{CONTENT, CUE, SOURCE};
use selon::segment::{Segments, segment};
use selon::{Dispatch, Document};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    #[serde(flatten)]
    document: Document,
    attributions: Vec<Spans>,
}

#[derive(Deserialize)]
struct Spans {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// A dispatch with what people marked in it.
pub(super) struct Gold {
    pub dispatch: Dispatch,
    pub segments: Segments,
    /// The label of each token in the first pass.
    pub labels: Vec<u8>,
    pub attributions: Vec<Roles>,
}

/// An attribution, in tokens.
pub(super) struct Roles {
    pub source: Vec<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
}

/// Reads a file of annotated dispatches.
pub(super) fn read(path: &Path) -> Result<Vec<Gold>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| Ok(gold(serde_json::from_str(l)?))).collect()
}

fn gold(line: Line) -> Gold {
    let dispatch = Dispatch::from(&line.document);
    let segments = segment(&dispatch);
    let tokens = |spans: &[(usize, usize)]| -> Vec<Range<usize>> {
        let touched = |&(start, end): &(usize, usize)| {
            let span = dispatch.text.span_of_code_points(start..end);
            let from = segments.tokens.partition_point(|t| t.span.end() <= span.start());
            from..segments.tokens.partition_point(|t| t.span.start() < span.end())
        };
        spans.iter().map(touched).filter(|r| !r.is_empty()).collect()
    };
    let attributions: Vec<Roles> = line
        .attributions
        .iter()
        .map(|a| Roles { source: tokens(&a.source), cue: tokens(&a.cue), content: tokens(&a.content) })
        .collect();
    let mut labels = vec![0; segments.tokens.len()];
    for a in &attributions {
        for (begin, spans) in [(SOURCE, &a.source), (CUE, &a.cue), (CONTENT, &a.content)] {
            for span in spans {
                mark(&mut labels, span, begin);
            }
        }
    }
    Gold { dispatch, segments, labels, attributions }
}

/// Labels a span, where no other stands already.
pub(super) fn mark(labels: &mut [u8], span: &Range<usize>, begin: u8) {
    if labels[span.clone()].iter().all(|&l| l == 0) {
        labels[span.clone()].fill(begin + 1);
        labels[span.start] = begin;
    }
}
