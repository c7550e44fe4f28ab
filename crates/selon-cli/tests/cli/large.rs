//! A large archive, made of real pages: each is told again and again in other words.
//!
//! `SELON_PAGES=FOLDER SELON_DISPATCHES=100000 cargo test --release -p selon-cli -- --ignored --nocapture large`

#![allow(clippy::print_stdout, reason = "a measurement says what it measured")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::run::{Desk, Ran, ran};

/// Words that many pages have stay as they are: grammar, verbs of saying.
const COMMON: usize = 400;
/// Words change places with words that are about as frequent.
const BAND: usize = 64;

/// Pages in UTF-8 and the words of them all, the most frequent first.
struct Pages {
    texts: Vec<String>,
    words: Vec<String>,
    place: BTreeMap<String, usize>,
}

impl Pages {
    fn of(folder: &Path) -> Pages {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
        paths.sort();
        let texts: Vec<String> = paths.iter().filter_map(|p| String::from_utf8(std::fs::read(p).ok()?).ok()).collect();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for page in &texts {
            pieces(page, |piece, is_word| {
                if is_word {
                    *count.entry(piece).or_default() += 1;
                }
            });
        }
        let mut words: Vec<(usize, &str)> = count.into_iter().map(|(word, n)| (n, word)).collect();
        words.sort_unstable_by(|a, b| b.cmp(a));
        let words: Vec<String> = words.into_iter().map(|(_, word)| word.to_owned()).collect();
        let place = words.iter().cloned().enumerate().map(|(i, word)| (word, i)).collect();
        Pages { texts, words, place }
    }

    /// A page in the words of a round, at an address of that round.
    fn told(&self, page: usize, round: usize) -> String {
        let mut told = String::with_capacity(self.texts[page].len() + 256);
        let elsewhere = self.texts[page].replace("https://", &format!("https://r{round}."));
        let elsewhere = elsewhere.replace("http://", &format!("http://r{round}."));
        pieces(&elsewhere, |piece, is_word| {
            let place = if is_word && round > 0 { self.place.get(piece).copied() } else { None };
            told.push_str(match place {
                Some(place) if place >= COMMON => {
                    let band = place / BAND * BAND;
                    let size = BAND.min(self.words.len() - band);
                    let shift = round.wrapping_mul(7919).wrapping_add(band.wrapping_mul(31)) % size;
                    &self.words[band + (place - band + shift) % size]
                }
                _ => piece,
            });
        });
        let _ = write!(told, "<!-- {page} {round} -->");
        told
    }
}

/// Cuts a page into words of its text and all else.
fn pieces<'a>(page: &'a str, mut take: impl FnMut(&'a str, bool)) {
    let mut rest = page;
    while !rest.is_empty() {
        let end = if let Some(tag) = rest.strip_prefix('<') {
            let raw = ["script", "style", "title"].iter().find(|raw| tag.starts_with(**raw));
            let close = raw.map_or(">".to_owned(), |raw| format!("</{raw}"));
            rest.find(&close).map_or(rest.len(), |at| at + close.len())
        } else {
            let word = |c: char| c.is_alphabetic();
            let is_word = rest.starts_with(word);
            let end = rest.find(|c: char| c == '<' || word(c) != is_word).unwrap_or(rest.len()).max(1);
            take(&rest[..end], is_word);
            rest = &rest[end..];
            continue;
        };
        take(&rest[..end], false);
        rest = &rest[end..];
    }
}

/// Runs a command and says how many kibibytes it held at most.
fn measured(desk: &Desk, args: &[&str]) -> (Ran, u64) {
    let mut command = std::process::Command::new("/usr/bin/time");
    command.current_dir(desk.path()).args(["-f", "%M", env!("CARGO_BIN_EXE_selon")]).args(args);
    let ran = ran(command, b"");
    assert!(matches!(ran.code, Some(0 | 4)), "{}", ran.err);
    let held = ran.err.lines().last().and_then(|line| line.parse().ok()).unwrap_or(0);
    (ran, held)
}

/// The slowest of most runs: 95 of 100.
fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 95 / 100]
}

#[test]
#[ignore = "takes an hour, and a folder of real pages"]
fn a_large_archive_stays_quick() {
    let folder = std::env::var("SELON_PAGES").expect("SELON_PAGES names a folder of pages");
    let dispatches: usize = std::env::var("SELON_DISPATCHES").map_or(100_000, |n| n.parse().expect("a number"));
    let pages = Pages::of(Path::new(&folder));
    let desk = Desk::new();
    let rounds = dispatches.div_ceil(pages.texts.len());
    for round in 0..rounds {
        for page in 0..pages.texts.len() {
            desk.file(&format!("pages/{round:04}/{page:05}.html"), pages.told(page, round));
        }
    }
    println!("{} pages in {rounds} rounds", rounds * pages.texts.len());
    for round in [0, 1, rounds / 2] {
        let (alone, _) = measured(&desk, &["trace", "-q", &format!("pages/{round:04}")]);
        println!("round {round} without an archive: {:.1} s", alone.took.as_secs_f64());
    }
    let mut most = 0;
    for round in 0..rounds {
        let (kept, held) = measured(&desk, &["-q", &format!("pages/{round:04}")]);
        most = most.max(held);
        let file = desk.path().join("selon.db").metadata().unwrap().len() >> 20;
        println!("round {round}: {:.1} s, {} MiB held, {file} MiB", kept.took.as_secs_f64(), held >> 10);
    }
    println!("memory: {} MiB at most", most >> 10);
    let mut add = Vec::new();
    for n in 0..20 {
        desk.file("one.html", pages.told(n * 37 % pages.texts.len(), rounds + n));
        let (ran, _) = measured(&desk, &["-q", "one.html"]);
        add.push(ran.took);
    }
    println!("adding a page: {:?} (95 of 100)", p95(add));
    let open = Instant::now();
    drop(selon_store::Store::open(&desk.path().join("selon.db")).unwrap());
    println!("opening: {:?}", open.elapsed());
    let store = selon_store::Store::open_to_read(&desk.path().join("selon.db")).unwrap();
    let mut search = Vec::new();
    for n in 0..1000 {
        // Words of all degrees of frequency, alone and two together.
        let word = |n: usize| pages.words[(n * n * 7) % pages.words.len().min(20_000)].clone();
        let words = if n % 3 == 0 { format!("{} {}", word(n), word(n + 1)) } else { word(n) };
        let query = selon_store::Query { words, most: 20, ..selon_store::Query::default() };
        let began = Instant::now();
        store.search(&query).unwrap();
        search.push(began.elapsed());
    }
    println!("search: {:?} (95 of 100)", p95(search));
}
