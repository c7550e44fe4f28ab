use super::{fold, lookup};
use crate::{Document, Reading};

/// The country of the first candidate of each place, and whether it is clear.
fn countries(lang: &str, text: &str) -> Vec<(String, String, bool)> {
    let reading = Reading::of_document(&Document { lang: Some(lang.to_owned()), ..Document::new("1", text) });
    let places = reading.marks.places.iter();
    places
        .map(|p| {
            let country = p.candidates.first().map(|c| c.country.clone()).unwrap_or_default();
            (reading.dispatch.text.get(p.span).to_owned(), country, p.resolved)
        })
        .collect()
}

#[test]
fn one_city_has_one_place_in_every_language() {
    let ids: Vec<u32> = ["Alep", "Aleppo", "Halep", "حلب", "Алеппо"]
        .iter()
        .map(|name| lookup(&fold(name)).next().map_or(0, super::gazetteer::Entry::geonames))
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0] && *id != 0), "{ids:?}");
}

#[test]
fn what_is_named_behind_the_comma_decides() {
    let found = countries("en", "The fire began in Paris, Texas, on Monday.");
    assert_eq!(found[0], ("Paris".to_owned(), "US".to_owned(), true));
    let found = countries("en", "The fire began in Paris on Monday.");
    assert_eq!(found[0], ("Paris".to_owned(), "FR".to_owned(), true));
}

#[test]
fn what_no_list_knows_stays_open() {
    let reading =
        Reading::of_document(&Document { lang: Some("fr".into()), ..Document::new("1", "Il vit à Qwzxtopolis.") });
    assert!(reading.marks.places.iter().all(|p| p.candidates.is_empty() && !p.resolved));
}

#[test]
fn a_former_name_gives_way_to_the_place_that_bears_it() {
    // Two towns bear it today; which is meant stays open, but it is not the one in Congo that did.
    let found = countries("fr", "La réunion aura lieu à Albertville.");
    assert!(found[0].1 != "CD" && !found[0].2, "{found:?}");
    let found = countries("fr", "La réunion aura lieu à Albertville, à une heure de Grenoble.");
    assert_eq!(found[0].1, "FR", "{found:?}");
    // The name of one town in another language is no former one.
    let found = countries("en", "The trade fair in Cologne opens on Monday.");
    assert_eq!(found[0], ("Cologne".to_owned(), "DE".to_owned(), true));
    let found = countries("fr", "Le maire de Vienne et celui de Londres se sont vus.");
    assert!(found.iter().any(|f| f.0 == "Londres" && f.1 == "GB"), "{found:?}");
}
