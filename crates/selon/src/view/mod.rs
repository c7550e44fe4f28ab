//! What other programs see: every value in the shape that they rely on, offsets in Unicode code points.
//!
//! Inside the library a span counts bytes; nothing here hands one out.

mod copies;
mod dispatch;
mod marks;
mod trace;

use serde::Serialize;

pub use copies::{CopyLine, copies};
pub use dispatch::{
    BlockView, DispatchView, ExplainedView, OutletView, PartView, ReasonView, TieView, dispatch, explained, outlet,
};
pub use marks::{
    AttributionView, FigureView, MarksView, NameView, PlaceView, RangeView, TimeView, TimeWhy, marks,
    marks_with_reasons,
};

pub use trace::{
    ClaimView, CopyView, DispatchRow, FigureRow, PassageView, StatementRow, StoryRow, SupportView, TraceView, VoiceRow,
    gist, trace,
};

use crate::text::{Span, Text};

/// A stretch of a text: code points, end exclusive; written as `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Points(pub usize, pub usize);

impl Points {
    /// The code points of a span.
    pub fn of(text: &Text, span: Span) -> Points {
        let points = text.code_points(span);
        Points(points.start, points.end)
    }
}
