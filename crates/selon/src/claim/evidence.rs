//! How likely it is that two statements assert one fact: logistic regression over what they share and what they do not.

use super::feature::{Held, SORTS, Sort, Traits};

/// How many pieces of evidence there are.
const PIECES: usize = 18;

/// The evidence for and against two statements being one fact.
fn evidence(a: &Traits, b: &Traits) -> [f32; PIECES] {
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
    for x in both(a, b) {
        shared[x.sort as usize] += x.weight * x.weight;
    }
    shared
}

/// The features that two statements share.
fn both<'a>(a: &'a Traits, b: &'a Traits) -> impl Iterator<Item = &'a Held> {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) {
            i += usize::from(x.feature <= y.feature);
            j += usize::from(y.feature <= x.feature);
            if x.feature == y.feature {
                return Some(x);
            }
        }
        None
    })
}

/// What each piece of evidence is worth: fitted by logistic regression to the pairs of statements of hand-made stories.
const WEIGHTS: [f32; PIECES] = [
    -5.96, // nothing known
    0.34,  // shared concepts
    1.10,  // … as a part of all
    0.07,  // shared names
    0.69,  // … as a part of all
    0.65,  // shared numbers
    -3.58, // numbers differ, or counts exclude one another
    -2.15, // only one has numbers
    0.78,  // shared times
    -1.21, // times differ
    1.66,  // shared lengths of time
    0.10,  // shared words, or cognates across languages
    5.17,  // all that is shared, as a part of all
    -0.50, // both stand in one dispatch
    -0.81, // one says that it is not so
    1.43,  // the last voice of both chains is one
    1.78,  // in two languages: fitted 0.78, and one more, since less of what is the same can be seen to be so
    0.09,  // … and shared concepts then
];

/// The log odds that two statements assert one fact.
pub(super) fn log_odds(a: &Traits, b: &Traits) -> f32 {
    evidence(a, b).iter().zip(WEIGHTS).map(|(x, w)| x * w).sum()
}

/// Where two statements share no more than one thing: rare words meet by chance in what no fact is told of.
const LONE: f32 = -0.5;

/// Where one says that it is not so: what one denies and another asserts is no one fact.
const DENIED: f32 = -2.0;

/// The log odds that two statements of claims assert one fact. Of claims there are far fewer than of statements, and what sets the scene
/// is not among them, so less evidence is enough; where it is thin, it has to be of more than one kind.
pub(super) fn log_odds_of_claims(a: &Traits, b: &Traits) -> f32 {
    const ENOUGH: f32 = 1.0;
    let lone = if in_common(a, b) < 2 { LONE } else { 0.0 };
    let denied = if a.negative == b.negative { 0.0 } else { DENIED };
    log_odds(a, b) + ENOUGH + lone + denied
}

/// How many things two statements share, their last voice among them.
fn in_common(a: &Traits, b: &Traits) -> usize {
    let across = a.lang != b.lang;
    let told = |h: &Held| across || h.sort != Sort::Cognate;
    both(a, b).filter(|held| told(held)).count() + usize::from(a.voice.is_some() && a.voice == b.voice)
}

/// The log odds that two statements speak of one thing, whatever they say of it: without what tells for two facts.
pub(super) fn topic_odds(a: &Traits, b: &Traits) -> f32 {
    const APART: [usize; 4] = [6, 7, 13, 14];
    let evidence = evidence(a, b);
    (0..PIECES).filter(|i| !APART.contains(i)).map(|i| evidence[i] * WEIGHTS[i]).sum()
}
