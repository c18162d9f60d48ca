//! New colleagues: a welcome, a buddy the day they join, and how it goes on for thirty working days.
//!
//! Who joins becomes a newcomer in the transaction in which that is noted, however it became known: `Arrivals` looks at everybody who
//! comes or changes. A buddy is chosen there and then; what is said of it is owed.

mod answers;
mod arrivals;
mod buddies;
pub mod clicks;
pub mod due;
mod ends;
mod managers;
mod mine;
mod places;
mod search;
mod tell;
mod unsaid;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use chrono::{DateTime, Utc};

use crate::domain::buddy::Course;
use crate::domain::schedule::Calendar;
use crate::error::Result;
use crate::store::newcomers::{self as rows, Newcomer};
use crate::store::settings::Guild;
use crate::store::{SqliteConnection, helper_facts};

pub(crate) use arrivals::Arrivals;
pub(crate) use ends::{came_back, forgotten, kept_apart, member_left, steps_back};
pub(crate) use mine::{has_any, mine};
pub(crate) use places::{place_gone, place_gone_in, receipt, undeliverable};
pub use words::samples;

/// Where and when something happens.
#[derive(Clone, Copy, Debug)]
struct Scene<'a> {
    guild: &'a Guild,
    now: DateTime<Utc>,
}

/// Writes down how far it has come, and what time brings next.
async fn keep(db: &mut SqliteConnection, scene: Scene<'_>, newcomer: &Newcomer) -> Result<()> {
    rows::save(db, newcomer, scene.now).await?;
    let person = helper_facts::person(db, scene.guild, newcomer.member).await?;
    let calendar = person
        .as_ref()
        .map_or(&scene.guild.calendar, |person| &person.calendar);
    let told_at = told_at(db, scene, newcomer).await?;
    let next = course(newcomer, calendar, told_at).next();
    rows::set_due(db, newcomer.id, next).await?;
    Ok(())
}

/// When a newcomer and their buddy are to be introduced; without a buddy, when the newcomer was welcomed.
async fn told_at(
    db: &mut SqliteConnection,
    scene: Scene<'_>,
    newcomer: &Newcomer,
) -> Result<DateTime<Utc>> {
    let (Some(buddy), Some(since)) = (newcomer.buddy, newcomer.buddy_since) else {
        return Ok(newcomer.welcomed_at);
    };
    let buddy = helper_facts::person(db, scene.guild, buddy).await?;
    Ok(buddy.map_or(since, |buddy| buddy.calendar.next_working_instant(since)))
}

fn course<'a>(newcomer: &Newcomer, calendar: &'a Calendar, told_at: DateTime<Utc>) -> Course<'a> {
    Course {
        state: newcomer.state,
        since: newcomer.since,
        checks: newcomer.checks,
        seek_at: newcomer.seek_at,
        tell_at: newcomer.tell_at,
        told_at,
        calendar,
    }
}
