//! The demo's team as it is after a quarter with Potluck: seeded by acting as its people, through the same commands, buttons and forms
//! as anybody, on a clock that is moved from day to day.

mod asks;
mod people;
mod rounds;
mod table;

use chrono::{DateTime, Datelike as _, Days, TimeDelta, Utc};
use discord_sandbox::{Fault, Sandbox};

use super::DemoError;
use super::team::{Hours, begin_programmes, turn_on};
use people::Team;

/// How long the team has had Potluck.
const WEEKS: u64 = 13;

/// The days of the quarter, from its first Monday, on which Discord has an outage: from a Tuesday, on which a round that is announced
/// would be paired, for so long that it makes no sense any more.
const DISCORD_IS_OUT: i64 = 29;
/// The day on which Discord is back.
const DISCORD_IS_BACK: i64 = 33;
/// The day on which Dario joins the team.
const DARIO_JOINS: i64 = 79;

/// When the quarter that ends now began: on a Monday, in the morning.
pub(super) fn beginning(now: DateTime<Utc>) -> DateTime<Utc> {
    let day = now - Days::new(7 * WEEKS);
    let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    monday
        .date_naive()
        .and_hms_opt(8, 0, 0)
        .map_or(day, |morning| morning.and_utc())
}

/// Plays the quarter up to this instant.
pub(super) async fn play(sandbox: &Sandbox, until: DateTime<Utc>) -> Result<(), DemoError> {
    turn_on(sandbox, Hours::AroundTheClock).await?;
    begin_programmes(sandbox).await?;
    let team = Team::new(sandbox);
    team.lays_the_table().await?;
    let mut asks = asks::Plan::default();
    let mut rounds = rounds::Plan::default();
    let first = team.now();
    let mut day = first;
    while day < until {
        team.move_to(day).await?;
        match (day - first).num_days() {
            DISCORD_IS_OUT => outage(sandbox, true)?,
            DISCORD_IS_BACK => {
                outage(sandbox, false)?;
                team.settle().await?;
            }
            DARIO_JOINS => team.somebody_joins("Dario", "Support").await?,
            _ => {}
        }
        if !(DISCORD_IS_OUT..DISCORD_IS_BACK).contains(&(day - first).num_days()) {
            rounds.a_day(&team).await?;
            asks.a_day(&team, day).await?;
        }
        day += TimeDelta::days(1);
    }
    team.move_to(until).await
}

/// An outage of Discord's begins, or is over.
fn outage(sandbox: &Sandbox, begins: bool) -> Result<(), DemoError> {
    let fault = Fault::GuildUnavailable;
    let done = if begins {
        sandbox.fault(fault)
    } else {
        sandbox.clear_fault(&fault)
    };
    done.map_err(|why| DemoError::Step {
        step: "Discord has an outage".to_owned(),
        why: why.to_string(),
    })
}
