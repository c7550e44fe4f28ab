//! Laws of the stage, pages made to hurt, and the examples that the language tables carry.

use proptest::prelude::*;

use super::byline::Evidence;
use super::phrase;
use super::piece::Piece;
use super::stamp::{self, Cue};
use super::{Dispatch, Role, extract, roles, table};
use crate::lang::Lang;
use crate::page;
use crate::when::When;

fn read(html: &str) -> Dispatch {
    extract(&page::read(html.as_bytes()).expect("a page"))
}

/// Bits that pages are made of, sensible and not.
fn bits() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class='article-body'>".to_owned()),
        Just("</div>".to_owned()),
        Just("<h1>Port fermé</h1>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("<b><i>".to_owned()),
        Just("<figure><img alt='Le port'><figcaption>".to_owned()),
        Just("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"x\"".to_owned()),
        Just("</script>".to_owned()),
        Just("<meta property='og:title' content='".to_owned()),
        Just("BREST (ABX) — ".to_owned()),
        Just("Publié le 8 décembre 2031 à 6h12 ".to_owned()),
        Just("(avec ABX) ".to_owned()),
        Just("<br>".to_owned()),
        Just("&nbsp;&eacute;&#x110000;".to_owned()),
        Just("© 2031 ".to_owned()),
        Just("Le maire a annoncé lundi que le port de pêche resterait fermé pendant une semaine entière. ".to_owned()),
        "\\PC{0,12}",
    ];
    proptest::collection::vec(bit, 0..40).prop_map(|bits| bits.concat())
}

fn check(dispatch: &Dispatch) -> Result<(), TestCaseError> {
    let text = dispatch.text.as_str();
    let mut at = 0;
    for block in &dispatch.blocks {
        prop_assert!(text[at..block.span.start()].trim().is_empty());
        prop_assert!(!dispatch.text.get(block.span).trim().is_empty());
        at = block.span.end();
    }
    prop_assert!(text[at..].trim().is_empty());
    Ok(())
}

proptest! {
    #[test]
    fn blocks_cover_the_text_in_order_whatever_the_page(html in bits()) {
        if let Ok(page) = page::read(format!("<html>{html}").as_bytes()) {
            check(&extract(&page))?;
        }
    }

    #[test]
    fn plain_text_is_read_whatever_it_is(text in "\\PC{0,200}(\n\\PC{0,80}){0,6}") {
        if let Ok(page) = page::read(text.as_bytes()) {
            check(&extract(&page))?;
        }
    }
}

/// An article of one sentence, among whatever stands around it.
const SENTENCE: &str =
    "Le maire a annoncé lundi que le port resterait fermé pendant une semaine, faute de pilotes et de remorqueurs.";

#[test]
fn hostile_pages_are_read_to_their_end() {
    let times = |bit: &str, n: usize| bit.repeat(n);
    let article = format!("<h1>Port fermé</h1><p>{SENTENCE}</p>");
    let numbered = |f: fn(usize) -> String, n: usize| (0..n).map(f).collect::<String>();
    for (name, html) in [
        ("nested", format!("{article}{}x", times("<div>", 100_000))),
        ("attributes", format!("{article}<p{}>x", numbered(|i| [" a", &i.to_string(), "=1"].concat(), 100_000))),
        ("inline", format!("{article}{}x", numbered(|i| ["<b id=", &i.to_string(), ">"].concat(), 100_000))),
        (
            "inline in paragraphs",
            format!("{article}{}", numbered(|i| ["<p><b id=", &i.to_string(), ">x"].concat(), 20_000)),
        ),
        ("tables", format!("{article}{}x", times("<table><tr><td>", 20_000))),
        ("rows", format!("{article}<table>{}x", times("<tr><div>", 20_000))),
        ("entities", format!("{article}<p>{}", times("&amp;&lt;&notit;", 100_000))),
        ("paragraph ends", format!("{article}{}", times("</p>", 100_000))),
        ("lists", format!("{article}{}", times("<ul><li>x", 20_000))),
        ("one text", format!("{article}<p>{}", times("mot ", 200_000))),
        ("one word", format!("{article}<p>{}", times("m", 500_000))),
        ("brackets", format!("{article}<p>{}", times("(", 200_000))),
        ("digits", format!("{article}<p>{}", times("1:2/3.", 200_000))),
        ("data", format!("<script type='application/ld+json'>{}</script>{article}", times("[", 200_000))),
        (
            "broken data",
            format!("<script type='application/ld+json'>{{\"a\":\"{}</script>{article}", times("\\\",,", 100_000)),
        ),
        ("script", format!("<script>{}</script>{article}", times("'</p><div>'", 20_000))),
        (
            "one name",
            format!("<h1>Port</h1>{}<p>{SENTENCE}{}", times("<p class=byline>Corvane", 50), times(" Corvane", 20_000)),
        ),
        (
            "bylines",
            format!(
                "{article}{}",
                numbered(|i| ["<p>Par Jean Roc (AFP) le 12/12/2031, ", &i.to_string(), " fois."].concat(), 20_000)
            ),
        ),
        ("anchors", format!("{article}{}", times("<a href=/>x", 20_000))),
        ("quotes", format!("{article}<p a=\"{}", times("<", 200_000))),
    ] {
        let dispatch = read(&format!("<!doctype html><body>{html}"));
        let kept = dispatch.text.as_str().contains("pilotes et de remorqueurs") || name == "quotes";
        assert!(kept, "{name}: {:?}", &dispatch.text.as_str()[..dispatch.text.as_str().floor_char_boundary(200)]);
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads the tables as they stand in their files")]
fn tables() -> Vec<(Lang, toml::Table)> {
    let mut tables = Vec::new();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/lang");
    for folder in std::fs::read_dir(root).expect("the language tables") {
        let path = folder.expect("an entry").path();
        let Some(lang) = path.file_name().and_then(|n| n.to_str()).and_then(Lang::parse) else { continue };
        if let Ok(text) = std::fs::read_to_string(path.join("extract.toml")) {
            tables.push((lang, text.parse().expect("TOML")));
        }
    }
    assert!(tables.len() >= 10);
    tables
}

fn strings(value: Option<&toml::Value>) -> Vec<&str> {
    value
        .and_then(toml::Value::as_array)
        .map(|a| a.iter().filter_map(toml::Value::as_str).collect())
        .unwrap_or_default()
}

fn examples(table: &toml::Table) -> Vec<(&str, &str)> {
    let pairs = table.get("examples").and_then(toml::Value::as_array).expect("examples");
    pairs.iter().map(|p| (p[0].as_str().expect("a line"), p[1].as_str().expect("a reading"))).collect()
}

#[test]
fn examples_of_bylines_are_read() {
    for (lang, table) in tables() {
        let words = table::byline(Some(lang));
        for (line, wanted) in examples(table["byline"].as_table().expect("a table")) {
            // Behind the sign: what the text of the page says.
            let (line, text) = line.split_once(" ¶ ").unwrap_or((line, ""));
            let evidence =
                Evidence { words: &words, outlets: &[], agencies: &[], sure: true, marked: text.is_empty(), text };
            let named = evidence.read(line);
            let part = |name: &str, list: &[String]| (!list.is_empty()).then(|| format!("{name}: {}", list.join(", ")));
            let got: Vec<String> =
                [part("authors", &named.authors), part("agencies", &named.agencies)].into_iter().flatten().collect();
            assert_eq!(got.join("; "), wanted, "{lang}: {line}");
        }
    }
}

#[test]
fn examples_of_dates_are_read() {
    for (lang, table) in tables() {
        let dates = table["date"].as_table().expect("a table");
        for (line, wanted) in examples(dates) {
            let (mut published, mut modified) = (When::Unknown, When::Unknown);
            for stamp in stamp::stamps(line) {
                let place = if stamp.cue == Cue::Modified { &mut modified } else { &mut published };
                *place = stamp.when;
            }
            let part = |name: &str, when: When| (when != When::Unknown).then(|| format!("{name}: {when}"));
            let got: Vec<String> =
                [part("published", published), part("modified", modified)].into_iter().flatten().collect();
            assert_eq!(got.join("; "), wanted, "{lang}: {line}");
        }
        for line in strings(dates.get("not")) {
            assert!(stamp::stamps(line).is_empty(), "{lang}: {line}");
        }
    }
}

#[test]
fn examples_of_furniture_are_told_from_text() {
    let role = |line: &str| roles::by_words(&Piece::paragraph(line.to_owned()), &mut false);
    for (lang, table) in tables() {
        let furniture = table["furniture"].as_table().expect("a table");
        for (line, wanted) in examples(furniture) {
            let got = role(line).map(|r| format!("{r:?}").to_lowercase());
            assert_eq!(got.as_deref(), Some(wanted.replace('-', "").as_str()), "{lang}: {line}");
        }
        for line in strings(furniture.get("not")) {
            assert_eq!(role(line), None, "{lang}: {line}");
        }
        for phrase in ["read_also", "section", "tags", "rights", "boilerplate", "credit"] {
            for line in strings(furniture.get(phrase)) {
                assert_eq!(phrase::folded(line), *line, "{lang}: {phrase}: written in lower case, letters first");
            }
        }
    }
}

#[test]
fn a_page_is_read_with_all_that_stands_around_it() {
    let html = format!(
        "<!doctype html><html lang=fr><head><title>Le port fermé - Le Cormoran</title>
        <link rel=canonical href='https://www.lecormoran.example/2031/12/09/port'></head><body>
        <nav><a href=/>Accueil</a><a href=/monde>Monde</a></nav>
        <h1>Le port fermé</h1><div class=meta><span class=author>Par Jeanne Rocher (avec ABX)</span>
        <time datetime='2031-12-09T09:37:00+01:00'>Publié le 9 décembre 2031 à 9h37</time></div>
        <figure><img alt='Le port vide'><figcaption>Le port vide <span class=credit>© L. Morvan / YXZ</span></figcaption></figure>
        <p>BREST (ABX) — {SENTENCE}</p><p>Lire aussi : <a href=/x>La criée en grève</a></p><p>{SENTENCE} Il l'a redit mardi.</p>
        <footer>© 2031 Le Cormoran. Tous droits réservés.</footer></body>"
    );
    let dispatch = read(&html);
    assert_eq!(dispatch.title.as_deref(), Some("Le port fermé"));
    assert_eq!(dispatch.outlet.as_deref(), Some("Le Cormoran"));
    assert_eq!(dispatch.authors, ["Jeanne Rocher"]);
    assert_eq!(dispatch.agencies, ["ABX"]);
    assert_eq!(dispatch.dateline.as_deref(), Some("BREST"));
    assert_eq!(dispatch.published.to_string(), "2031-12-09T09:37:00+01:00");
    assert_eq!(dispatch.lang, Some(Lang::FR));
    assert_eq!(dispatch.captions.len(), 1);
    assert_eq!(dispatch.captions[0].credit.as_deref(), Some("L. Morvan / YXZ"));
    assert_eq!(dispatch.text.as_str(), format!("{SENTENCE}\n{SENTENCE} Il l'a redit mardi."));
    assert!(dispatch.blocks.iter().all(|b| b.role == Role::Paragraph));
}

#[test]
fn plain_text_is_read_with_the_same_roles() {
    let text = format!(
        "Le port fermé\n\n09:379/12/2031, mardi\nABX\nLe port de Brest, vide, vu depuis la digue sud le 8 décembre.\n\
        Crédit Photo : L. MORVAN / POOL / YXZ\nLe port de Brest, vide, vu depuis la digue sud le 8 décembre.\n\n{SENTENCE}\n\n\
        Les pilotes en grève\n\n{SENTENCE} Il l'a redit mardi.\n\nÀ lire également:\n\n#Brest\n#Port"
    );
    let dispatch = read(&text);
    assert_eq!(dispatch.title.as_deref(), Some("Le port fermé"));
    assert_eq!(dispatch.published.to_string(), "2031-12-09T09:37");
    assert_eq!(dispatch.agencies, ["ABX"]);
    assert_eq!(dispatch.outlet.as_deref(), Some("ABX"), "nobody else signs it");
    assert_eq!(dispatch.text.as_str(), format!("{SENTENCE}\nLes pilotes en grève\n{SENTENCE} Il l'a redit mardi."));
    assert_eq!(dispatch.captions.len(), 1);
    assert_eq!(dispatch.tags, ["Brest", "Port"]);
}

#[test]
fn agencies_and_places_are_told_from_labels_sections_and_buttons() {
    let body = format!("<div class=article-body><p>{SENTENCE}</p><p>{SENTENCE} C'est la saison.</p>");
    for (around, agencies, place) in [
        (format!("{body}<p class=footer_source>Source : xportail.example, ino/AFP</p></div>"), vec!["AFP"], None),
        (format!("{body}</div><footer><p>Autres sources • AP</p></footer>"), vec!["AP"], None),
        (format!("<div class=auteurs>Par <b>Jeanne Rocher</b> avec <b>AP</b></div>{body}</div>"), vec!["AP"], None),
        (format!("{body}<p>Avec des informations de l'AFP et Reuters</p></div>"), vec!["AFP", "Reuters"], None),
        (format!("<p>Culture</p><p>Actualisé : 3 mars 2031</p><p>SUIVRE</p>{body}</div>"), vec![], None),
        (format!("{body}<figure><img alt='Le port'></figure><p>Source : AFP</p></div>"), vec![], None),
        (
            format!("<div class=article-body><p><b>Brest.</b> {SENTENCE}</p><p>{SENTENCE} Oui.</p></div>"),
            vec![],
            Some("Brest"),
        ),
        (
            format!("<div class=article-body><p>Brest.</p><p>{SENTENCE}</p><p>{SENTENCE} Oui.</p></div>"),
            vec![],
            Some("Brest"),
        ),
        (format!("<div class=article-body><p><b>Bilan.</b> {SENTENCE}</p><p>{SENTENCE} Oui.</p></div>"), vec![], None),
    ] {
        let dispatch =
            read(&format!("<!doctype html><html lang=fr><body><article><h1>Port fermé</h1>{around}</article>"));
        assert_eq!(dispatch.agencies, agencies, "{around}");
        assert_eq!(dispatch.dateline.as_deref(), place, "{around}");
        assert_eq!(dispatch.text.as_str().starts_with("Le maire"), !around.contains("Bilan"), "{around}");
    }
}
