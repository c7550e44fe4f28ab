//! Words in a row as the lists of the world's names spell them.

use super::organisations;
use crate::annotate::place::{self, Class, Entries};
use crate::annotate::walk::Walk;
use crate::segment::Segments;
use crate::text::Text;

/// The words from a token on, folded one by one, with what the lists know of each stretch that begins there.
pub(super) struct Spelt<'a> {
    text: &'a Text,
    segments: &'a Segments,
    first: usize,
    folded: String,
    stretches: Vec<Stretch>,
    organisations: Walk<'static, Vec<u8>>,
    places: Walk<'static, &'static [u8]>,
}

/// The words up to a token.
struct Stretch {
    /// Where it ends in [`Spelt::folded`].
    end: usize,
    organisation: bool,
    places: Entries,
}

impl<'a> Spelt<'a> {
    pub(super) fn new(text: &'a Text, segments: &'a Segments, first: usize) -> Spelt<'a> {
        Spelt {
            text,
            segments,
            first,
            folded: String::with_capacity(48),
            stretches: Vec::with_capacity(4),
            organisations: organisations::walk(),
            places: place::walk(),
        }
    }

    /// The token after the last one that was read.
    pub(super) fn end(&self) -> usize {
        self.first + self.stretches.len()
    }

    /// Reads on to a token.
    pub(super) fn read(&mut self, end: usize) {
        while self.end() < end {
            self.read_one();
        }
    }

    /// Reads on to a token as long as some name of a list may go on like that.
    pub(super) fn read_names(&mut self, end: usize) {
        while self.end() < end && !(self.organisations.is_over() && self.places.is_over()) {
            self.read_one();
        }
    }

    fn read_one(&mut self) {
        let at = self.end();
        let tokens = &self.segments.tokens;
        let from = if at == self.first { tokens[at].span.start() } else { tokens[at - 1].span.end() };
        place::fold_on(&self.text.as_str()[from..tokens[at].span.end()], &mut self.folded);
        let begin = self.stretches.last().map_or(0, |s| s.end);
        // A blank belongs to what follows it.
        let end = self.folded.trim_end_matches(' ').len();
        for &byte in &self.folded.as_bytes()[begin..end] {
            self.organisations.step(byte);
            self.places.step(byte);
        }
        let organisation = self.organisations.value().is_some();
        self.stretches.push(Stretch { end, organisation, places: Entries::of(self.places.value()) });
    }

    fn stretch(&self, end: usize) -> &Stretch {
        &self.stretches[end - self.first - 1]
    }

    /// The words up to a token.
    pub(super) fn folded(&self, end: usize) -> &str {
        &self.folded[..self.stretch(end).end]
    }

    /// Whether the words up to a token are the name of an organisation of the list.
    pub(super) fn is_organisation(&self, end: usize) -> bool {
        self.stretch(end).organisation
    }

    /// How well known a place of that name is: see [`standing`].
    pub(super) fn standing(&self, end: usize) -> u8 {
        standing(self.stretch(end).places.clone())
    }

    /// Whether the likeliest place of that name is a country.
    pub(super) fn is_country(&self, end: usize) -> bool {
        self.stretch(end).places.clone().next().is_some_and(|p| p.class() == Class::Country)
    }
}

/// How well known the best known of some places is: 0 where there is none, 3 for countries and large cities.
pub(super) fn standing(places: Entries) -> u8 {
    places
        .map(|p| match p.class() {
            Class::Country | Class::Region => 3,
            Class::Division => 2,
            Class::City if p.people() > 17.5 => 3,
            Class::City if p.people() > 15.0 => 2,
            _ => 1,
        })
        .max()
        .unwrap_or(0)
}
