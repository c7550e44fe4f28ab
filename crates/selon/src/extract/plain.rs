//! Plain text, as scrapers leave it: each line is a piece.

use super::body::ends_sentence;
use super::meta::Facts;
use super::outlet;
use super::piece::{MAX_PIECES, Piece};
use super::stamp;
use super::tree::squeeze;
use super::why::{Origin, Trail};
use crate::known::fold;

/// The lines of a text as pieces, and what lines of the form `KEY: value` at its top say about it.
pub(super) fn pieces(text: &str, trail: Trail) -> (Vec<Piece>, Facts) {
    let mut facts = Facts { trail, ..Facts::default() };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut gap = true;
    for (number, line) in unfold(text).into_iter().enumerate() {
        let words: String =
            squeeze(&line).chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
        // The mark of a heading; a ruler.
        let words = words.strip_prefix("# ").unwrap_or(&words);
        if words.is_empty() || words.chars().all(|c| matches!(c, '-' | '=' | '*' | '_')) {
            gap = true;
            continue;
        }
        if pieces.is_empty() && field(words, &mut facts) {
            continue;
        }
        pieces.push(Piece { gap, node: number as u32, ..Piece::paragraph(words.to_owned()) });
        gap = false;
    }
    if facts.canonical.is_none() {
        facts.canonical = address(&pieces);
    }
    (pieces, facts)
}

/// Reads `TITLE: …` and the like, as some programs write them above a text.
fn field(line: &str, facts: &mut Facts) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let value = value.trim().to_owned();
    let name = match key {
        "URL" => "url",
        "SITE" | "SOURCE" | "PUBLISHER" => "outlet",
        "TITLE" => "title",
        "AUTHOR" | "BYLINE" => "authors",
        "DATE" | "PUBLISHED" => "published",
        "LANG" | "LANGUAGE" => "lang",
        "TAGS" => "tags",
        _ => return false,
    };
    facts.trail.note(name, &value, || Origin::Metadata(format!("field {key}")));
    match key {
        "URL" => facts.canonical = Some(value),
        "SITE" | "SOURCE" | "PUBLISHER" => facts.outlets.push(value),
        "TITLE" => facts.titles.push(value),
        "AUTHOR" | "BYLINE" => facts.meta_authors.push(value),
        "DATE" | "PUBLISHED" => facts.published.push((0, stamp::value(&value))),
        "LANG" | "LANGUAGE" => facts.lang = Some(value),
        "TAGS" => facts.tags.extend(value.split(',').map(squeeze)),
        _ => return false,
    }
    true
}

/// Lines; where a text is folded at a fixed width, the paragraphs between its blank lines.
fn unfold(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).take(MAX_PIECES).collect();
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

/// How long a line of a menu is at most, and how many lines make one.
const MENU: (usize, usize) = (32, 4);

/// Where the headline stands: after the outlet's name and its menu, which may be one line or one line an entry.
pub(super) fn headline(pieces: &[Piece], facts: &Facts) -> Option<usize> {
    if !facts.titles.is_empty() {
        let title = fold(&facts.titles[0]);
        return pieces.iter().take(6).position(|p| fold(&p.text) == title);
    }
    let row = |p: &Piece| p.text.matches('|').count() >= 3 || p.text.matches(" · ").count() >= 3;
    let mut at = pieces.iter().take(6).rposition(row).map_or(0, |i| i + 1);
    let block = 1 + pieces.iter().skip(1).take_while(|p| !p.gap).count();
    let short = |p: &Piece| p.text.chars().count() <= MENU.0 && !ends_sentence(&p.text);
    if at == 0 && block >= MENU.1 && pieces.len() > block && pieces[..block].iter().all(short) {
        at = block;
    }
    // The name of the site, the headline, and below a blank line the date.
    let dated = pieces.get(2).is_some_and(|p| p.text.len() < 60 && !stamp::stamps(&p.text).is_empty());
    if at == 0 && block == 2 && dated && !ends_sentence(&pieces[0].text) && pieces[0].text.chars().count() <= MENU.0 {
        at = 1;
    }
    let owners: Vec<String> = pieces.iter().filter_map(|p| outlet::owner(&p.text)).map(|o| fold(&o)).collect();
    let named = |p: &Piece| owners.contains(&fold(&p.text));
    (at..pieces.len())
        .find(|&i| pieces[i].text.chars().any(char::is_alphabetic) && !named(&pieces[i]))
        .filter(|&i| pieces[i].text.len() < 400)
}

/// An address that stands alone in a line.
fn address(pieces: &[Piece]) -> Option<String> {
    let alone = |p: &&Piece| p.text.starts_with("http") && p.text.contains("://") && !p.text.contains(' ');
    pieces.iter().rev().find(alone).map(|p| p.text.clone())
}
