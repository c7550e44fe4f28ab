//! Names without what differs from page to page: case, accents, leading articles, marks.

use std::collections::BTreeSet;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::lang::{Lang, Table, Tables};

static ARTICLES: Tables<Articles> = Tables::new();

/// `lang/*/article.toml`: words that open a name and are no part of it.
struct Articles {
    words: BTreeSet<String>,
    prefixes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// Words of their own.
    #[serde(default)]
    articles: BTreeSet<String>,
    /// Articles written in one with the word; the longest first.
    #[serde(default)]
    prefixes: Vec<String>,
}

impl Table for Articles {
    const FILE: &'static str = "article";
    type Source = Source;

    fn compile(source: Source, _: Lang) -> Articles {
        Articles { words: source.articles, prefixes: source.prefixes }
    }
}

/// Whether a word opens names in any language: pages cite names of other languages with their articles.
fn is_article(word: &str) -> bool {
    ARTICLES.all().any(|(_, articles)| articles.words.contains(word))
}

/// A word without the article that is written in one with it, where three letters or more are left.
fn bare(word: &str) -> &str {
    let cut = ARTICLES.all().flat_map(|(_, a)| &a.prefixes).find_map(|p| word.strip_prefix(p.as_str()));
    cut.filter(|rest| rest.chars().count() >= 3).unwrap_or(word)
}

/// A name in lower case, without accents, marks and leading articles; single blanks between words.
///
/// ```
/// use selon::concept::fold;
/// assert_eq!(fold("L'Écho d'Iroise"), "echo d iroise");
/// assert_eq!(fold("The Strand Courier"), "strand courier");
/// assert_eq!(fold("كريم الحديد"), "كريم حديد");
/// ```
pub fn fold(name: &str) -> String {
    let plain: String = if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
    };
    let mut words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && is_article(words[0]) {
        words.remove(0);
    }
    // Only scripts without capitals write articles in one with the word.
    if words.iter().any(|w| !w.is_ascii() && w.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())) {
        for word in &mut words {
            *word = bare(word);
        }
    }
    words.join(" ")
}

/// Whether a name is one wherever it is read: some word in it is written with a capital, or its script has none.
pub fn is_proper(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.any(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase())))
}
