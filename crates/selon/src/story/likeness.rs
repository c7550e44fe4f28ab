//! How alike two dispatches are: the cosine of their words, the rare ones weighing most, and nearer in time more.

use std::collections::BTreeMap;

use super::features::{Feature, Kind};
use crate::extract::Dispatch;
use crate::lang::Lang;

/// How many dispatches of an archive hold each word, and other things that dispatches can share: the corpus statistics. A
/// word is counted for each language apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    holders: BTreeMap<u32, u32>,
}

/// What is thought of a word before it is met weighs as much as so many dispatches.
const PRIOR: f64 = 25.0;
/// Rare words weigh more by this power than their information.
const POWER: f64 = 1.35;

/// Counts, by what [`super::told`] names.
impl FromIterator<(u32, u32)> for Statistics {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(counts: I) -> Statistics {
        let mut holders: BTreeMap<u32, u32> = BTreeMap::new();
        for (hash, count) in counts {
            *holders.entry(hash).or_default() += count;
        }
        Statistics { holders }
    }
}

impl Statistics {
    /// How many dispatches hold something.
    pub(super) fn holders(&self, hash: u32) -> u32 {
        self.holders.get(&hash).copied().unwrap_or_default()
    }

    /// How many dispatches there are.
    pub(super) fn dispatches(&self) -> u32 {
        self.holders(ALL)
    }

    /// The weight of a feature of a dispatch.
    fn weight(&self, feature: &Feature, dispatch: &Dispatch) -> f64 {
        let all = if feature.kind == Kind::Consonants { ALL } else { of_language(dispatch.lang) };
        let (all, holders) = (self.holders(all), self.holders(in_language(feature, dispatch.lang)));
        let information =
            ((f64::from(all) + PRIOR) / (f64::from(holders) + PRIOR * feature.kind.frequency())).ln().max(0.0);
        (1.0 + f64::from(feature.count).max(0.5).ln()) * information.powf(POWER)
    }
}

/// Stands for all dispatches.
const ALL: u32 = 0;

/// Stands for all dispatches of a language.
fn of_language(lang: Option<Lang>) -> u32 {
    short(LANGUAGE ^ code(lang))
}

/// A feature among those of its language; consonants, which cross languages, stand alone.
fn in_language(feature: &Feature, lang: Option<Lang>) -> u32 {
    if feature.kind == Kind::Consonants { short(feature.key) } else { short(feature.key ^ code(lang)) }
}

/// Parts the hashes of languages from those of their words.
const LANGUAGE: u64 = 0x4c41_4e47_5541_4745;

fn code(lang: Option<Lang>) -> u64 {
    let code = lang.map_or_else(String::new, |l| l.code().to_owned());
    code.bytes().fold(1, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// A hash of half the length, well mixed.
pub(super) fn short(hash: u64) -> u32 {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// What statistics count of a dispatch: itself, its language, its words.
pub(super) fn counted(dispatch: &Dispatch, features: &[Feature]) -> Vec<u32> {
    let words = features.iter().map(|feature| in_language(feature, dispatch.lang));
    [ALL, of_language(dispatch.lang)].into_iter().chain(words).collect()
}

/// What a feature says where nothing is known of its archive.
pub(super) fn alone(feature: &Feature) -> f64 {
    (1.0 + f64::from(feature.count).max(0.5).ln()) * (1.0 / feature.kind.frequency()).ln().powf(POWER)
}

/// The weights of a dispatch's words, by key; their squares sum to one.
pub(super) fn vector(statistics: &Statistics, dispatch: &Dispatch, features: &[Feature]) -> Vec<(u64, f32)> {
    let weights: Vec<f64> = features.iter().map(|f| statistics.weight(f, dispatch)).collect();
    let norm = weights.iter().map(|w| w * w).sum::<f64>().sqrt().max(1e-9);
    features.iter().zip(weights).filter(|(_, w)| *w > 0.0).map(|(f, w)| (f.key, (w / norm) as f32)).collect()
}

/// The cosine of two vectors.
pub(super) fn cosine(a: &[(u64, f32)], b: &[(u64, f32)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += f64::from(a[i].1) * f64::from(b[j].1);
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// What the time between two dispatches makes of their likeness: days apart are two events rather than one, where the
/// words do not say otherwise. Nothing where a time is not known.
pub(super) fn of_time(a: &Dispatch, b: &Dispatch) -> f64 {
    let (Some(a), Some(b)) = (a.published.day(), b.published.day()) else { return 1.0 };
    match a.duration_until(b).as_hours().abs() / 24 {
        0..=3 => SOON,
        4..=30 => WEEKS,
        _ => 1.0,
    }
}

const SOON: f64 = 2.2;
const WEEKS: f64 = 1.6;
