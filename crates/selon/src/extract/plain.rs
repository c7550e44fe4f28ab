//! Plain text, as scrapers leave it: each line is a piece.

use super::piece::{Piece, Tag};
use super::tree::squeeze;
use crate::when::When;

/// The lines of a text as pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut gap = true;
    for line in unfold(text) {
        let words: String =
            squeeze(&line).chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
        if words.is_empty() {
            gap = true;
            continue;
        }
        pieces.push(Piece { text: words, tag: Tag::Paragraph, linked: 0, bold: 0, hints: 0, time: When::Unknown, gap });
        gap = false;
    }
    pieces
}

/// Lines; where a text is folded at a fixed width, the paragraphs between its blank lines.
fn unfold(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let full: Vec<usize> = lines.iter().map(|l| l.chars().count()).filter(|n| *n > 0).collect();
    let longest = full.iter().copied().max().unwrap_or(0);
    let near = full.iter().filter(|n| **n * 10 >= longest * 8).count();
    let blank = lines.iter().any(|l| l.is_empty());
    if !(60..=100).contains(&longest) || near * 2 < full.len() || !blank {
        return lines.into_iter().map(str::to_owned).collect();
    }
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(last) if !line.is_empty() && !last.is_empty() => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => out.push(line.to_owned()),
        }
    }
    out
}

/// Where the headline stands: after the outlet's name and its menu.
pub(super) fn headline(pieces: &[Piece]) -> Option<usize> {
    let menu = |p: &Piece| p.text.matches('|').count() >= 3 || p.text.matches(" · ").count() >= 3;
    let after = pieces.iter().take(6).rposition(menu).map_or(0, |i| i + 1);
    (after..pieces.len())
        .find(|&i| pieces[i].text.chars().any(char::is_alphabetic))
        .filter(|&i| pieces[i].text.len() < 400)
}

/// An address that stands alone in a line.
pub(super) fn address(pieces: &[Piece]) -> Option<String> {
    let alone = |p: &&Piece| p.text.starts_with("http") && p.text.contains("://") && !p.text.contains(' ');
    pieces.iter().rev().find(alone).map(|p| p.text.clone())
}
