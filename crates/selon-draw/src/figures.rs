//! The figure chart: value × voice × time, each value with its range, none averaged.

use std::collections::BTreeMap;

use crate::measure;
use crate::picture::{Cell, Picture, Table};
use crate::scale::{Scale, round_values, spread};
use crate::svg::{Anchor, Path, Svg};
use crate::when::{Stretch, say, ticks};
use crate::words::Words;

/// What is counted, and who says how many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// What is counted, in the reader's language: "dead".
    pub what: String,
    /// Who says how many.
    pub values: Vec<Value>,
}

/// One value by one voice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Value {
    /// At least; `None`: open.
    pub low: Option<f64>,
    /// At most; `None`: open.
    pub high: Option<f64>,
    /// Whether it is said to be rough.
    pub about: bool,
    /// On whose word.
    pub voice: String,
    /// Whether the voice has no name: drawn hollow.
    pub unnamed: bool,
    /// When it was reported.
    pub reported: Option<Stretch>,
    /// Where it leads.
    pub href: Option<String>,
}

const WIDTH: f64 = 820.0;
const LEFT: f64 = 56.0;
const LABELS: f64 = 250.0;
const TOP: f64 = 30.0;
const PLOT: f64 = 230.0;
/// So many voices have a name beside the chart.
const NAMED: usize = 10;
/// So many values are drawn.
const DRAWN: usize = 400;

/// Draws the figure chart.
pub fn draw(figures: &Figures, words: &Words) -> Picture {
    let mut values: Vec<&Value> = figures.values.iter().filter(|v| ends(v).is_some()).collect();
    let at = |v: &Value| v.reported.and_then(Stretch::begin).unwrap_or(f64::NEG_INFINITY);
    values.sort_by(|a, b| at(a).total_cmp(&at(b)));
    let table = table(figures, &values, words);
    values.truncate(DRAWN);

    let plot = WIDTH - LEFT - LABELS;
    let times: Vec<f64> = values.iter().filter_map(|v| v.reported.and_then(Stretch::begin)).collect();
    let (first, last) = extent(&times).unwrap_or((0.0, 0.0));
    let pad = ((last - first) * 0.04).max(60.0);
    let x = Scale::new(first - pad, last + pad, plot);
    let all: Vec<f64> = values.iter().filter_map(|v| ends(v)).flat_map(|(a, b)| [a, b]).collect();
    let (least, most) = extent(&all).unwrap_or((0.0, 1.0));
    // From zero, unless that would press all values together at the top.
    let base = if least >= 0.0 && least < most * 0.75 || least == most {
        least.min(0.0)
    } else {
        least - (most - least) * 0.2
    };
    let y = Scale::new(base, most + (most - base).abs() * 0.1, PLOT);
    let place = |value: f64| TOP + PLOT - y.at(value);

    let mut svg = Svg::default();
    // From the least to the most that anybody says: never one number of all.
    let range = if least < most {
        format!("{} – {}", words.say_number(least), words.say_number(most))
    } else {
        words.say_number(least)
    };
    let head = if all.is_empty() { figures.what.clone() } else { format!("{}: {range}", figures.what) };
    svg.text("axis-name", 0.0, 14.0, Anchor::Left, &measure::fit(&head, 12.0, WIDTH));
    for value in round_values(y.from(), y.to(), 6) {
        let line = place(value);
        svg.line("grid", (LEFT, line), (LEFT + plot, line));
        svg.text(
            "tick",
            LEFT - 8.0,
            line + 4.0,
            Anchor::Right,
            &measure::fit(&words.say_number(value), 11.0, LEFT - 8.0),
        );
    }
    if !times.is_empty() {
        draw_times(&mut svg, x, words);
    }
    let voices = voices(&values);
    let mut labels: Vec<(f64, &str, usize)> = Vec::new();
    for (number, (voice, of)) in voices.iter().enumerate() {
        let points: Vec<(f64, &Value)> =
            of.iter().map(|&v| (LEFT + v.reported.and_then(Stretch::begin).map_or(0.0, |t| x.at(t)), v)).collect();
        svg.path("trend", &steps(&points, place));
        for (at, value) in &points {
            svg.link(value.href.as_deref(), |svg| {
                let said = format!("{}: {}", voice, say_value(value, words));
                svg.group("value", &said, |svg| draw_value(svg, *at, value, number, place));
            });
        }
        if number < NAMED
            && let Some((_, value)) = points.last()
        {
            labels.push((place(ends(value).map_or(0.0, |(_, high)| high)), voice, number));
        }
    }
    draw_labels(&mut svg, &mut labels, &voices, words);
    let rest = voices.len().saturating_sub(NAMED);
    if rest > 0 {
        let more = format!("+ {rest} {}", words.voices);
        svg.text("note", LEFT + plot + 28.0, TOP + PLOT + 20.0, Anchor::Left, &more);
    }
    let title = format!("{}: {}", words.number, measure::fit(&figures.what, 1.0, 80.0));
    Picture::new("figures", title, (WIDTH, TOP + PLOT + 30.0), svg, table)
}

fn draw_times(svg: &mut Svg, x: Scale, words: &Words) {
    let base = TOP + PLOT;
    svg.line("rule", (LEFT, base), (WIDTH - LABELS, base));
    for tick in ticks(x.from(), x.to(), 7, words) {
        let at = LEFT + x.at(tick.at);
        svg.line("rule", (at, base), (at, base + 4.0));
        svg.text("tick", at, base + 18.0, Anchor::Middle, &tick.label);
    }
}

/// What a voice held until it said otherwise: level lines between one value and the next. A range has no middle to draw a line from.
fn steps(points: &[(f64, &Value)], place: impl Fn(f64) -> f64) -> Path {
    let mut path = Path::default();
    for pair in points.windows(2) {
        let one = |v: &Value| ends(v).filter(|(a, b)| a == b).map(|(a, _)| place(a));
        if let (Some(y), Some(next)) = (one(pair[0].1), one(pair[1].1)) {
            path.jump((pair[0].0, y)).to((pair[1].0, y)).to((pair[1].0, next));
        }
    }
    path
}

/// The names at the right, each at the height of its last value, kept apart, with what was said last.
fn draw_labels(svg: &mut Svg, labels: &mut [(f64, &str, usize)], voices: &[(String, Vec<&Value>)], words: &Words) {
    labels.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    let wishes: Vec<f64> = labels.iter().map(|l| l.0).collect();
    let left = WIDTH - LABELS + 28.0;
    for (y, &mut (from, voice, number)) in spread(&wishes, 20.0, TOP + PLOT).into_iter().zip(labels) {
        svg.line("leader", (WIDTH - LABELS + 2.0, from), (left - 18.0, y));
        let last = voices[number].1.last();
        let unnamed = last.is_some_and(|v| v.unnamed);
        draw_mark(svg, left - 9.0, y, number, unnamed);
        let value = last.map_or_else(String::new, |v| say_value(v, words));
        let room = LABELS - 28.0 - measure::width(&value, 12.0) - 8.0;
        let name = measure::fit(voice, 12.0, room.max(40.0));
        let rest = measure::fit(&value, 12.0, LABELS - 36.0 - measure::width(&name, 12.0));
        svg.text("name", left, y + 4.0, Anchor::Left, &name);
        svg.text("amount", WIDTH, y + 4.0, Anchor::Right, &rest);
    }
}

fn draw_value(svg: &mut Svg, x: f64, value: &Value, voice: usize, place: impl Fn(f64) -> f64) {
    let (low, high) = ends(value).unwrap_or((0.0, 0.0));
    let (top, bottom) = (place(high), place(low));
    if bottom - top > 1.0 {
        svg.line("range", (x, top), (x, bottom));
    }
    // An open end is an arrow.
    if value.high.is_none() {
        let mut path = Path::default();
        path.jump((x, top))
            .to((x, top - 20.0))
            .jump((x - 4.0, top - 14.0))
            .to((x, top - 20.0))
            .to((x + 4.0, top - 14.0));
        svg.path("range", &path);
    }
    if value.low.is_none() {
        let mut path = Path::default();
        path.jump((x, bottom)).to((x, bottom + 20.0));
        path.jump((x - 4.0, bottom + 14.0)).to((x, bottom + 20.0)).to((x + 4.0, bottom + 14.0));
        svg.path("range", &path);
    }
    draw_mark(svg, x, top, voice, value.unnamed);
    if bottom - top > 1.0 {
        draw_mark(svg, x, bottom, voice, value.unnamed);
    }
    if value.about {
        svg.text("tick", x + 8.0, top - 4.0, Anchor::Left, "≈");
    }
}

/// A mark with the shape of its voice; hollow where the voice has no name.
fn draw_mark(svg: &mut Svg, x: f64, y: f64, voice: usize, unnamed: bool) {
    let class = if unnamed { "mark hollow" } else { "mark" };
    let corners: &[(f64, f64)] = match voice % 6 {
        0 => return svg.circle(class, x, y, 4.5),
        1 => &[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)],
        2 => &[(0.0, -5.5), (5.5, 4.0), (-5.5, 4.0)],
        3 => &[(0.0, -6.0), (5.0, 0.0), (0.0, 6.0), (-5.0, 0.0)],
        4 => &[(0.0, 5.5), (5.5, -4.0), (-5.5, -4.0)],
        _ => &[(-5.5, -1.6), (5.5, -1.6), (5.5, 1.6), (-5.5, 1.6)],
    };
    let mut path = Path::default();
    for &(dx, dy) in corners {
        path.to((x + dx, y + dy));
    }
    path.close();
    svg.path(class, &path);
}

/// The values of each voice; those who said it first, first.
fn voices<'a>(values: &[&'a Value]) -> Vec<(String, Vec<&'a Value>)> {
    let mut number: BTreeMap<&str, usize> = BTreeMap::new();
    let mut voices: Vec<(String, Vec<&Value>)> = Vec::new();
    for &value in values {
        let at = *number.entry(&value.voice).or_insert_with(|| {
            voices.push((value.voice.clone(), Vec::new()));
            voices.len() - 1
        });
        voices[at].1.push(value);
    }
    voices
}

/// Both ends of a value, an open one where the other is.
fn ends(value: &Value) -> Option<(f64, f64)> {
    let finite = |v: Option<f64>| v.filter(|v| v.is_finite()).map(|v| v.clamp(-1e15, 1e15));
    match (finite(value.low), finite(value.high)) {
        (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
        (one, other) => one.or(other).map(|v| (v, v)),
    }
}

fn extent(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().reduce(f64::min)?;
    Some((least, values.iter().copied().fold(least, f64::max)))
}

/// `at least 12`, `about 40`, `12 – 15`.
fn say_value(value: &Value, words: &Words) -> String {
    let said = match (value.low, value.high) {
        (Some(a), Some(b)) if a == b => words.say_number(a),
        (Some(a), Some(b)) => format!("{} – {}", words.say_number(a), words.say_number(b)),
        (Some(a), None) => format!("{} {}", words.at_least, words.say_number(a)),
        (None, Some(b)) => format!("{} {}", words.at_most, words.say_number(b)),
        (None, None) => words.unknown.to_owned(),
    };
    if value.about { format!("{} {said}", words.about) } else { said }
}

fn table(figures: &Figures, values: &[&Value], words: &Words) -> Table {
    let what = if figures.what.is_empty() { words.value } else { &figures.what };
    let mut table = Table::new(&[words.reported, words.voice, what]);
    for value in values {
        table.row(|| {
            let voice =
                if value.unnamed { format!("{} ({})", value.voice, words.unnamed) } else { value.voice.clone() };
            vec![
                value.reported.map_or(words.unknown.to_owned(), |r| say(r, words)).into(),
                Cell::link(voice, value.href.as_deref()),
                Cell::number(say_value(value, words)),
            ]
        });
    }
    table
}
