//! The chain graph: through which voices a claim comes, origins at the left, outlets at the right.

mod fold;
mod layers;
mod paint;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::picture::{Cell, Picture, Table};
use crate::words::Words;

/// The voices of a claim and who has it from whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chains {
    /// The voices; links count them from 0.
    pub voices: Vec<Voice>,
    /// Who has it from whom. A link to a voice that is not there is passed over.
    pub links: Vec<Link>,
}

/// One voice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voice {
    /// Its name, or how it is described.
    pub name: String,
    /// What it is, in the reader's language: "agency", "person".
    pub kind: String,
    /// Whether it has no name: drawn hatched.
    pub unnamed: bool,
    /// Whether the claim rests on it: it belongs to the minimum cut.
    pub rests_on: bool,
    /// Whether it states the claim on its own word.
    pub own_word: bool,
    /// Whether it belongs to a ring of voices that cite one another and that no origin feeds.
    pub ring: bool,
    /// Whether it is an outlet whose page was read: drawn at the right.
    pub outlet: bool,
    /// Where it leads.
    pub href: Option<String>,
}

/// One voice has it from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The voice that it is had from.
    pub from: usize,
    /// The voice that has it.
    pub to: usize,
    /// How.
    pub kind: LinkKind,
    /// Whether selon inferred it (from a copy without a credit, say) rather than read it: drawn dashed.
    pub inferred: bool,
}

/// How a voice has something from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// It names it as its source.
    Cites,
    /// It prints its text.
    Reprints,
    /// It prints its text in another language.
    Translates,
}

impl LinkKind {
    fn word(self, words: &Words) -> &'static str {
        match self {
            LinkKind::Cites => words.cites,
            LinkKind::Reprints => words.reprints,
            LinkKind::Translates => words.translates,
        }
    }
}

/// Draws the chain graph. Many voices with the same links are folded into one box with their number; so are the least linked ones
/// where there are more than a page can show. The table holds a row for each link and for each voice without any.
pub fn draw(chains: &Chains, words: &Words) -> Picture {
    let links = sound(chains);
    let table = table(chains, &links, words);
    let folded = fold::fold(chains, &links, words);
    let placed = layers::place(&folded);
    paint::paint(&placed, title(chains, words), table, words)
}

/// The links without doubles, loops and ends that are not there.
fn sound(chains: &Chains) -> Vec<Link> {
    let count = chains.voices.len();
    let fine = chains.links.iter().filter(|l| l.from < count && l.to < count && l.from != l.to).cloned();
    fine.collect::<BTreeSet<_>>().into_iter().collect()
}

fn title(chains: &Chains, words: &Words) -> String {
    let rests: Vec<&str> = chains.voices.iter().filter(|v| v.rests_on).map(|v| v.name.as_str()).collect();
    let mut title = format!("{}: {} {}", words.chains, chains.voices.len(), words.voices);
    if !rests.is_empty() {
        let shown =
            rests.iter().take(5).map(|name| crate::measure::fit(name, 1.0, 60.0)).collect::<Vec<_>>().join(", ");
        let _ = write!(title, "; {}: {shown}", words.rests_on);
        if rests.len() > 5 {
            let _ = write!(title, " + {}", rests.len() - 5);
        }
    }
    title
}

fn table(chains: &Chains, links: &[Link], words: &Words) -> Table {
    let mut table = Table::new(&[words.from, words.link, words.to]);
    let cell = |v: usize| {
        let voice = &chains.voices[v];
        let notes = notes(voice, words);
        let text = if notes.is_empty() { voice.name.clone() } else { format!("{} ({})", voice.name, notes.join(", ")) };
        Cell::link(text, voice.href.as_deref())
    };
    let mut linked = vec![false; chains.voices.len()];
    for link in links {
        linked[link.from] = true;
        linked[link.to] = true;
        // Read from the left: whose word it is, what the other does with it.
        table.row(|| {
            let inferred = if link.inferred { format!(" ({})", words.inferred) } else { String::new() };
            vec![cell(link.from), format!("← {}{inferred}", link.kind.word(words)).into(), cell(link.to)]
        });
    }
    for v in (0..chains.voices.len()).filter(|&v| !linked[v]) {
        table.row(|| vec![cell(v), words.own_word.into(), "".into()]);
    }
    table
}

/// What is said of a voice beside its name, what matters most first.
fn notes(voice: &Voice, words: &Words) -> Vec<String> {
    let said = [(voice.rests_on, words.rests_on), (voice.own_word, words.own_word), (voice.ring, words.in_a_ring)];
    let mut notes: Vec<String> = said.iter().filter(|s| s.0).map(|s| s.1.to_owned()).collect();
    if !voice.kind.is_empty() {
        notes.push(voice.kind.clone());
    } else if voice.unnamed {
        notes.push(words.unnamed.to_owned());
    }
    notes
}

#[cfg(test)]
mod tests;
