//! What numbers count: a noun, and what befell those it names.

use super::Figure;
use super::lexeme::Line;
use super::number::{Number, numbers};
use super::table::{FigureTable, Head, Meaning};
use crate::annotate::lower::lower;
use crate::segment::TokenKind;
use crate::text::Text;

/// How far a verb may stand from its subject, in lexemes.
const CLAUSE: usize = 14;
/// How far a number may stand from "the toll".
const TOLL: usize = 10;
/// How far an unknown noun may stand from its number.
const REACH: usize = 4;

/// A number with the noun it counts.
#[derive(Debug, Clone, Copy)]
struct Count {
    number: Number,
    noun: Noun,
    /// The lexeme after the noun; after the number, where there is none.
    end: usize,
    /// Whether it is a part of what was counted just before: "including two children".
    part: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Noun {
    /// None: "four were hurt", "30 others".
    None,
    /// An event by itself: "17 morts".
    Victims(usize),
    /// One of the table.
    Known(usize),
    /// A word that no table knows.
    Unknown(usize),
}

/// Appends the figures of a sentence.
pub(super) fn figures(table: &FigureTable, line: &Line, text: &Text, out: &mut Vec<Figure>) {
    let found = numbers(table, line, text);
    let counts: Vec<Count> = found
        .iter()
        .enumerate()
        .filter_map(|(i, n)| count(table, line, text, n, found.get(i + 1).map_or(line.lexemes.len(), |n| n.start)))
        .collect();
    let mut last = None;
    let mut i = 0;
    while i < counts.len() {
        let end = group_end(table, line, &counts, i);
        let group = &counts[i..end];
        let event = group_event(table, line, text, &counts, i, end, last);
        if let (Some(event), true) = (event, group.len() > 1) {
            out.push(figure(text, line, group, table.events[event].what.clone()));
            last = Some(event);
        } else {
            for (at, count) in group.iter().enumerate() {
                let event = event.or_else(|| group_event(table, line, text, &counts, i + at, i + at + 1, last));
                if let Some(what) = what(table, line, text, count, event) {
                    out.push(figure(text, line, std::slice::from_ref(count), what));
                }
                last = event.or(last);
            }
        }
        i = end;
    }
}

/// The name of what is counted, if it is a count at all.
fn what(table: &FigureTable, line: &Line, text: &Text, count: &Count, event: Option<usize>) -> Option<String> {
    if let Some(event) = event {
        return Some(table.events[event].what.clone());
    }
    if count.number.article {
        return None;
    }
    match count.noun {
        Noun::Victims(event) => Some(table.events[event].what.clone()),
        Noun::Known(noun) if table.nouns[noun].is_no_count() => None,
        Noun::Known(noun) if table.nouns[noun].what.is_empty() => Some(line.word(count.end - 1).to_owned()),
        Noun::Known(noun) => Some(table.nouns[noun].what.clone()),
        // A year, a flight number: "2019 law", "Boeing 737 crews".
        Noun::Unknown(_) if count.number.year || follows_name(line, &count.number) => None,
        Noun::Unknown(at) => Some(lower(text.get(line.lexemes[at].span))),
        Noun::None => None,
    }
}

/// Whether a number stands right behind a word with a capital that does not begin the sentence.
fn follows_name(line: &Line, number: &Number) -> bool {
    number.start > 1 && {
        let before = &line.lexemes[number.start - 1];
        before.capital && before.meanings.is_empty() && line.lexemes[number.start].kind == TokenKind::Number
    }
}

fn figure(text: &Text, line: &Line, group: &[Count], what: String) -> Figure {
    let first = &line.lexemes[group[0].number.start];
    let last = &line.lexemes[group[group.len() - 1].end - 1];
    let sum = |of: fn(&Number) -> Option<f64>| group.iter().map(|c| of(&c.number)).sum::<Option<f64>>();
    Figure {
        span: text.trim(first.span.cover(last.span)),
        what,
        low: sum(|n| n.low),
        high: sum(|n| n.high),
        about: group.iter().any(|c| c.number.about),
    }
}

/// Finds the noun of a number; what ends before `limit`, the next number. `None` where the number counts nothing.
fn count(table: &FigureTable, line: &Line, text: &Text, number: &Number, limit: usize) -> Option<Count> {
    let part = (number.start.saturating_sub(2)..number.start).any(|i| line.lexemes[i].is(&Meaning::Among));
    let made = |noun, end| Some(Count { number: *number, noun, end, part });
    if let Some(noun) = number.before {
        return made(Noun::Known(noun), number.end);
    }
    let mut first_unknown = None;
    let mut chosen = None;
    let mut others = None;
    let mut at = number.end;
    while at < limit && at < number.end + REACH {
        let lexeme = &line.lexemes[at];
        for meaning in lexeme.meanings {
            match meaning {
                Meaning::Noun(noun) => return made(Noun::Known(*noun), at + 1),
                Meaning::Victims(event) => return made(Noun::Victims(*event), at + 1),
                Meaning::Others => others = Some(at + 1),
                _ => {}
            }
        }
        let quote = matches!(text.get(lexeme.span), "\"" | "»" | "«" | "“" | "”" | "„");
        let passes = lexeme.is(&Meaning::Small) || lexeme.is(&Meaning::Others) || quote;
        if passes {
            at += 1;
            continue;
        }
        if !lexeme.meanings.is_empty() || lexeme.kind != TokenKind::Word || lexeme.in_time {
            break;
        }
        first_unknown = first_unknown.or(Some(at));
        let good = match table.head {
            Head::First => true,
            Head::Plural => table.plural.iter().any(|p| line.word(at).ends_with(p.as_str())),
            Head::Capital => lexeme.capital,
        };
        if good && chosen.is_none() {
            chosen = Some(at);
        }
        at += 1;
    }
    if number.article {
        return None;
    }
    if let Some(end) = others {
        return made(Noun::None, end);
    }
    match chosen.or(first_unknown) {
        Some(noun) => made(Noun::Unknown(noun), noun + 1),
        None => made(Noun::None, number.end),
    }
}

/// Whether an event can befall what is counted.
fn can_befall(table: &FigureTable, count: &Count, event: usize) -> bool {
    match count.noun {
        Noun::Known(noun) => table.nouns[noun].human,
        Noun::Unknown(_) => !table.events[event].persons_only && !count.number.year,
        Noun::None => !count.number.year,
        Noun::Victims(_) => false,
    }
}

fn human(table: &FigureTable, count: &Count) -> bool {
    matches!(count.noun, Noun::Known(n) if table.nouns[n].human)
}

/// The end of the counts that are joined by "and" with the one at `i`: "a woman and her two children".
fn group_end(table: &FigureTable, line: &Line, counts: &[Count], i: usize) -> usize {
    let mut end = i + 1;
    while end < counts.len() {
        let (before, next) = (&counts[end - 1], &counts[end]);
        let gap = before.end..next.number.start;
        let joined = !gap.is_empty()
            && gap.clone().all(|g| {
                let l = &line.lexemes[g];
                l.is(&Meaning::And) || l.is(&Meaning::Small) || (l.is_mark() && line.word(g) == ",")
            })
            && gap.clone().any(|g| line.lexemes[g].is(&Meaning::And));
        if !joined || !human(table, before) || !human(table, next) || next.part {
            break;
        }
        end += 1;
    }
    end
}

/// What befell the counts `i..end`, which belong together.
fn group_event(
    table: &FigureTable,
    line: &Line,
    text: &Text,
    counts: &[Count],
    i: usize,
    end: usize,
    last: Option<usize>,
) -> Option<usize> {
    let first = &counts[i];
    if let Noun::Victims(event) = first.noun {
        return Some(event);
    }
    if first.part {
        return None;
    }
    let able = |event: &usize| counts[i..end].iter().all(|c| can_befall(table, c, *event));
    let bare = first.noun == Noun::None;
    if bare && is_apposition(line, text, &first.number) {
        return None;
    }
    let parts = |c: &&Count| !c.part && !matches!(c.noun, Noun::Known(n) if table.nouns[n].is_no_count());
    let next = counts[end..].iter().find(parts).map_or(line.lexemes.len(), |c| c.number.start);
    let behind = counts[end - 1].end;
    beside(line, behind, next)
        .filter(able)
        .or_else(|| verb_before(line, text, first.number.start, next).filter(able))
        .or_else(|| verb_behind(table, line, behind, next).filter(able))
        .or_else(|| toll_before(line, counts, i).filter(able).filter(|_| bare))
        .or_else(|| last.filter(|_| bare && compared(line, &first.number)))
}

/// A bare number between two commas is an age: "Roz, 34, was killed".
fn is_apposition(line: &Line, text: &Text, number: &Number) -> bool {
    let comma = |i: usize| line.lexemes.get(i).is_some_and(|l| matches!(text.get(l.span), "," | "(" | ")"));
    number.start > 0 && comma(number.start - 1) && comma(number.end)
}

/// A participle right behind: "30 blessés", "12 people killed", "four seriously hurt".
fn beside(line: &Line, at: usize, limit: usize) -> Option<usize> {
    for i in at..limit.min(at + 2) {
        let lexeme = &line.lexemes[i];
        let event = lexeme.meanings.iter().find_map(|m| match m {
            Meaning::Passive(e) | Meaning::Happens(e) | Meaning::Victims(e) => Some(*e),
            _ => None,
        });
        if event.is_some() {
            return event;
        }
        if lexeme.kind == TokenKind::Mark || (!lexeme.meanings.is_empty() && !lexeme.is(&Meaning::Small)) {
            return None;
        }
    }
    None
}

/// A verb right before: "killing at least 12", "a coûté la vie à 12".
fn verb_before(line: &Line, text: &Text, start: usize, limit: usize) -> Option<usize> {
    for i in (start.saturating_sub(4)..start).rev() {
        let lexeme = &line.lexemes[i];
        for meaning in lexeme.meanings {
            if let Meaning::Does(event, particle) = meaning {
                let complete =
                    particle.as_ref().is_none_or(|p| (start..limit.min(start + CLAUSE)).any(|j| line.word(j) == &**p));
                if complete {
                    return Some(*event);
                }
            }
        }
        let quote = matches!(text.get(lexeme.span), "\"" | "«" | "“" | "„");
        if !lexeme.is(&Meaning::Small) && !lexeme.is(&Meaning::Others) && !quote {
            return None;
        }
    }
    None
}

/// A verb further behind in the same clause: "12 people, all of them from Lyon, were killed".
fn verb_behind(table: &FigureTable, line: &Line, at: usize, limit: usize) -> Option<usize> {
    let mut auxiliary = !table.needs_auxiliary;
    let mut i = at;
    let end = limit.min(at + CLAUSE);
    while i < end {
        let lexeme = &line.lexemes[i];
        if lexeme.is(&Meaning::Border) || (lexeme.is_mark() && matches!(line.word(i), ";" | ":" | "(" | ")")) {
            return None;
        }
        if lexeme.is(&Meaning::Among) {
            // "Six people, among them a boy, died": on behind the next comma.
            i = (i + 1..line.lexemes.len().min(i + CLAUSE)).find(|&j| line.word(j) == ",")?;
        }
        let lexeme = &line.lexemes[i];
        auxiliary |= lexeme.is(&Meaning::Auxiliary);
        for meaning in lexeme.meanings {
            match meaning {
                Meaning::Happens(event) => return Some(*event),
                Meaning::Passive(event) if auxiliary => return Some(*event),
                _ => {}
            }
        }
        i += 1;
    }
    None
}

/// "The death toll has risen to 17".
fn toll_before(line: &Line, counts: &[Count], i: usize) -> Option<usize> {
    let start = counts[i].number.start;
    let from = start.saturating_sub(TOLL).max(if i > 0 { counts[i - 1].end } else { 0 });
    (from..start).rev().find_map(|j| {
        line.lexemes[j].meanings.iter().find_map(|m| match m {
            Meaning::Toll(event) => Some(*event),
            _ => None,
        })
    })
}

/// "…, up from an earlier count of 12".
fn compared(line: &Line, number: &Number) -> bool {
    (number.start.saturating_sub(6)..number.start).rev().any(|i| line.lexemes[i].is(&Meaning::Compare))
}
