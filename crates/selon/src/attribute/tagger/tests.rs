use proptest::prelude::*;

use super::find;
use super::model::Model;
use crate::attribute::{Attribution, Mode};
use crate::extract::{Dispatch, Document};
use crate::segment::segment;
use crate::text::Text;

fn read(text: &str) -> (Dispatch, Vec<Attribution>) {
    let document = Document { lang: Some("en".into()), ..Document::new("1", text) };
    let dispatch = Dispatch::from(&document);
    let segments = segment(&dispatch);
    let found = find(&dispatch, &segments).expect("there is an English model").attributions;
    (dispatch, found)
}

/// Source, cue and content of each attribution, as words.
fn words(text: &str) -> Vec<[String; 3]> {
    let (dispatch, found) = read(text);
    let join = |spans: &[crate::Span]| spans.iter().map(|&s| dispatch.text.get(s)).collect::<Vec<_>>().join(" … ");
    found.iter().map(|a| [join(&a.source), join(&a.cue), join(&a.content)]).collect()
}

#[test]
fn a_cue_after_its_content() {
    let found = words("The harbour will stay closed until Friday, the mayor said.");
    assert_eq!(found, [["the mayor", "said", "The harbour will stay closed until Friday"]]);
}

#[test]
fn two_cues_share_a_source() {
    let found = words("“The dam is safe,” the minister said, adding that nobody had been evacuated.");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|a| a[0] == "the minister"), "{found:?}");
}

#[test]
fn the_mode_goes_by_the_marks() {
    let mode = |text| read(text).1[0].mode;
    assert_eq!(mode("“We have lost the boat,” the captain said."), Mode::Direct);
    assert_eq!(mode("The captain said that they had lost the boat."), Mode::Indirect);
    assert_eq!(mode("The captain said that the boat was “as good as lost” by noon."), Mode::Mixed);
}

#[test]
fn a_language_without_a_model_is_left_to_the_rules() {
    let document = Document { lang: Some("cy".into()), ..Document::new("1", "Dywedodd y maer.") };
    let dispatch = Dispatch::from(&document);
    assert_eq!(find(&dispatch, &segment(&dispatch)), None);
}

#[test]
fn a_torn_model_is_refused() {
    let bytes = selon_data::attribution_model("en").expect("it ships");
    assert!(Model::read(bytes).is_some());
    for end in [0, 7, 8, 20, 300, 400, bytes.len() / 2, bytes.len() - 1] {
        assert!(Model::read(&bytes[..end]).is_none(), "cut at {end}");
    }
}

/// Words, marks and blanks in any order: more of a news page than random characters are.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Zé]{1,9}",
        "\\PC{0,3}",
        prop::sample::select(vec![
            " said ",
            " told ",
            " according to ",
            " that ",
            "“",
            "”",
            "\"",
            "'s ",
            ", ",
            ". ",
            "\n",
            "\n\n",
            " he ",
            "…",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gives_spans_that_read_back_and_the_same_ones_again(text in prose()) {
        let (dispatch, found) = read(&text);
        let whole = Text::new(text.clone());
        for attribution in &found {
            prop_assert!(!attribution.cue.is_empty() && !attribution.content.is_empty());
            let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
            for &span in spans {
                prop_assert!(!span.is_empty() && whole.span(span.range()) == span);
                prop_assert_eq!(dispatch.text.get(span), whole.get(span));
            }
        }
        prop_assert_eq!(found, read(&text).1);
    }
}
