//! The archive, through the command.

#![allow(clippy::print_stdout, reason = "what takes many minutes says how far it is")]

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
fn a_story_is_told_the_same_way_with_an_archive_and_without_and_page_by_page() {
    let desk = Desk::new();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/valfroide");
    let told = desk.run(&["trace", example]).out;
    assert!(told.contains("11 pages"), "{told}");
    assert_eq!(desk.run(&[example]).out, told);
    let mut pages: Vec<_> = std::fs::read_dir(example).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    for page in pages.iter().rev() {
        assert_eq!(desk.run(&["-q", page.to_str().unwrap(), "--db", "one.db"]).code, Some(0));
    }
    assert_eq!(desk.run(&[example, "--db", "one.db"]).out, told);
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

#[test]
fn the_user_has_the_last_word() {
    let desk = Desk::new();
    desk.file("a.html", page("Port", "Le port de Brest est fermé, a annoncé lundi la préfecture."));
    desk.file("b.html", page("Incendie", "Une boulangerie a brûlé dans la nuit à Quimper, selon les pompiers."));
    desk.run(&["a.html", "b.html"]);
    let claim = |words: &str| {
        let found = desk.run(&["search", words, "--json"]).rows().remove(0);
        found["claims"][0]["id"].as_str().expect("a claim").to_owned()
    };
    let (port, fire) = (claim("brest"), claim("boulangerie"));
    assert_ne!(port, fire);
    let ran = desk.run(&["same", &port, &fire]);
    assert_eq!((ran.code, ran.out.starts_with("1  same: ")), (Some(0), true), "{}", ran.err);
    assert_eq!(claim("brest"), claim("boulangerie"));
    assert!(desk.run(&["show", &claim("brest")]).out.contains("decided (1) same"));
    assert_eq!(desk.run(&["undo", "1"]).code, Some(0));
    assert_ne!(claim("brest"), claim("boulangerie"));
    assert_eq!(desk.run(&["undo", "1"]).code, Some(3));
    assert_eq!(desk.run(&["correct", "d1", "outlet", "Le Phare"]).code, Some(0));
    assert_eq!(desk.run(&["search", "--outlet", "le phare", "--json"]).rows()[0]["dispatches"][0]["id"], "d1");
    let decisions = desk.run(&["decisions"]);
    assert!(decisions.out.contains("undone") && decisions.out.lines().count() == 2, "{}", decisions.out);
    assert_eq!(desk.run(&["same", "c999", "c998"]).code, Some(1));
    health(&desk);
}

#[test]
fn a_chain_a_copy_and_what_is_said_are_put_right() {
    let desk = Desk::new();
    let story = "Le pont de la Roche a été fermé mardi à la circulation après la chute d’un bloc de pierre de deux tonnes \
        sur la voie, a annoncé la préfecture. Personne n’a été blessé. Les travaux dureront trois semaines et les cars \
        scolaires passeront par le col, où la neige est attendue dès jeudi soir.";
    let at = |day: u8, title: &str, body: &str| page(title, body).replace("2031-03-04", &format!("2031-03-0{day}"));
    desk.file("a.html", at(4, "Pont fermé", story));
    desk.file("b.html", at(5, "Le pont de la Roche fermé", story));
    assert_eq!(desk.run(&["a.html", "b.html"]).code, Some(0));
    let show = |name: &str| desk.run(&["show", name, "--json"]).rows().remove(0);
    assert_eq!(show("d2")["copies"][0]["dispatch"]["id"], "d1");

    // Which of two is the original.
    assert_eq!(desk.run(&["correct", "d1", "original", "d2", "--by", "Léa"]).code, Some(0));
    assert_eq!((&show("d1")["copies"][0]["dispatch"]["id"], show("d2")["copies"][0].is_null()), (&"d2".into(), true));
    assert!(desk.run(&["show", "d1"]).out.contains("Léa"));
    let ran = desk.run(&["correct", "d2", "original", "d1"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("decision 1 says") && ran.err.contains("undo it first"), "{}", ran.err);
    assert_eq!(desk.run(&["undo", "1"]).code, Some(0));
    assert_eq!(show("d2")["copies"][0]["dispatch"]["id"], "d1");
    assert_eq!(desk.run(&["correct", "d2", "original", ""]).code, Some(0));
    assert!(show("d2")["copies"][0].is_null());

    // On whose word it is said.
    let stated = |words: &str| {
        let statements = show("d1")["statements"].as_array().unwrap().clone();
        statements.into_iter().find(|s| s["quote"].as_str().unwrap().contains(words)).expect("it is stated")
    };
    let names = |statement: &Value| -> Vec<String> {
        statement["chain"].as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap().to_owned()).collect()
    };
    let passage = "d1:Personne n’a été blessé";
    let before = names(&stated("blessé"));
    assert_eq!(desk.run(&["correct", passage, "chain", "Jeanne Martin"]).code, Some(1), "what is she?");
    assert_eq!(
        desk.run(&["correct", passage, "chain", "person:Jeanne Martin -> agency:Agence du Large"]).code,
        Some(0)
    );
    assert_eq!(names(&stated("blessé"))[1..], ["Agence du Large", "Jeanne Martin"]);
    let claim = stated("blessé")["claim"].as_str().unwrap().to_owned();
    assert!(desk.run(&["show", &claim]).out.contains("Jeanne Martin"));
    let counts = |what: &str| show(&claim)["decisions"].as_array().unwrap().iter().any(|d| d["what"] == what);
    assert!(counts("chain") && counts("original"), "both bear on the claim");
    for ring in ["Jeanne Martin → agency:B → Jeanne Martin", "person:X → agency:X"] {
        let ran = desk.run(&["correct", passage, "chain", ring]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.err.contains("twice in the chain"), "{}", ran.err);
    }
    assert_eq!(desk.run(&["undo", "3"]).code, Some(0));
    assert_eq!(names(&stated("blessé")), before);

    // What it says.
    let plain = "La fermeture du pont de la Roche n’a fait aucun blessé le 4 mars 2031";
    assert_eq!(desk.run(&["correct", passage, "says", plain]).code, Some(0));
    assert_eq!(stated("blessé")["says"], plain);
    let found = desk.run(&["search", "\"fermeture du pont\"", "--json"]).rows().remove(0);
    assert_eq!(found["claims"][0]["when"], "2031-03-04");
    for nothing in ["", " … ", "Personne n'a été blessé"] {
        assert_eq!(desk.run(&["correct", passage, "says", nothing]).code, Some(1), "{nothing:?}");
    }
    assert_eq!(desk.run(&["correct", "d1", "says", plain]).code, Some(1), "a whole page");
    assert_eq!(desk.run(&["undo", "4"]).code, Some(0));
    assert_eq!(desk.run(&["search", "\"fermeture du pont\""]).code, Some(3));
    health(&desk);
}

#[test]
fn what_is_forgotten_is_found_no_more() {
    let desk = desk();
    desk.run(&["pages"]);
    let ran = desk.run(&["forget", "pages/03.html"]);
    assert_eq!((ran.out.lines().count(), ran.code), (1, Some(0)), "{}", ran.err);
    assert_eq!(desk.run(&["forget", "pages/03.html"]).code, Some(3));
    let health = health(&desk);
    assert_eq!((health["dispatches"].as_i64(), health["untraced"].as_i64()), (Some(11), Some(0)));
}

#[test]
fn an_archive_is_verified() {
    let desk = desk();
    desk.run(&["pages"]);
    let ran = desk.run(&["verify", "selon.db"]);
    assert_eq!((ran.out.as_str(), ran.code), ("12 captures verified: nothing differs\n", Some(0)));
    assert_eq!(desk.run(&["reread"]).out, "0 captures read anew\n");
}

#[test]
fn a_damaged_archive_is_said_to_be_so_and_not_made_worse() {
    let desk = desk();
    desk.run(&["pages"]);
    let path = desk.path().join("selon.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();
    let ran = desk.run(&["doctor", "--json"]);
    assert_eq!((ran.rows()[0]["ok"].as_bool(), ran.code), (Some(false), Some(5)), "{}", ran.err);
    assert!(!ran.rows()[0]["problems"].as_array().unwrap().is_empty());
    assert!(matches!(desk.run(&["pages"]).code, Some(0 | 1)), "no panic");
}

/// What an archive holds, for comparing two of them.
fn holdings(desk: &Desk) -> (Value, Value) {
    (health(desk), desk.run(&["search", "le", "--most", "1000000", "--json"]).rows().remove(0))
}

/// SIGKILL while it reads: whenever it comes, the archive opens, is sound, and the next run goes on. The runs live as long, by
/// and large, as one may that finds what is kept again and reads its share of the rest: so the kills spread over all pages.
fn killed(desk: &Desk, pages: &str, times: u32) {
    let whole = desk.run(&["--db", "whole.db", pages]);
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    let idle = desk.run(&["--db", "whole.db", pages]).took;
    let end = desk.run(&["doctor", "--db", "whole.db", "--json"]).rows().remove(0);
    let mut state = 88_172_645_463_325_252_u64;
    let (mut ended, mut last, mut longer) = (0, Value::Null, 1.0);
    for kill in 1..=times {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let mut child = desk
            .command()
            .arg(pages)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let share = idle + whole.took / times;
        std::thread::sleep(share.mul_f64(longer * (state % 2000) as f64 / 1000.0));
        child.kill().unwrap();
        child.wait().unwrap();
        let kept = desk.path().join("selon.db");
        let now = if kept.metadata().is_ok_and(|m| m.len() > 0) { health(desk) } else { Value::Null };
        // Where nothing came of a run, the next ones get more time.
        longer = if now == last { longer * 1.2 } else { 1.0 };
        if kill % 10 == 0 {
            println!("killed {kill} times: {} captures, {} to be traced", now["captures"], now["untraced"]);
        }
        // One that is whole is begun anew, so that every kill meets a run at work.
        if now == end {
            ended += 1;
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(desk.path().join(format!("selon.db{ending}")));
            }
        }
        last = now;
    }
    println!("{ended} archives were whole and begun anew");
    assert_eq!(desk.run(&[pages]).out, whole.out, "after {ended} archives that were whole and one that was not");
    let kept = holdings(desk);
    std::fs::rename(desk.path().join("whole.db"), desk.path().join("selon.db")).unwrap();
    assert_eq!(kept, holdings(desk));
}

#[test]
fn a_run_that_is_killed_is_gone_on_with() {
    let desk = desk();
    for n in 0..150 {
        let body =
            format!("Le port n° {} est fermé, a annoncé lundi la préfecture de la région {n}. Le maire dément.", n / 2);
        desk.file(&format!("pages/more/{n:03}.html"), page(&format!("Port {n}"), &body));
    }
    killed(&desk, "pages", 10);
}

/// `SELON_PAGES=FOLDER cargo test --release -p selon-cli -- --ignored --nocapture killed`; `SELON_KILLS` says how many times
/// instead of 200.
#[test]
#[ignore = "takes many minutes, and a folder of real pages"]
fn a_run_that_is_killed_two_hundred_times_is_gone_on_with() {
    let pages = std::env::var("SELON_PAGES").expect("SELON_PAGES names a folder of pages");
    let times = std::env::var("SELON_KILLS").map_or(200, |n| n.parse().expect("a number"));
    killed(&Desk::new(), &pages, times);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_to_be_full_and_loses_nothing() {
    let desk = desk();
    for n in 0..200 {
        desk.file(
            &format!("pages/more/{n:03}.html"),
            page(&format!("Port {n}"), &format!("Le port n° {n} est fermé. {n}")),
        );
    }
    let limited = |kibibytes: u32| {
        let mut command = std::process::Command::new("sh");
        let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" pages", kibibytes * 2);
        command.current_dir(desk.path()).args(["-c", &limit, env!("CARGO_BIN_EXE_selon")]);
        crate::run::ran(command, b"")
    };
    for kibibytes in [40, 150, 300, 500] {
        let ran = limited(kibibytes);
        assert_eq!(ran.code, Some(1), "{kibibytes}: {}", ran.err);
        assert!(ran.err.contains("disk is full"), "{kibibytes}: {}", ran.err);
        health(&desk);
    }
    assert_eq!(desk.run(&["pages"]).code, Some(0));
    assert_eq!(health(&desk)["dispatches"], 212);
}

#[cfg(unix)]
#[test]
fn an_archive_that_may_not_be_written_is_read() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let desk = desk();
    desk.run(&["pages"]);
    let mode = |name: &str, mode| {
        std::fs::set_permissions(desk.path().join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    std::fs::copy(env!("CARGO_BIN_EXE_selon"), desk.path().join("selon")).unwrap();
    for (name, bits) in [("selon", 0o755), ("selon.db", 0o444), (".", 0o555)] {
        mode(name, bits);
    }
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(desk.path().join("selon"));
        command.current_dir(desk.path()).args(args);
        if std::fs::metadata(desk.path()).unwrap().uid() == 0 {
            command.uid(65_534).gid(65_534);
        }
        crate::run::ran(command, b"")
    };
    let ran = run(&["pages"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("cannot be written"), "{}", ran.err);
    let ran = run(&["search", "port"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    mode(".", 0o755);
}
