//! How likely it is that two statements assert one fact: logistic regression over what they share and what they do not.

use super::feature::{SORTS, Sort, Traits};

/// What is known of two statements, and what each of it is worth.
pub(super) const NAMES: [&str; 18] = [
    "bias",
    "concepts",
    "concepts_part",
    "names",
    "names_part",
    "numbers",
    "numbers_differ",
    "number_one",
    "times",
    "times_differ",
    "lengths",
    "words",
    "all_part",
    "same_page",
    "polarity",
    "voice",
    "across",
    "across_concepts",
];

/// The evidence for and against two statements being one fact.
pub(super) fn evidence(a: &Traits, b: &Traits) -> [f32; NAMES.len()] {
    let shared = shared(a, b);
    let across = a.lang != b.lang;
    let words = if across { Sort::Cognate } else { Sort::Word } as usize;
    let of = |sort: Sort| shared[sort as usize].sqrt();
    let part = |sort: Sort| {
        let sort = sort as usize;
        let least = a.mass[sort] * b.mass[sort];
        if least > 0.0 { shared[sort] / least.sqrt() } else { 0.0 }
    };
    let have = |sort: Sort| (a.mass[sort as usize] > 0.0, b.mass[sort as usize] > 0.0);
    let differ = |sort: Sort| have(sort) == (true, true) && shared[sort as usize] == 0.0;
    let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
    let sorts = [Sort::Concept as usize, Sort::Name as usize, Sort::Length as usize, words];
    let mass = |t: &Traits| 1.0 + sorts.iter().map(|&s| t.mass[s]).sum::<f32>();
    let all = sorts.iter().map(|&s| shared[s]).sum::<f32>() + shared[Sort::Number as usize];
    let (one, two) = have(Sort::Number);
    let differ_in_number = differ(Sort::Number) || excludes(a, b);
    [
        1.0,
        of(Sort::Concept),
        part(Sort::Concept),
        of(Sort::Name),
        part(Sort::Name),
        of(Sort::Number),
        flag(differ_in_number),
        flag(one != two),
        of(Sort::Time),
        flag(differ(Sort::Time)),
        of(Sort::Length),
        shared[words].sqrt(),
        all / (mass(a) * mass(b)).sqrt(),
        flag(a.reading == b.reading),
        flag(a.negative != b.negative),
        flag(a.voice.is_some() && a.voice == b.voice),
        flag(across),
        if across { of(Sort::Concept) } else { 0.0 },
    ]
}

/// Whether counts of one thing exclude one another, and none agree.
fn excludes(a: &Traits, b: &Traits) -> bool {
    let pairs = || a.counts.iter().flat_map(|x| b.counts.iter().map(move |y| (x, y)));
    pairs().any(|(x, y)| x.excludes(y)) && !pairs().any(|(x, y)| x.what == y.what && !x.excludes(y))
}

/// The squared weights of the features that two statements share, by sort.
fn shared(a: &Traits, b: &Traits) -> [f32; SORTS] {
    let mut shared = [0.0; SORTS];
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) {
        match x.feature.cmp(&y.feature) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared[x.sort as usize] += x.weight * x.weight;
                i += 1;
                j += 1;
            }
        }
    }
    shared
}

/// What each piece of evidence is worth.
const WEIGHTS: [f32; NAMES.len()] =
    [-5.95, 0.34, 1.12, 0.07, 0.71, 0.65, -3.60, -2.16, 0.77, -1.21, 1.66, 0.11, 5.14, -0.49, -0.80, 1.40, 0.77, 0.10];

/// The log odds that two statements assert one fact.
pub(super) fn log_odds(a: &Traits, b: &Traits) -> f32 {
    evidence(a, b).iter().zip(WEIGHTS).map(|(x, w)| x * w).sum()
}

/// The log odds that two statements speak of one thing, whatever they say of it: without what tells for two facts.
pub(super) fn topic_odds(a: &Traits, b: &Traits) -> f32 {
    const APART: [usize; 4] = [6, 7, 13, 14];
    let evidence = evidence(a, b);
    (0..NAMES.len()).filter(|i| !APART.contains(i)).map(|i| evidence[i] * WEIGHTS[i]).sum()
}
