//! Where rules match: leftmost first, then the longest, then the rule that stands first.

use std::cmp::Reverse;

use super::atom::Atom;
use super::pattern::{Match, each_sense};
use super::role::{Fields, Role};
use super::table::{Means, TimeTable};
use crate::text::{Span, Text};

/// A match of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) span: Span,
    /// The atoms of it.
    pub(super) from: usize,
    pub(super) to: usize,
    /// An index of [`TimeTable::rules`].
    pub(super) rule: usize,
    pub(super) fields: Fields,
}

/// The expressions of a text, in order; none overlaps another.
pub(super) fn find(text: &Text, atoms: &[Atom], table: &TimeTable) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let last = out.last().filter(|last| last.to == at);
        let Some((mut found, mut rule)) = best(atoms, at, table, last) else {
            at += 1;
            continue;
        };
        // "In October 2023": what stands before an expression must not cut it short.
        if found.from > at
            && let Some((own, own_rule)) = best(atoms, found.from, table, None)
            && own.to > found.to
        {
            (found, rule) = (own, own_rule);
        }
        // What stands behind the expression may begin the next one; a trap is used up whole.
        let rule_of = &table.rules[rule];
        if rule_of.means != Means::Trap {
            let mut fields = found.fields;
            fields.fill(&rule_of.set);
            if rule_of.follows
                && let Some(last) = last
            {
                continue_from(&last.fields, &mut fields);
            }
            let span = text.span(atoms[found.from].start as usize..atoms[found.to - 1].end as usize);
            out.push(Found { span, from: found.from, to: found.to, rule, fields });
        }
        at = found.to.max(at + 1);
    }
    out
}

/// Gives the second day of "25-29 January" its month, and the second year of "1812-15" its century.
fn continue_from(last: &Fields, fields: &mut Fields) {
    if let (Some(year), Some(two)) = (last.get(Role::Year), fields.get(Role::ShortYear)) {
        fields.add(Role::Year, year - year.rem_euclid(100) + two);
    } else if fields.get(Role::Day).is_some() {
        for role in [Role::Month, Role::Year] {
            if let Some(value) = last.get(role) {
                fields.add(role, value);
            }
        }
    }
}

/// The best match from an atom on; `last` is the expression that ends right before it.
fn best(atoms: &[Atom], at: usize, table: &TimeTable, last: Option<&Found>) -> Option<(Match, usize)> {
    if atoms[at].is_gap() || inside_number(atoms, at, table) {
        return None;
    }
    let mut best: Option<(Match, usize)> = None;
    let mut run = |patterns: &[u16]| {
        for &pattern in patterns {
            let (pattern, rule) = &table.patterns[usize::from(pattern)];
            let rule = usize::from(*rule);
            if table.rules[rule].follows && last.is_none() {
                continue;
            }
            if let Some(found) = pattern.matches(atoms, at, table)
                && best.is_none_or(|(b, r)| rank(&found, rule) < rank(&b, r))
            {
                best = Some((found, rule));
            }
        }
    };
    each_sense(atoms, at, table, |first, end| {
        run(&table.alone[usize::from(first.symbol)]);
        if table.opens[usize::from(first.symbol)] && atoms.get(end).is_some_and(|a| !a.is_gap()) {
            each_sense(atoms, end, table, |second, _| {
                if let Some(patterns) = table.pairs.get(&(first.symbol, second.symbol)) {
                    run(patterns);
                }
            });
        }
    });
    best
}

/// The longest first, then the one with the most words inside the expression, then the rule that stands first.
fn rank(found: &Match, rule: usize) -> (Reverse<usize>, usize, usize) {
    (Reverse(found.end), found.from, rule)
}

/// Whether an atom is the rest of a number: the thousands of "12.000", the decimals of "3,5".
fn inside_number(atoms: &[Atom], at: usize, table: &TimeTable) -> bool {
    let [.., number, mark] = &atoms[..at] else { return false };
    let groups = [b'.', b','].map(|m| table.lexicon.mark(m)).contains(&mark.entry);
    groups && atoms[at].is_number() && atoms[at].glued && mark.glued && number.is_number()
}
