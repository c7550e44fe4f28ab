//! What lists and searches cost in a large archive. Reading and tracing so many pages takes hours, and changes nothing of that: an
//! archive of some thousand pages that were read and traced is made large by copying its rows, with names of their own.
//!
//! `SELON_ARCHIVE=FILE SELON_MANY=FILE cargo test --release -p selon-store --test many -- --ignored --nocapture`
//!
//! `SELON_MANY` is made of `SELON_ARCHIVE` where it is not there yet; `SELON_DISPATCHES` says how many instead of 100,000.
//! Captures of the copies have made-up hashes, so that `doctor` and `verify` find fault with them.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement makes files and says what it measured"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use selon_store::{Query, Slice, Store, fold};

/// Copies rows: numbers are moved on by `?1` times the greatest one of the archive that is copied, which stand in the table
/// `top`. Voices that only a story makes definite are copied too, all others are one voice.
const COPY: &[&str] = &[
    "insert into captures (id, sha256, size, bytes, url, seen)
        select id + ?1 * top.captures, randomblob(32), size, bytes, url, seen from top cross join captures where id <= top.captures",
    "insert into found (capture, place, fetched, head, mining)
        select capture + ?1 * top.captures, place || '#' || ?1, fetched, head, mining
        from top cross join found where capture <= top.captures",
    "insert into dispatches (id, address, current, outlet, lang, published, day, title)
        select id + ?1 * top.dispatches, address || '#' || ?1, current + ?1 * top.captures, outlet, lang, published, day, title
        from top cross join dispatches where id <= top.dispatches",
    "insert into readings (id, capture, reader, dispatch, age, reading)
        select id + ?1 * top.readings, capture + ?1 * top.captures, reader, dispatch + ?1 * top.dispatches, age, reading
        from top cross join readings where id <= top.readings",
    "insert into voices (id, kind, name, quoted_by, key)
        select id + ?1 * top.voices, kind, name, iif(quoted_by in own, quoted_by + ?1 * top.voices, quoted_by), ?1 || key
        from top cross join voices where id in own",
    "insert into stories (id, title, became)
        select id + ?1 * top.stories, title, became + ?1 * top.stories from top cross join stories where id <= top.stories",
    "insert into story_dispatches (dispatch, story)
        select dispatch + ?1 * top.dispatches, story + ?1 * top.stories
        from top cross join story_dispatches where dispatch <= top.dispatches",
    "insert into claims (id, story, gist, happened, figures, low, high, witnesses, circular, rests_on, became)
        select id + ?1 * top.claims, story + ?1 * top.stories, gist, happened, figures, low, high, witnesses, circular,
            (select json_group_array(iif(value in own, value + ?1 * top.voices, value)) from json_each(rests_on)),
            became + ?1 * top.claims
        from top cross join claims where id <= top.claims",
    "insert into contradictions (claim, other)
        select claim + ?1 * top.claims, other + ?1 * top.claims from top cross join contradictions where claim <= top.claims",
    "insert into statements (id, claim, dispatch, reading, start, \"end\", quote, chain, withdrawn)
        select id + ?1 * top.statements, claim + ?1 * top.claims, dispatch + ?1 * top.dispatches,
            reading + ?1 * top.readings, start, \"end\", quote,
            (select json_group_array(iif(value in own, value + ?1 * top.voices, value)) from json_each(chain)), withdrawn
        from top cross join statements where id <= top.statements",
    "insert into claim_voices (voice, claim, rests)
        select iif(voice in own, voice + ?1 * top.voices, voice) as told, claim + ?1 * top.claims, rests
        from top cross join claim_voices where claim <= top.claims order by told",
    "insert into copies (dispatch, source, kind, passages, reasons)
        select dispatch + ?1 * top.dispatches, source + ?1 * top.dispatches, kind, passages, reasons
        from top cross join copies where dispatch <= top.dispatches",
    "insert into voice_names (voice, story, name)
        select iif(voice in own, voice + ?1 * top.voices, voice), story + ?1 * top.stories, name
        from top cross join voice_names where story <= top.stories",
    "insert into marks (dispatch, day, prints, keys, words)
        select dispatch + ?1 * top.dispatches, day, prints, keys, words from top cross join marks where dispatch <= top.dispatches",
    "insert into prints (print, dispatch)
        select (print + ?1 * 2654435761) & 4294967295 as print, dispatch + ?1 * top.dispatches
        from top cross join prints where dispatch <= top.dispatches order by 1",
    "insert into keys (key, day, dispatch)
        select (key + ?1 * 2654435761) & 4294967295 as key, day, dispatch + ?1 * top.dispatches
        from top cross join keys where dispatch <= top.dispatches order by 1",
];

/// Makes an archive large.
fn multiply(from: &Path, to: &Path, dispatches: usize) {
    let begun = to.with_extension("begun");
    std::fs::copy(from, &begun).unwrap();
    let store = Store::open(&begun).unwrap();
    let db = Connection::open(&begun).unwrap();
    let ids = |sql: &str| -> Vec<i64> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let pages: Vec<(i64, [String; 4])> = ids("select id from dispatches")
        .into_iter()
        .filter_map(|id| {
            let reading = store.reading_of(id).unwrap()?;
            let names: Vec<&str> = reading.attributions.voices.iter().map(|v| v.name.as_str()).collect();
            let (title, outlet) =
                (reading.dispatch.title.unwrap_or_default(), reading.dispatch.outlet.unwrap_or_default());
            Some((id, [title.as_str(), reading.dispatch.text.as_str(), &outlet, &names.join("\n")].map(fold)))
        })
        .collect();
    let claims: Vec<(i64, [String; 3])> = db
        .prepare(
            "select id, gist, (select group_concat(distinct quote) from statements where claim = claims.id),
                (select group_concat(name) from claim_voices join voices on voices.id = voice where claim = claims.id)
             from claims where story is not null",
        )
        .unwrap()
        .query_map([], |row| {
            let text = |i| row.get::<_, Option<String>>(i).map(|text| fold(&text.unwrap_or_default()));
            Ok((row.get(0)?, [text(1)?, text(2)?, text(3)?]))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(store);
    db.execute_batch(
        "pragma synchronous = off; pragma cache_size = -200000; pragma foreign_keys = off;
         create temp table top as select
            (select max(id) from captures) as captures, (select max(id) from dispatches) as dispatches,
            (select max(id) from readings) as readings, (select max(id) from voices) as voices,
            (select max(id) from stories) as stories, (select max(id) from claims) as claims,
            (select max(id) from statements) as statements;
         create temp table own as select id from voices where json_extract(key, '$[3]') is not null;
         create index temp.own_by_id on own (id);",
    )
    .unwrap();
    let top: (i64, i64) =
        db.query_row("select dispatches, claims from top", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let copies = dispatches.div_ceil(pages.len()) as i64;
    for copy in 1..copies {
        db.execute_batch("begin").unwrap();
        for sql in COPY {
            db.execute(sql, [copy]).unwrap();
        }
        let mut add = db
            .prepare("insert into dispatch_words (rowid, title, body, outlet, voices, places) values (?1, ?2, ?3, ?4, ?5, '')")
            .unwrap();
        for (id, [title, body, outlet, voices]) in &pages {
            add.execute(params![id + copy * top.0, title, body, outlet, voices]).unwrap();
        }
        let mut add =
            db.prepare("insert into claim_words (rowid, gist, body, voices) values (?1, ?2, ?3, ?4)").unwrap();
        for (id, [gist, body, voices]) in &claims {
            add.execute(params![id + copy * top.1, gist, body, voices]).unwrap();
        }
        db.execute_batch("commit").unwrap();
        println!("copied {copy} times");
    }
    db.execute("update words set holders = holders * ?1", [copies]).unwrap();
    drop(db);
    std::fs::rename(begun, to).unwrap();
}

/// Of so many questions 95 in 100 are answered within this; each is asked twice, since the first one may wait for the disk.
fn within(what: &str, questions: usize, mut ask: impl FnMut(usize)) -> Duration {
    let mut times: Vec<Duration> = (0..questions)
        .map(|n| {
            let mut time = || {
                let began = Instant::now();
                ask(n);
                began.elapsed()
            };
            time().min(time())
        })
        .collect();
    times.sort_unstable();
    let (half, most) = (times[questions / 2], times[questions * 95 / 100]);
    println!("{what}: {half:.1?} (half), {most:.1?} (95 of 100)");
    most
}

/// The words of some dispatches, the most frequent first.
fn words(store: &Store, dispatches: i64) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for id in (1..=dispatches).step_by(37).take(400) {
        let Some(reading) = store.reading_of(id).unwrap() else { continue };
        let text = fold(reading.dispatch.text.as_str());
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            *count.entry(word.to_owned()).or_default() += 1;
        }
    }
    let mut words: Vec<(usize, String)> = count.into_iter().map(|(word, n)| (n, word)).collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    words.into_iter().map(|(_, word)| word).take(20_000).collect()
}

#[test]
#[ignore = "takes many minutes, and an archive"]
fn many_dispatches_are_listed_and_searched_quickly() {
    let given = |name: &str| std::env::var(name).ok();
    let many: PathBuf = given("SELON_MANY").expect("SELON_MANY names a file").into();
    if !many.exists() {
        let from = given("SELON_ARCHIVE").expect("SELON_ARCHIVE names an archive");
        multiply(Path::new(&from), &many, given("SELON_DISPATCHES").map_or(100_000, |n| n.parse().expect("a number")));
    }
    drop(Store::open(&many).unwrap());
    within("opening", 20, |_| drop(Store::open(&many).unwrap()));
    let store = Store::open_to_read(&many).unwrap();
    let dispatches = store.work().unwrap().dispatches;
    println!("{dispatches} dispatches, {} MiB", many.metadata().unwrap().len() >> 20);
    let words = words(&store, dispatches);
    // Words of all degrees of frequency, alone and two together.
    let word = |n: usize| words[(n * n * 7) % words.len()].clone();
    let asked = |n: usize| if n.is_multiple_of(3) { format!("{} {}", word(n), word(n + 1)) } else { word(n) };
    let query = |n: usize| Query { words: asked(n), most: 20, ..Query::default() };
    within("search", 1000, |n| drop(store.search(&query(n)).unwrap()));
    let common = |n: usize| Query { words: words[n].clone(), most: 20, ..Query::default() };
    within("search for the most frequent words", 50, |n| drop(store.search(&common(n)).unwrap()));
    let year = |n: usize| Query { from: Some("2020-01-01".into()), to: Some("2020-12-31".into()), ..query(n) };
    within("search in a year", 200, |n| drop(store.search(&year(n)).unwrap()));
    let lang = |n: usize| Query { lang: Some("fr".into()), ..query(n) };
    within("search in a language", 200, |n| drop(store.search(&lang(n)).unwrap()));
    let bare = Query { words: String::new(), ..lang(0) };
    within("search without words", 20, |_| drop(store.search(&bare).unwrap()));
    within("page of a search", 200, |n| drop(store.search_page(&query(n)).unwrap()));
    let slice = |page: usize| Slice { page: page as u32 + 1, per: 50 };
    within("stories", 50, |n| drop(store.stories_page(slice(n)).unwrap()));
    within("voices", 50, |n| drop(store.voices_page(None, slice(n)).unwrap()));
    within("outlets", 50, |n| drop(store.voices_page(Some("outlet"), slice(n)).unwrap()));
    within("decisions", 50, |n| drop(store.decisions_page(false, slice(n)).unwrap()));
    within("work", 50, |_| drop(store.work().unwrap()));
    let some = |n: usize| 1 + (n as i64 * 7919) % dispatches;
    within("a dispatch", 200, |n| drop(store.dispatch_page(some(n)).unwrap()));
    within("a story", 200, |n| drop(store.story_page(some(n), false, slice(0)).unwrap()));
    within("a claim", 200, |n| drop(store.claim_page(some(n) * 20, slice(0)).unwrap()));
    let voices = store.voices_page(None, Slice { page: 1, per: 200 }).unwrap().voices;
    let number = |n: usize| match voices[n % voices.len()].row.id {
        selon_store::Id::Voice(id) => id,
        _ => 0,
    };
    within("one of the greatest voices", 200, |n| drop(store.voice_page(number(n), false, slice(0)).unwrap()));
}
