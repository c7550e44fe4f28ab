//! Counts of the dead, with the columns of UCDP's Georeferenced Event Dataset
//! (codebook: <https://ucdp.uu.se/downloads/ged/ged241.pdf>).
//!
//! A row is a claim that counts dead. `low` and `high` are what the sources say; `best` is a coder's judgement and left empty, as is
//! what selon does not know: who fought whom.

use jiff::civil::Date;
use selon::annotate::place::Class;
use serde_json::Value;

use crate::Result;
use crate::account::{Account, Told, between, chain, days};
use crate::table::table;

const COLUMNS: [&str; 20] = [
    "relid",
    "year",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_coordinates",
    "where_description",
    "where_prec",
    "latitude",
    "longitude",
    "country",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "high",
    "low",
];

/// Claims that count dead, as CSV with UCDP's columns.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn ucdp(account: &Account) -> Result<Vec<u8>> {
    let counted = |told: &Told| dead(&told.claim.figures).map(|(low, high)| row(account, told, low, high));
    table(COLUMNS, account.claims.iter().filter_map(counted))
}

fn row(account: &Account, told: &Told, low: String, high: String) -> [String; 20] {
    let claim = &told.claim;
    let (start, end) = days(claim.when.as_deref());
    let pages: Vec<_> = claim.statements.iter().filter_map(|s| account.pages.get(&s.dispatch.id)).collect();
    let listed = |each: &dyn Fn(usize) -> Option<String>| {
        let mut all: Vec<String> = Vec::new();
        for value in (0..pages.len()).filter_map(each) {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        all.join(";")
    };
    // The innermost voice is whom the office has it from.
    let mut originals: Vec<&str> = claim.statements.iter().filter_map(|s| chain(s).last().copied()).collect();
    originals.sort_unstable();
    originals.dedup();
    let place = told.places.first();
    [
        claim.id.to_string(),
        start.map(|day| day.year().to_string()).unwrap_or_default(),
        claim.low.to_string(),
        listed(&|i| Some(pages[i].dispatch.row.address.clone())),
        listed(&|i| pages[i].dispatch.row.outlet.clone()),
        listed(&|i| pages[i].day().map(str::to_owned)),
        listed(&|i| pages[i].dispatch.row.title.clone()),
        originals.join(";"),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        claim.gist.clone(),
        place.map(|p| where_precision(p.class).to_owned()).unwrap_or_default(),
        place.map(|p| p.lat.to_string()).unwrap_or_default(),
        place.map(|p| p.lon.to_string()).unwrap_or_default(),
        place.map(|p| p.country.clone()).unwrap_or_default(),
        date_precision(start, end),
        start.map(|day| day.to_string()).unwrap_or_default(),
        end.map(|day| day.to_string()).unwrap_or_default(),
        String::new(),
        high,
        low,
    ]
}

/// The least and the greatest count of dead that the claim's words allow; the greatest is empty where they set no bound.
fn dead(figures: &Value) -> Option<(String, String)> {
    let counts: Vec<(f64, &str)> = figures
        .as_array()?
        .iter()
        .filter(|f| f["what"] == "dead")
        .filter_map(|f| Some((f["value"].as_f64()?, f["bound"].as_str()?)))
        .collect();
    let low = counts.iter().filter(|(_, b)| *b != "at_most").map(|(v, _)| *v).reduce(f64::min);
    let high = counts.iter().map(|(v, _)| *v).reduce(f64::max);
    let open = counts.iter().any(|(_, bound)| *bound == "at_least");
    high?;
    let write = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    Some((write(low), if open { String::new() } else { write(high) }))
}

/// How exactly the place is known: 1 a town, 3 a second-level division, 4 a first-level one, 5 a region of no fixed rank, 6 a
/// country.
fn where_precision(class: Class) -> &'static str {
    match class {
        Class::City => "1",
        Class::County => "3",
        Class::Division => "4",
        Class::Region => "5",
        Class::Country => "6",
    }
}

/// How exactly the time is known: 1 a day, 2 up to six days, 3 a week, 4 a month, 5 more.
fn date_precision(start: Option<Date>, end: Option<Date>) -> String {
    let (Some(start), Some(end)) = (start, end) else { return String::new() };
    let precision = match between(start, end) {
        ..=0 => 1,
        1..=5 => 2,
        6 => 3,
        7..=31 => 4,
        _ => 5,
    };
    precision.to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_are_bounds_and_never_a_best_guess() {
        let count = |value: i32, bound: &str| json!({"what": "dead", "value": value, "bound": bound});
        let pair = |low: &str, high: &str| Some((low.to_owned(), high.to_owned()));
        assert_eq!(dead(&json!([count(12, "exact")])), pair("12", "12"));
        assert_eq!(dead(&json!([count(12, "at_least")])), pair("12", ""));
        assert_eq!(
            dead(&json!([count(12, "at_most"), {"what": "injured", "value": 3, "bound": "exact"}])),
            pair("", "12")
        );
        assert_eq!(dead(&json!([{"what": "injured", "value": 3, "bound": "exact"}])), None);
    }

    #[test]
    fn precision_follows_the_codebook() {
        let of = |a: &str, b: &str| date_precision(a.parse().ok(), b.parse().ok());
        assert_eq!(of("2031-03-04", "2031-03-04"), "1");
        assert_eq!(of("2031-03-04", "2031-03-05"), "2");
        assert_eq!(of("2031-03-01", "2031-03-07"), "3");
        assert_eq!(of("2031-03-01", "2031-03-31"), "4");
        assert_eq!(of("2031-01-01", "2031-12-31"), "5");
        assert_eq!(of("", ""), "");
    }
}
