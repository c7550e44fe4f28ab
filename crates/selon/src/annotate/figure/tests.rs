use proptest::prelude::*;

use super::Figure;
use crate::annotate::time::Times;
use crate::lang::Lang;
use crate::{Dispatch, Document, Reading};

fn figures(lang: &str, text: &str) -> (Reading, Vec<Figure>) {
    let reading = Reading::of_document(&Document { lang: Some(lang.to_owned()), ..Document::new("1", text) });
    let found = reading.marks.figures.clone();
    (reading, found)
}

/// "dead 12..; injured 3..3"
fn written(figures: &[Figure]) -> Vec<String> {
    let end = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    figures.iter().map(|f| format!("{} {}..{}", f.what, end(f.low), end(f.high))).collect()
}

/// The examples of the tables: what an entry must find, and that its `not` finds nothing of its kind.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the sources of the tables")]
fn the_tables_do_what_their_examples_say() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for lang in Lang::known() {
        let path = format!("{}/lang/{lang}/figure.toml", env!("CARGO_MANIFEST_DIR"));
        let Ok(file) = std::fs::read_to_string(&path) else { continue };
        let table: toml::Table = file.parse().expect(&path);
        let entries = ["event", "noun"].iter().filter_map(|k| table.get(*k)?.as_array()).flatten();
        for entry in entries {
            let what = entry["what"].as_str().expect("a what");
            let list = |key: &str| entry.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
            for example in list("examples") {
                let (text, want) = example.as_str().and_then(|e| e.split_once(" => ")).expect("text => figures");
                let got = written(&figures(lang.code(), text).1);
                let want: Vec<&str> = want.split("; ").collect();
                if got != want {
                    wrong.push(format!("{lang} {what}: {text}\n  want {want:?}\n  got  {got:?}"));
                }
                seen += 1;
            }
            for text in list("not") {
                let text = text.as_str().expect("a text");
                let found = figures(lang.code(), text).1;
                if found.iter().any(|f| f.what == what) {
                    wrong.push(format!("{lang} {what}: {text}\n  got {:?}", written(&found)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 50, "only {seen} examples were read");
}

#[test]
fn what_is_no_count_is_left_alone() {
    for (lang, text) in [
        ("fr", "Il a 45 ans. Rendez-vous à 9 h 30, le 17 mars 2031, au 01 45 67 89 10."),
        ("fr", "Le match s'est terminé 3-1. La saison 2030-2031 commence."),
        ("en", "She is 45 years old; call +33 1 45 67 89 10 at 9:30 am on 17 March 2031."),
        ("en", "The team won 3-1. Flight 370 left."),
        ("de", "Er ist 45 Jahre alt und kommt um 9 Uhr am 3. Mai 2031."),
    ] {
        assert_eq!(written(&figures(lang, text).1), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn any_noun_can_be_counted() {
    for (lang, text, want) in [
        ("fr", "Elle transportait quarante kilos d'or dans trois valises.", vec!["kilograms 40..40", "valises 3..3"]),
        ("fr", "Entre 20 et 25 ponts ont cédé.", vec!["ponts 20..25"]),
        ("en", "The thieves took four stolen paintings and 12 clocks.", vec!["paintings 4..4", "clocks 12..12"]),
        ("en", "It needs $5bn to $6bn.", vec!["money 5000000000..5000000000", "money 6000000000..6000000000"]),
        ("de", "Rund zwei Millionen Euro und 30 alte Uhren fehlen.", vec!["money 2000000..2000000", "uhren 30..30"]),
    ] {
        assert_eq!(written(&figures(lang, text).1), want, "{text}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test takes the time")]
fn a_text_of_only_numbers_takes_no_long_time() {
    for word in ["12 ", "vingt ", "entre 3 et ", "1-2", "dizaines de "] {
        let text = word.repeat(100_000);
        let dispatch = Dispatch::from(&Document { lang: Some("fr".into()), ..Document::new("1", text) });
        let segments = crate::segment::segment(&dispatch);
        let began = std::time::Instant::now();
        super::figures(&dispatch, &segments, &Times::default());
        assert!(began.elapsed().as_secs() < 8, "{word:?}: {:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn spans_read_back_and_bounds_are_in_order(text in "((au moins|entre|et|12|20|3,5|mille|vingt|morts|blessés|de|,|\\PC) ){0,30}") {
        let (reading, found) = figures("fr", &text);
        for figure in found {
            prop_assert!(!reading.dispatch.text.get(figure.span).is_empty());
            if let (Some(low), Some(high)) = (figure.low, figure.high) {
                prop_assert!(low <= high);
            }
        }
    }
}
