//! The trace: stories, and in each the claims in the order of time.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use selon::attribute::VoiceKind;
use selon::claim::{Bound, Claim};
use selon::support::Support;
use selon::{Trace, view};
use selon_store::Lone;

use super::layout::{Page, Style, count, plain};

/// A trace as text. Claims that one page alone makes are counted, and printed only where `all` is set.
pub(crate) fn trace(trace: &Trace, page: &Page, all: bool) -> String {
    let mut text = String::new();
    for story in &trace.stories {
        if !text.is_empty() {
            text.push('\n');
        }
        let title = story.title.as_deref().map_or_else(|| "Without a headline".to_owned(), plain);
        text += &page.paragraph("", Some(Style::Title), &title);
        text += &page.paragraph("", Some(Style::Quiet), &span(trace, &story.readings));
        let shown: Vec<usize> =
            story.claims.iter().copied().filter(|&c| all || is_shared(trace, &trace.claims[c])).collect();
        for &claim in &shown {
            text.push('\n');
            text += &claim_lines(trace, claim, page);
        }
        let left = story.claims.len() - shown.len();
        if left > 0 {
            text.push('\n');
            text += &page.paragraph("  ", Some(Style::Quiet), &of_one_page(left, shown.is_empty()));
        }
    }
    text
}

/// A story that one page tells and that needs no look at its claims, as [`trace`] prints it.
pub(crate) fn lone(lone: &Lone, page: &Page) -> String {
    let title = lone.title.as_deref().map_or_else(|| "Without a headline".to_owned(), plain);
    let about: Vec<&str> = lone.day.as_deref().into_iter().chain(["1 page", "1 outlet"]).collect();
    let mut text = page.paragraph("", Some(Style::Title), &title);
    text += &page.paragraph("", Some(Style::Quiet), &about.join(" · "));
    if lone.claims > 0 {
        text.push('\n');
        text += &page.paragraph("  ", Some(Style::Quiet), &of_one_page(lone.claims as usize, true));
    }
    text
}

/// Says that claims are not printed.
fn of_one_page(claims: usize, all: bool) -> String {
    match (all, claims) {
        (true, 1) => "One claim, made by one page alone: --all prints it".to_owned(),
        (true, n) => format!("{n} claims, each made by one page alone: --all prints them"),
        (false, 1) => "and one claim that one page alone makes: --all prints it".to_owned(),
        (false, n) => format!("and {n} claims that one page alone makes: --all prints them"),
    }
}

/// Whether more than one page makes a claim, something speaks against it, or a page has taken it back.
fn is_shared(trace: &Trace, claim: &Claim) -> bool {
    !claim.contradicts.is_empty()
        || claim.statements.iter().any(|s| trace.earlier[s.reading])
        || claim.statements.iter().any(|s| s.reading != claim.statements[0].reading)
}

/// "4 to 6 March · 12 pages · 7 outlets · 3 languages"
fn span(trace: &Trace, readings: &[usize]) -> String {
    let days: BTreeSet<String> =
        readings.iter().filter_map(|&r| trace.readings[r].dispatch.published.day()).map(|d| d.to_string()).collect();
    let mut parts = Vec::new();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => parts.push(format!("{first} to {last}")),
        (Some(day), _) => parts.push(day.clone()),
        _ => {}
    }
    parts.extend(reach(trace, readings.iter().copied()));
    parts.join(" · ")
}

/// "12 pages", "7 outlets", "3 languages"
fn reach(trace: &Trace, readings: impl Iterator<Item = usize>) -> Vec<String> {
    let readings: BTreeSet<usize> = readings.collect();
    let outlets: BTreeSet<usize> =
        readings.iter().filter_map(|&r| trace.voices.of_reading[r].first().copied()).collect();
    let langs: BTreeSet<_> = readings.iter().filter_map(|&r| trace.readings[r].dispatch.lang).collect();
    // An earlier version is no page of its own.
    let pages: BTreeSet<&str> = readings.iter().map(|&r| trace.readings[r].dispatch.id.as_str()).collect();
    let mut parts = vec![count(pages.len(), "page", "pages"), count(outlets.len(), "outlet", "outlets")];
    if langs.len() > 1 {
        parts.push(count(langs.len(), "language", "languages"));
    }
    parts
}

/// Columns of the time before a claim: `to 2031-03-04`.
const TIME: usize = 13;

/// Lines of a claim's words at most.
const LINES: usize = 4;

fn claim_lines(trace: &Trace, index: usize, page: &Page) -> String {
    let (claim, support) = (&trace.claims[index], &trace.supports[index]);
    let when = claim.when.as_deref().unwrap_or_default();
    let (first, second) = match when.split_once('/') {
        Some(("..", until)) => (format!("to {until}"), String::new()),
        Some((since, "..")) => (format!("{since} on"), String::new()),
        Some((from, to)) => (from.to_owned(), format!("to {to}")),
        None => (when.to_owned(), String::new()),
    };
    let margin = " ".repeat(TIME + 4);
    let mut text = page.short_paragraph(&margin, LINES, &plain(view::gist(trace, claim)));
    let mut parts = reach(trace, claim.statements.iter().map(|s| s.reading));
    parts.push(rests_on(trace, claim, support));
    text += &page.paragraph(&margin, Some(Style::Quiet), &parts.join(" · "));
    for mark in marks(trace, claim, support) {
        text += &page.paragraph(&margin, Some(Style::Warn), &mark);
    }
    beside(&text, &[first, second], TIME + 2, page)
}

/// Puts words into the margin of the first lines.
fn beside(text: &str, words: &[String], width: usize, page: &Page) -> String {
    let mut out = String::new();
    for (i, line) in text.split_inclusive('\n').enumerate() {
        match words.get(i) {
            Some(words) if !words.is_empty() => {
                let padded = format!("{words:<width$}");
                let _ = write!(out, "  {}{}", page.paint(Style::Quiet, &padded), &line[width + 2..]);
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// "rests on 1: an unnamed source ("a Kremlin official"), through TASS"
fn rests_on(trace: &Trace, claim: &Claim, support: &Support) -> String {
    if support.high == 0 {
        return if support.circular { "rests on nobody: they cite one another" } else { "rests on nobody" }.to_owned();
    }
    let number = if support.low == support.high {
        support.high.to_string()
    } else {
        format!("{} to {}", support.low, support.high)
    };
    let voices: Vec<String> = support.rests_on.iter().map(|&v| voice(trace, v)).collect();
    let mut text = format!("rests on {number}: {}", listed(&voices, 4));
    if let [only] = support.rests_on[..] {
        let relays = relays(trace, claim, only);
        if !relays.is_empty() {
            let _ = write!(text, ", through {}", listed(&relays, 2));
        }
    }
    if support.low < support.high {
        text += " (unnamed sources may be one)";
    }
    text
}

fn voice(trace: &Trace, voice: usize) -> String {
    let known = &trace.voices.voices[voice];
    let name = plain(&known.name);
    match known.kind {
        VoiceKind::Unnamed => format!("an unnamed source (“{name}”)"),
        _ => name,
    }
}

/// Who passed on what a voice said: those that stand next to it in a chain, the most frequent first; none where the outlets
/// heard it themselves.
fn relays(trace: &Trace, claim: &Claim, origin: usize) -> Vec<String> {
    let mut times = vec![0usize; trace.voices.voices.len()];
    for statement in &claim.statements {
        for pair in statement.chain.windows(2) {
            if pair[1] == origin {
                times[pair[0]] += 1;
            }
        }
    }
    let mut relays: Vec<usize> = (0..times.len()).filter(|&v| times[v] > 0).collect();
    relays.sort_by_key(|&v| std::cmp::Reverse(times[v]));
    relays.into_iter().map(|v| voice(trace, v)).collect()
}

/// "A, B and 3 others"
fn listed(names: &[String], most: usize) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        names if names.len() <= most => {
            let (last, rest) = names.split_last().expect("two or more");
            format!("{} and {last}", rest.join(", "))
        }
        names => format!("{} and {}", names[..most].join(", "), count(names.len() - most, "other", "others")),
    }
}

/// What to look at with care: figures that disagree, claims that speak against this one, rings.
fn marks(trace: &Trace, claim: &Claim, support: &Support) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(figures) = disagreement(trace, claim) {
        marks.push(format!("≠ figures disagree: {figures}"));
    } else {
        for &other in claim.contradicts.iter().take(3) {
            let gist = plain(view::gist(trace, &trace.claims[other]));
            marks.push(format!("≠ against it: “{gist}”"));
        }
    }
    let withdrawn: BTreeSet<usize> =
        claim.statements.iter().map(|s| s.reading).filter(|&reading| trace.earlier[reading]).collect();
    if !withdrawn.is_empty() {
        let outlets: BTreeSet<usize> =
            withdrawn.iter().filter_map(|&r| trace.voices.of_reading[r].first().copied()).collect();
        let outlets: Vec<String> = outlets.into_iter().map(|v| voice(trace, v)).collect();
        marks.push(format!("⌫ withdrawn by {}: a later version has these words no more", listed(&outlets, 4)));
    }
    if support.circular {
        let ring: Vec<String> = support.ring.iter().map(|&v| voice(trace, v)).collect();
        marks.push(format!("↻ circular: {} cite one another", listed(&ring, 4)));
    }
    marks
}

/// "12 or at least 17 dead": the figures of a claim and of those that contradict it, where they count the same.
fn disagreement(trace: &Trace, claim: &Claim) -> Option<String> {
    let figure = claim.figures.iter().find(|f| {
        claim
            .contradicts
            .iter()
            .any(|&c| trace.claims[c].figures.iter().any(|g| g.what == f.what && g.value != f.value))
    })?;
    let all = std::iter::once(claim).chain(claim.contradicts.iter().map(|&c| &trace.claims[c]));
    let mut values: Vec<String> = Vec::new();
    for other in all.flat_map(|c| &c.figures).filter(|f| f.what == figure.what) {
        let bound = match other.bound {
            Bound::Exact => "",
            Bound::AtLeast => "at least ",
            Bound::AtMost => "at most ",
            Bound::About => "about ",
        };
        let value = format!("{bound}{}", other.value);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    (values.len() > 1).then(|| format!("{} {}", values.join(" or "), plain(&figure.what)))
}
