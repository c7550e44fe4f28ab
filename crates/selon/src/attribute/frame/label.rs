//! Interviews: "Anna Roz : S." before each answer, "A. R. : S." from the second on.

use std::ops::Range;

use super::{Report, piece};
use crate::attribute::speaker;
use crate::attribute::words::Words;

/// The reports of paragraphs that begin with who speaks and a colon. What follows is all theirs.
pub(super) fn labels(words: &Words) -> Vec<Report> {
    let mut reports = Vec::new();
    let mut sentences = words.segments.sentences.iter().peekable();
    while let Some(first) = sentences.next() {
        let mut end = first.tokens.end;
        while let Some(next) = sentences.next_if(|s| s.block == first.block) {
            end = next.tokens.end;
        }
        let start = first.tokens.start;
        let Some(source) = label(words, start, end) else { continue };
        let colon = (source.end..end).find(|&k| words.word(k) == ":").unwrap_or(end);
        let said = colon + 1..end;
        if said.len() > 3 && !words.opens(said.start) {
            reports.push(Report { source, cue: piece(colon, colon + 1), content: vec![said], ..Report::default() });
        }
    }
    reports
}

/// Who speaks: the name of a person, who may be told apart behind a comma, or initials; then the colon.
fn label(words: &Words, start: usize, end: usize) -> Option<Range<usize>> {
    let near = end.min(start + 12);
    let colon = (start + 1..near).find(|&k| words.word(k) == ":")?;
    if let Some(name) = words.person(start).filter(|n| n.end <= colon) {
        let apart = name.end == colon || words.is_comma(name.end);
        return apart.then_some(start..colon);
    }
    let initial = |k: usize| words.written(k).ends_with('.') && words.written(k).chars().count() == 2;
    let initials = (2..=3).contains(&(colon - start)) && (start..colon).all(|k| initial(k) && words.is_capital(k));
    (initials && speaker::run(words, start, colon).is_some()).then_some(start..colon)
}
