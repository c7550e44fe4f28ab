//! Laws of attribution, and chains as whole dispatches give them.

use proptest::prelude::*;

use super::{Mode, VoiceKind};
use crate::extract::{Dispatch, Document};
use crate::reading::Reading;

fn read(lang: &str, text: &str) -> Reading {
    Reading::of_document(&Document {
        lang: Some(lang.to_owned()),
        outlet: Some("Le Phare".to_owned()),
        ..Document::new("1", text)
    })
}

/// The chains of the statements, outermost first, one line each: "Le Phare < TASS: …".
fn chains(reading: &Reading) -> Vec<String> {
    let found = &reading.attributions;
    let name = |v: &usize| found.voices[*v].name.as_str();
    let line = |s: &super::Statement| {
        let chain: Vec<&str> = s.chain.iter().map(name).collect();
        format!("{}: {}", chain.join(" < "), reading.dispatch.text.get(s.span))
    };
    found.statements.iter().map(line).collect()
}

#[test]
fn the_order_of_relay_is_not_the_order_of_words() {
    let reading = read("fr", "L'agence Brume, citant une source anonyme au palais, rapporte que le port est fermé.");
    assert_eq!(
        chains(&reading),
        [
            "Le Phare < Brume < une source anonyme au palais: L'agence Brume, citant une source anonyme au palais, rapporte que le port est fermé"
        ],
    );
    let source = reading.attributions.voices.last().unwrap();
    assert_eq!(source.kind, VoiceKind::Unnamed);
    assert_eq!(source.of.map(|v| reading.attributions.voices[v].name.as_str()), Some("Brume"));
}

#[test]
fn a_report_is_carried_on_and_up() {
    let text = "Le port de Kerlan est fermé depuis dimanche soir.\n\
                L'agence Brume, citant un douanier, rapporte que le port de Kerlan est fermé. \
                Selon la même source, deux navires attendent au large.";
    let reading = read("fr", text);
    let chains = chains(&reading);
    assert!(chains.iter().all(|c| c.starts_with("Le Phare < Brume < un douanier: ")), "{chains:#?}");
    assert_eq!(chains.len(), 3);
}

#[test]
fn the_agency_of_a_dispatch_stands_second() {
    let document = Document {
        lang: Some("en".into()),
        outlet: Some("The Lamp".into()),
        ..Document::new(
            "1",
            "The bridge over the river is shut for a week, the prefect told Gale News. It opened in 1910.",
        )
    };
    let dispatch = Dispatch { agencies: vec!["Gale News".into()], ..Dispatch::from(&document) };
    let reading = Reading::of_dispatch(dispatch);
    assert_eq!(
        chains(&reading),
        [
            "The Lamp < Gale News < prefect: The bridge over the river is shut for a week",
            "The Lamp < Gale News: It opened in 1910"
        ]
    );
}

#[test]
fn modes_go_by_the_marks() {
    let mode = |text: &str| read("en", text).attributions.attributions[0].mode;
    assert_eq!(mode("\"The bridge will be shut for weeks,\" the mayor said."), Mode::Direct);
    assert_eq!(mode("The mayor said that the bridge was shut."), Mode::Indirect);
    assert_eq!(mode("The mayor said that the bridge was \"a ruin\" and would be shut."), Mode::Mixed);
}

/// Words that the frames of ten languages look for, in any order.
const WORDS: &str = "(Selon|dit|« |»|, |\\. |\"|said|the mayor|that|citing|AFP|et|que|:|a-t-il|l'a confirmé|lit-on|dans|le rapport|nous|\
    Das|teilte|mit|die Behörde|sagte|nach eigenen Angaben|beide|und|zufolge|Añadió|dijo|según|de acordo com|lê-se|si legge|nel|ha detto|\
    zei|aldus|volgens|meldt|قال|أن|وكالة|لوكالة|عن|إن|بحسب|сообщил|по данным|агентство|что|со ссылкой на|göre|bildirdi|belirten|\
    Ajansı'na|dedi|açıklamasına|Kessler|Karim Adel| |\n|[A-Zé]{1,5}){0,60}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn spans_read_back_and_indices_hold(lang in 0usize..10, text in WORDS) {
        let lang = ["fr", "en", "de", "es", "it", "pt", "nl", "ar", "ru", "tr"][lang];
        let reading = read(lang, &text);
        let found = &reading.attributions;
        for a in &found.attributions {
            for span in a.source.iter().chain(&a.cue).chain(&a.content) {
                prop_assert!(!span.is_empty());
                prop_assert_eq!(reading.dispatch.text.get(*span), &text[span.range()]);
            }
            prop_assert!(a.chain.iter().all(|&v| v < found.voices.len()));
            prop_assert!(a.parent.into_iter().chain(a.via).all(|p| p < found.attributions.len()));
        }
        for s in &found.statements {
            prop_assert!(!s.chain.is_empty() && s.chain.iter().all(|&v| v < found.voices.len()));
        }
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,400}") {
        read("fr", &text);
    }
}

#[test]
fn an_endless_sentence_costs_what_many_short_ones_do() {
    let text = "selon le maire, dit-il, citant l'agence Brume, ".repeat(4000);
    read("fr", &text);
}
