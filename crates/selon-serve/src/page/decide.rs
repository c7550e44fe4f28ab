//! Deciding from the page of a claim: the forms, and what becomes of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use maud::{Markup, html};
use selon::When;
use selon_store::{ClaimPage, ClaimWords, Decision, DispatchRow, Evidence, Id, Store, What};

use super::decisions::decision;
use crate::act::{SECRET, Say, Sent, failed, kept, told};
use crate::desk::Desk;
use crate::sheet::{self, Ui};

/// Bytes of a form.
const LARGEST: usize = 64 << 10;
/// The longest value, and the longest name of a person, in characters.
const LONGEST: usize = 200;
/// The longest words that may be put in the place of those of a page.
const LONG: usize = 1_000;

/// Where forms are sent.
pub(crate) fn routes() -> Router<Arc<Desk>> {
    let routes = Router::new().route("/decide", post(decide)).route("/undo", post(undo));
    routes.layer(DefaultBodyLimit::max(LARGEST))
}

async fn decide(State(desk): State<Arc<Desk>>, headers: HeaderMap, sent: Sent) -> Response {
    let at = Arc::clone(&desk);
    let understood = tokio::task::spawn_blocking(move || at.read(|store| understand(store, &sent))).await;
    let decision = match understood {
        Ok(Ok(decision)) => decision,
        Ok(Err(Refused::Said(why))) => return told(&desk, &headers, StatusCode::UNPROCESSABLE_ENTITY, why),
        Ok(Err(Refused::Store(error))) => return failed(&desk, &headers, error),
        Err(_) => return sheet::failed(),
    };
    let reply = desk.writer.change(move |store| store.decide(&decision));
    kept(&desk, &headers, reply, |number| format!("/decisions#n{number}")).await
}

async fn undo(State(desk): State<Arc<Desk>>, headers: HeaderMap, sent: Sent) -> Response {
    let Ok(number) = sent.text("number").parse() else {
        return told(&desk, &headers, StatusCode::UNPROCESSABLE_ENTITY, |w| &w.writing.no_evidence);
    };
    // What was taken back before stays taken back: the list shows when.
    let reply = desk.writer.change(move |store| store.undo(number));
    kept(&desk, &headers, reply, |_| format!("/decisions#n{number}")).await
}

/// Why a form is no decision.
enum Refused {
    Said(Say),
    Store(selon_store::Error),
}

impl From<selon_store::Error> for Refused {
    fn from(error: selon_store::Error) -> Refused {
        Refused::Store(error)
    }
}

/// The decision that a form asks for.
fn understand(store: &Store, sent: &Sent) -> Result<Decision, Refused> {
    let by = Some(short(sent.text("by"))).filter(|by| !by.is_empty());
    let find = |name| store.evidence(name)?.ok_or(Refused::Said(|w| &w.writing.no_evidence));
    let what = match sent.text("what") {
        "same" => What::Same,
        "apart" => What::Apart,
        "outlet" => What::Outlet,
        "agency" => What::Agency,
        "published" => What::Published,
        "original" => What::Original,
        "chain" => What::Chain,
        "says" => What::Says,
        _ => return Err(Refused::Said(|w| &w.writing.no_pair)),
    };
    if matches!(what, What::Same | What::Apart) {
        let evidence = vec![find(sent.text("a"))?, find(sent.text("b"))?];
        if evidence[0] == evidence[1] || evidence.iter().any(|e| e.quote.is_empty()) {
            return Err(Refused::Said(|w| &w.writing.no_pair));
        }
        return Ok(Decision { what, evidence, value: None, by });
    }
    if matches!(what, What::Original | What::Chain | What::Says) {
        let value: String = sent.text("value").chars().filter(|c| !c.is_control()).take(LONG).collect();
        return Ok(store.correction(what, sent.text("a"), &value, by)?);
    }
    let value = short(sent.text("value"));
    let makes_sense = match what {
        What::Published => When::parse(&value) != When::Unknown,
        What::Outlet => !value.is_empty(),
        _ => true,
    };
    if !makes_sense {
        return Err(Refused::Said(|w| &w.writing.no_value));
    }
    let Evidence { dispatch, .. } = find(sent.text("a"))?;
    Ok(Decision { what, evidence: vec![Evidence::whole(&dispatch)], value: Some(value), by })
}

/// What was typed, on one line and not too long.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

/// The forms of a claim, with what was decided about it.
pub(crate) fn forms(ui: &Ui<'_>, page: &ClaimPage) -> Markup {
    let w = ui.words;
    let words: Vec<&ClaimWords> = page.words.iter().filter(|words| !words.withdrawn).collect();
    html! {
        section.deciding aria-labelledby="decide" {
            h2 #decide { (w.writing.decide) }
            p.facts { (w.writing.decide_hint) " " a href="/decisions" { (w.decisions) } }
            @if !page.decisions.is_empty() {
                ol.decisions { @for decided in &page.decisions { li { (decision(ui, decided, &[])) } } }
            }
            details { summary { (w.writing.same) } (same(ui, page)) }
            @if words.len() > 1 { details { summary { (w.writing.apart) } (apart(ui, &words)) } }
            @if !words.is_empty() {
                details { summary { (w.writing.passage_correct) } (passage(ui, &words)) }
                details { summary { (w.writing.correct) } (correct(ui, &words)) }
            }
        }
    }
}

fn same(ui: &Ui<'_>, page: &ClaimPage) -> Markup {
    let w = ui.words;
    let inner = html! {
        input type="hidden" name="a" value=(page.line.id);
        label for="same-b" { (w.writing.same_with) }
        input #same-b name="b" required maxlength="4000" placeholder=(w.writing.same_hint) list="same-others" autocomplete="off";
        datalist #same-others { @for claim in &page.against { option value=(claim.id) { (claim.gist) } } }
    };
    form(ui, "same", "same", inner, &w.writing.same_do)
}

fn apart(ui: &Ui<'_>, words: &[&ClaimWords]) -> Markup {
    let w = ui.words;
    let choose = |name: &str, id: &str, label: &str, chosen: usize| {
        html! {
            label for=(id) { (label) }
            select id=(id) name=(name) {
                @for (i, words) in words.iter().enumerate() { (option(words, i == chosen)) }
            }
        }
    };
    let inner = html! {
        (choose("a", "apart-a", &w.writing.apart_one, 0))
        (choose("b", "apart-b", &w.writing.apart_other, words.len() - 1))
    };
    form(ui, "apart", "apart", inner, &w.writing.apart_do)
}

fn correct(ui: &Ui<'_>, words: &[&ClaimWords]) -> Markup {
    let w = ui.words;
    let rows: BTreeMap<Id, &DispatchRow> = words.iter().map(|words| (words.dispatch.id, &words.dispatch)).collect();
    let inner = html! {
        label for="right-page" { (w.writing.correct_page) }
        select #right-page name="a" {
            @for row in rows.values() {
                option value=(row.id) {
                    (row.outlet.as_deref().unwrap_or("–")) " · " (glance(row.title.as_deref().unwrap_or(&row.address)))
                }
            }
        }
        label for="right-what" { (w.writing.correct_field) }
        select #right-what name="what" {
            @for what in ["outlet", "agency", "published", "original"] { option value=(what) { (w.writing.what(what)) } }
        }
        label for="right-value" { (w.writing.correct_value) }
        input #right-value name="value" maxlength=(LONGEST) placeholder=(w.writing.correct_hint);
    };
    form(ui, "", "right", inner, &w.writing.correct_do)
}

fn passage(ui: &Ui<'_>, words: &[&ClaimWords]) -> Markup {
    let w = ui.words;
    let inner = html! {
        label for="passage" { (w.writing.passage_of) }
        select #passage name="a" { @for words in words { (option(words, false)) } }
        label for="passage-what" { (w.writing.correct_field) }
        select #passage-what name="what" {
            @for what in ["says", "chain"] { option value=(what) { (w.writing.what(what)) } }
        }
        label for="passage-value" { (w.writing.correct_value) }
        input #passage-value name="value" maxlength=(LONG) aria-describedby="passage-hint";
        p.facts #passage-hint { (w.writing.passage_hint) }
    };
    form(ui, "", "passage", inner, &w.writing.correct_do)
}

/// A passage to be chosen.
fn option(words: &ClaimWords, selected: bool) -> Markup {
    html! {
        option value={ (words.dispatch.id) ":" (words.quote) } selected[selected] {
            (words.dispatch.outlet.as_deref().unwrap_or("–")) " · " (glance(&words.quote))
        }
    }
}

/// A form for a decision.
fn form(ui: &Ui<'_>, what: &str, name: &str, inner: Markup, action: &str) -> Markup {
    let by = format!("by-{name}");
    html! {
        form.decide method="post" action="/decide" {
            input type="hidden" name=(SECRET) value=(ui.form);
            @if !what.is_empty() { input type="hidden" name="what" value=(what); }
            (inner)
            label for=(by) { (ui.words.writing.by) }
            input id=(by) name="by" maxlength=(LONGEST) autocomplete="name";
            button { (action) }
        }
    }
}

/// The beginning of a text.
fn glance(text: &str) -> String {
    let mut glance: String = text.chars().take(80).collect();
    if glance.len() < text.len() {
        glance.push('…');
    }
    glance
}
