//! The values of numbers, in digits and in words.

use super::table::{FigureTable, Meaning};

/// A word longer than this is no number.
const LONGEST: usize = 80;

/// The value of a number in digits, with marks between groups and before fractions as a language writes them, and
/// ranges left out. Where a mark could be either, three digits behind it make it a group.
pub(super) fn digits(written: &str, group: &str, decimal: char) -> Option<f64> {
    if written.len() > LONGEST {
        return None;
    }
    let mut plain = String::with_capacity(written.len());
    let mut fraction = false;
    let mut since_mark: Option<usize> = None;
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(digit) = digit(c) {
            plain.push(digit);
            since_mark = since_mark.map(|n| n + 1);
            continue;
        }
        if fraction || since_mark.is_some_and(|n| n != 3) {
            return None;
        }
        let ahead = chars.clone().take_while(|&c| digit_value(c)).count();
        let before = plain.len();
        if (group.contains(c) || c == '٬' || matches!(c, '\'' | '\u{a0}'))
            && ahead == 3
            && (1..=3).contains(&before) | since_mark.is_some()
        {
            since_mark = Some(0);
        } else if (c == decimal || c == '٫' || c == '.') && ahead > 0 {
            fraction = true;
            since_mark = None;
            plain.push('.');
        } else {
            return None;
        }
    }
    if since_mark.is_some_and(|n| n != 3) {
        return None;
    }
    plain.parse().ok()
}

fn digit_value(c: char) -> bool {
    digit(c).is_some()
}

/// A digit of the Latin, Arabic and Persian scripts as an ASCII one.
fn digit(c: char) -> Option<char> {
    let base = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return None,
    };
    char::from_digit(c as u32 - base, 10)
}

/// A number as it grows word by word.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sum {
    total: f64,
    current: f64,
    any: bool,
}

impl Sum {
    /// Takes a number word, if it can follow: "vingt" then "trois", not the other way.
    pub(super) fn add(&mut self, value: f64, vigesimal: bool) -> bool {
        if self.any && vigesimal && value == 20.0 && self.current % 100.0 == 4.0 {
            self.current += 76.0;
            return true;
        }
        let room = smallest_place(self.current);
        // Twenties have teens below them: "quatre-vingt-douze", "soixante-dix".
        let fits =
            value < room || (vigesimal && value < 20.0 && self.current % 20.0 == 0.0 && self.current % 100.0 >= 60.0);
        if self.any && self.current > 0.0 && !fits {
            return false;
        }
        self.current += value;
        self.any = true;
        true
    }

    /// Takes a word that multiplies: "hundred", "million".
    pub(super) fn multiply(&mut self, scale: f64) -> bool {
        if scale < 1000.0 {
            if self.current >= scale {
                return false;
            }
            self.current = self.current.max(1.0) * scale;
        } else {
            if self.total > 0.0 && (smallest_place(self.total) <= scale) {
                return false;
            }
            self.total += self.current.max(1.0) * scale;
            self.current = 0.0;
        }
        self.any = true;
        true
    }

    pub(super) fn value(self) -> Option<f64> {
        self.any.then_some(self.total + self.current)
    }
}

/// The largest power of ten that divides a number: what is added to it must be smaller.
fn smallest_place(value: f64) -> f64 {
    if value == 0.0 {
        return f64::INFINITY;
    }
    let mut place = 1.0;
    while place < 1e15 && value % (place * 10.0) == 0.0 {
        place *= 10.0;
    }
    place
}

/// The value of a number written in one word: "vingt-trois", "dreiundzwanzig", "ventitré".
pub(super) fn compound(table: &FigureTable, word: &str) -> Option<f64> {
    if word.len() > LONGEST {
        return None;
    }
    if word.contains('-') {
        return hyphenated(table, word);
    }
    if table.compound_parts.is_empty() {
        return None;
    }
    let mut sum = (0.0, 0.0);
    let mut rest = word;
    let mut parts = 0;
    while !rest.is_empty() {
        let (part, value) = table.compound_parts.iter().find(|(part, _)| rest.starts_with(&**part))?;
        rest = &rest[part.len()..];
        parts += 1;
        if *value >= 1000.0 {
            sum.0 += f64::max(sum.1, 1.0) * value;
            sum.1 = 0.0;
        } else if *value == 100.0 {
            sum.1 = f64::max(sum.1, 1.0) * value;
        } else {
            sum.1 += value;
        }
        if let Some(joint) = table.compound_joints.iter().find(|j| !j.is_empty() && rest.starts_with(&***j)) {
            rest = &rest[joint.len()..];
            if rest.is_empty() {
                return None;
            }
        }
    }
    (parts > 1).then_some(sum.0 + sum.1)
}

fn hyphenated(table: &FigureTable, word: &str) -> Option<f64> {
    let mut sum = Sum::default();
    for part in word.split('-') {
        let taken = match table.word(part) {
            Some(Meaning::Number(value)) => sum.add(*value, table.vigesimal),
            Some(Meaning::Scale(scale)) => sum.multiply(*scale),
            _ => sum.any && table.longest(part, std::iter::empty()).1.contains(&Meaning::JoinsNumbers),
        };
        if !taken {
            return None;
        }
    }
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn marks_are_groups_or_fractions_as_the_language_has_it() {
        assert_eq!(digits("2,000", ",", '.'), Some(2000.0));
        assert_eq!(digits("1.2", ",", '.'), Some(1.2));
        assert_eq!(digits("2.000", ".", ','), Some(2000.0));
        assert_eq!(digits("1.234.567,5", ".", ','), Some(1_234_567.5));
        assert_eq!(digits("1,2", " .", ','), Some(1.2));
        assert_eq!(digits("٤٥٠", "", '٫'), Some(450.0));
        for none in ["09:37", "3/4", "12-year-old", "1,23,456", "1.2.3", "12h", "2031-03-04"] {
            assert_eq!(digits(none, ",", '.'), None, "{none}");
        }
    }
}
