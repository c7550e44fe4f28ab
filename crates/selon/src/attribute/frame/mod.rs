//! Finds reports: who, by which words, says what. Frames over the tokens of a sentence, driven by the lexicon.
//!
//! What comes out has no chains yet: those are for [`super::chain`], which does not ask who found an attribution.

mod bare;
mod basis;
mod content;
mod group;
mod label;
mod mood;
mod object;
mod order;
mod pointer;
mod preposition;
mod quote;
mod relay;
mod tag;
mod verb;
mod within;

use std::ops::Range;

use super::lexicon::{Class, Grammar};
use super::phrase::{self, SPEAKERS};
use super::words::Words;
use super::{Attribution, Mode, Stance};
use crate::annotate::name::Kind;
use crate::text::Span;

/// No sentence of a news page has more reports than this.
const MAX_PER_SENTENCE: usize = 24;

/// A report, in tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    pub(super) source: Range<usize>,
    pub(super) cue: Vec<Range<usize>>,
    pub(super) content: Vec<Range<usize>>,
    pub(super) stance: Stance,
    /// Whom it is told to: an agency, perhaps.
    pub(super) told: Option<Range<usize>>,
    /// The report, by its index, that relays this one.
    pub(super) via: Option<usize>,
    /// Carries on the report before it.
    pub(super) carries: bool,
    /// The content lies on the left of a tag, which ends here.
    pub(super) tag_end: Option<usize>,
}

impl Report {
    fn first(&self) -> usize {
        let pieces = self.cue.iter().chain(&self.content).map(|r| r.start);
        let all = pieces.chain((!self.source.is_empty()).then_some(self.source.start));
        all.min().unwrap_or(0)
    }

    fn end(&self) -> usize {
        let pieces = self.cue.iter().chain(&self.content).map(|r| r.end);
        pieces.max().unwrap_or(0).max(self.source.end)
    }

    fn cue_start(&self) -> usize {
        self.cue.first().map_or(self.source.start, |r| r.start)
    }
}

/// One sentence, while its reports are found.
pub(super) struct Scene<'w, 'a> {
    pub(super) words: &'w Words<'a>,
    /// Its tokens, without the closing stop.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) reports: Vec<Report>,
    /// Where the last report of the sentences before ends.
    said_until: usize,
}

impl Scene<'_, '_> {
    fn grammar(&self) -> &Grammar {
        &self.words.lexicon.grammar
    }

    /// Whether a phrase can be somebody who says something.
    fn can_speak(&self, phrase: &Range<usize>) -> bool {
        let words = self.words;
        let names =
            |k: usize| words.is_capital(k) && (k > self.from || words.is_capital(k + 1) || words.word(k).len() > 3);
        let common = !self.grammar().capital_nouns;
        let bound = phrase.start..phrase.end.min(phrase.start + phrase::REACH);
        bound.clone().any(|k| {
            words.any(k, &SPEAKERS)
                || words.any(k, &[Class::Pronoun, Class::Title, Class::Impersonal])
                || common
                    && !words.is_time(k)
                    && names(k)
                    && !words.any(k, &[Class::Definite, Class::Indefinite, Class::Possessive, Class::Demonstrative])
        }) || !common
            && bound.clone().any(|k| {
                words.is_person(k)
                    || words.name(k).is_some_and(|(kind, _)| kind == Kind::Organisation)
                    || words.is_capital(k) && words.any(k + 1, &[Class::Link])
                    || words.is_capital(k) && words.is_capital(k + 1)
            })
    }

    fn push(&mut self, report: Report) {
        if self.reports.len() < MAX_PER_SENTENCE && !report.content.is_empty() {
            self.reports.push(report);
        }
    }
}

/// Finds the reports of a dispatch, in the order of the text.
pub(super) fn find(words: &Words) -> Vec<Attribution> {
    let mut all: Vec<Report> = Vec::new();
    for sentence in &words.segments.sentences {
        let Range { start: from, end: mut to } = sentence.tokens;
        while to > from && matches!(words.word(to - 1), "." | "…" | "!" | "?" | "؟") {
            to -= 1;
        }
        let from = words.behind_dateline(from..to);
        let said_until = all.last().map_or(0, Report::end);
        let mut scene = Scene { words, from, to, reports: Vec::new(), said_until };
        scene.verbs();
        scene.unknown_tags();
        scene.introduced_speech();
        scene.whose_words();
        scene.prepositions();
        scene.trim();
        scene.relays();
        scene.moods(all.last());
        if let Some(index) = all.len().checked_sub(1)
            && let Some(basis) = scene.basis(&all[index], index)
        {
            all.push(basis);
        }
        let base = all.len();
        all.extend(scene.reports.into_iter().map(|mut r| {
            r.via = r.via.map(|v| v + base);
            r
        }));
    }
    quote::carry_on(words, &mut all);
    all.extend(label::labels(words));
    finish(words, all)
}

/// Spans, modes and parents.
fn finish(words: &Words, reports: Vec<Report>) -> Vec<Attribution> {
    let spans =
        |ranges: &[Range<usize>]| -> Vec<Span> { ranges.iter().filter_map(|r| words.span(r.start, r.end)).collect() };
    let attributions: Vec<Attribution> = reports
        .iter()
        .map(|report| {
            let source = words.span(report.source.start, report.source.end).map(|s| bare_pronoun(words, s));
            Attribution {
                source: source.into_iter().collect(),
                cue: spans(&report.cue),
                content: spans(&report.content),
                mode: mode(words, &report.content),
                stance: report.stance,
                via: report.via,
                carries: report.carries,
                told: report.told.clone().and_then(|t| words.span(t.start, t.end)),
                ..Attribution::default()
            }
        })
        .collect();
    in_order(attributions).0
}

/// "-t-il" is "il".
fn bare_pronoun(words: &Words, span: Span) -> Span {
    let text = words.dispatch.text.get(span);
    let Some(rest) = text.strip_prefix(['-', '\u{2010}', '\u{2011}']) else { return span };
    let cut = rest.rfind(['-', '\u{2010}', '\u{2011}']).map_or(text.len() - rest.len(), |k| {
        let hyphen = rest[k..].chars().next().map_or(1, char::len_utf8);
        text.len() - rest.len() + k + hyphen
    });
    words.dispatch.text.span(span.start() + cut..span.end())
}

/// By the quotation marks.
fn mode(words: &Words, content: &[Range<usize>]) -> Mode {
    let (mut inside, mut outside) = (0usize, 0usize);
    for range in content {
        let range = range.start..range.end.min(words.len());
        for k in range {
            if words.is_mark(k) {
                continue;
            }
            if words.quotation(k).is_some() { inside += 1 } else { outside += 1 }
        }
    }
    match (inside, outside) {
        (0, _) => Mode::Indirect,
        (_, 0) => Mode::Direct,
        _ => Mode::Mixed,
    }
}

/// Attributions in the order of the text, each with its parent, and where each stood before.
pub(super) fn in_order(attributions: Vec<Attribution>) -> (Vec<Attribution>, Vec<usize>) {
    let begin = |a: &Attribution| pieces(a).map(Span::start).min().unwrap_or(0);
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&i| (begin(&attributions[i]), i));
    let mut place = vec![0; attributions.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut sorted: Vec<Attribution> = order.iter().map(|&i| attributions[i].clone()).collect();
    for attribution in &mut sorted {
        attribution.via = attribution.via.map(|v| place[v]);
    }
    parents(&mut sorted);
    (sorted, order)
}

/// The smallest content that holds an attribution whole is its parent's.
fn parents(attributions: &mut [Attribution]) {
    let size = |a: &Attribution| a.content.iter().map(|s| s.len()).sum::<usize>();
    for child in 0..attributions.len() {
        let lo = child.saturating_sub(MAX_PER_SENTENCE);
        let hi = (child + MAX_PER_SENTENCE).min(attributions.len());
        let holds = |p: &usize| {
            let parent = &attributions[*p];
            *p != child
                && attributions[child].via != Some(*p)
                && pieces(&attributions[child]).all(|s| parent.content.iter().any(|c| c.contains(s)))
                && size(parent) > size(&attributions[child])
        };
        let parent = (lo..hi).filter(holds).min_by_key(|&p| (size(&attributions[p]), p));
        attributions[child].parent = parent;
    }
}

fn pieces(a: &Attribution) -> impl Iterator<Item = Span> {
    a.source.iter().chain(&a.cue).chain(&a.content).copied()
}

/// A range in one piece, where pieces are asked for.
fn piece(start: usize, end: usize) -> Vec<Range<usize>> {
    std::iter::once(start..end).collect()
}
