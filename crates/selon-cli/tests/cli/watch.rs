//! Addresses, lists that are followed, and alerts, with outlets on loopback.

#![allow(clippy::print_stdout, reason = "a measurement says what it measured")]

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::run::{Desk, Ran, page};
use crate::web::Web;

const CONTACT: &str = "--contact=tests@selon.test";
/// Our own outlets need no rest.
const QUICK: &str = "--pause=0.02";

fn rss(entries: impl Iterator<Item = String>) -> String {
    let items: String = entries.map(|link| format!("<item><title>T</title><link>{link}</link></item>")).collect();
    format!("<rss><channel><title>Feed</title>{items}</channel></rss>")
}

fn captures(desk: &Desk) -> u64 {
    let health = desk.run(&["doctor", "--json"]).rows().remove(0);
    assert_eq!(health["ok"], true, "{health}");
    health["captures"].as_u64().unwrap()
}

#[test]
fn an_address_is_read_and_kept_with_what_the_server_said() {
    let web = Web::new(2, |_, path| match path {
        "/a" => Some(page("Port fermé", "Le port est fermé, a annoncé lundi la préfecture.")),
        "/robots.txt" => Some("User-agent: *\nDisallow: /secret".to_owned()),
        "/.well-known/tdmrep.json" => Some(r#"[{"location":"/*","tdm-reservation":1}]"#.to_owned()),
        _ => None,
    });
    let desk = Desk::new();
    let (good, gone, secret) = (web.address(0, "/a"), web.address(0, "/b"), web.address(0, "/secret"));
    let without: Ran = desk.run(&[&good]);
    assert_eq!(without.code, Some(2));
    assert!(without.err.contains("--contact"));
    let refused = desk.run(&[&good, CONTACT]);
    assert_eq!(refused.code, Some(4), "{}", refused.err);
    assert!(refused.said_of(&good).contains("--allow-host"));
    assert!(web.asked().is_empty());

    let ran = desk.run(&[&good, &gone, &secret, CONTACT, QUICK, &web.allowed()]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.said_of(&gone).contains("404") && ran.said_of(&secret).contains("robots.txt"));
    assert!(ran.out.contains("Port fermé"));
    let shown = desk.run(&["show", &good, "--json"]).rows().remove(0);
    let capture = &shown["captures"][0];
    assert!(capture["head"].as_str().unwrap().starts_with("HTTP/1.1 200\r\n"));
    assert!(capture["fetched"].as_str().unwrap().ends_with('Z'));
    assert_eq!(capture["mining"]["by"], "well-known");

    let sent = web.sent();
    let again = desk.run(&[&good, CONTACT, QUICK, &web.allowed()]);
    assert_eq!((again.code, &again.out), (Some(0), &ran.out));
    // Rules are asked for anew; the page is not sent again.
    assert_eq!(web.sent(), sent + 2);
    assert_eq!(captures(&desk), 1);
}

#[test]
fn what_is_announced_is_fetched_once_and_a_second_pass_fetches_nothing() {
    let port = Arc::new(AtomicUsize::new(0));
    let at = Arc::clone(&port);
    let web = Web::new(4, move |host, path| {
        let link = |n: usize| format!("http://{host}:{}/{n}", at.load(Ordering::SeqCst));
        match path.trim_start_matches('/').parse::<usize>() {
            Ok(n) if n < 3 => {
                Some(page(&format!("Port {host} {n}"), &format!("Le port {n} est fermé, a annoncé {host}.")))
            }
            _ if path == "/rss" => Some(rss((0..4).map(link))),
            _ if path == "/broken" => Some("<html><p>no feed".to_owned()),
            _ => None,
        }
    });
    port.store(web.address(0, "").rsplit(':').next().unwrap().parse().unwrap(), Ordering::SeqCst);
    let desk = Desk::new();
    let outlines: String = (0..3).map(|n| format!("<outline xmlUrl='{}'/>", web.address(n, "/rss"))).collect();
    desk.file("feeds.opml", format!("<opml><body>{outlines}</body></opml>"));
    let broken = web.address(3, "/broken");
    let watch = |more: &[&str]| {
        let allowed = web.allowed();
        desk.run(&[&["watch", "--once", CONTACT, QUICK, &allowed], more].concat())
    };
    let first = watch(&["feeds.opml", &broken]);
    assert_eq!(first.code, Some(4), "{}", first.err);
    assert!(first.said_of(&broken).contains("names no feed"));
    assert!(first.err.contains("9 pages read"), "{}", first.err);
    assert_eq!(captures(&desk), 9);
    assert!(web.asked().iter().all(|((_, path), asked)| path == "/broken" || asked.len() == 1), "{:?}", web.asked());

    let status = desk.run(&["watch", "--status", "--json"]).rows();
    assert_eq!(status.len(), 4);
    assert!(status.iter().filter(|row| row["kind"] == "RSS").all(|row| row["pages"] == 4 && row["failed"] == 1));
    assert!(desk.run(&["watch", "--status"]).out.contains("1 could not be had"));

    let sent = web.sent();
    let second = watch(&["--drop-nothing"]);
    assert_eq!(second.code, Some(2));
    desk.run(&["watch", "--drop", &broken]);
    let second = watch(&[]);
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert_eq!(web.sent(), sent);
    assert_eq!(captures(&desk), 9);
}

#[test]
fn a_claim_that_changes_raises_each_alert_once_and_withdrawn_words_are_told() {
    let version = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&version);
    let web = Web::new(2, move |_, path| {
        let now = now.load(Ordering::SeqCst);
        let first = "Le port de Valfroide est fermé depuis lundi soir, a annoncé Anna Weber.";
        let rest = "Trois bateaux ont coulé dans le port de Valfroide, a affirmé Anna Weber.";
        match path {
            "/a" if now < 2 => Some(page("Port fermé", &format!("{first} {rest}"))),
            "/a" => Some(page("Port fermé", first)),
            "/b" => Some(page(
                "Le port est fermé",
                "Le port de Valfroide est fermé depuis lundi soir, a annoncé Jean Morel.",
            )),
            _ => None,
        }
    });
    let desk = Desk::new();
    let allowed = web.allowed();
    let read = |address: &str| {
        let ran = desk.run(&[address, CONTACT, QUICK, &allowed]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    };
    let sink = web.address(1, "/hook");
    read(&web.address(0, "/none").replace("/none", "/a"));
    let saved = desk.run(&["search", "port", "--save", "port", "--post", &sink]);
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    let kinds = || -> Vec<String> {
        let rows = desk.run(&["alerts", "--json"]).rows();
        rows.iter().rev().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert!(kinds().is_empty());
    read(&web.address(1, "/b"));
    assert_eq!(kinds(), ["gains"]);
    version.store(2, Ordering::SeqCst);
    read(&web.address(0, "/a"));
    assert_eq!(kinds(), ["gains", "withdrawn"]);
    read(&web.address(0, "/a"));
    assert_eq!(kinds().len(), 2);

    let alerts = desk.run(&["alerts"]).out;
    assert!(alerts.contains("Jean Morel") && alerts.contains("Trois bateaux"), "{alerts}");
    assert_eq!(desk.run(&["alerts", "--atom"]).out.matches("<entry>").count(), 2);
    let versions = desk.run(&["show", &web.address(0, "/a"), "--versions", "--json"]).rows();
    assert_eq!(versions.len(), 2);
    assert!(versions[1]["dropped"].to_string().contains("Trois bateaux"), "{versions:?}");

    // They are posted, each once.
    let list = desk.file("feeds.opml", format!("<opml><outline xmlUrl='{}'/></opml>", web.address(0, "/no")));
    for _ in 0..2 {
        desk.run(&["watch", "--once", CONTACT, QUICK, &allowed, list.to_str().unwrap()]);
    }
    let posted = web.posted();
    assert_eq!(posted.len(), 2, "{posted:?}");
    assert!(posted[0].contains("\"kind\":\"gains\"") && posted[1].contains("\"kind\":\"withdrawn\""));
    // What is forgotten is in no alert.
    desk.run(&["forget", &web.address(0, "/a")]);
    assert!(!desk.run(&["alerts"]).out.contains("Trois bateaux"));
}

/// Lets it run for a while, then kills it, or interrupts it.
fn cut_short(desk: &Desk, args: &[&str], time: Duration, softly: bool) {
    let mut command = desk.command();
    command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(time);
    if softly {
        let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        let began = Instant::now();
        let code = child.wait().unwrap().code();
        assert!(code == Some(130) || code == Some(0), "{code:?}");
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    } else {
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Outlets with feeds of so many entries, followed from a file of OPML.
fn outlets(desk: &Desk, outlets: usize, entries: usize) -> Web {
    let port = Arc::new(AtomicUsize::new(0));
    let at = Arc::clone(&port);
    let web = Web::new(outlets, move |host, path| {
        let number: usize = host.split('.').skip(2).fold(0, |n, part| n * 250 + part.parse::<usize>().unwrap());
        match path.trim_start_matches('/').parse::<usize>() {
            Ok(n) if n < entries => Some(article(number, n)),
            _ if path == "/rss" => {
                let link = |n: usize| format!("http://{host}:{}/{n}", at.load(Ordering::SeqCst));
                Some(rss((0..entries).map(link)))
            }
            _ => None,
        }
    });
    port.store(web.address(0, "").rsplit(':').next().unwrap().parse().unwrap(), Ordering::SeqCst);
    let outlines: String = (0..outlets).map(|n| format!("<outline xmlUrl='{}'/>", web.address(n, "/rss"))).collect();
    desk.file("feeds.opml", format!("<opml><body>{outlines}</body></opml>"));
    web
}

/// An invented article that is like few others.
fn article(outlet: usize, n: usize) -> String {
    let word = |seed: usize| {
        let syllables = ["ba", "do", "ri", "mu", "le", "ko", "ta", "ne", "vi", "so", "ga", "pe"];
        let mut x = (outlet * 7919 + n * 104_729 + seed * 1_299_709) ^ 0x5bd1;
        let mut word = String::new();
        for _ in 0..3 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            word += syllables[(x >> 33) % syllables.len()];
        }
        word
    };
    let name = |seed: usize| {
        let word = word(seed);
        format!("{}{}", word[..1].to_uppercase(), &word[1..])
    };
    let body: String = (0..8)
        .map(|s| {
            format!(
                "<p>Le {} de {} a {} le {} {}, a déclaré {} {}, selon le {}.</p>",
                word(10 * s),
                name(10 * s + 1),
                word(10 * s + 2),
                word(10 * s + 3),
                word(10 * s + 4),
                name(10 * s + 5),
                name(10 * s + 6),
                word(10 * s + 7)
            )
        })
        .collect();
    page(&format!("{} {}", name(90), word(91)), &body)
}

#[test]
fn killed_and_restarted_it_loses_no_page_and_doubles_none() {
    let desk = Desk::new();
    let web = outlets(&desk, 6, 3);
    let allowed = web.allowed();
    let args = ["watch", "--once", "feeds.opml", CONTACT, "--pause=0.2", &allowed];
    for n in 0..4 {
        cut_short(&desk, &args, Duration::from_millis(300 + 300 * n), n % 2 == 1);
    }
    let ran = desk.run(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let health = desk.run(&["doctor", "--json"]).rows().remove(0);
    assert_eq!((health["captures"].as_u64(), health["dispatches"].as_u64()), (Some(18), Some(18)), "{health}");
    assert!(web.asked().values().all(|asked| asked.len() <= 12));
}

/// Two hundred feeds of fifty entries at the usual politeness, with a release build, and the machine's memory for a witness:
/// `cargo test --profile quick -p selon-cli -- --ignored --nocapture two_hundred_feeds`
#[test]
#[ignore = "takes minutes"]
fn two_hundred_feeds() {
    let desk = Desk::new();
    let web = outlets(&desk, 200, 50);
    let allowed = web.allowed();
    let args = ["watch", "--once", "feeds.opml", CONTACT, &allowed];
    let (first, memory) = measured(&desk, &args);
    println!("first pass {first:?}, {} MiB at most, {} answers sent", memory >> 10, web.sent());
    assert_eq!(captures(&desk), 10_000);
    let sent = web.sent();
    let (second, memory_again) = measured(&desk, &args);
    println!("second pass {second:?}, {} MiB at most, {} answers sent", memory_again >> 10, web.sent() - sent);
    assert_eq!(web.sent(), sent);
    assert!(memory.max(memory_again) < 200 << 10);
    assert!(first < Duration::from_mins(5), "{first:?}");
}

/// `cargo test --profile quick -p selon-cli -- --ignored --nocapture killed_twenty_times`
#[test]
#[ignore = "takes minutes"]
fn killed_twenty_times() {
    let desk = Desk::new();
    let web = outlets(&desk, 40, 25);
    let allowed = web.allowed();
    let args = ["watch", "--once", "feeds.opml", CONTACT, &allowed];
    for n in 0..20u64 {
        cut_short(&desk, &args, Duration::from_millis(1500 + n * 1571 % 3000), n % 4 == 3);
    }
    let ran = desk.run(&args);
    let health = desk.run(&["doctor", "--json"]).rows().remove(0);
    let asked = web.asked();
    let twice = asked.values().filter(|asked| asked.len() > 1).count();
    println!("{health}; {twice} of {} addresses asked for more than once; {}", asked.len(), ran.err.trim());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!((health["captures"].as_u64(), health["dispatches"].as_u64()), (Some(1000), Some(1000)));
}

/// How long a run takes, and the most memory it had, in KiB.
fn measured(desk: &Desk, args: &[&str]) -> (Duration, usize) {
    let mut command = desk.command();
    let mut child = command.args(args).stdout(Stdio::null()).spawn().unwrap();
    let (began, mut most) = (Instant::now(), 0);
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0));
        if child.try_wait().unwrap().is_some() {
            return (began.elapsed(), most);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
