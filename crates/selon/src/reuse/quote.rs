//! Passages taken from another dispatch that is otherwise not copied: a quotation lifted with the name of the paper that
//! heard it, or a stretch of its prose.
//!
//! A quotation alone is no copy: two dispatches may both have heard the words. It is one where the page names the outlet.

use super::align::{Passage, align};
use super::furniture::Furniture;
use super::holders::Holders;
use super::lineage::{Lineage, Order};
use super::links::Scratch;
use super::prints::Prints;
use crate::concept::fold;
use crate::extract::Dispatch;

/// A quotation of fewer words is a saying.
const QUOTATION: usize = 8;
/// Fewer words of prose in a row may be a formula, or a press release that both had.
const PROSE: usize = 25;

/// A dispatch that takes a passage from another.
pub(super) struct Quote {
    pub(super) of: usize,
    pub(super) from: usize,
    /// `a` of the runs are words of `of`.
    pub(super) passages: Vec<Passage>,
    /// Whether it names the outlet.
    pub(super) cited: bool,
}

/// The quotes of all dispatches, one for each at most.
pub(super) fn quotes(
    dispatches: &[&Dispatch],
    prints: &[Prints],
    holders: &Holders,
    furniture: &Furniture,
    order: &Order,
    lineages: &[Lineage],
) -> Vec<Quote> {
    let mut scratch = Scratch::default();
    let mut best: Vec<Option<Quote>> = dispatches.iter().map(|_| None).collect();
    for b in 0..dispatches.len() {
        for a in scratch.candidates(&prints[b], holders, furniture, b, false) {
            let (from, of) = if order.precedes(a, b) { (a, b) } else { (b, a) };
            let kin = lineages[of].origins.iter().any(|o| lineages[from].origins.contains(o));
            if kin || dispatches[of].outlet.is_some() && dispatches[of].outlet == dispatches[from].outlet {
                continue;
            }
            if let Some(quote) = quote(dispatches, prints, of, from)
                && best[of].as_ref().is_none_or(|known| prefers(&quote, known, order))
            {
                best[of] = Some(quote);
            }
        }
    }
    best.into_iter().flatten().collect()
}

/// The one that is named, then the first that held the words.
fn prefers(quote: &Quote, known: &Quote, order: &Order) -> bool {
    (quote.cited && !known.cited) || (quote.cited == known.cited && order.precedes(quote.from, known.from))
}

fn quote(dispatches: &[&Dispatch], prints: &[Prints], of: usize, from: usize) -> Option<Quote> {
    let mut passages = align(&prints[of], &prints[from]);
    passages.retain(|p| {
        let words = || p.runs.iter().flat_map(|r| r.a..r.a + r.len).map(|i| prints[of].words[i]);
        words().filter(|w| w.is_quoted()).count() >= QUOTATION || words().filter(|w| w.is_own()).count() >= PROSE
    });
    if passages.is_empty() {
        return None;
    }
    let cited = dispatches[from].outlet.as_deref().is_some_and(|outlet| names(dispatches[of].text.as_str(), outlet));
    let prose = |p: &Passage| {
        p.runs.iter().any(|r| (r.a..r.a + r.len).filter(|&i| prints[of].words[i].is_own()).count() >= PROSE)
    };
    (cited || passages.iter().any(prose)).then_some(Quote { of, from, passages, cited })
}

/// Whether a text names an outlet.
fn names(text: &str, outlet: &str) -> bool {
    let outlet = fold(outlet);
    !outlet.is_empty() && format!(" {} ", fold(text)).contains(&format!(" {outlet} "))
}
