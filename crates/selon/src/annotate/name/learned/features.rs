//! The features of a token. Those of words and pieces of words are of one language, the others of all.

use super::seen::Seen;
use super::{Stretch, View};
use crate::annotate::name::table::Traits;
use crate::crf::Features;

/// Stands before the first and behind the last token of a sentence.
const NOTHING: Seen = Seen {
    word: 0x5bd1_e995,
    shape: 15,
    ends: [0; 4],
    way: 0,
    traits: Traits::NONE,
    before: Traits::NONE,
    standing: 0,
    part: false,
    ordinary: false,
    small: false,
    high: false,
    behind: false,
    noun: false,
    first: false,
    rule: 0,
    run: (0, 0),
};

/// Puts the features of a token into a list, which is emptied first.
pub(super) fn of(view: &View, stretch: &Stretch, i: usize, out: &mut Features) {
    out.0.clear();
    let at = |k: isize| match i.checked_add_signed(k) {
        Some(j) if stretch.sentence.contains(&j) => &view.seen[j],
        _ => &NOTHING,
    };
    let (here, left, right) = (at(0), at(-1), at(1));
    let lang = view.lang;

    // Words.
    out.put(1, here.word ^ lang, 0);
    out.put(2, left.word ^ lang, u32::from(here.shape));
    out.put(3, right.word ^ lang, u32::from(here.shape));
    out.put(6, left.word ^ lang, here.word);
    out.put(7, here.word ^ lang, right.word);
    out.put(8, here.word ^ lang, u32::from(here.rule));
    out.put(9, left.word ^ lang, u32::from(here.rule));
    for (kind, end) in (10..).zip(here.ends) {
        out.put(kind, end ^ lang, u32::from(here.shape));
    }
    out.put(15, right.ends[2] ^ lang, 0);

    // Clusters.
    let ways = |seen: &Seen| [u32::from(seen.way), u32::from(seen.way & 0xff), u32::from(seen.way & 0xf)];
    let ([h0, h1, h2], [_, l1, _], [_, r1, _]) = (ways(here), ways(left), ways(right));
    if here.way != 0 {
        out.put(20, h0 ^ lang, u32::from(here.first));
        out.put(21, h1 ^ lang, u32::from(here.shape));
        out.put(22, h2 ^ lang, u32::from(here.shape));
    }
    out.put(25, l1 ^ lang, h1);
    out.put(26, r1 ^ lang, h1);
    out.put(27, l1 ^ lang, u32::from(here.rule));
    out.put(28, r1 ^ lang, u32::from(here.rule));

    // Shapes.
    let shapes = |a: &Seen, b: &Seen| u32::from(a.shape) << 4 | u32::from(b.shape);
    out.put(40, shapes(left, here), u32::from(right.shape));
    out.put(41, u32::from(here.shape), u32::from(here.first));
    out.put(43, u32::from(here.run.0) << 4 | u32::from(here.run.1), u32::from(here.shape));
    let mark = |seen: &Seen| if seen.shape == 1 { seen.word } else { u32::from(seen.shape) };
    out.put(44, mark(left), u32::from(here.shape));
    out.put(45, mark(right), u32::from(here.shape));

    // Rules.
    let rule = |seen: &Seen| u32::from(seen.rule);
    out.put(50, rule(here), lang);
    out.put(53, rule(here), u32::from(here.shape) << 1 | u32::from(here.first));
    out.put(54, rule(here), facts(here));
    out.put(55, rule(here) << 8 | rule(left), rule(right));

    // What is known.
    out.put(60, facts(here), u32::from(here.shape));
    out.put(61, facts(here), facts(right));
    out.put(63, facts(here), u32::from(here.run.0) << 4 | u32::from(here.run.1));
    out.put(64, u32::from(here.small) << 2 | u32::from(here.high) << 1 | u32::from(here.behind), u32::from(here.first));
    for bit in here.traits.bits() {
        out.put(70, bit, rule(here));
    }
    for (kind, traits) in [(71, left.traits), (72, right.traits), (73, here.before)] {
        for bit in traits.bits() {
            out.put(kind, bit, u32::from(here.shape));
        }
    }
}

/// What lists say of a word.
fn facts(seen: &Seen) -> u32 {
    u32::from(seen.standing)
        | u32::from(seen.part) << 2
        | u32::from(seen.ordinary) << 3
        | u32::from(seen.noun) << 4
        | u32::from(seen.shape == 3) << 5
}
