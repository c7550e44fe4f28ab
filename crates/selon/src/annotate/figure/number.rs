//! Numbers with their bounds.

use super::lexeme::Line;
use super::table::{FigureTable, Meaning};
use super::words::{self, Sum};
use crate::segment::TokenKind;
use crate::text::Text;

/// A number, before it is known what it counts. Positions are lexemes of a [`Line`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// First lexeme, bounds included.
    pub(super) start: usize,
    /// Lexeme after the last one.
    pub(super) end: usize,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) about: bool,
    /// Whether it is only an article, "a woman".
    pub(super) article: bool,
    /// Whether it might be a year.
    pub(super) year: bool,
    /// A noun that stands before it: "$".
    pub(super) before: Option<usize>,
}

/// The value of a stretch of lexemes.
struct Value {
    end: usize,
    low: f64,
    high: Option<f64>,
    about: bool,
    article: bool,
    year: bool,
}

/// Finds the numbers of a sentence.
pub(super) fn numbers(table: &FigureTable, line: &Line, text: &Text) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut i = 0;
    while i < line.lexemes.len() {
        let taken = found.last().map_or(0, |n| n.end);
        match value(table, line, text, i) {
            Some(value) => {
                let end = value.end;
                let number = bounded(table, line, text, i, taken, value);
                i = number.as_ref().map_or(end, |n| n.end);
                found.extend(number);
            }
            None => i += 1,
        }
    }
    found
}

/// The number that begins with a lexeme: digits or words, scales and "dozens of" after it.
fn value(table: &FigureTable, line: &Line, text: &Text, at: usize) -> Option<Value> {
    let lexemes = &line.lexemes;
    let first = lexemes.get(at)?;
    if first.in_time {
        return None;
    }
    if first.kind == TokenKind::Number && first.value.is_none() {
        let (low, high) = tight_range(table, line.word(at))?;
        let (factor, end) = scales(line, at + 1);
        return Some(Value {
            end,
            low: low * factor,
            high: Some(high * factor),
            about: false,
            article: false,
            year: false,
        });
    }
    let mut sum = Sum::default();
    let mut many = false;
    let mut about = false;
    let mut end = at;
    let mut article = false;
    let in_digits = first.kind == TokenKind::Number;
    while let Some(lexeme) = lexemes.get(end) {
        if lexeme.in_time {
            break;
        }
        // "soixante et onze", "two hundred and six"
        let joined = end > at && !in_digits && lexeme.is(&Meaning::JoinsNumbers);
        let next = if joined { end + 1 } else { end };
        let Some(lexeme) = lexemes.get(next) else { break };
        if !step(table, lexeme, &mut sum, end == at, joined) {
            break;
        }
        article |= end == at && lexeme.is(&Meaning::Article) && lexeme.value.is_none();
        end = next + 1;
        // After digits only scales: "1,2 million".
        if in_digits {
            let (factor, after) = scales(line, end);
            if factor > 1.0 {
                let base = sum.value()?;
                return Some(Value {
                    end: after,
                    low: base * factor,
                    high: Some(base * factor),
                    about: false,
                    article: false,
                    year: false,
                });
            }
            break;
        }
    }
    // "une quarantaine", "des dizaines de milliers"
    let mut factor = None;
    while let Some(lexeme) = lexemes.get(end) {
        let open = lexeme.meanings.iter().find_map(|m| match m {
            Meaning::Many(unit) => Some((*unit, true)),
            Meaning::Rough(value) => Some((*value, false)),
            _ => None,
        });
        let Some((unit, is_many)) = open else { break };
        if end > at && !article && factor.is_none() && sum.value().is_some_and(|v| v != 1.0) && !is_many {
            break;
        }
        many |= is_many && factor.is_none() && (sum.value().is_none() || article);
        about |= !is_many;
        factor = Some(factor.unwrap_or(1.0) * unit);
        end += 1;
        // "dizaines de milliers": a small word between two of them.
        let of = lexemes.get(end).is_some_and(|l| l.is(&Meaning::Small));
        let again = lexemes
            .get(end + 1)
            .is_some_and(|l| l.meanings.iter().any(|m| matches!(m, Meaning::Many(_) | Meaning::Scale(_))));
        if of && again {
            end += 1;
            if let Some(Meaning::Scale(scale)) = lexemes[end].meanings.iter().find(|m| matches!(m, Meaning::Scale(_)))
                && !lexemes[end].meanings.iter().any(|m| matches!(m, Meaning::Many(_)))
            {
                factor = factor.map(|f| f * scale);
                end += 1;
                break;
            }
        }
    }
    let base = match (sum.value(), factor) {
        (None, None) => return None,
        (Some(sum), None) => sum,
        (None, Some(factor)) => factor,
        (Some(sum), Some(factor)) => sum * factor,
    };
    let text_of_first = text.get(first.span);
    let year = in_digits && end == at + 1 && text_of_first.len() == 4 && (1500.0..2100.0).contains(&base);
    if many {
        return Some(Value { end, low: base * 2.0, high: None, about: true, article: false, year: false });
    }
    Some(Value { end, low: base, high: Some(base), about, article: article && factor.is_none() && base == 1.0, year })
}

/// Adds one lexeme to a number, if it can follow.
fn step(table: &FigureTable, lexeme: &super::lexeme::Lexeme, sum: &mut Sum, first: bool, joined: bool) -> bool {
    if let Some(value) = lexeme.value {
        // Digits stand alone; a compound word may be followed by a scale.
        return (first || lexeme.kind != TokenKind::Number) && sum.add(value, table.vigesimal);
    }
    for meaning in lexeme.meanings {
        let taken = match meaning {
            Meaning::Number(value) => sum.add(*value, table.vigesimal),
            Meaning::Scale(scale) if !joined => sum.multiply(*scale),
            Meaning::Article if first => sum.add(1.0, false),
            _ => false,
        };
        if taken {
            return true;
        }
    }
    false
}

/// The product of the scales that begin at a lexeme.
fn scales(line: &Line, at: usize) -> (f64, usize) {
    let scale = line.lexemes.get(at).and_then(|l| {
        l.meanings.iter().find_map(|m| match m {
            Meaning::Scale(scale) => Some(*scale),
            _ => None,
        })
    });
    scale.map_or((1.0, at), |scale| (scale, at + 1))
}

/// "20-25".
fn tight_range(table: &FigureTable, word: &str) -> Option<(f64, f64)> {
    let (low, high) = word.split_once('-')?;
    let low = words::digits(low, &table.group, table.decimal)?;
    let high = words::digits(high, &table.group, table.decimal)?;
    // "2019-2020" are years, "3-0" is a score.
    (low < high && low >= 2.0 && !(1500.0..2100.0).contains(&low)).then_some((low, high))
}

/// Puts bounds to a value, and the other end of a range. `None` where it is no count.
fn bounded(table: &FigureTable, line: &Line, text: &Text, at: usize, taken: usize, value: Value) -> Option<Number> {
    let lexemes = &line.lexemes;
    let is = |i: usize, m: &Meaning| lexemes.get(i).is_some_and(|l| l.is(m));
    let mut number = Number {
        start: at,
        end: value.end,
        low: Some(value.low),
        high: value.high,
        about: value.about,
        article: value.article,
        year: value.year,
        before: None,
    };
    // Codes, labels: "article 12", "M 23", "+33 6 12".
    if at > taken {
        let before = &lexemes[at - 1];
        if before.is(&Meaning::Label) || matches!(text.get(before.span), "+" | "#" | "§" | "№" | "/" | "@" | "=") {
            return None;
        }
    }
    let glued = |i: usize| lexemes.get(i + 1).is_some_and(|next| lexemes[i].span.end() == next.span.start());
    if value.end < lexemes.len() && !value.article {
        let next = &lexemes[value.end];
        // "3/4", "9:30" cut apart, "A-12"; a degree, a section.
        if glued(value.end - 1) && matches!(text.get(next.span), "/" | ":" | "_" | "°" | "º" | "ª" | "#" | "@") {
            return None;
        }
    }
    // The other end of a range: "between 20 and 25", "20 to 25", "20–25".
    let between = at > taken && is(at - 1, &Meaning::Between);
    let joint = lexemes.get(value.end).is_some_and(|l| {
        (between && l.is(&Meaning::And))
            || l.is(&Meaning::To)
            || matches!(text.get(l.span), "–" | "—" | "-") && glued(value.end - 1) && glued(value.end)
    });
    let changes = (at.saturating_sub(6).max(taken)..at).any(|i| is(i, &Meaning::Change));
    if joint
        && !value.article
        && !changes
        && let Some(other) = self::value(table, line, text, value.end + 1)
        && !other.article
        && let Some(high) = other.high
    {
        // "5 to 10 million", "two to three hundred": the scale is for both.
        let scale = if high >= 100.0 && value.low < 1000.0 && lexemes[other.end - 1].kind != TokenKind::Number {
            let unscaled = self::value(table, line, text, value.end + 1).and_then(|v| {
                lexemes[v.end - 1].meanings.iter().find_map(|m| match m {
                    Meaning::Scale(s) => Some(*s),
                    _ => None,
                })
            });
            unscaled.filter(|s| value.low * s < high).unwrap_or(1.0)
        } else {
            1.0
        };
        if value.low * scale < high {
            number.low = Some(value.low * scale);
            number.high = Some(high);
            number.end = other.end;
            number.year &= other.year;
            if between {
                number.start = at - 1;
            }
        } else {
            return None; // a score
        }
    } else if joint && matches!(text.get(lexemes[value.end].span), "–" | "—" | "-") {
        return None;
    }
    // Bounds before it, several at most: "au moins une quarantaine de".
    while number.start > taken {
        let before = &lexemes[number.start - 1];
        let meaning = before
            .meanings
            .iter()
            .find(|m| matches!(m, Meaning::AtLeast | Meaning::AtMost | Meaning::About | Meaning::Before(_)));
        match meaning {
            Some(Meaning::AtLeast) => number.high = None,
            // "has risen up to 17": where it is now, no bound.
            Some(Meaning::AtMost) if changes => {}
            Some(Meaning::AtMost) => {
                number.high = number.high.or(number.low);
                number.low = None;
            }
            Some(Meaning::About) => number.about = true,
            Some(Meaning::Before(noun)) => number.before = Some(*noun),
            _ if before.is(&Meaning::Article) && value.about => {}
            _ => break,
        }
        number.start -= 1;
        number.article = false;
    }
    if is(number.end, &Meaning::AtLeastAfter) {
        number.high = None;
        number.end += 1;
    }
    Some(number)
}
