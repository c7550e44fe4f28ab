//! What it costs to find the copies in archives that grow: time, memory, and both for each dispatch.
//!
//! `cargo bench -p selon --bench copies -- [DOCUMENTS.jsonl] [MOST]`: the documents, lines as `selon copies` reads them, are told
//! again and again in other words until there are 1,000, 10,000 and 100,000 dispatches (or as many as `MOST`). Without documents
//! invented ones are told, each with a reprint, a cut and an edited copy. Each outlet has its house paragraph under all it prints.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads files and clocks, and says what it measured"
)]

use std::collections::HashMap;
use std::time::Instant;

use selon::reuse::Archive;
use selon::{Dispatch, Document};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let most = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let documents = match args.iter().find(|arg| arg.parse::<usize>().is_err()) {
        Some(path) => read(&std::fs::read_to_string(path).expect("a file of documents")),
        None => invented(),
    };
    println!("{:>10} {:>10} {:>8} {:>10} {:>8}", "dispatches", "seconds", "a second", "MiB, most", "KiB each");
    let words = Words::of(&documents);
    for size in [1_000, 10_000, 100_000].into_iter().filter(|&size| size <= most) {
        let dispatches: Vec<Dispatch> = (0..size).map(|n| words.told(&documents, n)).collect();
        let given: Vec<&Dispatch> = dispatches.iter().collect();
        let before = processor();
        let began = Instant::now();
        let answers = Archive::of(&given).answers();
        let spent = processor().zip(before).map_or_else(|| began.elapsed().as_secs_f64(), |(now, then)| now - then);
        assert_eq!(answers.len(), size);
        let held = held().unwrap_or(0);
        println!(
            "{size:>10} {spent:>10.2} {:>8.0} {:>10} {:>8.1}",
            size as f64 / spent,
            held >> 10,
            held as f64 / size as f64
        );
    }
}

/// Documents, a line of JSON each.
fn read(text: &str) -> Vec<Document> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).expect("a document")).collect()
}

/// A small generator of numbers: the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// 400 agency texts of 300 words, each with three copies.
fn invented() -> Vec<Document> {
    const SYLLABLES: [&str; 12] = ["ba", "dor", "fen", "gil", "ka", "lum", "mi", "nar", "pol", "sen", "ti", "vo"];
    let mut numbers = Numbers(7);
    // A word is the more frequent the earlier it stands.
    let words: Vec<String> = (0..6000)
        .map(|n| (0..1 + usize::from(n > 100) + usize::from(n > 2000)).map(|_| SYLLABLES[numbers.next(12)]).collect())
        .collect();
    let mut documents = Vec::new();
    for story in 0..400 {
        let sentence = |numbers: &mut Numbers| {
            let of: Vec<&str> = (0..15)
                .map(|_| {
                    let most = [40, 400, 6000][numbers.next(3)];
                    words[numbers.next(most)].as_str()
                })
                .collect();
            format!("The {}.", of.join(" "))
        };
        let sentences: Vec<String> = (0..20).map(|_| sentence(&mut numbers)).collect();
        let wire = format!("Lorvent (Ponant) — {}", sentences.join(" "));
        let cut = sentences[..12].join(" ");
        let edited = wire.replace(" ba ", " bal ").replace(" ti ", " til ");
        for (copy, text) in [wire.clone(), wire, cut, edited].into_iter().enumerate() {
            documents.push(Document {
                published: Some(format!("2031-03-{:02}T{:02}:00", 1 + story % 28, 6 + copy)),
                outlet: Some(if copy == 0 { "Ponant".to_owned() } else { format!("Outlet {}", numbers.next(40)) }),
                ..Document::new(format!("{story}-{copy}"), text)
            });
        }
    }
    documents
}

/// The words of all documents, the most frequent first.
struct Words {
    all: Vec<String>,
    place: HashMap<String, usize>,
}

/// Words that many documents have stay as they are: grammar, verbs of saying.
const COMMON: usize = 400;
/// Words change places with words that are about as frequent.
const BAND: usize = 64;

impl Words {
    fn of(documents: &[Document]) -> Words {
        let mut count: HashMap<&str, usize> = HashMap::new();
        for piece in documents.iter().flat_map(|d| d.text.split_inclusive(|c: char| !c.is_alphabetic())) {
            *count.entry(piece.trim_end_matches(|c: char| !c.is_alphabetic())).or_default() += 1;
        }
        let mut words: Vec<(usize, &str)> = count.into_iter().map(|(word, n)| (n, word)).collect();
        words.sort_unstable_by(|a, b| b.cmp(a));
        let all: Vec<String> = words.into_iter().map(|(_, word)| word.to_owned()).collect();
        let place = all.iter().cloned().enumerate().map(|(i, word)| (word, i)).collect();
        Words { all, place }
    }

    /// The dispatch of a number: a document in the words of its round.
    fn told(&self, documents: &[Document], number: usize) -> Dispatch {
        let (round, document) = (number / documents.len(), &documents[number % documents.len()]);
        let mut text = String::with_capacity(document.text.len() + 256);
        for piece in document.text.split_inclusive(|c: char| !c.is_alphabetic()) {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            text += match self.place.get(word).filter(|place| round > 0 && **place >= COMMON) {
                Some(place) => {
                    let band = place / BAND * BAND;
                    let size = BAND.min(self.all.len() - band);
                    let shift = round.wrapping_mul(7919).wrapping_add(band.wrapping_mul(31)) % size;
                    &self.all[band + (place - band + shift) % size]
                }
                None => word,
            };
            text += &piece[word.len()..];
        }
        let outlet = document.outlet.clone().unwrap_or_default();
        text += &format!("\nWrite to the editors of {outlet} whenever you find a mistake, and read the letter that we send each morning.");
        Dispatch::from(&Document { id: format!("{}-{round}", document.id), text, ..document.clone() })
    }
}

/// Seconds of the processor that this process has used; none where the system does not say.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    // Hundredths of a second in user and system mode.
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
}

/// Kibibytes that this process has held at most.
fn held() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
