//! What an archive tells follows from the pages that are in it: neither from the order in which they came, nor from how they
//! were split over runs, nor from pages that came and were forgotten.

#![allow(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use selon::{Document, Reading};
use selon_store::{Incoming, Store};

const EVENTS: [[&str; 5]; 9] = [
    ["harbour", "Lorvent", "Maud Kerrec", "container ship", "ran aground"],
    ["warehouse", "Tarnby", "Inge Holm", "paint store", "burnt down"],
    ["viaduct", "Oldwick", "Sam Reeve", "freight train", "left the rails"],
    ["glacier", "Valtorre", "Piero Lanza", "cable car", "stood still"],
    ["refinery", "Port Ansel", "Dora Quint", "storage tank", "caught fire"],
    ["museum", "Kesterhof", "Jonas Veidt", "gold chalice", "disappeared"],
    ["reservoir", "San Ovidio", "Elena Barral", "earth dam", "gave way"],
    ["observatory", "Mount Hele", "Ruth Okello", "great mirror", "was broken"],
    ["cannery", "Skarvik", "Odd Lindal", "cold store", "leaked ammonia"],
];

/// Sentences that nobody else writes, of words that an event has to itself.
fn told_of(event: usize, part: usize, hand: usize, sentences: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "dor", "fen", "gil", "ha", "kor", "lum", "mi", "nar", "pol", "ra", "sen", "ti", "vol", "wes", "zu"];
    let mut state = (1 + event * 97 + part * 31 + hand * 7) as u64;
    let mut next = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut text = String::new();
    for _ in 0..sentences {
        let mut words: Vec<String> = Vec::new();
        for place in 0..14 {
            words.push(match place % 4 {
                1 => ["the", "of the", "and a", "with its"][next(4) as usize].to_owned(),
                _ => (0..3).map(|_| SYLLABLES[next(16) as usize]).collect(),
            });
        }
        text += &format!("The {} {}. ", words[0], words[1..].join(" "));
    }
    text.trim_end().to_owned()
}

/// What happened on a day in March 2031, in the words of an agency.
fn wire(event: usize, part: usize) -> String {
    let [building, town, mayor, thing, happened] = EVENTS[event];
    let (n, day) = (17 + 13 * event + 101 * part, ["Monday", "Wednesday", "Friday"][part]);
    format!(
        "{town} (Ponant) — A {thing} {happened} near the {building} of {town} on {day} night, Mayor {mayor} said.\n\
         {n} people were brought to a school. {}\n\
         {mayor} told reporters that {} of them were hurt. {}",
        told_of(event, part, 0, 4),
        n / 4,
        told_of(event, part, 1, 3),
    )
}

/// The same as a paper's own reporter saw it.
fn own(event: usize, part: usize) -> String {
    let [building, town, mayor, thing, happened] = EVENTS[event];
    let n = 17 + 13 * event + 101 * part;
    format!(
        "From a hill above {town} one sees what is left of the {thing} that {happened} beside the {building}.\n\
         {mayor} was there before the firemen. According to her, {n} neighbours had to leave. {}\n\
         A woman who did not give her name said that {} were hurt in {town}, the {thing} and the {building} being close.",
        told_of(event, part, 2, 2),
        n / 4
    )
}

const HOUSE: &str = "Sign up for the letter that we send each morning before breakfast, and write to the editors whenever you find a mistake in these pages.";

/// More pages than one circle holds without looking: agency texts, what papers made of them, their own reports, and pages
/// that nobody else has.
fn pages() -> Vec<Incoming> {
    let mut pages: Vec<(String, String, String, String)> = Vec::new();
    for (event, part) in (0..EVENTS.len()).flat_map(|event| (0..3).map(move |part| (event, part))) {
        let at = |hour: usize| format!("2031-03-{:02}T{hour:02}:00", 3 + 2 * part + event % 2);
        let text = wire(event, part);
        let cut = text.rsplit_once(" told reporters").expect("a sentence").0.rsplit_once('\n').expect("a line").0.to_owned();
        let edited = text.replace("brought to", "put up in").replace("and a", "with some").replace(" (Ponant)", "");
        let id = |kind: &str| format!("{kind}-{event}-{part}");
        pages.push((id("wire"), "Ponant".into(), at(6), text.clone()));
        pages.push((id("reprint"), "Bay News".into(), if event == 2 { String::new() } else { at(9) }, format!("{text}\n{HOUSE}")));
        pages.push((id("cut"), "The Quay".into(), at(if event == 3 { 5 } else { 11 }), format!("{cut}\n{HOUSE}")));
        if part < 2 {
            pages.push((id("edited"), "Inland Post".into(), at(10), edited));
            pages.push((id("own"), "Le Phare".into(), at(12), own(event, part)));
        }
    }
    for n in 0..12 {
        let text = format!("The choir of parish number {n} sang {} songs on Sunday, its leader said.\n{HOUSE}", 40 + n);
        pages.push((format!("choir-{n}"), "Bay News".into(), format!("2031-03-{:02}", 2 + n), text));
    }
    let incoming = |(id, outlet, published, text): (String, String, String, String)| {
        let document = Document {
            outlet: Some(outlet),
            published: Some(published).filter(|p| !p.is_empty()),
            lang: Some("en".into()),
            title: text.split([',', '.']).next().map(str::to_owned),
            ..Document::new(id, text)
        };
        Incoming::new(document.text.as_bytes(), &format!("{}.txt", document.id), &Reading::of_document(&document))
    };
    pages.into_iter().map(incoming).collect()
}

/// All that an archive tells, without its numbers.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    stories: BTreeSet<BTreeSet<String>>,
    copies: BTreeSet<[String; 5]>,
    claims: BTreeSet<(String, i64, i64, BTreeSet<[String; 2]>)>,
}

fn told(store: &Store) -> Told {
    let db = Connection::open(store.path()).unwrap();
    let rows = |sql: &str| -> Vec<Vec<String>> {
        let mut ask = db.prepare(sql).unwrap();
        let columns = ask.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|c| row.get::<_, String>(c)).collect();
        ask.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let mut stories: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows("select cast(story as text), address from story_dispatches join dispatches on id = dispatch") {
        stories.entry(row[0].clone()).or_default().insert(row[1].clone());
    }
    let copies = rows(
        "select a.address, b.address, kind, passages, reasons from copies
         join dispatches a on a.id = dispatch join dispatches b on b.id = source",
    );
    let mut claims: BTreeMap<String, (String, i64, i64, BTreeSet<[String; 2]>)> = BTreeMap::new();
    for row in rows(
        "select cast(claims.id as text), gist, cast(low as text), cast(high as text), address, quote
         from claims join statements on claim = claims.id join dispatches on dispatches.id = dispatch",
    ) {
        let number = |column: usize| row[column].parse().unwrap();
        let claim = claims.entry(row[0].clone()).or_insert_with(|| (row[1].clone(), number(2), number(3), BTreeSet::new()));
        claim.3.insert([row[4].clone(), row[5].clone()]);
    }
    Told {
        stories: stories.into_values().collect(),
        copies: copies.into_iter().map(|row| row.try_into().unwrap()).collect(),
        claims: claims.into_values().collect(),
    }
}

/// An archive of pages that come in an order, in runs of some size.
fn archive(folder: &tempfile::TempDir, pages: &[Incoming], order: &[usize], run: usize) -> Store {
    let name = format!("{}.db", std::fs::read_dir(folder.path()).unwrap().count());
    let mut store = Store::open(&folder.path().join(name)).unwrap();
    for run in order.chunks(run) {
        store.keep(&run.iter().map(|&page| pages[page].clone()).collect::<Vec<_>>()).unwrap();
        while store.trace_next().unwrap().is_some() {}
    }
    let health = store.doctor().unwrap();
    assert!(health.ok && health.untraced == 0, "{health:?}");
    store
}

fn agree(one: &Told, other: &Told, what: &str) {
    assert_eq!(one.stories, other.stories, "stories: {what}");
    assert_eq!(one.copies, other.copies, "copies: {what}");
    assert_eq!(one.claims, other.claims, "claims: {what}");
}

#[test]
fn neither_order_nor_runs_nor_what_was_forgotten_count() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages();
    assert!(pages.len() > 128);
    let forward: Vec<usize> = (0..pages.len()).collect();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let mut shuffled = forward.clone();
    shuffled.sort_by_key(|&page| (page as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let at_once = told(&archive(&folder, &pages, &forward, pages.len()));
    assert!(at_once.stories.iter().any(|story| story.len() > 3) && at_once.stories.len() > EVENTS.len());
    let kinds: BTreeSet<&str> = at_once.copies.iter().map(|copy| copy[2].as_str()).collect();
    assert!(kinds.is_superset(&BTreeSet::from(["reprint", "cut", "edited"])), "{kinds:?}");
    for (order, run, what) in [
        (&backward, pages.len(), "backwards"),
        (&shuffled, pages.len(), "shuffled"),
        (&forward, pages.len().div_ceil(3), "in three runs"),
        (&shuffled, pages.len().div_ceil(3), "shuffled, in three runs"),
        (&backward, 9, "backwards, in runs of nine"),
    ] {
        agree(&at_once, &told(&archive(&folder, &pages, order, run)), what);
    }
    // Archives of few pages are compared as a whole; this one grows beyond that, and is made small again.
    let few = &shuffled[..60];
    let small = told(&archive(&folder, &pages, few, few.len()));
    let mut large = archive(&folder, &pages, &shuffled[..75], 25);
    agree(&told(&archive(&folder, &pages, &shuffled[..75], 75)), &told(&large), "beyond the whole");
    for name in forgotten(&large, &small) {
        assert_eq!(large.forget(&name).unwrap(), [name.as_str()]);
    }
    while large.trace_next().unwrap().is_some() {}
    agree(&small, &told(&large), "grown and forgotten");
}

/// The addresses that one archive has and the other has not.
fn forgotten(large: &Store, small: &Told) -> Vec<String> {
    let left: BTreeSet<&String> = small.stories.iter().flatten().collect();
    let all: BTreeSet<String> = told(large).stories.into_iter().flatten().collect();
    all.into_iter().filter(|address| !left.contains(address)).collect()
}
