//! Which of the places of one name is meant.
//!
//! The names of a text vouch for one another (Leidner 2007; Speriosu and Baldridge 2013): the countries that clear names
//! name, and the countries of well-known towns, get votes; a place weighs by its people, by its country's share of the
//! votes, by whether its division or country is named right behind it ("Springfield, Illinois"), and by whether a town that
//! is clear lies near. Where two candidates far apart weigh much the same, the place is left open.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::fold;
use super::gazetteer::{Class, Entry};
use crate::annotate::name::skeletons;

/// A name to place, with what its text says about it.
pub(super) struct Asked {
    pub(super) entries: Vec<Entry>,
    /// For each of them, whether it had that name once and another place bears it today; empty where none.
    pub(super) former: Rc<[bool]>,
    /// The index of the place named right behind: "Paris, Texas".
    pub(super) within: Option<usize>,
    /// The country meant by a demonym or by the text itself, where the name is one.
    pub(super) times: u32,
}

/// What is known before the text is read.
pub(super) struct Prior {
    /// The country of the outlet or of the dateline; zeros where not known.
    pub(super) home: [u8; 2],
}

/// The candidates of each name, the likeliest first, each with its weight.
pub(super) fn resolve(asked: &[Asked], extra: &[[u8; 2]], prior: &Prior) -> Vec<Vec<(Entry, f64)>> {
    let mut votes = Votes::default();
    for country in extra {
        votes.add(*country, 1.5);
    }
    votes.add(prior.home, 1.0);
    for a in asked {
        let Some(first) = a.entries.first() else { continue };
        let weight = f64::from(a.times).sqrt();
        if first.class() == Class::Country {
            votes.add(first.country(), 2.0 * weight);
        } else if first.class() == Class::Division {
            votes.add(first.country(), 1.5 * weight);
            votes.division(first.division(), 2.0 * weight);
        } else if a.entries.len() == 1 || first.people() > 19.0 {
            votes.add(first.country(), weight);
            votes.division(first.division(), weight);
        } else {
            // An unclear name votes for all it may be, the more people the more.
            let total: f64 = a.entries.iter().map(|e| (e.people() * 0.7).exp2()).sum();
            for e in &a.entries {
                let share = (e.people() * 0.7).exp2() / total.max(1.0);
                votes.add(e.country(), 0.7 * share * weight);
                votes.division(e.division(), 0.7 * share * weight);
            }
        }
    }
    let mut ranked: Vec<Vec<(Entry, f64)>> = asked.iter().map(|a| rank(a, asked, &votes, &[])).collect();
    // Once more, with what is clear now as neighbours.
    let clear: Vec<Entry> = ranked
        .iter()
        .filter(|r| matches!(r.as_slice(), [(e, w), rest @ ..] if e.class() == Class::City && rest.first().is_none_or(|(_, v)| w - v > 2.0)))
        .map(|r| r[0].0)
        .take(64)
        .collect();
    for (i, a) in asked.iter().enumerate() {
        ranked[i] = rank(a, asked, &votes, &clear);
    }
    ranked
}

#[derive(Default)]
struct Votes {
    countries: BTreeMap<[u8; 2], f64>,
    divisions: BTreeMap<u16, f64>,
    total: f64,
}

impl Votes {
    fn add(&mut self, country: [u8; 2], weight: f64) {
        if country != [0, 0] {
            *self.countries.entry(country).or_default() += weight;
            self.total += weight;
        }
    }

    fn division(&mut self, division: u16, weight: f64) {
        if division != 0 {
            *self.divisions.entry(division).or_default() += weight;
        }
    }

    fn share(&self, e: Entry) -> (f64, f64) {
        let of = |v: Option<&f64>| v.copied().unwrap_or(0.0) / self.total.max(1.0);
        (of(self.countries.get(&e.country())), of(self.divisions.get(&e.division()).filter(|_| e.division() != 0)))
    }
}

/// What a town loses that is called something else today, where another place bears the name: seven doublings of its people.
const FORMER: f64 = 4.5;

/// Which of the places of a folded name had it once, where another one bears it today.
pub(super) fn former(name: &str, entries: &[Entry]) -> Rc<[bool]> {
    let bears: Vec<bool> = entries.iter().map(|e| fold(e.name()) == name).collect();
    if bears.iter().all(|&b| b) || !bears.contains(&true) {
        return Rc::default();
    }
    let had = |(e, &bears): (&Entry, &bool)| !bears && e.class() == Class::City && !akin(e.name(), name);
    entries.iter().zip(&bears).map(had).collect()
}

/// Whether two names may be one in two languages, by the consonants that they share: "Köln" and "Cologne", not "Kalemie" and
/// "Albertville".
fn akin(a: &str, b: &str) -> bool {
    let bones = |name: &str| skeletons(&fold(name).replace(' ', ""), false);
    let b = bones(b);
    bones(a).iter().any(|a| b.iter().any(|b| 2 * common(a, b) > a.len().max(b.len())))
}

/// The length of the longest common subsequence of two short words.
fn common(a: &str, b: &str) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a.bytes() {
        let mut corner = 0;
        for (j, y) in b.bytes().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()]
}

fn rank(a: &Asked, all: &[Asked], votes: &Votes, clear: &[Entry]) -> Vec<(Entry, f64)> {
    let within = a.within.and_then(|i| all.get(i));
    let mut ranked: Vec<(Entry, f64)> = a
        .entries
        .iter()
        .enumerate()
        .map(|(at, &e)| {
            let (country, division) = votes.share(e);
            let class = match e.class() {
                Class::Country => 12.0,
                Class::Region => 4.0,
                Class::Division => -2.5,
                Class::City => 0.0,
                Class::County => -3.0,
            };
            let mut weight = e.people() * 0.6 + class + 5.0 * country.sqrt() + 4.0 * division.sqrt();
            if a.former.get(at) == Some(&true) {
                weight -= FORMER;
            }
            if let Some(w) = within
                && w.entries.iter().any(|outer| holds(*outer, e))
            {
                weight += 15.0;
            }
            if e.class() == Class::City && clear.iter().any(|c| *c != e && near(*c, e)) {
                weight += 2.0;
            }
            (e, weight)
        })
        .collect();
    ranked.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    ranked
}

/// Whether one place lies in another, by their divisions.
pub(super) fn holds(outer: Entry, inner: Entry) -> bool {
    outer != inner
        && outer.country() == inner.country()
        && match outer.class() {
            Class::Country => true,
            Class::Division | Class::County => outer.division() == inner.division() && inner.class() != Class::Country,
            Class::Region => close(outer, inner, 6.0),
            Class::City => false,
        }
}

fn near(a: Entry, b: Entry) -> bool {
    close(a, b, 1.2)
}

fn close(a: Entry, b: Entry, degrees: f64) -> bool {
    (a.lat() - b.lat()).abs() < degrees && {
        let lon = (a.lon() - b.lon()).abs() * a.lat().to_radians().cos();
        lon.min(360.0 - lon) < degrees
    }
}

/// How far two places lie apart, in kilometres (haversine).
pub(super) fn kilometres(a: Entry, b: Entry) -> f64 {
    let (la, lb) = (a.lat().to_radians(), b.lat().to_radians());
    let dlat = ((lb - la) / 2.0).sin();
    let dlon = ((b.lon() - a.lon()).to_radians() / 2.0).sin();
    let h = dlat * dlat + la.cos() * lb.cos() * dlon * dlon;
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
