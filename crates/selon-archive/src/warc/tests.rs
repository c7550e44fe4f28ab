use std::io::Write as _;

use proptest::prelude::*;

use super::*;

fn record(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-04T09:37:00Z\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(n: usize) -> Vec<u8> {
    let body = format!("<p>Dépêche numéro {n}: le port est fermé.");
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    record("response", &format!("https://example.org/{n}"), block.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// Addresses of the pages that were read, and how many damages there were.
fn read(warc: &[u8], from: Position) -> (Vec<String>, usize) {
    let mut damages = 0;
    let mut urls = Vec::new();
    for capture in Captures::new(warc, from) {
        match capture {
            Ok(capture) => {
                urls.push(capture.url.unwrap_or_default().trim_start_matches("https://example.org/").to_owned());
            }
            Err(_) => damages += 1,
        }
    }
    (urls, damages)
}

fn all(warc: &[u8]) -> (Vec<String>, usize) {
    read(warc, Position::default())
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| n.to_string()).collect()
}

/// The same ten pages in every packing.
fn packings() -> Vec<(&'static str, Vec<u8>)> {
    let records: Vec<Vec<u8>> = (0..10).map(response).collect();
    vec![
        ("plain", records.concat()),
        ("a gzip member a record", records.iter().flat_map(|r| gzip(r)).collect()),
        ("one gzip member", gzip(&records.concat())),
        ("a zstd frame a record", records.iter().flat_map(|r| zstd(r)).collect()),
        ("one zstd frame", zstd(&records.concat())),
    ]
}

#[test]
fn every_packing_is_read() {
    for (name, warc) in packings() {
        assert_eq!(all(&warc), (numbers(0..10), 0), "{name}");
    }
}

#[test]
fn a_zstd_dictionary_in_the_first_frame_is_used() {
    let records: Vec<Vec<u8>> = (0..10).map(response).collect();
    let dictionary = zstd::dict::from_samples(&(0..200).map(response).collect::<Vec<_>>(), 4096).unwrap();
    for packed in [dictionary.clone(), zstd(&dictionary)] {
        let mut warc = [b"\x5D\x2A\x4D\x18".as_slice(), &(packed.len() as u32).to_le_bytes(), &packed].concat();
        for record in &records {
            warc.extend(zstd::bulk::Compressor::with_dictionary(1, &dictionary).unwrap().compress(record).unwrap());
        }
        assert_eq!(all(&warc), (numbers(0..10), 0));
    }
}

#[test]
fn reading_goes_on_from_any_record() {
    for (name, warc) in packings() {
        let mut captures = Captures::new(&warc[..], Position::default());
        for n in 0..10 {
            assert!(captures.next().is_some_and(|c| c.is_ok()));
            assert_eq!(read(&warc, captures.position()), (numbers(n + 1..10), 0), "{name} after {n}");
        }
    }
}

#[test]
fn only_pages_that_were_answered_with_one_are_taken() {
    let http = |head: &str| format!("HTTP/1.1 {head}\r\n\r\nbytes of {head}").into_bytes();
    let warc = [
        record("warcinfo", "", b"software: x"),
        record("request", "https://example.org/a", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://example.org/b", &http("404 Not Found\r\nContent-Type: text/html")),
        record("response", "https://example.org/c", &http("200 OK\r\nContent-Type: image/png")),
        record("response", "https://example.org/d", &http("200 OK\r\nContent-Type: text/html")),
        record("revisit", "https://example.org/f", b""),
        record("response", "<https://example.org/g>", &http("200\r\nContent-Type: TEXT/HTML; charset=x")),
        record("response", "https://example.org/h", b"no response at all"),
    ]
    .concat();
    assert_eq!(all(&warc), (vec!["d".to_owned(), "g".to_owned()], 0));
    let none = Captures::new(&warc[..], Position::default()).only(|meta| meta.url.as_deref() == Some("https://x.org/"));
    assert_eq!(none.count(), 0);
}

#[test]
fn torn_members_cost_themselves_alone() {
    for pack in [gzip, zstd] {
        let members: Vec<Vec<u8>> = (0..6).map(|n| pack(&response(n))).collect();
        let mut warc = Vec::new();
        for (n, member) in members.iter().enumerate() {
            warc.extend_from_slice(if n == 2 { &member[..member.len() / 2] } else { member });
            if n == 4 {
                warc.extend_from_slice(b"rubbish between two members \x1F\x8B\x08 and more");
            }
        }
        let (urls, damages) = all(&warc);
        assert_eq!(urls, ["0", "1", "3", "4", "5"]);
        assert_eq!(damages, 2);
    }
}

#[test]
fn lying_lengths_cost_no_other_record() {
    for lie in ["5", "60", "2000", "99999999"] {
        let mut records: Vec<Vec<u8>> = (0..4).map(response).collect();
        let text = String::from_utf8(records[1].clone()).unwrap();
        let (head, rest) = text.split_once("Content-Length: ").unwrap();
        let (_, rest) = rest.split_once("\r\n").unwrap();
        records[1] = format!("{head}Content-Length: {lie}\r\n{rest}").into_bytes();
        let (urls, _) = all(&records.concat());
        let others: Vec<_> = urls.iter().filter(|u| *u != "1").collect();
        // A block of a hundred megabytes is not held in memory: what it swallows is gone, and said to be.
        let expected: &[&str] = if lie == "99999999" { &["0"] } else { &["0", "2", "3"] };
        assert_eq!(others, expected, "{lie}");
    }
}

#[test]
fn a_bomb_is_given_up_and_what_follows_is_read() {
    let bomb = record("response", "https://example.org/bomb", &vec![b' '; 200 << 20]);
    for pack in [gzip, zstd] {
        let warc = [pack(&response(0)), pack(&bomb), pack(&vec![b'x'; 300 << 20]), pack(&response(1))].concat();
        assert_eq!(all(&warc).0, ["0", "1"]);
    }
}

#[test]
fn a_cut_file_gives_what_it_holds() {
    for (name, warc) in packings() {
        for part in 1..8 {
            let (urls, damages) = all(&warc[..warc.len() * part / 8]);
            assert!(damages <= 1 && urls.len() <= 10, "{name} {part}/8");
            assert_eq!(urls, numbers(0..urls.len()), "{name} {part}/8");
        }
    }
}

#[test]
fn a_damaged_beginning_costs_the_first_record_alone() {
    for (name, warc) in packings() {
        if name.starts_with("one") {
            continue; // A single stream cannot be entered in its midst.
        }
        for at in 0..4 {
            let mut warc = warc.clone();
            warc[at] = 0;
            let urls = all(&warc).0;
            let last = urls.len() - 1;
            assert!(urls.len() >= 9 && urls[last] == "9", "{name}, byte {at}: {urls:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = all(&bytes);
    }

    #[test]
    fn any_one_byte_changed_costs_at_most_two_records(at in any::<prop::sample::Index>(), byte in any::<u8>(), packing in prop::sample::select(vec![0usize, 1, 3])) {
        let mut warc = packings().swap_remove(packing).1;
        let at = at.index(warc.len());
        warc[at] = byte;
        let urls = all(&warc).0;
        prop_assert!(urls.len() >= 8, "{urls:?}");
    }
}
