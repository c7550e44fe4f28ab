//! `cargo xtask train names`: learns the judge of names from marked texts.
//!
//! Texts of our own and gold ones are believed; silver ones where a model that learned without them finds them likely.

mod marked;
mod pool;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use selon::annotate::name::Kind;
use selon::annotate::name::learned::{LABELS, MAGIC, Model, examples, judged, likely};
use selon::segment::{Segments, segment};
use selon::{Dispatch, Document};
use serde::Deserialize;

use super::crf::{Examples, Learned, Recipe, learn};
use super::file::Table;
use marked::{Marked, bracketed, tagged};
use pool::{Lists, Pool, Random};

/// Features that the model keeps.
const FEATURES: usize = 1 << 18;
const RECIPE: Recipe = Recipe { epochs: 8, rate: 0.05, decay: 3e-3 };

/// Runs the command: `[--silver FILE]… [--gold FILE]… [--own FILE]… --out FILE [--check FILE FILE [--weigh N]]`.
pub(super) fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.iter();
    let (mut silver, mut gold, mut own) = (Vec::<PathBuf>::new(), Vec::<PathBuf>::new(), Vec::<PathBuf>::new());
    let (mut out, mut check, mut weigh) = (None::<PathBuf>, None::<(PathBuf, PathBuf)>, None);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{name} needs a value"));
        match name.as_str() {
            "--silver" => silver.push(value()?.into()),
            "--gold" => gold.push(value()?.into()),
            "--own" => own.push(value()?.into()),
            "--out" => out = Some(value()?.into()),
            "--check" => check = Some((value()?.into(), value()?.into())),
            "--weigh" => weigh = Some(value()?.parse()?),
            _ => bail!("train names: {name} is no option"),
        }
    }
    let out = out.context("train names needs --out FILE")?;
    if !(silver.is_empty() && gold.is_empty() && own.is_empty()) {
        let mut texts = Vec::new();
        for path in &gold {
            texts.extend(tagged(path)?.into_iter().filter_map(|t| t.marked(false)));
        }
        for path in &own {
            for _ in 0..OWN {
                texts.extend(bracketed(path)?);
            }
        }
        let pool = Pool::of(silver.iter().map(|p| tagged(p)).collect::<Result<Vec<_>>>()?.iter().flatten());
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for path in &own {
            for text in bracketed(path)? {
                texts.extend((0..VARIANTS).map(|_| pool.varied(&text, &mut random)));
            }
        }
        let mut bytes = model(texts.iter());
        let lists = Lists::new();
        let mut doubtful = Vec::new();
        for path in &silver {
            doubtful.extend(tagged(path)?.into_iter().filter_map(|t| t.marked(true)).filter(|t| t.is_known(&lists)));
        }
        for _ in 0..if doubtful.is_empty() { 0 } else { ROUNDS } {
            let before = Model::read(&bytes).context("the model does not read back")?;
            let agreed: Vec<&Marked> = doubtful.iter().filter(|t| agrees(&before, t)).collect();
            bytes = model(texts.iter().chain(agreed));
        }
        fs::write(&out, &bytes)?;
        eprintln!("{}: {} bytes", out.display(), bytes.len());
    }
    let bytes = fs::read(&out)?;
    let model = Model::read(&bytes).context("the model does not read back")?;
    if let Some((from, to)) = &check {
        fs::write(to, checked(&model, weigh, from)?)?;
    }
    Ok(())
}

/// How often our own sentences count: they are few, and marked as news is.
const OWN: usize = 3;
/// Besides, each of them stands there so often with other names of persons and places.
const VARIANTS: usize = 4;
/// What a word has to be ahead by to be part of a name: more is lost by what is none than by what is missed.
const OUTSIDE: f32 = 0.4;

/// Silver texts are believed where no label of theirs is less likely than this to a model that learned without them.
const LIKELY: f32 = 0.5;
/// How often they are judged anew, by what was learned with those that were believed.
const ROUNDS: usize = 2;

fn agrees(model: &Model, text: &Marked) -> bool {
    let (dispatch, segments) = read(&text.lang, &text.text);
    likely(&dispatch, &segments, &text.tokens(&segments), model).iter().all(|&p| p >= LIKELY)
}

fn model<'a>(texts: impl Iterator<Item = &'a Marked>) -> Vec<u8> {
    let mut all = Examples::default();
    let mut count = 0;
    for text in texts {
        let (dispatch, segments) = read(&text.lang, &text.text);
        examples(&dispatch, &segments, &text.tokens(&segments), |sequence| all.push(sequence.into_iter()));
        count += 1;
    }
    all.number();
    eprintln!("  {count} texts, {} stretches, {} tokens, {} features", all.len(), all.tokens(), all.size);
    let mut learned: Learned<LABELS> = learn(&all, |_| true, RECIPE);
    learned.chain.score.iter_mut().for_each(|row| row[0] += OUTSIDE);
    let table = Table::new(&all, &learned, FEATURES);
    let mut out = MAGIC.to_vec();
    out.extend(table.buckets().to_le_bytes());
    out.extend(table.scale.to_le_bytes());
    out.extend(learned.chain.score.iter().flatten().flat_map(|n| n.to_le_bytes()));
    table.write(&mut out);
    out
}

fn read(lang: &str, text: &str) -> (Dispatch, Segments) {
    let dispatch = Dispatch::from(&Document { lang: Some(lang.to_owned()), ..Document::new("", text) });
    let segments = segment(&dispatch);
    (dispatch, segments)
}

/// Names that a model finds, in the form that `score.py` reads.
fn checked(model: &Model, weigh: Option<f32>, path: &Path) -> Result<String> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        lang: String,
        text: String,
    }
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = String::new();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line)?;
        let (dispatch, segments) = read(&line.lang, &line.text);
        let spans: Vec<serde_json::Value> = judged(&dispatch, &segments, model, weigh)
            .into_iter()
            .map(|(tokens, kind)| {
                let span = segments.tokens[tokens.start].span.cover(segments.tokens[tokens.end - 1].span);
                let at = dispatch.text.code_points(span);
                let kind = match kind {
                    Kind::Person => "PER",
                    Kind::Organisation => "ORG",
                    Kind::Place => "LOC",
                };
                serde_json::json!([at.start, at.end, kind])
            })
            .collect();
        out += &serde_json::json!({"id": line.id, "spans": spans}).to_string();
        out.push('\n');
    }
    Ok(out)
}
