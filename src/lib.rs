//! Potluck: a Discord bot that turns a team into a place where everybody teaches and everybody learns.
//!
//! # Map
//!
//! | module | what it is for |
//! |---|---|
//! | [`bot`] | composition root: builds the parts, runs them, shuts them down |
//! | [`config`] | what an operator decides, typed; unknown keys are refused by name |
//! | [`clock`], [`activity`] | bot time, and what the bot is busy with |
//! | [`error`] | what a person is told and what is logged, decided once |
//! | [`picture`] | the digest's picture: plain values in, a PNG and its description out |
//! | [`post`], [`delivery`] | what the bot says and does unasked, as plain values |
//! | [`custom_id`] | every button, select and modal id |
//! | [`markdown`] | makes what people typed safe to show |
//! | [`domain`] | pure rules and types |
//! | [`store`] | the only SQL |
//! | [`export`] | everything that is counted, as files for other programs |
//! | [`features`] | what people can do, one folder each |
//! | [`discord`] | the only serenity: events in, requests out |
//! | [`metrics`] | what a bot counts of itself, in the terms of Prometheus |
//! | [`monitor`] | the port for whoever watches it: `/healthz`, `/readyz`, `/metrics` |
//! | [`ticker`] | runs what has come due |
//! | `demo` | a team of twenty-four in a local Discord; only with the feature of that name |
//!
//! # Who may use whom
//!
//! `domain` and `activity` use nothing of ours. `post`, `custom_id`, `delivery`, `markdown` and `picture` use `domain` and one another.
//! `store` uses those, and `export` the store. `features` use those and `clock`, `config`, `error`; a feature may call another feature's
//! `mod.rs`, never its `command`, `clicks`, `due` or `words`. `discord` and `ticker` use all of the above; only `discord` names serenity.
//! `metrics` uses nothing of ours, and whoever has something to count uses it; `monitor` shows it. `bot` composes. `tests/tidy.rs` reads
//! the `use` lines and fails on a breach.
//!
//! # Invariants
//!
//! 1. A command that is registered and not dispatched cannot exist; nor a button without a handler.
//! 2. State lives in SQLite. Nothing waits in memory for a click.
//! 3. One write is one `BEGIN IMMEDIATE` transaction, outbox rows inside it. What was acknowledged to a person is durable.
//! 4. Each occurrence happens once, whatever crashes between.
//! 5. `allowed_mentions` is empty unless a post names whom it may ping.
//! 6. Times are stored in UTC; schedules as local wall-clock time plus an IANA zone.
//! 7. Intents: `GUILDS`, `GUILD_MEMBERS`, `GUILD_MESSAGES` (that something was written, not what), `DIRECT_MESSAGES`.
//! 8. Logs carry ids, never names, texts or tokens.
//! 9. `unsafe` is forbidden; no `unwrap` or `expect` on anything that comes from outside.
//! 10. Bot time is [`clock::Clock`]: schedules, due times, the courier's pacing. Real time is for the three-second answer,
//!     heartbeats and the lease on the database.
//! 11. Nothing is global: several bots may run in one process, each on its own database, clock and random numbers.
//! 12. `store::privacy::columns` lists every column that holds a member's id or words; a test fails if export or forget misses one.

pub mod activity;
pub mod bot;
pub mod chance;
pub mod clock;
pub mod config;
pub mod custom_id;
pub mod delivery;
#[cfg(feature = "demo")]
pub mod demo;
pub mod discord;
pub mod domain;
pub mod error;
pub mod export;
pub mod features;
pub mod markdown;
pub mod metrics;
pub mod monitor;
pub mod picture;
pub mod post;
pub mod store;
pub mod ticker;
