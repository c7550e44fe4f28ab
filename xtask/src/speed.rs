//! `cargo xtask speed`: how many bytes of text a second one core segments, annotates and attributes, stage by stage.
//!
//! Texts are those of the gold sets, each language of them by turns, until [`BYTES`] of each were read. Time is that on
//! a core: other programs' work does not count.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use selon::annotate::{Marks, figure, name, place, time};
use selon::attribute::attribute;
use selon::segment::segment;
use selon::{Dispatch, Document};

use crate::root;

/// How much text of each language is read.
const BYTES: usize = 4_000_000;

/// Where texts lie, beside the checkout and in it.
const TEXTS: [&str; 5] = [
    "../shared/bench/attribution/polnear_dev.jsonl",
    "../shared/bench/attribution/german_dev.jsonl",
    "../shared/bench/reuse/pool.jsonl",
    "gold/attribution-fr/train.jsonl",
    "gold/attribution-fr/test.jsonl",
];

const STAGES: [&str; 6] = ["segment", "times", "names", "places", "figures", "attribute"];

/// Measures files of documents: those named, else [`TEXTS`].
pub(crate) fn run(files: &[String]) -> Result<()> {
    let files: Vec<PathBuf> = match files {
        [] => TEXTS.iter().map(|f| root().join(f)).filter(|f| f.exists()).collect(),
        named => named.iter().map(PathBuf::from).collect(),
    };
    let mut by_lang: BTreeMap<String, Vec<Dispatch>> = BTreeMap::new();
    for file in &files {
        for document in documents(file)? {
            by_lang.entry(document.lang.clone().unwrap_or_default()).or_default().push(Dispatch::from(&document));
        }
    }
    println!("MB/s    {}     all", STAGES.map(|s| format!("{s:>10}")).concat());
    let mut total = ([0.0; STAGES.len()], 0);
    for (lang, dispatches) in &by_lang {
        // Tables are read once, by whoever comes first.
        seconds(&dispatches[0])?;
        let mut sum = [0.0; STAGES.len()];
        let mut bytes = 0;
        for dispatch in dispatches.iter().cycle() {
            for (sum, one) in sum.iter_mut().zip(seconds(dispatch)?) {
                *sum += one;
            }
            bytes += dispatch.text.len();
            if bytes >= BYTES {
                break;
            }
        }
        print(lang, &sum, bytes);
        total.0.iter_mut().zip(sum).for_each(|(all, one)| *all += one);
        total.1 += bytes;
    }
    print("all", &total.0, total.1);
    Ok(())
}

fn documents(file: &Path) -> Result<Vec<Document>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let read = |line: &str| serde_json::from_str(line).with_context(|| file.display().to_string());
    text.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

fn print(name: &str, seconds: &[f64; STAGES.len()], bytes: usize) {
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let stages = seconds.map(|s| format!("{:10.1}", speed(s))).concat();
    println!("{name:8}{stages}{:8.2}", speed(seconds.iter().sum()));
}

/// How long each stage takes on a core.
fn seconds(dispatch: &Dispatch) -> Result<[f64; STAGES.len()]> {
    let mut clock = [on_core()?; STAGES.len() + 1];
    let segments = segment(dispatch);
    clock[1] = on_core()?;
    let times = time::times(dispatch, &segments);
    clock[2] = on_core()?;
    let names = name::names(dispatch, &segments);
    clock[3] = on_core()?;
    let places = place::places(dispatch, &segments, &names);
    clock[4] = on_core()?;
    let figures = figure::figures(dispatch, &segments, &times);
    clock[5] = on_core()?;
    let attributions = attribute(dispatch, &segments, &Marks { times, names, places, figures });
    clock[6] = on_core()?;
    drop(attributions);
    Ok(std::array::from_fn(|k| clock[k + 1] - clock[k]))
}

/// How long this thread was on a core, in seconds.
fn on_core() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").context("Linux says it there")?;
    Ok(stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).context("nanoseconds")? / 1e9)
}
