//! How wide a text will be, about: no font is at hand, so widths are those of DejaVu Sans, which is wider than most.

use unicode_width::UnicodeWidthChar as _;

/// The width of a text in pixels in letters of `size` pixels, at most.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// A text, cut with an ellipsis where it is wider than `max`.
pub(crate) fn fit(text: &str, size: f64, max: f64) -> String {
    let budget = max / size.max(0.1);
    let mut cut = None;
    let mut used = 0.0;
    for (at, c) in text.char_indices() {
        let wide = em(c);
        // A mark above a letter stays with its letter.
        if wide > 0.0 && used + em('…') <= budget {
            cut = Some(at);
        }
        used += wide;
        if used > budget {
            return format!("{}…", text[..cut.unwrap_or(0)].trim_end());
        }
    }
    text.to_owned()
}

/// A text on so many lines at most, broken between words where there are any.
pub(crate) fn wrap(text: &str, size: f64, max: f64, lines: usize) -> Vec<String> {
    // Longer than the lines can hold, so that a book is not measured word by word.
    let limit = (max / size.max(0.1) * 8.0).max(1.0) as usize * lines;
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text[..end].split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || width(&longer, size) <= max {
            line = longer;
            words.next();
        } else if out.len() + 1 < lines {
            out.push(fit(&std::mem::take(&mut line), size, max));
        } else {
            // The last line takes all that is left, to be cut.
            line = longer;
            words.next();
            if width(&line, size) > 2.0 * max {
                break;
            }
        }
    }
    if !line.is_empty() {
        out.push(fit(&line, size, max));
    }
    out
}

/// Whether a text is read from right to left: whether its first letter is.
pub(crate) fn is_rtl(text: &str) -> bool {
    let rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    text.chars().find(|c| c.is_alphabetic()).is_some_and(rtl)
}

/// Whether a character is written at all: not what XML cannot hold, nor what turns the direction of the text around it.
pub(crate) fn is_shown(c: char) -> bool {
    let space = matches!(c, '\n' | '\r' | '\t');
    let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (space || !c.is_control()) && !bidi && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.28,
        'f' | 't' | 'r' | ' ' | '.' | ',' | ':' | ';' | '(' | ')' | '!' | '-' | 'I' | '\n' | '\r' | '\t' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' | 'ш' | 'щ' | 'ж' | 'ю' | 'ы' => 1.0,
        'A'..='Z' => 0.78,
        'a'..='z' | '0'..='9' => 0.64,
        // Latin with accents, Greek, Cyrillic.
        '\u{a0}'..='\u{52f}' if c.width() == Some(1) => 0.74,
        c if !is_shown(c) => 0.0,
        c => match c.width() {
            None | Some(0) => 0.0,
            Some(1) => 0.76,
            Some(_) => 1.05,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_fits_is_no_wider(text in "\\PC{0,80}", max in 20.0..400.0_f64) {
            prop_assert!(width(&fit(&text, 13.0, max), 13.0) <= max + 0.01);
            let lines = wrap(&text, 13.0, max, 2);
            prop_assert!(lines.len() <= 2);
            prop_assert!(lines.iter().all(|l| width(l, 13.0) <= max + 0.01));
        }
    }

    #[test]
    fn long_names_take_two_lines_and_then_an_ellipsis() {
        let name = "Office of the High Representative for Everything and More";
        assert_eq!(wrap(name, 13.0, 170.0, 2), ["Office of the High", "Representative for Ev…"]);
        assert_eq!(wrap("Short", 13.0, 170.0, 2), ["Short"]);
        assert_eq!(wrap("", 13.0, 170.0, 2), [""; 0]);
    }
}
