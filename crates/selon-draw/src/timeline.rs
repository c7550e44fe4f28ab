//! The timeline of a story: what is said to have happened, beside when it was reported.

use crate::measure;
use crate::picture::{Cell, Picture, Table};
use crate::scale::Scale;
use crate::svg::{Anchor, Path, Svg};
use crate::when::{Stretch, say, ticks};
use crate::words::Words;

/// Something that is said to have happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// What: the words of the claim.
    pub what: String,
    /// When it is said to have happened.
    pub happened: Option<Stretch>,
    /// When it was reported, once for each dispatch.
    pub reported: Vec<Stretch>,
    /// How many dispatches report it; there may be more of them than times.
    pub pages: usize,
    /// A short note, in the reader's language: "12 pages · rests on 1".
    pub note: String,
    /// Whether claims contradict it: drawn with a mark.
    pub disputed: bool,
    /// Where it leads.
    pub href: Option<String>,
}

const WIDTH: f64 = 960.0;
const LABELS: f64 = 352.0;
const LEFT: f64 = LABELS + 16.0;
const RIGHT: f64 = 24.0;
const ROW: f64 = 46.0;
const TOP: f64 = 46.0;
/// So many events are drawn.
const ROWS: usize = 60;

/// Draws the timeline: a row for each event, a bar for when it is said to have happened, a tick for each report.
pub fn draw(events: &[Event], words: &Words) -> Picture {
    let mut rows: Vec<&Event> = events.iter().collect();
    let key = |e: &Event| {
        let first = e.reported.iter().filter_map(|r| r.begin()).fold(f64::INFINITY, f64::min);
        (e.happened.and_then(Stretch::begin).unwrap_or(first), first)
    };
    rows.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let table = table(&rows, words);
    let axis = axis(&rows);
    let shown = rows.len().min(ROWS);
    let left_out = rows.len() - shown;
    let bottom = TOP + shown as f64 * ROW;
    let height = bottom + if left_out > 0 { 30.0 } else { 10.0 };

    let mut svg = Svg::default();
    let scale = Scale::new(axis.0, axis.1, WIDTH - LEFT - RIGHT);
    svg.text("axis-name", 0.0, 14.0, Anchor::Left, words.claim);
    legend(&mut svg, words);
    for tick in ticks(scale.from(), scale.to(), 8, words) {
        let x = LEFT + scale.at(tick.at);
        svg.line("grid", (x, TOP - 4.0), (x, bottom));
        let half = measure::width(&tick.label, 11.0) / 2.0;
        svg.text("tick", x.clamp(LEFT + half - 14.0, WIDTH - half), TOP - 9.0, Anchor::Middle, &tick.label);
    }
    for (i, event) in rows.iter().take(ROWS).enumerate() {
        draw_row(&mut svg, event, TOP + i as f64 * ROW, scale, words);
    }
    if left_out > 0 {
        svg.text("note", 0.0, bottom + 20.0, Anchor::Left, &format!("+ {left_out} {}", words.more));
    }
    Picture::new("timeline", words.timeline.to_owned(), (WIDTH, height), svg, table)
}

/// From when to when: all reports, and those events that are not so far from them that the reports would become one line.
fn axis(rows: &[&Event]) -> (f64, f64) {
    let reports: Vec<f64> = rows.iter().flat_map(|e| &e.reported).filter_map(|r| r.begin()).collect();
    let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let happened = || rows.iter().filter_map(|e| e.happened).flat_map(|h| [h.minutes().0, h.minutes().1]).flatten();
    let (mut from, mut to) = if reports.is_empty() {
        let all: Vec<f64> = happened().collect();
        return if all.is_empty() { (0.0, 1440.0) } else { (least(&all), most(&all)) };
    } else {
        (least(&reports), most(&reports))
    };
    // Three times the span of the reports to each side, and at least three days.
    let reach = ((to - from) * 3.0).max(3.0 * 1440.0);
    let (first, last) = (from - reach, to + reach);
    for at in happened().filter(|&at| at >= first && at <= last) {
        from = from.min(at);
        to = to.max(at);
    }
    let pad = ((to - from) * 0.03).max(30.0);
    (from - pad, to + pad)
}

fn draw_row(svg: &mut Svg, event: &Event, top: f64, scale: Scale, words: &Words) {
    svg.line("rule", (0.0, top), (WIDTH, top));
    let mut y = top + 17.0;
    svg.link(event.href.as_deref(), |svg| {
        let rtl = measure::is_rtl(&event.what);
        let (x, anchor) = if rtl { (LABELS, Anchor::Right) } else { (0.0, Anchor::Left) };
        svg.group("label", &event.what, |svg| {
            svg.text("name", x, y, anchor, &measure::fit(&event.what, 13.0, LABELS));
        });
    });
    y += 17.0;
    let when = event.happened.map_or_else(String::new, |h| say(h, words));
    let note =
        [when.as_str(), event.note.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
    if event.disputed {
        draw_dispute(svg, 4.5, y - 4.0);
    }
    let indent = if event.disputed { 14.0 } else { 0.0 };
    svg.text("note", indent, y, Anchor::Left, &measure::fit(&note, 11.0, LABELS - indent));

    if let Some(happened) = event.happened {
        draw_happened(svg, happened, top + 17.0, scale, words);
    }
    draw_reports(svg, &event.reported, top + 26.0, scale);
}

/// A tick for each report; one of which no more than the day is known is a line along the day.
fn draw_reports(svg: &mut Svg, reported: &[Stretch], y: f64, scale: Scale) {
    let mut reports: Vec<(f64, f64)> =
        reported.iter().filter_map(|r| r.begin().map(|b| (b, r.minutes().1.unwrap_or(b)))).collect();
    reports.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut ticks, mut days) = (Path::default(), Path::default());
    let (mut last_tick, mut last_day) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for (from, to) in reports {
        let (x, end) = (LEFT + scale.at(from), LEFT + scale.at(to));
        if to - from > 60.0 {
            if end > last_day {
                days.jump((x.max(last_day), y + 6.0)).to((end, y + 6.0));
                last_day = end;
            }
        } else if x - last_tick >= 2.0 {
            // Reports nearer than two pixels are one tick.
            ticks.jump((x, y)).to((x, y + 12.0));
            last_tick = x;
        }
    }
    svg.path("report", &days);
    svg.path("report", &ticks);
}

fn draw_happened(svg: &mut Svg, happened: Stretch, y: f64, scale: Scale, words: &Words) {
    let (from, to) = happened.minutes();
    let out_left = to.or(from).is_some_and(|t| t <= scale.from());
    let out_right = from.or(to).is_some_and(|t| t >= scale.to());
    let end = LEFT + scale.at(scale.to());
    svg.group("event", &say(happened, words), |svg| {
        if out_left || out_right {
            // Outside of the axis: an arrow at its end.
            let (x, side, word, anchor) = if out_left {
                (LEFT, 1.0, words.earlier, Anchor::Left)
            } else {
                (end, -1.0, words.later, Anchor::Right)
            };
            arrow(svg, x, y, side);
            svg.text("tick", x + 12.0 * side, y + 4.0, anchor, word);
            return;
        }
        let x0 = LEFT + from.map_or(0.0, |f| scale.at(f));
        let x1 = to.map_or(end, |t| LEFT + scale.at(t));
        if x1 - x0 < 8.0 {
            svg.circle("dot", f64::midpoint(x0, x1), y, 4.5);
        } else {
            svg.rect("bar", x0, y - 4.5, x1 - x0, 9.0, 2.0);
        }
        if from.is_none_or(|f| f < scale.from()) {
            arrow(svg, x0 - 8.0, y, 1.0);
        }
        if to.is_none_or(|t| t > scale.to()) {
            arrow(svg, x1 + 8.0, y, -1.0);
        }
    });
}

/// A head that points to the left where `side` is 1, to the right where it is -1.
fn arrow(svg: &mut Svg, x: f64, y: f64, side: f64) {
    let mut path = Path::default();
    path.to((x, y)).to((x + 8.0 * side, y - 4.5)).to((x + 8.0 * side, y + 4.5)).close();
    svg.path("dot", &path);
}

/// Two bars that do not meet: others say otherwise.
fn draw_dispute(svg: &mut Svg, x: f64, y: f64) {
    let mut path = Path::default();
    path.jump((x - 4.0, y - 2.5)).to((x + 4.0, y - 2.5)).jump((x - 4.0, y + 2.5)).to((x + 4.0, y + 2.5));
    path.jump((x - 2.5, y + 5.5)).to((x + 2.5, y - 5.5));
    svg.path("dispute", &path);
}

fn legend(svg: &mut Svg, words: &Words) {
    svg.rect("bar", LEFT, 6.0, 20.0, 9.0, 2.0);
    svg.text("note", LEFT + 27.0, 14.0, Anchor::Left, words.happened);
    let x = LEFT + 27.0 + measure::width(words.happened, 11.0) + 20.0;
    svg.line("report", (x, 5.0), (x, 16.0));
    svg.text("note", x + 8.0, 14.0, Anchor::Left, words.reported);
}

fn table(rows: &[&Event], words: &Words) -> Table {
    let mut table = Table::new(&[words.happened, words.claim, words.first, words.last, words.number]);
    for event in rows {
        table.row(|| {
            let begin = |report: &&Stretch| report.begin().unwrap_or(0.0);
            let known = || event.reported.iter().filter(|r| r.begin().is_some());
            let first = known().min_by(|a, b| begin(a).total_cmp(&begin(b)));
            let last = known().max_by(|a, b| begin(a).total_cmp(&begin(b)));
            vec![
                event.happened.map_or(words.unknown.to_owned(), |h| say(h, words)).into(),
                Cell::link(event.what.clone(), event.href.as_deref()),
                first.map_or(String::new(), |r| say(*r, words)).into(),
                last.map_or(String::new(), |r| say(*r, words)).into(),
                Cell::number(event.pages.to_string()),
            ]
        });
    }
    table
}
