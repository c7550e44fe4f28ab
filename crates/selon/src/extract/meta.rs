//! What a page says about itself where readers do not look: JSON-LD, microdata, OpenGraph, Dublin Core, meta tags.

mod data;

use html5ever::local_name;

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
    data::read(&mut facts, &data);
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
        | "dc.contributor"
        | "articleauthor" => {
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

/// Text of a data field: entities that were escaped twice, tags, white space.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return squeeze(text);
    }
    let tree = super::guard::parse(text);
    tree.text_of(ROOT)
}
