//! Servers on loopback that misbehave, each in its own way: whatever they do, time and memory are bounded, nothing is lost, and
//! the others are served.

#![allow(clippy::disallowed_methods, reason = "tests bring servers, threads and clocks of their own")]
#![allow(clippy::format_collect, reason = "tests make texts, a few, and are read more than run")]

mod bodies;
mod certificates;
mod hosts;
mod lists;
mod manners;
mod server;
mod times;
