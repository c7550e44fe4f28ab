//! One story: what is said to have happened, beside when it was reported.

use maud::html;
use selon_store::{Id, Store, StoryPage};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{breadth, claims, days, dispatch, link, pager, said, time, with};
use super::picture;
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};

/// How many claims a page.
const PER: u32 = 60;

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Story(StoryPage);

impl Sheet for Story {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Story>, Wrong> {
        let Some(Id::Story(id)) = ask.id("name") else { return Ok(None) };
        Ok(store.story_page(id, ask.is("all"), ask.slice(PER)?)?.map(Story))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, line) = (ui.words, &self.0.line);
        let title = line.title.as_deref().unwrap_or(&w.untitled);
        let all = ui.ask.is("all");
        let body = html! {
            p.crumbs { a href="/" { (w.stories) } }
            h1 { (said(title, line.lang.as_deref())) }
            p.facts {
                (days(line.first.as_deref(), line.last.as_deref())) " · "
                (breadth(w, line.pages, line.outlets, line.languages)) " · " (w.count(line.claims, &w.n_claims))
            }
            (picture::timeline(w, &self.0, link))
            (picture::figures(w, &self.0.claims, link))
            section aria-labelledby="claims" {
                h2 #claims { (w.claims) }
                p.facts {
                    @if all {
                        a href=(with(&with(ui.here, "page", None), "all", None)) { (w.only_shared) }
                    } @else if self.0.shown < line.claims {
                        a href=(with(&with(ui.here, "page", None), "all", Some("1"))) {
                            (w.count(line.claims - self.0.shown, &w.n_lone))
                        }
                    }
                }
                (claims(ui, &self.0.claims))
                (pager(ui, self.0.shown, ui.page(), PER))
            }
            (picture::map(w, &self.0))
            section aria-labelledby="dispatches" {
                h2 #dispatches { (w.dispatches) }
                table.dispatches {
                    thead { tr { th scope="col" { (w.reported) } th scope="col" { (w.outlet) } th scope="col" { (w.title) } } }
                    tbody {
                        @for row in &self.0.dispatches {
                            tr {
                                td { (time(row.published.as_deref())) }
                                td { (row.outlet.as_deref().unwrap_or("–")) }
                                td { (dispatch(row)) }
                            }
                        }
                    }
                }
            }
            p.tools { a href={ (link(line.id)) "/file" } download { (w.one_file) } " · " a href={ "/cite/" (line.id) } { (w.cite) } }
        };
        Leaf { title: title.to_owned(), body }
    }
}
