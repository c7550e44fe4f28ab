//! The examples of `lang/*/attribute.toml`: what each rule and list must find, and what it must not.
//!
//! `[source] (cue) {content}`: the marks are taken out, the rest is read. Marked pieces of one kind belong to one report,
//! and may stand inside one another; what is marked must be among the reports found. Each entry has an example in which it
//! stands, and a list of stems has a frame, `each`, in which every verb of it, put where … stands, must be found.

use std::fs;
use std::path::Path;

use super::Attribution;
use super::frame;
use super::lexicon::{Class, LEXICONS};
use super::words::Words;
use crate::extract::{Dispatch, Document};

/// An example without its marks, and what they marked.
#[derive(Debug, Default)]
struct Example {
    text: String,
    source: Vec<String>,
    cue: Vec<String>,
    content: Vec<String>,
}

fn parse(marked: &str) -> Example {
    let mut example = Example::default();
    let mut open: Vec<(char, usize)> = Vec::new();
    for c in marked.chars() {
        match c {
            '[' | '(' | '{' => open.push((c, example.text.len())),
            ']' | ')' | '}' => {
                let (kind, start) = open.pop().expect("a mark that was opened");
                let words = example.text[start..].to_owned();
                match kind {
                    '[' => example.source.push(words),
                    '(' => example.cue.push(words),
                    _ => example.content.push(words),
                }
            }
            c => example.text.push(c),
        }
    }
    example
}

/// What a closure makes of the words of a text.
fn with_words<T>(lang: &str, text: &str, make: impl FnOnce(&Words) -> T) -> (Dispatch, T) {
    let dispatch = Dispatch::from(&Document { lang: Some(lang.to_owned()), ..Document::new("example", text) });
    let segments = crate::segment::segment(&dispatch);
    let marks = crate::annotate::annotate(&dispatch, &segments);
    let lexicon = dispatch.lang.and_then(|lang| LEXICONS.get(lang)).expect("a language with a lexicon");
    let made = make(&Words::new(&dispatch, &segments, &marks, lexicon));
    (dispatch, made)
}

/// What the grammar finds, without a tagger.
fn read(lang: &str, text: &str) -> (Dispatch, Vec<Attribution>) {
    with_words(lang, text, frame::find)
}

fn is(dispatch: &Dispatch, found: &Attribution, wanted: &Example) -> bool {
    let words =
        |spans: &[crate::Span]| -> Vec<String> { spans.iter().map(|s| dispatch.text.get(*s).to_owned()).collect() };
    words(&found.source) == wanted.source && words(&found.cue) == wanted.cue && words(&found.content) == wanted.content
}

fn show(dispatch: &Dispatch, found: &[Attribution]) -> String {
    let words = |spans: &[crate::Span]| spans.iter().map(|s| dispatch.text.get(*s)).collect::<Vec<_>>().join(" | ");
    let line = |a: &Attribution| format!("    [{}] ({}) {{{}}}", words(&a.source), words(&a.cue), words(&a.content));
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[expect(clippy::disallowed_methods, reason = "a test reads the sources of the tables")]
fn tables() -> Vec<(String, toml::Table)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang");
    let langs = crate::lang::Lang::known().map(|l| l.code().to_owned());
    langs
        .filter_map(|lang| {
            let text = fs::read_to_string(folder.join(&lang).join("attribute.toml")).ok()?;
            Some((lang, text.parse().expect("TOML")))
        })
        .collect()
}

fn strings<'t>(entry: &'t toml::Value, key: &str) -> impl Iterator<Item = &'t str> + use<'t> {
    entry.get(key).and_then(|v| v.as_array()).into_iter().flatten().filter_map(|v| v.as_str())
}

#[test]
fn each_rule_finds_its_examples_and_nothing_else() {
    let mut wrong: Vec<String> = Vec::new();
    let mut count = 0;
    for (lang, table) in tables() {
        for section in ["verbs", "words"] {
            for entry in table.get(section).and_then(|v| v.as_array()).into_iter().flatten() {
                for marked in strings(entry, "examples") {
                    count += 1;
                    let wanted = parse(marked);
                    let (dispatch, found) = read(&lang, &wanted.text);
                    if !found.iter().any(|a| is(&dispatch, a, &wanted)) {
                        wrong.push(format!("{lang}: {marked}\n{}", show(&dispatch, &found)));
                    }
                }
                for text in strings(entry, "not") {
                    count += 1;
                    let (dispatch, found) = read(&lang, text);
                    if !found.is_empty() {
                        wrong.push(format!("{lang}: nothing is said in: {text}\n{}", show(&dispatch, &found)));
                    }
                }
            }
        }
    }
    assert!(count > 50, "only {count} examples");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The finite forms of a stem, as its paradigm makes them.
fn forms<'t>(table: &'t toml::Table, verb: &'t toml::Value, stem: &'t str) -> impl Iterator<Item = String> + 't {
    let paradigm = verb.get("paradigm").and_then(|p| table.get("paradigms")?.get(p.as_str()?));
    let endings = paradigm.into_iter().flat_map(|p| strings(p, "finite")).take(3);
    // "s' exclam": words of a phrase stand apart as tokens do.
    endings.map(move |ending| format!("{stem}{ending}").replace("' ", "'"))
}

#[test]
fn each_verb_of_a_list_is_found_in_its_frame() {
    let mut wrong: Vec<String> = Vec::new();
    for (lang, table) in tables() {
        for (number, verb) in table.get("verbs").and_then(|v| v.as_array()).into_iter().flatten().enumerate() {
            let stems: Vec<&str> = strings(verb, "stems").collect();
            let Some(frame) = verb.get("each").and_then(|f| f.as_str()) else {
                if stems.len() > 1 {
                    wrong.push(format!("{lang}: verbs {number} has no frame for {}", stems.join(", ")));
                }
                continue;
            };
            for stem in stems {
                let found = forms(&table, verb, stem).any(|form| {
                    let wanted = parse(&frame.replace('…', &form));
                    let (dispatch, found) = read(&lang, &wanted.text);
                    found.iter().any(|a| is(&dispatch, a, &wanted))
                });
                if !found {
                    wrong.push(format!("{lang}: {stem}… in {frame}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} verbs are not found:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether an entry stands in a text: a verb by its number, a list by its class.
fn stands_in(lang: &str, text: &str, class: Class, verb: usize) -> bool {
    let hit = |words: &Words| {
        let is = |h: &super::words::Hit| h.class == class && (class != Class::Verb || h.verb == verb);
        (0..words.len()).any(|k| words.hits(k).iter().any(is))
    };
    with_words(lang, text, hit).1
}

#[test]
fn each_entry_stands_in_an_example() {
    let mut without: Vec<String> = Vec::new();
    for (lang, table) in tables() {
        for section in ["verbs", "words"] {
            for (number, entry) in table.get(section).and_then(|v| v.as_array()).into_iter().flatten().enumerate() {
                let class = match entry.get("class") {
                    Some(class) => class.clone().try_into().expect("a class"),
                    None => Class::Verb,
                };
                let found = strings(entry, "examples").any(|e| stands_in(&lang, &parse(e).text, class, number))
                    || strings(entry, "not").any(|text| stands_in(&lang, text, class, number));
                if !found {
                    without.push(format!("{lang}: {section} {number} ({class:?})"));
                }
            }
        }
    }
    assert!(without.is_empty(), "{} entries stand in no example of theirs:\n{}", without.len(), without.join("\n"));
}
