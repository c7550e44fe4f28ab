//! Copy bars: where passages of a dispatch stand elsewhere.

use std::ops::Range;

use crate::measure;
use crate::picture::{Cell, Picture, Table};
use crate::scale::Scale;
use crate::svg::{Anchor, Svg};
use crate::words::Words;

/// A dispatch and those that share passages with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyBars {
    /// How long it is, in the unit of the passages (code points, say).
    pub length: usize,
    /// Its paragraphs: drawn as a bar, so that places can be found again.
    pub blocks: Vec<Range<usize>>,
    /// The others.
    pub others: Vec<Other>,
}

/// Another dispatch that holds passages of this one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Other {
    /// What it is called: its outlet, say.
    pub name: String,
    /// A short note in the reader's language: "reprint, 2 h later".
    pub note: String,
    /// Whether it was there before: drawn in another tint, with an arrow that says whence.
    pub earlier: bool,
    /// The passages, where they stand in this dispatch.
    pub passages: Vec<Range<usize>>,
    /// Where it leads.
    pub href: Option<String>,
}

const WIDTH: f64 = 760.0;
const LABELS: f64 = 240.0;
const ROW: f64 = 40.0;
const TOP: f64 = 30.0;
const SHARE: f64 = 46.0;
/// So many others are drawn, those that share most.
const ROWS: usize = 40;

/// Draws the bars: this dispatch from its first to its last word, and below it a row for each other one.
pub fn draw(bars: &CopyBars, words: &Words) -> Picture {
    let mut others: Vec<(usize, &Other, Vec<Range<usize>>)> = bars
        .others
        .iter()
        .map(|o| {
            let passages = merged(&o.passages, bars.length);
            (passages.iter().map(Range::len).sum(), o, passages)
        })
        .collect();
    others.sort_by_key(|(shared, other, _)| (!other.earlier, std::cmp::Reverse(*shared)));
    let table = table(bars, &others, words);
    let shown = others.len().min(ROWS);
    let more = others.len() - shown;
    let height = TOP + shown as f64 * ROW + if more > 0 { 28.0 } else { 6.0 };
    let plot = WIDTH - LABELS - SHARE;
    let scale = Scale::new(0.0, bars.length.max(1) as f64, plot);

    let mut svg = Svg::default();
    svg.text("note", 0.0, 14.0, Anchor::Left, words.this_dispatch);
    for block in merged(&bars.blocks, bars.length).iter().take(400) {
        segment(&mut svg, "block", scale, block, 5.0, 10.0);
    }
    for (i, (shared, other, passages)) in others.iter().take(ROWS).enumerate() {
        let top = TOP + i as f64 * ROW;
        svg.line("rule", (0.0, top), (WIDTH, top));
        let arrow = if other.earlier { "→" } else { "←" };
        svg.link(other.href.as_deref(), |svg| {
            svg.group("label", &other.name, |svg| {
                svg.text("name", 0.0, top + 17.0, Anchor::Left, arrow);
                svg.text("name", 18.0, top + 17.0, Anchor::Left, &measure::fit(&other.name, 13.0, LABELS - 34.0));
            });
        });
        svg.text("note", 18.0, top + 32.0, Anchor::Left, &measure::fit(&other.note, 11.0, LABELS - 34.0));
        svg.rect("track", LABELS, top + 13.0, plot, 14.0, 2.0);
        let class = if other.earlier { "passage earlier" } else { "passage" };
        for passage in passages.iter().take(400) {
            segment(&mut svg, class, scale, passage, top + 13.0, 14.0);
        }
        let share = format!("{} %", share(*shared, bars.length));
        svg.text("amount", WIDTH, top + 24.0, Anchor::Right, &share);
    }
    if more > 0 {
        svg.text("note", 0.0, height - 10.0, Anchor::Left, &format!("+ {more} {}", words.more));
    }
    Picture::new("copies", words.passages.to_owned(), (WIDTH, height), svg, table)
}

fn segment(svg: &mut Svg, class: &str, scale: Scale, range: &Range<usize>, y: f64, height: f64) {
    let (from, to) = (scale.at(range.start as f64), scale.at(range.end as f64));
    // A hair's breadth between neighbours, and never so thin that it is not seen.
    svg.rect(class, LABELS + from, y, (to - from - 1.0).max(1.5), height, 1.0);
}

/// Ranges in order, cut to the text, those that touch as one.
fn merged(ranges: &[Range<usize>], length: usize) -> Vec<Range<usize>> {
    let cut = ranges.iter().map(|r| r.start.min(length)..r.end.min(length)).filter(|r| r.start < r.end);
    let mut sorted: Vec<Range<usize>> = cut.collect();
    sorted.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in sorted {
        match out.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn share(shared: usize, length: usize) -> usize {
    (shared * 100 + length / 2) / length.max(1)
}

fn table(bars: &CopyBars, others: &[(usize, &Other, Vec<Range<usize>>)], words: &Words) -> Table {
    let mut table = Table::new(&[words.dispatch, words.kind, words.passages, words.shared, words.characters]);
    for (shared, other, passages) in others {
        table.row(|| {
            let shown = passages.iter().take(12).map(|p| format!("{}–{}", p.start, p.end));
            let mut places = shown.collect::<Vec<_>>().join(", ");
            if passages.len() > 12 {
                places += ", …";
            }
            vec![
                Cell::link(other.name.clone(), other.href.as_deref()),
                other.note.as_str().into(),
                Cell::number(passages.len().to_string()),
                Cell::number(format!("{} %", share(*shared, bars.length))),
                places.into(),
            ]
        });
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_counts_once_and_what_lies_outside_not_at_all() {
        assert_eq!(merged(&[5..9, 0..6, 20..30, 40..50], 25), [0..9, 20..25]);
        assert_eq!(share(14, 25), 56);
        assert_eq!(share(1, 0), 100);
    }
}
