//! The map of a story, with the precision in which its places are known.

mod core;
mod outline;
mod view;

use outline::Country;
use view::View;

use crate::measure;
use crate::picture::{Cell, Picture, Table};
use crate::svg::{Anchor, Path, Svg};
use crate::words::Words;

/// A place that dispatches name.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How precisely it is known.
    pub precision: Precision,
    /// How many dispatches or claims name it.
    pub count: usize,
    /// Where it leads.
    pub href: Option<String>,
}

/// How precisely a place is known. Nothing that is known more roughly gets a pin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Precision {
    /// A building, a bridge, a spot: a dot.
    Point,
    /// A town, about so many kilometres around its centre: a dot in a circle.
    Town {
        /// Kilometres.
        radius: f64,
    },
    /// A region, about so many kilometres around its middle: a dashed circle without a dot.
    Region {
        /// Kilometres.
        radius: f64,
    },
    /// A country, by its two letters of ISO 3166: its area, without a dot.
    Country([u8; 2]),
}

impl Precision {
    fn radius(self) -> f64 {
        match self {
            Precision::Town { radius } | Precision::Region { radius } if radius.is_finite() => {
                radius.clamp(0.0, 3000.0)
            }
            _ => 0.0,
        }
    }

    fn say(self, words: &Words) -> String {
        let (word, radius) = match self {
            Precision::Point => (words.point, 0.0),
            Precision::Town { .. } => (words.town, self.radius()),
            Precision::Region { .. } => (words.region, self.radius()),
            Precision::Country(_) => (words.country, 0.0),
        };
        if radius > 0.0 { format!("{word}, ± {} km", words.say_number(radius.ceil())) } else { word.to_owned() }
    }
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;
/// So many places are drawn, those named most.
const PLACES: usize = 120;

/// Draws the map, cut out around where most places are, with the countries about them. What lies outside is named below it.
pub fn draw(places: &[Place], words: &Words) -> Picture {
    let fine = |p: &&Place| p.lat.is_finite() && p.lon.is_finite() && p.lat.abs() <= 90.0 && p.lon.abs() <= 180.0;
    let mut places: Vec<&Place> = places.iter().filter(fine).collect();
    places.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    let all = places.clone();
    places.truncate(PLACES);

    let countries = outline::countries();
    let view = View::around(&extents(&core::core(&places), &countries), WIDTH, HEIGHT);
    let outside = |place: &Place| match named(place, &countries) {
        Some(country) => country.rings.iter().all(|ring| view.parts(ring).is_empty()),
        None => !view.shows(place.lon, place.lat),
    };
    let outside: Vec<bool> = all.iter().map(|place| outside(place)).collect();
    let table = table(&all, &outside, words);
    let seen: Vec<&Place> = places.iter().zip(&outside).filter(|(_, out)| !**out).map(|(place, _)| *place).collect();
    let mut labels = Labels::default();
    let mut svg = Svg::default();
    svg.window(0.0, 0.0, WIDTH, HEIGHT, |svg| {
        svg.rect("sea", 0.0, 0.0, WIDTH, HEIGHT, 0.0);
        let visible = draw_countries(svg, &countries, &places, &view);
        // Wide ones first, so that none hides another.
        let mut by_size = seen.clone();
        by_size.sort_by(|a, b| b.precision.radius().total_cmp(&a.precision.radius()));
        for place in by_size {
            draw_extent(svg, place, &view);
        }
        for place in &seen {
            draw_dot(svg, place, &view, &mut labels, words);
        }
        for place in &seen {
            draw_name(svg, place, &view, &mut labels);
        }
        let bar = draw_bar(svg, &view, words);
        labels.take(bar);
        for (country, area, at) in visible {
            draw_country_name(svg, country, area, at, &mut labels, words);
        }
    });
    svg.rect("frame", 0.5, 0.5, WIDTH - 1.0, HEIGHT - 1.0, 0.0);
    svg.text("note", WIDTH, HEIGHT + 16.0, Anchor::Right, "Natural Earth");
    let names: Vec<&str> =
        all.iter().zip(&outside).filter(|(_, out)| **out).map(|(place, _)| place.name.as_str()).collect();
    if !names.is_empty() {
        let said = format!("{} {}: {}", names.len(), words.outside, names.join(", "));
        svg.text("note", 0.0, HEIGHT + 16.0, Anchor::Left, &measure::fit(&said, 11.0, WIDTH - 100.0));
    }
    Picture::new("map", words.map.to_owned(), (WIDTH, HEIGHT + 24.0), svg, table)
}

/// What each place takes up: (degrees east, degrees north, kilometres around).
fn extents(places: &[&Place], countries: &[Country]) -> Vec<(f64, f64, f64)> {
    let mut extents = Vec::new();
    for place in places {
        extents.push((place.lon, place.lat, place.precision.radius()));
        if let Some(ring) = named(place, countries).and_then(largest) {
            // The corners of the mainland.
            let (xs, ys) = (ring.iter().map(|p| p.0), ring.iter().map(|p| p.1));
            let (west, east) = (xs.clone().fold(180.0, f64::min), xs.fold(-180.0, f64::max));
            let (south, north) = (ys.clone().fold(90.0, f64::min), ys.fold(-90.0, f64::max));
            extents.extend([(west, south, 0.0), (east, north, 0.0), (f64::midpoint(west, east), north, 0.0)]);
        }
    }
    extents
}

fn named<'a>(place: &Place, countries: &'a [Country]) -> Option<&'a Country> {
    let Precision::Country(code) = place.precision else { return None };
    countries.iter().find(|c| c.code.as_bytes() == code)
}

fn largest(country: &Country) -> Option<&Vec<(f64, f64)>> {
    country.rings.iter().max_by(|a, b| view::area(a).abs().total_cmp(&view::area(b).abs()))
}

/// Draws the land, and returns the countries in view, the largest there first, with the size and the middle of what is seen.
fn draw_countries<'a>(
    svg: &mut Svg,
    countries: &'a [Country],
    places: &[&Place],
    view: &View,
) -> Vec<(&'a Country, f64, (f64, f64))> {
    let mut visible = Vec::new();
    for country in countries {
        let mut path = Path::default();
        let mut best = (0.0, (0.0, 0.0));
        for ring in &country.rings {
            for part in view.parts(ring) {
                let size = view::area(&part).abs();
                if size > best.0 {
                    best = (size, view::middle(&part));
                }
                path.jump(part[0]);
                for &point in &part[1..] {
                    path.to(point);
                }
                path.close();
            }
        }
        let is_named = places.iter().any(|p| named(p, countries).is_some_and(|c| std::ptr::eq(c, country)));
        svg.path(if is_named { "land named" } else { "land" }, &path);
        if best.0 > 0.0 {
            visible.push((country, best.0, best.1));
        }
    }
    visible.sort_by(|a, b| b.1.total_cmp(&a.1));
    visible
}

/// The circle in which a place lies.
fn draw_extent(svg: &mut Svg, place: &Place, view: &View) {
    let (x, y) = view.place(place.lon, place.lat);
    let radius = view.pixels(place.precision.radius());
    match place.precision {
        Precision::Town { .. } => svg.circle("town", x, y, radius.max(8.0)),
        Precision::Region { .. } => svg.circle("region", x, y, radius.max(14.0)),
        Precision::Point | Precision::Country(_) => {}
    }
}

fn draw_dot(svg: &mut Svg, place: &Place, view: &View, labels: &mut Labels, words: &Words) {
    if matches!(place.precision, Precision::Region { .. } | Precision::Country(_)) {
        return;
    }
    let (x, y) = view.place(place.lon, place.lat);
    labels.take((x - 5.0, y - 5.0, 10.0, 10.0));
    let said = format!("{} ({})", place.name, place.precision.say(words));
    svg.link(place.href.as_deref(), |svg| svg.group("place", &said, |svg| svg.circle("dot", x, y, 3.5)));
}

/// The name of a place, where there is room for it.
fn draw_name(svg: &mut Svg, place: &Place, view: &View, labels: &mut Labels) {
    let (x, y) = view.place(place.lon, place.lat);
    let name = measure::fit(&place.name, 12.0, 190.0);
    let wide = measure::width(&name, 12.0);
    let choices = match place.precision {
        Precision::Region { .. } | Precision::Country(_) => [
            (0.0, 4.0, Anchor::Middle),
            (0.0, -14.0, Anchor::Middle),
            (0.0, 22.0, Anchor::Middle),
            (0.0, 38.0, Anchor::Middle),
        ],
        _ => [
            (9.0, 4.0, Anchor::Left),
            (-9.0, 4.0, Anchor::Right),
            (0.0, -10.0, Anchor::Middle),
            (0.0, 19.0, Anchor::Middle),
        ],
    };
    for (dx, dy, anchor) in choices {
        let left = x + dx
            - match anchor {
                Anchor::Left => 0.0,
                Anchor::Middle => wide / 2.0,
                Anchor::Right => wide,
            };
        if labels.free((left, y + dy - 11.0, wide, 14.0)) {
            svg.text("place-name", x + dx, y + dy, anchor, &name);
            return;
        }
    }
}

fn draw_country_name(
    svg: &mut Svg,
    country: &Country,
    area: f64,
    (x, y): (f64, f64),
    labels: &mut Labels,
    words: &Words,
) {
    let name = if words.french { country.french } else { country.english };
    let wide = measure::width(name, 11.0) * 1.12;
    // Only where the country is about as wide as its name.
    if area.sqrt() > wide * 0.6 && labels.free((x - wide / 2.0, y - 10.0, wide, 13.0)) {
        svg.text("country-name", x, y, Anchor::Middle, name);
    }
}

/// A bar of round length in kilometres; returns what it takes up.
fn draw_bar(svg: &mut Svg, view: &View, words: &Words) -> (f64, f64, f64, f64) {
    let most = 120.0 / view.pixels(1.0);
    let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0];
    let km = lengths.into_iter().filter(|&l| l <= most).fold(1.0, f64::max);
    let (x, y, wide) = (12.0, HEIGHT - 14.0, view.pixels(km));
    let mut path = Path::default();
    path.to((x, y - 5.0)).to((x, y)).to((x + wide, y)).to((x + wide, y - 5.0));
    svg.path("scale", &path);
    let said = format!("{} km", words.say_number(km));
    svg.text("scale-name", x + wide + 6.0, y + 1.0, Anchor::Left, &said);
    (x, y - 14.0, wide + 10.0 + measure::width(&said, 11.0), 18.0)
}

/// What of the map is written on.
#[derive(Default)]
struct Labels(Vec<(f64, f64, f64, f64)>);

impl Labels {
    /// Takes a rectangle (left, top, width, height) if it is free and within the map.
    fn free(&mut self, (x, y, w, h): (f64, f64, f64, f64)) -> bool {
        let inside = x >= 2.0 && y >= 2.0 && x + w <= WIDTH - 2.0 && y + h <= HEIGHT - 2.0;
        let apart = |o: &(f64, f64, f64, f64)| x + w <= o.0 || o.0 + o.2 <= x || y + h <= o.1 || o.1 + o.3 <= y;
        let free = inside && self.0.iter().all(apart);
        if free {
            self.0.push((x, y, w, h));
        }
        free
    }

    fn take(&mut self, rectangle: (f64, f64, f64, f64)) {
        self.0.push(rectangle);
    }
}

fn table(places: &[&Place], outside: &[bool], words: &Words) -> Table {
    let mut table = Table::new(&[words.place, words.precision, words.latitude, words.longitude, words.times_named]);
    for (place, outside) in places.iter().zip(outside) {
        table.row(|| {
            let mut precision = place.precision.say(words);
            if *outside {
                precision = format!("{precision} ({})", words.outside);
            }
            vec![
                Cell::link(place.name.clone(), place.href.as_deref()),
                precision.into(),
                Cell::number(words.say_number(place.lat)),
                Cell::number(words.say_number(place.lon)),
                Cell::number(place.count.to_string()),
            ]
        });
    }
    table
}
