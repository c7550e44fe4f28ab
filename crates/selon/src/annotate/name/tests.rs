use proptest::prelude::*;

use super::{Kind, Names};
use crate::{Dispatch, Document, Reading};

fn names(lang: &str, text: &str) -> (Reading, Names) {
    let reading = Reading::of_document(&Document { lang: Some(lang.to_owned()), ..Document::new("1", text) });
    let names = reading.marks.names.clone();
    (reading, names)
}

fn written(lang: &str, text: &str) -> Vec<(String, Kind)> {
    let (reading, names) = names(lang, text);
    names.names.iter().map(|n| (reading.dispatch.text.get(n.span).to_owned(), n.kind)).collect()
}

fn check(lang: &str, text: &str, want: &[(&str, Kind)]) {
    let got = written(lang, text);
    let got: Vec<(&str, Kind)> = got.iter().map(|(n, k)| (n.as_str(), *k)).collect();
    assert_eq!(got, want, "{text}");
}

#[test]
fn titles_lists_and_small_words_tell_names_and_kinds() {
    use Kind::{Organisation, Person, Place};
    check(
        "fr",
        "Le maire de Lille, Marc de Vries, a saisi la Cour pénale internationale.",
        &[("Lille", Place), ("Marc de Vries", Person), ("Cour pénale internationale", Organisation)],
    );
    check(
        "fr",
        "« Non », a dit M. Tazir à Annaba, selon l'agence Sahel Info.",
        &[("Tazir", Person), ("Annaba", Place), ("Sahel Info", Organisation)],
    );
    check(
        "en",
        "President Ann Okafor left Lagos for South Korea, the Kestrel Bank said.",
        &[("Ann Okafor", Person), ("Lagos", Place), ("South Korea", Place), ("Kestrel Bank", Organisation)],
    );
    check("de", "Bundeskanzlerin Anna Weber reiste nach Köln.", &[("Anna Weber", Person), ("Köln", Place)]);
}

#[test]
fn ordinary_words_and_those_of_origin_are_no_names() {
    use Kind::{Person, Place};
    check("de", "Frau Koch sagte, der Koch habe Glück.", &[("Koch", Person)]);
    check("de", "Ein Mann in Essen fand Gold im Dach.", &[("Essen", Place)]);
    check("de", "Heute haben die Länder Hessen und Sachsen geschlossen.", &[("Hessen", Place), ("Sachsen", Place)]);
    check("en", "It was HIGHLY praised by a Chilean visitor to Chile.", &[("Chile", Place)]);
}

#[test]
fn a_surname_and_an_acronym_stand_for_the_full_name() {
    let (_, names) = names(
        "fr",
        "Le ministre Karim Tazir a parlé. La Société des ports bretons (SPB) se tait. M. Tazir insiste, la SPB aussi.",
    );
    let tazir = names.entities.iter().find(|e| e.name == "Karim Tazir").expect("the full name");
    assert_eq!(tazir.aliases, ["Tazir"]);
    assert_eq!(tazir.role.as_deref(), Some("ministre"));
    let spb: Vec<usize> = names.names.iter().filter(|n| n.kind == Kind::Organisation).map(|n| n.entity).collect();
    assert!(spb.windows(2).all(|w| w[0] == w[1]), "{:?}", names.entities);
}

#[test]
fn two_of_one_surname_stay_apart_from_the_surname_alone() {
    let (_, names) = names("fr", "Jean Roz et Anne Roz sont venus. Roz a parlé.");
    assert_eq!(names.entities.len(), 3, "{:?}", names.entities);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test takes the time")]
fn hostile_texts_take_no_long_time() {
    let all_capitals = "Aa Bb ".repeat(60_000);
    let one_word = "A".repeat(10_000) + " " + &"x".repeat(200_000);
    let brackets = "Paris (P) ".repeat(30_000);
    for text in [all_capitals, one_word, brackets] {
        let dispatch = Dispatch::from(&Document { lang: Some("fr".into()), ..Document::new("1", text) });
        let segments = crate::segment::segment(&dispatch);
        let began = std::time::Instant::now();
        super::names(&dispatch, &segments);
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn names_stand_in_order_and_read_back(text in "((Paris|M\\.|Jean|de|Roz|ONU|\\(|\\)|,|président|\\PC) ){0,40}", lang in "fr|en|de|pt|ar|ru") {
        let (reading, names) = names(&lang, &text);
        for pair in names.names.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
        for name in &names.names {
            prop_assert!(!reading.dispatch.text.get(name.span).trim().is_empty());
            prop_assert!(name.entity < names.entities.len());
        }
    }
}
