//! What other programs see: every value in the shape that they rely on, offsets in Unicode code points.
//!
//! Inside the library a span counts bytes; nothing here hands one out.

mod dispatch;
mod marks;

use serde::Serialize;

pub use dispatch::{BlockView, DispatchView, dispatch};
pub use marks::{AttributionView, FigureView, MarksView, NameView, PlaceView, RangeView, TimeView, marks};

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
