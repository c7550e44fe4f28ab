//! All stories, those first that were reported last.

use maud::html;
use selon_store::{Store, StoriesPage};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{breadth, days, link, pager, said};
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};

/// How many a page.
const PER: u32 = 50;

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Stories(StoriesPage);

impl Sheet for Stories {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Stories>, Wrong> {
        Ok(Some(Stories(store.stories_page(ask.slice(PER)?)?)))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let w = ui.words;
        let body = html! {
            h1 { (w.stories) }
            @if self.0.total == 0 {
                p { (w.empty) " " a href="/add" { (w.add) } }
            }
            ol.stories {
                @for story in &self.0.stories {
                    li.story.row {
                        div.when { (days(story.first.as_deref(), story.last.as_deref())) }
                        div.what {
                            a.title href=(link(story.id)) {
                                (said(story.title.as_deref().unwrap_or(&w.untitled), story.lang.as_deref()))
                            }
                            div.facts {
                                (breadth(w, story.pages, story.outlets, story.languages))
                                " · " (w.count(story.claims, &w.n_claims))
                                @if story.on_one > 0 { " · " span.rests.one { (w.count(story.on_one, &w.n_on_one)) } }
                                @if story.disputed > 0 { " · " span.warning { "≠ " (w.count(story.disputed, &w.n_disputed)) } }
                            }
                        }
                    }
                }
            }
            (pager(ui, self.0.total, ui.page(), PER))
        };
        Leaf { title: w.stories.clone(), body }
    }
}
