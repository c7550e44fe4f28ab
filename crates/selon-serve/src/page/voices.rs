//! All voices, those first on which the most claims rest.

use maud::html;
use selon_store::{Store, VoicesPage};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{pager, voice, with};
use crate::ask::{Ask, Odd};
use crate::sheet::{Sheet, Ui, Wrong};

/// How many a page.
const PER: u32 = 100;
/// What voices are.
pub(crate) const KINDS: [&str; 7] = ["outlet", "agency", "institution", "person", "group", "document", "unnamed"];

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Voices(VoicesPage);

impl Sheet for Voices {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Voices>, Wrong> {
        let kind = ask.text("kind")?;
        if kind.is_some_and(|kind| !KINDS.contains(&kind)) {
            return Err(Odd("kind").into());
        }
        Ok(Some(Voices(store.voices_page(kind, ask.slice(PER)?)?)))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let w = ui.words;
        let kind = ui.ask.text("kind").ok().flatten();
        let whole = with(ui.here, "page", None);
        let body = html! {
            h1 { (w.voices) }
            p.facts { (w.voices_hint) }
            nav.kinds aria-label=(w.kinds_of_voices) {
                a href=(with(&whole, "kind", None)) aria-current=[kind.is_none().then_some("true")] { (w.all) }
                @for other in KINDS {
                    " " a href=(with(&whole, "kind", Some(other))) aria-current=[(kind == Some(other)).then_some("true")] { (w.kind(other)) }
                }
            }
            table.voices {
                thead {
                    tr {
                        th scope="col" { (w.voice) } th scope="col" { (w.kind_of_voice) }
                        th.num scope="col" { (w.originates) } th.num scope="col" { (w.relays) }
                    }
                }
                tbody {
                    @for line in &self.0.voices {
                        tr.row {
                            td {
                                (voice(w, &line.row))
                                @if let Some(by) = &line.quoted_by { " " span.facts { (w.quoted_by) " " bdi { (by) } } }
                            }
                            td { (w.kind(&line.row.kind)) }
                            td.num data-label=(w.originates) { (line.originates) }
                            td.num data-label=(w.relays) { (line.relays) }
                        }
                    }
                }
            }
            (pager(ui, self.0.total, ui.page(), PER))
        };
        Leaf { title: w.voices.clone(), body }
    }
}
