//! The gold run: selon's figures on the gold sets, kept in `gold/scores.tsv` and never to fall unseen.
//!
//! The benchmark and its scorers lie beside the checkout (`../shared/bench`); the stories in `gold/trace` are the
//! project's own, scored in the same way.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{root, run as sh};

const SELON: &str = "target/release/selon";
const TABLE: &str = "gold/scores.tsv";

/// A fall of a figure by more than this share of its scale fails the run.
const TOLERANCE: f64 = 0.01;

/// Measures, compares, and with `--write` keeps the figures.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let write = args.iter().any(|a| a == "--write");
    let tasks: Vec<&str> = args.iter().map(String::as_str).filter(|a| !a.starts_with("--")).collect();
    let root = root();
    sh("cargo", &["build", "--release", "--locked", "--quiet", "--package", "selon-cli"], &[])?;
    let mut figures = BTreeMap::new();
    let bench = root.join("../shared/bench");
    if !bench.join("run.py").exists() {
        eprintln!("xtask: the gold sets (../shared/bench) do not lie beside this checkout: nothing is measured");
        return Ok(());
    }
    measure(&bench, &tasks, &mut figures)?;
    if tasks.is_empty() || tasks.contains(&"trace") {
        own_stories(&bench, &mut figures)?;
    }
    if tasks.is_empty() || tasks.contains(&"attribution") {
        french_chains(&mut figures)?;
    }
    let kept = read(&root.join(TABLE))?;
    let falls = compare(&kept, &figures, &tasks);
    for (name, value) in &figures {
        let before = kept.get(name).map_or_else(|| "new".to_owned(), |(_, v)| format!("{v:.3}"));
        println!("{name:60} {value:10.3}   {before}");
    }
    if write {
        std::fs::write(root.join(TABLE), table(&kept, &figures)?).with_context(|| TABLE.to_owned())?;
    } else if !falls.is_empty() {
        bail!("these figures fell:\n{}", falls.join("\n"));
    }
    println!("gold: {} figures, {} fell", figures.len(), falls.len());
    Ok(())
}

/// Runs the benchmark's own runner and takes every number out of what it found.
fn measure(bench: &Path, tasks: &[&str], figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let root = root();
    let out = root.join("target/gold.json");
    let runner = bench.join("run.py");
    let mut args = vec![runner.to_str().context("a path in UTF-8")?, "--selon", SELON, "--json"];
    args.push(out.to_str().context("a path in UTF-8")?);
    args.extend(tasks);
    sh("python3", &args, &[("PYTHONDONTWRITEBYTECODE", "1")])?;
    let text = std::fs::read_to_string(&out).with_context(|| out.display().to_string())?;
    flatten("", &serde_json::from_str(&text)?, figures);
    Ok(())
}

/// Traces the stories in `gold/trace` and scores them with the benchmark's scorer.
fn own_stories(bench: &Path, figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let root = root();
    let gold = root.join("gold/trace");
    let mut answers = serde_json::Map::new();
    for story in sorted(&gold)?.into_iter().filter(|s| s.join("gold.json").exists()) {
        let name = story.file_name().context("a folder with a name")?.to_string_lossy().into_owned();
        let pages = sorted(&story.join("pages"))?;
        let run = Command::new(root.join(SELON)).args(["trace", "--json"]).args(&pages).output()?;
        let answer = serde_json::from_slice(&run.stdout).with_context(|| format!("selon trace, {name}"))?;
        answers.insert(name, answer);
    }
    let file = root.join("target/own-stories.json");
    std::fs::write(&file, serde_json::to_vec(&answers)?)?;
    let scorer = Command::new("python3")
        .arg(bench.join("trace/score.py"))
        .args(["--json", "--gold"])
        .arg(&gold)
        .arg(&file)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()?;
    if !scorer.status.success() {
        bail!("the scorer failed on gold/trace: {}", String::from_utf8_lossy(&scorer.stderr));
    }
    flatten("own trace", &serde_json::from_slice(&scorer.stdout)?, figures);
    Ok(())
}

/// Scores the chains of voices in our French gold; what is exact is said in its README.
fn french_chains(figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let root = root();
    let gold = root.join("gold/attribution-fr");
    let texts = gold.join("test.jsonl");
    let answer = Command::new(root.join(SELON)).arg("annotate").arg(&texts).output()?;
    let file = root.join("target/french-chains.jsonl");
    std::fs::write(&file, &answer.stdout)?;
    let scorer = Command::new("python3").arg(gold.join("score.py")).args([&texts, &file]).arg("--json").output()?;
    if !scorer.status.success() {
        bail!("the scorer failed on gold/attribution-fr: {}", String::from_utf8_lossy(&scorer.stderr));
    }
    flatten("attribution / french", &serde_json::from_slice(&scorer.stdout)?, figures);
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.map(|e| Ok(e?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Parts of a score that another figure sums up, and counts of the gold itself: not kept.
const PARTS: [&str; 16] = [
    "p",
    "r",
    "n",
    "precision",
    "recall",
    "b3_p",
    "b3_r",
    "gold",
    "pred",
    "docs",
    "documents",
    "documents predicted",
    "labelled pairs",
    "gold clusters",
    "clusters",
    "linked, of",
];

/// Every figure below a value, by its path. Of `[precision, recall, F1]` the last is kept; text is read as JSON.
fn flatten(path: &str, value: &Value, out: &mut BTreeMap<String, f64>) {
    match value {
        Value::Number(n) => out.extend(n.as_f64().map(|n| (path.to_owned(), n))),
        Value::Array(items) => {
            if let [_, _, f1] = items.as_slice() {
                flatten(path, f1, out);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map.iter().filter(|(key, _)| !PARTS.contains(&key.as_str())) {
                let below = match key.as_str() {
                    "f1" | "ALL" => path.to_owned(),
                    _ if path.is_empty() => key.clone(),
                    _ => format!("{path} / {key}"),
                };
                flatten(&below, inner, out);
            }
        }
        Value::String(text) => {
            if let Ok(inner @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text) {
                flatten(path, &inner, out);
            }
        }
        _ => {}
    }
}

/// The figures of quality that fell, or that are no longer answered, a line each.
fn compare(kept: &BTreeMap<String, (String, f64)>, figures: &BTreeMap<String, f64>, tasks: &[&str]) -> Vec<String> {
    let mut falls = Vec::new();
    for (name, (_, before)) in kept.iter().filter(|(name, _)| is_quality(name)) {
        let task = name.split(" / ").next().unwrap_or(name);
        if !tasks.is_empty() && !tasks.contains(&task) {
            continue;
        }
        let Some(now) = figures.get(name) else {
            falls.push(format!("  {name}: {before:.3} -> not answered"));
            continue;
        };
        let fall = if lower_is_better(name) { now - before } else { before - now };
        if fall > TOLERANCE * scale(name) {
            falls.push(format!("  {name}: {before:.3} -> {now:.3}"));
        }
    }
    falls
}

/// Speeds depend on the machine; lengths and numbers of claims have no scale: they are kept, not judged.
fn is_quality(name: &str) -> bool {
    const KEPT_ONLY: [&str; 6] = ["/s", "per gold claim", "_km", "mae", "auc", "wrong pairs"];
    !KEPT_ONLY.iter().any(|part| name.contains(part))
}

/// What a figure can reach: some scorers count to 1, some to 100.
fn scale(name: &str) -> f64 {
    const TO_ONE: [&str; 5] = ["trace /", "extract /", "copies /", "stories /", "own trace /"];
    if TO_ONE.iter().any(|task| name.starts_with(task)) { 1.0 } else { 100.0 }
}

fn lower_is_better(name: &str) -> bool {
    ["leak", "alarm", "wrong", "unresolved"].iter().any(|word| name.contains(word))
}

/// `date <tab> figure <tab> value`.
fn read(path: &Path) -> Result<BTreeMap<String, (String, f64)>> {
    let text = if path.exists() { std::fs::read_to_string(path)? } else { String::new() };
    let mut kept = BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        let mut columns = line.split('\t');
        let (Some(date), Some(name), Some(value)) = (columns.next(), columns.next(), columns.next()) else {
            bail!("{TABLE}: line {}: not date, figure, value", number + 1);
        };
        let value = value.parse().with_context(|| format!("{TABLE}: line {}", number + 1))?;
        kept.insert(name.to_owned(), (date.to_owned(), value));
    }
    Ok(kept)
}

/// The table with new figures; a figure that did not change keeps its date.
fn table(kept: &BTreeMap<String, (String, f64)>, figures: &BTreeMap<String, f64>) -> Result<String> {
    let today = Command::new("date").arg("+%Y-%m-%d").output().context("date")?;
    let today = String::from_utf8(today.stdout)?.trim().to_owned();
    let mut rows = kept.clone();
    for (name, &value) in figures {
        let value = (value * 10_000.0).round() / 10_000.0;
        let same = rows.get(name).is_some_and(|(_, before)| (before - value).abs() < 1e-9);
        if !same {
            rows.insert(name.clone(), (today.clone(), value));
        }
    }
    let mut text =
        String::from("# date\tfigure\tvalue: written by `cargo xtask gold --write`; speeds are kept, not judged\n");
    for (name, (date, value)) in rows {
        writeln!(text, "{date}\t{name}\t{value}")?;
    }
    Ok(text)
}
