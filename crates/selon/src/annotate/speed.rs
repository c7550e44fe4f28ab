//! How fast names, places and figures are found. Run it on optimised code:
//! `cargo test --profile quick -p selon --lib annotate::speed -- --ignored --nocapture`.

use super::{figure, name, place, time};
use crate::extract::{Dispatch, Document};
use crate::segment::segment;

/// Paragraphs with about as many names and counts as news has.
const NEWS: [(&str, &str); 5] = [
    (
        "fr",
        "Au moins 17 personnes ont été tuées mardi dans l'effondrement d'un pont près de Bordeaux, a annoncé la préfète, \
         Hélène Marchand. Une quarantaine de blessés ont été conduits aux hôpitaux de Libourne et de Bergerac, selon la \
         Croix-Rouge. Le ministre des Transports, Paul Verdier, s'est rendu sur les lieux avec le président de la région \
         Nouvelle-Aquitaine. La société Routes du Sud, qui exploite l'ouvrage depuis 2019, a promis douze millions d'euros \
         aux familles. Trois ouvriers portugais sont encore portés disparus, d'après le consulat du Portugal.\n",
    ),
    (
        "en",
        "At least 17 people were killed on Tuesday when a bridge collapsed near Bristol, the mayor, Helen Marsh, said. About \
         forty injured were taken to hospitals in Bath and Gloucester, according to the Red Cross. The transport secretary, \
         Paul Green, visited the site with officials of the Environment Agency. Southern Roads Ltd, which has run the bridge \
         since 2019, promised $12 million to the families. Three Portuguese workers are still missing, the embassy of \
         Portugal in London said, while the United Nations offered help.\n",
    ),
    (
        "de",
        "Mindestens 17 Menschen sind am Dienstag beim Einsturz einer Brücke in der Nähe von Bremen ums Leben gekommen, \
         teilte Bürgermeisterin Helene Markwart mit. Rund vierzig Verletzte wurden in Kliniken in Oldenburg und Hamburg \
         gebracht, so das Deutsche Rote Kreuz. Verkehrsminister Paul Grün besuchte die Stelle. Die Firma Nordstraßen GmbH \
         versprach den Familien zwölf Millionen Euro. Drei portugiesische Arbeiter werden noch vermisst.\n",
    ),
    (
        "ar",
        "قُتل 17 شخصا على الأقل يوم الثلاثاء في انهيار جسر قرب بيروت، وفق ما أعلن الرئيس محمود عباس. ونقل أربعون جريحا إلى \
         مستشفيات طرابلس وصيدا، بحسب الصليب الأحمر. وزار الوزير أحمد حسن المكان مع وفد من الأمم المتحدة.\n",
    ),
    (
        "ru",
        "По меньшей мере 17 человек погибли во вторник при обрушении моста под Москвой, сообщила мэр Елена Маркова. Около \
         сорока раненых доставлены в больницы Рязани и Тулы, по данным Красного Креста. Министр Павел Зеленов посетил место \
         вместе с представителями Организации Объединенных Наций. Трое рабочих числятся пропавшими.\n",
    ),
];

/// How long this thread was on a core, in seconds: another program's work does not count.
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock of the system")]
pub(super) fn on_core() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says it there");
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}

/// The stages of one text, each with the time it took in seconds.
fn seconds(lang: &str, text: String) -> [f64; 3] {
    let dispatch = Dispatch::from(&Document { lang: Some(lang.to_owned()), ..Document::new("1", text) });
    let segments = segment(&dispatch);
    let times = time::times(&dispatch, &segments);
    let began = on_core();
    let names = name::names(&dispatch, &segments);
    let named = on_core();
    place::places(&dispatch, &segments, &names);
    let placed = on_core();
    figure::figures(&dispatch, &segments, &times);
    [named - began, placed - named, on_core() - placed]
}

#[test]
#[ignore = "measures; it cannot fail"]
#[expect(clippy::print_stdout, reason = "says what it measured")]
fn megabytes_a_second() {
    for (lang, paragraph) in NEWS {
        seconds(lang, paragraph.to_owned());
        // Pages of news have some thousand bytes.
        let page = paragraph.repeat(4_000 / paragraph.len());
        let mut all = [0.0; 3];
        for _ in 0..500 {
            for (sum, one) in all.iter_mut().zip(seconds(lang, page.clone())) {
                *sum += one;
            }
        }
        let speed = |seconds: f64| page.len() as f64 * 500.0 / 1e6 / seconds;
        let [names, places, figures] = all;
        println!(
            "{lang}: names {:.1}, places {:.1}, figures {:.1}, together {:.1} MB/s",
            speed(names),
            speed(places),
            speed(figures),
            speed(names + places + figures)
        );
    }
}

/// Texts made to hurt.
const HOSTILE: [(&str, &str); 19] = [
    ("fr", "A"),
    ("fr", "PARIS "),
    ("en", "Paris, Texas, "),
    ("en", "Springfield. "),
    ("en", "American Spanish "),
    ("en", "School of Art of "),
    ("fr", "Jean-Martin-"),
    ("fr", "Ministère de la "),
    ("fr", "Paris (ONU) "),
    ("de", "hundert"),
    ("de", "Haus Koch 05 "),
    ("en", "Kestrel Bank (KB) and "),
    ("pt", "Albertville "),
    ("ar", "بيروت "),
    ("ru", "Ивановичами "),
    ("fr", "12 000 "),
    ("fr", "1"),
    ("fr", "dont 3 "),
    ("fr", "3 hommes et "),
];

/// A tenth of a megabyte, in code that is not optimised.
#[test]
fn hostile_texts_take_no_long_time() {
    for (lang, piece) in HOSTILE {
        let took = seconds(lang, piece.repeat(100_000 / piece.len()));
        assert!(took.iter().sum::<f64>() < 2.0, "{lang} {piece:?}: {took:.2?} s");
    }
}

#[test]
#[ignore = "measures; run it alone"]
#[expect(clippy::print_stdout, reason = "says what it measured")]
fn hostile_texts_take_linear_time() {
    for (lang, piece) in HOSTILE {
        let [half, whole] = [500_000, 1_000_000].map(|size| seconds(lang, piece.repeat(size / piece.len())));
        println!("{lang} {piece:?}: {whole:.2?} s for a megabyte, {half:.2?} for half of it");
    }
}
