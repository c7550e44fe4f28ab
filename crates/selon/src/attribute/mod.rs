//! Who says what: attributions, the chains of voices they come through, and the statements of a dispatch.

mod cast;
mod chain;
mod clause;
#[cfg(test)]
mod examples;
mod frame;
mod lexicon;
mod merge;
mod phrase;
mod speaker;
mod statement;
mod toll;
#[cfg(test)]
mod tests;
pub mod tagger;
mod voice;
mod words;

pub use voice::{Voice, VoiceKind};

use serde::{Deserialize, Serialize};

use crate::annotate::Marks;
use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// What a dispatch says on whose word.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Attributions {
    /// Every voice of the dispatch: the outlet first, then the agencies that sign it, then in the order of first mention.
    pub voices: Vec<Voice>,
    /// In the order of the text.
    pub attributions: Vec<Attribution>,
    /// The assertions of the body, clause by clause, in the order of the text. A passage on the
    /// word of two voices side by side is two statements.
    pub statements: Vec<Statement>,
}

/// Somebody is said to say something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Attribution {
    /// Who: the noun phrase; empty where the text names nobody.
    pub source: Vec<Span>,
    /// The words that say that something is said.
    pub cue: Vec<Span>,
    /// What is said, in pieces where the cue stands inside.
    pub content: Vec<Span>,
    /// The attribution, by its index, whose content holds this one whole.
    pub parent: Option<usize>,
    /// By the quotation marks.
    pub mode: Mode,
    /// The voices the text names for it, outermost first, as indices of [`Attributions::voices`]; without the outlet and
    /// the agency whose text it is.
    pub chain: Vec<usize>,
    /// Voices that say the same side by side with the last of the chain: "both companies said".
    #[serde(default)]
    pub beside: Vec<usize>,
    /// What the voice does with the content.
    pub stance: Stance,
    /// The attribution, by its index, that relays this one from beside it: "TASS, citing a source, reports S".
    #[serde(default)]
    pub via: Option<usize>,
    /// Whether it carries on the report before it: "The captain, too, was arrested, she went on"; "Er sei geflohen."
    #[serde(default)]
    pub carries: bool,
    /// Whom it is told to, where the text says so: "told AFP".
    #[serde(default)]
    pub told: Option<Span>,
}

/// Whether the words are the source's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mode {
    /// All in quotation marks.
    Direct,
    /// None in quotation marks.
    #[default]
    Indirect,
    /// In part.
    Mixed,
}

/// What a voice does with a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Stance {
    /// Says that it is so.
    #[default]
    Asserts,
    /// Says that it is not so.
    Denies,
    /// Is not sure that it is so.
    Doubts,
    /// Asks whether it is so.
    Asks,
    /// Expects it.
    Expects,
    /// Demands or orders it.
    Orders,
}

/// A passage that asserts something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The clause.
    pub span: Span,
    /// The voices it comes through, as indices of [`Attributions::voices`]: the outlet first, the last voice named last.
    pub chain: Vec<usize>,
    /// The attribution it stands on, where it has one.
    pub attribution: Option<usize>,
    /// What the last voice does with it.
    pub stance: Stance,
}

/// Whether a word is one for an outlet or an agency in a language: "newspaper", "gazetesi".
pub fn is_medium_word(lang: crate::lang::Lang, word: &str) -> bool {
    let medium =
        |e: &lexicon::Entry| e.rest.is_empty() && matches!(e.class, lexicon::Class::Outlet | lexicon::Class::Agency);
    lexicon::LEXICONS.get(lang).is_some_and(|l| l.entries(&lexicon::fold(word)).iter().any(medium))
}

/// Finds who says what in a dispatch.
pub fn attribute(dispatch: &Dispatch, segments: &Segments, marks: &Marks) -> Attributions {
    let publishers = voice::publishers(dispatch);
    let agency = usize::from(publishers.len() > 1);
    let flat: Vec<usize> = (0..=agency).collect();
    // Beside a writer of the outlet, the agency stands only in what nobody else is said to have said.
    let attributed = if dispatch.authors.is_empty() { flat.clone() } else { vec![0] };
    let prefix = statement::Prefix { attributed, flat };
    let Some(lexicon) = dispatch.lang.and_then(|lang| lexicon::LEXICONS.get(lang)) else {
        let chain = prefix.flat;
        let statement =
            |span: Span| Statement { span, chain: chain.clone(), attribution: None, stance: Stance::Asserts };
        let statements = segments.sentences.iter().map(|s| statement(s.span)).collect();
        return Attributions { voices: publishers, attributions: Vec::new(), statements };
    };
    let words = words::Words::new(dispatch, segments, marks, lexicon);
    let mut joined = merge::join(&words, frame::find(&words), tagger::find(dispatch, segments));
    let mut cast = cast::Cast::new(&words, marks, publishers);
    let publisher = prefix.attributed.last().copied().unwrap_or(0);
    chain::chains(&words, &mut cast, &mut joined.attributions, &joined.quiet, publisher);
    let statements = statement::statements(&words, &joined.attributions, &joined.quiet, &prefix);
    let mut statements = toll::apart(&dispatch.text, segments, &marks.figures, statements);
    let mut attributions = merge::show(joined, &mut statements);
    let publishers = cast.publishers;
    let voices = cast.voices;
    for attribution in &mut attributions {
        attribution.chain.retain(|&v| v >= publishers);
    }
    Attributions { voices, attributions, statements }
}
