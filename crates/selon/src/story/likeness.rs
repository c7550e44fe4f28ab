//! How alike two dispatches are: the cosine of their words, the rare ones weighing most, and nearer in time more.

use std::collections::BTreeMap;

use super::features::{Feature, Kind};
use crate::extract::Dispatch;
use crate::lang::Lang;

/// How many dispatches of a language hold each word: the corpus statistics.
#[derive(Debug, Default)]
pub(super) struct Statistics {
    dispatches: BTreeMap<Option<Lang>, u32>,
    /// By word and language; consonants, which cross languages, stand without one.
    holders: BTreeMap<(u64, Option<Lang>), u32>,
    all: u32,
}

/// What is thought of a word before it is met weighs as much as so many dispatches.
const PRIOR: f64 = 25.0;
/// Rare words weigh more by this power than their information.
const POWER: f64 = 1.35;

impl Statistics {
    /// Counts the words of dispatches.
    pub(super) fn of(dispatches: &[&Dispatch], features: &[Vec<Feature>]) -> Statistics {
        let mut statistics = Statistics::default();
        for (dispatch, features) in dispatches.iter().zip(features) {
            statistics.all += 1;
            *statistics.dispatches.entry(dispatch.lang).or_default() += 1;
            for feature in features {
                *statistics.holders.entry((feature.key, language(feature, dispatch))).or_default() += 1;
            }
        }
        statistics
    }

    /// The weight of a feature of a dispatch.
    fn weight(&self, feature: &Feature, dispatch: &Dispatch) -> f64 {
        let language = language(feature, dispatch);
        let all = if feature.kind == Kind::Consonants {
            self.all
        } else {
            self.dispatches.get(&language).copied().unwrap_or_default()
        };
        let holders = self.holders.get(&(feature.key, language)).copied().unwrap_or_default();
        let information =
            ((f64::from(all) + PRIOR) / (f64::from(holders) + PRIOR * feature.kind.frequency())).ln().max(0.0);
        (1.0 + f64::from(feature.count).max(0.5).ln()) * information.powf(POWER)
    }
}

fn language(feature: &Feature, dispatch: &Dispatch) -> Option<Lang> {
    if feature.kind == Kind::Consonants { None } else { dispatch.lang }
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
