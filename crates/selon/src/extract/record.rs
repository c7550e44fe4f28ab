//! A text that another program has extracted already, as a JSON object: trafilatura, news-please, minet, ninjs (IPTC), a post of
//! a chat export, or the documents that selon reads.
//!
//! Members are found by name, whatever program wrote them: of several that say the same thing, the first that is there counts.

use serde_json::{Map, Value};

use super::meta::Facts;
use super::stamp;
use super::tree::squeeze;
use super::why::{Origin, Trail};
use crate::when::When;

/// What a record holds, ready to be read as a page is.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The article, as text.
    pub(super) text: String,
    /// The article as HTML, where there is no text.
    pub(super) html: Option<String>,
    /// All else that is said about it.
    pub(super) facts: Facts,
    /// Whose text it is, where that is not the outlet.
    pub(super) sources: Vec<String>,
    /// Whether it is a post: a text without a headline.
    pub(super) post: bool,
}

/// Names of members, the most telling first.
const TEXT: [&str; 6] = ["maintext", "text", "raw_content", "body_text", "raw_text", "content"];
const HTML: [&str; 3] = ["body_xhtml", "body_html", "body"];
const TITLE: [&str; 3] = ["title", "headline", "title_page"];
const ADDRESS: [&str; 4] = ["url", "canonical_url", "source", "uri"];
const PUBLISHED: [&str; 5] = ["date_publish", "firstcreated", "published", "date", "versioncreated"];
const MODIFIED: [&str; 2] = ["date_modify", "versioncreated"];
const OUTLET: [&str; 7] =
    ["outlet", "sitename", "source-hostname", "publisher", "source_domain", "hostname", "copyrightholder"];
const AUTHORS: [&str; 4] = ["authors", "author", "byline", "by"];
const LANG: [&str; 2] = ["lang", "language"];
const TAGS: [&str; 3] = ["tags", "keywords", "categories"];
/// Which members say what, for whoever asks.
const NOTED: [(&str, &[&str]); 5] =
    [("title", &TITLE), ("url", &ADDRESS), ("published", &PUBLISHED), ("outlet", &OUTLET), ("authors", &AUTHORS)];
const DESCRIPTION: [&str; 3] = ["description", "excerpt", "description_text"];

/// Reads a record.
pub(super) fn read(text: &str, mut trail: Trail) -> Record {
    let Ok(record) = serde_json::from_str::<Map<String, Value>>(text) else { return Record::default() };
    for (field, keys) in NOTED {
        for key in keys.iter().filter(|key| text_of(&record, key).is_some()) {
            trail.note(field, text_of(&record, key).unwrap_or_default(), || Origin::Metadata(format!("member {key}")));
        }
    }
    let mut read =
        match (record.get("chat").and_then(Value::as_object), record.get("message").and_then(Value::as_object)) {
            (Some(chat), Some(message)) => post(chat, message),
            _ => article(&record),
        };
    read.facts.trail = trail;
    read
}

fn article(record: &Map<String, Value>) -> Record {
    let mut facts = Facts {
        titles: first(record, &TITLE).into_iter().chain(listed(record, "headlines")).collect(),
        canonical: ADDRESS.iter().find_map(|key| text_of(record, key).filter(|v| v.starts_with("http"))),
        lang: first(record, &LANG),
        description: first(record, &DESCRIPTION).into_iter().collect(),
        tags: TAGS.iter().flat_map(|key| words(record.get(*key))).collect(),
        ..Facts::default()
    };
    facts.published.extend(date(record, &PUBLISHED));
    facts.modified.extend(date(record, &MODIFIED));
    facts.outlets = OUTLET.iter().filter_map(|key| text_of(record, key)).collect();
    let authors = AUTHORS.iter().map(|key| words(record.get(*key))).find(|a| !a.is_empty());
    facts.meta_authors = authors.unwrap_or_else(|| listed(record, "bylines"));
    let body = first(record, &TEXT).or_else(|| bodies(record, "plain"));
    let html = body.is_none().then(|| first(record, &HTML).or_else(|| bodies(record, "html"))).flatten();
    // ninjs names whose text it is; elsewhere this member holds the address.
    let mut sources: Vec<String> = listed(record, "infosources");
    sources.extend(text_of(record, "source").filter(|s| !s.contains("://") && !s.contains('.')));
    Record { text: body.unwrap_or_default(), html, facts, sources, post: false }
}

fn post(chat: &Map<String, Value>, message: &Map<String, Value>) -> Record {
    let mut facts = Facts { outlets: text_of(chat, "name").into_iter().collect(), ..Facts::default() };
    facts.published.extend(date(message, &["date"]));
    facts.modified.extend(date(message, &["edited"]));
    // Text comes whole, or in pieces of which some are links and the like.
    let words = match message.get("text") {
        Some(Value::Array(pieces)) => pieces
            .iter()
            .filter_map(|piece| piece.as_str().or_else(|| piece.get("text").and_then(Value::as_str)))
            .collect(),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    };
    let sources = text_of(message, "forwarded_from").into_iter().collect();
    Record { text: words, html: None, facts, sources, post: true }
}

fn text_of(record: &Map<String, Value>, key: &str) -> Option<String> {
    record.get(key)?.as_str().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned)
}

fn first(record: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text_of(record, key))
}

fn date(record: &Map<String, Value>, keys: &[&str]) -> Option<(u8, When)> {
    let dates = keys.iter().filter_map(|key| text_of(record, key)).map(|value| stamp::value(&value));
    dates.into_iter().find(|when| *when != When::Unknown).map(|when| (0, when))
}

/// Words of a list, or of one string that lists them.
fn words(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).map(squeeze).filter(|w| !w.is_empty()).collect()
        }
        Some(Value::String(all)) => all.split(';').map(squeeze).filter(|w| !w.is_empty()).collect(),
        _ => Vec::new(),
    }
}

/// What a list of objects names, as ninjs 2 has it: `[{"role": "main", "value": "…"}, {"name": "…"}]`.
fn listed(record: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = record.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_object).filter_map(|entry| first(entry, &["value", "name", "byline"])).collect()
}

/// A body of ninjs 2 in some form.
fn bodies(record: &Map<String, Value>, form: &str) -> Option<String> {
    let list = record.get("bodies")?.as_array()?.iter().filter_map(Value::as_object);
    list.filter(|body| text_of(body, "contenttype").is_some_and(|t| t.contains(form)))
        .find_map(|body| text_of(body, "value"))
}

#[cfg(test)]
mod tests {
    use crate::extract::{Dispatch, extract};
    use crate::page::{self, Kind};

    const BODY: &str = "BREST (ABX) - Le port de pêche est fermé depuis lundi, a annoncé le maire de la ville.\\n\\n\
        Il ne rouvrira pas avant une semaine, faute de pilotes, selon la préfecture.";

    fn read(record: &str) -> Dispatch {
        let page = page::read(record.as_bytes()).unwrap();
        assert_eq!(page.kind, Kind::Record);
        extract(&page)
    }

    #[test]
    fn what_scrapers_write_is_read_with_the_roles_of_a_page() {
        for record in [
            r#"{"title": "Port fermé", "author": "Léa Marchand; Yann Kerdraon", "hostname": "example.org", "date": "2031-03-04",
                "text": "BODY", "language": "fr", "source": "https://example.org/port", "source-hostname": "Le Rivage",
                "tags": "port;pêche", "excerpt": "x"}"#,
            r#"{"authors": ["Léa Marchand", "Yann Kerdraon"], "date_publish": "2031-03-04 09:37:00", "maintext": "BODY",
                "language": "fr", "title": "Port fermé", "source_domain": "example.org", "outlet": "Le Rivage", "text": null,
                "url": "https://example.org/port", "tags": ["port", "pêche"]}"#,
        ] {
            let dispatch = read(&record.replace("BODY", BODY));
            assert_eq!(dispatch.url.as_deref(), Some("https://example.org/port"));
            assert_eq!(dispatch.title.as_deref(), Some("Port fermé"));
            assert_eq!(dispatch.outlet.as_deref(), Some("Le Rivage"));
            assert_eq!(dispatch.authors, ["Léa Marchand", "Yann Kerdraon"]);
            assert_eq!(dispatch.published.to_string().get(..10), Some("2031-03-04"));
            assert_eq!(
                (dispatch.dateline.as_deref(), &dispatch.agencies[..]),
                (Some("BREST"), &["ABX".to_owned()][..])
            );
            assert_eq!(dispatch.tags, ["port", "pêche"]);
            assert!(dispatch.text.as_str().starts_with("Le port de pêche est fermé depuis lundi"));
        }
    }

    #[test]
    fn ninjs_of_both_versions_names_whose_text_it_is() {
        for record in [
            r#"{"uri": "http://example.org/1", "type": "text", "versioncreated": "2031-03-04T09:37:00+01:00", "headline": "Port fermé",
                "body_xhtml": "<p>Le port de pêche est fermé depuis lundi, a annoncé le maire de la ville de Brest.</p>",
                "byline": "Léa Marchand", "source": "ABX", "language": "fr"}"#,
            r#"{"uri": "http://example.org/1", "type": "text", "firstcreated": "2031-03-04T09:37:00+01:00", "language": "fr",
                "headlines": [{"role": "main", "value": "Port fermé"}], "bylines": [{"byline": "Léa Marchand"}],
                "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>Le port de pêche est fermé depuis lundi, a annoncé le maire de la ville de Brest.</p>"}],
                "infosources": [{"name": "ABX", "role": "isoriginator"}]}"#,
        ] {
            let dispatch = read(record);
            assert_eq!(dispatch.title.as_deref(), Some("Port fermé"));
            assert_eq!(
                (&dispatch.agencies[..], &dispatch.authors[..]),
                (&["ABX".to_owned()][..], &["Léa Marchand".to_owned()][..])
            );
            assert_eq!(dispatch.published.to_string(), "2031-03-04T09:37:00+01:00");
            assert!(dispatch.text.as_str().starts_with("Le port de pêche est fermé depuis lundi"));
        }
    }

    #[test]
    fn a_post_is_its_channel_s_and_a_forward_its_source_s() {
        let dispatch = read(
            r#"{"chat": {"name": "Radio Valmora", "type": "public_channel", "id": 7}, "message": {"id": 12, "type": "message",
                "date": "2031-03-04T09:37:12", "forwarded_from": "Port de Brest",
                "text": ["Le port est fermé. ", {"type": "bold", "text": "Rien ne sort"}, " avant lundi, dit le maire."]}}"#,
        );
        assert_eq!(dispatch.text.as_str(), "Le port est fermé. Rien ne sort avant lundi, dit le maire.");
        assert_eq!((dispatch.outlet.as_deref(), dispatch.title), (Some("Radio Valmora"), None));
        assert_eq!(dispatch.agencies, ["Port de Brest"]);
        assert_eq!(dispatch.published.without_seconds().to_string(), "2031-03-04T09:37");
    }

    #[test]
    fn any_object_is_read_without_a_text() {
        for record in ["{}", r#"{"text": 7, "chat": {}, "message": {"text": {}}}"#, r#"{"bodies": [1, {"value": 2}]}"#]
        {
            assert_eq!(read(record).text.as_str(), "");
        }
    }
}
