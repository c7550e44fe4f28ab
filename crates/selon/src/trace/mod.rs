//! Trace.
/// All.
pub struct Trace;
