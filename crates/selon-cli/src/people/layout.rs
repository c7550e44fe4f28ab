//! Lines for a terminal: their width, their colours, and nothing in them that a page could command it with.

use std::io::{self, IsTerminal as _};

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// What is printed on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    /// Columns.
    pub(crate) width: usize,
    /// Whether it shows colours.
    pub(crate) colour: bool,
}

/// Width where there is no terminal to ask.
const USUAL: usize = 100;

impl Page {
    /// Standard output: its width and colours where it is a terminal.
    pub(crate) fn of_stdout() -> Page {
        let terminal = io::stdout().is_terminal();
        let width = terminal_size::terminal_size_of(io::stdout()).map_or(USUAL, |(width, _)| usize::from(width.0));
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Page { width: width.clamp(40, 120), colour: terminal && !set("NO_COLOR") && !dumb }
    }

    /// Text in a style, where there are colours.
    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match style {
            Style::Title => "1",
            Style::Quiet => "2",
            Style::Warn => "33",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Text in lines that fit, each behind `margin`, in a style.
    pub(crate) fn paragraph(&self, margin: &str, style: Option<Style>, text: &str) -> String {
        self.behind(margin, style, wrap(text, self.room(margin)))
    }

    /// The same, cut to some lines.
    pub(crate) fn short_paragraph(&self, margin: &str, most: usize, text: &str) -> String {
        let room = self.room(margin);
        let mut lines = wrap(text, room);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while last.width() >= room {
                    last.pop();
                }
                last.push('…');
            }
        }
        self.behind(margin, None, lines)
    }

    fn room(&self, margin: &str) -> usize {
        self.width.saturating_sub(margin.width()).max(20)
    }

    fn behind(&self, margin: &str, style: Option<Style>, lines: Vec<String>) -> String {
        let mut text = String::new();
        for line in lines {
            let line = style.map_or_else(|| line.clone(), |style| self.paint(style, &line));
            text.extend([margin, &line, "\n"]);
        }
        text
    }
}

/// How a text is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    /// A headline.
    Title,
    /// Beside the matter.
    Quiet,
    /// To be looked at with care.
    Warn,
}

/// A text without what could command a terminal: control characters, and marks that turn the direction of what follows.
/// White space of any kind becomes one blank.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if c.is_whitespace() {
            if !plain.ends_with(' ') {
                plain.push(' ');
            }
        } else if !c.is_control() && !turns {
            plain.push(c);
        }
    }
    plain
}

/// "1 page", "2 pages"
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Breaks a text at its blanks into lines of at most `room` columns; a word that is longer is broken anywhere.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let width = word.width();
        if used > 0 && used + 1 + width > room {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("there is a line");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if width <= room {
            line.push_str(word);
            used += width;
            continue;
        }
        for c in word.chars() {
            let width = c.width().unwrap_or(0);
            if used + width > room {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is a line").push(c);
            used += width;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_command_the_terminal() {
        assert_eq!(plain("a\u{1b}[31m\u{9b}2Jb\u{7}\u{202e}c\r\n\td"), "a[31m2Jbc d");
    }

    #[test]
    fn lines_fit_whatever_the_words() {
        let text = "Le port est fermé 港は閉鎖された anticonstitutionnellement-et-encore-davantage fin";
        for room in 20..40 {
            let lines = wrap(text, room);
            assert!(lines.iter().all(|l| l.width() <= room), "{room}: {lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
