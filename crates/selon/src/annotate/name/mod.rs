//! Names of persons, organisations and places, and which of them are one.

mod affixes;
mod alias;
pub mod clusters;
mod entity;
mod find;
pub mod learned;
mod organisations;
mod parts;
mod skeleton;
mod spelt;
mod table;
mod word;

pub(in crate::annotate) use skeleton::skeletons;

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
    let mut names = Names::default();
    with_finder(dispatch, segments, |finder, lang| {
        let mut found = learned::judge(finder, lang, finder.find());
        finder.agree(&mut found);
        names = entity::join(&dispatch.text, segments, finder.words, &found);
    });
    names
}

/// Runs something with the rules of a dispatch's language, where it has any.
fn with_finder(dispatch: &Dispatch, segments: &Segments, run: impl FnOnce(&find::Finder, crate::lang::Lang)) {
    let Some(lang) = dispatch.lang else { return };
    let Some(table) = table::TABLES.get(lang) else { return };
    let words = word::Words::of(table, &dispatch.text, segments);
    run(&find::Finder::new((table, table::ORDINARY.get(lang)), &dispatch.text, segments, &words), lang);
}

/// Whether a word in lower case stands between the parts of persons' names, in any language.
pub(crate) fn is_particle(word: &str) -> bool {
    affixes::PARTICLES.contains(&word)
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

/// Which entity a mention belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The first mention of the same entity, as an index; its own where it is the first.
    pub first: usize,
    /// With which earlier mention it was put together, and why; `None` where with none.
    pub because: Option<(usize, Evidence)>,
}

/// Why two mentions are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// First and last part of the name are the same: each by the table of name parts, or by its sound.
    Parts {
        /// Of the first part.
        first: Likeness,
        /// Of the last part.
        last: Likeness,
    },
    /// The only part of both names is the same.
    OnePart(Likeness),
    /// A surname that all but few of the full names in the group end with.
    OnlyBearer,
    /// The name as a whole.
    Whole(Likeness),
}

/// How two names, or two parts of them, are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// One entry of a list of the world's names.
    Listed,
    /// The same consonants, whatever the script and the spelling.
    Sound,
    /// The initials of one are the other.
    Initials,
}

impl Likeness {
    fn as_str(self) -> &'static str {
        match self {
            Likeness::Listed => "one entry of the list of names",
            Likeness::Sound => "the same consonants",
            Likeness::Initials => "the same initials",
        }
    }
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Evidence::Parts { first, last } if first == last => {
                write!(f, "first and last part agree: {}", first.as_str())
            }
            Evidence::Parts { first, last } => {
                write!(f, "first and last part agree: {}; {}", first.as_str(), last.as_str())
            }
            Evidence::OnePart(like) => write!(f, "the only part agrees: {}", like.as_str()),
            Evidence::OnlyBearer => f.write_str("a surname that one person here bears"),
            Evidence::Whole(like) => write!(f, "the whole name agrees: {}", like.as_str()),
        }
    }
}

/// Which mentions are one, and why; nothing is put together across groups.
///
/// ```
/// use selon::annotate::name::{Kind, Mention, aliases};
///
/// let mention = |name: &str| Mention { id: name.into(), group: "g".into(), name: name.into(), kind: Kind::Person, lang: None };
/// let all = aliases(&[mention("Bachar al-Assad"), mention("Башар Асад"), mention("Maher al-Assad")]);
/// assert_eq!(all.iter().map(|a| a.first).collect::<Vec<_>>(), [0, 0, 2]);
/// assert!(all[1].because.as_ref().is_some_and(|(with, why)| *with == 0 && why.to_string().contains("agree")));
/// ```
pub fn aliases(mentions: &[Mention]) -> Vec<Alias> {
    alias::aliases(mentions)
}

#[cfg(test)]
mod tests;
