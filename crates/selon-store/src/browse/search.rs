//! What a search finds, with the words around each hit.

use rusqlite::{Connection, OptionalExtension as _};
use selon::Reading;
use serde::Serialize;

use super::line::{ClaimLine, line};
use crate::circle::reading_of;
use crate::error::{ErrorKind, Result};
use crate::fold::fold;
use crate::id::Id;
use crate::open::Store;
use crate::search::{Query, claims, dispatches};
use crate::show::DispatchRow;

/// What was found, the best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SearchPage {
    /// Claims.
    pub claims: Vec<ClaimLine>,
    /// Dispatches.
    pub dispatches: Vec<Hit>,
    /// Whether more is found behind these.
    pub more: bool,
}

/// A dispatch that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The dispatch.
    pub dispatch: DispatchRow,
    /// Its story.
    pub story: Option<Id>,
    /// The sentence that holds the most of what was looked for, in pieces.
    pub snippet: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Whether they were looked for.
    pub hit: bool,
}

impl Store {
    /// Looks for claims and dispatches, with what stands beside them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn search_page(&self, query: &Query) -> Result<SearchPage> {
        self.read(|db| {
            let one_more = Query { most: query.most + 1, ..query.clone() };
            let (mut claims, mut dispatches) = (claims(db, &one_more)?, dispatches(db, &one_more)?);
            let more = claims.len() > query.most || dispatches.len() > query.most;
            claims.truncate(query.most);
            dispatches.truncate(query.most);
            let needles = needles(query);
            let number = |id: Id| match id {
                Id::Claim(n) | Id::Story(n) | Id::Dispatch(n) | Id::Voice(n) => n,
            };
            Ok(SearchPage {
                claims: claims.into_iter().map(|claim| line(db, number(claim.id))).collect::<Result<_, _>>()?,
                dispatches: dispatches
                    .into_iter()
                    .map(|row| hit(db, number(row.id), row, &needles))
                    .collect::<Result<_, _>>()?,
                more,
            })
        })
    }
}

fn hit(db: &Connection, id: i64, dispatch: DispatchRow, needles: &[Needle]) -> Result<Hit, ErrorKind> {
    let story = db
        .prepare_cached("select story from story_dispatches where dispatch = ?1")?
        .query_row([id], |row| row.get(0).map(Id::Story))
        .optional()?;
    let snippet = reading_of(db, id)?.map(|reading| snippet(&reading, needles)).unwrap_or_default();
    Ok(Hit { dispatch, story, snippet })
}

/// A word that was looked for, folded; or the beginning of one.
#[derive(Debug, PartialEq, Eq)]
struct Needle {
    word: String,
    begins: bool,
}

impl Needle {
    fn is(&self, folded: &str) -> bool {
        if self.begins { folded.starts_with(&self.word) } else { folded == self.word }
    }
}

fn needles(query: &Query) -> Vec<Needle> {
    let asked = [Some(&query.words), query.place.as_ref(), query.voice.as_ref()];
    let mut needles = Vec::new();
    for words in asked.into_iter().flatten() {
        for word in words.split_whitespace() {
            let begins = word.ends_with('*');
            let folded = fold(word);
            let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
            needles.extend(parts.map(|part| Needle { word: part.to_owned(), begins }));
        }
    }
    needles
}

/// So many sentences of a text are looked at.
const SENTENCES: usize = 1_000;
/// A sentence is cut where it is longer, in bytes.
const LONG: usize = 400;

/// The sentence that holds the most needles, the first of several; where none holds any, the first sentence.
fn snippet(reading: &Reading, needles: &[Needle]) -> Vec<Piece> {
    let text = &reading.dispatch.text;
    let mut best: Option<(usize, Vec<Piece>)> = None;
    for sentence in reading.segments.sentences.iter().take(SENTENCES) {
        let end = sentence.span.end().min(sentence.span.start() + LONG);
        let pieces = pieces(text.get(text.span(sentence.span.start()..end)), needles);
        let hits = pieces.iter().filter(|piece| piece.hit).count();
        if best.as_ref().is_none_or(|(most, _)| hits > *most) {
            best = Some((hits, pieces));
        }
    }
    best.map(|(_, pieces)| pieces).unwrap_or_default()
}

/// A sentence in pieces: what was looked for, and what lies between.
fn pieces(sentence: &str, needles: &[Needle]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, hit: bool| match pieces.last_mut() {
        Some(last) if last.hit == hit => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), hit }),
    };
    let mut rest = sentence;
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word);
        if !word.is_empty() {
            let folded = fold(word);
            push(word, needles.iter().any(|needle| needle.is(&folded)));
        }
        let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let (gap, next) = after.split_at(gap);
        if !gap.is_empty() {
            push(gap, false);
        }
        rest = next;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked_whatever_their_case_and_accents() {
        let query = Query { words: "\"FERME hier\" por*".to_owned(), ..Query::default() };
        let found = pieces("Le port est fermé, hier.", &needles(&query));
        let hits: Vec<&str> = found.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
        assert_eq!(hits, ["port", "fermé", "hier"]);
        assert_eq!(found.iter().map(|p| p.text.as_str()).collect::<String>(), "Le port est fermé, hier.");
    }
}
