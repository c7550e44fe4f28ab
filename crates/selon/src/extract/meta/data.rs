//! What JSON-LD says of a page.

use serde_json::Value;

use super::{DATA, Facts, OTHER_META, is_article, unescape};
use crate::extract::why::Origin;
use crate::extract::{jsonld, piece, stamp};

pub(super) fn read(facts: &mut Facts, data: &[Value]) {
    let mut articles: Vec<&Value> = data.iter().filter(|o| jsonld::types(o).iter().any(|t| is_article(t))).collect();
    // Lists of other articles come as data too: the one whose headline the page's title holds is meant.
    if articles.len() > 1
        && let Some(title) = facts.titles.first().or(facts.page_title.as_ref())
    {
        let same =
            |o: &&Value| o["headline"].as_str().is_some_and(|h| title.contains(h.trim()) || h.contains(title.as_str()));
        if let Some(at) = articles.iter().position(same) {
            articles = vec![articles[at]];
        } else {
            articles.truncate(1);
        }
    }
    for object in data {
        facts.types.extend(jsonld::types(object).into_iter().map(str::to_owned));
    }
    let others =
        data.iter().filter(|o| jsonld::types(o).iter().any(|t| matches!(*t, "WebPage" | "VideoObject" | "Event")));
    for (n, object) in articles.iter().copied().chain(others).enumerate() {
        let article = n < articles.len();
        let text = |key: &str| object[key].as_str().map(unescape).filter(|t| !t.is_empty());
        let rank = if article { DATA } else { OTHER_META };
        for (field, key, list) in
            [("published", "datePublished", &mut facts.published), ("modified", "dateModified", &mut facts.modified)]
        {
            if let Some(given) = object[key].as_str().or_else(|| jsonld::strings(&object[key]).first().copied()) {
                let when = stamp::value(given);
                facts.trail.note(field, when, || data_path(object, key));
                list.push((rank, when));
            }
        }
        if let Some(given) = text("dateCreated").or_else(|| text("uploadDate")) {
            facts.published.push((OTHER_META, stamp::value(&given)));
        }
        if !article {
            continue;
        }
        if let Some(title) = text("headline").or_else(|| text("name")) {
            facts.trail.note("title", &title, || data_path(object, "headline"));
            facts.headlines.push(title.clone());
            facts.titles.push(title);
        }
        let before = facts.authors.len();
        facts.authors.extend(
            ["author", "creator", "contributor"]
                .iter()
                .map(|key| jsonld::names(&object[*key]))
                .find(|names| !names.is_empty())
                .unwrap_or_default()
                .into_iter()
                .map(|(name, organisation)| (unescape(&name), organisation)),
        );
        for (name, _) in &facts.authors[before..] {
            facts.trail.note("authors", name, || data_path(object, "author"));
        }
        for key in ["publisher", "sourceOrganization"] {
            for (name, _) in jsonld::names(&object[key]).into_iter().take(1) {
                facts.trail.note("outlet", &name, || data_path(object, key));
                if key == "publisher" {
                    facts.outlets.insert(0, unescape(&name));
                } else {
                    facts.authors.push((unescape(&name), true));
                }
            }
        }
        if facts.canonical.is_none() {
            facts.canonical = text("url").filter(|u| u.contains("://"));
            if let Some(url) = &facts.canonical {
                facts.trail.note("url", url, || data_path(object, "url"));
            }
        }
        if facts.lang.is_none() {
            facts.lang = text("inLanguage");
        }
        if let Some(d) = text("description") {
            facts.description.push(d);
        }
        keywords(facts, &object["keywords"]);
        if let Some(body) = object["articleBody"].as_str()
            && facts.body.is_empty()
        {
            facts.body = paragraphs(body);
        }
        facts.paid |= matches!(&object["isAccessibleForFree"], Value::Bool(false))
            || object["isAccessibleForFree"].as_str().is_some_and(|s| s.eq_ignore_ascii_case("false"));
        images(facts, &object["image"]);
    }
    if facts.outlets.is_empty() {
        let organisation = |o: &&Value| {
            let types = jsonld::types(o);
            types.iter().any(|t| t.ends_with("Organization") || *t == "WebSite") && !types.contains(&"Person")
        };
        facts.outlets.extend(data.iter().filter(organisation).filter_map(|o| o["name"].as_str()).map(unescape).take(1));
    }
}

/// Where a field of a data object stands: `json-ld NewsArticle.headline`.
fn data_path(object: &Value, key: &str) -> Origin {
    Origin::Metadata(format!("json-ld {}.{key}", jsonld::types(object).first().unwrap_or(&"")))
}

fn keywords(facts: &mut Facts, value: &Value) {
    let mut found: Vec<String> = Vec::new();
    match value {
        Value::String(s) => found.extend(s.split([',', ';']).map(unescape)),
        Value::Array(items) => {
            for (name, _) in items.iter().flat_map(jsonld::names) {
                found.push(unescape(&name));
            }
        }
        _ => {}
    }
    for tag in &found {
        facts.trail.note("tags", tag, || Origin::Metadata("json-ld keywords".to_owned()));
    }
    facts.tags.splice(0..0, found.into_iter().filter(|t| !t.is_empty()));
}

fn images(facts: &mut Facts, value: &Value) {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    for item in items {
        if let Some(caption) = item["caption"].as_str() {
            let credit = item["creditText"].as_str().map(str::to_owned);
            let credit = credit.or_else(|| jsonld::names(&item["creator"]).into_iter().next().map(|(n, _)| n));
            let caption = unescape(caption);
            facts.trail.note("captions", &caption, || Origin::Metadata("json-ld image.caption".to_owned()));
            facts.captions.push((caption, credit));
        }
    }
}

/// The paragraphs of an article in data, parted by line breaks or by tags.
fn paragraphs(body: &str) -> Vec<String> {
    // Tags that were escaped once more.
    let body = if body.contains("&lt;/") { body.replace("&lt;", "<").replace("&gt;", ">") } else { body.to_owned() };
    let lines = body.replace("</p>", "\n").replace("<br", "\n<br");
    lines.lines().map(unescape).filter(|p| !p.is_empty()).take(piece::MAX_PIECES).collect()
}
