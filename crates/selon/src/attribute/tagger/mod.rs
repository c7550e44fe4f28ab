//! The learned tagger: finds sources, cues and contents where a grammar cannot say where they end.
//!
//! Two passes over each paragraph. The first labels every token as part of a source, a cue, a content or none of them (a
//! linear-chain conditional random field over hashed features), and gives the cues. The second looks at each cue alone
//! and labels the tokens around it as its source and its content, with the labels of the first among its features; so
//! two cues may share a source, and nothing must be linked afterwards. There is no parser and no network.
//!
//! Learned by `cargo xtask train` from annotated dispatches; the models lie in `selon-data`, each with a card.

pub mod feature;
pub mod first;
pub mod model;
pub mod paragraph;
pub mod second;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use crate::crf::chain;

use feature::Features;
use model::{FIRST, Model, SECOND};
use paragraph::Paragraph;
use second::Found;

use super::{Attribution, Mode};
use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// The attributions of a dispatch; nothing where no model speaks its language.
pub fn find(dispatch: &Dispatch, segments: &Segments) -> Option<Tagged> {
    let model = Model::read(selon_data::attribution_model(dispatch.lang?.code())?)?;
    Some(Tagged { attributions: find_with(&model, dispatch, segments), leads: model.leads })
}

/// What a tagger found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// In the order of the text. Only source, cue, content and mode are set.
    pub attributions: Vec<Attribution>,
    /// See [`Model::leads`].
    pub leads: bool,
}

/// The attributions that a model finds.
pub fn find_with(model: &Model, dispatch: &Dispatch, segments: &Segments) -> Vec<Attribution> {
    let mut attributions = Vec::new();
    for paragraph in Paragraph::known(dispatch, segments, model) {
        let (scores, posterior) = first_pass(model, &paragraph);
        let cues = cues(&posterior, model.threshold);
        if cues.is_empty() {
            continue;
        }
        let found = found(model, &scores, &posterior);
        for cue in cues {
            let roles = roles(model, &paragraph, &found, &cue);
            let spans = |begin: u8| -> Vec<Span> {
                runs(&roles.1, begin)
                    .into_iter()
                    .map(|r| tokens(segments, &paragraph, roles.0 + r.start..roles.0 + r.end))
                    .collect()
            };
            let (source, content) = (spans(1), spans(3));
            if content.is_empty() {
                continue;
            }
            let mode = mode(segments, &content);
            let cue = vec![tokens(segments, &paragraph, cue)];
            attributions.push(Attribution { source, cue, content, mode, ..Attribution::default() });
        }
    }
    attributions
}

fn tokens(segments: &Segments, paragraph: &Paragraph, tokens: Range<usize>) -> Span {
    let at = |i: usize| segments.tokens[paragraph.tokens.start + i].span;
    at(tokens.start).cover(at(tokens.end - 1))
}

/// The scores and the probability of every label.
pub fn first_pass(model: &Model, paragraph: &Paragraph) -> (Vec<[f32; FIRST]>, Vec<[f32; FIRST]>) {
    let view = first::View::new(paragraph);
    let mut features = Features::default();
    let scores: Vec<[f32; FIRST]> = (0..paragraph.seen.len())
        .map(|i| {
            view.features(i, &mut features);
            model.first.scores(&features.0)
        })
        .collect();
    let posterior = model.first_chain.posterior(&scores, |_, _, _, _| {});
    (scores, posterior)
}

/// The best labels of the first pass, with how sure they are.
pub fn found(model: &Model, scores: &[[f32; FIRST]], posterior: &[[f32; FIRST]]) -> Found {
    Found::new(model.first_chain.best(scores), posterior)
}

/// Where a cue begins with this probability, and how far it reaches.
pub fn cues(posterior: &[[f32; FIRST]], threshold: f32) -> Vec<Range<usize>> {
    let (begin, inside) = (usize::from(second::CUE), usize::from(second::CUE) + 1);
    let mut cues: Vec<Range<usize>> = Vec::new();
    for i in 0..posterior.len() {
        if posterior[i][begin] < threshold || cues.last().is_some_and(|c| i < c.end) {
            continue;
        }
        let mut end = i + 1;
        // It goes on where that is more likely than not, given that a cue stands here.
        let mut reaches = posterior[i][begin] + posterior[i][inside];
        while end < posterior.len() && posterior[end][inside] > 0.5 * reaches {
            reaches = reaches.min(posterior[end][inside]);
            end += 1;
        }
        cues.push(i..end);
    }
    cues
}

/// The labels of the second pass around a cue, and where they begin.
fn roles(model: &Model, paragraph: &Paragraph, found: &Found, cue: &Range<usize>) -> (usize, Vec<u8>) {
    let around = second::Around::new(paragraph, found, cue.clone());
    let window = around.window();
    let mut features = Features::default();
    let scores: Vec<[f32; SECOND]> = window
        .clone()
        .map(|i| {
            if cue.contains(&i) {
                return [0.0, -50.0, -50.0, -50.0, -50.0];
            }
            around.features(i, &mut features);
            model.second.scores(&features.0)
        })
        .collect();
    (window.start, model.second_chain.best(&scores))
}

/// The stretches of one label and its inside.
pub fn runs(labels: &[u8], begin: u8) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        if label == begin {
            runs.push(i..i + 1);
        } else if label == begin + 1
            && let Some(run) = runs.last_mut().filter(|r| r.end == i)
        {
            run.end = i + 1;
        }
    }
    runs
}

/// Whether the words of a content are the source's own, by the quotation marks.
fn mode(segments: &Segments, content: &[Span]) -> Mode {
    let quotations = content.iter().map(|span| {
        let from = segments.quotations.partition_point(|q| q.span.start() <= span.start());
        // Outer ones stand before those inside them, so that the nearest that holds the span is not far.
        let before = || segments.quotations[..from].iter().rev().take(8);
        let whole = before().any(|q| q.span.contains(*span));
        let part = before().chain(segments.quotations.get(from)).any(|q| q.span.overlaps(*span));
        (whole, whole || part)
    });
    let (direct, mixed) = quotations.fold((true, false), |(all, any), (whole, part)| (all && whole, any || part));
    match (direct, mixed) {
        (true, _) => Mode::Direct,
        (_, true) => Mode::Mixed,
        _ => Mode::Indirect,
    }
}
