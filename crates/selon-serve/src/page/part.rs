//! What several pages are put together from.

use maud::{Markup, html};
use selon_store::{ClaimLine, DispatchRow, Id, VoiceRow};

use crate::sheet::Ui;
use crate::words::Words;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 5] = ["ar", "fa", "he", "ps", "ur"];

/// The direction of a language's writing; left open where the language is not known.
pub(crate) fn dir(lang: Option<&str>) -> &'static str {
    match lang {
        None => "auto",
        Some(lang) if RIGHT_TO_LEFT.contains(&lang) => "rtl",
        Some(_) => "ltr",
    }
}

/// Words of a page, in their language and direction.
pub(crate) fn said(words: &str, lang: Option<&str>) -> Markup {
    html! { bdi lang=[lang] dir=(dir(lang)) { (words) } }
}

/// The address of something in the archive.
pub(crate) fn link(id: Id) -> String {
    match id {
        Id::Claim(_) => format!("/claim/{id}"),
        Id::Story(_) => format!("/story/{id}"),
        Id::Dispatch(_) => format!("/dispatch/{id}"),
        Id::Voice(_) => format!("/voice/{id}"),
    }
}

/// A time as the archive holds it, without the zone; a dash where there is none.
pub(crate) fn time(when: Option<&str>) -> Markup {
    let Some(when) = when else { return html! { "–" } };
    let shown = match when.split_once('T') {
        Some((day, clock)) => format!("{day} {}", clock.get(..5).unwrap_or(clock)),
        None => when.replace('/', " – "),
    };
    html! { time datetime=[(!when.contains('/')).then_some(when)] { (shown) } }
}

/// When something is said to have happened: `until 2031-03-04` where it has no beginning.
pub(crate) fn when(w: &Words, when: Option<&str>) -> Markup {
    match when.and_then(|when| when.split_once('/')) {
        Some(("..", last)) => html! { (w.until) " " (time(Some(last))) },
        Some((first, "..")) => html! { (w.since) " " (time(Some(first))) },
        _ => time(when),
    }
}

/// The days between which something was reported.
pub(crate) fn days(first: Option<&str>, last: Option<&str>) -> Markup {
    let day = |when: &str| when.get(..10).unwrap_or(when).to_owned();
    let (first, last) = (first.map(day), last.map(day));
    html! {
        (time(first.as_deref()))
        @if last != first { " – " (time(last.as_deref())) }
    }
}

/// A dispatch, in a link.
pub(crate) fn dispatch(row: &DispatchRow) -> Markup {
    let lang = row.lang.as_deref();
    html! { a href=(link(row.id)) { (said(row.title.as_deref().unwrap_or(&row.address), lang)) } }
}

/// The name of a voice, in a link; unnamed ones are told apart by more than their look.
pub(crate) fn voice(w: &Words, voice: &VoiceRow) -> Markup {
    html! {
        a class={ "voice " (voice.kind) } href=(link(voice.id)) {
            @if voice.kind == "unnamed" { (w.unnamed) " " q { (said(&voice.name, None)) } } @else { (said(&voice.name, None)) }
        }
    }
}

/// A chain, the outlet first; links that the text itself does not give are drawn otherwise.
pub(crate) fn chain(w: &Words, chain: &[VoiceRow], inferred: &[usize]) -> Markup {
    html! {
        @for (i, row) in chain.iter().enumerate() {
            @if i > 0 {
                @let inferred = inferred.contains(&(i - 1));
                @if inferred { span.cites.inferred role="img" aria-label=(w.inferred) { " ⇠ " } }
                @else { span.cites role="img" aria-label=(w.cites) { " ← " } }
            }
            (voice(w, row))
        }
        @if !inferred.is_empty() { span.note { " · ⇠ " (w.inferred) } }
    }
}

/// Voices side by side.
pub(crate) fn voices(w: &Words, voices: &[VoiceRow]) -> Markup {
    html! { @for (i, row) in voices.iter().enumerate() { @if i > 0 { ", " } (voice(w, row)) } }
}

/// On how many voices a claim rests, and on which.
pub(crate) fn rests(w: &Words, claim: &ClaimLine) -> Markup {
    html! {
        span class={ "rests" @if claim.high == 1 { " one" } @if claim.high == 0 { " none" } } {
            @if claim.high == 0 {
                (w.rests_on_nobody)
            } @else {
                (w.rests_on) " " b { (range(claim.low, claim.high)) }
                @if !claim.rests_on.is_empty() { (w.colon) (voices(w, &claim.rests_on)) }
            }
        }
    }
}

/// `1`, or `1–2`.
pub(crate) fn range(low: i64, high: i64) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// How widely a claim is told.
pub(crate) fn breadth(w: &Words, pages: i64, outlets: i64, languages: i64) -> Markup {
    html! {
        span.breadth {
            (w.count(pages, &w.n_pages)) " · " (w.count(outlets, &w.n_outlets))
            @if languages > 1 { " · " (w.count(languages, &w.n_languages)) }
        }
    }
}

/// Claims in a list.
pub(crate) fn claims(ui: &Ui<'_>, claims: &[ClaimLine]) -> Markup {
    let w = ui.words;
    html! {
        ol.claims {
            @for claim in claims {
                li.claim.row {
                    div.when { (when(w, claim.when.as_deref())) }
                    div.what {
                        a.gist href=(link(claim.id)) { (said(&claim.gist, claim.lang.as_deref())) }
                        div.facts { (breadth(w, claim.pages, claim.outlets, claim.languages)) " · " (rests(w, claim)) }
                        (warnings(w, claim))
                    }
                }
            }
        }
    }
}

/// What must not be overlooked of a claim.
pub(crate) fn warnings(w: &Words, claim: &ClaimLine) -> Markup {
    html! {
        @if claim.circular { div.warning { span.sign aria-hidden="true" { "↻ " } (w.circular) } }
        @if !claim.contradicts.is_empty() {
            div.warning {
                span.sign aria-hidden="true" { "≠ " } (w.against)
                @for id in &claim.contradicts { " " a href=(link(*id)) { (id.to_string()) } }
            }
        }
    }
}

/// The ways to the pages before and behind.
pub(crate) fn pager(ui: &Ui<'_>, total: i64, page: u32, per: u32) -> Markup {
    let w = ui.words;
    let last = u32::try_from((total.max(1) - 1) / i64::from(per) + 1).unwrap_or(u32::MAX);
    html! {
        @if last > 1 {
            nav.pager aria-label=(w.pages_of_list) {
                @if page > 1 { a rel="prev" href=(turned(ui.here, page - 1)) { (w.previous) } }
                " " span { (page) " / " (last) } " "
                @if page < last { a rel="next" href=(turned(ui.here, page + 1)) { (w.next) } }
            }
        }
    }
}

/// The same address at another page.
fn turned(here: &str, page: u32) -> String {
    with(here, "page", Some(&page.to_string()))
}

/// The same address with a value put into its query, or taken out of it.
pub(crate) fn with(here: &str, key: &str, value: Option<&str>) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(key);
    let mut pairs: Vec<String> = query.split('&').filter(other).map(str::to_owned).collect();
    pairs.extend(value.map(|value| format!("{key}={value}")));
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_turned_and_the_rest_of_the_query_stays() {
        assert_eq!(with("/search?q=a%26b&page=2", "page", Some("3")), "/search?q=a%26b&page=3");
        assert_eq!(with("/?all=1", "all", None), "/");
    }

    #[test]
    fn times_are_as_exact_as_they_are_known() {
        assert_eq!(
            time(Some("2031-03-04T09:37+01:00")).into_string(),
            "<time datetime=\"2031-03-04T09:37+01:00\">2031-03-04 09:37</time>"
        );
        assert_eq!(time(Some("2031-03/2031-04")).into_string(), "<time>2031-03 – 2031-04</time>");
        assert_eq!(time(None).into_string(), "–");
    }
}
