//! The control interface: acting as people against a small bot of its own, reading what they see, moving time,
//! switching faults on; in Rust and over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod acting;
mod bot;
mod clock;
mod components;
mod faults;
mod http;
mod modals;
mod people;
mod reading;
mod readme;
mod recorded;
mod serenity_client;
mod threads;
