//! What all pages have around them.

use maud::{DOCTYPE, Markup, html};
use selon_store::ErrorKind;

use crate::sheet::{Ui, Wrong};
use crate::words::{Language, Words};

/// What stands inside.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// For the title of the window.
    pub(crate) title: String,
    /// The page.
    pub(crate) body: Markup,
}

/// What stands around it.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// The words of the interface.
    pub(crate) words: &'static Words,
    /// Path and query of the request.
    pub(crate) here: &'a str,
    /// What was looked for.
    pub(crate) q: Option<&'a str>,
    /// Whether it is loaded anew by itself.
    pub(crate) live: bool,
}

/// A whole page.
pub(crate) fn page(frame: &Frame<'_>, leaf: Leaf) -> Markup {
    let w = frame.words;
    let at = |path: &str| (frame.here.split('?').next() == Some(path)).then_some("page");
    html! {
        (DOCTYPE)
        html lang=(w.code) dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if frame.live { noscript { meta http-equiv="refresh" content="5"; } }
                title { (leaf.title) " · selon" }
                link rel="stylesheet" href="/assets/style.css";
                script src="/assets/selon.js" defer {}
            }
            body {
                a.skip href="#main" { (w.skip) }
                header.top {
                    a.brand href="/" { "selon" }
                    nav aria-label=(w.navigation) {
                        a href="/" aria-current=[at("/")] { (w.stories) }
                        a href="/voices" aria-current=[at("/voices")] { (w.voices) }
                        a href="/decisions" aria-current=[at("/decisions")] { (w.decisions) }
                        a href="/add" aria-current=[at("/add")] { (w.add) }
                    }
                    form.find role="search" action="/search" {
                        label.hidden for="q" { (w.search) }
                        input #q type="search" name="q" value=[frame.q] placeholder=(w.search_hint);
                        button { (w.search) }
                    }
                }
                main #main tabindex="-1" { (leaf.body) }
                footer.bottom {
                    p { (w.no_verdict) }
                    p {
                        @for language in Language::ALL {
                            a href=(in_language(frame.here, language)) hreflang=(language.code()) lang=(language.code())
                                aria-current=[(language.code() == w.code).then_some("true")] { (language.words().name) }
                            " "
                        }
                        a href=(data(frame.here)) { (w.data) } " "
                        span.keys { (w.keys) }
                    }
                }
            }
        }
    }
}

/// The same page in another language of the interface.
fn in_language(here: &str, language: Language) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let mut kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let lang = format!("lang={}", language.code());
    kept.push(&lang);
    format!("{path}?{}", kept.join("&"))
}

/// The same page as JSON.
fn data(here: &str) -> String {
    match here.split_once('?') {
        None if here == "/" => "/api/stories".to_owned(),
        Some(("/", query)) => format!("/api/stories?{query}"),
        _ => format!("/api{here}"),
    }
}

/// Nothing has this name.
pub(crate) fn nothing(ui: &Ui<'_>) -> Leaf {
    let w = ui.words;
    Leaf { title: w.nothing.clone(), body: html! { h1 { (w.nothing) } p { (w.nothing_hint) } } }
}

/// There is no answer.
pub(crate) fn wrong(ui: &Ui<'_>, wrong: &Wrong) -> Leaf {
    let w = ui.words;
    if let Wrong::Store(error) | Wrong::Export(selon_export::Error::Store(error)) = wrong
        && matches!(error.kind, ErrorKind::TooLong)
    {
        return Leaf { title: w.too_long.clone(), body: html! { h1 { (w.too_long) } p { (w.too_long_hint) } } };
    }
    Leaf { title: w.wrong.clone(), body: html! { h1 { (w.wrong) } p lang="en" { (wrong.to_string()) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_its_other_forms() {
        assert_eq!(in_language("/search?q=a&lang=fr&page=2", Language::English), "/search?q=a&page=2&lang=en");
        assert_eq!(in_language("/", Language::French), "/?lang=fr");
        assert_eq!(data("/"), "/api/stories");
        assert_eq!(data("/?page=2"), "/api/stories?page=2");
        assert_eq!(data("/claim/c1"), "/api/claim/c1");
    }
}
