//! What is under way: in this server, and in any other process that writes to the archive.

use maud::{Markup, html};
use selon_store::{Store, Work};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{link, time, with};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::intake::Batch;
use crate::sheet::{Sheet, Ui, Wrong};
use crate::words::Words;
use crate::writer::Doing;

#[derive(Debug, Serialize)]
pub(crate) struct Progress {
    #[serde(flatten)]
    work: Work,
    /// What this server does.
    server: Doing,
    /// What was handed in to it, the latest first.
    handed: Vec<Batch>,
}

impl Sheet for Progress {
    fn find(store: &Store, _: &Ask) -> Result<Option<Progress>, Wrong> {
        Ok(Some(Progress { work: store.work()?, server: Doing::default(), handed: Vec::new() }))
    }

    fn beside(self, desk: &Desk) -> Progress {
        Progress { server: desk.writer.now(), handed: desk.intake.batches(), ..self }
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, work, server) = (ui.words, &self.work, &self.server);
        let t = &w.writing;
        let live = ui.ask.is("live");
        let body = html! {
            h1 { (t.progress) }
            // Without a script the page is loaded anew where a reader asks for it: nothing moves under their eyes unasked.
            p.facts { a href=(with(ui.here, "live", (!live).then_some("1"))) { @if live { (t.hold) } @else { (t.follow) } } }
            div data-live="1" {
                p role="status" {
                    @if work.came > 0 { (w.count(work.came, &t.n_came)) " " }
                    @else if work.waiting == 0 && server.changes == 0 { (t.at_rest) " " }
                    @if work.waiting > 0 { (w.count(work.waiting, &t.n_wait)) }
                }
                dl {
                    dt { (t.kept) } dd { (w.count(work.captures, &w.n_pages)) " · " (w.count(work.dispatches, &t.n_dispatches)) }
                    @if work.last.is_some() { dt { (t.last) } dd { (time(work.last.as_deref())) } }
                }
                @if server.changes > 0 { p { (w.count(server.changes as i64, &t.n_changes)) } }
                @if server.comparing { p { (t.comparing) } }
                @if server.locked { p.warning { (t.locked) } }
                @if let Some(why) = &server.stopped { p.warning { (t.stopped) (w.colon) span lang="en" { (why) } } }
                @if !self.handed.is_empty() {
                    h2 { (t.handed_in) }
                    ol.batches { @for batch in &self.handed { li.row { (handed(w, batch)) } } }
                }
                @if !work.imports.is_empty() {
                    table {
                        caption { (t.imports) }
                        thead { tr { th scope="col" { (t.container) } th scope="col" { (t.position) } th scope="col" { (t.state) } } }
                        tbody {
                            @for import in &work.imports {
                                tr {
                                    td { bdi { (import.name) } }
                                    td.num { @if import.at > 0 { (w.count(import.at as i64, &w.n_bytes)) } @else { (w.count(import.inner as i64, &t.n_records)) } }
                                    td { @if import.complete { (t.complete) } @else { (t.begun) } }
                                }
                            }
                        }
                    }
                }
            }
        };
        Leaf { title: t.progress.clone(), body }
    }
}

/// What became of files that were handed in together.
fn handed(w: &Words, batch: &Batch) -> Markup {
    let t = &w.writing;
    html! {
        p {
            @if !batch.ended { progress max=(batch.files) value=(batch.done) { } " " }
            (batch.done) "\u{a0}/\u{a0}" (batch.files) " · " (w.count(batch.pages as i64, &t.n_kept))
            @if batch.failures > 0 { " · " span.warning { (w.count(batch.failures as i64, &t.n_failed)) } }
        }
        @if !batch.kept.is_empty() {
            ul { @for (name, id) in &batch.kept { li { a href=(link(*id)) { bdi { (name) } } } } @if batch.pages > batch.kept.len() { li { (t.and_more) } } }
        }
        @if !batch.failed.is_empty() {
            p { (t.unread) (w.colon) }
            ul { @for failed in &batch.failed { li { bdi { (failed.name) } (w.colon) span lang="en" { (failed.reason) } } } @if batch.failures > batch.failed.len() { li { (t.and_more) } } }
        }
    }
}
