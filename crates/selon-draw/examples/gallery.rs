//! Writes one file of each picture, drawn from invented values, into a folder: `cargo run -p selon-draw --example gallery -- FOLDER`.
#![allow(clippy::disallowed_methods, reason = "an example at the edge")]

use std::path::PathBuf;

use selon_draw::chain::{Chains, Link, LinkKind, Voice};
use selon_draw::copies::{CopyBars, Other};
use selon_draw::figures::{Figures, Value};
use selon_draw::map::{Place, Precision};
use selon_draw::timeline::Event;
use selon_draw::{ENGLISH, FRENCH, Picture, Stretch, chain, copies, figures, map, timeline};

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let pictures: [(&str, Picture); 10] = [
        ("chain-3", chain::draw(&small(), &ENGLISH)),
        ("chain-14", chain::draw(&middling(), &FRENCH)),
        ("chain-60", chain::draw(&large(), &ENGLISH)),
        ("timeline", timeline::draw(&events(), &ENGLISH)),
        ("figures", figures::draw(&dead(), &FRENCH)),
        ("map-towns", map::draw(&towns(), &FRENCH)),
        ("map-region", map::draw(&region(), &ENGLISH)),
        (
            "map-pacific",
            map::draw(
                &[place("Suva", -18.14, 178.44, Precision::Point), place("Apia", -13.83, -171.77, Precision::Point)],
                &ENGLISH,
            ),
        ),
        (
            "map-world",
            map::draw(
                &[
                    place("Lima", -12.05, -77.04, Precision::Point),
                    place("Oslo", 59.91, 10.75, Precision::Point),
                    place("Tokyo", 35.68, 139.69, Precision::Point),
                ],
                &ENGLISH,
            ),
        ),
        ("copies", copies::draw(&bars(), &ENGLISH)),
    ];
    for (name, picture) in pictures {
        std::fs::write(folder.join(format!("{name}.svg")), picture.file())?;
    }
    Ok(())
}

fn voice(name: &str, kind: &str) -> Voice {
    Voice { name: name.into(), kind: kind.into(), href: Some("/voices/1".into()), ..Voice::default() }
}

fn link(from: usize, to: usize, kind: LinkKind) -> Link {
    Link { from, to, kind, inferred: false }
}

fn small() -> Chains {
    Chains {
        voices: vec![
            Voice { unnamed: true, rests_on: true, ..voice("an official of the harbour board", "unnamed") },
            voice("ARP", "agency"),
            Voice { outlet: true, ..voice("Le Phare du Nord", "outlet") },
        ],
        links: vec![link(0, 1, LinkKind::Cites), link(1, 2, LinkKind::Reprints)],
    }
}

fn middling() -> Chains {
    let mut voices = vec![
        Voice {
            unnamed: true,
            rests_on: true,
            ..voice("un responsable du ministère, sous couvert d’anonymat", "source anonyme")
        },
        Voice { rests_on: true, ..voice("Préfecture du Nord", "institution") },
        voice("وكالة الأنباء المتوسطية", "agence"),
        voice("ARP", "agence"),
        voice("Agence de presse de la Baltique", "agence"),
    ];
    for name in [
        "Le Phare",
        "Ouest Matin",
        "صحيفة الشاطئ",
        "Abendblatt",
        "The Harbour Gazette",
        "Il Porto",
        "Diário da Costa",
        "Вечерний порт",
    ] {
        voices.push(Voice { outlet: true, ..voice(name, "journal") });
    }
    voices[5].own_word = true;
    let mut links = vec![
        link(0, 2, LinkKind::Cites),
        link(2, 3, LinkKind::Cites),
        link(1, 3, LinkKind::Cites),
        link(1, 4, LinkKind::Cites),
        link(1, 5, LinkKind::Cites),
        link(2, 7, LinkKind::Reprints),
        link(3, 5, LinkKind::Cites),
        link(3, 6, LinkKind::Reprints),
        link(3, 8, LinkKind::Translates),
        link(4, 9, LinkKind::Translates),
        link(9, 10, LinkKind::Cites),
        link(10, 11, LinkKind::Cites),
        link(11, 9, LinkKind::Cites),
    ];
    links.push(Link { inferred: true, ..link(4, 12, LinkKind::Reprints) });
    links.push(Link { inferred: true, ..link(3, 12, LinkKind::Cites) });
    Chains { voices, links }
}

fn large() -> Chains {
    let mut voices =
        vec![Voice { unnamed: true, rests_on: true, ..voice("a person close to the negotiations", "unnamed") }];
    voices.push(Voice { rests_on: true, ..voice("Ministry of Energy", "institution") });
    voices.push(voice("Jana Kowalczyk, minister of state for energy", "person"));
    for i in 0..6 {
        voices.push(voice(["ARP", "TNB", "Nordwire", "Sofar Press", "Gulf Dispatch", "Agencia del Sur"][i], "agency"));
    }
    let mut links = vec![link(2, 1, LinkKind::Cites)];
    for agency in 3..9 {
        links.push(link(agency % 3, agency, LinkKind::Cites));
    }
    for i in 0..51 {
        voices.push(Voice {
            outlet: true,
            ..voice(
                &format!("{} {}", ["Morning Post of", "Daily", "Il Giornale di", "Nouvelles de"][i % 4], 100 + i),
                "outlet",
            )
        });
        let agency = 3 + i % 6;
        if i % 5 == 0 {
            links.push(Link { inferred: i % 2 == 0, ..link(3 + (i * 7 + 1) % 6, 9 + i, LinkKind::Cites) });
        }
        let kind = [LinkKind::Reprints, LinkKind::Reprints, LinkKind::Translates][i % 3];
        links.push(link(agency, 9 + i, kind));
    }
    Chains { voices, links }
}

fn at(text: &str) -> Option<Stretch> {
    Stretch::parse(text)
}

fn events() -> Vec<Event> {
    let reports = |list: &[&str]| list.iter().filter_map(|t| at(t)).collect::<Vec<_>>();
    let event = |what: &str, happened: &str, reported: &[&str], note: &str| Event {
        what: what.into(),
        happened: at(happened),
        reported: reports(reported),
        pages: reported.len(),
        note: note.into(),
        disputed: false,
        href: Some("/claims/1".into()),
    };
    vec![
        event("The barrier at the lock was last inspected", "2029-06", &["2031-03-06T08:00"], "1 page · rests on 1"),
        event(
            "The lower lock gate gave way during the night",
            "2031-03-03/2031-03-04",
            &["2031-03-04T06:10", "2031-03-04T07:45", "2031-03-04T09:37", "2031-03-04T12:00", "2031-03-05"],
            "5 pages · 4 outlets · rests on 1",
        ),
        Event {
            disputed: true,
            ..event(
                "Twelve people were taken to hospital",
                "2031-03-04",
                &["2031-03-04T09:37", "2031-03-04T18:00", "2031-03-06"],
                "3 pages · rests on 2",
            )
        },
        event(
            "أعلنت الوزارة حالة الطوارئ في المنطقة",
            "2031-03-05T11:00",
            &["2031-03-05T11:20", "2031-03-05T14:00"],
            "2 pages · rests on 1",
        ),
        event("Traffic has been stopped", "2031-03-04/..", &["2031-03-05T08:00"], "1 page"),
        event(
            "The company knew of cracks in the gate long before the accident, according to a letter that three papers have seen",
            "",
            &["2031-03-07T05:00", "2031-03-07T09:30"],
            "2 pages · rests on 1",
        ),
        event("The prefect will receive the families", "2031-05-14", &["2031-03-07T16:00"], "1 page · rests on 1"),
    ]
}

fn dead() -> Figures {
    let value = |low: Option<f64>, high: Option<f64>, voice: &str, when: &str| Value {
        low,
        high,
        voice: voice.into(),
        reported: at(when),
        href: Some("/claims/2".into()),
        ..Value::default()
    };
    let n = |v: f64| Some(v);
    Figures {
        what: "morts".into(),
        values: vec![
            value(n(3.0), n(3.0), "Préfecture du Nord", "2031-03-04T06:00"),
            value(n(12.0), n(12.0), "Préfecture du Nord", "2031-03-04T18:00"),
            value(n(14.0), n(14.0), "Préfecture du Nord", "2031-03-06T10:00"),
            value(n(10.0), None, "ARP", "2031-03-04T11:00"),
            Value { about: true, ..value(n(20.0), n(20.0), "وزارة الصحة", "2031-03-05T09:00") },
            Value { unnamed: true, ..value(n(15.0), n(25.0), "un secouriste", "2031-03-04T15:00") },
            value(None, n(13.0), "L’exploitant du barrage", "2031-03-05T20:00"),
        ],
    }
}

fn place(name: &str, lat: f64, lon: f64, precision: Precision) -> Place {
    Place { name: name.into(), lat, lon, precision, count: 1, href: Some("/search?place=1".into()) }
}

fn towns() -> Vec<Place> {
    vec![
        place("Brest", 48.39, -4.49, Precision::Town { radius: 6.0 }),
        place("Quimper", 48.0, -4.1, Precision::Town { radius: 5.0 }),
        place("Pont de l’Iroise", 48.385, -4.4, Precision::Point),
        place("Finistère", 48.25, -4.0, Precision::Region { radius: 60.0 }),
        place("Plymouth", 50.37, -4.14, Precision::Town { radius: 6.0 }),
    ]
}

fn region() -> Vec<Place> {
    vec![
        place("Jordan", 31.2, 36.5, Precision::Country(*b"JO")),
        place("عمّان", 31.95, 35.93, Precision::Town { radius: 12.0 }),
        place("Aqaba", 29.53, 35.0, Precision::Point),
        place("Hauran", 32.8, 36.3, Precision::Region { radius: 45.0 }),
    ]
}

fn bars() -> CopyBars {
    let other = |name: &str, note: &str, earlier: bool, passages: &[(usize, usize)]| Other {
        name: name.into(),
        note: note.into(),
        earlier,
        passages: passages.iter().map(|&(a, b)| a..b).collect(),
        href: Some("/compare/1/2".into()),
    };
    CopyBars {
        length: 2400,
        blocks: vec![0..180, 184..560, 564..900, 904..1500, 1504..2100, 2104..2400],
        others: vec![
            other("ARP", "cut · 3 h earlier", true, &[(0, 560), (904, 1500)]),
            other("The Harbour Gazette", "edited · 2 h later", false, &[(0, 170), (564, 900), (1504, 1800)]),
            other("صحيفة الشاطئ", "translation · 1 day later", false, &[(184, 560)]),
            other(
                "A paper with a name that is much too long to be printed in so narrow a column",
                "reprint",
                false,
                &[(0, 2400)],
            ),
        ],
    }
}
