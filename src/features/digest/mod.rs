//! What managers are told of the weeks that are over: the digest.
//!
//! A week is closed once, when the guild works for the first time after it; what is kept then is all that is ever told of it. The
//! rules, above all what is not told, are `domain::digest`'s.

pub mod clicks;
pub mod command;
pub mod due;

mod drawn;
mod offline;
mod table;
mod words;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
pub(crate) mod tests;

use chrono::{DateTime, NaiveTime, Utc};

use crate::delivery::Place;
use crate::domain::digest::{Digest, DigestTo, Range, Week};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::schedule::{local_date, local_instant};
use crate::error::{Error, Result};
use crate::features::Ctx;
use crate::post::{DigestOf, File, Post};
use crate::store::SqliteConnection;
use crate::store::digest as rows;
use crate::store::settings::{self, Guild};

pub use offline::{Offline, OfflineError, offline};
pub use words::samples;

/// The digest of so many weeks up to the last one that is closed, or of as many as there are. `None`: no week is closed yet.
///
/// # Errors
///
/// When the database does not answer, or the number of weeks is none a digest may be of.
pub async fn digest(
    db: &mut SqliteConnection,
    guild: GuildId,
    weeks: u32,
) -> Result<Option<Digest>> {
    let Some(last) = rows::last_week(db, guild).await? else {
        return Ok(None);
    };
    of(db, guild, last, weeks).await.map(Some)
}

/// The digest of so many weeks up to a closed one, or of as many as there are.
///
/// # Errors
///
/// When the database does not answer, or the number of weeks is none a digest may be of.
pub async fn of(
    db: &mut SqliteConnection,
    guild: GuildId,
    last: Week,
    weeks: u32,
) -> Result<Digest> {
    let asked_for = Range::new(last, weeks).map_err(|error| Error::user(error.to_string()))?;
    let range = match rows::first_since(db, guild, asked_for.span().first).await? {
        Some(first) => asked_for.not_before(first),
        None => asked_for,
    };
    let facts = rows::facts(db, guild, range).await?;
    Ok(Digest::of(facts, range))
}

/// When a week is closed and told: the guild's first working instant after it.
fn told_at(guild: &Guild, week: Week) -> DateTime<Utc> {
    let next = week.later(1).monday();
    let begins = local_instant(guild.calendar.zone, next, NaiveTime::MIN);
    guild.calendar.next_working_instant(begins)
}

/// The week that is going on in a guild.
fn going_on(guild: &Guild, now: DateTime<Utc>) -> Week {
    Week::of(local_date(guild.calendar.zone, now))
}

/// Whether somebody may read what is for managers.
async fn is_manager(db: &mut SqliteConnection, guild: &Guild, member: MemberId) -> Result<bool> {
    let Some(role) = guild.managers_role else {
        return Ok(false);
    };
    Ok(settings::roles_of(db, guild.id, member)
        .await?
        .contains(&role))
}

/// The digest of a week as it is sent now: with its picture and its table, as far as whoever was to get it still is to. `None`: they
/// are not. Its picture and its table are made anew each time, so that the outbox keeps nothing of them.
///
/// # Errors
///
/// When the database does not answer, or the picture cannot be drawn.
pub(crate) async fn made_for(
    ctx: &Ctx,
    guild: GuildId,
    week: Week,
    to: &Place,
) -> Result<Option<Post>> {
    let mut read = ctx.store.read().await?;
    let Some(guild) = settings::guild(&mut read, guild).await? else {
        return Ok(None);
    };
    let is_to_go = match (guild.digest, to) {
        (DigestTo::Direct, Place::Direct(member)) => is_manager(&mut read, &guild, *member).await?,
        (DigestTo::Channel, Place::Channel(channel)) => guild.managers_channel == Some(*channel),
        _ => false,
    };
    if !is_to_go {
        return Ok(None);
    }
    let digest = of(&mut read, guild.id, week, 1).await?;
    drop(read);
    let post = with_files(digest, &guild.name).await?;
    Ok(Some(match to {
        Place::Direct(_) => words::privately(post, guild.id, &guild.name),
        _ => post,
    }))
}

/// What stands in place of a week's digest where it is not delivered.
pub(crate) fn in_its_place(week: Week) -> Post {
    Post {
        digest: Some(DigestOf { week, said: false }),
        ..words::is_there(week)
    }
}

/// What goes into the private thread of a manager who takes no private messages: where to see the digest. Who moderates the server
/// reads there as well, and may be no manager; and the thread is there when its member is none any more.
///
/// # Errors
///
/// When the database does not answer.
pub(crate) async fn for_private_thread(
    db: &mut SqliteConnection,
    guild: GuildId,
    week: Week,
) -> Result<Post> {
    let post = words::is_there(week);
    Ok(match settings::guild(db, guild).await? {
        Some(guild) => words::privately(post, guild.id, &guild.name),
        None => post,
    })
}

/// What a file of a digest is called, without its ending: "digest-2026-W47", or "digest-2026-W47-4-weeks".
fn file_name(name: &str, digest: &Digest) -> String {
    let span = digest.range.span();
    match span.weeks() {
        1 => format!("{name}-{}", span.last),
        weeks => format!("{name}-{}-{weeks}-weeks", span.last),
    }
}

/// A digest's message with its picture and its table.
async fn with_files(digest: Digest, guild: &str) -> Result<Post> {
    let table = File {
        name: table::name(&digest),
        bytes: table::csv(&digest)?,
        description: None,
    };
    // Drawing takes a good part of a second, and others wait for the thread it would be done on.
    let (digest, drawn) = tokio::task::spawn_blocking(move || {
        let drawn = drawn::picture(&digest);
        (digest, drawn)
    })
    .await
    .map_err(|error| Error::fault(format!("the drawing of a digest ended: {error}")))?;
    let (picture, names) = drawn?;
    let mut post = words::message(&digest, guild, &names);
    post.files.extend([picture, table]);
    Ok(post)
}
