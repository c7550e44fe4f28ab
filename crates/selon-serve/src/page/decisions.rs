//! What was decided: by whom, when, on what, and what waits for its words.

use maud::{Markup, html};
use selon_store::{Decided, DecisionsPage, Evidence, Id, Store};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{link, pager, said, time, with};
use crate::act::SECRET;
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};

/// How many a page.
const PER: u32 = 50;

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Decisions(DecisionsPage);

impl Sheet for Decisions {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Decisions>, Wrong> {
        Ok(Some(Decisions(store.decisions_page(ask.is("lost"), ask.slice(PER)?)?)))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, page) = (ui.words, &self.0);
        let lost = ui.ask.is("lost");
        let other = with(&with(ui.here, "page", None), "lost", (!lost).then_some("1"));
        let body = html! {
            h1 { (w.decisions) }
            p.facts { (w.writing.decide_hint) }
            @if page.waiting > 0 { p role="status" { (w.count(page.waiting, &w.writing.n_wait)) " " a href="/progress" { (w.writing.progress) } } }
            p.facts { a href=(other) { @if lost { (w.writing.all_decisions) } @else { (w.writing.only_lost) } } }
            @if page.decisions.is_empty() { p { (w.writing.no_decisions) } }
            ol.decisions {
                @for line in &page.decisions { li.row id={ "n" (line.decided.id) } { (decision(ui, &line.decided, &line.dispatches)) } }
            }
            (pager(ui, page.total, ui.page(), PER))
        };
        Leaf { title: w.decisions.clone(), body }
    }
}

/// A decision, with what takes it back.
pub(crate) fn decision(ui: &Ui<'_>, decided: &Decided, places: &[Option<Id>]) -> Markup {
    let (w, what) = (ui.words, &decided.decision);
    let stands = decided.undone.is_none();
    html! {
        div.when { (time(Some(&decided.made))) }
        div.what {
            p {
                b { (w.writing.what(&what.what.to_string())) }
                @if let Some(value) = &what.value { (w.colon) (said(value, None)) }
            }
            @for (i, evidence) in what.evidence.iter().enumerate() { (passage(evidence, places.get(i).copied().flatten())) }
            p.facts {
                (what.by.as_deref().unwrap_or(&w.writing.by_nobody)) " · " (decided.id)
                @if let Some(at) = &decided.undone { " · " (w.writing.undone) " " (time(Some(at))) }
            }
            @if stands && !decided.holds { p.warning { (w.writing.lost) } }
            @if stands {
                form.decide method="post" action="/undo" {
                    input type="hidden" name=(SECRET) value=(ui.form);
                    button name="number" value=(decided.id) { (w.writing.undo) }
                }
            }
        }
    }
}

fn passage(evidence: &Evidence, place: Option<Id>) -> Markup {
    let where_from = html! {
        @match place {
            Some(id) => a href=(link(id)) { bdi { (evidence.dispatch) } },
            None => bdi { (evidence.dispatch) },
        }
    };
    html! {
        @if evidence.quote.is_empty() { p { (where_from) } } @else {
            blockquote dir="auto" {
                @if !evidence.before.is_empty() { "… " } (evidence.before) mark { (evidence.quote) } (evidence.after) " …"
                footer { (where_from) }
            }
        }
    }
}
