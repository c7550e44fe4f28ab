//! What users decided, where it stands in the readings.

use crate::claim::{Passage, Told};
use crate::reading::Reading;
use crate::reuse::Copy;
use crate::text::Span;

/// Words of a dispatch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// [`crate::Dispatch::id`].
    pub dispatch: String,
    /// Where in its text.
    pub span: Span,
}

/// What users decided. It stands above what the stages find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Passages that state one fact, and so tell of one event.
    pub same: Vec<(Place, Place)>,
    /// Passages that state two facts.
    pub apart: Vec<(Place, Place)>,
    /// Dispatches of which neither is taken from the other.
    pub no_copy: Vec<(String, String)>,
}

impl Decisions {
    /// Leaves out the copies that are none.
    pub(super) fn strike(&self, readings: &[&Reading], copies: &mut Vec<Copy>) {
        copies.retain(|copy| {
            let (of, from) = (&readings[copy.of].dispatch.id, &readings[copy.from].dispatch.id);
            !self.no_copy.iter().any(|(a, b)| (a, b) == (of, from) || (b, a) == (of, from))
        });
    }

    /// Joins the stories of dispatches that state one fact.
    pub(super) fn join(&self, readings: &[&Reading], stories: &mut [usize]) {
        let of = |place: &Place| readings.iter().position(|r| r.dispatch.id == place.dispatch);
        for (a, b) in &self.same {
            if let (Some(a), Some(b)) = (of(a), of(b)) {
                let (kept, left) = (stories[a].min(stories[b]), stories[a].max(stories[b]));
                for story in stories.iter_mut().filter(|story| **story == left) {
                    *story = kept;
                }
            }
        }
    }

    /// What they say of claims. `earlier` says of which readings there is a later version.
    pub(super) fn told(&self, readings: &[&Reading], earlier: &[bool]) -> Told {
        let passage = |place: &Place| -> Option<Passage> {
            let reading = (0..readings.len()).find(|&r| !earlier[r] && readings[r].dispatch.id == place.dispatch)?;
            Some((reading, place.span))
        };
        let pairs = |places: &[(Place, Place)]| -> Vec<(Passage, Passage)> {
            places.iter().filter_map(|(a, b)| Some((passage(a)?, passage(b)?))).collect()
        };
        Told { same: pairs(&self.same), apart: pairs(&self.apart) }
    }
}
