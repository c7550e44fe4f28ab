//! How quick pages are over a large archive, which is named and not made here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use serde_json::Value;

use super::{Reply, asked, send};
use crate::desk::Desk;
use crate::{Options, router};

/// So many of each kind are asked for.
const EACH: usize = 60;
/// What nineteen of twenty pages take at most.
const P95: Duration = Duration::from_millis(100);

struct Walk {
    router: Router,
    runtime: tokio::runtime::Runtime,
    times: BTreeMap<&'static str, Vec<(Duration, String)>>,
}

impl Walk {
    fn ask(&self, path: &str) -> Reply {
        let reply = self.runtime.block_on(send(self.router.clone(), asked("GET", path).body(Body::empty()).unwrap()));
        assert!(reply.status.is_success(), "{path}: {} {}", reply.status, reply.body);
        reply
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.ask(path).body).unwrap()
    }

    /// Asks for pages, each once.
    fn time(&mut self, kind: &'static str, paths: impl IntoIterator<Item = String>) {
        for path in paths.into_iter().collect::<BTreeSet<_>>().into_iter().take(EACH) {
            let begun = Instant::now();
            self.ask(&path);
            self.times.entry(kind).or_default().push((begun.elapsed(), path));
        }
    }

    /// The values of a key in a list, at places spread over it.
    fn spread(&self, list: &str, key: &str, pages: &[u32]) -> Vec<Value> {
        let ask = |page: &u32| self.json(&format!("{list}{}page={page}", if list.contains('?') { "&" } else { "?" }));
        pages.iter().map(ask).flat_map(|answer| answer[key].as_array().cloned().unwrap_or_default()).collect()
    }
}

/// `a b` as a query has it.
fn query(words: &str) -> String {
    words.bytes().fold(String::new(), |query, byte| format!("{query}%{byte:02X}"))
}

#[test]
#[expect(clippy::print_stderr, reason = "it is there to tell times")]
#[ignore = "needs an archive: SELON_ARCHIVE=large.db cargo test --release -p selon-serve pace -- --ignored --nocapture"]
fn pages_of_a_large_archive_are_quick() {
    let db = PathBuf::from(std::env::var_os("SELON_ARCHIVE").expect("SELON_ARCHIVE names an archive"));
    let desk = Desk::open(&Options { db, listen: ([127, 0, 0, 1], 7766).into(), names: Vec::new() }).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut walk = Walk { router: router(Arc::new(desk)), runtime, times: BTreeMap::new() };

    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let stories = walk.spread("/api/stories", "stories", &[1, 2, 5, 20, 100]);
    let titles: Vec<String> = stories.iter().filter_map(|story| story["title"].as_str()).map(str::to_owned).collect();
    let step = (stories.len() / EACH).max(1);
    let stories: Vec<String> = stories.iter().step_by(step).map(id).collect();
    let (mut claims, mut dispatches, mut outlets, mut pairs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for story in &stories {
        let story = walk.json(&format!("/api/story/{story}?all=1"));
        claims.extend(story["claims"].as_array().unwrap().iter().take(3).map(id));
        let own: Vec<String> = story["dispatches"].as_array().unwrap().iter().take(2).map(id).collect();
        if let [one, other] = &own[..] {
            pairs.push(format!("/compare/{one}/{other}"));
        }
        dispatches.extend(own);
        outlets.extend(story["dispatches"][0]["outlet"].as_str().map(str::to_owned));
    }
    let voices: Vec<String> = ["", "?kind=outlet", "?kind=agency", "?kind=unnamed"]
        .iter()
        .flat_map(|kind| {
            walk.spread(&format!("/api/voices{kind}"), "voices", &[1]).iter().take(15).map(id).collect::<Vec<_>>()
        })
        .collect();

    walk.time("stories", [1, 2, 3, 10, 50, 200].map(|page| format!("/?page={page}")));
    walk.time("story", stories.iter().map(|id| format!("/story/{id}")));
    walk.time("claim", claims.iter().map(|id| format!("/claim/{id}")));
    walk.time("dispatch", dispatches.iter().map(|id| format!("/dispatch/{id}")));
    walk.time("compare", pairs);
    walk.time("voices", (1..8).flat_map(|page| ["", "&kind=person"].map(|kind| format!("/voices?page={page}{kind}"))));
    walk.time("voice", voices.iter().flat_map(|id| ["", "?relayed=1"].map(|how| format!("/voice/{id}{how}"))));
    let words = |from: usize, count: usize| {
        let some = move |title: &String| {
            let words: Vec<&str> = title.split_whitespace().filter(|word| word.chars().count() > 3).collect();
            words.get(from..from + count).map(|words| words.join(" "))
        };
        titles.iter().filter_map(some).collect::<Vec<String>>()
    };
    walk.time("search, a word", words(0, 1).iter().map(|words| format!("/search?q={}", query(words))));
    walk.time("search, words", words(1, 2).iter().map(|words| format!("/search?q={}", query(words))));
    walk.time("search, side by side", words(0, 2).iter().map(|words| format!("/search?q=%22{}%22", query(words))));
    let begins = |word: &String| word.chars().take(3).collect::<String>();
    walk.time("search, begins", words(0, 1).iter().map(|word| format!("/search?q={}*", query(&begins(word)))));
    let outlet = |(outlet, word): (&String, &String)| format!("/search?q={}&outlet={}", query(word), query(outlet));
    walk.time("search, outlet", outlets.iter().zip(&words(0, 1)).map(outlet));
    let days = |word: &String| format!("/search?q={}&from=2020-01-01&to=2040-01-01&language=en", query(word));
    walk.time("search, days", words(0, 1).iter().map(days));
    walk.time("decisions", ["/decisions".to_owned(), "/progress".to_owned()]);

    let rank = |times: &[(Duration, String)], part: usize| times[(times.len() - 1) * part / 100].clone();
    let mut all = Vec::new();
    eprintln!("{:24} {:>5} {:>8} {:>8} {:>8}  slowest", "page", "asked", "p50 ms", "p95 ms", "max ms");
    for (kind, times) in &mut walk.times {
        times.sort();
        let ms = |part| rank(times, part).0.as_secs_f64() * 1000.0;
        let slowest = &rank(times, 100).1;
        eprintln!("{kind:24} {:5} {:8.1} {:8.1} {:8.1}  {slowest}", times.len(), ms(50), ms(95), ms(100));
        all.append(times);
    }
    all.sort();
    let p95 = rank(&all, 95).0;
    eprintln!("{:24} {:5} {:>8} {:8.1}", "all", all.len(), "", p95.as_secs_f64() * 1000.0);
    assert!(p95 < P95, "{p95:?}");
}
