//! Every rule of the sandbox, broken by plain HTTP and answered with Discord's status, code and error path.
//!
//! Nothing here uses a Discord library: what is sent is what is written. People act through the sandbox's world, as
//! they do behind its control interface.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod acting;
mod answers;
mod api;
mod begins;
mod channels;
mod commands;
mod complete;
mod components;
mod dms;
mod doors;
mod followups;
mod limits;
mod members;
mod mentions;
mod messages;
mod modals;
mod permissions;
mod roles;
mod small_print;
mod threads;
mod told;
