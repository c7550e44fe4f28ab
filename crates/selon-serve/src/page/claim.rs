//! One claim: the chains it came through, and every wording in its sentence.

use maud::{Markup, html};
use selon_store::{ClaimPage, ClaimWords, Id, Store, What};
use serde::Serialize;

use super::decide;
use super::layout::Leaf;
use super::part::{breadth, chain, claims, days, dir, dispatch, link, pager, rests, said, time, warnings, when};
use super::picture;
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};
use crate::words::Words;

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
                @if line.when.is_some() { (w.happened) " " (when(w, line.when.as_deref())) " · " }
                (w.reported) " " (days(line.first.as_deref(), line.last.as_deref())) " · "
                (breadth(w, line.pages, line.outlets, line.languages))
            }
            p.verdict { (rests(w, line)) }
            (warnings(w, line))
            (picture::chains(w, page))
            section aria-labelledby="words" {
                h2 #words { (w.wordings) }
                ol.wordings { @for words in &page.words { li.row { (wording(ui, page, words)) } } }
                (pager(ui, page.passages, ui.page(), PER))
            }
            section.citing aria-labelledby="cite" {
                h2 #cite { (w.cite) }
                p.tools {
                    button.copy type="button" data-cite={ "/api/cite/" (line.id) } data-done=(w.copied) hidden { (w.copy_citation) }
                    span { (w.cite_hint) " " a href={ "/cite/" (line.id) } { (w.cite_forms) } }
                }
            }
            @if !page.against.is_empty() {
                section aria-labelledby="against" { h2 #against { (w.against_it) } (claims(ui, &page.against)) }
            }
            (decide::forms(ui, page))
        };
        Leaf { title: line.gist.clone(), body }
    }
}

/// A wording in its sentence, with the way it came.
fn wording(ui: &Ui<'_>, page: &ClaimPage, words: &ClaimWords) -> Markup {
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
            (chain(w, &words.chain, &words.inferred))
        }
        (joined(w, page, words))
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

/// Why a wording stands for the same fact as the others. Where it is a copy, the line that says so is enough.
fn joined(w: &Words, page: &ClaimPage, words: &ClaimWords) -> Markup {
    let decided = page.decisions.iter().filter(|decided| decided.decision.what == What::Same).any(|decided| {
        let evidence = &mut decided.decision.evidence.iter();
        evidence.any(|e| e.dispatch == words.dispatch.address && words.quote.contains(&e.quote))
    });
    html! {
        @if let Some(says) = &words.says {
            p.joined { (w.writing.says_so) (w.colon) q { (said(says, None)) } }
        } @else if words.best {
            @if page.passages > 1 { p.joined { (w.best) } }
        } @else if decided {
            p.joined { (w.joined_by_decision) }
        } @else if words.taken_from.is_empty() {
            p.joined {
                @if words.shares.is_empty() { (w.joined_through) } @else { (w.joined) }
                @for (i, shares) in words.shares.iter().enumerate() {
                    @if i > 0 { " ·" }
                    " " (w.tie(shares.tied)) " " q { (said(&shares.here, words.dispatch.lang.as_deref())) }
                    @if shares.here != shares.there { " = " q { (said(&shares.there, page.line.lang.as_deref())) } }
                }
            }
        }
    }
}
