use super::{Model, model};
use crate::annotate::name::clusters::Clusters;
use crate::lang::Lang;

#[test]
fn a_model_that_is_cut_short_is_none() {
    let bytes = selon_data::NAMES_MODEL;
    assert!(model::shipped().is_some());
    for end in [0, 7, 8, 12, 300, bytes.len() - 1] {
        assert!(Model::read(&bytes[..end]).is_none(), "{end}");
    }
}

#[test]
fn words_that_stand_alike_are_of_one_cluster() {
    let english = Clusters::of(Lang::EN);
    let near = |a: &str, b: &str| english.way(a, a) & 0xf == english.way(b, b) & 0xf;
    assert!(near("london", "paris") && near("john", "james"));
    assert!(!near("john", "beetle"));
    assert_eq!(english.way("London", "london"), english.way("london", "london"));
    assert_eq!(english.way("qxzvkk", "qxzvkk"), 0);
    let german = Clusters::of("de".to_owned().try_into().expect("a language"));
    assert!(german.way("Bremen", "bremen") == german.way("Kiel", "kiel") && german.way("Bremen", "bremen") != 0);
    assert_eq!(Clusters::of(Lang::FR).way("Paris", "paris"), 0);
}
