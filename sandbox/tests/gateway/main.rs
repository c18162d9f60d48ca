//! The gateway, met by a raw WebSocket client: what is said when, and by which code a wrong word is answered.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod client;
mod closing;
mod compression;
mod events;
mod members;
mod opening;
mod resuming;
