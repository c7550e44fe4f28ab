//! Archives in: WARC, WACZ, JSON of other tools; evidence out.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::run::{Desk, page};

fn address(n: usize) -> String {
    format!("https://port{}.example.org/{n}", n % 3)
}

fn body(n: usize) -> String {
    page(
        &format!("Port {n}"),
        &format!("Le port n° {n} est fermé depuis lundi, a annoncé mardi la préfecture de Brest."),
    )
}

/// A WARC of pages, and of records that are none.
fn warc(pages: usize) -> String {
    let mut warc = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n".to_owned();
    for n in 0..pages {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", body(n));
        let _ = write!(
            warc,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\nWARC-Date: 2031-03-0{}T09:37:00Z\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            address(n),
            1 + n % 5,
            block.len()
        );
    }
    warc
}

fn captures(desk: &Desk, db: &str) -> Value {
    let ran = desk.run(&["doctor", "--json", "--db", db]);
    ran.rows().remove(0)
}

#[test]
fn a_warc_is_traced_as_its_pages_are() {
    let desk = Desk::new();
    desk.file("in/pages.warc", warc(6));
    let trace = desk.run(&["trace", "--json", "in"]);
    assert_eq!(trace.code, Some(0), "{}", trace.err);
    let trace = trace.rows().remove(0);
    let dispatches = trace["dispatches"].as_array().unwrap();
    assert_eq!(dispatches.len(), 6);
    assert!(dispatches.iter().any(|d| d["url"] == address(4).as_str()));
    assert!(dispatches.iter().all(|d| d["path"].as_str().unwrap().starts_with("in/pages.warc: https://")));
}

#[test]
fn a_container_with_a_damaged_beginning_is_known_by_its_name() {
    let desk = Desk::new();
    desk.file("pages.warc", warc(6).replacen("WARC/1.0", "\0ARC/1.0", 1));
    let ran = desk.run(&["import", "pages.warc"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("pages.warc"), "{}", ran.err);
    assert_eq!(captures(&desk, "selon.db")["dispatches"], 6);
}

#[test]
fn filters_narrow_an_import() {
    let desk = Desk::new();
    desk.file("pages.warc", warc(15));
    let count = |db: &str, more: &[&str]| {
        let ran = desk.run(&[&["import", "pages.warc", "--db", db], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        captures(&desk, db)["dispatches"].clone()
    };
    assert_eq!(count("a.db", &[]), 15);
    assert_eq!(count("b.db", &["--domain", "port1.example.org"]), 5);
    assert_eq!(count("c.db", &["--from", "2031-03-02", "--to", "2031-03-03"]), 6);
    assert_eq!(count("d.db", &["--lang", "fr,en"]), 15);
    assert_eq!(count("e.db", &["--lang", "de"]), 0);
    assert_eq!(desk.run(&["import", "pages.warc", "--from", "soon"]).code, Some(2));
}

#[test]
fn an_import_that_is_killed_again_and_again_ends_as_one_that_is_not() {
    let desk = Desk::new();
    desk.file("pages.warc", warc(160));
    assert_eq!(desk.run(&["import", "pages.warc", "--db", "whole.db", "--jobs", "2"]).code, Some(0));
    let mut killed = 0;
    for n in 0..20u64 {
        let mut command = desk.command();
        command.args(["import", "pages.warc", "--db", "torn.db", "--jobs", "2"]);
        let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + n * 37 % 190));
        if child.try_wait().unwrap().is_none() {
            killed += 1;
        }
        let _ = child.kill();
        let _ = child.wait();
    }
    assert!(killed > 3, "{killed} of 20 were still at work");
    assert_eq!(desk.run(&["import", "pages.warc", "--db", "torn.db"]).code, Some(0));
    let (torn, whole) = (captures(&desk, "torn.db"), captures(&desk, "whole.db"));
    assert_eq!((&torn["ok"], &torn["captures"], &torn["dispatches"]), (&json!(true), &json!(160), &json!(160)));
    assert_eq!(torn, whole);
    assert!(whole["claims"].as_i64() > Some(100) && whole["untraced"] == 0, "{whole}");
    let later = desk.run(&["import", "pages.warc", "--later", "--db", "later.db"]);
    assert_eq!((later.code, captures(&desk, "later.db")["untraced"].clone()), (Some(0), json!(160)));
    // What is done is done: nothing is read a second time.
    assert_eq!(desk.run(&["import", "pages.warc", "--db", "torn.db"]).out, "0 pages read\n");
}

#[test]
fn json_of_other_tools_and_chats_is_read_line_by_line() {
    let desk = Desk::new();
    let text = "Le port est fermé depuis lundi, a annoncé mardi la préfecture de Brest, qui n'en dit pas plus.";
    let lines = [
        json!({"title": "Port fermé", "text": text, "source": "https://example.org/1", "date": "2031-03-04", "sitename": "Le Rivage"}).to_string(),
        "this is no JSON".to_owned(),
        json!({"title": "Port fermé", "maintext": text, "url": "https://example.org/2", "date_publish": "2031-03-04 10:00:00"}).to_string(),
    ];
    desk.file("articles.jsonl", lines.join("\n"));
    let post = |id: i32, more: Value| {
        let mut post = json!({"id": id, "type": "message", "date": "2031-03-04T11:00:00", "text": text});
        post.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post
    };
    let posts =
        json!([post(1, json!({})), post(2, json!({"forwarded_from": "Port de Brest", "date": "2031-03-04T12:00:00"}))]);
    let chat = json!({"name": "Radio Valmora", "type": "public_channel", "id": 7, "messages": posts});
    desk.file("result.json", serde_json::to_string_pretty(&chat).unwrap());
    let ran = desk.run(&["extract", "articles.jsonl", "result.json"]);
    assert_eq!(ran.code, Some(4));
    assert!(ran.err.contains("articles.jsonl: number 2: expected"), "{}", ran.err);
    let rows = ran.rows();
    assert_eq!(rows.len(), 4);
    let seen: Vec<(&str, &str)> =
        rows.iter().map(|r| (r["path"].as_str().unwrap(), r["outlet"].as_str().unwrap_or("—"))).collect();
    assert_eq!(seen[0], ("articles.jsonl: number 1", "Le Rivage"));
    assert!(rows.iter().any(|r| r["url"] == "https://example.org/2"));
    let forward = rows.iter().find(|r| r["path"] == "result.json: number 2").unwrap();
    assert_eq!((&forward["outlet"], &forward["agencies"]), (&json!("Radio Valmora"), &json!(["Port de Brest"])));
}

#[test]
fn evidence_is_verified_and_a_changed_byte_is_found() {
    let desk = Desk::new();
    desk.file("pages.warc", warc(5));
    assert_eq!(desk.run(&["pages.warc"]).code, Some(0));
    let ran = desk.run(&["export", "--wacz", "s1", "--out", "s1.wacz"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let verified = desk.run(&["verify", "s1.wacz"]);
    assert_eq!(verified.code, Some(0), "{}", verified.out);
    assert!(verified.out.contains("nothing differs"), "{}", verified.out);
    let whole = std::fs::read(desk.path().join("s1.wacz")).unwrap();
    for part in 1..12 {
        let mut changed = whole.clone();
        changed[whole.len() * part / 12] ^= 0x10;
        desk.file("changed.wacz", &changed);
        let ran = desk.run(&["verify", "changed.wacz"]);
        assert_eq!(ran.code, Some(5), "{part}/12: {}", ran.out);
    }
    // A bundle is an archive of pages like any other.
    let again = desk.run(&["import", "s1.wacz", "--db", "again.db"]);
    assert_eq!(
        (again.code, captures(&desk, "again.db")["dispatches"].clone()),
        (Some(0), captures(&desk, "selon.db")["dispatches"].clone())
    );
    assert_eq!(desk.run(&["export", "--wacz", "s999", "--out", "x.wacz"]).code, Some(3));
    assert_eq!(desk.run(&["export", "s1"]).code, Some(2));
}

#[test]
fn an_archive_is_sealed_when_verified_and_any_changed_byte_is_found() {
    let desk = Desk::new();
    desk.file("pages.warc", warc(3));
    assert_eq!(desk.run(&["pages.warc"]).code, Some(0));
    assert_eq!(desk.run(&["verify", "selon.db"]).code, Some(0));
    assert_eq!(desk.run(&["search", "port"]).code, Some(0));
    let whole = std::fs::read(desk.path().join("selon.db")).unwrap();
    for part in 0..12 {
        let mut changed = whole.clone();
        changed[whole.len() * part / 12] ^= 0x10;
        desk.file("selon.db", &changed);
        let ran = desk.run(&["verify", "selon.db"]);
        assert_eq!(ran.code, Some(5), "{part}/12: {} {}", ran.out, ran.err);
    }
    desk.file("selon.db", &whole);
    assert_eq!(desk.run(&["verify", "selon.db"]).code, Some(0));
    // selon's own changes break no trust.
    desk.file("more.warc", warc(5));
    assert_eq!(desk.run(&["more.warc"]).code, Some(0));
    assert_eq!(desk.run(&["verify", "selon.db"]).code, Some(0));
}
