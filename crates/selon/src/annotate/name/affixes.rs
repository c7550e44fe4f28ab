//! How names change between languages: `selon-data/names/affixes.tsv`.

use std::sync::LazyLock;

type List = LazyLock<Vec<&'static str>>;

/// Languages that put endings of cases to names.
pub(super) static INFLECTED: List = LazyLock::new(|| list("inflected"));
/// Small words inside names that some spellings leave out.
pub(super) static SMALL: List = LazyLock::new(|| list("small"));
/// Small words between the parts of a person's name.
pub(super) static PARTICLES: List = LazyLock::new(|| list("particles"));
/// Articles written as one with the word behind.
pub(super) static ARTICLES: List = LazyLock::new(|| list("articles"));
/// Endings of cases that hold a consonant, in plain Latin letters, the longest first.
pub(super) static CASES: List = LazyLock::new(|| {
    let mut cases = list("cases");
    cases.sort_by_key(|c| std::cmp::Reverse(c.len()));
    cases
});
/// Endings of cases of places.
pub(super) static ENDINGS: List = LazyLock::new(|| list("endings"));
/// The endings of names that they may stand for.
pub(super) static NOMINATIVES: List = LazyLock::new(|| list("nominatives"));

/// Letters that spell one sound together, and the sound's letter in skeletons.
pub(super) static SOUNDS: LazyLock<Vec<(&'static str, char)>> =
    LazyLock::new(|| list("sounds").into_iter().filter_map(sound).collect());
/// What some letters spell in a group of languages.
pub(super) static SPELLINGS: LazyLock<Vec<Vec<(&'static str, char)>>> = LazyLock::new(|| {
    let spellings = list("spellings");
    spellings.into_iter().map(|group| group.split(',').filter_map(sound).collect()).collect()
});

fn sound(pair: &'static str) -> Option<(&'static str, char)> {
    let (letters, sound) = pair.split_once('=')?;
    Some((letters, sound.chars().next()?))
}

fn list(name: &str) -> Vec<&'static str> {
    let lines = selon_data::NAME_AFFIXES.lines().filter(|l| !l.starts_with('#'));
    let mut found = lines.filter_map(|l| l.split_once('\t')).filter(|(n, _)| *n == name);
    found.next().map(|(_, words)| words.split(' ').collect()).unwrap_or_default()
}
