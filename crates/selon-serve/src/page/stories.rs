//! All stories, those first that have changed last.

use maud::{Markup, html};
use selon_store::{Store, StoriesPage, StoryLine};
use serde::Serialize;

use super::layout::Leaf;
use super::part::{breadth, days, link, pager, said, time};
use crate::ask::Ask;
use crate::sheet::{Sheet, Ui, Wrong};
use crate::words::Words;

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
            @for stories in self.0.stories.chunk_by(|a, b| hour(a) == hour(b)) {
                h2.since { (since(w, hour(&stories[0]))) }
                ol.stories { @for story in stories {
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
                } }
            }
            (pager(ui, self.0.total, ui.page(), PER))
        };
        Leaf { title: w.stories.clone(), body }
    }
}

/// The hour in which a story changed last, by which the list is ordered: `2031-03-04T09`.
fn hour(story: &StoryLine) -> Option<&str> {
    story.changed.as_deref().and_then(|when| when.get(..13))
}

/// `Changed 2031-03-04 09:00–09:59 UTC`
fn since(w: &Words, hour: Option<&str>) -> Markup {
    let Some((day, hour)) = hour.and_then(|hour| hour.split_once('T')) else { return html! { (w.not_compared) } };
    html! { (w.changed) " " (time(Some(day))) " " (hour) ":00–" (hour) ":59 UTC" }
}
