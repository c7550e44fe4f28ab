//! Claims: which statements assert the same fact, across dispatches and languages, and which claims cannot both be true.
//!
//! Statements meet in words, concepts, names, figures and days. Those that a copy carries from dispatch to dispatch meet
//! first; the rest joins a claim where what they share outweighs what they do not, and never where their figures for one
//! thing exclude one another.

mod contradiction;
mod detail;
mod evidence;
mod feature;
mod gist;
mod group;
mod number;
mod relay;
mod tie;
mod told;
mod worth;

use number::Numbers;
pub use tie::{Tie, Tied, ties};
pub use told::{Passage, Told};
use worth::Worth;

use crate::attribute::Stance;
use crate::reading::Reading;
use crate::reuse::Copy;
use crate::text::Span;
use crate::voices::Voices;
use crate::voices::align::Pair;

/// One fact that is said to be so.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The story it belongs to.
    pub story: usize,
    /// The passages that state it, in the order of (reading, place in the text).
    pub statements: Vec<Statement>,
    /// Which of them says it best: an index of `statements`.
    pub gist: usize,
    /// When it is said to have happened: a TIMEX3 day, month or year, `A/B`, `A/..` or `../B`.
    pub when: Option<String>,
    /// The numbers that belong to it.
    pub figures: Vec<Figure>,
    /// The claims that cannot be true where this one is, by their indices, in ascending order.
    pub contradicts: Vec<usize>,
}

/// A passage that states a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Which reading.
    pub reading: usize,
    /// Where in its text.
    pub span: Span,
    /// The voices it comes through, as indices of [`Voices::voices`]: the outlet first, the last voice named last. Copies
    /// have lengthened it.
    pub chain: Vec<usize>,
    /// The chain as its own text gives it. What `chain` has beyond it is inferred from a copy.
    pub own: Vec<usize>,
    /// What the last voice does with it.
    pub stance: Stance,
    /// The copy that lengthened the chain, as an index of the copies.
    pub through: Option<usize>,
    /// What it says, where a user put that in words of their own.
    pub says: Option<String>,
}

/// A number that belongs to a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub what: String,
    /// How many.
    pub value: f64,
    /// How the number bounds the truth.
    pub bound: Bound,
}

/// How a number bounds the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// So many.
    Exact,
    /// So many or more.
    AtLeast,
    /// So many or fewer.
    AtMost,
    /// About so many.
    About,
}

/// Finds the claims of readings.
///
/// `stories` gives the story of each reading, `pairs` the statements of copies with their originals, `told` what a user says of them. Claims
/// come in the order of their first statement.
pub fn claims(
    readings: &[&Reading],
    stories: &[usize],
    copies: &[Copy],
    pairs: &[Pair],
    voices: &Voices,
    told: &Told,
) -> Vec<Claim> {
    let (mut statements, copied) = relay::statements(readings, copies, pairs, voices, told);
    let said = told.said(readings, &mut statements);
    // Where it is read what a statement says.
    let wording = |statement: usize| match said.get(&statement) {
        Some(said) => (said, said.dispatch.text.all()),
        None => (readings[statements[statement].reading], statements[statement].span),
    };
    let numbers: Vec<Numbers> = readings.iter().map(|r| Numbers::of(r)).collect();
    let (counts, nouns) = number::counts(readings, &numbers, &statements, &said);
    let traits = feature::traits(readings, &statements, &said, &numbers, &counts);
    let mut groups = group::groups(stories, &copied, &traits);
    told.apply(readings, &statements, &mut groups);
    let named = told.named(&statements);
    let worth = Worth { readings, stories, copies, voices, statements: &statements, traits: &traits };
    let facts = worth.facts(worth.stated(groups, &named), &named);
    // Once what sets the scene is gone, claims are told apart from fewer others.
    let mut groups = group::of_claims(&facts, stories, &copied, &traits);
    told.apply(readings, &statements, &mut groups);
    let mut claims: Vec<Claim> = groups
        .iter()
        .map(|members| {
            let own: Vec<&Statement> = members.iter().map(|&m| &statements[m]).collect();
            let wordings: Vec<(&Reading, Span)> = members.iter().map(|&m| wording(m)).collect();
            let own_words: Vec<&str> = wordings.iter().map(|(r, span)| r.dispatch.text.get(*span)).collect();
            Claim {
                story: stories[own[0].reading],
                gist: gist::choose(members, &own_words, &traits),
                when: detail::when(&wordings),
                figures: detail::figures(members.iter().map(|&m| counts[m].as_slice())),
                contradicts: Vec::new(),
                statements: own.into_iter().cloned().collect(),
            }
        })
        .collect();
    contradiction::mark(&mut claims, &groups, &traits, &nouns);
    claims
}
