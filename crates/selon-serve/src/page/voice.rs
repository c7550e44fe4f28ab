//! One voice: whom it cites, who cites it, what rests on it.

use maud::{Markup, html};
use selon_store::{Cited, Id, Store, VoicePage};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{claims, pager, said, voice, with};
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};
use crate::words::Words;

/// How many claims a page.
const PER: u32 = 30;

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Voice(VoicePage);

impl Sheet for Voice {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Voice>, Wrong> {
        let Some(Id::Voice(id)) = ask.id("name") else { return Ok(None) };
        Ok(store.voice_page(id, ask.is("relayed"), ask.slice(PER)?)?.map(Voice))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, page, line) = (ui.words, &self.0, &self.0.line);
        let relayed = ui.ask.is("relayed");
        let whole = with(ui.here, "page", None);
        let total = if relayed { line.relays } else { line.originates };
        let body = html! {
            p.crumbs { a href="/voices" { (w.voices) } }
            h1 { (said(&line.row.name, None)) }
            p.facts {
                (w.kind(&line.row.kind))
                @if let Some(by) = &line.quoted_by { " · " (w.quoted_by) " " bdi { (by) } }
                @if !page.aliases.is_empty() { " · " (w.also_called) " " (page.aliases.join(", ")) }
            }
            @if let Some(copied) = page.copied {
                p.facts {
                    (w.count(copied.pages, &w.n_pages)) (w.colon)
                    (w.count(copied.taken, &w.n_taken)) ", " (w.count(copied.agency, &w.n_through_agency))
                }
                p.shares {
                    b { (copied.agency_share) "\u{a0}%" } " " (w.agency_share) " · " b { (copied.taken_share) "\u{a0}%" } " " (w.taken_share)
                    " " span.facts { "(" (w.measured) " " (w.count(copied.measured as i64, &w.n_pages)) ")" }
                }
            }
            div.beside {
                (beside(w, &w.cites_whom, &page.cites))
                (beside(w, &w.cited_by, &page.cited_by))
            }
            section aria-labelledby="claims" {
                h2 #claims { (w.claims) }
                nav.kinds aria-label=(w.claims) {
                    a href=(with(&whole, "relayed", None)) aria-current=[(!relayed).then_some("true")] { (w.originates) " " (line.originates) } " "
                    a href=(with(&whole, "relayed", Some("1"))) aria-current=[relayed.then_some("true")] { (w.relays) " " (line.relays) }
                }
                (claims(ui, &page.claims))
                (pager(ui, total, ui.page(), PER))
            }
        };
        Leaf { title: line.row.name.clone(), body }
    }
}

fn beside(w: &Words, title: &str, cited: &[Cited]) -> Markup {
    html! {
        @if !cited.is_empty() {
            section {
                h2 { (title) }
                ul { @for other in cited { li { (voice(w, &other.voice)) " · " (w.count(other.passages as i64, &w.n_passages)) } } }
            }
        }
    }
}
