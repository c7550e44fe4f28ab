//! What a user says of claims: these two passages state one fact, those two state two; this one says so, on whose word.

use std::collections::{BTreeMap, BTreeSet};

use super::Statement;
use crate::concept::fold;
use crate::extract::{Dispatch, Document};
use crate::reading::Reading;
use crate::text::Span;

/// A passage: which reading, and where in its text.
pub type Passage = (usize, Span);

/// What a user says of passages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// They state one fact.
    pub same: Vec<(Passage, Passage)>,
    /// They state two.
    pub apart: Vec<(Passage, Passage)>,
    /// What passages say, in plain words.
    pub says: Vec<(Passage, String)>,
    /// Statements whose chain a user names, so that no copy lengthens it: reading, and index in it.
    pub chained: BTreeSet<(usize, usize)>,
}

impl Told {
    /// Puts groups of statements right.
    pub(super) fn apply(&self, readings: &[&Reading], statements: &[Statement], groups: &mut Vec<Vec<usize>>) {
        for &(a, b) in &self.same {
            let (Some(a), Some(b)) = (at(statements, a), at(statements, b)) else { continue };
            let of = |statement: usize| groups.iter().position(|g| g.contains(&statement));
            if let (Some(a), Some(b)) = (of(a), of(b))
                && a != b
            {
                let other = groups.swap_remove(a.max(b));
                groups[a.min(b)].extend(other);
                groups[a.min(b)].sort_unstable();
            }
        }
        let words = |s: usize| fold(readings[statements[s].reading].dispatch.text.get(statements[s].span));
        for &(a, b) in &self.apart {
            let (Some(a), Some(b)) = (at(statements, a), at(statements, b)) else { continue };
            if let Some(group) = groups.iter_mut().find(|g| a != b && g.contains(&a) && g.contains(&b)) {
                // What is said in the very words of one of the two goes with it; the rest stays with the first.
                let (first, second) = (words(a), words(b));
                let goes = |s: usize| s == b || s != a && words(s) == second && second != first;
                let (gone, left) = group.iter().partition(|&&s| goes(s));
                *group = left;
                groups.push(gone);
            }
        }
        groups.sort_unstable();
    }
}

impl Told {
    /// The statements that a user spoke of.
    pub(super) fn named(&self, statements: &[Statement]) -> BTreeSet<usize> {
        let passages = self.same.iter().chain(&self.apart).flat_map(|&(a, b)| [a, b]);
        let passages = passages.chain(self.says.iter().map(|&(passage, _)| passage));
        let mut named: BTreeSet<usize> = passages.filter_map(|passage| at(statements, passage)).collect();
        named.extend(self.chained.iter().map(|&(reading, index)| first(statements, reading) + index));
        named
    }

    /// What statements say in the words of a user, each read as a text of its dispatch. They carry these words from now on.
    pub(super) fn said(&self, readings: &[&Reading], statements: &mut [Statement]) -> BTreeMap<usize, Reading> {
        let mut said = BTreeMap::new();
        for (passage, words) in &self.says {
            let Some(statement) = at(statements, *passage) else { continue };
            statements[statement].says = Some(words.clone());
            let Dispatch { id, lang, published, .. } = &readings[passage.0].dispatch;
            let document = Document {
                lang: lang.map(|lang| lang.to_string()),
                published: Some(published.to_string()).filter(|p| !p.is_empty()),
                ..Document::new(id, words)
            };
            said.insert(statement, Reading::of_document(&document));
        }
        said
    }
}

/// The statement that shares the most with a passage, the first of equals.
fn at(statements: &[Statement], (reading, span): Passage) -> Option<usize> {
    let begin = first(statements, reading);
    let own = statements[begin..].iter().take_while(|s| s.reading == reading);
    span.nearest(own.map(|s| s.span)).map(|place| begin + place)
}

/// Where the statements of a reading begin.
fn first(statements: &[Statement], reading: usize) -> usize {
    statements.partition_point(|s| s.reading < reading)
}
