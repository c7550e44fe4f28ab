//! What a model knows of single words, learned from annotated dispatches.

use std::collections::BTreeMap;

use selon::attribute::tagger::model::Word;
use selon::attribute::tagger::paragraph::Paragraph;

use super::gold::Gold;

#[derive(Clone, Copy, Default)]
struct Count {
    all: u32,
    cue: u32,
    source: u32,
}

/// How often each word occurs, in which role.
#[derive(Clone, Default)]
pub(super) struct Counts(BTreeMap<u32, Count>);

impl Counts {
    /// Counts the words of dispatches.
    pub(super) fn of<'a>(gold: impl Iterator<Item = &'a Gold>) -> Counts {
        let mut counts = BTreeMap::<u32, Count>::new();
        for g in gold {
            for paragraph in Paragraph::all(&g.dispatch, &g.segments, |_| Word::default()) {
                for (seen, &label) in paragraph.seen.iter().zip(&g.labels[paragraph.tokens.clone()]) {
                    let count = counts.entry(seen.word).or_default();
                    count.all += 1;
                    count.cue += u32::from(matches!(label, 3 | 4));
                    count.source += u32::from(matches!(label, 1 | 2));
                }
            }
        }
        Counts(counts)
    }

    /// The words that occur often enough, without what `part` counted of them: rates that a document has seen itself
    /// would promise more than they hold.
    pub(super) fn without(&self, part: Option<&Counts>) -> BTreeMap<u32, Word> {
        let mut frequent: Vec<(u32, u32)> = self.0.iter().map(|(&w, c)| (c.all, w)).collect();
        frequent.sort_unstable_by_key(|&(n, w)| (std::cmp::Reverse(n), w));
        let frequent: BTreeMap<u32, u8> = frequent.iter().take(120).zip(1..).map(|(&(_, w), rank)| (w, rank)).collect();
        let rest = |(&word, count): (&u32, &Count)| {
            let less = part.and_then(|p| p.0.get(&word)).copied().unwrap_or_default();
            let all = count.all - less.all;
            let rate = |n: u32| if n == 0 { 1 } else { 2 + (10 * n / all).min(9) as u8 };
            (all >= 3).then(|| {
                let (cue, source) = (rate(count.cue - less.cue), rate(count.source - less.source));
                (word, Word { cue, source, frequent: frequent.get(&word).copied().unwrap_or(0) })
            })
        };
        self.0.iter().filter_map(rest).collect()
    }
}
