//! Runs the examples that stand beside the rules of every language.

use std::fs;

use super::{Times, times};
use crate::extract::{Dispatch, Document};
use crate::segment::segment;

/// The dispatch's own time in all examples: a Wednesday.
const PUBLISHED: &str = "2024-06-19T12:00";

fn read(lang: &str, text: &str) -> (String, Times) {
    let document =
        Document { lang: Some(lang.to_owned()), published: Some(PUBLISHED.to_owned()), ..Document::new("1", text) };
    let dispatch = Dispatch::from(&document);
    let times = times(&dispatch, &segment(&dispatch));
    (text.to_owned(), times)
}

/// `examples = ["Elle avait disparu [il y a cinq mois]. = 2024-01"]`: the words in brackets are an expression of this rule
/// with this value. `not = ["…"]`: the rule finds nothing there.
#[test]
fn rules_do_what_their_examples_say() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in fs_sorted("lang") {
        let Ok(source) = fs_read(&format!("{folder}/time.toml")) else { continue };
        let lang = folder.rsplit('/').next().unwrap();
        let table: toml::Table = source.parse().unwrap_or_else(|e| panic!("{folder}/time.toml: {e}"));
        for rule in table["rule"].as_array().expect("rules") {
            let name = rule["name"].as_str().expect("a name");
            let list = |key: &str| -> Vec<String> {
                let items = rule.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
                items.iter().map(|v| v.as_str().expect("text").to_owned()).collect()
            };
            for example in list("examples") {
                count += 1;
                let (marked, value) = example.rsplit_once(" = ").expect("an example ends in ` = VALUE`");
                let (Some(start), Some(end)) = (marked.find('['), marked.find(']')) else { panic!("{lang} {example}") };
                let text = marked.replace(['[', ']'], "");
                let (_, found) = read(lang, &text);
                let got = found.timexes.iter().find(|t| t.span.range() == (start..end - 1));
                if got.is_none_or(|t| t.value != value || t.rule != name) {
                    wrong.push(format!("{lang} {name}: {example}: {:?}", shown(&text, &found)));
                }
            }
            for text in list("not") {
                count += 1;
                let (_, found) = read(lang, &text);
                if found.timexes.iter().any(|t| t.rule == name) {
                    wrong.push(format!("{lang} {name}: not: {text}: {:?}", shown(&text, &found)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

fn shown(text: &str, times: &Times) -> Vec<String> {
    times.timexes.iter().map(|t| format!("{}: [{}] = {}", t.rule, &text[t.span.range()], t.value)).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test reads the sources of the tables")]
fn fs_read(path: &str) -> std::io::Result<String> {
    fs::read_to_string(path)
}

#[expect(clippy::disallowed_methods, reason = "a test reads the sources of the tables")]
fn fs_sorted(path: &str) -> Vec<String> {
    let mut out: Vec<String> =
        fs::read_dir(path).unwrap().map(|e| e.unwrap().path().to_string_lossy().into_owned()).collect();
    out.sort();
    out
}
