//! What the archive holds, for people.

use selon_store::{
    ClaimRow, ClaimShown, CopyRow, Decided, Decision, DispatchRow, DispatchShown, Evidence, Found, Shown, StatementRow,
    VersionRow, VoiceRow, What,
};

use super::layout::{Page, Style, count, plain};

/// What a search found.
pub(crate) fn found(found: &Found, page: &Page) -> String {
    let mut text = String::new();
    text += &claims("Claims", &found.claims, page);
    if !found.claims.is_empty() && !found.dispatches.is_empty() {
        text.push('\n');
    }
    text += &dispatches("Dispatches", &found.dispatches, page);
    text
}

/// One thing of the archive.
pub(crate) fn shown(shown: &Shown, page: &Page) -> String {
    match shown {
        Shown::Claim(shown) => claim(shown, page),
        Shown::Dispatch(shown) => dispatch(shown, page),
        Shown::Story(shown) => {
            let title = shown.title.as_deref().map_or_else(|| "Without a headline".to_owned(), plain);
            let mut text = page.paragraph("", Some(Style::Title), &format!("{}  {title}", shown.id));
            text += &section(&dispatches("Dispatches", &shown.dispatches, page));
            text + &section(&claims("Claims", &shown.claims, page))
        }
        Shown::Voice(shown) => {
            let mut text = page.paragraph("", Some(Style::Title), &format!("{}  {}", shown.row.id, name(&shown.row)));
            let aliases: Vec<String> =
                shown.aliases.as_array().into_iter().flatten().filter_map(|a| a.as_str()).map(plain).collect();
            let also = if aliases.is_empty() { String::new() } else { format!(" · also {}", aliases.join(", ")) };
            text += &page.paragraph("", Some(Style::Quiet), &format!("{}{also}", shown.row.kind));
            text += &section(&claims("Claims that rest on it", &shown.rests, page));
            text + &section(&claims("Claims that it passes on", &shown.relays, page))
        }
    }
}

/// Versions of a dispatch, the oldest first.
pub(crate) fn versions(versions: &[VersionRow], page: &Page) -> String {
    let mut text = String::new();
    for (place, version) in versions.iter().enumerate() {
        let head = format!("{} · sha256 {}", version.seen, version.sha256);
        text += &page.paragraph("", Some(Style::Title), &head);
        if let Some(title) = &version.title {
            text += &page.paragraph("", None, &plain(title));
        }
        for dropped in &version.dropped {
            text += &page.paragraph("− ", Some(Style::Warn), &plain(dropped));
        }
        for added in &version.added {
            text += &page.paragraph(if place == 0 { "  " } else { "+ " }, None, &plain(added));
        }
    }
    text
}

/// "same: “…” (a.html), “…” (b.html)", "original: a.html is taken from b.html"
pub(crate) fn decision(decision: &Decision) -> String {
    let words = |e: &Evidence| match e.quote.as_str() {
        "" => plain(&e.dispatch),
        quote => format!("“{}” ({})", plain(quote), plain(&e.dispatch)),
    };
    let evidence: Vec<String> = decision.evidence.iter().map(words).collect();
    let said = match (decision.what, evidence.as_slice()) {
        (What::Original, [of]) => format!("{of} is taken from no other"),
        (What::Original, [of, from]) => format!("{of} is taken from {from}"),
        (What::Chain, [words]) if decision.value.as_deref() == Some("") => format!("{words}: the outlet’s own word"),
        _ => evidence.join(", "),
    };
    let value = decision.value.as_deref().filter(|value| decision.what != What::Chain || !value.is_empty());
    let value = value.map(|value| format!(" → {}", plain(value))).unwrap_or_default();
    let by = decision.by.as_ref().map(|by| format!(" · {}", plain(by))).unwrap_or_default();
    format!("{}: {said}{value}{by}", decision.what)
}

fn decided(decisions: &[Decided], page: &Page) -> String {
    let line =
        |d: &Decided| page.paragraph("", Some(Style::Quiet), &format!("decided ({}) {}", d.id, decision(&d.decision)));
    decisions.iter().map(line).collect()
}

fn section(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n{text}") }
}

fn claim(shown: &ClaimShown, page: &Page) -> String {
    let mut text = page.paragraph("", Some(Style::Title), &format!("{}  {}", shown.id, plain(&shown.gist)));
    let voices: Vec<String> = shown.rests_on.iter().map(name).collect();
    let mut about: Vec<String> = shown.when.iter().map(|when| plain(when)).collect();
    about.push(rests(shown.low, shown.high));
    if !voices.is_empty() {
        about.push(voices.join(", "));
    }
    if shown.witnesses > shown.high {
        about.push(format!("{} lines vouch that it was said", shown.witnesses));
    }
    about.extend(shown.story.map(|story| format!("story {story}")));
    text += &page.paragraph("", Some(Style::Quiet), &about.join(" · "));
    if shown.story.is_none() {
        text += &page.paragraph("", Some(Style::Warn), "no page states it any more");
    }
    if shown.circular {
        text += &page.paragraph("", Some(Style::Warn), "↻ circular: voices of it cite one another");
    }
    for other in &shown.contradicts {
        text += &page.paragraph("", Some(Style::Warn), &format!("≠ {} “{}”", other.id, plain(&other.gist)));
    }
    text += &section(&decided(&shown.decisions, page));
    text += &section(&statements(&shown.statements, page, true));
    text
}

fn dispatch(shown: &DispatchShown, page: &Page) -> String {
    let title = shown.row.title.as_deref().map_or_else(|| "Without a headline".to_owned(), plain);
    let mut text = page.paragraph("", Some(Style::Title), &format!("{}  {title}", shown.row.id));
    text += &page.paragraph("", Some(Style::Quiet), &about(&shown.row));
    text += &page.paragraph("", Some(Style::Quiet), &plain(&shown.row.address));
    for capture in &shown.captures {
        let found: Vec<String> = capture.found.iter().map(|f| plain(f)).collect();
        let line = format!(
            "captured {} · {} bytes · sha256 {} · {}",
            capture.seen,
            capture.size,
            capture.sha256,
            found.join(", ")
        );
        text += &page.paragraph("", Some(Style::Quiet), &line);
    }
    let copy = |verb: &str, copies: &[CopyRow]| -> String {
        let line = |c: &CopyRow| {
            page.paragraph("", None, &format!("{} {verb} {} {}", c.kind, c.dispatch.id, about(&c.dispatch)))
        };
        copies.iter().map(line).collect()
    };
    text += &section(&(copy("of", &shown.copies) + &copy("in", &shown.copied_by)));
    text += &section(&decided(&shown.decisions, page));
    text += &section(&statements(&shown.statements, page, false));
    let paragraphs: Vec<String> =
        shown.text.lines().filter(|l| !l.trim().is_empty()).map(|l| page.paragraph("", None, &plain(l))).collect();
    text + &section(&paragraphs.join("\n"))
}

/// Each with its words and the voices it came through, the last one first: who says it, through whom.
fn statements(statements: &[StatementRow], page: &Page, of_claim: bool) -> String {
    let mut text = String::new();
    for statement in statements {
        let chain: Vec<String> = statement.chain.iter().rev().map(name).collect();
        let beside = if of_claim { about(&statement.dispatch) } else { statement.claim.to_string() };
        text += &page.paragraph("  ", None, &format!("“{}”", plain(&statement.quote)));
        if let Some(says) = &statement.says {
            text += &page.paragraph("    ", None, &format!("says, as decided: {}", plain(says)));
        }
        if statement.withdrawn {
            text += &page.paragraph("    ", Some(Style::Warn), "⌫ withdrawn: a later version has these words no more");
        }
        text += &page.paragraph("    ", Some(Style::Quiet), &format!("{} · {beside}", chain.join(" → ")));
    }
    text
}

fn claims(title: &str, claims: &[ClaimRow], page: &Page) -> String {
    let mut text = String::new();
    if !claims.is_empty() {
        text += &page.paragraph("", Some(Style::Title), title);
    }
    for claim in claims {
        let when = claim.when.as_deref().map(|w| format!("{} · ", plain(w))).unwrap_or_default();
        text += &page.paragraph("  ", None, &plain(&claim.gist));
        let pages = count(usize::try_from(claim.pages).unwrap_or(0), "page", "pages");
        let line = format!("{} · {when}{pages} · {}", claim.id, rests(claim.low, claim.high));
        text += &page.paragraph("    ", Some(Style::Quiet), &line);
    }
    text
}

fn dispatches(title: &str, dispatches: &[DispatchRow], page: &Page) -> String {
    let mut text = String::new();
    if !dispatches.is_empty() {
        text += &page.paragraph("", Some(Style::Title), title);
    }
    for dispatch in dispatches {
        let title = dispatch.title.as_deref().map_or_else(|| "Without a headline".to_owned(), plain);
        text += &page.paragraph("  ", None, &title);
        text += &page.paragraph("    ", Some(Style::Quiet), &format!("{} · {}", dispatch.id, about(dispatch)));
    }
    text
}

/// "La Presse · 2031-03-04T09:37 · fr"
fn about(dispatch: &DispatchRow) -> String {
    let parts = [&dispatch.outlet, &dispatch.published, &dispatch.lang];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| plain(part)).collect();
    if parts.is_empty() { plain(&dispatch.address) } else { parts.join(" · ") }
}

fn rests(low: i64, high: i64) -> String {
    match (low, high) {
        (_, 0) => "rests on nobody".to_owned(),
        (low, high) if low == high => format!("rests on {high}"),
        (low, high) => format!("rests on {low} to {high}"),
    }
}

fn name(voice: &VoiceRow) -> String {
    let name = plain(&voice.name);
    if voice.kind == "unnamed" { format!("an unnamed source (“{name}”)") } else { name }
}
