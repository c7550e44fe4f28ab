//! Documents as JSON lines.

use crate::run::Desk;

#[test]
fn a_bad_line_is_named_and_the_rest_is_answered() {
    let lines = concat!(
        "{\"id\": \"1\", \"text\": \"Le port est fermé, a annoncé lundi la préfecture.\"}\n",
        "{\"id\": \"2\", \"text\": \n",
        "\n",
        "[1, 2]\n",
        "{\"id\": \"3\", \"text\": \"Il est ouvert.\", \"published\": 20310304}\n",
        "{\"id\": \"4\", \"text\": \"Il est clos.\", \"published\": \"lundi\"}\n",
        "{\"id\": \"5\", \"text\": \"Il est clos.\", \"unknown\": {\"a\": [1]}}",
    );
    let ran = Desk::new().run_on(&["annotate", "-"], lines.as_bytes());
    let ids: Vec<_> = ran.rows().iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, ["1", "3", "4", "5"]);
    assert!(ran.err.contains("-: line 2: "), "{}", ran.err);
    assert!(ran.err.contains("-: line 4: "));
    assert_eq!(ran.code, Some(4));
    for row in &ran.rows()[1..3] {
        assert!(row["doubts"].to_string().contains("no date"), "{row}");
    }
}

#[test]
fn a_line_that_is_not_utf_8_is_a_bad_line() {
    let ran = Desk::new()
        .run_on(&["stories", "-"], b"{\"id\": \"1\", \"text\": \"\xE9\"}\n{\"id\": \"2\", \"text\": \"e\"}\n");
    assert_eq!((ran.rows().len(), ran.code), (1, Some(4)));
    assert!(ran.err.contains("line 1"));
}

#[test]
fn deep_nesting_is_a_bad_line() {
    let line = format!("{{\"id\": \"1\", \"text\": \"e\", \"x\": {}}}\n", "[".repeat(1_000_000));
    let ran = Desk::new().run_on(&["annotate", "-"], line.as_bytes());
    assert_eq!((ran.out.as_str(), ran.code), ("", Some(4)));
}

#[test]
fn marks_point_at_their_words() {
    let line = "{\"id\": \"1\", \"lang\": \"fr\", \"published\": \"2031-03-04\", \"text\": \"😀 Jeudi, « tout est calme », a dit à Brest Ana Roz.\"}\n";
    let ran = Desk::new().run_on(&["annotate", "-"], line.as_bytes());
    let text: Vec<char> = "😀 Jeudi, « tout est calme », a dit à Brest Ana Roz.".chars().collect();
    let row = &ran.rows()[0];
    for mark in ["times", "names", "places", "figures"].iter().flat_map(|kind| row[*kind].as_array().unwrap()) {
        let at = |key: &str| mark[key].as_u64().unwrap() as usize;
        assert_eq!(mark["text"], text[at("start")..at("end")].iter().collect::<String>());
    }
}

/// "On Monday" of a text with no verb before or behind it may be the last or the next one.
#[test]
fn reasons_are_given_in_every_language() {
    let texts = [
        ("ar", "يوم الاثنين"),
        ("de", "Montag"),
        ("en", "Monday"),
        ("es", "el lunes"),
        ("fr", "lundi"),
        ("it", "lunedì"),
        ("nl", "maandag"),
        ("pt", "segunda-feira"),
        ("ru", "понедельник"),
        ("tr", "Pazartesi günü"),
    ];
    let lines: String = texts
        .iter()
        .map(|(lang, text)| {
            format!("{{\"id\": \"1\", \"lang\": \"{lang}\", \"published\": \"2031-03-05\", \"text\": \"{text}\"}}\n")
        })
        .collect();
    let ran = Desk::new().run_on(&["annotate", "--why", "-"], lines.as_bytes());
    assert_eq!(ran.rows().len(), texts.len());
    for row in ran.rows() {
        let time = &row["times"][0];
        assert_eq!(time["value"], "2031-03-03", "{row}");
        assert_eq!(time["why"]["rule"], "weekday", "{row}");
        assert_eq!(time["why"]["alternatives"][0]["value"], "2031-03-10", "{row}");
        assert!(time["why"]["alternatives"][0]["reason"].as_str().is_some_and(|r| r.contains("no verb points ahead")));
    }
    let plain = Desk::new().run_on(&["annotate", "-"], lines.as_bytes());
    assert_eq!(plain.rows()[0]["times"][0].get("why"), None);
}

#[test]
fn output_does_not_depend_on_the_threads() {
    let lines: String = (0..200)
        .map(|n| format!("{{\"id\": \"{n}\", \"text\": \"Le port {n} est fermé, a annoncé lundi la préfecture.\"}}\n"))
        .collect();
    for command in ["annotate", "copies", "stories"] {
        let run = |jobs: &str| Desk::new().run_on(&[command, "--jobs", jobs, "-"], lines.as_bytes());
        let (one, four) = (run("1"), run("4"));
        assert_eq!(one.out, four.out, "{command}");
        assert_eq!(one.code, Some(0));
    }
}

#[test]
fn names_meet_inside_a_group_only() {
    let lines = concat!(
        "{\"id\":\"a\",\"group\":\"1\",\"name\":\"Ana Roz\",\"kind\":\"person\",\"lang\":\"fr\"}\n",
        "{\"id\":\"b\",\"group\":\"1\",\"name\":\"Ana Roz\",\"kind\":\"person\",\"lang\":\"fr\"}\n",
        "{\"id\":\"c\",\"group\":\"2\",\"name\":\"Ana Roz\",\"kind\":\"person\",\"lang\":\"fr\"}\n",
    );
    let rows = Desk::new().run_on(&["aliases", "-"], lines.as_bytes()).rows();
    assert_eq!(rows[0]["entity"], rows[1]["entity"]);
    assert_ne!(rows[0]["entity"], rows[2]["entity"]);
    assert_eq!(rows[1]["same_as"], "a");
    assert!(rows[1]["because"].as_str().is_some_and(|why| why.contains("agree")), "{}", rows[1]);
    assert_eq!(rows[2].get("because"), None);
}
