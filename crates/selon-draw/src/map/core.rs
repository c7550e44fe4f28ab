//! Where most reports are: one place that was read wrongly must not widen the map to half of the world.

use super::{Place, Precision};

/// The part of all mentions that is always in view.
const MOST: f64 = 0.8;
/// What lies beyond so many times the distance within which most mentions lie is out of view, …
const FAR: f64 = 3.0;
/// … unless it is nearer than so many kilometres.
const NEAR: f64 = 800.0;
/// Places that are known more precisely than a country say where to look, where so much of all mentions is theirs.
const PRECISE: f64 = 0.3;

/// The places that the view is laid around: those about the one from which all mentions are nearest, without what lies far off.
pub(super) fn core<'a>(places: &[&'a Place]) -> Vec<&'a Place> {
    let is_country = |place: &&Place| matches!(place.precision, Precision::Country(_));
    let weight = |places: &[&Place]| places.iter().map(|place| mentions(place)).sum::<f64>();
    let precise: Vec<&Place> = places.iter().copied().filter(|place| !is_country(place)).collect();
    let places = if weight(&precise) >= PRECISE * weight(places) { &precise } else { places };
    let from = |middle: &Place| places.iter().map(|place| mentions(place) * kilometres(middle, place)).sum::<f64>();
    let Some(middle) = places.iter().min_by(|a, b| from(a).total_cmp(&from(b))) else { return Vec::new() };
    let mut by_distance: Vec<(f64, &Place)> = places.iter().map(|&place| (kilometres(middle, place), place)).collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut reach) = (0.0, 0.0);
    for &(distance, place) in &by_distance {
        if sum >= MOST * weight(places) {
            break;
        }
        sum += mentions(place);
        reach = distance;
    }
    let far = (FAR * reach).max(NEAR);
    by_distance.into_iter().take_while(|(distance, _)| *distance <= far).map(|(_, place)| place).collect()
}

fn mentions(place: &Place) -> f64 {
    place.count.max(1) as f64
}

/// The distance along the globe (haversine).
fn kilometres(a: &Place, b: &Place) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let (cos_a, cos_b) = (a.lat.to_radians().cos(), b.lat.to_radians().cos());
    let h = half(a.lat, b.lat) + cos_a * cos_b * half(a.lon, b.lon);
    2.0 * 6371.0 * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, lat: f64, lon: f64, count: usize) -> Place {
        let precision = if name.len() == 2 {
            Precision::Country([name.as_bytes()[0], name.as_bytes()[1]])
        } else {
            Precision::Town { radius: 5.0 }
        };
        Place { name: name.to_owned(), lat, lon, precision, count, href: None }
    }

    fn kept(places: &[Place]) -> Vec<&str> {
        let mut names: Vec<&str> =
            core(&places.iter().collect::<Vec<_>>()).iter().map(|place| place.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn one_far_place_is_left_out_and_two_ends_of_a_story_are_not() {
        let brest = place("Brest", 48.4, -4.5, 9);
        let paris = place("Paris", 48.9, 2.4, 3);
        let perth = place("Perth", -31.9, 115.9, 1);
        assert_eq!(kept(&[brest.clone(), paris.clone(), perth.clone()]), ["Brest", "Paris"]);
        assert_eq!(kept(&[brest.clone(), place("Perth", -31.9, 115.9, 7)]), ["Brest", "Perth"]);
        assert_eq!(kept(&[perth]), ["Perth"]);
        assert_eq!(kept(&[]), Vec::<&str>::new());
    }

    #[test]
    fn a_country_says_where_to_look_only_where_little_else_does() {
        let france = place("FR", 46.6, 2.5, 8);
        let brest = place("Brest", 48.4, -4.5, 5);
        assert_eq!(kept(&[france.clone(), brest]), ["Brest"]);
        assert_eq!(kept(&[france]), ["FR"]);
    }
}
