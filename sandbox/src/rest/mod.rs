//! REST v10: each route is a function of the world and a call.
//!
//! A handler is synchronous and runs while the world is locked. Authorization, the request log, faults, the
//! request's schema and the answer's schema are seen to in `serve`, the same for every route.

mod body;
pub mod call;
mod channels;
mod commands;
#[cfg(test)]
mod conformance;
mod dms;
mod form;
mod guilds;
mod interactions;
mod members;
mod messages;
mod overwrites;
mod pins;
mod reactions;
mod roles;
pub mod serve;
mod thread_members;
mod threads;
mod users;

pub use call::{Auth, Call, Reply, Route, Upload};
pub use serve::router;

/// All routes, file by file.
const FILES: &[&[Route]] = &[
    channels::ROUTES,
    commands::ROUTES,
    dms::ROUTES,
    guilds::ROUTES,
    interactions::ROUTES,
    members::ROUTES,
    messages::ROUTES,
    overwrites::ROUTES,
    pins::ROUTES,
    reactions::ROUTES,
    roles::ROUTES,
    thread_members::ROUTES,
    threads::ROUTES,
    users::ROUTES,
];
