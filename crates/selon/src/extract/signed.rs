//! Who signs a page: its writers, the agencies whose text it is, and whose page it is.

use super::Role;
use super::byline::{Evidence, Named, is_short_for, mentions};
use super::dateline::{self, Dateline};
use super::hints::{
    BYLINE, CAPTION, COMMENTS, CREDIT, DATE, FIGURE, FOOT, HIDDEN, NAV, RELATED, SHARE, SIDE, SOURCE, TAGS,
};
use super::meta::Facts;
use super::phrase::{self, Class};
use super::piece::{Piece, Tag};
use super::table;
use super::tree::Tree;
use super::why::{self, Origin, Trail};
use crate::known::{self, fold};
use crate::lang::Lang;

/// What is needed to tell.
pub(super) struct Page<'a> {
    pub(super) facts: &'a Facts,
    pub(super) pieces: &'a [Piece],
    pub(super) roles: &'a [Role],
    pub(super) headline: Option<usize>,
    /// Plain text marks nothing.
    pub(super) plain: bool,
    pub(super) outlets: &'a [String],
    pub(super) dateline: Option<&'a Dateline>,
    pub(super) text: &'a str,
    pub(super) lang: Option<Lang>,
}

/// Who signs.
#[derive(Default)]
pub(super) struct Signed {
    pub(super) authors: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) outlet: Option<String>,
    pub(super) place: Option<String>,
}

/// Reads it from data, from lines around the article, from its first words and from its last.
pub(super) fn read(page: &Page<'_>, tree: Option<&Tree>, trail: &mut Trail) -> Signed {
    let words = table::byline(page.lang);
    let mut opened: Vec<String> = page.dateline.map(|d| d.agencies.clone()).unwrap_or_default();
    // An outlet's own mark before its text is no agency: "(CNN) —".
    opened.retain(|name| {
        known::agency(name).is_some()
            || known::outlet(name).is_none_or(|known| !page.outlets.iter().any(|o| known::outlet(o) == Some(known)))
    });
    let closed = closing(page);
    for (names, place) in [(&opened, "the dateline"), (&closed, "the last words of the text")] {
        if !names.is_empty() {
            trail.say("agencies", names.join(", "), || Origin::Whole, &format!("in {place}"));
        }
    }
    if let Some(place) = page.dateline.and_then(|d| d.place.as_ref()) {
        trail.say("dateline", place, || Origin::Whole, "the first words of the text; they are left out of it");
    }
    let sure_agencies: Vec<String> = opened.iter().chain(&closed).cloned().collect();
    // A byline stands near the beginning, and so do the first words of whoever is quoted.
    let text = &page.text[..page.text.floor_char_boundary(MENTIONED_WITHIN)];
    let evidence =
        |sure, marked| Evidence { words: &words, outlets: page.outlets, agencies: &sure_agencies, sure, marked, text };
    let data = from_data(page, &evidence(true, true));
    let mut lines = Named::default();
    let mut others = Named::default();
    // Agencies in one line with a writer.
    let mut beside: Vec<String> = Vec::new();
    for (i, mark) in bylines(page) {
        let line = page.pieces[i].text.as_str();
        let byline = page.pieces[i].has(BYLINE) || matches!(page.roles[i], Role::Byline | Role::AgencyLine);
        let mut named = evidence(mark != Mark::None || line.len() <= 80, byline && mark != Mark::None).read(line);
        if mark == Mark::Source {
            named.authors.clear();
        }
        // Where a graphic or its figures come from is said so, too.
        if page.roles[i] == Role::Credit {
            named.agencies.retain(|name| known::agency(name).is_some());
        }
        let marked = mark != Mark::None;
        // "Ada Quill/ABX" without a mark is the credit of a picture.
        if !marked && !named.authors.is_empty() && !named.agencies.is_empty() && line.contains('/') {
            continue;
        }
        for (field, names) in [("authors", &named.authors), ("agencies", &named.agencies)] {
            if !names.is_empty() {
                trail.say(
                    field,
                    names.join(", "),
                    || why::place(tree, &page.pieces[i]),
                    &format!("in the line “{line}”"),
                );
            }
        }
        if marked && !named.authors.is_empty() {
            beside.extend_from_slice(&named.agencies);
        }
        add(if marked { &mut lines } else { &mut others }, named);
    }
    let given = !data.authors.is_empty() || !lines.authors.is_empty() || !page.facts.authors.is_empty();
    if given {
        others.authors.clear();
        // What stands alone on the page without a mark, in two letters, may be a button.
        others.agencies.retain(|a| a.chars().count() > 2 || known::agency(a).is_some());
    }
    add(&mut lines, others);
    if !page.facts.authors.is_empty() {
        let sure = |a: &String| sure_agencies.contains(a) || beside.contains(a) || mentions(page.text, a);
        lines.agencies.retain(|a| a.chars().count() > 2 || sure(a));
    }
    let mut agencies = opened.clone();
    add_all(&mut agencies, &lines.agencies);
    add_all(&mut agencies, &data.agencies);
    for name in closed {
        // A signature's own letters are those of the agency already named.
        if agencies.is_empty() || known::agency(&name).is_some() {
            add_all(&mut agencies, &[name]);
        }
    }
    let mut outlet = page.outlets.first().cloned();
    let own = outlet
        .as_ref()
        .is_some_and(|o| known::agency(o).is_some() || lines.agency_itself || agencies.iter().any(|a| same(a, o)));
    if let Some(outlet) = outlet.as_ref().filter(|_| own) {
        agencies.retain(|a| {
            !same(a, outlet)
                && (known::agency(a).is_some() && known::agency(outlet).is_none_or(|k| known::agency(a) != Some(k)))
        });
        agencies.insert(0, opened.iter().find(|a| same(a, outlet)).unwrap_or(outlet).clone());
    }
    let authors = if data.authors.is_empty() { lines.authors } else { data.authors };
    if outlet.is_none() && authors.is_empty() && !lines.own {
        outlet = agencies.first().cloned();
    }
    let place = page.dateline.and_then(|d| d.place.clone());
    let place =
        place.or_else(|| lines.place.filter(|p| !lines.agencies.is_empty() && p.chars().all(|c| !c.is_lowercase())));
    Signed { authors, agencies: distinct(agencies), outlet, place }
}

/// What data says: JSON-LD first, then microdata, then meta tags.
fn from_data(page: &Page<'_>, evidence: &Evidence<'_>) -> Named {
    let mut data = Named::default();
    for (name, organisation) in page.facts.authors.iter().take(MAX_LINES) {
        let named = evidence.read(name);
        if *organisation && known::agency(name).is_none() {
            // An organisation is no writer; it is an agency only where it is known as one or looks like one.
            add_all(&mut data.agencies, &named.agencies);
        } else {
            add(&mut data, named);
        }
    }
    // Many items have writers of their own where a page lists other articles.
    let items = if page.facts.item_authors.len() > MAX_ITEM_AUTHORS { &[] } else { page.facts.item_authors.as_slice() };
    for lines in [items, &page.facts.meta_authors] {
        if data.authors.is_empty() {
            for line in lines.iter().take(MAX_LINES).filter(|l| !l.contains("://")) {
                add(&mut data, evidence.read(line));
            }
        }
    }
    data
}

/// How far into a text a name is looked for, in bytes.
const MENTIONED_WITHIN: usize = 40_000;
/// Hardly an article has more writers that microdata marks.
const MAX_ITEM_AUTHORS: usize = 6;
/// How many lines are read as bylines.
const MAX_LINES: usize = 60;

/// How a page marks a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// As naming writers.
    Writer,
    /// As naming a source: of the text, or of a picture.
    Source,
    None,
}

/// Lines that may say who wrote the text, each with whether the page marks it as such a line.
fn bylines(page: &Page<'_>) -> Vec<(usize, Mark)> {
    let first =
        page.roles.iter().position(|r| matches!(r, Role::Paragraph | Role::Quotation)).unwrap_or(page.roles.len());
    let last = page.roles.iter().rposition(|r| super::roles::is_text(*r)).unwrap_or(0);
    let words = table::byline(page.lang);
    let mut lines = Vec::new();
    for (i, piece) in page.pieces.iter().enumerate() {
        if piece.text.len() > 240 || piece.tag == Tag::Picture || matches!(piece.tag, Tag::Heading(_) | Tag::Caption) {
            continue;
        }
        if piece.has(COMMENTS | HIDDEN | NAV | SHARE | RELATED | CAPTION | FIGURE | SIDE | TAGS) {
            continue;
        }
        let folded = phrase::folded(&piece.text);
        let class = phrase::openings(&folded).find(|(c, rest)| !matches!(c, Class::Source) || phrase::labels(rest));
        // "Source: ABX" beside a picture is the picture's.
        let pictured = piece.pictured
            || i.checked_sub(1).is_some_and(|before| {
                page.pieces[before].tag == Tag::Picture || matches!(page.roles[before], Role::Caption | Role::Credit)
            });
        let source = !pictured && phrase::opening(&folded, Class::Source).is_some_and(phrase::labels);
        let class = if source { Some((Class::Source, "")) } else { class };
        // The foot of an article says where it comes from; that of a page does not.
        if piece.has(FOOT) && !(matches!(class, Some((Class::Source, _))) && i <= last + 4) {
            continue;
        }
        let noise = matches!(
            class,
            Some((Class::Boilerplate | Class::ReadAlso | Class::Section | Class::Tags | Class::Comments, _))
        ) && !matches!(page.roles[i], Role::Byline | Role::AgencyLine | Role::DateLine);
        let credit = page.roles[i] == Role::Credit && !source;
        if noise || page.roles[i] == Role::Caption || credit && !piece.has(CREDIT) {
            continue;
        }
        if credit && matches!(class, Some((Class::Credit, _))) {
            continue;
        }
        let marked = piece.has(BYLINE | DATE) || (piece.has(SOURCE) && !piece.has(FIGURE));
        if piece.has(CREDIT) && !piece.has(SOURCE | BYLINE) {
            continue;
        }
        let between = page.headline.is_some_and(|h| i > h && i <= h + 8) && i < first;
        let sourced = matches!(class, Some((Class::Source, _))) && piece.text.len() < 80;
        let signed = matches!(page.roles[i], Role::Byline | Role::AgencyLine | Role::DateLine);
        let near = i + 12 >= page.headline.unwrap_or(first) && i <= last + 8;
        let by = piece.text.len() < 120
            && words
                .by
                .iter()
                .any(|by| folded.strip_prefix(by.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])));
        if (marked && near)
            || signed
            || (between && piece.text.len() < 120 && (by || !piece.is_links()) && page.roles[i] != Role::Standfirst)
            || (sourced && i <= last + 4)
        {
            // A name below the text, or right after it, signs it.
            let below = page.roles[i] == Role::Byline && i >= last;
            let writer = piece.has(BYLINE | DATE)
                || page.roles[i] == Role::AgencyLine
                || below
                || (page.plain && signed)
                || (by && page.roles[i] != Role::Paragraph);
            let mark = if writer {
                Mark::Writer
            } else if marked || sourced {
                Mark::Source
            } else {
                Mark::None
            };
            lines.push((i, mark));
            if lines.len() == MAX_LINES {
                break;
            }
        }
    }
    lines
}

/// Agencies that the last lines of the text name.
fn closing(page: &Page<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (piece, role) in page.pieces.iter().zip(page.roles) {
        if *role == Role::AgencyLine {
            found.extend(dateline::signature(&piece.text));
        }
    }
    // Right below the text, in an element of its own.
    let last = page.roles.iter().rposition(|r| super::roles::is_text(*r)).map_or(page.pieces.len(), |i| i + 1);
    for (piece, role) in page.pieces.iter().zip(page.roles).skip(last).take(2) {
        if matches!(role, Role::Boilerplate | Role::Byline) && !piece.is_links() {
            found.extend(dateline::signature(&piece.text));
        }
    }
    if let Some((piece, _)) = page.pieces.iter().zip(page.roles).rfind(|(_, r)| matches!(r, Role::Paragraph)) {
        found.extend(dateline::closing(&piece.text));
    }
    let words = table::byline(page.lang);
    for (piece, _) in page.pieces.iter().zip(page.roles).filter(|(_, r)| matches!(r, Role::Paragraph)) {
        found.extend(dateline::signed(&piece.text).map(str::to_owned));
        found.extend(super::byline::helpers(&piece.text, &words.with));
    }
    let known: Vec<String> = distinct(found);
    known
}

fn add(named: &mut Named, more: Named) {
    add_all(&mut named.authors, &more.authors);
    add_all(&mut named.agencies, &more.agencies);
    named.place = named.place.take().or(more.place);
    named.own |= more.own;
    named.agency_itself |= more.agency_itself;
}

fn add_all(names: &mut Vec<String>, more: &[String]) {
    for name in more {
        if !names.iter().any(|n| fold(n) == fold(name)) {
            names.push(name.clone());
        }
    }
}

/// Whether two names are those of one agency.
fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
        || is_short_for(a, b)
        || is_short_for(b, a)
        || matches!((known::agency(a), known::agency(b)), (Some(x), Some(y)) if x == y)
}

/// Each agency once, by its longest name where one is the other's letters.
fn distinct(names: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        match out.iter_mut().find(|o| same(o, &name)) {
            Some(old) if is_short_for(old, &name) && known::agency(old).is_none() => *old = name,
            Some(_) => {}
            None => out.push(name),
        }
    }
    out
}
