//! Stories: what people do with Potluck and what they see, told through the real bot, the real serenity client and a local
//! Discord over real sockets. One test binary, one module for each part of the product.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod anonymous;
mod answering;
mod asking;
mod cold_start;
mod connection;
mod delivery;
mod digest;
mod finding;
mod harness;
mod help;
mod hostile;
mod learning;
mod leftovers;
mod lessons;
mod me;
mod messages;
mod newcomers;
mod outage;
mod pairings;
mod privacy;
mod private_messages;
mod programmes;
mod recognition;
mod registering;
mod removed;
mod rounds;
mod setting_up;
mod settings;
mod swaps;
mod teach_and_learn;
mod thanks;
mod threads;
mod watching;
mod waves;
mod year;
