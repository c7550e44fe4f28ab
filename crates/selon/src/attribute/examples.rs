//! The examples of `lang/*/attribute.toml`: what each rule and list must find, and what it must not.
//!
//! `[source] (cue) {content}`: the marks are taken out, the rest is read. Marked pieces of one kind belong to one report;
//! what is marked must be among the reports found.

use std::fs;
use std::path::Path;

use super::Attribution;
use super::frame;
use super::lexicon::LEXICONS;
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
    let mut open: Option<(char, usize)> = None;
    for c in marked.chars() {
        match c {
            '[' | '(' | '{' => open = Some((c, example.text.len())),
            ']' | ')' | '}' => {
                let (kind, start) = open.take().expect("a mark that was opened");
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

/// What the grammar finds, without a tagger.
fn read(lang: &str, text: &str) -> (Dispatch, Vec<Attribution>) {
    let dispatch = Dispatch::from(&Document { lang: Some(lang.to_owned()), ..Document::new("example", text) });
    let segments = crate::segment::segment(&dispatch);
    let marks = crate::annotate::annotate(&dispatch, &segments);
    let lexicon = dispatch.lang.and_then(|lang| LEXICONS.get(lang)).expect("a language with a lexicon");
    let found = frame::find(&Words::new(&dispatch, &segments, &marks, lexicon));
    (dispatch, found)
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
