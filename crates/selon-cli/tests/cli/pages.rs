//! Reading pages and tracing them.

use serde_json::Value;

use crate::run::{Desk, page};

fn desk() -> Desk {
    let desk = Desk::new();
    for n in 0..30 {
        let body =
            format!("Le port n° {n} est fermé, a annoncé lundi la préfecture. 😀 Il compte {n} bateaux à l'arrêt.");
        desk.file(&format!("pages/{n:02}.html"), page(&format!("Port {n}"), &body));
    }
    desk.file("pages/09-empty.html", "");
    desk.file("pages/deeper/plain.txt", "Le maire dément\n\nLe port n'est pas fermé, a dit mardi le maire.\n");
    desk.file("pages/style.css", "p {}");
    desk.file("pages/.hidden.html", page("Caché", "Rien."));
    desk
}

#[test]
fn output_does_not_depend_on_the_threads() {
    let desk = desk();
    for command in [&["extract"][..], &["trace", "--json"], &["trace"]] {
        let run = |jobs: &str| desk.run(&[command, &["--jobs", jobs, "pages"]].concat());
        let (one, four) = (run("1"), run("4"));
        assert_eq!(one.out, four.out, "{command:?}");
        assert_eq!(one.err, four.err, "{command:?}");
        assert_eq!((one.code, four.code), (Some(4), Some(4)));
        assert!(!one.out.is_empty());
    }
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let ran = desk().run(&["extract", "pages"]);
    let paths: Vec<String> = ran.rows().iter().map(|r| r["path"].as_str().unwrap().to_owned()).collect();
    let mut sorted = paths.clone();
    sorted.sort();
    assert_eq!(paths, sorted);
    assert_eq!(paths.len(), 31, "what is hidden or no page is left out");
    assert!(ran.err.contains("2 files of the folders are no pages"), "{}", ran.err);
}

#[test]
fn offsets_count_code_points() {
    let ran = desk().run(&["extract", "pages"]);
    for row in ran.rows() {
        let text: Vec<char> = row["text"].as_str().unwrap().chars().collect();
        let blocks = row["blocks"].as_array().unwrap();
        assert!(!blocks.is_empty());
        let end = blocks.last().unwrap()["end"].as_u64().unwrap() as usize;
        assert_eq!(end, text.len());
        for block in blocks {
            let at = |key: &str| block[key].as_u64().unwrap() as usize;
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(words.trim(), words);
        }
    }
}

#[test]
fn a_trace_points_at_the_words() {
    let trace: Value = serde_json::from_str(&desk().run(&["trace", "--json", "pages"]).out).unwrap();
    let dispatches = trace["dispatches"].as_array().unwrap();
    let text = |id: &Value| -> Vec<char> {
        dispatches.iter().find(|d| d["id"] == *id).unwrap()["text"].as_str().unwrap().chars().collect()
    };
    let claims = trace["claims"].as_array().unwrap();
    assert!(!claims.is_empty());
    for statement in claims.iter().flat_map(|c| c["statements"].as_array().unwrap()) {
        let at = |key: &str| statement[key].as_u64().unwrap() as usize;
        assert!(at("start") < at("end") && at("end") <= text(&statement["dispatch"]).len());
        assert!(!statement["chain"].as_array().unwrap().is_empty());
    }
}

#[test]
fn one_page_on_standard_input() {
    let desk = Desk::new();
    let ran = desk.run_on(&["extract", "-"], page("Le port", "Il est fermé.").as_bytes());
    assert_eq!((ran.rows()[0]["path"].as_str(), ran.code), (Some("-"), Some(0)));
}

#[test]
fn paths_and_a_list_are_read_together() {
    let desk = desk();
    desk.file("list", "pages/01.html\n\npages/02.html\r\n");
    let ran = desk.run(&["extract", "pages/00.html", "--files-from", "list"]);
    let paths: Vec<_> = ran.rows().iter().map(|r| r["path"].clone()).collect();
    assert_eq!(paths, ["pages/00.html", "pages/01.html", "pages/02.html"]);
}

#[test]
fn the_trace_for_people_fits_and_commands_no_terminal() {
    let desk = Desk::new();
    for n in 0..3 {
        let body = "Le port est fermé\u{1b}[31m depuis lundi, a annoncé la préfecture maritime dans un communiqué.";
        desk.file(&format!("pages/{n}.html"), page("Le port \u{9b}2J fermé", body));
    }
    let ran = desk.run(&["trace", "--all", "pages"]);
    assert_eq!(ran.code, Some(0));
    assert!(!ran.out.contains(|c: char| c.is_control() && c != '\n'));
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    assert!(ran.out.contains("rests on"));
}
