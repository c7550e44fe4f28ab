//! Time expressions and their values, after TIMEX3 (Pustejovsky et al., ISO-TimeML).

mod atom;
mod calendar;
#[cfg(test)]
mod examples;
mod expr;
mod find;
#[cfg(test)]
mod laws;
mod lexicon;
mod named;
mod number;
mod pattern;
mod range;
mod resolve;
mod role;
#[cfg(test)]
mod speed;
mod table;
mod tense;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use self::calendar::{OfDay, Stretch};
use self::expr::{Expr, Named, express};
use self::find::Found;
use self::named::Context;
use self::range::Reckoned;
use self::resolve::{Meaning, resolve};
use self::role::{MODIFIERS, Role, Unit};
use self::table::{Anchor, Means, TABLES, TimeTable};
use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// The time expressions of a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times {
    /// In the order of the text; none overlaps another.
    pub timexes: Vec<Timex>,
    /// Ranges over two of them: "entre le 30 novembre et le 7 décembre".
    pub ranges: Vec<Range>,
}

/// One time expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timex {
    /// Its words.
    pub span: Span,
    /// TIMEX3's `type`.
    pub kind: Kind,
    /// TIMEX3's `value`: `2024-12-07`, `2024-W49`, `P3D`, `PRESENT_REF`, `XXXX-WXX-1`.
    pub value: String,
    /// TIMEX3's `mod`: `APPROX`, `START`, `MORE_THAN`, …
    pub modifier: Option<String>,
    /// From when it may be, inclusive, local time; open where `None`.
    pub earliest: Option<DateTime>,
    /// Until when it may be, exclusive.
    pub latest: Option<DateTime>,
    /// The rule that found it, for `--why`.
    pub rule: String,
    /// Other values it might have, each with the reason for and against it.
    pub alternatives: Vec<Alternative>,
}

/// Another value that a time expression might have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// TIMEX3's `value`.
    pub value: String,
    /// Why it was considered and not taken.
    pub reason: String,
}

/// TIMEX3's `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A calendar time of a day or more.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A time that comes again.
    Set,
}

impl Kind {
    /// As TIMEX3 writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Date => "DATE",
            Kind::Time => "TIME",
            Kind::Duration => "DURATION",
            Kind::Set => "SET",
        }
    }
}

/// From one time to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// All its words.
    pub span: Span,
    /// The TIMEX3 value of its begin; `None` where open.
    pub begin: Option<String>,
    /// The TIMEX3 value of its end, inclusive; `None` where open.
    pub end: Option<String>,
}

/// Finds the time expressions of a dispatch and gives them values. Its own time is [`Dispatch::published`].
pub fn times(dispatch: &Dispatch, segments: &Segments) -> Times {
    match dispatch.lang.and_then(|lang| TABLES.get(lang)) {
        Some(table) => times_by(table, dispatch, segments),
        None => Times::default(),
    }
}

fn times_by(table: &TimeTable, dispatch: &Dispatch, segments: &Segments) -> Times {
    let atoms = atom::atoms(&dispatch.text, &table.lexicon);
    let found = find::find(&dispatch.text, &atoms, table);
    let mut reckoned = reckon(&found, dispatch, segments, table);
    let mut ranges = range::ranges(&dispatch.text, &atoms, table, &mut reckoned);
    ranges.extend(reckoned.iter().filter_map(|r| night(r, table)));
    ranges.sort_by_key(|r| (r.span.start(), r.span.end()));
    Times { timexes: reckoned.into_iter().map(|r| r.timex).collect(), ranges }
}

/// Gives each expression its meaning, in the order of the text; those of which only a time of day is said come last, so
/// that they can take the day of what stands after them.
fn reckon(found: &[Found], dispatch: &Dispatch, segments: &Segments, table: &TimeTable) -> Vec<Reckoned> {
    let mut context = Context {
        day: dispatch.published.day(),
        time: dispatch.published.datetime().map(DateTime::time),
        ..Context::default()
    };
    context.narrative = tells_of_old_times(found, table, &context);
    let this_year = context.day.map(Date::year);
    let mut out: Vec<Option<Reckoned>> = Vec::with_capacity(found.len());
    let mut without_day = Vec::new();
    let mut last_sentence = None;
    for found in found {
        let rule = &table.rules[found.rule];
        let Some((mut expr, of_day)) = express(found, rule, this_year) else {
            out.push(None);
            continue;
        };
        if rule.follows
            && let (Expr::Named(Named::Day { year, .. }), Some(Stretch::Day(day))) = (&mut expr, context.last)
        {
            year.get_or_insert(day.year());
        }
        let sentence = segments.sentence_at(found.span);
        if expr == Expr::Named(Named::Nothing) {
            without_day.push((out.len(), of_day, sentence));
            out.push(None);
            continue;
        }
        context.close = sentence.is_some() && sentence == last_sentence;
        if context.narrative && !context.close && context.lately[0].is_some() {
            // What was mentioned by the way is forgotten with its sentence.
            context.last = context.lately[0].map(|t| t.stretch);
        }
        let head =
            sentence.is_none_or(|s| segments.tokens_in(found.span).start <= segments.sentences[s].tokens.start + 2);
        let mut tense = || rule.tense.or_else(|| tense::around(&dispatch.text, segments, table, found.span));
        let resolved = resolve(expr, of_day, context, &mut tense);
        if let Some(Meaning::When { stretch, .. }) = resolved.as_ref().map(|r| &r.meaning)
            && stretch.first_day().is_some()
            && !compares(&expr)
            && !rule.aside
            && !(context.narrative && of_today(&expr))
        {
            let told = context.lately[0].map(|t| t.stretch);
            context.last = Some(*stretch);
            last_sentence = sentence;
            if !context.narrative || goes_on(told, *stretch) {
                let coarser = told.is_some_and(|l| l.unit() < stretch.unit());
                context.tell(*stretch, stretch.unit() >= Unit::Year && coarser && !head);
            }
        }
        out.push(resolved.map(|r| Reckoned::new(*found, r, rule)));
    }
    for (i, of_day, sentence) in without_day {
        let day = day_near(&out, i, sentence, segments);
        let context = Context { last: day, close: true, ..context };
        let rule = &table.rules[found[i].rule];
        let resolved = resolve(Expr::Named(Named::Nothing), of_day, context, &mut || None);
        out[i] = resolved.map(|r| Reckoned::new(found[i], r, rule));
    }
    out.into_iter().flatten().collect()
}

/// Whether a story goes on at a time: a bare year far away is an aside.
fn goes_on(last: Option<Stretch>, next: Stretch) -> bool {
    match (last.and_then(Stretch::first_day), next.first_day()) {
        (Some(last), Some(next_day)) => next.unit() < Unit::Year || (last.year() - next_day.year()).abs() <= 5,
        _ => true,
    }
}

/// Whether an expression only compares with a year before, and does not carry the story there.
fn compares(expr: &Expr) -> bool {
    match expr {
        Expr::Shift { amount, sign: -1, .. } => amount.unit == Unit::Year && amount.count == Some(1),
        Expr::Unit { anchor: Anchor::Last, unit, by } => *unit >= Unit::Year && *by < 0,
        _ => false,
    }
}

/// Whether an expression is told from the day of the text itself: "today", "two years ago".
fn of_today(expr: &Expr) -> bool {
    matches!(expr, Expr::Unit { anchor: Anchor::Dispatch, .. } | Expr::Shift { anchor: Anchor::Dispatch, .. })
}

/// The day that a bare time of day falls on: the one named before it in its sentence, after it, or last before.
fn day_near(out: &[Option<Reckoned>], i: usize, sentence: Option<usize>, segments: &Segments) -> Option<Stretch> {
    let day = |r: &Reckoned| match r.meaning {
        Meaning::When { stretch: stretch @ Stretch::Day(_), .. } => Some(stretch),
        _ => None,
    };
    let here = |r: &&Reckoned| sentence.is_some() && segments.sentence_at(r.timex.span) == sentence;
    let before = || out[..i].iter().rev().flatten();
    let after = out[i + 1..].iter().flatten();
    before()
        .take_while(here)
        .find_map(day)
        .or_else(|| after.take_while(here).find_map(day))
        .or_else(|| before().take(LOOK_BACK).find_map(day))
}

/// How many expressions back a bare time of day looks for its day.
const LOOK_BACK: usize = 12;

/// Whether a text tells of times long past: it names years far from its own, and hardly any day by its weekday or as
/// "yesterday".
fn tells_of_old_times(found: &[Found], table: &TimeTable, context: &Context) -> bool {
    let (mut old, mut fresh) = (0, 0);
    for found in found {
        let fields = &found.fields;
        match fields.get(Role::Year) {
            Some(year) if context.day.is_none_or(|d| (i32::from(d.year()) - year).abs() > 1) => old += 1,
            Some(year) => {
                let months = |d: Date| {
                    fields.get(Role::Month).map(|m| (i32::from(d.year()) - year) * 12 + i32::from(d.month()) - m)
                };
                fresh += usize::from(context.day.and_then(months).is_some_and(|m| m.abs() <= 1));
            }
            None => {
                let rule = &table.rules[found.rule];
                let near = fields.get(Role::Offset).is_some() || fields.get(Role::Weekday).is_some();
                let near = near || (rule.means == Means::Relative && rule.anchor == Anchor::Dispatch);
                fresh += usize::from(near);
            }
        }
    }
    old >= 3 && old > 3 * fresh
}

/// The two days of "the night from Sunday to Monday".
fn night(reckoned: &Reckoned, table: &TimeTable) -> Option<Range> {
    let Meaning::When { stretch: Stretch::Day(day), .. } = reckoned.meaning else { return None };
    if !matches!(table.rules[reckoned.found.rule].means, Means::Night | Means::NightTo) {
        return None;
    }
    let after = calendar::unit_at(day, Unit::Day, 1)?;
    let value = |s: Stretch| Some(s.value(OfDay::default()));
    Some(Range { span: reckoned.timex.span, begin: value(Stretch::Day(day)), end: value(after) })
}

impl Reckoned {
    fn new(found: Found, resolved: resolve::Resolved, rule: &table::Rule) -> Reckoned {
        let (kind, value, (earliest, latest)) = match &resolved.meaning {
            Meaning::Other { kind, value, at } => {
                (*kind, value.clone(), at.map_or((None, None), |s| s.bounds(OfDay::default())))
            }
            Meaning::When { stretch, of_day, .. } => {
                let kind = if of_day.is_none() { Kind::Date } else { Kind::Time };
                (kind, stretch.value(*of_day), stretch.bounds(*of_day))
            }
        };
        let modifier = found.fields.get(Role::Modifier).map(|m| MODIFIERS[m as usize].to_owned());
        let alternatives = resolved.alternatives;
        let rule = rule.name.clone();
        let timex = Timex { span: found.span, kind, value, modifier, earliest, latest, rule, alternatives };
        Reckoned { found, timex, meaning: resolved.meaning }
    }
}
