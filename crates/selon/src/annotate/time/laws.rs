//! Laws that hold for any text.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::table::TABLES;
use super::{Times, times};
use crate::extract::{Dispatch, Document};
use crate::lang::Lang;
use crate::segment::segment;

fn read(text: &str, lang: &str, published: Option<Date>) -> (Dispatch, Times) {
    let document = Document {
        lang: Some(lang.to_owned()),
        published: published.map(|d| d.to_string()),
        ..Document::new("1", text)
    };
    let dispatch = Dispatch::from(&document);
    let segments = segment(&dispatch);
    let times = times(&dispatch, &segments);
    (dispatch, times)
}

/// Words that times are made of, in all languages at once, with digits and marks.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[0-9]{1,5}",
        "[a-z]{1,6}",
        prop::sample::select(vec![
            "lundi",
            "hier",
            "le",
            "du",
            "au",
            "12",
            "juin",
            "mars",
            "2024",
            "il y a",
            "deux",
            "ans",
            "entre",
            "et",
            "h",
            "Monday",
            "last",
            "week",
            "two",
            "thousand",
            "hundred",
            "million",
            "ago",
            "May",
            "of",
            "the",
            "century",
            "BC",
            "Montag",
            "vor",
            "zwei",
            "Jahren",
            "nuit de",
            "à",
            "-",
            ":",
            ".",
            ",",
            "/",
            "30",
            "02",
            "99",
            "العاشر",
            "понедельник",
            "года",
            "\n",
            "9999",
            "0",
            "année",
            "dernière",
            "lendemain",
            "plus tard",
            "quarter",
            "third",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

fn languages() -> Vec<String> {
    Lang::known().map(|l| l.to_string()).collect()
}

/// Yesterday, a weekday, tomorrow, some days ago.
const FROM_TODAY: [(&str, &str); 10] = [
    ("fr", "Il est arrivé hier. Elle a parlé lundi. Ils viendront demain. Il y a trois jours, tout allait bien."),
    ("en", "He came yesterday. She spoke on Monday. They will come tomorrow. Three days ago all was well."),
    ("de", "Er kam gestern. Sie sprach am Montag. Sie kommen morgen. Vor drei Tagen war alles gut."),
    ("es", "Llegó ayer. Habló el lunes. Vendrán mañana. Hace tres días todo estaba bien."),
    ("it", "È arrivato ieri. Ha parlato lunedì. Verranno domani. Tre giorni fa tutto andava bene."),
    ("pt", "Chegou ontem. Falou na segunda-feira. Virão amanhã. Há três dias tudo estava bem."),
    ("nl", "Hij kwam gisteren. Zij sprak maandag. Ze komen morgen. Drie dagen geleden was alles goed."),
    ("ar", "وصل أمس. تحدثت يوم الاثنين. سيأتون غدا. قبل ثلاثة أيام كان كل شيء بخير."),
    ("ru", "Он приехал вчера. Она выступила в понедельник. Они приедут завтра. Три дня назад всё было хорошо."),
    ("tr", "Dün geldi. Pazartesi günü konuştu. Yarın gelecekler. Üç gün önce her şey iyiydi."),
];

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,300}", year in -9999i16..9999) {
        for lang in languages() {
            read(&text, &lang, Date::new(year, 12, 31).ok());
        }
    }

    #[test]
    fn spans_read_back_in_order_and_bounds_are_ordered(
        text in words(),
        lang in prop::sample::select(languages()),
        day in prop::option::of(0i32..40_000),
    ) {
        let published = day.map(|d| date(1970, 1, 1).saturating_add(d.days()));
        let (dispatch, times) = read(&text, &lang, published);
        let mut end = 0;
        for t in &times.timexes {
            prop_assert!(t.span.start() >= end && !t.span.is_empty());
            end = t.span.end();
            prop_assert_eq!(dispatch.text.get(t.span), &dispatch.text.as_str()[t.span.range()]);
            prop_assert!(!t.value.is_empty());
            prop_assert!(TABLES.get(dispatch.lang.unwrap()).unwrap().rules.iter().any(|r| r.name == t.rule));
            for other in &t.alternatives {
                prop_assert!(other.value != t.value && !other.reason.is_empty(), "{:?}", t);
            }
            if let (Some(from), Some(to)) = (t.earliest, t.latest) {
                prop_assert!(from < to, "{} {from} {to}", t.value);
            }
        }
        for r in &times.ranges {
            prop_assert!(r.begin.is_some() || r.end.is_some());
        }
    }

    /// A week later the same words mean a week later, in every language.
    #[test]
    fn what_is_told_from_today_moves_with_today(day in 0i32..20_000) {
        let first = date(1990, 1, 1).saturating_add(day.days());
        let second = first.saturating_add(7.days());
        for (lang, text) in FROM_TODAY {
            let (_, before) = read(text, lang, Some(first));
            let (_, after) = read(text, lang, Some(second));
            prop_assert_eq!(before.timexes.len(), 4, "{} {:?}", lang, before);
            for (a, b) in before.timexes.iter().zip(&after.timexes) {
                let moved = a.earliest.map(|e| e.saturating_add(7.days()));
                prop_assert!(moved.is_some());
                prop_assert_eq!(moved, b.earliest, "{} {}", lang, a.value);
                prop_assert_eq!(&a.rule, &b.rule);
            }
        }
    }

    /// Nothing that depends on the dispatch's own time is guessed without it.
    #[test]
    fn without_a_date_it_stays_open(word in prop::sample::select(vec!["hier", "lundi", "la semaine dernière", "le 7 mai"])) {
        let (_, times) = read(&format!("Il est arrivé {word}."), "fr", None);
        prop_assert_eq!(times.timexes.len(), 1);
        prop_assert!(times.timexes[0].value.starts_with("XXXX"));
        prop_assert_eq!(times.timexes[0].earliest, None);
    }
}
