//! Marks in a text: times, names, places, figures. Each points at the words that say it.

pub mod figure;
mod lower;
pub mod name;
pub mod place;
pub mod time;
mod walk;

use serde::{Deserialize, Serialize};

use crate::extract::Dispatch;
use crate::segment::Segments;

/// All marks of one dispatch, each kind in the order of the text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Marks {
    /// Time expressions and ranges.
    pub times: time::Times,
    /// Names and the entities they stand for.
    pub names: name::Names,
    /// Place names and where they may lie.
    pub places: Vec<place::Place>,
    /// Counts.
    pub figures: Vec<figure::Figure>,
}

/// Marks a dispatch.
pub fn annotate(dispatch: &Dispatch, segments: &Segments) -> Marks {
    let times = time::times(dispatch, segments);
    let names = name::names(dispatch, segments);
    let places = place::places(dispatch, segments, &names);
    let figures = figure::figures(dispatch, segments, &times);
    Marks { times, names, places, figures }
}

#[cfg(test)]
mod speed;
