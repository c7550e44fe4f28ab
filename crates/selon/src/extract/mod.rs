//! A page becomes a dispatch: body, headline, time, byline, agency, dateline, captions and credits, tags. Every block
//! keeps the role it has on the page.

mod body;
mod byline;
mod caption;
mod dateline;
mod dispatch;
mod guard;
mod hints;
mod jsonld;
mod kind;
mod meta;
mod outlet;
mod phrase;
mod piece;
mod plain;
mod published;
mod record;
mod roles;
mod signed;
#[cfg(test)]
mod speed;
mod stamp;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod tree;
mod why;

pub use dispatch::{Block, Caption, Dispatch, Document, PageKind, Role};
pub use why::{Origin, Part, Reason, Why};

use crate::doubt::Doubt;
use crate::known::fold;
use crate::lang::Lang;
use crate::page::{Kind, Page};
use crate::text::Text;
use meta::Facts;
use piece::Piece;
use tree::Tree;
use why::Trail;

/// Reads what a page says, and what it says about itself. Never fails: what is not found is left out.
///
/// ```
/// use selon::{extract, page};
///
/// let page = page::read("<h1>Port fermé</h1><p>BREST (ABX) - Le port est fermé depuis lundi, a annoncé le maire.".as_bytes());
/// let dispatch = extract::extract(&page.unwrap());
/// assert_eq!(dispatch.title.as_deref(), Some("Port fermé"));
/// assert_eq!(dispatch.dateline.as_deref(), Some("BREST"));
/// assert_eq!(dispatch.agencies, ["ABX"]);
/// assert_eq!(dispatch.text.as_str(), "Le port est fermé depuis lundi, a annoncé le maire.");
/// ```
pub fn extract(page: &Page) -> Dispatch {
    whole(page, Trail::default()).0
}

/// The same, with all that was weighed on the way: which part of the page each field came from.
///
/// ```
/// use selon::{extract, page};
///
/// let page = page::read("<title>Port fermé - Le Cormoran</title><h1>Port fermé</h1><p>Le port est fermé.".as_bytes());
/// let (_, why) = extract::explain(&page.unwrap());
/// let title = why.reasons.iter().find(|r| r.field == "title" && r.taken).unwrap();
/// assert_eq!(title.origin, extract::Origin::Element("html > body > h1".to_owned()));
/// ```
pub fn explain(page: &Page) -> (Dispatch, Why) {
    whole(page, Trail::kept())
}

fn whole(page: &Page, trail: Trail) -> (Dispatch, Why) {
    match page.kind {
        Kind::Html => {
            let tree = guard::parse(&page.body);
            let mut source = Source::cut(&tree, meta::read(&tree, trail), true);
            let mut found = read(page, &mut source);
            // Where class names have hidden the article, they are not to be believed. What they hide of a short one is its furniture.
            if found.0.text.len() < SHORT {
                source = Source::cut(&tree, source.facts, false);
                let again = read(page, &mut source);
                if again.0.text.len() > 2 * found.0.text.len() {
                    found = again;
                }
            }
            // Where the page shows a part only, or none before its scripts have run, data may hold the whole.
            let given: usize = source.facts.body.iter().map(String::len).sum();
            if given > SHORT && given > 2 * found.0.text.len() {
                source.take_body_from_data();
                found = read(page, &mut source);
                let reason = "the text is that of the page's data; the page shows less";
                found.0.doubts.push(Doubt::new("extract", reason));
            }
            if tree.cut {
                let reason = "the page is nested too deeply or too long; parts were left out";
                found.0.doubts.push(Doubt::new("extract", reason));
            }
            found
        }
        Kind::Plain => {
            let (pieces, facts) = plain::pieces(&page.body, trail);
            let headline = plain::headline(&pieces, &facts);
            let inside = vec![true; pieces.len()];
            read(page, &mut Source { tree: None, facts, pieces, mastheads: Vec::new(), inside, headline })
        }
        Kind::Record => of_record(page, trail),
    }
}

/// Reads a text that another program has extracted: all of it is the article.
fn of_record(page: &Page, trail: Trail) -> (Dispatch, Why) {
    let record::Record { text, html, facts, sources, post } = record::read(&page.body, trail);
    let mut found = if let Some(html) = html {
        let tree = guard::parse(&html);
        read(page, &mut Source::cut(&tree, facts, true))
    } else {
        let (pieces, _) = plain::pieces(&text, Trail::default());
        let inside = vec![true; pieces.len()];
        let headline = if post { None } else { plain::headline(&pieces, &facts) };
        read(page, &mut Source { tree: None, facts, pieces, mastheads: Vec::new(), inside, headline })
    };
    let dispatch = &mut found.0;
    for source in sources {
        if dispatch.outlet.as_ref() != Some(&source) && !dispatch.agencies.contains(&source) {
            dispatch.agencies.push(source);
        }
    }
    found
}

/// A page cut into pieces, and what it says about itself.
struct Source<'a> {
    tree: Option<&'a Tree>,
    facts: Facts,
    pieces: Vec<Piece>,
    /// The elements that may name the site, in the order of the page.
    mastheads: Vec<tree::Id>,
    /// For each piece, whether it stands in the article.
    inside: Vec<bool>,
    /// The piece that is the headline.
    headline: Option<usize>,
}

/// A text shorter than this, in bytes, may have been missed.
const SHORT: usize = 400;

impl<'a> Source<'a> {
    fn cut(tree: &'a Tree, facts: Facts, trust: bool) -> Source<'a> {
        let pieces = piece::cut(tree, tree::ROOT, trust);
        let headline = title::find(&pieces.list, &facts);
        let inside = body::choose(tree, &pieces, headline);
        Source { tree: Some(tree), facts, pieces: pieces.list, mastheads: pieces.mastheads, inside, headline }
    }
}

impl Source<'_> {
    /// Puts the article that data holds in the place of the one that the page shows.
    fn take_body_from_data(&mut self) {
        // What is shown of it stands in the data, too.
        for piece in self.pieces.iter_mut().filter(|p| body::is_prose(p)) {
            piece.hints |= hints::HIDDEN;
        }
        self.inside.fill(false);
        for words in std::mem::take(&mut self.facts.body) {
            self.pieces.push(Piece::paragraph(words));
            self.inside.push(true);
        }
    }
}

fn read(page: &Page, source: &mut Source<'_>) -> (Dispatch, Why) {
    // A second reading adds to the same trail.
    let mut trail = source.facts.trail.clone();
    let Source { tree, facts, pieces, mastheads, inside, headline } = source;
    let place = |i: usize| why::place(*tree, &pieces[i]);
    let title = title::words(pieces, *headline, facts);
    if let (Some(at), Some(title)) = (*headline, &title) {
        trail.say("title", title, || place(at), &format!("shown as “{}”", why::head(&pieces[at].text)));
    }
    let setting = roles::Setting {
        title: title.as_deref().map(fold).unwrap_or_default(),
        headline: *headline,
        descriptions: facts.description.iter().map(|d| fold(d)).collect(),
        authors: facts.authors.iter().map(|(name, _)| name).chain(&facts.item_authors).map(|a| fold(a)).collect(),
        inside,
        plain: tree.is_none(),
    };
    let mut roles = roles::assign(pieces, &setting);
    let (kind, reason) = kind::kind(&kind::Page { facts, pieces, roles: &roles, inside, headline: *headline });
    if kind == PageKind::Live {
        roles::live_entries(pieces, &mut roles);
    }
    let body = match kind {
        // No article stands there: what is shown is many, or none.
        PageKind::List | PageKind::Consent => Body::default(),
        _ => assemble(pieces, &mut roles),
    };
    trail.say("kind", format!("{kind:?}").to_lowercase(), || Origin::Whole, reason);
    let url = facts.canonical.clone().or_else(|| page.url.clone());
    let host = url.as_deref().and_then(outlet::host);
    let outlets = outlet::outlets(
        facts,
        tree.map(|t| (t, mastheads.as_slice())),
        pieces,
        title.as_deref().unwrap_or_default(),
        host,
        &mut trail,
    );
    let lang = language(facts, title.as_deref(), body.text.as_str());
    if let Some(lang) = lang {
        trail.say("lang", lang, || Origin::Whole, "told from the words of the text, beside what the page says");
    }
    let page_signed = signed::Page {
        facts,
        pieces,
        roles: &roles,
        headline: *headline,
        plain: tree.is_none(),
        outlets: &outlets,
        dateline: body.dateline.as_ref(),
        text: body.text.as_str(),
        lang,
    };
    let signed = signed::read(&page_signed, *tree, &mut trail);
    let (published, modified) = published::read(facts, pieces, &roles, *headline, url.as_deref(), *tree, &mut trail);
    let mut doubts = page.doubts.clone();
    match kind {
        PageKind::List => doubts.push(Doubt::new("extract", "the page lists articles and is none")),
        PageKind::Consent => doubts.push(Doubt::new("extract", "the page asks for consent before it shows an article")),
        PageKind::Paywall => doubts.push(Doubt::new("extract", "the article may be cut: the rest has to be paid for")),
        _ if body.text.is_empty() => doubts.push(Doubt::new("extract", "no article was found on the page")),
        _ => {}
    }
    for (i, role) in roles.iter().enumerate() {
        match role {
            Role::Caption => trail.note("captions", &pieces[i].text, || place(i)),
            Role::Tags => trail.note("tags", &pieces[i].text, || place(i)),
            _ => {}
        }
    }
    let parts = if trail.is_kept() { parts(*tree, pieces, &roles, &body) } else { Vec::new() };
    let dispatch = Dispatch {
        id: url.clone().unwrap_or_else(|| page.sha256.clone()),
        url,
        sha256: page.sha256.clone(),
        fetched: page.fetched.clone(),
        outlet: signed.outlet,
        agencies: signed.agencies,
        authors: signed.authors,
        lang,
        published,
        modified,
        title,
        dateline: signed.place,
        captions: caption::captions(pieces, &roles, facts),
        tags: tags(facts, pieces, &roles),
        kind,
        text: body.text,
        blocks: body.blocks,
        doubts,
    };
    let why = Why { reasons: trail.end(&dispatch), pieces: parts };
    (dispatch, why)
}

/// What each piece was taken for.
fn parts(tree: Option<&Tree>, pieces: &[Piece], roles: &[Role], body: &Body) -> Vec<Part> {
    let mut spans = body.blocks.iter();
    let part = |(piece, role): (&Piece, &Role)| Part {
        role: *role,
        origin: why::place(tree, piece),
        words: why::head(&piece.text),
        span: if roles::is_text(*role) { spans.next().map(|b| b.span) } else { None },
    };
    pieces.iter().zip(roles).map(part).collect()
}

/// The text, put together from the pieces that belong to it.
#[derive(Default)]
struct Body {
    text: Text,
    blocks: Vec<Block>,
    dateline: Option<dateline::Dateline>,
}

/// Puts the text together. A paragraph that is a dateline alone gets that role.
fn assemble(pieces: &[Piece], roles: &mut [Role]) -> Body {
    let mut text = String::new();
    let mut ranges = Vec::new();
    let mut dateline = None;
    // A dateline opens the first paragraph, or the standfirst where there is one.
    let mut chances = 3;
    for (piece, kept) in pieces.iter().zip(roles) {
        let role = *kept;
        if !roles::is_text(role) {
            continue;
        }
        let mut words = piece.text.as_str();
        if chances > 0 && dateline.is_none() && matches!(role, Role::Standfirst | Role::Paragraph) {
            chances -= 1;
            // A standfirst may begin with a place in capitals for other reasons.
            let found = dateline::dateline(words, piece.led);
            if let Some(found) = found.filter(|d| role == Role::Paragraph || !d.agencies.is_empty() || piece.led > 0) {
                words = words[found.end..].trim_start();
                dateline = Some(found);
            } else if let Some(found) = dateline::alone(words) {
                dateline = Some(found);
                *kept = Role::Dateline;
                continue;
            }
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(words);
        ranges.push((role, start..text.len()));
    }
    let text = Text::new(text);
    let blocks = ranges.into_iter().map(|(role, range)| Block { role, span: text.span(range) }).collect();
    Body { text, blocks, dateline }
}

/// What the page says, unless its words are clearly in another language.
fn language(facts: &Facts, title: Option<&str>, text: &str) -> Option<Lang> {
    let said = facts.lang.as_deref().and_then(Lang::parse);
    if said.is_some_and(|lang| table::is_in(text, lang)) {
        return said;
    }
    let guess = |bytes: usize| Lang::guess(&text[..text.floor_char_boundary(bytes)]);
    let guessed = if text.len() > 120 || said.is_none() { guess(A_PARAGRAPH) } else { None };
    // A paragraph is enough to agree; to contradict the page takes more.
    let guessed = if guessed.is_some() && guessed != said { guess(usize::MAX) } else { guessed };
    // A short text alone may not be clear; its headline often makes it so.
    guessed.or(said).or_else(|| Lang::guess(&[title.unwrap_or_default(), text, text].join("\n")))
}

/// A good paragraph, in bytes.
const A_PARAGRAPH: usize = 1000;

fn tags(facts: &Facts, pieces: &[Piece], roles: &[Role]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |tag: &str| {
        let tag = tag.trim().trim_start_matches('#').trim();
        if !tag.is_empty()
            && tag.chars().count() <= 60
            && found.len() < 100
            && !found.iter().any(|t| fold(t) == fold(tag))
        {
            found.push(tag.to_owned());
        }
    };
    facts.tags.iter().for_each(|t| add(t));
    if facts.tags.is_empty() {
        for (piece, _) in pieces.iter().zip(roles).filter(|(_, r)| **r == Role::Tags) {
            let text = piece.text.as_str();
            let folded = phrase::folded(text);
            let listed = phrase::opening(&folded, phrase::Class::Tags);
            match listed {
                Some(rest) if phrase::ends(rest) => {}
                Some(rest) if folded.len() == text.len() => text[text.len() - rest.len()..]
                    .split([',', '|', '•', ';'])
                    .for_each(|t| add(t.trim_start_matches([':', ' ']))),
                _ => text.split(['#', '|', ',']).for_each(&mut add),
            }
        }
    }
    found
}
