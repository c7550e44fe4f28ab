//! `cargo xtask train-names OUT FILE…`: learns the tagger of names from sentences whose tokens are labelled.
//!
//! An averaged perceptron (Collins 2002). The files are JSON lines with `lang`, `tokens` and `tags` (BIO over PER, ORG,
//! LOC); a file whose name ends in `:N` is read N times an epoch. The same input gives the same model, byte for byte.

use std::collections::HashMap;

use anyhow::{Context, Result};
use selon::annotate::name::Kind;
use selon::annotate::name::tagger::{LABELS, Lesson, best, check, label};
use selon::{Dispatch, Document, segment};

/// Rows of the model, eight bytes each.
const ROWS: usize = 1 << 18;
/// Rows while it is learned.
const WIDE: usize = 1 << 23;
const EPOCHS: usize = 6;
/// A feature that is seen less often is left out.
const SEEN: u16 = 3;

/// A sentence with its labels.
struct Example {
    lesson: usize,
    tokens: std::ops::Range<usize>,
    labels: Vec<usize>,
}

/// Runs the command.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (out, files) = arguments.split_first().context("train-names needs OUT and FILE…")?;
    let mut lessons = Vec::new();
    let mut examples = Vec::new();
    let mut order = Vec::new();
    for file in files {
        let (path, times) = file.rsplit_once(':').map_or((file.as_str(), 1), |(p, n)| (p, n.parse().unwrap_or(1)));
        let first = examples.len();
        read(path, &mut lessons, &mut examples)?;
        eprintln!("{path}: {} sentences, {times} times", examples.len() - first);
        for _ in 0..times {
            order.extend(first..examples.len());
        }
    }
    let bytes = learn(&lessons, &examples, order);
    std::fs::write(out, &bytes)?;
    eprintln!("{out}: {} bytes", bytes.len());
    Ok(())
}

fn read(path: &str, lessons: &mut Vec<Lesson>, examples: &mut Vec<Example>) -> Result<()> {
    let file = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    for line in file.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let strings =
            |key: &str| -> Vec<&str> { row[key].as_array().into_iter().flatten().filter_map(|v| v.as_str()).collect() };
        let (tokens, tags) = (strings("tokens"), strings("tags"));
        // A fragment that is nothing but a name teaches that names never end.
        let plain = tags.iter().filter(|t| **t == "O").count();
        if tokens.len() != tags.len() || plain * 3 < tags.len() || plain < 3 {
            continue;
        }
        let mut text = String::new();
        let mut starts = Vec::new();
        for token in &tokens {
            if !text.is_empty() {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(token);
        }
        let lang = row["lang"].as_str().map(str::to_owned);
        let dispatch = Dispatch::from(&Document { lang, ..Document::new("", text) });
        let segments = segment::segment(&dispatch);
        let spans: Vec<usize> = segments.tokens.iter().map(|t| t.span.start()).collect();
        let Some(lesson) = Lesson::new(&dispatch, segments) else { continue };
        for sentence in lesson.sentences().collect::<Vec<_>>() {
            let labels = sentence.clone().map(|i| {
                let at = starts.partition_point(|s| *s <= spans[i]) - 1;
                of(tags[at], starts[at] == spans[i])
            });
            examples.push(Example { lesson: lessons.len(), labels: labels.collect(), tokens: sentence });
        }
        lessons.push(lesson);
    }
    Ok(())
}

/// The label that a tag gives to a piece of its token: only the first piece begins a name.
fn of(tag: &str, first: bool) -> usize {
    let kind = match tag.get(2..) {
        Some("PER") => Kind::Person,
        Some("ORG") => Kind::Organisation,
        Some("LOC") => Kind::Place,
        _ => return 0,
    };
    label(kind, tag.starts_with('B') && first)
}

/// Weights with their sums over time, for the average.
#[derive(Clone, Copy, Default)]
struct Row {
    weights: [f32; LABELS],
    sums: [f64; LABELS],
}

fn learn(lessons: &[Lesson], examples: &[Example], mut order: Vec<usize>) -> Vec<u8> {
    let seen = count(lessons, examples);
    let mut rows: HashMap<u32, Row> = HashMap::new();
    let mut time = 1.0f64;
    let mut state = 42u64;
    let mut features = Vec::new();
    for epoch in 0..EPOCHS {
        shuffle(&mut order, &mut state);
        let (mut wrong, mut all) = (0, 0);
        for &e in &order {
            let example = &examples[e];
            let mut before = 0;
            for (i, &gold) in example.tokens.clone().zip(&example.labels) {
                features.clear();
                let open = lessons[example.lesson].features(i, &example.tokens, before, &mut features);
                if !open {
                    before = 0;
                    continue;
                }
                features.retain(|f| seen[*f as usize & (WIDE - 1)] >= SEEN);
                let mut scores = [0.0f32; LABELS];
                for f in &features {
                    if let Some(row) = rows.get(f) {
                        for (score, weight) in scores.iter_mut().zip(&row.weights) {
                            *score += weight;
                        }
                    }
                }
                let guess = best(&scores, before);
                all += 1;
                if guess != gold {
                    wrong += 1;
                    for f in &features {
                        let row = rows.entry(*f).or_default();
                        row.weights[gold] += 1.0;
                        row.sums[gold] += time;
                        row.weights[guess] -= 1.0;
                        row.sums[guess] -= time;
                    }
                }
                time += 1.0;
                before = guess;
            }
        }
        eprintln!(
            "epoch {epoch}: {:.2} % wrong of {all}, {} features",
            100.0 * f64::from(wrong) / f64::from(all),
            rows.len()
        );
    }
    pack(&rows, time)
}

fn count(lessons: &[Lesson], examples: &[Example]) -> Vec<u16> {
    let mut seen = vec![0u16; WIDE];
    let mut features = Vec::new();
    for example in examples {
        let mut before = 0;
        for (i, &gold) in example.tokens.clone().zip(&example.labels) {
            features.clear();
            lessons[example.lesson].features(i, &example.tokens, before, &mut features);
            for f in &features {
                let n = &mut seen[*f as usize & (WIDE - 1)];
                *n = n.saturating_add(1);
            }
            before = gold;
        }
    }
    seen
}

/// The averages as roots in eight bits; of two features of one row the heavier stays.
fn pack(rows: &HashMap<u32, Row>, time: f64) -> Vec<u8> {
    let mut averaged: Vec<(u32, [f64; LABELS])> =
        rows.iter().map(|(f, r)| (*f, std::array::from_fn(|l| f64::from(r.weights[l]) - r.sums[l] / time))).collect();
    let heavy = |w: &[f64; LABELS]| w.iter().map(|v| v.abs()).fold(0.0, f64::max);
    averaged.sort_by(|a, b| heavy(&b.1).total_cmp(&heavy(&a.1)).then(a.0.cmp(&b.0)));
    let scale = 127.0 / averaged.first().map_or(1.0, |(_, w)| heavy(w)).max(1e-9).sqrt();
    let mut bytes = vec![0u8; ROWS * 8];
    for (feature, weights) in averaged {
        let row = &mut bytes[(feature as usize & (ROWS - 1)) * 8..][..8];
        let weights = weights.map(|w| (w.abs().sqrt().copysign(w) * scale).round() as i8);
        if row[0] == 0 && weights.iter().any(|w| *w != 0) {
            row[0] = check(feature);
            for (byte, weight) in row[1..].iter_mut().zip(weights) {
                *byte = weight.cast_unsigned();
            }
        }
    }
    bytes
}

/// Fisher and Yates, with a generator of our own: the same in every build.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for i in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (*state >> 33) as usize % (i + 1));
    }
}
