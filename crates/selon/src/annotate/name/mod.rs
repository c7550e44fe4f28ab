//! Names of persons, organisations and places, and which of them are one.

mod affixes;
mod alias;
mod entity;
mod find;
mod organisations;
mod parts;
mod skeleton;
mod spelt;
mod table;
mod word;

use serde::{Deserialize, Serialize};

use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// The names of a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Names {
    /// In the order of the text; none overlaps another.
    pub names: Vec<Name>,
    /// What they stand for, in the order of first mention.
    pub entities: Vec<Entity>,
}

/// One mention of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Its words, without titles and articles.
    pub span: Span,
    /// What it is a name of.
    pub kind: Kind,
    /// Which of [`Names::entities`].
    pub entity: usize,
}

/// Somebody, something or somewhere that a text names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// Its fullest name in the text.
    pub name: String,
    /// Its other names there, in the order of first mention.
    pub aliases: Vec<String>,
    /// The role it is given: "président", "spokesman for the ministry".
    pub role: Option<String>,
}

/// What a name is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
}

/// Finds the names of a dispatch.
pub fn names(dispatch: &Dispatch, segments: &Segments) -> Names {
    let Some(table) = dispatch.lang.and_then(|lang| table::TABLES.get(lang)) else { return Names::default() };
    let words = word::Words::of(table, &dispatch.text, segments);
    let found = find::Finder::new(table, &dispatch.text, segments, &words).find();
    entity::join(&dispatch.text, segments, &words, &found)
}

/// A name somewhere in a group of documents: the input of `selon aliases`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The caller's name for it.
    pub id: String,
    /// Nothing is merged across groups.
    pub group: String,
    /// The name.
    pub name: String,
    /// What it is a name of.
    pub kind: Kind,
    /// The language of the text it stands in.
    #[serde(default)]
    pub lang: Option<crate::lang::Lang>,
}

/// Which mentions are one: for each, the index of the first mention that is the same.
///
/// ```
/// use selon::annotate::name::{Kind, Mention, aliases};
///
/// let mention = |name: &str| Mention { id: name.into(), group: "g".into(), name: name.into(), kind: Kind::Person, lang: None };
/// let all = [mention("Bachar al-Assad"), mention("Башар Асад"), mention("Maher al-Assad")];
/// assert_eq!(aliases(&all), [0, 0, 2]);
/// ```
pub fn aliases(mentions: &[Mention]) -> Vec<usize> {
    alias::aliases(mentions)
}

#[cfg(test)]
mod tests;
