//! `cargo xtask train`: learns the tagger of attributions from annotated dispatches.
//!
//! The same input gives the same model, byte for byte.

mod crf;
mod file;
mod gold;
mod names;
mod words;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use selon::attribute::tagger::feature::Features;
use selon::attribute::tagger::model::{FIRST, Model, SECOND};
use selon::attribute::tagger::paragraph::Paragraph;
use selon::attribute::tagger::second::{Around, Found};
use selon::attribute::tagger::{find_with, first};

use crf::{Examples, Learned, Recipe, learn};
use gold::Gold;
use words::Counts;

/// Parts that the dispatches are cut into, so that what a dispatch is shown was learned from others.
const PARTS: usize = 5;
/// Features that a pass keeps: both tables then fit in the second-level cache of a core. Twice as many gain half a point.
const FEATURES: usize = 1 << 16;
/// A token begins a cue from this probability on: F1 is flat from 0.35 to 0.5.
const THRESHOLD: f32 = 0.4;
/// From so many tokens on a model is trusted over rules where both see the same report.
const LEADS: usize = 100_000;
const RECIPE: Recipe = Recipe { epochs: 8, rate: 0.05, decay: 1e-4 };

/// What the command is told.
struct Options {
    /// Annotated dispatches, in the form that `gold/attribution-fr` describes.
    gold: PathBuf,
    out: PathBuf,
    /// Only check the model that lies at `out`.
    keep: bool,
    /// Dispatches to tag with the model, and where to put the result, for a scorer.
    check: Option<(PathBuf, PathBuf)>,
}

/// Runs the command: `--gold FILE --out FILE [--check FILE FILE]`, or `--keep --out FILE --check FILE FILE`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let [first, rest @ ..] = arguments
        && first == "names"
    {
        return names::run(rest);
    }
    let mut arguments = arguments.iter();
    let (mut gold, mut out, mut check, mut keep) = (None, None, None, false);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{name} needs a value"));
        match name.as_str() {
            "--gold" => gold = Some(value()?.into()),
            "--out" => out = Some(value()?.into()),
            "--keep" => keep = true,
            "--check" => check = Some((value()?.into(), value()?.into())),
            _ => bail!("train: {name} is no option"),
        }
    }
    let gold = gold.or(keep.then(PathBuf::new)).context("train needs --gold FILE")?;
    train(&Options { gold, out: out.context("train needs --out FILE")?, keep, check })
}

fn train(options: &Options) -> Result<()> {
    if !options.keep {
        let bytes = model(&gold::read(&options.gold)?);
        fs::write(&options.out, &bytes)?;
        eprintln!("{}: {} bytes", options.out.display(), bytes.len());
    }
    let bytes = fs::read(&options.out)?;
    let model = Model::read(&bytes).context("the model does not read back")?;
    if let Some((from, to)) = &options.check {
        fs::write(to, tagged(&model, from)?)?;
    }
    Ok(())
}

fn model(gold: &[Gold]) -> Vec<u8> {
    let counts = Counts::of(gold.iter());
    let parts: Vec<Counts> = (0..PARTS).map(|p| Counts::of(gold.iter().skip(p).step_by(PARTS))).collect();
    let paragraphs: Vec<Vec<Paragraph>> = {
        let words: Vec<_> = parts.iter().map(|part| counts.without(Some(part))).collect();
        let known = |d: usize, word: u32| words[d % PARTS].get(&word).copied().unwrap_or_default();
        gold.iter().enumerate().map(|(d, g)| Paragraph::all(&g.dispatch, &g.segments, |w| known(d, w))).collect()
    };

    eprintln!("first pass");
    let (examples, owner) = first_examples(gold, &paragraphs);
    let first: Learned<FIRST> = learn(&examples, |_| true, RECIPE);

    let mut found: Vec<Option<Found>> = (0..examples.len()).map(|_| None).collect();
    for part in 0..PARTS {
        eprintln!("  without part {part}");
        let held = |s: usize| owner[s] % PARTS == part;
        let learned: Learned<FIRST> = learn(&examples, |s| !held(s), Recipe { epochs: 5, ..RECIPE });
        for s in (0..examples.len()).filter(|&s| held(s)) {
            let scores = examples.scores(&learned, s);
            let posterior = learned.chain.posterior(&scores, |_, _, _, _| {});
            found[s] = Some(Found::new(learned.chain.best(&scores), &posterior));
        }
    }

    eprintln!("second pass");
    let found: Vec<Found> = found.into_iter().flatten().collect();
    let around = second_examples(gold, &paragraphs, &found);
    let second: Learned<SECOND> = learn(&around, |_| true, RECIPE);
    file::encode(
        &counts.without(None),
        (&examples, &first, FEATURES),
        (&around, &second, FEATURES),
        THRESHOLD,
        examples.tokens() >= LEADS,
    )
}

/// A sequence for each paragraph, and the dispatch that each comes from.
fn first_examples(gold: &[Gold], paragraphs: &[Vec<Paragraph>]) -> (Examples, Vec<usize>) {
    let (mut examples, mut owner) = (Examples::default(), Vec::new());
    for (d, g) in gold.iter().enumerate() {
        for paragraph in &paragraphs[d] {
            let view = first::View::new(paragraph);
            examples.push((0..paragraph.seen.len()).map(|i| {
                let mut features = Features::default();
                view.features(i, &mut features);
                (features.0, g.labels[paragraph.tokens.start + i])
            }));
            owner.push(d);
        }
    }
    examples.number();
    eprintln!("  {} features", examples.size);
    (examples, owner)
}

/// A sequence for each cue.
fn second_examples(gold: &[Gold], paragraphs: &[Vec<Paragraph>], found: &[Found]) -> Examples {
    let mut examples = Examples::default();
    let mut found = found.iter();
    for (d, g) in gold.iter().enumerate() {
        for paragraph in &paragraphs[d] {
            let found = found.next().expect("one for each paragraph");
            let at = &paragraph.tokens;
            for a in &g.attributions {
                let Some(cue) = a.cue.first().filter(|c| at.start <= c.start && c.end <= at.end) else { continue };
                let mut labels = vec![0; g.labels.len()];
                a.source.iter().for_each(|s| gold::mark(&mut labels, s, 1));
                a.content.iter().for_each(|s| gold::mark(&mut labels, s, 3));
                let around = Around::new(paragraph, found, cue.start - at.start..cue.end - at.start);
                // The cue itself is no part of either, and has nothing to teach.
                examples.push(around.window().map(|i| {
                    let mut features = Features::default();
                    around.features(i, &mut features);
                    (features.0, labels[at.start + i])
                }));
            }
        }
    }
    examples.number();
    eprintln!("  {} features, {} cues", examples.size, examples.len());
    examples
}

/// Tags dispatches, in the form that `score.py` reads.
fn tagged(model: &Model, path: &std::path::Path) -> Result<String> {
    let mut out = String::new();
    let gold = gold::read(path)?;
    let began = std::time::Instant::now();
    let size: usize = gold.iter().map(|g| g.dispatch.text.len()).sum();
    for g in &gold {
        let text = &g.dispatch.text;
        let spans = |spans: &[selon::Span]| -> Vec<[usize; 2]> {
            spans.iter().map(|&s| text.code_points(s)).map(|r| [r.start, r.end]).collect()
        };
        let rows: Vec<serde_json::Value> = find_with(model, &g.dispatch, &g.segments)
            .iter()
            .enumerate()
            .map(|(i, a)| serde_json::json!({"id": format!("a{i}"), "source": spans(&a.source), "cue": spans(&a.cue), "content": spans(&a.content), "parent": null}))
            .collect();
        out += &serde_json::json!({"id": g.dispatch.id, "attributions": rows}).to_string();
        out.push('\n');
    }
    eprintln!("tagged {:.1} MB/s", size as f64 / 1e6 / began.elapsed().as_secs_f64());
    Ok(out)
}
