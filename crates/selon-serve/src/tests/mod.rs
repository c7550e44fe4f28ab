//! Requests against the router.

mod add;
mod decide;
mod house;
mod progress;
