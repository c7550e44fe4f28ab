//! Two dispatches side by side: what stands in both, what was cut or added, who was first.

use std::ops::Range;

use maud::{Markup, html};
use selon::{Span, Text, reuse, view::Points};
use selon_store::{DispatchPage, DispatchRow, Id, Store};
use serde::Serialize;
use serde_json::Value;

use super::layout::Leaf;
use super::part::{dir, dispatch, time};
use crate::ask::Ask;
use crate::marked::{Layer, Layers, marked, within};
use crate::sheet::{Sheet, Ui, Wrong};
use crate::words::Words;

/// Two dispatches.
#[derive(Debug, Serialize)]
pub(crate) struct Compare {
    /// The one that was published first, as far as is known.
    one: DispatchRow,
    /// The other.
    other: DispatchRow,
    /// Whether both times are known, and differ.
    ordered: bool,
    /// How the one is taken from the other, where it is.
    copy: Option<Taken>,
    /// What both share: pairs of code points, passage by passage.
    passages: Vec<Vec<(Points, Points)>>,
    /// How much of each stands in the other, in hundredths of its letters.
    share: [usize; 2],
    #[serde(skip)]
    texts: [Text; 2],
    #[serde(skip)]
    runs: Vec<Vec<(Span, Span)>>,
}

/// How a dispatch is taken from another.
#[derive(Debug, Serialize)]
struct Taken {
    /// The one that takes.
    dispatch: Id,
    /// `reprint`, `cut`, `edited`, `quote`, `translation`.
    kind: String,
    /// Why selon thinks so.
    reasons: Value,
}

impl Sheet for Compare {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Compare>, Wrong> {
        let (Some(Id::Dispatch(one)), Some(Id::Dispatch(other))) = (ask.id("one"), ask.id("other")) else {
            return Ok(None);
        };
        let (Some(one), Some(other)) = (store.dispatch_page(one)?, store.dispatch_page(other)?) else {
            return Ok(None);
        };
        let when = |page: &DispatchPage| page.reading.dispatch.published.sort_key();
        let unknown = |page: &DispatchPage| page.row.published.is_none();
        let swapped = (unknown(&one), when(&one)) > (unknown(&other), when(&other));
        let (one, other) = if swapped { (other, one) } else { (one, other) };
        let ordered = !unknown(&one) && !unknown(&other) && when(&one) != when(&other);
        let copy = one.shared.iter().find(|shared| shared.dispatch.id == other.row.id).map(|shared| Taken {
            dispatch: if shared.from_it { one.row.id } else { other.row.id },
            kind: shared.copy.clone(),
            reasons: shared.reasons.clone(),
        });
        let texts = [one.reading.dispatch.text, other.reading.dispatch.text];
        let runs = reuse::shared(&texts[0], &texts[1]);
        let pair = |&(a, b): &(Span, Span)| (Points::of(&texts[0], a), Points::of(&texts[1], b));
        let covered = |side: usize| {
            let all: usize = runs.iter().flatten().map(|run| if side == 0 { run.0.len() } else { run.1.len() }).sum();
            (100 * all).checked_div(texts[side].len()).unwrap_or(0)
        };
        Ok(Some(Compare {
            ordered,
            copy,
            passages: runs.iter().map(|passage| passage.iter().map(pair).collect()).collect(),
            share: [covered(0), covered(1)],
            one: one.row,
            other: other.row,
            texts,
            runs,
        }))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let w = ui.words;
        let body = html! {
            h1 { (w.comparison) }
            p.facts { (w.count(self.runs.len() as i64, &w.n_passages)) " · " (w.alone) }
            @if let Some(copy) = &self.copy {
                p.facts {
                    (copy.dispatch.to_string()) ": " (w.copy(&copy.kind))
                    @for reason in copy.reasons.as_array().into_iter().flatten().filter_map(Value::as_str) {
                        " · " span lang="en" { (reason) }
                    }
                }
            }
            div.compare {
                (self.side(w, 0))
                (self.side(w, 1))
            }
        };
        Leaf { title: w.comparison.clone(), body }
    }
}

/// So many tints tell passages apart.
const TINTS: [&str; 6] = ["same p1", "same p2", "same p3", "same p4", "same p5", "same p6"];

impl Compare {
    fn side(&self, w: &Words, side: usize) -> Markup {
        let (row, text) = ([&self.one, &self.other][side], &self.texts[side]);
        let of = |run: &(Span, Span)| if side == 0 { run.0 } else { run.1 };
        let mut layers = Vec::new();
        for (number, passage) in self.runs.iter().enumerate() {
            let to = format!("#{}p{number}", if side == 0 { "b" } else { "a" });
            layers.extend(passage.iter().map(|run| Layer {
                at: of(run).range(),
                class: TINTS[number % TINTS.len()],
                title: format!("{} {}", w.passage, number + 1),
                to: Some(to.clone()),
            }));
        }
        let layers = Layers::new(layers);
        let first = |(number, passage): (usize, &Vec<(Span, Span)>)| Some((of(passage.first()?).start(), number));
        let mut starts: Vec<(usize, usize)> = self.runs.iter().enumerate().filter_map(first).collect();
        starts.sort_unstable();
        let mut at = 0;
        let lines: Vec<Range<usize>> = text
            .as_str()
            .split_inclusive('\n')
            .map(|line| {
                at += line.len();
                at - line.len()..at
            })
            .collect();
        let (name, lang) = (if side == 0 { "a" } else { "b" }, row.lang.as_deref());
        html! {
            section.side aria-labelledby=(name) {
                h2 id=(name) { (dispatch(row)) }
                p.facts {
                    b { (row.outlet.as_deref().unwrap_or("–")) } " · " (time(row.published.as_deref()))
                    @if self.ordered { " · " b.order { (if side == 0 { &w.was_first } else { &w.was_later }) } }
                    " · " (self.share[side]) "\u{a0}% " (w.stands_in_other)
                }
                div.text lang=[lang] dir=(dir(lang)) {
                    @for line in &lines {
                        @for (_, number) in within(&starts, line.clone()) { span.anchor id={ (name) "p" (number) } {} }
                        p { (marked(text.as_str(), line.clone(), &layers)) }
                    }
                }
            }
        }
    }
}
