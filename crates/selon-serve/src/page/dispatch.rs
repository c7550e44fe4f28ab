//! One dispatch: its text with all that was read in it.

use maud::{Markup, html};
use selon::extract::Role;
use selon::{Span, view};
use selon_store::{DispatchPage, Id, Shared, Store};
use serde::{Serialize, Serializer};

use super::layout::Leaf;
use super::part::{chain, dir, dispatch, link, range, said, time};
use super::picture;
use crate::ask::Ask;
use crate::marked::{Layer, Layers, marked, within};
use crate::sheet::{Sheet, Ui, Wrong};
use crate::words::Words;

#[derive(Debug)]
pub(crate) struct Dispatch(DispatchPage);

impl Sheet for Dispatch {
    fn find(store: &Store, ask: &Ask) -> Result<Option<Dispatch>, Wrong> {
        let Some(Id::Dispatch(id)) = ask.id("name") else { return Ok(None) };
        Ok(store.dispatch_page(id)?.map(Dispatch))
    }

    fn draw(&self, ui: &Ui<'_>) -> Leaf {
        let (w, page, read) = (ui.words, &self.0, &self.0.reading.dispatch);
        let lang = page.row.lang.as_deref();
        let title = page.row.title.as_deref().unwrap_or(&page.row.address);
        let body = html! {
            p.crumbs {
                a href="/" { (w.stories) }
                @if let Some(story) = page.story {
                    " › " a href=(link(story)) { (said(page.story_title.as_deref().unwrap_or(&w.untitled), None)) }
                }
            }
            h1 { (said(title, lang)) }
            p.facts {
                b { (page.row.outlet.as_deref().unwrap_or("–")) } " · " (time(page.row.published.as_deref()))
                @if !read.agencies.is_empty() { " · " (w.agency) " " (read.agencies.join(", ")) }
                @if !read.authors.is_empty() { " · " (read.authors.join(", ")) }
            }
            (picture::copies(w, page))
            (shared(w, page))
            div.legend aria-label=(w.legend) {
                span.statement { (w.mark_statement) } " " span.time { (w.mark_time) } " " span.name { (w.mark_name) } " "
                span.figure { (w.mark_figure) } " " span.source { (w.mark_source) } " " span.cue { (w.mark_cue) } " "
                span.shared { (w.mark_shared) }
            }
            article.text lang=[lang] dir=(dir(lang)) { (text(w, page)) }
            @if !read.captions.is_empty() {
                section aria-labelledby="captions" {
                    h2 #captions { (w.captions) }
                    @for caption in &read.captions {
                        p.caption { (said(&caption.text, lang)) @if let Some(credit) = &caption.credit { " " span.credit { (w.credit) " " (credit) } } }
                    }
                }
            }
            (origin(w, page))
        };
        Leaf { title: title.to_owned(), body }
    }
}

impl Serialize for Dispatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            page: &'a DispatchPage,
            read: view::DispatchView<'a>,
            marks: view::MarksView<'a>,
        }
        let reading = &self.0.reading;
        Whole { page: &self.0, read: view::dispatch("", &reading.dispatch), marks: view::marks(reading) }
            .serialize(serializer)
    }
}

/// The text, block by block, with its marks, and beside each block the claims that it states.
fn text(w: &Words, page: &DispatchPage) -> Markup {
    let read = &page.reading.dispatch;
    let layers = Layers::new(layers(w, page));
    let here = page.statements.iter().filter(|s| !s.withdrawn);
    // What links to a statement leads to its first word; two that begin there have one.
    let mut starts: Vec<(usize, usize)> =
        here.map(|s| (read.text.span_of_code_points(s.start..s.end).start(), s.start)).collect();
    starts.sort_unstable();
    starts.dedup();
    html! {
        @for block in &read.blocks {
            @let words = marked(read.text.as_str(), block.span.range(), &layers);
            div.block {
                @for (_, point) in within(&starts, block.span.range()) { span.anchor id={ "t" (point) } {} }
                @match block.role {
                    Role::Subhead | Role::Headline => h2 { (words) },
                    Role::Standfirst => p.standfirst { (words) },
                    Role::Quotation => blockquote { p { (words) } },
                    _ => p { (words) },
                }
            }
        }
    }
}

/// All that is marked in a text.
fn layers(w: &Words, page: &DispatchPage) -> Vec<Layer> {
    let reading = &page.reading;
    let text = &reading.dispatch.text;
    let layer = |span: Span, class: &'static str, title: String| Layer { at: span.range(), class, title, to: None };
    let mut layers = Vec::new();
    for stated in page.statements.iter().filter(|s| !s.withdrawn) {
        let span = text.span_of_code_points(stated.start..stated.end);
        let title =
            format!("{} · {} {}", w.count(stated.pages, &w.n_pages), w.rests_on, range(stated.low, stated.high));
        layers.push(Layer { to: Some(link(stated.claim)), ..layer(span, "statement", title) });
    }
    for shared in &page.shared {
        for [start, end] in &shared.passages {
            let other = shared.dispatch.outlet.as_deref().unwrap_or(&shared.dispatch.address);
            layers.push(layer(text.span_of_code_points(*start..*end), "shared", format!("{} {other}", w.mark_shared)));
        }
    }
    for time in &reading.marks.times.timexes {
        layers.push(layer(time.span, "time", time.value.clone()));
    }
    for name in &reading.marks.names.names {
        layers.push(layer(name.span, "name", reading.marks.names.entities[name.entity].name.clone()));
    }
    for figure in &reading.marks.figures {
        layers.push(layer(figure.span, "figure", figure.what.clone()));
    }
    for attribution in &reading.attributions.attributions {
        layers.extend(attribution.source.iter().map(|&span| layer(span, "source", String::new())));
        layers.extend(attribution.cue.iter().map(|&span| layer(span, "cue", String::new())));
    }
    layers
}

/// Where passages stand elsewhere.
fn shared(w: &Words, page: &DispatchPage) -> Markup {
    let line = |shared: &Shared| {
        html! {
            li {
                (time(shared.dispatch.published.as_deref())) " · " b { (shared.dispatch.outlet.as_deref().unwrap_or("–")) } " · "
                (dispatch(&shared.dispatch)) " · " (w.copy(&shared.copy)) " · "
                a href={ "/compare/" (page.row.id) "/" (shared.dispatch.id) } { (w.compare) }
            }
        }
    };
    let (from, to): (Vec<&Shared>, Vec<&Shared>) = page.shared.iter().partition(|shared| shared.from_it);
    html! {
        @for (title, list) in [(&w.taken_from, from), (&w.taken_by, to)] {
            @if !list.is_empty() {
                details.shared open[list.len() < 6] { summary { (title) " " (list.len()) } ul { @for shared in list { (line(shared)) } } }
            }
        }
    }
}

/// Where the page came from, and its hashes.
fn origin(w: &Words, page: &DispatchPage) -> Markup {
    html! {
        section.origin aria-labelledby="origin" {
            h2 #origin { (w.origin) }
            dl {
                dt { (w.address) } dd { code { (page.row.address) } }
                @for capture in &page.captures {
                    dt { (w.captured) }
                    dd {
                        (time(Some(&capture.seen))) " · " (w.count(capture.size, &w.n_bytes)) " · " code { "sha256:" (capture.sha256) }
                        @for place in &capture.found { br; code { (place) } }
                    }
                }
            }
            @if page.statements.iter().any(|s| s.withdrawn) {
                h3 { (w.withdrawn) }
                ul { @for s in page.statements.iter().filter(|s| s.withdrawn) { li { a href=(link(s.claim)) { (said(&s.quote, page.row.lang.as_deref())) } } } }
            }
        }
        section aria-labelledby="said" {
            h2 #said { (w.claims) }
            table {
                thead { tr { th scope="col" { (w.wording) } th scope="col" { (w.chain) } th scope="col" { (w.rests_on) } } }
                tbody {
                    @for s in &page.statements {
                        tr {
                            td { a href=(link(s.claim)) { (said(&s.quote, page.row.lang.as_deref())) } }
                            td { (chain(w, &s.chain, &s.inferred)) }
                            td data-label=(w.rests_on) { (range(s.low, s.high)) }
                        }
                    }
                }
            }
        }
    }
}
