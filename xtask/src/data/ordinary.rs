//! Words that a capital makes no names of: `crates/selon/lang/*/ordinary.toml`.
//!
//! A word is one where marked text has it outside of names, often enough and more often than in them. German gives all its
//! nouns a capital: there, those of a dictionary that would else be taken for names are added.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use selon::annotate::place::fold;

use super::write;

/// A list: its language, the marked texts that it is counted in, and how often a word must stand there outside of names.
struct List {
    lang: &'static str,
    texts: &'static [&'static str],
    least: usize,
    note: &'static str,
}

const LISTS: [List; 4] = [
    List {
        lang: "de",
        texts: &["wikiann-de.jsonl"],
        least: 1,
        note: "Counted in WikiANN (annotations ODC-BY 1.0, text of Wikipedia CC BY-SA); nouns of the German Wiktionary that are also\n# parts of personal names or places, by the PyPI package german-nouns (CC BY-SA 4.0).",
    },
    List {
        lang: "nl",
        texts: &["wikiann-nl.jsonl"],
        least: 2,
        note: "Counted in WikiANN (annotations ODC-BY 1.0, text of Wikipedia CC BY-SA).",
    },
    List {
        lang: "fr",
        texts: &["wikiann-fr.jsonl", "gsd-fr-pos.jsonl"],
        least: 2,
        note: "Counted in WikiANN (annotations ODC-BY 1.0, text of Wikipedia CC BY-SA) and UD French GSD (CC BY-SA 4.0).",
    },
    List {
        lang: "pt",
        texts: &["wikiann-pt.jsonl", "bosque-pt.jsonl"],
        least: 2,
        note: "Counted in WikiANN (annotations ODC-BY 1.0, text of Wikipedia CC BY-SA) and UD Bosque (CC BY-SA 4.0).",
    },
];

/// Writes the lists for which `folder/marked` holds the texts.
pub(super) fn build(folder: &Path, lang: &Path) -> Result<()> {
    for list in LISTS {
        let mut words = counted(&folder.join("marked"), &list)?;
        if list.lang == "de" {
            words.extend(nouns(&folder.join("german_nouns/nouns.csv"))?);
        }
        let mut out = String::from(
            "# Words that a capital makes no names of: nouns that stand outside of names, and words that stand in small letters.\n",
        );
        write!(out, "# {}\nwords = \"\"\"\n", list.note)?;
        let mut width = 0;
        for word in &words {
            width += word.chars().count() + 1;
            let parted = width > 150;
            if parted {
                width = word.chars().count() + 1;
            }
            out.push_str(if out.ends_with('\n') {
                ""
            } else if parted {
                "\n"
            } else {
                " "
            });
            out.push_str(word);
        }
        out.push_str("\n\"\"\"\n");
        write(&lang.join(list.lang).join("ordinary.toml"), out.as_bytes())?;
    }
    Ok(())
}

/// The words of marked texts: one object a line, with `tokens` and `tags` (`O` outside of names) or `upos`.
fn counted(folder: &Path, list: &List) -> Result<BTreeSet<String>> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for name in list.texts {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let words = |key: &str| row[key].as_array().map(Vec::as_slice).unwrap_or_default();
            let marks = if row["tags"].is_array() { words("tags") } else { words("upos") };
            for (i, (token, mark)) in words("tokens").iter().zip(marks).enumerate() {
                let (Some(token), Some(mark)) = (token.as_str(), mark.as_str()) else { continue };
                let Some(first) = token.chars().next().filter(|c| c.is_alphabetic()) else { continue };
                let count = counts.entry(token.to_lowercase()).or_default();
                if mark == "PROPN" || mark.contains('-') {
                    count.1 += 1;
                } else if first.is_lowercase() || i > 0 {
                    count.0 += 1;
                }
            }
        }
    }
    let ordinary = |&(_, &(outside, inside)): &(&String, &(usize, usize))| outside >= list.least && outside > inside;
    Ok(counts.iter().filter(ordinary).map(|(word, _)| word.clone()).collect())
}

/// The forms of common nouns that the tables of name parts and places hold too.
fn nouns(path: &Path) -> Result<BTreeSet<String>> {
    let parts = fst::Map::new(selon_data::NAME_PARTS)?;
    let places = fst::Map::new(selon_data::PLACE_NAMES)?;
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut found = BTreeSet::new();
    // No field of the table has a comma but the one that names kinds of words, which stands in quotation marks.
    for line in text.lines().skip(1) {
        let (lemma, rest) = line.split_once(',').context("fields parted by commas")?;
        let (kinds, forms) = match rest.strip_prefix('"') {
            Some(rest) => rest.split_once('"').context("a closing mark")?,
            None => rest.split_once(',').context("fields parted by commas")?,
        };
        if !kinds.split(',').all(|k| matches!(k, "Substantiv" | "adjektivische Deklination")) {
            continue;
        }
        for form in std::iter::once(lemma).chain(forms.split(',')) {
            let word = form.chars().count() > 2 && form.chars().all(char::is_alphabetic);
            let capital = form.chars().skip(1).all(char::is_lowercase);
            let folded = fold(form);
            if word && capital && (parts.contains_key(&folded) || places.contains_key(&folded)) {
                found.insert(form.to_lowercase());
            }
        }
    }
    Ok(found)
}
