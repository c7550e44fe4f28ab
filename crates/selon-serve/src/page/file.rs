//! A story as one file that needs nothing else: to be sent on, kept, printed.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use selon_store::{ClaimPage, Id, Slice, Store, StoryPage};

use super::part::{breadth, days, dir, range, said, time, when};
use super::picture;
use crate::asset;
use crate::words::Words;

/// So many claims, and so many wordings of each, are told.
const CLAIMS: u32 = 200;
const WORDINGS: u32 = 20;

/// A story with its claims, each with its wordings.
#[derive(Debug)]
pub(crate) struct StoryFile {
    story: StoryPage,
    claims: Vec<ClaimPage>,
}

impl StoryFile {
    /// Gathers a story.
    pub(crate) fn find(store: &Store, id: i64) -> selon_store::Result<Option<StoryFile>> {
        let slice = Slice { page: 1, per: CLAIMS };
        let Some(mut story) = store.story_page(id, false, slice)? else { return Ok(None) };
        if story.claims.is_empty() {
            // A story of one page has no claims but its own.
            story = store.story_page(id, true, slice)?.unwrap_or(story);
        }
        let mut claims = Vec::new();
        for line in &story.claims {
            if let Id::Claim(claim) = line.id {
                claims.extend(store.claim_page(claim, Slice { page: 1, per: WORDINGS })?);
            }
        }
        Ok(Some(StoryFile { story, claims }))
    }

    /// Writes it. Its policy lets nothing in and nothing out.
    pub(crate) fn draw(&self, w: &Words) -> Markup {
        let line = &self.story.line;
        let title = line.title.as_deref().unwrap_or(&w.untitled);
        html! {
            (DOCTYPE)
            html lang=(w.code) dir="ltr" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { (title) " · selon" }
                    style { (PreEscaped(asset::style())) }
                }
                body {
                    main {
                        h1 { (said(title, line.lang.as_deref())) }
                        p.facts {
                            (days(line.first.as_deref(), line.last.as_deref())) " · "
                            (breadth(w, line.pages, line.outlets, line.languages))
                        }
                        p.facts { (w.no_verdict) }
                        (picture::timeline(w, &self.story, |id| format!("#{id}")))
                        (picture::figures(w, &self.story.claims, |id| format!("#{id}")))
                        (picture::map(w, &self.story))
                        h2 { (w.claims) }
                        @for claim in &self.claims { (told(w, claim)) }
                        h2 { (w.dispatches) }
                        ol {
                            @for row in &self.story.dispatches {
                                li id=(row.id.to_string()) {
                                    (time(row.published.as_deref())) " · " b { (row.outlet.as_deref().unwrap_or("–")) } " · "
                                    (said(row.title.as_deref().unwrap_or_default(), row.lang.as_deref())) br;
                                    @if is_web(&row.address) {
                                        a href=(row.address) rel="noreferrer noopener" { (row.address) }
                                    } @else {
                                        code { (row.address) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether an address may be followed: one of the web, and no other.
fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn told(w: &Words, claim: &ClaimPage) -> Markup {
    let line = &claim.line;
    html! {
        section.claim id=(line.id.to_string()) {
            h3 { (said(&line.gist, line.lang.as_deref())) }
            p.facts {
                @if line.when.is_some() { (w.happened) " " (when(w, line.when.as_deref())) " · " }
                (breadth(w, line.pages, line.outlets, line.languages)) " · "
                @if line.high == 0 { (w.rests_on_nobody) } @else { (w.rests_on) " " (range(line.low, line.high)) }
                @for (i, voice) in line.rests_on.iter().enumerate() { (if i == 0 { w.colon.as_str() } else { ", " }) bdi { (voice.name) } }
                @if line.circular { " · ↻ " (w.circular) }
                @for other in &line.contradicts { " · ≠ " (w.against) " " a href={ "#" (other) } { (other.to_string()) } }
            }
            @for words in &claim.words {
                @let lang = words.dispatch.lang.as_deref();
                blockquote lang=[lang] dir=(dir(lang)) { (words.before) mark { (words.quote) } (words.after) }
                p.facts {
                    (time(words.dispatch.published.as_deref())) " · "
                    a href={ "#" (words.dispatch.id) } { (words.dispatch.outlet.as_deref().unwrap_or("–")) } " · " (w.chain) " "
                    @for (i, voice) in words.chain.iter().enumerate() {
                        @if i > 0 {
                            @if words.inferred.contains(&(i - 1)) { span title=(w.inferred) { " ⇠ " } } @else { " ← " }
                        }
                        bdi { (voice.name) }
                    }
                }
            }
        }
    }
}
