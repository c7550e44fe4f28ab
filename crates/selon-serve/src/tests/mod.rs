//! Requests against the router.

mod decide;
mod house;
mod progress;
