//! What a page says about itself where readers do not look: JSON-LD, microdata, OpenGraph, Dublin Core, meta tags.

use html5ever::local_name;
use serde_json::Value;

use super::jsonld;
use super::stamp;
use super::tree::{Element, Id, NONE, ROOT, Tree, squeeze};
use super::why::{Origin, Trail};
use crate::when::When;

/// What was said, each with its most trustworthy source first.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// `<title>`.
    pub(super) page_title: Option<String>,
    /// Headlines as JSON-LD gives them.
    pub(super) headlines: Vec<String>,
    /// Headlines of all sources.
    pub(super) titles: Vec<String>,
    /// Headlines of microdata: of the article, or of all that the page lists.
    pub(super) item_titles: Vec<String>,
    /// First publication, with a rank: lower is better.
    pub(super) published: Vec<(u8, When)>,
    pub(super) modified: Vec<(u8, When)>,
    /// Writers as data names them, with whether it is an organisation.
    pub(super) authors: Vec<(String, bool)>,
    /// Writers as microdata names them.
    pub(super) item_authors: Vec<String>,
    /// Writers as meta tags name them.
    pub(super) meta_authors: Vec<String>,
    /// Who publishes: publishers first, then site names.
    pub(super) outlets: Vec<String>,
    pub(super) canonical: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) description: Vec<String>,
    pub(super) tags: Vec<String>,
    /// The article as JSON-LD gives it, in paragraphs.
    pub(super) body: Vec<String>,
    /// `og:type`.
    pub(super) kind: Option<String>,
    /// Types of the JSON-LD objects.
    pub(super) types: Vec<String>,
    /// Captions of JSON-LD pictures.
    pub(super) captions: Vec<(String, Option<String>)>,
    /// Whether data says that readers have to pay.
    pub(super) paid: bool,
    /// Where each was found, where that is asked for.
    pub(super) trail: Trail,
}

/// Ranks of dates.
const DATA: u8 = 0;
const ARTICLE_META: u8 = 1;
const MICRODATA: u8 = 2;
/// Of a tag that may date anything.
pub(super) const OTHER_META: u8 = 3;

/// How many `meta` elements and how many objects of data are read; real pages have a hundred.
const MAX_METAS: usize = 600;
const MAX_OBJECTS: usize = 1000;

/// Reads them all.
pub(super) fn read(tree: &Tree, trail: Trail) -> Facts {
    let mut facts = Facts { trail, ..Facts::default() };
    let mut data = Vec::new();
    let mut metas = 0;
    for id in tree.below(ROOT) {
        let Some(element) = tree.element(id) else { continue };
        match element.name {
            local_name!("html") => {
                facts.lang = element.attr(&local_name!("lang")).map(str::to_owned);
                if let Some(lang) = &facts.lang {
                    facts.trail.note("lang", lang, || Origin::Metadata("html lang".to_owned()));
                }
            }
            local_name!("title") if facts.page_title.is_none() => {
                let title = tree.text_of(id);
                facts.trail.note("title", &title, || Origin::Metadata("title".to_owned()));
                facts.page_title = (!title.is_empty()).then_some(title);
            }
            local_name!("meta") if metas < MAX_METAS => {
                metas += 1;
                meta(&mut facts, element);
            }
            local_name!("link") => link(&mut facts, element),
            local_name!("script") => {
                let script: String = tree.below(id).map(|t| tree.words(t)).collect();
                if !script.is_empty() && data.len() < MAX_OBJECTS {
                    data.extend(jsonld::objects(&script));
                }
            }
            _ => microdata(&mut facts, tree, id, element),
        }
    }
    read_data(&mut facts, &data);
    if facts.item_titles.len() < 3 {
        let titles = std::mem::take(&mut facts.item_titles);
        facts.titles.extend(titles);
    }
    facts.published.sort_by_key(|(rank, _)| *rank);
    facts.modified.sort_by_key(|(rank, _)| *rank);
    facts
}

fn meta(facts: &mut Facts, element: &Element) {
    let Some(content) = element.attr(&local_name!("content")).map(squeeze).filter(|c| !c.is_empty()) else { return };
    if let Some(property) = element.attr(&local_name!("itemprop")) {
        property_value(facts, property, &content);
    }
    let key = element.attrs.iter().find(|a| matches!(&*a.name.local, "property" | "name" | "http-equiv"));
    let Some(key) = key.map(|a| a.value.to_ascii_lowercase()) else { return };
    let origin = || Origin::Metadata(format!("meta {key}"));
    let date = |rank| (rank, stamp::value(&content));
    match key.as_str() {
        "og:title" => {
            facts.trail.note("title", &content, origin);
            facts.titles.insert(0, content);
        }
        "twitter:title" | "dc.title" | "dcterms.title" | "title" | "headline" | "parsely-title" | "sailthru.title"
        | "hdl" => {
            facts.trail.note("title", &content, origin);
            facts.titles.push(content);
        }
        "og:site_name" => {
            facts.trail.note("outlet", &content, origin);
            facts.outlets.push(content);
        }
        "dc.publisher"
        | "dcterms.publisher"
        | "publisher"
        | "article:publisher"
        | "citation_journal_title"
        | "application-name"
        | "al:android:app_name"
        | "source"
            if !content.contains("://") =>
        {
            facts.trail.note("outlet", &content, origin);
            facts.outlets.push(content);
        }
        "article:published_time" | "og:article:published_time" => {
            let date = date(ARTICLE_META);
            facts.trail.note("published", date.1, origin);
            facts.published.push(date);
        }
        "article:modified_time" | "og:article:modified_time" | "og:updated_time" => {
            let date = date(ARTICLE_META);
            facts.trail.note("modified", date.1, origin);
            facts.modified.push(date);
        }
        "dc.date.issued"
        | "dcterms.issued"
        | "dc.date.created"
        | "dcterms.created"
        | "date"
        | "pubdate"
        | "publishdate"
        | "publish-date"
        | "publish_date"
        | "publication_date"
        | "publicationdate"
        | "datepublished"
        | "og:pubdate"
        | "article_date_original"
        | "originalpublicationdate"
        | "sailthru.date"
        | "parsely-pub-date"
        | "cxenseparse:recs:publishtime"
        | "article.published"
        | "published-date"
        | "published"
        | "published_at"
        | "dc.date"
        | "dcterms.date"
        | "citation_publication_date"
        | "citation_date"
        | "ptime"
        | "displaydate"
        | "rnews:datepublished"
        | "datecreated"
        | "bt:pubdate"
        | "article.created"
        | "dc.date.publication"
        | "og:published_time"
        | "og:release_date"
        | "article:post_date"
        | "vr:published_time"
        | "cxenseparse:publishtime"
        | "cxenseparse:recs:articlepublished"
        | "dcsext.articlefirstpublished"
        | "created"
        | "creation_date"
        | "gentics.date"
        | "timestamp" => {
            let date = date(OTHER_META);
            facts.trail.note("published", date.1, origin);
            facts.published.push(date);
        }
        "last-modified" | "lastmod" | "dcterms.modified" | "dc.date.modified" | "modified" | "datemodified"
        | "article.updated" | "revised" | "updated_time" | "lastmodified" => {
            let date = date(OTHER_META);
            facts.trail.note("modified", date.1, origin);
            facts.modified.push(date);
        }
        "author"
        | "article:author"
        | "dc.creator"
        | "dcterms.creator"
        | "parsely-author"
        | "sailthru.author"
        | "byl"
        | "article:author_name"
        | "og:article:author"
        | "citation_author"
        | "cxenseparse:author"
        | "dc.contributor" => {
            facts.trail.note("authors", &content, origin);
            facts.meta_authors.push(content);
        }
        "og:url" if facts.canonical.is_none() => {
            facts.trail.note("url", &content, origin);
            facts.canonical = Some(content);
        }
        "og:type" => facts.kind = Some(content.to_ascii_lowercase()),
        "description" | "og:description" | "twitter:description" | "dc.description" => facts.description.push(content),
        "article:tag" | "og:article:tag" => {
            facts.trail.note("tags", &content, origin);
            facts.tags.push(content);
        }
        "news_keywords" | "keywords" | "parsely-tags" | "sailthru.tags" => {
            for tag in content.split([',', ';']).map(squeeze).filter(|t| !t.is_empty()) {
                facts.trail.note("tags", &tag, origin);
                facts.tags.push(tag);
            }
        }
        "content-language" | "og:locale" | "dc.language" | "language" => {
            facts.trail.note("lang", &content, origin);
            facts.lang.get_or_insert(content);
        }
        "article:content_tier" => facts.paid |= content.eq_ignore_ascii_case("locked"),
        _ => {}
    }
}

fn link(facts: &mut Facts, element: &Element) {
    let rel = element.attr(&local_name!("rel")).unwrap_or_default();
    if rel.eq_ignore_ascii_case("canonical")
        && let Some(href) = element.attr(&local_name!("href"))
        && href.contains("://")
    {
        facts.trail.note("url", href.trim(), || Origin::Metadata("link canonical".to_owned()));
        facts.canonical = Some(href.trim().to_owned());
    }
}

fn microdata(facts: &mut Facts, tree: &Tree, id: Id, element: &Element) {
    let Some(property) = element.attr(&local_name!("itemprop")) else { return };
    let content = element.attr(&local_name!("content")).or_else(|| element.attr(&local_name!("datetime")));
    match property {
        "datePublished" | "dateModified" | "dateCreated" | "headline" | "author" | "inLanguage" | "articleSection" => {
            // Whoever took a picture.
            if property == "author" && in_figure(tree, id) {
                return;
            }
            // An author given with an item of its own names itself by a `name` within.
            let text = match content {
                Some(content) => squeeze(content),
                None if property == "author" => {
                    let name = tree.below(id).find(|&i| {
                        tree.element(i).and_then(|e| e.attr(&local_name!("itemprop"))).is_some_and(|p| p == "name")
                    });
                    let name = name.unwrap_or(id);
                    let content = tree.element(name).and_then(|e| e.attr(&local_name!("content")));
                    content.map_or_else(|| tree.text_of(name), squeeze)
                }
                None => tree.text_of(id),
            };
            property_value(facts, property, &text);
        }
        _ => {}
    }
}

/// Whether an element stands in a figure.
fn in_figure(tree: &Tree, mut id: Id) -> bool {
    for _ in 0..6 {
        id = tree.node(id).parent;
        if id == NONE {
            return false;
        }
        let name = tree.element(id).map(|e| &e.name);
        if name.is_some_and(|n| *n == local_name!("figure") || *n == local_name!("figcaption")) {
            return true;
        }
    }
    false
}

fn property_value(facts: &mut Facts, property: &str, text: &str) {
    let field = match property {
        "datePublished" | "dateCreated" => "published",
        "dateModified" => "modified",
        "headline" => "title",
        "author" => "authors",
        "inLanguage" => "lang",
        _ => return,
    };
    let origin = || Origin::Metadata(format!("microdata {property}"));
    if facts.trail.is_kept() {
        match field {
            "published" | "modified" => facts.trail.note(field, stamp::value(text), origin),
            _ => facts.trail.note(field, text, origin),
        }
    }
    match property {
        "datePublished" => facts.published.push((MICRODATA, stamp::value(text))),
        "dateCreated" => facts.published.push((OTHER_META, stamp::value(text))),
        "dateModified" => facts.modified.push((MICRODATA, stamp::value(text))),
        "headline" if facts.item_titles.len() < 4 => facts.item_titles.push(text.to_owned()),
        "author" if text.len() < 200 && facts.item_authors.len() < 12 => facts.item_authors.push(text.to_owned()),
        "inLanguage" => {
            facts.lang.get_or_insert(text.to_owned());
        }
        _ => {}
    }
}

/// Types of things that are articles.
pub(super) fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting" | "Report" | "ClaimReview" | "LiveBlogPosting" | "NewsItem" | "SocialMediaPosting"
        )
}

fn read_data(facts: &mut Facts, data: &[Value]) {
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
        let organisation = |o: &&Value| jsonld::types(o).iter().any(|t| t.ends_with("Organization") || *t == "WebSite");
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
    lines.lines().map(unescape).filter(|p| !p.is_empty()).take(super::piece::MAX_PIECES).collect()
}

/// Text of a data field: entities that were escaped twice, tags, white space.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return squeeze(text);
    }
    let tree = super::guard::parse(text);
    tree.text_of(ROOT)
}
