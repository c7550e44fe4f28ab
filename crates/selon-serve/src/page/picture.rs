//! Pictures, each with its table: the archive's values in, `selon-draw`'s out.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, PreEscaped, html};
use selon::annotate::place::Class;
use selon_draw::chain::{Chains, Link, LinkKind, Voice};
use selon_draw::copies::{CopyBars, Other};
use selon_draw::figures::{Figures, Value};
use selon_draw::map::{Place, Precision};
use selon_draw::timeline::Event;
use selon_draw::{Picture, Stretch};
use selon_store::{ClaimLine, ClaimPage, DispatchPage, Id, Reports, StoryPage};

use super::part::{link, range};
use crate::words::Words;

/// A picture in a page, with its table below it.
fn framed(w: &Words, picture: &Picture) -> Markup {
    html! {
        div.picture tabindex="0" role="region" aria-label=(picture.title) { (PreEscaped(picture.svg())) }
        details.twin {
            summary { (w.as_table) }
            table {
                thead { tr { @for head in &picture.table.head { th scope="col" { (head) } } } }
                tbody {
                    @for row in &picture.table.rows {
                        tr {
                            @for cell in row {
                                td class=[cell.number.then_some("num")] {
                                    @if let Some(href) = &cell.href { a href=(href) { bdi { (cell.text) } } } @else { bdi { (cell.text) } }
                                }
                            }
                        }
                    }
                }
            }
            @if picture.table.left_out > 0 { p { "+ " (picture.table.left_out) } }
        }
    }
}

fn words(w: &Words) -> &'static selon_draw::Words {
    selon_draw::Words::of(&w.code)
}

/// Through which voices a claim comes.
pub(crate) fn chains(w: &Words, page: &ClaimPage) -> Markup {
    if page.voices.is_empty() {
        return html! {};
    }
    let number: BTreeMap<Id, usize> = page.voices.iter().enumerate().map(|(i, voice)| (voice.id, i)).collect();
    let rests: BTreeSet<Id> = page.line.rests_on.iter().map(|voice| voice.id).collect();
    let (mut links, mut own, mut outlets) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::<Id>::new());
    let copied = copied(page);
    for chain in &page.chains {
        outlets.extend(chain.first());
        if let [only] = chain[..] {
            own.insert(only);
        }
        for pair in chain.windows(2) {
            if let (Some(&to), Some(&from)) = (number.get(&pair[0]), number.get(&pair[1])) {
                let kind = copied.get(&(pair[1], pair[0])).copied().unwrap_or(LinkKind::Cites);
                let inferred = page.inferred.contains(&[pair[0], pair[1]]);
                links.insert(Link { from, to, kind, inferred });
            }
        }
    }
    let voice = |row: &selon_store::VoiceRow| Voice {
        name: row.name.clone(),
        kind: w.kind(&row.kind).to_owned(),
        unnamed: row.kind == "unnamed",
        rests_on: rests.contains(&row.id),
        own_word: own.contains(&row.id),
        ring: page.line.circular && !rests.contains(&row.id) && page.line.high == 0,
        outlet: outlets.contains(&row.id),
        href: Some(link(row.id)),
    };
    let chains = Chains { voices: page.voices.iter().map(voice).collect(), links: links.into_iter().collect() };
    framed(w, &selon_draw::chain::draw(&chains, words(w)))
}

/// The voices whose text another prints, as far as the wordings of this page show it: who has it, and from whom it comes first.
fn copied(page: &ClaimPage) -> BTreeMap<(Id, Id), LinkKind> {
    let mut copied = BTreeMap::new();
    for words in &page.words {
        let ([to, from, ..], Some((_, kind))) = (&words.chain[..], words.taken_from.first()) else { continue };
        let kind = match kind.as_str() {
            "translation" => LinkKind::Translates,
            "quote" => continue,
            _ => LinkKind::Reprints,
        };
        copied.insert((from.id, to.id), kind);
    }
    copied
}

/// What is said to have happened, beside when it was reported.
pub(crate) fn timeline(w: &Words, story: &StoryPage, to: impl Fn(Id) -> String) -> Markup {
    let stretch = |when: &Option<String>| when.as_deref().and_then(Stretch::parse);
    let event = |(claim, reports): (&ClaimLine, &Reports)| Event {
        what: claim.gist.clone(),
        happened: stretch(&claim.when),
        reported: reports.published.iter().filter_map(|when| Stretch::parse(when)).collect(),
        pages: usize::try_from(claim.pages).unwrap_or(0),
        note: if claim.high == 0 {
            w.on_nobody.clone()
        } else {
            format!("{} {}", w.rests_on, range(claim.low, claim.high))
        },
        disputed: !claim.contradicts.is_empty(),
        href: Some(to(claim.id)),
    };
    let told = story.claims.iter().zip(&story.reports);
    let events: Vec<Event> = told.filter(|(claim, _)| claim.when.is_some()).map(event).collect();
    if events.len() < 2 {
        html! {}
    } else {
        framed(w, &selon_draw::timeline::draw(&events, words(w)))
    }
}

/// The counts of one thing on which a story's claims do not agree, each on its voices: a range, never an average.
pub(crate) fn figures(w: &Words, claims: &[ClaimLine], to: impl Fn(Id) -> String) -> Markup {
    let mut by_what: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for claim in claims {
        for figure in claim.figures.as_array().into_iter().flatten() {
            let (Some(what), Some(value)) = (figure["what"].as_str(), figure["value"].as_f64()) else { continue };
            let bound = figure["bound"].as_str().unwrap_or_default();
            let voices: Vec<&str> = claim.rests_on.iter().map(|voice| voice.name.as_str()).collect();
            by_what.entry(what).or_default().push(Value {
                low: (bound != "at_most").then_some(value),
                high: (bound != "at_least").then_some(value),
                about: bound == "about",
                voice: if voices.is_empty() { "–".to_owned() } else { voices.join(", ") },
                unnamed: claim.rests_on.iter().any(|voice| voice.kind == "unnamed"),
                reported: claim.first.as_deref().and_then(Stretch::parse),
                href: Some(to(claim.id)),
            });
        }
    }
    html! {
        @for (what, values) in by_what.into_iter().filter(|(_, values)| values.len() > 1).take(6) {
            (framed(w, &selon_draw::figures::draw(&Figures { what: w.what(what).to_owned(), values }, words(w))))
        }
    }
}

/// Where the dispatches of a story say that things happen.
pub(crate) fn map(w: &Words, story: &StoryPage) -> Markup {
    let place = |place: &selon_store::PlaceLine| Place {
        name: place.name.clone(),
        lat: place.lat,
        lon: place.lon,
        precision: precision(place),
        count: place.named,
        href: None,
    };
    let places: Vec<Place> = story.places.iter().map(place).collect();
    if places.is_empty() {
        html! {}
    } else {
        framed(w, &selon_draw::map::draw(&places, words(w)))
    }
}

/// What is large gets no pin.
fn precision(place: &selon_store::PlaceLine) -> Precision {
    match (place.class, place.country.as_bytes()) {
        (Class::Country, &[a, b]) => Precision::Country([a, b]),
        (Class::City, _) => Precision::Town { radius: 5.0 },
        (Class::Division, _) => Precision::Region { radius: 60.0 },
        _ => Precision::Region { radius: 300.0 },
    }
}

/// Where passages of a dispatch stand elsewhere.
pub(crate) fn copies(w: &Words, page: &DispatchPage) -> Markup {
    let text = &page.reading.dispatch.text;
    let others = page.shared.iter().map(|shared| Other {
        name: shared.dispatch.outlet.clone().unwrap_or_else(|| shared.dispatch.address.clone()),
        note: w.copy(&shared.copy).to_owned(),
        earlier: shared.from_it,
        passages: shared.passages.iter().map(|&[start, end]| start..end).collect(),
        href: Some(format!("/compare/{}/{}", page.row.id, shared.dispatch.id)),
    });
    let bars = CopyBars {
        length: text.code_point(text.len()),
        blocks: page.reading.dispatch.blocks.iter().map(|block| text.code_points(block.span)).collect(),
        others: others.collect(),
    };
    if bars.others.is_empty() {
        html! {}
    } else {
        framed(w, &selon_draw::copies::draw(&bars, words(w)))
    }
}
