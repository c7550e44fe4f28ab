//! The examples of `lang/*/attribute.toml`: what each rule and list must find, and what it must not.
//!
//! `[source] (cue) {content}`: the marks are taken out, the rest is read. Marked pieces of one kind belong to one report;
//! what is marked must be among the reports found.

use std::fs;
use std::path::Path;

use crate::attribute::Attribution;
use crate::extract::Document;
use crate::reading::Reading;

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

fn read(lang: &str, text: &str) -> Reading {
    Reading::of_document(&Document { lang: Some(lang.to_owned()), ..Document::new("example", text) })
}

fn is(reading: &Reading, found: &Attribution, wanted: &Example) -> bool {
    let words = |spans: &[crate::Span]| -> Vec<String> {
        spans.iter().map(|s| reading.dispatch.text.get(*s).to_owned()).collect()
    };
    words(&found.source) == wanted.source && words(&found.cue) == wanted.cue && words(&found.content) == wanted.content
}

fn show(reading: &Reading) -> String {
    let words =
        |spans: &[crate::Span]| spans.iter().map(|s| reading.dispatch.text.get(*s)).collect::<Vec<_>>().join(" | ");
    let all = &reading.attributions.attributions;
    let line = |a: &Attribution| format!("    [{}] ({}) {{{}}}", words(&a.source), words(&a.cue), words(&a.content));
    all.iter().map(line).collect::<Vec<_>>().join("\n")
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
                    let reading = read(&lang, &wanted.text);
                    if !reading.attributions.attributions.iter().any(|a| is(&reading, a, &wanted)) {
                        wrong.push(format!("{lang}: {marked}\n{}", show(&reading)));
                    }
                }
                for text in strings(entry, "not") {
                    count += 1;
                    let reading = read(&lang, text);
                    if !reading.attributions.attributions.is_empty() {
                        wrong.push(format!("{lang}: nothing is said in: {text}\n{}", show(&reading)));
                    }
                }
            }
        }
    }
    assert!(count > 50, "only {count} examples");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
