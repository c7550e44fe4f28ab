//! Stories: which dispatches tell of the same event, across languages.
//!
//! Dispatches that share rare words are compared; those that are most alike on average are joined (average linkage). The
//! words are weighed by how rare they are in their own language; names and figures carry a story over to another one.

mod before;
mod cluster;
mod evidence;
mod features;
mod likeness;

use std::collections::BTreeMap;

use self::before::Before;
use self::cluster::{Edge, clusters};
use self::features::{Feature, features};
pub use self::likeness::Statistics;
use self::likeness::{cosine, of_time, vector};
use crate::extract::Dispatch;
use crate::reading::Reading;
use crate::reuse::Copy;

/// Two dispatches with a likeness below this tell of two events.
const THRESHOLD: f64 = 0.213;
/// Likenesses below this are not kept.
const FAINT: f64 = 0.04;
/// Candidates are found by so many of the heaviest words …
const HEAVIEST: usize = 40;
/// … of each of which the last so many dispatches before are looked at.
const LAST: usize = 64;
/// A dispatch is known in an archive by so many of its features.
const KEYS: usize = 48;

/// For each reading the number of its story; stories are numbered in the order of their first dispatch. Where no statistics
/// are given, the readings are all that is known of their archive.
pub fn stories(readings: &[&Reading], copies: &[Copy], statistics: Option<&Statistics>) -> Vec<usize> {
    let mut cluster = by_words(&readings.iter().map(|r| &r.dispatch).collect::<Vec<_>>(), statistics);
    evidence::join(readings, copies, statistics, &mut cluster);
    numbered(&cluster)
}

/// The same by words alone, for dispatches that have not been read further.
pub fn stories_of(dispatches: &[&Dispatch]) -> Vec<usize> {
    by_words(dispatches, None)
}

/// What a dispatch tells of, without regard to any other: its names, numbers and long words that say most; and all of it that
/// [`Statistics`] count. Hashes.
pub fn told(reading: &Reading) -> (Vec<u32>, Vec<u32>) {
    let features = features(&reading.dispatch);
    let mut counted = likeness::counted(&reading.dispatch, &features);
    counted.extend(evidence::counted(reading));
    let mut all: Vec<(f64, u64)> = features.iter().map(|f| (likeness::alone(f), f.key)).collect();
    all.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    (all.into_iter().take(KEYS).map(|(_, key)| likeness::short(key)).collect(), counted)
}

fn by_words(dispatches: &[&Dispatch], statistics: Option<&Statistics>) -> Vec<usize> {
    let mut given: Vec<usize> = (0..dispatches.len()).collect();
    given.sort_by(|&x, &y| {
        let key = |i: usize| (dispatches[i].published.sort_key(), &dispatches[i].id, &dispatches[i].sha256);
        key(x).cmp(&key(y))
    });
    let ordered: Vec<&Dispatch> = given.iter().map(|&i| dispatches[i]).collect();
    let of = clusters(ordered.len(), &edges(&ordered, statistics), THRESHOLD);
    // Numbers in the order of the caller's dispatches.
    let mut cluster = vec![0; of.len()];
    for (place, &i) in given.iter().enumerate() {
        cluster[i] = of[place];
    }
    numbered(&cluster)
}

/// Numbers clusters in the order of their first member.
fn numbered(cluster: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    cluster
        .iter()
        .map(|first| {
            let next = numbers.len();
            *numbers.entry(*first).or_insert(next)
        })
        .collect()
}

/// How alike dispatches are, where they share heavy words.
fn edges(dispatches: &[&Dispatch], statistics: Option<&Statistics>) -> Vec<Edge> {
    let all: Vec<Vec<Feature>> = dispatches.iter().map(|d| features(d)).collect();
    let shown;
    let statistics = if let Some(known) = statistics {
        known
    } else {
        shown = dispatches.iter().zip(&all).flat_map(|(d, f)| likeness::counted(d, f)).map(|hash| (hash, 1)).collect();
        &shown
    };
    let vectors: Vec<Vec<(u64, f32)>> = dispatches.iter().zip(&all).map(|(d, f)| vector(statistics, d, f)).collect();
    let heaviest: Vec<Vec<u64>> = vectors.iter().map(|v| heaviest(v)).collect();
    let archive = Before::of(&heaviest);
    let mut edges = Vec::new();
    for (b, of_b) in vectors.iter().enumerate() {
        let mut candidates: Vec<u32> =
            heaviest[b].iter().flat_map(|&feature| archive.before(feature, b as u32, LAST)).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        for a in candidates.into_iter().map(|a| a as usize) {
            let likeness = cosine(&vectors[a], of_b) * of_time(dispatches[a], dispatches[b]);
            if likeness >= FAINT {
                edges.push(Edge { a, b, likeness });
            }
        }
    }
    edges
}

/// The features of a dispatch that weigh most, by which others find it.
fn heaviest(vector: &[(u64, f32)]) -> Vec<u64> {
    let mut all = vector.to_vec();
    all.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    all.into_iter().take(HEAVIEST).map(|(feature, _)| feature).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Document;
    use proptest::prelude::*;

    fn document(id: &str, lang: &str, published: &str, title: &str, text: &str) -> Document {
        Document {
            id: id.into(),
            text: text.into(),
            lang: Some(lang.into()),
            published: Some(published.into()),
            title: Some(title.into()),
            outlet: None,
            url: None,
        }
    }

    /// Two fires in one week, the second in two languages.
    fn documents() -> Vec<Document> {
        vec![
            document(
                "a",
                "en",
                "2031-05-02",
                "Warehouse fire in Tarnby",
                "A fire destroyed a paint warehouse in Tarnby on Friday. Mayor Inge Holm said 40 firemen fought it for 6 hours.",
            ),
            document(
                "b",
                "en",
                "2031-05-02",
                "Tarnby warehouse burns",
                "The paint warehouse of Tarnby burnt down on Friday, Mayor Inge Holm said; 40 firemen were there for 6 hours.",
            ),
            document(
                "c",
                "en",
                "2031-05-06",
                "Fire in a school in Oldwick",
                "A fire broke out in a school in Oldwick on Tuesday. Headmaster Sam Reeve said all 312 pupils were safe.",
            ),
            document(
                "d",
                "fr",
                "2031-05-06",
                "Incendie dans une école d'Oldwick",
                "Un incendie a éclaté mardi dans une école d'Oldwick. Les 312 élèves sont sains et saufs, a dit le directeur, Sam Reeve.",
            ),
        ]
    }

    fn together(documents: &[Document]) -> Vec<Vec<String>> {
        let dispatches: Vec<Dispatch> = documents.iter().map(Dispatch::from).collect();
        let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (dispatch, story) in dispatches.iter().zip(stories_of(&dispatches.iter().collect::<Vec<_>>())) {
            groups.entry(story).or_default().push(dispatch.id.clone());
        }
        let mut groups: Vec<Vec<String>> = groups.into_values().collect();
        for group in &mut groups {
            group.sort();
        }
        groups.sort();
        groups
    }

    #[test]
    fn two_like_events_in_a_week_stay_two_and_one_in_two_languages_is_one() {
        assert_eq!(together(&documents()), [["a", "b"], ["c", "d"]]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_input_does_not_matter(order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle()) {
            let all = documents();
            let shuffled: Vec<Document> = order.iter().map(|&i| all[i].clone()).collect();
            prop_assert_eq!(together(&shuffled), together(&all));
        }
    }
}
