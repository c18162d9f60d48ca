//! `potluck demo`.

use std::env;

use potluck::config::LogFormat;
use potluck::demo::{self, Demo};

use super::{Failure, log};

/// The demo prints what people see; of the log only what is wrong is not in the way. That a connection ends with the demo is no
/// news, nor that Discord's own description, which is for developers, is not on this machine. Nor is it in the seeded quarter that rounds
/// were missed in an outage, or that somebody takes no private messages.
const FILTER: &str = "warn,serenity=off,discord_sandbox=error,potluck::features::rounds=error,potluck::discord::courier=error";

/// Runs the demo to the end of its story, or until it is told to end.
pub(super) fn run(given: super::Demo) -> Result<(), Failure> {
    let filter = log::filter_of(&[(
        "RUST_LOG".to_owned(),
        env::var("RUST_LOG").unwrap_or_default(),
    )])?;
    log::start(LogFormat::Text, filter.as_deref().unwrap_or(FILTER));
    let super::Demo {
        data,
        port,
        script,
        empty,
        no_open: _,
    } = given;
    super::to_its_end(async |signals| {
        let demo = Demo {
            data,
            port,
            script,
            empty,
        };
        demo::run(demo, signals.first())
            .await
            .map_err(Failure::failed)
    })
}
