//! A large archive, made of real pages: each is told again and again in other words.
//!
//! `SELON_PAGES=FOLDER SELON_DESK=FOLDER cargo test --release -p selon-cli -- --ignored --nocapture large`
//!
//! `SELON_DISPATCHES` says how many instead of 100,000. What is measured is kept on the desk, round by round: stopped, it goes
//! on with the next one. `SELON_BIN` names the command to measure instead of the one that was built with the tests. What lists
//! and searches cost is measured much sooner by `selon-store/tests/many.rs`, which multiplies rows instead of pages.

#![allow(clippy::print_stdout, reason = "a measurement says what it measured")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use selon_store::{Query, Store};

use crate::run::ran;

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

/// Where the archive grows.
struct Desk {
    folder: PathBuf,
    selon: PathBuf,
}

/// What a run cost.
struct Cost {
    /// Processor seconds.
    seconds: f64,
    /// Kibibytes held at most.
    held: u64,
}

impl Desk {
    /// Runs the command.
    fn run(&self, args: &[&str]) -> Cost {
        let mut command = Command::new("/usr/bin/time");
        command.current_dir(&self.folder).args(["-f", "%U %S %M"]).arg(&self.selon).args(args);
        let ran = ran(command, b"");
        assert!(matches!(ran.code, Some(0 | 4)), "{}", ran.err);
        let numbers: Vec<f64> =
            ran.err.lines().last().unwrap_or("").split(' ').filter_map(|n| n.parse().ok()).collect();
        Cost { seconds: numbers[0] + numbers[1], held: numbers[2] as u64 }
    }

    /// Writes the pages of a round, and says how many bytes they are as they will be kept.
    fn lay(&self, pages: &Pages, round: usize) -> usize {
        let folder = self.folder.join("round");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let mut kept = 0;
        for page in 0..pages.texts.len() {
            let told = pages.told(page, round);
            kept += zstd::bulk::compress(told.as_bytes(), 3).unwrap().len();
            std::fs::write(folder.join(format!("{page:05}.html")), told).unwrap();
        }
        kept
    }

    fn archive(&self) -> PathBuf {
        self.folder.join("selon.db")
    }

    /// What does not grow, or ought not to.
    fn look(&self, pages: &Pages, round: usize) {
        let mut add = Vec::new();
        for n in 0..20 {
            std::fs::write(self.folder.join("one.html"), pages.told(n * 37 % pages.texts.len(), 1000 + round * 20 + n))
                .unwrap();
            add.push(Duration::from_secs_f64(self.run(&["-q", "one.html"]).seconds));
        }
        add.sort_unstable();
        println!(
            "  adding a page: {:?} of the processor (median), {:?} at most",
            add[add.len() / 2],
            add[add.len() - 1]
        );
        let open = Instant::now();
        drop(Store::open(&self.archive()).unwrap());
        println!("  opening: {:?}", open.elapsed());
        let store = Store::open_to_read(&self.archive()).unwrap();
        let mut search = Vec::new();
        for n in 0..1000 {
            // Words of all degrees of frequency, alone and two together.
            let word = |n: usize| pages.words[(n * n * 7) % pages.words.len().min(20_000)].clone();
            let words = if n % 3 == 0 { format!("{} {}", word(n), word(n + 1)) } else { word(n) };
            let began = Instant::now();
            store.search(&Query { words, most: 20, ..Query::default() }).unwrap();
            search.push(began.elapsed());
        }
        search.sort_unstable();
        println!("  search: {:?} (95 of 100)", search[search.len() * 95 / 100]);
    }
}

#[test]
#[ignore = "takes an hour, and a folder of real pages"]
fn a_large_archive_stays_quick() {
    let given = |name: &str| std::env::var(name).ok();
    let folder = given("SELON_PAGES").expect("SELON_PAGES names a folder of pages");
    let dispatches: usize = given("SELON_DISPATCHES").map_or(100_000, |n| n.parse().expect("a number"));
    let temporary = tempfile::tempdir().unwrap();
    let desk = Desk {
        folder: given("SELON_DESK").map_or_else(|| temporary.path().to_owned(), PathBuf::from),
        selon: given("SELON_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_selon").to_owned()).into(),
    };
    std::fs::create_dir_all(&desk.folder).unwrap();
    let pages = Pages::of(Path::new(&folder));
    let rounds = dispatches.div_ceil(pages.texts.len());
    println!("{} pages in {rounds} rounds", rounds * pages.texts.len());
    let log = desk.folder.join("rounds.txt");
    let mut done = std::fs::read_to_string(&log).unwrap_or_default();
    for round in done.lines().count()..rounds {
        let kept = desk.lay(&pages, round);
        // Without an archive: of the first rounds, and of each that doubles their number.
        let alone = round.is_power_of_two() || round == 0;
        let alone = if alone { desk.run(&["trace", "-q", "round"]).seconds } else { 0.0 };
        let cost = desk.run(&["-q", "round"]);
        let file = desk.archive().metadata().unwrap().len();
        let line = format!("{round} {:.1} {alone:.1} {} {} {}", cost.seconds, cost.held >> 10, kept >> 10, file >> 10);
        println!("round, s with, s without an archive, MiB held, KiB of captures, KiB of the file: {line}");
        done += &line;
        done.push('\n');
        std::fs::write(&log, &done).unwrap();
        if round.is_power_of_two() || round + 1 == rounds {
            desk.look(&pages, round);
        }
    }
    let rows: Vec<Vec<f64>> = done.lines().map(|line| line.split(' ').map(|n| n.parse().unwrap()).collect()).collect();
    let sum = |column: usize| rows.iter().map(|row| row[column]).sum::<f64>();
    let compared: Vec<&Vec<f64>> = rows.iter().filter(|row| row[2] > 0.0).collect();
    let part = compared.iter().map(|r| r[2]).sum::<f64>() / compared.iter().map(|r| r[1]).sum::<f64>();
    println!("speed with an archive, of that without: {:.0} %", 100.0 * part);
    println!("file, of the captures: {:.2} times", rows[rows.len() - 1][5] / sum(4));
    println!("memory: {} MiB at most", rows.iter().map(|row| row[3] as u64).max().unwrap_or(0));
}
