//! Which part of a page each field came from, kept only where it is asked for.

use serde::Serialize;

use super::Role;
use super::dispatch::Dispatch;
use super::piece::Piece;
use super::tree::{Id, NONE, ROOT, Tree};
use crate::known::fold;
use crate::text::Span;

/// All that was weighed for the fields of a dispatch, and what each piece of the page was taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// What was weighed, field by field.
    pub reasons: Vec<Reason>,
    /// The pieces of the page, in its order; of those that are text, where they stand in it.
    pub pieces: Vec<Part>,
}

/// One thing that was weighed for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The field of the dispatch: `title`, `published`, …
    pub field: &'static str,
    /// What stands there.
    pub value: String,
    /// Where it stands.
    pub origin: Origin,
    /// Whether the field has this value, or one made from it.
    pub taken: bool,
    /// Why it was taken or not, where there is more to say.
    pub note: Option<String>,
}

/// A piece of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it was taken for.
    pub role: Role,
    /// Where it stands on the page.
    pub origin: Origin,
    /// Its first words.
    pub words: String,
    /// Where it stands in [`Dispatch::text`].
    pub span: Option<Span>,
}

/// Where on a page something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// In the metadata: `meta og:title`, `json-ld NewsArticle.headline`, `link canonical`.
    Metadata(String),
    /// In an element: `html > body > main > h1`; of several of one name, which one: `p[3]`.
    Element(String),
    /// In a line of plain text, counted from 1 without empty ones.
    Line(usize),
    /// In the address of the page.
    Address,
    /// In the words of the text as a whole, or in several places together.
    Whole,
}

/// What is noted while a page is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail(Option<Vec<Reason>>);

impl Trail {
    /// A trail that notes everything.
    pub(super) fn kept() -> Trail {
        Trail(Some(Vec::new()))
    }

    /// Notes something that was weighed for a field; its place is asked for only where it is kept.
    pub(super) fn note(&mut self, field: &'static str, value: impl ToString, origin: impl FnOnce() -> Origin) {
        if let Some(reasons) = &mut self.0 {
            reasons.push(Reason { field, value: value.to_string(), origin: origin(), taken: false, note: None });
        }
    }

    /// Notes why something was taken or not.
    pub(super) fn say(
        &mut self,
        field: &'static str,
        value: impl ToString,
        origin: impl FnOnce() -> Origin,
        note: &str,
    ) {
        self.note(field, value, origin);
        if let Some(last) = self.0.as_mut().and_then(|reasons| reasons.last_mut()) {
            last.note = Some(note.to_owned());
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// What was noted, with what was taken marked as such.
    pub(super) fn end(self, dispatch: &Dispatch) -> Vec<Reason> {
        let mut reasons = self.0.unwrap_or_default();
        for reason in &mut reasons {
            reason.taken = is_taken(reason, dispatch);
        }
        reasons.sort_by_key(|r| FIELDS.iter().position(|f| *f == r.field));
        reasons
    }
}

/// The fields, in the order of a dispatch.
const FIELDS: [&str; 13] = [
    "url",
    "outlet",
    "agencies",
    "authors",
    "lang",
    "published",
    "modified",
    "title",
    "dateline",
    "captions",
    "tags",
    "text",
    "kind",
];

/// Whether a field has a value that was noted.
fn is_taken(reason: &Reason, dispatch: &Dispatch) -> bool {
    let value = fold(&reason.value);
    let is = |taken: &Option<String>| taken.as_deref().is_some_and(|t| fold(t) == value);
    let among = |list: &[String]| list.iter().any(|t| value.contains(&fold(t)));
    match reason.field {
        "url" => is(&dispatch.url),
        "outlet" => is(&dispatch.outlet),
        "title" => is(&dispatch.title),
        "dateline" => dispatch.dateline.as_deref().is_some_and(|d| value.contains(&fold(d))),
        "lang" => dispatch.lang.is_some_and(|l| value.starts_with(&l.to_string())),
        "authors" => among(&dispatch.authors),
        "agencies" => among(&dispatch.agencies),
        "tags" => dispatch.tags.iter().any(|t| fold(t) == value),
        "captions" => dispatch.captions.iter().any(|c| value.contains(&fold(&c.text))),
        "published" => reason.value == dispatch.published.to_string(),
        "modified" => reason.value == dispatch.modified.to_string(),
        _ => true,
    }
}

/// Where a piece stands.
pub(super) fn place(tree: Option<&Tree>, piece: &Piece) -> Origin {
    match tree {
        Some(tree) => Origin::Element(path(tree, piece.node)),
        None => Origin::Line(piece.node as usize + 1),
    }
}

/// The path of an element: `html > body > div[2] > p`.
pub(super) fn path(tree: &Tree, mut id: Id) -> String {
    let mut names: Vec<String> = Vec::new();
    while id != NONE && id != ROOT {
        let node = tree.node(id);
        if let Some(element) = tree.element(id) {
            let alike = |mut at: Id, next: fn(&super::tree::Node) -> Id| {
                let mut n = 0;
                while at != NONE && n < 10_000 {
                    n += usize::from(tree.element(at).is_some_and(|e| e.name == element.name));
                    at = next(tree.node(at));
                }
                n
            };
            let (before, after) = (alike(node.prev, |n| n.prev), alike(node.next, |n| n.next));
            names.push(match (before, after) {
                (0, 0) => element.name.to_string(),
                _ => format!("{}[{}]", element.name, before + 1),
            });
        }
        id = node.parent;
    }
    names.reverse();
    names.join(" > ")
}

/// The first words of a piece.
pub(super) fn head(words: &str) -> String {
    const HEAD: usize = 120;
    match words.char_indices().nth(HEAD) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}
