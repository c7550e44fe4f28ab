//! Numbers in digits and in words.

use super::atom::Atom;
use super::lexicon::Sense;
use super::pattern::sense;
use super::role::Role;
use super::table::{TimeTable, builtin};

/// What digits can stand for: a count, a day, a month, an hour, a year.
pub(super) fn digits(atoms: &[Atom], at: usize, table: &TimeTable, found: &mut impl FnMut(Sense, usize)) {
    let atom = &atoms[at];
    let (n, digits) = (atom.number, atom.digits);
    let mut is = |symbol, role, end| found(sense(symbol, role, n), end);
    let next = at + 1;
    if digits <= 2 {
        if (1..=31).contains(&n) {
            is(builtin::DAY, Role::Day, next);
        }
        if (1..=12).contains(&n) {
            is(builtin::MON, Role::Month, next);
        }
        if n <= 24 {
            is(builtin::HOUR, Role::Hour, next);
        }
        if digits == 2 {
            if n < 60 {
                is(builtin::MIN, Role::Minute, next);
                is(builtin::SEC, Role::Second, next);
            }
            is(builtin::TWO, Role::ShortYear, next);
            if n > 31 {
                is(builtin::YY, Role::ShortYear, next);
            }
        }
    }
    if digits == 4 {
        if (1000..=2100).contains(&n) {
            is(builtin::YEAR, Role::Year, next);
        }
        if (1700..=2100).contains(&n) {
            is(builtin::MODERN, Role::Year, next);
        }
        if n / 100 <= 24 && n % 100 < 60 {
            is(builtin::CLOCK, Role::Clock, next);
        }
    }
    if (1..=4).contains(&digits) && (1..=2100).contains(&n) {
        is(builtin::OLD_YEAR, Role::Year, next);
    }
    is(builtin::N, Role::Count, next);
    is(builtin::ANY, Role::Mute, next);
    // "2nd", "1er", "3º".
    let suffix = atoms.get(next).filter(|a| a.glued && !a.is_number()).map(|a| a.entry);
    if suffix.is_some_and(|s| table.ordinal_suffixes.contains(&s)) {
        found(sense(builtin::ORD, Role::Ordinal, n), next + 1);
        if (1..=31).contains(&n) {
            found(sense(builtin::DAY, Role::Day, n), next + 1);
        }
    }
}

/// The longest number in words from an atom on: "vingt et un", "two hundred", "nineteen ninety-four".
pub(super) fn words(atoms: &[Atom], at: usize, table: &TimeTable, found: &mut impl FnMut(Sense, usize)) {
    let (mut sum, mut part, mut last) = (0i32, 0i32, i32::MAX);
    let mut end = at;
    let mut count = 0;
    let mut read = at;
    while let Some(value) = atoms.get(read).and_then(|a| table.lexicon.entry(a.entry)).and_then(|e| e.number) {
        if value >= 100 && part > 0 && part < value {
            part = part.saturating_mul(value);
        } else if value < last && (last == i32::MAX || magnitude(value) <= trailing_zeros(last)) {
            part = part.saturating_add(value);
        } else if (13..=20).contains(&part) && sum == 0 && (10..100).contains(&value) && count == 1 {
            // "nineteen ninety-four" is a year, and so is "neunzehnhundert…", which the tables spell out.
            sum = part * 100;
            part = value;
        } else {
            break;
        }
        if value >= 1000 {
            sum = sum.saturating_add(part);
            part = 0;
        }
        last = value;
        count += 1;
        end = read + 1;
        read = end;
        let joint = |i: usize| atoms.get(i).and_then(|a| table.lexicon.entry(a.entry)).is_some_and(|e| e.joins_numbers);
        if joint(read) {
            read += 1;
        }
        if count > 12 {
            break;
        }
    }
    if count == 0 {
        return;
    }
    let n = sum.saturating_add(part);
    found(sense(builtin::N, Role::Count, n), end);
    if (1500..=2100).contains(&n) {
        found(sense(builtin::WORD_YEAR, Role::Year, n), end);
    }
    if n <= 24 {
        found(sense(builtin::WORD_HOUR, Role::Hour, n), end);
    }
    if (1..=31).contains(&n) {
        found(sense(builtin::WORD_DAY, Role::Day, n), end);
    }
    if n < 60 {
        found(sense(builtin::WORD_MIN, Role::Minute, n), end);
    }
}

/// How many digits a number has.
fn magnitude(n: i32) -> u32 {
    n.max(1).ilog10() + 1
}

/// How many zeros a number ends with: 20 leaves room for one digit, 100 for two. 60 and 80 of French leave room for 19.
fn trailing_zeros(n: i32) -> u32 {
    match n {
        60 | 80 => 2,
        n if n % 1000 == 0 => 3,
        n if n % 100 == 0 => 2,
        n if n % 10 == 0 => 1,
        _ => 0,
    }
}
