//! What other programs see.
