//! JSON Feed (1.1).

use std::borrow::Cow;

use serde::Deserialize;

use super::{Entry, Feed, Kind, MAX_ENTRIES, date, line};
use crate::address::Address;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default)]
    version: Cow<'a, str>,
    #[serde(borrow, default)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    items: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow, default)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    date_published: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    date_modified: Option<Cow<'a, str>>,
}

pub(super) fn read(text: &str, at: &Address) -> Result<Feed, String> {
    let document: Document<'_> = serde_json::from_str(text).map_err(|e| format!("broken JSON: {e}"))?;
    if !document.version.contains("jsonfeed.org") {
        return Err("JSON, but no JSON Feed".to_owned());
    }
    let mut doubts = Vec::new();
    if document.items.len() > MAX_ENTRIES {
        doubts.push(format!("only the first {MAX_ENTRIES} entries are read"));
    }
    let entry = |item: Item<'_>| Entry {
        link: item.url.as_deref().and_then(|url| at.join(url)),
        title: item.title.as_deref().and_then(line),
        published: item.date_published.as_deref().and_then(date),
        changed: item.date_modified.as_deref().and_then(date),
        source: None,
    };
    Ok(Feed {
        kind: Kind::Json,
        title: document.title.as_deref().and_then(line),
        entries: document.items.into_iter().take(MAX_ENTRIES).map(entry).collect(),
        lists: Vec::new(),
        fresh: None,
        doubts,
    })
}
