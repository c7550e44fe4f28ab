//! The chain graph as SVG.

use std::collections::BTreeMap;

use super::layers::{Box, GAP, Placed, WIDTH, Wire};
use super::{LinkKind, notes};
use crate::measure;
use crate::picture::{Picture, Table};
use crate::svg::{Anchor, Path, Svg};
use crate::words::Words;

const MARGIN: f64 = 10.0;
/// The end of a link that runs level into its box, under its word.
const LEAD: f64 = 72.0;
const LEGEND: f64 = 30.0;
/// The least width: the legend needs it.
const NARROWEST: f64 = 420.0;

/// Draws a graph whose boxes have their place.
pub(super) fn paint(placed: &Placed, title: String, table: Table, words: &Words) -> Picture {
    let columns = placed.columns.max(1) as f64;
    let own = columns * WIDTH + (columns - 1.0) * GAP;
    let width = own.max(NARROWEST) + 2.0 * MARGIN;
    // Links that close a ring run below.
    let backs = placed.wires.iter().filter(|w| w.back).count().min(12) as f64;
    let body = placed.height + 2.0 * MARGIN + backs * 14.0;
    let height = body + LEGEND;

    let mut svg = Svg::default();
    let ports = ports(placed);
    let mut ring = 0.0;
    for wire in &placed.wires {
        let from = &placed.boxes[wire.from];
        if wire.back {
            ring += 1.0;
            let below = placed.height + MARGIN + f64::min(ring, 12.0) * 14.0;
            draw_back(&mut svg, from, &placed.boxes[wire.to], below, wire, words);
        } else {
            draw_wire(&mut svg, from, ports[&port(wire)], wire, placed.boxes[wire.to].column);
        }
    }
    for (&(to, kind, inferred), &y) in &ports {
        draw_port(&mut svg, x(placed.boxes[to].column), y, kind, inferred, words);
    }
    for b in &placed.boxes {
        draw_box(&mut svg, b, words);
    }
    legend(&mut svg, placed, body + 12.0, words);
    Picture::new("chains", title, (width, height), svg, table)
}

fn x(column: usize) -> f64 {
    MARGIN + column as f64 * (WIDTH + GAP)
}

/// Where links arrive: all links of one sort into one box at one place, so that their word stands there once.
type Port = (usize, LinkKind, bool);

fn port(wire: &Wire) -> Port {
    (wire.to, wire.kind, wire.inferred)
}

fn ports(placed: &Placed) -> BTreeMap<Port, f64> {
    // In the order of where the links come from, so that they do not cross before the box.
    let mut from: BTreeMap<Port, (f64, f64)> = BTreeMap::new();
    for wire in placed.wires.iter().filter(|w| !w.back) {
        let y = wire.by.last().copied().unwrap_or(placed.boxes[wire.from].y);
        let (sum, count) = from.entry(port(wire)).or_default();
        *sum += y;
        *count += 1.0;
    }
    let mut by_box: BTreeMap<usize, Vec<(f64, Port)>> = BTreeMap::new();
    for (&port, &(sum, count)) in &from {
        by_box.entry(port.0).or_default().push((sum / count, port));
    }
    let mut ports = BTreeMap::new();
    for (to, mut list) in by_box {
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let room = (placed.boxes[to].height - 4.0) / list.len() as f64;
        let step = room.min(17.0);
        let top = MARGIN + placed.boxes[to].y - step * (list.len() as f64 - 1.0) / 2.0;
        ports.extend(list.into_iter().enumerate().map(|(i, (_, port))| (port, top + step * i as f64)));
    }
    ports
}

fn class(inferred: bool) -> &'static str {
    if inferred { "wire inferred" } else { "wire" }
}

fn draw_wire(svg: &mut Svg, from: &Box, end: f64, wire: &Wire, to_column: usize) {
    let mut path = Path::default();
    let mut at = (x(from.column) + WIDTH, MARGIN + from.y);
    path.to(at);
    for (i, &y) in wire.by.iter().enumerate() {
        let left = x(from.column + 1 + i);
        path.curve(at, (left, MARGIN + y)).to((left + WIDTH, MARGIN + y));
        at = (left + WIDTH, MARGIN + y);
    }
    let lead = x(to_column) - LEAD;
    path.curve(at, (lead, end));
    svg.path(class(wire.inferred), &path);
}

/// The level end of links of one sort, with its word and its head.
fn draw_port(svg: &mut Svg, x: f64, y: f64, kind: LinkKind, inferred: bool, words: &Words) {
    svg.line(class(inferred), (x - LEAD, y), (x - 6.0, y));
    head(svg, x, y, 1.0);
    let word = measure::fit(kind.word(words), 10.5, LEAD - 8.0);
    svg.text("link-word", x - LEAD / 2.0 - 4.0, y - 3.5, Anchor::Middle, &word);
}

fn head(svg: &mut Svg, x: f64, y: f64, side: f64) {
    let mut path = Path::default();
    path.to((x, y)).to((x - 7.0 * side, y - 3.5)).to((x - 7.0 * side, y + 3.5)).close();
    svg.path("head", &path);
}

/// A link from right to left, below everything.
fn draw_back(svg: &mut Svg, from: &Box, to: &Box, below: f64, wire: &Wire, words: &Words) {
    let start = (x(from.column) + WIDTH / 2.0 + 12.0, MARGIN + from.y + from.height / 2.0);
    let end = (x(to.column) + WIDTH / 2.0 - 12.0, MARGIN + to.y + to.height / 2.0);
    let mut path = Path::default();
    path.to(start).to((start.0, below)).to((end.0, below)).to((end.0, end.1 + 6.0));
    svg.path(if wire.inferred { "wire ring inferred" } else { "wire ring" }, &path);
    let mut arrow = Path::default();
    arrow.to(end).to((end.0 - 3.5, end.1 + 7.0)).to((end.0 + 3.5, end.1 + 7.0)).close();
    svg.path("head", &arrow);
    svg.text("link-word", f64::midpoint(start.0, end.0), below - 3.0, Anchor::Middle, wire.kind.word(words));
}

fn draw_box(svg: &mut Svg, b: &Box, words: &Words) {
    let (left, top) = (x(b.column), MARGIN + b.y - b.height / 2.0);
    let voice = &b.voice;
    let mut class = String::from("box");
    for (is, name) in
        [(voice.unnamed, " unnamed"), (voice.rests_on, " rests"), (voice.outlet, " outlet"), (b.count > 1, " many")]
    {
        if is {
            class += name;
        }
    }
    svg.link(voice.href.as_deref(), |svg| {
        svg.group(&class, &b.names, |svg| {
            if b.count > 1 {
                svg.rect("behind", left + 4.0, top + 4.0, WIDTH, b.height, 5.0);
            }
            svg.rect("face", left, top, WIDTH, b.height, 5.0);
            if voice.unnamed {
                svg.hatch("hatch", left + 1.0, top + 1.0, WIDTH - 2.0, b.height - 2.0);
            }
            let rtl = measure::is_rtl(&voice.name);
            let (at, anchor) = if rtl { (left + WIDTH - 10.0, Anchor::Right) } else { (left + 10.0, Anchor::Left) };
            let mut y = top + 18.0;
            for line in &b.lines {
                svg.text("name", at, y, anchor, line);
                y += 16.0;
            }
            let notes = fitting(notes(voice, words));
            if !notes.is_empty() {
                svg.text("note", at, y - 1.0, anchor, &measure::fit(&notes, 11.0, WIDTH - 20.0));
            }
        });
    });
}

/// As many notes as have room, the first in any case.
fn fitting(mut notes: Vec<String>) -> String {
    while notes.len() > 1 && measure::width(&notes.join(" · "), 11.0) > WIDTH - 20.0 {
        notes.pop();
    }
    notes.join(" · ")
}

/// What the signs mean, as far as they occur.
fn legend(svg: &mut Svg, placed: &Placed, y: f64, words: &Words) {
    let mut x = MARGIN;
    let mut entry = |svg: &mut Svg, word: &str, sign: &dyn Fn(&mut Svg, f64)| {
        sign(svg, x);
        svg.text("note", x + 32.0, y + 4.0, Anchor::Left, word);
        x += 32.0 + measure::width(word, 11.0) + 18.0;
    };
    if placed.boxes.iter().any(|b| b.voice.rests_on) {
        entry(svg, words.rests_on, &|svg, x| {
            svg.group("box rests", "", |svg| svg.rect("face", x, y - 6.0, 24.0, 13.0, 3.0));
        });
    }
    if placed.boxes.iter().any(|b| b.voice.unnamed) {
        entry(svg, words.unnamed, &|svg, x| {
            svg.group("box unnamed", "", |svg| {
                svg.rect("face", x, y - 6.0, 24.0, 13.0, 3.0);
                svg.hatch("hatch", x + 1.0, y - 5.0, 22.0, 11.0);
            });
        });
    }
    if placed.wires.iter().any(|w| w.inferred) {
        entry(svg, words.inferred, &|svg, x| svg.line("wire inferred", (x, y), (x + 26.0, y)));
    }
}
