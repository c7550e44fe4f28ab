//! What a user says of claims: these two passages state one fact, those two state two.

use std::collections::BTreeSet;

use super::Statement;
use crate::concept::fold;
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
        passages.filter_map(|passage| at(statements, passage)).collect()
    }
}

/// The statement that shares the most with a passage, the first of equals.
fn at(statements: &[Statement], (reading, span): Passage) -> Option<usize> {
    let shared = |s: &Statement| s.span.intersection(span).map_or(0, Span::len);
    let of_reading = statements.iter().enumerate().filter(|(_, s)| s.reading == reading && shared(s) > 0);
    of_reading.max_by_key(|(i, s)| (shared(s), std::cmp::Reverse(*i))).map(|(i, _)| i)
}
