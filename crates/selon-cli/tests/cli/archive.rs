//! The archive, through the command.

use serde_json::Value;

use crate::run::{Desk, Ran, page};

fn desk() -> Desk {
    let desk = Desk::new();
    for n in 0..12 {
        let body = format!("Le port n° {} est fermé, a annoncé lundi la préfecture.", n / 2);
        desk.file(&format!("pages/{n:02}.html"), page(&format!("Port {n}"), &body));
    }
    desk
}

fn health(desk: &Desk) -> serde_json::Value {
    let ran = desk.run(&["doctor", "--json"]);
    let health = ran.rows().remove(0);
    assert_eq!((ran.code, &health["ok"]), (Some(0), &true.into()), "{health}");
    health
}

#[test]
fn reading_the_same_pages_again_changes_nothing() {
    let desk = desk();
    let first = desk.run(&["pages"]);
    let before = health(&desk);
    assert_eq!((before["captures"].as_i64(), before["dispatches"].as_i64()), (Some(12), Some(12)));
    let second = desk.run(&["pages"]);
    assert_eq!(first.out, second.out);
    assert_eq!(before, health(&desk));
    assert_eq!(first.out, desk.run(&["trace", "pages"]).out);
}

#[test]
fn what_is_no_archive_is_left_alone() {
    let desk = desk();
    desk.file("selon.db", "These are my notes, and not an archive of any kind. ".repeat(40));
    let ran = desk.run(&["pages"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("not an archive of selon"), "{}", ran.err);
    assert!(std::fs::read_to_string(desk.path().join("selon.db")).unwrap().starts_with("These are my notes"));
}

#[test]
fn without_an_archive_there_is_nothing_to_heal() {
    let desk = Desk::new();
    let ran: Ran = desk.run(&["doctor", "--json"]);
    assert_eq!((ran.rows()[0]["captures"].as_i64(), ran.code), (Some(0), Some(0)));
    assert!(!desk.path().join("selon.db").exists());
}

/// The claims of an archive, by name: gist and the passages that state each.
fn claims(desk: &Desk) -> Vec<Value> {
    let found = desk.run(&["search", "--most", "100000", "port", "--json"]).rows().remove(0);
    let show = |claim: &Value| desk.run(&["show", claim["id"].as_str().unwrap(), "--json"]).rows().remove(0);
    let mut claims: Vec<Value> = found["claims"].as_array().unwrap().iter().map(show).collect();
    claims.sort_by_key(|c| c["id"].as_str().unwrap()[1..].parse::<u64>().unwrap());
    claims
}

#[test]
fn claims_keep_their_names_when_pages_come_later() {
    let desk = desk();
    assert_eq!(desk.run(&["pages"]).code, Some(0));
    let before = claims(&desk);
    assert!(!before.is_empty());
    desk.file("later/a.html", page("Port 12", "Le port n° 3 est fermé, a annoncé lundi la préfecture."));
    assert_eq!(desk.run(&["later"]).code, Some(0));
    assert_eq!(health(&desk)["dispatches"], 13);
    let after = claims(&desk);
    for claim in &before {
        let now = after.iter().find(|c| c["id"] == claim["id"]).expect("no claim is lost");
        assert_eq!(now["gist"], claim["gist"]);
    }
}

#[test]
fn what_is_shown_hangs_together() {
    let desk = desk();
    desk.run(&["pages"]);
    let claim = claims(&desk).remove(0);
    let dispatch = claim["statements"][0]["dispatch"]["id"].as_str().unwrap();
    let shown = desk.run(&["show", dispatch, "--json"]).rows().remove(0);
    let text: Vec<char> = shown["text"].as_str().unwrap().chars().collect();
    for statement in shown["statements"].as_array().unwrap() {
        let at = |key: &str| statement[key].as_u64().unwrap() as usize;
        assert_eq!(statement["quote"], text[at("start")..at("end")].iter().collect::<String>());
    }
    let voice = claim["statements"][0]["chain"][0]["id"].as_str().unwrap();
    for name in [claim["id"].as_str().unwrap(), dispatch, voice, claim["story"].as_str().unwrap()] {
        let ran = desk.run(&["show", name]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains(name));
    }
    assert_eq!(desk.run(&["show", "c999999"]).code, Some(3));
    let by_hash = desk.run(&["show", shown["captures"][0]["sha256"].as_str().unwrap(), "--json"]).rows().remove(0);
    assert_eq!(by_hash["id"], shown["id"]);
}

#[test]
fn words_are_found_whatever_their_dress() {
    let desk = desk();
    desk.run(&["pages"]);
    let count = |args: &[&str]| {
        let ran = desk.run(&[&["search", "--json"], args].concat());
        let found = ran.rows().remove(0);
        let total = found["claims"].as_array().unwrap().len() + found["dispatches"].as_array().unwrap().len();
        assert_eq!(ran.code, Some(if total == 0 { 3 } else { 0 }));
        found["dispatches"].as_array().unwrap().len()
    };
    assert_eq!(count(&["PREFECTURE"]), 12);
    assert_eq!(count(&["ferm*"]), 12);
    assert_eq!(count(&["\"annonce lundi\""]), 12);
    assert_eq!(count(&["\"lundi annonce\""]), 0);
    assert_eq!(count(&["OR", "NOT", "("]), 0);
    assert_eq!(count(&["port", "--from", "2031-03-05"]), 0);
    assert_eq!(desk.run(&["search", "--from", "lundi"]).code, Some(2));
}
