//! Quotations that go on without a tag of their own: « S1 », a dit X. « S2 »

use super::Report;
use super::content::SPEECH;
use crate::attribute::words::Words;

/// Adds quotations that no report holds to the report of the sentence before them, where they carry it on.
pub(super) fn carry_on(words: &Words, reports: &mut [Report]) {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|&i| (reports[i].first(), i));
    let mut next = 0;
    let mut last: Option<usize> = None;
    for quotation in words.segments.quotations.iter().filter(|q| q.depth == 0) {
        let tokens = words.tokens(quotation.span);
        while next < order.len() && reports[order[next]].first() < tokens.start {
            last = Some(order[next]);
            next += 1;
        }
        if tokens.len() < SPEECH || !opens_sentence(words, tokens.start) {
            continue;
        }
        let near = order[next.saturating_sub(6)..order.len().min(next + 6)]
            .iter()
            .flat_map(|&i| reports[i].content.iter().chain(&reports[i].cue))
            .any(|r| r.start < tokens.end && tokens.start < r.end);
        let Some(before) = last.filter(|_| !near) else { continue };
        let report = &reports[before];
        let spoken = report.content.iter().any(|c| words.quotation(c.start).is_some());
        let end = report.content.iter().chain(&report.cue).map(|r| r.end).max().unwrap_or(0).max(report.source.end);
        let sentences = words.segments.sentences.as_slice();
        let gap = sentence_of(words, tokens.start).saturating_sub(sentence_of(words, end.saturating_sub(1)));
        let block = |at: usize| sentences.get(sentence_of(words, at)).map_or(0, |s| s.block);
        let same_block = block(tokens.start) == block(end.saturating_sub(1));
        if spoken && (gap <= 1 || same_block && gap <= 2) {
            reports[before].content.push(tokens);
        }
    }
}

fn opens_sentence(words: &Words, at: usize) -> bool {
    let sentence = sentence_of(words, at);
    words.segments.sentences.get(sentence).is_some_and(|s| s.tokens.start == at)
}

fn sentence_of(words: &Words, at: usize) -> usize {
    words.segments.sentences.partition_point(|s| s.tokens.end <= at)
}
