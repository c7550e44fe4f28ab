//! Marked texts: a text with the names in it.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail};
use selon::annotate::name::Kind;
use selon::segment::Segments;
use serde::Deserialize;

use super::pool::Lists;

/// A text with the names in it, as ranges of bytes.
pub(super) struct Marked {
    pub(super) lang: String,
    pub(super) text: String,
    pub(super) names: Vec<(Range<usize>, Kind)>,
}

impl Marked {
    pub(super) fn is_known(&self, lists: &Lists) -> bool {
        let words = |name: &Range<usize>| self.text[name.clone()].split(' ').map(str::to_owned).collect::<Vec<_>>();
        self.names.iter().all(|(name, kind)| lists.know(*kind, &words(name)))
    }

    /// The names, as ranges of tokens.
    pub(super) fn tokens(&self, segments: &Segments) -> Vec<(Range<usize>, Kind)> {
        let tokens = |(bytes, kind): &(Range<usize>, Kind)| {
            let from = segments.tokens.partition_point(|t| t.span.end() <= bytes.start);
            (from..segments.tokens.partition_point(|t| t.span.start() < bytes.end), *kind)
        };
        self.names.iter().map(tokens).filter(|(tokens, _)| !tokens.is_empty()).collect()
    }
}

/// A line of WikiANN or of UniversalNER.
#[derive(Deserialize)]
pub(super) struct Tagged {
    pub(super) lang: String,
    pub(super) tokens: Vec<String>,
    pub(super) tags: Vec<String>,
}

pub(super) fn tagged(path: &Path) -> Result<Vec<Tagged>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().map(|l| Ok(serde_json::from_str(l)?)).collect()
}

impl Tagged {
    /// The text, as people write it. Of silver text only what looks like a sentence, without the marks of its source.
    pub(super) fn marked(mut self, silver: bool) -> Option<Marked> {
        if silver {
            self.clean()?;
        }
        let mut text = String::new();
        let mut names: Vec<(Range<usize>, Kind)> = Vec::new();
        let mut glue = true;
        let mut inside = false;
        for (token, tag) in self.tokens.iter().zip(&self.tags) {
            let closes =
                matches!(token.as_str(), "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "»" | "%" | "'s" | "’s");
            if !(glue || closes || token.starts_with("n't") || (token.starts_with('\'') && token.len() > 1)) {
                text.push(' ');
            }
            glue =
                matches!(token.as_str(), "(" | "[" | "«" | "$" | "#") || (self.lang == "fr" && token.ends_with('\''));
            let begin = text.len();
            text.push_str(token);
            let kind = match tag.get(2..) {
                Some("PER") => Kind::Person,
                Some("ORG") => Kind::Organisation,
                Some("LOC") => Kind::Place,
                _ => {
                    inside = false;
                    continue;
                }
            };
            match names.last_mut().filter(|n| inside && tag.starts_with("I-") && n.1 == kind) {
                Some(name) => name.0.end = text.len(),
                None => names.push((begin..text.len(), kind)),
            }
            inside = true;
        }
        Some(Marked { lang: self.lang, text, names })
    }

    fn clean(&mut self) -> Option<()> {
        let markup = |t: &str| t.is_empty() || t.chars().all(|c| matches!(c, '\'' | '*' | '`' | '"' | '=' | '|' | ' '));
        let mut kept = (Vec::new(), Vec::new());
        let mut open = false;
        for (token, tag) in self.tokens.iter().zip(&self.tags) {
            if markup(token) {
                continue;
            }
            // "Congo (river)": what stands in brackets is no part of the name.
            open = (open || token == "(") && tag.starts_with("I-");
            kept.0.push(token.clone());
            kept.1.push(if open { "O".to_owned() } else { tag.clone() });
        }
        (self.tokens, self.tags) = kept;
        let small = |t: &&String| t.chars().next().is_some_and(char::is_lowercase);
        let sentence = self.tokens.iter().zip(&self.tags).filter(|(t, tag)| *tag == "O" && small(t)).count() >= 3;
        let redirect = self.tokens.first().is_some_and(|t| t.to_uppercase().starts_with("REDIRECT"));
        (sentence && !redirect && self.tokens.len() > 5).then_some(())
    }
}

/// Lines of our own, in a file named after their language: names stand in square brackets behind the letter of their kind.
pub(super) fn bracketed(path: &Path) -> Result<Vec<Marked>> {
    let all = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lang = path.file_stem().and_then(|s| s.to_str()).context("a file named after a language")?.to_owned();
    let mut texts = Vec::new();
    for line in all.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (mut rest, mut text, mut names) = (line, String::new(), Vec::new());
        while let Some((before, name)) = rest.split_once('[') {
            text.push_str(before);
            let (inside, after) = name.split_once(']').with_context(|| format!("an open bracket: {line}"))?;
            let (kind, name) = inside.split_once(' ').with_context(|| format!("no kind: {line}"))?;
            let kind = match kind {
                "P" => Kind::Person,
                "O" => Kind::Organisation,
                "L" => Kind::Place,
                _ => bail!("no kind: {line}"),
            };
            names.push((text.len()..text.len() + name.len(), kind));
            text.push_str(name);
            rest = after;
        }
        text.push_str(rest);
        texts.push(Marked { lang: lang.clone(), text, names });
    }
    Ok(texts)
}
