//! Search: words, days, places, voices, outlets, languages; claims and dispatches.

use maud::{Markup, html};
use selon_store::{Hit, Query, SearchPage, Store};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{claims, dir, dispatch, link, time, with};
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};

/// How many of each kind a page.
const PER: u32 = 15;
/// No one turns more pages of results.
const LAST: u32 = 200;

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Search(SearchPage);

impl Sheet for Search {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Search>, Wrong> {
        let text = |key| Ok::<_, Wrong>(ask.text(key)?.map(str::to_owned));
        let slice = ask.slice(PER)?;
        let query = Query {
            words: text("q")?.unwrap_or_default(),
            from: ask.day("from")?,
            to: ask.day("to")?,
            place: text("place")?,
            voice: text("voice")?,
            outlet: text("outlet")?,
            lang: text("language")?.map(|lang| lang.to_lowercase()),
            most: PER as usize,
            skip: (slice.page.min(LAST) as usize - 1) * PER as usize,
        };
        let nothing = Query { most: query.most, skip: query.skip, ..Query::default() };
        Ok(Some(Search(if query == nothing { SearchPage::default() } else { store.search_page(&query)? })))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, found) = (ui.words, &self.0);
        let page = ui.page();
        let body = html! {
            h1 { (w.search) }
            (form(ui))
            @if found.claims.is_empty() && found.dispatches.is_empty() {
                @if ui.here.contains('?') { p role="status" { (w.found_nothing) } }
            }
            @if !found.claims.is_empty() {
                section aria-labelledby="claims" { h2 #claims { (w.claims) } (claims(ui, &found.claims)) }
            }
            @if !found.dispatches.is_empty() {
                section aria-labelledby="dispatches" {
                    h2 #dispatches { (w.dispatches) }
                    ol.claims { @for hit in &found.dispatches { (line(ui, hit)) } }
                }
            }
            @if found.more || page > 1 {
                nav.pager aria-label=(w.pages_of_list) {
                    @if page > 1 { a rel="prev" href=(with(ui.here, "page", Some(&(page - 1).to_string()))) { (w.previous) } }
                    " " span { (page) } " "
                    @if found.more { a rel="next" href=(with(ui.here, "page", Some(&(page + 1).to_string()))) { (w.next) } }
                }
            }
        };
        Leaf { title: w.search.clone(), body }
    }
}

/// What is asked for, to be asked otherwise.
fn form(ui: &Ui<'_>) -> Markup {
    let w = ui.words;
    let value = |key| ui.ask.text(key).ok().flatten();
    html! {
        form.filters action="/search" role="search" aria-label=(w.search) {
            label { (w.looked_for) " " input type="search" name="q" value=[value("q")]; }
            @for (key, label, kind) in [
                ("from", &w.from_day, "date"), ("to", &w.to_day, "date"), ("place", &w.place, "text"), ("voice", &w.voice, "text"),
                ("outlet", &w.outlet, "text"), ("language", &w.language, "text"),
            ] {
                label { (label) " " input type=(kind) name=(key) value=[value(key)]; }
            }
            button { (w.search) }
        }
    }
}

fn line(ui: &Ui<'_>, hit: &Hit) -> Markup {
    let (w, row) = (ui.words, &hit.dispatch);
    let lang = row.lang.as_deref();
    html! {
        li.row {
            div.when { (time(row.published.as_deref())) }
            div.what {
                (dispatch(row))
                p.snippet lang=[lang] dir=(dir(lang)) {
                    @for piece in &hit.snippet { @if piece.hit { mark { (piece.text) } } @else { (piece.text) } }
                }
                div.facts {
                    (row.outlet.as_deref().unwrap_or("–"))
                    @if let Some(story) = hit.story { " · " a href=(link(story)) { (w.its_story) } }
                }
            }
        }
    }
}
