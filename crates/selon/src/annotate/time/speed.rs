//! How fast times are found. Run it on optimised code:
//! `cargo test --profile quick -p selon --lib annotate::time::speed -- --ignored --nocapture`.

use super::table::TABLES;
use super::times;
use crate::annotate::speed::on_core;
use crate::extract::{Dispatch, Document};
use crate::segment::segment;

/// Paragraphs with about as many times as news has.
const NEWS: [(&str, &str); 4] = [
    (
        "fr",
        "Le conseil municipal de la petite ville portuaire s'est réuni mardi soir pour examiner le projet d'agrandissement \
         du quai, que les pêcheurs réclament depuis 2019. Selon le maire, les travaux, dont le coût est estimé à douze \
         millions d'euros, devraient commencer le 3 mars et durer dix-huit mois. Plusieurs habitants ont exprimé leur \
         inquiétude au sujet du bruit, de la poussière et du passage des camions dans les rues étroites du centre ancien. \
         Une association de riverains a demandé qu'une étude indépendante soit menée avant toute décision, et que la \
         population soit consultée par référendum. L'opposition, elle, juge le calendrier irréaliste.\n",
    ),
    (
        "en",
        "The town council of the small harbour met on Tuesday evening to discuss the extension of the quay, which the \
         fishermen have demanded since 2019. According to the mayor, the works, which are expected to cost twelve million \
         pounds, should begin on March 3 and last for eighteen months. Several residents voiced their concern about noise, \
         dust and lorries passing through the narrow streets of the old centre. An association of neighbours asked for an \
         independent study before any decision is taken, and for the population to be consulted. The opposition for its \
         part considers the timetable unrealistic and has announced that it will vote against the plan.\n",
    ),
    (
        "de",
        "Der Rat der kleinen Hafenstadt hat am Dienstagabend über die Erweiterung des Kais beraten, die von den Fischern \
         seit 2019 gefordert wird. Nach Angaben der Bürgermeisterin sollen die Arbeiten, deren Kosten auf zwölf Millionen \
         Euro geschätzt werden, am 3. März beginnen und achtzehn Monate dauern. Mehrere Anwohner äußerten Sorgen wegen des \
         Lärms, des Staubs und der Lastwagen in den engen Gassen der Altstadt. Ein Verein verlangte eine unabhängige \
         Untersuchung vor jeder Entscheidung und eine Befragung der Bevölkerung. Die Opposition hält den Zeitplan für \
         unrealistisch.\n",
    ),
    (
        "ru",
        "Совет небольшого портового города во вторник обсудил расширение причала, которого рыбаки требуют с 2019 года. По \
         словам мэра, работы, стоимость которых оценивается в двенадцать миллионов, должны начаться 3 марта и продлиться \
         восемнадцать месяцев. Жители выразили обеспокоенность шумом, пылью и движением грузовиков по узким улицам старого \
         центра. Ассоциация соседей потребовала независимой экспертизы до принятия решения.\n",
    ),
];

/// The rules of all languages, read and compiled: how long it takes, and the memory that they hold.
#[test]
#[ignore = "measures; it cannot fail"]
#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "measures time and says it")]
fn start_up_and_memory() {
    let held = || {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        statm.split(' ').nth(1).and_then(|pages| pages.parse::<f64>().ok()).unwrap_or_default() * 4096.0 / 1e6
    };
    let (began, before) = (on_core(), held());
    for (lang, table) in TABLES.all() {
        let took = (on_core() - began) * 1e3;
        println!("{lang}: {} rules, {} patterns; {took:.1} ms so far", table.rules.len(), table.patterns.len());
    }
    println!("{:.1} MB held by all of them", held() - before);
}

/// Sixteen megabytes of text in each of four languages, on one core.
#[test]
#[ignore = "measures; it cannot fail"]
#[expect(clippy::print_stdout, reason = "says what it measured")]
fn megabytes_a_second() {
    let (mut all, mut all_seconds) = (0.0, 0.0);
    for (lang, paragraph) in NEWS {
        let document = Document {
            lang: Some(lang.to_owned()),
            published: Some("2024-06-19".to_owned()),
            ..Document::new("1", paragraph.repeat(16_000_000 / paragraph.len()))
        };
        let dispatch = Dispatch::from(&document);
        let segments = segment(&dispatch);
        times(&Dispatch { lang: dispatch.lang, ..Dispatch::default() }, &segments);
        let began = on_core();
        let found = times(&dispatch, &segments);
        let seconds = on_core() - began;
        let size = document.text.len() as f64 / 1e6;
        (all, all_seconds) = (all + size, all_seconds + seconds);
        println!("{lang}: {:.0} MB/s, {} times", size / seconds, found.timexes.len());
    }
    println!("all: {all:.0} MB, {:.0} MB/s", all / all_seconds);
}

/// Twice the text takes about twice the time, also where the text is made to hurt.
#[test]
#[ignore = "measures; run it alone"]
#[expect(clippy::print_stdout, reason = "says what it measured")]
fn hostile_texts_take_linear_time() {
    for (lang, piece) in [
        ("fr", "lundi "),
        ("fr", "le "),
        ("fr", "12 "),
        ("en", "two hundred and "),
        ("en", "the last "),
        ("en", "Monday, "),
        ("de", "am 3. "),
        ("en", "1"),
        ("fr", "une dizaine de "),
        ("en", "early "),
    ] {
        let mut took = Vec::new();
        for size in [200_000, 400_000] {
            let document = Document {
                lang: Some(lang.to_owned()),
                published: Some("2024-06-19".to_owned()),
                ..Document::new("1", piece.repeat(size / piece.len()))
            };
            let dispatch = Dispatch::from(&document);
            let segments = segment(&dispatch);
            let began = on_core();
            times(&dispatch, &segments);
            took.push(on_core() - began);
        }
        println!("{lang} {piece:?}: {:.1} MB/s, ratio {:.1}", 0.4 / took[1], took[1] / took[0]);
    }
}
