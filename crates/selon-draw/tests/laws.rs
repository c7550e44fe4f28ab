//! What holds of every picture, whatever the values: it is XML, its numbers are finite, nothing lies outside of it, nothing of a
//! value becomes more than text, and it is small and soon made.

#![allow(clippy::disallowed_methods, reason = "a test looks at the clock")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use selon_draw::chain::{Chains, Link, LinkKind, Voice};
use selon_draw::copies::{CopyBars, Other};
use selon_draw::figures::{Figures, Value};
use selon_draw::map::{Place, Precision};
use selon_draw::timeline::Event;
use selon_draw::{ENGLISH, FRENCH, Picture, ROWS, Stretch, chain, copies, figures, map, timeline};

/// Elements that a picture may hold; none of them runs or loads anything.
const ELEMENTS: [&str; 10] = ["svg", "g", "a", "title", "text", "rect", "circle", "path", "style", "line"];

fn check(picture: &Picture) {
    let file = picture.file();
    let tree = roxmltree::Document::parse(&file).unwrap_or_else(|e| panic!("{e}: {file}"));
    let (w, h) = (picture.width, picture.height);
    assert!(w > 0.0 && h > 0.0 && w < 40_000.0 && h < 40_000.0, "{w} x {h}");
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{}", node.tag_name().name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "style" && name != "id", "{name}");
            match name {
                "x" | "y" | "cx" | "cy" => {
                    let number: f64 = value.parse().unwrap();
                    let most = if name.ends_with('x') { w } else { h };
                    assert!((-6.0..=most + 6.0).contains(&number), "{name}={number} in {w} x {h}");
                }
                "width" | "height" | "r" | "rx" => assert!(value.parse::<f64>().unwrap() >= 0.0),
                "d" => assert!(!value.contains("NaN") && !value.contains("inf"), "{value}"),
                "href" => assert!(value.starts_with(['/', '#', '?']) && !value.starts_with("//"), "{value}"),
                _ => {}
            }
        }
    }
    assert!(picture.table.rows.len() <= ROWS);
    assert!(picture.table.rows.iter().all(|row| row.len() == picture.table.head.len()));
    assert!(!picture.svg().contains("<style"));
}

/// Names as they come: any text, hostile text, text from right to left.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ا-ي ]{1,60}",
        "[A-Za-z ]{0,200}",
        Just("</text><script>alert(1)</script>\" onload=\"alert(1)".to_owned()),
        Just("\u{202e}gnp.exe\u{0}&#x0;]]>".to_owned()),
    ]
}

fn href() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        any::<String>().prop_map(Some),
        Just(Some("javascript:alert(1)".to_owned())),
        Just(Some("/a?b=\"&c".to_owned()))
    ]
}

fn stretch() -> impl Strategy<Value = Option<Stretch>> {
    let day = (1_i32..9999, 1..13, 1..29).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
    let near = (1..13, 1..29, 0..24).prop_map(|(m, d, h)| format!("2031-{m:02}-{d:02}T{h:02}:30"));
    let one = prop_oneof![day, near, Just("..".to_owned())];
    prop_oneof![
        one.clone().prop_map(|a| Stretch::parse(&a)),
        (one.clone(), one).prop_map(|(a, b)| Stretch::parse(&format!("{a}/{b}")))
    ]
}

fn voice() -> impl Strategy<Value = Voice> {
    (name(), name(), any::<[bool; 5]>(), href()).prop_map(
        |(name, kind, [unnamed, rests_on, own_word, ring, outlet], href)| Voice {
            name,
            kind,
            unnamed,
            rests_on,
            own_word,
            ring,
            outlet,
            href,
        },
    )
}

fn link(most: usize) -> impl Strategy<Value = Link> {
    let kind = prop_oneof![Just(LinkKind::Cites), Just(LinkKind::Reprints), Just(LinkKind::Translates)];
    (0..most, 0..most, kind, any::<bool>()).prop_map(|(from, to, kind, inferred)| Link { from, to, kind, inferred })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn chains(voices in prop::collection::vec(voice(), 0..40), links in prop::collection::vec(link(44), 0..80)) {
        check(&chain::draw(&Chains { voices, links }, &ENGLISH));
    }

    #[test]
    fn timelines(list in prop::collection::vec((name(), stretch(), prop::collection::vec(stretch(), 0..4), name(), href(), any::<bool>()), 0..12)) {
        let events: Vec<Event> = list
            .into_iter()
            .map(|(what, happened, reported, note, href, disputed)| Event { what, happened, pages: reported.len(), reported: reported.into_iter().flatten().collect(), note, disputed, href })
            .collect();
        check(&timeline::draw(&events, &FRENCH));
    }

    #[test]
    fn charts(what in name(), list in prop::collection::vec((any::<Option<f64>>(), any::<Option<f64>>(), name(), stretch(), any::<(bool, bool)>(), href()), 0..24)) {
        let value = |(low, high, voice, reported, (about, unnamed), href)| Value { low, high, about, voice, unnamed, reported, href };
        check(&figures::draw(&Figures { what, values: list.into_iter().map(value).collect() }, &ENGLISH));
    }

    #[test]
    fn maps(list in prop::collection::vec((name(), -100.0..100.0_f64, -190.0..190.0_f64, 0..4_u8, any::<f64>(), href()), 0..12)) {
        let place = |(name, lat, lon, kind, radius, href)| {
            let precision = match kind {
                0 => Precision::Point,
                1 => Precision::Town { radius },
                2 => Precision::Region { radius },
                _ => Precision::Country(*b"RU"),
            };
            Place { name, lat, lon, precision, count: 1, href }
        };
        check(&map::draw(&list.into_iter().map(place).collect::<Vec<_>>(), &FRENCH));
    }

    #[test]
    fn bars(length in 0..5000_usize, list in prop::collection::vec((name(), name(), any::<bool>(), prop::collection::vec((0..6000_usize, 0..6000_usize), 0..6), href()), 0..12)) {
        let other = |(name, note, earlier, passages, href): (_, _, _, Vec<(usize, usize)>, _)| Other { name, note, earlier, passages: passages.into_iter().map(|(a, b)| a..b).collect(), href };
        check(&copies::draw(&CopyBars { length, blocks: vec![0..10, 12..4000], others: list.into_iter().map(other).collect() }, &ENGLISH));
    }
}

/// Ten thousand voices, in the worst shapes: drawn soon, and small.
#[test]
fn ten_thousand_voices_are_folded() {
    let count = 10_000;
    let voice = |i: usize| Voice { name: format!("Voice {i}"), outlet: i > 100, rests_on: i == 0, ..Voice::default() };
    let link = |from, to| Link { from, to, kind: LinkKind::Cites, inferred: false };
    let shapes: [(&str, Vec<Link>); 4] = [
        ("a star", (1..count).map(|i| link(0, i)).collect()),
        ("a path", (1..count).map(|i| link(i - 1, i)).collect()),
        ("a ring", (0..count).map(|i| link(i, (i + 1) % count)).collect()),
        ("a thicket", (0..5 * count).map(|i| link(i * 7919 % count, i * 104_729 % 9973)).collect()),
    ];
    for (name, links) in shapes {
        let chains = Chains { voices: (0..count).map(voice).collect(), links };
        let start = Instant::now();
        let picture = chain::draw(&chains, &ENGLISH);
        let took = start.elapsed();
        check(&picture);
        assert!(took < Duration::from_secs(4), "{name}: {took:?}");
        assert!(picture.svg().len() < 400_000, "{name}: {} bytes", picture.svg().len());
        assert!(picture.svg().contains("Voice 0"), "{name}: what the claim rests on is folded");
    }
}

/// Each of the others with ten thousand entries.
#[test]
fn ten_thousand_entries_are_few_enough() {
    let many = 10_000;
    let day = |i: usize| Stretch::parse(&format!("2031-{:02}-{:02}", i % 12 + 1, i % 28 + 1));
    let events: Vec<Event> = (0..many)
        .map(|i| Event {
            what: format!("Event {i}"),
            happened: day(i),
            reported: day(i / 7).into_iter().collect(),
            ..Event::default()
        })
        .collect();
    let values = (0..many).map(|i| Value {
        low: Some(i as f64),
        voice: format!("Voice {i}"),
        reported: day(i),
        ..Value::default()
    });
    let places: Vec<Place> = (0..many)
        .map(|i| Place {
            name: format!("Place {i}"),
            lat: (i % 170) as f64 - 85.0,
            lon: (i % 359) as f64 - 179.0,
            precision: Precision::Point,
            count: i,
            href: None,
        })
        .collect();
    let others = (0..many).map(|i| Other {
        name: format!("Paper {i}"),
        passages: (0..5).map(|p| p * 90..p * 90 + 50).collect(),
        ..Other::default()
    });
    let pictures = [
        timeline::draw(&events, &ENGLISH),
        figures::draw(&Figures { what: "dead".into(), values: values.collect() }, &ENGLISH),
        map::draw(&places, &ENGLISH),
        copies::draw(
            &CopyBars { length: 500, blocks: (0..many).map(|i| i..i + 1).collect(), others: others.collect() },
            &ENGLISH,
        ),
    ];
    for picture in pictures {
        check(&picture);
        assert!(picture.svg().len() < 400_000, "{}: {} bytes", picture.title, picture.svg().len());
        assert_eq!(picture.table.rows.len() + picture.table.left_out, many, "{}", picture.title);
    }
}
