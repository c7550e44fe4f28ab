//! Whoever says something.

use serde::{Deserialize, Serialize};

use crate::extract::Dispatch;
use crate::text::Span;

/// Whoever says something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Its fullest name in the dispatch, without title and article; of an unnamed source, its description.
    pub name: String,
    /// Its other names there.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: VoiceKind,
    /// The voice that quotes it, for unnamed sources: an index of the same list.
    pub of: Option<usize>,
    /// Where it is mentioned as a source.
    pub mentions: Vec<Span>,
}

impl Voice {
    /// A voice with one name.
    pub fn new(kind: VoiceKind, name: impl Into<String>) -> Voice {
        Voice { name: name.into(), aliases: Vec::new(), kind, of: None, mentions: Vec::new() }
    }
}

/// What a voice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoiceKind {
    /// Publishes pages.
    Outlet,
    /// Writes for outlets.
    Agency,
    /// A named organisation, authority or office, also when its spokesperson has no name.
    Institution,
    /// A named human.
    Person,
    /// Several people without a name: "residents", "the organisers".
    Group,
    /// A report, a law, a study, a letter.
    Document,
    /// Somebody whom the text does not name.
    Unnamed,
}

/// The voices of the page itself: its outlet, then the agencies that sign it.
pub(super) fn publishers(dispatch: &Dispatch) -> Vec<Voice> {
    let outlet = dispatch.outlet.clone().or_else(|| dispatch.url.clone()).unwrap_or_else(|| dispatch.id.clone());
    let mut voices = vec![Voice::new(VoiceKind::Outlet, outlet)];
    for agency in &dispatch.agencies {
        if voices.iter().all(|v| v.name != *agency) {
            voices.push(Voice::new(VoiceKind::Agency, agency.clone()));
        }
    }
    voices
}
