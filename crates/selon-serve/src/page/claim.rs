//! One claim: the chains it came through, and every wording in its sentence.

use maud::{Markup, html};
use selon_store::{ClaimPage, ClaimWords, Id, Store};
use serde::Serialize;

use super::decide;
use super::layout::Leaf;
use super::part::{breadth, claims, days, dir, dispatch, link, pager, rests, said, time, voice, warnings};
use super::picture;
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};

/// How many passages a page.
const PER: u32 = 30;

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Claim(ClaimPage);

impl Sheet for Claim {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Claim>, Wrong> {
        let Some(Id::Claim(id)) = ask.id("name") else { return Ok(None) };
        Ok(store.claim_page(id, ask.slice(PER)?)?.map(Claim))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, page, line) = (ui.words, &self.0, &self.0.line);
        let body = html! {
            p.crumbs {
                a href="/" { (w.stories) }
                @if let Some(story) = line.story {
                    " › " a href=(link(story)) { (said(page.title.as_deref().unwrap_or(&w.untitled), None)) }
                }
            }
            h1.gist { (said(&line.gist, line.lang.as_deref())) }
            p.facts {
                @if line.when.is_some() { (w.happened) " " (time(line.when.as_deref())) " · " }
                (w.reported) " " (days(line.first.as_deref(), line.last.as_deref())) " · "
                (breadth(w, line.pages, line.outlets, line.languages))
            }
            p.verdict { (rests(w, line)) }
            (warnings(w, line))
            (picture::chains(w, page))
            section aria-labelledby="words" {
                h2 #words { (w.wordings) }
                ol.wordings { @for words in &page.words { li.row { (wording(ui, words)) } } }
                (pager(ui, page.passages, ui.page(), PER))
            }
            p.tools { a href={ "/cite/" (line.id) } { (w.cite) } }
            @if !page.against.is_empty() {
                section aria-labelledby="against" { h2 #against { (w.against) } (claims(ui, &page.against)) }
            }
            (decide::forms(ui, page))
        };
        Leaf { title: line.gist.clone(), body }
    }
}

/// A wording in its sentence, with the way it came.
fn wording(ui: &Ui<'_>, words: &ClaimWords) -> Markup {
    let (w, row) = (ui.words, &words.dispatch);
    let lang = row.lang.as_deref();
    let there = format!("{}#t{}", link(row.id), words.start);
    html! {
        blockquote lang=[lang] dir=(dir(lang)) {
            (words.before) a.statement href=(there) { (words.quote) } (words.after)
        }
        p.facts {
            (time(row.published.as_deref())) " · " b { (row.outlet.as_deref().unwrap_or("–")) } " · " (dispatch(row))
            @if words.withdrawn { " · " span.warning { (w.withdrawn) } }
        }
        p.chain {
            span.label { (w.chain) } " "
            @for (i, name) in words.chain.iter().enumerate() {
                @if i > 0 { span.cites aria-label=(w.cites) { " ← " } }
                (voice(w, name))
            }
        }
        @if !words.taken_from.is_empty() {
            p.taken {
                (w.taken_from)
                @for (id, kind) in &words.taken_from {
                    " " a href={ "/compare/" (row.id) "/" (id) } { (id.to_string()) } " (" (w.copy(kind)) ")"
                }
            }
        }
    }
}
