//! The demo's team as it is after a quarter with Potluck: seeded by acting as its people, through the same commands, buttons and forms
//! as anybody, on a clock that is moved from working day to working day.
//!
//! The rhythm of the rounds is chosen so that, whenever the demo is started, coffee chats were paired on the last working day and the
//! next skill swaps are announced: there is always something going on to look at.

mod asks;
mod calendar;
mod choices;
mod joining;
mod people;
mod regroup;
mod rounds;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use chrono::{DateTime, Utc};
use discord_sandbox::faults::FaultError;
use discord_sandbox::{Fault, Sandbox};
use futures_util::future::try_join;

use super::DemoError;
use super::team::{Hours, keep_hours, turn_on};
use calendar::{EARLY, OVERLOADED, Quarter};
pub(super) use calendar::{Rhythm, beginning};
use people::Team;

/// How many people have been there from the first day. The other three join in the course of the quarter.
pub(super) const FROM_THE_FIRST_DAY: usize = super::TEAM - 3;

/// Plays the quarter up to this instant, for which [`beginning`] is where the clock starts.
pub(super) async fn play(sandbox: &Sandbox, until: DateTime<Utc>) -> Result<(), DemoError> {
    let quarter = Quarter::until(until);
    turn_on(sandbox, Hours::Office).await?;
    let team = Team::new(sandbox);
    team.lays_the_table().await?;
    let mut asks = asks::Plan::new(&quarter);
    let mut rounds = rounds::Plan::new(&quarter);
    let mut joining = joining::Plan::default();
    let outage = quarter.outage();
    let mut discord_is_out = false;
    let mut read = team.latest();
    for stop in quarter.stops() {
        if outage.contains(&stop.at) {
            if !discord_is_out {
                discord_goes(&team, outage.start).await?;
                discord_is_out = true;
            }
            continue;
        }
        if discord_is_out {
            discord_is_back(&team, outage.end).await?;
            discord_is_out = false;
        }
        team.move_to(stop.at).await?;
        let since = std::mem::replace(&mut read, team.latest());
        let news = team.news(since)?;
        joining.a_stop(&team, &stop, &news).await?;
        choices::a_stop(&team, &quarter, &stop).await?;
        try_join(
            rounds.a_stop(&team, &stop, &news),
            asks.a_stop(&team, &stop),
        )
        .await?;
        team.settle().await?;
        if stop.morning && asks.has_early_birds() {
            team.move_to(stop.at + EARLY).await?;
            asks.early_birds(&team).await?;
            team.settle().await?;
        }
    }
    team.move_to(until).await?;
    keep_hours(sandbox, Hours::AroundTheClock).await?;
    asks::just_now(&team).await?;
    team.settle().await
}

/// An outage of Discord's begins: first nothing can be posted, then the server is gone.
async fn discord_goes(team: &Team<'_>, at: DateTime<Utc>) -> Result<(), DemoError> {
    let posts_nothing = Fault::ServerError {
        method: Some("POST".to_owned()),
        route: Some("/channels/{channel_id}/messages".to_owned()),
        times: u32::MAX,
        status: Some(503),
        after_effect: false,
    };
    team.move_to(at).await?;
    team.sandbox
        .fault(posts_nothing)
        .map_err(|why| in_the_outage(&why))?;
    team.move_to(at + OVERLOADED * 2).await?;
    team.sandbox
        .fault(Fault::GuildUnavailable)
        .map_err(|why| in_the_outage(&why))
}

/// The outage is over.
async fn discord_is_back(team: &Team<'_>, at: DateTime<Utc>) -> Result<(), DemoError> {
    team.move_to(at).await?;
    team.sandbox
        .clear_faults()
        .map_err(|why| in_the_outage(&why))?;
    team.settle().await
}

fn in_the_outage(why: &FaultError) -> DemoError {
    DemoError::Step {
        step: "Discord has an outage".to_owned(),
        why: why.to_string(),
    }
}
