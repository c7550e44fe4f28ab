//! What a stage found, a line each: the form that specifications expect.

use selon::text::Span;
use selon::{Reading, Trace, view};

/// The lines of one kind of finding. Kinds of one document read the first input, kinds of many read all.
pub(crate) fn render(what: &str, readings: &[Reading]) -> Result<Vec<String>, String> {
    let reading = &readings[0];
    let lines = match what {
        "tokens" => {
            vec![reading.segments.tokens.iter().map(|t| words(reading, t.span)).collect::<Vec<_>>().join(" | ")]
        }
        "sentences" => reading.segments.sentences.iter().map(|s| words(reading, s.span)).collect(),
        "quotations" => reading.segments.quotations.iter().map(|q| words(reading, q.inner)).collect(),
        "dispatch" => dispatch(reading),
        "body" => reading.dispatch.blocks.iter().map(|b| line(&[role(b.role), words(reading, b.span)])).collect(),
        "times" => times(reading),
        "ranges" => ranges(reading),
        "names" => names(reading),
        "places" => places(reading),
        "figures" => figures(reading),
        "attributions" => attributions(reading),
        "statements" => statements(reading),
        "copies" => copies(&Trace::of(readings.to_vec())),
        "claims" => claims(&Trace::of(readings.to_vec())),
        other => return Err(format!("no such kind of finding: {other:?}")),
    };
    Ok(lines)
}

/// The words of a span, on one line.
fn words(reading: &Reading, span: Span) -> String {
    reading.dispatch.text.get(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(columns: &[String]) -> String {
    columns.join(" | ")
}

fn role(role: selon::extract::Role) -> String {
    serde_json::to_value(role).expect("a plain value").as_str().expect("a word").to_owned()
}

fn dispatch(reading: &Reading) -> Vec<String> {
    let d = &reading.dispatch;
    let mut lines = Vec::new();
    let mut push = |key: &str, value: Option<String>| {
        lines.extend(value.filter(|v| !v.is_empty()).map(|v| format!("{key}: {v}")));
    };
    push("outlet", d.outlet.clone());
    push("agencies", Some(d.agencies.join(", ")));
    push("authors", Some(d.authors.join(", ")));
    push("lang", d.lang.map(|l| l.to_string()));
    push("published", Some(d.published.without_seconds().to_string()));
    push("modified", Some(d.modified.without_seconds().to_string()));
    push("title", d.title.clone());
    push("dateline", d.dateline.clone());
    for caption in &d.captions {
        push("caption", Some(caption.credit.iter().fold(caption.text.clone(), |text, c| format!("{text} [{c}]"))));
    }
    push("tags", Some(d.tags.join(", ")));
    push("url", d.url.clone());
    lines
}

fn times(reading: &Reading) -> Vec<String> {
    let timexes = reading.marks.times.timexes.iter();
    timexes
        .map(|t| {
            let mut columns = vec![words(reading, t.span), t.kind.as_str().to_owned(), t.value.clone()];
            columns.extend(t.modifier.clone());
            line(&columns)
        })
        .collect()
}

fn ranges(reading: &Reading) -> Vec<String> {
    let ranges = reading.marks.times.ranges.iter();
    let end = |e: &Option<String>| e.clone().unwrap_or_else(|| "..".to_owned());
    ranges.map(|r| line(&[words(reading, r.span), end(&r.begin), end(&r.end)])).collect()
}

fn names(reading: &Reading) -> Vec<String> {
    let marks = &reading.marks.names;
    let kind = |k| format!("{k:?}").to_lowercase();
    marks
        .names
        .iter()
        .map(|n| line(&[words(reading, n.span), kind(n.kind), marks.entities[n.entity].name.clone()]))
        .collect()
}

fn places(reading: &Reading) -> Vec<String> {
    let places = reading.marks.places.iter();
    places
        .map(|p| match p.candidates.first().filter(|_| p.resolved) {
            Some(c) => line(&[words(reading, p.span), c.name.clone(), c.country.clone()]),
            None => line(&[words(reading, p.span), "?".to_owned()]),
        })
        .collect()
}

fn figures(reading: &Reading) -> Vec<String> {
    let bound = |n: Option<f64>| n.map_or_else(|| "..".to_owned(), |n| n.to_string());
    let figures = reading.marks.figures.iter();
    figures
        .map(|f| {
            let mut columns = vec![words(reading, f.span), f.what.clone(), bound(f.low), bound(f.high)];
            columns.extend(f.about.then(|| "about".to_owned()));
            line(&columns)
        })
        .collect()
}

/// `source | cue | content | chain`; pieces are joined by ` … `.
fn attributions(reading: &Reading) -> Vec<String> {
    let pieces = |spans: &[Span]| spans.iter().map(|&s| words(reading, s)).collect::<Vec<_>>().join(" … ");
    let found = &reading.attributions;
    let chain = |chain: &[usize]| chain.iter().map(|&v| found.voices[v].name.clone()).collect::<Vec<_>>().join(" < ");
    found
        .attributions
        .iter()
        .map(|a| line(&[pieces(&a.source), pieces(&a.cue), pieces(&a.content), chain(&a.chain)]))
        .collect()
}

/// `words | outlet < agency < voice`.
fn statements(reading: &Reading) -> Vec<String> {
    let found = &reading.attributions;
    let chain = |chain: &[usize]| chain.iter().map(|&v| found.voices[v].name.clone()).collect::<Vec<_>>().join(" < ");
    found.statements.iter().map(|s| line(&[words(reading, s.span), chain(&s.chain)])).collect()
}

/// `dispatch | from | kind`, by the dispatches' names.
fn copies(trace: &Trace) -> Vec<String> {
    let id = |i: usize| trace.readings[i].dispatch.id.clone();
    let kind = |k| format!("{k:?}").to_lowercase();
    trace.copies.iter().map(|c| line(&[id(c.of), id(c.from), kind(c.kind)])).collect()
}

/// `gist | when | low-high | rests on`, claims stated once left out where a line begins with them alone.
fn claims(trace: &Trace) -> Vec<String> {
    trace
        .claims
        .iter()
        .zip(&trace.supports)
        .map(|(c, s)| {
            let voices: Vec<&str> = s.rests_on.iter().map(|&v| trace.voices.voices[v].name.as_str()).collect();
            line(&[
                view::gist(trace, c).split_whitespace().collect::<Vec<_>>().join(" "),
                c.when.clone().unwrap_or_else(|| "-".to_owned()),
                format!("{}-{}", s.low, s.high),
                voices.join(", "),
            ])
        })
        .collect()
}
