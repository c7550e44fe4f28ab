//! One document, read: all stages up to attribution.

use serde::{Deserialize, Serialize};

use crate::annotate::{self, Marks};
use crate::attribute::{self, Attributions};
use crate::extract::{self, Dispatch, Document};
use crate::page::Page;
use crate::segment::{self, Segments};

/// All that can be said of one document alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reading {
    /// The document.
    pub dispatch: Dispatch,
    /// Its sentences, tokens and quotations.
    pub segments: Segments,
    /// Its times, names, places and figures.
    pub marks: Marks,
    /// Who says what in it.
    pub attributions: Attributions,
}

impl Reading {
    /// Reads a page.
    pub fn of_page(page: &Page) -> Reading {
        Reading::of_dispatch(extract::extract(page))
    }

    /// Reads a text that some other program has extracted.
    pub fn of_document(document: &Document) -> Reading {
        Reading::of_dispatch(Dispatch::from(document))
    }

    /// Reads a dispatch.
    pub fn of_dispatch(dispatch: Dispatch) -> Reading {
        let segments = segment::segment(&dispatch);
        let marks = annotate::annotate(&dispatch, &segments);
        let attributions = attribute::attribute(&dispatch, &segments, &marks);
        Reading { dispatch, segments, marks, attributions }
    }
}
