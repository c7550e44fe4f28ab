//! A page as a container keeps it.

/// One page: its bytes as a browser would have got them, and what the container says of how they were got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// Where its record stands.
    pub position: Position,
    /// The address it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, as the container writes it (RFC 3339, UTC).
    pub fetched: Option<String>,
    /// The type that its server declared, in lower case, without parameters: `text/html`.
    pub media: Option<String>,
    /// The head of its response, as it was sent: status line and headers, lines parted by CR LF. Empty where there is none.
    pub head: Vec<u8>,
    /// The body, without transfer and content encodings.
    pub body: Vec<u8>,
    /// What is damaged about it.
    pub doubts: Vec<String>,
}

/// Where a record stands in its container: enough to go on from there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Bytes before its beginning or, in a compressed container, before the beginning of the member that it stands in.
    pub offset: u64,
    /// Records before it in the same member.
    pub inner: u64,
}

/// A part of a container that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {}: {reason}", position.offset)]
pub struct Damage {
    /// Where it begins.
    pub position: Position,
    /// What is wrong there.
    pub reason: String,
}
